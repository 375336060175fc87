"""Draws pages of any size with any number of elements: what the cost of looking is measured on."""

from __future__ import annotations

import math

from PIL import Image, ImageDraw, ImageFont

_WORDS = "Save Open Export Filter Search Delete Orders Reports Status Customer Total Invoice Settings Archive".split()
_PITCH = (118, 44)  # pixels of one cell at scale 1
_BUTTON = (100, 32)


def page(elements: int, pixels: int | None = None) -> Image.Image:
    """A page of labelled buttons in a grid: at a desktop's density, or on `pixels` pixels in all (16:10)."""
    if pixels is None:
        columns = max(1, round(math.sqrt(elements * 1.6 * _PITCH[1] / _PITCH[0])))
        size = (columns * _PITCH[0] + 40, math.ceil(elements / columns) * _PITCH[1] + 40)
    else:
        width = round(math.sqrt(pixels * 1.6))
        size = (width, round(pixels / width))
        columns = max(1, round(math.sqrt(elements * size[0] / size[1] * _PITCH[1] / _PITCH[0])))
    picture = Image.new("RGB", size, "#f4f5f7")
    draw = ImageDraw.Draw(picture)
    step = ((size[0] - 40) / columns, (size[1] - 40) / math.ceil(elements / columns))
    font = ImageFont.load_default(14)
    for index in range(elements):
        x, y = (
            round(20 + place * pitch) for place, pitch in zip((index % columns, index // columns), step, strict=True)
        )
        draw.rounded_rectangle((x, y, x + _BUTTON[0], y + _BUTTON[1]), 5, "white", "#b8c1cb")
        draw.text((x + 10, y + 8), f"{_WORDS[index % len(_WORDS)]} {index}", "#1f2937", font)
    return picture
