"""What a table tells of what has no name of its own: the row by one of its words, the column by its header."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from agent.context import Vocabulary, match_name
from agent.describe import Description
from agent.matching import NEUTRAL, SURELY
from agent.phrases import CHECKS
from agent.words import Unit, is_cjk, units
from perception.types import Element, Screen

_MENUS = frozenset({"more", "menu", "settings", "operation"})  # what an unnamed button at a row's end opens
_RECORDS = frozenset(
    "order row invoice message email person customer task transaction file project ticket product".split()
)
_RECORD = re.compile(
    r"^(?:the |that |this )?\w+[^s\W] (?:that|which|who|whose|from|with|by|about)\b"
    r"|的(?:那|这)?[一个条笔封行张位]*\w{2,3}$"
)
_WHOLE = frozenset({"selectall", "all", "everyone"})


def told(screen: Screen, parts: Description, vocabulary: Vocabulary) -> Iterator[tuple[Description, list[Element]]]:
    """The row that alone holds some of the words, as what is in it, with what else is said; all boxes: the header's."""
    heads = screen.with_role("columnheader")
    words = units(parts.words)
    if any(concept in _WHOLE for unit in words for concept, _ in unit.concepts) and (box := _all_boxes(screen, heads)):
        said = any(concept == "selectall" for unit in words for concept, _ in unit.concepts) or parts.hints
        if said:
            yield replace(parts, words="", hints=CHECKS), [box]
    rows = [row for row in screen.with_role("row") if not any(head.box.inside(row.box) > 0.7 for head in heads)]
    if len(rows) < 2:
        return
    held = {row.id: _held(screen, row) for row in rows}
    keys: dict[str, list[Unit]] = {}
    for unit in words:
        where = {row.id for row in rows if any(e in held[row.id] for e in vocabulary.saying(unit))}
        if len(where) == 1 and _names_a_row(unit, parts, vocabulary, held[min(where)]):
            keys.setdefault(min(where), []).append(unit)
    if len(keys) != 1:
        return
    row, said_by = next(iter(keys.items()))
    rest = " ".join(unit.text for unit in words if unit not in said_by)
    yield replace(parts, words=rest, proper=frozenset()), [e for e in held[row] if e.role != "row"]


def record(screen: Screen, pool: list[Element], parts: Description, vocabulary: Vocabulary) -> Element | None:
    """The row that a kind of record and what is said of it mean: "the order that was called off"."""
    words = units(parts.words)
    kinds = [u for u in words if any(concept in _RECORDS and sure == 1 for concept, sure in u.concepts)]
    tail = [u for u in words if u not in kinds and u.weight > NEUTRAL]
    lines = [row for row in screen.with_role("row", "listitem") if row in pool and len(row.name.split()) > 2]
    if not kinds or not tail or len(lines) < 2 or not _RECORD.search(parts.words):
        return None
    said = [
        row
        for row in lines
        if all(any(e in (row,) or e.box.inside(row.box) > 0.7 for e in vocabulary.saying(u, SURELY)) for u in tail)
    ]
    return said[0] if len(said) == 1 else None


def _held(screen: Screen, row: Element) -> list[Element]:
    return [e for e in screen.elements if e == row or (e.role != "table" and e.box.inside(row.box) > 0.7)]


def _names_a_row(unit: Unit, parts: Description, vocabulary: Vocabulary, held: list[Element]) -> bool:
    """A name or a number, or a word of no lexicon, that stands in the row and on no control elsewhere."""
    if unit.concepts and not (unit.proper or unit.text in parts.proper):
        return False
    if unit.weight <= NEUTRAL or (len(unit.text) < 2 and not is_cjk(unit.text)):
        return False
    return all(e in held or not e.interactive for e in vocabulary.saying(unit))


def _all_boxes(screen: Screen, heads: list[Element]) -> Element | None:
    """The unnamed box to tick in the line of the column headers, over those of the rows."""
    boxes = [e for e in screen.with_role("checkbox") if not e.name]
    tops = [b for b in boxes if any(b.box.overlap_y(h.box) > 0 and b.box.x1 <= h.box.x2 for h in heads)]
    below = [b for b in boxes if tops and b.box.y1 > tops[0].box.y2 and b.box.overlap_x(tops[0].box) > 0]
    return tops[0] if len(tops) == 1 and below else None


def cell_under(screen: Screen, row: list[Element], rest: Description, vocabulary: Vocabulary) -> Element | None:
    """What stands in the row under the header that the other words name; a control rather than its cell."""
    heads = screen.with_role("columnheader")
    if not rest.words or not heads:
        return None
    found = sorted(match_name(heads, replace(rest, hints=frozenset()), vocabulary), key=lambda pair: -pair[1].score)
    if found[0][1].score < 0.6 or (len(found) > 1 and found[1][1].score > found[0][1].score - 0.06):
        return None
    box = found[0][0].box
    under = [e for e in row if e.box.overlap_x(box) > 0.5 * min(e.box.width, box.width)]
    under.sort(key=lambda e: (not e.interactive, e.role not in ("cell", "text"), -e.box.area))
    return under[0] if under else None


def unnamed(row: list[Element], rest: Description) -> Element | None:
    """The row's only box to tick, where ticking is meant; its only unnamed button, where a menu is."""
    words = [unit for unit in units(rest.words) if unit.weight > NEUTRAL]
    if rest.hints == CHECKS and not words:
        boxes = [e for e in row if e.role in CHECKS]
        return boxes[0] if len(boxes) == 1 else None
    if words and all(any(concept in _MENUS for concept, _ in unit.concepts) for unit in words):
        buttons = [e for e in row if e.interactive and e.role in ("button", "link") and not e.name]
        return buttons[0] if len(buttons) == 1 else None
    return None
