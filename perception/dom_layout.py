"""A DOM snapshot's nodes with their layout: what is drawn where, what stands for a hidden box, what can be clicked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from perception.types import BBox

STYLES = ["visibility", "opacity", "cursor", "pointer-events", "display", "overflow-x", "overflow-y"]
MADE_UP = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}|\d{4,}|^[:_]|[0-9a-f]{10,}|^(?:el|mui|radix|react|ember|headlessui)[-:_]"
)  # an id that a program gave: another one tomorrow
_HANDLE = re.compile(r"slider[\w-]*(?:handle|thumb|knob|button)", re.IGNORECASE)
_CHOICE = re.compile(r"(?:^|[\s_-])(?:select(?:ion|or)?|cascader|combobox)(?:$|[\s_-])", re.IGNORECASE)
_CHOICES = re.compile(
    r"(?:options?|items?|menu|list|panel|popup|tabs?|row|cell|icon|arrow|clear|tags?|checkbox|radio|all)(?:$|[\s_-])",
    re.IGNORECASE,
)
_SEEN_PX = 3


@dataclass(slots=True)
class Laid:
    """One node of the snapshot, with its layout."""

    tag: str
    attributes: dict[str, str]
    parent: int
    box: BBox | None
    style: dict[str, str]
    clickable: bool
    value: str | None
    backend_id: int
    checked: bool = False


class Layout:
    """One document's nodes. `window` is where on the screen it is seen, `elsewhere` the nodes of other documents."""

    def __init__(self, items: list[Laid], window: BBox | None = None, elsewhere: frozenset[int] = frozenset()) -> None:
        self.items = items
        self.window = window
        self.elsewhere = elsewhere
        self.by_backend = {item.backend_id: index for index, item in enumerate(items)}

    def lineage(self, index: int) -> Iterator[int]:
        """The node and its ancestors, outwards."""
        while index >= 0:
            yield index
            index = self.items[index].parent

    def visible_box(self, index: int, viewport: tuple[int, int], whole: bool = False) -> BBox | None:
        """The part of the node's box in the viewport, or None where a person sees nothing of it.

        `whole`: also what scrolling a list, a menu or a dialog brings into view.
        """
        if not self._drawn(index):
            return None
        if whole and (outer := self.scroller(index)) is not None and self.visible_box(outer, viewport):
            return self.items[index].box
        (x1, y1, x2, y2), (width, height) = self.items[index].box or (0, 0, 0, 0), viewport
        left, top, right, bottom = self.window or (0, 0, width, height)
        box = BBox(max(0, left, x1), max(0, top, y1), min(width, right, x2), min(height, bottom, y2))
        return box if box.width >= _SEEN_PX and box.height >= _SEEN_PX else None

    def css(self, index: int) -> str:
        """What selects this element among the document's others: its id, title, name or source, else its tag."""
        item = self.items[index]
        alike = [other for other in self.items if other.tag == item.tag]
        for name in ("id", "title", "name", "aria-label", "data-testid", "src"):
            value = item.attributes.get(name, "")
            if value and not MADE_UP.search(value) and [o.attributes.get(name) for o in alike].count(value) == 1:
                quoted = value.replace("\\", "\\\\").replace('"', '\\"')
                return f'{item.tag}[{name}="{quoted}"]'
        return item.tag

    def scroller(self, index: int) -> int | None:
        """The part of the page that scrolls by itself and has this node scrolled out of view; None where none has."""
        box = self.items[index].box
        if box is None:
            return None
        x, y = box.centre
        for outer in list(self.lineage(index))[1:]:
            item = self.items[outer]
            scrolls = any(item.style.get(f"overflow-{axis}") in ("auto", "scroll") for axis in "xy")
            if scrolls and item.box is not None and item.tag not in ("html", "body") and not item.box.contains(x, y):
                return outer
        return None

    def invites(self, index: int) -> bool:
        """Whether it looks and acts as something to click, whatever it is in the document."""
        item = self.items[index]
        if item.style.get("cursor") != "pointer" or item.tag == "label":
            return False
        parent = self.items[item.parent] if item.parent >= 0 else None
        return item.clickable or (parent is not None and parent.style.get("cursor") != "pointer")

    def only_holds(self, index: int) -> bool:
        """Whether it is only drawn around several things that are clicked each by itself."""
        own = self.items[index]
        if own.clickable or own.box is None:
            return False
        inner = [i for i in self._inside(index) if self.items[i].clickable and self.items[i].box is not None]
        return sum((self.items[i].box or own.box).area < 0.9 * own.box.area for i in inner) > 1

    def _inside(self, index: int) -> Iterator[int]:
        """The node's descendants: they follow it, in document order."""
        for i in range(index + 1, len(self.items)):
            if self.items[i].parent < index:
                return
            yield i

    def runs_around(self, index: int, hit: int) -> bool:
        """Whether the other node is a part of the text that this text node is a part of, and lies within its lines."""
        text, other = self.items[index], self.items[hit]
        if text.tag != "#text" or text.box is None or other.box is None:
            return False
        return text.parent in self.lineage(hit) and other.box.inside(text.box.grow(4)) > 0.9

    def is_handle(self, index: int) -> bool:
        """Whether it is what a slider of the page's own is moved by: keys reach it, and its classes say so."""
        item = self.items[index]
        return "tabindex" in item.attributes and bool(_HANDLE.search(item.attributes.get("class", "")))

    def is_icon(self, index: int) -> bool:
        """Whether it is small and holds nothing but a drawing, which may be a style's."""
        item = self.items[index]
        box = item.box
        if box is None or max(box.width, box.height) > 56:
            return False
        if item.clickable and re.search(r"[a-z]{3}", item.attributes.get("class", "")):
            return True
        inside = (i for i in range(index, min(index + 8, len(self.items))) if index in self.lineage(i))
        return any(self.items[i].tag in ("svg", "i", "img") for i in inside)

    def hidden_check(self, index: int) -> Laid | None:
        """The box to tick, not drawn at all, that this node stands right behind and is drawn for."""
        before = [i for i in self.children(self.items[index].parent) if i < index and self.items[i].tag != "#text"]
        item = self.items[before[-1]] if before else None
        if item is None or item.tag != "input" or item.attributes.get("type") not in ("checkbox", "radio"):
            return None
        return item if item.box is None else None

    def holds_choice(self, index: int) -> bool:
        """Whether it is a list, drawn by a script: a hidden field in it keeps what is chosen, or its classes say so."""
        near = [index, self.items[index].parent, *self.children(index)]
        classes = [self.items[i].attributes.get("class", "") for i in near if i >= 0]
        if any(_CHOICE.search(c) for c in classes) and not any(_CHOICES.search(c) for c in classes[:2]):
            return True
        return any(self.items[i].attributes.get("type") == "hidden" for i in self.children(index))

    def frames(self, index: int, hit: int) -> bool:
        """Whether a frame drawn closely around a field holds the other node too."""
        item = self.items[index]
        if item.tag != "input" or item.box is None:
            return False
        for outer in list(self.lineage(index))[1:4]:
            box = self.items[outer].box
            if box is None or box.height > item.box.height + 20 or box.width > item.box.width + 80:
                return False
            if outer in self.lineage(hit):
                return True
        return False

    def stand_in(self, index: int) -> int:
        """The node that a person sees in this one's place: a styled checkbox hides its input inside a label."""
        if self._drawn(index) or self.items[index].tag != "input":
            return index
        drawn = [i for i in self._around(index) if self._drawn(i)]
        return drawn[0] if drawn else index

    def _around(self, index: int) -> list[int]:
        """What may be drawn for an unseen input, likeliest first."""
        item, outer = self.items[index], list(self.lineage(index))[1:6]
        if item.attributes.get("type") not in ("checkbox", "radio", "file"):
            return [i for i in outer if (box := self.items[i].box) and box.width >= 50 and 18 <= box.height <= 64]
        beside = [i for i in self.children(item.parent) if i > index and self.items[i].tag not in ("label", "input")]
        labels = [i for i in outer if self.items[i].tag == "label"]
        if identity := item.attributes.get("id"):
            labels += [i for i, other in enumerate(self.items) if other.attributes.get("for") == identity]
        return beside + labels + outer[:1]

    def children(self, index: int) -> list[int]:
        return [i for i, item in enumerate(self.items) if item.parent == index]

    def _drawn(self, index: int) -> bool:
        item = self.items[index]
        if item.box is None or min(item.box.width, item.box.height) < _SEEN_PX:
            return False
        if item.style.get("visibility") not in (None, "visible"):
            return False
        return not any(self.items[i].style.get("opacity") == "0" for i in self.lineage(index))


def layout_of(
    dom: Mapping[str, Any], place: int = 0, origin: tuple[int, int] = (0, 0), window: BBox | None = None
) -> Layout:
    """A document of a DOMSnapshot, scrolled as it is, as a list of nodes; `origin` is where its view begins."""
    strings = dom["strings"]
    document = dom["documents"][place]
    nodes, layout = document["nodes"], document["layout"]
    left, top = document.get("scrollOffsetX", 0) - origin[0], document.get("scrollOffsetY", 0) - origin[1]

    def text(index: int) -> str:
        return strings[index] if index >= 0 else ""

    boxes: dict[int, BBox] = {}
    styles: dict[int, dict[str, str]] = {}
    for position, index in enumerate(layout["nodeIndex"]):
        x, y, width, height = layout["bounds"][position]
        boxes[index] = BBox(round(x - left), round(y - top), round(x - left + width), round(y - top + height))
        styles[index] = dict(zip(STYLES, map(text, layout["styles"][position]), strict=False))
    clickable = set(nodes["isClickable"]["index"])
    checked = set(nodes.get("inputChecked", {}).get("index", ()))
    values = dict(zip(nodes["inputValue"]["index"], map(text, nodes["inputValue"]["value"]), strict=True))
    items = []
    for index, backend in enumerate(nodes["backendNodeId"]):
        pairs = [text(number) for number in nodes["attributes"][index]]
        items.append(
            Laid(
                tag=text(nodes["nodeName"][index]).lower(),
                attributes=dict(zip(pairs[::2], pairs[1::2], strict=True)),
                parent=nodes["parentIndex"][index],
                box=boxes.get(index),
                style=styles.get(index, {}),
                clickable=index in clickable,
                value=values.get(index),
                backend_id=backend,
                checked=index in checked,
            )
        )
    others = (each["nodes"]["backendNodeId"] for number, each in enumerate(dom["documents"]) if number != place)
    return Layout(items, window, frozenset(backend for known in others for backend in known))
