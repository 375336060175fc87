"""A project's own rules: which way of naming an element its scripts take."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.errors import UsageError
from agent.project import LocatorRules, locator_rules
from codegen.locator import Locator
from sandbox.browser import session
from tests.agent.runs import follow
from tests.agent.web import web

PAGE = (
    "<button data-qa=save data-testid=main-save id=save title=Store>Save</button><p>"
    "<button data-testid=3f2b8c1e-77aa-4c1d-9b1e-0a1b2c3d4e5f class=css-1x9f2k>Send it</button>"
    "<button id='mui-48201' class='sc-bdVaJa'>×</button>"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    with session() as context:
        yield context.browser


def rules(folder: Path, text: str) -> None:
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("table", "goal", "expected"),
    [
        ("", "click Save", Locator(by="test_id", value="main-save", matches=1)),
        ('test_id_attribute = "data-qa"', "click Save", Locator(by="css", value='[data-qa="save"]', matches=1)),
        ('prefer = ["role"]', "click Save", Locator(by="role", value="button", name="Save", matches=1)),
        ('prefer = ["id", "title"]', "click Save", Locator(by="id", value="save", matches=1)),
        ('forbid = ["test_id", "role", "text"]', "click Save", Locator(by="title", value="Store", matches=1)),
        ('test_id_attribute = "data-qa"\nforbid = ["css"]', "click Save",
         Locator(by="css", value='[data-qa="save"]', matches=1)),
        ("", "send it", Locator(by="role", value="button", name="Send it", matches=1)),  # its test id is made up
    ],
)  # fmt: skip
def test_scripts_name_elements_as_the_project_wants_it(
    browser: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: str, goal: str, expected: Locator
) -> None:
    rules(tmp_path, "[tool.sightwright.locators]\n" + table)
    (tmp_path / "tests").mkdir()
    monkeypatch.chdir(tmp_path / "tests")
    with web({"/": PAGE}) as pages:
        plan = follow(browser, tmp_path, pages.at(), goal).plan  # type: ignore[arg-type]
    assert [step.locator for step in plan.steps if step.kind == "click"] == [expected]


def test_where_all_that_is_permitted_fails_it_is_refused(
    browser: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds = ["role", "text", "title", "id", "css", "nth", "test_id"]
    rules(tmp_path, f"[tool.sightwright.locators]\nforbid = {kinds}")
    monkeypatch.chdir(tmp_path)
    with web({"/": PAGE}) as pages:
        plan = follow(browser, tmp_path, pages.at(), "click Save").plan  # type: ignore[arg-type]
    assert "the project's rules permit" in plan.unresolved[0].reason


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "[tool.sightwright.locators]\nforbid = ['xpath']",
            "tool.sightwright.locators.forbid[0]: 'xpath' is not one of",
        ),
        ("[tool.sightwright.locators]\nprefered = ['role']", "tool.sightwright.locators.prefered is no setting"),
        (
            "[tool.sightwright.locators]\nprefer = 'role'",
            "tool.sightwright.locators.prefer: it should be a valid tuple",
        ),
        (
            "[tool.sightwright.locators]\ntest_id_attribute = 'a b'",
            "test_id_attribute: 'a b' is no name of an attribute",
        ),
        ("[tool.sightwright.locators]\nprefer = ['id']\nforbid = ['id']", "'id' is preferred and forbidden"),
        ("[tool.sightwright\n", "is no TOML"),
        ("tool = 3", "tool.sightwright.locators"),
    ],
)
def test_a_fault_is_one_line_with_the_path_of_its_key(tmp_path: Path, text: str, says: str) -> None:
    rules(tmp_path, text)
    with pytest.raises(UsageError) as fault:
        locator_rules(tmp_path)
    assert says in str(fault.value)
    assert "\n" not in str(fault.value)


def test_a_faulty_rule_ends_a_run_before_anything_is_opened(
    agent: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules(tmp_path, "[tool.sightwright.locators]\nforbid = ['xpath']")
    monkeypatch.chdir(tmp_path)
    code, out, err = agent("run", "http://127.0.0.1:9/", "click Save")  # type: ignore[operator]
    assert (code, out) == (2, "")
    assert "forbid[0]" in err
    assert [path.name for path in tmp_path.iterdir()] == ["pyproject.toml"]


def test_the_nearest_file_holds_and_none_is_no_rule(tmp_path: Path) -> None:
    rules(tmp_path, "[tool.sightwright.locators]\nforbid = ['css']")
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    assert locator_rules(inner).forbid == ("css",)
    rules(tmp_path / "a", "[project]\nname = 'x'")
    assert locator_rules(inner) == LocatorRules()
