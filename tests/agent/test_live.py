"""Goals on a live site, over several screens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from agent.live import Live
from agent.stage import Stage
from codegen.plan import Plan, Start
from codegen.steps import Dialog
from sandbox.browser import session
from tests.agent.shop import shop

Run = Callable[..., tuple[Plan, Stage]]


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with shop() as address:
        yield address


@pytest.fixture(scope="module")
def context() -> Iterator[BrowserContext]:
    with session() as opened:
        yield opened


@pytest.fixture
def run(site: str, context: BrowserContext, tmp_path: Path) -> Iterator[Run]:
    """The pages of the test before stay open till this one's end: the next ones share their process then."""
    before = context.pages

    def follow(path: str, goal: str, **env: str) -> tuple[Plan, Stage]:
        page = context.new_page()
        page.goto(site + path)
        stage = Stage(page, tmp_path, env, frozenset({"127.0.0.1"}))
        return Live(stage).follow(goal, Start(url=site + path)), stage

    yield follow
    for page in before:
        page.close()


def kinds(plan: Plan) -> list[str]:
    return [step.kind for step in plan.steps if step.kind != "expect"]


def test_a_goal_goes_on_over_several_screens(run: Run) -> None:
    goal = "log in as ada@example.com with password hunter2, filter by status Shipped and export CSV"
    plan, stage = run("/", goal)
    assert not plan.unresolved
    assert kinds(plan) == ["fill", "fill", "click", "select", "click", "click"]
    assert "hunter2" not in plan.model_dump_json()
    assert (stage.folder / "orders.csv").read_text() == "no\n1042"
    signal = plan.steps[-1].signal
    assert signal is not None
    assert signal.kind == "download"


def test_what_the_filter_left_is_asserted_since_it_was_seen(run: Run) -> None:
    plan, _ = run("/orders", "filter by status Shipped")
    assert [step.that for step in plan.steps if step.kind == "expect"] == ["rows_contain"]


def test_rows_are_told_apart_by_what_stands_in_them(run: Run) -> None:
    plan, stage = run("/orders", "delete order 1043")
    (step,) = [step for step in plan.steps if step.kind == "click"]
    assert step.locator.scope is not None
    assert step.locator.scope.text == "1043"
    assert step.signal is not None
    assert step.signal.kind == "dialog"
    assert "1043" not in stage.page.content()


def test_a_question_of_the_page_is_answered_once(run: Run) -> None:
    plan, stage = run("/orders", "delete order 1044 and confirm")
    assert not plan.unresolved
    assert kinds(plan) == ["click"]
    assert "1044" not in stage.page.content()


@pytest.mark.parametrize("no", [", but cancel", "，然后点取消"])
def test_what_the_goal_says_no_to_is_not_done(run: Run, no: str) -> None:
    plan, stage = run("/orders", f"delete order 1044{no}")
    assert not plan.unresolved
    (step,) = [step for step in plan.steps if step.kind == "click"]
    assert step.signal == Dialog(accept=False)
    assert "1044" in stage.page.content()


def test_a_new_tab_is_followed(run: Run) -> None:
    plan, stage = run("/orders", "open Report and fill Month with May")
    assert not plan.unresolved
    assert stage.page.url.endswith("/report")
    signal = plan.steps[0].signal
    assert signal is not None
    assert signal.kind == "popup"


def test_what_lies_below_is_scrolled_to(run: Run) -> None:
    plan, stage = run("/orders", "click Archive all")
    assert not plan.unresolved
    assert stage.page.get_by_role("button", name="Archived").count() == 1


def test_what_is_not_there_is_refused_and_nothing_after_it_is_done(run: Run) -> None:
    plan, stage = run("/orders", "click Teleport, then delete order 1042")
    assert [item.clause for item in plan.unresolved] == ["click Teleport", "delete order 1042"]
    assert "1042" in stage.page.content()
    assert not plan.steps


def test_another_host_is_not_gone_to(run: Run) -> None:
    plan, stage = run("/orders", "click Partner site")
    assert plan.unresolved
    assert "elsewhere.invalid" not in stage.page.url


def test_text_on_a_page_adds_no_step(run: Run) -> None:
    plan, stage = run("/orders", "open Help")
    assert len(plan.steps) == 1
    assert stage.page.url.endswith("/help")


def test_a_secret_that_was_not_given_is_asked_for(run: Run) -> None:
    plan, _ = run("/", "log in as ada@example.com", A_PASSWORD="1", B_PASSWORD="2")
    assert "the variable PASSWORD is not set" in plan.unresolved[0].reason
    assert "A_PASSWORD and B_PASSWORD" in plan.unresolved[0].reason


def test_a_field_that_does_not_take_the_text_is_a_fault(run: Run) -> None:
    _, stage = run("/", "click nothing")
    stage.page.set_content(
        "<label>Day <input type=date></label><label>Phone <input oninput=\"value='+'+value\"></label>"
    )
    plan = Live(stage).follow("set phone to 123 and set day to next week", Start(url="https://a.example"))
    assert [(item.clause, item.reason) for item in plan.unresolved] == [
        ("set day to next week", "'Day' takes a YYYY-MM-DD, and 'next week' does not say one")
    ]


def test_a_page_that_is_slow_to_answer_gets_its_time(context: BrowserContext, tmp_path: Path) -> None:
    page = context.new_page()
    late = "document.body.insertAdjacentHTML('beforeend', '<button>Late</button>')"
    page.set_content(f'<button onclick="setTimeout(() => {late}, 1000)">Load</button>')
    stage = Stage(page, tmp_path, {}, frozenset())
    plan = Live(stage).follow("click Load, then click Late", Start(url="http://a.site/"))
    assert not plan.unresolved
    assert kinds(plan) == ["click", "click"]
    page.close()
