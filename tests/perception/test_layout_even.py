"""Near inks, fonts and edges become one each; what is surely another stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from perception.layout_even import evened
from perception.layout_types import Font, Layout, Node, Span, Style
from perception.types import BBox, Colour

SMALL = Font("sans", 14.0, 400, line=18.0)
INK = (31, 41, 55)


def text(name: str, box: BBox, font: Font = SMALL, ink: Colour = INK, words: str = "Orders", lines: int = 1) -> Node:
    return Node(name, "paragraph", box, Style(color=ink, font=font), spans=(Span(words),), lines=lines)


def page(*children: Node) -> Layout:
    return Layout(800, 600, Node("n1", "page", BBox(0, 0, 800, 600), children=children))


def found(layout: Layout, name: str) -> Node:
    return next(node for node in evened(layout).nodes() if node.id == name)


def line(place: int) -> BBox:
    return BBox(40, 40 * place, 240, 40 * place + 18)


def test_one_ink_that_was_measured_twice_is_one() -> None:
    layout = page(text("a", line(1), words="A long line of text"), text("b", line(2), ink=(40, 50, 64)),
                  text("c", line(3), ink=(20, 90, 200)))  # fmt: skip
    assert [found(layout, name).style.color for name in "abc"] == [INK, INK, (20, 90, 200)]


def test_a_link_of_its_own_ink_keeps_it_and_one_of_the_texts_ink_has_none() -> None:
    spans = (Span("see "), Span("this", "link", (20, 90, 200)), Span(" or "), Span("that", "link", (36, 45, 60)))
    layout = page(replace(text("a", line(1)), spans=spans))
    assert [span.color for span in found(layout, "a").spans] == [None, (20, 90, 200), None, None]


def test_sizes_that_differ_by_a_hair_are_one_and_the_line_keeps_its_middle() -> None:
    layout = page(text("a", line(1), words="A long line of text"),
                  text("b", BBox(40, 80, 240, 97), Font("sans", 13.5, 400, line=17.0)),
                  text("c", line(3), Font("sans", 18.0, 400, line=23.0)),
                  text("d", line(4), Font("sans", 13.5, 700, line=17.0)))  # fmt: skip
    fonts = [found(layout, name).style.font for name in "abcd"]
    assert [font and (font.size, font.weight) for font in fonts] == [(14.0, 400), (14.0, 400), (18.0, 400), (13.5, 700)]
    box = found(layout, "b").box
    assert (box.height, abs(box.y1 + box.y2 - 177) <= 1) == (18, True)


def test_texts_at_the_same_place_of_repeated_things_are_set_alike() -> None:
    def thing(name: str, x: int, font: Font) -> Node:
        label = text(f"{name}1", BBox(x, 40, x + 180, 56), font, words=name)
        field = Node(f"{name}2", "field", BBox(x, 60, x + 180, 90), role="textbox")
        return Node(name, "group", BBox(x, 40, x + 180, 90), children=(label, field))

    bold = Font("sans", 12.0, 700, line=15.0)
    other, light = replace(bold, size=11.5), replace(bold, weight=400)
    things = (thing("a", 40, bold), thing("b", 240, other), thing("c", 440, light),
              thing("d", 640, bold))  # fmt: skip
    layout = page(Node("r", "group", BBox(40, 40, 820, 90), children=things, flow="row"))
    assert {found(layout, f"{name}1").style.font for name in "abcd"} == {bold}


def test_one_bold_figure_does_not_make_the_others_of_its_row_bold() -> None:
    fonts = [Font("sans", 16.0, 700, line=19.0), Font("sans", 16.0, 400, line=19.0), Font("sans", 15.5, 400, line=18.0)]
    cells = tuple(
        Node(f"c{x}", "cell", BBox(x, 40, x + 100, 80), children=(text(f"t{x}", BBox(x, 50, x + 90, 69), font),))
        for x, font in zip((40, 140, 240), fonts, strict=True)
    )
    layout = page(Node("r", "row", BBox(40, 40, 340, 80), children=cells, flow="row"))
    assert {node.style.font.weight for node in evened(layout).nodes() if node.style.font} == {400}


def test_things_of_another_family_or_a_much_larger_size_stay() -> None:
    a, b = text("a", line(1)), text("b", line(2), Font("serif", 14.0, 400, line=18.0))
    c = text("c", line(3), Font("sans", 20.0, 400, line=25.0))
    assert [found(page(a, b, c), name).style.font for name in "abc"] == [n.style.font for n in (a, b, c)]


@pytest.mark.parametrize(("role", "at"), [("left", 42), ("right", 150)])
def test_a_columns_texts_share_their_edge(role: str, at: int) -> None:
    def row(number: int, shift: int) -> Node:
        top, x1 = 40 * number, 42 + (shift if role == "left" else 0)
        inner = text(f"t{number}", BBox(x1, top + 10, 150 + (shift if role == "right" else 0), top + 28))
        cell = Node(f"c{number}", "cell", BBox(30, top, 160, top + 40), children=(inner,), role=role)
        return Node(f"r{number}", "row", BBox(30, top, 160, top + 40), children=(cell,), flow="row")

    shifts = (0, 1, 0, -2, 8, 0)
    table = Node("n2", "table", BBox(30, 0, 160, 240), children=tuple(row(n, s) for n, s in enumerate(shifts)))
    boxes = [found(page(table), f"t{number}").box for number in range(len(shifts))]
    edges = [box.x1 if role == "left" else box.x2 for box in boxes]
    assert edges == [at, at, at, at, at + 8, at], "what is clearly indented stays"


def test_what_is_even_already_stays_as_it_is() -> None:
    layout = evened(page(text("a", line(1)), text("b", line(2)), text("c", line(3), ink=(20, 90, 200))))
    assert evened(layout) == layout


def a_card(name: str, x: int, off: int, ink: Colour = (248, 250, 252)) -> Node:
    """A card whose parts were measured `off` pixels lower."""
    head = text(f"{name}h", BBox(x + 16, 116 + off, x + 100, 134 + off), words="Totals")
    body = text(f"{name}b", BBox(x + 16, 150, x + 180 + off, 168), words="Forty-two")
    return Node(name, "group", BBox(x, 100 + off, x + 220, 300), Style(background=ink), children=(head, body))


def test_cards_that_are_the_same_but_for_a_pixel_are_one() -> None:
    row = Node("r", "group", BBox(40, 100, 760, 300), flow="row",
               children=(a_card("a", 40, 0), a_card("b", 280, 0), a_card("c", 520, 2, (250, 252, 254))))  # fmt: skip
    layout = evened(page(row))
    cards = [node for node in layout.nodes() if node.id in ("a", "b", "c")]
    within = [
        [(p.box.x1 - card.box.x1, p.box.y1 - card.box.y1, p.box.x2 - card.box.x1) for p in card.walk()]
        for card in cards
    ]
    assert within[0] == within[1] == within[2]
    assert len({card.style for card in cards}) == 1


def test_cards_of_another_size_or_colour_stay() -> None:
    other = replace(a_card("b", 280, 0), box=BBox(280, 100, 560, 300))
    red = replace(a_card("c", 580, 1), style=Style(background=(220, 30, 30)))
    layout = page(Node("r", "group", BBox(40, 100, 800, 300), flow="row", children=(a_card("a", 40, 0), other, red)))
    assert evened(layout) == layout
