"""Cuts an icon out of a picture: its ink alone, whatever its colours, size, button and neighbours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from perception.ink import Pixels
from perception.types import BBox

SIDE = 40  # pixels of the square that the reader looks at
LARGEST = 96  # pixels: what is larger is made smaller first
_FAINT = 20  # levels of 255 that a drawing must stand out from its paper
_HALF = 0.35  # of the strongest ink: what is drawn
_PLATE = 20  # pixels: a smaller filled shape is a drawing, no button
_FRAME = 28
_MARGIN = 0.09

Gray = NDArray[np.float32]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Cut:
    """`ink`: SIDE x SIDE, 0 paper to 1 ink; `size`: the longer side of the drawing, in pixels of the picture."""

    ink: Gray
    size: float


def cut(pixels: Pixels, box: BBox) -> Cut | None:
    """The drawing in the box of an RGB picture (H x W x 3, uint8), or None where nothing is drawn."""
    import cv2

    around = box.grow(2)
    x1, y1 = max(0, around.x1), max(0, around.y1)
    region = pixels[y1 : max(y1, around.y2), x1 : max(x1, around.x2)]
    height, width = region.shape[:2]
    if min(height, width) < 6 or max(height, width) > 4 * min(height, width):
        return None
    shrunk = min(1.0, LARGEST / max(height, width))
    if shrunk < 1:
        size = (max(6, round(width * shrunk)), max(6, round(height * shrunk)))
        region = np.asarray(cv2.resize(region, size, interpolation=cv2.INTER_AREA), np.uint8)
    far = _on_paper(region)
    if far is None:
        return None
    far = _without_neighbours(far)
    drawn = far > _HALF
    if not drawn.any():
        return None
    x1, y1, x2, y2 = _bounds(drawn)
    return Cut(_squared(far, x1, y1, x2, y2), max(x2 - x1, y2 - y1) / shrunk)


def _on_paper(region: Pixels) -> Gray | None:
    """How far each pixel is from the paper, 0 to 1; of a filled button, what is on it; None where all is paper."""
    far = _distance(region, _usual(_rim(region)))
    if far is None:
        return None
    plate = _plate(region, far)
    if plate is not None:
        x1, y1, x2, y2, colour, inside = plate
        on_it = _distance(region[y1:y2, x1:x2], colour)
        if on_it is not None:
            return on_it * inside
    return far


def _rim(region: Pixels) -> NDArray[np.uint8]:
    return np.concatenate(
        [region[:2].reshape(-1, 3), region[-2:].reshape(-1, 3), region[:, :2].reshape(-1, 3),
         region[:, -2:].reshape(-1, 3)]
    )  # fmt: skip


def _usual(colours: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The commonest colour, with its near neighbours' mean."""
    codes = (colours >> 4).astype(np.int32) @ np.array([256, 16, 1], np.int32)
    commonest = np.bincount(codes).argmax()
    mean: NDArray[np.float32] = colours[codes == commonest].mean(axis=0, dtype=np.float32)
    return mean


def _distance(region: Pixels, paper: NDArray[np.float32]) -> Gray | None:
    away = np.abs(region.astype(np.float32) - paper).max(axis=2)
    peak = float(np.partition(away.ravel(), -5)[-5])
    if peak < _FAINT:
        return None
    far: Gray = np.clip(away / peak, 0, 1)
    return far


def _plate(region: Pixels, far: Gray) -> tuple[int, int, int, int, NDArray[np.float32], Gray] | None:
    """A filled button under the drawing: its box, its colour, and where it is; None where there is none."""
    import cv2

    away = (far > 0.12).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(away, connectivity=8)
    if len(stats) < 2:
        return None
    left, top, width, height = stats[1:][stats[1:, cv2.CC_STAT_AREA].argmax()][:4]
    if min(width, height) < max(_PLATE, 0.6 * min(away.shape)) or not 0.5 <= width / height <= 2:
        return None
    inner = region[top : top + height, left : left + width]
    colour = _usual(inner.reshape(-1, 3))
    same = np.abs(inner.astype(np.float32) - colour).max(axis=2) <= 16
    filled = _filled(same)
    if same.mean() < 0.45 or filled.mean() < 0.72:
        return None
    core = cv2.erode(filled.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    content = core & ~same
    if content.sum() < 6:
        return None
    x1, y1, x2, y2 = _bounds(content)
    centred = abs(x1 + x2 - width) < 0.3 * width and abs(y1 + y2 - height) < 0.3 * height
    if not centred or max((x2 - x1) / width, (y2 - y1) / height) > 0.75:
        return None
    return left, top, left + width, top + height, colour, core.astype(np.float32)


def _filled(mask: Mask) -> Mask:
    """The mask without holes."""
    import cv2

    outside = np.pad(~mask, 1, constant_values=True).astype(np.uint8)
    cv2.floodFill(outside, None, (0, 0), 2)
    return np.asarray(outside[1:-1, 1:-1] != 2, np.bool_)


def _without_neighbours(far: Gray) -> Gray:
    """Without what reaches in from outside, and without a frame around the drawing."""
    import cv2

    drawn = (far > _HALF).astype(np.uint8)
    count, labels, measured, _ = cv2.connectedComponentsWithStats(drawn, connectivity=8)
    if count <= 2:
        return far
    stats = np.asarray(measured, np.int32)
    height, width = far.shape
    left, top = stats[:, 0], stats[:, 1]
    right, bottom = left + stats[:, 2], top + stats[:, 3]
    strange = (left == 0) | (top == 0) | (right == width) | (bottom == height)
    large = np.minimum(stats[:, 2], stats[:, 3]) >= max(_FRAME, 0.7 * min(height, width))
    hollow = large & (stats[:, 4] < 0.4 * stats[:, 2] * stats[:, 3])
    for frame in np.flatnonzero(hollow[1:]) + 1:
        others = [i for i in range(1, count) if i != frame and not strange[i]]
        if others and _centred_in(stats[frame], stats[others]):
            strange[frame] = True
    strange[0] = False
    kept = ~strange
    kept[0] = False
    if stats[kept, 4].sum() < 0.12 * stats[1:, 4].sum() or not kept.any():
        return far
    gone = cv2.dilate(np.isin(labels, np.flatnonzero(strange)).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    gone &= ~np.isin(labels, np.flatnonzero(kept))
    return np.where(gone, np.float32(0), far)


def _centred_in(frame: NDArray[np.int32], inside: NDArray[np.int32]) -> bool:
    x1, y1 = inside[:, 0].min(), inside[:, 1].min()
    x2, y2 = (inside[:, 0] + inside[:, 2]).max(), (inside[:, 1] + inside[:, 3]).max()
    left, top, width, height = frame[:4]
    off = max(abs(x1 + x2 - 2 * left - width) / width, abs(y1 + y2 - 2 * top - height) / height)
    share = max((x2 - x1) / width, (y2 - y1) / height)
    return bool(off < 0.25 and 0.25 <= share <= 0.65)


def _bounds(mask: Mask) -> tuple[int, int, int, int]:
    columns, rows = np.flatnonzero(mask.any(axis=0)), np.flatnonzero(mask.any(axis=1))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def _squared(far: Gray, x1: int, y1: int, x2: int, y2: int) -> Gray:
    """The drawing in the middle of a square with a margin, resampled to SIDE x SIDE."""
    import cv2

    side = max(x2 - x1, y2 - y1) * (1 + 2 * _MARGIN) + 1
    scale = SIDE / side
    centre_x, centre_y = (x1 + x2 - 1) / 2, (y1 + y2 - 1) / 2
    if scale < 0.6:  # average first, or thin strokes would break
        small = np.asarray(cv2.resize(far, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.float32)
        centre_x, centre_y, far, scale = (centre_x + 0.5) * scale - 0.5, (centre_y + 0.5) * scale - 0.5, small, 1.0
    middle = (SIDE - 1) / 2
    turn = np.array([[scale, 0, middle - scale * centre_x], [0, scale, middle - scale * centre_y]], np.float32)
    return np.asarray(cv2.warpAffine(far, turn, (SIDE, SIDE), flags=cv2.INTER_LINEAR), np.float32)
