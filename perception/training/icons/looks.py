"""The data on disk: masters, and looks at them, from npm's icon sets. None of it goes into the repository."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from perception.icon_ink import SIDE
from perception.training.icons import draw
from perception.training.icons.masters import Masters, masters, names
from perception.training.icons.train import Looks

SEEN, HELD_OUT = "seen.npz", "held_out.npz"
UNKNOWN_KINDS = {False: 7000, True: 1500}  # drawings of no concept, of sets to train on and of sets held out
_NO_ICONS = 1500  # letters, bits of pictures, shapes: so many a round
_ROUNDS_WITH_UNKNOWN = 3


@dataclass(frozen=True)
class Part:
    """Looks with the number of the master that each shows, -1 for what is no icon at all."""

    ink: NDArray[np.uint8]
    master: NDArray[np.int64]


def classes() -> list[str]:
    """What the network's outputs stand for: first the unknown, then the concepts."""
    return ["", *names()]


def make(npm: Path, out: Path, rounds: int) -> Iterator[str]:
    """Draws everything into `out`: each master once a round, those held out three times; says what was done."""
    out.mkdir(parents=True, exist_ok=True)
    for held_out, name in ((False, SEEN), (True, HELD_OUT)):
        drawn = masters(npm, held_out=held_out, unknown=UNKNOWN_KINDS[held_out])
        np.savez_compressed(out / name, alpha=drawn.alpha, concept=drawn.concept, set=drawn.set, stem=drawn.stem)
        yield f"{name}: {len(drawn.concept)} drawings"
        for number in range(3 if held_out else rounds):
            known_alone = number >= (1 if held_out else _ROUNDS_WITH_UNKNOWN)
            part = _looked_at(drawn, known_alone, np.random.default_rng(1000 * held_out + number))
            np.savez(out / f"{'held' if held_out else 'look'}{number}.npz", ink=part.ink, master=part.master)
            yield f"round {number}: {len(part.ink)} looks"


def load_masters(out: Path, name: str) -> Masters:
    kept = np.load(out / name)
    return Masters(kept["alpha"], kept["concept"].tolist(), kept["set"].tolist(), kept["stem"].tolist())


def parts(out: Path, *, held_out: bool) -> Iterator[Part]:
    for path in sorted(out.glob("held?.npz" if held_out else "look?.npz")):
        kept = np.load(path)
        yield Part(kept["ink"], kept["master"])


def labels(of: Masters) -> NDArray[np.int64]:
    """The class of each master; the last one, for master -1, is the unknown."""
    place = {concept: at for at, concept in enumerate(classes())}
    return np.array([*(place[concept] for concept in of.concept), 0], np.int64)


def kept_back(of: Masters) -> NDArray[np.bool_]:
    """The masters of seen sets that are never trained on: one in twelve drawings, to choose the threshold with."""
    chosen = [zlib.crc32(f"{s}/{stem}".encode()) % 12 == 0 for s, stem in zip(of.set, of.stem, strict=True)]
    return np.array([*chosen, False])


def looks(out: Path, *, back: bool) -> list[Looks]:
    """The looks to train on, or (`back`) those kept back, with their classes."""
    of = load_masters(out, SEEN)
    label, held = labels(of), kept_back(of)
    found = []
    for part in parts(out, held_out=False):
        rows = held[part.master] if back else ~held[part.master]
        found.append(Looks(part.ink[rows], label[part.master[rows]]))
    return found


def _looked_at(of: Masters, known_alone: bool, chance: np.random.Generator) -> Part:
    ink: list[NDArray[np.uint8]] = []
    master: list[int] = []
    for at in chance.permutation(len(of.concept)):
        look = None if known_alone and not of.concept[at] else draw.seen(of.alpha[at], chance)
        if look is not None:
            ink.append(look)
            master.append(int(at))
    for _ in range(_NO_ICONS):
        look = draw.nothing(chance)
        if look is not None:
            ink.append(look)
            master.append(-1)
    return Part(np.stack(ink).reshape(-1, SIDE, SIDE), np.array(master, np.int64))
