"""The difference picture: the mockup, the page, and where they differ, side by side, with the score above them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from perception.score_blocks import Pixels
from perception.score_types import VisualScore

if TYPE_CHECKING:
    from PIL import Image, ImageDraw, ImageFont

PANEL = 760  # pixels; wider pictures are scaled down to it
_GAP, _HEAD, _CAPTION = 24, 64, 34
_PAPER, _INK, _FAINT, _EDGE = (246, 247, 249), (28, 33, 40), (98, 108, 121), (214, 219, 226)
_LEVELS = ((0.9, (26, 127, 75)), (0.75, (178, 107, 0)), (0.0, (190, 38, 51)))  # of a figure, for good, fair and poor
_SEEN = 48  # the channel difference that is shown in full
_FIGURES = ("block", "text", "position", "color", "pixel")


def difference_picture(source: Pixels, page: Pixels, score: VisualScore) -> Image.Image:
    """Three panels for two RGB pictures, H x W x 3, of any sizes: the same pictures and score give the same pixels."""
    from PIL import Image, ImageDraw

    panels = [
        ("Mockup", Image.fromarray(source)), ("Page", Image.fromarray(page)),
        ("Difference", Image.fromarray(_difference(source, page))),
    ]  # fmt: skip
    scale = min(1.0, PANEL / max(panel.width for _, panel in panels))
    scaled = [(name, _scaled(panel, scale)) for name, panel in panels]
    height = max(panel.height for _, panel in scaled)
    width = sum(panel.width for _, panel in scaled) + (len(scaled) + 1) * _GAP
    sheet = Image.new("RGB", (max(width, 720), _HEAD + _CAPTION + height + _GAP), _PAPER)
    pen = ImageDraw.Draw(sheet)
    _headline(pen, score)
    x = _GAP
    for name, panel in scaled:
        pen.text((x, _HEAD + 6), name, _INK, _font(15))
        top = _HEAD + _CAPTION
        pen.rectangle((x - 1, top - 1, x + panel.width, top + panel.height), outline=_EDGE)
        sheet.paste(panel, (x, top))
        x += panel.width + _GAP
    return sheet


def _headline(pen: ImageDraw.ImageDraw, score: VisualScore) -> None:
    """The overall figure, then each of its parts with a bar."""
    whole = f"{100 * score.overall:.1f} %"
    pen.text((_GAP, 18), whole, _level(score.overall), _font(28))
    x = _GAP + round(pen.textlength(whole, _font(28))) + 28
    for name in _FIGURES:
        value = float(getattr(score, name))
        pen.text((x, 18), name, _FAINT, _font(13))
        pen.text((x + 108, 18), f"{value:.3f}", _INK, _font(13), anchor="ra")
        pen.rectangle((x, 40, x + 108, 44), fill=_EDGE)
        if round(108 * value):
            pen.rectangle((x, 40, x + round(108 * value), 44), fill=_level(value))
        x += 108 + 24


def _level(value: float) -> tuple[int, int, int]:
    return next(color for least, color in _LEVELS if value >= least)


def _difference(source: Pixels, page: Pixels) -> Pixels:
    """The page, pale, with red where it differs; what only one of them has is hatched."""
    height, width = max(source.shape[0], page.shape[0]), max(source.shape[1], page.shape[1])
    shared = min(source.shape[0], page.shape[0]), min(source.shape[1], page.shape[1])
    one, other = source[: shared[0], : shared[1]], page[: shared[0], : shared[1]]
    far = apart(one, other)
    pale = 255 - (255 - other.mean(axis=2)) * 0.22
    red = np.clip(far / _SEEN, 0, 1)[..., None]
    drawn = pale[..., None] * (1 - red) + np.array(_LEVELS[-1][1]) * red
    ys, xs = np.ogrid[:height, :width]
    whole = np.where(((xs + ys) % 12 < 2)[..., None], np.array(_EDGE, np.uint8), np.array(_PAPER, np.uint8))
    whole[: shared[0], : shared[1]] = drawn.round().astype(np.uint8)
    return whole


def apart(one: Pixels, other: Pixels) -> NDArray[np.int16]:
    """By how much each pixel of two pictures of one size differs, in its worst channel, beyond what a pixel's shift
    makes."""
    return np.maximum(_beyond(one, other), _beyond(other, one))


def _beyond(one: Pixels, other: Pixels) -> NDArray[np.int16]:
    """By how much each pixel is beyond all that the other picture has around it: what lies a pixel off is no fault."""
    import cv2

    around = np.ones((3, 3), np.uint8)
    high, low = cv2.dilate(other, around).astype(np.int16), cv2.erode(other, around).astype(np.int16)
    beyond: NDArray[np.int16] = np.maximum(one - high, low - one).clip(0).max(axis=2)
    return beyond


def _scaled(panel: Image.Image, scale: float) -> Image.Image:
    from PIL import Image

    size = max(1, round(panel.width * scale)), max(1, round(panel.height * scale))
    return panel if scale == 1 else panel.resize(size, Image.Resampling.BOX)


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    from PIL import ImageFont

    return ImageFont.load_default(size)
