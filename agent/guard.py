"""The rules of one run on the live page: its hosts, deeds that the goal must name, and questions to the user.

It also keeps the record of what each step changed, for the receipt.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from agent.deeds import Deed, deed_asked, deed_of, is_asked_for
from agent.planners.buttons import CONFIRMS
from agent.watching import Watch
from agent.words import fold
from codegen.locator import Locator
from codegen.steps import Click, Goto, Press, Step
from codegen.words import what

if TYPE_CHECKING:
    from playwright.sync_api import Locator as Found
    from playwright.sync_api import Page

    from agent.fence import Fence
    from agent.record import Record

Confirm = Callable[[str], str]  # a question -> why it is not to be done, "" where it is
_MOST_QUESTIONS = 25  # of one step: no person would answer more
# What is typed into a field is not its name.
_NAME = """e => e.ariaLabel || e.innerText ||
  (e.matches("input:is([type=submit], [type=button], [type=reset])") ? e.value : "") || e.title || e.alt || ''"""
_YES = CONFIRMS | {"yes", "ok", "okay", "confirm it", "是", "好", "好的", "确认一下"}


class Guard(Watch):
    """`goal` is what the user said, without secrets; `find` resolves a locator on the page of now; `begins` is called
    before each step."""

    def __init__(
        self, goal: str, fence: Fence, find: Callable[[Locator], Found], record: Record, confirm: Confirm | None = None,
        begins: Callable[[], None] = lambda: None,
    ) -> None:  # fmt: skip
        self._goal, self._fence, self._find, self._record, self._confirm = goal, fence, find, record, confirm
        self._begins = begins
        self._words = ""
        self._objection = ""
        self._questions = 0
        self._page: Page | None = None
        self.broken = ""  # why the page had to be closed

    def refuses(self, step: Step, page: Page) -> str:
        self._begins()
        self._page = page
        self._fence.take()
        self._words, self._objection, self._questions = self._said(step), "", 0
        if isinstance(step, Goto) and "://" in step.url and (why := self._fence.hosts.refusal(step.url)):
            return why
        name = self._name(step)
        if deed := deed_of(name):
            if not is_asked_for(deed, self._words):
                return f"{name!r} {deed.words}, which the goal does not ask for in {step.why!r}"
            if why := self._asked(deed, what(step)):
                return why
        self._record.begins(page)
        return ""

    def objection(self) -> str:
        return self.broken or self._objection or self._fence.take()

    def agrees(self, question: str) -> bool:
        self._questions += 1
        self._record.asked(question)
        if self._questions > _MOST_QUESTIONS:
            self.broken = f"the page asks without end: {question[:80]!r}"
            if self._page is not None:  # its script goes on asking: nothing else ends it
                self._page.close()
            return False
        deed = deed_asked(question)
        if deed and not is_asked_for(deed, self._words):
            self._objection = (
                f"the page asks {question[:120]!r}, which {deed.words}, and the goal does not ask for that"
            )
            return False
        return True

    def did(self, step: Step, page: Page) -> None:
        self._record.ends(step, page)

    def _said(self, step: Step) -> str:
        """The goal's words for the step; to confirm is to say again what was said before."""
        return self._goal if fold(step.why) in _YES else step.why

    def _name(self, step: Step) -> str:
        """What the element of the step is called, on the page before all."""
        from playwright.sync_api import Error

        if not isinstance(step, (Click, Press)) or step.locator is None:
            return ""
        written = step.locator.name or step.locator.value
        try:
            found = self._find(step.locator)
            return str(found.evaluate(_NAME, timeout=1000)).strip() or written if found.count() == 1 else written
        except Error:
            return written

    def _asked(self, deed: Deed, words: str) -> str:
        return self._confirm(f"This {deed.words}: {words}") if self._confirm else ""
