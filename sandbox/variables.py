"""The environment variables that a script reads, and which of them are required, or secret."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from sandbox.syntax import parse

OURS = frozenset({"BROWSER_PATH", "BASE_URL", "REMOTE_URL", "SE_CHROMEDRIVER", "PATH", "HOME"})
_SETTINGS = frozenset({"DOWNLOAD_DIR", "HEADED", "TIMEOUT"})
_ROW = re.compile(r"^ {4}([A-Z][A-Z0-9_]*)  +(\S.*)$", re.MULTILINE)


def names_read(source: str) -> set[str]:
    """The environment variables that a script names: os.environ["X"], os.environ.get("X"), os.getenv("X")."""
    tree = _parsed(source)
    nodes = list(ast.walk(tree)) if tree else []
    keys = [node.slice for node in nodes if isinstance(node, ast.Subscript)]
    keys += [node.args[0] for node in nodes if isinstance(node, ast.Call) and node.args]
    strings = {key.value for key in keys if isinstance(key, ast.Constant) and isinstance(key.value, str)}
    return {text for text in strings if text.isidentifier() and text.isupper()}


def secrets(source: str, lookup: Mapping[str, str]) -> list[str]:
    """The values of a script's secrets: of all that it reads and its docstring does not call an ordinary input."""
    told = dict(_rows(source))
    names = names_read(source) - OURS - _SETTINGS
    hidden = sorted(name for name in names if told.get(name, "a secret").startswith("a secret"))
    return [lookup[name] for name in hidden if lookup.get(name)]


def unset(source: str, lookup: Mapping[str, str]) -> list[str]:
    """What a script's docstring requires and the environment lacks: "the secret PASSWORD", "the variable ORDER"."""
    rows = [(name, words) for name, words in _rows(source) if name not in OURS and "(required)" in words]
    read = names_read(source)
    return [
        f"the {'secret' if words.startswith('a secret') else 'variable'} {name}"
        for name, words in rows if name in read and name not in lookup
    ]  # fmt: skip


def _rows(source: str) -> Iterator[tuple[str, str]]:
    """The docstring's lines on variables: the name, and what is said of it."""
    tree = _parsed(source)
    said = (ast.get_docstring(tree, clean=False) or "") if tree else ""
    yield from _ROW.findall(said.partition("variables of the environment:")[2])


def _parsed(source: str) -> ast.Module | None:
    try:
        return parse(source)
    except (SyntaxError, ValueError):
        return None
