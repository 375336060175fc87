"""The parts that the score is made of, each against the libraries that do the same."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment
from skimage.color import deltaE_ciede2000, rgb2lab

from perception.score_assign import Assignment
from perception.score_blocks import SHIFT, line_blocks, painted_blocks
from perception.score_color import difference, lab, likeness
from perception.types import BBox, TextLine

_sides = st.integers(1, 9)


@st.composite
def costs(draw: st.DrawFn) -> np.ndarray:
    rows, columns = draw(_sides), draw(_sides)
    values = st.integers(0, 20) if draw(st.booleans()) else st.integers(0, 10**6)
    cells = draw(st.lists(values, min_size=rows * columns, max_size=rows * columns))
    return -np.array(cells, np.float64).reshape(rows, columns) / 10**6


@given(costs())
def test_the_assignment_costs_least(matrix: np.ndarray) -> None:
    rows, columns = linear_sum_assignment(matrix)
    found = Assignment(matrix)
    assert sum(found.costs()) == pytest.approx(matrix[rows, columns].sum())
    assert len(found.pairs()) == min(matrix.shape) == len({column for _, column in found.pairs()})


@given(costs(), st.data())
def test_joining_two_rows_costs_what_a_new_start_costs(matrix: np.ndarray, data: st.DataObject) -> None:
    rows, columns = matrix.shape
    if rows < 2:
        return
    row = data.draw(st.integers(0, rows - 2))
    changed = -np.array(data.draw(st.lists(st.integers(0, 10), min_size=columns, max_size=columns))) / 10
    smaller = np.delete(matrix, row + 1, axis=0)
    smaller[row] = changed
    best = smaller[linear_sum_assignment(smaller)]
    trial = Assignment(matrix).merged_costs(row, changed)
    assert sum(trial) == pytest.approx(best.sum())
    assert len(trial) == len(best)


def test_colour_differences_are_those_of_ciede2000() -> None:
    values = np.random.default_rng(1).integers(0, 256, (4000, 3))
    values[:200] = values[:200, :1]  # grays
    one, other = values[:2000], values[2000:]
    # From the same L*a*b*, for a hue just across the seam is another formula's branch.
    assert difference(one, other) == pytest.approx(deltaE_ciede2000(lab(one), lab(other)), abs=1e-9)
    assert lab(one) == pytest.approx(rgb2lab(one / 255), abs=0.01)


def test_black_is_farthest_from_white() -> None:
    assert float(likeness((0, 0, 0), (255, 255, 255))) == pytest.approx(0, abs=1e-3)
    assert float(likeness((10, 20, 30), (10, 20, 30))) == 1


def drawn(*boxes: tuple[BBox, tuple[int, int, int]]) -> np.ndarray:
    pixels = np.full((100, 200, 3), 255, np.uint8)
    for box, color in boxes:
        pixels[box.y1 : box.y2, box.x1 : box.x2] = color
    return pixels


def test_painted_texts_are_found_by_their_false_colours() -> None:
    here, there = BBox(10, 10, 60, 20), BBox(80, 50, 150, 64)
    one, other = (250, 250, 250), (250, 250, 234)
    shifted = [tuple((value + SHIFT) % 256 for value in color) for color in (one, other)]
    plain = drawn((here, (200, 0, 0)), (there, (0, 0, 200)))
    first, second = drawn((here, one), (there, other)), drawn((here, shifted[0]), (there, shifted[1]))
    texts = [("Orders", one), ("hidden", (10, 10, 10)), ("Export", other)]
    found = painted_blocks(plain, first, second, texts)
    assert [(b.text, b.box, b.color) for b in found] == [("Orders", here, (200, 0, 0)), ("Export", there, (0, 0, 200))]


def test_what_does_not_shift_is_no_text() -> None:
    box = BBox(10, 10, 60, 20)
    same = drawn((box, (250, 250, 250)))
    assert painted_blocks(same, same, same, [("A picture's gray", (250, 250, 250))]) == ()


def test_a_line_is_shrunk_to_its_ink() -> None:
    ink = BBox(40, 30, 90, 42)
    pixels = drawn((ink, (30, 60, 90)))
    (block,) = line_blocks(pixels, [TextLine("Orders", BBox(30, 24, 120, 50))])
    assert (block.box, block.color) == (ink, (30, 60, 90))


def test_a_line_that_cannot_be_seen_is_none() -> None:
    lines = [TextLine("white on white", BBox(10, 10, 90, 30)), TextLine("outside", BBox(500, 500, 600, 520)),
             TextLine(" ", BBox(10, 10, 90, 30)), TextLine("above", BBox(0, -40, 50, -20))]  # fmt: skip
    assert line_blocks(drawn(), lines) == ()
