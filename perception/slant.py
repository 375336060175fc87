"""Whether a line of letters leans: by which shear its strokes stand upright."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perception.types import BBox

if TYPE_CHECKING:
    from perception.ink import Pixels

_LEAN = (0.16, 0.21, 0.27)  # of a height: what italics of common fonts lean
_CLEARLY = 0.8  # times as sharp when it is sheared back: upright letters come to 0.4, italics to 0.95
_LEAST = 4  # letters; fewer tell nothing
_HIGH = 8  # pixels; lower letters are a few gray dots


def leans(pixels: Pixels, box: BBox, text: str) -> bool:
    """Whether a text, RGB pixels in its ink's box, is set in italics.

    Upright strokes make columns full of ink beside empty ones: the steps between the sums of neighbouring columns are
    the largest for the shear that sets the strokes upright (as in slant removal for handwriting).
    """
    import cv2
    import numpy as np

    letters = sum(letter.isalpha() and ord(letter) < 0x2E80 for letter in text)
    crop = pixels[max(0, box.y1) : box.y2, max(0, box.x1) : box.x2]
    if letters < _LEAST or crop.shape[0] < _HIGH or crop.shape[1] < _HIGH:
        return False
    gray = crop.astype(np.float32).mean(axis=2)
    ink = np.abs(gray - np.median(gray))
    height, width = ink.shape
    margin = height // 2

    def sharp(shear: float) -> float:
        matrix = np.array([[1, shear, margin - shear * height / 2], [0, 1, 0]], np.float32)
        moved = cv2.warpAffine(ink, matrix, (width + 2 * margin, height), flags=cv2.INTER_LINEAR)
        return float((np.diff(moved.sum(axis=0)) ** 2).sum())

    straight = max(sharp(0.0), sharp(-0.05), sharp(0.05))
    return max(map(sharp, _LEAN)) > _CLEARLY * straight
