"""A pytest plugin that runs beside guarded scripts and writes down what happens: `pytest -p sandbox.witness`.

It imports pytest, the standard library and three files of this package that need no more. Its settings are environment
variables: WITNESS_FOLDER (where events and evidence go), WITNESS_REPLICA (an HTML file to serve on loopback as
BASE_URL), WITNESS_SCRIPTS (a JSON file: for each script which of the variables here it may see, what is set for it, and
what its steps' elements stood among when they were recorded), WITNESS_TRACE (1 records traces), WITNESS_TIMEOUT
(seconds that one test may take: then this process ends) and WITNESS_DEADLINE (seconds until the guard ends the run:
shortly before, the line that runs is written down).

What happens stands in `events-<process>.jsonl`, a line each: {"event": "begin", "script": "0001/test_a.py", ...}.
"""

from __future__ import annotations

import builtins
import json
import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Generator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

from sandbox.evidence import Eyes
from sandbox.namesake import Lookout
from sandbox.reasons import STEP_CALL

TIMED_OUT = 70  # the exit code of a process whose test took too long
_MESSAGE_CAP = 6000
_EVIDENCE_S = 30  # what the evidence of a failure, and closing its browser, may take


def pytest_configure(config: pytest.Config) -> None:
    settings = os.environ
    if replica := settings.get("WITNESS_REPLICA"):
        settings["BASE_URL"] = serve(Path(replica).read_bytes())
    if config.getoption("dist", "no") != "no" and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Overseer(Journal(Path(settings["WITNESS_FOLDER"]), "main")))
        return
    worker = str(getattr(config, "workerinput", {}).get("workerid", "one"))
    witness = Witness(Journal(Path(settings["WITNESS_FOLDER"]), worker), config.rootpath)
    if deadline := settings.get("WITNESS_DEADLINE"):
        _after(max(0.1, float(deadline)), witness.note_line)
    setattr(builtins, STEP_CALL, witness.step)
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


class Journal:
    """Writes events, a line of JSON each, at once: a killed run leaves them too. On a full disk they are kept back."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder, self.name = folder, name
        self._path, self._lock, self._unsaid = folder / f"events-{name}.jsonl", threading.Lock(), ""

    def say(self, event: str, script: str, **facts: object) -> None:
        line = json.dumps({"event": event, "script": script, **facts}) + "\n"
        with self._lock:
            self._unsaid += line
            try:
                with self._path.open("a", encoding="utf-8") as stream:
                    stream.write(self._unsaid)
            except OSError:
                return
            self._unsaid = ""


class Overseer:
    """In the process that hands the scripts out: says which process died on which script."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    @pytest.hookimpl(optionalhook=True)
    def pytest_handlecrashitem(self, crashitem: str) -> None:
        self._journal.say("crashed", crashitem.split("::")[0])


class Witness:
    """In a process that runs scripts: their environment, their time limit, and the journal of what they do."""

    def __init__(self, journal: Journal, root: Path) -> None:
        self._journal, self._root = journal, root
        orders = os.environ.get("WITNESS_SCRIPTS")
        self._orders: dict[str, Any] = json.loads(Path(orders).read_text(encoding="utf-8")) if orders else {}
        names = {name for order in self._orders.values() for name in (*order["names"], *order["set"])}
        self._given = {name: os.environ[name] for name in names if name in os.environ}
        self._managed, self._timeout = names, float(os.environ.get("WITNESS_TIMEOUT", "0"))
        self._eyes, self._pictures = Eyes(traced=os.environ.get("WITNESS_TRACE") == "1"), 0
        self._lookout = Lookout()
        self._script, self._begun = "", 0.0
        self._code: CodeType | None = None
        self._greenlet: Any = None
        self._limit: threading.Timer | None = None

    def step(self, number: int, line: int) -> None:
        """A script has come to a step."""
        at = round(time.monotonic() - self._begun, 3)
        self._journal.say("step", self._script, number=number, line=line, at=at, clock=time.time())
        self._lookout.expect(self._orders.get(self._script, {}).get("places", {}).get(str(number)))

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(
        self, collector: pytest.Collector
    ) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
        if isinstance(collector, pytest.Module):
            self._dress(self._key(collector))
        return (yield)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self._journal.say("error", report.nodeid.split("::")[0], message=str(report.longrepr)[-_MESSAGE_CAP:])

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        for script, count in Counter(map(self._key, session.items)).items():
            self._journal.say("collected", script, tests=count)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        self._script, self._begun = self._key(item), time.monotonic()
        self._code = getattr(getattr(item, "function", None), "__code__", None)
        self._dress(self._script)
        self._end_after(self._timeout)
        self._journal.say("begin", self._script, name=item.name, first_line=_first_line(item))
        try:
            return (yield)
        finally:
            self._end_after(0)
            self._eyes.forget()
            self._lookout.expect(None)
            if self._timeout:
                _end_children()  # a browser whose fixture failed half-way
            self._journal.say("end", self._script, seconds=round(time.monotonic() - self._begun, 3))

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self) -> Generator[None, object, object]:
        value = yield
        self._eyes.meet(value)
        if any(order.get("places") for order in self._orders.values()):
            self._lookout.watch(value)
        return value

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self) -> Generator[None, object, object]:
        if "greenlet" in sys.modules:
            self._greenlet = sys.modules["greenlet"].getcurrent()
        return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        if call.excinfo is not None and (own := call.excinfo.traceback.filter(lambda at: at.path == item.path)):
            call.excinfo.traceback = own  # to show the rest, pytest would parse all of Playwright, a second long
        report = yield
        if report.when == "call" or not report.passed:
            self._journal.say("test", self._script, **self._record(item, call, report))
            self._look(report)
        return report

    def note_line(self) -> None:
        """Writes down the line of the test that runs now. Called from another thread, before something ends it."""
        line = _line_of(self._code, self._greenlet)
        if self._script and line:
            self._journal.say("line", self._script, line=line)

    def _look(self, report: pytest.TestReport) -> None:
        """Evidence comes after the record: it may hang, and takes the time that a hanging page makes it take."""
        if report.failed:
            self._end_after(min(_EVIDENCE_S, self._timeout))
            self._pictures += 1
            place = self._journal.folder / f"failure-{self._journal.name}-{self._pictures}"
            for name, found in self._eyes.look(place):
                self._journal.say("evidence", self._script, **{name: found})
        if report.when == "call" and os.environ.get("WITNESS_REPLICA") and (state := self._eyes.state()):
            self._journal.say("evidence", self._script, state=state)

    def _record(self, item: pytest.Item, call: pytest.CallInfo[None], report: pytest.TestReport) -> dict[str, Any]:
        record: dict[str, Any] = {"name": item.name, "phase": report.when, "outcome": report.outcome}
        record |= {"first_line": _first_line(item), "line": None, "kind": "", "message": "", "text": ""}
        record["at"] = round(time.monotonic() - self._begun, 3)
        if call.excinfo is not None:
            record["kind"] = call.excinfo.type.__name__
            record["message"] = _message(call, report)[:_MESSAGE_CAP]
            record["line"] = _failing_line(item, call)
            record["text"] = report.longreprtext[-_MESSAGE_CAP:]
        if report.when == "call":
            record["properties"] = {str(name): str(value) for name, value in item.user_properties}
        return record

    def _key(self, node: pytest.Item | pytest.Collector) -> str:
        return node.path.relative_to(self._root).as_posix()

    def _dress(self, script: str) -> None:
        """Gives a script the variables that its source names and no other script's."""
        if order := self._orders.get(script):
            for name in self._managed:
                os.environ.pop(name, None)
            os.environ.update({name: self._given[name] for name in order["names"] if name in self._given})
            os.environ.update(order["set"])

    def _end_after(self, seconds: float) -> None:
        """Ends this process after so many seconds from now, in place of what was set before; 0 sets no limit."""
        if self._limit is not None:
            self._limit.cancel()
        self._limit = _after(seconds, self._time_out) if seconds and self._timeout else None

    def _time_out(self) -> None:
        self.note_line()
        self._journal.say("late", self._script, seconds=round(time.monotonic() - self._begun, 3))
        _end_children()
        os._exit(TIMED_OUT)


def _end_children() -> None:
    from sandbox.processes import kill, tree

    kill(tree(os.getpid())[1:])


def _after(seconds: float, call: Any) -> threading.Timer:
    timer = threading.Timer(seconds, call)
    timer.daemon = True
    timer.start()
    return timer


def _first_line(item: pytest.Item) -> int:
    return (item.location[1] or 0) + 1


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
