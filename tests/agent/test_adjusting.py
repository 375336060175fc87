"""Adjusting in a real browser: a page laid out a little wrong comes closer to its picture, and never farther."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from agent.adjusting import GAIN, Adjuster
from agent.comparing import page_view, reference_view, source_view
from agent.moves import changed
from agent.site import site_of
from perception.capture import Picture, open_picture
from perception.layout_types import Font, Layout, Node, Nudge, Span, Style
from perception.score import visual_score
from perception.types import BBox, Screen
from sandbox.render import Renderer, renderer

SIZE = (640, 400)
PAPER, INK = (255, 255, 255), (30, 40, 60)


def written(name: str, kind: str, y: int, words: str, size: float = 16.0, **more: object) -> Node:
    font = Font("sans", size, 400, False, 1.25 * size)
    box = BBox(40, y, 40 + round(0.62 * size * len(words)), y + round(1.25 * size))
    return Node(name, kind, box, Style(color=INK, font=font), spans=(Span(words),), lines=1, **more)  # type: ignore[arg-type]


def layout() -> Layout:
    card = Node("n5", "group", BBox(40, 200, 600, 300), Style(background=(225, 232, 245)), children=(
        replace(written("n6", "paragraph", 220, "Shipped today"), box=BBox(60, 220, 200, 240)),
        replace(written("n7", "paragraph", 256, "Forty-two"), box=BBox(60, 256, 200, 276)),
    ))  # fmt: skip
    main = Node("n2", "main", BBox(40, 30, 600, 300), children=(
        written("n3", "heading", 30, "Orders of the week", 28, level=1),
        written("n4", "paragraph", 110, "What came in, and what went out again"), card,
    ))  # fmt: skip
    return Layout(*SIZE, Node("n1", "page", BBox(0, 0, *SIZE), Style(background=PAPER), (main,)))


@pytest.fixture(scope="module")
def drawing() -> Iterator[Renderer]:
    with renderer() as one:
        yield one


@pytest.fixture(scope="module")
def mockup(drawing: Renderer) -> tuple[Picture, Screen]:
    """The page as it should be, drawn, and read without a mistake."""
    seen = drawing.show(site_of(layout(), Picture(open_picture(_blank()).pixels, "", "")), SIZE)
    picture = open_picture(seen.png)
    return picture, Screen(picture.width, picture.height, (), lines=seen.lines)


def _blank() -> bytes:
    import io

    from PIL import Image

    stream = io.BytesIO()
    Image.new("RGB", SIZE, PAPER).save(stream, "PNG")
    return stream.getvalue()


def wrong(**offs: Nudge) -> Layout:
    """The layout with nodes out of place."""
    return changed(layout(), lambda node: replace(node, nudge=offs.get(node.id, node.nudge)))


def test_a_page_like_its_mockup_is_left_alone(drawing: Renderer, mockup: tuple[Picture, Screen]) -> None:
    done = Adjuster(*mockup, drawing).adjust(layout(), _silent)
    assert done.score.mean4 > 0.999
    assert done.score.pixel > 0.999
    assert not any(tried.kept for tried in done.rounds)


def test_what_is_out_of_place_comes_back(drawing: Renderer, mockup: tuple[Picture, Screen]) -> None:
    adjuster, off = Adjuster(*mockup, drawing), wrong(n4=Nudge(top=25, left=18), n6=Nudge(top=-9))
    before, after = adjuster.adjust(off, _silent, 0), adjuster.adjust(off, _silent)
    assert before.score.position < 0.99
    assert after.score.position > 0.998
    assert after.score.overall > before.score.overall + GAIN


def test_a_pale_colour_becomes_the_pictures(drawing: Renderer, mockup: tuple[Picture, Screen]) -> None:
    def paler(node: Node) -> Node:
        return replace(node, style=replace(node.style, color=(120, 130, 150))) if node.spans else node

    done = Adjuster(*mockup, drawing).adjust(changed(layout(), paler), _silent)
    colors = [node.style.color for node in done.layout.nodes() if node.style.color]
    assert all(abs(a - b) <= 12 for color in colors for a, b in zip(color, INK, strict=True))
    assert done.score.color > 0.99


@pytest.mark.parametrize("off", [
    {"n3": Nudge(top=60)}, {"n5": Nudge(left=-30, top=14)}, {"n7": Nudge(left=70, top=-20), "n3": Nudge(left=-5)},
])  # fmt: skip
def test_no_round_lowers_the_score(
    drawing: Renderer, mockup: tuple[Picture, Screen], off: dict[str, Nudge]
) -> None:  # fmt: skip
    adjuster = Adjuster(*mockup, drawing)
    before, after = adjuster.adjust(wrong(**off), _silent, 0), adjuster.adjust(wrong(**off), _silent)
    assert after.score.overall >= before.score.overall
    kept = [tried.score for tried in after.rounds if tried.kept]
    assert kept == sorted(kept)


def test_each_round_is_told(drawing: Renderer, mockup: tuple[Picture, Screen]) -> None:
    told: list[str] = []
    done = Adjuster(*mockup, drawing).adjust(wrong(n4=Nudge(top=40)), told.append)
    assert len(told) == len(done.rounds) > 0
    assert all(line.startswith("round ") and line.count("%") == 1 for line in told)


def test_narrow_windows_are_looked_at(drawing: Renderer, mockup: tuple[Picture, Screen]) -> None:
    done = Adjuster(*mockup, drawing).adjust(layout(), _silent, 0)
    assert [seen.width for seen in done.narrow] == [360, 768]
    assert done.score.structure is not None
    assert done.score.structure.overflow.keys() == {"360", "768"}


def test_both_ways_of_seeing_a_page_agree(drawing: Renderer, mockup: tuple[Picture, Screen]) -> None:
    """The page's own lines, the lines read in its picture and its false colours: one page, so one score."""
    picture, screen = mockup
    files = site_of(layout(), picture)
    lines, read = page_view(drawing.show(files, SIZE)), source_view(picture, screen)
    painted = reference_view(drawing.paint(files, SIZE))
    assert visual_score(read, lines).mean4 == pytest.approx(1)
    assert visual_score(painted, lines).mean4 > 0.98


def _silent(_: str) -> None:
    """Nobody listens."""
