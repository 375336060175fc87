"""The lessons of the small model that learns to point: its quick way is the usual one, and every place is right."""

from __future__ import annotations

from typing import Any

import pytest

from bench.vlm.drawing import COLOURS, LARGE, LIGHT, Page, all_descriptions, closer, draw
from perception.vlm.profiles import PROFILES

PROFILE = PROFILES["ui-venus-1.5-2b"]


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Any:
    for package in ("torch", "transformers", "llguidance"):
        pytest.importorskip(package, reason="needs the extra `vlm`")
    from bench.vlm.pointing import Course, School

    return School(tmp_path_factory.mktemp("school"), PROFILE, Course(sight=1, steps=2, sizes=2, pages=2))


def test_the_quick_way_gives_what_the_model_gives(school: Any) -> None:
    """Pictures side by side, patches as one product, attention in plain words: the same as the official forward."""
    import copy

    import torch

    from bench.vlm.learner import untaught

    quick = copy.deepcopy(school.model).float().eval()
    lesson = school.teacher.lesson([draw(1, LIGHT, 1), draw(2, LIGHT, 1)])
    usual = untaught(school.folder).float().eval()
    usual.load_state_dict(quick.state_dict())
    patches = len(lesson.pixels) // 2
    with torch.inference_mode():
        hidden = quick.model(
            input_ids=lesson.ids, pixel_values=lesson.pixels, image_grid_thw=lesson.grids, position_ids=lesson.places,
            attention_mask=torch.where(lesson.mask, 0.0, float("-inf")), use_cache=False,
        ).last_hidden_state  # fmt: skip
        for row in range(2):
            ids = lesson.ids[row : row + 1, : int(lesson.columns[lesson.rows == row].max()) + 1]
            alone = usual.model(
                input_ids=ids, pixel_values=lesson.pixels[row * patches : (row + 1) * patches],
                image_grid_thw=lesson.grids[row : row + 1], attention_mask=torch.ones_like(ids),
                mm_token_type_ids=(ids == usual.config.image_token_id).int(),
            ).last_hidden_state  # fmt: skip
            assert torch.allclose(hidden[row, : ids.shape[1]], alone[0], atol=1e-3)


def _sayings(page: Page) -> list[str]:
    return [*(said for thing in page.things for said in (thing.said, *thing.also)), *page.absent]


def test_a_lesson_says_what_cells_show_and_which_are_meant(school: Any) -> None:
    page = draw(3)
    lesson = school.teacher.lesson([page])
    known = all_descriptions(LIGHT)
    shown = {known[number - 1] for number in lesson.cells.shown.tolist() if number > 0}
    assert shown == {thing.said for thing in page.things}
    assert lesson.meant.any(dim=1).all()
    assert (lesson.cells.digits[lesson.cells.shown > 0] >= 0).all()
    assert (lesson.cells.digits[lesson.cells.shown <= 0] == -100).all()


def test_a_closer_look_shows_the_same_things_larger() -> None:
    for seed in range(12):
        page = draw(seed, LARGE)
        near = closer(page, seed)
        assert (near.picture.width, near.picture.height) == (800, 800)
        assert near.things
        assert not {thing.said for thing in near.things} & set(near.absent)
        for thing in near.things:
            if thing.said.endswith("button"):
                shown = near.picture.pixels[thing.box.y1 + 12, int(thing.box.centre[0])].astype(int)
                colour = COLOURS[thing.said.split()[1]]
                assert abs(shown - colour).max() < 12


def test_what_was_begun_is_gone_on_with(school: Any) -> None:
    from bench.vlm.pointing import Course, School

    school.teach(1e9)
    assert school.step == 5
    again = School(school.folder, PROFILE, Course(sight=1, steps=2, sizes=2, pages=2))
    assert again.step == 5
    assert all(
        (one == other).all() for one, other in zip(school.model.parameters(), again.model.parameters(), strict=True)
    )
    again.teach(1e9)
    assert again.step == 5


def test_pages_are_drawn_anew_the_same_and_nothing_overlaps() -> None:
    for seed in range(20):
        page = draw(seed)
        assert (page.picture.pixels == draw(seed).picture.pixels).all()
        boxes = [thing.whole or thing.box for thing in page.things]
        assert not any(one.intersection(other) for n, one in enumerate(boxes) for other in boxes[:n])
        assert all(value % LIGHT.grid == 0 for box in boxes for value in box)
        assert not set(page.absent) & set(_sayings(page)[: -len(page.absent)])
