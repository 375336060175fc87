"""From shapes to controls: which outline, with what inside, is which role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from perception.detect_flat import Canvas, Colour, Shape, difference, saturation
from perception.detect_marks import is_chevron, is_grip, is_stepper
from perception.detect_text import font_size
from perception.types import BBox, Detection, State, TextLine


def controls(canvas: Canvas, shape: Shape) -> list[Detection]:
    """The control that a shape is, or the row of them that it holds, or nothing."""
    unit, box = canvas.unit, shape.box
    if any(
        box.inside(line.box.grow(1)) > 0.9 and box.width < line.box.height and line.box.width > 1.3 * box.width
        for line in canvas.lines
        if line.box.height > 19
    ):
        return []  # the inside of a large letter
    texts = [_fitted(line, shape) for line in canvas.words if box.contains(*line.box.centre)]
    framed = shape.outlined or difference(shape.fill, shape.outside) > 40
    texts = [line for line in texts if len(line.text) > 1 or (framed and line.box.height < 0.45 * box.height)]
    found: Detection | None
    if box.height > 60 * unit:
        found = _textarea(canvas, shape, texts)
    elif box.height < 17 * unit or box.width < 17 * unit or _goes_on(canvas, shape):
        found = _switch(canvas, shape) if not texts else None
    elif shape.content is None:
        found = _empty_field(canvas, shape)
    elif not texts:
        found = _switch(canvas, shape) or _unread_field(canvas, shape) or _icon_button(canvas, shape, shape.content)
    else:
        row = _row_of_buttons(canvas, shape, texts)
        if row:
            return row
        found = _button_or_field(canvas, shape, texts)
    return [found] if found else []


def _fitted(line: TextLine, shape: Shape) -> TextLine:
    """The line without what its box takes in of the shape's border."""
    box, ink = line.box, shape.content
    if ink is None or box.intersection(ink) == 0:
        return line
    return replace(line, box=BBox(max(box.x1, ink.x1), max(box.y1, ink.y1), min(box.x2, ink.x2), min(box.y2, ink.y2)))


def _switch(canvas: Canvas, shape: Shape) -> Detection | None:
    """A pill with a knob at one end; on where the knob stands right."""
    box, content, unit = shape.box, shape.content, canvas.unit
    if content is None or not 10 * unit <= box.height <= 34 * unit or not 1.35 <= box.width / box.height <= 2.8:
        return None
    if not 0.75 <= content.width / content.height <= 1.35 or content.height < 0.42 * box.height:
        return None
    left, right = content.x1 - box.x1, box.x2 - content.x2
    if abs(left - right) < 0.25 * box.height or min(left, right) > 0.35 * box.height:
        return None
    return Detection("switch", box, 0.85, State(checked=right < left))


def switch_around(canvas: Canvas, knob: Shape) -> Detection | None:
    """The switch whose knob is a circle as tall as its track: the rest of the track lies beside it."""
    box = knob.box
    if knob.contents or not 8 <= box.height <= 34 * canvas.unit or not 0.85 <= box.width / box.height <= 1.18:
        return None
    middle = int(box.centre[1])
    for on, x in ((True, box.x1 - box.width // 3), (False, box.x2 + box.width // 3)):
        if not 0 <= x < canvas.width or not (label := int(canvas.labels[middle, x])):
            continue
        x1, y1, width, height, _ = canvas.stats[label].tolist()
        if difference(knob.fill, _colour_at(canvas, x, middle)) < 16:
            continue
        rest = BBox(x1, y1, x1 + width + 1, y1 + height + 1)
        if knob.outline != "circle" and rest.overlap_x(box) < 0.3 * box.width:
            continue  # two squares side by side
        rim = max(0, box.y1 - rest.y1)  # what the track shows around the knob
        whole = rest.union(box.grow(rim))
        aligned = abs(rest.centre[1] - box.centre[1]) <= 2 and 0.5 <= rest.height / box.height <= 1.6
        if aligned and 1.35 <= whole.width / whole.height <= 2.6 and -box.width <= _gap(rest, box) <= 3:
            return Detection("switch", whole, 0.7, State(checked=on))
    return None


def _colour_at(canvas: Canvas, x: int, y: int) -> Colour:
    red, green, blue = canvas.pixels[y, x].tolist()
    return red, green, blue


def _gap(one: BBox, two: BBox) -> int:
    return -one.overlap_x(two)


def _goes_on(canvas: Canvas, shape: Shape) -> bool:
    """Whether both its upright borders run on above or below: the head of a card, a row or a cell."""
    box = shape.box
    if not (shape.outlined and shape.borders[0] and shape.borders[2]):
        return box.width >= 0.95 * canvas.width
    edge = canvas.pixels[int(box.centre[1])]
    outside = np.array(shape.outside, np.uint8)
    if any(_alike(edge[x], outside) for x in (box.x1, box.x2 - 1)):
        return False
    for start, step in ((box.y2 + 3, 4), (box.y1 - 4, -4)):
        rows = range(start, start + 5 * step, step)
        if all(
            0 <= y < canvas.height and all(_alike(canvas.pixels[y, x], edge[x]) for x in (box.x1, box.x2 - 1))
            for y in rows
        ):
            return True
    return False


def _alike(one: np.ndarray[tuple[int], np.dtype[np.uint8]], two: np.ndarray[tuple[int], np.dtype[np.uint8]]) -> bool:
    return int(np.abs(one.astype(np.int16) - two).max()) <= 6


def _textarea(canvas: Canvas, shape: Shape, texts: Sequence[TextLine]) -> Detection | None:
    """A tall field: empty, or with text from its top left, and a grip or a placeholder's colour to tell."""
    box, unit = shape.box, canvas.unit
    if not shape.outlined or box.width < 100 * unit or box.height > 420 * unit or saturation(shape.fill) > 40:
        return None
    if any(line.box.x1 - box.x1 > 40 * unit for line in texts) or _goes_on(canvas, shape):
        return None
    if is_grip(canvas, shape):
        return Detection("textbox", box, 0.8)
    top_left = len(texts) == 1 and texts[0].box.y1 - box.y1 < 24 * unit and texts[0].box.x1 - box.x1 < 30 * unit
    written = int(
        np.count_nonzero(canvas.labels[shape.inner.y1 : shape.inner.y2, shape.inner.x1 : shape.inner.x2] == 0)
    )
    blank = written < 3 * (box.width + box.height) + sum(line.box.area for line in texts)
    if top_left and blank and _pale(canvas, texts[0], shape):
        return Detection("textbox", box, 0.7)
    return None


def _empty_field(canvas: Canvas, shape: Shape) -> Detection | None:
    box, unit = shape.box, canvas.unit
    wide = box.width >= 2 * box.height and box.width >= 50 * unit
    if wide and shape.outlined and saturation(shape.fill) < 40 and not _cut_off(canvas, shape):
        return Detection("textbox", box, 0.7)
    return None


def _unread_field(canvas: Canvas, shape: Shape) -> Detection | None:
    """A field whose content is no text: a password's dots, a pictogram alone."""
    box, first, unit = shape.box, shape.contents[0], canvas.unit
    wide = box.width >= 4 * box.height and box.width >= 100 * unit
    if is_grip(canvas, shape) or (
        wide and shape.outlined and saturation(shape.fill) < 40 and first.x1 - box.x1 < 24 * unit
    ):
        return Detection("textbox", box, 0.6)
    return None


def _icon_button(canvas: Canvas, shape: Shape, content: BBox) -> Detection | None:
    """A frame around one pictogram; a picture where it stands before its caption."""
    unit, box = canvas.unit, shape.box
    contrast = difference(shape.fill, shape.outside)
    if min(box.width, box.height) < 20 or box.width > 2.2 * box.height or box.height > 64 * unit:
        return None
    chevron = is_chevron(canvas, shape)
    if len(shape.contents) > 1 and not chevron:
        return None
    off = max(abs(content.centre[0] - box.centre[0]), abs(content.centre[1] - box.centre[1]))
    if (
        off > 0.15 * box.height
        or not (shape.outlined or contrast > 6)
        or max(content.width, content.height) > 0.74 * box.height
    ):
        return None
    if _captioned(canvas, shape) or (content.width > 1.8 * content.height and not chevron and content.height > 4):
        return Detection("img", box, 0.4)
    return Detection("button", box, 0.6)


def _captioned(canvas: Canvas, shape: Shape) -> bool:
    """Whether text that belongs to a tile follows at its right, or below from its left edge."""
    box, unit = shape.box, canvas.unit
    lines = [line.box for line in canvas.words if len(line.text) > 2]
    around = box.grow(8)
    beside = sum(-2 <= line.x1 - box.x2 <= 24 * unit and line.overlap_y(around) > 0.5 * line.height for line in lines)
    below = sum(abs(line.x1 - box.x1) <= 4 and 0 <= line.y1 - box.y2 <= 30 * unit for line in lines)
    return beside >= 2 or below > 0 or (beside == 1 and (shape.outline == "circle" or not shape.outlined))


def _row_of_buttons(canvas: Canvas, shape: Shape, texts: Sequence[TextLine]) -> list[Detection]:
    """Buttons without a line between them: words at even gaps in one frame, half a gap from its ends."""
    groups, unit = shape.contents, canvas.unit
    gaps = [after.x1 - before.x2 for before, after in pairwise(groups)]
    if not 2 <= len(groups) <= 10 or min(gaps) < 10 * unit or _badge(shape, texts, unit):
        return []
    if len(groups) == 2 and is_chevron(canvas, shape):
        return []
    left, right = groups[0].x1 - shape.box.x1, shape.box.x2 - groups[-1].x2
    if max(gaps) > 1.8 * min(gaps) + 4 or max(left, right) > 0.85 * max(gaps) or abs(left - right) > 0.35 * max(gaps):
        return []
    if any(not any(group.x1 <= line.box.centre[0] < group.x2 for line in texts) for group in groups):
        return []
    cuts = [shape.box.x1, *((before.x2 + after.x1) // 2 for before, after in pairwise(groups)), shape.box.x2]
    return [Detection("button", BBox(x1, shape.box.y1, x2, shape.box.y2), 0.5) for x1, x2 in pairwise(cuts)]


def _button_or_field(canvas: Canvas, shape: Shape, texts: Sequence[TextLine]) -> Detection | None:
    unit, box, groups = canvas.unit, shape.box, shape.contents
    contrast = difference(shape.fill, shape.outside)
    chevron = is_chevron(canvas, shape)
    if (_badge(shape, texts, unit) and not chevron) or (_cut_off(canvas, shape) and box.height > 40 * unit):
        return None
    initials = all(line.text.isalpha() and len(line.text) < 3 for line in texts)
    if initials and contrast > 60 and box.width <= 1.2 * box.height:
        return Detection("img", box, 0.4)  # an avatar, a logo
    if shape.outline == "circle":
        letters = any(char.isalpha() for line in texts for char in line.text)
        return Detection("img" if letters else "button", box, 0.4)
    left, right = groups[0].x1 - shape.inner.x1, shape.inner.x2 - groups[-1].x2
    gaps = [after.x1 - before.x2 for before, after in pairwise(groups)]
    plain = saturation(shape.fill) < 50 and (shape.outlined or contrast <= 40)
    if plain and is_stepper(canvas, shape) and gaps and gaps[-1] > 14 * unit:
        number = texts[0].text.replace(".", "").replace(",", "").lstrip("-").isdigit()
        return Detection("spinbutton" if number else "combobox", box, 0.7)
    if plain and chevron and left < 24 * unit and ((gaps and gaps[-1] >= 10) or left <= 6 * unit):
        return Detection("combobox", box, 0.75)
    faint = _pale(canvas, texts[0], shape)
    if gaps and gaps[-1] > 14 * unit and plain and shape.outlined:
        field = _field_with_addon(shape, texts, gaps, unit)
        if field:
            return field
    if max(gaps, default=0) > 24 * unit:
        return _field_with_addon(shape, texts, gaps, unit) if plain and (shape.outlined or faint) else None
    centred = abs(left - right) <= max(5 * unit, 0.12 * box.width) and left >= 3
    if "@" in texts[0].text and plain and box.width > 80 * unit:
        return Detection("textbox", box, 0.6)
    across = shape.outlined and len(texts) == 1 and canvas.width < 480 * unit and box.height <= 48 * unit and not faint
    if centred and (contrast > 60 or across or box.width <= 30 * max(line.box.height for line in texts)):
        return Detection("button", box, 0.8 if shape.outlined or contrast > 30 else 0.6)
    on_bar = (
        saturation(shape.fill) < 30 and contrast > 40 and saturation(shape.outside) > 60 and right > 0.4 * box.width
    )
    if on_bar and faint and left < 24 * unit and box.width > 90 * unit:
        return Detection("textbox", box, 0.6)  # a bright field on a coloured bar
    if not plain or box.width < 60 * unit or (_cut_off(canvas, shape) and not faint):
        return None
    if shape.outlined and left < 60 * unit:
        return Detection("textbox", box, 0.7)
    return Detection("textbox", box, 0.55) if left < 24 * unit and right > 30 * unit and faint else None


def _field_with_addon(shape: Shape, texts: Sequence[TextLine], gaps: Sequence[int], unit: float) -> Detection | None:
    """A field with text at its left and a pictogram or a key at its right end."""
    groups, box = shape.contents, shape.box
    last = groups[-1]
    left, right = groups[0].x1 - shape.inner.x1, shape.inner.x2 - last.x2
    one_gap = gaps[-1] == max(gaps) and max(gaps[:-1], default=0) <= 24 * unit
    word = any(last.overlap_x(line.box) > 0 and len(line.text) > 3 for line in texts if line.box.x1 >= last.x1 - 4)
    if (
        one_gap
        and not word
        and last.width <= 34 * unit
        and left < 40 * unit
        and right < 24 * unit
        and box.width > 90 * unit
    ):
        return Detection("textbox", box, 0.6)
    return None


def _cut_off(canvas: Canvas, shape: Shape) -> bool:
    """Whether the picture ends inside it."""
    return shape.box.y2 >= canvas.height - 1 or shape.box.y1 <= 0


def _badge(shape: Shape, texts: Sequence[TextLine], unit: float) -> bool:
    """A label around text: hardly taller than its line. A field of the browser's own is too, in a dark frame."""
    border = shape.border
    if border and shape.outlined and shape.outline == "rect" and difference(border, shape.outside) > 80:
        return False
    said = sum(line.box.width for line in texts)
    if shape.outlined and shape.outline == "rect" and shape.box.width > max(8 * shape.box.height, 2 * said):
        return False
    return shape.box.height < max(19 * unit, 1.8 * min(font_size(line) for line in texts))


def _pale(canvas: Canvas, line: TextLine, shape: Shape) -> bool:
    """Whether a line is written as faintly as a placeholder."""
    box = line.box
    crop = canvas.pixels[box.y1 : box.y2, box.x1 : box.x2].astype(np.int16) - np.array(shape.fill, np.int16)
    return bool(crop.size) and int(np.abs(crop).max()) < 165
