"""Goals on a live site, and the scripts that repeat them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from agent import board, talk
from agent.commands.options import AllowRemote, Endpoint, Model, ScriptDir, Which, targets


def follow(
    url: Annotated[str, typer.Argument(metavar="URL", help="Where to start.")],
    goal: Annotated[str, typer.Argument(metavar="GOAL", help="What to do, in English or Chinese.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The plan file.")] = Path("plan.json"),
    script: Annotated[Which, typer.Option("--script", help="Which scripts to write.")] = Which.both,
    script_dir: ScriptDir = None,
    inputs: Annotated[list[str] | None, typer.Option("--input", metavar="NAME=VALUE", help="An input's value.")] = None,
    secrets: Annotated[
        list[str] | None, typer.Option("--secret", metavar="NAME", help="A variable of the environment to use.")
    ] = None,
    allow_host: Annotated[
        list[str] | None, typer.Option("--allow-host", metavar="HOST", help="A host besides the URL's own; *.NAME too.")
    ] = None,
    confirm: Annotated[bool, typer.Option("--confirm", help="Ask before what cannot be undone: delete, pay.")] = False,
    reset: Annotated[
        str, typer.Option("--reset", metavar="COMMAND", help="Run before each script: brings back the first state.")
    ] = "",
    fresh: Annotated[bool, typer.Option("--fresh", help="Plan anew, whatever .sightwright/ keeps.")] = False,
    model: Model = "embedded",
    endpoint: Endpoint = None,
    allow_remote: AllowRemote = False,
) -> int:
    """Do a goal on a live site, over several screens, and write scripts that then ran green in a fresh browser.

    The goal is done once, and again by each script. Where it changes data, --reset gives each script the state that
    the run began with; without it the scripts are verified on what the run has changed.
    """
    from agent import jobs

    order = jobs.RunOrder(
        url, goal, output, targets(script), script_dir or output.parent, jobs.given(inputs or (), secrets or ()),
        tuple(allow_host or ()), tuple(secrets or ()), talk.confirmed if confirm else None, reset, fresh,
        jobs.Looks(model, endpoint, allow_remote),
    )  # fmt: skip
    with talk.progress(shown_at_all=not confirm) as tell:
        outcome = jobs.run(order, tell)
    talk.say(talk.planned(outcome))
    return outcome.exit_code


def replay(
    scripts: Annotated[list[Path], typer.Argument(metavar="SCRIPT|DIR...", help="Scripts, or folders of them.")],
    base_url: Annotated[str | None, typer.Option("--base-url", metavar="URL", help="The site to run on.")] = None,
    junit: Annotated[Path | None, typer.Option("--junit", metavar="FILE", help="Write JUnit XML.")] = None,
    report: Annotated[Path | None, typer.Option("--report", metavar="DIR", help="Write an HTML report.")] = None,
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, metavar="N", help="Scripts at a time.")] = 1,
    retries: Annotated[int, typer.Option("--retries", min=0, max=9, metavar="N", help="Run again what failed.")] = 0,
    headed: Annotated[bool, typer.Option("--headed", help="Show the browsers.")] = False,
    remote: Annotated[
        list[str] | None, typer.Option("--remote", metavar="URL", help="A Selenium Grid, a Playwright server (ws://).")
    ] = None,
    heal: Annotated[
        bool, typer.Option("--heal", help="Find again what a changed page calls or places otherwise.")
    ] = False,
    reset: Annotated[
        str, typer.Option("--reset", metavar="COMMAND", help="With --heal: brings back the first state for each run.")
    ] = "",
) -> int:
    """Run scripts on their live site, each checked first and guarded."""
    from agent import jobs

    order = jobs.ReplayOrder(scripts, base_url, junit, report, workers, retries, headed, tuple(remote or ()), reset)
    with board.board() as watch:
        outcome = jobs.replay(order, watch)
    with talk.progress() as tell:
        outcome, healings = jobs.heal(outcome, order, tell) if heal else (outcome, ())
    talk.say("\n".join([*map(talk.healed, healings), board.summary(outcome, report)]))
    return 0 if outcome.ok else 1


def ci(
    scripts: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="The scripts' folder; found by itself.")
    ] = None,
    github: Annotated[bool, typer.Option("--github", help="For GitHub Actions.")] = False,
    gitlab: Annotated[bool, typer.Option("--gitlab", help="For GitLab CI.")] = False,
    write: Annotated[bool, typer.Option("--write", help="Write the file to its place; else it is printed.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that says something else.")] = False,
    install: Annotated[str | None, typer.Option("--install", metavar="LINE", help="What installs Sightwright.")] = None,
) -> int:
    """Give a ready file that replays the scripts in CI; by default for the CI that this repository uses."""
    from agent import jobs

    kinds = tuple(kind for kind, wanted in (("github", github), ("gitlab", gitlab)) if wanted)
    for file in jobs.ci(jobs.CiOrder(kinds, scripts, install, write, force)):
        if write:
            talk.say(f"{file.path}: {file.state}")
        else:
            talk.out(file.text)
    return 0
