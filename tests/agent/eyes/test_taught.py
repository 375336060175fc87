"""Runs on a live page with a real model, small as it is: it is asked, it is believed or not, and the plan tells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from codegen.plan import Plan
from perception.vlm.types import ModelFault
from sandbox.browser import session
from tests.agent.eyes.painted import NAMES, PAINTS, SMALL, VIEWPORT, painted
from tests.agent.runs import follow
from tests.agent.web import Web, web

Run = Callable[..., Plan]


@pytest.fixture(scope="module")
def eye() -> Any:
    for package in ("torch", "transformers", "llguidance"):
        pytest.importorskip(package, reason="needs the extra `vlm`")
    from perception.vlm.local import LocalSettings, open_eye

    return open_eye(f"ui-venus-1.5-2b={SMALL}", LocalSettings(precision="float32", device="cpu"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with session() as context:
        yield context.browser


@pytest.fixture
def pages() -> Iterator[Web]:
    with web({"/": painted()}) as made:
        yield made


@pytest.fixture
def run(browser: Any, eye: Any, tmp_path: Path, pages: Web) -> Run:
    return lambda goal: follow(browser, tmp_path, pages.at(), goal, eyes=(eye,), viewport=VIEWPORT).plan


def pressed(pages: Web) -> list[str]:
    return [path.removeprefix("/pressed/") for path in pages.paths() if path.startswith("/pressed/")]


def test_a_button_that_only_its_colour_tells_is_pressed_and_the_plan_says_whose_choice_it_was(
    run: Run, pages: Web
) -> None:
    plan = run("enter 'Rome' in the City field and click the red button")
    assert not plan.unresolved
    assert [(step.kind, step.by) for step in plan.steps if step.kind != "expect"] == [
        ("fill", ""), ("click", "ui-venus-1.5-2b"),
    ]  # fmt: skip
    click = next(step for step in plan.steps if step.kind == "click")
    assert (click.locator.value, click.locator.name) == ("button", "Save")
    assert click.confidence < 0.8  # one eye's word
    (asked,) = plan.answered  # the field takes no model
    assert (asked.model, asked.task, asked.read) == ("ui-venus-1.5-2b", "locate", True)
    assert asked.prompt_tokens > 70  # the picture's own, one for 32 x 32 pixels
    assert 0 < asked.new_tokens < 20
    assert asked.seconds > 0
    assert pressed(pages) == ["red"]


def test_what_it_does_not_see_or_points_at_wrongly_is_not_pressed(run: Run, pages: Web) -> None:
    plan = run("click the purple button")
    assert plan.steps == ()
    assert "ui-venus-1.5-2b does not see it" in plan.unresolved[0].reason
    pages.pages["/"] = painted(paints={**PAINTS, "orange": "230, 220, 30"})  # the nearest to orange that there is
    plan = run("click the orange button")
    assert plan.steps == ()
    assert "ui-venus-1.5-2b points where" in plan.unresolved[0].reason
    assert pressed(pages) == []


def test_what_cannot_be_undone_is_pressed_where_both_eyes_see_the_same(run: Run, pages: Web) -> None:
    plan = run("click the red Delete button")  # the one of that name is green
    assert plan.steps == ()
    assert "the eyes disagree on" in plan.unresolved[0].reason
    assert "which cannot be undone" in plan.unresolved[0].reason
    assert [one.task for one in plan.answered] == ["locate"]
    assert pressed(pages) == []
    pages.pages["/"] = painted({**NAMES, "red": "Delete", "green": "Save"})
    plan = run("click the red Delete button")
    assert [(step.kind, step.by) for step in plan.steps] == [("click", "")]
    assert pressed(pages) == ["red"]


def test_a_model_that_gives_up_ends_the_run_and_what_was_done_is_kept(
    run: Run, eye: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(asked: Any) -> Any:
        raise ModelFault("the model was unplugged: plug it in")

    monkeypatch.setattr(eye, "ask_all", fails)
    plan = run("enter 'Rome' in the City field and click the red button")
    assert next(step.kind for step in plan.steps) == "fill"
    assert plan.unresolved[0].reason == "the model was unplugged: plug it in"
