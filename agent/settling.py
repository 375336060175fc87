"""Pixels find, the DOM replays: a plan made on a picture gets its locators held against the live page.

Of the ways to an element those stay that lead to it there. Where none does, the page itself names what stands at the
element's place, if it is the same thing: the way from the picture stays beside it, for the replica.
"""

from __future__ import annotations

from agent.icon_words import GUESS, other_name
from agent.live_names import is_at, name_live
from agent.naming import NotNameable
from agent.observe import observe
from agent.project import locator_rules
from agent.stage import Stage
from codegen.locator import Locator
from codegen.plan import Plan
from codegen.steps import Step
from perception.dom import DomScreen
from perception.types import BBox, Element

_ALIKE = 70  # of 100: how like the two names are that a picture and a page give one thing
_SIGN = 2  # characters: what is shorter is a pictogram that was read as letters


def settled(made: Plan, screen_names: dict[str, str], stage: Stage) -> Plan:
    """The plan with locators that were resolved on the stage's page; `screen_names`: element id -> name in the picture.

    A step whose element is not to be found there stays as it is: the run on the live page will say so.
    """
    stage.settle()
    seen = observe(stage.page)
    steps = tuple(_settled(step, seen, screen_names, stage) for step in made.steps)
    return made.model_copy(update={"steps": steps})


def _settled(step: Step, seen: DomScreen, names: dict[str, str], stage: Stage) -> Step:
    target, locator = getattr(step, "target", None), getattr(step, "locator", None)
    if target is None or locator is None:
        return step
    box = BBox(*target.box)
    ways: list[Locator] = [locator, *getattr(step, "alternatives", ())]
    rules = locator_rules()
    leading = [way for way in rules.ordered(ways) if stage.find(way).count()]
    if (
        leading
        and not rules.prefer
        and all(stage.find(way).count() == 1 and is_at(stage.find(way), box) for way in leading)
    ):
        return _sure(step, {"locator": leading[0], "alternatives": tuple(leading[1:2])})
    there = _at(seen, box, names.get(target.element, ""))
    if there is None:
        return step
    try:
        found = name_live(seen, there, stage.find)
    except NotNameable:
        return step
    silent = tuple(way for way in ways[:1] if way not in leading and rules.permits(way))
    return _sure(step, {"locator": found, "alternatives": silent})


def _sure(step: Step, update: dict[str, object]) -> Step:
    return step.model_copy(update=update | {"why": step.why.removesuffix(GUESS)})


def _at(seen: DomScreen, box: BBox, name: str) -> Element | None:
    """The smallest control at the middle of the box, where its name is much the same or one of the two has none."""
    from rapidfuzz import fuzz

    there = [e for e in seen.screen.elements if e.interactive and e.box.contains(*box.centre)]
    if not there:
        return None
    element = min(there, key=lambda e: e.box.area)
    shown, known = name.casefold(), element.name.casefold()
    # The page may say more than the picture shows. Where it says less, the picture took two things for one.
    alike = len(name) <= _SIGN or not known or shown in known or fuzz.ratio(shown, known) >= _ALIKE
    alike = alike or other_name(name, element.name)
    return element if alike else None
