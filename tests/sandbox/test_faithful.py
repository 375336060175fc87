"""A script held against its plan: the plan's acts in their order and no others; waits and assertions are free."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from codegen.plan import load_plan
from codegen.script import TARGETS, write_script
from sandbox.check import check_script
from sandbox.faithful import compare

PLANS = Path(__file__).parents[1] / "golden" / "plans"
PLAN = """{"version": 1, "goal": "filter by Open, delete Ann and export", "start": {"url": "https://a.site/users",
 "viewport": [800, 600]}, "inputs": [{"name": "status", "default": "Open", "secret": false, "options": []}],
 "steps": [
  {"id": "s1", "kind": "fill", "why": "filter by Open", "value": {"input": "status"},
   "locator": {"by": "label", "value": "Status", "matches": 1}},
  {"id": "s2", "kind": "click", "why": "delete Ann", "locator": {"by": "role", "value": "button", "name": "Delete",
   "scope": {"kind": "row", "text": "Ann"}, "matches": 1}},
  {"id": "s3", "kind": "expect", "why": "it is gone", "that": "hidden",
   "locator": {"by": "text", "value": "Ann", "matches": 1}},
  {"id": "s4", "kind": "click", "why": "export", "locator": {"by": "role", "value": "button", "name": "Export",
   "matches": 1}, "signal": {"kind": "download", "expect": {"suffix": ".csv", "not_empty": true}}}]}"""
OPEN, FILTER, DELETE, GONE, EXPORT = (
    '    page.goto(base_url + "/users")\n', "    # Step 1", "    # Step 2", "    # Step 3", "    # Step 4"
)  # fmt: skip


@cache
def written(target: str, plan: str = PLAN) -> str:
    return write_script(load_plan(plan), target).source


def steps(source: str) -> list[str]:
    """The script up to its first step, each step, and what comes after the test."""
    head, *parts = source.split("    # Step ")
    last, _, tail = parts[-1].partition('\n\nif __name__ == "__main__"')
    return [
        head,
        *(f"    # Step {part}" for part in (*parts[:-1], last + "\n")),
        '\n\nif __name__ == "__main__"' + tail,
    ]


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("plan", sorted(PLANS.glob("*.json"))[::9], ids=lambda path: path.stem)
def test_a_script_does_what_its_own_plan_says(plan: Path, target: str) -> None:
    made = load_plan(plan.read_text(encoding="utf-8"))
    source = write_script(made, target).source if made.steps else written(target)
    found = compare(source, source)
    assert (found.finding, found.notes) == (None, ())


@pytest.mark.parametrize("target", TARGETS)
def test_another_name_is_another_act_and_is_told_with_its_step_and_its_line(target: str) -> None:
    source = written(target).replace('"Delete"', '"Edit"')
    found = compare(source, written(target)).finding
    assert found is not None
    assert "step 2 (delete Ann)" in found.message
    assert "Edit" in found.message
    assert "Delete" in found.message
    assert found.line > source[: source.index("# Step 2")].count("\n")


@pytest.mark.parametrize("target", TARGETS)
def test_steps_that_are_gone_doubled_or_in_another_order_are_told(target: str) -> None:
    head, one, two, three, four, tail = steps(written(target))
    cases = {
        "step 2 (delete Ann) is missing": [head, one, three, four, tail],
        "step 4 (export) is missing": [head, one, two, three, tail],
        "is no act of the plan": [head, one, two, two, three, four, tail],
        "step 1 (filter by Open) comes later": [head, two, one, three, four, tail],
    }
    for said, parts in cases.items():
        finding = compare("".join(parts), written(target)).finding
        assert finding is not None, said
        assert said in finding.message


ACTS = {
    "playwright": [
        'page.get_by_text("Pay").click()',
        "page.get_by_text('Pay').press('Enter')",
        "page.keyboard.press('Enter')",
        "page.goto(base_url + '/delete')",
        "fill(page.get_by_label('Email'), 'x')",
        "acting = fill; acting(page.get_by_label('Email'), 'x')",
        "[Locator.click(one) for one in page.get_by_text('Pay').all()]",
        "assert page.get_by_text('Pay').click() is None",
        "STATUS = 'Closed'",
        "page = page.frame_locator('iframe')",
        "return",
        "pytest.skip('today')",
    ],
    "selenium": [
        'driver.find_element(By.ID, "pay").click()',
        "driver.get(base_url + '/delete')",
        "click(driver, by_text('Pay'))",
        "on(driver, by_text('Pay'), WebElement.click)",
        "expect_that(driver, by_text('Pay'), WebElement.click)",
        "driver.refresh()",
        "raise AssertionError('enough')",
    ],
}
LOOKS = {
    "playwright": [
        'expect(page.get_by_text("Ann")).to_be_visible()',
        "page.get_by_role('table').wait_for()",
        "page.wait_for_load_state()",
        "assert page.get_by_text('Ann').count() == 1, page.url",
        "rows = page.get_by_role('row').all_inner_texts()",
        "for row in page.get_by_role('row').all(): expect(row).to_be_visible()",
    ],
    "selenium": [
        "expect_that(driver, by_text('Ann'), WebElement.is_displayed)",
        "WebDriverWait(driver, TIMEOUT).until(lambda it: it.find_element(By.ID, 'x').is_displayed())",
        "assert 'users' in driver.current_url",
    ],
}


@pytest.mark.parametrize(("target", "line"), [(target, line) for target, lines in ACTS.items() for line in lines])
def test_a_line_that_acts_is_no_part_of_the_plan_wherever_it_stands(target: str, line: str) -> None:
    for place in ("# Step 1", "# Step 3", "# Step 4"):
        source = written(target).replace(place, f"{line}\n    {place}")
        assert compare(source, written(target)).finding is not None, place


@pytest.mark.parametrize(("target", "line"), [(target, line) for target, lines in LOOKS.items() for line in lines])
def test_a_line_that_only_looks_may_be_added_and_is_told(target: str, line: str) -> None:
    source = written(target).replace("# Step 2", f"{line}\n    # Step 2")
    found = compare(source, written(target))
    assert found.finding is None
    number = source[: source.index(line)].count("\n") + 1
    assert found.notes == (f"only looks, and is not the plan's: line {number}",)


@pytest.mark.parametrize("target", TARGETS)
def test_an_assertion_may_go_and_a_wait_may_be_longer(target: str) -> None:
    head, one, two, _, four, tail = steps(written(target).replace('"TIMEOUT", "10"', '"TIMEOUT", "60"'))
    found = compare("".join([head, one, two, four, tail]), written(target))
    assert found.finding is None
    assert found.notes == ("no longer looked at: step 3 (it is gone)",)


@pytest.mark.parametrize("target", TARGETS)
def test_what_stands_around_the_test_is_the_plans_too(target: str) -> None:
    source, name = written(target), "page" if target == "playwright" else "driver"
    kind = "Page" if target == "playwright" else "WebDriver"
    act = "page.reload()" if target == "playwright" else "driver.refresh()"
    cases = [
        source.replace('"Open"', '"Closed"'),
        source.replace("def fill(", "def fill_in(", 1),
        source.replace(
            "def test_", f"@pytest.fixture\ndef ready({name}: {kind}) -> None:\n    {act}\n\n\ndef test_", 1
        ),
        source.replace("def test_", f"def test_other({name}: {kind}) -> None:\n    {act}\n\n\ndef test_", 1),
        source.replace("def test_", '@pytest.mark.skipif(True, reason="later")\ndef test_', 1),
        source.replace("def test_", "def nothing_", 1),
        source.replace('"/users"', '"/admin"', 1),
    ]
    for number, changed in enumerate(cases):
        assert changed != source
        assert compare(changed, source).finding is not None, number


def test_a_plan_that_names_no_page_lets_the_script_open_any_of_its_site() -> None:
    made = load_plan(PLAN)
    pictured = made.model_copy(update={"start": made.start.model_copy(update={"url": None})})
    source = written("playwright")
    assert check_script(source) == []
    assert compare(source, write_script(pictured, "playwright").source, any_start=True).finding is None
    elsewhere = source.replace('base_url + "/users"', '"https://b.site/users"')
    assert compare(elsewhere, write_script(pictured, "playwright").source, any_start=True).finding is not None
