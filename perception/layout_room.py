"""Gives every item its room: how wide a text may run, which edge it keeps, and how boxes fill the one around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from perception.layout_blocks import Block
from perception.layout_items import Item
from perception.letters import face, is_full
from perception.types import BBox

_EDGE = 2.5  # pixels within which two edges or middles are the same
_DOUBT = 0.015  # the share of its width by which a rendered line may differ from the measured one
_PAD = 16  # pixels beside what stands in the middle of a box
_SLACK = 3  # pixels more than its own words that a line must have, so that it does not wrap elsewhere


def allot(item: Item, left: int, right: int) -> None:
    """Fits an item and all in it between two edges of the box around it."""
    if item.block is not None:
        _allot_text(item, item.block, left, right)
    elif item.kind == "table":
        for cell in (cell for row in item.children for cell in row.children):
            _allot_cell(cell)
    elif item.panel is not None or item.kind in ("field", "image", "rule", "box"):
        _allot_inside(item)
    elif item.flow == "row":
        item.box = replace(item.box, x1=left, x2=max(right, item.box.x2))
        _allot_row(item, left, right)
    elif item.flow == "stack":
        item.box = replace(item.box, x1=left, x2=max(right, item.box.x2))
        for child in item.children:
            allot(child, left, right)
    else:
        for child in item.children:
            allot(child, child.box.x1, child.box.x2 + _SLACK)


def _allot_cell(cell: Item) -> None:
    for child in cell.children:
        ink, box = child.ink, cell.box
        if cell.role == "center":
            half = min((ink.x1 + ink.x2) / 2 - box.x1, box.x2 - (ink.x1 + ink.x2) / 2)
            allot(child, round((ink.x1 + ink.x2) / 2 - half), round((ink.x1 + ink.x2) / 2 + half))
        elif cell.role == "right":
            allot(child, box.x1, ink.x2)
        else:
            allot(child, min(child.box.x1, ink.x1), box.x2)
        if child.block is not None and len(child.block.lines) == 1:
            child.block.align = cell.role


def _allot_inside(item: Item) -> None:
    """A painted box: its content keeps the padding that it has on the left, on both sides where it can."""
    if not item.children:
        return
    content = item.children[0] if len(item.children) == 1 else None
    box = item.box
    ink = BBox(
        min(child.ink.x1 for child in item.children), box.y1, max(child.ink.x2 for child in item.children), box.y2
    )
    pad = max(0, min(ink.x1 - box.x1, box.x2 - ink.x2))
    middle = abs((ink.x1 + ink.x2) / 2 - (box.x1 + box.x2) / 2) <= _EDGE
    if not middle and ink.x1 - box.x1 > 0.5 * box.width:
        pad = max(0, box.x2 - ink.x2)
    if pad > _PAD and middle and _are_centred(item):
        pad = _PAD  # what stands in the middle tells nothing of the room at the sides
    for child in item.children:
        allot(child, min(box.x1 + pad, child.ink.x1), max(box.x2 - pad, child.ink.x2))
    if content is not None and content.is_plain:
        item.flow, item.children = content.flow, content.children


def _are_centred(item: Item) -> bool:
    """Whether a box holds nothing but texts below one another, each in its middle."""
    texts = [child for child in item.walk() if child is not item]
    if any(not child.is_text and (not child.is_plain or child.flow != "stack") for child in texts):
        return False
    middle = (item.box.x1 + item.box.x2) / 2
    return all(abs((child.ink.x1 + child.ink.x2) / 2 - middle) <= _EDGE for child in texts if child.is_text)


def _allot_text(item: Item, block: Block, left: int, right: int) -> None:
    ink = item.ink
    align = block.align
    middle = abs((ink.x1 + ink.x2) / 2 - (left + right) / 2) <= _EDGE and ink.x1 - left > 2 * _EDGE
    if align in ("left", "center") and middle and not (len(block.lines) > 1 and align == "left"):
        align = "center"
    elif len(block.lines) == 1 and abs(right - ink.x2) <= _EDGE and ink.x1 - left > 0.25 * (right - left):
        align = "right"
    elif align == "center" and not middle:
        left, right = _around_middle(item, left, right)
    if align in ("left", "justify"):
        left = item.box.x1
    block.align = align
    least, most = widths(block)
    room = right - left
    spare = _DOUBT * room if len(block.lines) > 1 else 0
    if not least - 1 + spare <= room < most - spare:
        half = (most - least) / 2
        room = round(min(max(room, least + min(_SLACK + spare, half)), most - min(1 + spare, half)))
        if align == "center":
            left = round((ink.x1 + ink.x2 - room) / 2)
        elif align == "right":
            left = right - room
    item.box = replace(item.box, x1=left, x2=left + room)
    item.flow = "line" if len(block.lines) == 1 and room < 1.08 * ink.width else item.flow


def _around_middle(item: Item, left: int, right: int) -> tuple[int, int]:
    """The widest room that has the text in its middle."""
    middle = (item.ink.x1 + item.ink.x2) / 2
    half = min(middle - left, right - middle)
    return round(middle - half), round(middle + half)


def widths(block: Block) -> tuple[float, float]:
    """The least width of a box in which a block's lines end where they do, and the least in which they do not."""
    font = block.font
    measured = face(font.family, font.weight)
    told = [max(line.box.width, font.size * measured.extent(line.text).width) for line in block.lines]
    least, most = max(told) + 1, 100_000.0
    for line, following, stops in zip(block.lines, block.lines[1:], block.breaks, strict=False):
        if not stops:
            word = first_word(following.text)
            most = min(most, line.box.width + font.size * (measured.space + measured.extent(word).width))
    return least, max(most, least + 1)


def first_word(text: str) -> str:
    """What must go to the next line together: a word, or one Chinese letter."""
    word = text.split()[0] if text.split() else ""
    return word[0] if word and is_full(word[0]) else word


def _allot_row(item: Item, left: int, right: int) -> None:
    """Each child's room reaches to the next one, or both ways where its texts are centred."""
    children = item.children
    if item.is_line:
        for child in children:
            allot(child, child.box.x1, child.ink.x2)
            if child.block is not None:
                child.block.align, child.box, child.flow = "left", replace(child.box, x2=child.ink.x2), "stack"
        return
    if item.is_spread and (pitch := _pitch(children)):
        for child in children:
            middle = (child.ink.x1 + child.ink.x2) / 2
            allot(child, round(middle - pitch / 2), round(middle + pitch / 2))
        return
    starts = [child.ink.x1 for child in children]
    ends = [child.ink.x2 for child in children]
    gaps = [max(0, b - a) for a, b in zip(ends, starts[1:], strict=False)]
    for place, child in enumerate(children):
        before = gaps[place - 1] if place else max(0, starts[0] - left)
        after = gaps[place] if place < len(gaps) else max(0, right - ends[-1])
        if _centred(child):
            spare = min(before if place == 0 else before / 2, after if place == len(gaps) else after / 2)
            allot(child, round(starts[place] - spare), round(ends[place] + spare))
        else:
            room = after if place == len(gaps) else max(0, after - min(after // 2, 16))
            allot(child, child.box.x1 if child.is_text else starts[place], max(ends[place] + room, starts[place] + 1))
    for one, two in pairwise(children):
        if one.box.x2 > two.box.x1 and one.kind == "group":
            one.box = replace(one.box, x2=max(one.box.x1 + 1, two.box.x1))


def _pitch(children: Sequence[Item]) -> float:
    """The width of the columns that things stand in the middle of; 0 where they stand at its edge, or anyhow."""
    middles = [(child.ink.x1 + child.ink.x2) / 2 for child in children]
    steps = [b - a for a, b in pairwise(middles)]
    edges = [b.ink.x1 - a.ink.x1 for a, b in pairwise(children)]
    even = max(steps) - min(steps) <= 2 * _EDGE
    return sum(steps) / len(steps) if even and max(edges) - min(edges) > 2 * _EDGE else 0.0


def _centred(item: Item) -> bool:
    """Whether the texts of a column have one middle and different edges."""
    texts = [child for child in item.walk() if child.is_text and child.panel is None]
    if len(texts) < 2:
        return False
    middles = [text.ink.centre[0] for text in texts]
    return max(middles) - min(middles) <= 2 * _EDGE and max(t.ink.x1 for t in texts) - min(t.ink.x1 for t in texts) > 6
