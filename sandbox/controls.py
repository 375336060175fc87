"""One element -> HTML: the real control for its role, with the name, state and place that the screen shows."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from perception.types import BBox, Element
from sandbox.behaviour import behaviour, slug
from sandbox.hints import Hints
from sandbox.layout import Node, folded

# Formats are those that a field takes as text: a date field of a picture can be any calendar widget.
_TYPES = {
    "password": r"password|passwd|passcode|\bpin\b|密码|口令",
    "email": r"e-?mail|邮箱|邮件",
    "tel": r"\b(phone|mobile|tel)\b|电话|手机",
    "url": r"\b(url|website)\b|网址",
}
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff￾￿]+")
_TAGS = {
    "button": "button", "link": "a", "tab": "button", "menuitem": "button", "option": "div", "heading": "h2",
    "text": "span", "listitem": "li", "list": "ul", "navigation": "nav", "dialog": "div", "alert": "div", "form": "div",
    "listbox": "div", "table": "table", "row": "tr", "cell": "td", "columnheader": "th", "progressbar": "div",
    "group": "section",
}  # fmt: skip
_OWN_ROLE = frozenset(
    {"button", "link", "heading", "text", "listitem", "list", "navigation", "group"}
)  # the tag says it
_NAMED_BY_CONTENT = frozenset(
    "button link tab menuitem option heading cell columnheader listitem text alert row".split()
)
_LINES = frozenset({"text", "heading", "cell", "columnheader", "link", "tab", "menuitem", "option"})
_TALL = 64  # pixels of a field that holds more than one line


@dataclass
class Scene:
    """What a control needs to know of the rest of the page."""

    hints: Hints
    labelled: Mapping[str, str] = field(default_factory=dict)  # control id -> id of the text that labels it
    label_of: Mapping[str, str] = field(default_factory=dict)  # the inverse
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)  # radio id -> its group
    layers: Mapping[str, int] = field(default_factory=dict)  # interactive id -> z-index


def clean(text: str) -> str:
    """Without what HTML cannot hold or nobody can see."""
    return _INVISIBLE.sub(" ", text)


def tag(name: str, attributes: Mapping[str, object], content: object = "") -> Markup:
    """`True` is an attribute without a value, None and False none at all; everything is escaped."""
    said = [
        f" {key}" if value is True else f' {key}="{escape(clean(str(value)))}"'
        for key, value in attributes.items() if value is not None and value is not False
    ]  # fmt: skip
    opening = f"<{name}{''.join(said)}>"
    return Markup(opening if name in ("input", "img") else f"{opening}{escape(content)}</{name}>")


def render(node: Node, scene: Scene, origin: tuple[int, int] = (0, 0)) -> Markup:
    """The node and what is in it; `origin` is the page position of the element around it."""
    inside = Markup("").join(render(child, scene, (node.box.x1, node.box.y1)) for child in node.children)
    element = node.element
    attributes: dict[str, object] = {"id": element.id, "data-id": element.id, "style": _style(node, scene, origin)}
    attributes |= behaviour(element, scene.hints)
    if element.id in scene.hints.files and element.role not in ("button", "link", "menuitem"):
        return tag("input", attributes | {"type": "file", "class": "box", "aria-label": element.name})
    if element.id in scene.hints.checks and element.role not in ("checkbox", "radio", "switch"):
        return _tick(node, scene, attributes, "checkbox")
    if element.id in scene.hints.fills and element.role not in ("textbox", "searchbox", "spinbutton"):
        return _text_field(node, scene, attributes | {"role": "combobox" if element.role == "combobox" else None})
    if element.role in ("textbox", "searchbox", "spinbutton", "slider"):
        return _text_field(node, scene, attributes)
    if element.role in ("checkbox", "radio", "switch"):
        return _tick(node, scene, attributes, element.role)
    if element.role == "combobox" or (element.role == "listbox" and not node.children):
        return _choice(node, scene, attributes)
    if element.role == "img":
        return (
            tag("img", attributes | {"class": "box", "alt": element.name, "src": _PIXEL, "draggable": "false"}) + inside
        )
    return _speaking(node, scene, attributes, inside)


_PIXEL = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="


def _style(node: Node, scene: Scene, origin: tuple[int, int]) -> str:
    box: BBox = node.box
    place = f"left:{box.x1 - origin[0]}px;top:{box.y1 - origin[1]}px;width:{box.width}px;height:{box.height}px"
    height = f";line-height:{box.height}px" if node.role in _LINES else ""
    size = _font_size(node)
    layer = scene.layers.get(node.element.id)
    return f"{place};font-size:{size}px{height}" + (f";z-index:{layer}" if layer else "")


def _font_size(node: Node) -> int:
    """Pixels, so that the text about fills its box; an ideograph is as wide as it is high."""
    text, role = node.element.text or node.element.name, node.role
    ems = sum(1.0 if ord(character) > 0x2E80 else 0.58 for character in text) or 1
    room = node.box.width - (12 if role in ("button", "tab", "option") else 0)
    share = 0.9 if role in ("text", "heading") else 0.38 if role in ("cell", "columnheader") else 0.6
    most = 15 if node.element.interactive or role in ("cell", "columnheader") else 48
    return round(min(max(min(room / ems, node.box.height * share), 8), most))


def _name(element: Element, scene: Scene) -> dict[str, object]:
    """A field's name: from its label on the page, its placeholder, or said aloud only."""
    if element.id in scene.labelled or not element.name:
        return {}
    shown = element.role not in ("combobox", "listbox") and element.name == (element.state.placeholder or "")
    return {} if shown else {"aria-label": element.name}


def _state(element: Element) -> dict[str, object]:
    state = element.state
    return {"disabled": bool(state.disabled), "aria-invalid": "true" if state.invalid else None}


def _text_field(node: Node, scene: Scene, attributes: dict[str, object]) -> Markup:
    element = node.element
    attributes |= _name(element, scene) | _state(element)
    attributes |= {"class": "box", "placeholder": element.state.placeholder, "autocomplete": "off"}
    value = element.state.value or ""
    if element.role in ("spinbutton", "slider"):
        number = re.search(r"-?\d+(\.\d+)?", value)
        kind = "number" if element.role == "spinbutton" else "range"
        return tag("input", attributes | {"type": kind, "step": "any", "value": number[0] if number else None})
    if element.role == "textbox" and node.box.height >= _TALL and not _type(element):
        return tag("textarea", attributes, value)
    kind = "search" if element.role == "searchbox" else _type(element) or "text"
    return tag("input", attributes | {"type": kind, "value": value})


def _type(element: Element) -> str:
    words = f"{element.name} {element.state.placeholder or ''}"
    return next((kind for kind, pattern in _TYPES.items() if re.search(pattern, words, re.I | re.A)), "")


def _tick(node: Node, scene: Scene, attributes: dict[str, object], role: str) -> Markup:
    element = node.element
    kind = "radio" if role == "radio" else "checkbox"
    attributes |= _name(element, scene) | _state(element)
    attributes |= {"class": "tick", "type": kind, "role": "switch" if role == "switch" else None}
    attributes |= {"checked": bool(element.state.checked), "name": scene.groups.get(element.id)}
    return tag("input", attributes)


def _choice(node: Node, scene: Scene, attributes: dict[str, object]) -> Markup:
    """A select; where the screen shows its list open, a button in front of that list."""
    element = node.element
    attributes |= _name(element, scene) | _state(element) | {"class": "box"}
    if element.state.expanded:
        attributes |= {"type": "button", "role": element.role, "aria-expanded": "true", "aria-label": element.name}
        return tag("button", attributes, element.state.value or "")
    shown = element.state.value or element.state.placeholder or ""
    options = [
        tag("option", {"selected": text == shown}, clean(text)) for text in scene.options.get(element.id, (shown,))
    ]
    rows = {"size": max(2, len(options))} if element.role == "listbox" else {}
    return tag("select", attributes | rows, Markup("").join(options))


def _speaking(node: Node, scene: Scene, attributes: dict[str, object], inside: Markup) -> Markup:
    """What is named by its content, and what only holds other things."""
    element = node.element
    name, role = _TAGS[element.role], element.role
    attributes |= {"role": None if role in _OWN_ROLE else role, "class": "box" if element.interactive else None}
    if name == "button":
        attributes["type"] = "button"
    if name == "a":
        attributes |= {"href": f"#/{slug(element.name)}", "draggable": "false"}
    attributes |= _speaking_state(element, scene)
    said = clean(_own_words(node))
    if element.name and folded(said) != folded(element.name) and not (inside and role in _NAMED_BY_CONTENT):
        attributes["aria-label"] = element.name
    if element.id in scene.label_of:
        return tag("label", attributes | {"for": scene.label_of[element.id]}, said)
    words = tag("span", {"class": "words"}, said) if inside and said else escape(said)
    chooser = tag("input", {"type": "file", "class": "chooser", "aria-hidden": "true", "tabindex": "-1"})
    behind = chooser if attributes.get("data-do") == "upload" else Markup("")
    return tag(name, attributes, words + inside) + behind


def _speaking_state(element: Element, scene: Scene) -> dict[str, object]:
    state, found = element.state, dict[str, object]()
    if element.role in ("button", "tab", "menuitem"):
        found["disabled"] = bool(state.disabled)
    if element.role in ("tab", "option"):
        found["aria-selected"] = "true" if state.selected else "false"
    if element.role == "option":
        found["tabindex"] = "0"
    if element.role == "progressbar":
        found["aria-valuetext"] = state.value
    if state.expanded is not None and element.role in ("button", "menuitem"):
        found["aria-expanded"] = "true" if state.expanded else "false"
    if element.id in scene.hints.options:
        found |= {"aria-haspopup": "listbox", "data-options": json.dumps(scene.hints.options[element.id])}
    return found


def _own_words(node: Node) -> str:
    """The text of the element itself: without what the elements in it say."""
    element = node.element
    if element.role not in _NAMED_BY_CONTENT or element.role == "row":
        return ""
    icon = element.role in ("button", "link") and element.box.width <= 1.6 * element.box.height
    words = element.text or ("" if icon else element.name)
    for child in node.children:
        words = words.replace(child.element.name or child.element.text, " ", 1) if child.element.name else words
    return " ".join(words.split())
