"""Labels as anchors: "the field under Notes" is the field that Notes labels, where the label stands above it."""

from __future__ import annotations

from collections.abc import Sequence

from agent.describe import Description
from agent.phrases import CHECKS, FIELDS, Side
from agent.relations import gap
from agent.repair import field_of, named_by
from agent.words import fold
from perception.types import BBox, Element, Screen

_TEXTS = frozenset({"text", "heading", "cell", "listitem"})
_LABELLED = FIELDS | CHECKS
_FAR = 8  # times a label's height: so far from its control it is no label
_BETWEEN = 4  # times an anchor's height: a control so far below, with a label of its own between them, is another's
_OPPOSITE: dict[Side, Side] = {"below": "above", "right": "left", "left": "right"}


def asked_for(parts: Description) -> bool:
    """Whether a field or a box to tick is asked for by what it stands beside, which is said by its words alone."""
    geometric = parts.side in ("below", "above", "left", "right", "near")
    anchored = parts.anchor is not None and not parts.anchor.roles
    return geometric and anchored and bool(parts.roles) and parts.roles[0] in _LABELLED


def own(screen: Screen, anchors: Sequence[Element], parts: Description) -> list[Element]:
    """The controls of the asked kind whose own label is the anchor, where it stands on the side that was said."""
    pairs = [(label_of(screen, each), each) for each in anchors if each.role in _LABELLED]
    pairs += [(each, control) for each in anchors if (control := _labelled_by(screen, each))]
    return [
        control for label, control in pairs if control.role in parts.roles and _said_so(screen, label, control, parts)
    ]


def with_controls(screen: Screen, anchors: Sequence[Element]) -> list[Element]:
    """The anchors, and the fields that they label: what stands below a field stands below its label."""
    controls = (_labelled_by(screen, each) for each in anchors)
    return [*anchors, *(each for each in controls if each is not None and each not in anchors)]


def straight(screen: Screen, element: Element, anchors: Sequence[Element], side: Side) -> bool:
    """Whether the element stands straight on that side of an anchor: in its column, or in its row."""
    return any(_in_line(screen, element, anchor, side) for anchor in anchors)


def label_of(screen: Screen, control: Element) -> Element | None:
    """The text of the control's very name that stands outside of it, the nearest."""
    name = _bare(control.name)
    texts = [
        e for e in screen.elements
        if e.role in _TEXTS and not e.interactive and name and _bare(e.name) == name and e.box.inside(control.box) < 0.5
    ]  # fmt: skip
    label = min(texts, key=lambda e: gap(e.box, control.box), default=None)
    return label if label and gap(label.box, control.box) <= _FAR * max(label.box.height, 8) else None


def _labelled_by(screen: Screen, text: Element) -> Element | None:
    """The field that a text labels, and that nothing else names."""
    field = field_of(screen, text) if text.role in _TEXTS and not text.interactive else None
    return field if field and named_by(field, text) else None


def _said_so(screen: Screen, label: Element | None, control: Element, parts: Description) -> bool:
    if label is None:  # a box to tick and its words are one element, on one line
        return control.role in CHECKS and parts.side in ("left", "right", "near")
    stands = _side_of(label.box, control.box)
    if parts.side == "near":
        if stands in ("left", "right"):
            return True
        others = [e for e in screen.elements if e.role in parts.roles and e.id != control.id]
        return not any(e.box.overlap_y(control.box) > 0 for e in others)  # "beside" is on its line, where something is
    return parts.side is not None and _OPPOSITE.get(parts.side) == stands


def _side_of(label: BBox, control: BBox) -> Side:
    """On which side of the control its label stands."""
    if label.overlap_y(control) > 0.4 * min(label.height, control.height):
        return "left" if label.centre[0] < control.centre[0] else "right"
    return "above" if label.centre[1] < control.centre[1] else "below"


def _in_line(screen: Screen, element: Element, anchor: Element, side: Side) -> bool:
    if side in ("above", "below"):
        return element.box.overlap_x(anchor.box) > 0 and not _has_own_between(screen, element, anchor)
    return element.box.overlap_y(anchor.box) > 0 if anchor.role in _LABELLED or side != "near" else True


def _has_own_between(screen: Screen, element: Element, anchor: Element) -> bool:
    """Whether a label of the element's own parts it from a text that is the label of something else."""
    label = label_of(screen, element) if anchor.role == "text" else None
    if label is None or label.id == anchor.id:
        return False
    low, high = sorted((anchor.box, element.box), key=lambda box: box.y1)
    return low.y2 <= label.box.y1 and high.y1 - low.y2 > _BETWEEN * anchor.box.height


def _bare(name: str) -> str:
    return fold(name).strip(" :：*＊")
