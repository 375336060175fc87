"""Where a clause makes no sense on what is seen: closed menus, tabs and sections are opened, a list's pages turned."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from agent.naming import NotNameable
from agent.observe import with_icons, with_records
from agent.planners.context import Context, Outcome
from agent.planners.echo import without_echo
from agent.planners.finding import FIND
from agent.planners.intents import Intent
from agent.planners.knots import toggle_of
from agent.planners.replies import is_deed
from agent.planners.resolve import resolve
from agent.planners.rows import fits_several, record_of
from agent.planners.sight import Sight
from agent.searching import (
    DEEPEST,
    OPENERS,
    PAGES,
    chosen_beside,
    is_more,
    is_said,
    is_tab,
    may_stand_on_another_page,
    openers,
)
from agent.stage import Failed
from agent.words import fold
from codegen.steps import Hover, Scroll, Step, Wait
from perception.dom import DomScreen
from perception.types import Element

if TYPE_CHECKING:
    from agent.live import Live

_NAMELESS = re.compile(
    r"(?:(?:the|a|an|any|first|second|last|item|entry|button|link|icon|element|thing|one|option|with|has|having|image|picture|"
    r"that|which|box|shape|area|on|in|of)\b\s*)+"
)
SCROLLS = 15  # how often a list is scrolled on for one clause
_IS_LONG = "document.scrollingElement.scrollHeight > innerHeight + 20"
Shown = tuple[tuple[str, str, str], ...]  # role, name and text of what stands on a page


@dataclass
class Search:
    """The search of one clause on the page of a run; what it opens in vain it closes again."""

    live: Live
    intent: Intent
    following: Intent | None

    tried: int = 0

    def found(self) -> bool:
        """Whether the clause was done (or failed for good) behind something that had to be opened or turned first."""
        if _NAMELESS.fullmatch(fold(self.live.context.words(self.intent.target))) and self.intent.value is None:
            return False  # nothing would be known again
        seen = self.live.look()
        if self._behind_more(seen) or self._behind(openers(seen, self._said), seen, []):
            return True
        here = with_records(seen, seen.screen)
        if not may_stand_on_another_page(self.intent, here):
            return False
        if is_deed(self.intent) and fits_several(Sight(here, self.live.context, self.intent), self._target):
            return False  # the one that stands alone on another page is no more meant than these
        return self._scrolled() or self._paged()

    @property
    def _target(self) -> str:
        return self.live.context.words(self.intent.target)

    @property
    def _said(self) -> str:
        return self.live.context.words(self.intent.clause)

    def _behind(self, closed: list[Element], seen: DomScreen, opening: list[Step]) -> bool:
        """Opens one after the other, and what each brings to light, too; `opening` is what was opened before them."""
        for opener in closed:
            if self.tried >= OPENERS:
                return False
            step = self._opened(opener, seen)
            if step is None:
                continue
            if self._makes_sense([*opening, step]):
                return True
            now, known = self.live.look(), set(map(_mark, seen.screen.elements))
            inner = [e for e in openers(now, self._said) if _mark(e) not in known and not is_tab(e, now)]
            if len(opening) < DEEPEST and self._behind(inner, now, [*opening, step]):
                return True
            self._close(opener, seen)
        return False

    def _opened(self, opener: Element, seen: DomScreen) -> Step | None:
        if opener.role == "listitem":  # of a tree
            opener = toggle_of(seen.screen, opener)
        click = self.live.click_on(opener, seen, self.intent)
        if click is None:
            return None
        self.tried += 1
        step: Step = click
        if opener.role == "menuitem":  # a menu's entry opens under the pointer; a click may do what it says
            step = Hover(id="s0", why=click.why, locator=click.locator, target=click.target)
        try:
            return self.live.act(step)
        except Failed:
            return None

    def _behind_more(self, seen: DomScreen) -> bool:
        """Opens the "..." of the record that the clause is about, and takes the thing from what came up."""
        of = self.intent.onto or self.live.context.record
        if not of or self.intent.verb not in ("act", "click"):
            return False
        told = with_records(seen, without_echo(with_icons(seen), self.live.goal))
        sight = Sight(told, self.live.context, self.intent)
        found = record_of(sight, self.live.context.words(of))
        if found is None:
            return False
        row, self.live.context.card = found
        more = [e for e in told.elements if e.box.inside(row.box) > 0.8 and is_more(e)]
        step = self._opened(more[0], seen) if len(more) == 1 else None
        if step is None:
            return False
        now, known = self.live.look(), set(map(_mark, seen.screen.elements))
        new = tuple(e for e in now.screen.elements if _mark(e) not in known)
        bare, context = replace(self.intent, onto=""), copy.deepcopy(self.live.context)
        context.record = ""
        outcome = resolve(bare, replace(now.screen, elements=new), context)
        if not outcome.steps or outcome.missing:
            self.live.stage.undo()
            return False
        self._take(outcome, context, now, [step])
        return True

    def _makes_sense(self, opening: list[Step]) -> bool:
        """Whether the clause can be done now; then it is done, behind the steps that led there."""
        then, context, outcome = self.live.resolved(self.intent)
        if outcome.missing or (not outcome.steps and self.intent.detail not in FIND):
            return False
        if not all(is_said(e, self._said) for e in outcome.targets(then.screen)):
            return False  # what is come upon in a search must bear a word of the goal, not only mean something like it
        self._take(outcome, context, then, opening)
        return True

    def _take(self, outcome: Outcome, context: Context, then: DomScreen, opening: list[Step]) -> None:
        self.live.context = context
        self.live.steps += opening
        self.live.finish(outcome, then, self.intent, self.following)

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

    def _scrolled(self) -> bool:
        """Scrolls on where that loads more, until the clause makes sense or nothing new comes."""
        scrolled: list[Step] = []
        place = self.live.stage.page.evaluate("[scrollX, scrollY]")
        for _ in range(SCROLLS):
            before = self.live.look(whole=True)
            step = self._further(before)
            now = self.live.look(whole=True)
            known = {e.name for e in before.screen.elements}
            new = [e for e in now.screen.elements if e.name not in known and any(c.isalpha() for c in e.name)]
            if step is None or not new:
                break
            scrolled += [step, *self._waits(new, now)]
            if self._makes_sense(scrolled):
                return True
        self.live.stage.page.evaluate("place => scrollTo(...place)", place)
        return False

    def _further(self, seen: DomScreen) -> Step | None:
        """The step that went to the end: the page's, or, where the page has none, that of the list that scrolls."""
        step: Step = Scroll(id="s0", why=self._said, to="bottom")
        try:
            if self.live.stage.page.evaluate(_IS_LONG):
                return self.live.act(step)
            entries = [e for e in seen.screen.with_role("row", "listitem") if e.name]
            click = self.live.click_on(entries[-1], seen, self.intent) if entries else None
            if click is None:
                return None
            return self.live.act(Scroll(id="s0", why=self._said, locator=click.locator, target=click.target))
        except Failed:
            return None

    def _waits(self, new: list[Element], now: DomScreen) -> list[Step]:
        """What a script waits for before it goes on: the last of what came that can be told apart."""
        for element in reversed(new[-3:]):
            if click := self.live.click_on(element, now, self.intent):
                return [Wait(id="s0", why=self._said, locator=click.locator, target=click.target)]
        return []

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


def _mark(element: Element) -> tuple[str, str, tuple[int, ...]]:
    return element.role, element.name, tuple(element.box)


def seen_again(last: Element, seen: DomScreen) -> Element | None:
    """The element of before on the screen of now: same role and name, nearest to where it was."""
    same = [e for e in seen.screen.elements if (e.role, e.name) == (last.role, last.name)]
    x, y = last.box.centre
    return min(same, key=lambda e: abs(e.box.centre[0] - x) + abs(e.box.centre[1] - y), default=None)
