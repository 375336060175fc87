"""Every goal that can be planned on the pages beside us gives a script that runs on the replica.

The goals take turns in the two frameworks: both write much of everything that way. That the two scripts of one plan do
the same is shown kind by kind elsewhere; what few of the goals need is run in both here, too.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from itertools import cycle
from pathlib import Path

import pytest

from agent.planners.rules import RulesPlanner
from agent.rehearsal import rehearse_all
from codegen.plan import Plan, Start
from codegen.script import TARGETS, write_script
from perception.types import Screen
from tests.resident import Resident

PAGES = Path(__file__).parents[1] / "pages"
GOALS = {
    f"{page}--{number}": (page, item["goal"])
    for page, items in tomllib.loads((PAGES / "goals.toml").read_text("utf-8")).items()
    for number, item in enumerate(items, 1)
    if item["outcome"] != "refused"
}
FEW = {"drag", "hover", "scroll", "radio", "switch", "enabled", "visible", "sorted_ascending", "sorted_descending"}


def plan_of(name: str, screen_of: Callable[[str], Screen]) -> tuple[Plan, Screen]:
    page, goal = GOALS[name]
    screen = screen_of(page)
    start = Start(viewport=(screen.width, screen.height), screen_sha256=screen.sha256)
    return RulesPlanner().plan(screen, goal, start=start), screen


def few(plan: Plan) -> bool:
    """Whether it holds a step that two or three of the goals have, no more."""
    words = {
        word
        for step in plan.steps
        for word in (step.kind, getattr(step, "that", ""), getattr(getattr(step, "locator", None), "value", ""))
    }
    return bool(words & FEW)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "target"), [*zip(GOALS, cycle(TARGETS), strict=False)])
def test_the_script_of_a_goal_runs_on_the_replica(
    name: str, target: str, screen_of: Callable[[str], Screen], tmp_path: Path, resident: Resident,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("sandbox.rehearsal.run_guarded", resident.run)
    plan, screen = plan_of(name, screen_of)
    for each in TARGETS if few(plan) else (target,):
        script = write_script(plan, each)
        (verdict,) = rehearse_all(plan, screen, {tmp_path / script.filename: script.source}, url=None)
        last = verdict.stages[-1]
        assert verdict.ok, f"{last.stage}: {last.where} {last.reason}"
        assert [stage.stage for stage in verdict.stages] == ["static", "replica"]
        assert all(step.status == "passed" for step in last.steps)
