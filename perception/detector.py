"""The element detector: what on a picture has the shape of a control. No model, OpenCV: areas of even colour, and ink.

A backend is this file's three names. A learned one takes their place without a change above.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from perception.detect_bars import find_bars
from perception.detect_checks import find_checks
from perception.detect_controls import controls, switch_around
from perception.detect_flat import Canvas, Pixels, Shape, canvas_of, find_shapes, scaled
from perception.detect_groups import settle
from perception.detect_ink import find_ink
from perception.detect_regions import Region, find_regions, stacked
from perception.detect_text import TextStyle, text_style
from perception.types import FIELD_ROLES, BBox, Detection, TextLine

__all__ = ["NAME", "Region", "TextStyle", "available", "detect", "look", "regions", "text_style"]

NAME = "opencv"


def available() -> str | None:
    """None, or why this detector cannot run and what to do."""
    try:
        import cv2  # noqa: F401
    except ImportError:
        return "OpenCV is not installed; run: pip install opencv-python-headless"
    return None


def detect(pixels: Pixels, lines: Sequence[TextLine]) -> list[Detection]:
    """The controls, icons and pictures of an RGB picture (H x W x 3), in reading order, boxes in its pixels.

    Text alone (a link, a menu item) has no shape and is not among them. `lines` tell the picture's scale, and text from
    pictograms.
    """
    return look(pixels, lines)[0]


def regions(pixels: Pixels, lines: Sequence[TextLine]) -> list[Region]:
    """The panels, bars, rows, cells, badges and rules of a picture, largest first, boxes in its pixels."""
    return look(pixels, lines)[1]


def look(pixels: Pixels, lines: Sequence[TextLine]) -> tuple[list[Detection], list[Region]]:
    """`detect` and `regions` in one pass."""
    if pixels.ndim != 3 or min(pixels.shape[:2]) < 3:
        return [], []
    canvas = canvas_of(pixels, lines)
    shapes = find_shapes(canvas)
    icons, pictures = find_ink(canvas, shapes)
    found = settle(canvas, shapes, _controls(canvas, shapes, icons, pictures))
    areas = find_regions(canvas, shapes)
    bars = find_bars(canvas, shapes, [area for area in areas if area.kind == "rule"])
    found = [one for one in found if not any(one.box.inside(bar.box) > 0.8 for bar in bars)]
    found += [bar for bar in bars if all(bar.box.iou(one.box) < 0.3 for one in found)]
    found += [icon for icon in icons if not _is_part(icon.box, found)]
    found += pictures
    found.sort(key=lambda detection: (detection.box.y1 // 8, detection.box.x1))
    back = canvas.factor
    return (
        [replace(detection, box=scaled(detection.box, back)) for detection in found],
        [replace(region, box=scaled(region.box, back)) for region in areas],
    )


def _controls(
    canvas: Canvas, shapes: Sequence[Shape], icons: Sequence[Detection], pictures: Sequence[Detection]
) -> list[Detection]:
    """What the shapes are, smallest first: the inner of two alike wins, a field swallows the keys drawn in it."""
    columns = stacked(shapes)
    switches = [switch for shape in shapes if (switch := switch_around(canvas, shape))]
    found = [
        check
        for check in find_checks(canvas, shapes, icons)
        if not any(check.box.inside(other.box) > 0.6 for other in [*switches, *pictures])
    ]
    for shape in shapes:
        if columns.get(shape.label, 1) > 1 or any(shape.box.inside(picture.box) > 0.6 for picture in pictures):
            continue
        if any(shape.box.inside(switch.box) > 0.8 for switch in switches):
            continue
        for candidate in controls(canvas, shape):
            if any(candidate.box.iou(other.box) > 0.5 for other in found):
                continue
            if candidate.role in FIELD_ROLES or candidate.role == "button":
                found = [other for other in found if not _is_key(other, candidate.box)]
            found.append(candidate)
    return found + switches


def _is_key(inner: Detection, outer: BBox) -> bool:
    """Whether a framed word stands in a field, as a shortcut or a tag does."""
    return inner.role == "button" and inner.box.inside(outer) > 0.95 and inner.box.height <= 0.72 * outer.height < 40


def _is_part(icon: BBox, controls: Sequence[Detection]) -> bool:
    """Whether an icon is a control's own drawing: its tick, knob or chevron, or the picture of an icon button."""
    for other in controls:
        if other.box.inside(icon) > 0.6 and icon.area < 2 * other.box.area:
            return True
        if icon.inside(other.box) > 0.7 and (other.role != "textbox" or icon.area > 0.3 * other.box.area):
            return True
    return False
