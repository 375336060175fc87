"""Where a model looked, laid over the picture: clear where it hardly did, warm and denser where it did most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from perception.types import BBox

if TYPE_CHECKING:
    from PIL import Image

    from perception.capture import Picture

_DENSEST = 0.72  # of 1: how much of the picture the warmest spot covers
_FEW, _MOST = 50, 99.5  # percentiles of the shares that count as nothing and as all: one cell may draw very much
_COLOURS = ((255, 214, 64), (240, 96, 24), (176, 16, 48))  # from a little to most


@dataclass(frozen=True, eq=False)
class Gaze:
    """`shares` of attention by cell (rows x columns) over `region` of a picture, for one answer of `model`."""

    shares: NDArray[np.float32]
    region: BBox
    model: str


def veil_of(gaze: Gaze, width: int, height: int) -> Image.Image:
    """RGBA of that size in pixels: what is laid over a picture of it."""
    from PIL import Image

    few, most = np.percentile(gaze.shares, (_FEW, _MOST))
    warm = np.clip((gaze.shares - few) / max(float(most - few), 1e-9), 0, 1).astype(np.float32)
    x1, y1, x2, y2 = gaze.region
    spread = Image.fromarray(warm).resize((max(1, x2 - x1), max(1, y2 - y1)), Image.Resampling.BICUBIC)
    smooth = np.clip(np.asarray(spread), 0, 1)
    steps = np.linspace(0, 1, len(_COLOURS))
    tones = [np.interp(smooth, steps, [colour[channel] for colour in _COLOURS]) for channel in range(3)]
    layer = np.stack([*tones, 255 * _DENSEST * smooth**0.7], axis=-1).astype(np.uint8)
    whole = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    whole.paste(Image.fromarray(layer, "RGBA"), (x1, y1))
    return whole


def warmed(picture: Picture, gaze: Gaze) -> Picture:
    """The picture with the gaze over it."""
    from PIL import Image

    from perception.capture import Picture

    below = Image.fromarray(picture.pixels).convert("RGBA")
    shown = Image.alpha_composite(below, veil_of(gaze, picture.width, picture.height))
    return Picture(np.asarray(shown.convert("RGB")), picture.source, picture.sha256)
