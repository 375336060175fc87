"""A plan made on a picture, held against the live page: what leads to its elements there stays, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from agent.settling import settled
from agent.stage import Stage
from codegen.locator import Locator
from codegen.plan import Plan
from codegen.steps import Click, Target
from sandbox.browser import session

PAGE = """<!doctype html><style>body{margin:0;font:16px sans-serif}a,button{position:absolute;width:120px;height:30px}</style>
<a href="#" style="left:10px;top:10px" id="export">Export CSV</a>
<button style="left:200px;top:10px" aria-label="Close panel">x</button>
<button style="left:10px;top:100px">Save</button><button style="left:200px;top:100px">Save</button>
<button style="left:10px;top:200px">Delete everything</button>
"""  # noqa: E501
Settle = Callable[..., Click]


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with session(viewport=(800, 600)) as context:
        page = context.new_page()
        page.set_content(PAGE)
        yield Stage(page, tmp_path_factory.mktemp("folder"), {}, frozenset())


@pytest.fixture
def settle(stage: Stage) -> Settle:
    def one(box: tuple[int, int, int, int], name: str, *ways: Locator) -> Click:
        step = Click(id="s1", locator=ways[0], alternatives=ways[1:], target=Target(element="e1", box=box))
        done = settled(Plan(goal="try", steps=(step,)), {"e1": name}, stage).steps[0]
        assert isinstance(done, Click)
        return done

    return one


def role(kind: str, name: str) -> Locator:
    return Locator(by="role", value=kind, name=name)


def test_of_two_roles_the_right_one_stays(settle: Settle) -> None:
    done = settle((10, 10, 130, 40), "Export CSV", role("button", "Export CSV"), role("link", "Export CSV"))
    assert done.locator == role("link", "Export CSV")
    assert done.alternatives == ()


def test_an_icon_gets_the_name_that_the_page_knows(settle: Settle) -> None:
    done = settle((200, 10, 320, 40), "x", role("button", "x"))
    assert (done.locator.name, done.locator.matches) == ("Close panel", 1)
    assert done.alternatives == (role("button", "x"),)


def test_of_equals_the_one_at_the_place_is_meant(settle: Settle) -> None:
    done = settle((200, 100, 320, 130), "Save", role("button", "Save"))
    assert (done.locator.name, done.locator.nth) == ("Save", 1)


def test_another_thing_at_the_place_is_not_taken_for_it(settle: Settle) -> None:
    done = settle((10, 200, 130, 230), "Archive", role("button", "Archive"))
    assert done.locator == role("button", "Archive")


def test_two_things_read_as_one_are_not_settled_on_the_first(settle: Settle) -> None:
    merged = role("radio", "Export CSV Never export anything")
    done = settle((10, 10, 130, 40), "Export CSV Never export anything", merged)
    assert done.locator == merged


def test_what_is_nowhere_stays_as_it_was(settle: Settle) -> None:
    done = settle((500, 500, 560, 530), "Help", role("button", "Help"), role("link", "Help"))
    assert done.alternatives == (role("link", "Help"),)


def test_the_folder_is_left_alone(stage: Stage) -> None:
    assert list(Path(stage.folder).iterdir()) == []
