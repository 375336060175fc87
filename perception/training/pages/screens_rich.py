"""Screens as admin templates and documentation have them: dense, with much that looks like a control and is none."""

# ruff: noqa: E501 - a control's whole markup or style stands on one line, where it can be read
from __future__ import annotations

from collections.abc import Callable
from html import escape

from perception.training.pages.blocks import Blocks
from perception.training.pages.kit import attributes
from perception.training.pages.lures import Lures
from perception.training.pages.screens_parts import grid, top_bar


def _side_bar(b: Blocks, lures: Lures, height: int) -> str:
    """Links in groups under headings, with badges and arrows, some of them in a tree."""
    rng = b.rng
    ground = rng.choice(
        [
            "",
            "",
            f"background:hsl({rng.randrange(360)} 25% 16%);color:#c8ced8;",
            f"background:hsl({rng.randrange(360)} 55% 42%);color:#fff;",
        ]
    )
    icons, small = b.chance(0.7), rng.choice(["font-size:.9em", "font-size:.95em", ""])
    parts = [
        f'<div class="l-row" style="padding:8px 10px 12px">{lures.tile() if b.chance(0.5) else b.icons.any("22px")}<b>{escape(b.words.one("things"))}</b></div>'
    ]
    if b.chance(0.4):
        parts.append(
            f'<div class="l-row" style="padding:6px 10px">{b.avatar(b.words.one("names"), 32)}<div>{escape(b.words.one("names"))}<div class="l-tiny">{lures.status()}</div></div></div>'
        )
    if b.chance(0.3):
        parts.append(
            f'<div style="padding:4px 8px">{b.control("search", b.next_id(), b.words.icon_name("search"), hint=True)}</div>'
        )
    for _ in range(rng.randint(2, 4)):
        parts.append(lures.heading())
        for name in b.words.some("things", rng.randint(2, 5)):
            parts.append(_side_link(b, lures, name, icons))
    return f'<aside class="l-side {"l-deep" if ground else ""}" style="width:{rng.choice([190, 210, 230, 250, 264])}px;padding:6px;{ground}{small};min-height:{height}px">{"".join(parts)}</aside>'


def _side_link(b: Blocks, lures: Lures, name: str, icons: bool) -> str:
    rng = b.rng
    end = rng.choice(["", "", "", "", "badge", "arrow"])
    opened = b.chance(0.25)
    tail = {
        "badge": lures.pill(str(rng.randint(1, 99))),
        "arrow": b.icons.of("down" if opened else "forward", "12px"),
    }.get(end, "")
    tail = tail and f'<span style="margin-left:auto">{tail}</span>'
    state = attributes(aria_expanded=str(opened).lower()) if end == "arrow" else ""
    lead = b.icons.any() if icons else ""
    on = "active" if b.chance(0.12) else ""
    link = f'<a href="#" class="h-nav {on}" {state}>{lead}<span>{escape(name)}</span>{tail}</a>'
    if end == "arrow" and opened:
        link += "".join(f'<a href="#" class="h-nav" style="padding-left:38px;font-size:.92em">{escape(t)}</a>' for t in b.words.some("things", rng.randint(2, 4)))  # fmt: skip
    return link


def _table(b: Blocks, lures: Lures, rows: int, columns: int) -> str:
    """A table of badges, avatars, states and links."""
    words = b.words
    cells: list[Callable[[], str]] = [lures.pill, lures.avatars, lures.status, b.progress, lures.growth, lambda: b.link(words.one("names")), words.price, words.date,
             lambda: escape(words.one("items")), lures.stars, lambda: f'<div class="l-row">{lures.tile()}{escape(words.one("items"))}</div>']  # fmt: skip
    kinds = [b.rng.choice(cells) for _ in range(columns)]
    heads = "".join(f"<th>{escape(head)}</th>" for head in words.some("heads", columns))
    acts: list[Callable[[], str]] = [
        lambda: b.icon_button("more"), lambda: b.link(words.one("actions")), lambda: b.button(icon=""), lambda: ""
    ]  # fmt: skip
    act = b.rng.choice(acts)
    body = "".join(f"<tr>{''.join(f'<td>{cell()}</td>' for cell in kinds)}<td>{act()}</td></tr>" for _ in range(rows))
    return b.write("table", title=heads + "<th></th>", items=body)


def admin(b: Blocks, width: int, height: int) -> str:
    rng, words, lures = b.rng, b.words, Lures(b)
    stats = grid([lures.stat() for _ in range(rng.randint(3, 6))], rng.choice([150, 190, 230]))
    panels: list[Callable[[], str]] = [
        lambda: b.card(_table(b, lures, rng.randint(3, 7), 2 + width // 420), title=escape(words.one("things"))),
        lambda: b.card(lures.happenings(rng.randint(3, 6)), title=escape(words.one("things"))),
        lambda: b.card(lures.facts(rng.randint(4, 8)), title=f'{escape(words.one("things"))} {lures.pill()}'),
        lambda: b.card(lures.pills() + lures.stars() + b.progress(), title=escape(words.one("things"))),
        lambda: b.card(f'{lures.steps()}<div class="l-row">{b.button()}{b.button()}</div>'),
    ]  # fmt: skip
    rest = grid([rng.choice(panels)() for _ in range(rng.randint(2, 5))], rng.choice([300, 380, 480]))
    crumbs = b.crumbs() if b.chance(0.5) else ""
    bar = f'<div class="l-between"><div class="l-big">{escape(words.one("things"))}</div><div class="l-row">{crumbs}{b.button() if b.chance(0.5) else ""}</div></div>'
    side = _side_bar(b, lures, height) if width > 700 else ""
    top = top_bar(b, width) if b.chance(0.7) else ""
    return f'<div style="display:flex">{side}<div class="l-grow">{top}<main class="l-pad l-col">{bar}{stats}{rest}</main></div></div>'


def profile(b: Blocks, width: int, height: int) -> str:
    """A person's or a thing's page: a picture, badges, facts, tabs, what happened."""
    rng, words, lures = b.rng, b.words, Lures(b)
    name = words.one("names")
    head = f'<div class="{rng.choice(["l-row", "l-col"])}">{b.avatar(name, rng.choice([56, 72, 96]))}<div><div class="l-big">{escape(name)} {lures.pill()}</div><div class="l-soft">{escape(words.one("options"))} · {words.email()}</div>{lures.pills()}</div><div class="l-row">{b.button(variant="primary")}{b.icon_button("more")}</div></div>'
    people = grid([b.card(f'<div class="l-col" style="align-items:center">{b.avatar(n, 48)}{b.link(n) if b.chance(0.5) else f"<b>{escape(n)}</b>"}{lures.pill()}<div class="l-row">{b.icon_button("mail")}{b.icon_button("phone")}</div></div>') for n in words.some("names", rng.randint(3, 6))], 150)  # fmt: skip
    left = b.card(lures.facts(rng.randint(4, 8)), title=escape(words.one("things")))
    right = f"{b.tabs()}{b.card(lures.happenings(rng.randint(3, 6)))}{people if b.chance(0.6) else ''}"
    body = f'<div class="l-row" style="align-items:flex-start;flex-wrap:wrap"><div style="width:{min(300, width - 40)}px">{left}</div><div class="l-grow l-col" style="min-width:260px">{right}</div></div>'
    side = _side_bar(b, lures, height) if width > 800 and b.chance(0.6) else ""
    return f'<div style="display:flex">{side}<main class="l-grow l-pad l-col">{b.card(head)}{body}</main></div>'


def manual(b: Blocks, width: int, height: int) -> str:
    """Documentation: a tree of pages, text with code, keys and links, the page's own contents."""
    rng, words, lures = b.rng, b.words, Lures(b)
    tree = "".join(lures.heading() + "".join(f'<div style="padding:3px 10px 3px {rng.choice([10, 10, 22])}px">{b.link(t)}</div>' for t in words.some("things", rng.randint(3, 7))) for _ in range(rng.randint(2, 4)))  # fmt: skip
    inside: list[Callable[[], str]] = [lures.code, lures.keys, b.alert, lures.pills, lambda: f"<p>{escape(words.paragraph(2))} {b.link()} {escape(words.sentence())}</p>", lambda: f"<ul>{''.join(f'<li>{b.link(t) if b.chance(0.5) else escape(t)}</li>' for t in words.some('checks', 4))}</ul>",
              lambda: _table(b, lures, 4, 3), lambda: f"<p><code>{escape(words.code())}</code> {escape(words.sentence())}</p>"]  # fmt: skip
    text = "".join(
        f"<h{level}>{escape(words.one('things'))} {lures.pill() if b.chance(0.2) else ''}</h{level}><p>{escape(words.paragraph(2))} {b.link()}</p>{rng.choice(inside)()}{rng.choice(inside)()}"
        for level in (1, 2, 3, 2, 3)
    )
    toc = "".join(
        f'<div style="padding:2px 0" class="l-tiny">{b.link(t)}</div>' for t in words.some("things", rng.randint(4, 8))
    )
    turn = (
        f'<div class="l-between">{b.button(variant="outline")}{b.button(variant="outline")}</div>'
        if b.chance(0.5)
        else f'<div class="l-between">{b.link("← " + words.one("things"))}{b.link(words.one("things") + " →")}</div>'
    )
    left = f'<aside class="l-side" style="width:{rng.choice([200, 230, 260])}px">{tree}</aside>' if width > 700 else ""
    right = f'<div style="width:160px;flex:none">{lures.heading()}{toc}</div>' if width > 1000 else ""
    return f'{top_bar(b, width)}<div style="display:flex">{left}<main class="l-grow l-pad"><div style="max-width:{rng.choice([620, 760, 1100])}px">{b.crumbs() if b.chance(0.5) else ""}{text}{turn}</div></main>{right}</div>'


def _accordion(b: Blocks) -> str:
    opened = b.rng.randrange(4)
    parts = []
    for i, text in enumerate(b.words.some("sentences", b.rng.randint(3, 6))):
        arrow = b.icons.of("up" if i == opened else "down", "14px")
        body = f'<div style="padding:6px 12px">{escape(b.words.paragraph(2))}</div>' if i == opened else ""
        parts.append(
            f'<button type="button" aria-expanded="{str(i == opened).lower()}" class="l-between l-line" style="width:100%;border:0;border-bottom:1px solid var(--line);background:none;color:inherit;font:inherit;padding:9px 12px;text-align:start"><span>{escape(text[:60])}</span>{arrow}</button>{body}'
        )
    return f'<div class="l-box" style="border-radius:6px">{"".join(parts)}</div>'


def _open_choice(b: Blocks) -> str:
    """A list to choose from, open under its field."""
    name = b.words.one("fields")
    field = f'<div class="h-field h-combo" role="combobox" tabindex="0" aria-expanded="true" aria-label="{escape(name)}"><span>{escape(b.words.one("options"))}</span>{b.icons.of("up")}</div>'
    return f'<div style="min-height:200px">{b.write("label", text=escape(name))}{field}{b.listbox()}</div>'


def _number(b: Blocks) -> str:
    """A number with its buttons: at both sides, or over each other at the end."""
    rng, name = b.rng, b.words.one("fields")
    state = attributes(value=str(rng.randint(0, 999)), aria_label=name, disabled=b.chance(0.15))
    if b.chance(0.4):
        arrows = "".join(f'<button aria-label="{sign}" style="border:0;background:none;color:inherit;height:50%;width:20px;padding:0;font-size:8px;line-height:1;display:flex;align-items:center;justify-content:center">{b.icons.of(way, "10px")}</button>' for sign, way in (("+", "up"), ("-", "down")))  # fmt: skip
        return f'<div>{b.write("label", text=escape(name))}<div style="display:flex;border:1px solid var(--line);border-radius:{rng.choice([0, 4, 6])}px;height:{rng.choice([28, 32, 36])}px;width:{rng.choice([90, 120, 200])}px"><input type="text" role="spinbutton" {state} style="border:0;background:none;color:inherit;font:inherit;width:100%;padding:0 8px;min-width:0"><div style="width:20px;border-left:1px solid var(--line)">{arrows}</div></div></div>'
    return f"<div>{b.write('label', text=escape(name))}{b.control(rng.choice(['stepper', 'number']), b.next_id(), name, off=b.chance(0.15))}</div>"


def _chips(b: Blocks) -> str:
    """Tags that can be pressed or taken away."""
    rng = b.rng
    radius, icons = rng.choice([4, 6, 99]), b.chance(0.3)
    style = f"border:{rng.choice([0, 1])}px solid var(--line);background:rgba(128,128,128,.16);border-radius:{radius}px;padding:.25em .7em;font:inherit;font-size:.88em;color:inherit;display:inline-flex;gap:6px;align-items:center"
    close = '<button aria-label="Remove" style="border:0;background:none;color:inherit;padding:0 2px;font:inherit">×</button>'
    tags = b.words.some("options", rng.randint(3, 7))
    removed = b.chance(0.5)
    parts = [f'<span style="{style}">{escape(t)}{close}</span>' if removed else f'<button type="button" style="{style}">{b.icons.any() if icons else ""}{escape(t)}</button>' for t in tags]  # fmt: skip
    return f'<div class="l-wrap">{"".join(parts)}</div>'


def rare_controls(b: Blocks, width: int, height: int) -> str:
    """What other screens have seldom: numbers, sliders, open lists, things that unfold, chips, what is disabled."""
    rng, words, lures = b.rng, b.words, Lures(b)
    makers: list[Callable[[], str]] = [
        lambda: _number(b), lambda: _number(b), lambda: f'<div>{b.write("label", text=escape(words.one("fields")))}{b.slider()}</div>', lambda: f'<div class="l-row"><span>{rng.randint(0, 9)}</span><div class="l-grow">{b.slider()}</div><span>{rng.randint(10, 99)}</span></div>',
        lambda: _open_choice(b), lambda: _accordion(b), lambda: _chips(b), lambda: b.field(kind="choice"), lambda: b.field(kind="date"), lambda: b.button(off=True) + b.button(variant="primary", off=True),
        lambda: b.control("text", b.next_id(), words.one("fields"), off=True), lambda: b.control("choice", b.next_id(), words.one("fields"), off=True), lures.pills, lures.steps,
        lambda: b.control("text", b.next_id(), words.one("fields"), bad=True), lambda: f'<div class="l-row">{lures.tile()}<div class="l-grow">{escape(words.sentence())}</div>{b.toggle("switch", " ")}</div>',
    ]  # fmt: skip
    cells = [
        b.card(rng.choice(makers)(), title=escape(words.one("things")) if b.chance(0.3) else "")
        for _ in range(rng.randint(6, 14))
    ]
    side = _side_bar(b, lures, height) if width > 800 and b.chance(0.4) else ""
    top = top_bar(b, width) if b.chance(0.5) else ""
    return f'{top}<div style="display:flex">{side}<main class="l-grow l-pad">{grid(cells, rng.choice([180, 240, 300]))}</main></div>'
