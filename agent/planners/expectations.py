"""What the goal lets a script assert: only what a step must have changed, and what the goal asks to see."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from agent.naming import NotNameable, locator_for
from agent.planners import tables
from agent.planners.context import Missing
from agent.words import fold
from codegen.locator import Locator
from codegen.steps import Expect, InputValue, LiteralValue, Step, Target, Value, Wait
from perception.types import FIELD_ROLES, Element

if TYPE_CHECKING:
    from agent.planners.sight import Sight


def holds(sight: Sight, element: Element, that: str, **fields: Any) -> list[Step]:
    """One assertion on an element, or none where a script could not make it: a secret is not read back."""
    value = fields.get("value")
    if value is not None and not isinstance(value, InputValue | LiteralValue):
        return []
    return [sight.step(Expect, element, that=that, **fields)]


def rows_hold(sight: Sight, column: tables.Column, value: Value, said: str) -> list[Step]:
    """Every row shows the value, where the table is seen and does not show only that already."""
    if column.table is None or not column.cells:
        return []
    if all(fold(said) in fold(text) for text in column.values):
        return []
    try:
        locator_for(sight.screen, column.table)
    except NotNameable:
        return []
    return [sight.step(Expect, column.table, that="rows_contain", value=value, column=column.name)]


def sorted_by(sight: Sight, column: tables.Column, order: str) -> list[Step]:
    if column.table is None:
        return []
    try:
        locator_for(sight.screen, column.table)
    except NotNameable:
        return []
    return [sight.step(Expect, column.table, that=_that(f"sorted_{order}"), column=column.name)]


def asked(sight: Sight) -> list[Step]:
    """An `expect` of the goal's own: "check that the total is 120"."""
    kind = sight.intent.detail
    if kind in ("url", "title"):
        return [Expect(id="s0", why=sight.why, that=_that(kind), value=LiteralValue(literal=sight.value or ""))]
    if kind == "count":
        return _count(sight)
    if kind == "sorted":
        return _sorted(sight)
    if kind == "rows_contain":
        return _rows(sight)
    if kind in ("visible", "hidden"):
        return _seen(sight, kind)
    if kind == "empty":
        return holds(sight, sight.find(sight.target), "value", value=LiteralValue(literal=""))
    if kind in ("checked", "unchecked"):
        from agent.planners.rows import row_box

        boxes = ("checkbox", "switch", "radio")
        box = sight.seek(sight.target, boxes) or row_box(sight, sight.target) or sight.find(sight.target, boxes)
        return holds(sight, box, kind)
    if kind in ("enabled", "disabled"):
        return _whatever_its_state(sight, kind)
    return _content(sight, kind)


def waited(sight: Sight) -> list[Step]:
    """A `wait`: for an element that is seen, or for words that the goal quotes."""
    until, target = sight.intent.detail, sight.target
    element = sight.seek(target)
    if element is not None:
        if until == "hidden" or until == "enabled":
            return [sight.step(Wait, element, until=until)]
        return [sight.step(Wait, element, until="visible")]
    return [Wait(id="s0", why=sight.why, until=_that(until), locator=_by_words(sight), confidence=0.6)]


def _that(word: str) -> Any:
    """The word as the vocabulary's type; pydantic says where it is none."""
    return word


def _by_words(sight: Sight) -> Locator:
    """A locator by the words that the goal quotes, for what the screen does not show yet."""
    quoted = re.search(r"[“\"「『'‘](.+?)[”\"」』'’]", sight.target)
    if not quoted:
        raise Missing(f"nothing on this screen is {sight.target!r}, and the goal does not quote its words")
    return Locator(by="text", value=quoted[1], match="contains", matches=0)


def _seen(sight: Sight, kind: str) -> list[Step]:
    element = sight.seek(sight.target)
    if element is not None:
        return holds(sight, element, kind)
    return [Expect(id="s0", why=sight.why, that=_that(kind), locator=_by_words(sight), confidence=0.6)]


def _whatever_its_state(sight: Sight, kind: str) -> list[Step]:
    element = sight.find(sight.target)
    locator, alternatives = locator_for(sight.screen, element)
    box = element.box
    target = Target(element=element.id, box=(box.x1, box.y1, box.x2, box.y2))
    return [Expect(id="s0", why=sight.why, that=_that(kind), locator=locator, alternatives=alternatives, target=target)]


def _count(sight: Sight) -> list[Step]:
    """ "there are 3 Edit buttons": what a role and a name match. Rows have neither."""
    from agent.planners.sight import PRESS

    plain = fold(re.sub(r"\s*(?:buttons?|links?|按钮|链接)$", "", sight.target, flags=re.IGNORECASE))
    found = [e for e in sight.acting(PRESS) if fold(e.name) in (plain, plain.removesuffix("s"))]
    if not found or len({(e.role, e.name) for e in found}) != 1 or sight.intent.onto:
        raise Missing(
            f"{sight.target or sight.intent.onto!r} cannot be counted by a role and a name on this screen", found[:5]
        )
    locator = Locator(by="role", value=found[0].role, name=found[0].name, matches=len(found))
    return [Expect(id="s0", why=sight.why, that="count", count=sight.intent.count, locator=locator)]


def _sorted(sight: Sight) -> list[Step]:
    from agent.planners import languages

    column_name, order = languages.order(sight.context.words(sight.intent.onto))
    column = tables.named(sight.screen, column_name)
    if column is None:
        raise Missing(f"no column {column_name!r} on this screen", [c.header for c in tables.columns(sight.screen)])
    made = sorted_by(sight, column, order or "ascending")
    if not made:
        raise Missing(f"the table of column {column.name!r} has nothing that a script could find it by")
    return made


def _rows(sight: Sight) -> list[Step]:
    value = sight.value or ""
    for known in tables.columns(sight.screen):  # "has status Shipped"
        if known.name and fold(value).startswith(fold(known.name) + " "):
            return [_every_row(sight, known, value[len(known.name) :].strip())]
    named = [sight.context.words(text) for text in (sight.intent.onto, sight.intent.target) if text]
    column = next((c for name in named if (c := tables.named(sight.screen, name))), None)
    if column is None:
        column = next(iter(tables.with_value(sight.screen, value)), None)
    if column is None:
        raise Missing(f"no table on this screen shows {value!r}")
    return [_every_row(sight, column, value)]


def _every_row(sight: Sight, column: tables.Column, value: str) -> Step:
    if column.table is None:
        raise Missing(f"the table of column {column.name!r} has nothing that a script could find it by")
    said = LiteralValue(literal=value)
    return sight.step(Expect, column.table, that="rows_contain", value=said, column=column.name)


def _content(sight: Sight, kind: str) -> list[Step]:
    """ "X is Y", "X contains Y": a field's value, or the text of an element that is named by other words than Y."""
    value = LiteralValue(literal=sight.value or "")
    tables_seen = sight.screen.with_role("table")
    if (
        re.fullmatch(r"table|list|results?|表格|列表", fold(sight.target))
        and len(tables_seen) == 1
        and kind == "contains"
    ):
        return holds(sight, tables_seen[0], "contains", value=value)
    element = sight.find(sight.target)
    if element.role in FIELD_ROLES or element.role == "listbox":
        return holds(sight, element, "contains" if kind == "contains" else "value", value=value)
    locator, _ = locator_for(sight.screen, element)
    if locator.by == "text" or fold(locator.name or "") == fold(element.text or element.name):
        if fold(value.literal) in fold(element.text or element.name):
            return holds(sight, element, "visible")
        raise Missing(f"{element} has no other name than its text, which would change", [element])
    return holds(sight, element, "contains" if kind == "contains" else "text", value=value)
