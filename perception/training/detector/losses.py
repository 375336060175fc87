"""What the network is held to."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy, logsigmoid

from perception.detect_learned import STRIDE
from perception.training.detector.network import Outputs
from perception.training.detector.targets import Batch


class Losses(NamedTuple):
    """Each a scalar, already weighted: their sum is what falls."""

    heat: Tensor
    box: Tensor
    role: Tensor
    state: Tensor
    text: Tensor


def losses(outputs: Outputs, batch: Batch, rarity: Tensor) -> Losses:
    """`rarity` is one weight per role: what is seen seldom counts more."""
    count = batch.weights.sum().clamp(min=1)

    def at_cells(maps: Tensor) -> Tensor:
        return maps.permute(0, 2, 3, 1).reshape(-1, maps.shape[1])[batch.cells]

    share = batch.weights / count
    boxes = _corners(at_cells(outputs.boxes), batch.cells, outputs.heat.shape[-2:])
    roles = cross_entropy(at_cells(outputs.roles), batch.roles, weight=rarity, reduction="none", label_smoothing=0.02)
    known = batch.states >= 0
    states = binary_cross_entropy_with_logits(at_cells(outputs.states), batch.states.clamp(min=0), reduction="none")
    return Losses(
        _focal(outputs.heat[:, 0], batch.heat, batch.asked) / count,
        2 * ((1 - generalised_iou(boxes, batch.boxes)) * share).sum(), (roles * share).sum(),
        3 * (states * known * share[:, None]).sum(), 2 * _text(outputs.text[:, 0], batch.text),
    )  # fmt: skip


def _focal(logits: Tensor, heat: Tensor, asked: Tensor) -> Tensor:
    """CornerNet's (arXiv:1808.01244): near a middle a wrong "here" costs less."""
    chance = logits.sigmoid()
    middle = heat.eq(1)
    here = (1 - chance).square() * -logsigmoid(logits) * middle
    elsewhere = (1 - heat).pow(4) * chance.square() * -logsigmoid(-logits) * ~middle
    return ((here + elsewhere) * asked).sum()


def _corners(distances: Tensor, cells: Tensor, shape: torch.Size) -> Tensor:
    """Boxes xyxy in pixels of the view, from the distances at flat places of the B x h x w map."""
    high, wide = shape
    middles = torch.stack([cells % wide, cells // wide % high], 1) * STRIDE + STRIDE / 2
    return torch.cat([middles - distances[:, :2], middles + distances[:, 2:]], 1)


def generalised_iou(ours: Tensor, true: Tensor) -> Tensor:
    """GIoU (arXiv:1902.09630) of N boxes each, -1 to 1."""
    shared = (torch.minimum(ours[:, 2:], true[:, 2:]) - torch.maximum(ours[:, :2], true[:, :2])).clamp(min=0).prod(1)
    around = (torch.maximum(ours[:, 2:], true[:, 2:]) - torch.minimum(ours[:, :2], true[:, :2])).prod(1).clamp(min=1e-6)
    union = (ours[:, 2:] - ours[:, :2]).prod(1) + (true[:, 2:] - true[:, :2]).prod(1) - shared
    return shared / union.clamp(min=1e-6) - (around - union) / around


def _text(logits: Tensor, marked: Tensor) -> Tensor:
    """Cross entropy, and the share of marked and found that do not overlap (Dice)."""
    chance = logits.sigmoid()
    dice = 1 - (2 * (chance * marked).sum() + 1) / (chance.sum() + marked.sum() + 1)
    return binary_cross_entropy_with_logits(logits, marked) + 0.3 * dice
