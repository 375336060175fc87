"""The detector on pictures drawn here, and on pages that a real browser rendered."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image, ImageDraw

from perception import detector
from perception.detect_flat import Pixels
from perception.types import BBox, Detection, TextLine
from sandbox.browser import session

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

WHITE, INK, BORDER, BLUE = (255, 255, 255), (33, 37, 41), (222, 226, 230), (13, 110, 253)
NIGHT, NIGHT_BORDER, NIGHT_INK = (26, 34, 52), (48, 58, 78), (220, 225, 230)
Rgb = tuple[int, int, int]


class Drawing:
    """A page in drawing: what is written on it is also what was read from it. All measures are times `scale`."""

    def __init__(self, size: tuple[int, int] = (400, 200), back: Rgb = WHITE, scale: int = 1) -> None:
        self.scale = scale
        self.image = Image.new("RGB", (size[0] * scale, size[1] * scale), back)
        self.draw = ImageDraw.Draw(self.image)
        self.lines: list[TextLine] = []

    def write(self, text: str, x: int, y: int, ink: Rgb = INK) -> None:
        """Text as bars of ink: 11 px tall, 5 px wide for each character."""
        for index, char in enumerate(text):
            if char != " ":
                self.box(x + index * 7, y, x + index * 7 + 5, y + 11, ink)
        box = BBox(x, y, x + 7 * len(text) - 2, y + 11)
        self.lines.append(TextLine(text, BBox(*(value * self.scale for value in box))))

    def box(self, x1: int, y1: int, x2: int, y2: int, fill: Rgb, border: Rgb | None = None, radius: int = 0) -> None:
        s = self.scale
        self.draw.rounded_rectangle((x1 * s, y1 * s, x2 * s - 1, y2 * s - 1), radius * s, fill, border, s)

    def line(self, points: list[tuple[int, int]], ink: Rgb, width: int = 2) -> None:
        self.draw.line([(x * self.scale, y * self.scale) for x, y in points], ink, width * self.scale)

    @property
    def pixels(self) -> Pixels:
        return np.asarray(self.image)

    def detect(self) -> list[Detection]:
        return detector.detect(self.pixels, self.lines)


def one(found: list[Detection], role: str) -> Detection:
    matching = [detection for detection in found if detection.role == role]
    assert len(matching) == 1, found
    return matching[0]


def is_close(box: BBox, x1: float, y1: float, x2: float, y2: float, scale: int = 1) -> bool:
    return all(abs(a - b * scale) <= max(2, scale) for a, b in zip(box, (x1, y1, x2, y2), strict=True))


@pytest.mark.parametrize("scale", [1, 2, 3])
@pytest.mark.parametrize(
    ("back", "border", "ink"), [(WHITE, BORDER, INK), (NIGHT, NIGHT_BORDER, NIGHT_INK)], ids=["light", "dark"]
)
def test_outlined_button_and_field_with_a_pale_border(scale: int, back: Rgb, border: Rgb, ink: Rgb) -> None:
    page = Drawing(back=back, scale=scale)
    page.box(20, 20, 120, 56, back, border, radius=4)
    page.write("Apply", 53, 33, ink)
    page.box(20, 80, 300, 116, back, border, radius=4)
    page.write("Ada", 32, 93, ink)
    found = page.detect()
    assert is_close(one(found, "button").box, 20, 20, 120, 56, scale)
    assert is_close(one(found, "textbox").box, 20, 80, 300, 116, scale)


def test_a_chevron_at_the_end_makes_a_field_a_select() -> None:
    page = Drawing()
    page.box(20, 20, 220, 56, WHITE, BORDER, radius=4)
    page.write("Any status", 32, 33)
    page.line([(198, 35), (203, 40), (208, 35)], INK)
    assert is_close(one(page.detect(), "combobox").box, 20, 20, 220, 56)


def test_words_in_one_frame_are_split_into_buttons() -> None:
    page = Drawing()
    page.box(20, 20, 206, 56, BLUE, radius=4)
    for text, x in (("Copy", 34), ("Print", 88), ("Excel", 157)):
        page.write(text, x, 33, WHITE)
    assert [d.role for d in page.detect()] == ["button"] * 3


def test_a_line_between_two_buttons_parts_them() -> None:
    page = Drawing()
    page.box(20, 20, 191, 56, WHITE, BORDER)
    page.line([(105, 20), (105, 55)], BORDER, 1)
    page.write("Day", 53, 33)
    page.write("Week", 134, 33)
    boxes = [d.box for d in page.detect() if d.role == "button"]
    assert len(boxes) == 2
    assert abs(boxes[0].x2 - boxes[1].x1) <= 3


def test_a_tag_around_a_word_is_no_button() -> None:
    page = Drawing()
    page.box(20, 20, 70, 38, (209, 231, 221), radius=4)
    page.write("Paid", 31, 24)
    assert page.detect() == []


def test_the_head_of_a_card_is_no_field() -> None:
    page = Drawing()
    page.box(20, 20, 380, 180, WHITE, BORDER, radius=4)
    page.line([(20, 62), (379, 62)], BORDER, 1)
    page.write("Orders", 36, 36)
    page.write("Nothing yet", 36, 90)
    assert page.detect() == []


def test_a_blank_page_has_nothing() -> None:
    assert Drawing().detect() == []
    assert detector.detect(np.zeros((1, 1, 3), np.uint8), []) == []


def test_noise_and_mosaics_do_not_explode() -> None:
    noise = np.random.default_rng(0).integers(0, 255, (400, 640, 3), dtype=np.uint8)
    assert len(detector.detect(noise, [])) <= 3
    mosaic = np.kron(noise[:13, :21], np.ones((30, 30, 1), np.uint8))
    assert [d for d in detector.detect(mosaic, []) if d.role not in ("img", "icon")] == []


def test_regions_know_panels_rules_and_rows() -> None:
    page = Drawing()
    page.box(20, 20, 380, 180, WHITE, BORDER)
    for y in (60, 100, 140):
        page.line([(20, y), (379, y)], BORDER, 1)
    kinds = [region.kind for region in detector.regions(page.pixels, page.lines)]
    assert kinds.count("row") == 4
    page = Drawing(back=(246, 248, 251))
    page.box(20, 20, 380, 180, WHITE, BORDER, radius=6)
    page.line([(40, 100), (300, 100)], BORDER, 1)
    kinds = [region.kind for region in detector.regions(page.pixels, page.lines)]
    assert "panel" in kinds
    assert "rule" in kinds


def test_text_style_tells_colour_and_background() -> None:
    page = Drawing(back=NIGHT)
    page.write("Learn more", 20, 20, (90, 160, 255))
    style = detector.text_style(page.pixels, page.lines[0])
    assert style.background == NIGHT
    assert style.coloured
    assert not style.underlined
    page.line([(20, 33), (88, 33)], (90, 160, 255), 1)
    assert detector.text_style(page.pixels, page.lines[0]).underlined


PAGE = """<!doctype html><meta charset=utf-8><meta name=color-scheme content="light dark">
<style>body{font:14px sans-serif;margin:0;background:BACK;color:TEXT} body>*{position:absolute}
.s{width:40px;height:20px;border-radius:10px;background:#8a93a0}.s.on{background:#2563eb}
.s i{position:absolute;left:2px;top:2px;width:16px;height:16px;border-radius:8px;background:#fff}.s.on i{left:22px}
input{top:20px;margin:0}
</style>
<input type=checkbox style="left:20px"><input type=checkbox checked style="left:60px">
<input type=radio style="left:100px"><input type=radio checked style="left:140px">
<div class=s style="left:20px;top:60px"><i></i></div><div class="s on" style="left:80px;top:60px"><i></i></div>
<textarea style="left:20px;top:100px;width:240px;height:60px;box-sizing:border-box"></textarea>
<button style="left:300px;top:100px;width:36px;height:36px;border:1px solid #8a93a0;border-radius:4px;background:none">
<svg width=16 height=16><path d="M1 3h14M1 8h14M1 13h14" stroke="TEXT" stroke-width=2 /></svg></button>
<select style="left:20px;top:180px;width:200px;height:32px"><option></select>"""


@pytest.fixture(scope="module")
def contexts() -> Iterator[dict[int, BrowserContext]]:
    with (
        session(viewport=(400, 240), scale=1) as single,
        single.browser.new_context(  # type: ignore[union-attr]
            viewport={"width": 400, "height": 240}, device_scale_factor=2
        ) as double,
    ):
        yield {1: single, 2: double}


def shot(context: BrowserContext, dark: bool) -> Pixels:
    page = context.new_page()
    page.emulate_media(color_scheme="dark" if dark else "light")
    page.set_content(PAGE.replace("BACK", "#12161c" if dark else "#fff").replace("TEXT", "#ddd" if dark else "#222"))
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    page.close()
    return np.asarray(picture)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("scale", [1, 2])
def test_controls_of_a_real_browser(contexts: dict[int, BrowserContext], scale: int, dark: bool) -> None:
    known = [TextLine("scale", BBox(0, 200 * scale, 40, 211 * scale))] * 2  # what tells 1x from 2x is the text's height
    found = detector.detect(shot(contexts[scale], dark), known)
    checked = {
        role: [detection.state.checked for detection in found if detection.role == role]
        for role in ("checkbox", "radio", "switch")
    }
    assert checked == {"checkbox": [False, True], "radio": [False, True], "switch": [False, True]}
    first = next(detection.box for detection in found if detection.role == "checkbox")
    assert is_close(first, 20, 20, 33, 33, scale)
    area = max((d.box for d in found if d.role == "textbox"), key=lambda box: box.area)
    assert is_close(area, 20, 100, 260, 160, scale)
    assert is_close(one(found, "button").box, 300, 100, 336, 136, scale)


def test_three_dots_one_above_the_other_are_a_button() -> None:
    image = Image.new("RGB", (300, 200), "white")
    pen = ImageDraw.Draw(image)
    for y in (80, 85, 90):
        pen.rectangle((150, y, 152, y + 2), fill="#555555")
    found = detector.detect(np.asarray(image), [])
    assert [(one.role, one.box.contains(151, 86)) for one in found] == [("button", True)]


def test_a_field_that_holds_an_address_is_a_field() -> None:
    drawing = Drawing((700, 120))
    drawing.box(40, 40, 600, 74, WHITE, BORDER)
    drawing.box(52, 49, 174, 63, (110, 110, 110))
    drawing.lines.append(TextLine("you@company.com", BBox(52, 49, 174, 63)))
    assert one(drawing.detect(), "textbox").box.contains(300, 57)
