"""A model beside the rules on a live page: it is asked where they are at a loss, and the run's guards stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from agent.eyes.beside import Beside
from agent.live import Live
from agent.stage import Stage
from codegen.plan import Plan, Start
from perception.vlm.types import Question
from sandbox.browser import session
from tests.agent.conftest import Agent, one_line
from tests.agent.eyes.fake_eye import NOWHERE, FakeEye, steps

PAGE = """<!doctype html><title>Wishes</title><body style="font: 16px sans-serif">
<label>Moniker <input id=nick></label> <label>Password <input id=pass type=password value=s3cretly></label>
<label><input id=news type=checkbox> Gazette</label>
<button onclick="document.title='saved'">Save</button>
<button onclick="document.title='gone'">Delete account</button>
<button id=bell style="width:32px;height:32px;padding:4px" onclick="document.title='rung'">
<svg width=22 height=22 viewBox="0 0 24 24" fill=none stroke=black stroke-width=2>
<path d="M6 8a6 6 0 0 1 12 0c0 7 3 9 3 9H3s3-2 3-9M10.3 21a1.94 1.94 0 0 0 3.4 0"/></svg></button>
</body>"""
Run = Callable[..., tuple[Plan, Any]]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with session() as context:
        yield context


@pytest.fixture
def run(browser: Any, tmp_path: Path) -> Iterator[Run]:
    page = browser.new_page()

    def follow(goal: str, eye: FakeEye) -> tuple[Plan, Any]:
        page.set_content(PAGE)
        beside = Beside([eye], lambda: ("4711-secret",))
        plan = Live(Stage(page, tmp_path, {}, frozenset()), second=beside).follow(goal, Start())
        return plan.model_copy(update={"answered": tuple(beside.answers)}), page.evaluate

    yield follow
    page.close()


def choosing(kind: str, name: str, **more: str) -> FakeEye:
    """Chooses the control of this name by the number that the question gives it."""

    def answer(question: Question, _: Any) -> Any:
        found = re.search(rf'^\[(\d+)\] \S+ "{re.escape(name)}"', question.text, re.MULTILINE)
        assert found, question.text
        return steps({"kind": kind, "mark": int(found[1]), **more})

    return FakeEye({"plan": answer})


def test_a_clause_that_the_rules_do_not_know_is_done_as_a_model_chooses(run: Run) -> None:
    eye = choosing("fill", "Moniker", value="Ann")
    plan, page = run("wibble the moniker 'Ann', then click Save", eye)
    assert not plan.unresolved
    assert page("[nick.value, document.title]") == ["Ann", "saved"]
    assert [step.by for step in plan.steps if step.kind in ("fill", "click")] == ["fake-2b", ""]
    assert [(one.model, one.task) for one in plan.answered] == [("fake-2b", "plan")]
    assert "s3cretly" not in eye.asked[0].text


@pytest.mark.parametrize(
    "goal", ["wibble the gazette unless the moniker is Bob", "tick all boxes except the gazette", "不要勾选 Gazette"]
)
def test_what_limits_a_clause_is_not_passed_over(run: Run, goal: str) -> None:
    eye = choosing("check", "Gazette")
    plan, page = run(goal, eye)
    assert plan.unresolved
    assert not plan.steps
    assert not eye.asked
    assert page("news.checked") is False


def test_what_cannot_be_undone_takes_two_eyes(run: Run) -> None:
    plan, page = run("delete the account", FakeEye({"locate": NOWHERE}))
    assert page("document.title") != "gone"
    assert "the eyes disagree" in plan.unresolved[0].reason
    plan, page = run("wibble my account away", choosing("click", "Delete account"))
    assert plan.unresolved
    assert page("document.title") != "gone"


def test_what_stands_in_the_picture_of_a_button_is_read(run: Run) -> None:
    eye = FakeEye({"plan": steps()})
    run("wibble the moniker 'Ann'", eye)
    assert re.search(r'^\[\d+\] button "[A-Za-z ]*[Nn]otification', eye.asked[0].text, re.MULTILINE), eye.asked[0].text


def test_a_model_that_is_not_there_is_told_before_anything_is_opened(agent: Agent) -> None:
    code, out, err = agent("run", "http://127.0.0.1:9/", "click Save", "--model", "gpt-9")
    assert (code, out) == (2, "")
    assert "none of embedded" in one_line(err)
