"""How wide and how tall letters are, by family and weight, from a table: the same on every machine, without a font.

The table (`letters.json`, in thousandths of the font size) holds the metrics of the fonts that browsers put for the
generic families, or of fonts with the same widths: Arial, Times New Roman, Courier New, Verdana's open sister.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

FAMILIES = ("sans", "serif", "wide", "mono")
WEIGHTS = (400, 700)
_FULL = (1.0, 0.06, 0.94, 0.84, -0.09)  # a Chinese, Japanese or Korean letter: it fills its square
_OTHER = (0.56, 0.05, 0.51, 0.7, 0.0)


@dataclass(frozen=True, slots=True)
class Extent:
    """Where the ink of a text lies, in font sizes: from the pen's start, and above (positive) the baseline."""

    left: float
    right: float
    top: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom


@dataclass(frozen=True)
class Face:
    """One family at one weight; `ascent` and `descent` are what a browser puts above and below the baseline."""

    ascent: float
    descent: float
    glyphs: dict[str, tuple[float, float, float, float, float]]

    @cached_property
    def space(self) -> float:
        return self.glyphs[" "][0]

    def glyph(self, letter: str) -> tuple[float, float, float, float, float]:
        """Advance, left, right, top, bottom."""
        known = self.glyphs.get(letter)
        return known or (_FULL if is_full(letter) else _OTHER)

    def advance(self, text: str) -> float:
        return sum(self.glyph(letter)[0] for letter in text)

    def extent(self, text: str) -> Extent:
        pen, left, right, top, bottom = 0.0, 0.0, 0.0, 0.0, 0.0
        first = True
        for letter in text:
            advance, x1, x2, y1, y2 = self.glyph(letter)
            if not letter.isspace():
                left, top, bottom = (x1, y1, y2) if first else (left, max(top, y1), min(bottom, y2))
                right, first = pen + x2, False
            pen += advance
        return Extent(left, right, top, bottom)


def is_full(letter: str) -> bool:
    """Whether a letter is as wide as it is high: Chinese, Japanese, Korean, full-width signs."""
    return 0x2E80 <= ord(letter) <= 0xFFEF or ord(letter) >= 0x20000


@cache
def face(family: str, weight: int) -> Face:
    """The face of a family; any weight from 600 on is bold."""
    return _faces()[f"{family}-{700 if weight >= 600 else 400}"]


@cache
def _faces() -> dict[str, Face]:
    table = json.loads((Path(__file__).parent / "letters.json").read_text(encoding="utf-8"))
    faces = {}
    for name, columns in table["faces"].items():
        rows = zip(*(columns[key] for key in ("advance", "left", "right", "top", "bottom")), strict=True)
        glyphs = {
            letter: (row[0] / 1000, row[1] / 1000, row[2] / 1000, row[3] / 1000, row[4] / 1000)
            for letter, row in zip(table["letters"], rows, strict=True)
        }
        faces[name] = Face(columns["ascent"] / 1000, columns["descent"] / 1000, glyphs)
    return faces
