"""The detector on pictures drawn here and on pages that a real browser rendered."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from perception import detector
from perception.detect_flat import Pixels
from perception.types import BBox, Detection, TextLine

WHITE, INK, BORDER, BLUE = (255, 255, 255), (33, 37, 41), (222, 226, 230), (13, 110, 253)
NIGHT, NIGHT_BORDER, NIGHT_INK = (26, 34, 52), (48, 58, 78), (220, 225, 230)
Rgb = tuple[int, int, int]


class Drawing:
    """A page in drawing: what is written on it is also what was read from it."""

    def __init__(self, size: tuple[int, int] = (400, 200), back: Rgb = WHITE, scale: int = 1) -> None:
        self.scale = scale
        self.image = Image.new("RGB", (size[0] * scale, size[1] * scale), back)
        self.draw = ImageDraw.Draw(self.image)
        self.lines: list[TextLine] = []

    def write(self, text: str, x: int, y: int, ink: Rgb = INK) -> None:
        """Text as bars of ink: 11 px tall, a letter of 6 px for each character."""
        for index, char in enumerate(text):
            if char != " ":
                self.box(x + index * 7, y, x + index * 7 + 5, y + 11, ink)
        box = BBox(x, y, x + 7 * len(text) - 2, y + 11)
        self.lines.append(TextLine(text, BBox(*(value * self.scale for value in box))))

    def box(self, x1: int, y1: int, x2: int, y2: int, fill: Rgb, border: Rgb | None = None, radius: int = 0) -> None:
        s = self.scale
        self.draw.rounded_rectangle((x1 * s, y1 * s, x2 * s - 1, y2 * s - 1), radius * s, fill, border, s)

    @property
    def pixels(self) -> Pixels:
        return np.asarray(self.image)


def one(found: list[Detection], role: str) -> Detection:
    matching = [detection for detection in found if detection.role == role]
    assert len(matching) == 1, found
    return matching[0]


def is_close(box: BBox, x1: int, y1: int, x2: int, y2: int, scale: int = 1) -> bool:
    return all(abs(a - b * scale) <= max(1, scale) for a, b in zip(box, (x1, y1, x2, y2), strict=True))


@pytest.mark.parametrize("scale", [1, 2, 3])
@pytest.mark.parametrize(
    ("back", "border", "ink"), [(WHITE, BORDER, INK), (NIGHT, NIGHT_BORDER, NIGHT_INK)], ids=["light", "dark"]
)
def test_outlined_button_and_field_with_a_pale_border(scale: int, back: Rgb, border: Rgb, ink: Rgb) -> None:
    page = Drawing(back=back, scale=scale)
    page.box(20, 20, 120, 56, back, border, radius=4)
    page.write("Apply", 53, 33, ink)
    page.box(20, 80, 300, 116, back, border, radius=4)
    page.write("Ada", 32, 93, ink)
    found = detector.detect(page.pixels, page.lines)
    assert is_close(one(found, "button").box, 20, 20, 120, 56, scale)
    assert is_close(one(found, "textbox").box, 20, 80, 300, 116, scale)


def test_a_blank_page_has_nothing() -> None:
    assert detector.detect(Drawing().pixels, []) == []
