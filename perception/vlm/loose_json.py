"""JSON in what a model wrote: fenced, in prose, with single quotes or stray commas, cut off. No text makes it fail."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

LONGEST = 20_000  # characters; a model that writes more repeats itself
_TRIES = 200  # brackets that are looked at
_OPENING = re.compile(r"[\[{]")
_KEY_BEFORE = re.compile(r"[\w\"']\s*[:=]\s*\Z")
_WORDS = {"true": "True", "false": "False", "null": "None"}
_decode = json.JSONDecoder().raw_decode


@dataclass(frozen=True, slots=True)
class Value:
    """An object or a list that stands whole in the text, and where; `loose`: something around it was not whole."""

    value: Any
    start: int
    end: int
    loose: bool = False


def values(text: str) -> list[Value]:
    """The outermost objects and lists of the text, in order; of those that are cut off, what is whole in them.

    A list within a broken one counts only as the value of a key: a lone pair could be half of a box.
    """
    return list(_values(text[:LONGEST]))


def _values(text: str) -> Iterator[Value]:
    at, broken = 0, -1  # broken: where the last bracket that holds no whole value ends
    for _ in range(_TRIES):
        opening = _OPENING.search(text, at)
        if opening is None:
            return
        start = opening.start()
        found = _whole(text, start)
        if found is None:
            end = _closing(text, start) or len(text)
            prose = re.search(r"[\d\"']", text[start:end]) is None
            at, broken = (end, broken) if prose else (start + 1, max(broken, end))
            continue
        value, at = found
        loose = start < broken
        if not loose or isinstance(value, dict) or _KEY_BEFORE.search(text[max(0, start - 8) : start]):
            yield Value(value, start, at, loose)


def _whole(text: str, start: int) -> tuple[Any, int] | None:
    """The value that starts here and where it ends; None where it is not whole."""
    try:
        return _decode(text, start)
    except (ValueError, RecursionError):
        end = _closing(text, start)
    if end is None:
        return None
    try:
        return ast.literal_eval(_as_python(text[start:end])), end
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return None


_SIGNS = re.compile(r"""\\.|["'\[\](){}]""", re.DOTALL)


def _closing(text: str, start: int) -> int | None:
    """Behind the bracket that closes the one at `start`; strings in either kind of quotes are skipped."""
    depth, quote = 0, ""
    for sign in _SIGNS.finditer(text, start):
        letter = sign[0]
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        elif letter in "[{(":
            depth += 1
        elif letter in "]})":
            depth -= 1
            if depth == 0:
                return sign.end()
    return None


def _as_python(text: str) -> str:
    """JSON's words in Python's spelling, outside of strings."""
    parts = re.split(r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')""", text)
    for place in range(0, len(parts), 2):
        parts[place] = re.sub(r"\b(true|false|null)\b", lambda word: _WORDS[word[0]], parts[place])
    return "".join(parts)


def plain(text: str) -> str:
    """The text without its objects and lists: what is said around them."""
    kept, at = [], 0
    for value in values(text):
        kept.append(text[at : value.start])
        at = value.end
    return " ".join([*kept, text[at:]])
