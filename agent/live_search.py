"""Where a clause makes no sense on what is seen: closed menus, tabs and sections are opened, a list's pages turned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.naming import NotNameable
from agent.planners.intents import Intent
from agent.searching import OPENERS, PAGES, chosen_beside, is_said, is_tab, may_stand_on_another_page, openers
from agent.stage import Failed
from codegen.steps import Step
from perception.dom import DomScreen
from perception.types import Element

if TYPE_CHECKING:
    from agent.live import Live

Shown = tuple[tuple[str, str, str], ...]  # role, name and text of what stands on a page


@dataclass
class Search:
    """The search of one clause on the page of a run; what it opens in vain it closes again."""

    live: Live
    intent: Intent
    following: Intent | None

    def found(self) -> bool:
        """Whether the clause was done (or failed for good) behind something that had to be opened or turned first."""
        seen = self.live.look()
        for opener in openers(seen, self.live.context.words(self.intent.clause))[:OPENERS]:
            click = self.live.click_on(opener, seen, self.intent)
            if click is None:
                continue
            try:
                step = self.live.act(click)
            except Failed:
                continue
            if self._makes_sense([step]):
                return True
            self._close(opener, seen)
        return may_stand_on_another_page(self.intent, seen) and self._paged()

    def _makes_sense(self, opening: list[Step]) -> bool:
        """Whether the clause can be done now; then it is done, behind the steps that led there."""
        then, context, outcome = self.live.resolved(self.intent)
        if not outcome.steps or outcome.missing:
            return False
        if not all(is_said(e, self.live.context.words(self.intent.clause)) for e in outcome.targets(then.screen)):
            return False  # what is come upon in a search must bear a word of the goal, not only mean something like it
        self.live.context = context
        self.live.steps += opening
        self.live.finish(outcome, then, self.intent, self.following)
        return True

    def _close(self, opener: Element, before: DomScreen) -> None:
        """Brings back what was to be seen before the opener was clicked."""
        tab = chosen_beside(opener, before) if is_tab(opener, before) else None
        now = self.live.look()
        again = seen_again(opener, now)
        if tab is None and again is not None and again.state.expanded:
            tab, before = again, now
        click = self.live.click_on(tab, before, Intent("click", "")) if tab is not None else None
        if click is None:
            self.live.stage.undo()
            return
        try:
            self.live.act(click)
        except Failed:
            self.live.stage.undo()

    def _paged(self) -> bool:
        """Turns the pages of a list until the clause makes sense; goes back to the first where none does."""
        turned: list[Step] = []
        shown: Shown = ()
        for _ in range(PAGES):
            step, shown = self._turned("next", shown)
            if step is None:
                break
            turned.append(step)
            if self._makes_sense(turned):
                return True
        for _ in turned:
            self._turned("previous")
        return False

    def _turned(self, way: str, before: Shown = ()) -> tuple[Step | None, Shown]:
        """The step that turned a list's page, and what stood there till then; none where that is what stood `before`:
        the last turn changed nothing, it was the last page."""
        seen, _, outcome = self.live.resolved(Intent("page", "", detail=way))
        shown = tuple((element.role, element.name, element.text) for element in seen.screen.elements)
        if len(outcome.steps) != 1 or outcome.missing or shown == before:
            return None, shown
        try:
            return self.live.act(self.live.named(outcome.steps[0], seen)), shown
        except (Failed, NotNameable):
            return None, shown


def seen_again(last: Element, seen: DomScreen) -> Element | None:
    """The element of before on the screen of now: same role and name, nearest to where it was."""
    same = [e for e in seen.screen.elements if (e.role, e.name) == (last.role, last.name)]
    x, y = last.box.centre
    return min(same, key=lambda e: abs(e.box.centre[0] - x) + abs(e.box.centre[1] - y), default=None)
