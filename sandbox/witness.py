"""A pytest plugin that runs beside a guarded script and writes down what happened: `pytest -p sandbox.witness`.

It imports pytest and the standard library alone, for it is loaded inside the guard. Its settings are environment
variables: WITNESS_RESULT (the JSON file to write), WITNESS_REPLICA (an HTML file to serve on loopback as BASE_URL) and
WITNESS_DEADLINE (seconds until the guard ends the run; shortly before, the line that runs is written down).
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Generator, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

_MESSAGE_CAP = 6000
_PICTURE_MS = 5000


def pytest_configure(config: pytest.Config) -> None:
    witness = Witness(Path(os.environ["WITNESS_RESULT"]))
    if replica := os.environ.get("WITNESS_REPLICA"):
        os.environ["BASE_URL"] = serve(Path(replica).read_bytes())
    if deadline := os.environ.get("WITNESS_DEADLINE"):
        timer = threading.Timer(max(0.1, float(deadline)), witness.note_running)
        timer.daemon = True
        timer.start()
    config.pluginmanager.register(witness)


def serve(page: bytes) -> str:
    """Serves one page under every path of a free loopback port; the base URL."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            missing = self.path == "/favicon.ico"
            self.send_response(204 if missing else 200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", "0" if missing else str(len(page)))
            self.end_headers()
            if not missing:
                self.wfile.write(page)

        do_POST = do_GET

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=partial(server.serve_forever, poll_interval=0.05), daemon=True).start()
    return f"http://127.0.0.1:{server.server_address[1]}"


class Witness:
    """Collects one record for each test and keeps the result file current, so that a killed run leaves one too."""

    def __init__(self, result: Path) -> None:
        self.result, self.tests, self.error = result, list[dict[str, Any]](), ""
        self.running: dict[str, Any] | None = None
        self._code: CodeType | None = None
        self._greenlet: Any = None

    def write(self) -> None:
        document = {"tests": self.tests, "error": self.error, "running": self.running}
        draft = self.result.with_suffix(".part")
        draft.write_text(json.dumps(document), encoding="utf-8")
        draft.replace(self.result)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.error = str(report.longrepr)[-_MESSAGE_CAP:]
            self.write()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None, object, object]:
        self._code = getattr(getattr(item, "function", None), "__code__", None)
        self.running = {"name": item.name, "first_line": (item.location[1] or 0) + 1, "line": None}
        if "greenlet" in sys.modules:
            self._greenlet = sys.modules["greenlet"].getcurrent()
        return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        if report.when == "call" or not report.passed:
            self.tests.append(self._record(item, call, report))
        if report.when == "call":
            self.running = None
        self.write()
        return report

    def _record(self, item: pytest.Item, call: pytest.CallInfo[None], report: pytest.TestReport) -> dict[str, Any]:
        record: dict[str, Any] = {"name": item.name, "phase": report.when, "outcome": report.outcome}
        record |= {"first_line": (item.location[1] or 0) + 1, "line": None, "kind": "", "message": ""}
        if call.excinfo is not None:
            record["kind"] = call.excinfo.type.__name__
            record["message"] = _message(call, report)[:_MESSAGE_CAP]
            record["line"] = _failing_line(item, call)
        if report.when == "call":
            record["properties"] = {str(name): str(value) for name, value in item.user_properties}
            record |= self._look(item, picture=report.failed)
        return record

    def _look(self, item: pytest.Item, picture: bool) -> dict[str, str]:
        """The picture of a failed test, and the end state of a replica, from whatever drives the browser."""
        seen: dict[str, str] = {}
        for eye in _eyes(item):
            try:
                if picture and "picture" not in seen:
                    path = self.result.with_name(f"failure-{len(self.tests) + 1}.png")
                    path.write_bytes(eye.picture())
                    seen["picture"] = path.name
                if state := eye.state():
                    seen["state"] = state
            except _driver_errors():
                continue
        return seen

    def note_running(self) -> None:
        """Writes down the line of the test that runs now. Called from another thread, before the guard ends it all."""
        line = _line_of(self._code, self._greenlet)
        if self.running is not None and line:
            self.running["line"] = line
            self.write()


def _message(call: pytest.CallInfo[None], report: pytest.TestReport) -> str:
    assert call.excinfo is not None
    if call.excinfo.typename == "FixtureLookupError":  # whose own text is a tuple
        faults = [line[1:].strip() for line in report.longreprtext.splitlines() if line.startswith("E ")]
        return "\n".join(faults[:1])
    return str(call.excinfo.value)


def _failing_line(item: pytest.Item, call: pytest.CallInfo[None]) -> int | None:
    """The line in the test function that failed, else the last one in its file."""
    assert call.excinfo is not None
    code = getattr(getattr(item, "function", None), "__code__", None)
    inside = [entry for entry in call.excinfo.traceback if str(entry.path) == str(item.path)]
    of_test = [entry for entry in inside if entry.frame.code.raw is code]
    chosen = (of_test or inside)[-1:]
    return chosen[0].lineno + 1 if chosen else None


def _line_of(code: CodeType | None, waiting: Any) -> int | None:
    # Playwright waits in a greenlet of its own: the test's frame is then not on the thread's stack, but suspended.
    main = threading.main_thread().ident
    frames: list[FrameType | None] = [sys._current_frames().get(main or 0), getattr(waiting, "gr_frame", None)]
    for frame in frames:
        while frame is not None:
            if frame.f_code is code:
                return frame.f_lineno
            frame = frame.f_back
    return None


_STATE = "window.__state ? window.__state() : ''"


class _PlaywrightEye:
    def __init__(self, page: Any) -> None:
        self._page = page

    def picture(self) -> bytes:
        return bytes(self._page.screenshot(timeout=_PICTURE_MS))

    def state(self) -> str:
        return str(self._page.evaluate(f"() => {_STATE}"))


class _SeleniumEye:
    def __init__(self, driver: Any) -> None:
        self._driver = driver

    def picture(self) -> bytes:
        return bytes(self._driver.get_screenshot_as_png())

    def state(self) -> str:
        return str(self._driver.execute_script(f"return {_STATE}"))


def _eyes(item: pytest.Item) -> Iterator[_PlaywrightEye | _SeleniumEye]:
    for value in getattr(item, "funcargs", {}).values():
        if hasattr(value, "get_screenshot_as_png"):
            yield _SeleniumEye(value)
        elif hasattr(value, "screenshot") and hasattr(value, "context"):
            pages = value.context.pages
            yield _PlaywrightEye(pages[-1] if pages else value)


def _driver_errors() -> tuple[type[BaseException], ...]:
    """What a browser that has gone away, or is held by an alert, makes its driver raise."""
    names = {"playwright.sync_api": "Error", "selenium.common": "WebDriverException"}
    found = [getattr(sys.modules[module], name) for module, name in names.items() if module in sys.modules]
    return (OSError, *found)
