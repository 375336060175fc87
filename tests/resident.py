"""A process that runs many generated tests, one after the other, in one browser of each framework.

Starting a browser costs more than most tests do. `Resident.run` stands in for `sandbox.jail.run_guarded`: the same
pytest command, environment and folder, but in a process that has everything loaded, where `launch` and
`webdriver.Chrome` hand out the browser that is open already, without anything of the test before. The guard and the
start of a browser are left to the tests that are about them.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from sandbox.jail import Outcome

_ROOT = Path(__file__).parents[1]


class Resident:
    """The near end: starts the process when it is first needed. Use it as a context manager."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Resident:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.communicate()

    def run(
        self, argv: Sequence[str], *, workdir: Path, env: Mapping[str, str] | None = None, **_: object
    ) -> Outcome:  # fmt: skip
        """Runs `python -m pytest ...` as `run_guarded` does, in the open process."""
        assert list(argv[:3]) == [sys.executable, "-m", "pytest"]
        if self._process is None:
            command = [sys.executable, "-m", "tests.resident"]
            self._process = subprocess.Popen(
                command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
            )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        started = time.monotonic()
        patient = {"HOME": str(workdir), "TIMEOUT": "60", **(env or {})}  # a busy machine takes its time
        order = {"arguments": list(argv[3:]), "folder": str(workdir), "env": patient}
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        ended = json.loads(self._process.stdout.readline())
        return Outcome(ended["code"], ended["said"], "", time.monotonic() - started, "", "process group")


def _serve() -> None:
    """The far end: one order a line on standard input, one answer a line on standard output."""
    import playwright.sync_api
    from selenium import webdriver

    answers, before = sys.stdout, dict(os.environ)
    with contextlib.ExitStack() as ends:
        playwright.sync_api.sync_playwright = _SharedPlaywright(ends).open
        webdriver.Chrome = _SharedDriver(ends).open
        for line in sys.stdin:
            order = json.loads(line)
            said = io.StringIO()
            with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
                code = _pytest(order["arguments"], Path(order["folder"]), before | order["env"])
            answers.write(json.dumps({"code": code, "said": said.getvalue()}) + "\n")
            answers.flush()


def _pytest(arguments: list[str], folder: Path, env: Mapping[str, str]) -> int:
    """pytest's exit code; afterwards nothing of it is left but what stands in its folder."""
    modules, path, before, place = set(sys.modules), list(sys.path), dict(os.environ), Path.cwd()
    os.chdir(folder)
    _put(env)
    try:
        return int(pytest.main(arguments, plugins=[_OwnLines()]))
    finally:
        os.chdir(place)
        _put(before)
        sys.path[:] = path
        for name in set(sys.modules) - modules:
            if str(getattr(sys.modules[name], "__file__", None)).startswith(str(folder)):
                del sys.modules[name]


class _OwnLines:
    """Leaves of a failure what stands in the script itself: to show the rest, pytest would parse all of Playwright."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> None:
        if call.excinfo is not None and (own := call.excinfo.traceback.filter(lambda at: at.path == item.path)):
            call.excinfo.traceback = own


def _put(env: Mapping[str, str]) -> None:
    os.environ.clear()
    os.environ.update(env)


class _SharedPlaywright:
    """`sync_playwright` for all tests: the browser stays open, what was opened in it is closed."""

    def __init__(self, ends: contextlib.ExitStack) -> None:
        from playwright.sync_api import sync_playwright

        self._ends, self._start = ends, sync_playwright
        self._playwright: Any = None
        self._browser: Any = None

    @contextlib.contextmanager
    def open(self) -> Iterator[Any]:
        if self._playwright is None:
            self._playwright = self._ends.enter_context(self._start())
            launch = self._playwright.chromium.launch
            self._playwright.chromium.launch = lambda **options: self._launched(launch, options)
        yield self._playwright

    def _launched(self, launch: Callable[..., Any], options: Mapping[str, Any]) -> Any:
        if self._browser is None:
            self._browser = launch(**options)
            self._ends.callback(self._browser.close)
            self._browser.close = self._emptied
        return self._browser

    def _emptied(self) -> None:
        for context in self._browser.contexts:
            context.close()


class _SharedDriver:
    """`webdriver.Chrome` for all tests: one driver, a new window and a new folder for downloads for each test."""

    def __init__(self, ends: contextlib.ExitStack) -> None:
        from selenium import webdriver

        self._ends, self._start = ends, webdriver.Chrome
        self._driver: Any = None

    def open(self, options: Any, service: Any = None) -> Any:
        if self._driver is None:
            options.add_argument("--disable-site-isolation-trials")  # one of the tests may want it
            self._driver = self._start(options, service)
            self._ends.callback(self._driver.quit)
            self._driver.quit = lambda: None
        old = self._driver.window_handles
        self._driver.switch_to.new_window("tab")
        fresh = self._driver.current_window_handle
        for handle in old:
            self._driver.switch_to.window(handle)
            self._driver.close()
        self._driver.switch_to.window(fresh)
        folder = options.experimental_options.get("prefs", {}).get("download.default_directory")
        where = {"behavior": "allow", "downloadPath": folder} if folder else {"behavior": "default"}
        self._driver.execute_cdp_cmd("Browser.setDownloadBehavior", where)
        return self._driver


if __name__ == "__main__":
    _serve()
