"""The commands as a user meets them: arguments, exit codes, what stands on which stream."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent import cli, talk
from tests.agent.conftest import one_line

EXAMPLE = Path(__file__).parents[2] / "examples" / "orders.png"
COMMANDS = ("plan", "parse", "locate", "script", "check", "capture", "models", "doctor")


def test_help_names_every_command(agent) -> None:
    code, out, err = agent("--help")
    assert (code, err) == (0, "")
    assert all(re.search(rf"^  {name} ", out, re.MULTILINE) for name in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(agent, command: str) -> None:
    code, out, _ = agent(command, "--help")
    assert code == 0
    assert out.startswith(f"Usage: agent {command}")


def test_version(agent) -> None:
    code, out, _ = agent("--version")
    assert code == 0
    assert re.fullmatch(r"sightwright \d+\.\d+\.\d+\n", out)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["frobnicate"], "frobnicate"),
        (["plan"], "IMAGE"),
        (["plan", "a.png"], "GOAL"),
        (["plan", "a.png", "goal", "--script", "cypress"], "cypress"),
        (["plan", "a.png", "goal", "--frob"], "--frob"),
        (["script", "p.json", "--target", "cypress"], "cypress"),
        (["capture"], "--output"),
        (["capture", "-o", "x.png", "--screen", "two"], "--screen"),
        (["capture", "-o", "x.png", "--screen", "1", "--url", "http://localhost/"], "exclude"),
        (["plan", EXAMPLE, ""], "goal is empty"),
        (["plan", EXAMPLE, " \t\n "], "goal is empty"),
        (["locate", EXAMPLE, "  "], "description is empty"),
        (["plan", EXAMPLE, "x", "--url", "ftp://host/"], "http"),
        (["plan", EXAMPLE, "x", "--url", "javascript:alert(1)"], "http"),
        (["parse", EXAMPLE, "--model", "gpt-9"], "embedded"),
        (["check", "missing.py"], "missing.py"),
        (["script", "missing.json", "--target", "selenium"], "missing.json"),
    ],
    ids=lambda value: " ".join(str(word).rsplit("/", 1)[-1] for word in value) if isinstance(value, list) else "",
)
def test_wrong_use_is_one_line_and_exit_code_2(agent, tmp_path, monkeypatch, words, says) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = agent(*words)
    assert (code, out) == (2, "")
    assert says in one_line(err)
    assert list(tmp_path.iterdir()) == []


def test_debug_shows_the_traceback_wherever_it_stands(agent) -> None:
    for words in (["--debug", "parse", "nowhere.png"], ["parse", "nowhere.png", "--debug"]):
        code, _, err = agent(*words)
        assert code == 2
        assert "Traceback" in err


def test_a_fault_of_the_product_ends_as_one_line(agent, monkeypatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("agent.jobs.parse", broken)
    code, out, err = agent("parse", EXAMPLE)
    assert (code, out) == (1, "")
    assert "ZeroDivisionError" in one_line(err)


def test_an_interrupt_that_python_wraps_is_one_all_the_same(agent, monkeypatch) -> None:
    def interrupted(*_: object) -> None:
        try:
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(300)
        except KeyboardInterrupt as fault:
            raise RuntimeError("Error calling __set_name__") from fault

    monkeypatch.setattr("agent.jobs.parse", interrupted)
    assert agent("parse", EXAMPLE) == (143, "", "")


@pytest.mark.parametrize(
    "goal", ["- filter orders", "--filter by status", "-点击导出", "-1 is the amount", "--- a ---"]
)
def test_a_goal_may_start_with_a_dash(goal: str) -> None:
    assert cli.ordered(["plan", "a.png", goal, "-o", "p.json"]) == ["plan", "a.png", "-o", "p.json", "--", goal]


@given(st.lists(st.sampled_from(["plan", "a.png", "-o", "--json", "-", "x y", "--script=both"])))
def test_ordinary_words_stay_as_they_are(words: list[str]) -> None:
    assert cli.ordered(words) == words


def test_what_follows_a_double_dash_is_never_an_option() -> None:
    assert cli.ordered(["plan", "a.png", "--", "--debug"]) == ["plan", "a.png", "--", "--debug"]


@given(st.text())
def test_no_control_character_reaches_the_terminal(text: str) -> None:
    assert all(char.isprintable() or char in "\n\t" for char in talk.visible(text))


@given(st.text())
def test_text_from_outside_stays_on_its_line(text: str) -> None:
    assert len(talk.shown(text).splitlines()) <= 1
    assert len(talk.shown(text)) <= 200


def test_a_reader_that_goes_away_is_no_fault() -> None:
    command = f"{sys.executable} -m agent models | true"
    ended = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert ended.stderr == ""


def test_json_on_standard_output_stands_alone(agent) -> None:
    code, out, err = agent("models", "--json", "-")
    assert (code, err) == (0, "")
    assert json.loads(out)[0]["name"] == "embedded"


def test_check_holds_a_script_against_its_plan_and_says_why_it_is_not_rehearsed(agent, tmp_path: Path) -> None:
    plan, script = tmp_path / "plan.json", tmp_path / "test_it.py"
    shutil.copy(Path(__file__).parents[1] / "golden" / "plans" / "login--1.json", plan)
    assert agent("script", str(plan), "--target", "playwright", "-o", str(script))[0] == 0
    code, out, err = agent("check", str(script), "--plan", str(plan))
    assert (code, err) == (0, "")
    assert "static passed" in out
    assert "plan.screen.json is missing" in " ".join(out.split())
    source = script.read_text(encoding="utf-8")
    script.write_text(source.replace("    # Step 1", "    page.reload()\n\n    # Step 1"), encoding="utf-8")
    code, out, _ = agent("check", str(script), "--plan", str(plan))
    assert code == 1
    assert "page.reload() is no act of the plan" in out
