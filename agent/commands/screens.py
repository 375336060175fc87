"""What is on a picture."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from agent import talk
from agent.commands.options import AllowRemote, Annotate, Endpoint, Image, Json, Model, Url, give


def parse(
    image: Image, to_json: Json = None, annotate: Annotate = None, model: Model = "embedded",
    endpoint: Endpoint = None, allow_remote: AllowRemote = False,
) -> int:  # fmt: skip
    """List every element of a picture: its role, its name and its box."""
    from agent import jobs

    with talk.progress() as tell:
        found = jobs.parse(image, jobs.Looks(model, endpoint, allow_remote), annotate, tell)
    give(jobs.parsed(found), to_json, lambda: talk.screen(found.screen))
    return 0


def locate(
    image: Image,
    description: Annotated[str, typer.Argument(metavar="DESCRIPTION", help="One element, in your own words.")],
    to_json: Json = None,
    annotate: Annotate = None,
    model: Model = "embedded",
    endpoint: Endpoint = None,
    allow_remote: AllowRemote = False,
) -> int:
    """Find the one element that fits a description, or say why there is none."""
    from agent import jobs

    with talk.progress() as tell:
        found = jobs.locate(image, description, jobs.Looks(model, endpoint, allow_remote), annotate, tell).found
    give(jobs.located(found), to_json, lambda: talk.grounding(found))
    return 0 if found.element else 3


def ask(
    words: Annotated[list[str], typer.Argument(metavar="IMAGE... QUESTION", help="Pictures, then one question.")],
    region: Annotated[str | None, typer.Option("--region", metavar="X1,Y1,X2,Y2", help="A part, in pixels.")] = None,
    schema: Annotated[Path | None, typer.Option("--schema", metavar="FILE", help="The answer's JSON schema.")] = None,
    to_json: Json = None,
    annotate: Annotate = None,
    model: Model = "embedded",
    endpoint: Endpoint = None,
    allow_remote: AllowRemote = False,
) -> int:
    """Ask about pictures: what is written is read; other questions take a model (--model)."""
    from agent import jobs

    looks = jobs.Looks(model, endpoint, allow_remote)
    order = jobs.AskOrder(tuple(words[:-1]), words[-1], region, schema, looks, annotate)
    with talk.progress() as tell:
        answer = jobs.ask(order, tell).answer
    give(answer.document, to_json, lambda: talk.visible(answer.words))
    return 0 if answer.found else 3


def capture(
    output: Annotated[Path, typer.Option("--output", "-o", metavar="OUT.png", help="The picture to write.")],
    screen: Annotated[int | None, typer.Option("--screen", metavar="N", help="A monitor, counted from 1.")] = None,
    url: Url = None,
) -> int:
    """Take a picture of the desktop or of a page."""
    from agent import jobs

    with talk.progress() as tell:
        width, height = jobs.capture(output, screen, url, tell)
    talk.say(f"Wrote {output} ({width} x {height})")
    return 0
