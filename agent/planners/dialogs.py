"""A dialog over the page: what it stands in the way of, and what is there once a step has closed it."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Iterable

from agent.grounding import covered
from agent.planners.buttons import BACK
from agent.planners.context import Context, Outcome
from agent.planners.intents import Intent
from agent.planners.resolve import resolve
from agent.planners.sight import PRESS, bare_name
from codegen.steps import Click, Press, Step
from perception.types import Element, Screen


def resolve_around(intent: Intent, screen: Screen, context: Context) -> Outcome:
    """`resolve`; where only an open dialog stands in the way, the reason says so."""
    page = without_dialog(screen)
    if page is screen:
        return resolve(intent, screen, context)
    before = copy.deepcopy(context)
    outcome = resolve(intent, screen, context)
    if outcome.steps or not outcome.missing:
        return outcome
    targets = [getattr(step, "target", None) for step in resolve(intent, page, before).steps]
    ids = [target.element for target in targets if target]
    under = [screen.by_id[id] for id in ids if id in screen.by_id and screen.by_id[id].state.blocked]
    if not under:
        return outcome
    told = {"reason": covered(screen, under[0]), "candidates": (str(under[0]),)}
    missing = outcome.missing[0].model_copy(update=told)
    return Outcome((), (missing, *outcome.missing[1:]))


def left_by(screen: Screen, steps: Iterable[Step]) -> Screen:
    """The screen that these steps leave: without its dialog where one of them closed it.

    What closes a dialog is its way back ("Cancel", a cross), what stands beside that at its foot, and Escape.
    """
    page = without_dialog(screen)
    if page is screen:
        return screen
    kept = {element.id for element in page.elements}
    inside = [element for element in screen.elements if element.id not in kept]
    return page if any(_closes(step, inside) for step in steps) else screen


def without_dialog(screen: Screen) -> Screen:
    """The page that lies under the open dialog, as it can be reached without it; the same screen where none is open."""
    dialog = next(iter(screen.with_role("dialog")), None)
    if dialog is None or not any(element.state.blocked for element in screen.elements):
        return screen
    gone = {e.id for e in screen.elements if not e.state.blocked and e.box.inside(dialog.box) > 0.5}
    kept = tuple(_reachable(element, gone) for element in screen.elements if element.id not in gone)
    return dataclasses.replace(screen, elements=kept)


def _reachable(element: Element, gone: set[str]) -> Element:
    parent = None if element.parent in gone else element.parent
    return dataclasses.replace(element, state=dataclasses.replace(element.state, blocked=None), parent=parent)


def _closes(step: Step, inside: list[Element]) -> bool:
    if isinstance(step, Press):
        return step.key == "Escape"
    buttons = [element for element in inside if element.role in PRESS]
    target = step.target.element if isinstance(step, Click) and step.target else None
    pressed = next((element for element in buttons if element.id == target), None)
    if pressed is None:
        return False
    foot = max(button.box.centre[1] for button in buttons)
    back = pressed.icon == "close" or bool(BACK.match(bare_name(pressed)))
    return back or pressed.box.y1 <= foot < pressed.box.y2
