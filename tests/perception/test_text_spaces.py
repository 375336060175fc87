"""Spaces that were missed are put in by the gaps; none stands between Chinese characters."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perception.text_spaces import spaced


def even(letters: str, wide: dict[int, float]) -> str:
    """Letters 10 units wide and 2 apart in a line 40 high; `wide` gives the gap after a letter instead."""
    at, places, gaps = 0.0, [], []
    for index, letter in enumerate(letters):
        if letter == " ":
            places.append(at + 1)
            continue
        places.append(at + 5)
        gap = wide.get(index, 2.0)
        gaps.append((at + 10, at + 10 + gap))
        at += 10 + gap
    return spaced(letters, places, gaps, 40)


def test_a_wide_gap_between_words_is_a_space() -> None:
    assert even("Viewall", {3: 8}) == "View all"
    assert even("Pixel,Inc", {5: 8}) == "Pixel, Inc"


def test_a_gap_within_a_number_is_none() -> None:
    assert even("1111", {1: 8}) == "1111"


def test_letters_set_wide_apart_are_one_word() -> None:
    assert even("ORDERS", dict.fromkeys(range(6), 8.0)) == "ORDERS"


def test_chinese_beside_latin() -> None:
    assert even("订单号1042", {2: 9}) == "订单号 1042"
    assert even("订单号1042", {2: 4}) == "订单号1042"
    assert even("第 一 页", {}) == "第一页"


@given(st.text(alphabet="ab1,. 中文", max_size=12), st.lists(st.floats(0, 30), min_size=12, max_size=12))
def test_nothing_but_spaces_changes(letters: str, gaps: list[float]) -> None:
    text = even(letters, dict(enumerate(gaps)))
    assert text.replace(" ", "") == letters.replace(" ", "")
    assert text == text.strip()
    assert "  " not in text


@pytest.mark.parametrize("read", ["Expor t CSV", "Send me produc t news", "a repor t"])
def test_a_lone_small_letter_belongs_to_the_word_before_it(read: str) -> None:
    places = [float(10 * i) for i in range(len(read))]
    written = re.sub(" t", "t", read)
    assert spaced(read, places, [], 20.0) == written
