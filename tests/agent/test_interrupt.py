"""An interrupt at any moment: the right exit code, no half file, and nothing that runs on."""

from __future__ import annotations

import contextlib
import json
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from signal import SIGINT, SIGTERM

import psutil
import pytest

from agent import signals

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "orders.png"
GOAL = "filter orders by status Shipped and export CSV"


class Descendants:
    """Everything that a process starts, also what leaves it, noted while it runs."""

    def __init__(self, pid: int) -> None:
        self._root = psutil.Process(pid)
        self.seen: set[psutil.Process] = set()
        self.names: set[str] = set()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        while running(self._root):
            try:
                for process in self._root.children(recursive=True):
                    self.seen.add(process)
                    self.names.add(process.name())
            except psutil.NoSuchProcess:
                pass  # one of them ended while we looked
            time.sleep(0.01)

    def has(self, part: str) -> bool:
        return any(part in name for name in list(self.names))

    def alive(self, within_s: float = 30) -> list[str]:
        """Those that are still there after a moment (a killed process takes one to go)."""
        self._thread.join()
        _, left = psutil.wait_procs(self.seen, timeout=within_s)
        return [f"{process.pid} {process.name()}" for process in left if process.is_running()]


def running(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def still_starting(err: str) -> bool:
    """Python itself was interrupted, before it came to anything of ours."""
    return "KeyboardInterrupt" in err and str(ROOT / "agent") not in err


def plan(folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "agent", "plan", str(EXAMPLE), GOAL, "-o", "plan.json"]
    return subprocess.Popen(command, cwd=folder, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("number", "after_s"),
    [(SIGINT, 0.15), (SIGTERM, 0.3), (SIGINT, 0.5), (SIGTERM, 1.2), (SIGINT, 2.2), (SIGTERM, 3.0), (SIGINT, 4.0)],
)
def test_an_interrupt_leaves_nothing_behind(tmp_path: Path, number: signal.Signals, after_s: float) -> None:
    process = plan(tmp_path)
    started = Descendants(process.pid)
    try:
        process.wait(after_s)
    except subprocess.TimeoutExpired:
        process.send_signal(number)
    out, err = process.communicate(timeout=300)
    if not still_starting(err):
        assert process.returncode in (0, 128 + number, -number), err  # -number: before Python had started
        assert "Traceback" not in out + err
    assert started.alive() == []
    for path in tmp_path.iterdir():
        assert_whole(path)


def assert_whole(path: Path) -> None:
    assert path.suffix in (".json", ".py"), path.name
    text = path.read_text(encoding="utf-8")
    json.loads(text) if path.suffix == ".json" else compile(text, path.name, "exec")


@pytest.mark.slow
def test_an_interrupt_during_the_rehearsal_ends_its_browsers(tmp_path: Path) -> None:
    process = plan(tmp_path)
    started = Descendants(process.pid)
    deadline = time.monotonic() + 300
    while not started.has("chrom") and time.monotonic() < deadline:
        time.sleep(0.02)
    assert started.has("chrom")
    process.send_signal(SIGINT)
    _, err = process.communicate(timeout=300)
    assert (process.returncode, err) == (130, "")
    assert started.alive() == []


class Leaving:
    """What is interrupted while it goes: Python can raise nothing there."""

    def __del__(self) -> None:
        signal.raise_signal(SIGINT)
        for _ in range(1000):
            pass


def test_an_interrupt_that_python_loses_comes_again(capfd: pytest.CaptureFixture[str]) -> None:
    came = False
    with contextlib.suppress(KeyboardInterrupt), signals.guarded():
        Leaving()
        threading.Event().wait(60)
        came = True
    assert (came, signals.received(), signals.exit_code()) == (False, True, 130)
    assert capfd.readouterr().err == ""


def test_a_job_in_the_background_stays_deaf_to_ctrl_c() -> None:
    before = signal.signal(SIGINT, signal.SIG_IGN)
    try:
        with signals.guarded():
            signal.raise_signal(SIGINT)
            assert signal.getsignal(SIGTERM) not in (signal.SIG_IGN, signal.SIG_DFL)
        assert not signals.received()
        assert signal.getsignal(SIGINT) == signal.SIG_IGN
    finally:
        signal.signal(SIGINT, before)
