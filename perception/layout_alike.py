"""Things that a page repeats, made one: the same size, the same places within, the same paint.

Each was measured by itself, so that three equal cards differ by a pixel here and there, and would be three components.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from statistics import median_low

from perception.layout_types import Node, Style
from perception.types import BBox, Colour

_NEAR = 3  # pixels by which what is the same was measured apart
_SHADE = 8  # of a channel

Shape = tuple[object, ...]


def shape(node: Node) -> Shape:
    """What a thing is made of; things of one shape may be the same thing again."""
    return (node.kind, node.flow if node.children else "", min(node.lines, 2), tuple(map(shape, node.children)))


def with_alike(node: Node) -> Node:
    """A node whose children of one shape and size are the same within."""
    alike: dict[Shape, list[Node]] = defaultdict(list)
    for child in node.children:
        if child.children and child.kind not in ("row", "item"):
            alike[shape(child)].append(child)
    made = {child.id: one for things in alike.values() if len(things) > 1 and _one_size(things)
            for child, one in zip(things, _evened(things), strict=True)}  # fmt: skip
    return replace(node, children=tuple(made.get(child.id, child) for child in node.children)) if made else node


def _one_size(things: Sequence[Node]) -> bool:
    widths, heights = [one.box.width for one in things], [one.box.height for one in things]
    return max(widths) - min(widths) <= _NEAR and max(heights) - min(heights) <= _NEAR


def _evened(things: Sequence[Node]) -> list[Node]:
    """Each thing keeps its upper left corner; all else in it is where it is in most of them."""
    corners = [(one.box.x1, one.box.y1) for one in things]
    tops = [y for _, y in corners]
    if max(tops) - min(tops) <= _NEAR:
        corners = [(x, median_low(tops)) for x, _ in corners]
    told: list[dict[str, Node]] = [{} for _ in things]
    for parts in zip(*(list(thing.walk()) for thing in things), strict=True):
        boxes = [_at(part.box, -thing.box.x1, -thing.box.y1) for part, thing in zip(parts, things, strict=True)]
        even, style = _even_boxes(boxes, parts), _even_style([part.style for part in parts])
        for place, part in enumerate(parts):
            own = style(part.style) if style else part.style
            told[place][part.id] = replace(part, box=_at(even[place], *corners[place]), style=own)
    return [_rebuilt(thing, known) for thing, known in zip(things, told, strict=True)]


def _rebuilt(node: Node, known: dict[str, Node]) -> Node:
    return replace(known[node.id], children=tuple(_rebuilt(child, known) for child in node.children))


def _at(box: BBox, right: int, down: int) -> BBox:
    return BBox(box.x1 + right, box.y1 + down, box.x2 + right, box.y2 + down)


def _even_boxes(boxes: Sequence[BBox], parts: Sequence[Node]) -> list[BBox]:
    edges = [_even(sides) for sides in zip(*boxes, strict=True)]
    if all(part.spans and part.lines == 1 and part.style.align == "left" for part in parts):
        edges[2] = [max(box.x2 for box in boxes)] * len(boxes)
    return [BBox(*sides) for sides in zip(*edges, strict=True)]


def _even(values: Sequence[int]) -> list[int]:
    return [median_low(values)] * len(values) if max(values) - min(values) <= _NEAR else list(values)


def _even_style(styles: Sequence[Style]) -> Callable[[Style], Style] | None:
    """What gives each the common paint; None where they have it, or where the paints are not one."""
    common, count = Counter(map(_paint, styles)).most_common(1)[0]
    if count == len(styles) or not all(_one_paint(style, common) for style in styles):
        return None
    return lambda style: replace(style, background=common.background, border=common.border, borders=common.borders,
                                 radius=common.radius, shadow=common.shadow)  # fmt: skip


def _paint(style: Style) -> Style:
    """What of a style paints its box."""
    return Style(background=style.background, gradient=style.gradient, border=style.border, borders=style.borders,
                 radius=style.radius, shadow=style.shadow)  # fmt: skip


def _one_paint(one: Style, other: Style) -> bool:
    sides = all(abs(a - b) < 1 for a, b in zip(one.borders, other.borders, strict=True))
    colours = _one_colour(one.background, other.background) and _one_colour(one.border, other.border)
    return sides and colours and abs(one.radius - other.radius) <= _NEAR and one.gradient == other.gradient


def _one_colour(one: Colour | None, other: Colour | None) -> bool:
    if one is None or other is None:
        return one is other
    return all(abs(a - b) <= _SHADE for a, b in zip(one, other, strict=True))
