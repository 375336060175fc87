"""Reads the text of a picture, English and Chinese, on the CPU: find lines, cut them, read each piece once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from perception import text_models
from perception.text_detect import find_lines
from perception.text_lines import Strip, strips
from perception.types import BBox, TextLine

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

NAME = "pp-ocrv6-small"
HEIGHT = 48  # the recogniser's input height
SURE = 0.5  # less sure than this is noise: an icon, a picture


def available() -> str | None:
    """None, or why text cannot be read here and the command that cures it."""
    return text_models.missing()


def read_text(pixels: Pixels) -> list[TextLine]:
    """The lines of a picture (H x W x 3 RGB, uint8), top to bottom, then left to right; boxes fit the ink."""
    pieces = [strip for line in find_lines(pixels) for strip in strips(pixels, line)]
    readings = _read(pixels, pieces)
    lines = [
        TextLine(reading.text, strip.ink, reading.confidence)
        for strip, reading in zip(pieces, readings, strict=True)
        if reading.text and reading.confidence >= SURE
    ]
    return sorted(lines, key=lambda line: (line.box.y1, line.box.x1))


@dataclass(frozen=True, slots=True)
class _Reading:
    text: str
    confidence: float


def _read(pixels: Pixels, pieces: list[Strip]) -> list[_Reading]:
    """Reads each different piece once, the longest first so that both workers end together."""
    views = [_view(pixels, strip.view) for strip in pieces]
    keys = [(view.shape[1], view.tobytes()) for view in views]
    different = dict(zip(keys, views, strict=True))
    order = sorted(different, key=lambda key: -key[0])
    read = dict(zip(order, text_models.workers().map(_recognise, (different[key] for key in order)), strict=True))
    return [read[key] for key in keys]


def _view(pixels: Pixels, box: BBox) -> Pixels:
    """The piece at the recogniser's height and at its own true width."""
    import cv2

    crop = pixels[box.y1 : box.y2, box.x1 : box.x2]
    width = max(8, round(crop.shape[1] * HEIGHT / crop.shape[0]))
    return cv2.resize(crop, (width, HEIGHT), interpolation=cv2.INTER_LINEAR)  # type: ignore[return-value]


def _recognise(view: Pixels) -> _Reading:
    import numpy as np

    batch = np.ascontiguousarray(view.transpose(2, 0, 1)[None], dtype=np.float32)
    batch *= 1 / 127.5
    batch -= 1
    steps = text_models.run(text_models.RECOGNISER, batch)[0]
    best = steps.argmax(axis=1)
    kept = np.flatnonzero((best != 0) & np.concatenate(([True], best[1:] != best[:-1])))
    if not len(kept):
        return _Reading("", 0.0)
    letters = text_models.characters()
    text = "".join(letters[best[step]] for step in kept)
    return _Reading(_spaced(text), float(steps[kept, best[kept]].mean()))


_WIDE = r"[\u2e80-\u303f\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60]"
_BETWEEN_WIDE = re.compile(rf"(?<={_WIDE}) +(?={_WIDE})")


def _spaced(text: str) -> str:
    """One space between words, none between Chinese or Japanese characters."""
    return _BETWEEN_WIDE.sub("", re.sub(r"\s+", " ", text)).strip()
