"""The doors: each command parses its arguments, calls one job and prints what came back. Nothing heavy is imported."""

from __future__ import annotations

import json
import re
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from agent import board, signals, talk
from agent.errors import AgentError, MissingPart

app = typer.Typer(
    name="agent", add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None,
    help="Sees a screen and writes the script: a screenshot and a goal become Playwright and Selenium tests.",
    epilog="Exit codes: 0 done, 1 a check or rehearsal failed, 2 wrong use or unreadable input, "
    "3 some of the goal could not be planned.",
)  # fmt: skip


class Which(StrEnum):
    playwright = "playwright"
    selenium = "selenium"
    both = "both"


class Target(StrEnum):
    playwright = "playwright"
    selenium = "selenium"


class Hub(StrEnum):
    huggingface = "huggingface"
    modelscope = "modelscope"


class Framework(StrEnum):
    html = "html"
    react = "react"
    vue = "vue"


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


@app.callback()
def settle(
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of a fault; works anywhere.")] = False,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    pass


@app.command()
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
        image, goal, output, url, _targets(script), script_dir or output.parent, annotate, not no_rehearsal, looks
    )
    with talk.progress() as tell:
        outcome = jobs.plan(order, tell)
    talk.say(talk.planned(outcome))
    if outcome.missing:
        talk.error(f"nothing was rehearsed: {outcome.missing}")
    return outcome.exit_code


@app.command(name="run")
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
) -> int:
    """Do a goal on a live site, over several screens, and write scripts that then ran green in a fresh browser.

    The goal is done once, and again by each script. Where it changes data, --reset gives each script the state that
    the run began with; without it the scripts are verified on what the run has changed.
    """
    from agent import jobs

    order = jobs.RunOrder(
        url, goal, output, _targets(script), script_dir or output.parent, jobs.given(inputs or (), secrets or ()),
        tuple(allow_host or ()), tuple(secrets or ()), talk.confirmed if confirm else None, reset, fresh,
    )  # fmt: skip
    with talk.progress(shown_at_all=not confirm) as tell:
        outcome = jobs.run(order, tell)
    talk.say(talk.planned(outcome))
    return outcome.exit_code


@app.command()
def parse(
    image: Image, to_json: Json = None, annotate: Annotate = None, model: Model = "embedded",
    endpoint: Endpoint = None, allow_remote: AllowRemote = False,
) -> int:  # fmt: skip
    """List every element of a picture: its role, its name and its box."""
    from agent import jobs

    with talk.progress() as tell:
        found = jobs.parse(image, jobs.Looks(model, endpoint, allow_remote), annotate, tell)
    _print(jobs.parsed(found), to_json, lambda: talk.screen(found.screen))
    return 0


@app.command()
def locate(
    image: Image,
    description: Annotated[str, typer.Argument(metavar="DESCRIPTION", help="One element, in your own words.")],
    to_json: Json = None,
    model: Model = "embedded",
    endpoint: Endpoint = None,
    allow_remote: AllowRemote = False,
) -> int:
    """Find the one element that fits a description, or say why there is none."""
    from agent import jobs

    with talk.progress() as tell:
        found = jobs.locate(image, description, jobs.Looks(model, endpoint, allow_remote), tell)
    _print(jobs.located(found), to_json, lambda: talk.grounding(found))
    return 0 if found.element else 3


@app.command()
def ask(
    words: Annotated[list[str], typer.Argument(metavar="IMAGE... QUESTION", help="Pictures, then one question.")],
    region: Annotated[str | None, typer.Option("--region", metavar="X1,Y1,X2,Y2", help="A part, in pixels.")] = None,
    schema: Annotated[Path | None, typer.Option("--schema", metavar="FILE", help="The answer's JSON schema.")] = None,
    to_json: Json = None,
    model: Model = "embedded",
    endpoint: Endpoint = None,
    allow_remote: AllowRemote = False,
) -> int:
    """Ask about pictures: what is written is read; other questions take a model (--model)."""
    from agent import jobs

    order = jobs.AskOrder(tuple(words[:-1]), words[-1], region, schema, jobs.Looks(model, endpoint, allow_remote))
    with talk.progress() as tell:
        answer = jobs.ask(order, tell)
    _print(answer.document, to_json, lambda: talk.visible(answer.words))
    return 0 if answer.found else 3


@app.command()
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


@app.command()
def check(
    script_file: Annotated[Path, typer.Argument(metavar="SCRIPT", help="A script that was written from a plan.")],
    plan_file: Annotated[Path | None, typer.Option("--plan", metavar="PLAN.json", help="Its plan.")] = None,
) -> int:
    """Check a script against the allow-list and, with its plan, rehearse it on the replica."""
    from agent import jobs

    with talk.progress() as tell:
        verdict = jobs.check(script_file, plan_file, tell)
    talk.say(talk.verdict(verdict))
    return 0 if verdict.ok else 1


@app.command()
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


@app.command()
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


@app.command()
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


@app.command()
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


shelf = typer.Typer(help="List, fetch and check what can look at a picture here.")
app.add_typer(shelf, name="models")
ModelName = Annotated[
    str, typer.Argument(metavar="NAME", help="A model of the list; a folder of your own: NAME=FOLDER.")
]


@shelf.callback(invoke_without_command=True)
def models(context: typer.Context, to_json: Json = None) -> int:
    """List, fetch and check what can look at a picture here; without a command: the list."""
    from agent import doctor

    if context.invoked_subcommand is None:
        findings = doctor.models()
        _print([finding.as_dict() for finding in findings], to_json, lambda: talk.findings(findings))
    return 0


@shelf.command()
def pull(
    name: ModelName,
    source: Annotated[Hub, typer.Option("--source", help="Where to fetch it.")] = Hub.huggingface,
    given: Annotated[
        Path | None, typer.Option("--from", metavar="FOLDER", help="Take the files that lie here.")
    ] = None,
) -> int:
    """Fetch a model, resumed where it broke off, every file held against its hash."""
    from agent import jobs

    with talk.progress(source is Hub.modelscope) as tell:
        folder = jobs.pull(name, source.value, given, tell)
    talk.say(f"{name} is in {folder}\nCheck it once: agent models check {name}")
    return 0


@shelf.command(name="check")
def check_model(name: ModelName, to_json: Json = None) -> int:
    """Ask a local model where things are on drawn pages, and say whether it is to be trusted, and why not."""
    from agent import jobs

    with talk.progress() as tell:
        verdict = jobs.check_model(name, tell)
    _print(asdict(verdict), to_json, lambda: talk.model_verdict(name, verdict))
    return 0 if verdict.trusted else 1


@app.command()
def serve(
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="Where to listen.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes a free one.")] = 8765,
    model: Model = "embedded",
    endpoint: Endpoint = None,
    allow_remote: AllowRemote = False,
) -> int:
    """Open the web page and the HTTP API, for this machine alone unless --host says otherwise."""
    from agent.eyes.opening import Looks

    try:
        from agent import server
    except ModuleNotFoundError as fault:
        cure = "run: python -m pip install 'sightwright[serve]'"
        raise MissingPart(f"agent serve needs the package {fault.name}; {cure}") from None
    server.serve(host, port, Looks(model, endpoint, allow_remote), talk.say)
    return 0


@app.command()
def tune(
    plans: Annotated[list[Path], typer.Argument(metavar="PLAN.json...", help="Plans that proved right.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Where the adapter goes.")],
    model: Annotated[str, typer.Option("--model", metavar="NAME", help="What is taught.")] = "qwen3-vl-2b",
    epochs: Annotated[int, typer.Option("--epochs", min=1, max=1000, help="Rounds over the examples.")] = 3,
    rate: Annotated[float, typer.Option("--rate", min=1e-7, max=0.1, help="How fast it learns.")] = 1e-4,
) -> int:
    """Teach a local model to point on your own pages (LoRA); the same command goes on where it broke off."""
    from agent import jobs

    with talk.progress() as tell:
        tuned = jobs.tune(jobs.TuneOrder(plans, output, model, epochs, rate), tell)
    talk.say(talk.tuned(tuned))
    return 0


@app.command(name="doctor")
def examine(to_json: Json = None) -> int:
    """Say what is there, what is missing, and the command that cures it."""
    from agent import doctor

    with talk.progress() as tell:
        findings = doctor.examine(tell)
    _print([finding.as_dict() for finding in findings], to_json, lambda: talk.findings(findings))
    return 0 if all(finding.ok or not finding.needed for finding in findings) else 1


def _targets(which: Which) -> tuple[str, ...]:
    return ("playwright", "selenium") if which is Which.both else (which.value,)


def _print(document: Any, to_json: str | None, words: Callable[[], str]) -> None:
    """JSON where it is asked for; words otherwise. With `--json -` nothing else stands on standard output."""
    if to_json is None:
        talk.say(words())
    elif to_json == "-":
        talk.out(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
    else:
        from agent import jobs

        jobs.write(Path(to_json), json.dumps(document, ensure_ascii=False, indent=2) + "\n")


def ordered(words: Sequence[str]) -> list[str]:
    """Puts --debug first, and a sentence that starts with a dash ("- filter orders") behind `--`, as an argument."""
    end = words.index("--") if "--" in words else len(words)
    head, tail = list(words[:end]), list(words[end + 1 :])
    flags = [word for word in head if word in ("--debug", "--version")]
    sentences = [word for word in head if _is_sentence(word)]
    rest = [word for word in head if word not in flags and word not in sentences]
    return [*flags, *rest, *(["--", *sentences, *tail] if sentences or end < len(words) else [])]


def _is_sentence(word: str) -> bool:
    return len(word) > 1 and word.startswith("-") and not re.match(r"--?[A-Za-z][A-Za-z-]*(=|$)", word)


def run(words: Sequence[str]) -> int:
    """Runs one command and gives its exit code; every error ends here, as one line on standard error."""
    words = ordered(words) or ["--help"]
    try:
        with signals.guarded():
            code = _started(words)
        return signals.exit_code() if signals.received() else code  # Typer swallows the interrupt itself
    except KeyboardInterrupt:
        return signals.exit_code()
    except (typer.TyperException, AgentError) as fault:
        return _fail(fault, getattr(fault, "exit_code", 2), debug="--debug" in words)
    except BrokenPipeError:
        return talk.pipe_closed()
    except Exception as fault:  # the last door: a fault of the product's own ends as one line, too
        if signals.received():  # an interrupt may come as another error: Python wraps it while it makes a class
            return signals.exit_code()
        where = f"{type(fault).__name__}: {fault}"
        return _fail(AgentError(f"a fault in the product itself ({where}); --debug shows it"), 1, "--debug" in words)


def _started(words: list[str]) -> int:
    if "--version" in words[:2]:
        from agent import __version__

        talk.out(f"sightwright {__version__}\n")
        return 0
    result = app(words, prog_name="agent", standalone_mode=False)
    return result if isinstance(result, int) else 0


def _fail(fault: Exception, exit_code: int, debug: bool) -> int:
    if debug:
        traceback.print_exc()
    message = fault.format_message() if isinstance(fault, typer.TyperException) else str(fault)
    message = message.replace("Value error, ", "")  # Typer's own words for a choice that is none
    if message:
        talk.error(message)
    return exit_code


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
