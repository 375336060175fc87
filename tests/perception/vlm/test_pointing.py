"""A small model that was taught to point does: picture -> processor -> model -> constrained JSON -> place in pixels."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bench.vlm.drawing import draw
from perception.vlm import questions
from perception.vlm.coordinates import place
from perception.vlm.local import LocalSettings, open_eye

SMALL = Path(__file__).parents[3] / "bench" / "vlm" / "small"
FRESH = 20_000_000  # no page of these was drawn while it was taught


@pytest.fixture(scope="module")
def eye() -> Any:
    for package in ("torch", "transformers", "llguidance"):
        pytest.importorskip(package, reason="needs the extra `vlm`")
    return open_eye(f"ui-venus-1.5-2b={SMALL}", LocalSettings(precision="float32", device="cpu"))


def test_it_points_right_on_fresh_pages_and_refuses_what_is_not_there(eye: Any) -> None:
    right, asked = Counter[str](), Counter[str]()
    for page in (draw(FRESH + number) for number in range(8)):
        known = {said: thing.box for thing in page.things for said in (thing.said, *thing.also)}
        wanted = [*known.items(), *((said, None) for said in page.absent)]
        replies = eye.ask_all([([page.picture], questions.locate(eye.profile, said)) for said, _ in wanted])
        for (said, box), reply in zip(wanted, replies, strict=True):
            found = place(reply.parsed, eye.profile.coordinates, page.picture.width, page.picture.height)
            kind = "absent" if box is None else said.split()[-1]
            asked[kind] += 1
            right[kind] += found is None if box is None else found is not None and box.contains(*found.centre)
    assert asked["button"] > 10
    assert asked["absent"] == 16
    for kind, count in asked.items():
        assert right[kind] >= 0.9 * count, f"{kind}: {right[kind]} of {count}"


def test_it_looks_at_what_it_points_at(eye: Any) -> None:
    hits = []
    for page in (draw(FRESH + number) for number in range(4)):
        for thing in page.things:
            question = questions.locate(eye.profile, thing.said)
            shares = eye.looked(page.picture, question, eye.ask([page.picture], question).text)
            row, column = np.unravel_index(shares.argmax(), shares.shape)
            x = (column + 0.5) * page.picture.width / shares.shape[1]
            y = (row + 0.5) * page.picture.height / shares.shape[0]
            hits.append((thing.whole or thing.box).grow(16).contains(x, y))
    assert sum(hits) >= 0.8 * len(hits)


def test_fewer_pixels_are_fewer_tokens_and_a_second_look_is_mapped_back(eye: Any) -> None:
    from bench.vlm.budget import measure, share_of, table

    pages = [draw(FRESH + number) for number in range(2)]
    whole, quarter = measure(f"ui-venus-1.5-2b={SMALL}", pages, (1.0, 1 / 4))
    assert whole.tokens == 70
    assert quarter.tokens <= 70 / 4
    assert share_of(whole.right) >= 0.9
    assert share_of(whole.closer) >= 0.9  # the part is the whole page, twice as large, with as many pixels
    assert len(table([whole, quarter]).splitlines()) == 4
