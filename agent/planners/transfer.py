"""Transfer lists: "move Green to Selected" marks it in one list, and presses the button between the two."""

from __future__ import annotations

import re

from agent.planners.context import Missing
from agent.planners.sight import CHECKS, PRESS, Sight
from agent.words import fold
from codegen.steps import Step
from perception.types import Element

_MOVE = re.compile(
    r"^(?P<what>.+?)\s+(?:in)?to\s+(?:the\s+)?(?P<where>.+?)(?:\s+(?:list|box|side|column|panel))?$", re.IGNORECASE
)
_MOVE_ZH = re.compile(
    r"^(?:把|将)?(?P<what>.+?)(?:移动?到|移入|加到|添加到)(?P<where>.+?)(?:列表|框|栏|一侧)?(?:里|中)?$"
)
_ALL = re.compile(r"\ball\b|>>|<<|»|«|全部|所有", re.IGNORECASE)
_SIDES = {"right": 1, "left": -1, "右": 1, "左": -1, "右侧": 1, "左侧": -1}
_ABOVE_PX = 90  # how far a list's caption stands above it at most


def asked(sight: Sight) -> bool:
    return sight.intent.detail in ("move", "移动", "移") and _said(sight) is not None


def _said(sight: Sight) -> re.Match[str] | None:
    return _MOVE.match(sight.target) or _MOVE_ZH.match(sight.target)


def move(sight: Sight) -> list[Step]:
    """Nothing where it is there already, else a click. Raises Missing with the first of two, or why there is none."""
    match = _said(sight)
    assert match is not None
    what, where = match["what"].strip("\"'“”"), match["where"].strip("\"'“”")
    onto = _list(sight, where)
    found = [e for e in sight.acting(("option", *CHECKS, *PRESS)) if fold(e.name) == fold(what)]
    found = found or [e for e in sight.screen.with_role("listitem") if fold(e.name) == fold(what)]
    if any(e.box.inside(onto.box) > 0.8 for e in found):
        return []
    if len(found) != 1:
        raise Missing(f"{len(found)} things are called {what!r}; it is not clear what is moved", found)
    marked = found[0].state.selected or found[0].state.checked
    if not marked and sight.context.making != sight.intent.clause:
        sight.context.making = sight.intent.clause
        raise Missing("nothing was moved yet", steps=[sight.click(found[0])])
    return [sight.click(_mover(sight, found[0], onto))]


def only_marks(sight: Sight, steps: list[Step]) -> bool:
    """Whether the steps act on what is to be moved, and on nothing else."""
    match = _said(sight)
    targets = [t.element for step in steps if (t := getattr(step, "target", None))]
    names = {fold(sight.screen.by_id[each].name) for each in targets if each in sight.screen.by_id}
    return match is not None and names <= {fold(match["what"].strip("\"'“”"))}


def _list(sight: Sight, name: str) -> Element:
    """The list of that name, by itself or by the caption above it, or by its side."""
    lists = [e for e in sight.screen.with_role("listbox", "list") if e.box.height > 40]
    if (side := _SIDES.get(fold(name))) and len(lists) == 2:
        return sorted(lists, key=lambda e: side * e.box.x1)[-1]
    named = [e for e in lists if fold(e.name) == fold(name)]
    signs = [e for e in sight.screen.elements if fold(e.name) == fold(name) and e.role in ("text", "heading")]
    named = named or [e for e in lists if any(_heads(sign, e) for sign in signs)]
    if len(named) != 1:
        raise Missing(f"no list on this screen is called {name!r}", lists)
    return named[0]


def _heads(sign: Element, held: Element) -> bool:
    return held.box.overlap_x(sign.box) > 0 and 0 <= held.box.y1 - sign.box.y1 <= _ABOVE_PX


def _mover(sight: Sight, what: Element, onto: Element) -> Element:
    """The one button between the two lists that moves what is marked there."""
    low, high = sorted((what.box.centre[0], onto.box.centre[0]))
    between = [e for e in sight.acting(("button",)) if low < e.box.centre[0] < high and not _ALL.search(e.name)]
    between = [e for e in between if e.box.inside(onto.box) < 0.5 and e.box.overlap_y(onto.box) > 0]
    if len(between) != 1:
        raise Missing(f"{len(between)} buttons could move it; say which to press", between)
    return between[0]
