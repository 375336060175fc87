"""Screens of daily life: logins, mail, shops, chats, articles, front pages, players, phone lists."""

# ruff: noqa: E501 - a control's whole markup or style stands on one line, where it can be read
from __future__ import annotations

from collections.abc import Callable
from html import escape

from perception.training.pages.blocks import Blocks
from perception.training.pages.screens_parts import frame, grid, head, toolbar, top_bar


def login(b: Blocks, width: int, height: int) -> str:
    words, rng = b.words, b.rng
    names = words.some("fields", rng.randint(1, 3))
    fields = "".join(b.field(name, kind=rng.choice(["text", "text", "password"])) for name in names) + b.field(
        kind="password"
    )
    social = "".join(b.button(icon=b.icons.any()) for _ in range(rng.randint(1, 3))) if b.chance(0.4) else ""
    form = (f'<div class="l-col"><div class="l-big">{escape(words.one("actions"))}</div><p class="l-soft">{escape(words.sentence())}</p>{fields}'
            f'<div class="l-between">{b.toggle("checkbox")}{b.link(words.one("sentences")[:22])}</div>'
            f'<div class="{rng.choice(["l-row", "l-col"])}">{b.button(variant="primary", off=False)}{social}</div><p>{escape(words.sentence())} {b.link(words.one("actions"))}</p></div>')  # fmt: skip
    box = f'<div class="l-mid" style="--mid:{rng.choice([300, 360, 420, 480])}px;padding:12px">{b.card(form) if b.chance(0.7) else form}</div>'
    if b.chance(0.3) and width > 900:
        return f'<div style="display:flex"><div class="l-grow">{box}</div>{b.photo("45%", height)}</div>'
    return (top_bar(b, width) if b.chance(0.3) else "") + box


def mail(b: Blocks, width: int, height: int) -> str:
    words, rng = b.words, b.rng
    rows = []
    tick, star, mark = b.chance(0.6), b.chance(0.6), rng.choice(["star", "heart", "pin"])
    for _ in range(rng.randint(5, max(6, height // 50))):
        lead = (b.toggle("checkbox", " ") if tick else "") + (b.icon_button(mark) if star else "")
        text = f'<div class="l-grow l-cut"><span class="l-mark">{b.link(words.one("names")) if b.chance(0.3) else escape(words.one("names"))}</span> <span class="l-soft">{escape(words.sentence())}</span></div>'
        rows.append(
            f'<div class="l-row l-line" style="padding:{rng.choice([4, 6, 10])}px">{lead}{text}<span class="l-tiny l-nowrap">{words.date()}</span></div>'
        )
    tools = "".join(
        b.icon_button(c)
        for c in rng.sample(["refresh", "delete", "folder", "mail", "more", "filter", "print"], rng.randint(2, 6))
    )
    body = f'<div class="l-row">{b.toggle("checkbox", " ", on=False)}{tools}</div><div>{"".join(rows)}</div>'
    return frame(b, width, height, (b.tabs(3) if b.chance(0.4) else "") + body)


def shop(b: Blocks, width: int, height: int) -> str:
    words, rng = b.words, b.rng
    tall, many = rng.choice([90, 120, 160, 200]), rng.randint(4, 12)
    heart, add, stars = b.chance(0.5), b.chance(0.7), b.chance(0.5)
    cards = []
    for _ in range(many):
        name = words.one("items")
        title = b.link(name) if b.chance(0.6) else escape(name)
        rate = (
            f'<div>{"".join(b.icons.of("star", "14px") for _ in range(5))} <span class="l-tiny">({rng.randint(1, 999)})</span></div>'
            if stars
            else ""
        )
        foot = f'<div class="l-between"><span class="l-mark">{words.price()}</span><div class="l-row">{b.icon_button("heart") if heart else ""}{b.button(variant="primary") if add else ""}</div></div>'
        cards.append(b.card(f'{b.photo("100%", tall, alt=name)}<div style="margin:6px 0">{title}</div>{rate}{foot}'))
    filters = (
        f'<div class="l-col l-start" style="width:190px;flex:none">{b.choices("checkbox", rng.randint(3, 6))}{b.slider()}{b.choices("radio", rng.randint(2, 5))}{b.button()}</div>'
        if b.chance(0.5) and width > 760
        else ""
    )
    return frame(
        b,
        width,
        height,
        f'{head(b)}{toolbar(b, width) if b.chance(0.5) else ""}<div class="l-row l-start" style="align-items:flex-start">{filters}<div class="l-grow">{grid(cards, rng.choice([170, 210, 260]))}</div></div>{b.pagination()}',
    )


def chat(b: Blocks, width: int, height: int) -> str:
    rng, words = b.rng, b.words
    people = "".join(
        f'<a href="#" class="h-nav {"active" if i == 1 else ""}">{b.avatar(name, 36)}<span>{escape(name)}<br><span class="l-tiny l-soft">{escape(words.sentence()[:18])}</span></span></a>'
        for i, name in enumerate(words.some("names", rng.randint(4, 8)))
    )
    bubbles = "".join(
        f'<div style="display:flex;justify-content:{"flex-end" if b.chance(0.5) else "flex-start"}"><div class="h-card" style="max-width:70%">{escape(words.sentence())} <span class="l-tiny l-soft">{words.time()}</span></div></div>'
        for _ in range(rng.randint(3, 8))
    )
    write = f'<div class="l-row l-foot">{b.icon_button("attach")}{b.icon_button("image") if b.chance(0.5) else ""}<div class="l-grow">{b.control("text", b.next_id(), words.one("actions"), hint=True)}</div>{b.icon_button("send") if b.chance(0.5) else b.button(variant="primary")}</div>'
    bar = f'<div class="l-bar l-between"><div class="l-row">{b.avatar(words.one("names"), 32)}<span class="l-mark">{escape(words.one("names"))}</span></div><div class="l-row">{b.icon_button("phone")}{b.icon_button("camera")}{b.icon_button("more")}</div></div>'
    side = (
        f'<aside class="l-side" style="width:240px">{b.control("search", b.next_id(), words.icon_name("search"), hint=True)}{people}</aside>'
        if width > 700
        else ""
    )
    return f'<div style="display:flex">{side}<div class="l-grow l-col">{bar}<div class="l-pad l-col">{bubbles}</div>{write}</div></div>'


def article(b: Blocks, width: int, height: int) -> str:
    rng, words = b.rng, b.words

    def text() -> str:
        return "".join(
            escape(words.sentence())
            + (" " + b.link(words.one(rng.choice(["things", "sentences"]))) + " " if b.chance(0.35) else " ")
            for _ in range(rng.randint(2, 6))
        )

    parts = [f"<h2>{escape(words.sentence()[:30])}</h2><p>{text()}</p>" for _ in range(rng.randint(2, 5))]
    parts.insert(
        1,
        b.photo("100%", rng.choice([120, 200]))
        if b.chance(0.5)
        else f"<ul>{''.join(f'<li>{b.link(t)}</li>' for t in words.some('things', 5))}</ul>",
    )
    share = f'<div class="l-row">{"".join(b.icon_button() for _ in range(rng.randint(2, 5)))}</div>'
    feet = grid(
        [
            f'<div><div class="l-mark">{escape(words.one("things"))}</div>'
            + "".join(f"<div>{b.link(t)}</div>" for t in words.some("things", rng.randint(3, 6)))
            + "</div>"
            for _ in range(rng.randint(2, 4))
        ],
        140,
    )
    toc = "".join(f'<div style="padding:2px 0">{b.link(t)}</div>' for t in words.some("things", rng.randint(4, 10)))
    side = f'<div style="width:180px;flex:none">{toc}</div>' if width > 800 else ""
    return frame(
        b,
        width,
        height,
        f'<div class="l-row" style="align-items:flex-start"><div class="l-grow">{"".join(parts)}{share}</div>{side}</div><div class="l-foot">{feet}</div>',
    )


def landing(b: Blocks, width: int, height: int) -> str:
    rng, words = b.rng, b.words
    hero = f'<div style="text-align:center;padding:{rng.choice([20, 40, 70])}px 12px"><h1>{escape(words.sentence())}</h1><p class="l-soft">{escape(words.paragraph(2))}</p><div class="l-wrap" style="justify-content:center">{b.button(variant="primary")}{b.button(variant="outline")}</div></div>'
    cards = grid(
        [
            b.card(
                f'{b.icons.any("28px")}<div class="l-mark">{escape(words.one("things"))}</div><p>{escape(words.sentence())}</p>{b.link(words.one("actions"))}'
            )
            for _ in range(rng.randint(3, 6))
        ],
        220,
    )
    prices = (
        grid(
            [
                b.card(
                    f'<div class="l-mark">{escape(t)}</div><div class="l-big">{words.price()}</div>'
                    + "".join(
                        f'<div class="l-row">{b.icons.of("check")}<span>{escape(words.one("checks"))}</span></div>'
                        for _ in range(rng.randint(2, 5))
                    )
                    + b.button(variant=rng.choice(["primary", "outline"]))
                )
                for t in words.some("options", 3)
            ],
            220,
        )
        if b.chance(0.6)
        else ""
    )
    news = f'<div class="l-row" style="max-width:420px">{b.control("text", b.next_id(), words.one("fields"), hint=True)}{b.button(variant="primary")}</div>'
    ask = (
        "".join(
            f'<details {"open" if b.chance(0.2) else ""} class="l-line" style="padding:6px"><summary>{escape(words.sentence())}</summary><p>{escape(words.sentence())}</p></details>'
            for _ in range(rng.randint(2, 5))
        )
        if b.chance(0.5)
        else ""
    )
    return top_bar(b, width) + f'<main class="l-pad l-col">{hero}{cards}{prices}{ask}{news}</main>'


def player(b: Blocks, width: int, height: int) -> str:
    rng, words = b.rng, b.words
    rows = "".join(
        f'<div class="l-between l-line" style="padding:6px"><div class="l-row">{b.photo(36, 36)}<div>{escape(words.one("items"))}<div class="l-tiny l-soft">{escape(words.one("names"))}</div></div></div><div class="l-row">{b.icon_button("heart")}<span class="l-tiny">{words.time()}</span>{b.icon_button("more")}</div></div>'
        for _ in range(rng.randint(4, 8))
    )
    sets = "".join(
        f'<div class="l-row"><span style="width:90px" class="l-cut">{escape(t)}</span>{b.slider(t)}</div>'
        for t in words.some("fields", rng.randint(2, 6))
    )
    keys = "".join(b.icon_button(c) for c in ["back", "play", "forward", "refresh", "list"])
    return frame(
        b,
        width,
        height,
        f'{rows}<div class="l-col" style="max-width:480px">{sets}</div><div class="l-row">{keys}<div style="width:200px">{b.slider()}</div></div>',
    )


def phone_list(b: Blocks, width: int, height: int) -> str:
    words, rng = b.words, b.rng
    bar = f'<header class="l-bar l-between">{b.icon_button("back")}<span class="l-mark">{escape(words.one("things"))}</span>{b.icon_button(rng.choice(["more", "search", "add", "share"]))}</header>'
    rows = []
    for text in words.some("checks", rng.randint(5, 10)):
        ends: list[Callable[[], str]] = [
            lambda: b.toggle("switch", " "),
            lambda: b.icons.of("forward"),
            lambda: escape(words.one("options")),
            lambda: b.toggle("checkbox", " "),
            lambda: b.button(icon=""),
        ]
        end = rng.choice(ends)()
        lead = rng.choice(["", b.icons.any("22px"), b.avatar(words.one("names"), 36)])
        body = f'<div class="l-row">{lead}<span>{escape(text)}</span></div><div class="l-row">{end}</div>'
        tag = (
            'a href="#"'
            if "<svg" in end and "input" not in end and "button" not in end and "role" not in end
            else "div"
        )
        rows.append(
            f'<{tag} class="l-between l-line" style="padding:{rng.choice([10, 13, 16])}px 14px;color:inherit;text-decoration:none">{body}</{tag[0] if tag[0] == "a" else "div"}>'
        )
    names = words.some("things", rng.randint(3, 5))
    foot = "".join(
        f'<a href="#" role="tab" aria-selected="{str(i == 0).lower()}" style="flex:1;text-align:center;color:inherit;text-decoration:none;padding:6px 0;{"" if i else "font-weight:700"}">{b.icons.of(rng.choice(["home", "search", "cart", "user", "bell", "heart", "chat"]), "22px")}<br><span class="l-tiny">{escape(n)}</span></a>'
        for i, n in enumerate(names)
    )
    search = (
        f'<div class="l-pad">{b.control("search", b.next_id(), words.icon_name("search"), hint=True)}</div>'
        if b.chance(0.5)
        else ""
    )
    chips = (
        f'<div class="l-wrap l-pad">{"".join(b.button(t, "outline", icon="") for t in words.some("options", 4))}</div>'
        if b.chance(0.4)
        else ""
    )
    tabs = (
        f'<nav role="tablist" style="position:fixed;left:0;right:0;bottom:0;display:flex;background:Canvas;background:var(--bar);border-top:1px solid var(--line)">{foot}</nav>'
        if b.chance(0.75)
        else ""
    )
    return f'{bar}{search}{b.tabs(3) if b.chance(0.3) else ""}{chips}<div>{"".join(rows)}</div><div class="l-pad l-col">{b.button(variant="primary")}</div>{tabs}'
