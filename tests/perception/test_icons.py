"""Icons that a browser draws, from drawings of our own, are read, at several sizes, light and dark; else: nothing."""

from __future__ import annotations

import io
from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Page

from perception.icon_concepts import concepts
from perception.icon_ink import SIDE, cut
from perception.icons import classes, name_icons, with_icons
from perception.types import BBox, Element
from sandbox.browser import session

Pixels = NDArray[np.uint8]

# Strokes on a square of 24, as people draw such signs.
DRAWINGS = {
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="M15.5 15.5 21 21"/>',
    "close": '<path d="M5 5 19 19M19 5 5 19"/>',
    "menu": '<path d="M3 6H21M3 12H21M3 18H21"/>',
    "add": '<path d="M12 4V20M4 12H20"/>',
    "check": '<path d="M4 12.5 9.5 18 20 6.5"/>',
    "more-horizontal": '<circle cx="5" cy="12" r="1.2"/><circle cx="12" cy="12" r="1.2"/>'
    '<circle cx="19" cy="12" r="1.2"/>',
    "more-vertical": '<circle cx="12" cy="5" r="1.2"/><circle cx="12" cy="12" r="1.2"/>'
    '<circle cx="12" cy="19" r="1.2"/>',
    "arrow-left": '<path d="M20 12H4M11 5 4 12 11 19"/>',
    "chevron-right": '<path d="M9 5 16 12 9 19"/>',
    "chevron-down": '<path d="M5 9 12 16 19 9"/>',
    "mail": '<rect x="3" y="5" width="18" height="14" rx="1.5"/><path d="M3.5 6.5 12 13 20.5 6.5"/>',
    "home": '<path d="M3 11.5 12 4 21 11.5M5.5 9.5V20H18.5V9.5M10 20V14H14V20"/>',
    "delete": '<path d="M4 6.5H20M9 6.5V4H15V6.5M6 6.5 7 20.5H17L18 6.5M10 10V17M14 10V17"/>',
    "user": '<circle cx="12" cy="8" r="4"/><path d="M4 21C4 16.5 7.5 14.5 12 14.5S20 16.5 20 21"/>',
    "bell": '<path d="M6 17V11A6 6 0 0 1 18 11V17L20 19H4ZM10 21.5H14"/>',
    "download": '<path d="M12 3V15M7 10.5 12 15.5 17 10.5M4 16V20.5H20V16"/>',
    "lock": '<rect x="5" y="11" width="14" height="10" rx="1.5"/><path d="M8 11V7.5A4 4 0 0 1 16 7.5V11"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7V12.5L15.5 14.5"/>',
    "calendar": '<rect x="3.5" y="5" width="17" height="16" rx="1.5"/><path d="M3.5 10H20.5M8 3V7M16 3V7"/>',
    "heart": '<path d="M12 20.5C4 14.5 3 11 3 8.5A4.6 4.6 0 0 1 12 7 4.6 4.6 0 0 1 21 8.5C21 11 20 14.5 12 20.5Z"/>',
    "star": '<path d="M12 3 14.7 8.9 21 9.6 16.3 14 17.6 20.4 12 17.2 6.4 20.4 7.7 14 3 9.6 9.3 8.9Z"/>',
    "filter": '<path d="M3 4.5H21L14 13V19.5L10 21V13Z"/>',
    "pause": '<path d="M8 5V19M16 5V19"/>',
    "folder": '<path d="M3 6V19.5H21V8H12L10 5.5H3.5Z"/>',
}
STEP = 64


@pytest.fixture(scope="module")
def sheet() -> Iterator[Page]:
    with session() as context:
        yield context.new_page()


def picture(sheet: Page, width: int, height: int, markup: str) -> Pixels:
    sheet.set_viewport_size({"width": width, "height": height})
    sheet.set_content(markup)
    return np.asarray(Image.open(io.BytesIO(sheet.screenshot())).convert("RGB"))


def drawn(sheet: Page, size: int, ink: str, paper: str, button: str = "") -> Pixels:
    """All the drawings in rows of eight, each in the middle of a field of STEP pixels."""
    cells = "".join(
        f'<div><span style="{button}"><svg width="{size}" height="{size}" viewBox="0 0 24 24" fill="none" '
        f'stroke="{ink}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">{shape}</svg></span></div>'
        for shape in DRAWINGS.values()
    )
    page = (
        f"<style>body{{margin:0;background:{paper};display:grid;grid-template-columns:repeat(8,{STEP}px)}}"
        f"div{{width:{STEP}px;height:{STEP}px;display:grid;place-items:center}}span{{display:grid}}</style>{cells}"
    )
    return picture(sheet, 8 * STEP, -(-len(DRAWINGS) // 8) * STEP, page)


def boxes(size: int) -> list[BBox]:
    """Around each drawing, a little larger than it, as a detector sees it."""
    edge = (STEP - size) // 2 - 3
    places = [divmod(at, 8) for at in range(len(DRAWINGS))]
    return [BBox(x * STEP + edge, y * STEP + edge, (x + 1) * STEP - edge, (y + 1) * STEP - edge) for y, x in places]


ROUND = "background:#0b5ed7;border-radius:50%;padding:10px"


@pytest.mark.parametrize(
    ("size", "ink", "paper", "button"),
    [(16, "#444", "#fff", ""), (20, "#222", "#f4f6fa", ""), (24, "#d5d9e0", "#1c2330", ""), (32, "#345", "#fff", ""),
     (24, "#fff", "#fff", ROUND), (18, "#555", "#fff", "border:1px solid #bbb;border-radius:6px;padding:9px")],
)  # fmt: skip
def test_reads_what_a_browser_draws(sheet: Page, size: int, ink: str, paper: str, button: str) -> None:
    pixels = drawn(sheet, size, ink, paper, button)
    answers = name_icons(pixels, boxes(size + (20 if button else 0)))
    wrong = {
        shown: said for shown, (said, _) in zip(DRAWINGS, answers, strict=True) if said is not None and said != shown
    }
    assert not wrong
    named = [said for said, _ in answers if said is not None]
    assert len(named) >= 0.8 * len(DRAWINGS), [d for d, (said, _) in zip(DRAWINGS, answers, strict=True) if not said]


def test_what_is_no_icon_has_no_name(sheet: Page) -> None:
    letters = "".join(f"<div>{letter}</div>" for letter in ["G", "A", "R", "7", "AB", "中", "Qk", "fi"])
    styles = (
        "<style>body{margin:0;display:flex;font:600 20px Arial}"
        "div{width:64px;height:64px;display:grid;place-items:center}</style>"
    )
    pixels = picture(sheet, 640, 64, styles + letters)
    found = name_icons(pixels, [BBox(64 * at + 14, 14, 64 * at + 50, 50) for at in range(8)])
    assert [concept for concept, _ in found] == [None] * 8


def test_noise_and_empty_paper_have_no_name() -> None:
    noise = np.random.default_rng(3).integers(0, 256, (48, 48, 3)).astype(np.uint8)
    blank = np.full((48, 48, 3), 250, np.uint8)
    for pixels in (noise, blank):
        assert name_icons(pixels, [BBox(4, 4, 44, 44)])[0][0] is None
    assert name_icons(blank, []) == []


def test_a_box_at_the_edge_or_beyond_is_no_fault() -> None:
    pixels = np.zeros((30, 30, 3), np.uint8)
    assert (
        name_icons(pixels, [BBox(-5, -5, 3, 3), BBox(25, 25, 60, 60), BBox(40, 40, 60, 60), BBox(5, 5, 5, 5)])
        == [(None, 0.0)] * 4
    )


def test_the_reader_knows_the_concepts_of_the_file() -> None:
    assert classes()[0] == ""
    assert set(classes()[1:]) == set(concepts())


def test_what_stands_beside_and_around_is_not_part_of_the_drawing() -> None:
    plain = np.full((40, 60, 3), 255, np.uint8)
    plain[10:30, 12:32] = 255
    plain[19:21, 12:32] = 40
    plain[10:30, 21:23] = 40  # a plus
    crowded = plain.copy()
    crowded[5:35, 36:40] = 40  # a letter beside it
    one, other = cut(plain, BBox(9, 7, 35, 33)), cut(crowded, BBox(9, 7, 38, 33))
    assert one is not None
    assert other is not None
    assert one.ink.shape == (SIDE, SIDE)
    assert float(np.abs(one.ink - other.ink).mean()) < 0.02
    assert one.size == other.size == 20


def test_only_elements_without_words_get_an_icon(sheet: Page) -> None:
    pixels = drawn(sheet, 24, "#222", "#fff")
    place = dict(zip(DRAWINGS, boxes(24), strict=True))
    elements = with_icons(
        pixels,
        [
            Element("a", "button", "", place["delete"], interactive=True),
            Element("b", "button", "Save", place["delete"], text="Save", interactive=True),
            Element("c", "img", "", place["search"]),
            Element("d", "text", "", place["search"]),
            Element("e", "button", "x", place["close"], text="x", interactive=True),
        ],
    )
    found = [(e.icon, e.name, e.named_by_icon) for e in elements]
    assert found == [
        ("delete", "Delete", True), (None, "Save", False), ("search", "", False), (None, "", False),
        ("close", "Close", True),
    ]  # fmt: skip


def test_the_dots_of_a_text_that_is_cut_off_are_no_sign() -> None:
    pixels = np.full((60, 200, 3), 255, np.uint8)
    for x in (121, 125, 129):
        pixels[33:35, x : x + 2] = 60
    dots = Element("d", "img", "", BBox(119, 31, 133, 37))
    text = Element("t", "text", "A long subject line...", BBox(10, 24, 116, 36), text="A long subject line...")
    assert with_icons(pixels, [text, dots])[1] == dots


def test_an_icon_that_acts_and_stands_alone_is_a_button(sheet: Page) -> None:
    pixels = drawn(sheet, 20, "#222", "#fff")
    box = dict(zip(DRAWINGS, boxes(20), strict=True))["delete"]
    words = Element("t", "text", "1042", BBox(4, box.y1 + 6, 40, box.y1 + 20), text="1042")
    right = BBox(box.x2 + 6, box.y1 + 6, box.x2 + 90, box.y1 + 20)
    beside = Element("w", "text", "Empty the bin", right, text="Empty the bin")
    alone = with_icons(pixels, [Element("a", "img", "", box), words])[0]
    assert (alone.role, alone.name, alone.interactive) == ("button", "Delete", True)
    labelled = with_icons(pixels, [Element("a", "img", "", box), words, beside])[0]
    assert (labelled.role, labelled.name, labelled.icon) == ("img", "", "delete")
