"""Lists: the dots before texts, and the runs of texts that are items of one list."""

from __future__ import annotations

from collections.abc import Sequence

from perception.layout_graphics import Graphic
from perception.layout_items import Item, around, ink_around
from perception.layout_lines import Line
from perception.types import BBox

BULLETS = frozenset("•◦▪‣·●○■□∙⚫")
_REACH = 3.0  # a bullet stands at most so many heights of its text left of it


def is_bullet(text: str) -> bool:
    """Whether a text is nothing but the dot of a list."""
    return text.strip() in BULLETS


def bullets_of(lines: Sequence[Line], graphics: Sequence[Graphic]) -> tuple[dict[Line, str], list[Graphic]]:
    """The kind of bullet before each line that has one, and the graphics that are none."""
    found: dict[Line, str] = {}
    left = list(graphics)
    for line in lines:
        for graphic in left:
            if graphic.kind in ("bullet", "icon") and _is_before(graphic.box, line.box):
                found[line] = "disc"
                left.remove(graphic)
                break
    return found, left


def _is_before(dot: BBox, text: BBox) -> bool:
    """Whether something small stands left of a text, at its height."""
    beside = 0 <= text.x1 - dot.x2 <= _REACH * text.height and dot.width <= 0.6 * text.height
    return beside and dot.y1 >= text.y1 - 0.3 * text.height and dot.y2 <= text.y2 + 0.3 * text.height


def with_lists(item: Item) -> None:
    """Runs of items within a stack become lists of their own; a stack of items alone is one."""
    for child in item.children:
        with_lists(child)
    if item.flow != "stack" or not item.children:
        return
    runs: list[list[Item]] = []
    for child in item.children:
        if runs and _is_entry(child) and _is_entry(runs[-1][-1]) and _marker(child) == _marker(runs[-1][-1]):
            runs[-1].append(child)
        else:
            runs.append([child])
    if len(runs) == 1 and item.is_plain and _is_list(runs[0]):
        _name(item)
        return
    item.children = [child for run in runs for child in ([_list(run)] if _is_list(run) else run)]


def _list(run: list[Item]) -> Item:
    made = Item("list", ink_around(run), around(run), children=run)
    _name(made)
    return made


def _name(item: Item) -> None:
    item.kind, item.role = "list", _marker(item.children[0])
    for child in item.children:
        child.kind, child.level = "item", 0


def _is_list(run: Sequence[Item]) -> bool:
    return all(map(_is_entry, run)) and len(run) >= (2 if _marker(run[0]) else 3)


def _is_entry(item: Item) -> bool:
    """A text with a bullet, or one that is a link as a whole."""
    block = item.block
    if block is None or item.kind != "paragraph":
        return False
    return bool(block.marker) or all(line.is_link for line in block.lines)


def _marker(item: Item) -> str:
    return item.block.marker if item.block else ""
