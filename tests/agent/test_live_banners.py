"""Cookie banners: turned away where they lie over what the goal means, by the most private word they offer.

The plan says it, and its scripts do without where no banner comes up.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.browser import session
from tests.agent.lived import Lived, site
from tests.resident import Resident

GOAL = "Enter Ada as your name and click Save"


@pytest.fixture(scope="module")
def lived(resident: Resident, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    folder: Path = tmp_path_factory.mktemp("banners")
    with site() as pages, session() as context:
        yield Lived(pages, context, resident, folder)


def test_a_banner_over_the_page_is_refused_and_no_script_needs_it(lived: Lived) -> None:
    plan, told = lived.follow("cookies.html", GOAL)
    assert not plan.unresolved
    assert told == [["refused", "Ada"]]
    assert [step.kind for step in plan.steps if getattr(step, "optional", False)] == ["click"]
    assert lived.scripts(plan) == {"playwright": told, "selenium": told}
    plain = plan.model_copy(update={"start": plan.start.model_copy(update={"url": f"{plan.start.url}#plain"})})
    assert lived.scripts(plain) == {"playwright": [["Ada"]], "selenium": [["Ada"]]}


def test_a_bar_is_turned_away_when_it_lies_over_the_button_that_is_meant(lived: Lived) -> None:
    plan, told = lived.follow("cookies.html#bar", GOAL)
    assert told == [["understood", "Ada"]]
    assert "cookies" in next(step.why for step in plan.steps if getattr(step, "optional", False))


def test_a_banner_alone_is_no_plan_for_a_goal_of_which_nothing_was_done(lived: Lived) -> None:
    plan, _ = lived.follow("cookies.html", "Click Teleport and click Save")
    assert [item.clause for item in plan.unresolved] == ["Click Teleport", "click Save"]
    assert not plan.steps


def test_what_the_goal_says_about_cookies_is_done_as_it_says(lived: Lived) -> None:
    plan, told = lived.follow("cookies.html", "Accept all cookies, enter Ada as your name and click Save")
    assert not plan.unresolved
    assert told == [["accepted", "Ada"]]
