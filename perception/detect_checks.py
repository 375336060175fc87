"""Checkboxes and radios: small squares and circles that are empty, or hold a tick, a dash or a dot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from perception.detect_flat import Canvas, Colour, Shape, difference, saturation
from perception.detect_marks import Ink, is_dot, is_tick
from perception.types import BBox, Detection, State

SIDES = (11, 28)  # px at 1x


def find_checks(canvas: Canvas, shapes: Sequence[Shape], icons: Sequence[Detection]) -> list[Detection]:
    """Looks at every small square: closed shapes, pictograms, and what stands at the head of a line of text."""
    found: list[Detection] = []
    for box in _candidates(canvas, shapes, icons):
        check = small_control(canvas, box)
        if check and all(check.box.intersection(other.box) == 0 for other in found):
            found.append(check)
    return found


def _candidates(canvas: Canvas, shapes: Iterable[Shape], icons: Iterable[Detection]) -> Iterator[BBox]:
    for shape in shapes:
        yield shape.box
    for icon in icons:
        yield icon.box
    for line in canvas.lines:
        yield from _squares(canvas, line.box)


def _squares(canvas: Canvas, line: BBox) -> Iterator[BBox]:
    """What stands alone in a line, as tall as wide: boxes that were read as letters."""
    box = line.grow(3)
    x1, y1 = max(0, box.x1), max(0, box.y1)
    ink = canvas.labels[y1 : box.y2, x1 : box.x2] == 0
    columns = np.flatnonzero(ink.any(axis=0))
    if not len(columns):
        return
    breaks = np.flatnonzero(np.diff(columns) > 3)
    for start, stop in zip([0, *(breaks + 1)], [*breaks, len(columns) - 1], strict=True):
        left, right = int(columns[start]), int(columns[stop]) + 1
        if SIDES[0] <= right - left <= SIDES[1] + 1:
            rows = np.flatnonzero(ink[:, left:right].any(axis=1))
            yield BBox(x1 + left + 1, y1 + int(rows[0]) + 1, x1 + right, y1 + int(rows[-1]) + 1)


def small_control(canvas: Canvas, box: BBox) -> Detection | None:
    """The checkbox or radio in a box, or None."""
    side = max(box.width, box.height)
    if not SIDES[0] <= side <= SIDES[1] or min(box.width, box.height) < 0.8 * side:
        return None
    around = box.grow(3)
    if around.x1 < 0 or around.y1 < 0 or around.x2 > canvas.width or around.y2 > canvas.height or _written(canvas, box):
        return None
    crop = canvas.pixels[around.y1 : around.y2, around.x1 : around.x2].astype(np.int16)
    frame = _frame(crop)
    if frame is None:
        return None
    x1, y1, x2, y2 = frame
    tight = BBox(around.x1 + x1, around.y1 + y1, around.x1 + x2, around.y1 + y2)
    return _read(crop[y1:y2, x1:x2], _colour(crop[0, 0]), tight)


def _written(canvas: Canvas, box: BBox) -> bool:
    """Whether a word or a number stands in the box, or the box in a large letter."""
    for line in canvas.words:
        if box.contains(*line.box.centre) or (line.box.height >= 20 and box.inside(line.box) > 0.9):
            return True
    return False


def _colour(pixel: npt.NDArray[np.int16]) -> Colour:
    red, green, blue = (int(value) for value in pixel)
    return red, green, blue


def _frame(crop: npt.NDArray[np.int16]) -> tuple[int, int, int, int] | None:
    """Where what differs from the surroundings begins and ends, if there is nothing but it."""
    corners = crop[[0, 0, -1, -1], [0, -1, 0, -1]]
    if int(np.ptp(corners, axis=0).max()) > 12:
        return None
    apart = np.abs(crop - crop[0, 0]).max(axis=2)
    strongest = int(apart.max())
    if strongest < 10:
        return None
    # a border is often much paler than the tick: what differs visibly at all counts
    ink = apart > max(6, min(0.5 * strongest, 24))
    columns, rows = np.flatnonzero(ink.any(axis=0)), np.flatnonzero(ink.any(axis=1))
    x1, y1, x2, y2 = int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1
    height, width = ink.shape
    if x1 == 0 or y1 == 0 or x2 == width or y2 == height:
        return None
    if not 0.88 <= (x2 - x1) / (y2 - y1) <= 1.14 or min(x2 - x1, y2 - y1) < SIDES[0]:
        return None
    return x1, y1, x2, y2


def _read(crop: npt.NDArray[np.int16], outside: Colour, box: BBox) -> Detection | None:
    side = crop.shape[0]
    middle = slice(side * 2 // 5, side - side * 2 // 5)
    rims = [
        np.median(crop[0:2, middle].reshape(-1, 3), axis=0), np.median(crop[-2:, middle].reshape(-1, 3), axis=0),
        np.median(crop[middle, 0:2].reshape(-1, 3), axis=0), np.median(crop[middle, -2:].reshape(-1, 3), axis=0),
    ]  # fmt: skip
    if max(float(np.ptp([rim[channel] for rim in rims])) for channel in range(3)) > 60:
        return None
    rim = _colour(crop[middle, 0:2].reshape(-1, 3)[np.abs(crop[middle, 0:2].reshape(-1, 3) - outside).sum(1).argmax()])
    role = "radio" if _is_round(crop, outside, rim) else "checkbox"
    if not _closed(crop, outside, rim, role):
        return None
    depth = 3 if side >= 16 else 2
    inner = crop[depth:-depth, depth:-depth]
    fill = _fill(crop, rim)
    filled = difference(fill, rim) < 0.5 * max(1, difference(fill, outside))
    if filled and difference(fill, outside) < 24:
        return None
    return _mark(inner, fill, role, box, depth, filled, max(outside) < 96)


def _is_round(crop: npt.NDArray[np.int16], outside: Colour, rim: Colour) -> bool:
    """Whether the border touches each side of its box only in the middle."""
    drawn = np.abs(crop - np.array(outside, np.int16)).max(axis=2) >= 0.5 * difference(rim, outside)
    touching = [int(np.ptp(np.flatnonzero(side))) + 1 for side in (drawn[0], drawn[:, 0], drawn[:, -1]) if side.any()]
    return float(np.mean(touching)) < 0.52 * crop.shape[0] if touching else False


def _closed(crop: npt.NDArray[np.int16], outside: Colour, rim: Colour, role: str) -> bool:
    """Whether the border runs all around, as a pictogram's seldom does."""
    height, width = crop.shape[:2]
    drawn = np.abs(crop - np.array(outside, np.int16)).max(axis=2) >= 0.5 * difference(rim, outside)
    if role == "checkbox":
        along = slice(height // 5, height - height // 5)
        sides = (drawn[:2, along].any(axis=0), drawn[-2:, along].any(axis=0), drawn[along, :2].any(axis=1))
        return all(side.all() for side in (*sides, drawn[along, -2:].any(axis=1)))
    rows, columns = np.nonzero(drawn)
    across, down = columns + 0.5 - width / 2, rows + 0.5 - height / 2
    on_rim = np.hypot(across, down) > width / 2 - 2.2
    directions = (np.arctan2(down, across)[on_rim] / (2 * np.pi) * 20).round() % 20
    return len(np.unique(directions)) >= 19


def _fill(crop: npt.NDArray[np.int16], rim: Colour) -> Colour:
    """The colour within the border: from each side's middle the one that differs from the border the most."""
    height, width = crop.shape[:2]
    ways = (crop[1:4, width // 2], crop[-4:-1, width // 2], crop[height // 2, 1:4], crop[height // 2, -4:-1])
    ends = [max((_colour(pixel) for pixel in way), key=lambda colour: difference(colour, rim)) for way in ways]
    return sorted(ends, key=sum)[2]


def _mark(
    inner: npt.NDArray[np.int16], fill: Colour, role: str, box: BBox, depth: int, filled: bool, dark: bool
) -> Detection | None:
    apart = np.abs(inner - np.array(fill, np.int16)).max(axis=2)
    if role == "radio":  # the border passes through the corners
        down, across = np.indices(apart.shape) - (np.array(apart.shape).reshape(2, 1, 1) - 1) / 2
        apart[np.hypot(down, across) > apart.shape[0] / 2] = 0
    strongest = int(apart.max())
    if strongest < 36:
        # the browser's own are white on a dark page too
        plain = saturation(fill) < 60 and (not filled or (min(fill) > 225 and dark))
        return Detection(role, box, 0.8, State(checked=False)) if plain else None
    ink: Ink = apart > 0.5 * strongest
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    content = BBox(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)
    mark = ink[content.y1 : content.y2, content.x1 : content.x2]
    whole = BBox(-depth, -depth, inner.shape[1] + depth, inner.shape[0] + depth)
    dot, tick = is_dot(whole, content, mark), is_tick(whole, content, mark)
    if (role == "radio" and dot) or tick:
        return Detection(role, box, 0.8 if filled else 0.7, State(checked=True))
    return None
