"""`agent replay` as a user meets it: its options, its lines, and what stands on which stream."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from agent import board
from sandbox.events import Record
from sandbox.report import Report, ScriptResult, StepResult
from sandbox.verdicts import result_of
from tests.agent.conftest import one_line

STEPS = (StepResult(1, "open it", "passed"), StepResult(2, "export", "failed"))
FAILED = ScriptResult("a/test_a.py", "live", ok=False, steps=STEPS, failed_step=2, reason="no button", seconds=2)
PASSED = ScriptResult("a/test_b.py", "live", ok=True, steps=STEPS[:1], seconds=1)
WRONG = "import subprocess\n\n\ndef test_it():\n    # Step 1: run a program\n    subprocess.run(['ls'])\n"


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    (tmp_path / "test_wrong.py").write_text(WRONG, encoding="utf-8")
    return tmp_path / "test_wrong.py"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["nowhere"], "nowhere"),
        ([".", "--remote", "ftp://grid"], "Selenium Grid"),
        ([".", "--remote", "ws://"], "Playwright server"),
        ([".", "--remote", "http://a:1", "--remote", "https://b:2"], "two engines of one kind"),
        ([".", "--base-url", "shop"], "--base-url"),
        ([".", "--retries", "99"], "--retries"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_use(agent, tmp_path, monkeypatch, wrong, words, says) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = agent("replay", *words)
    assert (code, out) == (2, "")
    assert says in one_line(err)


def test_a_refused_script_has_its_line_and_its_report(agent, tmp_path, wrong) -> None:
    code, out, err = agent("replay", wrong, "--report", tmp_path / "r", "--junit", tmp_path / "j.xml")
    assert (code, err) == (1, "")
    first, last = out.splitlines()
    assert first.startswith(f"✗ {wrong}  line 1: 'subprocess'")
    assert last.startswith("0 of 1 passed in ")
    assert last.endswith(f"report: {tmp_path / 'r' / 'report.html'}")
    assert "1 of 1 script failed" in (tmp_path / "r" / "report.html").read_text(encoding="utf-8")
    assert 'failures="1"' in (tmp_path / "j.xml").read_text(encoding="utf-8")


def test_the_line_of_a_script() -> None:
    assert board.ended(FAILED).split("  ", 1)[1] == "step 2 of 2 (export): no button"
    assert "1 step, 1.0 s" in board.ended(PASSED)
    assert board.ended(FAILED, again=True).endswith("    to be run again")
    assert "attempt 1, " in board.ended(FAILED, again=True)


def test_a_green_script_of_a_part_of_its_goal_says_so(tmp_path: Path) -> None:
    test = {"outcome": "passed", "line": None, "first_line": 2}
    source = "# INCOMPLETE: it does not pay\ndef test_it():\n    # Step 1: open\n    pass\n"
    record = Record("a", tests=[test])
    result = result_of(record, source, name="a/test_a.py", stage="live", folder=tmp_path, downloads=tmp_path)
    assert result.ok
    assert board.ended(result).endswith("\n    INCOMPLETE: it does not pay")


def test_the_last_line_tells_what_was_green_only_when_run_again() -> None:
    again = ScriptResult("a/test_c.py", "live", ok=True, earlier=(FAILED,))
    left = ScriptResult("a/test_d.py", "not run", ok=False)
    report = Report((FAILED, PASSED, again, left), seconds=3, stopped=True)
    assert board.summary(report, None) == "2 of 4 passed, 1 of them only when run again in 3.0 s; stopped, 1 not run"


def test_the_last_line_tells_what_was_healed() -> None:
    healed = ScriptResult("a/test_c.py", "live", ok=True, earlier=(FAILED,), healed="--- a\n+++ b\n")
    assert board.summary(Report((FAILED, healed), seconds=9), None) == "1 of 2 passed, 1 of them healed in 9.0 s"


def test_the_board_shows_where_each_script_is() -> None:
    shown = board._Board()
    shown.begin(3)
    shown.step("a/test_a.py", 1, 2, "open it")
    shown.step("a/test_b.py", 1, 1, "open \x1b[31mit")
    shown.step("a/test_a.py", 2, 2, "export")
    shown.end(FAILED, again=False)
    assert shown.render().plain.splitlines()[0] == "1 of 3 done, 1 failed"
    assert shown.render().plain.splitlines()[1].startswith("  a/test_b.py  step 1 of 1: open \\x1b[31mit  ")


def test_on_a_terminal_the_lines_stand_above_those_that_move(wrong) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "agent", "replay", str(wrong)]
    root = Path(__file__).parents[2]
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=root, close_fds=True)
    os.close(theirs)
    said = b""
    while chunk := _read(ours):
        said += chunk
    os.close(ours)
    assert process.wait() == 1
    text = said.decode("utf-8")
    assert text.index("0 of 1 done") < text.index("✗") < text.index("0 of 1 passed")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # Linux says so when the other end is closed
        return b""
