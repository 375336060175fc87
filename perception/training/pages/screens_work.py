"""Screens for work: tables, forms, dashboards, settings, calendars, editors, wizards, files, boards."""

# ruff: noqa: E501 - a control's whole markup or style stands on one line, where it can be read
from __future__ import annotations

from collections.abc import Callable
from html import escape

from perception.training.pages.blocks import Blocks
from perception.training.pages.screens_parts import frame, grid, head, toolbar


def table_page(b: Blocks, width: int, height: int) -> str:
    columns = max(2, min(9, b.rng.randint(width // 240, max(2, width // 130))))
    table = b.table(b.rng.randint(4, max(5, height // 45)), columns, select=b.chance(0.5), act=b.chance(0.75))
    foot = (
        f'<div class="l-between"><span class="l-soft">{b.rng.randint(1, 9)} / {b.rng.randint(10, 999)}</span>{b.pagination()}</div>'
        if b.chance(0.7)
        else ""
    )
    parts = [
        head(b),
        b.tabs() if b.chance(0.35) else "",
        toolbar(b, width) if b.chance(0.7) else "",
        b.card(table) if b.chance(0.5) else table,
        foot,
    ]
    return frame(b, width, height, "".join(parts))


def form_page(b: Blocks, width: int, height: int) -> str:
    rng = b.rng
    fields = [b.field(label) for label in b.words.some("fields", rng.randint(4, 14))]
    for _ in range(rng.randint(1, 4)):
        kinds: list[Callable[[], str]] = [lambda: b.choices("radio", rng.randint(2, 5)), lambda: b.choices("checkbox", rng.randint(2, 5)), lambda: b.toggle("switch"), lambda: b.toggle("checkbox"),
                            lambda: f'<div>{b.write("label", text=escape(b.words.one("fields")))}{b.slider()}</div>']  # fmt: skip
        extra = rng.choice(kinds)()
        fields.insert(rng.randrange(len(fields)), extra)
    body = grid(fields, rng.choice([200, 260, 340, 600]) if width > 600 else 240, "calc(var(--gap)*1.5)")
    actions = (
        f'<div class="{rng.choice(["l-end", "l-row"])}">{b.button(variant="ghost")}{b.button(variant="primary")}</div>'
    )
    card = b.card(body, title=escape(b.words.one("things")), foot=actions) if b.chance(0.6) else body + actions
    return frame(b, width, height, (b.alert() if b.chance(0.25) else "") + card)


def dashboard(b: Blocks, width: int, height: int) -> str:
    words, rng = b.words, b.rng
    tiles = [b.card(f'<div class="l-between"><span class="l-soft">{escape(words.one("things"))}</span>{b.icons.of(rng.choice(["chart", "user", "cart", "info"])) if b.chance(0.6) else ""}</div>'
                    f'<div class="l-big">{words.number()}</div><div class="l-tiny l-soft">{escape(words.number())}</div>') for _ in range(rng.randint(3, 6))]  # fmt: skip
    bars = "".join(
        f'<div style="flex:1;height:{rng.randint(5, 100)}%;background:hsl({rng.randrange(360)} 60% 55%)"></div>'
        for _ in range(rng.randint(5, 14))
    )
    chart = b.card(
        f'<div class="l-between" style="margin-bottom:8px"><span class="l-mark">{escape(words.one("things"))}</span><div class="l-row">{b.icon_button("more")}{b.link(words.one("actions"))}</div></div><div style="display:flex;gap:4px;height:140px;align-items:flex-end">{bars}</div>'
    )
    tasks = b.card(
        "".join(
            f'<div class="l-between" style="padding:3px 0">{b.toggle("checkbox")}{b.icon_button("more")}</div>'
            for _ in range(rng.randint(3, 6))
        ),
        title=escape(words.one("things")),
    )
    table = b.card(b.table(rng.randint(3, 7), 2 + width // 400, act=b.chance(0.5)))
    rest = [chart, tasks, table]
    rng.shuffle(rest)
    return frame(
        b, width, height, head(b) + grid(tiles, rng.choice([140, 190, 240])) + grid(rest, rng.choice([300, 420]))
    )


def _setting(b: Blocks, kind: str, text: str) -> str:
    """What stands at the end of a setting's line."""
    ends: list[Callable[[], str]] = [
        *[lambda: b.toggle(kind, " ")] * 3, b.button, lambda: b.icon_button("forward"),
        lambda: f'<div style="width:130px">{b.choice(b.next_id(), text)}</div>',
        lambda: f'<div style="width:140px">{b.slider(text)}</div>',
    ]  # fmt: skip
    return b.rng.choice(ends)()


def settings(b: Blocks, width: int, height: int) -> str:
    words, rng = b.words, b.rng
    kind, notes = rng.choice(["switch", "switch", "switch", "checkbox"]), b.chance(0.6)
    rows = []
    for text in words.some("checks", rng.randint(4, 10)):
        end = _setting(b, kind, text)
        note = f'<div class="l-soft l-tiny">{escape(words.sentence())}</div>' if notes else ""
        lead = (
            b.icons.of(rng.choice(["bell", "lock", "globe", "moon", "mail", "eye", "pin"]))
            if b.chance(b.with_icons * 0.7)
            else ""
        )
        rows.append(
            f'<div class="l-between l-line" style="padding:{rng.choice([6, 9, 12])}px 4px"><div class="l-row">{lead}<div>{escape(text)}{note}</div></div>{end}</div>'
        )
    groups = f'<div class="l-col">{b.choices("radio", rng.randint(2, 4))}{b.slider()}</div>' if b.chance(0.5) else ""
    body = b.card("".join(rows) + groups, title=escape(words.one("things")))
    return frame(
        b,
        width,
        height,
        (b.tabs() if b.chance(0.5) else head(b))
        + f'<div style="max-width:{rng.choice([520, 700, 900, 1600])}px">{body}</div><div class="l-row">{b.button(variant="primary")}{b.button()}</div>',
    )


def calendar(b: Blocks, width: int, height: int) -> str:
    words, rng = b.words, b.rng
    days = "".join(f'<div class="l-soft l-tiny" style="padding:4px">{escape(day)}</div>' for day in words.days)
    tall = rng.choice([60, 80, 100]) if width > 600 else 44
    cells = []
    for day in range(1, 36):
        event = (
            f'<a href="#" class="l-tiny l-cut" style="display:block;background:hsl({rng.randrange(360)} 60% 45%);color:#fff;border-radius:3px;padding:1px 4px;text-decoration:none">{escape(words.one("actions"))} {words.time()}</a>'
            if b.chance(0.2)
            else ""
        )
        cells.append(
            f'<div class="l-box" style="min-height:{tall}px;padding:3px;min-width:0"><span class="l-tiny">{(day - 1) % 31 + 1}</span>{event}</div>'
        )
    bar = f'<div class="l-between"><div class="l-row">{b.icon_button("back")}{b.icon_button("forward")}{b.button()}<span class="l-big">{escape(words.one("months"))} {rng.randint(2020, 2027)}</span></div>{b.write("group", items="".join(b.button(t, "outline", icon="") for t in words.some("options", 3)))}</div>'
    return frame(
        b,
        width,
        height,
        bar + f'<div style="display:grid;grid-template-columns:repeat(7,minmax(0,1fr))">{days}{"".join(cells)}</div>',
    )


def date_picker(b: Blocks, width: int, height: int) -> str:
    rng = b.rng
    size, picked = rng.choice([22, 26, 30, 36]), rng.randint(1, 31)
    cells = "".join(
        f'<button class="h-ibtn {b.kit.variant("primary") if day == picked else ""}" style="width:{size}px;height:{size}px;font-size:12px" {"disabled" if day < 3 else ""}>{day}</button>'
        for day in range(1, 32)
    )
    days = "".join(f'<span class="l-tiny l-soft" style="text-align:center">{escape(d)}</span>' for d in b.words.days)
    pop = f'<div class="h-menu" style="padding:8px"><div class="l-between">{b.icon_button("back")}<span class="l-mark">{escape(b.words.one("months"))}</span>{b.icon_button("forward")}</div><div style="display:grid;grid-template-columns:repeat(7,{size}px);gap:2px">{days}{cells}</div></div>'
    return frame(
        b,
        width,
        height,
        f'{grid([b.field() for _ in range(rng.randint(2, 6))], 220)}{b.field(kind="date")}{pop}<div class="l-row">{b.button()}{b.button()}</div>',
    )


def editor(b: Blocks, width: int, height: int) -> str:
    rng, words = b.rng, b.words
    groups = []
    for _ in range(rng.randint(2, 5)):
        groups.append(
            '<div class="l-row" style="gap:1px">'
            + "".join(
                b.icon_button(
                    rng.choice(
                        ["bold", "italic", "list", "link", "image", "attach", "copy", "file", "back", "forward", ""]
                    ),
                    pressed=b.chance(0.15) if b.chance(0.5) else None,
                )
                for _ in range(rng.randint(2, 6))
            )
            + "</div>"
        )
    groups.insert(
        rng.randrange(len(groups)), f'<div style="width:110px">{b.choice(b.next_id(), words.one("fields"))}</div>'
    )
    menus = "".join(
        f'<button role="menuitem" class="h-ibtn" style="width:auto;padding:0 8px;font-size:13px">{escape(t)}</button>'
        for t in words.some("actions", rng.randint(4, 7))
    )
    text = "".join(
        f"<p>{escape(words.paragraph(rng.randint(2, 6)))} {b.link(words.one('things')) if b.chance(0.4) else ''}</p>"
        for _ in range(rng.randint(2, 6))
    )
    page = f'<div class="l-pad l-box" contenteditable="true" aria-label="{escape(words.one("fields"))}" style="min-height:300px">{text}</div>'
    side = (
        f'<div class="l-col" style="width:220px;flex:none">{b.field()}{b.field()}{b.slider()}{b.toggle("switch")}{b.choices("radio", 3)}</div>'
        if b.chance(0.5) and width > 800
        else ""
    )
    return f'<div class="l-bar l-row">{menus}</div><div class="l-bar l-wrap">{"".join(groups)}</div><div class="l-row l-pad" style="align-items:flex-start"><div class="l-grow">{page}</div>{side}</div>'


def wizard(b: Blocks, width: int, height: int) -> str:
    rng, words = b.rng, b.words
    here = rng.randint(1, 3)
    steps = "".join(
        f'<div class="l-row"><span class="h-badge">{i}</span><span class="{"l-mark" if i == here else "l-soft"}">{escape(t)}</span></div>'
        for i, t in enumerate(words.some("things", rng.randint(3, 5)), 1)
    )
    fields = grid([b.field() for _ in range(rng.randint(3, 8))], rng.choice([220, 300]))
    plans = (
        grid(
            [
                b.card(
                    f'{b.toggle("radio", t, group="plan", on=i == 0)}<div class="l-big">{words.price()}</div><p>{escape(words.sentence())}</p>{b.button()}'
                )
                for i, t in enumerate(words.some("options", 3))
            ],
            200,
        )
        if b.chance(0.5)
        else ""
    )
    return frame(
        b,
        width,
        height,
        f'<div class="l-wrap">{steps}</div>{b.card(fields + plans, title=escape(words.one("things")))}<div class="l-between">{b.button(variant="outline")}{b.button(variant="primary")}</div>',
    )


def files(b: Blocks, width: int, height: int) -> str:
    rng, words = b.rng, b.words
    cells, tick, more = [], b.chance(0.4), b.chance(0.6)
    for _ in range(rng.randint(6, 18)):
        icon = (
            b.icons.of(rng.choice(["folder", "file", "image", "play"]), rng.choice(["24px", "32px", "48px"]))
            if b.chance(0.8)
            else b.photo(60, 44)
        )
        cells.append(
            b.card(
                f'<div class="l-between">{b.toggle("checkbox", " ") if tick else ""}{icon}{b.icon_button("more") if more else ""}</div><div class="l-cut">{b.link(words.file()) if b.chance(0.5) else escape(words.file())}</div><div class="l-tiny l-soft">{words.number()}</div>'
            )
        )
    return frame(b, width, height, f"{head(b)}{toolbar(b, width)}{grid(cells, rng.choice([110, 140, 180]))}")


def board(b: Blocks, width: int, height: int) -> str:
    rng, words = b.rng, b.words
    columns = []
    for title in words.some("states", max(2, min(5, width // 260))):
        cards = "".join(
            b.card(
                f'<div class="l-between"><span>{escape(words.one("things"))}</span>{b.icon_button("more") if b.chance(0.6) else ""}</div><div class="l-between">{b.badge()}{b.avatar(words.one("names"), 24)}</div>'
            )
            for _ in range(rng.randint(2, 5))
        )
        columns.append(
            f'<div class="l-col l-grow"><div class="l-between"><span class="l-mark">{escape(title)}</span>{b.icon_button("add")}</div>{cards}{b.button(variant="ghost")}</div>'
        )
    return frame(
        b,
        width,
        height,
        toolbar(b, width) + f'<div class="l-row" style="align-items:flex-start">{"".join(columns)}</div>',
    )
