"""How a line is drawn is measured on the pixels around it alone, and a line through words is told from one below."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from perception.ink import _measured, is_struck, measure, measure_box
from perception.placing import crossed_out, place
from perception.reread import forget
from perception.types import BBox, Detection, TextLine
from tests.perception.drawing import DARK, LIGHT, Pixels, drawn

WORDS = [("Write the release notes", 12, 10), ("Call Ada", 300, 60), ("Ship 1042", 12, 150), ("end", 600, 184)]


def ruled(words: str, colours: tuple[tuple[int, int, int], tuple[int, int, int]], at: float | None) -> Pixels:
    """The words with a line at a share of their height, or with none."""
    image = Image.fromarray(drawn([(words, 12, 10)], size=(400, 40), colours=colours))
    if at is not None:
        y = 13 + round(at * 11)
        ImageDraw.Draw(image).line((12, y, line_of(words).box.x2, y), colours[1])
    return np.asarray(image)


def line_of(words: str) -> TextLine:
    width = np.flatnonzero((drawn([(words, 12, 10)], size=(400, 40)) < 128).any(axis=(0, 2)))
    return TextLine(words, BBox(int(width[0]), 13, int(width[-1]) + 1, 24))


@pytest.mark.parametrize("colours", [LIGHT, DARK])
@pytest.mark.parametrize("words", ["Implement new designs", "Write the release notes", "EXTREMELY WIDE"])
@pytest.mark.parametrize(("at", "struck"), [(None, False), (0.55, True), (1.2, False)])
def test_a_line_through_words_is_told(
    words: str, colours: tuple[tuple[int, int, int], tuple[int, int, int]], at: float | None, struck: bool
) -> None:
    pixels, line = ruled(words, colours, at), line_of(words)
    assert is_struck(pixels, line.box, measure(pixels, line)) is struck


@pytest.mark.parametrize(("at", "fields"), [(0.55, 0), (None, 1)])
def test_words_that_are_struck_through_are_no_field(at: float | None, fields: int) -> None:
    pixels, line = ruled("Implement new designs", LIGHT, at), line_of("Implement new designs")
    drafts, _ = place([line], [Detection("textbox", BBox(4, 2, 300, 34))], 11)
    freed = crossed_out(drafts, {line: measure(pixels, line)}, pixels)
    assert len(drafts) == fields
    assert freed == ([] if fields else [line])


@settings(max_examples=60)
@given(st.integers(-4, 640), st.integers(-4, 200), st.integers(1, 300), st.integers(1, 60), st.booleans())
def test_what_is_kept_is_what_the_whole_picture_gives(x: int, y: int, width: int, height: int, dark: bool) -> None:
    pixels = drawn(WORDS, colours=DARK if dark else LIGHT)
    box = BBox(x, y, x + width, y + height)
    forget()
    assert measure_box(pixels, box) == measure_box(pixels, box) == _measured(pixels, box)
