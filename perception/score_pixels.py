"""How like two pictures are beside their texts: structure, colour and edges, each 0 to 1."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from perception.score_color import lab
from perception.types import BBox

Pixels = NDArray[np.uint8]
Gray = NDArray[Any]  # as OpenCV gives it
Mask = NDArray[np.bool_]
_REACH = 2  # pixels that an edge may lie beside its like


def pixel_scores(source: Pixels, page: Pixels, texts: Iterable[BBox]) -> dict[str, float]:
    """`ssim`, `color` and `edges` of two RGB pictures, H x W x 3. `texts` are boxes in either that do not count.

    Where the pictures are not of one size, what one has more is counted as wrong.
    """
    height, width = min(source.shape[0], page.shape[0]), min(source.shape[1], page.shape[1])
    whole = max(source.shape[0], page.shape[0]) * max(source.shape[1], page.shape[1])
    counts = _outside(texts, height, width)
    one, other = (_masked(picture[:height, :width], counts) for picture in (source, page))
    share = height * width / whole
    scores = {
        "ssim": _ssim(one, other, counts),
        "color": _color(one, other, counts),
        "edges": _edges(one, other, counts),
    }
    return {name: share * score for name, score in scores.items()}


def _outside(texts: Iterable[BBox], height: int, width: int) -> Mask:
    """True where no text is."""
    counts = np.ones((height, width), np.bool_)
    for box in texts:
        counts[max(0, box.y1 - 1) : max(0, box.y2 + 1), max(0, box.x1 - 1) : max(0, box.x2 + 1)] = False
    return counts


def _masked(picture: Pixels, counts: Mask) -> Pixels:
    return np.where(counts[..., None], picture, np.uint8(127))


def _ssim(one: Pixels, other: Pixels, counts: Mask) -> float:
    """Structural similarity (Wang et al., 2004) of brightness at half the size, so that a shifted pixel is no fault."""
    import cv2

    height, width = max(1, counts.shape[0] // 2), max(1, counts.shape[1] // 2)
    small = [cv2.resize(cv2.cvtColor(p, cv2.COLOR_RGB2GRAY), (width, height), interpolation=cv2.INTER_AREA)
             for p in (one, other)]  # fmt: skip
    x, y = (picture.astype(np.float32) for picture in small)
    mean_x, mean_y = _blurred(x), _blurred(y)
    spread = _blurred(x * x) - mean_x**2 + _blurred(y * y) - mean_y**2
    shared = _blurred(x * y) - mean_x * mean_y
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    alike = (2 * mean_x * mean_y + c1) * (2 * shared + c2) / ((mean_x**2 + mean_y**2 + c1) * (spread + c2))
    weights = cv2.resize(counts.astype(np.float32), (width, height), interpolation=cv2.INTER_AREA)
    return _weighted(np.clip(alike, 0, 1), weights)


def _blurred(picture: Gray) -> Gray:
    import cv2

    blurred: Gray = cv2.GaussianBlur(picture, (11, 11), 1.5)
    return blurred


def _color(one: Pixels, other: Pixels, counts: Mask) -> float:
    """1 less the mean distance in L*a*b*, as a share of black to white."""
    import cv2

    size = max(1, counts.shape[1] // 2), max(1, counts.shape[0] // 2)
    small = [cv2.resize(picture, size, interpolation=cv2.INTER_AREA) for picture in (one, other)]
    apart = np.linalg.norm(lab(small[0]) - lab(small[1]), axis=2) / 100
    weights = cv2.resize(counts.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    return _weighted(np.clip(1 - apart, 0, 1), weights)


def _weighted(values: NDArray[np.floating], weights: Gray) -> float:
    total = float(weights.sum())
    return float((values * weights).sum()) / total if total else 1.0


def _edges(one: Pixels, other: Pixels, counts: Mask) -> float:
    """F1 of edges that have their like within two pixels; two pictures without edges are alike."""
    import cv2

    clear = cv2.erode(counts.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0  # the masks' own edges are none
    mine, theirs = ((cv2.Canny(picture, 40, 120) > 0) & clear for picture in (one, other))
    if not mine.any() and not theirs.any():
        return 1.0
    if not mine.any() or not theirs.any():
        return 0.0
    recall, precision = _near(mine, theirs), _near(theirs, mine)
    return 2 * recall * precision / (recall + precision) if recall + precision else 0.0


def _near(edges: Mask, others: Mask) -> float:
    """The share of the edges that lie near one of the others."""
    import cv2

    reach = cv2.dilate(others.astype(np.uint8), np.ones((2 * _REACH + 1, 2 * _REACH + 1), np.uint8)) > 0
    return float(np.count_nonzero(edges & reach) / np.count_nonzero(edges))
