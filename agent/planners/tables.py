"""What a table on the screen says: its columns, the values in them, and in which order they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass

from agent.words import fold
from perception.types import Element, Screen


@dataclass(frozen=True)
class Column:
    """A column by its header; `cells` are those under it, from the top."""

    header: Element
    cells: tuple[Element, ...]
    table: Element | None

    @property
    def name(self) -> str:
        return self.header.name or self.header.text

    @property
    def values(self) -> list[str]:
        return [text for cell in self.cells if (text := (cell.text or cell.name).strip())]


def columns(screen: Screen) -> list[Column]:
    """The columns of every table on the screen, left to right."""
    cells = screen.with_role("cell")
    found = []
    for header in screen.with_role("columnheader"):
        table = _table_of(screen, header)
        under = [cell for cell in cells if cell.box.y1 >= header.box.centre[1] and _same_column(header, cell)]
        under = [cell for cell in under if table is None or _table_of(screen, cell) in (table, None)]
        found.append(Column(header, tuple(sorted(under, key=lambda cell: cell.box.y1)), table))
    return found


def _same_column(header: Element, cell: Element) -> bool:
    shared = header.box.overlap_x(cell.box)
    return shared > 0.5 * min(header.box.width, cell.box.width)


def _table_of(screen: Screen, element: Element) -> Element | None:
    inside = [around for around in screen.ancestors(element) if around.role == "table"]
    if inside:
        return inside[0]
    tables = [table for table in screen.with_role("table") if element.box.inside(table.box) > 0.9]
    return min(tables, key=lambda table: table.box.area, default=None)


def named(screen: Screen, name: str) -> Column | None:
    """The column of this name, whatever its case; a longer header that holds it as a word will do where it is alone."""
    wanted = fold(re.sub(r"\s*\b(?:column|field)s?$|列$", "", name, flags=re.IGNORECASE))
    every = [column for column in columns(screen) if column.name]
    for test in (lambda have: have == wanted, lambda have: _holds(have, wanted), lambda have: _holds(wanted, have)):
        if len(found := [column for column in every if test(fold(column.name))]) == 1:
            return found[0]
    return None


def _holds(longer: str, shorter: str) -> bool:
    if not shorter:
        return False
    return shorter in longer if not shorter.isascii() else re.search(rf"\b{re.escape(shorter)}\b", longer) is not None


def with_value(screen: Screen, value: str) -> list[Column]:
    """The columns that show this value in a cell."""
    return [column for column in columns(screen) if fold(value) in map(fold, column.values)]


def rows(screen: Screen) -> list[Element]:
    """The table rows that hold data, from the top."""
    headers = {header.parent for header in screen.with_role("columnheader")}
    return sorted((row for row in screen.with_role("row") if row.id not in headers), key=lambda row: row.box.y1)


def order(column: Column) -> str:
    """ "ascending" or "descending" where the values seen stand in that order and differ, else ""."""
    keys = [_key(value) for value in column.values]
    if len(set(keys)) < 3 or len({type(key) for key in keys}) > 1:
        return ""
    if keys == sorted(keys):
        return "ascending"
    return "descending" if keys == sorted(keys, reverse=True) else ""


def _key(text: str) -> float | tuple[int, ...] | str:
    plain = re.sub(r"[\s,，$€£¥￥%元]", "", text)
    if re.fullmatch(r"[-+]?\d+(?:\.\d+)?", plain):
        return float(plain)
    if match := re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", plain):
        return tuple(map(int, match.groups()))
    return fold(text)
