"""Fingerprints of how elements look: a few bytes that stay alike when the same thing is drawn again.

A difference hash: which of two neighbouring spots is the brighter one, on the element's picture shrunk to 17 x 8.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from perception.types import BBox

if TYPE_CHECKING:
    from PIL.Image import Image as Image_

_WIDE, _HIGH = 16, 8


def fingerprint(picture: bytes) -> str:
    """Of a whole PNG, in hexadecimal."""
    from PIL import Image

    return _of(Image.open(io.BytesIO(picture)).convert("L"))


def fingerprints(picture: bytes, boxes: Sequence[BBox]) -> list[str]:
    """Of parts of a PNG, boxes in its pixels; "" for one of which nothing is to be seen."""
    from PIL import Image

    image = Image.open(io.BytesIO(picture)).convert("L")
    parts = [BBox(max(0, box.x1), max(0, box.y1), min(image.width, box.x2), min(image.height, box.y2)) for box in boxes]
    return [_of(image.crop((p.x1, p.y1, p.x2, p.y2))) if p.area else "" for p in parts]


def _of(image: Image_) -> str:
    from PIL.Image import Resampling

    spots = image.resize((_WIDE + 1, _HIGH), Resampling.BILINEAR).tobytes()
    bits = 0
    for row in range(_HIGH):
        for column in range(_WIDE):
            at = row * (_WIDE + 1) + column
            bits = bits << 1 | (spots[at] > spots[at + 1] + 2)
    return f"{bits:0{_WIDE * _HIGH // 4}x}"


def prints_alike(one: str, other: str) -> float | None:
    """How like two fingerprints are, 0 (nothing in common) to 1; None where one is missing."""
    if len(one) != len(other) or not one:
        return None
    differ = (int(one, 16) ^ int(other, 16)).bit_count() / (_WIDE * _HIGH)
    return max(0.0, 1 - differ / 0.4)
