"""Widgets of a page: dates in many spellings, calendars, sliders, lists of several, hover menus, labels with links.

Each goal is done in a run, and again by both scripts of its plan: all three bring the page to the same state.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.browser import session
from tests.agent.lived import Lived, site
from tests.resident import Resident

EMPTY = ["", "", "", "", "25", "20", "", "Any seat", False]


@pytest.fixture(scope="module")
def lived(resident: Resident, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    folder: Path = tmp_path_factory.mktemp("widgets")
    with site() as pages, session() as context:
        yield Lived(pages, context, resident, folder)


def state(**changed: object) -> list[object]:
    names = ["born", "at", "expiry", "day", "volume", "budget", "meals", "seat", "terms"]
    return [changed.get(name, value) for name, value in zip(names, EMPTY, strict=True)]


@pytest.mark.parametrize(
    ("goal", "reported"),
    [
        (
            "Set the birthday to 11/05/1990, the pick-up time to 2:30 pm and the card expiry to March 2029, save trip",
            state(born="1990-11-05", at="14:30", expiry="2029-03"),
        ),
        ("Set the return to 5 Jan 2027 and save trip", state(day="2027-01-05")),
        ("Set the volume to 35, set the budget to 70 and save trip", state(volume="35", budget="70")),
        (
            "Choose Vegan and Kosher as the meals, choose Window as the seat, accept the terms, then save trip",
            state(meals="Vegan,Kosher", seat="Window", terms=True),
        ),
        ("Go to Reports > Yearly", "yearly"),
    ],
)
def test_a_run_and_both_scripts_bring_the_page_to_the_same_state(lived: Lived, goal: str, reported: object) -> None:
    plan, told = lived.follow("widgets.html", goal)
    assert not plan.unresolved
    assert told == [reported]
    assert lived.scripts(plan) == {"playwright": told, "selenium": told}


@pytest.mark.parametrize(
    ("goal", "reason"),
    [
        ("set the budget to 75 and save trip", "it does not come to stand at"),
        ("set the birthday to 31/02/2020 and save trip", "takes a YYYY-MM-DD"),
        ("choose Balcony as the seat and save trip", "offers no 'Balcony'"),
    ],
)
def test_what_a_widget_cannot_hold_is_refused_and_nothing_is_saved(lived: Lived, goal: str, reason: str) -> None:
    plan, told = lived.follow("widgets.html", goal)
    assert plan.unresolved
    assert not told
    assert reason in plan.unresolved[0].reason or "does not hold" in plan.unresolved[0].reason
