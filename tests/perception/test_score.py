"""The score of a page against its source: the same scores 1, nothing scores 0, a change costs its own figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perception.score import View, visual_score
from perception.score_match import Ratios, published_ratios, quick_ratios, text_score
from perception.score_pixels import pixel_scores
from perception.score_types import Structure, TextBlock, VisualScore
from perception.types import BBox

SIZE = (400, 300)
FIGURES = ("block", "text", "position", "color")
TEXTS = (
    "Orders",
    "Export the list",
    "42 shipped today",
    "Terms of service",
    "A longer line that says what it is about",
)
BLOCKS = tuple(TextBlock(text, BBox(20, 20 + 50 * n, 60 + 6 * len(text), 40 + 50 * n), (20, 30, 40))
               for n, text in enumerate(TEXTS))  # fmt: skip
both_ratios = pytest.mark.parametrize("ratios", [published_ratios, quick_ratios])


def figures(source: Sequence[TextBlock], page: Sequence[TextBlock], ratios: Ratios = quick_ratios) -> list[float]:
    score = text_score(source, page, SIZE, SIZE, ratios)
    return [getattr(score, name) for name in FIGURES]


@both_ratios
def test_a_page_is_like_itself(ratios: Ratios) -> None:
    assert figures(BLOCKS, BLOCKS, ratios) == pytest.approx([1, 1, 1, 1])


@both_ratios
def test_nothing_is_like_nothing(ratios: Ratios) -> None:
    assert figures(BLOCKS, (), ratios) == figures((), BLOCKS, ratios) == figures((), (), ratios) == [0, 0, 0, 0]


def test_other_words_are_no_pair() -> None:
    other = [replace(block, text="§§§§§") for block in BLOCKS]
    assert figures(BLOCKS, other) == [0, 0, 0, 0]


def test_a_colour_costs_colour_alone() -> None:
    white = [replace(BLOCKS[0], color=(255, 255, 255)), *BLOCKS[1:]]
    block, text, position, color = figures([replace(b, color=(0, 0, 0)) for b in BLOCKS], [
        replace(BLOCKS[0], color=(255, 255, 255)), *(replace(b, color=(0, 0, 0)) for b in BLOCKS[1:])
    ])  # fmt: skip
    assert (block, text, position) == (1, 1, 1)
    assert color == pytest.approx(1 - 1 / len(BLOCKS), abs=1e-3)  # black on white is 100 apart
    assert figures(BLOCKS, white)[3] < 1


def test_a_place_costs_position_alone() -> None:
    box = BLOCKS[0].box
    moved = [replace(BLOCKS[0], box=BBox(box.x1 + 40, box.y1 + 15, box.x2 + 40, box.y2 + 15)), *BLOCKS[1:]]
    block, text, position, color = figures(BLOCKS, moved)
    assert (block, text, color) == (1, 1, 1)
    assert position == pytest.approx(1 - 0.1 / len(BLOCKS))  # 40 of 400 pixels; 15 of 300 is less


def test_a_missing_text_costs_its_area() -> None:
    whole = sum(block.box.area for block in BLOCKS)
    block, text, position, color = figures(BLOCKS, BLOCKS[1:])
    assert block == pytest.approx(2 * (whole - BLOCKS[0].box.area) / (2 * whole - BLOCKS[0].box.area))
    assert (text, position, color) == (1, 1, 1)


def test_it_does_not_matter_how_a_paragraph_is_cut() -> None:
    first = "Sign up for news and events from the university"
    second = "that come once a month to your letter box at home"
    lines = [TextBlock(first, BBox(10, 10, 300, 30), (0, 0, 0)), TextBlock(second, BBox(10, 30, 300, 50), (0, 0, 0))]
    whole = [TextBlock(f"{first} {second}", BBox(10, 10, 300, 50), (0, 0, 0))]
    assert figures(whole, lines) == pytest.approx([1, 1, 1, 1])
    assert figures(lines, whole) == pytest.approx([1, 1, 1, 1])


def test_neighbours_tell_apart_what_says_the_same() -> None:
    """Two cards, each with "More" below its title: each "More" goes with the title beside it."""

    def card(title: str, y: int) -> list[TextBlock]:
        return [
            TextBlock(title, BBox(10, y, 90, y + 20), (0, 0, 0)),
            TextBlock("More", BBox(10, y + 30, 50, y + 50), (0, 0, 0)),
        ]

    cards = card("Invoices", 10) + card("Customers", 150)
    assert figures(cards, card("Customers", 150) + card("Invoices", 10))[2] > 0.99


_word = st.text("abcdefgh ", min_size=3, max_size=20).filter(lambda text: text.strip())
_block = st.builds(
    lambda text, x, y, w, h, color: TextBlock(text, BBox(x, y, x + w, y + h), color),
    _word, st.integers(0, 300), st.integers(0, 250), st.integers(1, 99), st.integers(1, 49),
    st.tuples(*[st.integers(0, 255)] * 3),
)  # fmt: skip
_blocks = st.lists(_block, max_size=8)


@given(_blocks, _blocks)
def test_figures_are_shares(source: list[TextBlock], page: list[TextBlock]) -> None:
    assert all(0 <= figure <= 1 + 1e-9 for figure in figures(source, page))


@given(st.lists(_block, min_size=1, max_size=8, unique_by=lambda block: " ".join(block.text.split())))
def test_every_page_is_like_itself(blocks: list[TextBlock]) -> None:
    score = figures(blocks, blocks)
    assert score[0] == pytest.approx(1)
    assert score[1] == pytest.approx(1)


def page(*, red: bool = False, height: int = 120) -> np.ndarray:
    pixels = np.full((height, 200, 3), 255, np.uint8)
    pixels[20:60, 20:180] = (220, 40, 40) if red else (40, 90, 220)
    return pixels


def test_a_picture_is_like_itself() -> None:
    assert pixel_scores(page(), page(), []) == pytest.approx({"ssim": 1, "color": 1, "edges": 1})


def test_another_colour_leaves_the_edges() -> None:
    scores = pixel_scores(page(), page(red=True), [])
    assert scores["edges"] > 0.99
    assert scores["color"] < 0.9


def test_a_plain_page_has_no_edges() -> None:
    plain = np.full((120, 200, 3), 255, np.uint8)
    assert pixel_scores(page(), plain, [])["edges"] == 0
    assert pixel_scores(plain, plain, [])["edges"] == 1


def test_texts_do_not_count() -> None:
    written = page()
    written[80:100, 40:120] = 0
    assert pixel_scores(page(), written, [])["ssim"] < 0.99
    assert pixel_scores(page(), written, [BBox(38, 78, 122, 102)]) == pytest.approx({"ssim": 1, "color": 1, "edges": 1})


def test_what_only_one_picture_has_is_wrong() -> None:
    scores = pixel_scores(page(), page(height=160), [])
    assert scores == pytest.approx({"ssim": 0.75, "color": 0.75, "edges": 0.75})


def test_the_whole_of_a_page_against_itself_and_against_a_blank_one() -> None:
    view = View(page(), (TextBlock("Orders", BBox(20, 80, 80, 100), (0, 0, 0)),))
    score = visual_score(view, view, Structure(1.0, 0.5, {"360": 0}))
    assert score.mean4 == pytest.approx(1)
    assert score.overall == pytest.approx(1)
    assert visual_score(view, View(np.full_like(page(), 255), ())).mean4 == 0
    told = score.as_dict()
    assert told["structure"] == {"flow_share": 1.0, "semantic_share": 0.5, "overflow": {"360": 0}}
    assert {*FIGURES, "mean4", "pixel", "overall"} <= told.keys()


def test_a_page_that_overflows_is_built_half_as_well() -> None:
    assert Structure(1.0, 0.8, {"360": 0, "768": 0}).figure == pytest.approx(0.9)
    assert Structure(1.0, 0.8, {"360": 12, "768": 0}).figure == pytest.approx(0.45)


def test_pixels_without_parts_are_nothing() -> None:
    assert VisualScore(1, 1, 1, 1).pixel == 0
