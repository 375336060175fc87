"""A model beside the rules on a live page: it looks at the page as it is at that moment, where the rules are at a loss.

It chooses among the controls that the document has, so that each step has a locator of the page; what only the
pictures of buttons say, the embedded eyes read off the screenshot. It acts on nothing: the run does, with all of its
guards.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from agent.eyes.cascade import Cascade
from agent.planners.context import Context, Outcome
from agent.planners.intents import Intent
from agent.planners.vlm import Second, doubtful
from codegen.plan import Answered
from perception.types import Element, Screen
from perception.vlm.types import Eye

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from perception.capture import Picture

_ONE = 0.4  # the overlap from which a sign on the picture and a control of the document are one thing


@dataclass
class Beside:
    """`hidden` gives the texts that no model may read; `answers` is who was asked so far, and what it cost."""

    eyes: Sequence[Eye]
    hidden: Callable[[], Collection[str]]
    answers: list[Answered] = field(default_factory=list)

    def __call__(self, intent: Intent, page: Page, screen: Screen, context: Context, outcome: Outcome) -> Outcome:
        """The outcome, bettered or refused; `screen` is what `page` shows in its window."""
        if not outcome.missing and not any(doubtful(step, screen) for step in outcome.steps):
            return outcome
        picture = _photographed(page)
        if outcome.missing:
            screen = with_signs(screen, picture)
        cascade = Cascade(picture, screen, self.eyes, tuple(self.hidden()), self.answers)
        return Second(cascade)(intent, screen, context, outcome)


def _photographed(page: Page) -> Picture:
    from perception.capture import open_picture

    return open_picture(page.screenshot(animations="disabled", caret="hide", scale="css"), source="the page")


def with_signs(screen: Screen, picture: Picture) -> Screen:
    """The screen with the icons that the picture shows on controls that the document gives no name."""
    nameless = [e for e in screen.elements if e.interactive and not (e.name or e.text or e.icon)]
    if not nameless:
        return screen
    from perception.screen import parse

    signs = [e for e in parse(picture).elements if e.icon]
    drawn = {e.id: sign for e in nameless if (sign := _sign_on(e, signs)) is not None}
    elements = (
        replace(e, name=sign.name, icon=sign.icon, confidence=sign.confidence) if (sign := drawn.get(e.id)) else e
        for e in screen.elements
    )
    return replace(screen, elements=tuple(elements))


def _sign_on(element: Element, signs: Sequence[Element]) -> Element | None:
    on = [s for s in signs if s.box.iou(element.box) > _ONE or (s.box.inside(element.box) > 0.9)]
    return on[0] if len(on) == 1 else None
