"""The bars, heads and grids that screens are put together from."""

# ruff: noqa: E501 - a control's whole markup or style stands on one line, where it can be read
from __future__ import annotations

from collections.abc import Callable
from html import escape

from perception.training.pages.blocks import Blocks


def grid(items: list[str], least: int, gap: str = "var(--gap)") -> str:
    return f'<div style="display:grid;grid-template-columns:repeat(auto-fill,minmax({least}px,1fr));gap:{gap}">{"".join(items)}</div>'


def top_bar(b: Blocks, width: int) -> str:
    rng, words = b.rng, b.words
    brand = f'<a href="#" class="h-nav l-mark">{b.icons.any() if b.chance(0.6) else ""}<span>{escape(words.one("things"))}</span></a>'
    links = (
        "".join(b.navlinks(rng.randint(2, max(2, min(7, width // 190))), icons=b.chance(b.with_icons * 0.5)))
        if width > 620
        else ""
    )
    search = (
        f'<div style="width:{rng.choice([140, 180, 240])}px">{b.control("search", b.next_id(), words.icon_name("search"), hint=True)}</div>'
        if b.chance(0.5) and width > 760
        else ""
    )
    end = "".join(
        b.icon_button(concept)
        for concept in rng.sample(
            ["bell", "settings", "help", "cart", "user", "mail", "moon", "search", "globe"], rng.randint(0, 4)
        )
    )
    if b.chance(0.4):
        end += b.button()
    if b.chance(0.4):
        end += b.avatar(words.one("names"), rng.choice([24, 28, 32, 36]))
    first = b.icon_button("menu") if width <= 620 or b.chance(0.3) else ""
    return f'<header class="l-bar l-between"><div class="l-row">{first}{brand}{links}</div><div class="l-row">{search}{end}</div></header>'


def side_bar(b: Blocks, height: int) -> str:
    rng = b.rng
    slim, count = b.chance(0.2), min(12, rng.randint(5, max(6, height // 60)))
    links = b.navlinks(count, icons=slim or b.chance(0.75), text=not slim)
    if slim:
        links = [link.replace("<a ", f'<a aria-label="{escape(b.words.one("things"))}" ', 1) for link in links]
    if b.chance(0.4) and not slim:
        links.insert(
            rng.randrange(count),
            f'<div class="l-soft l-tiny" style="padding:8px">{escape(b.words.one("things"))}</div>',
        )
    return f'<aside class="l-side l-col" style="width:{56 if slim else rng.choice([150, 180, 200, 220, 250])}px;gap:{rng.choice([0, 2, 4])}px">{"".join(links)}</aside>'


def frame(b: Blocks, width: int, height: int, body: str) -> str:
    """A page's body inside an app's bars."""
    bars = b.rng.choice(["both", "top", "side", "top", "none"])
    top = top_bar(b, width) if bars in ("both", "top") else ""
    side = side_bar(b, height) if bars in ("both", "side") and width > 700 else ""
    crumbs = b.crumbs() if b.chance(0.35) else ""
    return f'{top}<div style="display:flex">{side}<main class="l-grow l-pad l-col">{crumbs}{body}</main></div>'


def head(b: Blocks) -> str:
    actions = "".join(b.button() for _ in range(b.rng.randint(0, 3)))
    return f'<div class="l-between"><div class="l-big">{escape(b.words.one("things"))}</div><div class="l-row">{actions}</div></div>'


def toolbar(b: Blocks, width: int) -> str:
    parts: list[Callable[[], str]] = [
        lambda: f'<div style="width:180px">{b.control("search", b.next_id(), b.words.icon_name("search"), hint=True)}</div>',
        lambda: f'<div style="width:140px">{b.choice(b.next_id(), b.words.one("fields"))}</div>', b.button, b.icon_button, b.icon_button,
        lambda: b.write("group", items="".join(b.button(text, "outline", icon="") for text in b.words.some("options", 3))),
        lambda: b.toggle("checkbox"), lambda: b.toggle("switch"),
    ]  # fmt: skip
    return f'<div class="l-wrap">{"".join(b.rng.choice(parts)() for _ in range(b.rng.randint(2, max(3, width // 200))))}</div>'
