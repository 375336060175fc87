"""What lies under an open dialog is not acted on until the goal has closed the dialog."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agent.grounding import locate
from agent.planners.rules import RulesPlanner
from codegen.plan import Plan, Start
from perception.types import Screen
from tests.agent.seen import drawn

UNDER = {"blocked": True}


def edited() -> Screen:
    """Orders, and over them a dialog with a button that the page has too."""
    return drawn(
        ("orders", "link", "Orders", (20, 20, 90, 44), UNDER),
        ("export", "button", "Export CSV", (1020, 100, 1120, 130), UNDER),
        ("save-page", "button", "Save", (1140, 100, 1200, 130), UNDER),
        ("search", "searchbox", "Search orders", (20, 100, 320, 130), UNDER),
        ("dialog", "dialog", "Edit user", (400, 60, 880, 400)),
        ("title", "heading", "Edit user", (420, 80, 540, 100), {}, "dialog"),
        ("cross", "button", "Close", (840, 76, 864, 100), {}, "dialog"),
        ("name", "textbox", "Full name", (420, 160, 860, 190), {"value": "Ada"}, "dialog"),
        ("more", "button", "Add a phone", (420, 210, 560, 240), {}, "dialog"),
        ("cancel", "button", "Cancel", (700, 350, 770, 380), {}, "dialog"),
        ("save", "button", "Save", (790, 350, 860, 380), {}, "dialog"),
    )


def planned(goal: str, screen: Screen | None = None) -> Plan:
    return RulesPlanner().plan(screen or edited(), goal, start=Start(url="https://shop.example/"))


def targets(plan: Plan) -> list[str | None]:
    found = [getattr(step, "target", None) for step in plan.steps if step.kind != "expect"]
    return [target.element if target else None for target in found]


def test_what_lies_under_a_dialog_is_refused_by_its_name() -> None:
    found = locate(edited(), "the Export CSV button")
    assert found.element is None
    assert found.reason == "export button 'Export CSV' lies under the dialog 'Edit user'; close it first"
    assert found.candidates[0].id == "export"


def test_a_dialog_without_a_title_is_told_of_all_the_same() -> None:
    screen = edited()
    bare = tuple(replace(element, name="") if element.id == "dialog" else element for element in screen.elements)
    assert locate(replace(screen, elements=bare), "Orders").reason.endswith(
        "under the dialog that is open; close it first"
    )


def test_of_two_alike_the_one_that_can_be_reached_is_meant() -> None:
    found = locate(edited(), "Save")
    assert found.element
    assert found.element.id == "save"
    assert targets(planned("save it")) == ["save"]


def test_without_a_dialog_the_same_page_is_reached() -> None:
    screen = edited()
    reached = tuple(replace(e, state=replace(e.state, blocked=None)) for e in screen.elements)
    found = locate(replace(screen, elements=reached), "the Export CSV button").element
    assert found
    assert found.id == "export"


@pytest.mark.parametrize("goal", ["click Export CSV", "search for Ada", "open Orders", "export the orders as CSV"])
def test_a_plan_does_not_act_under_a_dialog(goal: str) -> None:
    plan = planned(goal)
    assert plan.steps == ()
    assert "lies under the dialog 'Edit user'" in plan.unresolved[0].reason


@pytest.mark.parametrize(
    ("goal", "steps"),
    [
        ("close the dialog, then click Export CSV", ["cross", "export"]),
        ("click Cancel, then click Export CSV", ["cancel", "export"]),
        ("set the full name to Bo, click Save, then click Export CSV", ["name", "save", "export"]),
        ("press Escape, then click Export CSV", [None, "export"]),
    ],
)
def test_once_the_goal_has_closed_the_dialog_the_page_is_reached(goal: str, steps: list[str | None]) -> None:
    plan = planned(goal)
    assert plan.unresolved == ()
    assert targets(plan) == steps


def test_what_the_closed_dialog_held_is_gone() -> None:
    plan = planned("click Cancel, then set the full name to Bo")
    assert targets(plan) == ["cancel"]
    assert len(plan.unresolved) == 1


def test_a_button_within_the_dialog_does_not_close_it() -> None:
    plan = planned("click Add a phone, then click Export CSV")
    assert targets(plan) == ["more"]
    assert "lies under" in plan.unresolved[0].reason
