"""A node of the page in the making."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from perception.layout_blocks import Block
from perception.layout_panels import Panel
from perception.layout_types import Style
from perception.types import BBox, State

_SPREAD = 48  # pixels between things that are columns


@dataclass(eq=False)
class Item:
    """`ink` is what is drawn, and what cuts are made on; `box` what the node takes up on the page."""

    kind: str
    ink: BBox
    box: BBox
    block: Block | None = None
    panel: Panel | None = None
    children: list[Item] = field(default_factory=list)
    flow: str = "stack"
    style: Style = field(default_factory=Style)
    level: int = 0
    role: str = ""
    label: str = ""
    state: State = field(default_factory=State)
    asset: str | None = None
    sources: tuple[str, ...] = ()

    def walk(self) -> Iterable[Item]:
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def is_plain(self) -> bool:
        """Whether it only holds others together: nothing of it is drawn."""
        return self.kind == "group" and self.panel is None

    @property
    def is_thing(self) -> bool:
        """Whether it stands on a line with others: one line of text, a control, an icon, a tag."""
        if self.block is not None:
            return len(self.block.lines) == 1
        small = self.ink.height <= 72 and self.kind in ("image", "rule", "bullet", "box")
        return small or self.kind in ("button", "field", "badge")

    @property
    def is_line(self) -> bool:
        """Whether it is a row of such things."""
        return self.flow == "row" and all(child.is_thing for child in self.children) and not self.is_spread

    @property
    def is_spread(self) -> bool:
        """Whether it is things side by side that stand far apart, as columns do and the words of a line do not."""
        gaps = [b.ink.x1 - a.ink.x2 for a, b in pairwise(self.children)]
        things = self.flow == "row" and len(gaps) >= 2 and all(child.is_thing for child in self.children)
        return things and min(gaps) >= _SPREAD and 2 * sum(gaps) >= self.ink.width

    @property
    def is_text(self) -> bool:
        return self.block is not None

    @property
    def one_line(self) -> bool:
        return self.block is not None and len(self.block.lines) == 1


def around(items: Iterable[Item]) -> BBox:
    return _union(item.box for item in items)


def ink_around(items: Iterable[Item]) -> BBox:
    return _union(item.ink for item in items)


def _union(boxes: Iterable[BBox]) -> BBox:
    whole: BBox | None = None
    for box in boxes:
        whole = box if whole is None else whole.union(box)
    return whole or BBox(0, 0, 0, 0)


def group(children: list[Item], flow: str) -> Item:
    return Item("group", ink_around(children), around(children), children=children, flow=flow)
