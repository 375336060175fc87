"""Ways to say a goal that people take: around the thing, by its kind, along a path; and a page that repeats them."""

from __future__ import annotations

import pytest

from agent.planners.echo import without_echo
from agent.planners.rules import RulesPlanner
from codegen.plan import Plan, Start
from perception.types import Screen
from tests.agent.test_rules import screen


def planned(goal: str, on: Screen) -> Plan:
    return RulesPlanner().plan(on, goal, start=Start(viewport=(1280, 800)))


def told(plan: Plan) -> list[tuple[str, str | None]]:
    found = []
    for step in plan.steps:
        if step.kind != "expect":
            locator = getattr(step, "locator", None)
            found.append((step.kind, (locator.name or locator.value) if locator else None))
    return found


@pytest.mark.parametrize(
    ("goal", "lines", "expected"),
    [
        ("Close the dialog by clicking Cancel", ("button: OK | button: Cancel",), [("click", "Cancel")]),
        ("Click button ONE", ("button: TWO | button: ONE",), [("click", "ONE")]),
        ("Focus the Age field", ("textbox: Age",), [("click", "Age")]),
        ("Use the Age field to enter 30", ("textbox: Age",), [("fill", "Age")]),
        ("Select 9 with the spinner and hit Submit", ("spinbutton: Value", "button: Submit"),
         [("fill", "Value"), ("click", "Submit")]),
        ("Look through the tabs to find and click on Terms", ("link: Terms",), [("click", "Terms")]),
        ("Select File > Save as", ("menuitem: File | menuitem: Save as",), [("click", "File"), ("click", "Save as")]),
        ('Enter "secret" into both text fields', ("textbox: Old | textbox: New",), [("fill", "Old"), ("fill", "New")]),
        ("Select Italy from the list", ("combobox: Country [France]", "button: Go"), [("select", "Country")]),
    ],
)  # fmt: skip
def test_a_way_to_say_it(goal: str, lines: tuple[str, ...], expected: list[tuple[str, str]]) -> None:
    plan = planned(goal, screen(*lines))
    assert told(plan) == expected
    assert not plan.unresolved


@pytest.mark.parametrize(
    ("goal", "lines"),
    [
        ("Enter the value of Total into Age", ("textbox: Age", "text: Total | text: 12")),  # a place to read from
        ("Select Italy from the list", ("combobox: Country [Peru] | combobox: Language [Dutch]",)),
        ('Enter "x" into both text fields', ("textbox: One | textbox: Two | textbox: Three",)),
        ("Enter 11/05/2019 as the date", ("textbox: Nickname",)),
        ('Click the link "fermentum"', ("text: At praesent est fermentum ultrices",)),
    ],
)
def test_what_is_not_meant_for_sure_is_refused(goal: str, lines: tuple[str, ...]) -> None:
    plan = planned(goal, screen(*lines))
    assert not plan.steps
    assert plan.unresolved


def test_a_page_that_repeats_the_goal_hides_none_of_its_clauses() -> None:
    goal = "Select Peru and click Submit."
    plan = planned(goal, screen(f"text: {goal}", "radio: Peru off | radio: Italy off", "button: Submit"))
    assert told(plan) == [("check", "Peru"), ("click", "Submit")]


def test_what_repeats_the_goal_is_no_thing() -> None:
    on = screen("text: Click on the | text: coloured box.", "button: Go")
    assert [e.name for e in without_echo(on, "Click on the yellow coloured box.").elements] == ["Go"]
    assert not planned("Click on the yellow coloured box.", on).steps


def test_a_name_that_the_goal_says_is_no_repetition() -> None:
    on = screen("heading: Orders", "button: Export", "text: Shipped")
    assert without_echo(on, "filter Orders by Shipped and press Export") == on


@pytest.mark.parametrize(
    "goal", ["Open the settings' full name field", "Click the full name field on the settings page"]
)
def test_the_page_itself_may_be_said(goal: str) -> None:
    form = ("textbox: Full name", "button: Save")
    assert told(planned(goal, screen("heading: Account settings", *form))) == [("click", "Full name")]
    assert not planned(goal, screen("heading: Orders", *form)).steps
