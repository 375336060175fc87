"""What fusion makes of lines and detections, on drawn pictures."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from perception.screen import fuse
from perception.types import BBox, Detection, Element, State, TextLine

LETTER = 7  # width of a letter in these pictures


class Drawn:
    """A picture together with the lines that OCR and the detections that a detector would give."""

    def __init__(self, width: int = 800, height: int = 600, paper: str = "white") -> None:
        self.image = Image.new("RGB", (width, height), paper)
        self.pen = ImageDraw.Draw(self.image)
        self.lines: list[TextLine] = []
        self.detections: list[Detection] = []

    def text(self, text: str, x: int, y: int, ink: str = "#222222") -> Drawn:
        self.pen.text((x, y), text, fill=ink, font=ImageFont.load_default(14))
        x1, y1, x2, y2 = self.pen.textbbox((x, y), text, font=ImageFont.load_default(14))
        self.lines.append(TextLine(text, BBox(round(x1), round(y1), round(x2), round(y2))))
        return self

    def control(self, role: str, box: tuple[int, int, int, int], fill: str = "white", **state: bool) -> Drawn:
        self.pen.rounded_rectangle(box, 4, fill=fill, outline="#999999")
        self.detections.append(Detection(role, BBox(*box), 0.9, State(**state)))
        return self

    def fused(self) -> tuple[Element, ...]:
        return fuse(np.asarray(self.image), self.lines, self.detections)


def one(elements: tuple[Element, ...], role: str) -> Element:
    found = [element for element in elements if element.role == role]
    assert len(found) == 1, found
    return found[0]


def test_a_label_left_of_its_field() -> None:
    screen = Drawn().text("Email:", 40, 108).control("textbox", (120, 100, 360, 132)).fused()
    assert one(screen, "textbox").name == "Email"
    assert one(screen, "text").text == "Email:"


def test_labels_in_a_column_far_left_of_their_fields() -> None:
    drawn = Drawn().text("Stock:", 40, 108).control("textbox", (200, 100, 440, 132))
    screen = drawn.text("Notes:", 40, 158).control("textbox", (200, 150, 440, 182)).text("12 items", 40, 208)
    screen.control("textbox", (200, 200, 440, 232))
    assert [element.name for element in screen.fused() if element.role == "textbox"] == ["Stock", "Notes", ""]


def test_a_label_above_its_field() -> None:
    screen = Drawn().text("Project name *", 40, 100).control("textbox", (40, 122, 360, 154)).fused()
    assert one(screen, "textbox").name == "Project name"


def test_the_nearer_of_two_lines_above_is_the_label() -> None:
    drawn = Drawn().control("textbox", (40, 40, 360, 72)).text("Your legal name", 40, 78).text("City", 40, 104)
    screen = drawn.control("textbox", (40, 126, 360, 158)).fused()
    assert [element.name for element in screen if element.role == "textbox"][1] == "City"


def test_a_sentence_between_label_and_field_is_read_past() -> None:
    drawn = Drawn().text("Password", 40, 60).text("At least eight characters, please.", 40, 84)
    assert one(drawn.control("textbox", (40, 106, 360, 138)).fused(), "textbox").name == "Password"


def test_grey_text_inside_is_a_placeholder_and_names_a_field_without_label() -> None:
    drawn = Drawn().text("Some words in the usual ink", 400, 300).control("textbox", (40, 100, 360, 132))
    field = one(drawn.text("name@firm.org", 50, 108, "#bbbbbb").fused(), "textbox")
    assert (field.name, field.state.placeholder, field.state.value) == ("name@firm.org", "name@firm.org", None)


def test_dark_text_inside_is_a_value() -> None:
    drawn = Drawn().text("Owner", 40, 108).control("textbox", (120, 100, 360, 132)).text("Ada Jansen", 130, 108)
    field = one(drawn.fused(), "textbox")
    assert (field.name, field.state.value, field.state.placeholder) == ("Owner", "Ada Jansen", None)


def test_the_dots_of_a_password_are_no_value() -> None:
    drawn = Drawn().text("Password", 30, 108).control("textbox", (120, 100, 360, 132)).text("•••••••", 130, 108)
    field = one(drawn.fused(), "textbox")
    assert (field.name, field.state.value, field.state.placeholder) == ("Password", None, None)


def test_a_select_shows_its_value_and_is_named_by_its_label() -> None:
    drawn = Drawn().text("Status", 40, 108).control("combobox", (120, 100, 360, 132)).text("All orders", 130, 108)
    field = one(drawn.fused(), "combobox")
    assert (field.name, field.state.value) == ("Status", "All orders")


@pytest.mark.parametrize("role", ["checkbox", "radio", "switch"])
def test_a_box_to_tick_is_named_by_the_text_right_of_it(role: str) -> None:
    drawn = (
        Drawn().text("Before", 20, 100).control(role, (100, 100, 116, 116), checked=True).text("Remember me", 124, 100)
    )
    box = one(drawn.fused(), role)
    assert (box.name, box.state.checked) == ("Remember me", True)


def test_a_button_is_named_by_its_text_which_is_told_once() -> None:
    screen = Drawn().control("button", (40, 40, 140, 72), "#eeeeee").text("Export CSV", 52, 48).fused()
    assert [(e.role, e.name, e.text) for e in screen] == [("button", "Export CSV", "Export CSV")]


def test_a_line_across_two_buttons_is_cut_between_them() -> None:
    drawn = Drawn().control("button", (40, 40, 90, 72)).control("button", (90, 40, 180, 72))
    drawn.lines.append(TextLine("Copy Export CSV", BBox(50, 48, 172, 62)))
    assert [e.name for e in drawn.fused()] == ["Copy", "Export CSV"]


def test_chinese_labels() -> None:
    drawn = Drawn().control("textbox", (120, 100, 360, 132)).control("checkbox", (120, 150, 136, 166))
    drawn.lines += [TextLine("活动名称：", BBox(50, 108, 112, 122)), TextLine("记住我", BBox(142, 151, 184, 165))]
    screen = drawn.fused()
    assert (one(screen, "textbox").name, one(screen, "checkbox").name) == ("活动名称", "记住我")


def test_two_columns_are_read_one_after_the_other() -> None:
    drawn = Drawn()
    for row in range(5):
        drawn.text(f"left {row} of the text here", 40, 100 + 19 * row).text(f"right {row}", 420, 104 + 25 * row)
    words = [element.text for element in drawn.fused()]
    assert words == [f"left {i} of the text here" for i in range(5)] + [f"right {i}" for i in range(5)]


def test_a_coloured_word_is_a_link_and_a_coloured_figure_is_not() -> None:
    drawn = Drawn().text("We usually reply within an hour", 40, 40).text("Forgot password?", 40, 80, "#0d6efd")
    screen = drawn.text("12%", 40, 120, "#2fb344").fused()
    assert [e.name for e in screen if e.interactive] == ["Forgot password?"]


def test_a_side_bar_is_links_without_its_captions() -> None:
    drawn = Drawn()
    drawn.pen.rectangle((0, 0, 180, 600), fill="#1a2332")
    drawn.text("GENERAL", 20, 40, "#5a6b80")
    names = ["Dashboards", "Forms", "Tables", "Charts", "Calendar"]
    for row, name in enumerate(names):
        drawn.text(name, 48, 74 + 34 * row, "#9aacbd")
    links = [e for e in drawn.text("Orders of this month", 300, 40).fused() if e.role == "link"]
    assert [link.name for link in links] == names
    assert all(link.box.width > 120 and link.box.height > 25 for link in links)


def test_a_portrait_with_initials_is_no_control() -> None:
    for role in ("button", "radio"):
        drawn = Drawn().control(role, (40, 300, 68, 328), "#8844cc", **({"checked": True} if role == "radio" else {}))
        drawn.text("RJ", 46, 306, "white").text("Robert Jones", 80, 306)
        assert not [element for element in drawn.fused() if element.interactive]


def test_a_path_is_links_but_for_its_last_part() -> None:
    drawn = Drawn().text("Home", 40, 20)
    for name, x in (("Orders", 110), ("Order 7", 186)):
        drawn.pen.text((x - 16, 20), "›", fill="#999999", font=ImageFont.load_default(14))
        drawn.text(name, x, 20)
    assert [e.name for e in drawn.fused() if e.role == "link"] == ["Home", "Orders"]


def test_tabs_know_which_is_chosen() -> None:
    drawn = Drawn().text("Overview", 40, 200).text("Members", 130, 200).text("Billing", 220, 200)
    drawn.pen.rectangle((126, 222, 194, 224), fill="#0d6efd")
    found = [(e.name, e.state.selected) for e in drawn.fused() if e.role == "tab"]
    assert found == [("Overview", False), ("Members", True), ("Billing", False)]


def test_a_link_in_a_line_stands_for_itself() -> None:
    drawn = Drawn()
    drawn.text("Read our guide first", 40, 300)
    start = drawn.pen.textlength("Read our ", font=ImageFont.load_default(14))
    drawn.pen.rectangle((40 + start, 296, 40 + start + 38, 320), fill="white")
    drawn.pen.text((40 + start, 300), "guide", fill="#0d6efd", font=ImageFont.load_default(14))
    words = [(e.role, e.text) for e in drawn.fused()]
    assert words == [("text", "Read our"), ("link", "guide"), ("text", "first")]


boxes = st.builds(
    lambda x, y, w, h: BBox(x, y, x + w, y + h),
    st.integers(0, 380), st.integers(0, 280), st.integers(4, 200), st.integers(4, 60),
)  # fmt: skip
words = st.text(st.sampled_from("abcXYZ 019.,:*/>选择中"), min_size=1, max_size=20).filter(str.strip)
roles = st.sampled_from("button link textbox combobox checkbox radio switch slider icon img tab dialog".split())


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.builds(TextLine, words, boxes), max_size=12, unique_by=lambda line: (line.text, line.box.x1, line.box.y1)
    ),
    st.lists(st.builds(Detection, roles, boxes), max_size=12),
    st.integers(0, 2**31),
)
def test_no_text_is_lost_ids_are_unique_and_parents_exist(
    lines: list[TextLine], detections: list[Detection], seed: int
) -> None:
    pixels = np.random.default_rng(seed).integers(0, 256, (300, 400, 3), np.uint8)
    elements = fuse(pixels, lines, detections)
    ids = [element.id for element in elements]
    assert len(set(ids)) == len(ids)
    assert all(element.parent is None or element.parent in ids for element in elements)
    told = sorted(
        letter for e in elements if e.role not in ("table", "row", "list") for letter in e.text if letter != " "
    )
    assert told == sorted(letter for line in lines for letter in line.text if not letter.isspace())


def test_two_words_in_a_bar_across_the_head_are_links_and_the_name_before_them_too() -> None:
    drawn = Drawn()
    drawn.pen.line((0, 50, 800, 50), fill="#dddddd")
    screen = drawn.text("Trailhead", 20, 16).text("Home", 140, 16).text("Contact", 220, 16).fused()
    assert [(e.role, e.name) for e in screen] == [("link", "Trailhead"), ("link", "Home"), ("link", "Contact")]


def test_words_in_a_bar_with_a_coloured_rule_below_one_are_links_and_no_tabs() -> None:
    drawn = Drawn()
    drawn.pen.line((0, 50, 800, 50), fill="#dddddd")
    drawn.text("Home", 140, 16).text("Orders", 220, 16).text("Clients", 300, 16)
    drawn.pen.rectangle((140, 46, 180, 49), fill="#0d6efd")
    assert {e.role for e in drawn.fused()} == {"link"}


def test_a_word_in_a_bar_with_an_arrow_behind_it_is_a_button_that_opens() -> None:
    drawn = Drawn()
    drawn.pen.line((0, 50, 800, 50), fill="#dddddd")
    drawn.text("Home", 140, 16).text("Orders", 220, 16).text("Clients", 300, 16)
    drawn.pen.line([(272, 22), (275, 26), (279, 22)], fill="#222222")
    button = one(drawn.fused(), "button")
    assert (button.name, button.state.expanded) == ("Orders", False)


def test_links_side_by_side_in_one_line_are_two() -> None:
    drawn = Drawn().text("Edit", 40, 300, "#0d6efd").text("Delete", 78, 300, "#0d6efd")
    first, last = drawn.lines
    drawn.lines = [TextLine("Edit Delete", first.box.union(last.box))]
    assert [(e.role, e.name) for e in drawn.fused()] == [("link", "Edit"), ("link", "Delete")]


def test_two_words_of_one_link_stay_together() -> None:
    screen = Drawn().text("Learn more", 40, 300, "#0d6efd").fused()
    assert one(screen, "link").name == "Learn more"


def test_a_name_beside_a_search_field_is_not_its_label() -> None:
    drawn = Drawn().text("Hearth & Home", 20, 308).control("textbox", (130, 300, 360, 332))
    screen = drawn.text("Search products", 140, 308, "#999999").fused()
    assert one(screen, "textbox").name == "Search products"


def test_words_in_fields_without_labels_say_what_to_enter() -> None:
    field = one(Drawn().control("textbox", (40, 300, 360, 332)).text("First name", 50, 308).fused(), "textbox")
    assert (field.name, field.state.placeholder, field.state.value) == ("First name", "First name", None)


def test_a_line_across_boxes_to_tick_is_cut_at_them() -> None:
    drawn = Drawn().control("radio", (40, 300, 53, 313), checked=True).text("Yes", 60, 299)
    drawn.control("radio", (90, 300, 103, 313), checked=False).text("No", 110, 299)
    first, last = drawn.lines
    drawn.lines = [TextLine("Yes O No", first.box.union(last.box))]
    assert [e.name for e in drawn.fused() if e.role == "radio"] == ["Yes", "No"]


def test_questions_with_an_arrow_at_their_ends_are_a_list_of_buttons_and_no_table() -> None:
    from perception.detector import look

    drawn = Drawn()
    for row, text in enumerate(("How do I pay?", "Can I cancel?", "Where is my data?", "Who may see it?")):
        y = 200 + 50 * row
        drawn.pen.line((40, y, 700, y), fill="#cccccc")
        drawn.text(text, 50, y + 17)
        drawn.pen.line([(670, y + 22), (676, y + 28), (682, y + 22)], fill="#222222", width=2)
    drawn.pen.line((40, 400, 700, 400), fill="#cccccc")
    pixels = np.asarray(drawn.image)
    screen = fuse(pixels, drawn.lines, *look(pixels, drawn.lines))
    assert [e.name for e in screen if e.role == "button"] == [line.text for line in drawn.lines]
    assert not [e for e in screen if e.role == "table"]
