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

Colour = tuple[int, int, int]  # RGB, 0 to 255


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
    """What can be seen of an element's state; None is "does not apply" or "cannot be seen".

    `blocked` is true of what lies under an open dialog's scrim: it cannot be reached until that is closed.
    """

    checked: bool | None = None
    selected: bool | None = None
    disabled: bool | None = None
    expanded: bool | None = None
    focused: bool | None = None
    invalid: bool | None = None
    value: str | None = None
    placeholder: str | None = None
    blocked: bool | None = None

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
