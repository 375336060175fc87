"""Lists of fields and values: "first name Ann, last name Lee and age 30"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.planners import clauses
from agent.planners.atoms import VALUE
from agent.planners.context import Missing
from agent.planners.fields import a_field, put, raise_if_opened
from agent.planners.secrets import is_secret_field
from agent.planners.sight import CHECKS, FIELDS, Sight
from agent.words import fold
from codegen.steps import Step
from perception.types import Element


def pairs(sight: Sight) -> list[Step]:
    """ "first name Ann, last name Lee and age 30": each member is a field, or a field and its value."""
    raise_if_opened(sight)
    text = re.sub(
        r"^(?:with|using|as follows|the|in|：|:)\s*", "", (sight.intent.pairs or ("",))[0], flags=re.IGNORECASE
    )
    if not text:
        return _whole_form(sight)
    members: list[tuple[str, str | None]] = []
    waiting: list[str] = []
    for member in clauses.parts(text):
        name, value = _pair(sight, member)
        if value is None and name:
            waiting.append(name)
            continue
        # "password and repeat password X": the fields before take the value that follows the last
        same = waiting if value and all(is_secret_field(field) for field in (*waiting, name)) else []
        members += [(field, value if field in same else None) for field in waiting] + [(name, value)]
        waiting = []
    members += [(field, None) for field in waiting]
    return _each_put(sight, members)


def _each_put(sight: Sight, members: Sequence[tuple[str, str | None]]) -> list[Step]:
    """The steps of those that are found; raises Missing with them where one is not."""
    steps: list[Step] = []
    faults: list[str] = []
    near: list[Element] = []
    for name, value in members:
        try:
            steps += put(sight, a_field(sight, name), value)
        except Missing as fault:
            faults.append(str(fault))
            near += fault.elements
    if faults:
        raise Missing("; ".join(dict.fromkeys(faults)), near, steps)
    return steps


def _whole_form(sight: Sight) -> list[Step]:
    empty = [e for e in sight.acting(("textbox", "spinbutton", "combobox")) if not e.state.value]
    if not empty:
        raise Missing("no empty field on this screen")
    return [step for element in empty for step in put(sight, element, None)]


def _pair(sight: Sight, member: str) -> tuple[str, str | None]:
    """ "first name Ann" -> ("first name", "Ann"): a field of the screen first, then by the looks of the value."""
    member = re.sub(r"^(?:the|my|your|a|an|his|her|with)\s+", "", member.strip(), flags=re.IGNORECASE)
    if match := re.match(
        r"^(.+?)\s*(?:=|:|：|\bis\b|\bto\b|\bas\b|为|是|填写?|选择?)\s*(\S.*)$", member, re.IGNORECASE
    ):
        return match[1], match[2]
    if match := re.match(rf"^([^\ue000-\uf0ff]+?)\s*({VALUE})$", member):
        return match[1], match[2]
    for name in sorted({e.name for e in sight.acting((*FIELDS, *CHECKS)) if e.name}, key=len, reverse=True):
        plain = fold(name)
        if fold(member) == plain:
            return member, None
        if fold(member).startswith(plain) and (not plain[-1:].isascii() or fold(member)[len(plain) :][:1] == " "):
            value = member[len(plain) :].strip() if len(member) >= len(plain) else ""
            return member[: len(plain)], value or None
    if match := re.match(r"^([a-z][a-z' -]*?)\s+([A-Z0-9+$€£@#-].*)$", member):
        return match[1], match[2]
    if match := re.match(r"^([A-Za-z\u4e00-\u9fff]*[\u4e00-\u9fff])\s*([!-~].*)$", member):
        return match[1], match[2]
    if match := re.match(r"^(.+?)\s+(\d\S*)$", member):
        return match[1], match[2]
    return member, None
