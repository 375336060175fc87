"""Looks -> weights. One thread, minutes; the learning rate follows the clock, so that any budget ends cooled down."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from perception.training.icons.network import IconNet

BATCH = 192
RATE = 3e-3
SMOOTHING = 0.06
_WARM_UP = 0.04  # of the time


@dataclass(frozen=True)
class Looks:
    """`ink`: N x SIDE x SIDE, uint8; `label`: N, the class of each."""

    ink: NDArray[np.uint8]
    label: NDArray[np.int64]


def train(
    chunks: Callable[[], list[Looks]], classes: int, minutes: float, save: Path, *, start: Path | None = None,
    say: Callable[[str], None] = print,
) -> IconNet:  # fmt: skip
    """A network trained for so many minutes on the chunks that are there at the start of each round.

    `start`: weights to go on from; half the rate is enough then.
    """
    torch.manual_seed(0)
    model = (load(start, classes) if start else IconNet(classes)).to(memory_format=torch.channels_last)
    rate = RATE / 2 if start else RATE
    optimizer = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=0.02, fused=True)
    started, step, total = time.monotonic(), 0, 0.0
    model.train()
    while (done := _done(started, minutes)) < 1:
        looks = chunks()
        weights = _weights(looks, classes)
        for ink, label in _batches(looks, seed=step):
            done = _done(started, minutes)
            if done >= 1:
                break
            for group in optimizer.param_groups:
                group["lr"] = rate * _rate(done)
            loss = _loss(model, ink, label, weights)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 5.0)
            optimizer.step()
            step, total = step + 1, total + loss.item()
            if step % 100 == 0:
                say(f"step {step}  {100 * done:.0f} % of the time  loss {total / 100:.3f}")
                total = 0.0
        torch.save(model.state_dict(), save)
    return model.eval()


def _loss(model: nn.Module, ink: Tensor, label: Tensor, weights: Tensor) -> Tensor:
    with torch.autocast("cpu", torch.bfloat16):
        scores = model(_varied(ink))
    return functional.cross_entropy(scores.float(), label, weights, label_smoothing=SMOOTHING)


def _done(started: float, minutes: float) -> float:
    return (time.monotonic() - started) / (60 * minutes)


def _rate(done: float) -> float:
    if done < _WARM_UP:
        return done / _WARM_UP
    return 0.5 * (1 + math.cos(math.pi * (done - _WARM_UP) / (1 - _WARM_UP))) + 0.002


def _weights(looks: list[Looks], classes: int) -> Tensor:
    """Rare concepts count more, by the root of their number."""
    count = np.bincount(np.concatenate([part.label for part in looks]), minlength=classes).astype(np.float64)
    weight = 1 / np.sqrt(np.maximum(count, 10))
    weight /= (weight * count).sum() / count.sum()
    return torch.tensor(weight, dtype=torch.float32)


def _batches(looks: list[Looks], seed: int) -> Iterator[tuple[Tensor, Tensor]]:
    ink = np.concatenate([part.ink for part in looks])
    label = np.concatenate([part.label for part in looks])
    order = np.random.default_rng(seed).permutation(len(ink))
    for start in range(0, len(order) - BATCH + 1, BATCH):
        rows = order[start : start + BATCH]
        batch = torch.from_numpy(ink[rows].astype(np.float32) / 255)[:, None]
        yield batch.contiguous(memory_format=torch.channels_last), torch.from_numpy(label[rows])


def _varied(ink: Tensor) -> Tensor:
    """Off by up to 2 pixels, and darker or lighter between paper and ink."""
    padded = functional.pad(ink, (2, 2, 2, 2))
    y, x = torch.randint(0, 5, (2,)).tolist()
    moved = padded[:, :, y : y + ink.shape[2], x : x + ink.shape[3]]
    bend = torch.empty(len(ink), 1, 1, 1).uniform_(-0.6, 0.6)
    return (moved + bend * moved * (1 - moved)).contiguous(memory_format=torch.channels_last)


def load(checkpoint: Path, classes: int) -> IconNet:
    model = IconNet(classes)
    model.load_state_dict(torch.load(checkpoint, weights_only=True))
    return model.eval()


def scores_of(model: nn.Module, ink: NDArray[np.uint8]) -> NDArray[np.float32]:
    """N x classes, before the softmax."""
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
        parts = [
            model(torch.from_numpy(ink[at : at + 256].astype(np.float32) / 255)[:, None]).float().numpy()
            for at in range(0, len(ink), 256)
        ]
    found: NDArray[np.float32] = np.concatenate(parts)
    return found
