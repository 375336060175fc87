"""Items as rows and columns: a recursive XY-cut (Nagy and Seth, 1984) that keeps columns of a page together.

An area is cut into strips at every gap across it. Strips that share a gutter are one set of columns, unless they are
the rows of one another (label and field, name and price). What no straight line parts is laid in layers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from perception.layout_items import Item, group, ink_around
from perception.types import BBox

_TOUCH = 2  # pixels by which neighbours may overlap and still be parted
_JOINED = 4  # pixels between the head of a card and its body
_DEEP = 0.34  # and the share of the lower one's height, where nothing else parts them


def arranged(items: Sequence[Item], unit: float) -> Item:
    """One item for all: the only one, or a group of stacks, rows and layers."""
    items = list(items)
    if len(items) == 1:
        return items[0]
    strips = _strips(items, _TOUCH)
    if len(strips) > 1:
        return _stack(strips, unit)
    columns = _columns(items, _TOUCH)
    if len(columns) > 1:
        return group([arranged(column, unit) for column in columns], "row")
    for parts, flow in ((_loose(items, _down), "stack"), (_loose(items, _across), "row")):
        if len(parts) > 1:
            return group([arranged(part, unit) for part in parts], flow)
    over = _over(items)
    below = [item for item in items if item not in over]
    return group([arranged(below, unit), *over], "layers")


def _over(items: Sequence[Item]) -> list[Item]:
    """The fewest things to lay over the others, so that these can be parted: what overlaps most of them, or what
    stands in the way of every cut."""
    left, over = list(items), []
    while len(left) > 1 and not _can_be_cut(left):
        crossing = {item: sum(_crosses(item, other) for other in left if other is not item) for item in left}
        freeing = next((i for i in _small_first(left) if _can_be_cut([o for o in left if o is not i])), None)
        most = max(crossing.values())
        crossed = [item for item in _small_first(left) if crossing[item] == most]
        item = crossed[0] if most and (freeing is None or not crossing[freeing]) else freeing or _small_first(left)[0]
        left.remove(item)
        over.append(item)
    return sorted(over, key=lambda item: (-item.box.area, item.ink.y1, item.ink.x1))


def _small_first(items: Sequence[Item]) -> list[Item]:
    return sorted(items, key=lambda item: (item.ink.area, item.ink.y1, item.ink.x1))


def _can_be_cut(items: Sequence[Item]) -> bool:
    return len(items) == 1 or len(_strips(items, _TOUCH)) > 1 or len(_columns(items, _TOUCH)) > 1


def _crosses(item: Item, other: Item) -> bool:
    return item.ink.overlap_x(other.ink) > _TOUCH and item.ink.overlap_y(other.ink) > _TOUCH


def _stack(strips: list[list[Item]], unit: float) -> Item:
    sets = _shared_columns(strips, unit)
    if len(sets) == 1 and len(strips) > 1 and len(sets[0]) > 1:  # the whole area is one set of columns
        items = [item for strip in strips for item in strip]
        columns = _columns_at(items, _gutters(items, unit))
        if len(columns) > 1:
            return group([arranged(column, unit) for column in columns], "row")
    children = []
    for part in sets:
        items = [item for strip in part for item in strip]
        columns = _columns_at(items, _gutters(items, unit)) if len(part) > 1 else [items]
        children.append(
            group([arranged(column, unit) for column in columns], "row") if len(columns) > 1 else arranged(items, unit)
        )
    return group(children, "stack")


def _down(box: BBox) -> tuple[int, int]:
    return box.y1, box.y2


def _across(box: BBox) -> tuple[int, int]:
    return box.x1, box.x2


Span = Callable[[BBox], tuple[int, int]]


def _cut(items: Sequence[Item], span: Span, overlap: float) -> list[list[Item]]:
    """Items parted wherever one begins at most `overlap` pixels before all before it have ended."""
    parts: list[list[Item]] = []
    reach = 0
    for item in sorted(items, key=lambda one: (*span(one.ink), one.ink.x1, one.ink.y1)):
        start, end = span(item.ink)
        if parts and start < reach - overlap:
            parts[-1].append(item)
            reach = max(reach, end)
        else:
            parts.append([item])
            reach = end
    return parts


def _strips(items: Sequence[Item], overlap: float) -> list[list[Item]]:
    return _cut(items, _down, overlap)


def _columns(items: Sequence[Item], overlap: float) -> list[list[Item]]:
    return _cut(items, _across, overlap)


def _loose(items: Sequence[Item], span: Span) -> list[list[Item]]:
    """Parted by middles: each item's middle lies beyond the end of all before it, less a third of its own size."""
    parts: list[list[Item]] = []
    reach = 0.0
    for item in sorted(items, key=lambda one: sum(span(one.ink))):
        start, end = span(item.ink)
        if parts and start + _DEEP * (end - start) < reach:
            parts[-1].append(item)
        else:
            parts.append([item])
        reach = max(reach, end)
    return parts if all(_clear(a, b, span) for a, b in pairwise(parts)) else [list(items)]


def _clear(one: Sequence[Item], two: Sequence[Item], span: Span) -> bool:
    """Nothing of a part lies within the other."""
    first, second = span(ink_around(one)), span(ink_around(two))
    return first[0] <= second[0] and first[1] <= second[1]


def _shared_columns(strips: list[list[Item]], unit: float) -> list[list[list[Item]]]:
    """Runs of strips that stand in the same columns; a strip of its own is a run of one."""
    sets: list[list[list[Item]]] = []
    at = 0
    while at < len(strips):
        end = _run_end(strips, at, unit)
        sets.append(strips[at:end])
        at = end
    return sets


def _run_end(strips: list[list[Item]], start: int, unit: float) -> int:
    """One past the last strip of the columns that begin at `start`."""
    held = list(strips[start])
    best = start + 1
    gutters = _gutters(held, unit)
    for end in range(start + 1, len(strips)):
        gap = ink_around(strips[end]).y1 - ink_around(held).y2
        if gap > _JOINED and (_are_cards(strips[end - 1]) or _are_cards(strips[end])):
            break
        held = held + strips[end]
        gutters = _gutters(held, unit)
        if not gutters or gap > max(6 * unit, 2.5 * max(b - a for a, b in gutters)):
            break
        if _both_sides(strips[start : end + 1], gutters) and not _are_rows(held, gutters, unit):
            best = end + 1
    return best


def _are_cards(strip: Sequence[Item]) -> bool:
    """Whether a strip is a row of its own: painted boxes with something in them, all from one height to another."""
    boxes = [item.ink for item in strip]
    level = (
        max(b.y1 for b in boxes) - min(b.y1 for b in boxes) <= 3 >= max(b.y2 for b in boxes) - min(b.y2 for b in boxes)
    )
    return len(strip) > 1 and level and all(item.panel is not None and item.children for item in strip)


def _both_sides(strips: Sequence[Sequence[Item]], gutters: Sequence[tuple[int, int]]) -> bool:
    """The first and the last strip have items left and right of a gutter, or one column is one tall item."""
    columns = [_columns_at(strip, gutters) for strip in strips]
    whole = _columns_at([item for strip in strips for item in strip], gutters)
    if len(whole) < 2:
        return False
    two_sided = sum(len(column) > 1 for column in columns)
    return two_sided >= 1 and (len(columns[-1]) > 1 or two_sided >= 0.34 * len(columns))


def _gutters(items: Sequence[Item], unit: float) -> list[tuple[int, int]]:
    """(left, right) of each empty lane of some width through all items."""
    parts = _columns(items, 0)
    edges = [(ink_around(a).x2, ink_around(b).x1) for a, b in pairwise(parts)]
    return [(left, right) for left, right in edges if right - left >= 0.9 * unit]


def _columns_at(items: Sequence[Item], gutters: Sequence[tuple[int, int]]) -> list[list[Item]]:
    columns: dict[int, list[Item]] = {}
    for item in items:
        columns.setdefault(sum(item.ink.x1 >= right for _, right in gutters), []).append(item)
    return [columns[place] for place in sorted(columns)]


def _are_rows(items: Sequence[Item], gutters: Sequence[tuple[int, int]], unit: float) -> bool:
    """Whether the columns are the cells of common rows: single lines or controls with a partner at their height."""
    columns = _columns_at(items, gutters)
    if any(not (item.one_line or item.kind in ("field", "image") or item.ink.height < 4 * unit) for item in items):
        return False
    fewest = min(columns, key=len)
    if len(fewest) < 2 or max(map(len, columns)) > 1.5 * len(fewest):
        return False
    middles = [[item.ink.centre[1] for item in column] for column in columns]
    met = sum(
        all(min(abs(item.ink.centre[1] - middle) for middle in column) < 0.6 * unit for column in middles)
        for item in fewest
    )
    return met > 0.8 * len(fewest)
