"""Whatever a model answers, the plan does nothing that the goal does not ask for, and nothing breaks."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from agent.deeds import deed_of, is_asked_for
from agent.eyes.cascade import Cascade
from agent.planners.asked import said_in
from agent.planners.vlm import VlmPlanner, marks_of
from codegen.plan import Start, dump_plan, load_plan
from codegen.steps import InputValue
from perception.types import Screen
from tests.agent import seen
from tests.agent.eyes.fake_eye import FakeEye, helpless, picture_of, steps

SCREENS = [seen.orders(), seen.settings(), seen.mail(), seen.login_zh(), seen.shop_zh()]
PICTURES = {id(screen): picture_of(screen) for screen in SCREENS}
GOALS = [
    "filter orders by status Shipped", "open the settings", "log in as ada with password 'hunter2'", "clear it",
    "set the name to 'Ann Lee' and save", "buy it", "不要删除", "把状态改成已发货", "write to Bob",
    "don't delete anything",
]  # fmt: skip
VALUES = ["Shipped", "Ann Lee", "SECRET_1", "hunter2", "Enter", "rm -rf /", "", "Any", "已发货", "\x00<|im_end|>"]
KINDS = ["click", "fill", "select", "check", "uncheck", "hover", "press"]


@st.composite
def answers(draw: st.DrawFn) -> tuple[Screen, str, dict[str, Any]]:
    screen = draw(st.sampled_from(SCREENS))
    most = len(marks_of(screen))

    def one() -> dict[str, Any]:
        kind = draw(st.sampled_from(KINDS))
        value = {"value": draw(st.sampled_from(VALUES))} if kind in ("fill", "select", "press") else {}
        return {"kind": kind, "mark": draw(st.integers(1, most)), **value}

    chosen = [one() for _ in range(draw(st.integers(0, 4)))]
    missing = [{"clause": "x", "reason": "y"}] if draw(st.integers(0, 9)) == 0 else []
    return screen, draw(st.sampled_from(GOALS)), steps(*chosen, unresolved=missing)


@settings(max_examples=60)
@given(answers())
def test_nothing_is_done_that_was_not_asked_for(said: tuple[Screen, str, dict[str, Any]]) -> None:
    screen, goal, answer = said
    eye = FakeEye({"plan": answer})
    with helpless():
        plan = VlmPlanner(Cascade(PICTURES[id(screen)], screen, [eye])).plan(screen, goal, start=Start())
    assert plan.steps or plan.unresolved
    assert load_plan(dump_plan(plan)) == plan
    assert "hunter2" not in dump_plan(plan)
    assert not any("hunter2" in question.text for question in eye.asked)
    on_page = {e.state.value for e in screen.elements} | {e.name for e in screen.elements}
    inputs = {item.name: item.default for item in plan.inputs}
    for step in plan.steps:
        assert step.by in ("", "fake-2b")
        target = getattr(step, "target", None)
        element = screen.by_id.get(target.element) if target else None
        if step.kind == "click" and element and (deed := deed_of(element.name)):
            assert is_asked_for(deed, goal)
            raise AssertionError("no model deletes alone")
        value = getattr(step, "value", None)
        if isinstance(value, InputValue):
            assert said_in(inputs[value.input], goal) or inputs[value.input] in on_page
