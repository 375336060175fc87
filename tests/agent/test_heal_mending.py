"""A plan's change carried over into its script: also into one that people have edited, but only at its own place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.jobs.healing import NotHealed, plan_of
from agent.mending import Unmendable, difference, mended
from codegen.locator import Locator, Scope
from codegen.plan import Plan, Start, dump_plan
from codegen.script import write_script
from codegen.steps import Click, Step


def button(name: str, scope: Scope | None = None) -> Locator:
    return Locator(by="role", value="button", name=name, scope=scope, matches=1)


def script(*locators: Locator, target: str = "playwright") -> str:
    steps: tuple[Step, ...] = tuple(Click(id=f"s{n}", locator=locator) for n, locator in enumerate(locators, 1))
    return write_script(Plan(goal="save twice", start=Start(url="http://shop.example/"), steps=steps), target).source


WAS, NOW = script(button("Save"), button("Save")), script(button("Save"), button("Store"))


@pytest.mark.parametrize("target", ["playwright", "selenium"])
def test_a_script_as_it_was_written_becomes_the_new_one(target: str) -> None:
    was = script(button("Save"), target=target)
    now = script(button("Save", Scope(kind="card", text="Billing")), target=target)
    assert mended(was, was, now) == now


def test_a_line_is_changed_in_its_own_step_though_it_stands_in_another_too() -> None:
    edited = WAS.replace("    # Step 1", "    page.wait_for_url('**/orders')\n\n    # Step 1")
    found = mended(edited, WAS, NOW)
    assert found.count('name="Save"') == 1
    assert found.index('name="Save"') < found.index("# Step 2") < found.index('name="Store"')
    assert "wait_for_url" in found


def test_a_new_helper_is_put_in_where_it_belongs() -> None:
    now = script(button("Save"), button("Save", Scope(kind="card", text="Billing")))
    edited = WAS.replace("    # Step 1", "    print('begin')\n\n    # Step 1")
    found = mended(edited, WAS, now)
    compile(found, "script", "exec")
    assert "def around(" in found
    assert "print('begin')" in found


def test_what_people_wrote_at_the_very_place_is_left_alone() -> None:
    edited = WAS.replace(
        'page.get_by_role("button", name="Save", exact=True).click()', "page.get_by_text('Save').click()"
    )
    with pytest.raises(Unmendable, match="edited"):
        mended(edited, WAS, NOW)


@given(
    st.lists(st.sampled_from(["a\n", "b\n", "# Step 1: x\n", "    c\n", "    # Step 2: y\n"]), max_size=12), st.data()
)
def test_whatever_was_edited_elsewhere_stays(lines: list[str], data: st.DataObject) -> None:
    """Either the change is made and every other line is kept, or it is refused."""
    now = data.draw(st.lists(st.sampled_from(["a\n", "b\n", "new\n", "    c\n"]), max_size=12))
    added = data.draw(st.integers(0, len(lines)))
    edited = [*lines[:added], "mine\n", *lines[added:]]
    try:
        found = mended("".join(edited), "".join(lines), "".join(now))
    except Unmendable:
        return
    assert found.count("mine\n") == 1
    assert found.replace("mine\n", "").count("new\n") == now.count("new\n")


def test_the_difference_applies_as_a_patch() -> None:
    diff = difference("plan.json", "a\nb\nc\n", "a\nB\nc\n")
    assert diff.startswith("--- a/plan.json\n+++ b/plan.json\n@@ -1,3 +1,3 @@\n")
    assert "-b\n+B\n" in diff


def test_a_script_finds_its_plan_nearest_to_it(tmp_path: Path) -> None:
    steps: tuple[Step, ...] = (Click(id="s1", locator=button("Save")),)
    made = Plan(goal="save twice", start=Start(url="http://shop.example/"), steps=steps)
    other = made.model_copy(update={"steps": (Click(id="s1", locator=button("Store")),)})
    written = write_script(made, "playwright")
    path = tmp_path / "scripts" / written.filename
    for folder in (path.parent, tmp_path / ".sightwright"):
        folder.mkdir()
    path.write_text(written.source)
    with pytest.raises(NotHealed, match=r"no plan .* plan\.json .* plan\.evidence\.json beside it"):
        plan_of(path)
    kept = tmp_path / ".sightwright" / "one.json"
    kept.write_text(dump_plan(made))
    assert plan_of(path) == kept
    for name, plan in (("a.json", other), ("b.json", made), ("c.evidence.json", made)):
        (path.parent / name).write_text(dump_plan(plan))
    assert plan_of(path) == path.parent / "b.json"
    path.write_text(written.source + "\n# edited\n")
    with pytest.raises(NotHealed, match="more than one plan"):
        plan_of(path)
