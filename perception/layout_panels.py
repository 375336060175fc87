"""The painted areas of a picture that hold something: the page's ground, bands, cards, boxes of buttons and fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from perception.detect_flat import Canvas, Shape, canvas_of, find_shapes, scaled
from perception.ink import Pixels
from perception.layout_types import Gradient, Shadow, Sides
from perception.style_box import common_colour, gradient_of, radius_of, shadow_of
from perception.types import BBox, Colour, TextLine

SMALLEST = (14, 10)  # pixels at 1x; less is a tick, a bullet or a letter
_SAME = 4  # colours that differ by no more in any channel are one


@dataclass(frozen=True, eq=False)
class Panel:
    """A painted rectangle; `box` includes its border. `own` are the numbers of its areas on the canvas."""

    box: BBox
    fill: Colour
    border: Colour | None = None
    borders: Sides = (0.0, 0.0, 0.0, 0.0)
    radius: float = 0.0
    gradient: Gradient | None = None
    shadow: Shadow | None = None
    own: frozenset[int] = frozenset()


@dataclass(frozen=True, eq=False)
class Ground:
    """The page's own panel, the panels on it (largest first), and the canvas that they were found on."""

    page: Panel
    panels: tuple[Panel, ...]
    canvas: Canvas


def find_panels(pixels: Pixels, lines: Sequence[TextLine]) -> Ground:
    """`pixels` is RGB, H x W x 3; `lines` is its text, which is no panel."""
    canvas = canvas_of(pixels, lines)
    page = _page(pixels, canvas)
    shapes = [shape for shape in find_shapes(canvas) if not _is_letter(shape, canvas)]
    found = [_panel(pixels, canvas, shape) for shape in shapes]
    found += _notched(pixels, canvas, found)
    found += _papers(pixels, canvas, [page, *found])
    panels = sorted((p for p in found if not _is_ground(p, page)), key=lambda p: (-p.box.area, p.box.y1, p.box.x1))
    return Ground(page, tuple(_visible(panels, page)), canvas)


def _page(pixels: Pixels, canvas: Canvas) -> Panel:
    """The page's colour is that of the area that reaches farthest, of those across it where there are such; where none
    is large, that of the picture's rim."""
    height, width = pixels.shape[:2]
    sizes = canvas.stats[1:, 4]
    if not len(sizes) or sizes.max() < 0.02 * canvas.width * canvas.height:
        rim = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
        return Panel(BBox(0, 0, width, height), common_colour(rim))
    at = canvas.labels[::3, ::3]
    colours = canvas.pixels[::3, ::3]
    across = canvas.stats[1:, 2] >= 0.9 * canvas.width
    tall = canvas.stats[1:, 3] >= 0.5 * canvas.height
    least = 0.02 * canvas.width * canvas.height
    spanning = np.where(across & tall, sizes, 0)
    around = np.where(sizes > least, canvas.stats[1:, 2] * canvas.stats[1:, 3], 0)  # cards lie in it, side bars beside
    largest = int((spanning if spanning.max() > least else around).argmax()) + 1
    fill = common_colour(colours[at == largest]) if (at == largest).any() else common_colour(colours.reshape(-1, 3))
    flat = colours[at > 0]
    near = np.abs(flat.astype(np.int16) - np.array(fill, np.int16)).max(axis=1) <= _SAME
    spread = near.mean() if len(near) else 0.0
    gradient = None if spread > 0.2 else gradient_of(canvas.pixels, canvas.labels == largest)
    return Panel(BBox(0, 0, width, height), fill, gradient=gradient, own=frozenset({largest}))


def _is_letter(shape: Shape, canvas: Canvas) -> bool:
    """The inside of an o, a box that OCR read, or something as small."""
    box = shape.box
    if box.width < SMALLEST[0] * canvas.unit or box.height < SMALLEST[1] * canvas.unit:
        return True
    return any(box.inside(line.box.grow(2)) > 0.7 and box.height <= 1.25 * line.box.height for line in canvas.words)


def _panel(pixels: Pixels, canvas: Canvas, shape: Shape) -> Panel:
    factor = canvas.factor
    box = _in(scaled(shape.box, factor), pixels)
    inner = _in(scaled(shape.inner, factor), pixels)
    mask = canvas.labels == shape.label
    y1, y2, x1, x2 = shape.inner.y1, shape.inner.y2, shape.inner.x1, shape.inner.x2
    fill = common_colour(canvas.pixels[y1:y2, x1:x2][mask[y1:y2, x1:x2]])
    gradient = gradient_of(canvas.pixels, mask)
    left, top, right, bottom = (float(width * factor) for width in shape.borders)
    bordered = shape.border is not None
    if not bordered:
        box, top, right, bottom, left = inner, 0.0, 0.0, 0.0, 0.0
    edge = shape.border if shape.border is not None else fill
    radius = radius_of(pixels, box, edge, shape.outside)
    return Panel(
        box, fill, shape.border if bordered else None, (top, right, bottom, left), radius, gradient,
        None if bordered else shadow_of(pixels, box, shape.outside), frozenset({shape.label}),
    )  # fmt: skip


def _in(box: BBox, pixels: Pixels) -> BBox:
    height, width = pixels.shape[:2]
    return BBox(max(0, box.x1), max(0, box.y1), min(width, box.x2), min(height, box.y2))


def _notched(pixels: Pixels, canvas: Canvas, known: Sequence[Panel]) -> list[Panel]:
    """Large areas that something lies over, so that their outline is no rectangle."""
    taken = {number for panel in known for number in panel.own}
    stats = canvas.stats
    least = max(3000 * canvas.unit**2, 0.004 * canvas.width * canvas.height)
    found = []
    for number in np.flatnonzero((stats[:, 4] >= least) & (stats[:, 4] >= 0.4 * stats[:, 2] * stats[:, 3])):
        label = int(number)
        if label == 0 or label in taken:
            continue
        x, y, width, height, _ = (int(value) for value in stats[label])
        mask = canvas.labels[y : y + height, x : x + width] == label
        box = _in(scaled(BBox(x, y, x + width + 1, y + height + 1), canvas.factor), pixels)
        fill = common_colour(canvas.pixels[y : y + height, x : x + width][mask])
        found.append(
            Panel(box, fill, own=frozenset({label}), gradient=gradient_of(canvas.pixels, canvas.labels == label))
        )
    return found


def _papers(pixels: Pixels, canvas: Canvas, known: Sequence[Panel]) -> list[Panel]:
    """The areas that texts are written on and that are too small, or too full of text, to have an outline."""
    taken = {number for panel in known for number in panel.own}
    found: dict[int, Panel] = {}
    for line in canvas.words:
        box = line.box
        inside = canvas.labels[max(0, box.y1) : box.y2, max(0, box.x1) : box.x2]
        numbers, counts = np.unique(inside[inside > 0], return_counts=True)
        if not len(numbers) or int(numbers[counts.argmax()]) in taken | set(found):
            continue
        label = int(numbers[counts.argmax()])
        x, y, width, height, size = (int(value) for value in canvas.stats[label])
        area = BBox(x, y, x + width + 1, y + height + 1)
        if size < 0.4 * width * height or box.inside(area) < 0.6 or height > 4 * box.height:
            continue
        own = canvas.labels[y : y + height, x : x + width] == label
        fill = common_colour(canvas.pixels[y : y + height, x : x + width][own])
        found[label] = Panel(_in(scaled(area, canvas.factor), pixels), fill, own=frozenset({label}))
    return list(found.values())


def _is_ground(panel: Panel, page: Panel) -> bool:
    """The page itself, or a part of it between others."""
    if panel.own & page.own or panel.box.area > 0.97 * page.box.area:
        return True
    return (
        panel.border is None
        and page.gradient is None
        and _alike(panel.fill, page.fill)
        and panel.shadow is None
        and (panel.box.width > 0.9 * page.box.width or panel.box.height > 0.9 * page.box.height)
    )


def _visible(panels: Sequence[Panel], page: Panel) -> list[Panel]:
    """Panels that differ from what they lie on, each once; an inner one with the same edge takes a border's place."""
    kept: list[Panel] = []
    for panel in panels:
        around = min((p for p in kept if panel.box.inside(p.box) > 0.97), key=lambda p: p.box.area, default=page)
        if around is not page and around.box.iou(panel.box) > 0.9 and around.border is None:
            kept[kept.index(around)] = replace(
                around, border=around.fill, fill=panel.fill, borders=_between(around, panel)
            )
            continue
        plain = panel.border is None and panel.gradient is None and around.gradient is None and panel.shadow is None
        if plain and _alike(panel.fill, around.fill):
            continue
        kept.append(panel)
    return kept


def _between(outer: Panel, inner: Panel) -> Sides:
    one, two = outer.box, inner.box
    return (float(two.y1 - one.y1), float(one.x2 - two.x2), float(one.y2 - two.y2), float(two.x1 - one.x1))


def _alike(one: Colour, other: Colour) -> bool:
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) <= _SAME
