"""Icons that look like those of the open set become its drawings; all others stay the picture that they were."""

from __future__ import annotations

import numpy as np
import pytest

from agent.drawing_icons import alike, likeness, only, with_icons
from codegen.page import write_page
from perception.capture import Picture, open_picture
from perception.layout_types import Asset, Layout, Node, Style
from perception.types import BBox
from sandbox.render import renderer
from tests.codegen.test_page import BLUE, page

BOXES = {"search": BBox(40, 20, 64, 44), "bell": BBox(100, 20, 124, 44), "settings": BBox(160, 20, 184, 44)}


def drawn() -> Layout:
    return page(*(Node(f"n-{concept}", "image", box, Style(color=BLUE), role="icon", icon=concept)
                  for concept, box in BOXES.items()))  # fmt: skip


def as_pictures() -> Layout:
    """The same page as it is measured from a picture: three crops."""
    nodes = [Node(f"n-{concept}", "image", box, role="icon", asset=f"images/icon-{number}.png")
             for number, (concept, box) in enumerate(BOXES.items(), 1)]  # fmt: skip
    return page(*nodes, assets=tuple(Asset(node.asset or "", node.box) for node in nodes))


@pytest.fixture(scope="module")
def seen() -> Picture:
    written = write_page(drawn())
    with renderer() as drawing:
        shown = drawing.show({"index.html": written.html.encode(), "style.css": written.css.encode()}, (800, 400))
    return open_picture(shown.png, source="the page")


def test_icons_that_are_read_and_look_alike_are_drawn_and_another_stays(seen: Picture) -> None:
    pixels = seen.pixels.copy()
    box = BOXES["bell"]
    pixels[box.y1 : box.y2, box.x1 : box.x2] = np.random.default_rng(7).integers(0, 255, (24, 24, 3))
    layout = with_icons(as_pictures(), Picture(pixels, "page", ""))
    told = {node.id: (node.icon, node.style.color) for node in layout.nodes() if node.icon}
    assert told["n-search"][0] == "search"
    assert told["n-settings"][0] == "settings"
    assert max(abs(a - b) for a, b in zip(told["n-search"][1] or (0, 0, 0), BLUE, strict=True)) < 40
    boxes = {f"n-{concept}": box for concept, box in BOXES.items()}
    kept = only(layout, alike(layout, pixels, seen.pixels, boxes))
    assert {node.id for node in kept.nodes() if node.icon} == {"n-search", "n-settings"}
    assert [asset.name for asset in kept.assets] == ["images/icon-2.png"], "what is drawn needs no picture"


def test_likeness_is_of_shapes() -> None:
    one = np.zeros((24, 24), np.bool_)
    one[4:20, 11:13] = True
    assert likeness(one, one) == 1
    assert likeness(one, np.roll(one, 1, axis=1)) == 1, "a pixel aside is nothing"
    assert likeness(one, one.T) < 0.4
    assert likeness(one, np.ones((24, 24), np.bool_)) < 0.5
    assert likeness(one, np.zeros((24, 24), np.bool_)) == likeness(one, one[:0]) == likeness(one, one[:12]) == 0
