"""Reads the text of a picture, English and Chinese, on the CPU: find lines, cut them, read each piece once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perception import text_models
from perception.text_detect import find_lines
from perception.text_lines import Strip, strips
from perception.text_noise import without_icons
from perception.text_read import read_pieces
from perception.text_spaces import spaced
from perception.types import TextLine

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

NAME = "pp-ocrv6-small"


def available() -> str | None:
    """None, or why text cannot be read here and the command that cures it."""
    return text_models.missing()


def read_text(pixels: Pixels) -> list[TextLine]:
    """The lines of a picture (H x W x 3 RGB, uint8), top to bottom, then left to right; boxes fit the ink."""
    text_models.load()
    found = sorted(find_lines(pixels), key=lambda line: -line.box.width)  # the longest first: both workers end together
    pieces: list[Strip] = []

    def cut() -> Iterator[Pixels]:
        for line in found:
            for strip in strips(pixels, line):
                if strip.view.size:  # a line may have been trimmed to nothing
                    pieces.append(strip)
                    yield strip.view

    readings = read_pieces(cut())
    lines = []
    for piece, reading in zip(pieces, readings, strict=True):
        height = piece.view.shape[0] / piece.view.shape[1]
        text = spaced(reading.letters, reading.places, piece.gaps, height)
        lines.append(TextLine(text, piece.ink, reading.confidence))
    return sorted(without_icons(lines), key=lambda line: (line.box.y1, line.box.x1))
