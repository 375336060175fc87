"""What eyes split or join: a label apart from its field, a name in two lines, a link in a text."""

from __future__ import annotations

import re

from agent.relations import gap
from agent.words import fold, is_cjk, skeleton
from perception.types import FIELD_ROLES, Element, Screen


def field_of(screen: Screen, label: Element) -> Element | None:
    """The field that a text labels: right of it, under it, or left of it, and close."""
    height = min(label.box.height, 40)
    near: list[tuple[float, Element]] = []
    for field in screen.elements:
        if field.role not in FIELD_ROLES or field.box.inside(label.box) > 0.5:
            continue
        beside = field.box.overlap_y(label.box) > 0.4 * min(field.box.height, label.box.height)
        below = 0 <= field.box.y1 - label.box.y2 + 2 <= 1.6 * height and field.box.overlap_x(label.box) > 0
        reach = 6 * height if field.box.x1 >= label.box.x2 - 2 else 1.5 * height
        if below or (beside and -field.box.overlap_x(label.box) <= reach):
            near.append((gap(field.box, label.box), field))
    near.sort(key=lambda item: item[0])
    if not near or (len(near) > 1 and near[1][0] < near[0][0] + 4):
        return None
    return near[0][1]


def named_by(field: Element, label: Element) -> bool:
    """Whether the field's name is the label's, or no more than what is typed into it."""
    named = fold(field.name)
    return named == fold(label.name) or not named or named in (fold(field.text), fold(field.state.value or ""))


def in_pieces(screen: Screen, name: str) -> list[Element]:
    """Elements, close together, whose texts make up the name in their order; the first is the name's beginning."""
    wanted = skeleton(name)
    if len(wanted) < 6:
        return []
    parts = [e for e in screen.elements if 2 <= len(skeleton(e.name)) < len(wanted) and skeleton(e.name) in wanted]
    found: list[list[Element]] = []
    for first in parts:
        if not wanted.startswith(skeleton(first.name)):
            continue
        for second in parts:
            near = gap(first.box, second.box) <= 2.5 * max(first.box.height, second.box.height)
            if second != first and near and skeleton(first.name) + skeleton(second.name) == wanted:
                found.append([first, second])
    return found[0] if len({tuple(e.name for e in pair) + tuple(pair[0].box) for pair in found}) == 1 else []


def spot_in(element: Element, name: str) -> tuple[int, int] | None:
    """Where, in a line of text, a part of it stands; None where it is no whole words of it, or stands there twice."""
    text, wanted = fold(element.text or element.name), fold(name)
    found = [hit for hit in re.finditer(re.escape(wanted), text) if _whole_words(text, hit.start(), hit.end())]
    if len(found) != 1 or wanted == text or element.box.height > 60:
        return None
    return _spot(element, text, found[0].start(), found[0].end())


def link_after(screen: Screen, question: Element) -> Element | None:
    """The link or button that follows a question on its line: "No account?  Create one"."""
    if question.interactive or not re.search(r"[?？]$", question.name):
        return None
    after = [
        e for e in screen.elements
        if e.role in ("link", "button") and e.box.overlap_y(question.box) > 0.5 * min(e.box.height, question.box.height)
        and -2 <= e.box.x1 - question.box.x2 <= 2 * question.box.height
    ]  # fmt: skip
    return after[0] if len(after) == 1 else None


def answer_in(element: Element) -> tuple[int, int] | None:
    """The link that ends a question: "Already have an account? Sign in"."""
    text = element.text or element.name
    asked = re.search(r"[?？]\s*(?P<link>[^?？]{2,24})$", text)
    return _spot(element, text, asked.start("link"), asked.end("link")) if asked else None


def _spot(element: Element, text: str, start: int, end: int) -> tuple[int, int]:
    before, after = _width(text[:start]), _width(text[:end])
    middle = (before + after) / 2 / _width(text)
    return int(element.box.x1 + middle * element.box.width), int(element.box.centre[1])


def _whole_words(text: str, start: int, end: int) -> bool:
    if is_cjk(text[start:end]):
        return False  # no spaces tell its words apart
    return not (text[:start][-1:].isalnum() or text[end:][:1].isalnum())


def _width(text: str) -> float:
    """Roughly, in widths of a Latin letter."""
    return sum(2.0 if is_cjk(c) else 0.5 if c in " .,:;'il|!()" else 1.4 if c in "mw" else 1.0 for c in text) or 1.0
