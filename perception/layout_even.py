"""What was measured a little apart and is surely one, made one: few inks, few fonts, one edge for each column.

Each text is measured by itself, so the same 14 px come out as 13.5 here and 14 there. A person who writes the page sees
one size. The caller compares both pages with the picture, and keeps the even one where that costs next to nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from statistics import median_low
from typing import TypeVar

from perception.layout_alike import Shape, shape, with_alike
from perception.layout_types import Font, Layout, Node, Span, changed
from perception.types import BBox, Colour

_INK = 18  # how far apart the channels of one ink are measured: thin letters are half paper
_SIZE = 1.05  # the ratio up to which two sizes of one face are one
_ALIKE = 1.13  # the same, for texts at the same place of things that are repeated
_LINE = 2.5  # pixels between the heights of single lines of one font
_EDGE = 3  # pixels between the edges of a column's texts

T = TypeVar("T")


def evened(layout: Layout) -> Layout:
    """The layout with near inks, fonts and columns made one each."""
    layout = _with_inks(layout, _one_for_each(_inks(layout), _near_inks))
    layout = _with_fonts(layout, _parallel_fonts(layout))
    fonts = _one_for_each(_fonts(layout), _near_fonts)
    layout = _with_fonts(layout, {n.id: fonts[font] for n, font in _texts(layout)})
    layout = _with_fonts(layout, _line_heights(layout))
    return changed(changed(layout, _with_columns), with_alike)


def _texts(layout: Layout) -> Iterator[tuple[Node, Font]]:
    for node in layout.nodes():
        if node.spans and node.style.font:
            yield node, node.style.font


def _one_for_each(counts: Counter[T], near: Callable[[T, T], bool]) -> dict[T, T]:
    """What each is replaced by: the commonest one that is near, taken from the commonest down."""
    kept: list[T] = []
    found: dict[T, T] = {}
    for value, _ in sorted(counts.items(), key=lambda pair: (-pair[1], repr(pair[0]))):
        found[value] = next((other for other in kept if near(value, other)), value)
        if found[value] is value:
            kept.append(value)
    return found


def _inks(layout: Layout) -> Counter[Colour]:
    found: Counter[Colour] = Counter()
    for node in layout.nodes():
        if node.style.color:
            found[node.style.color] += max(1, len(node.text))
        for span in node.spans:
            if span.color:
                found[span.color] += len(span.text)
    return found


def _near_inks(one: Colour, other: Colour) -> bool:
    return all(abs(a - b) <= _INK for a, b in zip(one, other, strict=True))


def _with_inks(layout: Layout, inks: Mapping[Colour, Colour]) -> Layout:
    def change(node: Node) -> Node:
        color = inks.get(node.style.color) if node.style.color else None
        spans = tuple(_inked(span, inks, color) for span in node.spans)
        return replace(node, spans=spans, style=replace(node.style, color=color or node.style.color))

    return changed(layout, change)


def _inked(span: Span, inks: Mapping[Colour, Colour], around: Colour | None) -> Span:
    color = inks.get(span.color, span.color) if span.color else None
    return replace(span, color=None if color == around else color)


def _fonts(layout: Layout) -> Counter[Font]:
    found: Counter[Font] = Counter()
    for node, font in _texts(layout):
        found[font] += len(node.text)
    return found


def _near_fonts(one: Font, other: Font) -> bool:
    same = (one.family, one.weight, one.italic, one.spacing) == (
        other.family,
        other.weight,
        other.italic,
        other.spacing,
    )
    return same and _ratio(one.size, other.size) <= _SIZE and abs(one.line - other.line) <= _LINE


def _ratio(one: float, other: float) -> float:
    return max(one, other) / max(1.0, min(one, other))


def _parallel_fonts(layout: Layout) -> dict[str, Font]:
    """One font for the texts at the same place of things that are repeated: the commonest, else the middle one."""
    found: dict[str, Font] = {}
    for node in layout.nodes():
        alike: dict[Shape, list[Node]] = defaultdict(list)
        for child in node.children:
            alike[shape(child)].append(child)
        for things in alike.values():
            for texts in zip(*(list(thing.walk()) for thing in things), strict=True):
                fonts = [text.style.font for text in texts if text.style.font and text.spans]
                if len(fonts) == len(texts) >= 2 and _are_alike(fonts):
                    found |= {text.id: _common(fonts) for text in texts}
    return found


def _are_alike(fonts: Sequence[Font]) -> bool:
    sizes = [font.size for font in fonts]
    return len({font.family for font in fonts}) == 1 and _ratio(max(sizes), min(sizes)) <= _ALIKE


def _common(fonts: Sequence[Font]) -> Font:
    font, count = Counter(fonts).most_common(1)[0]
    if 2 * count > len(fonts):
        return font
    weight = Counter(font.weight for font in fonts).most_common(1)[0][0]
    fonts = [font for font in fonts if font.weight == weight]
    middle = median_low(font.size for font in fonts)
    return Counter(font for font in fonts if font.size == middle).most_common(1)[0][0]


def _line_heights(layout: Layout) -> dict[str, Font]:
    """Single lines of one font are of one height: that of its texts of several lines, else the commonest."""
    heights: dict[tuple[object, ...], Counter[float]] = defaultdict(Counter)
    for node, font in _texts(layout):
        heights[_face(font)][font.line] += len(node.text) * (10 if node.lines > 1 else 1)
    found = {}
    for node, font in _texts(layout):
        line = heights[_face(font)].most_common(1)[0][0]
        if node.lines == 1 and abs(line - font.line) <= _LINE:
            found[node.id] = replace(font, line=line)
    return found


def _face(font: Font) -> tuple[object, ...]:
    return (font.family, font.size, font.weight, font.italic, font.spacing)


def _with_fonts(layout: Layout, fonts: Mapping[str, Font]) -> Layout:
    """Texts in their new fonts. The box of a single line keeps its middle and gets the new line's height."""

    def change(node: Node) -> Node:
        font = fonts.get(node.id)
        if font is None or font == node.style.font:
            return node
        box = node.box
        if node.lines == 1:
            top = round((box.y1 + box.y2 - font.line) / 2)
            box = BBox(box.x1, top, box.x2, top + round(font.line))
        return replace(node, box=box, style=replace(node.style, font=font))

    return changed(layout, change)


def _with_columns(node: Node) -> Node:
    """A table whose cells' texts begin (or end, where they stand to the right) at one edge in each column."""
    if node.kind != "table":
        return node
    columns: dict[tuple[int, str, str], list[BBox]] = defaultdict(list)
    for place, cell in _cells(node):
        columns[place, cell.kind, cell.role].append(cell.children[0].box)
    edges = {key: _edge(boxes, key[2] == "right") for key, boxes in columns.items()}

    def aligned(cell: Node, place: int) -> Node:
        key = (place, cell.kind, cell.role)
        if key not in edges or len(cell.children) != 1:
            return cell
        box, right = cell.children[0].box, cell.role == "right"
        by = edges[key] - (box.x2 if right else box.x1)
        return replace(cell, children=(_moved(cell.children[0], by),)) if 0 < abs(by) <= _EDGE else cell

    rows = (
        replace(row, children=tuple(aligned(cell, place) for place, cell in enumerate(row.children)))
        for row in node.children
    )
    return replace(node, children=tuple(rows))


def _cells(table: Node) -> Iterator[tuple[int, Node]]:
    for row in table.children:
        for place, cell in enumerate(row.children):
            if len(cell.children) == 1:
                yield place, cell


def _edge(boxes: Sequence[BBox], right: bool) -> int:
    return Counter(box.x2 if right else box.x1 for box in boxes).most_common(1)[0][0]


def _moved(node: Node, by: int) -> Node:
    box = node.box
    return replace(node, box=BBox(box.x1 + by, box.y1, box.x2 + by, box.y2),
                   children=tuple(_moved(child, by) for child in node.children))  # fmt: skip
