"""A live page's DOM snapshot, as plain data from the DevTools protocol, becomes elements.

Roles and names are the browser's own (its accessibility tree), boxes its layout's. What is off screen, invisible or
covered is no element. Nothing here talks to a browser: `sandbox.browser` takes the snapshot.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from perception.dom_captions import captioned, one_field_each
from perception.dom_layout import Laid, Layout, layout_of
from perception.types import FIELD_ROLES, INTERACTIVE_ROLES, ROLES, BBox, Element, Screen, State

# What Chromium calls a role -> what ARIA calls it.
_ROLE_OF = {
    "menuitemcheckbox": "menuitem", "menuitemradio": "menuitem", "treeitem": "listitem", "gridcell": "cell",
    "rowheader": "cell", "grid": "table", "treegrid": "table", "alertdialog": "dialog", "image": "img",
    "graphics-symbol": "img", "Date": "textbox", "DateTime": "textbox", "InputTime": "textbox", "ColorWell": "textbox",
    "DisclosureTriangle": "button", "popUpButton": "combobox", "StaticText": "text", "meter": "progressbar",
    "status": "alert", "menuitemCheckBox": "menuitem",
}  # fmt: skip
_TRISTATE = {"true": True, "false": False, True: True, False: False}


@dataclass(frozen=True, slots=True)
class DomNode:
    """What the DOM knows of an element beyond what is seen: what the best locators are made from.

    `nearest` holds its own classes and its parent's, `around` those of two more around it. `frame` is the CSS of the
    iframe it is in; of several, " >>> " parts them, outwards in. `options` are the choices of a <select>.
    """

    backend_id: int
    tag: str
    attributes: Mapping[str, str]
    ax_role: str
    nearest: str = ""
    around: str = ""
    frame: str | None = None
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Snapshot:
    """What the browser says of one frame, as it said it.

    `ax` is `Accessibility.getFullAXTree`'s list of nodes, `dom` the answer of `DOMSnapshot.captureSnapshot` with the
    computed styles `STYLES`, `hits` tells for the centre of each candidate box which node a click would reach
    (backend ids), as far as it was asked; `whole` counts what scrolling brings.
    Of an iframe, `document` is its place among the documents of `dom`, `window`
    the part of the screen in which it is seen, and `origin` where its document's own view begins there.
    """

    ax: Sequence[Mapping[str, Any]]
    dom: Mapping[str, Any]
    viewport: tuple[int, int]
    hits: Mapping[int, int] = field(default_factory=dict)
    url: str = ""
    whole: bool = False
    document: int = 0
    origin: tuple[int, int] = (0, 0)
    window: BBox | None = None
    frame: str | None = None


_READ = ("columnheader", "cell", "row", "listitem")


@dataclass(frozen=True)
class DomScreen:
    """The elements of a live page, and for each id the node behind it; `whole`: with what scrolling brings.

    `page` is what the browser said of the page's own document.
    """

    screen: Screen
    nodes: Mapping[str, DomNode]
    whole: bool = False
    page: Snapshot | None = None


def candidates(snapshot: Snapshot) -> dict[int, tuple[float, float]]:
    """The points to hit-test: the centre of each node that someone could act on, by backend id."""
    laid = _layout(snapshot)
    found: dict[int, tuple[float, float]] = {}
    for node in snapshot.ax:
        backend = int(node.get("backendDOMNodeId", 0))
        index = laid.by_backend.get(backend)
        if (
            index is None
            or node.get("ignored")
            or _role(node) not in INTERACTIVE_ROLES | {"dialog", "columnheader", "text"}
        ):
            continue
        box = laid.visible_box(laid.stand_in(index), snapshot.viewport)
        if box:
            found[backend] = box.centre
    for index, item in enumerate(laid.items):
        if item.clickable and item.backend_id not in found and (box := laid.visible_box(index, snapshot.viewport)):
            found[item.backend_id] = box.centre
    return found


def read(snapshot: Snapshot, *, source: str = "", sha256: str = "") -> DomScreen:
    """Elements in document order, with parents."""
    reader = _Reader(snapshot)
    elements = tuple(reader.elements())
    width, height = snapshot.viewport
    screen = Screen(width, height, elements, source=source or snapshot.url, sha256=sha256, model="dom")
    return DomScreen(screen, reader.nodes)


def _layout(snapshot: Snapshot) -> Layout:
    return layout_of(snapshot.dom, snapshot.document, snapshot.origin, snapshot.window)


def joined(screens: Sequence[DomScreen]) -> DomScreen:
    """A page's own screen and those of its frames as one; each frame's elements get ids of their own."""
    elements, nodes = list(screens[0].screen.elements), dict(screens[0].nodes)
    for number, inner in enumerate(screens[1:], 1):
        ids = {element.id: f"f{number}{element.id}" for element in inner.screen.elements}
        elements += [replace(e, id=ids[e.id], parent=ids.get(e.parent or "")) for e in inner.screen.elements]
        nodes |= {ids[old]: node for old, node in inner.nodes.items() if old in ids}
    return DomScreen(replace(screens[0].screen, elements=tuple(elements)), nodes, screens[0].whole)


def _role(node: Mapping[str, Any]) -> str:
    role = str(node.get("role", {}).get("value", ""))
    return _ROLE_OF.get(role, role)


def _role_in(node: Mapping[str, Any], shown: str) -> str:
    """What the document calls it: a handle that only looks like a slider's has no role there."""
    return "generic" if shown == "slider" and _role(node) != "slider" else shown


def _said(node: Mapping[str, Any], name: str) -> Any:
    """The value of a property of an accessibility node, or None."""
    for item in node.get("properties", ()):
        if item["name"] == name:
            return item["value"].get("value")
    return None


def plain_name(name: str) -> str:
    """A name as a person reads it: spaces folded, without the private-use glyphs of icon fonts."""
    return " ".join("".join(char for char in name if not "\ue000" <= char <= "\uf8ff").split())


class _Reader:
    """Walks the accessibility tree once, in document order."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.layout = _layout(snapshot)
        self.ax = {node["nodeId"]: node for node in snapshot.ax}
        self.nodes: dict[str, DomNode] = {}
        self._made: list[Element] = []
        self._seen: set[int] = set()

    def elements(self) -> list[Element]:
        if self.snapshot.ax:
            self._walk(self.snapshot.ax[0], parent=None, owner=None)
        return captioned(one_field_each(_without_wrappers(self._made), self.nodes), self.nodes)

    def _walk(self, node: Mapping[str, Any], parent: str | None, owner: Element | None) -> None:
        # An explicit stack: pages nest deeper than Python's recursion likes.
        stack: list[tuple[Mapping[str, Any], str | None, Element | None]] = [(node, parent, owner)]
        while stack:
            node, parent, owner = stack.pop()
            made = self._element(node, parent, owner)
            if made:
                self._made.append(made)
                parent = made.id if made.role not in ("text", "heading", "img") else parent
                owner = made if made.interactive else owner
            children = [self.ax[child] for child in node.get("childIds", ()) if child in self.ax]
            stack.extend((child, parent, owner) for child in reversed(children))

    def _element(self, node: Mapping[str, Any], parent: str | None, owner: Element | None) -> Element | None:
        backend = int(node.get("backendDOMNodeId", 0))
        index = self.layout.by_backend.get(backend)
        if index is None or backend in self._seen:
            return None
        item = self.layout.items[index]
        if owner is not None and not self._in(owner, index):
            owner = None  # a menu that its button only owns
        role = "" if node.get("ignored") else _role(node)
        if role not in FIELD_ROLES and item.attributes.get("contenteditable") in ("", "true"):
            role = "textbox"
        if role == "text" and owner is not None:
            return None  # a button's text is its name
        if role in ("", "generic") and self.layout.is_handle(index):
            role = "slider"
        if role not in ROLES or role == "listitem":
            if owner is None and self.layout.invites(index) and not (role and self._holds_control(node)):
                if self.layout.only_holds(index):
                    return None
                role = "generic"
            elif role not in ROLES:
                return None
        seen = self.layout.stand_in(index)
        box = self.layout.visible_box(seen, self.snapshot.viewport, self.snapshot.whole)
        if box is None or self._covered(index, backend):
            return None
        self._seen.add(backend)
        return self._made_of(node, item, role, box, parent)

    def _in(self, owner: Element, index: int) -> bool:
        return self.layout.by_backend[self.nodes[owner.id].backend_id] in self.layout.lineage(index)

    def _made_of(self, node: Mapping[str, Any], item: Laid, role: str, box: BBox, parent: str | None) -> Element | None:
        name = plain_name(str(node.get("name", {}).get("value", "")))
        if "aria-owns" in item.attributes and item.tag not in ("input", "textarea"):
            name = self._own_text(node, item) or name
        if role in _READ:  # its name may tell what its buttons do; a person reads what is written
            name = self._inner_text(node) or name
        if role == "text" and not name:
            return None
        if role == "generic":  # a person clicks it, the accessibility tree has no word for it
            name = name if "aria-label" in item.attributes else self._inner_text(node) or name
            bare = not name and not self.layout.is_icon(self.layout.by_backend[item.backend_id])
            if bare or len(name) > 80 or self._holds_control(node):
                return None
        state = _state(node, item, role)
        hidden = self.layout.hidden_check(self.layout.by_backend[item.backend_id]) if role == "generic" else None
        if hidden is not None:
            state = State(checked=hidden.checked)
        shown = hidden.attributes["type"] if hidden is not None else _shown_role(node, role)
        if role == "generic" and self.layout.holds_choice(self.layout.by_backend[item.backend_id]):
            shown = "combobox"
        made = Element(
            id=f"e{len(self._made) + 1}", role=shown, name=name, box=box,
            text=name if role not in FIELD_ROLES else (state.value or ""), state=state,
            confidence=0.6 if role == "generic" else 1.0, parent=parent,
            interactive=role in INTERACTIVE_ROLES or role == "generic" or (role == "columnheader" and item.clickable),
        )  # fmt: skip
        outwards = list(self.layout.lineage(self.layout.by_backend[item.backend_id]))[:4]
        classes = [self.layout.items[i].attributes.get("class", "") for i in outwards]
        near, far = " ".join(classes[:2]), " ".join(classes)
        self.nodes[made.id] = DomNode(
            item.backend_id, item.tag, item.attributes, _role_in(node, role), near, far, self.snapshot.frame,
            self._options(node) if item.tag == "select" else (),
        )  # fmt: skip
        return made

    def _options(self, node: Mapping[str, Any]) -> tuple[str, ...]:
        said = (plain_name(str(child.get("name", {}).get("value", ""))) for child in self._below(node))
        return tuple(dict.fromkeys(name for name in said if name))

    def _below(self, node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
        """The node's descendants in document order."""
        stack = [self.ax[child] for child in reversed(node.get("childIds", ())) if child in self.ax]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(self.ax[child] for child in reversed(node.get("childIds", ())) if child in self.ax)

    def _holds_control(self, node: Mapping[str, Any]) -> bool:
        return any(not child.get("ignored") and _role(child) in INTERACTIVE_ROLES for child in self._below(node))

    def _inner_text(self, node: Mapping[str, Any]) -> str:
        said = (child for child in self._below(node) if child.get("role", {}).get("value") == "StaticText")
        return plain_name(" ".join(str(child.get("name", {}).get("value", "")) for child in said))

    def _own_text(self, node: Mapping[str, Any], item: Laid) -> str:
        """What is written in it, without what it only owns."""
        index = self.layout.by_backend[item.backend_id]
        said = (child for child in self._below(node) if child.get("role", {}).get("value") == "StaticText")
        places = ((self.layout.by_backend.get(int(child.get("backendDOMNodeId", 0))), child) for child in said)
        own = (child for place, child in places if place is not None and index in self.layout.lineage(place))
        return plain_name(" ".join(str(child.get("name", {}).get("value", "")) for child in own))

    def _covered(self, index: int, backend: int) -> bool:
        """Whether a click on the centre would reach something that is neither in the node nor around it."""
        reached = self.snapshot.hits.get(backend, backend)
        hit = self.layout.by_backend.get(reached)
        if hit is None:
            return reached in self.layout.elsewhere
        seen = self.layout.stand_in(index)
        if self.snapshot.whole and self.layout.scroller(seen) is not None:
            return False
        if self.layout.runs_around(index, hit):
            return False  # a word in bold stands in the middle of the lines of a text
        if self.layout.frames(index, hit):
            return False  # what a list shows as chosen lies over the field that it is typed into
        return all(i not in self.layout.lineage(hit) and hit not in self.layout.lineage(i) for i in (index, seen))


def _shown_role(node: Mapping[str, Any], role: str) -> str:
    """What it is to a person: nobody types into what is read-only, a click opens what it offers."""
    if role in FIELD_ROLES and _said(node, "readonly"):
        return "combobox"
    if role == "button" and _said(node, "hasPopup") == "listbox":
        return "combobox"
    return "button" if role == "generic" else role


def _without_wrappers(made: list[Element]) -> list[Element]:
    """An entry that only wraps a link of its own name is one thing: the inner one stays."""
    by_id = {element.id: element for element in made}
    outer = {
        parent.id: parent.parent
        for element in made
        if element.interactive and (parent := by_id.get(element.parent or "")) and parent.interactive
        and parent.name == element.name
    }  # fmt: skip
    return [replace(e, parent=outer.get(e.parent or "", e.parent)) for e in made if e.id not in outer]


def _state(node: Mapping[str, Any], item: Laid, role: str) -> State:
    checkable = role in ("checkbox", "radio", "switch", "menuitem")
    password = item.attributes.get("type", "").lower() == "password"
    value = node.get("value", {}).get("value") if role in FIELD_ROLES | {"slider", "progressbar"} else None
    if role in FIELD_ROLES and value is None:
        value = item.value
    return State(
        checked=_TRISTATE.get(_said(node, "checked")) if checkable else None,
        selected=_TRISTATE.get(_said(node, "selected")) if role in ("tab", "option", "row") else None,
        disabled=True if _said(node, "disabled") else None,
        expanded=_TRISTATE.get(_said(node, "expanded")),
        focused=True if _said(node, "focused") else None,
        invalid=True if _said(node, "invalid") not in (None, "false", False) else None,
        value=None if password or value is None else str(value),
        placeholder=item.attributes.get("placeholder") or None,
    )
