"""The full stop after a link: read with the link's last word, and no part of it where it has another colour."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from perception.ink import Pixels, distance, measure_box
from perception.layout_lines import Piece, true_colour
from perception.types import BBox

_MARKS = ".,;:!?)]»”"
_OTHER = 60  # of a channel: colours as far apart are two
_WIDE = 0.45  # of a line's height that such a mark is wide, at most


def parted(pixels: Pixels, piece: Piece) -> list[Piece]:
    """A link and the mark after it, where the mark is painted as the text around the link; else the piece."""
    if not piece.link or len(piece.text) < 3 or piece.text[-1] not in _MARKS:
        return [piece]
    mark = _last_figure(pixels, piece)
    if mark is None:
        return [piece]
    words = replace(piece.box, x2=mark.x1 - 1)
    if words.width <= mark.width or mark.width > _WIDE * piece.box.height:
        return [piece]
    inks = [measure_box(pixels, box) for box in (words, mark)]
    inks = [replace(ink, colour=true_colour(pixels, box, ink)) for box, ink in zip((words, mark), inks, strict=True)]
    if distance(inks[0].colour, inks[1].colour) < _OTHER:
        return [piece]
    link = replace(piece, text=piece.text[:-1].rstrip(), box=words, ink=inks[0])
    return [link, replace(piece, text=piece.text[-1], box=mark, ink=inks[1], link=False)]


def _last_figure(pixels: Pixels, piece: Piece) -> BBox | None:
    """The box of the last stretch of columns with ink; None where it is all of the piece."""
    box = piece.box
    crop = pixels[max(0, box.y1) : box.y2, max(0, box.x1) : box.x2].astype(np.int16)
    far = np.abs(crop - np.array(piece.ink.paper, np.int16)).max(axis=2)
    inked = far > 0.4 * far.max()
    columns = inked.any(axis=0)
    empty = np.flatnonzero(~columns[: int(np.flatnonzero(columns).max(initial=-1)) + 1])
    if not len(empty):
        return None
    rows = np.flatnonzero(inked[:, int(empty[-1]) + 1 :].any(axis=1))
    left, top = max(0, box.x1) + int(empty[-1]) + 1, max(0, box.y1)
    return BBox(left, top + int(rows[0]), box.x2, top + int(rows[-1]) + 1)
