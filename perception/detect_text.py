"""How a line of text is set: the hints that tell a link, a heading or a placeholder from plain text."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from perception.detect_flat import Colour, Pixels, difference, saturation
from perception.types import BBox, TextLine


@dataclass(frozen=True, slots=True)
class TextStyle:
    """A line's look: colours as RGB 0 to 255, `height` of its ink in px, `weight` as stroke width by height."""

    color: Colour
    background: Colour
    bold: bool
    underlined: bool
    height: int
    weight: float = 0.0

    @property
    def contrast(self) -> int:
        """The largest difference in a channel, 0 to 255: a placeholder's is about half of its neighbours'."""
        return difference(self.color, self.background)

    @property
    def coloured(self) -> bool:
        return saturation(self.color) > 60 and saturation(self.color) > saturation(self.background) + 30


def font_size(line: TextLine) -> float:
    """About the size in px that a line is set in, from the height of its ink and the letters that are in it."""
    text = line.text
    if any("\u2e80" <= char <= "\uffef" for char in text):
        return line.box.height / 1.02
    rises = any(char.isupper() or char.isdigit() or char in "bdfhklt/()[]|$#%&!?@'\"" for char in text)
    falls = any(char in "gjpqy,;()[]|$/_Q" for char in text)
    return line.box.height / (0.52 + 0.2 * rises + 0.2 * falls)


def text_style(pixels: Pixels, line: TextLine) -> TextStyle:
    """The style of one line of an RGB picture (H x W x 3)."""
    height, width = pixels.shape[:2]
    box = line.box
    box = BBox(max(0, box.x1), max(0, box.y1), min(width, box.x2), min(height, box.y2))
    crop = pixels[box.y1 : box.y2, box.x1 : box.x2]
    if not crop.size:
        return TextStyle((0, 0, 0), (0, 0, 0), False, False, 0)
    # the background is the commonest colour around; the text's is the mean of what differs most: strokes are blended
    wide = pixels[max(0, box.y1 - 2) : box.y2 + 2, max(0, box.x1 - 2) : box.x2 + 2]
    around = np.concatenate([wide[:2].reshape(-1, 3), wide[-2:].reshape(-1, 3), wide[:, :2].reshape(-1, 3)])
    coarse = around.astype(np.int32) >> 2
    codes = (coarse[:, 0] << 12) | (coarse[:, 1] << 6) | coarse[:, 2]
    values, counts = np.unique(codes, return_counts=True)
    back = around[codes == values[counts.argmax()]].mean(axis=0)
    distance = np.abs(crop.astype(np.float32) - back).max(axis=2)
    strongest = float(np.percentile(distance, 99.5))
    if strongest < 8:
        return TextStyle(_rgb(back), _rgb(back), False, False, 0)
    strokes = distance > 0.8 * strongest
    ink = distance > 0.45 * strongest
    rows = np.flatnonzero(ink.any(axis=1))
    tall = int(rows[-1] - rows[0] + 1)
    weight = _stroke(distance / strongest) / max(1, tall)
    return TextStyle(
        _rgb(crop[strokes].mean(axis=0)),
        _rgb(back),
        weight > 0.165,
        _underlined(pixels, box, back, strongest),
        tall,
        weight,
    )


def _rgb(colour: np.ndarray[tuple[int, ...], np.dtype[np.floating]]) -> Colour:
    red, green, blue = (round(float(value)) for value in colour)
    return red, green, blue


def _stroke(coverage: np.ndarray[tuple[int, ...], np.dtype[np.floating]]) -> float:
    """The mean width of upright strokes in px: the ink in a row by the number of times that it begins."""
    ink = coverage > 0.5
    starts = int((ink[:, 1:] & ~ink[:, :-1]).sum() + ink[:, 0].sum())
    return float(np.clip(coverage, 0, 1)[coverage > 0.25].sum()) / starts if starts else 0.0


def _underlined(
    pixels: Pixels, box: BBox, back: np.ndarray[tuple[int, ...], np.dtype[np.floating]], strongest: float
) -> bool:
    """Whether a line of the text's own length lies at its foot."""
    top, bottom = box.y1 + int(box.height * 0.7), min(pixels.shape[0], box.y2 + max(3, box.height // 3))
    margin = box.height
    left, right = max(0, box.x1 - margin), min(pixels.shape[1], box.x2 + margin)
    foot = np.abs(pixels[top:bottom, left:right].astype(np.float32) - back).max(axis=2) > 0.35 * strongest
    if not foot.size:
        return False
    own = slice(box.x1 - left, box.x2 - left)
    beside = np.ones(foot.shape[1], np.bool_)
    beside[max(0, own.start - 2) : own.stop + 2] = False
    return any(row[own].mean() > 0.7 and not (beside.any() and row[beside].mean() > 0.5) for row in foot)
