"""Screens of many trades in shorthand, and what people say on them."""

from __future__ import annotations

import re
from pathlib import Path

from perception.types import FIELD_ROLES, INTERACTIVE_ROLES, BBox, Element, Screen, State

_CHECKS = frozenset({"checkbox", "radio", "switch"})


def laid(rows: str) -> Screen:
    """A screen from lines of "role name | role name=value | ...": "side:" stands in one column, "row:" side by side."""
    placed: list[Element] = []
    below, beside = 90, 20
    for line in rows.strip().splitlines():
        kind, items = line.split(": ", 1)
        x = 220
        for item in items.split(" | "):
            role, _, name = item.partition(" ")
            name, _, value = name.partition("=") if role == "combobox" else (name, "", "")
            width = 18 * len(name) + 20 if re.search("[\u4e00-\u9fff]", name) else 8 * len(name) + 30
            box = (
                BBox(20, below, 20 + min(width, 170), below + 30)
                if kind == "side"
                else BBox(x, beside, x + width, beside + 32)
            )
            state = State(value=value or None, checked=False if role in _CHECKS else None)
            text = "" if role in FIELD_ROLES else name
            placed.append(Element("", role, name, box, text, state, interactive=role in INTERACTIVE_ROLES))
            below, x = (below + 40, x) if kind == "side" else (below, x + width + 20)
        beside += 60 if kind != "side" else 0
    placed.sort(key=lambda element: (element.box.y1, element.box.x1))
    return Screen(1280, 800, tuple(_with_id(element, at) for at, element in enumerate(placed)))


def _with_id(element: Element, at: int) -> Element:
    return Element(
        f"e{at}", element.role, element.name, element.box, element.text, element.state, interactive=element.interactive
    )


_FILES = Path(__file__).parent / "spoken"
_ROWS = (_FILES / "screens.txt").read_text("utf-8")
SPOKEN = {
    name: laid(rows) for name, _, rows in (part.partition("\n") for part in _ROWS.strip().lstrip("@").split("\n@"))
}

# screen | what is said | the name of what is meant (and which of that name, from 0)
MEANT = (_FILES / "meant.txt").read_text("utf-8")
# screen | what is said, though it is not there
NOT_THERE = (_FILES / "not_there.txt").read_text("utf-8")
