"""`python -m perception.training.icons data|train|export|score`: see each command's --help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import numpy as np
import typer

doors = typer.Typer(no_args_is_help=True, add_completion=False)
WEIGHTS = Path(__file__).parents[2] / "weights" / "icons.onnx"
Data = Annotated[Path, typer.Option(file_okay=False, help="Where the looks are.")]
Checkpoint = Annotated[Path, typer.Option(dir_okay=False, help="The trained weights.")]


@doors.command()
def data(
    npm: Annotated[Path, typer.Option(exists=True, file_okay=False, help="The folder with node_modules.")],
    out: Data,
    rounds: Annotated[int, typer.Option(help="How often each drawing is looked at.")] = 6,
) -> None:
    """Draws the icon sets (sets.py says which) as screens show them."""
    from perception.training.icons.looks import make

    for line in make(npm, out, rounds):
        typer.echo(line)


@doors.command()
def train(
    data: Data,
    out: Checkpoint,
    minutes: Annotated[float, typer.Option(help="How long.")] = 30.0,
    threads: Annotated[int, typer.Option(help="Threads of the CPU.")] = 1,
    start: Annotated[Path | None, typer.Option(exists=True, help="Weights to go on from.")] = None,
) -> None:
    """Trains the network."""
    import torch

    from perception.training.icons.looks import classes, looks
    from perception.training.icons.train import train as run

    torch.set_num_threads(threads)
    run(lambda: looks(data, back=False), len(classes()), minutes, out, start=start, say=typer.echo)


@doors.command()
def export(
    data: Data, checkpoint: Checkpoint, out: Annotated[Path, typer.Option(help="The ONNX file.")] = WEIGHTS
) -> None:
    """Chooses temperature and threshold on drawings kept back from training, and writes the ONNX file."""
    from perception.training.icons import score as scoring
    from perception.training.icons.export import export as write
    from perception.training.icons.looks import classes, looks
    from perception.training.icons.train import load, scores_of

    model = load(checkpoint, len(classes()))
    back = looks(data, back=True)
    label = np.concatenate([part.label for part in back])
    scores = scores_of(model, np.concatenate([part.ink for part in back]))
    warmth = scoring.temperature(scores, label)
    chances = scoring.shares(scores, warmth)
    least = scoring.threshold(chances, label)
    typer.echo(f"temperature {warmth:.3f}, threshold {least:.3f}; {scoring.score(chances, label, least)}")
    write(model, classes(), warmth, least, out)


@doors.command()
def score(data: Data, weights: Annotated[Path, typer.Option(exists=True, help="The ONNX file.")] = WEIGHTS) -> None:
    """Scores the ONNX file on the sets that were held out: overall, each set, and what is taken for what."""
    from perception.training.icons import score as scoring
    from perception.training.icons.looks import HELD_OUT, classes, labels, load_masters, parts

    of = load_masters(data, HELD_OUT)
    part_list = list(parts(data, held_out=True))
    master = np.concatenate([part.master for part in part_list])
    chances, least = scoring.answers(weights, np.concatenate([part.ink for part in part_list]))
    label, sets = labels(of)[master], np.array([*of.set, "no icon"])[master]
    typer.echo(f"all: {scoring.score(chances, label, least)}")
    for name in sorted(set(sets.tolist())):
        rows = sets == name
        typer.echo(f"{name}: {scoring.score(chances[rows], label[rows], least)}")
    for number, truth, taken in scoring.confused(chances, label, classes()):
        typer.echo(f"{number:4d}  {truth or 'unknown'} taken for {taken or 'unknown'}")


if __name__ == "__main__":
    doors()
