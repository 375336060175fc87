"""Lists of fields and values: "first name Ann, last name Lee and age 30"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.planners import clauses
from agent.planners.atoms import VALUE
from agent.planners.context import Missing
from agent.planners.fields import a_field, choice_in_group, put, raise_if_opened, several, shown_options, ticked
from agent.planners.secrets import is_secret_field
from agent.planners.sight import CHECKS, FIELDS, LISTS, Sight
from agent.words import fold
from codegen.steps import Step
from perception.types import Element

_MEMBERS = re.compile(r"\s*[,，、]\s*|\s+and\s+", re.IGNORECASE)


def pairs(sight: Sight) -> list[Step]:
    """ "first name Ann, last name Lee and age 30": each member is a field, or a field and its value."""
    raise_if_opened(sight)
    text = re.sub(
        r"^(?:with|using|as follows|the|in|：|:)\s*", "", (sight.intent.pairs or ("",))[0], flags=re.IGNORECASE
    )
    return listed(sight, text) if text else _whole_form(sight)


def listed(sight: Sight, text: str) -> list[Step]:
    """The steps of "field value, field value and box"; raises Missing with those that were found."""
    members: list[tuple[str, str | None]] = []
    waiting: list[str] = []
    for member in clauses.parts(text):
        name, value = _pair(sight, member)
        if value is None and members and members[-1][1] and not waiting and _is_option(sight, members[-1][0], name):
            members[-1] = (members[-1][0], f"{members[-1][1]}、{name}")  # "meals Vegan and Halal"
            continue
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
            steps += _put_one(sight, name, value)
        except Missing as fault:
            faults.append(str(fault))
            near += fault.elements
    if faults:
        raise Missing("; ".join(dict.fromkeys(faults)), near, steps)
    return steps


def _put_one(sight: Sight, name: str, value: str | None) -> list[Step]:
    if value is None and (box := sight.seek(sight.context.words(name), CHECKS)):
        return ticked(sight, box, True)
    if value and "、" in value and (field := a_field(sight, name)).role in LISTS:
        return several(sight, field, clauses.parts(value))
    return choice_in_group(sight, name, value) or put(sight, a_field(sight, name), value)


def _is_option(sight: Sight, field: str, name: str) -> bool:
    """Whether this word alone is another choice of the list before it, and nothing else on the screen."""
    plain = fold(sight.context.said(name))
    found = sight.seek(sight.context.words(field), LISTS)
    if found is None or any(fold(e.name) == plain for e in sight.acting((*FIELDS, *CHECKS))):
        return False
    return plain in map(fold, shown_options(sight, found)) or (sight.context.live and not name.islower())


def begins_field(sight: Sight, text: str) -> bool:
    """Whether the text begins with the name of a field or of a group of choices, and a value follows."""
    return _by_name(sight, text) is not None


def tail(sight: Sight, value: str) -> tuple[str, str]:
    """A value, and the list of fields and values that stands behind it, "" where there is none."""
    for comma in re.finditer(r"\s*(?:[,，、]\s*(?:and\s+)?|\s+and\s+)", value):
        if begins_field(sight, value[comma.end() :]):
            return value[: comma.start()], value[comma.end() :]
    return value, ""


def _by_name(sight: Sight, member: str) -> tuple[str, str] | None:
    """The member parted behind the longest name of a field, or behind the caption of choices that are said."""
    member = re.sub(r"^(?:the|my|your|a|an|his|her|with)\s+", "", member.strip(), flags=re.IGNORECASE)
    fields = {e.name for e in sight.acting(FIELDS) if e.name}
    captions = {e.name for e in sight.screen.elements if e.role in ("text", "heading") and 1 < len(e.name) <= 40}
    choices = {fold(e.name) for e in sight.acting((*CHECKS, "button")) if e.name}
    for name in sorted(fields | captions, key=len, reverse=True):
        value = _after(member, fold(name))
        if value and (name in fields or fold(sight.context.said(_MEMBERS.split(value)[0])) in choices):
            return member[: len(member) - len(value)].strip(), value
    return None


def _after(member: str, name: str) -> str:
    """What follows the name in the member: "priority High" -> "High"."""
    plain = re.sub(r"\s+", " ", member)
    if not name or not plain.casefold().startswith(name):
        return ""
    rest = plain[len(name) :]
    if name[-1:].isascii() and rest[:1].isalnum() and rest[:1].isascii():
        return ""  # "age" in "agenda"
    return re.sub(r"^\s*(?:=|:|：|(?:is|to|as|选择?|填写?|为|是)(?=[\s\u4e00-\u9fff\ue000-\uf0ff]))?\s*", "", rest)


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
    if match := re.match(r"^(\d+)\s+([A-Za-z][\w ]*)$", member):
        return match[2], match[1]  # "2 guests"
    if found := _by_name(sight, member):
        return found
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
