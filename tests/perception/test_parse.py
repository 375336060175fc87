"""From a page in a real browser to its elements: text read, controls found, both fused."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from perception.capture import Picture
from perception.screen import parse
from perception.types import Screen
from sandbox.browser import session

PAGE = """<!doctype html><meta charset="utf-8"><style>
body {font: 15px Arial, "Noto Sans CJK SC", sans-serif; margin: 30px 40px; color: #222; background: #fff}
label.top {display: block; margin: 14px 0 4px}
input:not([type=checkbox]), select {width: 260px; padding: 7px; font: inherit}
button {margin: 18px 8px 0 0; padding: 8px 18px; font: inherit; border: 0; border-radius: 4px}
button {background: #0b5ed7; color: #fff}
table {border-collapse: collapse; margin-top: 24px; width: 640px}
th, td {text-align: left; padding: 9px 12px; border-bottom: 1px solid #ccc}
a {color: #0b5ed7}</style>
<h1>Shipping</h1>
<label class="top">Customer *</label><input value="Ada Jansen">
<label class="top">电子邮箱</label><input placeholder="name@example.org">
<label class="top">Carrier</label><select><option>Express</option></select>
<p><label><input type="checkbox" checked> Insured parcel</label></p>
<button>Save changes</button> <a href="#">Forgot something?</a>
<table><tr><th>Order<th>City<th>Total<tr><td>1042<td>Lisbon<td>$120<tr><td>1043<td>Oslo<td>$80</table>
"""


@pytest.fixture(scope="module", params=[1, 2])
def screen(request: pytest.FixtureRequest) -> Screen:
    with session(viewport=(800, 640), scale=request.param) as context:
        page = context.new_page()
        page.set_content(PAGE)
        shot = page.screenshot()
    pixels = np.asarray(Image.open(io.BytesIO(shot)).convert("RGB"))
    return parse(Picture(pixels, "page.html", "abc"))


@pytest.mark.slow
def test_fields_know_their_labels_and_contents(screen: Screen) -> None:
    fields = {e.name: e for e in screen.with_role("textbox", "searchbox", "combobox")}
    assert fields["Customer"].state.value == "Ada Jansen"
    assert fields["电子邮箱"].state.placeholder == "name@example.org"
    assert fields["Carrier"].role == "combobox"
    assert fields["Carrier"].state.value == "Express"


@pytest.mark.slow
def test_what_acts_is_named(screen: Screen) -> None:
    assert [e.name for e in screen.with_role("button")] == ["Save changes"]
    assert [e.name for e in screen.with_role("link")] == ["Forgot something?"]
    (box,) = screen.with_role("checkbox")
    assert (box.name, box.state.checked) == ("Insured parcel", True)


@pytest.mark.slow
def test_the_table_has_its_rows(screen: Screen) -> None:
    assert [row.name for row in screen.with_role("row")] == ["Order City Total", "1042 Lisbon $120", "1043 Oslo $80"]


@pytest.mark.slow
def test_the_head_comes_first_and_times_are_told(screen: Screen) -> None:
    assert (screen.elements[0].role, screen.elements[0].name) == ("heading", "Shipping")
    assert set(screen.took_ms) == {"ocr", "detector", "fuse", "total"}
    assert (screen.source, screen.sha256) == ("page.html", "abc")
