"""The annotated picture: marks where the elements are, the same each time, at any scale."""

from __future__ import annotations

import numpy as np
import pytest

from perception.capture import Picture
from perception.marks import annotate, colour_of
from perception.types import BBox, Element, Screen


def a_screen(scale: int = 1, paper: int = 255) -> tuple[Picture, Screen]:
    width, height = 640 * scale, 400 * scale
    pixels = np.full((height, width, 3), paper, np.uint8)

    def at(number: int, role: str, x1: int, y1: int, x2: int, y2: int, text: str, acts: bool) -> Element:
        box = BBox(*(scale * value for value in (x1, y1, x2, y2)))
        return Element(f"e{number}", role, text, box, text=text, interactive=acts)

    elements = (
        at(1, "heading", 40, 20, 200, 44, "Orders", False),
        at(2, "button", 440, 60, 540, 92, "Export", True),
        at(3, "textbox", 40, 60, 300, 92, "", True),
        at(4, "text", 40, 120, 300, 131, "Ten of them are open", False),
    )
    return Picture(pixels, "drawn", ""), Screen(width, height, elements)


def has_colour(pixels: np.ndarray, colour: tuple[int, int, int]) -> bool:
    """Whether a pixel is near a colour: outlines are a little transparent."""
    return bool((np.abs(pixels.astype(int) - np.array(colour)).max(axis=2) < 30).any())


@pytest.mark.parametrize("paper", [255, 24])
@pytest.mark.parametrize("scale", [1, 2, 3])
def test_what_acts_is_outlined_in_its_colour_and_other_text_is_left_alone(scale: int, paper: int) -> None:
    picture, screen = a_screen(scale, paper)
    marked = np.asarray(annotate(picture, screen))
    for element in screen.elements:
        box = element.box.grow(4 * scale)
        around = marked[box.y1 : box.y2, box.x1 : box.x2]
        assert has_colour(around, colour_of(element.role)) == element.interactive
        if not element.interactive:
            assert (around == paper).all()


def test_the_legend_stands_below_the_picture_and_is_left_out_where_it_does_not_fit() -> None:
    picture, screen = a_screen()
    assert annotate(picture, screen).height > screen.height
    narrow = Picture(picture.pixels[:, :60], "drawn", "")
    assert annotate(narrow, screen).size == (60, 400)


def test_the_same_screen_gives_the_same_pixels_and_the_picture_is_left_as_it_was() -> None:
    picture, screen = a_screen()
    before = picture.pixels.copy()
    assert annotate(picture, screen).tobytes() == annotate(picture, screen).tobytes()
    assert (picture.pixels == before).all()


def test_numbers_do_not_cover_text() -> None:
    picture, screen = a_screen()
    words = BBox(440, 40, 560, 60)  # close above the button, where a number would stand
    screen = Screen(640, 400, (*screen.elements, Element("e5", "text", "Today", words, text="Today")))
    marked = np.asarray(annotate(picture, screen))
    assert not has_colour(marked[words.y1 : words.y2 - 4, words.x1 : words.x2], colour_of("button"))


def test_a_screen_without_elements_is_the_picture() -> None:
    picture, _ = a_screen()
    assert (np.asarray(annotate(picture, Screen(640, 400, ()))) == picture.pixels).all()
