"""What a goal says to find first ("find the email by Em and ..."): the record whose buttons its next clauses mean."""

from __future__ import annotations

import re
from dataclasses import replace

from agent.planners.buttons import SAME
from agent.planners.context import Missing
from agent.planners.rows import button_in, record_of, row_of
from agent.planners.sight import CHECKS, FIELDS, PRESS, Sight
from agent.words import fold
from codegen.steps import Scroll, Step
from perception.types import Element

FIND = frozenset({"find", "locate", "look for", "look up", "找到", "查找", "找"})
_ROLES = (*PRESS, *CHECKS, *FIELDS, "img")
PURPOSE = re.compile(r"\s+(?:in order )?to\s+(?:\w+\s+){1,2}(?:it|them|this|that)\b.*$", re.IGNORECASE)
_WHOSE = re.compile(r"^(?:its|their|his|her|the|that|this)\s+(?=\S)", re.IGNORECASE)
_PLACE = re.compile(r"\s+(?:in|on|from|of|within)\s+(?:the|my|this|that|your)\s+.+$", re.IGNORECASE)


def sought(sight: Sight) -> list[Step] | None:
    """Nothing to do where it stands on the page already: it is remembered. None where it does not stand there."""
    said = sight.target
    if found := record_of(sight, said):
        if not sight.context.live:
            return [sight.step(Scroll, found[0])]
        sight.context.record = sight.context.card = found[1]
        return []
    headings = sight.screen.with_role("heading") if sight.context.live else []
    for part in dict.fromkeys((said, _PLACE.sub("", said))) if len(headings) <= 2 else ():
        wanted = part.strip("\"'“”‘’ ")
        if any(fold(e.name) == fold(wanted) for e in headings):  # the page is about it alone
            sight.context.record = sight.context.card = wanted
            return []
    return None


def in_row(sight: Sight, name: str, said: str) -> Element:
    """The button, box or icon of this name in the row that is said."""
    found = record_of(sight, said)
    if found is None:
        return sight.find(f"{name} in the row of {said}", (*PRESS, *CHECKS))
    row, sight.context.card = found
    try:
        return button_in(sight, row, SAME.get(name, name))
    except Missing:
        if held := inside(sight, row, name):
            return held
        raise


def inside(sight: Sight, row: Element, said: str) -> Element | None:
    """What these words mean among what stands in the row."""
    held = tuple(e for e in sight.screen.elements if e.id != row.id and e.box.inside(row.box) > 0.8)
    within = replace(sight, screen=replace(sight.screen, elements=held))
    plain = _WHOSE.sub("", said)
    return within.seek(plain, _ROLES) or within.seek(PURPOSE.sub("", plain), _ROLES)


def of_the_found(sight: Sight, said: str) -> Element | None:
    """What these words mean in the record that the goal said to find; None where it has no such thing."""
    record = sight.context.record
    row = row_of(sight, record) if record else None
    return inside(sight, row, said) if row is not None else None


def must_not_be_others(sight: Sight, element: Element) -> None:
    """Raises Missing where it stands in a record that is not the one that was found."""
    record = sight.context.record
    own = row_of(sight, record) if record else None
    if own is None or element.box.inside(own.box) > 0.8:
        return
    if any(element.box.inside(e.box) > 0.8 for e in sight.screen.with_role("row", "listitem")):
        raise Missing(f"{element} is not in what is {record!r}", [element])
