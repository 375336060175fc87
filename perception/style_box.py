"""How a box is painted: its common colour, its corners, its gradient and its shadow, measured on the pixels."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from perception.ink import Pixels
from perception.layout_types import Gradient, Shadow
from perception.types import BBox, Colour

_SHADE = 14  # from this difference between two ends on an area is a gradient
_REACH = 28  # pixels below a box within which a shadow ends


def common_colour(pixels: NDArray[np.uint8]) -> Colour:
    """The commonest colour of N x 3 (or H x W x 3) pixels; black for none."""
    flat = pixels.reshape(-1, 3)
    if not len(flat):
        return 0, 0, 0
    step = max(1, len(flat) // 20_000)
    packed = flat[::step].astype(np.int32) @ np.array([65536, 256, 1], np.int32)
    values, counts = np.unique(packed, return_counts=True)
    value = int(values[counts.argmax()])
    return value >> 16, value >> 8 & 255, value & 255


def radius_of(pixels: Pixels, box: BBox, edge: Colour, outside: Colour) -> float:
    """The radius of a box's corners in pixels.

    The first row of a rounded box begins where the circle of its corner reaches the middle of that row: after
    m = r - sqrt(r - 1/4) pixels, so r = m + sqrt(m) + 1/2. The same holds for its first column; the middle of the eight
    is taken.
    """
    longest = min(box.width, box.height) // 2
    if longest < 2 or _apart(edge, outside) < 10:
        return 0.0
    lines = []
    for row in (pixels[box.y1, box.x1 : box.x2], pixels[box.y2 - 1, box.x1 : box.x2]):
        lines += [row, row[::-1]]
    for column in (pixels[box.y1 : box.y2, box.x1], pixels[box.y1 : box.y2, box.x2 - 1]):
        lines += [column, column[::-1]]
    steps = sorted(_before(line[: longest + 1], edge, outside) for line in lines)
    missing = steps[3]
    if missing == 0 or steps[5] > longest:
        return 0.0
    radius = min(longest, round(missing + math.sqrt(missing) + 0.5))
    return float(radius) if _bends(pixels, box, radius, edge, outside) else 0.0


def _bends(pixels: Pixels, box: BBox, radius: int, edge: Colour, outside: Colour) -> bool:
    """Whether the edge passes where a circle of that radius crosses the diagonal, at two corners at least."""
    step = round(0.293 * radius)
    met = 0
    for x in (box.x1 + step, box.x2 - 1 - step):
        for y in (box.y1 + step, box.y2 - 1 - step):
            around = pixels[max(0, y - 1) : y + 2, max(0, x - 1) : x + 2].reshape(-1, 3).astype(np.int16)
            met += bool((np.abs(around - np.array(edge, np.int16)).max(axis=1) <= 0.5 * _apart(edge, outside)).any())
    return met >= 2


def _before(line: Pixels, edge: Colour, outside: Colour) -> int:
    """How many pixels of a line are nearer to the colour outside than to the edge's, before the first that is not."""
    colours = line.astype(np.int16)
    to_edge = np.abs(colours - np.array(edge, np.int16)).max(axis=1)
    own = np.flatnonzero(to_edge <= 0.5 * _apart(edge, outside))
    return int(own[0]) if len(own) else len(line)


def gradient_of(pixels: Pixels, mask: NDArray[np.bool_]) -> Gradient | None:
    """The linear gradient of the area that `mask` (H x W) marks; None for one colour, or for no plane of colours."""
    rows, columns = np.nonzero(mask)
    if len(rows) < 200:
        return None
    step = max(1, len(rows) // 4000)
    rows, columns = rows[::step], columns[::step]
    colours = pixels[rows, columns].astype(np.float32)
    if float((np.percentile(colours, 98, axis=0) - np.percentile(colours, 2, axis=0)).max()) < _SHADE:
        return None
    base = np.stack([columns, rows, np.ones_like(rows)], axis=1).astype(np.float32)
    plane, *_ = np.linalg.lstsq(base, colours, rcond=None)
    if float(np.abs(base @ plane - colours).mean()) > 6:
        return None
    channel = int(np.abs(plane[:2]).sum(axis=0).argmax())
    dx, dy = float(plane[0, channel]), float(plane[1, channel])
    angle = round(math.degrees(math.atan2(dx, -dy)) / 5) * 5 % 360
    width, height = int(columns.max() - columns.min()), int(rows.max() - rows.min())
    turn = math.radians(angle)
    along = (abs(width * math.sin(turn)) + abs(height * math.cos(turn))) / 2  # half of CSS' gradient line
    middle = np.array([columns.min() + width / 2, rows.min() + height / 2, 1.0], np.float32)
    reach = np.array([math.sin(turn) * along, -math.cos(turn) * along, 0.0], np.float32)
    return Gradient(angle, _clipped((middle - reach) @ plane), _clipped((middle + reach) @ plane))


def shadow_of(pixels: Pixels, box: BBox, outside: Colour) -> Shadow | None:
    """A shadow below a box: ever paler from its lower edge to the colour around it."""
    height = pixels.shape[0]
    if box.y2 + 6 >= height or box.width < 24 or sum(outside) < 150:
        return None
    x = np.linspace(box.x1 + 0.3 * box.width, box.x1 + 0.7 * box.width, 9).astype(np.intp)
    below = np.median(pixels[box.y2 : min(height, box.y2 + _REACH), x].astype(np.float32).mean(axis=2), axis=1)
    paper = float(np.median(below[-4:]))
    dark = paper - below
    faint = np.flatnonzero(dark < 1.2)
    length = int(faint[0]) if len(faint) else 0
    if not 3 <= length <= _REACH - 4 or dark[0] < 4 or dark[0] > 0.5 * paper or (np.diff(dark[:length]) > 1.5).any():
        return None
    blur = max(2, round(length * 1.3))
    return Shadow(max(1, round(length * 0.3)), blur, round(min(0.5, 1.7 * float(dark[0]) / paper), 2))


def _apart(one: Colour, other: Colour) -> int:
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def _clipped(values: NDArray[np.float32]) -> Colour:
    red, green, blue = (round(float(min(255.0, max(0.0, v)))) for v in values)
    return red, green, blue
