"""The colour that a description gives a thing, held against the picture: who points at a blue button for "the red
button" is wrong, however sure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.describe import describe
from agent.words import fold
from perception.types import BBox, Element, Screen

if TYPE_CHECKING:
    import numpy as np

    from perception.capture import Picture

# What it is called (红色, 红的; 红包 is none), and the hues in degrees that pass for it, which overlap as words do.
_HUES: tuple[tuple[str, str, tuple[int, int]], ...] = (
    ("red", "red|crimson|scarlet|红", (-22, 22)),
    ("orange", "orange|橙|橘", (8, 52)),
    ("yellow", "yellow|golden|黄", (34, 78)),
    ("green", "green|绿", (64, 182)),
    ("blue", "blue|navy|cyan|turquoise|蓝|青", (158, 268)),
    ("purple", "purple|violet|紫", (240, 325)),
    ("pink", "pink|magenta|粉", (285, 357)),
)
_SAID = re.compile(
    "|".join(
        f"(?P<{name}>{'|'.join(rf'(?<![a-z]){w}(?![a-z])' if w.isascii() else f'{w}[色的]' for w in words.split('|'))})"
        for name, words, _ in _HUES
    )
)
_LEAST = 0.02  # of a thing's pixels: of a link or a frame no more may be painted
_PALE, _DARK = 40, 60  # of 255: less between the channels, or in the brightest, is no colour


def colour_of(screen: Screen, description: str) -> str:
    """The colour that the described thing is said to have, "" where none; what the screen calls so is a name."""
    found = _SAID.search(fold(describe(description).words))
    if found is None or any(found[0] in fold(f"{e.name} {e.text}") for e in screen.elements):
        return ""
    return found.lastgroup or ""


def wrong_colour(picture: Picture, screen: Screen, element: Element, description: str) -> str:
    """That the element shows nothing of the colour that the description says; "" where it does, or says none."""
    colour = colour_of(screen, description)
    return "" if not colour or shows(picture, element.box, colour) else f"{element} is not {colour}"


def shows(picture: Picture, box: BBox, colour: str) -> bool:
    """Whether enough of the box's pixels have this colour."""
    pixels = picture.pixels[max(0, box.y1) : box.y2, max(0, box.x1) : box.x2, :3]
    if not pixels.size:
        return False
    low, high = next(hues for name, _, hues in _HUES if name == colour)
    hues, coloured = _hues(pixels)
    inside = ((hues - low) % 360) <= high - low
    return bool((inside & coloured).mean() >= _LEAST)


def _hues(pixels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The hue of each pixel in degrees, and whether it has one."""
    import numpy as np

    red, green, blue = np.moveaxis(pixels.astype(np.float32), -1, 0)
    most, least = pixels.max(-1).astype(np.float32), pixels.min(-1).astype(np.float32)
    spread = np.maximum(most - least, 1)
    hue = np.select(
        [most == red, most == green], [(green - blue) / spread, 2 + (blue - red) / spread], 4 + (red - green) / spread
    )
    return hue * 60 % 360, (most - least >= _PALE) & (most >= _DARK)
