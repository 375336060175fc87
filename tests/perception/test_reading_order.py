"""The order of boxes: columns, rows, and values beside their labels."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from perception.reading_order import reading_order
from perception.types import BBox


def box(x: int, y: int, width: int = 100, height: int = 12) -> BBox:
    return BBox(x, y, x + width, y + height)


def test_a_page_of_head_two_columns_and_foot() -> None:
    head, foot = box(0, 0, 600), box(0, 400, 600)
    left = [box(0, 60 + 20 * i, 200) for i in range(5)]
    right = [box(300, 67 + 20 * i, 200) for i in range(5)]
    boxes = [foot, *right, *left, head]
    ordered = [boxes[i] for i in reading_order(boxes, 12)]
    assert ordered == [head, *left, *right, foot]


def test_label_and_value_stay_together() -> None:
    labels, values = [box(0, 30 * i, 60) for i in range(4)], [box(300, 30 * i, 60) for i in range(4)]
    boxes = [*labels, *values]
    ordered = [boxes[i] for i in reading_order(boxes, 12)]
    assert ordered == [b for pair in zip(labels, values, strict=True) for b in pair]


def test_tiles_are_read_one_by_one() -> None:
    tiles = [[box(200 * column, y, 120) for y in (0, 18, 36)] for column in range(3)]
    boxes = [tile[line] for line in range(3) for tile in tiles]
    ordered = [boxes[i] for i in reading_order(boxes, 12)]
    # three lines at equal heights may be three tiles or three rows: a person reads either; never a mixture
    rows = [tile[line] for line in range(3) for tile in tiles]
    columns = [b for tile in tiles for b in tile]
    assert ordered in (rows, columns)


@given(st.lists(st.builds(box, st.integers(0, 900), st.integers(0, 900), st.integers(1, 300), st.integers(1, 80))))
def test_every_box_comes_once(boxes: list[BBox]) -> None:
    assert sorted(reading_order(boxes, 12)) == list(range(len(boxes)))
