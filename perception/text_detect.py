"""Where text stands: boxes of lines, by a differentiable-binarisation network (DB, arXiv:1911.08947)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perception import text_models
from perception.types import BBox

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

TEXT = 0.3  # a pixel at least this sure belongs to a line
LINE = 0.5  # a line is kept when its pixels are this sure on average
UNCLIP = 1.6  # the network marks the core of a line; the line is its core grown by area * UNCLIP / perimeter
BAND, OVERLAP = 320, 48  # a picture is looked at in bands of about this height, which bounds the memory
STEP = 32  # the network's sides are multiples of this
GLYPH = 7.0  # pixels that a small glyph needs


def find_lines(pixels: Pixels) -> list[BBox]:
    """Boxes of lines, a few pixels larger than their ink, in no order. `pixels` is H x W x 3 RGB, any size."""
    import cv2

    height, width = pixels.shape[:2]
    scale = _detection_scale(pixels)
    if scale < 1:
        size = max(1, round(width * scale)), max(1, round(height * scale))
        pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)  # type: ignore[assignment]
    chances = _chances(pixels)
    boxes = _boxes(chances)
    across, down = width / chances.shape[1], height / chances.shape[0]
    return [
        BBox(int(b.x1 * across), int(b.y1 * down), min(width, round(b.x2 * across)), min(height, round(b.y2 * down)))
        for b in boxes
    ]


def _detection_scale(pixels: Pixels) -> float:
    """1 for a usual screen; less where even the small glyphs are large (a 2x or 3x screen)."""
    import cv2
    import numpy as np

    if pixels.shape[0] * pixels.shape[1] < 400_000:
        return 1.0
    gray = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    edges = cv2.morphologyEx(gray, cv2.MORPH_GRADIENT, np.ones((2, 2), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats((edges > 48).astype(np.uint8), connectivity=8)
    wide, high = stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT]
    glyphs = high[(high >= 5) & (high <= 96) & (wide <= 2 * high) & (wide >= 3)]
    if len(glyphs) < 20:
        return 1.0
    small = float(np.percentile(glyphs, 20)) - 1
    return float(np.clip(GLYPH / small, 0.34, 1.0)) if small > GLYPH * 1.25 else 1.0


def _chances(pixels: Pixels) -> NDArray[np.uint8]:
    """Each pixel's chance to be text, 0 to 255."""
    import numpy as np

    height, width = pixels.shape[:2]
    result = np.zeros((height, width), np.uint8)
    spans = _bands(_has_ink(pixels))

    def look(span: tuple[int, int]) -> None:
        top, bottom = max(0, span[0] - OVERLAP), min(height, span[1] + OVERLAP)
        band = _look(pixels[top:bottom])
        result[span[0] : span[1]] = band[span[0] - top : span[1] - top]

    list(text_models.workers().map(look, spans))
    return result


def _look(pixels: Pixels) -> NDArray[np.uint8]:
    import cv2
    import numpy as np

    height, width = pixels.shape[:2]
    down, right = -height % STEP, -width % STEP
    padded = cv2.copyMakeBorder(pixels, 0, down, 0, right, cv2.BORDER_REPLICATE)
    batch = np.ascontiguousarray(padded.transpose(2, 0, 1)[None], dtype=np.float32)
    batch *= 1 / 127.5
    batch -= 1
    chance = text_models.run(text_models.DETECTOR, batch)[0, 0, :height, :width]
    return (chance * 255).astype(np.uint8)


def _has_ink(pixels: Pixels) -> NDArray[np.bool_]:
    """For each row, whether it differs anywhere from its neighbours to the left."""
    import numpy as np

    if pixels.shape[1] < 2:
        return np.zeros(len(pixels), bool)
    green = pixels[:, :, 1].astype(np.int16)
    other = pixels[:, :, 0].astype(np.int16) - pixels[:, :, 2]
    changes = (np.abs(np.diff(green, axis=1)) > 10) | (np.abs(np.diff(other, axis=1)) > 20)
    ink: NDArray[np.bool_] = changes.any(axis=1)
    return ink


def _bands(ink: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Cuts the rows into bands, at an empty row where one is near, and leaves out those without ink."""
    bands, top, rows = [], 0, len(ink)
    while top < rows:
        if not ink[top : top + STEP].any():
            top += STEP
            continue
        bottom = min(top + BAND, rows)
        if rows - bottom < BAND // 3:
            bottom = rows
        else:
            bottom = next((y for y in range(bottom, bottom - BAND // 3, -1) if not ink[y - 1]), bottom)
        bands.append((top, bottom))
        top = bottom
    return bands


def _boxes(chances: NDArray[np.uint8]) -> list[BBox]:
    import cv2
    import numpy as np

    height, width = chances.shape
    mask = (chances > TEXT * 255).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    flat = labels.ravel()
    sure = np.bincount(flat, chances.ravel(), count) / np.maximum(1, np.bincount(flat, minlength=count)) / 255
    boxes = []
    for (x, y, w, h, _), score in zip(stats[1:], sure[1:], strict=True):
        if min(w, h) < 3 or score < LINE:
            continue
        by = max(2, round(w * h * UNCLIP / (2 * (w + h))))
        boxes.append(BBox(max(0, x - by), max(0, y - by), min(width, x + w + by), min(height, y + h + by)))
    return boxes
