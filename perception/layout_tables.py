"""Tables of a screen as items: their rows and cells at the grid that was found, with what lies in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from perception.ink import Pixels
from perception.layout_cut import arranged
from perception.layout_items import Item, ink_around
from perception.layout_panels import Panel
from perception.layout_types import Style
from perception.style_box import common_colour
from perception.types import BBox, Colour, Element, Screen

_EDGE = 3  # pixels within which a rule lies on the border of two rows
_SAME = 3  # of a channel: what is as near is one colour
_WHOLE = 0.8  # of a cell's box and a painted one's that both have in common, where these are one
Slot = tuple[int, int]  # the row and the column of a cell


@dataclass(frozen=True, eq=False)
class Grid:
    """A table's element, the boxes of its rows, and the left edges of its columns with the right edge of the last."""

    element: Element
    rows: tuple[BBox, ...]
    edges: tuple[int, ...]
    header: bool

    @property
    def box(self) -> BBox:
        return BBox(self.edges[0], self.rows[0].y1, self.edges[-1], self.rows[-1].y2)


def grids_of(screen: Screen) -> list[Grid]:
    """The tables that have three rows and two columns or more, each row with a cell in every column."""
    return [grid for table in screen.with_role("table") if (grid := _grid(screen, table)) is not None]


def _grid(screen: Screen, table: Element) -> Grid | None:
    rows = [row for row in screen.children(table) if row.role == "row"]
    cells = [[c for c in screen.children(row) if c.role in ("cell", "columnheader")] for row in rows]
    counts = {len(row) for row in cells}
    if len(rows) < 3 or len(counts) != 1 or counts.pop() < 2:
        return None
    columns = list(zip(*(sorted(row, key=lambda cell: cell.box.x1) for row in cells), strict=True))
    starts = [min(cell.box.x1 for cell in column) for column in columns]
    ends = [max(cell.box.x2 for cell in column) for column in columns]
    room = max(0, starts[0] - table.box.x1)
    edges = [start - min(room, max(0, (start - end) // 2)) for end, start in zip(ends, starts[1:], strict=False)]
    if any(a >= b for a, b in pairwise([table.box.x1, *edges, table.box.x2])):
        return None
    header = any(cell.role == "columnheader" for cell in cells[0])
    ordered = sorted((row.box for row in rows), key=lambda box: box.y1)
    return Grid(table, tuple(ordered), (table.box.x1, *edges, table.box.x2), header)


def is_part(panel: Panel, grids: Sequence[Grid]) -> bool:
    """Whether a painted box is a row, a cell or a band of rows of a table."""
    return any(_is_part(panel.box, grid) for grid in grids)


def _is_part(box: BBox, grid: Grid) -> bool:
    if box.inside(grid.box) < 0.9 or box.iou(grid.box) > 0.9:
        return False
    tall = [row for row in grid.rows if row.inside(box) > 0.8]
    return bool(tall) and box.width > 0.9 * grid.box.width


def with_tables(items: list[Item], grids: Sequence[Grid], ground: Panel, pixels: Pixels, unit: float) -> list[Item]:
    """Items with those of each table that lies among them put into it."""
    for grid in grids:
        inside = [item for item in items if grid.box.contains(*item.ink.centre) and item.ink.inside(grid.box) > 0.8]
        table = _table(grid, inside, unit)
        if table is not None:
            _paint_rows(table, pixels, ground.fill)
            items = [item for item in items if item not in inside] + [table]
    return items


def _table(grid: Grid, items: Sequence[Item], unit: float) -> Item | None:
    rules = [item for item in items if item.kind == "rule"]
    things = [item for item in items if item.kind != "rule"]
    slots: dict[Slot, list[Item]] = {}
    paints: dict[Slot, Style] = {}
    for item in things:
        row = next((n for n, box in enumerate(grid.rows) if box.y1 <= item.ink.centre[1] < box.y2), None)
        column = sum(item.ink.centre[0] >= edge for edge in grid.edges[1:-1])
        if row is None or item.ink.x1 < grid.edges[column] - 4 or item.ink.x2 > grid.edges[column + 1] + 4:
            return None
        if _fills(item, _place(grid, row, column)):
            paints[row, column] = replace(item.style, radius=0.0)
            slots.setdefault((row, column), []).extend(item.children)
        else:
            slots.setdefault((row, column), []).append(item)
    if len(slots) < 4:
        return None
    rows = [_row(grid, number, slots, unit) for number in range(len(grid.rows))]
    for (number, column), style in paints.items():
        rows[number].children[column].style = style
    _rule_rows(rows, rules)
    return Item("table", grid.box, grid.box, children=rows, sources=(grid.element.id,))


def _fills(item: Item, place: BBox) -> bool:
    """Whether a painted box is a cell itself, so that its paint is the cell's."""
    return item.panel is not None and item.kind in ("group", "badge", "box") and item.box.iou(place) > _WHOLE


def _place(grid: Grid, row: int, column: int) -> BBox:
    """A cell's box, from its row's top to the next one's."""
    box = grid.rows[row]
    after = grid.rows[row + 1].y1 if row + 1 < len(grid.rows) else box.y2
    return BBox(grid.edges[column], box.y1, grid.edges[column + 1], after)


def _row(grid: Grid, number: int, slots: dict[Slot, list[Item]], unit: float) -> Item:
    cells = []
    for column in range(len(grid.edges) - 1):
        held = slots.get((number, column), [])
        place = _place(grid, number, column)
        made = Item("headcell" if grid.header and number == 0 else "cell", place, place)
        if held:
            made.children = [arranged(held, unit)]
        made.role = _edge(grid, column, slots)
        cells.append(made)
    whole = cells[0].box.union(cells[-1].box)
    return Item("row", whole, whole, children=cells, flow="row")


def _edge(grid: Grid, column: int, slots: dict[Slot, list[Item]]) -> str:
    """The edge that a column's contents share: left, right or the middle."""
    boxes = [ink_around(held) for (_, at), held in slots.items() if at == column and held]
    if len(boxes) < 2:
        return "left"
    spread = {
        "left": max(b.x1 for b in boxes) - min(b.x1 for b in boxes),
        "right": max(b.x2 for b in boxes) - min(b.x2 for b in boxes),
        "center": max(b.x1 + b.x2 for b in boxes) / 2 - min(b.x1 + b.x2 for b in boxes) / 2,
    }
    return min(spread, key=lambda edge: (spread[edge] > 4, spread[edge] if spread[edge] > 4 else 0))


def _rule_rows(rows: Sequence[Item], rules: Sequence[Item]) -> None:
    for row in rows:
        below = [rule for rule in rules if abs(rule.box.y1 - row.box.y2) <= _EDGE]
        under = next((rule for rule in below if rule.box.width > 0.6 * row.box.width), None)
        if under is not None and under.style.background:
            row.style = Style(border=under.style.background, borders=(0.0, 0.0, float(under.box.height), 0.0))


def _paint_rows(table: Item, pixels: Pixels, ground: Colour) -> None:
    """The background of each row that is not its table's, the faint line below it, and the line around all; where
    each cell has a line around it, there are no others."""
    ruled = all(cell.style.border for row in table.children for cell in row.children)
    for row in table.children:
        box = row.box
        fill = common_colour(pixels[box.y1 : box.y2, box.x1 : box.x2])
        if not _near(fill, ground):
            row.style = replace(row.style, background=fill)
        for cell in row.children:
            if cell.style.background and _near(cell.style.background, fill):
                cell.style = replace(cell.style, background=None)
        line = (
            None
            if ruled or row.style.border or row is table.children[-1]
            else _line(pixels[:, box.x1 : box.x2], box.y2)
        )
        if line is not None:
            row.style = replace(row.style, border=line, borders=(0.0, 0.0, 1.0, 0.0))
    frame = None if ruled else _frame(pixels, table.box)
    if frame is not None:
        table.style = replace(table.style, border=frame, borders=(1.0, 1.0, 1.0, 1.0))


def _frame(pixels: Pixels, box: BBox) -> Colour | None:
    """The colour of a thin line around a box, where there is one on all four sides; the lowest may be a row's own."""
    across, down = pixels[:, box.x1 + 8 : box.x2 - 8], pixels[box.y1 + 8 : box.y2 - 8].swapaxes(0, 1)
    first, *sides = [_line(across, box.y1), _line(down, box.x1), _line(down, box.x2)]
    around = first and all(line and _near(line, first) for line in sides) and _line(across, box.y2)
    return first if around else None


def _line(rows: Pixels, at: int) -> Colour | None:
    """The colour of a thin line that crosses the rows of pixels near `at` from end to end, unlike those around it."""
    near = range(max(1, at - _EDGE), min(len(rows) - 1, at + _EDGE))
    plain = {y: _one_colour(rows[y]) for y in range(near.start - 1, near.stop + 1)} if near else {}
    for y in near:
        line, above = plain[y], plain[y - 1]
        below = plain[y + 1] or plain.get(y + 2)
        if line and above and below and not _near(line, above) and not _near(line, below):
            return line
    return None


def _one_colour(row: Pixels) -> Colour | None:
    """The colour of nearly all of a row of pixels."""
    import numpy as np

    common = common_colour(row)
    same = np.abs(row.astype(np.int16) - np.array(common, np.int16)).max(axis=1) <= _SAME
    return common if same.mean() > 0.8 else None


def _near(one: Colour, other: Colour) -> bool:
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) <= _SAME
