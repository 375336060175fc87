"""A goal on a live page: observe, plan one clause, act, observe again; what was done and seen becomes the plan.

It acts with the very lines that the script will hold. Steps come from the goal alone; what opens on the way (a menu,
another tab, a download, a dialog) is noted on the step that caused it.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from agent.choosing import Choosing, is_drawn, is_stand_in
from agent.dates import same
from agent.entering import Entering, wants_day
from agent.live_names import name_live
from agent.naming import NotNameable
from agent.observe import as_the_document_says, observe
from agent.planners import clauses, secrets
from agent.planners.buttons import CONFIRMS
from agent.planners.context import Context, Outcome
from agent.planners.echo import without_echo
from agent.planners.intents import WAY, Intent
from agent.planners.resolve import resolve
from agent.planners.rules import masked, names_on, read, told
from agent.searching import OPENERS, PAGES, chosen_beside, is_said, is_tab, may_stand_on_another_page, onward, openers
from agent.stage import Failed, Stage
from agent.words import fold
from codegen.plan import Plan, Start, Unresolved
from codegen.steps import (
    Check,
    Click,
    Expect,
    Fill,
    Hover,
    InputValue,
    LiteralValue,
    SecretValue,
    Select,
    Step,
    Target,
    Uncheck,
)
from perception.dom import DomScreen
from perception.types import FIELD_ROLES, Element

Shown = tuple[tuple[str, str, str], ...]  # role, name and text of what stands on a page
LOOKS = 4  # how often one clause may look again after its own steps
_YES = frozenset({"yes", "ok", "no", "cancel", "是", "好的", "取消", "dialog", "对话框"})
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
        self.context.live = True
        seen = self._look()
        intents = read(goal, self.context, names_on(without_echo(seen.screen, goal)))
        for intent, following in zip(intents, [*intents[1:], None], strict=True):
            if self.missing:  # what follows was meant for a page that was not reached
                after = self.missing[0].clause
                reason = f"not tried, since it comes after {after!r}, which could not be done"
                self.missing.append(Unresolved(clause=self.context.words(intent.clause), reason=reason))
                continue
            self.tell(self.context.hidden(self.context.words(intent.clause)))
            self._serve(intent, following)
        return self.so_far(goal, start)

    def so_far(self, goal: str, start: Start) -> Plan:
        """The plan of what was done till now, and of what was not."""
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

    def _serve(self, intent: Intent, following: Intent | None = None) -> None:
        """Resolves one clause on the screen of its moment, and does it; looks again where more of it is to come."""
        if self._confirmed_already(intent):
            return
        done: list[Step] = []
        last: list[Any] = []
        sorting = sorted_so_far = False
        for _ in range(LOOKS):
            seen, context, outcome = self._resolved(intent)
            if not outcome.steps and not outcome.missing:
                return
            again = [(step.kind, getattr(step, "locator", None)) for step in outcome.steps]
            if not outcome.steps or (again == last and intent.verb != "sort"):
                break  # what can be done of it is done
            last = again
            if intent.verb == "sort" and intent.detail and isinstance(outcome.steps[0], Click):
                outcome = Outcome(outcome.steps[:1], outcome.missing)  # one click, and then another look at the order
                sorting = sorted_so_far = True
            self.context = context
            self.stage.env = context.secret_names(self.passwords) | self.stage.env
            fault = self._do(outcome.steps, seen, intent, following)
            if fault:
                self.missing.append(Unresolved(clause=self.context.words(intent.clause), reason=fault))
                return
            done += outcome.steps
            if sorting:
                sorting = False
                continue
            if not outcome.missing:
                self._answer(intent, seen, following)
                return
        if sorted_so_far:
            reason = "its header was clicked again and again, and the column does not stand in that order"
            self.missing.append(Unresolved(clause=self.context.words(intent.clause), reason=reason))
            return
        if not done and self._searched(intent, following):
            return
        self.missing += outcome.missing

    def _confirmed_already(self, intent: Intent) -> bool:
        """ "Delete the drafts and confirm": the page's own question was answered when it was asked."""
        last = self.steps[-1].signal if self.steps else None
        return intent.verb == "act" and intent.detail in CONFIRMS and last is not None and last.kind == "dialog"

    def _resolved(self, intent: Intent) -> tuple[DomScreen, Context, Outcome]:
        """Resolves the clause on what is seen, on what the document calls it, and on what scrolling brings."""
        first: tuple[DomScreen, Context, Outcome] | None = None
        weak: tuple[DomScreen, Context, Outcome] | None = None
        place = self.stage.page.evaluate("[scrollX, scrollY]")
        for whole in (False, True):
            seen = self._look(whole)
            for screen in (seen.screen, as_the_document_says(seen)):
                context = copy.deepcopy(self.context)
                context.forget_the_unseen()
                outcome = resolve(intent, without_echo(screen, self.goal), context)
                found = (seen, context, outcome)
                if not outcome.steps and not outcome.missing:
                    return found
                first = first or found
                if outcome.steps and (screen is seen.screen or not outcome.missing):
                    if screen is seen.screen and not _on_signs_alone(outcome, seen):
                        return found
                    weak = weak or found
        assert first is not None
        if weak is not None and not weak[0].whole:
            self.stage.page.evaluate("place => scrollTo(...place)", place)
        return weak or first

    def _do(self, steps: tuple[Step, ...], seen: DomScreen, intent: Intent, following: Intent | None = None) -> str:
        """Names the steps on the page that they were planned on, and does them in turn; the fault, or ""."""
        try:
            named = [self._named(step, seen) for step in steps]
        except NotNameable as fault:
            return str(fault)
        before: Step | None = None
        telling = self._telling(named, intent)
        for step, after in zip(telling, [*telling[1:], None], strict=False):
            try:
                leads = intent.detail == WAY and isinstance(step, Click) and following is not None
                self.steps += self._led(step, seen, following) if leads else self._done(step, seen)
                if isinstance(step, Select) and step.adds and not (isinstance(after, Select) and after.adds):
                    self.steps += self._left(step, seen)
            except Failed as fault:
                if not isinstance(step, Expect) or intent.verb in ("expect", "wait"):
                    return str(fault)
                # What the goal only implies is asserted where it was seen to hold.
                if isinstance(before, Fill) and (shown := self._shows_other(before)) is not None:
                    return f"the field took another text than it was given: it shows {shown!r}"
            before = step
        return ""

    def _telling(self, steps: list[Step], intent: Intent) -> list[Step]:
        """Without what the goal only implies and the page shows before anything was done: it would tell nothing."""
        if intent.verb in ("expect", "wait"):
            return steps
        return [s for s in steps if not (isinstance(s, Expect) and self.stage.holds(s, self._so_far()))]

    def _led(self, step: Step, seen: DomScreen, following: Intent | None) -> list[Step]:
        """ "File > Save": where the pointer over the first brings the second out, it is not clicked."""
        assert isinstance(step, Click)
        assert following is not None
        try:
            hover = Hover(id=step.id, why=step.why, locator=step.locator, target=step.target)
            done = self.stage.act(hover, self._so_far())
        except Failed:
            return self._done(step, seen)
        now = self._look()
        context = copy.deepcopy(self.context)
        context.forget_the_unseen()
        outcome = resolve(following, without_echo(now.screen, self.goal), context)
        known = {(e.role, e.name, *e.box) for e in seen.screen.elements}
        came = all((e.role, e.name, *e.box) not in known for e in _targets(outcome, now))
        return [done] if outcome.steps and not outcome.missing and came else self._done(step, seen)

    def _shows_other(self, step: Fill) -> str | None:
        """What a field shows that does not hold what was typed, spelt in whatever way; None where it does."""
        from playwright.sync_api import Error

        if isinstance(step.value, SecretValue):
            return None
        try:
            shown = self.stage.find(step.locator).input_value(timeout=1000)
        except Error:  # no input: what it shows is its own affair
            return None
        if same(self._value(step), shown):
            return None
        letters = ["".join(c for c in text.casefold() if c.isalnum()) for text in (self._value(step), shown)]
        return None if letters[0] in letters[1] or (letters[1] and letters[1] in letters[0]) else shown

    def _done(self, step: Step, seen: DomScreen) -> list[Step]:
        """Does one step; gives what a script has to do for it. Raises Failed."""
        target: Target | None = getattr(step, "target", None)
        element = seen.screen.by_id.get(target.element) if target else None
        if element is None:
            return [self.stage.act(step, self._so_far())]
        if isinstance(step, Fill) and element.role != "slider" and not isinstance(step.value, SecretValue):
            return self._entering().fill(step, element, seen, self._value(step))
        if isinstance(step, Select) and is_drawn(element, seen):
            if said := wants_day(self._value(step)):
                return self._entering().pick(step, element, self._look(), said)
            return Choosing(self.stage, self._look, self._so_far()).do(step, element, self._value(step))
        if isinstance(step, (Check, Uncheck)) and is_stand_in(element, seen):
            if element.state.checked is isinstance(step, Check):
                return []
            step = Click(id=step.id, why=step.why, locator=step.locator, target=step.target)
        return [self.stage.act(step, self._so_far())]

    def _left(self, step: Select, seen: DomScreen) -> list[Step]:
        """What closes a drawn list of several after its last choice."""
        element = seen.screen.by_id[step.target.element] if step.target else None
        if element is None or not is_drawn(element, seen):
            return []
        return Choosing(self.stage, self._look, self._so_far()).closed(step, element, seen)

    def _entering(self) -> Entering:
        return Entering(self.stage, self._look, self.context.inputs, self._shown)

    def _shown(self, step: Step) -> str:
        """What the field of a step shows now; "" where nothing can be told."""
        from playwright.sync_api import Error

        try:
            field = self.stage.find(step.locator)  # type: ignore[union-attr, arg-type]
            return field.input_value(timeout=1000)
        except Error:  # no input: what it shows is its text
            pass
        try:
            return field.inner_text(timeout=1000)
        except Error:
            return ""

    def _value(self, step: Fill | Select) -> str:
        value = step.value
        if isinstance(value, InputValue):
            return self.context.inputs[value.input].default
        return value.literal if isinstance(value, LiteralValue) else ""

    def _so_far(self) -> Plan:
        return Plan(goal="", inputs=tuple(self.context.inputs.values()))

    def _named(self, step: Step, seen: DomScreen) -> Step:
        """The step with locators that were resolved on the page."""
        target: Target | None = getattr(step, "target", None)
        if target is None or target.element not in seen.screen.by_id:
            return step
        locator = name_live(seen, seen.screen.by_id[target.element], self.stage.find)
        return step.model_copy(update={"locator": locator, "alternatives": ()})

    def _answer(self, intent: Intent, before: DomScreen, following: Intent | None) -> None:
        """The page asks whether the goal's own deed is meant: it is, unless the goal goes on to answer by itself."""
        if intent.verb != "act" or not intent.detail or (following is not None and _answers(following)):
            return
        now = self._look()
        yes = onward(intent, before, now)
        if yes is not None and (click := self._opening(yes, now, intent)) is not None:
            self.steps.append(self.stage.act(click, self._so_far()))

    def _searched(self, intent: Intent, following: Intent | None) -> bool:
        """Opens closed menus and tabs one by one, then turns a list's pages, until the clause makes sense."""
        seen = self._look()
        for opener in openers(seen, self.context.words(intent.clause))[:OPENERS]:
            click = self._opening(opener, seen, intent)
            if click is None:
                continue
            try:
                step = self.stage.act(click, self._so_far())
            except Failed:
                continue
            if self._makes_sense(intent, [step], following):
                return True
            self._close(opener, seen)
        return may_stand_on_another_page(intent, seen) and self._paged(intent, following)

    def _makes_sense(self, intent: Intent, opening: list[Step], following: Intent | None) -> bool:
        """Whether the clause can be done now; then it is done, behind the steps that led there."""
        then, context, outcome = self._resolved(intent)
        if not outcome.steps or outcome.missing:
            return False
        if not all(is_said(e, self.context.words(intent.clause)) for e in _targets(outcome, then)):
            return False  # what is come upon in a search must bear a word of the goal, not only mean something like it
        self.context = context
        self.steps += opening
        fault = self._do(outcome.steps, then, intent)
        if fault:
            self.missing.append(Unresolved(clause=self.context.words(intent.clause), reason=fault))
        else:
            self._answer(intent, then, following)
        return True

    def _close(self, opener: Element, before: DomScreen) -> None:
        """Brings back what was to be seen before the opener was clicked."""
        tab = chosen_beside(opener, before) if is_tab(opener, before) else None
        now = self._look()
        again = _again(opener, now)
        if tab is None and again is not None and again.state.expanded:
            tab, before = again, now
        click = self._opening(tab, before, Intent("click", "")) if tab is not None else None
        if click is None:
            self.stage.undo()
            return
        try:
            self.stage.act(click, self._so_far())
        except Failed:
            self.stage.undo()

    def _paged(self, intent: Intent, following: Intent | None) -> bool:
        """Turns the pages of a list until the clause makes sense; goes back to the first where none does."""
        turned: list[Step] = []
        shown: Shown = ()
        for _ in range(PAGES):
            step, shown = self._turned("next", shown)
            if step is None:
                break
            turned.append(step)
            if self._makes_sense(intent, turned, following):
                return True
        for _ in turned:
            self._turned("previous")
        return False

    def _turned(self, way: str, before: Shown = ()) -> tuple[Step | None, Shown]:
        """The step that turned a list's page, and what stood there till then; none where that is what stood `before`:
        the last turn changed nothing, it was the last page."""
        seen, _, outcome = self._resolved(Intent("page", "", detail=way))
        shown = tuple((element.role, element.name, element.text) for element in seen.screen.elements)
        if len(outcome.steps) != 1 or outcome.missing or shown == before:
            return None, shown
        try:
            return self.stage.act(self._named(outcome.steps[0], seen), self._so_far()), shown
        except (Failed, NotNameable):
            return None, shown

    def _opening(self, opener: Element, seen: DomScreen, intent: Intent) -> Click | None:
        try:
            locator = name_live(seen, opener, self.stage.find)
        except NotNameable:
            return None
        x1, y1, x2, y2 = opener.box
        return Click(id="s0", why=self.context.words(intent.clause), locator=locator,
                     target=Target(element=opener.id, box=(x1, y1, x2, y2)))  # fmt: skip


def _on_signs_alone(outcome: Outcome, seen: DomScreen) -> bool:
    """Whether what was found bears no word: a "+" may be meant by "compose", but not where Compose stands elsewhere."""
    found = _targets(outcome, seen)
    return bool(found) and not any(e.role in FIELD_ROLES or any(c.isalnum() for c in e.name) for e in found)


def _targets(outcome: Outcome, seen: DomScreen) -> list[Element]:
    """The elements that the steps act on."""
    acting = (step for step in outcome.steps if not isinstance(step, Expect))
    targets = [target.element for step in acting if (target := getattr(step, "target", None))]
    return [seen.screen.by_id[each] for each in targets if each in seen.screen.by_id]


def _answers(intent: Intent) -> bool:
    """Whether the clause is about a question that was asked: "and confirm", "点确定"."""
    said = fold(intent.target or intent.detail)
    return intent.verb in ("act", "click", "close") and (said in CONFIRMS or intent.detail in CONFIRMS or said in _YES)


def _again(last: Element, seen: DomScreen) -> Element | None:
    """The element of before on the screen of now: same role and name, nearest to where it was."""
    same = [e for e in seen.screen.elements if (e.role, e.name) == (last.role, last.name)]
    x, y = last.box.centre
    return min(same, key=lambda e: abs(e.box.centre[0] - x) + abs(e.box.centre[1] - y), default=None)
