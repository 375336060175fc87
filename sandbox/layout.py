"""Screen -> a tree of nodes that HTML can say: tables of rows of cells, containers around what lies in them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from perception.types import INTERACTIVE_ROLES, BBox, Element, Screen

_HOLDERS = frozenset("table row cell list listitem navigation dialog form listbox alert".split())
_SPEAKING = INTERACTIVE_ROLES | {"cell", "columnheader", "heading", "alert", "listitem", "img"}
_LEAST = 8  # pixels: what is smaller cannot be clicked with certainty


@dataclass(eq=False)  # two nodes are the same only where they are one
class Node:
    """An element at its box on the page, and what stands inside it."""

    element: Element
    box: BBox
    children: list[Node] = field(default_factory=list)

    @property
    def role(self) -> str:
        return self.element.role


def folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def tree(screen: Screen) -> list[Node]:
    """The page's top nodes, in reading order."""
    nodes = {element.id: Node(element, _least(element.box)) for element in screen.elements}
    _separate([node for node in nodes.values() if node.element.interactive and node.role != "columnheader"])
    tops: list[Node] = []
    grids = {role: [node for node in nodes.values() if node.role == role] for role in ("cell", "row", "listbox")}
    holders: dict[int, Node] = {}
    for node in nodes.values():
        holder = _holder(node, screen, nodes, grids)
        if holder is not None and _leads_to(holder, node, holders):
            holder = None  # what a parser says of parents can run in a circle
        if holder is not None:
            holders[id(node)] = holder
        (holder.children if holder else tops).append(node)
    tops = _rows_in_tables(tops)
    for table in [node for node in _walk(tops) if node.role == "table"]:
        _square(table)
    return tops


def _leads_to(start: Node | None, node: Node, holders: Mapping[int, Node]) -> bool:
    while start is not None and start is not node:
        start = holders.get(id(start))
    return start is node


def grouped(tops: list[Node], scopes: Iterable[tuple[str, str]]) -> list[Node]:
    """The top nodes, with a group around each (element, text) that are to be told from others by being together."""
    pairs = []
    for target, text in scopes:
        holders = [top for top in tops if any(node.element.id == target for node in _walk([top]))]
        speakers = [node for node in _walk(tops) if folded(text) in folded(_said(node.element)) and node.role != "row"]
        if holders and speakers and holders[0].element.id == target:
            pairs.append((holders[0], min(speakers, key=lambda node: _distance(node.box, holders[0].box))))
    for holder, speaker in sorted(pairs, key=lambda pair: pair[0].box.union(pair[1].box).area):
        tops = _wrapped(tops, holder, speaker)
    return tops


def _wrapped(tops: list[Node], holder: Node, speaker: Node) -> list[Node]:
    box = holder.box.union(speaker.box)
    needed = {id(holder), id(speaker)}
    inside = [top for top in tops if box.contains(*top.box.centre) or needed & {id(node) for node in _walk([top])}]
    if len(inside) < 2 or any(top.role == "table" for top in inside):
        return tops
    for top in inside:
        box = box.union(top.box)
    group = Node(Element(f"group-of-{holder.element.id}", "group", "", box), box, inside)
    return [*(top for top in tops if top not in inside), group]


def _distance(one: BBox, other: BBox) -> float:
    """Between the boxes, not their middles: a card's title stands above all that is in it."""
    return math.hypot(max(0, -one.overlap_x(other)), max(0, -one.overlap_y(other)))


def _walk(nodes: Sequence[Node]) -> list[Node]:
    return [found for node in nodes for found in (node, *_walk(node.children))]


def _least(box: BBox) -> BBox:
    return BBox(box.x1, box.y1, max(box.x2, box.x1 + _LEAST), max(box.y2, box.y1 + _LEAST))


def without_echoes(screen: Screen) -> Screen:
    """The screen without texts that another element on the same spot says already (a button's label read once more)."""
    # A list's item that holds several things, a column of cards, is drawn as these, not as one long text.
    held = Counter(element.parent for element in screen.elements)
    speaking = [e for e in screen.elements if e.role in _SPEAKING and (e.role != "listitem" or held[e.id] < 2)]
    said = [(element.box, folded(_said(element))) for element in speaking]
    kept = (element for element in screen.elements if element.role != "text" or not _echo(element, said))
    return replace(screen, elements=tuple(kept))


def _echo(element: Element, speaking: Sequence[tuple[BBox, str]]) -> bool:
    said, (x, y) = folded(element.name or element.text), element.box.centre
    return any(
        box.x1 <= x < box.x2 and box.y1 <= y < box.y2 and said in other and element.box.inside(box) > 0.7
        for box, other in speaking
    )


def _said(element: Element) -> str:
    return " ".join((element.name, element.text, element.state.value or "", element.state.placeholder or ""))


def _holder(node: Node, screen: Screen, nodes: dict[str, Node], grids: dict[str, list[Node]]) -> Node | None:
    """The node that it stands in: the nearest ancestor that may hold it, else the cell or row that it lies in."""
    if node.role == "table":
        allowed = _HOLDERS - {"row", "cell", "table"}
    elif node.role == "row":
        allowed = frozenset({"table"})
    elif node.role in ("cell", "columnheader"):
        allowed = frozenset({"row", "table"})
    else:
        allowed = _HOLDERS - {"table"}
    above = [nodes[other.id] for other in screen.ancestors(node.element) if other.id in nodes]
    found = next((other for other in above if other.role in allowed), None)
    if found is None and node.role == "option":
        return _around(node, grids["listbox"])
    if found is None and node.role in ("cell", "columnheader"):
        found = _around(node, grids["row"])
    if (found is None or found.role == "row") and node.role not in ("row", "cell", "columnheader", "table", "dialog"):
        found = _around(node, grids["cell"]) or found or _around(node, grids["row"])
    return found if found is not node else None


def _around(node: Node, others: Sequence[Node]) -> Node | None:
    """The smallest of these that has the node's centre in it and is larger."""
    x, y = node.box.centre
    fits = [other for other in others if other.box.contains(x, y) and other.box.area > node.box.area]
    return min(fits, key=lambda other: other.box.area, default=None)


def _rows_in_tables(tops: list[Node]) -> list[Node]:
    """Rows and cells that no table holds get one."""
    rows = [node for node in tops if node.role in ("row", "cell", "columnheader")]
    if not rows:
        return tops
    box = rows[0].box
    for row in rows[1:]:
        box = box.union(row.box)
    table = Node(Element("table-around", "table", "", box), box, rows)
    return [*(node for node in tops if node not in rows), table]


def _square(table: Node) -> None:
    """Every row has one cell for each column, so that a cell's place among its siblings is its column."""
    loose = [node for node in table.children if node.role != "row"]
    rows = [node for node in table.children if node.role == "row"] + _rows_of(loose)
    rows.sort(key=lambda row: row.box.y1)
    columns: list[BBox] = []
    for row in sorted(rows, key=lambda row: not _is_header(row)):
        for node in sorted(row.children, key=lambda child: (child.role not in ("cell", "columnheader"), child.box.x1)):
            if not any(node.box.overlap_x(column) > 0 for column in columns):
                columns.append(node.box)
    columns.sort(key=lambda column: column.x1)
    for row in rows:
        row.children = _cells(row, columns)
    table.children = rows


def _is_header(row: Node) -> bool:
    return any(node.role == "columnheader" for node in row.children)


def _rows_of(loose: list[Node]) -> list[Node]:
    """Rows made of a table's loose cells, those at the same height together."""
    rows: list[Node] = []
    for node in sorted(loose, key=lambda node: node.box.centre[1]):
        if rows and rows[-1].box.overlap_y(node.box) > 0.5 * min(rows[-1].box.height, node.box.height):
            rows[-1].children.append(node)
            rows[-1].box = rows[-1].box.union(node.box)
        else:
            rows.append(Node(Element(f"row-of-{node.element.id}", "row", "", node.box), node.box, [node]))
    return rows


def _cells(row: Node, columns: Sequence[BBox]) -> list[Node]:
    """The row's cells in order; what stands in a column without a cell gets one around it."""
    role = "columnheader" if _is_header(row) else "cell"
    cells: list[Node | None] = [None] * len(columns)
    for node in sorted(row.children, key=lambda child: child.role not in ("cell", "columnheader")):
        place = max(range(len(columns)), key=lambda i: node.box.overlap_x(columns[i]))
        own = cells[place]
        if own is None and node.role in ("cell", "columnheader"):
            cells[place] = node
        elif own is None:
            cells[place] = Node(Element(f"cell-of-{node.element.id}", role, "", node.box), node.box, [node])
        else:
            own.children.append(_as_text(node))
    return [
        cell or Node(Element(f"{row.element.id}-{i}", role, "", box), box)
        for i, cell in enumerate(cells)
        for box in [BBox(columns[i].x1, row.box.y1, columns[i].x2, row.box.y2)]
    ]


def _as_text(node: Node) -> Node:
    """A second cell in one column stands in the first as text."""
    if node.role in ("cell", "columnheader"):
        node.element = replace(node.element, role="text")
    return node


def _separate(nodes: list[Node]) -> None:
    """Frees the middle of every control: a smaller one that lies on it takes a part of its box instead."""
    ordered = sorted(nodes, key=lambda node: node.box.area)
    for index, large in enumerate(ordered):
        for small in ordered[:index]:
            if small.box.contains(*large.box.centre):
                large.box, small.box = _apart(large.box, small.box)


def _apart(large: BBox, small: BBox) -> tuple[BBox, BBox]:
    strips = [
        replace(large, x2=min(small.x1, large.x2)), replace(large, x1=max(small.x2, large.x1)),
        replace(large, y2=min(small.y1, large.y2)), replace(large, y1=max(small.y2, large.y1)),
    ]  # fmt: skip
    best = max(strips, key=lambda strip: min(strip.width, strip.height))
    if min(best.width, best.height) >= _LEAST:
        return best, small
    middle = (large.x1 + max(large.x2, large.x1 + 2 * _LEAST)) // 2
    right = BBox(middle, large.y1, max(large.x2, middle + _LEAST), large.y2)
    return BBox(large.x1, large.y1, middle, large.y2), right
