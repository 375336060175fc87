"""Tables and lists: bands between ruled lines or stripes, and the columns that the text in them keeps to."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from perception.detect_regions import Region
from perception.draft import Draft, Shelf, drafts_shelf, lines_shelf
from perception.ink import Ink
from perception.scene import Scene
from perception.types import BBox, TextLine

_SORT_GLYPH = 2.3  # a sort arrow with the room around it is at most this high, in text heights
_TAG, _VIVID_TAG = 2.3, 2.7  # a badge in a table is at most this high, in text heights; one of several strong colours


@dataclass
class Band:
    """A strip that may be a row; `boxes` are the texts and controls in it."""

    box: BBox
    boxes: list[BBox] = field(default_factory=list)

    def cells(self, gap: float) -> list[tuple[int, int]]:
        """Spans of what stands together, left to right."""
        return spans([(box.x1, box.x2) for box in self.boxes], gap)


@dataclass(frozen=True)
class Grid:
    """A table found: its bands (the header first, if it has one) and the spans of its columns."""

    bands: tuple[Band, ...]
    columns: tuple[tuple[int, int], ...]
    header: bool

    @property
    def box(self) -> BBox:
        return self.bands[0].box.union(self.bands[-1].box)

    def column_of(self, box: BBox) -> int:
        """The column that a box shares most with."""
        return max(
            range(len(self.columns)), key=lambda i: min(box.x2, self.columns[i][1]) - max(box.x1, self.columns[i][0])
        )


def spans(pairs: Iterable[tuple[int, int]], gap: float) -> list[tuple[int, int]]:
    """The union of intervals, those nearer than `gap` joined."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(pairs):
        if joined and start - joined[-1][1] < gap:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def find_grids(
    regions: Sequence[Region], boxes: Sequence[BBox], inks: Mapping[TextLine, Ink], unit: float
) -> tuple[list[Grid], list[list[Band]]]:
    """The tables, and the stacks of bands that are lists, among texts and controls at `boxes`."""
    grids: list[Grid] = []
    lists: list[list[Band]] = []
    ordered = sorted(boxes, key=lambda box: box.centre[1])
    middles = [box.centre[1] for box in ordered]
    lines = lines_shelf(inks, unit)
    for stack in _stacks(regions, unit):
        for band in stack:
            low, high = bisect_left(middles, band.box.y1), bisect_right(middles, band.box.y2)
            band.boxes = [
                b
                for b in ordered[low:high]
                if band.box.x1 - 2 <= b.centre[0] <= band.box.x2 + 2 and b.height <= band.box.height + 4
            ]
        for run in _runs(stack, unit):
            grid = _grid(run, ordered, middles, lines, inks, unit)
            grid = grid if grid is not None and _told_in_columns(grid, lines) else None
            if grid is not None:
                if not any(grid.box.inside(other.box) > 0.5 for other in grids):
                    grids.append(grid)
            elif len(run) >= 3:
                lists.append(run)
    lists = [run for run in lists if not any(run[0].box.union(run[-1].box).inside(grid.box) > 0.5 for grid in grids)]
    return grids, lists


def _stacks(regions: Sequence[Region], unit: float) -> list[list[Band]]:
    """Bands one below the other with the same left and right end, from rows and from lying rules."""
    ends: dict[tuple[int, int], list[int]] = {}
    seen: list[tuple[int, int]] = []
    strips = [
        r
        for r in regions
        if (r.kind == "row" or (r.kind == "rule" and r.box.width > r.box.height)) and r.box.width > 12 * unit
    ]
    for region in sorted(strips, key=lambda r: (r.box.x1, r.box.x2)):
        x1, x2 = region.box.x1, region.box.x2
        near = 0.5 * unit
        key = next((k for k in reversed(seen[-40:]) if abs(k[0] - x1) <= near and abs(k[1] - x2) <= near), None)
        if key is None:
            key = (x1, x2)
            seen.append(key)
        ends.setdefault(key, []).extend({region.box.y1, region.box.y2} if region.kind == "row" else {region.box.y1})
    stacks = []
    for (x1, x2), edges in ends.items():
        edges.sort()
        cuts = [edge for i, edge in enumerate(edges) if i == 0 or edge - edges[i - 1] > 3]
        bands = [Band(BBox(x1, a, x2, b)) for a, b in pairwise(cuts)]
        if len(bands) >= 2:
            stacks.append(bands)
    return stacks


def _runs(stack: Sequence[Band], unit: float) -> list[list[Band]]:
    """Unbroken sequences of bands that hold something and are about as high as rows are."""
    runs: list[list[Band]] = [[]]
    for band in stack:
        fits = 1.4 * unit <= band.box.height <= 14 * unit and band.boxes
        if fits and (not runs[-1] or band.box.y1 - runs[-1][-1].box.y2 <= 3):
            runs[-1].append(band)
        else:
            runs.append([band] if fits else [])
    return [run for run in runs if len(run) >= 2]


def _grid(
    run: Sequence[Band],
    ordered: Sequence[BBox],
    middles: Sequence[float],
    lines: Shelf[TextLine],
    inks: Mapping[TextLine, Ink],
    unit: float,
) -> Grid | None:
    """The longest part of a run that keeps to columns. A header may stand above the first rule."""
    gap = 0.9 * unit
    start, end = 0, len(run)
    counts = [len(band.cells(gap)) for band in run]
    while end - start >= 3 and min(counts[start], counts[end - 1]) < 0.6 * median(counts[start:end]):
        start, end = (start + 1, end) if counts[start] <= counts[end - 1] else (start, end - 1)
    while end - start >= 2:
        part = list(run[start:end])
        columns = _columns(part, gap, unit)
        if columns is not None:
            above = _band_above(part[0], ordered, middles, columns, gap, unit)
            if above is not None:
                part.insert(0, above)
                columns = _columns(part, gap, unit) or columns
            header = above is not None or _is_header(part[:12], lines, inks)
            return Grid(tuple(part), tuple(columns), header) if _is_table(part, run, columns, header, unit) else None
        usual = median(counts[start:end])
        if abs(counts[start] - usual) >= abs(counts[end - 1] - usual):
            start += 1
        else:
            end -= 1
    return None


def _told_in_columns(grid: Grid, lines: Shelf[TextLine]) -> bool:
    """Whether two columns or more have words or figures: questions with an arrow at the end of each are a list."""
    counts = [0] * len(grid.columns)
    for band in grid.bands:
        inside = [o.box for o in lines.touching(band.box.y1, band.box.y2) if band.box.contains(*o.box.centre)]
        for column in {grid.column_of(box) for box in inside}:
            counts[column] += 1
    return sum(count >= 0.5 * len(grid.bands) for count in counts) >= 2 or len(grid.columns) > 2


def _is_table(
    part: Sequence[Band], run: Sequence[Band], columns: Sequence[tuple[int, int]], header: bool, unit: float
) -> bool:
    """Rows under a header; or, without one, most of a run of three or more columns in rows of a line or two."""
    heights = sorted(band.box.height for band in part)
    if part[0].box.width < 22 * unit:
        return False
    if header:
        low = part[0].box.height <= 6.5 * unit and heights[len(heights) // 2] <= 8 * unit
        return low and (len(part) >= 3 or len(columns) >= 3)
    low = median(band.box.height for band in part) < 4.5 * unit
    return len(columns) >= 3 and len(part) >= max(3, 0.6 * len(run)) and low


def _columns(part: Sequence[Band], gap: float, unit: float) -> list[tuple[int, int]] | None:
    """The spans that all bands leave free between them, or None where the bands share no columns."""
    cells = [band.cells(gap) for band in part]
    columns = spans([cell for row in cells for cell in row], 0.3 * unit)
    usual = median(len(row) for row in cells)
    if len(columns) < 2 or usual < 2 or len(columns) < 0.6 * usual:
        return None
    aligned = total = 0
    for left, right in columns:
        inside = [cell for row in cells for cell in row if left <= cell[0] < right]
        near = 0.7 * unit
        total += len(inside)
        kept = (
            sum(abs(cell[0] - left) <= near for cell in inside),
            sum(abs(cell[1] - right) <= near for cell in inside),
            sum(abs(sum(cell) - left - right) <= 2 * near for cell in inside),
        )
        aligned += max(kept)
    return columns if aligned >= 0.7 * total else None


def _band_above(
    first: Band,
    ordered: Sequence[BBox],
    middles: Sequence[float],
    columns: Sequence[tuple[int, int]],
    gap: float,
    unit: float,
) -> Band | None:
    """A header without a line above it: texts in one row, close above, each over a column."""
    low, high = bisect_left(middles, first.box.y1 - 3.5 * unit), bisect_left(middles, first.box.y1)
    boxes = [
        b for b in ordered[low:high] if first.box.x1 - 2 <= b.centre[0] <= first.box.x2 + 2 and b.y2 <= first.box.y1 + 2
    ]
    if len(boxes) < 2 or max(b.centre[1] for b in boxes) - min(b.centre[1] for b in boxes) > unit:
        return None
    top = min(b.y1 for b in boxes)
    band = Band(
        BBox(first.box.x1, top - max(2, first.box.y1 - max(b.y2 for b in boxes)), first.box.x2, first.box.y1), boxes
    )
    row = band.cells(gap)
    fits = [sum(min(c[1], right) - max(c[0], left) > 0 for left, right in columns) for c in row]
    return band if sum(n == 1 for n in fits) >= max(2, 0.6 * len(columns)) and max(fits) == 1 else None


def _is_header(part: Sequence[Band], lines: Shelf[TextLine], inks: Mapping[TextLine, Ink]) -> bool:
    """The first band is written otherwise than the rest: bolder, in capitals, fainter, or on another paper."""
    looks = [_look(band, lines, inks) for band in part]
    first, rest = looks[0], [look for look in looks[1:] if look]
    if not first or not rest:
        return False
    capitals, weight, paper, digits = (
        first[0] - median(r[0] for r in rest),
        first[1] / max(0.01, median(r[1] for r in rest)),
        abs(first[2] - median(r[2] for r in rest)),
        median(r[3] for r in rest) - first[3],
    )
    return capitals > 0.5 or weight > 1.25 or (first[3] < 0.1 and (paper > 2 or digits > 0.2))


def _look(band: Band, lines: Shelf[TextLine], inks: Mapping[TextLine, Ink]) -> tuple[float, float, float, float] | None:
    """Shares of lines in capitals and with digits, usual weight, usual brightness of the paper."""
    near = lines.touching(band.box.y1, band.box.y2)
    inside = [(line, inks[line]) for line in near if band.box.contains(*line.box.centre)]
    if not inside:
        return None
    letters = [line for line, _ in inside if any(c.isalpha() for c in line.text)] or [line for line, _ in inside]
    return (
        sum(line.text.isupper() for line in letters) / len(letters),
        median(ink.weight for _, ink in inside),
        median(sum(ink.paper) / 3 for _, ink in inside),
        sum(any(c.isdigit() for c in line.text) for line, _ in inside) / len(inside),
    )


def build_table(
    grid: Grid, drafts: Sequence[Draft], plain: Sequence[TextLine], scene: Scene
) -> tuple[list[Draft], set[TextLine]]:
    """Table, rows, headers and cells. A cell takes the plain lines in it, and is the parent of the drafts in it."""
    table = Draft("table", grid.box, 0.8)
    built, used = [table], set[TextLine]()
    _untag(grid, drafts, scene)
    plain_shelf, draft_shelf = lines_shelf(plain, scene.unit), drafts_shelf(drafts, scene.unit)
    for number, band in enumerate(grid.bands):
        row = Draft("row", band.box, 0.8, parent=table)
        built.append(row)
        near = plain_shelf.touching(band.box.y1, band.box.y2)
        lines = [line for line in near if line not in used and band.box.contains(*line.box.centre)]
        inner = [
            d
            for d in draft_shelf.touching(band.box.y1, band.box.y2)
            if d.parent is None and band.box.contains(*d.box.centre) and d.box.height <= band.box.height + 4
        ]
        used.update(lines)
        row_cells = []
        for index, (left, right) in enumerate(grid.columns):
            own = [line for line in lines if grid.column_of(line.box) == index]
            held = [draft for draft in inner if grid.column_of(draft.box) == index]
            if own or held:
                is_head = grid.header and number == 0
                area = BBox(left, band.box.y1, right, band.box.y2)
                row_cells.append(_header(area, own, held, row, scene) if is_head else _cell(area, own, held, row))
        built += row_cells
        row.name = " ".join(cell.name for cell in row_cells if cell.name)
    return built, used


def _untag(grid: Grid, drafts: Sequence[Draft], scene: Scene) -> None:
    """Small framed words that stand alone in their cells and differ from row to row are what is, not what to do."""
    unit = scene.unit
    small = [
        d
        for d in drafts
        if d.role == "button" and d.lines and d.box.height <= _VIVID_TAG * unit and d.box.inside(grid.box) > 0.9
    ]
    columns: dict[int, list[Draft]] = {}
    for draft in small:
        columns.setdefault(grid.column_of(draft.box), []).append(draft)
    for column in columns.values():
        papers = [scene.inks[d.lines[0]].paper for d in column if d.lines[0] in scene.inks]
        colours = {paper for paper in papers if max(paper) - min(paper) > 80}
        low = max(d.box.height for d in column) <= _TAG * unit
        alone = len({round(d.box.centre[1] / unit) for d in column}) == len(column)
        if len(column) >= 3 and alone and len({d.text for d in column}) >= 2 and (low or len(colours) >= 2):
            for draft in column:
                draft.role, draft.interactive = "text", False


def _cell(area: BBox, own: list[TextLine], held: Sequence[Draft], row: Draft) -> Draft:
    cell = Draft("cell", area, 0.8, lines=own, parent=row)
    _adopt(cell, held)
    return cell


def _header(area: BBox, own: list[TextLine], held: Sequence[Draft], row: Draft, scene: Scene) -> Draft:
    """A column header; with an arrow glyph beside its text it sorts, and its box is both."""
    head = Draft("columnheader", area, 0.8, lines=own, parent=row)
    _adopt(head, held)
    unit = scene.unit
    arrows = [d.box for d in held if d.role == "icon" and max(d.box.width, d.box.height) <= _SORT_GLYPH * unit]
    glyph = scene.sign_behind(own[-1]) if own and not arrows else None
    arrows += [glyph] if glyph else []
    if own and arrows:
        box = own[0].box
        for other in [*(line.box for line in own), *arrows]:
            box = box.union(other)
        head.box, head.interactive = box.grow(round(0.35 * unit)), True
    return head


def _adopt(cell: Draft, held: Sequence[Draft]) -> None:
    for draft in held:
        draft.parent = cell
        cell.box = cell.box.union(draft.box)
    told = [(line.box.x1, line.text) for line in cell.lines] + [(d.box.x1, d.text) for d in held if d.role != "icon"]
    in_order = cell.text if not held else " ".join(text for _, text in sorted(told) if text)
    cell.name = in_order.strip()
