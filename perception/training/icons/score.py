"""What the reader is worth on sets that it never saw; its threshold, from drawings of sets that it saw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

PRECISION = 0.98


@dataclass(frozen=True)
class Score:
    """`top1`: of drawings of concepts, the right one first; `coverage`: of them, those rightly named at the threshold;
    `precision`: of all that was named, unknown drawings too, the right; `silence`: of unknown drawings, those left
    unnamed."""

    number: int
    top1: float
    coverage: float
    precision: float
    silence: float

    def __str__(self) -> str:
        return (
            f"{self.number} looks: top-1 {self.top1:.3f}, named {self.coverage:.3f} at precision {self.precision:.3f}, "
            f"unknown left unnamed {self.silence:.3f}"
        )


def shares(scores: NDArray[np.float32], temperature: float) -> NDArray[np.float32]:
    """Softmax at a temperature."""
    raised = np.exp((scores - scores.max(axis=1, keepdims=True)) / temperature)
    found: NDArray[np.float32] = raised / raised.sum(axis=1, keepdims=True)
    return found


def temperature(scores: NDArray[np.float32], label: NDArray[np.int64]) -> float:
    """The temperature of least log loss."""
    tried = np.geomspace(0.3, 2.0, 40)
    rows = np.arange(len(label))
    losses = [-np.log(np.maximum(shares(scores, t)[rows, label], 1e-9)).mean() for t in tried]
    return float(tried[int(np.argmin(losses))])


def threshold(chances: NDArray[np.float32], label: NDArray[np.int64], precision: float = PRECISION) -> float:
    """The lowest confidence from which on what is named is right so often (0 is the unknown's class)."""
    best = chances[:, 1:].argmax(axis=1) + 1
    sure = chances[np.arange(len(best)), best]
    order = np.argsort(-sure)
    right = np.cumsum(best[order] == label[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(right >= precision)
    return float(sure[order][enough[-1]]) if len(enough) else 1.0


def score(chances: NDArray[np.float32], label: NDArray[np.int64], least: float) -> Score:
    best = chances[:, 1:].argmax(axis=1) + 1
    named = chances[np.arange(len(best)), best] >= least
    known = label > 0
    return Score(
        len(label),
        float((chances.argmax(axis=1) == label)[known].mean()) if known.any() else 0.0,
        float((named & (best == label))[known].mean()) if known.any() else 0.0,
        float((best == label)[named].mean()) if named.any() else 1.0,
        float((~named)[~known].mean()) if (~known).any() else 1.0,
    )


def answers(weights: Path, ink: NDArray[np.uint8]) -> tuple[NDArray[np.float32], float]:
    """What an ONNX file says to looks: N x classes, and its threshold."""
    import onnxruntime as ort

    session = ort.InferenceSession(weights.read_bytes(), providers=["CPUExecutionProvider"])
    told = session.get_modelmeta().custom_metadata_map
    batches = (ink[at : at + 256].astype(np.float32)[:, None] / 255 for at in range(0, len(ink), 256))
    scores = np.concatenate([np.asarray(session.run(None, {"ink": batch})[0]) for batch in batches])
    return shares(scores, float(told["temperature"])), float(told["threshold"])


def confused(
    chances: NDArray[np.float32], label: NDArray[np.int64], classes: Sequence[str], most: int = 30
) -> list[tuple[int, str, str]]:
    """(how often, truth, taken for), most often first; "" is the unknown."""
    best = chances.argmax(axis=1)
    wrong = best != label
    pairs, counts = np.unique(np.stack([label[wrong], best[wrong]], axis=1), axis=0, return_counts=True)
    order = np.argsort(-counts)[:most]
    return [(int(counts[i]), classes[pairs[i][0]], classes[pairs[i][1]]) for i in order]
