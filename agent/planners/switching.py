"""Enable, disable, turn on and off: the row's own button that says so, and never the box that only selects the row."""

from __future__ import annotations

import re

from agent.planners import tables
from agent.planners.intents import Intent
from agent.planners.rows import row_of
from agent.planners.sight import PRESS, Sight, bare_name, one
from agent.words import fold
from perception.types import Element

SAYS = {
    "check": r"enable|activate|reactivate|turn on|switch on|启用|开启|打开|激活",
    "uncheck": r"disable|deactivate|turn off|switch off|停用|禁用|关闭|关掉",
}
_SELECTS = re.compile(r"(?:un|de)?(?:select|check|tick|choose|pick)\b|(?:全|反)?选|勾选", re.IGNORECASE)


def deed(intent: Intent) -> str:
    """The goal's own word for such a deed, as a button would say it ("disable"); "" where it is none."""
    if intent.verb not in SAYS or intent.detail != "switch":
        return ""
    said = re.search(SAYS[intent.verb], intent.clause, re.IGNORECASE)
    return fold(said[0]) if said else ""


def button_of(sight: Sight, said: str) -> Element | None:
    """The button that does it in the row that is said; None where no row is, or it has none. Raises Missing."""
    if sight.intent.verb not in SAYS or sight.intent.detail != "switch" or (row := row_of(sight, said)) is None:
        return None
    inside = [e for e in sight.acting(PRESS) if e.box.inside(row.box) > 0.8 and e.id != row.id]
    found = [e for e in inside if re.fullmatch(SAYS[sight.intent.verb], bare_name(e))]
    found = [e for e in found if bare_name(e) == deed(sight.intent)] or found
    return one(found, f"{deed(sight.intent)!r} in the row {row.name!r}") if found else None


def selects(sight: Sight, box: Element) -> bool:
    """Whether a checkbox only selects its row: it says so, or leads it without words of its own or of a header."""
    if box.role != "checkbox":
        return False
    if _SELECTS.match(fold(box.name)):
        return True
    row = next((e for e in tables.rows(sight.screen) if e.id != box.id and box.box.inside(e.box) > 0.8), None)
    if row is None or (fold(box.name) and fold(box.name) not in fold(f"{row.name} {row.text}")):
        return False
    over = [h for h in sight.screen.with_role("columnheader") if h.box.overlap_x(box.box) > 0]
    if any(h.name and not _SELECTS.match(fold(h.name)) for h in over):
        return False
    others = [
        e for e in sight.screen.elements if e.box.inside(row.box) > 0.8 and e.name and e.id not in (row.id, box.id)
    ]
    return all(box.box.x1 <= e.box.x1 or box.box.inside(e.box) > 0.8 for e in others)
