"""Goals on a picture, and the scripts that came of them."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from agent import talk
from agent.commands.options import AllowRemote, Annotate, Endpoint, Image, Model, ScriptDir, Url, Which, targets


class Target(StrEnum):
    playwright = "playwright"
    selenium = "selenium"


def plan(
    image: Image,
    goal: Annotated[str, typer.Argument(metavar="GOAL", help="What to do, in English or Chinese.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The plan file.")] = Path("plan.json"),
    url: Url = None,
    script: Annotated[Which, typer.Option("--script", help="Which scripts to write.")] = Which.both,
    script_dir: ScriptDir = None,
    annotate: Annotate = None,
    no_rehearsal: Annotated[bool, typer.Option("--no-rehearsal", help="Write, and run nothing.")] = False,
    model: Model = "embedded",
    endpoint: Endpoint = None,
    allow_remote: AllowRemote = False,
) -> int:
    """Plan a goal on a picture, write the scripts, and rehearse them.

    Writes the plan, and beside it the screen that it was made on (plan.screen.json), for `agent check`.
    With --url the scripts run on the live page too. Put -- before a goal that starts with a dash.
    """
    from agent import jobs

    looks = jobs.Looks(model, endpoint, allow_remote)
    order = jobs.PlanOrder(
        image, goal, output, url, targets(script), script_dir or output.parent, annotate, not no_rehearsal, looks
    )
    with talk.progress() as tell:
        outcome = jobs.plan(order, tell)
    talk.say(talk.planned(outcome))
    if outcome.missing:
        talk.error(f"nothing was rehearsed: {outcome.missing}")
    return outcome.exit_code


def script(
    plan_file: Annotated[Path, typer.Argument(metavar="PLAN.json", help="A plan file; - for standard input.")],
    target: Annotated[Target, typer.Option("--target", help="The framework.")],
    url: Url = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="- for the terminal.")] = None,
) -> int:
    """Write the script of a plan: to its own name beside you, or to -o FILE."""
    from agent import jobs

    written = jobs.script(plan_file, target.value, url, output)
    if isinstance(written, str):
        talk.out(written)
    else:
        talk.say(f"Wrote {written}")
    return 0


def check(
    script_file: Annotated[Path, typer.Argument(metavar="SCRIPT", help="A script that was written from a plan.")],
    plan_file: Annotated[Path | None, typer.Option("--plan", metavar="PLAN.json", help="Its plan.")] = None,
) -> int:
    """Check a script against the allow-list; with its plan, hold it against that and rehearse it on the replica."""
    from agent import jobs

    with talk.progress() as tell:
        verdict = jobs.check(script_file, plan_file, tell)
    talk.say(talk.verdict(verdict))
    return 0 if verdict.ok else 1
