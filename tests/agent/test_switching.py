"""Enable and disable in a table, and rows that are told by a column and its value."""

from __future__ import annotations

import pytest

from agent.planners.context import Context
from agent.planners.echo import without_echo
from agent.planners.intents import Intent
from agent.planners.rows import fits_several
from agent.planners.sight import Sight
from perception.types import BBox, Element, Screen, State
from tests.agent.test_rules import kinds, planned, screen

HEADS = ["Name", "Email", "Status"]
PEOPLE = [
    ["Ada Byron", "ada@x.org", "Active"],
    ["Grace Hopper", "grace@x.org", "Off"],
    ["Alan Kay", "kay@x.org", "Active"],
]


def people(*buttons: str, head: str = "Select all", box: str = "Select {}") -> Screen:
    """A search field over people, each with a checkbox before the name, and with these buttons."""
    made = [
        Element("q", "textbox", "Users", BBox(20, 10, 220, 40), state=State(placeholder="Search users")),
        Element("t", "table", "", BBox(20, 60, 1200, 260)),
    ]
    for number, cells in enumerate([HEADS, *PEOPLE]):
        y, id = 60 + 50 * number, f"r{number}"
        made.append(Element(id, "row", " ".join(cells), BBox(20, y, 1200, y + 50), parent="t"))
        role, first = ("cell", "") if number else ("columnheader", head)
        for x, text in enumerate([first, *cells]):
            left = 20 if not x else 100 + 200 * (x - 1)
            right = 100 if not x else left + 200
            made.append(Element(f"{id}c{x}", role, text, BBox(left, y, right, y + 50), text=text, parent=id))
        if number:
            name = box.format(cells[0])
            state = State(checked=False)
            made.append(
                Element(f"{id}s", "checkbox", name, BBox(40, y + 15, 60, y + 35), parent=f"{id}c0", state=state)
            )
            for x, text in enumerate(buttons):
                spot = BBox(800 + 100 * x, y + 9, 890 + 100 * x, y + 41)
                made.append(Element(f"{id}b{x}", "button", text, spot, text=text, parent=id))
    return Screen(1280, 800, tuple(made))


def targets(goal: str, on: Screen) -> list[str | None]:
    return [step.target.element for step in planned(goal, on).steps if step.kind != "expect"]  # type: ignore[union-attr]


@pytest.mark.parametrize("goal", ["disable Grace Hopper", "deactivate the user Grace Hopper", "turn off Grace Hopper"])
@pytest.mark.parametrize("box", ["Select {}", ""])
def test_the_rows_own_button_is_meant(goal: str, box: str) -> None:
    assert targets(goal, people("Edit", "Disable", "Delete", box=box)) == ["r2b1"]


@pytest.mark.parametrize(("head", "box"), [("Select all", "Select {}"), ("", ""), ("", "{}"), ("Select all", "选择{}")])
def test_the_box_that_selects_a_row_switches_nothing(head: str, box: str) -> None:
    plan = planned("disable Grace Hopper", people("Edit", "Delete", head=head, box=box))
    assert not plan.steps
    assert plan.unresolved


def test_a_box_under_a_header_that_says_so_is_a_switch() -> None:
    assert targets("enable Grace Hopper", people("Edit", head="Enabled", box="")) == ["r2s"]
    assert targets("tick Grace Hopper", people("Disable")) == ["r2s"]


@pytest.mark.parametrize(
    ("goal", "row"),
    [
        ("edit the user with email kay@x.org", "r3b0"), ("edit the user whose email is kay@x.org", "r3b0"),
        ("delete the user with status Off", "r2b1"), ("编辑Email为kay@x.org的用户", "r3b0"),
    ],
)  # fmt: skip
def test_a_row_is_told_by_a_column_and_its_value(goal: str, row: str) -> None:
    assert targets(goal, people("Edit", "Delete")) == [row]


@pytest.mark.parametrize(("said", "is_so"), [("Active", True), ("user with status Active", True), ("Ada", False)])
def test_a_row_on_another_page_is_not_meant_where_two_here_are(said: str, is_so: bool) -> None:
    on = people("Delete")
    assert fits_several(Sight(on, Context(), Intent("act", "delete", detail="delete")), said) is is_so


@pytest.mark.parametrize("who", ["email bo@x.org", "status Active"])
@pytest.mark.parametrize("verb", ["edit", "update", "delete"])
def test_what_tells_no_row_is_refused_and_never_typed_into_the_search(verb: str, who: str) -> None:
    plan = planned(f"{verb} the user with {who}", people("Edit", "Delete"))
    assert not plan.steps
    assert plan.unresolved


def test_a_rows_own_verb_at_the_end() -> None:
    assert targets("给Grace Hopper发货", people("编辑", "发货")) == ["r2b1"]


def test_a_list_is_filtered_by_its_name() -> None:
    on = screen("combobox: 状态 [全部]", "button: 查询")
    assert kinds(planned("把状态筛选为待发货", on))[0] == "select"


def test_a_heading_that_the_goal_is_about_is_no_echo_of_it() -> None:
    on = screen("heading: Email notifications", "checkbox: Enabled on")
    assert without_echo(on, "disable email notifications") == on
    assert without_echo(on, "Email notifications") != on
