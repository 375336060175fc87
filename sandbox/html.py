"""HTML from templates, every value escaped."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from jinja2 import Environment, StrictUndefined

from templates import environment


@cache
def _escaping() -> Environment:
    return Environment(
        loader=environment().loader, undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True
    )


def render_html(template: str, **context: object) -> str:
    """A template by its path below `templates` ("report/report.html.jinja")."""
    return _escaping().get_template(template).render(**context)


def pieces_of_html(template: str, **context: object) -> Iterator[str]:
    """As `render_html`, a piece at a time."""
    return _escaping().get_template(template).generate(**context)
