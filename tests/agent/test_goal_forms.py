"""Forms of goals: paths, places said behind a deed, whose button it is, abbreviations, values without an end."""

from __future__ import annotations

import pytest

from agent.planners.context import Context
from agent.planners.intents import WAY
from agent.planners.resolve import resolve
from agent.planners.rules import read
from perception.types import BBox, Element, Screen


def told(goal: str) -> list[tuple[str, str, str | None]]:
    context = Context()
    return [(i.verb, context.words(i.target), i.value and context.said(i.value)) for i in read(goal, context)]


@pytest.mark.parametrize(
    ("goal", "meant"),
    [
        ("Sign out from the account menu", [("within", "account", None), ("act", "", None)]),
        ("In the preferences set the font size to 18", [("within", "preferences", None), ("set", "font size", "18")]),
        ("Enable push under Notifications", [("within", "Notifications", None), ("check", "push", None)]),
        ("Click Save in the dialog", [("click", "Save in the dialog", None)]),
        ("Pick Dr. Ito as the doctor. Then save", [("choose", "doctor", "Dr. Ito"), ("act", "", None)]),
        ("Remove Persuasion vol. 15", [("act", "Persuasion vol. 15", None)]),
        ("For the user Bob, click Edit", [("click", "Edit", None)]),
        ("让候选人孙悦3通过", [("act", "候选人孙悦3", None)]),
        ("删除候选人周舟", [("act", "候选人周舟", None)]),
    ],
)
def test_what_a_goal_means(goal: str, meant: list[tuple[str, str, str | None]]) -> None:
    assert told(goal) == meant


@pytest.mark.parametrize("goal", ["Help > Call us", "Go to Help > Call us", "Select Help>Call us"])
def test_a_path_leads_by_its_first_places_to_the_last(goal: str) -> None:
    assert [(i.target, i.detail == WAY) for i in read(goal, Context())] == [("Help", True), ("Call us", False)]


def screen(*elements: tuple[str, str]) -> Screen:
    made = [
        Element(f"e{n}", role, name, BBox(100, 40 * n, 300, 40 * n + 30), interactive=role != "text")
        for n, (role, name) in enumerate(elements, 1)
    ]
    return Screen(400, 800, tuple(made))


@pytest.mark.parametrize(
    ("goal", "reason"),
    [
        ("set the nickname to Fox, please do the rest of it", "put what is to be entered in quotes"),
        ("type the text below into the nickname", "not a text to type"),
    ],
)
def test_a_value_without_a_clear_end_is_not_entered(goal: str, reason: str) -> None:
    context = Context()
    outcomes = [resolve(intent, screen(("textbox", "Nickname")), context) for intent in read(goal, context)]
    assert reason in outcomes[0].missing[0].reason
    assert not outcomes[0].steps


def test_a_password_is_the_password_alone() -> None:
    context = Context()
    intents = read('enter the password "hunter2" into both text fields', context)
    outcome = resolve(intents[0], screen(("textbox", "Password"), ("textbox", "Verify password")), context)
    assert len(outcome.steps) == 2
    assert set(context.secret_names({"\uf000": "hunter2"}).values()) == {"hunter2"}
