"""`agent parse URL`: a page's document and its pixels together."""

from __future__ import annotations

import json
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from perception.merged import merged
from perception.types import BBox, Element, Screen
from tests.agent.lived import site

Agent = Callable[..., tuple[int, str, str]]


def test_a_page_is_seen_with_its_document_and_with_its_pixels(agent: Agent) -> None:
    with site() as pages:
        code, out, err = agent("parse", f"{pages.address}/drawn.html", "--json", "-")
    assert code == 0, err
    told = {(e["role"], e["name"]) for e in json.loads(out)["elements"]}
    assert ("button", "Add to basket") in told  # an icon alone: its name is the document's
    assert any("Start the game" in name for _, name in told)  # drawn on a canvas: no document knows of it
    assert not any("Covered" in name for _, name in told)
    assert sum(name == "Garden shop" for role, name in told if role == "text") == 1


_BOXES = st.tuples(st.integers(0, 300), st.integers(0, 300), st.integers(4, 80), st.integers(4, 40)).map(
    lambda b: BBox(b[0], b[1], b[0] + b[2], b[1] + b[3])
)


@given(st.lists(_BOXES, max_size=8), st.lists(_BOXES, max_size=8))
def test_nothing_of_the_document_is_lost_and_nothing_is_told_twice(ours: list[BBox], theirs: list[BBox]) -> None:
    document = Screen(
        400, 400, tuple(Element(f"e{i}", "button", f"d{i}", b, interactive=True) for i, b in enumerate(ours))
    )
    picture = Screen(400, 400, tuple(Element(f"e{i}", "text", f"p{i}", b) for i, b in enumerate(theirs)))
    both = merged(document, picture)
    assert both.elements[: len(ours)] == document.elements
    assert len({element.id for element in both.elements}) == len(both.elements)
    for element in both.elements[len(ours) :]:
        assert not any(box.contains(*element.box.centre) for box in ours)
