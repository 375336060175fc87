"""What is to be seen in the browsers of one test: pictures, console lines, a trace, the page's source.

Loaded inside the guard, beside a script: it imports the standard library alone, and learns of whatever drives a browser
from the fixtures that a test is given. All of it is for failures only; what cannot be had is left out.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PICTURE_MS = 5000
_LINES = 200  # console lines that are kept: the last ones
_LINE_CAP = 500
_SOURCE_CAP = 2_000_000
_STATUS = "performance.getEntriesByType('navigation')[0]?.responseStatus ?? 0"
_STATE = "window.__state ? window.__state() : ''"


class Eyes:
    """The browsers of the test that runs; `traced` records a trace of each that can."""

    def __init__(self, traced: bool = False) -> None:
        self._traced, self._eyes = traced, list[PlaywrightEye | SeleniumEye]()

    def meet(self, value: object) -> None:
        """Takes note of a fixture's value, where it is a page or a driver."""
        eye = _eye(value)
        if eye is not None:
            self._eyes.append(eye)
            try:
                eye.begin(self._traced)
            except driver_errors():
                return

    def forget(self) -> None:
        self._eyes.clear()

    def state(self) -> str:
        """How a replica looks at the end, as JSON; "" on any other page."""
        for eye in self._eyes:
            try:
                if state := eye.state():
                    return state
            except driver_errors():
                continue
        return ""

    def look(self, place: Path) -> Iterator[tuple[str, Any]]:
        """What is left of a failure, one after the other, since a page may hang at any of them: files whose names begin
        as `place` does, the last `console` lines, the page's `url` and the `status` that its server answered with."""
        seen = set[str]()
        for eye in self._eyes:
            for name, look in eye.looks().items():
                try:
                    found = None if name in seen else look(place)
                except driver_errors() as fault:
                    if "Timeout" in type(fault).__name__:  # the page is stuck: it will not answer the next question
                        break
                    continue
                if found:
                    seen.add(name)
                    yield name, found.name if isinstance(found, Path) else found


class PlaywrightEye:
    def __init__(self, page: Any) -> None:
        self._page, self._context, self._lines = page, page.context, deque[str](maxlen=_LINES)
        self._traced = False

    def begin(self, traced: bool) -> None:
        context = self._context
        context.on("console", lambda message: self._say(message.type, message.text))
        context.on("weberror", lambda fault: self._say("uncaught", str(fault.error)))
        context.on("requestfailed", lambda request: self._say("request", f"{request.url} failed: {request.failure}"))
        context.on("response", self._answered)
        if traced:
            context.tracing.start(screenshots=True, snapshots=True)
            self._traced = True

    def looks(self) -> dict[str, Any]:
        return {
            "url": lambda place: self._top().url, "console": lambda place: list(self._lines),
            "trace": self._trace, "picture": self._picture, "status": self._status,
        }  # fmt: skip

    def state(self) -> str:
        return str(self._top().evaluate(f"() => {_STATE}"))

    def _status(self, place: Path) -> int:
        return int(self._top().evaluate(f"() => {_STATUS}"))

    def _answered(self, response: Any) -> None:
        if response.status >= 400:
            self._say("response", f"{response.status} {response.request.method} {response.url}")

    def _say(self, kind: str, words: str) -> None:
        self._lines.append(f"{kind}: {words}"[:_LINE_CAP])

    def _top(self) -> Any:
        pages = self._context.pages
        return pages[-1] if pages else self._page

    def _picture(self, place: Path) -> Path:
        path = place.with_suffix(".png")
        path.write_bytes(self._top().screenshot(timeout=PICTURE_MS))
        return path

    def _trace(self, place: Path) -> Path | None:
        if not self._traced:
            return None
        path = place.with_suffix(".trace.zip")
        self._context.tracing.stop(path=path)
        return path


class SeleniumEye:
    def __init__(self, driver: Any) -> None:
        self._driver = driver

    def begin(self, traced: bool) -> None:
        """Selenium has no trace; its console is asked for at the end."""

    def looks(self) -> dict[str, Any]:
        return {
            "url": lambda place: self._driver.current_url,
            "picture": self._picture, "console": self._console, "source": self._source,
            "status": lambda place: self._driver.execute_script(f"return {_STATUS}"),
        }  # fmt: skip

    def state(self) -> str:
        return str(self._driver.execute_script(f"return {_STATE}"))

    def _picture(self, place: Path) -> Path:
        path = place.with_suffix(".png")
        path.write_bytes(self._driver.get_screenshot_as_png())
        return path

    def _console(self, place: Path) -> list[str]:
        asked = self._driver.execute("getLog", {"type": "browser"})["value"]
        lines = [f"{entry['level'].lower()}: {entry['message']}"[:_LINE_CAP] for entry in asked]
        return lines[-_LINES:]

    def _source(self, place: Path) -> Path:
        path = place.with_suffix(".page.html")
        path.write_text(self._driver.page_source[:_SOURCE_CAP], encoding="utf-8", errors="replace")
        return path


def _eye(value: object) -> PlaywrightEye | SeleniumEye | None:
    if hasattr(value, "get_screenshot_as_png"):
        return SeleniumEye(value)
    if hasattr(value, "screenshot") and hasattr(value, "context"):
        return PlaywrightEye(value)
    return None


def driver_errors() -> tuple[type[BaseException], ...]:
    """What a browser that has gone away, or is held by an alert, makes its driver raise; and a full disk."""
    names = {
        "playwright.sync_api": "Error", "selenium.common": "WebDriverException", "urllib3.exceptions": "HTTPError",
    }  # fmt: skip
    found = [getattr(sys.modules[module], name) for module, name in names.items() if module in sys.modules]
    return (OSError, KeyError, *found)
