"""Thin things: sliders, progress bars and fields that are only a line."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from perception.detect_flat import Canvas, Colour, Shape, saturation
from perception.detect_regions import Region
from perception.types import BBox, Detection, State


def find_bars(canvas: Canvas, shapes: Sequence[Shape], rules: Sequence[Region]) -> list[Detection]:
    strips = _strips(canvas)
    sliders = _sliders(canvas, shapes, strips)
    bars = [bar for bar in _progress(canvas, strips) if all(bar.box.intersection(other.box) == 0 for other in sliders)]
    return sliders + bars + _underlined(canvas, shapes, rules) + _notched(canvas, shapes, rules)


def _strips(canvas: Canvas) -> list[tuple[BBox, Colour]]:
    """Even areas 2 to 24 px high and at least 24 px wide, with their colour."""
    stats = canvas.stats
    width, height, area = stats[:, 2], stats[:, 3], stats[:, 4]
    thin = (height >= 1) & (height <= 24) & (width >= 24) & (width >= 3 * height) & (area >= 0.7 * width * height)
    thin[0] = False
    strips = []
    for label in np.flatnonzero(thin):
        x, y, w, h, _ = stats[label].tolist()
        red, green, blue = canvas.pixels[y + h // 2, x + w // 2].tolist()
        strips.append((BBox(x, y, x + w + 1, y + h + 1), (red, green, blue)))
    return strips


def _sliders(canvas: Canvas, shapes: Sequence[Shape], strips: Sequence[tuple[BBox, Colour]]) -> list[Detection]:
    """A round knob on a thin bar."""
    found = []
    for knob in shapes:
        box = knob.box
        if knob.outline != "circle" or knob.contents or not 9 <= box.height <= 30:
            continue
        track = [
            strip
            for strip, _ in strips
            if strip.height <= 0.7 * box.height
            and abs(strip.centre[1] - box.centre[1]) <= 2
            and min(abs(strip.x2 - box.x1), abs(strip.x1 - box.x2)) <= 4
        ]
        left, right = min((s.x1 for s in track), default=box.x1), max((s.x2 for s in track), default=box.x2)
        if right - left >= 4 * box.width and right - left >= 60:
            found.append(Detection("slider", BBox(min(left, box.x1), box.y1, max(right, box.x2), box.y2), 0.7))
    return found


def _progress(canvas: Canvas, strips: Sequence[tuple[BBox, Colour]]) -> list[Detection]:
    """Two strips of one height end to end, the first in colour, the second pale."""
    found = []
    for done, colour in strips:
        for rest, pale in strips:
            joined = abs(rest.x1 - done.x2) <= 3 and abs(rest.y1 - done.y1) <= 2 and abs(rest.y2 - done.y2) <= 2
            if not joined or saturation(colour) < 60 or saturation(pale) > 0.5 * saturation(colour):
                continue
            whole = done.union(rest)
            if whole.width >= 50 and not any(whole.contains(*line.box.centre) for line in canvas.lines):
                found.append(Detection("progressbar", whole, 0.6))
    return found


def _underlined(canvas: Canvas, shapes: Sequence[Shape], rules: Sequence[Region]) -> list[Detection]:
    """A placeholder on a line of its own: a field without a box."""
    frames = [shape.box for shape in shapes if shape.box.height >= 16]
    strongest = max((_contrast(canvas, line.box) for line in canvas.words), default=0)
    found = []
    for rule in rules:
        box = rule.box
        if not 80 <= box.width <= 700 or box.height > 3 or any(_is_edge(box, frame) for frame in frames):
            continue
        above = [line for line in canvas.words if 1 <= box.y1 - line.box.y2 <= 16 and box.overlap_x(line.box) > 0]
        if len(above) != 1:
            continue
        line = above[0].box
        from_left = -2 <= line.x1 - box.x1 <= 20 and line.width < 0.8 * box.width
        if from_left and _contrast(canvas, line) < min(175, 0.8 * strongest):
            top = max(0, line.y1 - (box.y1 - line.y2))
            state = State(placeholder=above[0].text)
            found.append(Detection("textbox", BBox(box.x1, top, box.x2, box.y2), 0.55, state))
    return found


def _notched(canvas: Canvas, shapes: Sequence[Shape], rules: Sequence[Region]) -> list[Detection]:
    """A frame whose upper border is broken by its label: as no area closes in it, its two long borders tell it."""
    lying = [rule.box for rule in rules if rule.box.width > rule.box.height]
    found = []
    for label in canvas.words:
        box = label.box
        tops = [r for r in lying if box.y1 < r.y1 <= r.y2 < box.y2 and -2 <= r.x1 - box.x2 <= 14]
        for top in tops:
            for low in lying:
                level = abs(low.x2 - top.x2) <= 4 and 26 <= low.y1 - top.y1 <= 76 and 4 <= box.x1 - low.x1 <= 24
                frame = BBox(low.x1, top.y1, max(top.x2, low.x2), low.y2)
                if level and not any(frame.iou(shape.box) > 0.5 for shape in shapes):
                    found.append(Detection(_chooses(canvas, frame), frame, 0.6))
    return found


def _chooses(canvas: Canvas, frame: BBox) -> str:
    """A field with a sign at its right end has something to choose from."""
    end = canvas.pixels[frame.y1 + 8 : frame.y2 - 8, frame.x2 - 32 : frame.x2 - 8]
    return "combobox" if end.size and int(np.ptp(end.astype(np.int16), axis=(0, 1)).max()) > 60 else "textbox"


def _is_edge(rule: BBox, frame: BBox) -> bool:
    """Whether a rule is the upper or lower border of a boxed thing: a label stands above a field's frame."""
    level = min(abs(rule.y1 - frame.y1), abs(rule.y2 - frame.y2)) <= 3
    return level and rule.overlap_x(frame) > 0.8 * rule.width


def _contrast(canvas: Canvas, box: BBox) -> int:
    """The largest difference between a line's ink and its background, 0 to 255."""
    crop = canvas.pixels[box.y1 : box.y2, box.x1 : box.x2]
    if not crop.size:
        return 0
    brightness = crop.sum(axis=2, dtype=np.int32)
    return int(brightness.max() - brightness.min()) // 3
