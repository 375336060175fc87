"""What is drawn and is neither text nor a painted box: pictures, icons, rules and bullets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from perception.detect_flat import scaled
from perception.ink import Pixels
from perception.layout_panels import Ground, Panel
from perception.style_box import common_colour
from perception.types import BBox, Colour

_FAR = 26  # what differs less from the paint below it is noise
_ICON = 48  # pixels at 1x; what is larger is a picture
_BREAK = 5  # pixels between the dashes of a rule
_RULE = 4  # pixels a rule is thick at most

Kind = Literal["image", "icon", "rule", "bullet", "text"]


@dataclass(frozen=True, eq=False)
class Graphic:
    """`text`: a line that was not read. `fill` is a rule's colour; `line` how it is drawn: solid, dashed or dotted."""

    kind: Kind
    box: BBox
    fill: Colour = (0, 0, 0)
    line: str = "solid"


def find_graphics(pixels: Pixels, ground: Ground, hidden: Sequence[BBox]) -> list[Graphic]:
    """`hidden` are the boxes that are explained already: text and controls."""
    ink = _unexplained(ground, hidden)
    factor, unit = ground.canvas.factor, ground.canvas.unit
    found = _rules(ink, ground, unit)
    for box in _groups(ink, unit):
        own = ink[box.y1 : box.y2, box.x1 : box.x2]
        longer, share = max(box.width, box.height), float(own.mean())
        least = 3 if share > 0.6 else 5 * unit  # a dot may be that small, a sign may not
        if int(own.sum()) < 9 or min(box.width, box.height) < 3 or longer < least:
            continue
        if longer <= 9 * unit and share > 0.5:
            kind: Kind = "bullet"
        elif longer <= _ICON * unit:
            kind = "icon"
        elif share > 0.05:
            kind = "image"
        else:
            continue
        found.append(Graphic(kind, box))
    found = [replace(one, box=scaled(one.box, factor)) for one in found]
    return [one for one in found if one.kind != "image" or not _is_frame(one.box, ground.page.box, hidden)]


def _is_frame(box: BBox, page: BBox, hidden: Sequence[BBox]) -> bool:
    """Whether strokes lie around texts, not under one or two: what they enclose is no picture."""
    held = sum(box.contains(*other.centre) for other in hidden)
    return held > 0 and (held > 3 or box.area > 0.5 * page.area)


def _unexplained(ground: Ground, hidden: Sequence[BBox]) -> NDArray[np.uint8]:
    """1 where a pixel is not the paint of the innermost panel around it."""
    canvas = ground.canvas
    factor = canvas.factor
    paint = np.empty_like(canvas.pixels)
    paint[:] = ground.page.fill
    areas = np.zeros(canvas.labels.max() + 1, np.bool_)
    for panel in (ground.page, *ground.panels):
        _paint(paint, panel, factor)
        if panel.gradient is not None:
            areas[list(panel.own)] = True
    ink = np.abs(canvas.pixels.astype(np.int16) - paint).max(axis=2) > _FAR
    ink &= ~areas[canvas.labels]
    for panel in ground.panels:
        _clear_rim(ink, scaled(panel.box, 1 / factor), 2 + round(max(panel.borders) / factor))
    for box in hidden:
        small = scaled(box, 1 / factor).grow(2)
        ink[max(0, small.y1) : small.y2, max(0, small.x1) : small.x2] = False
    marked: NDArray[np.uint8] = ink.astype(np.uint8)
    return marked


def _paint(paint: NDArray[np.uint8], panel: Panel, factor: int) -> None:
    box = scaled(panel.box, 1 / factor)
    paint[box.y1 : box.y2, box.x1 : box.x2] = panel.fill


def _clear_rim(ink: NDArray[np.bool_], box: BBox, wide: int) -> None:
    """A panel's border and soft edge are part of it."""
    y1, x1 = max(0, box.y1 - 2), max(0, box.x1 - 2)
    ink[y1 : box.y1 + wide, x1 : box.x2 + 2] = False
    ink[max(0, box.y2 - wide) : box.y2 + 2, x1 : box.x2 + 2] = False
    ink[y1 : box.y2 + 2, x1 : box.x1 + wide] = False
    ink[y1 : box.y2 + 2, max(0, box.x2 - wide) : box.x2 + 2] = False


def _rules(ink: NDArray[np.uint8], ground: Ground, unit: float) -> list[Graphic]:
    """Straight lines at most a few pixels thick; they are taken out of `ink`."""
    import cv2

    found = []
    length = int(30 * unit)
    faint = ink
    for size in ((length, 1), (1, length)):
        straight = cv2.morphologyEx(faint, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, size))
        _, _, stats, _ = cv2.connectedComponentsWithStats(straight, connectivity=8, ltype=cv2.CV_32S)
        for x, y, width, height, _ in stats[1:].tolist():
            if min(width, height) > _RULE:
                continue
            box = BBox(x, y, x + width, y + height)
            found.append(Graphic("rule", box, common_colour(ground.canvas.pixels[y : y + height, x : x + width])))
            ink[y : y + height, x : x + width] = 0
    return found + _broken_rules(ink, ground, unit)


def _broken_rules(ink: NDArray[np.uint8], ground: Ground, unit: float) -> list[Graphic]:
    """Straight rows of dashes or dots, some pixels apart; they are taken out of `ink`."""
    import cv2

    bridged = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, 2 * _BREAK + 1), np.uint8))
    straight = cv2.morphologyEx(bridged, cv2.MORPH_OPEN, np.ones((1, int(80 * unit)), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(straight, connectivity=8, ltype=cv2.CV_32S)
    found = []
    for x, y, width, height, _ in stats[1:].tolist():
        own = ink[y : y + height, x : x + width]
        runs = int((np.diff(own.max(axis=0), prepend=0) == 1).sum())
        around = ink[max(0, y - 2) : y + height + 2, x : x + width]
        if height > _RULE or runs < 8 or own.sum() < 0.75 * around.sum():
            continue
        line = "dotted" if width / runs <= 2.2 * height else "dashed"  # dots are as far apart as they are wide
        fill = common_colour(ground.canvas.pixels[y : y + height, x : x + width][own > 0])
        found.append(Graphic("rule", BBox(x, y, x + width, y + height), fill, line))
        ink[y : y + height, x : x + width] = 0
    return found


def _groups(ink: NDArray[np.uint8], unit: float) -> list[BBox]:
    """Boxes of strokes that stand near one another."""
    import cv2

    reach = max(3, round(4 * unit))
    near = cv2.dilate(ink, np.ones((reach, reach), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(near, connectivity=8, ltype=cv2.CV_32S)
    boxes = []
    for number in range(1, count):
        x, y, width, height, _ = (int(value) for value in stats[number])
        rows, columns = np.nonzero(
            (labels[y : y + height, x : x + width] == number) & (ink[y : y + height, x : x + width] > 0)
        )
        if len(rows):
            boxes.append(
                BBox(x + int(columns.min()), y + int(rows.min()), x + int(columns.max()) + 1, y + int(rows.max()) + 1)
            )
    return _apart(_bars(boxes, unit))


def _bars(boxes: list[BBox], unit: float) -> list[BBox]:
    """Short lines of one width close below one another are one sign, as that of a menu."""
    joined: list[BBox] = []
    for box in sorted(boxes, key=lambda one: (one.x1, one.y1)):
        last = joined[-1] if joined else None
        near = last is not None and abs(last.x1 - box.x1) <= 2 and abs(last.x2 - box.x2) <= 2
        if last is not None and near and 0 <= box.y1 - last.y2 <= 8 * unit and _is_bar(box) and box.width <= 40 * unit:
            joined[-1] = last.union(box)
        else:
            joined.append(box)
    return joined


def _is_bar(box: BBox) -> bool:
    return box.height <= 6 and box.width > 2 * box.height


def _apart(boxes: list[BBox]) -> list[BBox]:
    """Boxes that overlap are one picture."""
    merged = True
    while merged:
        merged = False
        kept: list[BBox] = []
        for box in sorted(boxes, key=lambda b: -b.area):
            home = next((n for n, other in enumerate(kept) if box.intersection(other) > 0), None)
            if home is None:
                kept.append(box)
            else:
                kept[home] = kept[home].union(box)
                merged = True
        boxes = kept
    return boxes
