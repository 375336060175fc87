"""Text that acts without a frame of its own, on drawn pictures."""

from __future__ import annotations

from perception.types import Element
from tests.perception.test_screen import Drawn

BLUE = "#1a5fd0"


def acting(screen: tuple[Element, ...]) -> dict[str, str]:
    """Role by name of what acts."""
    return {element.name: element.role for element in screen if element.interactive}


def test_a_link_beside_a_box_to_tick_names_the_box_and_stays_a_link() -> None:
    drawn = Drawn().text("Choose what to export from the list", 20, 20)
    for row, name in enumerate(("Frozen yoghurt", "Gingerbread", "Cupcake")):
        drawn.control("checkbox", (20, 61 + 40 * row, 34, 75 + 40 * row)).text(name, 44, 60 + 40 * row, BLUE)
    screen = drawn.fused()
    assert [one.name for one in screen if one.role == "checkbox"] == ["Frozen yoghurt", "Gingerbread", "Cupcake"]
    assert [one.name for one in screen if one.role == "link"] == ["Frozen yoghurt", "Gingerbread", "Cupcake"]


def test_a_plain_label_beside_a_box_to_tick_is_no_link() -> None:
    screen = Drawn().text("Remember me", 44, 60).control("checkbox", (20, 61, 34, 75)).fused()
    assert [one.role for one in screen if one.interactive] == ["checkbox"]


def test_a_word_of_command_in_every_row_acts_and_a_state_does_not() -> None:
    drawn = Drawn()
    for row in range(4):
        drawn.text(f"Order {row}", 300, 60 + 30 * row).text("Edit", 600, 60 + 30 * row).text("Paid", 400, 60 + 30 * row)
    assert [one.text for one in drawn.fused() if one.interactive] == ["Edit"] * 4


def test_words_beside_the_chosen_tab_are_tabs() -> None:
    drawn = Drawn().control("button", (40, 200, 110, 236), "#3366cc").text("Activity", 52, 210, "white")
    screen = drawn.text("Timeline", 122, 210).text("Settings", 204, 210).text("Nothing to see", 400, 210).fused()
    assert acting(screen) == {"Activity": "button", "Timeline": "tab", "Settings": "tab"}


def test_a_sign_at_the_head_of_a_field_does_nothing() -> None:
    drawn = Drawn().control("button", (40, 100, 72, 132)).control("textbox", (72, 100, 360, 132))
    assert [one.role for one in drawn.text("Search in orders", 84, 108, "#aaaaaa").fused() if one.interactive] == [
        "textbox"
    ]


def test_a_row_with_an_arrow_at_its_end_leads_on_a_phone() -> None:
    drawn = Drawn(360, 640).text("Language", 20, 200).text("English", 270, 200).text(">", 340, 200)
    assert acting(drawn.text("Plain words", 20, 300).fused()) == {"Language English": "link"}


def test_coloured_code_is_no_link() -> None:
    drawn = Drawn().text("The answer is written below in full", 20, 20)
    screen = drawn.text('"active": true,', 20, 60, BLUE).text("Read more", 20, 100, BLUE).fused()
    assert acting(screen) == {"Read more": "link"}


def test_a_word_at_the_end_of_a_bar_with_a_button_acts_and_initials_do_not() -> None:
    drawn = Drawn(1280, 800).text("Some plain words in the middle of the page", 300, 400)
    drawn.control("button", (1150, 10, 1240, 44), "#3366cc").text("Download", 1166, 20, "white")
    screen = drawn.text("Sign in", 1080, 20).text("A", 1262, 20).fused()
    assert acting(screen) == {"Download": "button", "Sign in": "link"}
