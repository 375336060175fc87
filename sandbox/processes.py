"""Ends processes together with everything they started."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterable

import psutil

# Every process of one guarded run or browser session carries this variable, with the run's own token as value.
MARK = "SIGHTWRIGHT_RUN"


def tree(pid: int) -> list[psutil.Process]:
    """The process and all its descendants that still live; empty when it is gone."""
    with contextlib.suppress(psutil.Error):
        root = psutil.Process(pid)
        return [root, *root.children(recursive=True)]
    return []


def marked(token: str) -> list[psutil.Process]:
    """Every living process that was started with this token, also one that left its parent and its group."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.environ().get(MARK) == token:
                found.append(process)
    return found


def kill_browsers() -> None:
    """Kills every browser that this process started; what drives them lives on, and tells that they are gone."""
    doomed = []
    for process in tree(os.getpid())[1:]:
        with contextlib.suppress(psutil.Error):
            if MARK in process.environ():
                doomed.append(process)
    kill(doomed)


def kill(processes: Iterable[psutil.Process], wait_s: float = 3) -> None:
    """Kills, and waits until all are gone; those already gone are no fault. Reaps no one's children."""
    doomed = list(processes)
    for process in doomed:
        with contextlib.suppress(psutil.Error):
            process.kill()
    deadline = time.monotonic() + wait_s
    while any(map(_lives, doomed)) and time.monotonic() < deadline:
        time.sleep(0.01)


def _lives(process: psutil.Process) -> bool:
    # A zombie is dead; whether anyone ever reaps it is not ours to wait for.
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.Error:
        return False


def kill_marked(token: str) -> None:
    """Kills what carries the token, again until nothing is left: a process may fork while its siblings die."""
    for _ in range(5):
        left = marked(token)
        if not left:
            return
        kill(left)
