"""Checks and runs scripts, files or folders of them, and writes the reports of what happened."""

from __future__ import annotations

import os
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sandbox.batch import Batch, Job, Terms
from sandbox.browser import find_browser
from sandbox.check import check_script
from sandbox.junit import junit
from sandbox.keeping import Keeper
from sandbox.masking import Mask
from sandbox.rehearsal import rehearse, together
from sandbox.report import Report, ScriptResult, write_html, write_text
from sandbox.variables import OURS, names_read, secrets, unset
from sandbox.verdicts import not_run

__all__ = ["Known", "ScriptMissing", "Watch", "find_scripts", "names_read", "rehearse", "replay", "together"]
_DISPLAY = {"DISPLAY", "XAUTHORITY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR"}
ENGINES = {"playwright": "a Playwright server (ws://...)", "selenium": "a Selenium Grid (http://...)"}


class ScriptMissing(ValueError):
    """There is no script at a path; the message says which."""


@dataclass(frozen=True)
class Known:
    """What is known of a step's element: `how` it is told from others, in words, and what it stood among when it was
    recorded, as `sandbox.namesake` takes it."""

    how: str = ""
    place: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Watch:
    """Who looks on: `began` is told how many scripts there are, `step` where a script is (its path, the step's number,
    how many it has, its words), `ended` each attempt's result, and whether it is tried again."""

    began: Callable[[int], None] = lambda count: None
    step: Callable[[str, int, int, str], None] = lambda script, number, of, title: None
    ended: Callable[[ScriptResult, bool], None] = lambda result, again: None


def replay(
    paths: Sequence[Path], *, workers: int = 1, base_url: str | None = None, env: Mapping[str, str] | None = None,
    junit_file: Path | None = None, report_dir: Path | None = None, timeout_s: float = 300, retries: int = 0,
    remotes: Sequence[str] = (), watch: Watch | None = None,
    known: Callable[[Path], Mapping[int, Known]] = lambda script: {},
) -> Report:  # fmt: skip
    """Checks and runs every script on its live site, `workers` at a time, and writes the reports asked for.

    `env` is where a script's inputs and secrets are looked up (by default this process's): it sees only those that
    its source names. `timeout_s` is for each script, `retries` how often one that failed is run again. `remotes` are
    the engines to use in place of a browser of their own: a Selenium Grid (http), a Playwright server (ws). `known`
    tells of the elements of a script's steps, by their numbers: a namesake that stands elsewhere is not acted on.
    An interrupt ends the run, not the reports: they say what was seen till then (`Report.stopped`).
    Raises ScriptMissing, BrowserMissing, OSError where a report cannot be written.
    """
    scripts, started, lookup = find_scripts(paths), time.monotonic(), os.environ if env is None else env
    if not remotes:
        find_browser()
    terms = Terms(lookup, workers, base_url or lookup.get("BASE_URL"), timeout_s, traced=report_dir is not None)
    keeper = Keeper(report_dir, scripts)
    with tempfile.TemporaryDirectory(prefix="replay-", ignore_cleanup_errors=True) as scratch:
        run = _Run(terms, Path(scratch), keeper, watch or Watch(), retries, known)
        stopped = run.all(scripts, _engines(remotes))
    results = [_with_ways(run.results[script], known(script)) for script in scripts]
    report = Report(
        tuple(results), base_url=terms.base_url or "",
        seconds=time.monotonic() - started, retries=retries, stopped=stopped,
    )  # fmt: skip
    if junit_file is not None:
        write_text(junit_file, junit(report, run.cases))
    if report_dir is not None:
        report = _written(report, report_dir / "report.html", keeper)
    return report


def _written(report: Report, path: Path, keeper: Keeper) -> Report:
    """Writes the report; on a full disk, without the files beside it."""
    try:
        write_html(report, path)
    except OSError as fault:
        report = replace(report, results=tuple(keeper.make_room(report.results, fault)))
        write_html(report, path)
    return report


@dataclass
class _Run:
    """The results as they come, and pytest's own words on each script for the JUnit file."""

    terms: Terms
    scratch: Path
    keeper: Keeper
    watch: Watch
    retries: int
    known: Callable[[Path], Mapping[int, Known]]
    results: dict[Path, ScriptResult] = field(default_factory=dict)
    cases: dict[str, list[ET.Element]] = field(default_factory=dict)
    _attempt: int = 1
    _masks: dict[Path, Mask] = field(default_factory=dict)

    def all(self, scripts: Sequence[Path], engines: Mapping[str, str]) -> bool:
        """Runs them all; whether it was interrupted."""
        self.watch.began(len(scripts))
        jobs: list[Job] = []
        try:
            jobs = [job for script in scripts if (job := self._checked(script, engines)) is not None]
            for attempt in range(1, self.retries + 2):
                self._attempt = attempt
                self._rounds(jobs)
                jobs = [job for job in jobs if not self.results[job.script].ok]
        except KeyboardInterrupt:
            for script in scripts:
                self.results.setdefault(script, not_run(str(script), _text(script), "not run", "it was not run"))
            return True
        return False

    def _checked(self, script: Path, engines: Mapping[str, str]) -> Job | None:
        """What may run; a result says why the others may not."""
        source, reason = "", ""
        try:
            source = script.read_text(encoding="utf-8")
            reason = "; ".join(map(str, check_script(source)[:3]))
            if lacking := unset(source, self.terms.lookup):
                verb = "is" if len(lacking) == 1 else "are"
                reason = reason or f"{' and '.join(lacking)} {verb} not set in the environment"
        except (OSError, UnicodeDecodeError) as fault:
            reason = f"it cannot be read: {fault}"
        kind = next((kind for kind in ENGINES if f"\nfrom {kind}" in source), "")
        if engines and kind and kind not in engines:
            reason = reason or f"it needs {ENGINES[kind]}, and --remote names none"
        if reason:
            self.results[script] = not_run(str(script), source, "static", reason)
            self.watch.ended(self.results[script], False)
            return None
        names = (names_read(source) - OURS) | (_DISPLAY if self.terms.lookup.get("HEADED") == "1" else set())
        self._masks[script] = Mask(secrets(source, self.terms.lookup))
        places = {number: each.place for number, each in self.known(script).items() if each.place is not None}
        return Job(script, source, frozenset(names), engines.get(kind, ""), places)

    def _rounds(self, jobs: list[Job]) -> None:
        """Runs the jobs; where something ends pytest before its time, those that had not begun run in another one."""
        while jobs:
            batch = Batch(jobs, self.terms, self.scratch, self._ended, self._step)
            try:
                jobs = batch.run()
            finally:
                self._take_cases(batch.test_cases())

    def _take_cases(self, found: Mapping[Path, list[ET.Element]]) -> None:
        for script, cases in found.items():
            for case in cases:
                self._masks[script].element(case)
            self.cases[str(script)] = cases

    def _step(self, job: Job, number: int, line: int) -> None:
        steps = not_run("", job.source, "live", "").steps
        title = next((step.title for step in steps if step.number == number), "")
        self.watch.step(str(job.script), number, len(steps), title)

    def _ended(self, job: Job, result: ScriptResult) -> None:
        again = not result.ok and self._attempt <= self.retries
        before = self.results.get(job.script)
        result = self._masks[job.script].result(result)
        result = replace(self.keeper.keep(result, self._attempt), output="")
        if before is not None:
            result = replace(result, earlier=(*before.earlier, replace(before, earlier=())))
        self.results[job.script] = result
        self.watch.ended(result, again)


def _with_ways(result: ScriptResult, known: Mapping[int, Known]) -> ScriptResult:
    if not known:
        return result
    steps = (replace(step, how=known.get(step.number, Known()).how) for step in result.steps)
    return replace(result, steps=tuple(steps))


def find_scripts(paths: Sequence[Path]) -> list[Path]:
    """Files as they are, and every test_*.py under a folder, in order. Raises ScriptMissing."""
    found: list[Path] = []
    for path in paths:
        scripts = sorted(path.rglob("test_*.py")) if path.is_dir() else [path]
        if not scripts:
            raise ScriptMissing(f"{path} holds no script: none of its files is named test_*.py")
        if not path.exists():
            raise ScriptMissing(f"{path}: there is no such script or folder")
        found += scripts
    return list(dict.fromkeys(found))


def _engines(remotes: Sequence[str]) -> dict[str, str]:
    """Which framework each address serves."""
    return {
        "playwright" if remote.lower().startswith(("ws://", "wss://")) else "selenium": remote for remote in remotes
    }


def _text(script: Path) -> str:
    try:
        return script.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
