"""A goal on a live page: observe, plan one clause, act, observe again; what was done and seen becomes the plan.

It acts with the very lines that the script will hold. Steps come from the goal alone; what opens on the way (a menu,
another tab, a download, a dialog) is noted on the step that caused it.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from agent.live_names import name_live
from agent.naming import NotNameable
from agent.observe import as_the_document_says, observe
from agent.planners import clauses, secrets
from agent.planners.buttons import CONFIRMS
from agent.planners.context import Context, Outcome
from agent.planners.echo import without_echo
from agent.planners.intents import Intent
from agent.planners.resolve import resolve
from agent.planners.rules import masked, names_on, read, told
from agent.stage import Failed, Stage
from codegen.plan import Plan, Start, Unresolved
from codegen.steps import Click, Expect, Fill, InputValue, LiteralValue, SecretValue, Step, Target
from perception.dom import DomScreen
from perception.types import Element

if TYPE_CHECKING:
    pass

LOOKS = 4  # how often one clause may look again after its own steps
OPENERS = 8  # how many closed menus, tabs and sections are tried in search of a thing
_TELL: Callable[[str], None] = lambda words: None  # noqa: E731


@dataclass
class Live:
    """One goal on one page. `steps` and `missing` grow as it goes."""

    stage: Stage
    context: Context = field(default_factory=Context)
    steps: list[Step] = field(default_factory=list)
    missing: list[Unresolved] = field(default_factory=list)
    tell: Callable[[str], None] = _TELL
    passwords: dict[str, str] = field(default_factory=dict)
    goal: str = ""

    def follow(self, goal: str, start: Start) -> Plan:
        """Works through the goal; every clause ends in steps that were done, or in `unresolved`."""
        if reason := clauses.unreadable(goal):
            return Plan(goal=goal[:200], start=start, unresolved=(Unresolved(clause=goal[:200], reason=reason),))
        self.goal, self.passwords = goal, secrets.take(goal)[1]
        seen = self._look()
        for intent in read(goal, self.context, names_on(without_echo(seen.screen, goal))):
            if self.missing:  # what follows was meant for a page that was not reached
                after = self.missing[0].clause
                reason = f"not tried, since it comes after {after!r}, which could not be done"
                self.missing.append(Unresolved(clause=self.context.words(intent.clause), reason=reason))
                continue
            self.tell(self.context.hidden(self.context.words(intent.clause)))
            self._serve(intent)
        return self._plan(goal, start)

    def _plan(self, goal: str, start: Start) -> Plan:
        return Plan(
            goal=self.context.hidden(secrets.hide(goal)), start=start, inputs=tuple(self.context.inputs.values()),
            steps=tuple(told(step, number, self.context) for number, step in enumerate(self.steps, 1)),
            unresolved=tuple(masked(item, self.context) for item in self.missing),
        )  # fmt: skip

    def _look(self, whole: bool = False) -> DomScreen:
        self.stage.settle()
        seen = observe(self.stage.page, whole=whole)
        if self.context.last is not None:
            self.context.last = _again(self.context.last, seen)
        return seen

    def _serve(self, intent: Intent) -> None:
        """Resolves one clause on the screen of its moment, and does it; looks again where more of it is to come."""
        if self._confirmed_already(intent):
            return
        done: list[Step] = []
        for _ in range(LOOKS):
            seen, context, outcome = self._resolved(intent)
            if not outcome.steps:
                break
            self.context = context
            self.stage.env = context.secret_names(self.passwords) | self.stage.env
            fault = self._do(outcome.steps, seen, intent)
            if fault:
                self.missing.append(Unresolved(clause=self.context.words(intent.clause), reason=fault))
                return
            done += outcome.steps
            if not outcome.missing:
                return
        if not done and self._searched(intent):
            return
        self.missing += outcome.missing

    def _confirmed_already(self, intent: Intent) -> bool:
        """ "Delete the drafts and confirm": the page's own question was answered when it was asked."""
        last = self.steps[-1].signal if self.steps else None
        return intent.verb == "act" and intent.detail in CONFIRMS and last is not None and last.kind == "dialog"

    def _resolved(self, intent: Intent) -> tuple[DomScreen, Context, Outcome]:
        """Resolves the clause on what is seen, on what the document calls it, and on what scrolling brings."""
        first: tuple[DomScreen, Context, Outcome] | None = None
        for whole in (False, True):
            seen = self._look(whole)
            for screen in (seen.screen, as_the_document_says(seen)):
                context = copy.deepcopy(self.context)
                context.forget_the_unseen()
                outcome = resolve(intent, without_echo(screen, self.goal), context)
                first = first or (seen, context, outcome)
                if outcome.steps and (screen is seen.screen or not outcome.missing):
                    return seen, context, outcome
        assert first is not None
        return first

    def _do(self, steps: tuple[Step, ...], seen: DomScreen, intent: Intent) -> str:
        """Names the steps on the page that they were planned on, and does them in turn; the fault, or ""."""
        try:
            named = [self._named(step, seen) for step in steps]
        except NotNameable as fault:
            return str(fault)
        before: Step | None = None
        for step in named:
            try:
                self.steps.append(self.stage.act(step, self._so_far()))
            except Failed as fault:
                if not isinstance(step, Expect) or intent.verb in ("expect", "wait"):
                    return str(fault)
                # What the goal only implies is asserted where it was seen to hold.
                if isinstance(before, Fill) and (shown := self._shows_other(before)) is not None:
                    return f"the field took another text than it was given: it shows {shown!r}"
            before = step
        return ""

    def _shows_other(self, step: Fill) -> str | None:
        """What a field shows that does not hold what was typed, spelt in whatever way; None where it does."""
        from playwright.sync_api import Error

        if isinstance(step.value, SecretValue):
            return None
        item = self.context.inputs.get(step.value.input) if isinstance(step.value, InputValue) else None
        given = step.value.literal if isinstance(step.value, LiteralValue) else item.default if item else ""
        try:
            shown = self.stage.find(step.locator).input_value(timeout=1000)
        except Error:  # no input: what it shows is its own affair
            return None
        letters = ["".join(c for c in text.casefold() if c.isalnum()) for text in (given, shown)]
        return None if letters[0] in letters[1] or (letters[1] and letters[1] in letters[0]) else shown

    def _so_far(self) -> Plan:
        return Plan(goal="", inputs=tuple(self.context.inputs.values()))

    def _named(self, step: Step, seen: DomScreen) -> Step:
        """The step with locators that were resolved on the page."""
        target: Target | None = getattr(step, "target", None)
        if target is None or target.element not in seen.screen.by_id:
            return step
        locator = name_live(seen, seen.screen.by_id[target.element], self.stage.find)
        return step.model_copy(update={"locator": locator, "alternatives": ()})

    def _searched(self, intent: Intent) -> bool:
        """Opens closed menus and tabs one by one until the clause makes sense; what did not help is closed again."""
        seen = self._look()
        for opener in _openers(seen)[:OPENERS]:
            click = self._opening(opener, seen, intent)
            if click is None:
                continue
            try:
                step = self.stage.act(click, self._so_far())
            except Failed:
                continue
            then, context, outcome = self._resolved(intent)
            if outcome.steps and not outcome.missing:
                self.context = context
                self.steps.append(step)
                fault = self._do(outcome.steps, then, intent)
                if fault:
                    self.missing.append(Unresolved(clause=self.context.words(intent.clause), reason=fault))
                return True
            self.stage.undo()
        return False

    def _opening(self, opener: Element, seen: DomScreen, intent: Intent) -> Click | None:
        try:
            locator = name_live(seen, opener, self.stage.find)
        except NotNameable:
            return None
        x1, y1, x2, y2 = opener.box
        return Click(id="s0", why=self.context.words(intent.clause), locator=locator,
                     target=Target(element=opener.id, box=(x1, y1, x2, y2)))  # fmt: skip


def _openers(seen: DomScreen) -> list[Element]:
    """What says of itself that it is closed, and shows more when it is clicked; a form's own fields are not tried."""
    return [
        element
        for element in seen.screen.elements
        if element.interactive and not element.state.disabled and element.role != "combobox"
        and (element.state.expanded is False or (element.role == "tab" and not element.state.selected)
             or _stays(seen, element))
    ]  # fmt: skip


def _stays(seen: DomScreen, element: Element) -> bool:
    """A link to a part of this very page: what switches tabs where no role says so."""
    node = seen.nodes.get(element.id)
    return element.role == "link" and node is not None and node.attributes.get("href", "").startswith("#")


def _again(last: Element, seen: DomScreen) -> Element | None:
    """The element of before on the screen of now: same role and name, nearest to where it was."""
    same = [e for e in seen.screen.elements if (e.role, e.name) == (last.role, last.name)]
    x, y = last.box.centre
    return min(same, key=lambda e: abs(e.box.centre[0] - x) + abs(e.box.centre[1] - y), default=None)
