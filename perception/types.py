"""What perception gives: boxes, elements and the screen that holds them. Plain frozen data, no image library."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

# Roles are ARIA's (https://www.w3.org/TR/wai-aria-1.2/#role_definitions); "text" is what has none.
INTERACTIVE_ROLES = frozenset(
    "button link textbox searchbox combobox listbox option checkbox radio switch slider spinbutton tab menuitem".split()
)
ROLES = INTERACTIVE_ROLES | frozenset(
    "img heading text table row columnheader cell list listitem navigation dialog alert form progressbar".split()
)
FIELD_ROLES = frozenset({"textbox", "searchbox", "combobox", "spinbutton"})


class ImageError(ValueError):
    """The input is no picture that can be read; the message is one sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class BBox:
    """A box in pixels from the top left, xyxy; x2 and y2 are the first pixels outside."""

    x1: int
    y1: int
    x2: int
    y2: int

    @property
    def width(self) -> int:
        width = self.x2 - self.x1
        return width if width > 0 else 0

    @property
    def height(self) -> int:
        height = self.y2 - self.y1
        return height if height > 0 else 0

    @property
    def area(self) -> int:
        width, height = self.x2 - self.x1, self.y2 - self.y1
        return width * height if width > 0 and height > 0 else 0

    @property
    def centre(self) -> tuple[float, float]:
        return (self.x1 + self.x2) / 2, (self.y1 + self.y2) / 2

    def intersection(self, other: BBox) -> int:
        """Shared area in pixels."""
        width = min(self.x2, other.x2) - max(self.x1, other.x1)
        height = min(self.y2, other.y2) - max(self.y1, other.y1)
        return width * height if width > 0 and height > 0 else 0

    def iou(self, other: BBox) -> float:
        shared = self.intersection(other)
        return shared / (self.area + other.area - shared) if shared else 0.0

    def inside(self, other: BBox) -> float:
        """The share of this box's area that lies in `other`, 0 to 1."""
        return self.intersection(other) / self.area if self.area else 0.0

    def contains(self, x: float, y: float) -> bool:
        return self.x1 <= x < self.x2 and self.y1 <= y < self.y2

    def union(self, other: BBox) -> BBox:
        return BBox(min(self.x1, other.x1), min(self.y1, other.y1), max(self.x2, other.x2), max(self.y2, other.y2))

    def grow(self, by: int) -> BBox:
        return BBox(self.x1 - by, self.y1 - by, self.x2 + by, self.y2 + by)

    def overlap_x(self, other: BBox) -> int:
        """Shared pixels of the two horizontal spans (negative: the gap between them)."""
        return min(self.x2, other.x2) - max(self.x1, other.x1)

    def overlap_y(self, other: BBox) -> int:
        return min(self.y2, other.y2) - max(self.y1, other.y1)

    def __iter__(self) -> Iterator[int]:
        return iter((self.x1, self.y1, self.x2, self.y2))


@dataclass(frozen=True, slots=True)
class State:
    """What can be seen of an element's state; None is "does not apply" or "cannot be seen"."""

    checked: bool | None = None
    selected: bool | None = None
    disabled: bool | None = None
    expanded: bool | None = None
    focused: bool | None = None
    invalid: bool | None = None
    value: str | None = None
    placeholder: str | None = None

    def as_dict(self) -> dict[str, bool | str]:
        return {name: value for name, value in asdict(self).items() if value is not None}


@dataclass(frozen=True, slots=True)
class Element:
    """One thing on the screen.

    `name` is the accessible name as a person would read it (a field's label, a button's text), `text` what is written
    in the box itself. `parent` is the id of the row, table, dialog, form, ... around it. A table's "row" is named by
    its cells' text, left to right; its "cell" and "columnheader" elements have the row or table as parent.
    `interactive` is true where a person would act on it (also a sortable column header). `icon` is the concept that
    an icon shows (icon_concepts.txt), where nothing else is written on it and it was read surely; a control that has
    no other name is called by it, in English, and its page may call it otherwise.
    """

    id: str
    role: str
    name: str
    box: BBox
    text: str = ""
    state: State = field(default_factory=State)
    confidence: float = 1.0
    parent: str | None = None
    interactive: bool = False
    icon: str | None = None

    @property
    def named_by_icon(self) -> bool:
        """Whether the name was not read, but is only what such an icon usually means."""
        return self.icon is not None and bool(self.name) and not self.text

    def as_dict(self) -> dict[str, Any]:
        return {
            "id": self.id, "role": self.role, "name": self.name, "text": self.text, "box": list(self.box),
            "state": self.state.as_dict(), "confidence": round(self.confidence, 3), "parent": self.parent,
            "interactive": self.interactive, "icon": self.icon,
        }  # fmt: skip

    def __str__(self) -> str:
        return f"{self.id} {self.role} {self.name!r}"


@dataclass(frozen=True)
class Screen:
    """A parsed picture: its size in pixels, and its elements in reading order.

    `lines` is the text as it was read, before it was cut and joined into elements; it is no part of the document.
    """

    width: int
    height: int
    elements: tuple[Element, ...]
    source: str = ""
    sha256: str = ""
    model: str = "embedded"
    took_ms: Mapping[str, int] = field(default_factory=dict)
    lines: tuple[TextLine, ...] = ()

    @cached_property
    def by_id(self) -> dict[str, Element]:
        return {element.id: element for element in self.elements}

    def children(self, element: Element) -> list[Element]:
        return [other for other in self.elements if other.parent == element.id]

    def ancestors(self, element: Element) -> list[Element]:
        """From the nearest parent outwards."""
        found: list[Element] = []
        while element.parent and element.parent in self.by_id and len(found) < 32:
            element = self.by_id[element.parent]
            found.append(element)
        return found

    def with_role(self, *roles: str) -> list[Element]:
        return [element for element in self.elements if element.role in roles]

    def as_dict(self) -> dict[str, Any]:
        """The document of `agent parse --json`."""
        return {
            "image": {"width": self.width, "height": self.height, "source": self.source, "sha256": self.sha256},
            "elements": [element.as_dict() for element in self.elements],
            "model": self.model,
            "took_ms": dict(self.took_ms),
        }

    def dumps(self) -> str:
        return json.dumps(self.as_dict(), ensure_ascii=False, indent=2) + "\n"


def screen_from_dict(document: Mapping[str, Any]) -> Screen:
    """The inverse of `Screen.as_dict`. Raises KeyError, TypeError or ValueError on another document."""
    image = document["image"]
    return Screen(
        width=int(image["width"]), height=int(image["height"]), source=image.get("source", ""),
        sha256=image.get("sha256", ""), model=document.get("model", ""), took_ms=document.get("took_ms", {}),
        elements=tuple(_element(item) for item in document["elements"]),
    )  # fmt: skip


def _element(item: Mapping[str, Any]) -> Element:
    role = item["role"]
    return Element(
        id=item["id"], role=role, name=item["name"], box=box_from(item["box"]), text=item.get("text", ""),
        state=State(**item.get("state", {})), confidence=item.get("confidence", 1.0), parent=item.get("parent"),
        interactive=item.get("interactive", role in INTERACTIVE_ROLES), icon=item.get("icon"),
    )  # fmt: skip


def box_from(values: Sequence[float]) -> BBox:
    x1, y1, x2, y2 = (round(value) for value in values)
    return BBox(x1, y1, x2, y2)


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text as OCR gives it; its box fits the ink."""

    text: str
    box: BBox
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Detection:
    """An element as a detector gives it, before text is read into it. `role` may be "icon"."""

    role: str
    box: BBox
    confidence: float = 1.0
    state: State = field(default_factory=State)


Colour = tuple[int, int, int]  # RGB, 0 to 255
Sides = tuple[float, float, float, float]  # top, right, bottom, left, in pixels


@dataclass(frozen=True, slots=True)
class Font:
    """How a text is set: `family` is a class of fonts (sans, serif, mono, wide, cjk), `size` and `line` (the height of
    a line) are pixels, `spacing` is extra room after each letter in pixels."""

    family: str = "sans"
    size: float = 16.0
    weight: int = 400
    italic: bool = False
    line: float = 20.0
    spacing: float = 0.0


@dataclass(frozen=True, slots=True)
class Gradient:
    """A linear gradient: `angle` in degrees as CSS counts them (180 is downwards), and its first and last colour."""

    angle: int
    start: Colour
    end: Colour


@dataclass(frozen=True, slots=True)
class Shadow:
    """A soft shadow around a box; `opacity` from 0 to 1, of black."""

    y: int
    blur: int
    opacity: float


@dataclass(frozen=True, slots=True)
class Style:
    """What was measured of one box; None is "as around it". `borders` are the widths, all of `border`'s colour;
    `inset` is the room between a field's left side and its text."""

    color: Colour | None = None
    background: Colour | None = None
    gradient: Gradient | None = None
    font: Font | None = None
    align: str = "left"
    underline: bool = False
    upper: bool = False
    border: Colour | None = None
    borders: Sides = (0.0, 0.0, 0.0, 0.0)
    radius: float = 0.0
    shadow: Shadow | None = None
    inset: float = 0.0


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text within a block. `kind` is text, link, strong, em or break (a forced end of line: no text);
    `color` where it differs from the block's."""

    text: str
    kind: str = "text"
    color: Colour | None = None
    underline: bool = False


@dataclass(frozen=True, slots=True)
class Nudge:
    """What a comparison of the rendered page with the picture found to add, in pixels."""

    left: float = 0.0
    top: float = 0.0
    width: float = 0.0
    height: float = 0.0


@dataclass(frozen=True, slots=True)
class Node:
    """One box of a page, in the picture's pixels.

    `kind` is its meaning: page, header, nav, main, section, aside, footer, article, form, group; heading (`level`
    1 to 6), paragraph, list, item, table, row, headcell, cell, link, button, field (`role`: textbox, checkbox, ...;
    `label`: what names it), image (`asset`), rule, or box (a drawn area without content).
    `flow` is how its children stand: stack (one below the other), row (side by side), grid (equal tracks), layers
    (over one another, each at its place); a text's is line where it fills its box, so that it must not wrap. A text's
    `box` is that of its lines' full height, not of its ink; `lines` is how many lines it has in the picture. `sources`
    are the elements of the screen that it comes from.
    """

    id: str
    kind: str
    box: BBox
    style: Style = field(default_factory=Style)
    children: tuple[Node, ...] = ()
    flow: str = "stack"
    spans: tuple[Span, ...] = ()
    lines: int = 0
    level: int = 0
    role: str = ""
    label: str = ""
    state: State = field(default_factory=State)
    asset: str | None = None
    sources: tuple[str, ...] = ()
    nudge: Nudge = field(default_factory=Nudge)

    @property
    def text(self) -> str:
        return "".join(" " if span.kind == "break" else span.text for span in self.spans)

    def walk(self) -> Iterator[Node]:
        """This node and all below it, outermost first."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Asset:
    """A part of the picture that becomes a file beside the page; `name` is its path from the page, `holes` are the
    boxes of texts on it, which are painted out: the page writes them itself."""

    name: str
    box: BBox
    alt: str = ""
    holes: tuple[BBox, ...] = ()


@dataclass(frozen=True)
class Layout:
    """A picture as a page: the tree of its boxes, the parts that stay pictures, and what could be measured only weakly
    (a box and what is doubtful of it)."""

    width: int
    height: int
    root: Node
    assets: tuple[Asset, ...] = ()
    title: str = ""
    lang: str = "en"
    warnings: tuple[tuple[BBox, str], ...] = ()

    def nodes(self) -> Iterator[Node]:
        return self.root.walk()


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
