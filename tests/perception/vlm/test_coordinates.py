"""A model's numbers and pixels, there and back, for every form; and the schemas' own checks."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as some

from perception.types import BBox
from perception.vlm import questions, schemas
from perception.vlm.coordinates import own, pixels, place
from perception.vlm.profiles import PROFILES, TASKS, Coordinates, Form, profile_of
from perception.vlm.types import CannotDo, VlmError

SCALES = [1000, 999, None]


@given(some.data(), some.sampled_from(get_args(Form)), some.sampled_from(SCALES))
def test_a_place_comes_back_within_a_thousandth(data: some.DataObject, form: Form, scale: int | None) -> None:
    width, height = data.draw(some.integers(40, 4000)), data.draw(some.integers(40, 4000))
    x1, y1 = data.draw(some.integers(0, width - 20)), data.draw(some.integers(0, height - 20))
    x2, y2 = data.draw(some.integers(x1 + 12, width)), data.draw(some.integers(y1 + 12, height))
    meant = Coordinates(form, scale)
    numbers = own(BBox(x1, y1, x2, y2), meant, width, height)
    document = {
        "boxes": [{"bbox_2d": numbers}], "points": [{"point_2d": numbers}], "pair": numbers,
        "coordinate": {"coordinate": numbers},
        "call": {"name": "computer_use", "arguments": {"action": "left_click", "coordinate": numbers}},
    }[form]  # fmt: skip
    assert not list(schemas.faults(document, schemas.location(meant)))
    found = place(document, meant, width, height)
    assert found is not None
    if meant.is_box:
        assert all(
            abs(a - b) <= side / 1900 + 1
            for a, b, side in zip(found, (x1, y1, x2, y2), (width, height) * 2, strict=True)
        )
    else:
        assert BBox(x1, y1, x2, y2).grow(1).contains(*found.centre) or max(width, height) > 4000
    assert 0 <= found.x1 < found.x2 <= width
    assert 0 <= found.y1 < found.y2 <= height


@pytest.mark.parametrize("numbers", [[1001, 5], [-1, -1], [5, 5, 5, 900], [900, 5, 100, 10], [1, 2, 3], []])
def test_numbers_that_are_no_place(numbers: list[int]) -> None:
    assert pixels(numbers, Coordinates(), 800, 600) is None


def test_the_last_pixel_is_inside() -> None:
    assert pixels([1000, 1000], Coordinates("points", 1000), 800, 600) == BBox(799, 599, 800, 600)
    assert pixels([999, 999], Coordinates("coordinate", 999), 800, 600) == BBox(799, 599, 800, 600)


@pytest.mark.parametrize("form", get_args(Form))
def test_every_form_has_a_refusal(form: Form) -> None:
    meant = Coordinates(form)
    nowhere = {
        "boxes": [], "points": [], "pair": [-1, -1], "coordinate": {"coordinate": [-1, -1]},
        "call": {"name": "computer_use", "arguments": {"action": "terminate", "status": "failure"}},
    }[form]  # fmt: skip
    assert not list(schemas.faults(nowhere, schemas.location(meant)))
    assert place(nowhere, meant, 800, 600) is None


@pytest.mark.parametrize("name", PROFILES)
def test_a_profile_asks_for_what_it_can_and_says_what_it_cannot(name: str) -> None:
    profile = PROFILES[name]
    asks = {
        "locate": lambda: questions.locate(profile, "a {brace}"), "parse": lambda: questions.parse(profile),
        "plan": lambda: questions.plan(profile, "save {it}"), "ask": lambda: questions.ask(profile, "what?"),
        "boxes": lambda: questions.boxes(profile, "links"), "read": lambda: questions.read(profile),
        "icon": lambda: questions.icon(profile, ["search"]), "compare": lambda: questions.compare(profile),
        "html": lambda: questions.html(profile),
    }  # fmt: skip
    assert set(asks) == set(TASKS)
    for task, ask in asks.items():
        if task in profile.tasks:
            assert ask().max_new_tokens > 10
            assert "{{" not in ask().text
        else:
            with pytest.raises(CannotDo, match=name):
                ask()


def test_names() -> None:
    assert profile_of("Qwen/Qwen3-VL-2B-Instruct") == profile_of("qwen3-vl-2b")
    remote = profile_of("openai:gpt-5")
    assert remote is not None
    assert (remote.name, remote.model_id) == ("openai:gpt-5", "gpt-5")
    assert profile_of("api") is None
    assert profile_of("nonsense") is None


USERS = {
    "type": "object",
    "properties": {
        "rows": {"type": "array", "items": {"$ref": "#/$defs/row"}},
        "note": {"type": ["string", "null"]},
        "total": {"type": "number"},
    },
    "required": ["rows", "total"],
    "$defs": {"row": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}},
}


def test_a_users_schema_gets_its_limits() -> None:
    known = schemas.bounded(USERS)
    row = known["properties"]["rows"]["items"]
    assert known["properties"]["rows"]["maxItems"] == 16
    assert row["additionalProperties"] is False
    assert row["properties"]["name"]["maxLength"] == 600
    assert known["properties"]["note"]["maxLength"] == 600
    fine = {"rows": [{"name": "a"}], "note": None, "total": 3.5}
    assert not list(schemas.faults(fine, known))
    assert list(schemas.faults({"rows": [{"name": 3}], "total": True}, known)) == [
        ".rows[0].name is no text of at most 600 characters",
        ".total is no number from -1000000000 to 1000000000",
    ]


def test_a_schema_without_an_end_is_refused() -> None:
    with pytest.raises(VlmError, match="refers to itself"):
        schemas.bounded({"$ref": "#/$defs/a", "$defs": {"a": {"type": "array", "items": {"$ref": "#/$defs/a"}}}})
    with pytest.raises(VlmError, match="does not hold"):
        schemas.bounded({"$ref": "#/$defs/b"})
