"""The live page that a run acts on: finds, acts, waits until it is quiet, and notes what each act set off."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import reduce
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from agent.saved import expectation
from agent.watching import Watch
from codegen.interactive import locator_module, step_module
from codegen.locator import Locator
from codegen.plan import Plan
from codegen.steps import Dialog, Download, DownloadExpect, Expect, Popup, Step

if TYPE_CHECKING:
    from playwright.sync_api import Dialog as PageDialog
    from playwright.sync_api import Download as PageDownload
    from playwright.sync_api import JSHandle, Page
    from playwright.sync_api import Locator as Found

ACT_MS = 5_000  # one act, at most
AT_ONCE_MS = 200  # a look at what is there already
QUIET_MS = 300  # no change for so long is quiet
AFTER_MS = 600  # what an act sets off has begun by then
LONGEST_MS = 5_000  # some pages never fall silent
_WATCHED = """() => {
  const seen = {acted: 0, changed: performance.now(), x: scrollX, y: scrollY};  // 0: when the document began
  const all = {subtree: true, childList: true, attributes: true, characterData: true};
  new MutationObserver(() => { seen.changed = performance.now(); }).observe(document, all);
  return seen;
}"""
_STILL = """([seen, ms]) => new Promise(done => {
  const until = performance.now() + ms.longest;
  const moves = (a) => a.playState === "running" && Number.isFinite(a.effect?.getComputedTiming().endTime);
  const rest = () => {
    const now = performance.now();
    const scrolled = scrollX !== seen.x || scrollY !== seen.y;
    if (scrolled || document.getAnimations().some(moves)) seen.changed = now;
    [seen.x, seen.y] = [scrollX, scrollY];
    const left = Math.min(Math.max(seen.changed + ms.quiet, seen.acted + ms.after) - now, until - now);
    left > 0 ? setTimeout(rest, left) : done();
  };
  if (ms.acted) seen.acted = performance.now();
  rest();
})"""


class Failed(Exception):
    """The page did not do what the step says; the message is one sentence."""


class Stopped(Failed):
    """Nothing on the page kept the step from being done: it was not let, or what it asked for never came."""


@dataclass
class _SetOff:
    """What an act set off."""

    downloads: list[PageDownload] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    declined: bool = False  # the last of the dialogs was answered with no


class Stage:
    """`env` holds the inputs and secrets that the steps may read; `hosts` are those that it may go to. `declines`:
    what the page asks over a step (a JavaScript confirm or prompt) is answered with no."""

    def __init__(self, page: Page, folder: Path, env: Mapping[str, str], hosts: Container[str]) -> None:
        self.page = page
        self.folder = folder
        self.env = dict(env)
        self.hosts = hosts
        self.watch = Watch()
        self.declines = False
        self._seen = _SetOff()
        self._watched: JSHandle | None = None  # when the document of now was acted on and changed
        self._acted = False
        page.context.on("page", lambda opened: self._seen.pages.append(opened))
        self._watch(page)

    def _watch(self, page: Page) -> None:
        page.on("download", lambda download: self._seen.downloads.append(download))
        page.on("dialog", self._dialog)

    def _dialog(self, dialog: PageDialog) -> None:
        self._seen.dialogs.append(dialog.type)
        from playwright.sync_api import Error

        with suppress(Error):  # the page is closed already
            asks = dialog.type in ("confirm", "prompt")
            self._seen.declined = not self.watch.agrees(dialog.message) or (self.declines and asks)
            if self._seen.declined:
                dialog.dismiss()
            else:
                dialog.accept()  # it asks about an act that the goal names

    def find(self, locator: Locator) -> Found:
        """What the locator leads to among what is visible, lazily."""
        found: Found = self._run(locator_module(locator))
        return found

    def settle(self, quiet_ms: int = QUIET_MS, after_ms: int = AFTER_MS) -> None:
        """Waits until nothing loads, nothing moved for `quiet_ms` and nothing was done for `after_ms`, within bounds.

        What was quiet for so long already is not waited for.
        """
        from playwright.sync_api import Error

        try:
            self.page.wait_for_load_state("load", timeout=LONGEST_MS)
            self.page.wait_for_load_state("networkidle", timeout=LONGEST_MS // 2)
        except Error:
            pass
        for _ in range(2):
            try:
                self._rest({"quiet": quiet_ms, "after": after_ms, "longest": LONGEST_MS, "acted": self._acted})
                break
            except Error:  # it went to another page, before or meanwhile
                self._watched = None
                self.page.wait_for_load_state("load", timeout=LONGEST_MS)
        self._acted = False

    def _rest(self, ms: dict[str, int]) -> None:
        self._watched = self._watched or self.page.evaluate_handle(_WATCHED)
        self.page.evaluate(_STILL, [self._watched, ms])

    def act(self, step: Step, plan: Plan) -> Step:
        """Does the step; gives it back with the signal that was seen. Raises Failed."""
        from playwright.sync_api import Error

        self._seen = _SetOff()
        expected = step.signal
        bare = step.model_copy(update={"signal": None})
        if why := self.watch.refuses(step, self.page):
            raise Stopped(why)
        self._acted = True
        try:
            self._run(step_module(plan, bare))
        except (Error, AssertionError, KeyError, ValueError) as fault:
            if why := self.watch.objection():
                raise Stopped(why) from None
            raise Failed(_reason(step, plan, fault, self.env)) from None
        if expected is not None and expected.kind == "download":
            self._await_download()
        self.settle(after_ms=QUIET_MS)
        if why := self.watch.objection():
            for opened in self._seen.pages:
                opened.close()
            raise Stopped(why)
        step = bare.model_copy(update={"signal": self._signal(expected)})
        if self._seen.pages:
            self.page, self._watched = self._seen.pages[-1], None
            self._watch(self.page)
        self._stay()
        self.watch.did(step, self.page)
        return step

    def _await_download(self) -> None:
        for _ in range(20):
            if self._seen.downloads:
                return
            self.page.wait_for_timeout(100)

    def _signal(self, expected: Any) -> Any:
        seen = self._seen
        if seen.downloads:
            return Download(expect=self._saved(seen.downloads[0]))
        if seen.pages:
            return Popup()
        if seen.dialogs:
            return Dialog(accept=not seen.declined)
        return None

    def _saved(self, download: PageDownload) -> DownloadExpect:
        from playwright.sync_api import Error

        file = self.folder / Path(download.suggested_filename).name
        try:
            download.save_as(file)
            return expectation(file)
        except (Error, OSError) as fault:
            raise Failed(f"the file {file.name!r} was not saved: {str(fault).splitlines()[0]}") from None

    def undo(self) -> None:
        """Closes what the last click opened."""
        self.page.keyboard.press("Escape")
        self._acted = True
        self.settle(after_ms=QUIET_MS)

    def _stay(self) -> None:
        host = urlsplit(self.page.url).hostname or ""
        if host and host not in self.hosts:
            raise Failed(f"the page went to {host}, which is not the site's own; --allow-host {host} permits it")

    def holds(self, expect: Expect, plan: Plan) -> bool:
        """Whether the page of now, without waiting for more, is as the expectation says."""
        from playwright.sync_api import Error

        try:
            self._run(step_module(plan, expect), AT_ONCE_MS)
        except (Error, AssertionError, KeyError, ValueError):
            return False
        finally:
            self.page.set_default_timeout(ACT_MS)
        return True

    def _run(self, source: str, longest_ms: int = ACT_MS) -> Any:
        """Runs lines that our own templates wrote, with nothing but what they use."""
        from playwright.sync_api import Locator as FoundType
        from playwright.sync_api import TimeoutError, expect

        expect.set_options(timeout=longest_ms)
        self.page.set_default_timeout(longest_ms)
        names: dict[str, Any] = {
            "re": re, "reduce": reduce, "expect": expect, "Locator": FoundType, "Page": type(self.page),
            "TimeoutError": TimeoutError,
            "os": SimpleNamespace(environ={"TIMEOUT": str(longest_ms / 1000), **self.env}), "Path": Path,
        }  # fmt: skip
        exec(compile(source, "<step>", "exec"), names)
        parts = urlsplit(self.page.url)
        return names["act"](self.page, f"{parts.scheme}://{parts.netloc}", self.folder, lambda name, value: None)


def _reason(step: Step, plan: Plan, fault: Exception, given: Iterable[str] = ()) -> str:
    """What went wrong, as a person would say it; Playwright's own account is for those who know it."""
    from codegen.words import what

    if isinstance(fault, KeyError):
        named = " and ".join(sorted(given))
        return f"the variable {fault.args[0]} is not set: give it with --secret or --input" + (
            f" (what is given: {named})" if named else ""
        )
    if isinstance(fault, AssertionError):
        return f"the page does not hold to it: {what(step, plan.inputs)}"
    said = str(fault)
    why = next((words for sign, words in _FAULTS if sign in said), "the page did not let it happen in time")
    return f"could not {what(step, plan.inputs)}: {why}"


_FAULTS = (
    ("intercepts pointer events", "something lies over it"),
    ("not enabled", "it is disabled"),
    ("not editable", "nothing can be typed into it"),
    ("did not find some options", "it offers no such choice"),
    ("strict mode violation", "several things answer to that description"),
    ("outside of the viewport", "it cannot be scrolled to"),
    ("not visible", "it cannot be seen"),
    ("waiting for element to be visible", "it cannot be seen, or keeps moving"),
    ("waiting for", "it did not appear in time"),
    ("ERR_", "the page could not be loaded"),
)
