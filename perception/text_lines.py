"""The geometry of lines: cut a found line where a person would, and fit boxes to the ink."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from perception.types import BBox

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]
    Mask = NDArray[np.bool_]

COLUMN_GAP = 0.8  # a gap this wide (in line heights) parts two columns; words stand at most half a height apart
MARGIN = 0.12  # what is read around the ink, in line heights


@dataclass(frozen=True, slots=True)
class Strip:
    """A piece of a line to read: its ink, and the slightly larger box that is shown to the recogniser."""

    ink: BBox
    view: BBox


def strips(pixels: Pixels, line: BBox) -> list[Strip]:
    """Cuts one found line at its wide gaps and at vertical rules; the pieces stand left to right."""
    region = pixels[line.y1 : line.y2, line.x1 : line.x2]
    if not region.size:
        return []
    ink = ink_mask(region)
    found = []
    for left, right in _spans(_columns(ink), round(COLUMN_GAP * line.height)):
        rows = _text_rows(ink[:, left:right])
        if rows is None:
            continue
        box = BBox(line.x1 + left, line.y1 + rows[0], line.x1 + right, line.y1 + rows[1])
        margin = max(1, round(MARGIN * line.height))
        view = BBox(max(0, box.x1 - margin), line.y1, min(pixels.shape[1], box.x2 + margin), line.y2)
        found.append(Strip(box, view))
    return found


def ink_mask(region: Pixels) -> Mask:
    """Where a region differs from its background, which is its commonest colour. H x W x 3 -> H x W."""
    import numpy as np

    colours = region.reshape(-1, 3)
    background = np.median(colours, axis=0).astype(np.int16)
    difference = np.abs(region.astype(np.int16) - background).max(axis=2)
    mask: Mask = difference > max(18, 0.22 * difference.max())
    return mask


def _columns(ink: Mask) -> Mask:
    """The columns that hold ink; a rule from top to bottom does not count (it is a border, and cuts)."""
    height = len(ink)
    filled = ink.sum(axis=0)
    columns: Mask = (filled > 0) & (filled < height)
    return columns


def _spans(columns: Mask, gap: int) -> list[tuple[int, int]]:
    """Runs of ink, joined over gaps of less than `gap` pixels."""
    import numpy as np

    edges = np.flatnonzero(np.diff(np.concatenate(([False], columns, [False])).astype(np.int8)))
    spans: list[tuple[int, int]] = []
    for left, right in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if spans and left - spans[-1][1] < gap:
            spans[-1] = spans[-1][0], right
        else:
            spans.append((left, right))
    return spans


def _text_rows(ink: Mask) -> tuple[int, int] | None:
    """The rows of the text: from the first to the last with ink, without rules along the region's edges."""
    import numpy as np

    height, width = ink.shape
    filled = ink.sum(axis=1)
    rule = filled >= max(8, 0.95 * width)
    rule[height // 4 : height - height // 4] = False
    rows = np.flatnonzero((filled > 0) & ~rule)
    return (int(rows[0]), int(rows[-1]) + 1) if len(rows) else None
