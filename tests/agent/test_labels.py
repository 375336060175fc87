"""A label as an anchor: "the field under Notes" is the one that Notes labels, or straight below it, or none."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageDraw

from agent.grounding import locate
from agent.planners.rules import RulesPlanner
from codegen.plan import Start
from perception.capture import Picture
from perception.screen import parse
from perception.types import BBox, Screen
from tests.agent import seen
from tests.perception.drawing import font

NAMES = (("Name", "Email"), ("City", "Phone"), ("Notes", "Date"))
Form = tuple[Screen, dict[str, BBox]]


def drawn(place: Callable[[int, int], tuple[tuple[int, int], tuple[int, int]]]) -> Form:
    """A form of two columns, as it is read from its picture; where each field is. `place` gives for a row and a column
    where the label's and the field's top left are."""
    image = Image.new("RGB", (760, 400), "white")
    pen = ImageDraw.Draw(image)
    fields = {}
    for row, names in enumerate(NAMES):
        for column, name in enumerate(names):
            label, (x, y) = place(row, column)
            pen.text(label, name, (30, 30, 30), font(15))
            pen.rectangle((x, y, x + 199, y + 31), outline=(150, 155, 160))
            fields[name] = BBox(x, y, x + 200, y + 32)
    return parse(Picture(np.asarray(image), "form", "")), fields


@pytest.fixture(scope="module")
def above() -> Form:
    """Labels above their fields."""
    return drawn(lambda row, column: ((60 + 300 * column, 40 + 90 * row), (60 + 300 * column, 64 + 90 * row)))


@pytest.fixture(scope="module")
def left() -> Form:
    """Labels left of their fields."""
    return drawn(lambda row, column: ((70 + 320 * column, 48 + 70 * row), (120 + 360 * column, 40 + 70 * row)))


def meant(form: Form, description: str) -> str:
    """The name of the field that was found; "" where none was."""
    screen, fields = form
    found = locate(screen, description)
    if found.element is None:
        return ""
    return next(name for name, box in fields.items() if box.iou(found.element.box) > 0.5)


@pytest.mark.parametrize(
    ("description", "name"),
    [
        ("the field under Notes", "Notes"),
        ("the field below Email", "Email"),
        ("the input box underneath City", "City"),
        ("the text field right under 'Date'", "Date"),
        ("Notes下面的输入框", "Notes"),
        ("Email下方的文本框", "Email"),
        ("the field under the Name field", "City"),
        ("the field above Notes", "City"),
        ("the field above Date", "Phone"),
        ("Date上面的输入框", "Phone"),
        ("the field above Name", ""),
        ("the field right of City", "Phone"),
        ("the field to the left of Phone", "City"),
        ("Phone左边的输入框", "City"),
        ("City右边的输入框", "Phone"),
        ("the field left of City", ""),
        ("the field to the right of Date", ""),
        ("the field beside Notes", "Date"),
        ("the field next to Notes", "Date"),
        ("Date旁边的输入框", "Notes"),
    ],
)
def test_where_labels_stand_above(above: Form, description: str, name: str) -> None:
    assert meant(above, description) == name


@pytest.mark.parametrize(
    ("description", "name"),
    [
        ("the field right of Notes", "Notes"),
        ("the field to the right of Email", "Email"),
        ("the field beside City", "City"),
        ("the field next to Date", "Date"),
        ("Date右边的输入框", "Date"),
        ("City旁边的输入框", "City"),
        ("the field under Name", "City"),
        ("the field below Phone", "Date"),
        ("Email下面的输入框", "Phone"),
        ("the field under Notes", ""),
        ("the field above Notes", "City"),
        ("the field above Email", ""),
        ("the field left of Phone", "City"),
        ("Phone左边的输入框", "City"),
        ("the field left of City", ""),
    ],
)
def test_where_labels_stand_left(left: Form, description: str, name: str) -> None:
    assert meant(left, description) == name


LONE = seen.drawn(
    ("notes", "text", "Notes", (40, 40, 90, 56)),
    ("date-label", "text", "Date", (320, 40, 360, 56)),
    ("date", "textbox", "Date", (320, 62, 520, 94)),
    ("city-label", "text", "City", (40, 180, 80, 196)),
    ("city", "textbox", "City", (40, 202, 240, 234)),
    ("news", "checkbox", "Newsletter", (40, 260, 58, 278)),
    ("terms", "checkbox", "Terms", (40, 300, 58, 318)),
    ("go", "button", "Go", (40, 340, 120, 372)),
)


@pytest.mark.parametrize(
    ("description", "id"),
    [
        ("the field under Notes", None),  # its field is not there: neither the one beside nor the next label's
        ("Notes下面的输入框", None),
        ("the field under Date", "date"),
        ("the checkbox next to Terms", "terms"),
        ("the checkbox left of Newsletter", "news"),
        ("Terms旁边的复选框", "terms"),
        ("the checkbox under Newsletter", "terms"),
        ("the field above Newsletter", "city"),
        ("the button under City", "go"),
        ("the button under Terms", "go"),
        ("the checkbox under City", "news"),
    ],
)
def test_the_field_of_another_label_is_not_taken(description: str, id: str | None) -> None:
    found = locate(LONE, description).element
    assert (found.id if found else None) == id


@pytest.mark.parametrize(
    "goal",
    ["fill the field under Notes with 'Ann'", "enter 'Ann' in the field below Notes", "在Notes下面的输入框输入“Ann”"],
)
def test_a_plan_fills_the_field_that_is_meant(above: Form, goal: str) -> None:
    screen, fields = above
    plan = RulesPlanner().plan(screen, goal, start=Start())
    assert plan.unresolved == ()
    x1, y1, x2, y2 = plan.steps[0].target.box
    assert BBox(x1, y1, x2, y2).iou(fields["Notes"]) > 0.5
    assert RulesPlanner().plan(LONE, goal, start=Start()).steps == ()
