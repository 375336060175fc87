"""The only field of its kind, or the only one that offers a choice: it needs no name."""

from __future__ import annotations

import re

from agent.planners.context import Missing
from agent.planners.sight import LISTS, Sight
from agent.words import fold
from perception.types import Element

_KINDS = (
    (
        re.compile(
            r"(?:scroll |select(?:ion)? |choice |drop-?down )?list(?: ?box)?|menu|drop-?down(?: menu)?|combo ?box|"
            r"列表|下拉框",
            re.IGNORECASE,
        ),
        LISTS,
    ),
    (re.compile(r"slider|滑块|滑动条", re.IGNORECASE), ("slider",)),
    (re.compile(r"date(?: field)?|time(?: field)?|日期|时间", re.IGNORECASE), ("textbox", "combobox", "spinbutton")),
)
_ARROWS = frozenset("▾▼▽⌄˅∨🔽")


def only_one(sight: Sight, target: str) -> Element | None:
    """ "the list", "the date": the only field of that kind, where nothing calls it otherwise."""
    for pattern, roles in _KINDS:
        if pattern.fullmatch(target):
            found = sight.acting(roles)
            if not found and roles is LISTS:  # a list that is drawn without a role still has its arrow
                found = [e for e in sight.acting(("button",)) if e.name.strip() in _ARROWS and e.name.strip()]
                return found[0] if len(found) == 1 else None
            unnamed = [e for e in found if not e.name or e.name in (e.state.value, e.state.placeholder)]
            return found[0] if len(found) == 1 and (roles in (LISTS, ("slider",)) or unnamed) else None
    return None


def offers(sight: Sight, choice: str) -> Element | None:
    """The list that alone has this choice, whatever it shows now. Raises Missing where several have."""
    wanted = fold(choice)
    found = [e for e in sight.acting(LISTS) if wanted in map(fold, sight.context.offers.get(e.id, ()))]
    if len(found) > 1:
        raise Missing(f"{choice!r} can be chosen in several places; say in which", found)
    return found[0] if found else None
