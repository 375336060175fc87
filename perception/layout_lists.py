"""Lists: the dots before texts, and the runs of texts that are items of one list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from perception.layout_graphics import Graphic
from perception.layout_items import Item, around, ink_around
from perception.layout_lines import BULLETS, Line
from perception.letters import face
from perception.style_font import Sample
from perception.types import BBox

_NUMBER = re.compile(r"(\d{1,3})([.)])\s")
_FAR = 16  # heights of a line between the starts of two items
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


def numbered(lines: Sequence[Line]) -> dict[Line, tuple[str, Line]]:
    """The lines that begin the items of numbered lists: what stands before each, and the line without it.

    Only numbers that go on below one another at one edge count, with nothing between them but what is indented.
    """
    starts = [(line, found) for line in lines if (found := _NUMBER.match(line.pieces[0].text)) and _rest(line)]
    starts.sort(key=lambda start: (start[0].box.y1, start[0].box.x1))
    listed: set[Line] = set()
    for place, (line, found) in enumerate(starts):
        following = next((other for other, next_ in starts[place + 1 :] if int(next_[1]) == int(found[1]) + 1
                          and next_[2] == found[2] and _goes_on(line, other, lines)), None)  # fmt: skip
        if following is not None:
            listed |= {line, following}
    return {line: (found[0].strip(), rest) for line, found in starts if line in listed and (rest := _rest(line))}


def _goes_on(line: Line, other: Line, lines: Sequence[Line]) -> bool:
    high = line.box.height
    level = min(abs(line.box.x1 - other.box.x1), abs(_text_edge(line) - _text_edge(other))) <= 0.6 * high
    if not level or not 0 < other.box.y1 - line.box.y1 < _FAR * high:
        return False
    between = [one.box for one in lines if line.box.y2 <= one.box.centre[1] < other.box.y1]
    own = [box for box in between if box.overlap_x(line.box) or box.overlap_x(other.box)]
    return all(box.x1 >= _text_edge(line) - 0.5 * high for box in own)


def _text_edge(line: Line) -> float:
    return line.box.x1 + _shift(line.pieces[0].text.split(), line.samples[0])


def _shift(words: Sequence[str], sample: Sample) -> float:
    """From the left of a text to its second word; as its letters' widths tell, where its words lie too close."""
    if len(sample.words) == len(words):
        return sample.words[1][0]
    measured = face("sans", 400)
    return sample.width * measured.advance(f"{words[0]} ") / max(0.1, measured.extent(sample.text).width)


def _rest(line: Line) -> Line | None:
    """A line without its first word; None where it has but one."""
    piece, sample = line.pieces[0], line.samples[0]
    words = piece.text.split()
    if len(words) < 2:
        return None
    shift = _shift(words, sample)
    text, left = " ".join(words[1:]), piece.box.x1 + round(shift)
    told = tuple((start - shift, stop - shift) for start, stop in sample.words[1:])
    own = told if len(told) == len(words) - 1 else ()
    samples = (replace(sample, text=text, width=sample.width - shift, words=own), *line.samples[1:])
    first = replace(piece, text=text, box=replace(piece.box, x1=left), strong=piece.strong[1:])
    return replace(line, pieces=(first, *line.pieces[1:]), box=replace(line.box, x1=left), samples=samples)


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
    first = item.children[0].block
    item.level = int(first.number.rstrip(".)")) if first and first.number else 0
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
