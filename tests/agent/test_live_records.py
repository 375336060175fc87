"""Records that a page repeats without a role: acted on by a name in them, behind their menus, and where scrolling loads
them. Each goal is done in a run, and again by both scripts of its plan.
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
        ("Find the post by @bob and click the trash icon to delete it.", ["deleted", "@bob"]),
        ('For the user @cem, click on the "Block" button.', "Block @cem"),
        ("Find the post by @eli2 and delete it", ["deleted", "@eli2"]),
    ],
)
def test_a_run_and_both_scripts_act_in_the_record_that_is_named(lived: Lived, goal: str, reported: object) -> None:
    plan, told = lived.follow("feed.html", goal)
    assert not plan.unresolved
    assert told == [reported]
    assert lived.scripts(plan) == {"playwright": told, "selenium": told}


@pytest.mark.parametrize(
    "goal", ["Find the post by @zoe and click the trash icon", "For the user @bob, click Like", "Click the trash icon"]
)
def test_a_record_that_is_not_there_and_a_thing_that_it_lacks_are_refused(lived: Lived, goal: str) -> None:
    plan, told = lived.follow("feed.html", goal)
    assert plan.unresolved
    assert not told
