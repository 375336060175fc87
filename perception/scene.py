"""What decisions about text are made on: the picture, the controls and icons, and how each line is drawn."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from perception.detect_regions import Region
from perception.draft import CHECK_ROLES, Draft, Shelf, drafts_shelf
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
    regions: Sequence[Region] = ()

    @cached_property
    def icons(self) -> Shelf[Draft]:
        return drafts_shelf((d for d in self.drafts if d.role == "icon"), self.unit)

    @cached_property
    def checks(self) -> Shelf[Draft]:
        return drafts_shelf((d for d in self.drafts if d.role in CHECK_ROLES), self.unit)

    @cached_property
    def buttons(self) -> Shelf[Draft]:
        return drafts_shelf((d for d in self.drafts if d.role == "button" and d.lines), self.unit)

    @property
    def width(self) -> int:
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        return int(self.pixels.shape[0])

    def sign_behind(self, line: TextLine) -> BBox | None:
        """One small sign right behind a line's words, in its box or beyond: an arrow that sorts or opens."""
        unit, box = self.unit, line.box
        x1, x2 = max(0, box.x1), min(self.width, box.x2 + round(2.4 * unit))
        y1, y2 = max(0, round(box.centre[1] - 0.9 * unit)), min(self.height, round(box.centre[1] + 0.9 * unit))
        if x2 - x1 < unit or y2 <= y1 or line not in self.inks:
            return None
        far = np.abs(self.pixels[y1:y2, x1:x2].astype(np.int16) - np.array(self.inks[line].paper, np.int16)).max(axis=2)
        columns = np.flatnonzero(far.max(axis=0) > 24)
        ends = np.flatnonzero(np.diff(columns) > 1.5 * unit)  # what follows then is something else
        columns = columns[: ends[0] + 1] if len(ends) else columns
        breaks = np.flatnonzero(np.diff(columns) > 0.35 * unit)
        if not len(breaks) or len(line.text.split()[-1]) < 2:
            return None
        left, right = int(columns[breaks[-1] + 1]), int(columns[-1])
        rows = np.flatnonzero(far[:, left : right + 1].max(axis=1) > 24)
        near = left - int(columns[breaks[-1]]) <= 1.4 * unit and x1 + left >= box.x2 - 1.2 * unit
        whole = (right < x2 - x1 - 1 or bool(len(ends))) and rows[0] > 0 and rows[-1] < y2 - y1 - 1
        small = 0.4 * unit <= right - left + 1 <= 1.1 * unit and rows[-1] - rows[0] + 1 <= 1.6 * unit
        return (
            BBox(x1 + left, y1 + int(rows[0]), x1 + right + 1, y1 + int(rows[-1]) + 1)
            if near and small and whole
            else None
        )


def is_short(line: TextLine, unit: float) -> bool:
    """As long as a command is, in any script, and no sentence."""
    words = line.text.split()
    return (
        any(map(str.isalnum, line.text))
        and len(line.text) <= 42
        and len(words) <= 6
        and line.box.height < 2.2 * unit
        and not _DONE.search(line.text)
    )


def rows_of(lines: Sequence[TextLine], unit: float) -> list[list[TextLine]]:
    """Lines at one height, left to right."""
    return _grouped(lines, lambda line: line.box.centre[1], 0.6 * unit, lambda line: line.box.x1)


def columns_of(lines: Sequence[TextLine], unit: float) -> list[list[TextLine]]:
    """Lines that begin at one x, top to bottom."""
    return _grouped(lines, lambda line: float(line.box.x1), 0.5 * unit, lambda line: line.box.y1)


def _grouped(
    lines: Sequence[TextLine],
    key: Callable[[TextLine], float],
    within: float,
    order: Callable[[TextLine], float],
) -> list[list[TextLine]]:
    groups: list[list[TextLine]] = []
    first = 0.0
    for line in sorted(lines, key=key):
        if groups and key(line) - first <= within:
            groups[-1].append(line)
        else:
            groups.append([line])
            first = key(line)
    return [sorted(group, key=order) for group in groups]


def icon_beside(line: TextLine, scene: Scene) -> Draft | None:
    """The pictogram left of a line, at its height."""
    box, unit = line.box, scene.unit
    near = [
        draft
        for draft in scene.icons.touching(box.y1, box.y2)
        if 0 <= box.x1 - draft.box.x2 <= 1.8 * unit
        and draft.box.height <= 2.6 * unit
        and abs(draft.box.centre[1] - box.centre[1]) <= 0.6 * unit
    ]
    return max(near, key=lambda draft: draft.box.x2, default=None)


def with_icons(line: TextLine, scene: Scene) -> BBox:
    icon = icon_beside(line, scene)
    return line.box if icon is None else line.box.union(icon.box)


def acting(role: str, line: TextLine, box: BBox, scene: Scene, sure: float, state: State | None = None) -> Draft:
    box = BBox(max(0, box.x1), max(0, box.y1), min(scene.width, box.x2), min(scene.height, box.y2))
    return Draft(role, box, sure * line.confidence, state or State(), [line], line.text)


def runs_of(row: Sequence[TextLine], scene: Scene, reach: float) -> list[list[TextLine]]:
    """Neighbours in a row: of like size, at gaps of one to `reach` heights, pictograms between them left out."""
    runs: list[list[TextLine]] = []
    for line in row:
        last = runs[-1][-1] if runs else None
        if last is not None:
            gap = (line.box.x1 - last.box.x2) / scene.unit
            like = abs(line.box.height - last.box.height) <= 0.45 * scene.unit
            if 0.6 <= gap <= reach and like and same_paper(line, last, scene):
                runs[-1].append(line)
                continue
        runs.append([line])
    return runs


def same_paper(one: TextLine, other: TextLine, scene: Scene) -> bool:
    return max(abs(a - b) for a, b in zip(scene.inks[one].paper, scene.inks[other].paper, strict=True)) < 24
