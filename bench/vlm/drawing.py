"""Drawn pages with the truth beside them: what a small model is taught on, and asked about."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from perception.capture import Picture
from perception.types import BBox
from perception.vlm import zoom

COLOURS = {
    "red": (214, 40, 40), "green": (34, 150, 60), "blue": (36, 86, 214), "orange": (240, 140, 20),
    "purple": (128, 50, 170), "black": (24, 24, 24),
}  # fmt: skip
LABELS = ("Name", "Email", "City", "Phone", "Date", "Notes")
WORDS = ("Save", "Cancel", "Apply", "Send", "Next", "Help", "Open", "Edit")


@dataclass(frozen=True, slots=True)
class Style:
    """How a page is drawn: its size, its paper and ink, the corners of its boxes, and how many buttons and fields it
    has, at least and at most. Everything lies on a grid of so many pixels, as design systems have it."""

    width: int = 320
    height: int = 224
    papers: tuple[tuple[int, int, int], ...] = ((255, 255, 255), (246, 247, 249), (238, 242, 246))
    ink: tuple[int, int, int] = (40, 40, 40)
    field: tuple[int, int, int] = (255, 255, 255)
    rounds: tuple[int, ...] = (0, 4, 8)
    buttons: tuple[int, int] = (2, 3)
    fields: tuple[int, int] = (2, 3)
    grid: int = 4


LIGHT = Style()
BUTTONS = Style(width=256, height=256, buttons=(3, 4), fields=(0, 0))
DARK = Style(papers=((24, 28, 36), (36, 38, 44)), ink=(225, 225, 225), field=(52, 56, 64), rounds=(0, 12))
GREY = Style(papers=((190, 194, 200), (170, 176, 184)), field=(225, 228, 232))
WIDE = Style(width=448, height=160)
LARGE = Style(width=640, height=448)


@dataclass(frozen=True, slots=True)
class Thing:
    """Something on a page, as one would describe it; `also` are other words for it, `whole` has its label, too."""

    said: str
    box: BBox
    also: tuple[str, ...] = ()
    whole: BBox | None = None


@dataclass(frozen=True)
class Page:
    """A picture, what is on it, and descriptions of what is not."""

    picture: Picture
    things: tuple[Thing, ...]
    absent: tuple[str, ...]


@cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def all_descriptions(style: Style = LIGHT, also: bool = False) -> list[str]:
    """What things are called first, and `also` by their other names."""
    fields = [f"the field under {label}" for label in LABELS] if style.fields[1] else []
    more = [f"the {label} field" for label in LABELS] if style.fields[1] and also else []
    return [f"the {colour} button" for colour in COLOURS] + fields + more


def draw(seed: int, style: Style = LIGHT, crowd: int = 6) -> Page:
    """A page by its number: coloured buttons, and fields with labels above, nowhere overlapping.

    `crowd` is how many things there are at most.
    """
    chance = random.Random(seed)
    image = Image.new("RGB", (style.width, style.height), chance.choice(style.papers))
    pen = ImageDraw.Draw(image)
    colours = chance.sample(list(COLOURS), chance.randint(*style.buttons))
    labels = chance.sample(LABELS, chance.randint(*style.fields))
    things: list[Thing] = []
    taken: list[BBox] = []
    wanted = [("button", one) for one in colours] + [("field", one) for one in labels]
    for kind, name in chance.sample(wanted, min(crowd, len(wanted))):
        size = (
            _on_grid(chance, (56, 104), (28, 40), style.grid)
            if kind == "button"
            else _on_grid(chance, (92, 152), (48, 48), style.grid)
        )
        room = _room(chance, size, taken, style)
        if room is None:
            continue
        taken.append(room)
        things.append((_button if kind == "button" else _field)(pen, room, name, chance, style))
    said = {thing.said for thing in things}
    absent = [one for one in all_descriptions(style) if one not in said]
    pixels = np.asarray(image)
    return Page(Picture(pixels, f"page {seed}", f"{seed}"), tuple(things), tuple(chance.sample(absent, 2)))


def closer(page: Page, seed: int) -> Page:
    """What a second look at one of the page's things shows of it; it asks about no thing that was cut through."""
    chance = random.Random(seed)
    part = zoom.around(chance.choice(page.things).box, page.picture.width, page.picture.height)
    shown = [thing for thing in page.things if (thing.whole or thing.box).intersection(part.region)]
    things = tuple(
        Thing(one.said, part.into(one.box), one.also, one.whole and part.into(one.whole))
        for one in shown
        if (one.whole or one.box).inside(part.region) == 1
    )
    known = {one.said for one in shown}
    absent = (one.said for one in page.things if one.said not in known)
    picture = zoom.cut(page.picture, part)
    named = Picture(picture.pixels, picture.source, f"{page.picture.sha256} {part.region}")
    return Page(named, things, (*absent, *page.absent)[:2])


def _on_grid(chance: random.Random, x: tuple[int, int], y: tuple[int, int], grid: int) -> tuple[int, int]:
    return grid * chance.randint(x[0] // grid, x[1] // grid), grid * chance.randint(y[0] // grid, y[1] // grid)


def _room(chance: random.Random, size: tuple[int, int], taken: Sequence[BBox], style: Style) -> BBox | None:
    for _ in range(60):
        x, y = _on_grid(chance, (4, style.width - size[0] - 4), (4, style.height - size[1] - 4), style.grid)
        box = BBox(x, y, x + size[0], y + size[1])
        if not any(box.grow(5).intersection(other) for other in taken):
            return box
    return None


def _button(pen: ImageDraw.ImageDraw, box: BBox, colour: str, chance: random.Random, style: Style) -> Thing:
    edge = (box.x1, box.y1, box.x2 - 1, box.y2 - 1)
    pen.rounded_rectangle(
        edge, chance.choice(style.rounds), COLOURS[colour], (200, 200, 200) if colour == "black" else None
    )
    x, y = box.centre
    pen.text((x, y), chance.choice(WORDS), (255, 255, 255), _font(14), anchor="mm")
    return Thing(f"the {colour} button", box)


def _field(pen: ImageDraw.ImageDraw, box: BBox, label: str, chance: random.Random, style: Style) -> Thing:
    pen.text((box.x1, box.y1), label, style.ink, _font(14))
    field = BBox(box.x1, box.y1 + 20, box.x2, box.y2)
    edge = (field.x1, field.y1, field.x2 - 1, field.y2 - 1)
    pen.rounded_rectangle(edge, chance.choice(style.rounds) // 2, style.field, (150, 155, 160))
    return Thing(f"the field under {label}", field, (f"the {label} field",), box)
