"""Where text stands: boxes of lines, by a differentiable-binarisation network (DB, arXiv:1911.08947)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from perception import text_models
from perception.reread import Memory
from perception.text_lines import FoundLine, profile
from perception.types import BBox

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

TEXT = 0.3  # a pixel at least this sure belongs to a line
LINE = 0.5  # a line is kept when its pixels are this sure on average
UNCLIP = 1.6  # the network marks the core of a line; the line is its core grown by area * UNCLIP / perimeter
TILE_HEIGHT, TILE_WIDTH, OVERLAP = 192, 448, 32  # a picture is looked at in tiles, which fit the processor's caches
ROW_GAP, COLUMN_GAP = 2, 12  # pixels without ink that part lines, and columns: a word's space is narrower
RULE = 96  # pixels; what goes straight down as far is a border, no letter
STEP = 32  # the network's sides are multiples of this
LINE_HEIGHT = 10.0  # pixels that the ink of a small line needs
LARGE = 1_200_000  # pixels; a smaller picture is looked at as it is
_looked: Memory[NDArray[np.uint8]] = Memory(160)


def find_lines(pixels: Pixels) -> list[FoundLine]:
    """Lines, their boxes a few pixels larger than the ink, in no order. `pixels` is H x W x 3 RGB, any size."""
    import cv2

    height, width = pixels.shape[:2]
    scale = _detection_scale(pixels)
    if scale < 1:
        size = max(1, round(width * scale)), max(1, round(height * scale))
        pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)  # type: ignore[assignment]
    chances = _chances(pixels)
    across, down = width / chances.shape[1], height / chances.shape[0]

    def true(box: BBox) -> BBox:
        right, bottom = min(width, round(box.x2 * across)), min(height, round(box.y2 * down))
        return BBox(int(box.x1 * across), int(box.y1 * down), right, bottom)

    return [FoundLine(true(core), true(box)) for core, box in _boxes(chances)]


def _detection_scale(pixels: Pixels) -> float:
    """1 for a usual screen; less where even the small lines are high (a 2x or 3x screen)."""
    import cv2
    import numpy as np

    if pixels.shape[0] * pixels.shape[1] < LARGE:
        return 1.0
    gray = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    edges = cv2.morphologyEx(gray, cv2.MORPH_GRADIENT, np.ones((2, 2), np.uint8))
    lines = cv2.morphologyEx((edges > 48).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((1, 13), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(lines, connectivity=8)
    wide, high = stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT]
    likely = high[(high >= 6) & (high <= 96) & (wide >= 1.5 * high)]
    if len(likely) < 8:
        return 1.0
    small = float(np.percentile(likely, 15)) - 1
    return max(0.34, LINE_HEIGHT / small) if small > LINE_HEIGHT * 1.5 else 1.0


def _chances(pixels: Pixels) -> NDArray[np.uint8]:
    """Each pixel's chance to be text, 0 to 255, tile by tile."""
    import numpy as np

    height, width = pixels.shape[:2]
    result = np.zeros((height, width), np.uint8)

    def look(tile: BBox) -> None:
        around = tile.grow(OVERLAP)
        top, left = max(0, around.y1), max(0, around.x1)
        chances = _look(pixels[top : around.y2, left : around.x2])
        inner = chances[tile.y1 - top : tile.y2 - top, tile.x1 - left : tile.x2 - left]
        result[tile.y1 : tile.y2, tile.x1 : tile.x2] = inner

    list(text_models.workers().map(look, _tiles(_changes(pixels))))
    return result


def _look(pixels: Pixels) -> NDArray[np.uint8]:
    import cv2
    import numpy as np

    height, width = pixels.shape[:2]
    down, right = -height % STEP, -width % STEP
    padded: Pixels = cv2.copyMakeBorder(pixels, 0, down, 0, right, cv2.BORDER_REPLICATE)  # type: ignore[assignment]
    chances = _looked.recall(padded, lambda: (text_models.chances(padded) * 255).astype(np.uint8))
    return chances[:height, :width]


def _changes(pixels: Pixels) -> NDArray[np.bool_]:
    """Where a pixel differs from its left neighbour: text does, plain ground does not, upright rules are left out."""
    import cv2
    import numpy as np

    changes = np.zeros(pixels.shape[:2], np.uint8)
    if pixels.shape[1] > 1:
        red, green, blue = cv2.split(pixels)
        tint = cv2.subtract(red, blue, dtype=cv2.CV_16S)
        apart, tinted = (cv2.absdiff(channel[:, 1:], channel[:, :-1]) for channel in (green, tint))
        changes[:, 1:] = (apart > 10) | (tinted > 20)
    rules = cv2.morphologyEx(changes, cv2.MORPH_OPEN, np.ones((RULE, 1), np.uint8))
    return (changes > rules).astype(bool)


def _tiles(ink: NDArray[np.bool_]) -> list[BBox]:
    """Covers all ink with tiles of bounded size, cut between lines and columns, the empty ground left out."""
    tiles = []
    for top, bottom in _cuts(profile(ink, 1), TILE_HEIGHT, ROW_GAP):
        for left, right in _cuts(profile(ink[top:bottom], 0), TILE_WIDTH, COLUMN_GAP):
            rows = profile(ink[top:bottom, left:right], 1)
            tiles += [BBox(left, top + start, right, top + end) for start, end in _cuts(rows, TILE_HEIGHT, ROW_GAP)]
    return sorted(tiles, key=lambda tile: -tile.area)


def _cuts(ink: NDArray[np.bool_], size: int, gap: int) -> list[tuple[int, int]]:
    """Spans that hold all ink of a row (or column) profile: of `size` where gaps allow it, at most four times that."""
    import numpy as np

    edges = np.flatnonzero(np.diff(np.concatenate(([False], ink, [False])).astype(np.int8)))
    spans: list[tuple[int, int]] = []
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if spans and (end - spans[-1][0] <= size or start - spans[-1][1] < gap):
            spans[-1] = spans[-1][0], end
        else:
            spans.append((start, end))
    return [piece for span in spans for piece in _parts(*span, size)]


def _parts(start: int, end: int, size: int) -> list[tuple[int, int]]:
    """A span without a gap, whole or in equal parts."""
    parts = -(-(end - start) // (4 * size))
    bounds = [start + (end - start) * at // parts for at in range(parts + 1)]
    return list(pairwise(bounds))


def _boxes(chances: NDArray[np.uint8]) -> Iterator[tuple[BBox, BBox]]:
    """(core, box around it) of each line on a map of chances."""
    import cv2
    import numpy as np

    height, width = chances.shape
    mask = (chances > TEXT * 255).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    inked = np.flatnonzero(mask)
    flat = labels.ravel()[inked]
    sure = np.bincount(flat, chances.ravel()[inked], count) / np.maximum(1, np.bincount(flat, minlength=count)) / 255
    for (x, y, w, h, _), score in zip(stats[1:].tolist(), sure[1:], strict=True):
        if min(w, h) < 3 or score < LINE:
            continue
        by = max(2, round(w * h * UNCLIP / (2 * (w + h))))
        box = BBox(max(0, x - by), max(0, y - by), min(width, x + w + by), min(height, y + h + by))
        yield BBox(x, y, x + w, y + h), box
