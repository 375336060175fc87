"""The order in which a person reads boxes: recursive XY-cut (Nagy and Seth, 1984) that keeps aligned rows whole."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from perception.draft import corners
from perception.types import BBox

Indices = NDArray[np.intp]


def reading_order(boxes: Sequence[BBox], unit: float) -> list[int]:
    """Indices of `boxes` in reading order; `unit` is the usual text height in pixels.

    The area is cut at its widest gap again and again: a gutter between columns must be wider than the gaps between
    rows, and the two sides of it must not be one row after the other (label and value, name and price).
    """
    return list(_order(tuple(boxes), unit)) if boxes else []


@lru_cache(512)
def _order(boxes: tuple[BBox, ...], unit: float) -> tuple[int, ...]:
    c = corners(boxes)
    order: list[int] = []
    stack: list[Indices] = [np.arange(len(boxes))]
    while stack:
        part = stack.pop()
        pieces = _cut(c, part, unit) if len(part) > 1 else [part]
        if len(pieces) == 1:
            order.extend(_row_by_row(c, part))
        else:
            stack.extend(reversed(pieces))
    return tuple(order)


def _cut(c: NDArray[np.int32], part: Indices, unit: float) -> list[Indices]:
    across = _gaps(c[part, 0], c[part, 2])
    down = _gaps(c[part, 1], c[part, 3])
    gutter = max((size for _, size in across), default=0)
    gap = max((size for _, size in down), default=0)
    if gutter >= max(unit, 1.2 * gap) and gutter > 0:
        pieces = _split(c[part, 0], part, [at for at, size in across if size >= 0.7 * gutter])
        if not down or not _side_by_side(c, pieces, unit):
            return pieces
    if down:
        return _split(c[part, 1], part, [at for at, size in down if size >= max(1, 0.7 * gap)])
    if across:
        return _split(c[part, 0], part, [at for at, _ in across])
    return [part]


def _gaps(starts: NDArray[np.int32], ends: NDArray[np.int32]) -> list[tuple[int, int]]:
    """(where the next span starts, width of the gap) for each place that no span covers."""
    order = np.argsort(starts, kind="stable")
    reach = np.maximum.accumulate(ends[order])
    following = starts[order][1:]
    free = np.flatnonzero(following >= reach[:-1])
    return [(int(following[i]), int(following[i] - reach[i])) for i in free]


def _split(starts: NDArray[np.int32], part: Indices, cuts: Sequence[int]) -> list[Indices]:
    slot = np.searchsorted(np.array(sorted(cuts)), starts, side="right")
    return [part[slot == i] for i in range(len(cuts) + 1)]


def _side_by_side(c: NDArray[np.int32], pieces: Sequence[Indices], unit: float) -> bool:
    """Whether columns are the cells of common rows: nearly every box has a partner at its height in each column."""
    middles = [(c[piece, 1] + c[piece, 3]) / 2 for piece in pieces]
    if min(len(m) for m in middles) < 2:
        return False
    fewest = min(middles, key=len)
    met = 0.0
    for m in middles:
        met += float((np.abs(fewest[:, None] - m[None]).min(axis=1) < 0.5 * unit).mean())
    even = max(len(m) for m in middles) <= 1.5 * len(fewest)
    return even and met / len(middles) > 0.8


def _row_by_row(c: NDArray[np.int32], part: Indices) -> list[int]:
    """Boxes that overlap each other: by rows of like height, left to right."""
    order = part[np.argsort(c[part, 1] + c[part, 3], kind="stable")]
    rows: list[list[int]] = []
    limit = -1.0
    for index in order:
        middle = (c[index, 1] + c[index, 3]) / 2
        if rows and middle < limit:
            rows[-1].append(int(index))
        else:
            rows.append([int(index)])
            limit = middle + (c[index, 3] - c[index, 1]) / 2
    return [index for row in rows for index in sorted(row, key=lambda i: int(c[i, 0]))]
