"""Signs that pages draw with borders and bars instead of icons: the arrows of sortable columns, bars, dots."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from perception.training.icons.masters import SIZE

Patch = NDArray[np.uint8]


def signs(chance: np.random.Generator, each: int = 24) -> list[tuple[str, Patch]]:
    """(concept, coverage) of so many variations each."""
    makers = (("sort", _sort), ("menu", _bars), ("more-vertical", _dots), ("more-horizontal", _dots_across))
    return [(concept, make(chance)) for concept, make in makers for _ in range(each)]


def _blank() -> Patch:
    return np.zeros((SIZE, SIZE), np.uint8)


def _sort(chance: np.random.Generator) -> Patch:
    """An upward above a downward triangle; the one in force is stronger."""
    sheet: Patch = _blank()
    middle = SIZE / 2
    half, height, gap = chance.uniform(16, 34), chance.uniform(20, 44), chance.uniform(-5, 14)
    strong = int(chance.choice([255, 255, 160]))
    weak = int(chance.choice([strong, strong, 140, 90, 60]))
    shades = (strong, weak) if chance.random() < 0.5 else (weak, strong)
    for way, shade in ((-1, shades[0]), (1, shades[1])):
        base, tip = middle + way * gap, middle + way * (gap + height)
        corners = np.array([[middle - half, base], [middle + half, base], [middle, tip]])
        layer = _blank()
        cv2.fillPoly(layer, [np.round(corners * 16).astype(np.int32)], shade, cv2.LINE_AA, 4)
        sheet = np.asarray(cv2.add(sheet, layer), np.uint8)  # where the two overlap, they are darker
    return sheet


def _bars(chance: np.random.Generator) -> Patch:
    sheet = _blank()
    half, thick, apart = chance.uniform(32, 48), chance.uniform(4, 13), chance.uniform(22, 32)
    for row in (-1, 0, 1):
        y = SIZE / 2 + row * apart
        top, bottom = round(y - thick / 2), round(y + thick / 2)
        cv2.rectangle(sheet, (round(SIZE / 2 - half), top), (round(SIZE / 2 + half), bottom), 255, -1)
    return sheet


def _dots(chance: np.random.Generator) -> Patch:
    sheet, apart, radius = _blank(), chance.uniform(24, 40), chance.uniform(5, 12)
    for row in (-1, 0, 1):
        cv2.circle(sheet, (SIZE // 2, round(SIZE / 2 + row * apart)), round(radius), 255, -1, cv2.LINE_AA)
    return sheet


def _dots_across(chance: np.random.Generator) -> Patch:
    return np.ascontiguousarray(_dots(chance).T)
