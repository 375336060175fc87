"""Runs one script through pytest in a guarded process, on a replica page or on its live site."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Literal, TypeVar

from sandbox import guarded
from sandbox.browser import find_browser
from sandbox.events import Journals, Record
from sandbox.jail import Guard, Outcome, best_guard, run_guarded
from sandbox.masking import Mask
from sandbox.reasons import marked
from sandbox.report import ScriptResult
from sandbox.variables import secrets
from sandbox.verdicts import result_of

T = TypeVar("T")


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
    browser = guarded.with_driver(find_browser(), [source])
    guard = "process group" if browser.snapped else guard or best_guard()
    workdir.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{Path(name).stem}-", dir=workdir.absolute()))
    downloads, given = folder / "downloads", dict(env or {})
    downloads.mkdir()
    (folder / name).write_text(marked(source), encoding="utf-8")
    for file in files:
        _make_up(folder, file)
    settings = guarded.environment(folder, browser, guard, loopback_only=stage == "replica")
    settings |= {"DOWNLOAD_DIR": str(downloads), "WITNESS_DEADLINE": str(timeout_s - min(1.0, timeout_s / 4))}
    if stage == "replica":
        (folder / "replica.html").write_text(replica_html or "", encoding="utf-8")
        settings["WITNESS_REPLICA"] = str(folder / "replica.html")
    elif base_url:
        settings["BASE_URL"] = base_url
    outcome = run_guarded(
        guarded.command(folder, [name]), workdir=folder, env=settings | given, timeout_s=timeout_s,
        memory_mb=guarded.MEMORY_MB, readable=[*guarded.needed(browser), *readable, *guarded.existing_files(given)],
        writable=guarded.download_folder(given), network="loopback" if stage == "replica" else "any", guard=guard,
        stop=stop,
    )  # fmt: skip
    record, ended = _record(folder, name), _ended(outcome, timeout_s)
    result = result_of(
        record, source, name=name, stage=stage, folder=folder, downloads=downloads, guard=outcome.guard,
        ended="" if record.done and not outcome.killed_for else ended, output=f"{outcome.stdout}{outcome.stderr}",
    )  # fmt: skip
    hidden = secrets(source, given) if stage == "live" else []
    return Mask(hidden).result(replace(result, seconds=outcome.seconds))


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


def _record(folder: Path, name: str) -> Record:
    record = Record(name)
    for event in Journals(folder).news():
        record.take(event)
    return record


def _ended(outcome: Outcome, timeout_s: float) -> str:
    if outcome.timed_out:
        return f"it did not end within {timeout_s:g} seconds"
    return guarded.KILLED.get(outcome.killed_for) or guarded.last_words(outcome)


def _make_up(folder: Path, name: str) -> None:
    target = Path(os.path.normpath(folder / name))
    if target.is_relative_to(folder) and not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text("made up for the rehearsal\n", encoding="utf-8")
