"""What lies under an open dialog is marked as blocked, in any theme; a page without one keeps everything."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PIL import Image

from perception import ocr
from perception.capture import Picture
from perception.screen import parse
from perception.types import Screen, screen_from_dict
from sandbox.browser import session

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(ocr.available() is not None, reason=str(ocr.available())),
]

LIGHT = {"paper": "#fff", "ink": "#212529", "line": "#dee2e6", "soft": "#f8f9fa"}
DARK = {"paper": "#1f2428", "ink": "#dee2e6", "line": "#444c56", "soft": "#2b3035"}
STYLE = """<!doctype html><meta charset="utf-8"><style>
* {{box-sizing: border-box}} body {{margin: 0; font: 15px Arial, sans-serif; background: {paper}; color: {ink}}}
header {{padding: 14px 24px; background: {soft}; border-bottom: 1px solid {line}}} a {{color: #4c8dff}}
main {{padding: 24px}} table {{width: 100%; border-collapse: collapse}}
td {{padding: 9px; border-top: 1px solid {line}}}
button {{padding: 8px 16px; font: inherit; border: 0; border-radius: 5px; background: #0b5ed7; color: #fff}}
button.plain {{background: #6c757d}} input {{width: 100%; padding: 7px; font: inherit; border: 1px solid {line}}}
input {{background: {paper}; color: {ink}}}
.scrim {{position: fixed; inset: 0; background: rgba(0, 0, 0, {dim})}}
.box {{position: fixed; background: {paper}; box-shadow: 0 8px 30px rgba(0, 0, 0, .4)}}
.box > div {{padding: 16px}} .box > div + div {{border-top: 1px solid {line}}}
.middle {{left: 300px; top: 90px; width: 420px; border-radius: 8px}}
.right {{right: 0; top: 0; bottom: 0; width: 340px}}
.sheet {{left: 0; right: 0; bottom: 0; border-radius: 12px 12px 0 0}}
.toast {{position: fixed; right: 20px; bottom: 20px; padding: 14px; background: #157347; color: #fff}}
.toast a {{color: #fff}} .card {{width: 360px; margin: 0 auto; padding: 24px; border-radius: 8px; color: #222}}
.card {{background: #fff}} .card input {{background: #fff; border: 1px solid #ccc}}
</style>"""
PAGE = """<header><b>Acme</b> &emsp; <a href="#">Customers</a> &emsp; <a href="#">Reports</a></header><main>
<h2>Orders</h2><table><tr><td>1041<td>Ada Jansen<td>Open<td><a href="#">Edit</a>
<tr><td>1042<td>Bo Lund<td>Paid<td><a href="#">Edit</a>
<tr><td>1043<td>Cy Moreau<td>Open<td><a href="#">Edit</a><tr><td>1044<td>Dee Okafor<td>Paid<td><a href="#">Edit</a>
</table><p><button>Export CSV</button> <button class="plain">Archive</button></main>"""
DIALOG = """<div class="scrim"></div><div class="box {place}"><div><b>Edit user</b></div>
<div><label>Full name</label><br><input value="Ada Jansen"></div>
<div><button class="plain">Cancel</button> <button>Save changes</button></div></div>"""
TOAST = '<div class="toast">Order 1041 was saved. <a href="#">Undo</a></div>'
CARD = """<body style="background: {ground}; color: {words}"><p>&nbsp;<p>&nbsp;<div class="card"><h3>Sign in</h3>
<label>Email</label><br><input><p><button>Sign in</button></div><p align="center">
<a style="color: {words}" href="#">Privacy</a> &emsp; <a style="color: {words}" href="#">Terms of use</a></p>"""

Look = Callable[[str], Screen]


@pytest.fixture(scope="module")
def look() -> Iterator[Look]:
    with session(viewport=(1024, 640)) as context:
        page = context.new_page()

        def looked(html: str) -> Screen:
            page.set_content(html)
            shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            return parse(Picture(np.asarray(shot), "a page", ""))

        yield looked


def free(screen: Screen) -> set[str]:
    return {e.name for e in screen.elements if e.interactive and not e.state.blocked}


def styled(colours: dict[str, str], dim: float = 0.5) -> str:
    return STYLE.format(**colours, dim=dim)


@pytest.mark.parametrize(
    ("colours", "place", "dim"),
    [(LIGHT, "middle", 0.5), (LIGHT, "middle", 0.32), (DARK, "middle", 0.5), (LIGHT, "right", 0.45),
     (DARK, "right", 0.5), (LIGHT, "sheet", 0.5)],
)  # fmt: skip
def test_only_the_dialog_can_be_reached(look: Look, colours: dict[str, str], place: str, dim: float) -> None:
    screen = look(styled(colours, dim) + PAGE + DIALOG.format(place=place))
    assert free(screen) == {"Full name", "Cancel", "Save changes"}
    blocked = {e.name for e in screen.elements if e.state.blocked}
    assert {"Customers", "Reports", "Orders"} <= blocked
    (dialog,) = screen.with_role("dialog")
    assert (dialog.name, dialog.state.blocked) == ("Edit user", None)
    assert all(e.box.inside(dialog.box) > 0.9 for e in screen.elements if e.name in ("Cancel", "Save changes"))
    assert screen_from_dict(screen.as_dict()).elements == screen.elements


def test_a_message_over_the_scrim_can_be_reached(look: Look) -> None:
    screen = look(styled(LIGHT) + PAGE + DIALOG.format(place="middle") + TOAST)
    assert {"Cancel", "Save changes"} < free(screen)
    assert not any(e.state.blocked for e in screen.elements if "saved" in e.name or e.name == "Undo")
    assert "Export CSV" not in free(screen)


@pytest.mark.parametrize(
    "html",
    [styled(LIGHT) + PAGE, styled(DARK) + PAGE,
     *(styled(LIGHT) + CARD.format(ground=ground, words=words)
       for ground, words in [("#1d2733", "#9aa7b4"), ("#6b7280", "#1f1f1f"), ("#16324f", "#fff")])],
)  # fmt: skip
def test_without_a_dialog_nothing_is_blocked(look: Look, html: str) -> None:
    screen = look(html)
    assert len(screen.elements) > 6
    assert not any(element.state.blocked for element in screen.elements)
