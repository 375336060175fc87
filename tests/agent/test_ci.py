"""Ready files for CI: what they say, and that nothing is overwritten in silence."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.agent.conftest import one_line

GITHUB, GITLAB = Path(".github/workflows/sightwright.yml"), Path(".gitlab-ci.yml")


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "e2e").mkdir()
    (tmp_path / "e2e" / "test_orders_playwright.py").touch()


def test_the_github_file_replays_the_scripts_and_keeps_the_report(agent) -> None:
    assert agent("ci", "--write") == (0, f"{GITHUB}: written\n", "")
    workflow = yaml.safe_load(GITHUB.read_text(encoding="utf-8"))
    assert {"push", "pull_request", "workflow_dispatch"} == set(workflow[True])  # YAML 1.1 reads "on" as true
    job = workflow["jobs"]["replay"]
    runs = [step["run"] for step in job["steps"] if "run" in step]
    assert "agent replay 'e2e' --workers 2 --junit out/junit.xml --report out/report" in runs
    assert all(("uses" in step) != ("run" in step) for step in job["steps"])
    kept = next(step for step in job["steps"] if step.get("uses", "").startswith("actions/upload-artifact"))
    assert kept["with"]["path"] == "out"
    assert kept["if"] == "${{ !cancelled() }}"


def test_the_gitlab_file_replays_the_scripts_and_keeps_the_report(agent) -> None:
    assert agent("ci", "--gitlab", "--write", "--install", "pip install ./wheels/sightwright.whl")[0] == 0
    job = yaml.safe_load(GITLAB.read_text(encoding="utf-8"))["sightwright"]
    assert job["script"] == ["agent replay 'e2e' --workers 2 --junit out/junit.xml --report out/report"]
    assert job["before_script"][0].strip() == "pip install ./wheels/sightwright.whl"
    assert job["artifacts"]["reports"] == {"junit": "out/junit.xml"}
    assert job["artifacts"]["when"] == "always"


def test_without_write_it_is_printed(agent) -> None:
    code, out, _ = agent("ci", "my scripts", "--github")
    assert code == 0
    assert "agent replay 'my scripts'" in out
    assert not GITHUB.exists()


@pytest.mark.parametrize("words", [[], ["nowhere"], ["--force"]])
def test_a_file_that_would_replay_nothing_is_not_written(agent, words: list[str]) -> None:
    Path("e2e/test_orders_playwright.py").unlink()
    code, out, err = agent("ci", "--write", "--github", *words)
    assert (code, out) == (2, "")
    assert "there is no script to replay in" in one_line(err)
    assert not GITHUB.exists()
    assert agent("ci", "e2e", "--write", "--github")[0] == 0  # where the user says so, and it is there


def test_the_repositorys_own_ci_is_found(agent) -> None:
    Path(".git").mkdir()
    Path(".git/config").write_text('[remote "origin"]\n\turl = git@gitlab.example:shop/web.git\n', encoding="utf-8")
    assert agent("ci", "--write")[1] == f"{GITLAB}: written\n"


def test_nothing_is_overwritten_in_silence(agent) -> None:
    GITLAB.write_text("mine: {}\n", encoding="utf-8")
    code, out, err = agent("ci", "--write", "--gitlab", "--github")
    assert (code, out) == (2, "")
    assert "--force" in one_line(err)
    assert GITLAB.read_text(encoding="utf-8") == "mine: {}\n"
    assert not GITHUB.exists()
    assert agent("ci", "--write", "--gitlab", "--force")[1] == f"{GITLAB}: replaced\n"
    assert agent("ci", "--write", "--gitlab")[1] == f"{GITLAB}: unchanged\n"


@pytest.mark.parametrize("words", [["it's"], ["a`b`"], ["x\ny"], ["e2e", "--install", "pip {{ x }}"]])
def test_words_that_would_break_the_file_are_refused(agent, words: list[str]) -> None:
    code, _, err = agent("ci", *words)
    assert code == 2
    assert "CI file can hold" in one_line(err)
