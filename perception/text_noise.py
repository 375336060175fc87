"""Tells letters from icons that were read as letters, by how sure the reading is, its shape and its neighbours."""

from __future__ import annotations

import re
from statistics import median

from perception.types import TextLine

# The less there is to read, the surer it must be: real words of one or two letters come out at 0.97 and more.
_FLOORS = {1: 0.9, 2: 0.72, 3: 0.78, 4: 0.7, 5: 0.6, 6: 0.6}
_FLOOR = 0.5
_AMONG_CHINESE = 0.75  # a lone character on a Chinese screen
_MARKS = frozenset("●•■□▪▫○◯☑☐√✓口")  # drawn boxes, dots and ticks: controls, not text
_SIGNS = frozenset("«»‹›<>+×")  # signs that icons draw as well: read as either, they say the same
_CHINESE = re.compile("[\u3400-\u9fff]")


def without_icons(lines: list[TextLine]) -> list[TextLine]:
    """The lines that are text. A lone Chinese character counts only on a screen that has Chinese words of its size."""
    words = [line for line in lines if len(_CHINESE.findall(line.text)) >= 2 and line.confidence > 0.9]
    size = median(_size(line) for line in words) if words else None
    return [line for line in lines if _sure(line, size) and _drawn_as_letter(line) and _fits_chinese(line, size)]


def _sure(line: TextLine, chinese: float | None) -> bool:
    letters = line.text.replace(" ", "")
    if letters in _SIGNS:
        return line.confidence >= _FLOOR
    if chinese and len(letters) == 1 and _CHINESE.match(letters):
        return line.confidence >= _AMONG_CHINESE and letters not in _MARKS
    return bool(letters) and line.confidence >= _FLOORS.get(len(letters), _FLOOR) and not _MARKS.issuperset(letters)


def _drawn_as_letter(line: TextLine) -> bool:
    if line.text in ("V", "v", "L", "A", "^"):  # a chevron is wider than such a letter
        return line.box.width <= 1.35 * line.box.height
    if line.text in ("O", "o"):  # a radio button is a circle
        return line.box.width < 0.93 * line.box.height
    return line.text != "Q" or line.confidence > 0.995  # a magnifying glass


def _fits_chinese(line: TextLine, size: float | None) -> bool:
    letters = line.text.replace(" ", "")
    if len(letters) > 2 or not _CHINESE.search(letters):
        return True
    if size is None:
        return len(letters) == 2 and letters[0] != letters[1] and line.confidence > 0.95
    return len(letters) == 2 or 0.8 * size <= _size(line)


def _size(line: TextLine) -> int:
    return max(line.box.height, min(line.box.width, line.box.height * 2)) if len(line.text) == 1 else line.box.height
