"""Orders that bring their values along: "create a ticket: subject X, priority High", "name Ann, city Rome"."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from dataclasses import replace

from agent.planners import acts, clauses, copying, fields, letters, pairs, transfer
from agent.planners.context import Missing
from agent.planners.sight import CHECKS, Sight
from codegen.steps import Step
from perception.types import Element

_ENDLESS = re.compile(r",\s+(?:and\s+)?[a-z]+\s+\S+\s+\S")  # an unquoted "Fox, allow tracking under Privacy"
_MORE = re.compile(r",\s+\S+\s+\S")


def make(sight: Sight) -> list[Step]:
    """The fields where they are on the screen, then the button of that name; else the button, and then the fields."""
    clause, context = sight.intent.clause, sight.context
    opened = context.making == clause
    button = [] if opened else _button(replace(sight, context=copy.deepcopy(context)))
    try:
        steps = pairs.pairs(sight)
    except Missing:
        if opened or not button:
            raise
        steps = []
    if opened or (steps and not button):
        return steps
    if steps and button and _ends(sight, button[-1], steps):
        return steps + button
    context.making = clause
    raise Missing("the form that it opens is not on this screen; its fields were not seen", steps=_button(sight))


def _button(sight: Sight) -> list[Step]:
    try:
        return acts.act(replace(sight, intent=replace(sight.intent, verb="act", pairs=())))
    except Missing:
        return []


def _ends(sight: Sight, button: Step, steps: list[Step]) -> bool:
    """Whether the button sends these fields: it stands below or behind them, and in their form."""
    by_id = sight.screen.by_id
    targets = [by_id[target.element] for step in steps if (target := getattr(step, "target", None))]
    last = getattr(button, "target", None)
    if last is None or not targets:
        return False
    sender = by_id[last.element]
    forms = [form for form in sight.screen.with_role("form", "dialog") if _holds(form, targets[-1])]
    if forms and not any(_holds(form, sender) for form in forms):
        return False
    return all(sender.box.y1 >= field.box.y1 or sender.box.x1 >= field.box.x2 for field in targets)


def _holds(form: Element, element: Element) -> bool:
    return element.box.inside(form.box) > 0.8


def act(sight: Sight) -> list[Step]:
    """What a button does; where none does, the words may be a field and its value: "notify me by SMS"."""
    if letters.asked(sight):
        return letters.send(sight)
    if copying.copies(sight) and sight.context.live:
        return copying.copy(sight)
    if transfer.asked(sight) and sight.context.live:
        return _moved(sight)
    try:
        if not sight.intent.detail and pairs.begins_field(sight, sight.intent.target):
            return pairs.listed(sight, sight.intent.target)
        return acts.act(sight)
    except Missing:
        if not sight.intent.each and pairs.begins_field(sight, sight.intent.clause):
            return pairs.listed(sight, sight.intent.clause)
        raise


def _moved(sight: Sight) -> list[Step]:
    """Between two lists; where there are none, by whatever says "move", but never by a click on the thing alone."""
    try:
        return transfer.move(sight)
    except Missing as fault:
        if fault.steps or sight.context.making == sight.intent.clause:
            raise
        steps = acts.act(sight)
        if transfer.only_marks(sight, steps):
            raise
        return steps


def fill(sight: Sight) -> list[Step]:
    """A value, or what was copied before."""
    return copying.paste(sight) if copying.pastes(sight) else fields.fill(sight)


def tick(sight: Sight) -> list[Step]:
    """Boxes, and among them fields with their values: "tick Reading, gender female and Active"."""
    members = clauses.parts(sight.intent.target)
    mixed = len(members) > 1 and sight.intent.verb == "check" and sight.seek(sight.target, CHECKS) is None
    if not mixed or not any(pairs.begins_field(sight, member) for member in members):
        return fields.tick(sight)
    steps: list[Step] = []
    for member in members:
        if pairs.begins_field(sight, member):
            steps += pairs.listed(sight, member)
        else:
            steps += fields.tick(replace(sight, intent=replace(sight.intent, target=member)))
    return steps


def with_tail(do: Callable[[Sight], list[Step]]) -> Callable[[Sight], list[Step]]:
    """ "set seats to 12, billing yearly", "choose Fern as the plant, pot Steel": what follows may be more fields."""

    def done(sight: Sight) -> list[Step]:
        intent = sight.intent
        head, rest = pairs.tail(sight, intent.value or "")
        if rest:
            return do(replace(sight, intent=replace(intent, value=head))) + pairs.listed(sight, rest)
        target, rest = pairs.tail(sight, intent.target)
        if rest:
            return do(replace(sight, intent=replace(intent, target=target))) + pairs.listed(sight, rest)
        if _ENDLESS.search(intent.value or "") or _MORE.search(intent.target):
            endless = intent.value or "" if _ENDLESS.search(intent.value or "") else intent.target
            said = sight.context.words(endless)
            raise Missing(f"where {said!r} ends is not clear; put what is to be entered in quotes")
        return do(sight)

    return done
