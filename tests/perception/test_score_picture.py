from __future__ import annotations

import numpy as np
import pytest

from perception.score_picture import PANEL, difference_picture
from perception.score_types import VisualScore

SCORE = VisualScore(0.99, 0.98, 0.97, 0.6, {"ssim": 0.9, "color": 0.95, "edges": 0.8})
PAGE = np.full((200, 300, 3), 255, np.uint8)


def test_three_panels_stand_side_by_side() -> None:
    sheet = difference_picture(PAGE, PAGE, SCORE)
    assert sheet.width > 3 * 300
    assert sheet.height > 200


def test_the_same_input_gives_the_same_pixels() -> None:
    one, other = (difference_picture(PAGE, PAGE, SCORE).tobytes() for _ in range(2))
    assert one == other


def test_only_what_differs_is_red() -> None:
    other = PAGE.copy()
    other[50:60, 100:200] = 0
    same, differs = (np.asarray(difference_picture(PAGE, page, SCORE)).astype(int) for page in (PAGE, other))
    third = slice(2 * same.shape[1] // 3, None)
    red = [((p[80:, third, 0] - p[80:, third, 1]) > 100).sum() for p in (same, differs)]
    assert red == [0, 10 * 100]


@pytest.mark.parametrize("size", [(20, 10), (4000, 30), (30, 9000), (1, 1)])
def test_any_two_sizes_go(size: tuple[int, int]) -> None:
    other = np.zeros((size[1], size[0], 3), np.uint8)
    sheet = difference_picture(PAGE, other, SCORE)
    assert sheet.width <= 3 * PANEL + 200
