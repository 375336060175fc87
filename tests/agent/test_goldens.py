"""Goals on pictures of pages -> whole plan files. `--update-goldens` writes them anew: read each before keeping it."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from agent.planners.rules import RulesPlanner
from codegen.plan import Plan, Start, dump_plan, load_plan
from perception.types import Screen

PAGES = Path(__file__).parents[1] / "pages"
PLANS = Path(__file__).parents[1] / "golden" / "plans"
GOALS = [
    (page, number, item["goal"], item["outcome"])
    for page, items in tomllib.loads((PAGES / "goals.toml").read_text("utf-8")).items()
    for number, item in enumerate(items, 1)
]


def outcome(plan: Plan) -> str:
    if not plan.unresolved:
        return "plan"
    return "partial" if plan.steps else "refused"


def comparable(text: str) -> Any:
    """The plan file without what a slightly other reading of the picture may change: boxes, ids, confidences."""
    plan = json.loads(text)
    plan["start"].pop("screen_sha256", None)
    for step in plan["steps"]:
        step.pop("confidence", None)
        step.pop("target", None)
    for item in plan["unresolved"]:
        item["candidates"] = [candidate.split(" ", 1)[1] for candidate in item["candidates"]]
    return plan


@pytest.mark.slow
@pytest.mark.parametrize(("page", "number", "goal", "expected"), GOALS, ids=[f"{p}--{n}" for p, n, _, _ in GOALS])
def test_plan(
    screen_of: Callable[[str], Screen], page: str, number: int, goal: str, expected: str, update_goldens: bool
) -> None:
    screen = screen_of(page)
    start = Start(viewport=(screen.width, screen.height), screen_sha256=screen.sha256)
    plan = RulesPlanner().plan(screen, goal, start=start)
    text = dump_plan(plan)
    path = PLANS / f"{page}--{number}.json"
    if update_goldens:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    assert outcome(plan) == expected
    assert comparable(text) == comparable(path.read_text("utf-8"))
    assert load_plan(text) == plan


def test_every_golden_has_its_goal() -> None:
    assert {path.stem for path in PLANS.glob("*.json")} == {f"{page}--{number}" for page, number, _, _ in GOALS}


def test_there_are_enough_of_each() -> None:
    chinese = [goal for page, _, goal, _ in GOALS if page.endswith("-zh")]
    assert len(GOALS) >= 60
    assert len(chinese) * 2 >= 60
    assert sum(kind == "refused" for *_, kind in GOALS) >= 10
