"""Runs a command and watches it: wall time, processor time and peak memory, all its children included."""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import psutil

_EVERY_S = 0.02


@dataclass(frozen=True)
class Run:
    """Seconds and MiB. `own_mib` is the command's own process, `all_mib` with its children (shared pages once: PSS)."""

    returncode: int
    wall_s: float
    own_mib: float
    all_mib: float
    stdout: str


def watch(argv: Sequence[str]) -> Run:
    """Runs the command to its end. Memory is sampled every 20 ms, so a shorter peak goes unseen."""
    with tempfile.TemporaryFile() as output:
        started = time.perf_counter()
        process = subprocess.Popen(argv, stdout=output, stderr=subprocess.STDOUT)
        own = everything = 0.0
        while process.poll() is None:
            first, total = _memory(process.pid)
            own, everything = max(own, first), max(everything, total)
            time.sleep(_EVERY_S)
        wall = time.perf_counter() - started
        output.seek(0)
        return Run(process.returncode, wall, own, everything, output.read().decode("utf-8", "replace"))


def _memory(pid: int) -> tuple[float, float]:
    """MiB of the process itself (resident), and of it and all its children (proportional set, where it can be read)."""
    own = total = 0.0
    with suppress(psutil.Error):
        root = psutil.Process(pid)
        own = root.memory_info().rss / 2**20
        for process in (root, *root.children(recursive=True)):
            total += _share(process)
    return own, total


def _share(process: psutil.Process) -> float:
    try:
        return float(process.memory_full_info().pss) / 2**20
    except (AttributeError, psutil.Error):
        with suppress(psutil.Error):
            return float(process.memory_info().rss) / 2**20
    return 0.0
