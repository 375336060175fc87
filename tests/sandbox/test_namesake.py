"""What tells a recorded element from another of the same name: anything that is as it was lets the act be done."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.namesake import elsewhere

WAS: dict[str, Any] = {
    "what": "a button 'Save'", "own": {"id": "save", "href": "/a?b=1#c"}, "heading": "Notes",
    "before": ["Note", "Delete", "1044"], "after": ["Help"], "at": [100, 700], "width": 1280,
}  # fmt: skip
NOW: dict[str, Any] = {
    "own": {"id": "", "name": "", "href": ""}, "heading": "Quick start", "before": ["Quick start"], "after": ["Orders"],
    "at": [100, 60], "width": 1280,
}  # fmt: skip


@pytest.mark.parametrize(
    "same",
    [
        {"own": {"id": "save"}},
        {"own": {"href": "/a?b=2#c"}},
        {"heading": " notes "},
        {"before": ["NOTE *", "x"]},
        {"after": ["Imprint", "Help"], "before": ["Delete"]},
        {"at": [110, 790]},
    ],
)
def test_one_thing_that_stayed_is_enough(same: dict[str, Any]) -> None:
    assert elsewhere(WAS, NOW)
    assert elsewhere(WAS, NOW | same) == ""


@pytest.mark.parametrize("other", [{"at": None}, {"own": {"id": "save-2"}}, {"before": [], "after": []}])
def test_a_namesake_is_told_with_both_places(other: dict[str, Any]) -> None:
    why = elsewhere(WAS, NOW | other)
    assert why.startswith("a button 'Save' was found, but not the one that was recorded")
    assert "below 'Notes'" in why
    assert "below 'Quick start'" in why


def test_where_nothing_is_known_nothing_is_said() -> None:
    assert elsewhere(WAS | {"own": {}, "heading": "", "before": [], "after": []}, NOW) == ""
