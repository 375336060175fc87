"""Lists: the dots before texts, and the runs of texts that are items of one list."""

from __future__ import annotations

from collections.abc import Sequence

from perception.layout_blocks import Block
from perception.layout_graphics import Graphic
from perception.layout_items import Item, around, ink_around

BULLETS = frozenset("•◦▪‣·●○■□∙⚫")
_REACH = 2.4  # a bullet stands at most so many font sizes left of its text


def is_bullet(text: str) -> bool:
    """Whether a text is nothing but the dot of a list."""
    return text.strip() in BULLETS


def marked(blocks: Sequence[Block], graphics: Sequence[Graphic]) -> list[Graphic]:
    """Gives blocks the bullets before them; the graphics that are left."""
    left = list(graphics)
    for block in blocks:
        size, first = block.font.size, block.lines[0].box
        for graphic in left:
            box = graphic.box
            beside = 0 <= first.x1 - box.x2 <= _REACH * size and box.width <= 0.7 * size
            level = first.y1 - 0.3 * size <= box.y1 and box.y2 <= first.y2 + 0.3 * size
            if beside and level and graphic.kind in ("bullet", "icon"):
                block.marker = "circle" if graphic.hollow else "disc"
                left.remove(graphic)
                break
    return left


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
