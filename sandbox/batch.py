"""Many scripts in one guarded pytest, several at a time, each with its own variables, limits and result."""

from __future__ import annotations

import json
import math
import shutil
import tempfile
import threading
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sandbox import guarded
from sandbox.browser import Browser, find_browser
from sandbox.events import Journals, Record
from sandbox.jail import Guard, Outcome, best_guard, run_guarded
from sandbox.reasons import marked
from sandbox.report import ScriptResult
from sandbox.verdicts import result_of

_STALL_S = 45  # after a script's own limit: its process ends it by itself, as long as it can
_STARTUP_S = 120
_ORDERLY = (0, 1, 5)  # pytest's exit codes where it came to its end
_X11 = Path("/tmp/.X11-unix")


@dataclass(frozen=True)
class Job:
    """One script to run. `names` are the variables that it may see, `remote` the engine that it uses, "" its own;
    `places` is what its steps' elements stood among, by the steps' numbers (`sandbox.namesake`)."""

    script: Path
    source: str
    names: frozenset[str] = frozenset()
    remote: str = ""
    places: Mapping[int, Mapping[str, Any]] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Terms:
    """What the scripts of a replay run under. `lookup` is where their variables come from; seconds are for each."""

    lookup: Mapping[str, str]
    workers: int = 1
    base_url: str | None = None
    timeout_s: float = 300
    traced: bool = False


class Batch:
    """One run of pytest.

    `on_result` is called for each script as soon as it has ended, `on_step` when it comes to a step (its number, its
    line), both on the thread that calls `run`. The files of a result are gone after `on_result`: what is wanted of them
    is kept there.
    """

    def __init__(
        self, jobs: Sequence[Job], terms: Terms, scratch: Path, on_result: Callable[[Job, ScriptResult], None],
        on_step: Callable[[Job, int, int], None],
    ) -> None:  # fmt: skip
        self._terms, self._on_result, self._on_step = terms, on_result, on_step
        self._folder = Path(tempfile.mkdtemp(prefix="run-", dir=scratch.absolute()))
        self._jobs = {f"{number:04}/{job.script.name}": job for number, job in enumerate(jobs, 1)}
        self._records = {key: Record(key) for key in self._jobs}
        self._journals, self._stop = Journals(self._folder), threading.Event()
        self._since, self._told, self._hung = dict[str, float](), set[str](), ""

    def run(self) -> list[Job]:
        """Runs them, and gives those that did not begin. Raises BrowserMissing; an interrupt ends all that runs."""
        browser, self._guard = self._engine()
        env = self._prepare(browser)
        try:
            outcome = self._guarded(browser, env)
        except KeyboardInterrupt:
            self._tick()
            self._close(guarded.KILLED["stopped"])
            raise
        self._tick()
        self._close(self._ended(outcome))
        left = [key for key in self._jobs if key not in self._told]
        if left and (outcome.returncode in _ORDERLY or not self._told):
            for key in left:
                self._tell(key, _last_words(outcome))
            return []
        return [self._jobs[key] for key in left]

    def test_cases(self) -> dict[Path, list[ET.Element]]:
        """What pytest's own JUnit file says of each script; {} where it did not come to write one."""
        found: dict[Path, list[ET.Element]] = {}
        names = {key.removesuffix(".py").replace("/", "."): job.script for key, job in self._jobs.items()}
        with suppress(OSError, ET.ParseError):
            for case in ET.parse(self._folder / "junit.xml").iter("testcase"):
                if script := names.get(case.get("classname", "")):
                    found.setdefault(script, []).append(case)
        return found

    def _engine(self) -> tuple[Browser | None, Guard]:
        if all(job.remote for job in self._jobs.values()):
            return None, best_guard()
        browser = guarded.with_driver(find_browser(), [job.source for job in self._jobs.values()])
        return browser, "process group" if browser.snapped else best_guard()

    def _prepare(self, browser: Browser | None) -> dict[str, str]:
        """Writes the scripts' copies and their orders; the environment of pytest."""
        orders, used = {}, dict[str, str]()
        for key, job in self._jobs.items():
            self._downloads(key).mkdir(parents=True)
            (self._folder / key).write_text(marked(job.source), encoding="utf-8")
            given = {name: self._terms.lookup[name] for name in job.names if name in self._terms.lookup}
            here = {} if "DOWNLOAD_DIR" in given else {"DOWNLOAD_DIR": str(self._downloads(key))}
            remote = {"REMOTE_URL": job.remote} if job.remote else {}
            orders[key] = {"names": sorted(given), "set": here | remote, "places": job.places}
            used |= given
        (self._folder / "scripts.json").write_text(json.dumps(orders), encoding="utf-8")
        ours = {
            "WITNESS_SCRIPTS": str(self._folder / "scripts.json"), "WITNESS_TIMEOUT": f"{self._terms.timeout_s:g}",
            "WITNESS_TRACE": "1" if self._terms.traced else "",
        }  # fmt: skip
        base = {"BASE_URL": self._terms.base_url} if self._terms.base_url else {}
        return guarded.environment(self._folder, browser, self._guard, loopback_only=False) | ours | base | used

    def _guarded(self, browser: Browser | None, env: Mapping[str, str]) -> Outcome:
        workers = min(self._terms.workers, len(self._jobs))
        options = ["--continue-on-collection-errors", "--import-mode=importlib", "--junitxml=junit.xml"]
        if workers > 1:
            options += ["-p", "xdist.plugin", "-n", str(workers), "--dist=worksteal"]
            options += [f"--max-worker-restart={10 * len(self._jobs)}"]
        each = (self._terms.timeout_s + _STALL_S) * math.ceil(len(self._jobs) / workers)
        folders = {job.script.parent.absolute() for job in self._jobs.values()}
        return run_guarded(
            guarded.command(self._folder, list(self._jobs), *options), workdir=self._folder, env=env,
            timeout_s=_STARTUP_S + each, memory_mb=guarded.MEMORY_MB, shares=workers, network="any", guard=self._guard,
            readable=[*guarded.needed(browser), *folders, *guarded.existing_files(env), _X11],
            writable=guarded.download_folder(env), stop=self._stop, on_tick=self._tick,
        )  # fmt: skip

    def _tick(self) -> None:
        """Takes what is new in the journals, and sees to it that nothing hangs for ever."""
        for event in self._journals.news():
            key = event["script"]
            if key not in self._jobs or key in self._told:
                continue
            record = self._records[key]
            record.take(event)
            if event["event"] == "begin":
                self._since[key] = time.monotonic()
            elif event["event"] == "step":
                self._on_step(self._jobs[key], event["number"], event["line"])
            if record.done:
                self._tell(key, self._too_long() if record.lost == "late" else "")
        oldest = min(
            (key for key in self._since if key not in self._told), key=lambda key: self._since[key], default=""
        )
        if oldest and not self._hung and time.monotonic() - self._since[oldest] > self._terms.timeout_s + _STALL_S:
            self._hung = oldest  # not even its own process could end it
            self._stop.set()

    def _ended(self, outcome: Outcome) -> str:
        """Why those that had begun could not end, where pytest itself was ended."""
        if self._hung:
            return self._too_long()
        return guarded.KILLED.get(outcome.killed_for, _last_words(outcome))

    def _too_long(self) -> str:
        return f"it did not end within {self._terms.timeout_s:g} seconds"

    def _close(self, ended: str) -> None:
        """Results for all that had begun and did not end."""
        begun = [key for key in self._jobs if key not in self._told and self._records[key].begun]
        for key in begun:
            others = [self._jobs[other].script.name for other in begun if other != key]
            shared = ended in (guarded.KILLED["memory"], guarded.KILLED["processes"]) and bool(others)
            if self._hung and key != self._hung:
                self._tell(key, f"its run was ended: {self._jobs[self._hung].script.name} hung beside it")
            else:
                self._tell(key, f"{ended}, together with {', '.join(others)}" if shared else ended)

    def _tell(self, key: str, ended: str) -> None:
        self._told.add(key)
        job = self._jobs[key]
        result = result_of(
            self._records[key], job.source, name=str(job.script), stage="live", folder=self._folder,
            downloads=self._downloads(key), guard=self._guard, ended=ended,
        )  # fmt: skip
        self._on_result(job, result)
        self._clear(key)

    def _clear(self, key: str) -> None:
        """Nothing of a script's is left when it has ended: not on the disk, not in memory."""
        shutil.rmtree(self._downloads(key), ignore_errors=True)
        for kind in ("picture", "trace", "source"):
            if name := self._records[key].evidence.get(kind):
                (self._folder / name).unlink(missing_ok=True)
        self._records[key] = Record(key)
        self._since.pop(key, None)

    def _downloads(self, key: str) -> Path:
        return (self._folder / key).parent / "downloads"


def _last_words(outcome: Outcome) -> str:
    return "it holds no test" if outcome.returncode in _ORDERLY else guarded.last_words(outcome)
