"""Where a node stands, as CSS in normal flow: padding, gap and margins from the measured boxes.

A stack is a column of flex items, a row is either a line of things (flex) or columns of a page (grid); only layers are
positioned. Widths are limits, so that a narrow window narrows the page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from perception.layout_types import Node, Sides, spans, tracks_of
from perception.types import BBox

Declarations = list[tuple[str, str]]
_NEAR = 1.6  # pixels within which two edges are the same
_SLACK = 0.2  # of a text's width: the room beside it that is a margin, and more a limit
_BESIDE = 16  # pixels that the two ends of a line keep apart
_FILLING = frozenset({"button", "field", "box", "table"})  # what has a width of its own, and may have all there is
_OVER = 8  # pixels by which a text's box may reach beyond what it stands in
_MARGIN = 32  # pixels on both sides of a group that are margins, and more a limit of its width
_PARTED = 48  # pixels between the things at both ends of a line, at least
_FIXED = 150  # pixels up to which a column keeps its width in a wide window


def px(value: float) -> str:
    """A length as a person writes it: no fraction where there is none."""
    rounded = round(value, 1)
    whole = round(rounded)
    return "0" if rounded == 0 else f"{whole}px" if rounded == whole else f"{rounded}px"


def is_line(row: Node) -> bool:
    """Whether a row is things on one line (links, buttons, icons), not columns of a page."""
    return row.flow == "row" and all(_is_thing(child) for child in row.children)


def _is_thing(node: Node) -> bool:
    small = node.box.height <= 72 and node.kind in ("image", "rule", "bullet", "box")
    return node.lines == 1 or small or node.kind in ("button", "field", "badge")


def padding(node: Node) -> Sides:
    """The room between a node's border and its children: top, right, bottom, left, never negative."""
    if not node.children:
        return 0.0, 0.0, 0.0, 0.0
    top, right, bottom, left = node.style.borders
    box = node.box
    first = node.children[0].box.y1 if node.flow == "stack" else min(child.box.y1 for child in node.children)
    last = node.children[-1].box.y2 if node.flow == "stack" else max(child.box.y2 for child in node.children)
    return (
        max(0.0, first - box.y1 - top), max(0.0, box.x2 - _right_edge(node) - right),
        max(0.0, box.y2 - last - bottom), max(0.0, min(c.box.x1 for c in node.children) - box.x1 - left),
    )  # fmt: skip


def _right_edge(node: Node) -> int:
    """Where the content ends: a text's own box may reach a little farther, so that it does not wrap too early."""
    most = max(child.box.x2 for child in node.children)
    firm = max((child.box.x2 for child in node.children if not child.spans), default=0)
    return firm if node.flow == "stack" and 0 < most - firm <= _OVER else most


def content(node: Node) -> BBox:
    """The box that a node's children stand in."""
    pads, edges, box = padding(node), node.style.borders, node.box
    return BBox(
        round(box.x1 + edges[3] + pads[3]), round(box.y1 + edges[0] + pads[0]),
        round(box.x2 - edges[1] - pads[1]), round(box.y2 - edges[2] - pads[2]),
    )  # fmt: skip


def inside(node: Node) -> Declarations:
    """How a node lays out its children."""
    if node.kind == "row":
        return [("height", px(node.box.height))]
    if not node.children or node.kind == "table":
        return []
    if node.kind in ("cell", "headcell"):
        return _in_cell(node)
    found: Declarations = []
    if any(round(side, 1) for side in padding(node)):
        found.append(("padding", _sides(padding(node))))
    if node.flow == "layers":
        return [
            ("display", "flow-root"), ("position", "relative"), ("isolation", "isolate"),
            ("height", px(node.box.height)),
        ]  # fmt: skip
    if node.flow == "grid":
        return found + _cells(node)
    if node.flow in ("row", "columns"):
        return found + (_line(node) if is_line(node) else _grid(node))
    if len(node.children) > 1 or node.kind in ("page", "main"):
        found = [("display", "flex"), ("flex-direction", "column"), *found]
        if gap := stack_gap(node):
            found.append(("gap", px(gap)))
    return found


def _in_cell(node: Node) -> Declarations:
    """A cell's sides; what stands in the middle of its row needs no room above."""
    top, right, bottom, left = padding(node)
    middle = abs(top - bottom) <= 4
    sides = (0.0, right if node.role == "right" else 0.0, 0.0, left if node.role == "left" else 0.0)
    found: Declarations = [("vertical-align", "middle")] if middle else []
    sides = sides if middle else (top, *sides[1:])
    if any(round(side, 1) for side in sides):
        found.append(("padding", _sides(sides)))
    return found


def _sides(sides: Sides) -> str:
    top, right, bottom, left = (px(side) for side in sides)
    if left == right:
        return (top if top == left else f"{top} {left}") if top == bottom else f"{top} {left} {bottom}"
    return f"{top} {right} {bottom} {left}"


def stack_gap(node: Node) -> int:
    """The commonest gap between a stack's children, where it is a gap."""
    gaps = Counter(b.box.y1 - a.box.y2 for a, b in pairwise(node.children))
    if not gaps:
        return 0
    most = max(gaps.values())
    return max(0, min(gap for gap, count in gaps.items() if count == most))


def line_gap(node: Node) -> int:
    """The commonest gap of a line; the one that parts its ends is none."""
    parted = _parting(node)
    pairs = [pair for place, pair in enumerate(pairwise(node.children), 1) if place != parted]
    gaps = Counter(b.box.x1 - a.box.x2 for a, b in pairs)
    if not gaps:
        return _BESIDE if parted else 0
    most = max(gaps.values())
    return max(0, min(gap for gap, count in gaps.items() if count == most))


def _line(node: Node) -> Declarations:
    found: Declarations = [("display", "flex"), ("align-items", "center" if _centred(node) else "flex-start")]
    if gap := line_gap(node):
        found.append(("gap", px(gap)))
    return found


def _centred(node: Node) -> bool:
    middle = node.box.centre[1]
    return all(abs(child.box.centre[1] - middle) <= 1 for child in node.children)


def _grid(node: Node) -> Declarations:
    tracks, gap = grid_tracks(node)
    found: Declarations = [("display", "grid"), ("grid-template-columns", _tracks(tracks)), ("align-items", "start")]
    if gap:
        found.append(("column-gap", px(gap)))
    return found


def grid_tracks(node: Node) -> tuple[list[int], int]:
    """The width of each column in pixels, and the gap between them; both add up to the content's width."""
    children = node.children
    gap = max(0, min((b.box.x1 - a.box.x2 for a, b in pairwise(children)), default=0))
    end = content(node).x2
    starts = [child.box.x1 for child in children]
    stops = [start - gap for start in starts[1:]] + [max(end, children[-1].box.x2)]
    return [max(1, stop - start) for start, stop in zip(starts, stops, strict=True)], gap


def _tracks(widths: Sequence[int]) -> str:
    if max(widths) - min(widths) <= 2:
        return f"repeat({len(widths)}, minmax(0, 1fr))"
    flexible = [width for width in widths if width > _FIXED] or [max(widths)]
    least = min(flexible)
    return " ".join(f"minmax(0, {_number(width / least)}fr)" if width in flexible else f"{width}px" for width in widths)


def _number(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")


def _cells(node: Node) -> Declarations:
    """A grid of columns and rows that its children stand on, some on several."""
    columns, rows = _grid_lines(node)
    around = content(node)
    widths = [max(1, b - a) for a, b in pairwise([*columns, around.x2])]
    heights = [f"minmax({b - a}px, auto)" for a, b in pairwise(rows)]
    return [
        ("display", "grid"), ("grid-template-columns", _tracks(widths)),
        ("grid-template-rows", " ".join([*heights, "auto"])), ("align-items", "start"),
    ]  # fmt: skip


def _grid_lines(node: Node) -> tuple[list[int], list[int]]:
    found = tracks_of([child.box for child in node.children])
    assert found is not None, "a grid's children share no cell"
    return found


def _in_cells(node: Node, parent: Node) -> Declarations:
    (columns, rows), around = _grid_lines(parent), content(parent)
    across, down = spans(node.box.x1, node.box.x2, columns), spans(node.box.y1, node.box.y2, rows)
    edges = [*columns, around.x2]
    found = [("grid-column", _span(across)), ("grid-row", _span(down))]
    if round(top := node.box.y1 - rows[down[0]] + node.nudge.top, 1):
        found.append(("margin-top", px(top)))
    left, right = node.box.x1 - edges[across[0]] + node.nudge.left, edges[across[1]] - node.box.x2
    return found + _across(node, left, right)


def _span(tracks: tuple[int, int]) -> str:
    first, last = tracks[0] + 1, tracks[1] + 1
    return str(first) if last - first == 1 else f"{first} / {last}"


def place(node: Node, parent: Node) -> Declarations:
    """How a node stands in the one around it: margins, and limits of its width."""
    return [*_placed(node, parent), ("white-space", "nowrap")] if node.flow == "line" else _placed(node, parent)


def _placed(node: Node, parent: Node) -> Declarations:
    if parent.kind in ("table", "row"):
        share = 100 * node.box.width / max(1, parent.box.width)
        return [("width", f"{_number(round(share, 2))}%")] if parent.kind == "row" else []
    if parent.kind in ("cell", "headcell"):
        return []
    if parent.flow == "layers":
        return _ground(node, parent) if node is parent.children[0] else _layer(node, parent)
    if parent.flow == "grid":
        return _in_cells(node, parent)
    if parent.flow in ("row", "columns"):
        return _in_line(node, parent) if is_line(parent) else _in_grid(node, parent)
    return _in_stack(node, parent)


def _ground(node: Node, parent: Node) -> Declarations:
    """The lowest of some layers stands in normal flow; the others lie over it."""
    top = node.box.y1 - parent.box.y1 + node.nudge.top
    found = [("margin-top", px(top))] if round(top, 1) else []
    left = node.box.x1 - parent.box.x1 + node.nudge.left
    return found + _across(node, left, parent.box.x2 - node.box.x2)


def _layer(node: Node, parent: Node) -> Declarations:
    left, top = node.box.x1 - parent.box.x1 + node.nudge.left, node.box.y1 - parent.box.y1 + node.nudge.top
    share = 100 * left / max(1, parent.box.width)
    return [
        ("position", "absolute"), ("top", px(top)), ("left", f"{_number(round(share, 2))}%"),
        ("width", px(node.box.width + node.nudge.width)),
        *([("z-index", "-1")] if node.kind in ("image", "box", "rule") else []),
    ]  # fmt: skip


def _in_stack(node: Node, parent: Node) -> Declarations:
    around = content(parent)
    place = parent.children.index(node)
    above = around.y1 if place == 0 else parent.children[place - 1].box.y2
    offset = node.box.y1 - above - (stack_gap(parent) if place else 0) + node.nudge.top
    found = [("margin-top", px(offset))] if round(offset, 1) else []
    left, right = node.box.x1 - around.x1 + node.nudge.left, around.x2 - node.box.x2
    return found + _across(node, left, right)


def _across(node: Node, left: float, right: float) -> Declarations:
    """Left and right: filled, in the middle, or kept to one side."""
    if left <= _NEAR and right <= _NEAR and node.kind not in ("image", "bullet"):
        return [*([("width", "100%")] if _is_fixed(node) else []), *(_shift(left) if abs(left) >= 0.5 else [])]
    if node.spans and node.lines > 1 and -_OVER <= right - node.nudge.width <= _SLACK * node.box.width:
        return [*_shift(left), ("margin-right", px(right - node.nudge.width))]
    between = max(abs(left), abs(right)) <= _MARGIN
    if between and node.kind in _FILLING and node.box.width >= _FIXED:
        return [("width", f"calc(100% - {px(left + right)})"), *_shift(left)]
    if between and not _is_fixed(node) and not node.spans and node.kind != "table":
        return [*([("margin-right", px(right))] if round(right, 1) else []), *_shift(left)]
    if abs(left - right) <= _NEAR + 1 and left > _NEAR:
        return [*_size(node, "100%"), ("margin-right", "auto"), ("margin-left", "auto")]
    if right <= _NEAR and left > 4 * _NEAR and _is_fixed(node):
        return [*_size(node), ("margin-left", "auto")]
    return [*_size(node), *_shift(left)]


def _shift(left: float) -> Declarations:
    return [("margin-left", px(left))] if round(left, 1) else []


def _is_fixed(node: Node) -> bool:
    return node.kind in ("button", "field", "image", "box", "bullet")


def _size(node: Node, fill: str = "") -> Declarations:
    """A width that gives way in a narrow window; `fill`: what it is where it has no width of its own."""
    width = px(node.box.width + node.nudge.width)
    if node.kind == "image":
        return [("width", width)]
    if _is_fixed(node):
        return [("width", width), ("max-width", "100%")]
    return [("width", fill), ("max-width", width)] if fill else [("max-width", width)]


def _in_line(node: Node, parent: Node) -> Declarations:
    around, place = content(parent), parent.children.index(node)
    before = around.x1 if place == 0 else parent.children[place - 1].box.x2
    left = node.box.x1 - before - (line_gap(parent) if place else 0) + node.nudge.left
    top = (0.0 if _centred(parent) else node.box.y1 - around.y1) + node.nudge.top
    found = [("margin-top", px(top))] if round(top, 1) else []
    found += [("margin-left", "auto")] if place and place == _parting(parent) else _shift(left)
    found.append(("flex", "none"))
    return [*found, ("white-space", "nowrap")] if node.lines == 1 else found + _size(node)


def _parting(line: Node) -> int:
    """Which child of a line stands at its other end: the one behind a gap far wider than the others; 0 for none."""
    gaps = [b.box.x1 - a.box.x2 for a, b in pairwise(line.children)]
    widest = max(gaps, default=0)
    others = sorted(gaps)[:-1]
    if widest < _PARTED or (others and widest < 3 * max(1, others[-1])):
        return 0
    return 1 + gaps.index(widest)


def _in_grid(node: Node, parent: Node) -> Declarations:
    around, place = content(parent), parent.children.index(node)
    tracks, gap = grid_tracks(parent)
    start = around.x1 + sum(tracks[:place]) + gap * place
    top = node.box.y1 - around.y1 + node.nudge.top
    found = [("margin-top", px(top))] if round(top, 1) else []
    return found + _across(node, node.box.x1 - start + node.nudge.left, start + tracks[place] - node.box.x2)
