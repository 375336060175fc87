"""Looking twice: a part of the picture around a first answer, twice as large, and its boxes mapped back.

The method is Midscene's: the region and 100 px on each side, at least 400 x 400, scaled by two.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from perception.types import BBox

if TYPE_CHECKING:
    from perception.capture import Picture

MARGIN = 100  # px around what was pointed at
LEAST = 400  # px, the least width and height of a part, where the picture has as many
SCALE = 2


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a picture, `scale` times as large."""

    region: BBox
    scale: int = SCALE

    def back(self, box: BBox) -> BBox:
        """A box in the part -> the same box in the whole picture."""
        x1, y1 = self.region.x1 + box.x1 // self.scale, self.region.y1 + box.y1 // self.scale
        x2, y2 = self.region.x1 + -(-box.x2 // self.scale), self.region.y1 + -(-box.y2 // self.scale)
        return BBox(x1, y1, min(max(x2, x1 + 1), self.region.x2), min(max(y2, y1 + 1), self.region.y2))

    def into(self, box: BBox) -> BBox:
        """A box in the whole picture -> where it stands in the part."""
        left, top, scale = self.region.x1, self.region.y1, self.scale
        return BBox((box.x1 - left) * scale, (box.y1 - top) * scale, (box.x2 - left) * scale, (box.y2 - top) * scale)


def around(box: BBox, width: int, height: int) -> Part:
    """The part to look at again, for a box within a picture of that size."""
    grown = box.grow(MARGIN)
    x1, x2 = _span(grown.x1, grown.x2, width)
    y1, y2 = _span(grown.y1, grown.y2, height)
    return Part(BBox(x1, y1, x2, y2))


def _span(low: int, high: int, size: int) -> tuple[int, int]:
    """Grown about its middle to the least length, and moved inside."""
    missing = max(0, LEAST - (high - low))
    low, high = low - missing // 2, high + missing - missing // 2
    low, high = (0, high - low) if low < 0 else (low, high)
    low, high = (low - (high - size), size) if high > size else (low, high)
    return max(0, low), min(high, size)


def cut(picture: Picture, part: Part) -> Picture:
    """The part as a picture of its own."""
    import numpy as np
    from PIL import Image

    from perception.capture import Picture

    x1, y1, x2, y2 = part.region
    image = Image.fromarray(picture.pixels[y1:y2, x1:x2])
    if part.scale != 1:
        image = image.resize((image.width * part.scale, image.height * part.scale), Image.Resampling.LANCZOS)
    return Picture(np.asarray(image), f"{picture.source} {x1},{y1},{x2},{y2}", "")
