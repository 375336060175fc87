"""Goals that say where, and orders that bring their values along."""

from __future__ import annotations

import pytest

from agent.planners import languages, places
from agent.planners.context import Context
from agent.planners.rules import read
from codegen.plan import Plan
from tests.agent.test_rules import ORDERS, kinds, planned, screen

TICKET = screen(
    "heading: Help desk | tab: New ticket | tab: My tickets",
    "text: Subject | textbox: Subject",
    "text: Seats | spinbutton: Seats",
    "combobox: Priority [Low] | textbox: E-mail",
    "text: Notify me by | radio: Mail off | radio: SMS off",
    "button: Create ticket | button: Reset",
)


def values(plan: Plan) -> dict[str, str]:
    return {item.name: item.default for item in plan.inputs}


def verbs(goal: str) -> list[tuple[str, str]]:
    context = Context()
    return [(intent.verb, context.words(intent.target)) for intent in read(goal, context)]


def test_an_order_fills_the_form_that_is_there_and_then_sends_it() -> None:
    plan = planned("Create a ticket: subject 'Broken', priority High, e-mail ann@example.com", TICKET)
    assert not plan.unresolved
    assert values(plan) == {"subject": "Broken", "priority": "High", "e_mail": "ann@example.com"}
    assert kinds(plan)[-1] == "click"
    assert plan.steps[-1].locator.name == "Create ticket"  # type: ignore[union-attr]


def test_an_order_whose_form_is_elsewhere_opens_it_and_says_so() -> None:
    plan = planned("Create a ticket: subject 'Broken'", screen("heading: Tickets", "button: Create ticket"))
    assert kinds(plan) == ["click"]
    assert plan.unresolved


def test_fields_and_values_need_no_verb() -> None:
    plan = planned("Subject 'Broken', e-mail ann@example.com, then create the ticket", TICKET)
    assert not plan.unresolved
    assert values(plan) == {"subject": "Broken", "e_mail": "ann@example.com"}


def test_what_follows_a_value_may_be_another_field() -> None:
    plan = planned("set seats to 12, notify me by SMS and priority High", TICKET)
    assert not plan.unresolved
    assert values(plan) == {"seats": "12", "priority": "High"}
    assert "check" in kinds(plan)


def test_a_number_field_takes_numbers_alone() -> None:
    plan = planned("set seats to 12, whatever else", TICKET)
    assert not plan.steps
    assert "takes a number" in plan.unresolved[0].reason


@pytest.mark.parametrize(
    ("clause", "place", "rest"),
    [
        ("on the Settings tab set the date to 1", "Settings", "set the date to 1"),
        ("in People, follow Alan", "People", "follow Alan"),
        ("in the quick example form put 1 as email", "quick example", "put 1 as email"),
        ("in the settings", "settings", ""),
        ("在通知里勾选短信通知", "通知", "勾选短信通知"),
    ],
)
def test_the_place_that_a_clause_says_first(clause: str, place: str, rest: str) -> None:
    assert places.split(clause, languages.orders) == (place, rest)


@pytest.mark.parametrize("clause", ["sort by price", "在搜索框输入订单", "open the cart", "in cash"])
def test_what_says_no_place(clause: str) -> None:
    said = places.split(clause, languages.orders)
    assert said is None or said[1] == ""


def test_a_place_that_is_not_there_is_refused_and_nothing_is_done_elsewhere() -> None:
    plan = planned("In the trash folder, delete order 1042", ORDERS)
    assert not plan.steps
    assert "trash folder" in plan.unresolved[0].reason


def test_a_tab_that_is_named_as_the_place_is_opened() -> None:
    assert kinds(planned("On the My tickets tab, click Reset", TICKET))[0] == "click"


def test_chinese_places_and_rows() -> None:
    assert verbs("把系统设置里的站点名称改成“云”") == [("within", "系统设置"), ("set", "站点名称")]
    assert verbs("给订单 1042 点更多") == [("click", "更多")]
    assert verbs("请假类型选病假") == [("choose", "请假类型")]


def test_a_colon_before_an_order_parts_two() -> None:
    assert verbs("edit the first one: set the role to Viewer") == [("act", "first one"), ("set", "role")]


@pytest.mark.parametrize(
    ("goal", "order"),
    [
        ("sort by age from oldest to youngest", "descending"),
        ("sort by age, youngest first", "ascending"),
        ("sort by date, oldest first", "ascending"),
        ("sort by price from lowest to highest", "ascending"),
    ],
)
def test_the_oldest_have_the_highest_age(goal: str, order: str) -> None:
    (intent,) = read(goal, Context())
    assert intent.detail == order


@pytest.mark.parametrize("goal", ["delete the order from Ada", "delete the order of Ada in the list"])
def test_a_row_is_told_by_whom_it_is_from(goal: str) -> None:
    plan = planned(goal)
    assert kinds(plan) == ["click"]
    assert plan.steps[0].locator.scope is not None  # type: ignore[union-attr]
    assert plan.steps[0].locator.scope.text == "1042"  # type: ignore[union-attr]


def test_a_row_that_two_could_be_is_refused() -> None:
    assert not planned("delete the order about the Open").steps
