"""A goal on a live page: observe, plan one clause, act, observe again; what was done and seen becomes the plan.

It acts with the very lines that the script will hold. Steps come from the goal alone; what opens on the way (a menu,
another tab, a download, a dialog) is noted on the step that caused it.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from agent.banners import speaks_of_cookies, way_out
from agent.choosing import Choosing, is_drawn, is_stand_in
from agent.dates import same
from agent.entering import Entering, wants_day
from agent.live_names import name_live
from agent.live_search import Search, seen_again
from agent.naming import NotNameable
from agent.observe import as_the_document_says, observe, with_icons, with_records
from agent.planners import clauses, replies, secrets, switching
from agent.planners.context import Context, Outcome
from agent.planners.echo import without_echo
from agent.planners.intents import WAY, Intent
from agent.planners.resolve import resolve
from agent.planners.rules import masked, names_on, read, told
from agent.planners.variables import variables
from agent.searching import answers, on_signs_alone, onward
from agent.stage import Failed, Stage, Stopped
from codegen.plan import Plan, Start, Unresolved
from codegen.steps import (
    Check,
    Click,
    Dialog,
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
from perception.types import Element, Screen

if TYPE_CHECKING:
    from playwright.sync_api import Page

# What looks at a clause's outcome once more (`agent.eyes.beside`).
Second = Callable[[Intent, "Page", Screen, Context, Outcome], Outcome]
PATIENT_MS = 1200  # a page is to be quiet for so long before what it lacks is given up
LOOKS = 4  # how often one clause may look again after its own steps
_TELL: Callable[[str], None] = lambda words: None  # noqa: E731


@dataclass
class Live:
    """One goal on one page. `steps` and `missing` grow as it goes; `second` looks again where the rules are unsure;
    `given` are the variables that passwords may be read from."""

    stage: Stage
    context: Context = field(default_factory=Context)
    steps: list[Step] = field(default_factory=list)
    missing: list[Unresolved] = field(default_factory=list)
    tell: Callable[[str], None] = _TELL
    passwords: dict[str, str] = field(default_factory=dict)
    goal: str = ""
    given: tuple[str, ...] = ()
    second: Second | None = None
    _ahead: replies.Reply = ""  # how the goal goes on to answer what the page asks over the clause of now
    _looks: dict[bool, DomScreen] = field(default_factory=dict)

    def follow(self, goal: str, start: Start) -> Plan:
        """Works through the goal; every clause ends in steps that were done, or in `unresolved`."""
        if reason := clauses.unreadable(goal):
            return Plan(goal=goal[:200], start=start, unresolved=(Unresolved(clause=goal[:200], reason=reason),))
        self.goal, self.passwords = goal, secrets.take(goal)[1]
        self.context.live, self.context.variables = True, variables(goal, self.given)
        seen = self.look()
        intents = read(goal, self.context, names_on(without_echo(seen.screen, goal)))
        for number, intent in enumerate(intents, 1):
            if self.missing:  # what follows was meant for a page that was not reached
                after = self.missing[0].clause
                reason = f"not tried, since it comes after {after!r}, which could not be done"
                self.missing.append(Unresolved(clause=self.context.words(intent.clause), reason=reason))
                continue
            self.tell(self.context.hidden(self.context.words(intent.clause)))
            self._ahead = replies.ahead(intents[number:], self.context.words)
            self.stage.declines = self._ahead in ("no", "left")
            self._serve(intent, intents[number] if number < len(intents) else None)
        self.drop_idle()
        return self.so_far(goal, start)

    def drop_idle(self) -> None:
        """Where nothing of the goal was done, that a banner was cleared out of its way is no plan for it."""
        if self.missing and all(isinstance(step, Click) and step.optional for step in self.steps):
            self.steps.clear()

    def so_far(self, goal: str, start: Start) -> Plan:
        """The plan of what was done till now, and of what was not."""
        return Plan(
            goal=self.context.hidden(secrets.hide(goal)), start=start, inputs=tuple(self.context.inputs.values()),
            steps=tuple(told(step, number, self.context) for number, step in enumerate(self.steps, 1)),
            unresolved=tuple(masked(item, self.context) for item in self.missing),
        )  # fmt: skip

    def look(self, whole: bool = False) -> DomScreen:
        self.stage.settle()
        seen = observe(self.stage.page, whole=whole, before=self._looks.get(whole))
        self._looks[whole] = seen
        if self.context.last is not None:
            self.context.last = seen_again(self.context.last, seen)
        return seen

    def _came_more(self) -> bool:
        """Gives a page that is slow to answer its time; whether that brought anything."""
        before = self._looks[True]
        self.stage.settle(PATIENT_MS, PATIENT_MS)
        return self.look(whole=True) is not before

    def _serve(self, intent: Intent, following: Intent | None = None) -> None:
        """Resolves one clause on the screen of its moment, and does it; looks again where more of it is to come."""
        if self._answered_already(intent):
            return
        done: list[Step] = []
        last: list[Any] = []
        sorting = sorted_so_far = False
        for _ in range(LOOKS):
            seen, context, outcome = self.resolved(intent)
            if outcome.missing and not outcome.steps and not done and self._came_more():
                seen, context, outcome = self.resolved(intent)
            if self._is_hindered(outcome, seen) and self._cleared(self.context.words(intent.clause)):
                seen, context, outcome = self.resolved(intent)
            if not outcome.steps and not outcome.missing:
                self.context = context
                return
            again = [(step.kind, getattr(step, "locator", None)) for step in outcome.steps]
            if not outcome.steps or (again == last and intent.verb != "sort"):
                break  # what can be done of it is done
            last = again
            if self.second is not None and not outcome.missing and not seen.whole:
                outcome = self.second(intent, self.stage.page, seen.screen, context, outcome)
                if outcome.missing:  # another eye speaks against it
                    self.missing += outcome.missing
                    return
            if intent.verb == "sort" and intent.detail and isinstance(outcome.steps[0], Click):
                outcome = Outcome(outcome.steps[:1], outcome.missing)  # one click, and then another look at the order
                sorting = sorted_so_far = True
            self.context = context
            self.stage.env = context.secret_names(self.passwords) | self.stage.env
            if fault := self._do(outcome.steps, seen, intent, following):
                self._fault(intent, fault)
                return
            done += outcome.steps
            if sorting:
                sorting = False
                continue
            if not outcome.missing:
                self._answer(intent, seen, following)
                return
        if sorted_so_far:
            self._fault(intent, "its header was clicked again and again, and the column does not stand in that order")
            return
        if not done:
            if Search(self, intent, following).found():
                return
            outcome = self._helped(intent, outcome, following)
        self.missing += outcome.missing

    def _helped(self, intent: Intent, outcome: Outcome, following: Intent | None) -> Outcome:
        """What is left of a clause that the rules know no way for, once a model was asked, too."""
        if self.second is None or not outcome.missing:
            return outcome
        seen, context = self.look(), copy.deepcopy(self.context)
        context.forget_the_unseen()
        made = self.second(intent, self.stage.page, without_echo(seen.screen, self.goal), context, outcome)
        if not made.steps:
            return made
        self.context = context
        self.stage.env = context.secret_names(self.passwords) | self.stage.env
        self.finish(made, seen, intent, following)
        return Outcome()

    def _fault(self, intent: Intent, reason: str) -> None:
        self.missing.append(Unresolved(clause=self.context.words(intent.clause), reason=reason))

    def finish(self, outcome: Outcome, seen: DomScreen, intent: Intent, following: Intent | None) -> None:
        """Does what the clause came to on this screen, to its end."""
        if fault := self._do(outcome.steps, seen, intent):
            self._fault(intent, fault)
        else:
            self._answer(intent, seen, following)

    def act(self, step: Step) -> Step:
        """Does one step on the page; gives it back with the signal that was seen. Raises Failed."""
        try:
            return self.stage.act(step, self._so_far())
        except Failed as fault:
            if isinstance(step, Expect) or isinstance(fault, Stopped) or not self._cleared(step.why):
                raise
            return self.stage.act(step, self._so_far())

    def _is_hindered(self, outcome: Outcome, seen: DomScreen) -> bool:
        """Whether something may keep the clause from what it means: nothing is found, or only in a dialog."""
        return not outcome.steps or any(
            e.box.inside(d.box) > 0.9 for e in outcome.targets(seen.screen) for d in seen.screen.with_role("dialog")
        )

    def _cleared(self, clause: str) -> bool:
        """Whether a cookie banner lay over the page, and was turned away; not where the clause is about cookies."""
        if speaks_of_cookies(clause) or (click := way_out(self.look(), self.stage)) is None:
            return False
        try:
            self.steps.append(self.stage.act(click, self._so_far()))
        except Failed:
            return False
        return True

    def _answered_already(self, intent: Intent) -> bool:
        """ "Delete the drafts and confirm", "... but cancel": the page's question was answered when it was asked."""
        last = next((step.signal for step in reversed(self.steps) if not isinstance(step, Expect)), None)
        if not isinstance(last, Dialog):
            return False
        return replies.reply(intent, self.context.words) == ("yes" if last.accept else "no")

    def resolved(self, intent: Intent) -> tuple[DomScreen, Context, Outcome]:
        """Resolves the clause on what is seen, on what the document calls it, and on what scrolling brings."""
        first: tuple[DomScreen, Context, Outcome] | None = None
        weak: tuple[DomScreen, Context, Outcome] | None = None
        place = self.stage.page.evaluate("[scrollX, scrollY]")
        of_record = bool(intent.onto or self.context.record) and intent.verb in ("act", "click")
        for whole in (False, True):
            seen = self.look(whole)
            shown, told = (without_echo(each, self.goal) for each in (seen.screen, as_the_document_says(seen)))
            told = with_records(seen, told)
            if of_record:  # what the document repeats tells where a record ends
                shown = with_records(seen, without_echo(with_icons(seen), self.goal))
            for screen in (shown, told):
                context = copy.deepcopy(self.context)
                context.forget_the_unseen()
                context.offers = {id: node.options for id, node in seen.nodes.items() if node.options}
                outcome = resolve(intent, screen, context)
                found = (seen, context, outcome)
                if not outcome.steps and not outcome.missing:
                    return found
                first = first or found
                if outcome.steps and (screen is shown or not outcome.missing):
                    if screen is shown and not on_signs_alone(outcome, screen):
                        return found
                    weak = weak or found
        assert first is not None
        if weak is not None and not weak[0].whole:
            self.stage.page.evaluate("place => scrollTo(...place)", place)
        return weak or first

    def _do(self, steps: tuple[Step, ...], seen: DomScreen, intent: Intent, following: Intent | None = None) -> str:
        """Names the steps on the page that they were planned on, and does them in turn; the fault, or ""."""
        try:
            named = [self.named(step, seen) for step in steps]
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
            done = self.act(hover)
        except Failed:
            return self._done(step, seen)
        now = self.look()
        context = copy.deepcopy(self.context)
        context.forget_the_unseen()
        outcome = resolve(following, without_echo(now.screen, self.goal), context)
        known = {(e.role, e.name, *e.box) for e in seen.screen.elements}
        came = all((e.role, e.name, *e.box) not in known for e in outcome.targets(now.screen))
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
            return [self.act(step)]
        if isinstance(step, Fill) and element.role != "slider" and not isinstance(step.value, SecretValue):
            return self._entering().fill(step, element, seen, self._value(step))
        if isinstance(step, Select) and is_drawn(element, seen):
            if said := wants_day(self._value(step)):
                return self._entering().pick(step, element, self.look(), said)
            return Choosing(self.stage, self.look, self._so_far()).do(step, element, self._value(step))
        if isinstance(step, (Check, Uncheck)) and is_stand_in(element, seen):
            if element.state.checked is isinstance(step, Check):
                return []
            step = Click(id=step.id, why=step.why, locator=step.locator, target=step.target)
        return [self.act(step)]

    def _left(self, step: Select, seen: DomScreen) -> list[Step]:
        """What closes a drawn list of several after its last choice."""
        element = seen.screen.by_id[step.target.element] if step.target else None
        if element is None or not is_drawn(element, seen):
            return []
        return Choosing(self.stage, self.look, self._so_far()).closed(step, element, seen)

    def _entering(self) -> Entering:
        return Entering(self.stage, self.look, self.context.inputs, self._shown)

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

    def named(self, step: Step, seen: DomScreen) -> Step:
        """The step with locators that were resolved on the page."""
        target: Target | None = getattr(step, "target", None)
        if target is None or target.element not in seen.screen.by_id:
            return step
        locator = name_live(
            seen, seen.screen.by_id[target.element], self.stage.find, self.context.words(self.context.card)
        )
        return step.model_copy(update={"locator": locator, "alternatives": ()})

    def _answer(self, intent: Intent, before: DomScreen, following: Intent | None) -> None:
        """The page asks whether the goal's own deed is meant: it is, unless the goal goes on to answer by itself."""
        deed = intent.detail if intent.verb == "act" else switching.deed(intent)
        if self._ahead or not deed or (following is not None and answers(following)):
            return
        yes = onward(deed, before, now := self.look())
        if yes is not None and (click := self.click_on(yes, now, intent)) is not None:
            self.steps.append(self.act(click))

    def click_on(self, element: Element, seen: DomScreen, intent: Intent) -> Click | None:
        """A click for this clause; None where nothing tells the element apart."""
        try:
            locator = name_live(seen, element, self.stage.find, self.context.words(self.context.card))
        except NotNameable:
            return None
        x1, y1, x2, y2 = element.box
        return Click(id="s0", why=self.context.words(intent.clause), locator=locator,
                     target=Target(element=element.id, box=(x1, y1, x2, y2)))  # fmt: skip
