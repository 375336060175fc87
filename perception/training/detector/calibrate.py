"""Makes confidences mean what they say: of the things seen with 0.8, eight in ten are there."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import torch
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

from perception.detect_learned import ROLES, Sighting
from perception.training.detector.export import Calibration
from perception.training.detector.pages import Page
from perception.training.detector.score import matched
from perception.types import box_from


def calibrate(looks: Iterable[tuple[Page, Sequence[Sighting]]]) -> Calibration:
    """Fits the three numbers (Platt's scaling, and a temperature) on pages that were not trained on."""
    logits, there, roles, true_roles = [], [], [], []
    for page, seen in looks:
        pairs = matched([box_from(box) for box in page.boxes.tolist()], seen, near=True)
        hits = {at for _, at in pairs}
        logits += [math.log(one.confidence / (1 - one.confidence)) for one in seen if one.confidence < 1]
        there += [float(at in hits) for at, one in enumerate(seen) if one.confidence < 1]
        roles += [[math.log(max(1e-9, chance)) for chance in seen[at].roles] for _, at in pairs]
        true_roles += [int(page.roles[true]) for true, _ in pairs]
    slope, shift = _platt(torch.tensor(logits), torch.tensor(there))
    return Calibration(
        slope, shift, _temperature(torch.tensor(roles).reshape(-1, len(ROLES)), torch.tensor(true_roles))
    )


def _platt(logits: torch.Tensor, there: torch.Tensor) -> tuple[float, float]:
    line = torch.tensor([1.0, 0.0], requires_grad=True)
    solver = torch.optim.LBFGS([line], max_iter=60, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        solver.zero_grad()
        wrong = binary_cross_entropy_with_logits(line[0] * logits + line[1], there)
        wrong.backward()
        return wrong

    if len(logits):
        solver.step(closure)
    return round(line[0].item(), 4), round(line[1].item(), 4)


def _temperature(logits: torch.Tensor, roles: torch.Tensor) -> float:
    if not len(roles):
        return 1.0

    def wrong(temperature: float) -> float:
        return cross_entropy(logits / temperature, roles).item()

    choices = [0.4 * 1.05**step for step in range(40)]
    return min(choices, key=wrong)
