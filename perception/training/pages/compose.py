"""One composed page: a seed decides its kit, language, look, screen and window; the result is HTML."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random
from string import Template

from perception.training.pages import house, screens, sources
from perception.training.pages.blocks import Blocks
from perception.training.pages.icons import Icons
from perception.training.pages.kit import Kit
from perception.training.pages.page import Page, any_window
from perception.training.pages.words import Words, any_language


def compose(seed: str, split: str, cache: Path) -> list[Page]:
    """The page of a seed, as it is first seen and once more in another window: the same seed gives the same page."""
    rng = Random(seed)
    kits = sources.kits_of(split)
    kit = rng.choices(kits, [kit.weight for kit in kits])[0]
    language = any_language(rng)
    window = any_window(rng, phone=True if kit.phone else None)
    look = house.any_look(rng, phone=window.phone, fonts=sources.fonts_of(split))
    icons = Icons(rng, cache / "@iconify-json" / rng.choice(sources.icons_of(split)) / "icons.json")
    kinds = screens.PHONE_SCREENS if window.phone else screens.SCREENS
    screen = rng.choices(list(kinds), list(kinds.values()))[0]
    body = screen(Blocks(rng, Words(rng, language), icons, kit), window.width, window.height)
    html = document(rng, kit, look, language, body)
    scroll = rng.random() if rng.random() < 0.3 else 0.0
    focus = rng.randrange(40) if rng.random() < 0.3 else -1
    theme = look.theme if kit.own or kit.paints or kit.html else "light"
    page = Page(kit.name, "house" if kit.own else "kit", theme, language, window, html, "", scroll, focus)
    again = replace(any_window(rng, phone=window.phone), scale=window.scale)
    return [
        page,
        replace(
            page,
            window=again,
            scroll=rng.choice([0.0, 0.5, 1.0]),
            focus=rng.randrange(40) if rng.random() < 0.3 else -1,
        ),
    ]


def document(rng: Random, kit: Kit, look: house.Look, language: str, body: str) -> str:
    """The whole HTML document."""
    files = list(kit.files)
    if kit.themes and rng.random() < 0.8:
        fitting = [theme for theme in kit.themes if not kit.follows or _is_dark(theme) == (look.theme == "dark")]
        files[0] = rng.choice(fitting or kit.themes)
    sheets = "".join(
        f'<link rel="stylesheet" href="/{package}/{file}">' for package, file in files if file.endswith(".css")
    )
    scripts = "".join(f'<script src="/{package}/{file}"></script>' for package, file in files if file.endswith(".js"))
    shade = "dark" if is_dark(look) else "light"
    body = Template(kit.wrap.get(shade, "$body")).safe_substitute(body=body)
    if kit.needs == "vue":
        body = f'<div id="app"></div><script type="text/x-template" id="page">{body}</script>'
    attrs = f'lang="{language}"{" dir=rtl" if language == "ar" else ""} {kit.html.get(shade, "")}'
    if kit.own and shade == "dark":
        attrs += ' style="color-scheme:dark"'
    meta = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Page</title>'
    )
    styles = f"<style>{_styles(rng, kit, look)}</style>"
    return (
        f"<!doctype html><html {attrs}><head>{meta}{sheets}{styles}</head>"
        f'<body class="{kit.body}">{body}{scripts}{kit.script}</body></html>'
    )


def is_dark(look: house.Look) -> bool:
    """Whether light text stands on a dark ground."""
    return look.theme == "dark" or look.page == "#000"


def _is_dark(theme: tuple[str, str]) -> bool:
    return any(word in theme[1] for word in ("dark", "arya", "vela", "luna"))


def _styles(rng: Random, kit: Kit, look: house.Look) -> str:
    paints = kit.own or kit.paints
    drawn = (
        look
        if paints
        else replace(
            house.any_look(rng, phone=False, fonts=[], theme="dark" if kit.html and is_dark(look) else "light"),
            font=look.font,
        )
    )
    style = house.font_face(look.font) if look.font.islower() else ""
    style += house.house_css(rng, drawn) + house.layout_css(look, paint=paints)
    if not paints and rng.random() < 0.3 and look.font.islower():
        style += f"body{{font-family:{house.family(look)}}}"
    if not paints and rng.random() < 0.35:
        style += f"html{{font-size:{rng.choice([12, 13, 14, 15, 17, 18])}px}}"
    return style
