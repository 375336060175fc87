"""What several commands share: the options that they name alike, and how they print."""

from __future__ import annotations

import json
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from agent import talk


class Which(StrEnum):
    playwright = "playwright"
    selenium = "selenium"
    both = "both"


IMAGE_HELP = "A picture file, - for standard input, screen: or screen:N for the desktop, or a web address."
Image = Annotated[str, typer.Argument(metavar="IMAGE", help=IMAGE_HELP)]
Model = Annotated[str, typer.Option("--model", metavar="NAME", help="embedded, a local model, or openai:NAME.")]
Endpoint = Annotated[str | None, typer.Option("--endpoint", metavar="URL", help="The server of openai:NAME.")]
AllowRemote = Annotated[bool, typer.Option("--allow-remote", help="Let pictures leave this machine for a model.")]
Json = Annotated[str | None, typer.Option("--json", metavar="-|FILE", help="Write JSON: - is standard output.")]
Annotate = Annotated[Path | None, typer.Option("--annotate", metavar="OUT.png", help="Draw what was found.")]
ScriptDir = Annotated[
    Path | None, typer.Option("--script-dir", metavar="DIR", help="Where the scripts go; beside the plan by default.")
]
Url = Annotated[str | None, typer.Option("--url", metavar="URL", help="The page's address.")]


def targets(which: Which) -> tuple[str, ...]:
    return ("playwright", "selenium") if which is Which.both else (which.value,)


def give(document: Any, to_json: str | None, words: Callable[[], str]) -> None:
    """JSON where it is asked for; words otherwise. With `--json -` nothing else stands on standard output."""
    if to_json is None:
        talk.say(words())
    elif to_json == "-":
        talk.out(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
    else:
        from agent import jobs

        jobs.write(Path(to_json), json.dumps(document, ensure_ascii=False, indent=2) + "\n")
