"""Tables out of rules and aligned words, and what is no table."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from perception.detect_regions import Region
from perception.screen import fuse
from perception.types import BBox, Detection, Element, TextLine

FONT = ImageFont.load_default(14)
HEADER = ["Order", "Customer", "Total", "Status"]
ROWS = [["1042", "Ada Jansen", "$120", "Paid"], ["1043", "Bo Ortiz", "$80", "Open"], ["1044", "Chen Ito", "$9", "Paid"]]
COLUMNS = [60, 180, 360, 480]


class Page:
    def __init__(self) -> None:
        self.image = Image.new("RGB", (800, 500), "white")
        self.pen = ImageDraw.Draw(self.image)
        self.lines: list[TextLine] = []
        self.regions: list[Region] = []
        self.detections: list[Detection] = []

    def word(self, text: str, x: int, y: int, bold: bool = False) -> None:
        self.pen.text((x, y), text, fill="#222222", font=FONT, stroke_width=1 if bold else 0, stroke_fill="#222222")
        x1, y1, x2, y2 = self.pen.textbbox((x, y), text, font=FONT)
        self.lines.append(TextLine(text, BBox(round(x1), round(y1), round(x2), round(y2))))

    def rule(self, y: int) -> None:
        self.pen.line((40, y, 620, y), fill="#cccccc")
        self.regions.append(Region("rule", BBox(40, y, 620, y + 1), (204, 204, 204), (255, 255, 255)))

    def fused(self) -> tuple[Element, ...]:
        return fuse(np.asarray(self.image), self.lines, self.detections, self.regions)


def a_table(top_rule: bool = True) -> Page:
    page = Page()
    if top_rule:
        page.rule(90)
    for x, text in zip(COLUMNS, HEADER, strict=True):
        page.word(text, x, 100, bold=True)
    for number, row in enumerate(ROWS):
        page.rule(126 + 36 * number)
        for x, text in zip(COLUMNS, row, strict=True):
            page.word(text, x, 136 + 36 * number)
    page.rule(126 + 36 * len(ROWS))
    return page


def with_role(elements: tuple[Element, ...], role: str) -> list[Element]:
    return [element for element in elements if element.role == role]


def test_rows_headers_and_cells_hang_together() -> None:
    screen = a_table().fused()
    (table,) = with_role(screen, "table")
    rows = with_role(screen, "row")
    assert [row.name for row in rows] == [" ".join(row) for row in [HEADER, *ROWS]]
    assert all(row.parent == table.id for row in rows)
    assert [head.name for head in with_role(screen, "columnheader")] == HEADER
    cells = with_role(screen, "cell")
    assert [cell.text for cell in cells] == [text for row in ROWS for text in row]
    assert [cell.parent for cell in cells[:4]] == [rows[1].id] * 4


def test_the_header_may_stand_above_the_first_rule() -> None:
    screen = a_table(top_rule=False).fused()
    assert [head.name for head in with_role(screen, "columnheader")] == HEADER
    assert len(with_role(screen, "row")) == 4


def test_a_header_with_an_arrow_beside_it_sorts() -> None:
    page = a_table()
    page.pen.polygon(((252, 112), (260, 112), (256, 105)), fill="#888888")
    heads = with_role(page.fused(), "columnheader")
    assert [head.name for head in heads if head.interactive] == ["Customer"]


def test_a_button_in_a_row_keeps_its_place_in_it() -> None:
    page = a_table()
    page.word("Edit", 572, 172)
    page.detections.append(Detection("button", BBox(560, 166, 612, 192), 0.9))
    screen = page.fused()
    by_id = {element.id: element for element in screen}
    (button,) = with_role(screen, "button")
    cell = by_id[button.parent or ""]
    assert cell.role == "cell"
    assert by_id[cell.parent or ""].name == "1043 Bo Ortiz $80 Open Edit"


def test_lines_of_a_paragraph_between_rules_are_no_table() -> None:
    page = Page()
    for number in range(4):
        page.rule(90 + 36 * number)
        page.word("One sentence that runs from the left to the right of it", 60, 100 + 36 * number)
    assert not with_role(page.fused(), "table")


def test_fields_one_below_the_other_are_no_list() -> None:
    page = Page()
    for number in range(4):
        y = 90 + 60 * number
        page.word(f"Label {number}", 44, y)
        for edge in (y + 20, y + 50):
            page.rule(edge)
        page.detections.append(Detection("textbox", BBox(40, y + 20, 620, y + 50), 0.9))
    screen = page.fused()
    assert not with_role(screen, "listitem")
    assert [field.name for field in with_role(screen, "textbox")] == [f"Label {number}" for number in range(4)]
