"""A part of a picture, and the way back from it."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from perception.capture import Picture
from perception.types import BBox
from perception.vlm import zoom


@st.composite
def boxes_in_pictures(draw: st.DrawFn) -> tuple[BBox, int, int]:
    width, height = draw(st.integers(1, 4000)), draw(st.integers(1, 3000))
    x1, y1 = draw(st.integers(0, width - 1)), draw(st.integers(0, height - 1))
    return BBox(x1, y1, draw(st.integers(x1 + 1, width)), draw(st.integers(y1 + 1, height))), width, height


@given(boxes_in_pictures())
def test_a_box_comes_back_as_it_went_in(given_: tuple[BBox, int, int]) -> None:
    box, width, height = given_
    part = zoom.around(box, width, height)
    assert part.back(part.into(box)) == box
    assert box.inside(part.region) == 1
    assert part.region.inside(BBox(0, 0, width, height)) == 1
    assert part.region.width >= min(zoom.LEAST, width)
    assert part.region.height >= min(zoom.LEAST, height)


@given(boxes_in_pictures(), st.data())
def test_whatever_is_said_of_a_part_lies_in_it(given_: tuple[BBox, int, int], data: st.DataObject) -> None:
    part = zoom.around(*given_)
    width, height = part.region.width * part.scale, part.region.height * part.scale
    x1, y1 = data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, height - 1))
    box = BBox(x1, y1, data.draw(st.integers(x1 + 1, width)), data.draw(st.integers(y1 + 1, height)))
    back = part.back(box)
    assert back.area
    assert back.inside(part.region) == 1
    assert box.inside(part.into(back)) == 1  # nothing of it is lost
    assert part.into(back).width <= box.width + 2 * (part.scale - 1)


def test_a_part_shows_what_was_there_twice_as_large() -> None:
    pixels = np.full((700, 900, 3), 255, np.uint8)
    pixels[300:310, 500:520] = (200, 0, 0)
    picture = Picture(pixels, "drawn", "")
    part = zoom.around(BBox(500, 300, 520, 310), 900, 700)
    seen = zoom.cut(picture, part)
    assert (seen.width, seen.height) == (800, 800)
    x, y = (int(value) for value in part.into(BBox(500, 300, 520, 310)).centre)
    assert tuple(seen.pixels[y, x]) == (200, 0, 0)
    red = np.argwhere(seen.pixels[:, :, 1] < 100)
    assert len(red) == 4 * 200
