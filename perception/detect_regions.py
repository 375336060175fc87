"""What holds controls: panels, bars, rows, cells, badges, and the rules between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from perception.detect_flat import Canvas, Colour, Shape, difference, groups_of
from perception.types import BBox

Kind = Literal["panel", "bar", "row", "cell", "badge", "rule"]


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle that is no control. `panel`: a card or dialog; `bar`: a strip across the picture or its side;
    `row`: one of several strips stacked without a gap; `cell`: one of a grid; `badge`: a tag around a word;
    `rule`: a line at most 3 px thick (its `fill` is its colour)."""

    kind: Kind
    box: BBox
    fill: Colour
    outside: Colour
    outlined: bool = False


def stacked(shapes: Sequence[Shape]) -> dict[int, int]:
    """How many shapes with the same left and right edge lie in one unbroken column with each (its label -> count)."""
    members = [shape for shape in shapes if shape.outline == "rect" and min(shape.box.width, shape.box.height) >= 12]
    members.sort(key=lambda shape: shape.inner.y1)
    columns: list[list[Shape]] = []
    for shape in members:
        own = shape.inner
        for column in columns:
            last = column[-1].inner
            if -2 <= own.y1 - last.y2 <= 1 and abs(own.x1 - last.x1) <= 3 and abs(own.x2 - last.x2) <= 3:
                column.append(shape)
                break
        else:
            columns.append([shape])
    return {shape.label: len(column) for column in columns for shape in column}


def find_regions(canvas: Canvas, shapes: Sequence[Shape]) -> list[Region]:
    """The regions of a picture, outermost first, in the canvas' pixels."""
    columns = stacked(shapes)
    found = [
        Region(kind, shape.box, shape.fill, shape.outside, shape.outlined)
        for shape in shapes
        if (kind := _kind(canvas, shape, columns.get(shape.label, 1)))
    ]
    found += _rules(canvas)
    return sorted(found, key=lambda region: -region.box.area)


def _kind(canvas: Canvas, shape: Shape, column: int) -> Kind | None:
    box, unit = shape.box, canvas.unit
    if box.area > 0.95 * canvas.width * canvas.height or shape.outline == "circle":
        return None
    if column >= 3 and box.width >= 60 * unit and box.height <= 120 * unit:
        return "row" if box.width >= 6 * box.height or (column >= 3 and box.width > 240 * unit) else "cell"
    if box.width >= 0.95 * canvas.width or box.height >= 0.95 * canvas.height:
        return "bar"
    if 9 * unit <= box.height <= 22 * unit and shape.content is not None and box.width > 1.2 * box.height:
        return "badge"
    if box.width >= 100 * unit and box.height >= 60 * unit:
        return "panel"
    return None


def _rules(canvas: Canvas) -> list[Region]:
    """Straight lines of 40 px or more, lying or standing, that are at most 3 px thick."""
    import cv2

    edge = (canvas.labels == 0).view(np.uint8)
    length, found = int(40 * canvas.unit), []
    for size in ((length, 1), (1, length)):
        straight = cv2.morphologyEx(edge, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, size))
        for x, y, width, height in groups_of(np.asarray(straight, np.uint8)):
            if not 2 <= min(width, height) <= 4:
                continue
            lying = width > height
            # an edge is marked one pixel before it: the line itself begins at the second
            box = BBox(x, y + 1, x + width, y + height) if lying else BBox(x + 1, y, x + width, y + height)
            fill = _at(canvas, box.centre)
            before = _at(canvas, (box.centre[0], box.y1 - 2) if lying else (box.x1 - 2, box.centre[1]))
            after = _at(canvas, (box.centre[0], box.y2 + 1) if lying else (box.x2 + 1, box.centre[1]))
            if difference(before, after) < 24 and difference(fill, before) > 3:
                found.append(Region("rule", box, fill, before))
    return found


def _at(canvas: Canvas, point: tuple[float, float]) -> Colour:
    x, y = min(max(int(point[0]), 0), canvas.width - 1), min(max(int(point[1]), 0), canvas.height - 1)
    red, green, blue = (int(value) for value in canvas.pixels[y, x])
    return red, green, blue
