"""Runs scripts through pytest in a guarded process, and reads what happened step by step."""

from __future__ import annotations

import ast
import itertools
import json
import os
import shlex
import shutil
import site
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, TypeVar

from sandbox.browser import Browser, fetch_driver, find_browser, flags, playwright_cache
from sandbox.jail import Guard, Outcome, best_guard, run_guarded
from sandbox.reasons import StepComment, sentence, step_at, step_comments
from sandbox.report import Report, ScriptResult, Stage, Status, StepResult, as_html, junit

MEMORY_MB = 3072
T = TypeVar("T")


class ScriptMissing(ValueError):
    """There is no script at a path; the message says which."""


def rehearse(
    source: str, *, stage: Literal["replica", "live"], workdir: Path, name: str = "test_script.py",
    replica_html: str | None = None, base_url: str | None = None, env: Mapping[str, str] | None = None,
    files: Sequence[str] = (), readable: Iterable[Path] = (), timeout_s: float = 90, guard: Guard | None = None,
    stop: threading.Event | None = None,
) -> ScriptResult:  # fmt: skip
    """Runs one script, in a new folder under `workdir`, on the replica page or on the live site at `base_url`.

    On the replica the script and its browser have a network of their own (where bubblewrap works), and the page is
    served inside it. `env` are the inputs and secrets that the script may see; `files` are names of files to upload,
    made up in its folder where they don't exist; `readable` are further paths it may read.
    Raises BrowserMissing.
    """
    browser = _with_driver(find_browser(), source)
    guard = "process group" if browser.snapped else guard or best_guard()
    workdir.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{Path(name).stem}-", dir=workdir.absolute()))
    script = folder / name
    script.write_text(source, encoding="utf-8")
    given = _existing_files(env or {})
    for file in files:
        _make_up(folder, file)
    settings = _settings(folder, browser, guard, stage, timeout_s)
    if stage == "replica":
        (folder / "replica.html").write_text(replica_html or "", encoding="utf-8")
        settings["WITNESS_REPLICA"] = str(folder / "replica.html")
    elif base_url:
        settings["BASE_URL"] = base_url
    outcome = run_guarded(
        _pytest(script), workdir=folder, env=settings | dict(env or {}), timeout_s=timeout_s, memory_mb=MEMORY_MB,
        readable=[*_needed(browser), *readable, *given], writable=_download_folder(env or {}),
        network="loopback" if stage == "replica" else "any", guard=guard, stop=stop,
    )  # fmt: skip
    return _result(source, name, stage, folder, outcome, timeout_s)


def replay(
    paths: Sequence[Path], *, workers: int = 1, base_url: str | None = None, env: Mapping[str, str] | None = None,
    junit_file: Path | None = None, report_dir: Path | None = None, timeout_s: float = 300,
    on_result: Callable[[ScriptResult], None] | None = None,
) -> Report:  # fmt: skip
    """Checks and runs every script on its live site, `workers` at a time, and writes the reports asked for.

    `env` is where a script's inputs and secrets are looked up (by default this process's): it sees only those that
    its source names. `on_result` is called from the threads that run them. Raises ScriptMissing, BrowserMissing.
    """
    scripts, started = find_scripts(paths), time.monotonic()
    find_browser()
    lookup = os.environ if env is None else env
    with tempfile.TemporaryDirectory(prefix="replay-") as scratch:

        def run(script: Path, stop: threading.Event) -> ScriptResult:
            result = _checked_run(script, Path(scratch), base_url, lookup, timeout_s, stop)
            if on_result is not None:
                on_result(result)
            return result

        results = together([lambda stop, script=script: run(script, stop) for script in scripts], workers)  # type: ignore[misc]
        if report_dir is not None:
            results = _keep(results, report_dir)
        report = Report(tuple(results), base_url=base_url or "", seconds=time.monotonic() - started)
        if report_dir is not None:
            (report_dir / "report.html").write_text(as_html(report), encoding="utf-8")
        if junit_file is not None:
            junit_file.parent.mkdir(parents=True, exist_ok=True)
            junit_file.write_text(junit(report), encoding="utf-8")
        if report_dir is None:
            report = replace(report, results=tuple(replace(r, picture=None, downloads=()) for r in results))
    return report


def together(calls: Sequence[Callable[[threading.Event], T]], workers: int = 2) -> list[T]:
    """Runs the calls, `workers` at a time, in order of their results. Each gets an event that asks it to stop: it is
    set when this is interrupted or a call raises, so that no guarded process outlives it."""
    stop = threading.Event()
    with ThreadPoolExecutor(max_workers=max(1, workers)) as pool:
        futures = [pool.submit(call, stop) for call in calls]
        try:
            return [future.result() for future in futures]
        except BaseException:
            stop.set()
            pool.shutdown(cancel_futures=True)
            raise


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


def names_read(source: str) -> set[str]:
    """The environment variables that a script names: os.environ["X"], os.environ.get("X"), os.getenv("X")."""
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except (SyntaxError, ValueError):
        return set()
    keys = [node.slice for node in nodes if isinstance(node, ast.Subscript)]
    keys += [node.args[0] for node in nodes if isinstance(node, ast.Call) and node.args]
    strings = {key.value for key in keys if isinstance(key, ast.Constant) and isinstance(key.value, str)}
    return {text for text in strings if text.isidentifier() and text.isupper()}


def _checked_run(
    script: Path, scratch: Path, base_url: str | None, lookup: Mapping[str, str], timeout_s: float,
    stop: threading.Event,
) -> ScriptResult:  # fmt: skip
    from sandbox.check import check_script

    try:
        source = script.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        return ScriptResult(str(script), "static", ok=False, reason=f"it cannot be read: {fault}")
    findings = check_script(source)
    if findings:
        steps = tuple(StepResult(step.number, step.title, "not run") for step in step_comments(source))
        return ScriptResult(str(script), "static", ok=False, steps=steps, reason="; ".join(map(str, findings[:3])))
    names = (names_read(source) - _OURS) | (_DISPLAY if lookup.get("HEADED") == "1" else set())
    result = rehearse(
        source, stage="live", workdir=scratch, name=script.name, base_url=base_url or lookup.get("BASE_URL"),
        env={name: lookup[name] for name in names if name in lookup}, timeout_s=timeout_s, stop=stop,
        readable=[script.parent.absolute(), Path("/tmp/.X11-unix")],
    )  # fmt: skip
    return replace(result, script=str(script))


_OURS = {"BROWSER_PATH", "BASE_URL", "SE_CHROMEDRIVER", "PATH", "HOME"}
_DISPLAY = {"DISPLAY", "XAUTHORITY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR"}


def _with_driver(browser: Browser, source: str) -> Browser:
    """Selenium gets its driver from the network where there is none: before the guard closes it off."""
    if browser.driver is None and "selenium" in source:
        return replace(browser, driver=fetch_driver(browser.path))
    return browser


def _settings(folder: Path, browser: Browser, guard: Guard, stage: str, timeout_s: float) -> dict[str, str]:
    """The environment of the pytest process, apart from the script's own inputs."""
    downloads = folder / "downloads"
    downloads.mkdir()
    settings = {
        "BROWSER_PATH": str(_wrapped(browser, folder, guard, stage)),
        "DOWNLOAD_DIR": str(downloads),
        "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent.parent), *_user_packages()]),
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PLAYWRIGHT_BROWSERS_PATH": str(playwright_cache()),
        "SE_AVOID_STATS": "true",
        "WITNESS_RESULT": str(folder / "result.json"),
        "WITNESS_DEADLINE": str(timeout_s - min(1.0, timeout_s / 4)),
    }
    if browser.snapped:
        settings["HOME"] = str(Path.home())  # a snap starts in no other
    if browser.driver:
        settings |= {"SE_CHROMEDRIVER": str(browser.driver), "SE_OFFLINE": "true"}
    return settings


def _user_packages() -> list[str]:
    """Packages installed for one user: found by the home folder, which a guarded process has another of."""
    return [site.getusersitepackages()] if site.ENABLE_USER_SITE else []


def _wrapped(browser: Browser, folder: Path, guard: Guard, stage: str) -> Path:
    """A start script that adds our flags, whichever framework starts the browser. (Windows starts none: no flags.)

    Under bubblewrap the browser's own sandbox may lack the namespaces that it wants, and the guard stands in for it.
    """
    if os.name != "posix":
        return browser.path
    added = flags(loopback_only=stage == "replica")
    if guard == "bwrap" and "--no-sandbox" not in added:
        added.append("--no-sandbox")
    starter = folder / "browser"
    starter.write_text(f'#!/bin/sh\nexec {shlex.join([str(browser.path), *added])} "$@"\n', encoding="utf-8")
    starter.chmod(0o755)
    return starter


def _needed(browser: Browser) -> list[Path]:
    programs = [browser.path, *([browser.driver] if browser.driver else [])]
    return [playwright_cache(), *(program.resolve().parent for program in programs), *programs]


def _pytest(script: Path) -> list[str]:
    (script.parent / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    return [
        sys.executable, "-m", "pytest", script.name, "-p", "sandbox.witness", "-p", "no:cacheprovider", "--noconftest",
        "-c", "pytest.ini", "--rootdir", ".", "--basetemp", "pytest-tmp", "-q", "--no-header", "--tb=short",
        "--color=no",
    ]  # fmt: skip


def _existing_files(env: Mapping[str, str]) -> list[Path]:
    """Inputs that are paths of files: a script that uploads one must be able to read it."""
    paths = (Path(value) for value in env.values() if value.startswith(("/", "~")) and len(value) < 1000)
    return [path for path in paths if path.is_file()]


def _download_folder(env: Mapping[str, str]) -> list[Path]:
    named = env.get("DOWNLOAD_DIR")
    return [Path(named)] if named and Path(named).is_dir() else []


def _make_up(folder: Path, name: str) -> None:
    target = Path(os.path.normpath(folder / name))
    if target.is_relative_to(folder) and not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text("made up for the rehearsal\n", encoding="utf-8")


def _result(source: str, name: str, stage: Stage, folder: Path, outcome: Outcome, timeout_s: float) -> ScriptResult:
    document = _read(folder / "result.json")
    tests, comments = document.get("tests", []), step_comments(source)
    if outcome.killed_for and document.get("running"):
        tests = [*tests, document["running"] | {"outcome": "killed"}]
    bad = next((test for test in tests if test["outcome"] != "passed"), None)
    ok = outcome.returncode == 0 and not outcome.killed_for and bool(tests) and bad is None
    line, reason = (None, "") if ok else _why(source, document.get("error", ""), bad, outcome, timeout_s)
    failed_step = step_at(_of_test(comments, bad), line)
    pictures = [folder / test["picture"] for test in tests if test.get("picture")]
    properties = {key: value for test in tests for key, value in test.get("properties", {}).items()}
    downloads = sorted(path for path in (folder / "downloads").rglob("*") if path.is_file())
    return ScriptResult(
        name, stage, ok, _steps(comments, tests), failed_step, reason, pictures[0] if pictures else None,
        tuple(downloads), properties, next((test["state"] for test in tests if test.get("state")), ""),
        outcome.guard, outcome.seconds, f"{outcome.stdout}{outcome.stderr}",
    )  # fmt: skip


def _of_test(comments: list[StepComment], test: Mapping[str, Any] | None) -> list[StepComment]:
    """A line before the first step of its own test belongs to no step of the test above it."""
    start = test["first_line"] if test else 0
    return [comment for comment in comments if comment.line >= start]


def _read(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return document if isinstance(document, dict) else {}


def _why(
    source: str, load_error: str, bad: Mapping[str, Any] | None, outcome: Outcome, timeout_s: float
) -> tuple[int | None, str]:
    """The line that failed, where one did, and the reason."""
    if outcome.killed_for:
        words = {
            "time": f"it did not end within {timeout_s:g} seconds",
            "memory": f"it used more than {MEMORY_MB} MB of memory",
            "processes": "it started too many processes",
            "stopped": "it was stopped",
        }
        return (bad or {}).get("line"), words[outcome.killed_for]
    if bad is not None:
        reason = sentence(bad["kind"], bad["message"], _code(source, bad["line"]))
        before = {"setup": "before the first step: ", "teardown": "after the last step: "}.get(bad["phase"], "")
        return (bad["line"] if bad["phase"] == "call" else None), before + reason
    if load_error:
        faults = [line[1:].strip() for line in load_error.splitlines() if line.startswith("E ")]
        return None, f"it cannot be loaded: {(faults or load_error.splitlines())[-1]}"
    if outcome.returncode == 5:
        return None, "it holds no test"
    said = (outcome.stderr or outcome.stdout).strip().splitlines()
    return None, f"pytest ended with {outcome.returncode}" + (f": {said[-1]}" if said else "")


def _code(source: str, line: int | None) -> str:
    lines = source.splitlines()
    return lines[line - 1].strip() if line and line <= len(lines) else ""


def _steps(comments: Sequence[StepComment], tests: Sequence[Mapping[str, Any]]) -> tuple[StepResult, ...]:
    """Each step's status from the record of the test it stands in: what comes before the failing line has passed."""

    def test_of(comment: StepComment) -> Mapping[str, Any] | None:
        above = [test for test in tests if test["first_line"] <= comment.line]
        return max(above, key=lambda test: int(test["first_line"]), default=None)

    def status(comment: StepComment) -> Status:
        test = test_of(comment)
        if test is None or (test["outcome"] != "passed" and not test["line"]):
            return "not run"
        begun = [other.line for other in comments if test_of(other) is test and other.line <= (test["line"] or 0)]
        if test["outcome"] == "passed" or (begun and comment.line < begun[-1]):
            return "passed"
        return "failed" if comment.line in begun else "not run"

    return tuple(StepResult(comment.number, comment.title, status(comment)) for comment in comments)


def _keep(results: Sequence[ScriptResult], report_dir: Path) -> list[ScriptResult]:
    """Copies pictures and downloads out of the scratch folder into the report's, each script's under its own name."""
    report_dir.mkdir(parents=True, exist_ok=True)
    kept, taken = [], set[str]()
    for result in results:
        stem = Path(result.script).stem
        stem = next(name for n in itertools.count(1) if (name := stem if n == 1 else f"{stem}-{n}") not in taken)
        taken.add(stem)
        picture, folder = result.picture, report_dir / "downloads" / stem
        if picture is not None:
            picture = Path(shutil.copyfile(picture, report_dir / f"{stem}.png"))
        if result.downloads:
            folder.mkdir(parents=True, exist_ok=True)
        files = tuple(Path(shutil.copyfile(file, folder / file.name)) for file in result.downloads)
        kept.append(replace(result, picture=picture, downloads=files))
    return kept
