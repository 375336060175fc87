"""Draws text at known places, for the tests that read it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Pixels = NDArray[np.uint8]
LIGHT, DARK = ((255, 255, 255), (33, 37, 41)), ((24, 28, 36), (210, 214, 220))  # ground, ink
LATIN = ("LiberationSans-Regular.ttf", "DejaVuSans.ttf", "Arial.ttf", "Helvetica.ttc")
CHINESE = ("NotoSansCJK-Regular.ttc", "wqy-zenhei.ttc", "wqy-microhei.ttc", "PingFang.ttc", "msyh.ttc")
FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts", "/Library/Fonts", "C:/Windows/Fonts")


def font(size: float, names: tuple[str, ...] = LATIN) -> ImageFont.FreeTypeFont:
    """The first of these fonts that is installed; skips the test where none is."""
    for name in names:
        for folder in FOLDERS:
            if found := next(Path(folder).rglob(name), None):
                return ImageFont.truetype(str(found), size)
    pytest.skip(f"none of the fonts {', '.join(names)} is installed")


def drawn(
    words: list[tuple[str, int, int]], *, size: tuple[int, int] = (640, 200), scale: int = 1, points: float = 14,
    colours: tuple[tuple[int, int, int], tuple[int, int, int]] = LIGHT, names: tuple[str, ...] = LATIN,
) -> Pixels:  # fmt: skip
    """A picture of words, each at its x, y; all measures are times `scale`."""
    image = Image.new("RGB", (size[0] * scale, size[1] * scale), colours[0])
    draw, letters = ImageDraw.Draw(image), font(points * scale, names)
    for text, x, y in words:
        draw.text((x * scale, y * scale), text, colours[1], letters)
    return np.asarray(image)
