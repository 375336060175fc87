"""The one Jinja environment. In templates of code every value goes through `literal`, `comment` or `docstring`;
those of pages (*.html.jinja, *.xml.jinja) escape by themselves."""

from __future__ import annotations

import textwrap
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from templates import snippets

FOLDER = Path(__file__).parent


@cache
def environment() -> Environment:
    """Templates by path below this folder ("playwright/steps/fill.py.jinja")."""
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        undefined=StrictUndefined,
        autoescape=lambda name: name is not None and name.endswith((".html.jinja", ".xml.jinja")),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(literal=literal, comment=comment, docstring=docstring, script=script)
    made.globals["snippets"] = vars(snippets)
    return made


def render(template: str, **context: object) -> str:
    return environment().get_template(template).render(**context)


def literal(text: str) -> str:
    """A Python string literal on one line: `ast.literal_eval(literal(s)) == s` for any string.

    What cannot be seen (control, bidirectional and zero-width characters, lone surrogates) stands escaped.
    """
    return repr(str(text))


def script(text: str) -> str:
    """A literal of a snippet of JavaScript: as it is read, over several lines where it has several."""
    return f'"""\\\n{text}"""' if "\n" in text else literal(text)


def comment(text: str) -> str:
    """Words for one line of comment: folded, without what cannot be printed, 100 characters at most."""
    return textwrap.shorten(_printable(text), 100, placeholder=" …") or "…"


def docstring(text: str, indent: str = "", width: int = 88) -> str:
    """Words for a docstring, wrapped; they can neither end it nor start an escape."""
    lines = textwrap.wrap(_printable(text), width, subsequent_indent=indent, break_on_hyphens=False)
    return "\n".join(line.replace("\\", "\\\\").replace('"', '\\"') if _unsafe(line) else line for line in lines)


def _unsafe(line: str) -> bool:
    return "\\" in line or '""' in line or line.endswith('"')


def _printable(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
