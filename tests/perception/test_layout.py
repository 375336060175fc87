"""The layout of painted pages: what was painted is what the tree says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perception.capture import Picture
from perception.layout import HIGHEST, lay_out
from perception.layout_types import Layout, Node
from perception.types import BBox, ImageError, Screen, State
from perception.unread import unread_lines
from tests.perception.painting import BOLD, ITALIC, SANS, SERIF, Painting

WORDS = "quick brown foxes jump over lazy dogs while seven wizards mix strong potions for the brave king".split()


def nodes(layout: Layout, kind: str) -> list[Node]:
    return [node for node in layout.nodes() if node.kind == kind]


def parent_of(layout: Layout, node: Node) -> Node:
    return next(other for other in layout.nodes() if node in other.children)


def a_paragraph(page: Painting, x: int = 60, y: int = 120) -> list[str]:
    lines = [
        "The harbour opens at six in the morning and closes",
        "when the last boat has come in, which in summer may",
        "well be after midnight.",
    ]
    for number, line in enumerate(lines):
        page.text(line, x, y + 24 * number)
    return lines


def test_lines_of_one_paragraph_are_one_block_in_the_font_they_were_set_in() -> None:
    page = Painting()
    lines = a_paragraph(page)
    layout = lay_out(*page.done())
    (block,) = nodes(layout, "paragraph")
    assert block.text == " ".join(lines)
    assert block.lines == 3
    assert block.style.font is not None
    assert (block.style.font.family, block.style.font.weight) == ("sans", 400)
    assert block.style.font.size == pytest.approx(16, abs=0.3)
    assert block.style.font.line == 24
    assert block.style.color == (0, 0, 0)
    assert abs(block.box.height - 72) <= 1


@pytest.mark.parametrize(("names", "family", "weight"), [(SERIF, "serif", 400), (BOLD, "sans", 700)])
def test_family_and_weight_follow_from_the_ink(names: tuple[str, ...], family: str, weight: int) -> None:
    page = Painting()
    page.text("Several wizards mixed a strong potion for the king", 40, 100, 18, names)
    (block,) = nodes(lay_out(*page.done()), "paragraph")
    assert block.style.font is not None
    assert (block.style.font.family, block.style.font.weight) == (family, weight)
    assert block.style.font.size == pytest.approx(18, abs=0.4)


def test_a_list_of_short_lines_is_no_paragraph() -> None:
    page = Painting()
    names = ["Products and services", "Prices", "About us", "Contact", "Imprint"]
    for number, name in enumerate(names):
        page.text(name, 60, 100 + 24 * number)
    assert [node.text for node in nodes(lay_out(*page.done()), "paragraph")] == names


def test_large_text_is_a_heading_and_the_largest_comes_first() -> None:
    page = Painting()
    page.text("Harbour news", 60, 60, 34, BOLD)
    a_paragraph(page)
    page.text("Next week", 60, 260, 24, BOLD)
    page.text("The light house is painted again this autumn.", 60, 300)
    headings = nodes(lay_out(*page.done()), "heading")
    assert [(node.text, node.level) for node in headings] == [("Harbour news", 1), ("Next week", 2)]


def test_a_card_has_the_paint_that_was_measured_and_what_lies_in_it() -> None:
    page = Painting(ground=(240, 242, 245))
    box = BBox(100, 80, 500, 280)
    page.box(box, (255, 255, 255), (200, 205, 210), 10)
    page.text("Tide table for the week", 130, 140)
    layout = lay_out(*page.done())
    card = next(node for node in layout.nodes() if node.style.border == (200, 205, 210))
    assert card.style.background == (255, 255, 255)
    assert card.style.radius == pytest.approx(10, abs=2)
    assert max(abs(a - b) for a, b in zip(card.box, box, strict=True)) <= 1
    assert [node.text for node in card.walk() if node.text] == ["Tide table for the week"]
    assert layout.root.style.background == (240, 242, 245)


def test_columns_stay_together() -> None:
    page = Painting()
    for column, x in enumerate((60, 420)):
        page.text(f"Column {column}", x, 80, 22, BOLD)
        for number in range(4):
            page.text(" ".join(WORDS[number : number + 5]), x, 120 + 24 * number + 3 * column)
    layout = lay_out(*page.done())
    row = next(node for node in layout.nodes() if node.flow == "row" and len(node.children) == 2)
    assert ["Column 0" in "".join(n.text for n in child.walk()) for child in row.children] == [True, False]


def test_dots_make_a_list() -> None:
    page = Painting()
    for number, name in enumerate(("Bring a lamp", "Bring a rope and a hook", "Tell nobody")):
        page.text(name, 90, 100 + 26 * number)
        page.box(BBox(72, 93 + 26 * number, 77, 98 + 26 * number), (0, 0, 0), radius=2)
    layout = lay_out(*page.done())
    (found,) = nodes(layout, "list")
    assert [child.kind for child in found.children] == ["item"] * 3
    assert not nodes(layout, "bullet")


@pytest.mark.parametrize(("names", "italic"), [(ITALIC, True), (SANS, False), (SERIF, False)])
def test_letters_that_lean_are_italics(names: tuple[str, ...], italic: bool) -> None:
    page = Painting()
    page.text("Several wizards mixed a strong potion", 40, 100, 18, names)
    (block,) = nodes(lay_out(*page.done()), "paragraph")
    assert block.style.font is not None
    assert block.style.font.italic is italic


@pytest.mark.parametrize("start", [1, 4])
def test_numbers_that_go_on_make_a_numbered_list(start: int) -> None:
    page = Painting()
    for number, name in enumerate(("Bring a lamp", "Bring a rope and a hook", "Tell nobody of it")):
        page.text(f"{start + number}. {name}", 90, 100 + 26 * number)
    (found,) = nodes(lay_out(*page.done()), "list")
    assert (found.role, found.level) == ("decimal", start)
    assert [child.text for child in found.children] == ["Bring a lamp", "Bring a rope and a hook", "Tell nobody of it"]
    assert abs(found.children[0].box.x1 - 108) <= 2


def test_a_number_that_counts_nothing_stays_in_its_text() -> None:
    page = Painting()
    page.text("1. The harbour in summer", 60, 100, 22, BOLD)
    a_paragraph(page, 60, 140)
    page.text("2. The harbour in winter", 60, 260, 22, BOLD)
    layout = lay_out(*page.done())
    assert [node.text for node in nodes(layout, "heading")] == ["1. The harbour in summer", "2. The harbour in winter"]


def test_what_the_reader_does_not_know_stays_a_picture_and_is_told() -> None:
    page = Painting()
    page.text("The harbour opens at six", 40, 100)
    box = page.text("What stands here was not read", 40, 160)
    page._elements[-1] = replace(page._elements[-1], text=".", name=".")
    layout = lay_out(*page.done())
    assert [node.text for node in layout.nodes() if node.spans] == ["The harbour opens at six"]
    (picture,) = nodes(layout, "image")
    assert picture.box.iou(box) > 0.8
    ((place, said),) = layout.warnings
    assert place.iou(box) > 0.8
    assert "could not be read" in said


def test_lines_of_a_script_that_is_not_read_are_pictures_and_that_is_told_once() -> None:
    page = Painting()
    page.text("The harbour opens at six", 40, 60)
    boxes = [page.text("What stands here was not read", 40, y) for y in (120, 160, 200)]
    page.box(BBox(40, 203, boxes[-1].x2, 204), (0, 0, 0))
    page.box(BBox(300, 90, 316, 106), (20, 90, 200))
    picture, screen = page.done()
    screen = replace(screen, elements=screen.elements[:1], lines=screen.lines[:1])
    unread = unread_lines(picture.pixels, screen)
    assert len(unread) == 3
    assert all(found.iou(box) > 0.7 for found, box in zip(unread, boxes, strict=True))
    layout = lay_out(picture, screen, unread)
    assert len([node for node in nodes(layout, "image") if node.role == "text"]) == 3
    assert not nodes(layout, "rule")
    assert layout.lang == "und"
    assert [said for _, said in layout.warnings] == ["the script of 3 lines is not read; they stand as pictures"]


def test_a_sign_that_is_not_read_makes_no_script() -> None:
    page = Painting()
    for y in range(60, 460, 40):
        page.text("The harbour opens at six", 40, y)
    picture, screen = page.done()
    assert unread_lines(picture.pixels, screen) == ()
    assert unread_lines(picture.pixels, replace(screen, lines=screen.lines[1:])) == ()


def test_figures_far_apart_are_columns_and_links_close_together_a_line() -> None:
    page = Painting()
    for place, figure in enumerate(("40", "1.2 M", "99.9 %", "24 h")):
        width = round(page.text(figure, 0, -40, 24, BOLD).width)
        page._elements.pop()
        page.text(figure, 100 + 200 * place - width // 2, 100, 24, BOLD)
    (columns,) = [node for node in lay_out(*page.done()).nodes() if len(node.children) == 4]
    assert columns.flow == "columns"
    assert {child.style.align for child in columns.children} == {"center"}
    page = Painting()
    for place, link in enumerate(("Product", "Pricing", "Customers")):
        page.text(link, 60 + 90 * place, 300, role="link")
    assert [node.flow for node in lay_out(*page.done()).nodes() if len(node.children) == 3] == ["row"]


@pytest.mark.parametrize(("step", "line"), [(6, "dashed"), (4, "dotted")])
def test_a_row_of_dashes_is_one_rule(step: int, line: str) -> None:
    page = Painting()
    page.text("Harbour", 40, 60)
    for x in range(40, 700, step):
        page.box(BBox(x, 100, x + step // 2 + (step > 4), 102), (120, 120, 120))
    (rule,) = nodes(lay_out(*page.done()), "rule")
    assert (rule.role, rule.box.height) == (line, 2)
    assert rule.style.background == (120, 120, 120)


def test_dots_that_were_read_as_text_make_a_list() -> None:
    page = Painting()
    for number, name in enumerate(("Bring a lamp", "Bring a rope", "Tell nobody")):
        page.text("•", 70, 100 + 26 * number)
        page.text(name, 90, 100 + 26 * number, role="link")
    (found,) = nodes(lay_out(*page.done()), "list")
    assert (found.role, len(found.children)) == ("disc", 3)


def test_three_short_bars_are_one_sign() -> None:
    page = Painting()
    page.text("Harbour", 40, 60)
    for place in range(3):
        page.box(BBox(700, 44 + 8 * place, 728, 47 + 8 * place), (0, 0, 0))
    (icon,) = nodes(lay_out(*page.done()), "image")
    assert (icon.box.width, icon.box.height) == (28, 19)


def test_a_table_has_rows_and_heads() -> None:
    page = Painting()
    table = page.element("table", "", BBox(40, 60, 640, 220))
    for number, cells in enumerate([("Order", "Total"), ("1042", "18.00"), ("1043", "7.50"), ("1044", "120.00")]):
        y = 60 + 40 * number
        row = page.element("row", " ".join(cells), BBox(40, y, 640, y + 40), parent=table)
        for x, text in zip((60, 400), cells, strict=True):
            role = "cell" if number else "columnheader"
            holder = page.element(role, text, BBox(x - 4, y, x + 80, y + 40), parent=row)
            page.text(text, x, y + 26, parent=holder)
    (found,) = nodes(lay_out(*page.done()), "table")
    assert [[cell.kind for cell in row.children] for row in found.children] == [["headcell"] * 2] + [["cell"] * 2] * 3
    assert [node.text for node in found.walk() if node.text][:4] == ["Order", "Total", "1042", "18.00"]


def test_faint_lines_between_rows_and_around_a_table_are_its_borders() -> None:
    page = Painting()
    page.box(BBox(40, 40, 640, 241), (255, 255, 255), (225, 229, 234))
    table = page.element("table", "", BBox(40, 40, 640, 240))
    for row in range(5):
        top = 40 + 40 * row
        line = page.element("row", "", BBox(41, top, 639, top + 40), parent=table)
        for column, word in enumerate(("Order", "Total", "Status")):
            page.element("cell", word, BBox(60 + 200 * column, top + 12, 160 + 200 * column, top + 30), parent=line)
            page.text(f"{word} {row}", 60 + 200 * column, top + 26, 14)
        if row:
            page.box(BBox(41, top, 639, top + 1), (237, 240, 243))
    (found,) = nodes(lay_out(*page.done()), "table")
    assert (found.style.border, found.style.borders) == ((225, 229, 234), (1.0, 1.0, 1.0, 1.0))
    assert [row.style.border for row in found.children] == [(237, 240, 243)] * 4 + [None]


def test_a_table_whose_cells_are_drawn_as_boxes_has_its_texts_in_its_cells() -> None:
    page = Painting(ground=(246, 247, 249))
    table = page.element("table", "", BBox(60, 80, 661, 201))
    for number, words in enumerate(
        (("Cups", "Coffee", "Water"), ("Small", "15 g", "250 ml"), ("Large", "30 g", "5 l"))
    ):
        top = 80 + 40 * number
        row = page.element("row", " ".join(words), BBox(60, top, 661, top + 40), parent=table)
        for column, word in enumerate(words):
            x = 60 + 200 * column
            page.box(BBox(x, top, x + 201, top + 41), (255, 255, 255), (200, 205, 210))
            page.text(word, x + 12, top + 25, role="columnheader" if number == 0 else "cell", parent=row)
    layout = lay_out(*page.done())
    cells = [*nodes(layout, "headcell"), *nodes(layout, "cell")]
    assert [[child.kind for child in cell.children] for cell in cells] == [["paragraph"]] * 9
    assert {(cell.style.border, cell.style.borders) for cell in cells} == {((200, 205, 210), (1.0, 1.0, 1.0, 1.0))}
    assert {box.style.border for box in (*nodes(layout, "table"), *nodes(layout, "row"))} == {None}


@pytest.mark.parametrize(("names", "weight"), [(SANS, 400), (BOLD, 700)])
def test_the_rule_under_a_link_does_not_make_it_bold(names: tuple[str, ...], weight: int) -> None:
    page = Painting()
    for place, word in enumerate(("Articles", "About", "Contact")):
        box = page.text(word, 60 + 120 * place, 100, names=names, ink=(23, 87, 194), role="link")
        page.box(BBox(box.x1, 102, box.x2, 103), (23, 87, 194))
    texts = [node for node in lay_out(*page.done()).nodes() if node.spans]
    assert [node.style.font.weight for node in texts if node.style.font] == [weight] * 3
    assert all(node.spans[0].underline for node in texts)


def test_a_link_over_two_lines_is_one_without_the_full_stop_after_it() -> None:
    page, blue = Painting(), (23, 87, 194)
    first = page.text("Read the whole list before you start to brew, and", 60, 100)
    see = page.text("see the", first.x2 + 5, 100, ink=blue, role="link")
    guide = page.text("guide", 60, 124, ink=blue)
    stop = page.text(".", guide.x2 + 1, 124)
    page._elements[-2:] = []
    page.element("link", "guide.", guide.union(stop), text="guide.")
    page.box(BBox(see.x1, 102, see.x2, 103), blue)
    page.box(BBox(guide.x1 + 12, 126, guide.x2, 127), blue)  # a browser leaves the tail of the g out
    (block,) = nodes(lay_out(*page.done()), "paragraph")
    assert [(span.kind, span.text) for span in block.spans][-2:] == [("link", "see the guide"), ("text", ".")]
    assert block.spans[-2].underline


def test_a_tick_box_that_was_read_with_its_label_does_not_make_the_label_larger() -> None:
    page = Painting()
    page.element("checkbox", "Unpaid only", BBox(60, 100, 76, 116))
    page.box(BBox(60, 100, 76, 116), (255, 255, 255), (90, 90, 90))
    page.text("Unpaid only", 82, 113, 13)
    picture, screen = page.done()
    lines = tuple(replace(line, box=replace(line.box, x1=60, y1=99, y2=117)) for line in screen.lines)
    layout = lay_out(picture, replace(screen, lines=lines))
    label = next(node for node in layout.nodes() if node.text == "Unpaid only")
    assert label.kind == "paragraph", "a field's label is no heading"
    assert label.style.font is not None
    assert label.style.font.size == pytest.approx(13, abs=0.6)


def test_a_button_whose_frame_was_read_with_its_text_stays_a_button() -> None:
    page = Painting()
    a_paragraph(page)
    page.box(BBox(60, 300, 130, 338), (255, 255, 255), (60, 70, 90), radius=6)
    page.text("Delete", 74, 324, 14)
    page.element("button", "Delete", BBox(60, 300, 130, 338), text="Delete")
    picture, screen = page.done()
    lines = tuple(
        replace(line, box=BBox(60, 300, 130, 338)) if line.text == "Delete" else line for line in screen.lines
    )
    layout = lay_out(picture, replace(screen, lines=lines))
    (button,) = nodes(layout, "button")
    assert [node.text for node in button.walk() if node.text] == ["Delete"]
    assert not nodes(layout, "heading")


@pytest.mark.parametrize("fine", [1, 2])
def test_what_is_written_in_a_field_has_its_size_on_a_fine_picture_too(fine: int) -> None:
    page = Painting(800 * fine, 600 * fine)
    a_paragraph(page)
    box = BBox(60 * fine, 300 * fine, 300 * fine, 336 * fine)
    page.box(box, (255, 255, 255), (60, 70, 90))
    page.text("Search the members", 72 * fine, 323 * fine, 14 * fine)
    page.element("textbox", "Search", box)
    page._elements[-1] = replace(page._elements[-1], state=State(placeholder="Search the members"))
    (field,) = nodes(lay_out(*page.done()), "field")
    assert field.style.font is not None
    assert field.style.font.size == pytest.approx(14 * fine, abs=0.6 * fine)


def test_texts_beside_each_other_in_a_box_are_no_button() -> None:
    page = Painting()
    page.box(BBox(0, 0, 800, 44), (40, 60, 90))
    page.element("button", "Home Prices Contact", BBox(0, 0, 800, 44))
    for place, word in enumerate(("Home", "Prices", "Contact")):
        page.text(word, 40 + 120 * place, 27, 14, ink=(255, 255, 255))
    a_paragraph(page, y=300)
    layout = lay_out(*page.done())
    assert not nodes(layout, "button")
    (bar,) = nodes(layout, "nav")
    assert [child.text for child in bar.children] == ["Home", "Prices", "Contact"]


def test_the_page_has_the_colour_of_what_its_cards_lie_in_not_of_a_side_bar() -> None:
    page = Painting(1000, 700, (246, 247, 249))
    page.box(BBox(0, 0, 260, 700), (30, 40, 60))
    page.box(BBox(260, 0, 1000, 60), (255, 255, 255))
    for top in range(80, 640, 150):
        page.box(BBox(270, top, 990, top + 145), (255, 255, 255))
        page.text("A card with some words in it", 290, top + 40)
    page.text("Menu", 40, 60, ink=(255, 255, 255))
    assert lay_out(*page.done()).root.style.background == (246, 247, 249)


def test_a_ticked_box_has_the_colour_that_it_is_ticked_in() -> None:
    page = Painting()
    for top, fill in ((100, (20, 90, 200)), (140, (255, 255, 255))):
        page.box(BBox(60, top, 76, top + 16), fill, (90, 90, 90))
        page.element("checkbox", f"Box {top}", BBox(60, top, 76, top + 16))
        page.text(f"Box {top}", 84, top + 13, 13)
    page._elements[0] = replace(page._elements[0], state=State(checked=True))
    fields = nodes(lay_out(*page.done()), "field")
    assert [field.style.background for field in fields] == [(20, 90, 200), None]


def test_a_picture_becomes_an_asset_and_equal_ones_are_one() -> None:
    page = Painting()
    for x in (80, 300):
        for step in range(24):
            page.box(BBox(x + 2 * step, 100, x + 2 * step + 2, 160), (10 * step, 90, 255 - 10 * step))
    page.text("Two views of the same evening", 80, 220)
    layout = lay_out(*page.done())
    assert len(nodes(layout, "image")) == 2
    assert len(layout.assets) == 1


def test_a_blank_picture_is_refused() -> None:
    with pytest.raises(ImageError, match="shows no page"):
        lay_out(*Painting().done())


def test_a_picture_higher_than_any_page_is_refused() -> None:
    with pytest.raises(ImageError, match="cut it into parts"):
        lay_out(*Painting(40, HIGHEST + 1).done())


PLACES = st.tuples(st.integers(0, 5), st.integers(0, 11), st.integers(12, 30))


@settings(max_examples=5)
@given(st.lists(PLACES, unique_by=lambda place: place[:2], min_size=1))
def test_every_text_is_on_the_page_once(places: list[tuple[int, int, int]]) -> None:
    page = Painting(1200, 660)
    for column, row, size in places:
        page.text(f"w{column}x{row}", 20 + 190 * column, 40 + 50 * row, size)
    layout = lay_out(*page.done())
    written = sorted(word for node in layout.nodes() for word in node.text.split())
    assert written == sorted(f"w{column}x{row}" for column, row, _ in places)
    assert len({node.id for node in layout.nodes()}) == sum(1 for _ in layout.nodes())


@pytest.mark.parametrize("size", [(1, 1), (1, 300), (300, 2)])
def test_what_is_too_small_is_no_page(size: tuple[int, int]) -> None:
    picture = Picture(np.full((*size, 3), 255, np.uint8), "small.png", "0")
    with pytest.raises(ImageError, match="too small"):
        lay_out(picture, Screen(picture.width, picture.height, ()))


def test_a_photograph_is_no_page() -> None:
    noise = np.random.default_rng(3).integers(0, 255, (400, 600, 3), np.uint8)
    with pytest.raises(ImageError, match="shows no page"):
        lay_out(Picture(noise, "photo.png", "0"), Screen(600, 400, ()))
