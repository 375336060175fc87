"""Whole screens of the kinds that people meet, composed at random from the building blocks."""

# ruff: noqa: E501 - a control's whole markup or style stands on one line, where it can be read
from __future__ import annotations

from collections.abc import Callable
from html import escape

from perception.training.pages.blocks import Blocks
from perception.training.pages.screens_life import article, chat, landing, login, mail, phone_list, player, shop
from perception.training.pages.screens_parts import frame, grid
from perception.training.pages.screens_rich import admin, manual, profile, rare_controls
from perception.training.pages.screens_work import (
    board,
    calendar,
    dashboard,
    date_picker,
    editor,
    files,
    form_page,
    settings,
    table_page,
    wizard,
)

Screen = Callable[[Blocks, int, int], str]  # blocks, width and height in CSS px -> the body's HTML


def overlay(b: Blocks, width: int, height: int) -> str:
    """Something open over another screen: a dialog, a menu, a list of options, a toast, a cookie bar."""
    rng, words = b.rng, b.words
    under = rng.choice([table_page, form_page, dashboard, shop, settings, mail])(b, width, height)
    kind = rng.choice(["dialog", "dialog", "menu", "menu", "options", "options", "toast", "cookies", "drawer"])
    place = f"left:{rng.randint(5, max(6, width - 260))}px;top:{rng.randint(40, max(41, height - 320))}px"
    if kind == "dialog":
        bodies: list[Callable[[], str]] = [lambda: f"<p>{escape(words.paragraph(2))}</p>", lambda: f'<div class="l-col">{"".join(b.field() for _ in range(rng.randint(1, 5)))}</div>',
                           lambda: f'<div class="l-col">{b.choices("radio", 3)}{b.toggle("checkbox")}</div>']  # fmt: skip
        body = rng.choice(bodies)()
        return under + b.dialog(
            words.one("things"),
            body,
            b.button(variant="secondary", off=False) + b.button(variant=rng.choice(["primary", "danger"]), off=False),
        )
    if kind == "menu":
        return under + f'<div class="l-pop" style="{place}">{b.menu()}</div>'
    if kind == "options":
        return under + f'<div class="l-pop" style="{place}">{b.listbox()}</div>'
    if kind == "toast":
        return (
            under
            + f'<div style="position:fixed;{rng.choice(["top", "bottom"])}:16px;right:16px;z-index:70;width:300px">{b.alert()}</div>'
        )
    if kind == "drawer":
        body = "".join(b.field() for _ in range(rng.randint(2, 6))) + b.choices("checkbox", 3)
        return (
            under
            + f'<div class="h-back" style="justify-content:flex-end"><div class="h-dialog l-col" role="dialog" style="height:100vh;width:{min(340, width - 40)}px;border-radius:0"><div class="l-between"><b>{escape(words.one("things"))}</b>{b.close()}</div>{body}<div class="l-end">{b.button()}{b.button(variant="primary")}</div></div></div>'
        )
    return (
        under
        + f'<div class="h-card l-between" style="position:fixed;left:0;right:0;bottom:0;z-index:70;border-radius:0;flex-wrap:wrap"><span>{escape(words.paragraph(2))} {b.link()}</span><div class="l-row">{b.button(variant="ghost")}{b.button(variant="primary")}</div></div>'
    )


def controls(b: Blocks, width: int, height: int) -> str:
    """A sheet of every control, as a kit's own documentation shows them."""
    rng, words = b.rng, b.words
    makers: list[Callable[[], str]] = [
        lambda: f'<div class="l-wrap">{"".join(b.button() for _ in range(rng.randint(2, 6)))}</div>', lambda: f'<div class="l-wrap">{"".join(b.icon_button() for _ in range(rng.randint(3, 8)))}</div>',
        lambda: b.choices("radio", rng.randint(2, 6)), lambda: b.choices("checkbox", rng.randint(2, 6)), lambda: "<br>".join(b.toggle("switch") for _ in range(rng.randint(2, 4))),
        lambda: f'<div class="l-col">{"".join(b.slider() for _ in range(rng.randint(1, 4)))}</div>', lambda: b.field(), lambda: b.field(kind="choice"), lambda: b.field(kind="number"), lambda: b.field(kind="search"),
        b.tabs, b.pagination, b.menu, b.listbox, b.crumbs, b.alert, b.progress, lambda: b.field(kind="area"), lambda: b.field(kind="stepper"),
    ]  # fmt: skip
    cells = [
        b.card(rng.choice(makers)(), title=escape(words.one("things")) if b.chance(0.5) else "")
        for _ in range(rng.randint(6, 16))
    ]
    return frame(b, width, height, grid(cells, rng.choice([200, 260, 320])))


SCREENS: dict[Screen, float] = {
    table_page: 1.4, form_page: 4, login: 1.4, mail: 0.8, shop: 1, dashboard: 1, settings: 1.5, calendar: 0.6, date_picker: 0.5, editor: 0.9, chat: 0.6, wizard: 1.4,
    files: 0.7, article: 0.9, landing: 0.8, board: 0.6, player: 0.8, overlay: 2.4, controls: 3.5,
    admin: 5, profile: 2.5, manual: 3, rare_controls: 5,
}  # fmt: skip
PHONE_SCREENS: dict[Screen, float] = {
    phone_list: 4, form_page: 2.5, login: 1, shop: 0.8, settings: 1, chat: 0.7, article: 0.7, landing: 0.5, mail: 0.6, player: 0.6, overlay: 1, controls: 2, calendar: 0.3,
    admin: 1.5, profile: 1.5, manual: 1, rare_controls: 2.5,
}  # fmt: skip
