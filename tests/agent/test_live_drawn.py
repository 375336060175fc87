"""Goals on widgets that no one prepared: captions without labels, drawn lists and boxes, tabs, pages, questions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from agent.live import Live
from agent.stage import Stage
from codegen.plan import Plan, Start
from codegen.script import write_script
from sandbox.browser import session
from tests.agent.drawn import PAGE

Run = Callable[..., tuple[Plan, Any]]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with session() as context:
        yield context


@pytest.fixture
def run(browser: Any, tmp_path: Path) -> Run:
    def follow(goal: str, markup: str = PAGE) -> tuple[Plan, Any]:
        page = browser.new_page()
        page.set_content(markup)
        stage = Stage(page, tmp_path, {}, frozenset())
        return Live(stage).follow(goal, Start()), page.evaluate

    return follow


def test_captions_name_the_fields_beside_them(run: Run) -> None:
    plan, page = run("Customer Ann Lee, contact Bo, then save the order")
    assert not plan.unresolved
    assert page("saved") == "Ann Lee|Bo|||false"
    assert [item.name for item in plan.inputs] == ["customer", "contact"]


def test_a_list_that_is_drawn_is_opened_and_its_entry_clicked(run: Run) -> None:
    plan, page = run("set the status to Shipped")
    assert not plan.unresolved
    assert page("state.value") == "Shipped"
    assert [step.kind for step in plan.steps] == ["click", "click", "expect"]
    assert write_script(plan, "selenium").source


def test_a_picker_is_confirmed_by_its_own_button(run: Run) -> None:
    plan, page = run("choose Oslo as the city")
    assert not plan.unresolved
    assert page("city.value") == "Oslo"


def test_what_a_list_does_not_offer_is_refused(run: Run) -> None:
    plan, page = run("set the status to Lost")
    assert plan.unresolved
    assert "offers no 'Lost'" in plan.unresolved[0].reason
    assert page("state.value") == ""


def test_a_box_that_is_drawn_is_clicked_once(run: Run) -> None:
    plan, page = run("tick Gift wrap and save the order")
    assert not plan.unresolved
    assert page("saved").endswith("true")


def test_editable_text_is_a_field(run: Run) -> None:
    plan, page = run("write 'Ring twice' into Notes")
    assert not plan.unresolved
    assert "Ring twice" in page("notes.textContent")


def test_a_place_that_the_goal_names_is_opened_first(run: Run) -> None:
    plan, page = run("In the settings, set the shop name to Fjord")
    assert not plan.unresolved
    assert page("shop.value") == "Fjord"


def test_a_row_is_looked_for_on_the_pages_of_a_list_and_a_question_answered(run: Run) -> None:
    plan, page = run("delete order 1010")
    assert not plan.unresolved
    assert page("gone") == [1010]


def test_a_question_that_the_goal_answers_with_no_is_not_answered_with_yes(run: Run) -> None:
    plan, page = run("delete order 1002, then click No")
    assert page("gone") == []
    assert [step.kind for step in plan.steps if step.kind != "expect"] == ["click", "click"]
    assert not plan.unresolved


def test_a_row_that_is_on_no_page_is_refused(run: Run) -> None:
    plan, page = run("delete order 4711")
    assert plan.unresolved
    assert page("gone") == []
    assert page("page") == 0


def test_nothing_is_confirmed_that_the_goal_does_not_do(run: Run) -> None:
    markup = PAGE.replace("<p>Delete this order?", "<p>Pay 500?").replace(">Yes<", ">Pay now<")
    _, page = run("delete order 1002", markup)
    assert page("gone") == []


def test_what_is_come_upon_in_a_search_must_be_what_was_asked_for(run: Run) -> None:
    markup = PAGE.replace("Shop name", "Shipping fee")
    plan, page = run("set the tax rate to 12 %", markup)
    assert plan.unresolved
    assert page("shop.value") == ""


def test_a_link_without_an_address_is_found_by_its_text(run: Run) -> None:
    markup = "<ul><li><a onclick=\"document.title='there'\" style='cursor:pointer'>People</a></li></ul>"
    plan, page = run("open People", markup)
    assert not plan.unresolved
    assert page("document.title") == "there"
