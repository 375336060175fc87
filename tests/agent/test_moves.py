"""The moves of adjusting, on layouts and residuals made by hand: no browser."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agent.moves import MOVES, only, set_colors, set_fonts, set_lines, set_places
from agent.residuals import Residual
from perception.layout_types import Font, Layout, Node, Nudge, Span, Style
from perception.types import BBox

FONT = Font("sans", 16.0, 400, False, 20.0)


def text(name: str, y: int, words: str = "Orders and more", font: Font = FONT, lines: int = 1) -> Node:
    style = Style(color=(60, 60, 60), font=font)
    return Node(name, "paragraph", BBox(20, y, 220, y + 20 * lines), style, spans=(Span(words),), lines=lines)


def page(*children: Node, flow: str = "stack") -> Layout:
    return Layout(400, 300, Node("n1", "page", BBox(0, 0, 400, 300), children=children, flow=flow))


def off(node: Node, dx: int = 0, dy: int = 0, dw: int = 0, **more: object) -> Residual:
    """`node` is drawn so that (dx, dy, dw) must be added."""
    box = node.box
    drawn = BBox(box.x1 - dx, box.y1 - dy, box.x2 - dx - dw, box.y2 - dy)
    return Residual(box, drawn, **more)  # type: ignore[arg-type]


def nudges(layout: Layout) -> dict[str, tuple[float, float]]:
    return {node.id: (node.nudge.left, node.nudge.top) for node in layout.nodes()}


def test_what_the_one_before_moves_is_not_moved_again() -> None:
    a, b, c = text("a", 20), text("b", 60), text("c", 100)
    moved = set_places(page(a, b, c), {"a": off(a), "b": off(b, dy=-12), "c": off(c, dy=-12)})
    assert nudges(moved)["b"] == (0, -12)
    assert nudges(moved)["c"] == (0, 0)


def test_a_group_is_moved_as_one() -> None:
    a, b = text("a", 20), text("b", 60)
    group = Node("g", "group", BBox(20, 20, 220, 80), children=(a, b))
    moved = set_places(page(group), {"a": off(a, dx=6, dy=8), "b": off(b, dx=6, dy=8)})
    assert nudges(moved) == {"n1": (0, 0), "g": (6, 8), "a": (0, 0), "b": (0, 0)}


def test_in_a_row_each_moves_the_ones_after_it_to_the_side() -> None:
    a, b, c = text("a", 20), text("b", 20), text("c", 20)
    moved = set_places(page(a, b, c, flow="row"), {"a": off(a), "b": off(b, dx=10), "c": off(c, dx=10, dy=5)})
    assert nudges(moved) == {"n1": (0, 0), "a": (0, 0), "b": (10, 0), "c": (0, 5)}


def test_in_a_grid_each_moves_alone() -> None:
    a, b = text("a", 20, lines=3), text("b", 20, lines=3)
    moved = set_places(page(a, b, flow="row"), {"a": off(a, dx=10), "b": off(b, dx=10)})
    assert nudges(moved) == {"n1": (0, 0), "a": (10, 0), "b": (10, 0)}


def test_a_pixel_is_left_alone_and_a_wild_one_too() -> None:
    a, b = text("a", 20), text("b", 60)
    layout = page(a, b)
    assert set_places(layout, {"a": off(a, dx=1, dy=-1), "b": off(b, dy=900)}) == layout


def test_what_stands_far_to_the_side_is_moved_down_or_up_alone() -> None:
    node = text("a", 60)
    assert nudges(set_places(page(text("z", 0), node), {"a": off(node, dx=200, dy=-30)}))["a"] == (0, -30)


def test_centred_texts_are_not_moved_to_the_side() -> None:
    a = text("a", 20)
    a = replace(a, style=replace(a.style, align="center"))
    assert nudges(set_places(page(text("z", 0), a), {"z": off(text("z", 0)), "a": off(a, dx=9)}))["a"] == (0, 0)


def test_fields_and_pictures_get_their_size() -> None:
    field = Node("f", "field", BBox(20, 20, 220, 60))
    moved = set_places(page(field), {"f": Residual(field.box, BBox(20, 20, 190, 48))})
    assert next(node for node in moved.nodes() if node.id == "f").nudge == Nudge(width=30, height=12)


def test_a_font_goes_to_the_whole_size_that_fits() -> None:
    nodes = [text(name, y) for name, y in (("a", 20), ("b", 60))]
    found = {node.id: Residual(BBox(0, 0, 175, 12), BBox(0, 0, 200, 12)) for node in nodes}
    fonts = {node.style.font for node in set_fonts(page(*nodes), found).nodes() if node.style.font}
    assert fonts == {replace(FONT, size=14.0)}


def test_else_it_gets_room_between_its_letters() -> None:
    node = text("a", 20, "abcdefghijk")
    found = {"a": Residual(BBox(0, 0, 204, 12), BBox(0, 0, 200, 12))}
    (font,) = {node.style.font for node in set_fonts(page(node), found).nodes() if node.style.font}
    assert font == replace(FONT, spacing=0.4)


def test_texts_that_do_not_agree_leave_their_font() -> None:
    nodes = [text(name, y) for name, y in (("a", 20), ("b", 60), ("c", 90))]
    widths = {"a": 200, "b": 222, "c": 180}
    found = {name: Residual(BBox(0, 0, width, 12), BBox(0, 0, 200, 12)) for name, width in widths.items()}
    assert set_fonts(page(*nodes), found) == page(*nodes)


def test_all_texts_of_a_colour_get_the_pictures() -> None:
    nodes = [text("a", 20), text("b", 60)]
    found = {node.id: off(node, color=(-50, -50, -90)) for node in nodes}
    moved = set_colors(page(*nodes), found)
    assert {node.style.color for node in moved.nodes() if node.spans} == {(10, 10, 0)}


def test_a_faint_difference_of_colour_is_none() -> None:
    node = text("a", 20)
    assert set_colors(page(node), {"a": off(node, color=(3, -2, 1))}) == page(node)


@pytest.mark.parametrize(("lines", "wider"), [(1, True), (-1, False)])
def test_a_paragraph_that_wraps_too_early_gets_room(lines: int, wider: bool) -> None:
    node = text("a", 20, lines=3)
    moved = set_lines(page(node), {"a": off(node, lines=lines)})
    assert (next(n for n in moved.nodes() if n.id == "a").nudge.width > 0) == wider


def test_only_what_did_good_is_taken() -> None:
    a, b = text("a", 20), text("b", 60)
    moved = page(replace(a, nudge=Nudge(top=5)), replace(b, nudge=Nudge(top=7)))
    assert nudges(only(page(a, b), moved, frozenset({"b"}))) == {"n1": (0, 0), "a": (0, 0), "b": (0, 7)}


def test_where_nothing_is_off_nothing_is_moved() -> None:
    nodes = [text("a", 20), text("b", 60, lines=2)]
    layout = page(*nodes)
    assert all(move(layout, {node.id: off(node) for node in nodes}) == layout for _, move in MOVES)
