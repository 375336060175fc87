"""A guarded process ends in time with all its children, and sees only what it may."""

from __future__ import annotations

import socket
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from sandbox.jail import OUTPUT_CAP, Guard, Outcome, best_guard, run_guarded

GUARDS: list[Guard] = ["bwrap", "process group"]


@pytest.fixture(params=GUARDS)
def guard(request: pytest.FixtureRequest) -> Guard:
    return _available(request.param)


def _available(guard: Guard) -> Guard:
    if guard == "bwrap" and best_guard() != "bwrap":
        pytest.skip("bubblewrap does not work on this machine")
    return guard


def _run(code: str, workdir: Path, guard: Guard, timeout_s: float = 120, **options: object) -> Outcome:
    options = {"memory_mb": 400, **options}
    return run_guarded([sys.executable, "-c", code], workdir=workdir, guard=guard, timeout_s=timeout_s, **options)  # type: ignore[arg-type]


def _living(mark: str) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter(["cmdline", "status"]):
        dead = process.info["status"] == psutil.STATUS_ZOMBIE
        if not dead and any(mark in part for part in process.info["cmdline"] or ()):
            found.append(process)
    return found


def test_output_and_exit_code(tmp_path: Path, guard: Guard) -> None:
    outcome = _run("import sys; print('out'); print('err', file=sys.stderr); sys.exit(7)", tmp_path, guard)
    assert (outcome.returncode, outcome.stdout, outcome.stderr) == (7, "out\n", "err\n")
    assert (outcome.killed_for, outcome.timed_out, outcome.guard) == ("", False, guard)


def test_a_hanging_process_ends_with_children_that_hide(tmp_path: Path, guard: Guard) -> None:
    mark = f"hidden-{time.time_ns()}"
    code = f"""
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.execvp({sys.executable!r}, [{sys.executable!r}, "-c", "import time; time.sleep(300)", {mark!r}])
    os._exit(0)
time.sleep(300)"""
    outcome = _run(code, tmp_path, guard, timeout_s=1)
    assert outcome.timed_out
    assert not _living(mark)


def test_children_left_behind_end_with_their_parent(tmp_path: Path, guard: Guard) -> None:
    mark = f"left-{time.time_ns()}"
    code = f"import subprocess; subprocess.Popen([{sys.executable!r}, '-c', 'import time; time.sleep(300)', {mark!r}])"
    assert _run(code, tmp_path, guard).killed_for == ""
    assert not _living(mark)


def test_one_greedy_allocation_fails(tmp_path: Path, guard: Guard) -> None:
    outcome = _run("x = bytearray(2_000_000_000)", tmp_path, guard)
    assert "MemoryError" in outcome.stderr


def test_memory_of_all_children_counts_together(tmp_path: Path, guard: Guard) -> None:
    code = "import os, time\nfor _ in range(3): os.fork()\nx = b'x' * 90_000_000\ntime.sleep(60)"
    assert _run(code, tmp_path, guard).killed_for == "memory"


def test_too_many_processes(tmp_path: Path, guard: Guard) -> None:
    code = "import os, time\nfor _ in range(260):\n    if os.fork() == 0: time.sleep(60); os._exit(0)\ntime.sleep(60)"
    assert _run(code, tmp_path, guard, memory_mb=4000).killed_for == "processes"


def test_output_is_capped_with_both_ends_kept(tmp_path: Path, guard: Guard) -> None:
    outcome = _run("print('first'); print('x' * 3_000_000); print('last')", tmp_path, guard)
    assert len(outcome.stdout) < OUTPUT_CAP + 100
    assert outcome.stdout.startswith("first")
    assert outcome.stdout.endswith("last\n")


def test_a_closed_pipe_is_not_waited_for(tmp_path: Path, guard: Guard) -> None:
    outcome = _run("import os, time; os.close(1); os.close(2); time.sleep(0.3)", tmp_path, guard)
    assert outcome.returncode == 0


def test_environment_holds_only_what_is_named(tmp_path: Path, guard: Guard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLOUD_SECRET", "hush")
    outcome = _run("import os; print(dict(os.environ))", tmp_path, guard, env={"SHOP_PASSWORD": "given"})
    assert "hush" not in outcome.stdout
    assert "given" in outcome.stdout


def test_home_is_its_own(tmp_path: Path, guard: Guard) -> None:
    outcome = _run("import pathlib; print(pathlib.Path.home())", tmp_path, guard)
    assert Path(outcome.stdout.strip()).is_relative_to(tmp_path)


def test_another_thread_can_stop_it(tmp_path: Path, guard: Guard) -> None:
    stop = threading.Event()
    threading.Timer(0.3, stop.set).start()
    assert _run("import time; time.sleep(300)", tmp_path, guard, stop=stop).killed_for == "stopped"


def test_an_interrupt_leaves_no_process(tmp_path: Path, guard: Guard, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("sandbox.jail._watch", interrupted)
    mark = f"interrupted-{time.time_ns()}"
    with pytest.raises(KeyboardInterrupt):
        run_guarded([sys.executable, "-c", "import time; time.sleep(300)", mark], workdir=tmp_path, guard=guard)
    assert not _living(mark)


def test_files_outside_are_out_of_reach(tmp_path: Path) -> None:
    guard = _available("bwrap")
    outside, inside = tmp_path / "outside", tmp_path / "inside"
    outside.mkdir()
    inside.mkdir()
    (outside / "id_rsa").write_text("key")
    code = f"""
from pathlib import Path
Path("own.txt").write_text("mine")
outside = Path({str(outside)!r})
for act in (lambda: (outside / "id_rsa").read_text(), lambda: (outside / "new").write_text("x"),
            lambda: Path("/etc/shadow").read_text(), lambda: Path("/usr/new").write_text("x")):
    try:
        print("DONE", act())
    except OSError as fault:
        print(type(fault).__name__)"""
    outcome = _run(code, inside, guard)
    assert "DONE" not in outcome.stdout
    assert len(outcome.stdout.split()) == 4
    assert (inside / "own.txt").read_text() == "mine"
    assert not (outside / "new").exists()


def test_readable_and_writable_are_granted(tmp_path: Path) -> None:
    guard = _available("bwrap")
    for name in ("work", "see", "change"):
        (tmp_path / name).mkdir()
    (tmp_path / "see" / "a.txt").write_text("shown")
    code = f"""
from pathlib import Path
print(Path({str(tmp_path / "see" / "a.txt")!r}).read_text())
Path({str(tmp_path / "change" / "b.txt")!r}).write_text("made")
Path({str(tmp_path / "see" / "c.txt")!r}).write_text("no")"""
    outcome = _run(code, tmp_path / "work", guard, readable=[tmp_path / "see"], writable=[tmp_path / "change"])
    assert outcome.stdout == "shown\n"
    assert "Read-only file system" in outcome.stderr
    assert (tmp_path / "change" / "b.txt").read_text() == "made"


@pytest.mark.parametrize(("network", "reached"), [("loopback", False), ("any", True)])
def test_this_machines_loopback_is_reached_only_when_the_network_is_open(
    tmp_path: Path, network: str, reached: bool
) -> None:
    guard = _available("bwrap")
    with socket.create_server(("127.0.0.1", 0)) as server:
        code = f"import socket; socket.create_connection(('127.0.0.1', {server.getsockname()[1]}), 5); print('in')"
        outcome = _run(code, tmp_path, guard, network=network)
    assert (outcome.stdout == "in\n") == reached
