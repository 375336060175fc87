"""`agent run`: from a goal to scripts that ran green on the live site, as a user would run it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from codegen.plan import load_plan
from tests.agent.shop import shop
from tests.leaking import leaks

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with shop() as address:
        yield address


def agent(folder: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "agent", *words]
    return subprocess.run(command, cwd=folder, env={**os.environ, **variables}, capture_output=True, text=True)


@pytest.fixture(scope="module")
def ran(site: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run that ended well."""
    folder = tmp_path_factory.mktemp("ran")
    goal = "log in as ada@example.com with password hunter2, filter by status Shipped and export CSV"
    done = agent(folder, "run", site + "/", goal)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_a_goal_ends_in_two_scripts_that_ran_green(ran: Path) -> None:
    scripts = sorted(ran.glob("test_*.py"))
    assert len(scripts) == 2
    for file in (*scripts, ran / "plan.json"):
        assert "hunter2" not in file.read_text()
        assert "UNVERIFIED" not in file.read_text()
    assert not load_plan((ran / "plan.json").read_text()).unresolved


def test_the_scripts_replay_with_the_secret_from_the_environment(ran: Path, tmp_path: Path) -> None:
    shutil.copytree(ran, tmp_path, dirs_exist_ok=True)
    (script,) = tmp_path.glob("test_*_playwright.py")
    assert agent(tmp_path, "replay", script.name, PASSWORD="hunter2").returncode == 0
    source = script.read_text()
    script.write_text(source[: source.index("\n\nif __name__")] + "    # Step 9: fail\n    assert page.url == ''\n")
    out = ("--report", "report", "--junit", "junit.xml")
    failed = agent(tmp_path, "replay", script.name, *out, PASSWORD="hunter2")
    assert failed.returncode == 1
    assert list((tmp_path / "report").glob("*.trace.zip"))
    assert "word=•••" in failed.stdout  # the form puts it into the page's address
    assert leaks(tmp_path, "hunter2") == []
    assert "hunter2" not in failed.stdout + failed.stderr


def test_what_cannot_be_done_is_a_refusal_and_the_plan_is_written(site: str, tmp_path: Path) -> None:
    done = agent(tmp_path, "run", site + "/orders", "click Teleport")
    assert done.returncode == 3
    assert load_plan((tmp_path / "plan.json").read_text()).unresolved
    assert not list(tmp_path.glob("test_*.py"))


def test_an_address_where_nothing_answers_is_one_line(tmp_path: Path) -> None:
    done = agent(tmp_path, "run", "http://127.0.0.1:9/", "click Save")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())
