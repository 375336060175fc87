"""Pages from mockups."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from agent import talk
from agent.commands.options import IMAGE_HELP, Model


class Framework(StrEnum):
    html = "html"
    react = "react"
    vue = "vue"


def html(
    mockups: Annotated[list[str], typer.Argument(metavar="MOCKUP...", help=f"{IMAGE_HELP} Several: linked pages.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Where the page goes.")],
    framework: Annotated[Framework, typer.Option("--framework", help="What to write.")] = Framework.html,
    no_refine: Annotated[bool, typer.Option("--no-refine", help="Write once, score it, and adjust nothing.")] = False,
    responsive: Annotated[
        bool, typer.Option("--responsive", help="A narrow and a wide mockup are one page (found by itself, too).")
    ] = False,
    model: Model = "embedded",
) -> int:
    """Turn mockups or screenshots into HTML pages with one style sheet, and score them against the pictures."""
    from agent import jobs

    order = jobs.PageOrder(tuple(mockups), output, framework.value, not no_refine, responsive)
    with talk.progress() as tell:
        outcome = jobs.html(order, tell)
    talk.say(talk.page(outcome))
    return outcome.exit_code
