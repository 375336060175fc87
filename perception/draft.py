"""An element in the making: what the steps of the fusion hand to each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from perception.types import INTERACTIVE_ROLES, BBox, State, TextLine

T = TypeVar("T")

CONTAINER_ROLES = frozenset("table row list listitem navigation dialog alert form".split())
CHECK_ROLES = frozenset({"checkbox", "radio", "switch"})
TEXT_HOLDERS = frozenset("button link tab menuitem option textbox searchbox combobox spinbutton listbox".split())


@dataclass(eq=False)
class Draft:
    """One element before it has an id. `lines` are the text lines that it holds; `parent` another draft."""

    role: str
    box: BBox
    confidence: float = 1.0
    state: State = field(default_factory=State)
    lines: list[TextLine] = field(default_factory=list)
    name: str = ""
    interactive: bool | None = None
    parent: Draft | None = None

    @property
    def text(self) -> str:
        return " ".join(line.text for line in in_lines(self.lines))

    @property
    def acts(self) -> bool:
        return self.role in INTERACTIVE_ROLES if self.interactive is None else self.interactive


class Shelf(Generic[T]):
    """Things by their height on the screen, to look at those near a box without looking at all."""

    def __init__(self, things: Iterable[T], box_of: Callable[[T], BBox], step: float) -> None:
        self._step = max(16, int(4 * step))
        self._slots: dict[int, list[tuple[int, T, BBox]]] = {}
        for number, thing in enumerate(things):
            box = box_of(thing)
            for slot in range(box.y1 // self._step, box.y2 // self._step + 1):
                self._slots.setdefault(slot, []).append((number, thing, box))

    def touching(self, top: float, bottom: float) -> list[T]:
        """What has a pixel row between `top` and `bottom`, in the order given."""
        found: dict[int, T] = {}
        for slot in range(int(top // self._step), int(bottom // self._step) + 1):
            for number, thing, box in self._slots.get(slot, ()):
                if box.y1 <= bottom and box.y2 > top:
                    found[number] = thing
        return [found[number] for number in sorted(found)]


def lines_shelf(lines: Iterable[TextLine], unit: float) -> Shelf[TextLine]:
    return Shelf(lines, lambda line: line.box, unit)


def drafts_shelf(drafts: Iterable[Draft], unit: float) -> Shelf[Draft]:
    return Shelf(drafts, lambda draft: draft.box, unit)


def in_lines(lines: Iterable[TextLine]) -> list[TextLine]:
    """Top to bottom, left to right: lines whose middles are within half a height stand side by side."""
    ordered = sorted(lines, key=lambda line: line.box.centre[1])
    rows: list[list[TextLine]] = []
    for line in ordered:
        if rows and line.box.centre[1] - rows[-1][0].box.centre[1] < 0.5 * line.box.height:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda line: line.box.x1)]


def text_height(lines: Sequence[TextLine]) -> float:
    """The usual height of a line in pixels: the unit that all distances are told in."""
    heights = [line.box.height for line in lines if len(line.text) > 2] or [line.box.height for line in lines]
    return max(6.0, float(median(heights))) if heights else 12.0


def within(box: BBox, width: int, height: int) -> BBox:
    """The part of a box that lies in the picture, at least one pixel."""
    x1, y1 = min(max(0, box.x1), width - 1), min(max(0, box.y1), height - 1)
    return BBox(x1, y1, max(x1 + 1, min(box.x2, width)), max(y1 + 1, min(box.y2, height)))


def corners(boxes: Sequence[BBox]) -> NDArray[np.int32]:
    """N x 4, xyxy."""
    return np.array([tuple(box) for box in boxes], dtype=np.int32).reshape(-1, 4)


def shares_inside(inner: Sequence[BBox], outer: Sequence[BBox]) -> NDArray[np.float32]:
    """len(inner) x len(outer): the share of each inner box that lies in each outer one."""
    a, b = corners(inner)[:, None], corners(outer)[None]
    width = np.minimum(a[..., 2], b[..., 2]) - np.maximum(a[..., 0], b[..., 0])
    height = np.minimum(a[..., 3], b[..., 3]) - np.maximum(a[..., 1], b[..., 1])
    shared = np.maximum(width, 0) * np.maximum(height, 0)
    areas = np.maximum(1, (a[..., 2] - a[..., 0]) * (a[..., 3] - a[..., 1]))
    shares: NDArray[np.float32] = (shared / areas).astype(np.float32)
    return shares
