"""Spaces as a reader would write them: between words, not between Chinese characters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

Gap = tuple[float, float]

WORD_GAP = 0.13  # the narrowest space between words, in heights of the line
SCRIPT_GAP = 0.16  # the same between a Chinese character and a letter or digit, which never touch
_WIDE = r"[\u2e80-\u303f\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60]"
_BETWEEN_WIDE = re.compile(rf"(?<={_WIDE}) +(?={_WIDE})")
_LONE = re.compile(r"(?<=[a-z]{2}) ([b-hj-z])(?!\w)")  # no word of its own: the wide side of an "rt" or a "ct"
_BEFORE_WORD = frozenset(",;:!?)·&/|")


def spaced(letters: str, places: Sequence[float], gaps: Sequence[Gap], height: float) -> str:
    """The text of a line, a space put in where the recogniser missed one.

    `places` are the letters' centres and `gaps` the empty columns, from left to right, and `height` is the line's, all
    in one unit. A missed space is a gap as wide as the other spaces and much wider than those inside words.
    """
    between = [_widest(gaps, places[i], places[i + 1]) for i in range(len(letters) - 1)]
    at_space = [max(between[max(0, i - 1) : i + 1], default=0.0) for i, letter in enumerate(letters) if letter == " "]
    pairs = list(zip(letters, letters[1:], between, strict=False))
    inside = [gap for left, right, gap in pairs if " " not in (left, right)]
    usual = median(inside) if inside else 0.0
    needed = max(0.8 * min(at_space) if at_space else 0.0, WORD_GAP * height, 2.5 * usual)
    text = letters[:1]
    for left, right, gap in pairs:
        missed = _parted(left, right) and gap >= needed
        if missed or (_change_script(left, right) and gap >= SCRIPT_GAP * height):
            text += " "
        text += right
    return _LONE.sub(r"\1", _BETWEEN_WIDE.sub("", re.sub(r"\s+", " ", text))).strip()


def _parted(left: str, right: str) -> bool:
    return _is_latin(right) and (_is_latin(left) or left in _BEFORE_WORD)


def _change_script(left: str, right: str) -> bool:
    narrow = {letter.isalnum() and letter < "\u0250" for letter in (left, right)}
    return narrow == {True, False} and ("\u3400" <= left <= "\u9fff" or "\u3400" <= right <= "\u9fff")


def _is_latin(letter: str) -> bool:
    return letter.isalpha() and letter < "\u0250"


def _widest(gaps: Sequence[Gap], left: float, right: float) -> float:
    return max((end - start for start, end in gaps if left < (start + end) / 2 < right), default=0.0)
