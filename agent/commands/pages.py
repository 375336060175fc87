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
    model: Model = "embedded",
) -> int:
    """Turn mockups or screenshots into HTML pages with one style sheet, and score them against the pictures."""
    from agent import jobs

    with talk.progress() as tell:
        if len(mockups) > 1:
            pages = jobs.site(jobs.SiteOrder(tuple(mockups), output, framework.value, not no_refine, model), tell)
        else:
            page = jobs.html(jobs.PageOrder(mockups[0], output, framework.value, not no_refine, model), tell)
    talk.say(talk.site(pages) if len(mockups) > 1 else talk.page(page))
    return pages.exit_code if len(mockups) > 1 else page.exit_code
