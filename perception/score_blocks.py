"""The text blocks of a page: from two renderings in false colours, or from lines and where they stand in a picture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from perception.score_types import TextBlock
from perception.types import BBox, Colour, TextLine

Pixels = NDArray[np.uint8]
SHIFT = 50  # what the second false colour of a text is above the first, in each channel, modulo 256
_SHIFTED, _SAME = 8, 4  # by how much a channel may be off


def painted_blocks(
    plain: Pixels, first: Pixels, second: Pixels, texts: Iterable[tuple[str, Colour]]
) -> tuple[TextBlock, ...]:
    """Each text's block by its false colour in `first`; in `second` every false colour is higher by `SHIFT`.

    The three pictures are of one page and one size, RGB. What is drawn in a false colour and shifts with it is text;
    its colour is the mean of the plain picture there. Texts that cannot be seen have no block.
    """
    moved = (first.astype(np.int16) + SHIFT) % 256 - second
    ys, xs = np.nonzero((np.abs(moved) <= _SHIFTED).all(axis=2))
    values = first[ys, xs].astype(np.int16)
    order = np.argsort(values[:, 0], kind="stable")
    ys, xs, values = ys[order], xs[order], values[order]
    found = []
    for text, color in texts:
        start, stop = np.searchsorted(values[:, 0], (color[0] - _SAME, color[0] + _SAME + 1))
        own = start + np.flatnonzero((np.abs(values[start:stop] - np.array(color)) <= _SAME).all(axis=1))
        if len(own):
            y, x = ys[own], xs[own]
            box = BBox(int(x.min()), int(y.min()), int(x.max()) + 1, int(y.max()) + 1)
            found.append(TextBlock(text, box, _mean(plain[y, x])))
    return tuple(found)


def line_blocks(pixels: Pixels, lines: Sequence[TextLine]) -> tuple[TextBlock, ...]:
    """Lines of text, each shrunk to the ink in its box, with the ink's colour. Lines that cannot be seen have none."""
    found = []
    for line in lines:
        x1, y1, x2, y2 = line.box
        crop = pixels[max(0, y1) : max(0, y2), max(0, x1) : max(0, x2)]
        if not crop.size or not line.text.strip():
            continue
        far = _distance_from_paper(crop)
        most = int(far.max())
        if most < 12:
            continue
        ink = far > 0.4 * most
        rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
        left, top = max(0, x1), max(0, y1)
        box = BBox(left + int(columns[0]), top + int(rows[0]), left + int(columns[-1]) + 1, top + int(rows[-1]) + 1)
        found.append(TextBlock(line.text, box, _mean(crop[far >= 0.8 * most])))
    return tuple(found)


def _distance_from_paper(crop: Pixels) -> NDArray[np.int16]:
    """Each pixel's largest channel difference from the crop's commonest colour."""
    packed = crop.reshape(-1, 3).astype(np.int32) @ np.array([65536, 256, 1], np.int32)
    values, counts = np.unique(packed, return_counts=True)
    paper = int(values[counts.argmax()])
    apart = np.abs(crop.astype(np.int16) - np.array([paper >> 16, paper >> 8 & 255, paper & 255], np.int16))
    far: NDArray[np.int16] = apart.max(axis=2)
    return far


def _mean(pixels: Pixels) -> Colour:
    red, green, blue = (round(float(value)) for value in pixels.reshape(-1, 3).mean(axis=0))
    return red, green, blue
