"""Pages from mockups."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from agent import talk
from agent.commands.options import IMAGE_HELP, AllowRemote, Endpoint, Model


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
    instruction: Annotated[
        str, typer.Option("--instruction", metavar="TEXT", help="Change the page in DIR as said; needs a --model.")
    ] = "",
    model: Model = "embedded",
    endpoint: Endpoint = None,
    allow_remote: AllowRemote = False,
) -> int:
    """Turn mockups or screenshots into HTML pages with one style sheet, and score them against the pictures."""
    from agent import jobs

    looks = jobs.Looks(model, endpoint, allow_remote)
    order = jobs.PageOrder(tuple(mockups), output, framework.value, not no_refine, responsive, instruction, looks)
    with talk.progress() as tell:
        outcome = jobs.html(order, tell)
    talk.say(talk.page(outcome))
    return outcome.exit_code
