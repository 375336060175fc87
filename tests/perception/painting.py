"""Paints pages with known parts: a picture, and the screen that a parser would make of it."""

from __future__ import annotations

import hashlib

import numpy as np
from PIL import Image, ImageDraw

from perception.capture import Picture
from perception.types import BBox, Colour, Element, Screen, TextLine
from tests.perception.drawing import font

SANS, BOLD = ("LiberationSans-Regular.ttf", "Arial.ttf"), ("LiberationSans-Bold.ttf", "Arial Bold.ttf")
ITALIC = ("LiberationSans-Italic.ttf", "Arial Italic.ttf")
SERIF = ("LiberationSerif-Regular.ttf", "Times New Roman.ttf")


class Painting:
    """A page being painted; every text is an element of its own."""

    def __init__(self, width: int = 800, height: int = 600, ground: Colour = (255, 255, 255)) -> None:
        self._image = Image.new("RGB", (width, height), ground)
        self._draw = ImageDraw.Draw(self._image)
        self._elements: list[Element] = []

    def text(
        self, text: str, x: int, y: int, size: float = 16, names: tuple[str, ...] = SANS, ink: Colour = (0, 0, 0),
        role: str = "text", parent: str | None = None,
    ) -> BBox:  # fmt: skip
        """A line whose letters begin at x and whose baseline is at y; the box of its ink."""
        letters = font(size, names)
        self._draw.text((x, y), text, ink, letters, anchor="ls")
        x1, y1, x2, y2 = (round(value) for value in letters.getbbox(text, anchor="ls"))
        box = BBox(x + x1, y + y1, x + x2, y + y2)
        self.element(role, text, box, text=text, parent=parent)
        return box

    def box(self, box: BBox, fill: Colour, border: Colour | None = None, radius: int = 0) -> None:
        area = (box.x1, box.y1, box.x2 - 1, box.y2 - 1)
        self._draw.rounded_rectangle(area, radius, fill, border, 1 if border else 0)

    def element(self, role: str, name: str, box: BBox, text: str = "", parent: str | None = None) -> str:
        made = Element(f"e{len(self._elements) + 1}", role, name, box, text=text, parent=parent)
        self._elements.append(made)
        return made.id

    def done(self) -> tuple[Picture, Screen]:
        pixels = np.asarray(self._image)
        picture = Picture(pixels, "page.png", hashlib.sha256(pixels.tobytes()).hexdigest())
        lines = tuple(TextLine(e.text, e.box) for e in self._elements if e.text)
        return picture, Screen(picture.width, picture.height, tuple(self._elements), source="page.png", lines=lines)
