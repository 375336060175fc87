"""The parts of a picture that stay pictures: cut out, each once, with words for those who cannot see them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from perception.layout_items import Item
from perception.layout_types import Asset
from perception.types import BBox, Screen

if TYPE_CHECKING:
    from perception.capture import Picture


def assets_of(picture: Picture, root: Item, screen: Screen) -> tuple[tuple[Asset, ...], dict[Item, str]]:
    """The assets of a page, and the asset of each item that is one; parts that look the same are one file."""
    found: dict[tuple[tuple[int, int], bytes], Asset] = {}
    named: dict[Item, str] = {}
    counts: Counter[str] = Counter()
    texts = [line.box for item in root.walk() if item.block for line in item.block.lines]
    for item in root.walk():
        if item.kind != "image":
            continue
        box = _in(item.box, picture)
        if not box.area:
            continue
        pixels = picture.pixels[box.y1 : box.y2, box.x1 : box.x2]
        key = (pixels.shape[:2], pixels.tobytes())
        if key not in found:
            stem = "icon" if item.role == "icon" else "picture"
            counts[stem] += 1
            holes = tuple(text for text in texts if text.intersection(box))
            found[key] = Asset(f"images/{stem}-{counts[stem]}.png", box, item.label, holes)
        named[item] = found[key].name
    return tuple(found.values()), named


def _in(box: BBox, picture: Picture) -> BBox:
    return BBox(max(0, box.x1), max(0, box.y1), min(picture.width, box.x2), min(picture.height, box.y2))
