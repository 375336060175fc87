"""`python -m perception.training.detector train|export|score`: see each command's --help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from perception.detect_learned import WEIGHTS

doors = typer.Typer(no_args_is_help=True, add_completion=False)
Folder = Annotated[Path, typer.Option(exists=True, file_okay=False, help="Pages: NAME.png, each with its NAME.json.")]


@doors.command()
def train(
    data: Folder,
    out: Annotated[Path, typer.Option(help="Where the checkpoint and the log go.")],
    minutes: Annotated[float, typer.Option(help="How long in all, earlier parts counted in.")] = 70.0,
    processes: Annotated[int, typer.Option(help="On the CPU: processes of one thread each.")] = 2,
    resume: Annotated[bool, typer.Option(help="Go on from the checkpoint in --out.")] = False,
) -> None:
    """Trains the network on the pages of a folder, which may grow meanwhile."""
    from perception.training.detector.train import Plan
    from perception.training.detector.train import train as run

    typer.echo(run(Plan(data, out, minutes=minutes, processes=processes, resume=resume)))


@doors.command()
def export(
    checkpoint: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    calibrate_on: Annotated[Path | None, typer.Option(exists=True, help="Pages that were not trained on.")] = None,
    out: Annotated[Path, typer.Option(help="The ONNX file.")] = WEIGHTS,
) -> None:
    """Writes a checkpoint's averaged weights as ONNX, its confidences calibrated."""
    from perception.training.detector.calibrate import calibrate
    from perception.training.detector.export import export as write
    from perception.training.detector.score import looked_at

    if calibrate_on:
        raw = write(checkpoint, out.with_suffix(".raw.onnx"))
        found = calibrate(looked_at(calibrate_on, raw))
        raw.unlink()
        typer.echo(write(checkpoint, out, found))
        typer.echo(found)
    else:
        typer.echo(write(checkpoint, out))


@doors.command()
def score(
    data: Folder,
    weights: Annotated[Path, typer.Option(exists=True, help="The ONNX file.")] = WEIGHTS,
    least: Annotated[float, typer.Option(help="The confidence from which a sighting counts.")] = 0.4,
    most: Annotated[int, typer.Option(help="How many pages at most.")] = 10_000,
) -> None:
    """Recall, precision, roles and states against the truth of a folder's pages."""
    from perception.training.detector.score import score as measure

    typer.echo("\n".join(measure(data, weights, least, most).lines()))


doors()
