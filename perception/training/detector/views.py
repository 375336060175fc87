"""A page seen by chance: a square cut from it, larger or smaller, in other colours."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from perception.training.detector.pages import Floats, Page, Pixels, Places

SIDE = 512  # pixels a view is wide and high
SIZES = (0.72, 1.4)  # how much smaller and larger a page is shown
SHOWN = 0.4  # of an element less of which is in the view nothing is asked


@dataclass(frozen=True)
class View:
    """What a page's arrays are, in the pixels of the view; `ignored` are boxes of which nothing is asked."""

    pixels: Pixels
    boxes: Floats
    roles: Places
    states: Floats
    lines: Floats
    ignored: Floats


def random_view(page: Page, chance: np.random.Generator, rarity: Floats, side: int = SIDE) -> View:
    """A view of `side` x `side`; every second one is around an element, the rare roles (high `rarity`) more often."""
    size = 1.0 if chance.random() < 0.35 else float(np.exp(chance.uniform(*np.log(SIZES))))
    cut = side / size
    height, width = page.pixels.shape[:2]
    if len(page.roles) and chance.random() < 0.5:
        odds = rarity[page.roles]
        box = page.boxes[chance.choice(len(odds), p=odds / odds.sum())]
        middle = (box[:2] + box[2:]) / 2 + chance.uniform(-0.4, 0.4, 2) * cut
    else:
        middle = chance.uniform(0, 1, 2) * (width, height)
    left = _start(middle[0] - cut / 2, width, cut)
    top = _start(middle[1] - cut / 2, height, cut)
    pixels = _cut(page.pixels, left, top, round(cut))
    if round(cut) != side:
        how = cv2.INTER_AREA if size < 1 else cv2.INTER_LINEAR
        pixels = np.asarray(cv2.resize(pixels, (side, side), interpolation=how), np.uint8)
    by = side / round(cut)
    origin = np.array([left, top, left, top], np.float32)
    boxes = (page.boxes - origin) * np.float32(by)
    clipped = np.clip(boxes, 0, side)
    shown = _areas(clipped) / np.maximum(1e-3, _areas(boxes))
    kept, cut_off = shown >= SHOWN, (shown > 0) & (shown < SHOWN)
    lines = np.clip((page.lines - origin) * np.float32(by), 0, side)
    return View(
        recoloured(pixels, chance), clipped[kept], page.roles[kept], page.states[kept], lines[_areas(lines) > 4],
        clipped[cut_off],
    )  # fmt: skip


def _start(wanted: float, size: int, cut: float) -> int:
    """Where to cut: inside the page where it is large enough."""
    return round(min(max(wanted, 0), max(0.0, size - cut)))


def _cut(pixels: Pixels, left: int, top: int, side: int) -> Pixels:
    piece = pixels[top : top + side, left : left + side]
    down, right = side - piece.shape[0], side - piece.shape[1]
    if down or right:
        piece = np.asarray(cv2.copyMakeBorder(piece, 0, down, 0, right, cv2.BORDER_REPLICATE), np.uint8)
    return piece


def _areas(boxes: Floats) -> Floats:
    sides = np.maximum(0, boxes[:, 2:] - boxes[:, :2])
    areas: Floats = sides[:, 0] * sides[:, 1]
    return areas


def recoloured(pixels: Pixels, chance: np.random.Generator) -> Pixels:
    """Other channel orders, inverted, paler or stronger, with the traces of lossy compression: each now and then."""
    if chance.random() < 0.25:
        pixels = pixels[:, :, chance.permutation(3)]
    if chance.random() < 0.12:
        pixels = 255 - pixels
    if chance.random() < 0.4:
        gain, shift = chance.uniform(0.7, 1.15), chance.uniform(-25, 25)
        pixels = np.clip(pixels * np.float32(gain) + np.float32(shift), 0, 255).astype(np.uint8)
    if chance.random() < 0.08:
        _, packed = cv2.imencode(".jpg", np.ascontiguousarray(pixels), [cv2.IMWRITE_JPEG_QUALITY, 75])
        pixels = np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)
    return np.ascontiguousarray(pixels)
