"""What tells a recorded element from another of the same name: anything that is as it was lets the act be done."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.namesake import elsewhere

WAS: dict[str, Any] = {
    "what": "a button 'Save'", "own": {"id": "save", "href": "/a?b=1#c"}, "heading": "Notes",
    "before": ["Note", "Delete", "1044"], "after": ["Help"], "at": [100, 700], "width": 1280,
    "host": "",
}  # fmt: skip
NOW: dict[str, Any] = {
    "own": {"id": "", "name": "", "href": ""}, "heading": "Quick start", "before": ["Quick start"], "after": ["Orders"],
    "at": [100, 60], "width": 1280, "host": "shop.example",
}  # fmt: skip


@pytest.mark.parametrize(
    "same",
    [
        {"own": {"id": "save"}},
        {"own": {"href": "/a?b=2#c"}},
        {"before": ["NOTE *", "Delete", "1044"], "after": ["x", "Help"]},
        {"heading": " notes ", "before": ["Delete", "NOTE"], "after": ["Help"]},
        {"heading": " notes ", "before": ["NOTE"], "at": [110, 790]},
    ],
)
def test_what_it_lost_its_neighbours_make_up_for(same: dict[str, Any]) -> None:
    assert elsewhere(WAS, NOW)
    assert elsewhere(WAS, NOW | same) == ""


@pytest.mark.parametrize(
    "same", [{"heading": "notes"}, {"heading": "", "after": ["Help"]}, {"before": ["Note", "Delete", "1044"]}]
)
def test_of_what_has_nothing_of_its_own_less_is_enough(same: dict[str, Any]) -> None:
    assert elsewhere(WAS | {"own": {}}, NOW)
    assert elsewhere(WAS | {"own": {}}, NOW | same) == ""


@pytest.mark.parametrize(
    "other", [{"at": None}, {"own": {"id": "save-2"}}, {"before": [], "after": []}, {"after": ["Help"]}]
)
def test_a_namesake_is_told_with_both_places(other: dict[str, Any]) -> None:
    why = elsewhere(WAS, NOW | other)
    assert why.startswith("a button 'Save' was found, but not the one that was recorded")
    assert "below 'Notes'" in why
    assert "below 'Quick start'" in why


def test_what_stands_in_another_row_is_another_though_all_else_is_as_it_was() -> None:
    was, there = WAS | {"own": {}, "record": ["1003"]}, NOW | {"heading": "notes"}
    assert elsewhere(was, there | {"record": ["21003", "Ada"]}).startswith("a button 'Save' was found, but not the one")
    assert "the row of '1003'" in elsewhere(was, there | {"record": []})
    assert elsewhere(was, there | {"record": ["Ada", " 1003"]}) == ""
    assert elsewhere(was, there | {"record": None}) == ""  # the document says no rows


def test_another_host_is_told_first() -> None:
    was = WAS | {"host": "pay.example"}
    why = "the page is one of shop.example, and the step was recorded on pay.example"
    assert elsewhere(was, NOW | {"own": {"id": "save"}}).startswith(why)
    assert elsewhere(was, NOW | {"own": {"id": "save"}, "host": "pay.example"}) == ""
    assert elsewhere(was, NOW | {"own": {"id": "save"}, "host": ""}) == ""  # in a frame


def test_where_nothing_is_known_nothing_is_said() -> None:
    assert elsewhere(WAS | {"own": {}, "heading": "", "before": [], "after": []}, NOW) == ""
