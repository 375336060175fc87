"""The processes that a test started, apart from those of the browsers that stand open for other tests."""

from __future__ import annotations

from contextlib import suppress

import psutil


def below() -> set[int]:
    """Those below this process."""
    return {process.pid for process in psutil.Process().children(recursive=True)}


def since(before: set[int]) -> list[psutil.Process]:
    """Those alive that were not there before, and are no children of those: an open browser starts its own at will."""
    theirs = set(before)
    for pid in before:
        with suppress(psutil.NoSuchProcess):
            theirs |= {process.pid for process in psutil.Process(pid).children(recursive=True)}
    found = [process for process in psutil.Process().children(recursive=True) if process.pid not in theirs]
    return [process for process in found if _lives(process)]


def left(before: set[int]) -> list[str]:
    """The names of those that do not come to their end."""
    _, alive = psutil.wait_procs(since(before), timeout=60)
    return [process.name() for process in alive if _lives(process)]


def _lives(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
