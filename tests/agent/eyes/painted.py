"""A page of the kind that the small model of `bench/vlm/small` was taught on, as a browser shows it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

SMALL = Path(__file__).parents[3] / "bench" / "vlm" / "small"
VIEWPORT = (320, 224)
PAINTS = {"red": "214, 40, 40", "green": "34, 150, 60", "orange": "240, 140, 20"}
NAMES = {"orange": "Open", "red": "Save", "green": "Delete"}
_BUTTONS = {"orange": (32, 104, 84, 36), "red": (52, 184, 100, 28), "green": (224, 180, 76, 32)}
_STYLE = "body > * { position: absolute; margin: 0; font: 14px sans-serif; box-sizing: border-box }"


def painted(names: Mapping[str, str] = NAMES, paints: Mapping[str, str] = PAINTS) -> str:
    """The page's HTML: a field under City, and three buttons of these names by their colours; each asks its server for
    /pressed/COLOUR."""
    buttons = "".join(
        f"<button style='left:{x}px; top:{y}px; width:{width}px; height:{height}px; border:0; border-radius:4px;"
        f" color:#fff; background:rgb({paints[colour]})' onclick='fetch(\"/pressed/{colour}\")'>"
        f"{names[colour]}</button>"
        for colour, (x, y, width, height) in _BUTTONS.items()
    )
    field = (
        "<label for=city style='left:148px; top:36px'>City</label><input id=city style='left:148px; top:56px;"
        " width:112px; height:28px; border:1px solid #969ba0'>"
    )
    return f"<title>Painted</title><style>{_STYLE}</style>{field}{buttons}"
