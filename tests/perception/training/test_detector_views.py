"""What the network is shown and asked for: views of a page, and the maps and cells made of them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from perception.detect_learned import ROLES, STATES
from perception.training.detector.pages import Page, find_pages, load_page, part_of
from perception.training.detector.targets import MOST_CELLS, batch_of
from perception.training.detector.train import Feed, Plan
from perception.training.detector.views import SHOWN, View, random_view

EVEN = np.ones(len(ROLES), np.float32)


def page_of(boxes: list[list[float]], size: tuple[int, int] = (900, 700)) -> Page:
    """A grey page with a darker rectangle for each box."""
    pixels = np.full((size[1], size[0], 3), 200, np.uint8)
    for x1, y1, x2, y2 in boxes:
        pixels[int(y1) : int(y2), int(x1) : int(x2)] = 60
    count = len(boxes)
    return Page(
        "page", pixels, np.array(boxes, np.float32).reshape(-1, 4), np.arange(count, dtype=np.int64) % len(ROLES),
        np.zeros((count, len(STATES)), np.float32), np.array(boxes, np.float32).reshape(-1, 4),
    )  # fmt: skip


def view_of(boxes: list[list[float]], ignored: list[list[float]] | None = None, side: int = 128) -> View:
    page = page_of(boxes)
    return View(
        np.zeros((side, side, 3), np.uint8), page.boxes, page.roles, page.states, page.lines,
        np.array(ignored or [], np.float32).reshape(-1, 4),
    )  # fmt: skip


@settings(deadline=None, max_examples=40)
@given(seed=st.integers(0, 10_000))
def test_a_view_shows_its_elements_where_it_says(seed: int) -> None:
    boxes = [[100.0, 80.0, 220.0, 120.0], [400.0, 300.0, 440.0, 340.0], [700.0, 500.0, 860.0, 530.0]]
    view = random_view(page_of(boxes), np.random.default_rng(seed), EVEN, side=256)
    assert view.pixels.shape == (256, 256, 3)
    for x1, y1, x2, y2 in view.boxes:
        inside = view.pixels[int(y1) + 3 : int(y2) - 3, int(x1) + 3 : int(x2) - 3].astype(int)
        assert inside.size == 0 or np.ptp(inside, axis=(0, 1)).max() <= 40  # lossy compression may leave traces


@settings(deadline=None, max_examples=40)
@given(seed=st.integers(0, 10_000))
def test_of_an_element_cut_off_nothing_is_asked(seed: int) -> None:
    page = page_of([[float(x), 0.0, float(x + 100), 700.0] for x in range(0, 900, 100)])
    view = random_view(page, np.random.default_rng(seed), EVEN, side=256)
    assert len(view.boxes) + len(view.ignored) >= 2
    widths = view.boxes[:, 2] - view.boxes[:, 0]
    cut = (view.boxes[:, 0] == 0) | (view.boxes[:, 2] == 256)
    if (~cut).any():
        assert (widths[cut] >= SHOWN * widths[~cut].min() - 2).all()


def test_each_element_has_one_middle_and_cells_that_weigh_one() -> None:
    boxes = [[8.0, 8.0, 104.0, 40.0], [12.0, 60.0, 28.0, 76.0], [60.0, 60.0, 120.0, 74.0]]
    batch = batch_of([view_of(boxes), view_of(boxes[:1])], np.random.default_rng(0))
    assert batch.heat.eq(1).sum((1, 2)).tolist() == [3, 1]
    assert batch.heat[0, 24 // 4, 56 // 4] == 1
    assert batch.weights.sum() == pytest.approx(4)
    for cell, box in zip(batch.cells.tolist(), batch.boxes.tolist(), strict=True):
        x, y = cell % 32 * 4 + 2, cell // 32 % 32 * 4 + 2
        assert box[0] <= x < box[2]
        assert box[1] <= y < box[3]


def test_a_small_element_on_a_large_one_keeps_its_cells() -> None:
    batch = batch_of([view_of([[0.0, 0.0, 128.0, 120.0], [60.0, 56.0, 72.0, 68.0]])], np.random.default_rng(0))
    assert set(batch.roles.tolist()) == {0, 1}
    assert batch.heat[0].eq(1).sum() >= 1
    assert (batch.roles == 0).sum() <= MOST_CELLS


def test_nothing_is_asked_where_an_element_is_cut_off() -> None:
    batch = batch_of(
        [view_of([[8.0, 8.0, 40.0, 40.0]], ignored=[[80.0, 80.0, 128.0, 128.0]])], np.random.default_rng(0)
    )
    assert batch.asked[0, 25, 25] == 0
    assert batch.asked[0, 6, 6] == 1


def test_a_view_of_an_empty_page_can_be_learned_from() -> None:
    batch = batch_of([view_of([])], np.random.default_rng(0))
    assert len(batch.cells) == 0
    assert batch.heat.max() == 0


def test_pages_are_read_at_1x_and_only_when_both_files_are_there(tmp_path: Path) -> None:
    Image.new("RGB", (400, 200), "white").save(tmp_path / "a.png")
    Image.new("RGB", (400, 200), "white").save(tmp_path / "unfinished.png")
    element = {"role": "checkbox", "box": [20, 40, 60, 80], "name": "Yes", "state": {"checked": True}, "icon": False}
    truth = {
        "width": 400,
        "height": 200,
        "scale": 2,
        "elements": [element],
        "lines": [{"text": "Yes", "box": [70, 44, 120, 76]}],
    }
    (tmp_path / "a.json").write_text(json.dumps(truth))
    assert [path.name for path in find_pages(tmp_path)] == ["a.png"]
    page = load_page(tmp_path / "a.png")
    assert page.pixels.shape == (100, 200, 3)
    assert page.boxes.tolist() == [[10, 20, 30, 40]]
    assert [ROLES[role] for role in page.roles] == ["checkbox"]
    assert page.states[0].tolist() == [1, -1, -1, -1, -1, -1]
    assert page.lines.tolist() == [[35, 22, 60, 38]]


def test_every_page_has_one_worker() -> None:
    paths = [Path(f"{number}.png") for number in range(200)]
    shares = [part_of(paths, part, 2) for part in range(2)]
    assert sorted([*shares[0], *shares[1]], key=paths.index) == paths
    assert min(map(len, shares)) > 60


def test_a_page_that_is_taken_away_is_done_without(tmp_path: Path) -> None:
    for name in ("a", "b"):
        Image.new("RGB", (300, 300), "white").save(tmp_path / f"{name}.png")
        (tmp_path / f"{name}.json").write_text(json.dumps({"scale": 1, "elements": [], "lines": []}))
    feed = Feed(Plan(tmp_path, tmp_path, views=6, side=64), rank=0, world=1, seed=0)
    (tmp_path / "a.json").unlink()
    assert next(feed.batches()).pixels.shape == (6, 64, 64, 3)
    assert [path.name for path in feed.paths] == ["b.png"]
