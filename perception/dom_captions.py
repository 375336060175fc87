"""Fields of a live page that no label is tied to take the name that a person reads beside or above them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from perception.types import FIELD_ROLES, BBox, Element

if TYPE_CHECKING:
    from perception.dom import DomNode

Side = Callable[[BBox, BBox], "float | None"]

_CHECKS = frozenset({"checkbox", "radio", "switch"})
_LABELLED = FIELD_ROLES | _CHECKS | {"slider", "listbox"}
_LEFT_PX, _ABOVE_PX, _RIGHT_PX = 280, 32, 24  # how far a caption stands from its field at most
_INDENT_PX = 28  # how far the left edges of a field and of the caption above it may differ
_STATES = frozenset({"on", "off", "yes", "no", "开", "关", "是", "否", "开启", "关闭", "启用", "停用"})
_LONGEST = 60  # characters


def captioned(elements: Sequence[Element], nodes: Mapping[str, DomNode]) -> list[Element]:
    """The elements, the nameless fields and boxes among them named; one caption names one field, the nearest."""
    by_id = {element.id: element for element in elements}
    signs = [e for e in elements if _is_sign(e, by_id)]
    wanting = [e for e in elements if e.role in _LABELLED and _lacks_label(e, nodes) and not _in_data(e, by_id)]
    claims: dict[str, tuple[float, str, str]] = {}
    for field in wanting:
        found = _caption(field, signs, elements)
        if found is None:
            continue
        away, sign = found
        if sign.id not in claims or away < claims[sign.id][0]:
            claims[sign.id] = (away, field.id, sign.name)
    named = {field: caption for _, field, caption in claims.values()}
    return [replace(e, name=named[e.id]) if e.id in named else e for e in elements]


def one_field_each(elements: Sequence[Element], nodes: Mapping[str, DomNode]) -> list[Element]:
    """Of fields inside each other, which are one to a person, the one that is typed into; else the outer one."""
    by_id = {element.id: element for element in elements}
    gone: dict[str, str | None] = {}
    lists: set[str] = set()
    for inner in elements:
        outer = by_id.get(inner.parent or "")
        while outer is not None and outer.role not in FIELD_ROLES and outer.parent:
            outer = by_id.get(outer.parent)
        if inner.role not in FIELD_ROLES or outer is None or outer.role not in FIELD_ROLES:
            continue
        dropped = outer if inner.id in nodes and nodes[inner.id].tag in ("input", "textarea") else inner
        gone[dropped.id] = dropped.parent
        if dropped is outer and outer.role == "combobox" and outer.state.expanded is not None:
            lists.add(inner.id)  # what is typed there only searches the list
    kept = [replace(e, parent=gone.get(e.parent or "", e.parent)) for e in elements if e.id not in gone]
    return [replace(e, role="combobox") if e.id in lists else e for e in kept]


def _is_sign(element: Element, by_id: Mapping[str, Element]) -> bool:
    if element.role not in ("text", "heading") or not 1 < len(element.name) <= _LONGEST:
        return False
    return any(c.isalpha() for c in element.name) and not _in_data(element, by_id)


def _lacks_label(element: Element, nodes: Mapping[str, DomNode]) -> bool:
    """Whether its name is missing, or only what it shows: a placeholder, the choice made, whether it is on."""
    if not element.name or element.name == element.state.placeholder:
        return True
    if element.role in _CHECKS and element.name.casefold() in _STATES:
        return True
    node = nodes.get(element.id)
    if element.role != "combobox" or node is None or node.tag in ("input", "textarea", "select"):
        return False
    return ("aria-label" not in node.attributes and "aria-labelledby" not in node.attributes) or element.name in (
        element.text, element.state.value
    )  # fmt: skip


def _in_data(element: Element, by_id: Mapping[str, Element]) -> bool:
    """Whether it stands in a table with column headers: what stands left of it there is another column's value."""
    parent = element.parent
    while parent is not None and (around := by_id.get(parent)):
        if around.role == "table":
            return any(e.role == "columnheader" and e.box.inside(around.box) > 0.9 for e in by_id.values())
        parent = around.parent
    return False


def _caption(field: Element, signs: Sequence[Element], every: Sequence[Element]) -> tuple[float, Element] | None:
    """The sign that names the field, and how far away it is: right of a box to tick, left of a field, or above it."""
    sides: tuple[Side, ...] = (_right, _left) if field.role in ("checkbox", "radio") else (_left, _right, _above)
    if field.role not in _CHECKS:
        sides = (_left, _above)
    for side in sides:
        aways = [(away, sign) for sign in signs if (away := side(field.box, sign.box)) is not None]
        for away, sign in sorted(aways, key=lambda item: item[0])[:1]:
            if not _parted(field, sign, every):
                return away, sign
    return None


def _left(field: BBox, sign: BBox) -> float | None:
    level = field.overlap_y(sign) >= 0.5 * min(field.height, sign.height)
    top = abs(field.y1 - sign.y1) <= 24 or abs(field.centre[1] - sign.centre[1]) <= 12
    away = field.x1 - sign.x2
    return away if level and top and -4 <= away <= _LEFT_PX else None


def _right(field: BBox, sign: BBox) -> float | None:
    level = field.overlap_y(sign) >= 0.6 * min(field.height, sign.height)
    away = sign.x1 - field.x2
    if field.width > 60 and abs(sign.x1 - field.x1) <= 60 and sign.inside(field) > 0.8:
        return 0  # the whole line is the box
    return away if level and -4 <= away <= _RIGHT_PX else None


def _above(field: BBox, sign: BBox) -> float | None:
    away = field.y1 - sign.y2
    return away if -4 <= away <= _ABOVE_PX and abs(sign.x1 - field.x1) <= _INDENT_PX else None


def _parted(field: Element, sign: Element, every: Sequence[Element]) -> bool:
    """Whether another control or text stands between the two."""
    a, b = sign.box, field.box
    between = BBox(min(a.x2, b.x2), min(a.y1, b.y1), max(a.x1, b.x1), max(a.y2, b.y2))
    if a.overlap_x(b) > 0:
        between = BBox(max(a.x1, b.x1), min(a.y2, b.y2), min(a.x2, b.x2), max(a.y1, b.y1))
    if between.width <= 2 or between.height <= 2:
        return False
    others = (e for e in every if e.id not in (field.id, sign.id) and (e.interactive or e.role == "text"))
    return any(
        e.box.inside(between) > 0.5 and any(c.isalnum() for c in e.name) and not field.box.inside(e.box) > 0.9
        for e in others
    )
