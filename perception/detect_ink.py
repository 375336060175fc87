"""What is drawn and is no text: pictograms and pictures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from perception.detect_flat import Canvas, Shape, groups_of
from perception.types import BBox, Detection

ICON = (9, 48)  # px at 1x, the longer side


def find_ink(canvas: Canvas, shapes: Sequence[Shape]) -> tuple[list[Detection], list[Detection]]:
    """(icons, pictures): groups of strokes between 9 and 48 px, and dense blobs larger than that."""
    import cv2

    ink = _ink(canvas, shapes)
    close = np.ones((5, 5), np.uint8)
    dense = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, close)
    pictures = _pictures(canvas, ink, dense)
    for picture in pictures:
        box = picture.box
        ink[box.y1 : box.y2, box.x1 : box.x2] = 0
    for line in canvas.words:
        box = line.box
        ink[max(0, box.y1 - 1) : box.y2 + 1, max(0, box.x1 - 1) : box.x2 + 1] = 0
    grouped = cv2.dilate(ink, np.ones((3, 3), np.uint8))
    smallest, largest = ICON[0] * canvas.unit, ICON[1] * canvas.unit
    icons = []
    for x, y, width, height in groups_of(np.asarray(grouped, np.uint8)):
        box = BBox(x + 2, y + 2, x + width - 1, y + height - 1)
        room = ink[max(0, y - 4) : y + height + 4, max(0, x - 4) : x + width + 4]
        own = ink[y : y + height, x : x + width]
        if int(room.sum()) == int(own.sum()) and _is_kebab(own):
            icons.append(Detection("button", _squared(box).grow(round(6 * canvas.unit)), 0.55))
            continue
        if not (smallest * 0.75 <= max(box.width, box.height) <= largest and min(box.width, box.height) >= 3):
            continue
        if max(box.width, box.height) > 5 * min(box.width, box.height):
            continue
        strokes = int(ink[box.y1 : box.y2, box.x1 : box.x2].sum())
        if strokes >= 12:
            icons.append(Detection("icon", _squared(box), 0.6))
    return icons, pictures


def _is_kebab(ink: npt.NDArray[np.uint8]) -> bool:
    """Whether ink is three dots one above the other, the sign for "more"."""
    columns = np.flatnonzero(ink.any(axis=0))
    if not len(columns) or not 2 <= columns[-1] - columns[0] + 1 <= 7 or not 9 <= len(ink) <= 28:
        return False
    rows = ink[:, columns[0] : columns[-1] + 1].sum(axis=1)
    dots = rows > 0.6 * rows.max()
    starts = np.flatnonzero(np.diff(np.concatenate(([False], dots, [False])).astype(np.int8)) == 1)
    steps = np.diff(starts)
    return (
        len(starts) == 3
        and abs(int(steps[0] - steps[1])) <= 1
        and int(dots.sum()) <= 0.95 * (np.ptp(starts) + steps[0])
    )


def _squared(box: BBox) -> BBox:
    """A slim pictogram (three dots, a chevron) takes as much room as a square one."""
    more_x, more_y = max(0, box.height - box.width), max(0, box.width - box.height)
    return BBox(box.x1 - more_x // 2, box.y1 - more_y // 2, box.x2 + more_x // 2, box.y2 + more_y // 2)


def _ink(canvas: Canvas, shapes: Sequence[Shape]) -> npt.NDArray[np.uint8]:
    """1 where there is neither an area of background nor a shape nor its border."""
    stats = canvas.stats
    broad = (np.maximum(stats[:, 2], stats[:, 3]) >= 30 * canvas.unit) & (stats[:, 4] >= 250)
    broad[0] = False
    for shape in shapes:
        if min(shape.box.width, shape.box.height) >= 12:
            broad[shape.label] = True
    ink: Any = np.logical_not(broad[canvas.labels]).view(np.uint8)
    for shape in shapes:
        box, inner = shape.box.grow(1), shape.inner
        box = BBox(max(0, box.x1), max(0, box.y1), box.x2, box.y2)
        if box.height <= 84 * canvas.unit:
            kept = [(group, ink[group.y1 : group.y2, group.x1 : group.x2].copy()) for group in shape.contents]
            ink[box.y1 : box.y2, box.x1 : box.x2] = 0
            for group, strokes in kept:
                ink[group.y1 : group.y2, group.x1 : group.x2] = strokes
            continue
        ink[box.y1 : inner.y1, box.x1 : box.x2] = 0
        ink[inner.y2 - 1 : box.y2, box.x1 : box.x2] = 0
        ink[box.y1 : box.y2, box.x1 : inner.x1] = 0
        ink[box.y1 : box.y2, inner.x2 - 1 : box.x2] = 0
    return ink  # type: ignore[no-any-return]


def _pictures(canvas: Canvas, ink: npt.NDArray[np.uint8], dense: Any) -> list[Detection]:
    """Blobs of ink without a flat area of note: photographs, avatars, drawings."""
    import cv2

    opened = cv2.morphologyEx(dense, cv2.MORPH_OPEN, np.ones((13, 13), np.uint8))
    left, top, wide, high = cv2.boundingRect(opened)
    if not wide:
        return []
    inked = opened[top : top + high, left : left + wide]
    _, _, stats, _ = cv2.connectedComponentsWithStats(inked, connectivity=8, ltype=cv2.CV_32S)
    found = []
    text = [line.box for line in canvas.words]
    for x, y, width, height, pixels in stats[1:].tolist():
        box = BBox(left + x, top + y, left + x + width, top + y + height)
        if min(width, height) < 20 or pixels < 0.5 * width * height:
            continue
        covered = sum(line.intersection(box) for line in text)
        if covered > 0.4 * box.area:
            continue
        found.append(Detection("img", box, 0.6))
    return found
