"""How like its source a page is, and what is compared of it. Plain frozen data, no image library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from perception.types import BBox, Colour


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A text as a page shows it: what is written, the box of its ink in pixels, and its mean colour."""

    text: str
    box: BBox
    color: Colour


@dataclass(frozen=True)
class Structure:
    """How a page is built, 0 to 1: the share of its text and pictures that stands in normal flow, and the share that
    stands in elements that say what they hold. `overflow`: by the width of a narrow screen, the pixels by which the
    page is wider."""

    flow_share: float
    semantic_share: float
    overflow: Mapping[str, int] = field(default_factory=dict)

    @property
    def figure(self) -> float:
        """The mean of both shares; half of it where the page overflows a narrow screen."""
        return (self.flow_share + self.semantic_share) / (4 if any(self.overflow.values()) else 2)


@dataclass(frozen=True)
class VisualScore:
    """How like its source a page is, each figure 0 to 1.

    `block`, `text`, `position` and `color` see the texts alone (as Design2Code has them), `pixel` sees everything else:
    the mean of `pixels`, which are `ssim`, `color` and `edges` with the texts masked. `structure` is how the page is
    built, where that was measured; it says nothing about likeness and stands apart.
    """

    block: float
    text: float
    position: float
    color: float
    pixels: Mapping[str, float] = field(default_factory=dict)
    structure: Structure | None = None

    @property
    def mean4(self) -> float:
        return (self.block + self.text + self.position + self.color) / 4

    @property
    def pixel(self) -> float:
        return sum(self.pixels.values()) / len(self.pixels) if self.pixels else 0.0

    @property
    def overall(self) -> float:
        """Two parts of `mean4` and one part of `pixel`: people look for the words first, then for what is around."""
        return (2 * self.mean4 + self.pixel) / 3

    def as_dict(self) -> dict[str, Any]:
        """The figures of `score.json`, to four places."""
        figures = {name: getattr(self, name) for name in ("block", "text", "position", "color", "mean4", "pixel")}
        known: dict[str, Any] = {name: round(value, 4) for name, value in figures.items()}
        known |= {"overall": round(self.overall, 4)}
        known |= {"pixels": {name: round(value, 4) for name, value in self.pixels.items()}}
        if self.structure:
            shares = {name: round(getattr(self.structure, name), 4) for name in ("flow_share", "semantic_share")}
            known |= {"structure": {**shares, "overflow": dict(self.structure.overflow)}}
        return known
