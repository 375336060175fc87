"""The learned detector: maps to sightings, pictures of any size and scale, and what the shipped weights see."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from perception import detect_learned
from perception.detect_learned import OVERLAP, ROLES, STATES, TILE, Maps, Sighting, available, look, peaks, spot
from perception.reread import forget
from perception.types import BBox, TextLine
from tests.perception.drawing import drawn, font


def maps_of(things: list[tuple[int, int, str, float, tuple[float, float, float, float]]], side: int = 32) -> Maps:
    """Maps of side x side cells with a peak for each (row, column, role, confidence, distances to the four sides)."""
    heat = np.zeros((side, side), np.float32)
    roles = np.zeros((len(ROLES), side, side), np.float32)
    boxes = np.full((4, side, side), 2, np.float32)
    states = np.full((len(STATES), side, side), -5, np.float32)
    for row, column, role, confidence, distances in things:
        heat[row, column] = confidence
        roles[ROLES.index(role), row, column] = 4
        boxes[:, row, column] = distances
    return Maps(heat, roles, boxes, states, np.zeros((2 * side, 2 * side), np.float32))


def test_a_peak_is_a_sighting_with_its_box_role_and_confidence() -> None:
    (seen,) = peaks(maps_of([(5, 10, "checkbox", 0.9, (8, 9, 10, 11))]))
    assert seen.box == BBox(42 - 8, 22 - 9, 42 + 10, 22 + 11)
    assert (seen.role, round(seen.confidence, 3)) == ("checkbox", 0.9)
    assert seen.chance(*ROLES) == pytest.approx(1)
    assert seen.state("checked", 0.9) is False


def test_of_two_peaks_of_one_thing_the_surer_is_kept() -> None:
    seen = peaks(maps_of([(5, 10, "textbox", 0.9, (20, 10, 60, 10)), (5, 14, "textbox", 0.8, (36, 10, 44, 10))]))
    assert [round(one.confidence, 2) for one in seen] == [0.9]


def test_a_key_in_a_field_stays_beside_the_field() -> None:
    seen = peaks(maps_of([(10, 10, "textbox", 0.9, (40, 12, 60, 12)), (10, 20, "button", 0.8, (6, 6, 6, 6))]))
    assert [one.role for one in seen] == ["textbox", "button"]


def test_no_box_leaves_the_picture() -> None:
    (seen,) = peaks(maps_of([(0, 0, "button", 0.9, (50, 50, 500, 500))]))
    assert seen.box == BBox(0, 0, 128, 128)


def test_a_state_is_told_only_where_it_is_sure() -> None:
    seen = Sighting(BBox(0, 0, 9, 9), 0.9, (1.0,) + (0.0,) * 13, (0.95, 0.7, 0.03, 0.5, 0.5, 0.5))
    assert [seen.state(name, 0.9) for name in ("checked", "selected", "disabled")] == [True, None, False]


@given(st.integers(1, 6000))
def test_tiles_cover_a_side_once_and_see_beyond_their_edges(size: int) -> None:
    spans = detect_learned._spans(size)
    assert spans[0][2] == 0
    assert spans[-1][3] == size
    assert all(one[3] == other[2] for one, other in pairwise(spans))
    assert all(0 <= start <= first < last <= end <= size for start, end, first, last in spans)
    assert all(end - start <= TILE + 2 * OVERLAP + 64 for start, end, _, _ in spans)
    assert all(start % 64 == 0 for start, *_ in spans)


def form(scale: int = 1) -> tuple[np.ndarray, list[TextLine]]:  # type: ignore[type-arg]
    """A drawn page with two fields, a filled button and a box to tick, and its lines of text."""
    words = [("Email address", 60, 40), ("Password", 60, 120), ("Keep me signed in", 86, 201), ("Sign in", 88, 249)]
    pixels = drawn(words[:3], size=(520, 330), scale=scale, points=15)
    image = Image.fromarray(pixels)
    draw = ImageDraw.Draw(image)
    for box in ((60, 64, 400, 102), (60, 144, 400, 182)):
        draw.rounded_rectangle(tuple(side * scale for side in box), 5 * scale, outline=(190, 196, 204), width=scale)
    draw.rounded_rectangle(
        (60 * scale, 203 * scale, 76 * scale, 219 * scale), 3 * scale, outline=(130, 138, 148), width=scale
    )
    draw.rounded_rectangle((60 * scale, 240 * scale, 160 * scale, 278 * scale), 5 * scale, fill=(37, 99, 235))
    draw.text((88 * scale, 249 * scale), "Sign in", (255, 255, 255), font(15 * scale))
    lines = [
        TextLine(text, BBox(x * scale, (y + 3) * scale, (x + 80) * scale, (y + 14) * scale)) for text, x, y in words
    ]
    return np.asarray(image), lines


def test_the_shipped_weights_are_there_and_small() -> None:
    assert available() is None
    assert detect_learned.WEIGHTS.stat().st_size <= 12_000_000


@pytest.mark.parametrize("scale", [1, 2])
def test_it_sees_a_form_at_any_scale(scale: int) -> None:
    pixels, lines = form(scale)
    seen = [one for one in spot(pixels, lines) if one.confidence > 0.3]
    for role, box in {
        "button": (60, 240, 160, 278),
        "textbox": (60, 64, 400, 102),
        "checkbox": (60, 203, 76, 219),
    }.items():
        true = BBox(*(side * scale for side in box))
        assert any(one.box.iou(true) > 0.5 and one.role == role for one in seen), (role, seen)


def test_it_gives_the_same_every_time() -> None:
    pixels, lines = form()
    seen = spot(pixels, lines)
    forget()
    assert spot(pixels, lines) == seen


def test_only_the_tiles_that_changed_are_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    pixels, _ = form()
    large = np.full((900, 1500, 3), 255, np.uint8)
    large[20:350, 40:560] = pixels
    forget()
    look(large)
    runs, session = [], detect_learned.session
    monkeypatch.setattr(detect_learned, "session", lambda weights: runs.append(weights) or session(weights))
    changed = large.copy()
    changed[700:740, 1300:1400] = (13, 110, 253)
    again = look(changed)
    assert len(runs) == 1
    forget()
    anew = look(changed)
    assert len(runs) > 4
    assert all(np.array_equal(one, other) for one, other in zip(vars(again).values(), vars(anew).values(), strict=True))


def test_a_large_picture_looked_at_in_tiles_gives_what_the_whole_would() -> None:
    pixels, lines = form()
    large = np.full((700, 2600, 3), 255, np.uint8)
    large[20:350, 1100:1620] = pixels  # across the border of two tiles
    alone = {one.role for one in spot(pixels, lines) if one.confidence > 0.4}
    seen = [one for one in spot(large, lines) if one.confidence > 0.4]
    assert alone <= {one.role for one in seen}
    assert any(one.box.iou(BBox(1160, 260, 1260, 298)) > 0.5 for one in seen)


@pytest.mark.parametrize("size", [(1, 1), (3, 500), (65, 64)])
def test_a_picture_of_any_size_is_looked_at(size: tuple[int, int]) -> None:
    maps = look(np.full((*size, 3), 255, np.uint8))
    assert maps.heat.shape == (-(-size[0] // 4), -(-size[1] // 4))
