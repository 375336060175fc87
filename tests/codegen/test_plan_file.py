"""The plan file: read back as it was, laid out to be read, and with faults that name their place."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegen.plan import Plan, PlanError, dump_plan, load_plan
from tests.codegen import test_equivalence as tried
from tests.codegen.plans import button, plan, step

STEPS = [*tried.FIELDS, *tried.CHOICES, *tried.CLICKS, *tried.movements("cat.png"), *tried.EXPECTATIONS, *tried.SIGNALS]


def test_every_step_is_read_back_as_it_was() -> None:
    made = plan(*STEPS, inputs=[{"name": "pet", "default": "cat"}])
    assert load_plan(dump_plan(made)) == made
    assert dump_plan(load_plan(dump_plan(made))) == dump_plan(made)


@given(st.text(max_size=200), st.text(min_size=1, max_size=200))
def test_any_text_is_read_back(goal: str, name: str) -> None:
    made = Plan.model_validate({"goal": goal, "steps": [{"id": "a", **step("click", button(name))}]})
    assert load_plan(dump_plan(made)) == made


def test_what_fits_on_a_line_stands_on_one() -> None:
    text = dump_plan(plan(step("click", button("Go"), why="go"), goal="go"))
    assert '{"by": "role", "value": "button", "name": "Go"}' in text
    assert max(map(len, text.splitlines())) <= 120
    assert json.loads(text)["steps"][0]["kind"] == "click"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            {"steps": [{"id": "a", "kind": "click", "locator": {"by": "lable", "value": "x"}}]},
            r"steps\[0\].locator.by: 'lable'",
        ),
        ({"steps": [{"id": "a", "kind": "jump"}]}, r"steps\[0\].kind: 'jump' is not one of"),
        ({"steps": [{"id": "a"}]}, r"steps\[0\]: 'kind' is missing"),
        ({"steps": [{"id": "a", "kind": "click"}]}, r"steps\[0\].locator: is missing"),
        ({"stepz": []}, "stepz: is not a field of the plan"),
        ({"version": 2}, "version: 2 is not one of 1"),
    ],
)
def test_a_fault_names_its_place(change: dict[str, object], words: str) -> None:
    with pytest.raises(PlanError, match=words):
        load_plan(json.dumps({"version": 1, "goal": "go", **change}))


def test_a_text_that_is_no_json_names_its_line() -> None:
    with pytest.raises(PlanError, match="line 2: this is not JSON"):
        load_plan('{\n"goal" "x"}')
