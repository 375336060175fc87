"""Walks a plan on its live page, and where a locator no longer leads to its element finds that element again.

It heals locators and nothing else: no step is left out, no assertion is changed, no value, no signal. Where the element
is gone, or two might be it, the walk ends and says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from agent.crops import fingerprints
from agent.evidence import Place, Sight, stood
from agent.live_names import name_live
from agent.naming import NotNameable
from agent.observe import observe
from agent.recognising import LEAST, Choice, Judged, choose
from agent.recording import FIELDS, element_of, key_of, sight
from agent.resemblance import Resemblance, acts_alike, is_grave, resemblance
from agent.stage import Failed, Stage
from agent.traits import traits
from codegen.locator import Locator
from codegen.plan import Plan
from codegen.steps import Step
from codegen.words import what
from perception.dom import DomScreen
from perception.types import BBox
from sandbox.namesake import AROUND, elsewhere

if TYPE_CHECKING:
    from playwright.sync_api import Locator as Found

PATIENCE_MS = 3_000  # how long an element may take to appear before it counts as missing
_POLL_MS = 150
_SAYS = frozenset(
    {"visible", "hidden", "text", "contains", "count", "title", "url"}
)  # the locator's words are the claim
_NOTED = frozenset({"download", "popup", "dialog"})  # signals that are seen to happen or not


@dataclass(frozen=True, slots=True)
class Heal:
    """One locator that was replaced: the step (counted from 1), what it was, what it is, and how sure that is."""

    step: int
    words: str
    was: Locator
    now: Locator
    found: Judged


@dataclass(frozen=True, slots=True)
class Walked:
    """`plan` with what was healed; `step`: where it ended, from 1; `fault`: why so soon, or ""."""

    plan: Plan
    heals: tuple[Heal, ...] = ()
    fault: str = ""
    step: int = 0


class Ends(Exception):
    """The walk cannot go on; the message is one sentence."""


@dataclass
class Walk:
    """One walk through a plan. `places` is the evidence by step.

    It ends before the act of the last step that looks for an element, unless it is to go to the `end`: what cannot be
    done twice is left to the script.
    """

    plan: Plan
    stage: Stage
    places: Mapping[str, Place]
    patience_ms: int = PATIENCE_MS
    end: bool = False
    heals: list[Heal] = field(default_factory=list)
    _known: dict[Locator, Locator] = field(default_factory=dict)

    def through(self) -> Walked:
        """Does the steps in turn, each with a locator that leads to its element."""
        steps, number, fault = list(self.plan.steps), 0, ""
        last = max((at for at, step in enumerate(steps, 1) if _looks_for_one(step)), default=0)
        self.stage.settle()
        try:
            for number, step in enumerate(steps, 1):
                steps[number - 1] = step = self._fitted(step, number)
                if number == last and not self.end:
                    break
                self._do(step)
        except (Ends, Failed) as ends:
            fault = str(ends)
        return Walked(self._with(steps), tuple(self.heals), fault, number)

    def _with(self, steps: list[Step]) -> Plan:
        return self.plan.model_copy(update={"steps": tuple(steps)})

    def _do(self, step: Step) -> None:
        done = self.stage.act(step, self.plan)
        due, seen = (s.kind if s is not None and s.kind in _NOTED else "" for s in (step.signal, done.signal))
        if due != seen:
            raise Ends(f"it set off {_a(seen)}, where {_a(due)} was recorded")

    def _fitted(self, step: Step, number: int) -> Step:
        """The step with locators that lead to its elements."""
        if not _looks_for_one(step):
            return step
        for name in FIELDS:
            locator = getattr(step, name, None)
            if locator is None:
                continue
            place = self.places.get(key_of(step, name))
            if self._leads(step, name):
                self._must_be(locator, place)
            elif (known := self._known.get(locator)) is not None and self.stage.find(known).count() == 1:
                step = _relocated(step, name, known)
            else:
                step = self._healed(step, name, place, number)
        return step

    def _leads(self, step: Step, name: str) -> bool:
        """Whether one of the step's ways finds as many as were recorded; waits for it."""
        others = getattr(step, "alternatives" if name == "locator" else f"{name}_alternatives", ())
        ways: list[Locator] = [getattr(step, name), *others]
        for _ in range(1 + self.patience_ms // _POLL_MS):
            counts = [self.stage.find(way).count() for way in ways]
            if any(count == (way.matches or 1) for count, way in zip(counts, ways, strict=True)):
                return True
            if counts[0] > 1:
                return False
            self.stage.page.wait_for_timeout(_POLL_MS)
        return False

    def _must_be(self, locator: Locator, place: Place | None) -> None:
        """Ends the walk where the locator finds something, but another thing is clearly what was recorded."""
        if place is None or (found := self.stage.find(locator)).count() != 1:
            return
        seen = observe(self.stage.page)
        there = element_of(self.stage.page, seen, found)
        now = sight(self.stage.page, seen)
        if there is None:
            return
        likeness = resemblance(place.traits, traits(now.elements, now.size, [there.id])[there.id])
        if (why := elsewhere(stood(place), found.evaluate(AROUND))) and not _stands_as_it_did(likeness):
            raise Ends(why)
        if not likeness.against and likeness.total >= LEAST:
            return
        choice = choose(place, now, {}, locator.scope, enabled=False)
        if choice.winner is not None and choice.winner.element.id != there.id:
            raise Ends(f"its locator finds {there.role} {there.name!r} now, and what was recorded seems to be "
                        f"{choice.winner}")  # fmt: skip

    def _healed(self, step: Step, name: str, place: Place | None, number: int) -> Step:
        locator: Locator = getattr(step, name)
        if place is None:
            raise Ends("nothing was kept of its element when it was recorded: record the plan again with 'agent run'")
        seen, choice = self._choice(step, locator, place)
        if choice.winner is None:
            raise Ends(choice.reason)
        element = seen.screen.by_id[choice.winner.element.id]
        if not acts_alike(place.traits.kept.role, element.role):
            raise Ends(f"what is like it is a {element.role}")
        try:
            now = name_live(seen, element, self.stage.find)
        except NotNameable as fault:
            raise Ends(str(fault)) from None
        if now.nth is not None and is_grave(element.name):
            raise Ends(f"only its place among equals would tell {element.role} {element.name!r} apart")
        if not self._is(self.stage.find(now), seen, element.id):
            raise Ends(f"no locator leads to {element.role} {element.name!r} alone")
        self._known[locator] = now
        self.heals.append(Heal(number, what(step), locator, now, choice.winner))
        return _relocated(step, name, now)

    def _is(self, found: Found, seen: DomScreen, wanted: str) -> bool:
        there = element_of(self.stage.page, seen, found) if found.count() == 1 else None
        return there is not None and there.id == wanted

    def _choice(self, step: Step, locator: Locator, place: Place) -> tuple[DomScreen, Choice]:
        """What the whole page offers, and which of it is the element."""
        page = self.stage.page
        seen = observe(page, whole=True)
        now = sight(page, seen)
        return seen, choose(place, now, self._prints(place, now), locator.scope, enabled=step.kind != "expect")

    def _prints(self, place: Place, now: Sight) -> dict[str, str]:
        from playwright.sync_api import Error

        if not place.print:
            return {}
        role = place.traits.kept.role
        try:
            picture = self.stage.page.screenshot(full_page=True, animations="disabled", scale="css")
        except Error:  # too tall to be drawn: the picture is one part of the evidence
            return {}
        near = [e for e in now.elements if acts_alike(role, e.role)]
        return dict(zip([e.id for e in near], fingerprints(picture, [BBox(*e.box) for e in near]), strict=True))


def _stands_as_it_did(likeness: Resemblance) -> bool:
    """Whether what is around it says the same as before, in whatever words or language."""
    near, heading = likeness.parts["near"], likeness.parts.get("heading", 1.0)
    return near >= 0.9 or (near >= 0.6 and heading >= 0.8)


def _looks_for_one(step: Step) -> bool:
    """Whether the step's locator is to lead to one element, and its words are no claim of their own."""
    if getattr(step, "locator", None) is None:
        return False
    if step.kind == "expect":
        return step.that not in _SAYS
    return not (step.kind == "wait" and step.until != "enabled")


def _relocated(step: Step, name: str, locator: Locator) -> Step:
    others = "alternatives" if name == "locator" else f"{name}_alternatives"
    return step.model_copy(update={name: locator, others: ()})


def _a(signal: str) -> str:
    return f"a {signal}" if signal else "nothing"
