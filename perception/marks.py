"""The annotated picture: what was found on a screen, outlined, numbered and coloured by role, easy on the eye."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from perception.types import FIELD_ROLES, BBox, Element, Screen

if TYPE_CHECKING:
    from PIL import Image, ImageDraw, ImageFont

    from perception.capture import Picture

Colour = tuple[int, int, int]

# Colours that keep apart for most colour-blind eyes (after Okabe and Ito, 2008), deep enough for white figures.
FAMILIES: dict[str, tuple[Colour, frozenset[str]]] = {
    "button": ((0, 98, 190), frozenset({"button", "columnheader"})),
    "link": ((0, 128, 100), frozenset({"link"})),
    "field": ((196, 77, 0), FIELD_ROLES | {"listbox", "slider"}),
    "choice": ((150, 50, 150), frozenset({"checkbox", "radio", "switch", "option"})),
    "tab": ((176, 32, 84), frozenset({"tab", "menuitem"})),
}
_OTHER: Colour = (90, 98, 110)
_FAINT_ROLES = frozenset({"table", "dialog"})


@dataclass(frozen=True)
class _Look:
    """Sizes in pixels, all from the picture's scale."""

    line: int
    radius: int
    pad: int
    font: ImageFont.FreeTypeFont | ImageFont.ImageFont


def annotate(picture: Picture, screen: Screen) -> Image.Image:
    """The picture (RGB) with a numbered, coloured outline around every element that acts, and a legend below.

    The number is the element's id without its "e". Tables, dialogs and what lies under one get a faint outline. One
    screen always gives the same pixels.
    """
    from PIL import Image, ImageDraw

    base = Image.fromarray(picture.pixels).convert("RGB")
    look = _look(screen)
    layer = Image.new("RGBA", base.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    acting = [element for element in screen.elements if element.interactive and not element.state.blocked]
    for element in screen.elements:
        if (element.interactive and element.state.blocked) or (
            not element.interactive and element.role in _FAINT_ROLES
        ):
            _outline(pen, element.box, (*_OTHER, 90), look, 1)
    for element in acting:
        _outline(pen, element.box.grow(look.line), (255, 255, 255, 60), look, 1)
        _outline(pen, element.box, (*colour_of(element.role), 235), look, look.line)
    small = 30 * look.pad // 3
    covered = [e.box for e in screen.elements if e.text or e.role == "img" or (e.interactive and e.box.width < small)]
    busy = _Busy(base.size, covered)
    for element in acting:
        _tag(pen, element, busy, look)
    marked = Image.alpha_composite(base.convert("RGBA"), layer).convert("RGB")
    return _with_legend(marked, acting, look)


def colour_of(role: str) -> Colour:
    return next((colour for colour, roles in FAMILIES.values() if role in roles), _OTHER)


def _look(screen: Screen) -> _Look:
    """Marks grow with the screen's own text: at 2x they are twice as large."""
    from PIL import ImageFont

    heights = sorted(element.box.height for element in screen.elements if element.role == "text")
    scale = max(1.0, min(4.0, heights[len(heights) // 2] / 11)) if heights else 1.0
    return _Look(
        max(2, round(1.6 * scale)),
        round(4 * scale),
        max(3, round(2.6 * scale)),
        ImageFont.load_default(round(11 * scale)),
    )


def _outline(pen: ImageDraw.ImageDraw, box: BBox, colour: tuple[int, int, int, int], look: _Look, width: int) -> None:
    grown = box.grow(width)
    radius = min(look.radius, grown.width // 2, grown.height // 2)
    pen.rounded_rectangle((grown.x1, grown.y1, grown.x2 - 1, grown.y2 - 1), radius, outline=colour, width=width)


class _Busy:
    """Where tags should not be: on text, on other tags, outside. A coarse grid of what is taken."""

    CELL = 2

    def __init__(self, size: tuple[int, int], covered: Iterable[BBox]) -> None:
        import numpy as np

        self.width, self.height = size
        self.cost = np.zeros((self.height // self.CELL + 2, self.width // self.CELL + 2), np.int32)
        for box in covered:
            self.add(box, 1)

    def _cells(self, box: BBox) -> tuple[slice, slice]:
        x1, y1 = max(0, box.x1) // self.CELL, max(0, box.y1) // self.CELL
        x2, y2 = max(0, box.x2 - 1) // self.CELL + 1, max(0, box.y2 - 1) // self.CELL + 1
        return slice(y1, max(y1, y2)), slice(x1, max(x1, x2))

    def add(self, box: BBox, weight: int) -> None:
        if box.width and box.height:
            self.cost[self._cells(box)] += weight

    def at(self, box: BBox) -> int:
        if box.x1 < 0 or box.y1 < 0 or box.x2 > self.width or box.y2 > self.height:
            return 1_000_000
        return int(self.cost[self._cells(box)].sum())


def _tag(pen: ImageDraw.ImageDraw, element: Element, busy: _Busy, look: _Look) -> None:
    """The number on a small plate at the outline's edge, where it covers least; corners first."""
    number = element.id.removeprefix("e")
    left, top, right, bottom = (round(v) for v in pen.textbbox((0, 0), number, font=look.font))
    width, height = right - left + 2 * look.pad, bottom - top + 2 * look.pad - 1
    places = _places(element.box, width, height)
    costs = [(busy.at(place), rank) for rank, place in enumerate(places)]
    place = places[min(costs)[1]]
    busy.add(place, 40)
    colour = colour_of(element.role)
    pen.rounded_rectangle(
        (place.x1, place.y1, place.x2 - 1, place.y2 - 1), min(look.radius, height // 2), fill=(*colour, 240)
    )
    pen.text(
        (place.x1 + look.pad - left, place.y1 + look.pad - top - 0.5), number, font=look.font, fill=(255, 255, 255, 255)
    )


def _places(box: BBox, width: int, height: int) -> list[BBox]:
    """Straddling the corners, then outside the edges, then inside the corners."""
    half = height // 2
    corners = [
        (box.x2 - width + half, box.y1 - half), (box.x1 - half, box.y1 - half),
        (box.x2 - width + half, box.y2 - half), (box.x1 - half, box.y2 - half),
        (box.x1, box.y1 - height - 1), (box.x2 - width, box.y1 - height - 1),
        (box.x2 + 2, box.y1 + (box.height - height) // 2), (box.x1 - width - 2, box.y1 + (box.height - height) // 2),
        (box.x1, box.y2 + 1), (box.x2 - width, box.y2 + 1),
        (box.x2 - width - 1, box.y1 + 1), (box.x1 + 1, box.y1 + 1), (box.x2 - width - 1, box.y2 - height - 1),
    ]  # fmt: skip
    return [BBox(x, y, x + width, y + height) for x, y in corners]


def _with_legend(marked: Image.Image, acting: Sequence[Element], look: _Look) -> Image.Image:
    """A strip below the picture that tells the colours; left out where it does not fit."""
    from PIL import Image, ImageDraw

    counts = {name: sum(e.role in roles for e in acting) for name, (_, roles) in FAMILIES.items()}
    entries = [
        (f"{count}  {name}{'s' if count != 1 else ''}", FAMILIES[name][0]) for name, count in counts.items() if count
    ]
    pen = ImageDraw.Draw(marked)
    unit = round(pen.textbbox((0, 0), "Ag", font=look.font)[3])
    widths = [round(pen.textlength(text, font=look.font)) + 4 * unit for text, _ in entries]
    if not entries or sum(widths) + unit > marked.width:
        return marked
    strip = round(2.6 * unit)
    whole = Image.new("RGB", (marked.width, marked.height + strip), (250, 250, 251))
    whole.paste(marked, (0, 0))
    pen = ImageDraw.Draw(whole)
    pen.line((0, marked.height, marked.width, marked.height), fill=(222, 225, 230))
    x, middle = unit, marked.height + strip // 2
    for (text, colour), width in zip(entries, widths, strict=True):
        dot = unit // 2
        pen.rounded_rectangle((x, middle - dot, x + 2 * dot, middle + dot), max(2, dot // 2), fill=colour)
        pen.text((x + round(1.5 * unit), middle), text, font=look.font, fill=(52, 58, 68), anchor="lm")
        x += width
    return whole
