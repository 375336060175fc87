"""The self-test, on models that are right, and on models with each of the faults that it is made for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from perception.capture import Picture
from perception.types import BBox
from perception.vlm.coordinates import own
from perception.vlm.profiles import PROFILES, Profile
from perception.vlm.selftest import SIZES, check, sheet
from perception.vlm.types import BadReply, CannotDo, Question, Reply

QWEN = PROFILES["qwen3-vl-2b"]
Way = Callable[[float, float, int, int], tuple[float, float]]


class Drawn:
    """A model that knows the sheets by heart, and answers through a fault."""

    name, remote = "drawn", False

    def __init__(self, way: Way = lambda x, y, w, h: (x, y), profile: Profile = QWEN, sees: bool = True) -> None:
        self.profile, self._way, self._sees = profile, way, sees
        self._known = {
            (size, name): box for number, size in enumerate(SIZES) for name, box in sheet(size, number).things
        }

    def ask(self, pictures: Sequence[Picture], question: Question) -> Reply:
        (picture,) = pictures
        size = picture.width, picture.height
        empty = self._sees and picture.source == "an empty page"
        name = next((known for _, known in self._known if f"the {known} button" in question.text), "")
        box = None if empty else self._known.get((size, name))
        return Reply("", self._document(box, size), 0, 0, 0.0, self.name)

    def ask_all(self, asked: Any) -> list[Reply]:
        return [self.ask(*one) for one in asked]

    def _document(self, box: BBox | None, size: tuple[int, int]) -> Any:
        assert self.profile.coordinates is not None
        if box is None:
            return [] if self.profile.coordinates.is_box else [-1, -1]
        said = own(box, self.profile.coordinates, *size)
        moved = [round(v) for at in range(0, len(said), 2) for v in self._way(said[at], said[at + 1], *size)]
        return [{"bbox_2d": moved}] if self.profile.coordinates.is_box else moved


@pytest.mark.parametrize("name", ["qwen3-vl-2b", "ui-venus-1.5-2b"])
def test_a_model_that_points_right_is_trusted(name: str) -> None:
    found = check(Drawn(profile=PROFILES[name]))
    assert (found.trusted, found.pointed, found.refused, found.why) == (True, 1.0, 1.0, "")


@pytest.mark.parametrize(
    ("way", "said"),
    [
        (lambda x, y, w, h: (y, x), "y before x"),
        (lambda x, y, w, h: (x * 0.5, y * 0.5), "another scale: they are 0.50 times"),
        (lambda x, y, w, h: (x * w / 2000, y * h / 2000), "are pixels of the picture"),
        (lambda x, y, w, h: (x * 0.8 + (0.05 * x if w > h else 0), y * 0.6), "double resize"),
        (lambda x, y, w, h: (x * 0.6 + 200, y * 0.9 + 50), "shifted: the picture is padded"),
        (lambda x, y, w, h: ((x * 7919 + y * 31) % 1000, (y * 104729 + x * 17) % 1000), "at random"),
    ],
)
def test_a_model_that_points_wrong_is_told_why(way: Way, said: str) -> None:
    found = check(Drawn(way))
    assert not found.trusted
    assert said in found.why
    assert found.pointed < 0.8


def test_a_model_that_does_not_get_the_picture() -> None:
    found = check(Drawn(sees=False))  # it knows every answer by heart, and gives it on an empty page, too
    assert not found.trusted
    assert "does not reach it" in found.why


def test_a_model_that_refuses_everything_and_one_that_never_does() -> None:
    class Refuses(Drawn):
        def _document(self, box: BBox | None, size: tuple[int, int]) -> Any:
            return []

    class Never(Drawn):
        def _document(self, box: BBox | None, size: tuple[int, int]) -> Any:
            return super()._document(box or BBox(5, 5, 20, 20), size)

    assert "24 of 24 things on the page were refused" in check(Refuses()).why
    never = check(Never())
    assert never.trusted
    assert never.refused == 0
    assert "seldom says" in never.why


def test_nonsense_is_a_wrong_answer_and_a_model_without_grounding_has_no_check() -> None:
    class Babbles(Drawn):
        def ask(self, pictures: Sequence[Picture], question: Question) -> Reply:
            raise BadReply("not JSON", "I see a nice page")

    assert not check(Babbles()).trusted
    with pytest.raises(CannotDo, match="cannot point"):
        check(Drawn(profile=replace(QWEN, coordinates=None, note="it reads alone")))
