"""Records that a page repeats without a role: acted on by a name in them, behind their menus, and where scrolling loads
them; and text that is copied from field to field. Each goal is done in a run, and again by both scripts of its plan.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.browser import session
from tests.agent.lived import Lived, site
from tests.resident import Resident


@pytest.fixture(scope="module")
def lived(resident: Resident, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    folder: Path = tmp_path_factory.mktemp("records")
    with site() as pages, session() as context:
        yield Lived(pages, context, resident, folder)


@pytest.mark.parametrize(
    ("goal", "reported"),
    [
        (
            "Copy the text in the draft, paste it into the note and click Keep. "
            'For the user @cem, click on the "Block" button.',
            ["Hello from the draft", "Block @cem"],
        ),
        ("Find the post by @eli2 and delete it", [["deleted", "@eli2"]]),
    ],
)
def test_a_run_and_both_scripts_act_in_the_record_that_is_named(
    lived: Lived, goal: str, reported: list[object]
) -> None:
    plan, told = lived.follow("feed.html", goal)
    assert not plan.unresolved
    assert told == reported
    assert lived.scripts(plan) == {"playwright": told, "selenium": told}


def test_an_icon_is_meant_in_the_record_that_the_goal_says_to_find(lived: Lived) -> None:
    plan, told = lived.follow("feed.html", "Find the post by @bob and click the trash icon to delete it.")
    assert not plan.unresolved
    assert told == [["deleted", "@bob"]]


@pytest.mark.parametrize(
    "goal", ["Find the post by @zoe and click the trash icon", "For the user @bob, click Like", "Click the trash icon"]
)
def test_a_record_that_is_not_there_and_a_thing_that_it_lacks_are_refused(lived: Lived, goal: str) -> None:
    plan, told = lived.follow("feed.html", goal)
    assert plan.unresolved
    assert not told
