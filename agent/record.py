"""What each step of a run changed on the page: kept for the receipt, and told without any secret."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from agent.noticing import Moment, moment
from codegen.steps import Expect, Step

if TYPE_CHECKING:
    from playwright.sync_api import Page

_TEXT = "() => (document.body?.innerText ?? '').slice(0, 200000)"
_MOST = 8  # lines that are told of one step
_LONGEST = 120  # characters of a line


@dataclass(frozen=True)
class Act:
    """One step that was done: how long it took with all that it set off, and what it changed.

    `appeared` and `gone` are lines of text that a person sees or no longer sees, as many as tell the change; `expects`
    is what of it every other run has to show as well.
    """

    step: Step
    ms: int
    url: str
    went_to: str = ""
    appeared: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    expects: tuple[Expect, ...] = ()


@dataclass
class Record:
    """The acts of a run, in order. `secrets` gives what must never be told, at any time; `notice` makes expectations
    of what is to be seen before and after a step."""

    secrets: Callable[[], Iterable[str]]
    notice: Callable[[Step, Moment, Moment], list[Expect]] = lambda step, before, after: []
    acts: list[Act] = field(default_factory=list)
    _questions: list[str] = field(default_factory=list)
    _began: float = 0.0
    _before: tuple[str, ...] = ()
    _moment: Moment = field(default_factory=lambda: Moment("", frozenset(), frozenset()))

    def begins(self, page: Page) -> None:
        self._questions.clear()
        self._before = _lines(page)
        self._moment = moment(page, self._before)
        self._began = time.monotonic()

    def asked(self, question: str) -> None:
        self._questions.append(question)

    def ends(self, step: Step, page: Page) -> None:
        took, url, before = time.monotonic() - self._began, self._moment.url, self._before
        after, told = _lines(page), self.told
        expects = self.notice(step, self._moment, moment(page, after))
        self.acts.append(
            Act(
                step, round(1000 * took), told(_bare(url)), told(_bare(page.url)) if page.url != url else "",
                tuple(map(told, _new(after, before))), tuple(map(told, _new(before, after))),
                tuple(told(question[:_LONGEST]) for question in self._questions[:_MOST]), tuple(expects),
            )
        )  # fmt: skip

    def of(self, step: Step) -> list[Act]:
        """The acts of a step of the plan: itself, or, where several made it up (a drawn list), those on its element."""
        own = [act for act in self.acts if act.step is step]
        locator = getattr(step, "locator", None)
        return own or [
            act for act in self.acts if locator is not None and getattr(act.step, "locator", None) == locator
        ]

    def told(self, text: str) -> str:
        """The text without any secret."""
        for secret in sorted(self.secrets(), key=len, reverse=True):
            text = text.replace(secret, "***") if secret else text
        return text


def _lines(page: Page) -> tuple[str, ...]:
    from playwright.sync_api import Error

    try:
        text = str(page.evaluate(_TEXT))
    except Error:  # it is between two pages
        return ()
    return tuple(line for raw in text.splitlines() if (line := " ".join(raw.split())[:_LONGEST]))


def _new(after: tuple[str, ...], before: tuple[str, ...]) -> tuple[str, ...]:
    known = set(before)
    return tuple(dict.fromkeys(line for line in after if line not in known))[:_MOST]


def _bare(url: str) -> str:
    """The address without user, query and fragment, where keys and sessions stand."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
