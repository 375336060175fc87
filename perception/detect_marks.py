"""The small signs inside controls: ticks, dots, chevrons, grips."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from perception.detect_flat import Canvas, Shape
from perception.types import BBox

Ink = npt.NDArray[np.bool_]


def is_dot(inner: BBox, content: BBox, ink: Ink) -> bool:
    """A disc in the middle, a fifth to four fifths as wide as the circle around it."""
    share = max(content.width, content.height) / inner.width
    off = max(abs(content.centre[0] - inner.centre[0]), abs(content.centre[1] - inner.centre[1]))
    even = 0.75 <= content.width / content.height <= 1.34
    return (
        0.2 <= share <= 0.8
        and off <= max(1.5, 0.1 * inner.width)
        and even
        and float(ink.mean()) > 0.68
        and _in_one_piece(ink)
    )


def _in_one_piece(ink: Ink) -> bool:
    import cv2

    count, _ = cv2.connectedComponents(ink.astype(np.uint8), connectivity=8)
    return bool(count == 2)  # the background and one


def is_tick(inner: BBox, content: BBox, ink: Ink) -> bool:
    """A tick's foot is left of its middle and its head at the top right; a dash is a bar in the middle."""
    height, width = ink.shape
    off = max(abs(content.centre[0] - inner.centre[0]), abs(content.centre[1] - inner.centre[1]))
    if content.width < 0.3 * inner.width or off > 0.2 * inner.width:
        return False
    if height <= max(3, 0.25 * inner.height):
        return float(ink.mean()) > 0.5
    if height < 3 or width < 4 or not 0.75 <= width / height <= 2.2 or not _in_one_piece(ink):
        return False
    foot = float(np.flatnonzero(ink[-max(1, height // 5) :].any(axis=0)).mean()) / width
    head = float(np.flatnonzero(ink[: max(1, height // 5)].any(axis=0)).mean()) / width
    upper_left = ink[: height // 3, : width // 2]
    return foot < 0.6 and head > 0.6 and float(upper_left.mean()) < 0.25 and float(ink.mean()) < 0.75


def is_chevron(canvas: Canvas, shape: Shape) -> bool:
    """Whether the last ink in a shape is a "v" or a filled triangle that points down."""
    last, unit = shape.contents[-1], canvas.unit
    if last.width > 18 * unit:
        last = _last_letter(canvas, shape, last)
    if not (5 * unit <= last.width <= 18 * unit and 3 * unit <= last.height <= 12 * unit):
        return False
    if last.width < 1.2 * last.height or abs(last.centre[1] - shape.inner.centre[1]) > 0.25 * shape.inner.height:
        return False
    ink = canvas.labels[last.y1 : last.y2, last.x1 : last.x2] != shape.label
    third = max(1, len(ink) // 3)
    top, bottom = ink[:third].any(axis=0), ink[-third:].any(axis=0)
    side = max(1, len(top) // 3)
    return bool(top[:side].any() and top[-side:].any() and bottom.sum() <= 0.75 * len(bottom))


def _last_letter(canvas: Canvas, shape: Shape, group: BBox) -> BBox:
    """What stands after the last gap of 2 px or more in a group of ink."""
    ink = canvas.labels[group.y1 : group.y2, group.x1 : group.x2] != shape.label
    columns = np.flatnonzero(ink.any(axis=0))
    breaks = np.flatnonzero(np.diff(columns) > 2)
    if not len(breaks):
        return group
    start = int(columns[breaks[-1] + 1])
    rows = np.flatnonzero(ink[:, start:].any(axis=1))
    return BBox(group.x1 + start + 1, group.y1 + int(rows[0]) + 1, group.x2, group.y1 + int(rows[-1]) + 1)


def is_stepper(canvas: Canvas, shape: Shape) -> bool:
    """Whether the last ink in a shape is an upward above a downward arrow."""
    last = shape.contents[-1]
    if not (5 <= last.width <= 16 and 9 <= last.height <= 26 and last.height > 1.1 * last.width):
        return False
    ink = canvas.labels[last.y1 : last.y2, last.x1 : last.x2] != shape.label
    widths = ink.sum(axis=1)
    middle = len(widths) // 2
    waist = widths[middle - 1 : middle + 2].min()
    return bool(waist <= 1 and np.abs(widths - widths[::-1]).mean() <= 1.5 and widths[0] < widths[:middle].max())


def is_grip(canvas: Canvas, shape: Shape) -> bool:
    """Whether the lower right corner has the slanted strokes by which a field is made larger."""
    inner = shape.inner
    corner = canvas.labels[inner.y2 - 15 : inner.y2 - 2, inner.x2 - 15 : inner.x2 - 2] != shape.label
    beside = canvas.labels[inner.y2 - 15 : inner.y2 - 2, inner.x2 - 40 : inner.x2 - 17] != shape.label
    rows, columns = np.nonzero(corner)
    if not 6 <= len(rows) <= 110 or beside.any():
        return False
    along = rows + columns
    return int(columns.max() - columns.min()) >= 5 and float(along.std()) < 0.75 * max(
        1.0, float((rows - columns).std())
    )
