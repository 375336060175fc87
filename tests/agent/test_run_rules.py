"""`agent run` as a user meets it: the receipt, --reset, --confirm, and the plans that are kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent import talk
from agent.kept import Kept, Key, keep, kept
from codegen.plan import Plan, load_plan
from tests.agent.shop import shop

GOAL = "log in as ada@example.com with password hunter2 and filter by status Shipped"


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with shop() as address:
        yield address


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_run_leaves_a_receipt_keeps_its_plan_and_tells_no_secret(agent, site: str, folder: Path) -> None:
    words = ("run", site + "/", GOAL, "--reset", "echo again >> resets")
    code, out, err = agent(*words)
    assert (code, err) == (0, ""), out
    assert (folder / "resets").read_text().split() == ["again", "again"]  # before each of the two scripts
    receipt = json.loads((folder / "receipt.json").read_text())
    assert receipt["verified"] is True
    assert {"sightwright", "python", "playwright", "selenium", "browser"} <= set(receipt["versions"])
    for file in receipt["files"]:
        assert file["sha256"] == hashlib.sha256((folder / file["name"]).read_bytes()).hexdigest()
    assert [script["ok"] for script in receipt["scripts"]] == [True, True]
    acting = [step for step in receipt["steps"] if step["kind"] != "expect"]
    assert all(step["matches"] == 1 and step["ms"] >= 0 and step["locator"] for step in acting)
    assert acting[2]["evidence"]["went_to"] == site + "/orders"
    assert "1042 Ada Open DeleteEdit" in acting[3]["evidence"]["gone"]
    assert not [path for path in files(folder) if b"hunter2" in path.read_bytes()]
    assert not [path for path in folder.glob("test_*.py") if "UNVERIFIED" in path.read_text()]
    first = load_plan((folder / "plan.json").read_text())
    seen = (folder / "plan.evidence.json").read_text()

    for name in ("plan.json", "plan.evidence.json"):
        (folder / name).unlink()
    code, out, _ = agent("run", site + "/", GOAL, "--script", "playwright")
    assert code == 0
    assert "Nothing was planned: the plan was kept in .sightwright" in out
    assert load_plan((folder / "plan.json").read_text()) == first
    assert (folder / "plan.evidence.json").read_text() == seen
    assert json.loads((folder / "receipt.json").read_text())["plan_was_kept"] is True


def test_a_reset_that_fails_is_one_line_and_the_scripts_say_that_they_are_unverified(
    agent, site: str, folder: Path
) -> None:
    code, out, err = agent("run", site + "/orders", "open Help", "--reset", "echo no database; exit 3")
    assert (code, out) == (1, "")
    assert "ended with 3: no database" in err
    assert err.count("\n") == 1
    scripts = list(folder.glob("test_*.py"))
    assert len(scripts) == 2
    assert all(path.read_text().startswith("# UNVERIFIED") for path in scripts)
    assert not (folder / ".sightwright").exists()
    receipt = json.loads((folder / "receipt.json").read_text())
    assert (receipt["verified"], receipt["scripts"]) == (False, [])


def test_without_a_terminal_nothing_is_confirmed(agent, site: str, folder: Path) -> None:
    code, out, _ = agent("run", site + "/orders", "delete order 1043", "--confirm")
    assert code == 3
    assert "no terminal" in out or "there is none here" in out
    assert not load_plan((folder / "plan.json").read_text()).steps


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["run", "http://user:word@127.0.0.1:9/", "click Save"], "a password"),
        (["run", "http://127.0.0.1:9/", "click Save", "--allow-host", "http://x.example/"], "--allow-host"),
        (["run", "file:///etc/passwd", "click Save"], "http"),
    ],
)
def test_wrong_use_is_one_line(agent, folder: Path, words: list[str], says: str) -> None:
    code, out, err = agent(*words)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert says in err
    assert "word@" not in err
    assert not files(folder)


@pytest.mark.parametrize(
    ("answer", "why"), [("y\n", ""), ("YES\n", ""), ("是\n", ""), ("\n", "not confirmed"), ("n\n", "not"), ("", "not")]
)
def test_only_a_yes_confirms(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], answer: str, why: str
) -> None:
    for stream in ("stdin", "stderr"):
        monkeypatch.setattr(f"sys.{stream}.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdin.readline", lambda: answer, raising=False)
    assert why in talk.confirmed("This deletes: click the button 'Delete'")
    assert bool(talk.confirmed("This deletes")) is bool(why)
    assert capsys.readouterr().err.startswith("This deletes: click the button 'Delete'? [y/N] ")


def key(**changes: object) -> Key:
    about = {"goal": "open Help", "url": "http://a.example/", "screen": "s", "settings": {"allow_host": []}} | changes
    return Key(**about)  # type: ignore[arg-type]


def test_a_kept_plan_is_taken_only_for_the_same_goal_page_and_settings(folder: Path) -> None:
    plan = Plan(goal="open Help")
    keep(key(), Kept(plan, frozenset({"s2"}), {"PASSWORD": 0}), folder)
    assert kept(key(), folder) == Kept(plan, frozenset({"s2"}), {"PASSWORD": 0})
    for other in (
        key(goal="open help"), key(url="http://b.example/"), key(screen="t"), key(settings={"allow_host": ["x"]}),
    ):  # fmt: skip
        assert kept(other, folder) is None


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"key": 1}', "\0"])
def test_what_is_no_kept_plan_is_none(folder: Path, text: str) -> None:
    path = keep(key(), Kept(Plan(goal="open Help")), folder)
    path.write_text(text)
    assert kept(key(), folder) is None
