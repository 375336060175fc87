"""What the network is asked for, view by view: a map of middles, cells that know their element, a map of text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from perception.detect_learned import STATES, STRIDE
from perception.training.detector.pages import Floats, Places
from perception.training.detector.views import View

SPREAD = 0.09  # standard deviation of an element's hill on the map of middles, of its width and height
LEAST_SPREAD = 0.6  # cells
CORE = (0.2, 0.25)  # the share of its half width and height around its middle in which cells know an element
MOST_CELLS = 24  # of one element
TEXT_STRIDE = 2


@dataclass(frozen=True)
class Batch:
    """B views. `heat` and `asked` are B x h x w, `text` B x 2h x 2w; the rest, a row per cell that knows its element.

    `cells` are places in the flat B x h x w map, `weights` of one element's cells add up to 1.
    """

    pixels: torch.Tensor
    heat: torch.Tensor
    asked: torch.Tensor
    text: torch.Tensor
    cells: torch.Tensor
    boxes: torch.Tensor
    roles: torch.Tensor
    states: torch.Tensor
    weights: torch.Tensor


def batch_of(views: Sequence[View], chance: np.random.Generator) -> Batch:
    """`pixels` are B x H x W x 3 bytes, as the exported network takes them."""
    maps = [_maps(view, chance) for view in views]
    high, wide = maps[0][0].shape
    cells = [cells + place * high * wide for place, (_, _, cells, _) in enumerate(maps)]
    owners = [owners for *_, owners in maps]
    shares = [1 / np.bincount(owner)[owner] if len(owner) else owner.astype(float) for owner in owners]

    def rows(name: str) -> torch.Tensor:
        parts = [getattr(view, name)[owner] for view, owner in zip(views, owners, strict=True)]
        return torch.from_numpy(np.concatenate(parts))

    return Batch(
        torch.from_numpy(np.stack([view.pixels for view in views])),
        torch.from_numpy(np.stack([heat for heat, *_ in maps])), torch.from_numpy(np.stack([at[1] for at in maps])),
        torch.from_numpy(np.stack([_text(view) for view in views])), torch.from_numpy(np.concatenate(cells)),
        rows("boxes"), rows("roles"), rows("states").reshape(-1, len(STATES)),
        torch.from_numpy(np.concatenate(shares).astype(np.float32)),
    )  # fmt: skip


def _maps(view: View, chance: np.random.Generator) -> tuple[Floats, Floats, Places, Places]:
    """(heat, asked, flat places of cells that know an element, that element)."""
    side = view.pixels.shape[0] // STRIDE
    heat, asked = np.zeros((side, side), np.float32), np.ones((side, side), np.float32)
    owner = np.full((side, side), -1, np.int64)
    for x1, y1, x2, y2 in view.ignored / STRIDE:
        asked[int(y1) : int(np.ceil(y2)), int(x1) : int(np.ceil(x2))] = 0
    sizes = (view.boxes[:, 2] - view.boxes[:, 0]) * (view.boxes[:, 3] - view.boxes[:, 1])
    along = np.arange(side, dtype=np.float32)
    for at in np.argsort(-sizes, kind="stable"):  # small ones last: they stand on the large ones
        x1, y1, x2, y2 = view.boxes[at] / STRIDE
        column, row = (int(min(side - 1, (a + b) / 2)) for a, b in ((x1, x2), (y1, y2)))
        hill_x = np.exp(-(((along - column) / max(LEAST_SPREAD, SPREAD * (x2 - x1))) ** 2) / 2)
        hill_y = np.exp(-(((along - row) / max(LEAST_SPREAD, SPREAD * (y2 - y1))) ** 2) / 2)
        np.maximum(heat, np.outer(hill_y, hill_x), out=heat)
        asked[hill_y > 0.3] = np.where(hill_x > 0.3, 1, asked[hill_y > 0.3])
        reach_x, reach_y = (int(share * (b - a) / 2) for share, a, b in zip(CORE, (x1, y1), (x2, y2), strict=True))
        owner[max(0, row - reach_y) : row + reach_y + 1, max(0, column - reach_x) : column + reach_x + 1] = at
    cells = np.flatnonzero(owner.ravel() >= 0)
    owners = owner.ravel()[cells]
    order = chance.permutation(len(cells))
    cells, owners = cells[order], owners[order]
    kept = _first(owners, MOST_CELLS)
    return heat, asked, cells[kept], owners[kept]


def _first(owners: Places, most: int) -> Places:
    """Which rows are among the first `most` of their owner."""
    order = np.argsort(owners, kind="stable")
    grouped = owners[order]
    starts = np.flatnonzero(np.r_[True, grouped[1:] != grouped[:-1]]) if len(grouped) else np.zeros(0, np.int64)
    place = np.arange(len(grouped)) - np.repeat(starts, np.diff(np.r_[starts, len(grouped)]))
    kept: Places = order[place < most]
    return kept


def _text(view: View) -> Floats:
    """The cores of the lines: a fifth less at the top and the bottom, and less by as much left and right."""
    side = view.pixels.shape[0] // TEXT_STRIDE
    marked = np.zeros((side, side), np.float32)
    for x1, y1, x2, y2 in view.lines / TEXT_STRIDE:
        by = 0.2 * (y2 - y1)
        top, left = round(y1 + by), round(x1 + min(by, (x2 - x1) / 4))
        bottom, right = round(y2 - by), round(x2 - min(by, (x2 - x1) / 4))
        marked[top : max(top + 1, bottom), left : max(left + 1, right)] = 1
    return marked
