"""Python's parser, one thread at a time: in CPython 3.11 two at once break each other's depth count (gh-106905)."""

from __future__ import annotations

import ast
import threading

_turn = threading.Lock()


def parse(source: str) -> ast.Module:
    """The tree of a script. Raises SyntaxError or ValueError as `ast.parse` does."""
    with _turn:
        return ast.parse(source)
