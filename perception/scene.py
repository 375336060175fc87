"""What decisions about text are made on: the picture, the controls and icons, and how each line is drawn."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from perception.draft import Draft
from perception.ink import Ink, Pixels
from perception.types import BBox, State, TextLine

FIGURES = re.compile(r"^[\W\d_]*\d[\W\d_]*([kKmMbB%]|min|ms|hrs?|USD|EUR|kb|MB|GB)?$")
_DONE = re.compile(r"[.。!！?？;；,，]$")


@dataclass(frozen=True)
class Scene:
    """What the decisions are made on."""

    pixels: Pixels
    drafts: Sequence[Draft]
    inks: Mapping[TextLine, Ink]
    unit: float

    @property
    def width(self) -> int:
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        return int(self.pixels.shape[0])


def is_short(line: TextLine, unit: float) -> bool:
    """As long as a command is, in any script, and no sentence."""
    words = line.text.split()
    return 0 < len(line.text) <= 42 and len(words) <= 6 and line.box.height < 2.2 * unit and not _DONE.search(line.text)


def rows_of(lines: Sequence[TextLine], unit: float) -> list[list[TextLine]]:
    """Lines at one height, left to right."""
    return _grouped(lines, lambda line: line.box.centre[1], 0.35 * unit, lambda line: line.box.x1)


def columns_of(lines: Sequence[TextLine], unit: float) -> list[list[TextLine]]:
    """Lines that begin at one x, top to bottom."""
    return _grouped(lines, lambda line: float(line.box.x1), 0.3 * unit, lambda line: line.box.y1)


def _grouped(
    lines: Sequence[TextLine],
    key: Callable[[TextLine], float],
    within: float,
    order: Callable[[TextLine], float],
) -> list[list[TextLine]]:
    groups: list[list[TextLine]] = []
    last = 0.0
    for line in sorted(lines, key=key):
        if groups and key(line) - last <= within:
            groups[-1].append(line)
        else:
            groups.append([line])
        last = key(line)
    return [sorted(group, key=order) for group in groups]


def icon_beside(line: TextLine, scene: Scene) -> Draft | None:
    """The pictogram left of a line, at its height."""
    box = line.box
    best: tuple[float, Draft] | None = None
    for draft in scene.drafts:
        if draft.role not in ("icon", "checkbox", "radio"):
            continue
        gap = box.x1 - draft.box.x2
        if 0 <= gap <= 1.8 * scene.unit and draft.box.height <= 2.6 * scene.unit:
            off = abs(draft.box.centre[1] - box.centre[1])
            if off <= 0.6 * scene.unit and (best is None or gap < best[0]):
                best = (gap, draft)
    return best[1] if best and best[1].role == "icon" else None


def with_icons(line: TextLine, scene: Scene) -> BBox:
    icon = icon_beside(line, scene)
    return line.box if icon is None else line.box.union(icon.box)


def acting(role: str, line: TextLine, box: BBox, scene: Scene, sure: float, state: State | None = None) -> Draft:
    box = BBox(max(0, box.x1), max(0, box.y1), min(scene.width, box.x2), min(scene.height, box.y2))
    return Draft(role, box, sure * line.confidence, state or State(), [line], line.text)
