"""The models that can look at a picture."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from agent import talk
from agent.commands.options import Json, give


class Hub(StrEnum):
    huggingface = "huggingface"
    modelscope = "modelscope"


ModelName = Annotated[
    str, typer.Argument(metavar="NAME", help="A model of the list; a folder of your own: NAME=FOLDER.")
]


def models(context: typer.Context, to_json: Json = None) -> int:
    """List, fetch and check what can look at a picture here; without a command: the list."""
    return listed(to_json) if context.invoked_subcommand is None else 0


def listed(to_json: Json = None) -> int:
    """List the models, what each is for, and how to get those that are missing."""
    from agent import doctor

    findings = doctor.models()
    give([finding.as_dict() for finding in findings], to_json, lambda: talk.findings(findings))
    return 0


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


def check_model(name: ModelName, to_json: Json = None) -> int:
    """Ask a local model where things are on drawn pages, and say whether it is to be trusted, and why not."""
    from agent import jobs

    with talk.progress() as tell:
        verdict = jobs.check_model(name, tell)
    give(asdict(verdict), to_json, lambda: talk.model_verdict(name, verdict))
    return 0 if verdict.trusted else 1


def tune(
    plans: Annotated[list[Path], typer.Argument(metavar="PLAN.json...", help="Plans that proved right.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Where the adapter goes.")],
    model: Annotated[str, typer.Option("--model", metavar="NAME", help="What is taught.")] = "qwen3-vl-2b",
    epochs: Annotated[int, typer.Option("--epochs", min=1, max=1000, help="Rounds over the examples.")] = 6,
    rate: Annotated[float | None, typer.Option("--rate", min=1e-7, max=0.1, help="How fast it learns.")] = None,
) -> int:
    """Teach a local model to point on your own pages (LoRA); the same command goes on where it broke off."""
    from agent import jobs

    with talk.progress() as tell:
        tuned = jobs.tune(jobs.TuneOrder(plans, output, model, epochs, rate), tell)
    talk.say(talk.tuned(tuned))
    return 0
