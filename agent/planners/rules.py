"""The planner without a model: a grammar of goals over the elements found."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable

from agent.planners import clauses, languages, places, replies, secrets
from agent.planners.context import Context, Outcome
from agent.planners.dialogs import left_by, resolve_around
from agent.planners.echo import without_echo
from agent.planners.expand import expanded
from agent.planners.intents import Intent
from agent.planners.variables import variables
from codegen.plan import Plan, Start, Unresolved
from codegen.steps import Step
from perception.types import Screen

Second = Callable[[Intent, Screen, Context, Outcome], Outcome]
"""What looks at a clause's outcome once more, and may better or refuse it; `vlm.py` has one."""


class RulesPlanner:
    name = "rules"

    def __init__(self, second: Second | None = None) -> None:
        self._second = second

    def available(self) -> str | None:
        return None

    def plan(self, screen: Screen, goal: str, *, start: Start) -> Plan:
        """Every clause of the goal ends in steps or in `unresolved`; no password of the goal is in the plan."""
        if reason := clauses.unreadable(goal):
            plain = " ".join(re.findall(r"[^\W_\ue000-\uf8ff]+", secrets.shown(secrets.hide(goal[:200]))))
            return Plan(goal=plain, start=start, unresolved=(Unresolved(clause=plain, reason=reason),))
        screen = without_echo(screen, goal)
        context = Context(variables=variables(goal))
        steps: list[Step] = []
        missing: list[Unresolved] = []
        for intent in read(goal, context, names_on(screen)):
            outcome = resolve_around(intent, screen, context)
            if self._second is not None:
                outcome = self._second(intent, screen, context, outcome)
            steps += outcome.steps
            missing += outcome.missing
            screen = left_by(screen, outcome.steps)
        return Plan(
            goal=context.hidden(secrets.hide(goal)), start=start, inputs=tuple(context.inputs.values()),
            steps=tuple(told(step, number, context) for number, step in enumerate(steps, 1)),
            unresolved=tuple(masked(item, context) for item in missing),
        )  # fmt: skip


_NAME_WORDS = 6  # plain text of more words is no thing's name: an instruction on the page may say the goal's own words


def names_on(screen: Screen) -> list[str]:
    """The names of things, as against sentences that stand on the page."""
    return [e.name for e in screen.elements if e.interactive or len(e.name.split()) <= _NAME_WORDS]


def read(goal: str, context: Context, names: Iterable[str] = ()) -> list[Intent]:
    """A readable goal's intents, in order. `names` are texts on the screen that may hold a comma or an "and"."""
    text = languages.straight(context.atoms.protect(secrets.hide(goal), names))
    found: list[Intent] = []
    for clause in _places_joined(_colons_split(_lists_joined(clauses.split(text, languages.starts)))):
        if places.on_other_page(clause, languages.orders):
            found.append(Intent("refuse", clause, detail=places.OTHER_PAGE))
            continue
        if meant := places.in_row(clause, languages.parse):
            found += expanded(meant)
            continue
        if said := places.split(clause, languages.orders):
            if meant := places.in_row(f"{said[0]}, {said[1]}", languages.parse):
                found += expanded(dataclasses.replace(meant, clause=clause))
                continue
            found.append(Intent("within", clause, target=said[0]))
            clause = said[1]
            if not clause:
                continue
        if each := languages.each(clause):
            intent = dataclasses.replace(languages.parse(each[1]), clause=clause, group=each[0])
        else:
            intent = languages.parse(clause)
        if owned := places.owned(intent):
            found.append(Intent("within", clause, target=owned[0], detail="owned"))
            intent = owned[1]
        found += expanded(intent)
    found = replies.held(_logins_joined(found), context.words)
    return found or [Intent("refuse", text, detail="the goal holds no clause that says what to do")]


def _colons_split(found: list[str]) -> list[str]:
    """ "edit the first one: set the role to Viewer" is two orders."""
    split: list[str] = []
    for clause in found:
        head, colon, rest = re.match(r"([^:：]*)([:：]?)\s*(.*)", clause, re.DOTALL).groups()  # type: ignore[union-attr]
        two = colon and languages.starts(rest) and languages.parse(head).verb in ("act", "open", "click")
        two = two and places.in_row(clause, languages.parse) is None
        split += [head.strip(), rest] if two else [clause]
    return split


def _places_joined(found: list[str]) -> list[str]:
    """ "in row 3" and "set the status to Open" are one order, and so is what is to be done on another page."""
    joined: list[str] = []
    for clause in found:
        if joined and places.needs_deed(joined[-1]):
            joined[-1] += f", {clause}"
        else:
            joined.append(clause)
    return joined


def _lists_joined(found: list[str]) -> list[str]:
    """ "fill the form: name=Ann; city=Rome" is one clause, whatever parts its members."""
    joined: list[str] = []
    for clause in found:
        if joined and re.match(r"^[^=:：]{1,40}[=:：]\s*\S", clause) and re.search(r"[=:：]", joined[-1]):
            joined[-1] += f", {clause}"
        else:
            joined.append(clause)
    return joined


def _logins_joined(intents: list[Intent]) -> list[Intent]:
    """ "用 admin 登录，密码填 x" says the password after the deed: it belongs before the click."""
    joined: list[Intent] = []
    for intent in intents:
        before = joined[-1] if joined else None
        if (
            before
            and before.verb == "login"
            and intent.verb in ("fill", "set")
            and secrets.is_secret_field(intent.target)
        ):
            joined[-1] = dataclasses.replace(before, clause=f"{before.clause}, {intent.clause}", value=intent.value)
            continue
        joined.append(intent)
    return joined


def told(step: Step, number: int, context: Context) -> Step:
    return step.model_copy(update={"id": f"s{number}", "why": context.hidden(step.why)})


def masked(item: Unresolved, context: Context) -> Unresolved:
    hidden = context.hidden
    candidates = tuple(hidden(candidate) for candidate in item.candidates)
    return Unresolved(clause=hidden(item.clause), reason=hidden(item.reason), candidates=candidates)
