"""Controls that only their neighbours tell: steppers, field addons, segments, colour swatches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from perception.detect_flat import Canvas, Shape, difference, saturation
from perception.types import FIELD_ROLES, BBox, Detection, State


def settle(canvas: Canvas, shapes: Sequence[Shape], found: Sequence[Detection]) -> list[Detection]:
    """Corrects what each control was taken for by what it touches, and adds what only a row shows."""
    by_box = {shape.box: shape for shape in shapes}
    settled = []
    for one in found:
        left = next((other for other in found if _touches(other.box, one.box)), None)
        right = next((other for other in found if _touches(one.box, other.box)), None)
        if one.role in ("button", "textbox") and left and right and left.role == right.role == "button":
            small = max(left.box.width, right.box.width) <= 1.4 * one.box.height
            if small and _is_number(canvas, one.box) and _is_sign(canvas, left.box) and _is_sign(canvas, right.box):
                settled.append(replace(one, role="spinbutton"))
                continue
        if one.role == "button" and _is_addon(one, left, right, by_box) and _has_text(canvas, one.box):
            continue
        settled.append(one)
    return settled + _swatches(canvas, shapes, settled) + _segments(canvas, shapes, settled)


def _touches(one: BBox, two: BBox) -> bool:
    """Whether `two` begins where `one` ends, at the same height."""
    return abs(two.x1 - one.x2) <= 2 and abs(one.y1 - two.y1) <= 3 and abs(one.y2 - two.y2) <= 3


def _text_in(canvas: Canvas, box: BBox) -> list[str]:
    return [line.text for line in canvas.lines if box.contains(*line.box.centre)]


def _has_text(canvas: Canvas, box: BBox) -> bool:
    return bool("".join(_text_in(canvas, box)).strip())


def _is_sign(canvas: Canvas, box: BBox) -> bool:
    """Whether nothing is written in a box, or a plus or minus however it was read."""
    return all(set(text) <= set("+-−–—十一＋－ ") for text in _text_in(canvas, box))


def _is_number(canvas: Canvas, box: BBox) -> bool:
    text = "".join(_text_in(canvas, box)).strip().replace(",", "").replace(".", "")
    return text.lstrip("-").isdigit()


def _is_addon(one: Detection, left: Detection | None, right: Detection | None, by_box: dict[BBox, Shape]) -> bool:
    """Whether a tinted box beside a field only says what goes in: a currency, a unit.

    After the field it must also share its border; a button there stands out of it.
    """
    for other, shares in ((right, True), (left, False)):
        if other is None or other.role not in FIELD_ROLES or one.box not in by_box or other.box not in by_box:
            continue
        own, field = by_box[one.box], by_box[other.box]
        tinted = saturation(own.fill) < 24 and 3 < difference(own.fill, field.fill) < 40
        same = own.border is not None and field.border is not None and difference(own.border, field.border) < 8
        if tinted and (shares or same):
            return True
    return False


def _swatches(canvas: Canvas, shapes: Sequence[Shape], found: Sequence[Detection]) -> list[Detection]:
    """Radios drawn as colours to pick from: four or more plain patches of one size in a row, in different colours."""
    patches = [
        shape
        for shape in shapes
        if not shape.contents and 14 <= shape.box.width <= 44 and 0.87 <= shape.box.width / shape.box.height <= 1.15
    ]
    patches.sort(key=lambda shape: shape.box.x1)
    swatches: list[Detection] = []
    while patches and len(patches) <= 400:
        row = [patches.pop(0)]
        for shape in list(patches):
            last = row[-1].box
            level = abs(shape.box.y1 - last.y1) <= 2 and abs(shape.box.width - last.width) <= 3
            if level and shape.box.x1 - last.x2 <= 2.2 * last.width:
                row.append(shape)
                patches.remove(shape)
        apart = all(after.box.x1 - before.box.x2 >= 2 for before, after in pairwise(row))
        colours = {tuple(value // 24 for value in shape.fill) for shape in row}
        if len(row) >= 4 and apart and len(colours) >= 4 and not any(_captioned(canvas, shape.box) for shape in row):
            swatches += [Detection("radio", shape.box, 0.5, State(checked=False)) for shape in row]
    return [swatch for swatch in swatches if all(swatch.box.iou(other.box) < 0.3 for other in found)]


def _captioned(canvas: Canvas, box: BBox) -> bool:
    return any(
        -2 <= line.box.x1 - box.x2 <= 14 and line.box.overlap_y(box) > 0.5 * line.box.height for line in canvas.words
    )


def _segments(canvas: Canvas, shapes: Sequence[Shape], found: Sequence[Detection]) -> list[Detection]:
    """The other words of a segmented control: one is a button in a tinted frame, the others are bare in it."""
    segments: list[Detection] = []
    for shape in shapes:
        frame = shape.box
        if not 20 <= frame.height <= 60 or frame.width < 2.5 * frame.height or frame.width > 700:
            continue
        inside = [one for one in found if one.box.inside(frame) > 0.95 and one.role == "button"]
        if len(inside) != 1 or inside[0].box.height < 0.7 * frame.height or inside[0].box.width > 0.8 * frame.width:
            continue
        key = inside[0].box
        words = [
            line.box for line in canvas.words if frame.contains(*line.box.centre) and not key.contains(*line.box.centre)
        ]
        pad = 0.5 * frame.height
        ends = [key, *words]
        filled = min(box.x1 for box in ends) - frame.x1 <= pad and frame.x2 - max(box.x2 for box in ends) <= 1.2 * pad
        if 1 <= len(words) <= 6 and filled:
            segments += [
                Detection("button", BBox(box.x1 - round(pad * 0.6), key.y1, box.x2 + round(pad * 0.6), key.y2), 0.5)
                for box in words
            ]
    return segments
