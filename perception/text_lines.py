"""The geometry of lines: cut a found line where a person would, fit boxes to the ink, clean what is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from perception.reread import Memory
from perception.types import BBox

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]
    Mask = NDArray[np.bool_]

COLUMN_GAP = 0.62  # a gap this wide (in line heights) parts two columns; words stand at most half a height apart
ICON_GAP, FAR = 0.24, 0.42  # gaps that part an icon from words: one higher than they are, one as high as they are
ROOM = 0.15  # what is looked at around a line's box, in line heights, so that no letter touches the edge
HEADROOM = 0.4  # what is read above and below the ink at most, in heights of the ink
MARGIN = 0.12  # what is read left and right of the ink, in line heights


@dataclass(frozen=True, slots=True)
class FoundLine:
    """What a detector gives: the core that is surely text, and the box around it that holds all of its ink."""

    core: BBox
    box: BBox


@dataclass(frozen=True, slots=True, eq=False)
class Strip:
    """A piece of a line: the box of its ink, and what to read: its pixels with a margin, without borders."""

    ink: BBox
    view: Pixels
    gaps: tuple[tuple[float, float], ...] = ()  # the empty columns inside, as shares of the view's width


_cut: Memory[tuple[Strip, ...]] = Memory(512)


def strips(pixels: Pixels, line: FoundLine) -> list[Strip]:
    """Cuts one found line at its wide gaps and between icon and words; the pieces stand left to right."""
    height, width = pixels.shape[:2]
    box = line.box
    room = max(2, round(ROOM * box.height))
    wider = BBox(max(0, box.x1 - room), max(0, box.y1 - room), min(width, box.x2 + room), min(height, box.y2 + room))
    region = pixels[wider.y1 : wider.y2, wider.x1 : wider.x2]
    if not region.size:
        return []
    open_sides = wider.x1 == 0, wider.y1 == 0, wider.x2 == width, wider.y2 == height
    core, box = _within(line.core, wider), _within(box, wider)
    cut = _cut.recall(region, lambda: tuple(_strips(region.copy(), core, box, open_sides)), core, box, open_sides)
    return [replace(strip, ink=_moved(strip.ink, wider.x1, wider.y1)) for strip in cut]


def _strips(region: Pixels, core: BBox, box: BBox, open_sides: tuple[bool, bool, bool, bool]) -> Iterator[Strip]:
    """The pieces of the line in a region, all boxes in the region's pixels."""
    ink, region = _letters(region, _between(core, box), open_sides)
    margin = max(1, round(MARGIN * box.height))
    lines = region[_rows_to_read(ink, box.y1, box.y2)]
    for left, right in _pieces(ink, box.height):
        rows = profile(ink[:, left:right], 1).nonzero()[0]
        fitted = BBox(left, int(rows[0]), right, int(rows[-1]) + 1)
        start, view = max(0, left - margin), lines[:, max(0, left - margin) : right + margin]
        yield Strip(fitted, view, _gaps(profile(ink[:, left:right], 0), left - start, view.shape[1]))


def _rows_to_read(ink: Mask, top: int, bottom: int) -> slice:
    """The rows of the line's box, less where it is loose around a short word."""
    rows = profile(ink, 1).nonzero()[0]
    if not rows.size:
        return slice(top, bottom)
    room = max(2, round(HEADROOM * (int(rows[-1]) + 1 - int(rows[0]))))
    return slice(max(top, int(rows[0]) - room), min(bottom, int(rows[-1]) + 1 + room))


def _between(core: BBox, box: BBox) -> BBox:
    x1, y1, x2, y2 = ((inner + outer) // 2 for inner, outer in zip(core, box, strict=True))
    return BBox(x1, y1, x2, y2)


def profile(ink: Mask, axis: int) -> Mask:
    """Whether each column (axis 0) or each row (axis 1) holds ink."""
    import numpy as np

    held: Mask = np.logical_or.reduce(ink, axis=axis)
    return held


def _within(inner: BBox, outer: BBox) -> BBox:
    return _moved(inner, -outer.x1, -outer.y1)


def _moved(box: BBox, right: int, down: int) -> BBox:
    return BBox(box.x1 + right, box.y1 + down, box.x2 + right, box.y2 + down)


def _letters(region: Pixels, core: BBox, open_sides: tuple[bool, bool, bool, bool]) -> tuple[Mask, Pixels]:
    """The ink of the letters, and the region without the rest.

    The box of a line leaves room around its letters, so what touches its edge is none: a border, a rule, the ground
    outside a badge, a neighbour. It is painted over. Sides that lie on the picture's edge are left open: there a
    letter may be cut off.
    """
    import cv2
    import numpy as np

    background = _commonest(region[core.y1 : core.y2, core.x1 : core.x2])
    difference = np.abs(region.astype(np.int16) - background).max(axis=2)
    mask = difference > max(18, 0.22 * difference[core.y1 : core.y2, core.x1 : core.x2].max())
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    x, y, w, h = stats[:, 0], stats[:, 1], stats[:, 2], stats[:, 3]
    rows, columns = mask.shape
    sides = x == 0, y == 0, x + w == columns, y + h == rows
    outside = np.zeros(count, bool)
    for touches, is_open in zip(sides, open_sides, strict=True):
        if not is_open:
            outside |= touches
    outside[0] = False
    other = outside[labels]
    if not other.any():
        return mask, region
    ink: Mask = mask & ~other
    if not ink[core.y1 : core.y2, core.x1 : core.x2].any():  # letters on a picture: nothing can be told apart
        return mask, region
    soft = cv2.dilate(other.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool) & ~ink
    cleaned = region.copy()
    cleaned[soft] = background.astype(np.uint8)
    return ink, cleaned


def _commonest(pixels: Pixels) -> NDArray[np.int16]:
    """The colour that most pixels have, within a sixteenth of the range."""
    import numpy as np

    colours = pixels.reshape(-1, 3)
    codes = (colours >> 4).astype(np.int32) @ np.array([256, 16, 1], np.int32)
    near = colours[codes == np.bincount(codes).argmax()]
    colour: NDArray[np.int16] = np.median(near, axis=0).astype(np.int16)
    return colour


def _pieces(ink: Mask, height: int) -> list[tuple[int, int]]:
    """Spans of columns to read together, in a line whose box is `height` pixels high."""
    words = _joined(profile(ink, 0), max(2, round(ICON_GAP * height)))
    cuts = {at for at, (one, other) in enumerate(pairwise(words), 1) if other[0] - one[1] >= COLUMN_GAP * height}
    if len(words) > 1:
        first, last = slice(*words[0]), slice(*words[-1])
        if _is_icon(ink[:, first], ink[:, words[1][0] :], words[1][0] - words[0][1], height):
            cuts.add(1)
        if _is_icon(ink[:, last], ink[:, : words[-2][1]], words[-1][0] - words[-2][1], height):
            cuts.add(len(words) - 1)
    bounds = [0, *sorted(cuts), len(words)]
    return [(words[start][0], words[end - 1][1]) for start, end in pairwise(bounds) if end > start]


def _is_icon(figure: Mask, rest: Mask, gap: int, height: int) -> bool:
    """Whether a word is one figure, about as wide as high, higher than a capital and than the words, or far off."""
    tall, wide = _tall(figure), figure.shape[1]
    if tall < 0.6 * height or not 0.7 * tall <= wide <= 1.4 * tall or not profile(figure, 0).all():
        return False
    return gap >= FAR * height or tall >= 1.15 * _tall(rest)


def _tall(ink: Mask) -> int:
    rows = profile(ink, 1).nonzero()[0]
    return int(rows[-1] - rows[0]) + 1 if rows.size else 0


def _gaps(columns: Mask, offset: int, width: int) -> tuple[tuple[float, float], ...]:
    runs = _joined(columns, 1)
    return tuple(((left + offset) / width, (right + offset) / width) for (_, left), (right, _) in pairwise(runs))


def _joined(columns: Mask, gap: int) -> list[tuple[int, int]]:
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
