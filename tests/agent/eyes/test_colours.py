"""What colour a description says, and whether a thing has it."""

from __future__ import annotations

import numpy as np
import pytest

from agent.eyes.colours import colour_of, shows, wrong_colour
from perception.capture import Picture
from perception.types import BBox, Element, Screen

BOX = BBox(10, 10, 110, 50)
GO = Element("go", "button", "Go", BOX, "Go", interactive=True)
PLAIN = Screen(120, 60, (GO,))


@pytest.mark.parametrize(
    ("said", "colour"),
    [
        ("the red button", "red"),
        ("the big Orange Save button", "orange"),
        ("红色的按钮", "red"),
        ("绿色按钮", "green"),
        ("the purple icon next to Go", "purple"),
        ("the field under the red button", ""),  # another thing's
        ("the reduced price", ""),
        ("蓝牙开关", ""),  # Bluetooth
        ("红包", ""),
        ("the 'Red' tab", ""),
        ("the button", ""),
    ],
)
def test_the_colour_that_is_said(said: str, colour: str) -> None:
    assert colour_of(PLAIN, said) == colour


def test_what_the_screen_calls_so_is_a_name() -> None:
    tea = Element("tea", "link", "Green tea", BBox(0, 0, 9, 9), "Green tea", interactive=True)
    assert colour_of(Screen(120, 60, (GO, tea)), "the green link") == ""


@pytest.mark.parametrize(
    ("paint", "colours"),
    [
        ((214, 40, 40), {"red"}),
        ((240, 140, 20), {"orange"}),
        ((230, 220, 30), {"yellow"}),
        ((34, 150, 60), {"green"}),
        ((36, 86, 214), {"blue"}),
        ((128, 50, 170), {"purple"}),
        ((232, 62, 140), {"pink"}),
        ((20, 160, 160), {"green", "blue"}),  # as people differ
        ((120, 120, 124), set()),
        ((24, 24, 24), set()),
    ],
)
def test_what_a_thing_shows(paint: tuple[int, int, int], colours: set[str]) -> None:
    pixels = np.full((60, 120, 3), 255, np.uint8)
    pixels[10:50, 20:30] = paint  # a link's letters are no more
    picture = Picture(pixels, "paint", "")
    every = ("red", "orange", "yellow", "green", "blue", "purple", "pink")
    assert {one for one in every if shows(picture, BOX, one)} == colours
    for one in every:
        assert (wrong_colour(picture, PLAIN, GO, f"the {one} button") == "") is (one in colours)
    assert not shows(picture, BBox(200, 200, 240, 240), "red")
