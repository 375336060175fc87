"""From shapes to controls: which outline, with what inside, is which role."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from perception.detect_flat import Canvas, Shape, difference, saturation
from perception.detect_ink import is_text
from perception.types import BBox, Detection, State, TextLine

TICK_LETTERS = set("vVyYoOcCQDxXlLIrJ")  # what OCR makes of ticks, dots and rings


def control(canvas: Canvas, shape: Shape, lines: Sequence[TextLine]) -> Detection | None:
    """The control that a shape is, or None. `lines` are those whose centre it holds."""
    unit, box = canvas.unit, shape.box
    side = max(box.width, box.height)
    square = 0.8 <= box.width / box.height <= 1.25
    if 9 * unit <= side <= 28 * unit and (shape.outline == "circle" or (square and shape.outline == "rect")):
        small = _check(canvas, shape, lines)
        if small is not None:
            return small
    if shape.outline == "pill":
        switch = _switch(canvas, shape, lines)
        if switch is not None:
            return switch
    if not 17 * unit <= box.height <= 68 * unit or box.width < 17 * unit:
        return None
    if shape.content is None:
        return _empty_field(shape, unit)
    texts = [line for line in lines if is_text(line.text)]
    if not texts:
        return _icon_button(canvas, shape, shape.content)
    return _button_or_field(canvas, shape, shape.content, texts)


def _check(canvas: Canvas, shape: Shape, lines: Sequence[TextLine]) -> Detection | None:
    """A checkbox or a radio: empty with a border, or with a tick, a dash or a dot."""
    role = "radio" if shape.outline == "circle" else "checkbox"
    box, content = shape.box, shape.content
    if any(is_text(line.text) or (set(line.text) - TICK_LETTERS and line.text.isalnum()) for line in lines):
        return None
    if _surrounded(canvas, shape):
        return None
    if content is None:
        return Detection(role, box, 0.8, State(checked=False)) if shape.outlined else None
    filled = saturation(shape.fill) > 40 and difference(shape.fill, shape.outside) > 40
    filled = filled or difference(shape.fill, shape.outside) > 120
    if not (filled or shape.outlined) or len(shape.contents) > 1:
        return None
    ink = canvas.labels[content.y1 : content.y2, content.x1 : content.x2] != shape.label
    marked = _is_dot(shape, content, ink) if role == "radio" else _is_tick(shape, content, ink)
    marked = marked or (role == "radio" and filled and _is_tick(shape, content, ink))
    return Detection(role, box, 0.75 if filled else 0.6, State(checked=True)) if marked else None


def _surrounded(canvas: Canvas, shape: Shape) -> bool:
    """Whether ink goes on outside: then the outline is a part of a pictogram."""
    box = shape.box.grow(3)
    if box.x1 < 0 or box.y1 < 0 or box.x2 > canvas.width or box.y2 > canvas.height:
        return False
    labels = canvas.labels
    ring = np.concatenate(
        [labels[box.y1, box.x1 : box.x2], labels[box.y2 - 1, box.x1 : box.x2], labels[box.y1 : box.y2, box.x1],
         labels[box.y1 : box.y2, box.x2 - 1]]
    )  # fmt: skip
    return float((ring == 0).mean()) > 0.1 and float((ring == 0).mean()) < 0.75


def _is_dot(shape: Shape, content: BBox, ink: npt.NDArray[np.bool_]) -> bool:
    inner = shape.inner
    share = max(content.width, content.height) / inner.width
    off = max(abs(content.centre[0] - inner.centre[0]), abs(content.centre[1] - inner.centre[1]))
    even = 0.75 <= content.width / content.height <= 1.34
    return 0.2 <= share <= 0.8 and off <= max(1.5, 0.1 * inner.width) and even and float(ink.mean()) > 0.6


def _is_tick(shape: Shape, content: BBox, ink: npt.NDArray[np.bool_]) -> bool:
    """A tick's foot is left of its middle and its head at the top right; a dash is a bar in the middle."""
    inner = shape.inner
    height, width = ink.shape
    if content.width < 0.3 * inner.width or abs(content.centre[0] - inner.centre[0]) > 0.2 * inner.width:
        return False
    if height <= max(3, 0.25 * inner.height):
        return abs(content.centre[1] - inner.centre[1]) <= 2 and float(ink.mean()) > 0.5
    if height < 3 or width < 4 or not 0.75 <= width / height <= 2.2:
        return False
    foot = float(np.flatnonzero(ink[-max(1, height // 5) :].any(axis=0)).mean()) / width
    head = float(np.flatnonzero(ink[: max(1, height // 5)].any(axis=0)).mean()) / width
    upper_left = ink[: height // 3, : width // 2]
    return foot < 0.6 and head > 0.6 and float(upper_left.mean()) < 0.25 and float(ink.mean()) < 0.75


def _switch(canvas: Canvas, shape: Shape, lines: Sequence[TextLine]) -> Detection | None:
    """A pill with a knob at one end; on where the knob stands right."""
    box, content, unit = shape.box, shape.content, canvas.unit
    if content is None or not 10 * unit <= box.height <= 34 * unit or not 1.35 <= box.width / box.height <= 2.8:
        return None
    square = 0.75 <= content.width / max(1, content.height) <= 1.35 and content.height >= 0.42 * box.height
    if not square or any(is_text(line.text) for line in lines):
        return None
    left, right = content.x1 - box.x1, box.x2 - content.x2
    if abs(left - right) < 0.25 * box.height or min(left, right) > 0.35 * box.height:
        return None
    return Detection("switch", box, 0.85, State(checked=right < left))


def _empty_field(shape: Shape, unit: float) -> Detection | None:
    box = shape.box
    wide = box.width >= 2 * box.height and box.width >= 50 * unit and box.height <= 60 * unit
    if wide and shape.outlined and saturation(shape.fill) < 40:
        return Detection("textbox", box, 0.7)
    return None


def _icon_button(canvas: Canvas, shape: Shape, content: BBox) -> Detection | None:
    """A frame around one pictogram. Text close to its right makes it a picture beside its caption."""
    unit, box = canvas.unit, shape.box
    contrast = difference(shape.fill, shape.outside)
    if box.width > 2.2 * box.height or box.height > 56 * unit or max(content.width, content.height) > 34 * unit:
        return None
    if len(shape.contents) > 1 and not _chevron_at_end(canvas, shape):
        return None
    off = max(abs(content.centre[0] - box.centre[0]), abs(content.centre[1] - box.centre[1]))
    if off > 0.15 * box.height or not (shape.outlined or contrast > 6):
        return None
    beside = any(
        -2 <= line.box.x1 - box.x2 <= 24 * unit and line.box.overlap_y(box) > 0.5 * line.box.height
        for line in canvas.lines
        if is_text(line.text)
    )
    if beside and not shape.outlined:
        return Detection("img", box, 0.4)
    return Detection("button", box, 0.6)


def _button_or_field(canvas: Canvas, shape: Shape, content: BBox, texts: Sequence[TextLine]) -> Detection | None:
    unit, box, groups = canvas.unit, shape.box, shape.contents
    contrast = difference(shape.fill, shape.outside)
    if _badge(shape, texts, unit) or box.height > 60 * unit:
        return None
    left, right = groups[0].x1 - shape.inner.x1, shape.inner.x2 - groups[-1].x2
    gaps = [after.x1 - before.x2 for before, after in pairwise(groups)]
    widest = max(gaps, default=0)
    calm = saturation(shape.fill) < 50
    plain = calm and (shape.outlined or contrast <= 40)
    if plain and gaps and gaps[-1] > 14 * unit and left < 24 * unit and _chevron_at_end(canvas, shape):
        return Detection("combobox", box, 0.75)
    if widest > 24 * unit:
        # ink at both ends: a field with a pictogram at its end, unless there is more than a field holds
        only_end = gaps[-1] == widest and max(gaps[:-1], default=0) <= 24 * unit
        addon = groups[-1].width <= 34 * unit
        if plain and only_end and addon and left < 40 * unit and right < 24 * unit and box.width > 90 * unit:
            return Detection("textbox", box, 0.6)
        return None
    centred = abs(left - right) <= max(5 * unit, 0.12 * box.width) and left >= 3
    if (centred and box.width <= 30 * max(line.box.height for line in texts)) or (centred and contrast > 60):
        return Detection("button", box, 0.8 if shape.outlined or contrast > 30 else 0.6)
    if not plain or box.width < 60 * unit:
        return None
    if shape.outlined and left < 60 * unit:
        return Detection("textbox", box, 0.7)
    if left < 24 * unit and right > 30 * unit and _pale(canvas, texts[0], shape):
        return Detection("textbox", box, 0.55)
    return None


def _badge(shape: Shape, texts: Sequence[TextLine], unit: float) -> bool:
    """A label around text: hardly taller than its line."""
    tallest = max(line.box.height for line in texts)
    return shape.box.height < 22.5 * unit or shape.box.height < 1.55 * tallest


def _chevron_at_end(canvas: Canvas, shape: Shape) -> bool:
    """Whether the last group of ink is a "v" or a filled triangle pointing down."""
    last, unit = shape.contents[-1], canvas.unit
    if not (5 * unit <= last.width <= 18 * unit and 3 * unit <= last.height <= 12 * unit):
        return False
    if last.width < 1.2 * last.height or abs(last.centre[1] - shape.inner.centre[1]) > 0.25 * shape.inner.height:
        return False
    ink = canvas.labels[last.y1 : last.y2, last.x1 : last.x2] != shape.label
    third = max(1, len(ink) // 3)
    top, bottom = ink[:third].any(axis=0), ink[-third:].any(axis=0)
    side = max(1, len(top) // 3)
    return bool(top[:side].any() and top[-side:].any() and bottom.sum() <= 0.75 * len(bottom))


def _pale(canvas: Canvas, line: TextLine, shape: Shape) -> bool:
    """Whether a line is written as faintly as a placeholder."""
    box = line.box
    crop = canvas.pixels[box.y1 : box.y2, box.x1 : box.x2].astype(np.int16) - np.array(shape.fill, np.int16)
    return bool(crop.size) and int(np.abs(crop).max()) < 150
