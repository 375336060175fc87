"""What the truth says of small pages: each kind of control, as it is drawn by a real browser."""

# ruff: noqa: E501 - a page stands on one line, where it can be read
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page, sync_playwright

from perception.training.pages.render import browser_path, only_drawn, truth_script

TRUTH = truth_script()


@dataclass
class Drawn:
    """A page that shows one piece of HTML after the other."""

    page: Page

    def truth(self, body: str, style: str = "") -> dict[str, Any]:
        self.page.set_content(f"<style>body{{margin:0;font:16px 'Liberation Sans'}}{style}</style>{body}")
        truth: dict[str, Any] = self.page.evaluate(TRUTH)
        return truth

    def only(self, body: str, style: str = "") -> dict[str, Any]:
        """The single element that is told."""
        (element,) = self.truth(body, style)["elements"]
        return dict(element)


@pytest.fixture(scope="module")
def drawn() -> Iterator[Drawn]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=["--no-sandbox"])
        yield Drawn(browser.new_page(viewport={"width": 800, "height": 600}))
        browser.close()


@pytest.mark.parametrize(
    ("html", "role"),
    [
        ("<button>Save</button>", "button"), ('<input type="submit" value="Go">', "button"), ('<a href="#">Home</a>', "link"),
        ('<a href="#" class="btn btn-primary">Buy</a>', "button"), ("<input>", "textbox"), ("<textarea></textarea>", "textbox"),
        ('<input type="search">', "searchbox"), ('<input type="number">', "spinbutton"), ("<select><option>A</select>", "combobox"),
        ('<input type="checkbox">', "checkbox"), ('<input type="radio">', "radio"), ('<input type="range">', "slider"),
        ('<div role="tab">All</div>', "tab"), ('<div role="menuitem">Cut</div>', "menuitem"), ('<div role="option">Red</div>', "option"),
        ('<div contenteditable style="height:40px">x</div>', "textbox"), ("<summary>More</summary>", "button"),
        ('<div class="select"><input readonly value="Red" style="width:90px"></div>', "combobox"),
        ('<img width="60" height="40" alt="Cat" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">', "img"),
    ],
)  # fmt: skip
def test_a_control_has_its_role(drawn: Drawn, html: str, role: str) -> None:
    assert drawn.only(html)["role"] == role


HIDDEN = "input{position:absolute;opacity:0;width:1px;height:1px}"


@pytest.mark.parametrize(
    ("html", "style", "box"),
    [
        ('<label><input type="checkbox"><i></i> Terms</label>', "i{position:absolute;left:10px;top:20px;width:18px;height:18px;border:1px solid}", [10, 20, 30, 40]),
        ('<div style="position:absolute;left:5px;top:6px"><input type="radio" id="r"><label for="r">A</label></div>',
         "label{position:relative;padding-left:30px}label::before{content:'';position:absolute;left:2px;top:3px;width:14px;height:14px;border:1px solid red}", None),
    ],
)  # fmt: skip
def test_a_hidden_input_has_the_box_of_what_is_drawn_for_it(
    drawn: Drawn, html: str, style: str, box: list[int] | None
) -> None:
    element = drawn.only(html, HIDDEN + style)
    x1, y1, x2, y2 = element["box"]
    assert (x2 - x1, y2 - y1) == ((20, 20) if box else (16, 16))
    assert box is None or element["box"] == box


def test_a_checkbox_that_is_drawn_wide_is_a_switch(drawn: Drawn) -> None:
    html = '<label><input type="checkbox" checked><i></i> Wi-Fi</label>'
    element = drawn.only(
        html, HIDDEN + "i{display:inline-block;width:40px;height:20px;border-radius:10px;background:green}"
    )
    assert element["role"] == "switch"
    assert element["state"]["checked"] is True
    assert element["name"] == "Wi-Fi"


def test_a_toggle_made_of_divs_has_the_box_of_its_mark(drawn: Drawn) -> None:
    html = '<div role="checkbox" aria-checked="true" tabindex="0"><b></b> Agree</div>'
    element = drawn.only(html, "b{display:inline-block;width:16px;height:16px;background:blue}")
    assert element["box"][2] - element["box"][0] == 16
    assert element["state"]["checked"] is True


def test_a_toggle_does_not_take_its_neighbour_for_its_mark(drawn: Drawn) -> None:
    html = '<div><input type="checkbox" style="appearance:none;width:14px;height:14px"><button style="width:30px;height:30px">x</button></div>'
    roles = {element["role"]: element["box"] for element in drawn.truth(html)["elements"]}
    assert roles["checkbox"][2] - roles["checkbox"][0] == 14


def test_a_field_without_a_frame_has_the_frame_around_it(drawn: Drawn) -> None:
    html = '<div style="border:1px solid;width:300px;height:40px;display:flex"><svg width="20" height="20"></svg><input style="border:0;outline:0;flex:1"></div>'
    field = next(e for e in drawn.truth(html)["elements"] if e["role"] == "textbox")
    assert field["box"] == [0, 0, 302, 42]


def test_a_tiny_input_has_the_box_of_its_widget(drawn: Drawn) -> None:
    html = '<div style="border:1px solid;width:200px;height:30px"><span>Red</span><input role="combobox" style="width:4px;border:0;padding:0"></div>'
    element = drawn.only(html)
    assert (element["role"], element["box"]) == ("combobox", [0, 0, 202, 32])


def test_a_slider_has_the_box_of_its_track(drawn: Drawn) -> None:
    html = '<div style="position:relative;width:200px;height:16px"><b role="slider" style="position:absolute;left:90px;width:16px;height:16px;background:red"></b></div>'
    assert drawn.only(html)["box"] == [0, 0, 200, 16]


def test_a_link_that_wraps_has_a_box_for_each_line(drawn: Drawn) -> None:
    html = '<p style="width:160px;margin:0"><a href="#">The quick brown fox jumps over</a></p>'
    boxes = [element["box"] for element in drawn.truth(html)["elements"]]
    assert len(boxes) == 2
    assert boxes[0][3] <= boxes[1][1] + 1


@pytest.mark.parametrize(
    "html",
    [
        '<button style="visibility:hidden">A</button>', '<button style="opacity:0">A</button>', '<button style="display:none">A</button>',
        '<button style="position:absolute;left:-90px">A</button>', '<button style="position:absolute;top:595px;height:40px">A</button>',
        '<div style="width:60px;height:10px;overflow:hidden"><button style="margin-top:30px">A</button></div>',
        '<button>A</button><div style="position:fixed;inset:0;background:white"></div>',
    ],
)  # fmt: skip
def test_what_cannot_be_seen_or_clicked_is_left_out(drawn: Drawn, html: str) -> None:
    assert drawn.truth(html)["elements"] == []


def test_text_under_a_veil_is_told_and_its_buttons_are_not(drawn: Drawn) -> None:
    truth = drawn.truth('<button>Below</button><div style="position:fixed;inset:0;background:rgba(0,0,0,.5)"></div>')
    assert truth["elements"] == []
    assert [line["text"] for line in truth["lines"]] == ["Below"]


@pytest.mark.parametrize(
    ("html", "state"),
    [
        ("<button disabled>A</button>", {"disabled": True}), ("<button autofocus>A</button>", {"disabled": False}), ('<button aria-expanded="true">A</button>', {"expanded": True}),
        ("<input aria-invalid='true'>", {"invalid": True}), ("<input class='form-control is-invalid'>", {"invalid": True}), ("<input>", {"invalid": False, "disabled": False}),
        ('<input type="radio" checked>', {"checked": True}), ('<div role="tab" aria-selected="true">A</div>', {"selected": True}),
        ('<div role="option">A</div>', {"selected": False}), ("<select><option>A</select>", {"expanded": False}),
    ],
)  # fmt: skip
def test_a_control_has_its_state(drawn: Drawn, html: str, state: dict[str, bool]) -> None:
    told = drawn.only(html)["state"]
    assert {key: told[key] for key in state} == state


def test_what_is_focused_is_told(drawn: Drawn) -> None:
    drawn.page.set_content("<button>A</button><input id=f>")
    drawn.page.focus("#f")
    focus = {element["role"]: element["state"]["focused"] for element in drawn.page.evaluate(TRUTH)["elements"]}
    assert focus == {"button": False, "textbox": True}


def test_a_button_with_a_picture_alone_is_an_icon(drawn: Drawn) -> None:
    svg = '<svg width="16" height="16"><rect width="16" height="16"/></svg>'
    icon = drawn.only(f'<button aria-label="Delete">{svg}</button>')
    assert (icon["icon"], icon["name"]) == (True, "Delete")
    assert drawn.only(f"<button>{svg} Delete</button>")["icon"] is False


def test_controls_in_a_shadow_tree_are_told(drawn: Drawn) -> None:
    html = "<x-b></x-b><script>document.querySelector('x-b').attachShadow({mode:'open'}).innerHTML='<button>In</button>'</script>"
    element = drawn.only(html)
    assert (element["role"], element["name"]) == ("button", "In")


def test_text_is_told_line_by_line_as_it_is_drawn(drawn: Drawn) -> None:
    lines = drawn.truth('<p style="width:120px;margin:0;text-transform:uppercase">One <b>two</b> three four</p>')[
        "lines"
    ]
    assert " ".join(line["text"] for line in lines) == "ONE TWO THREE FOUR"
    assert len(lines) > 1


def test_a_line_fits_its_ink(drawn: Drawn) -> None:
    (line,) = drawn.truth('<p style="margin:0;font-size:40px;line-height:2">xxx</p>')["lines"]
    assert 15 <= line["box"][3] - line["box"][1] <= 24  # an x is about half as high as the letters' size


def test_values_and_placeholders_are_lines(drawn: Drawn) -> None:
    html = '<input value="Ada"><input placeholder="City"><select><option>Red</select><input type="password" value="x">'
    assert [line["text"] for line in drawn.truth(html)["lines"]] == ["Ada", "City", "Red"]


def test_what_left_no_mark_on_the_picture_is_no_truth(drawn: Drawn) -> None:
    truth = drawn.truth(
        '<button style="all:unset;width:40px;height:40px" aria-label="x"></button><button>Save</button>'
    )
    assert len(truth["elements"]) == 2
    kept = only_drawn(drawn.page.screenshot(), truth)
    assert [element["name"] for element in kept["elements"]] == ["Save"]
