"""Pages drawn in a real browser: what comes of them, and what they cannot do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from perception.capture import open_picture
from perception.score_blocks import SHIFT as READ_SHIFT
from perception.score_blocks import painted_blocks
from perception.types import BBox
from sandbox.browser import PageError
from sandbox.render import NARROW, SHIFT, Renderer, renderer

SIZE = (600, 400)
STYLE = "<style>body { margin: 0; font: 16px/20px sans-serif } p, h1 { margin: 0; font: inherit }</style>"


@pytest.fixture(scope="module")
def drawing() -> Iterator[Renderer]:
    with renderer() as one:
        yield one


def site(body: str, **more: bytes) -> dict[str, bytes]:
    return {"index.html": f"<!doctype html><html lang=en><meta charset=utf-8>{STYLE}<body>{body}".encode(), **more}


def test_a_line_is_what_the_eye_reads_as_one(drawing: Renderer) -> None:
    body = """<p>Plain <b>bold</b> and a <a href="#">link</a>,
        broken<br>here</p><p style="width: 80px">two words wrapping</p><div style="display: flex; gap: 60px">
        <span>left</span><span>right</span></div><p>导出 订单</p>"""
    lines = [line.text for line in drawing.show(site(body), SIZE).lines]
    assert lines[:2] == ["Plain bold and a link, broken", "here"]
    assert " ".join(lines[2:-3]) == "two words wrapping"
    assert len(lines[2:-3]) >= 2
    assert lines[-3:] == ["left", "right", "导出 订单"]


def test_fields_show_their_text(drawing: Renderer) -> None:
    body = """<input value="Ada"><input placeholder="Search"><input type=password value=x><input type=checkbox>
        <select><option>Any<option selected>Shipped</select><textarea>Notes</textarea>"""
    assert [line.text for line in drawing.show(site(body), SIZE).lines] == ["Ada", "Search", "Shipped", "Notes"]


def test_what_cannot_be_seen_is_no_line(drawing: Renderer) -> None:
    body = """<p hidden>a</p><p style="visibility: hidden">b</p><p style="opacity: 0">c</p><script>d</script><p>e</p>"""
    assert [line.text for line in drawing.show(site(body), SIZE).lines] == ["e"]


def test_boxes_of_marked_elements_and_their_own_texts(drawing: Renderer) -> None:
    body = """<div data-node=n1 style="padding: 10px 20px"><p data-node=n2 style="width: 300px">Orders</p></div>"""
    seen = drawing.show(site(body), SIZE)
    assert seen.boxes == {"n1": BBox(0, 0, 600, 40), "n2": BBox(20, 10, 320, 30)}
    assert seen.texts.keys() == {"n2"}
    assert (seen.texts["n2"].x1, seen.texts["n2"].x2 < 120) == (20, True)


def test_the_picture_is_of_the_whole_page(drawing: Renderer) -> None:
    picture = open_picture(drawing.show(site('<div style="height: 1234px; width: 700px">'), SIZE).png)
    assert (picture.width, picture.height) == (700, 1234)
    assert open_picture(drawing.show(site(""), SIZE).png).height == SIZE[1]


def test_false_colours_find_each_text(drawing: Renderer) -> None:
    body = """<h1 style="color: #c00">Orders</h1><p>Export <span style="color: #00c">the list</span></p>
        <p style="display: none">hidden</p>"""
    painted = drawing.paint(site(body), SIZE)
    pictures = [open_picture(png).pixels for png in (painted.plain, painted.first, painted.second)]
    found = {block.text: block for block in painted_blocks(*pictures, painted.texts)}
    assert found.keys() == {"Orders", "Export", "the list"}
    red, blue = found["Orders"].color, found["the list"].color
    assert red[0] > 150 > 60 > red[2]
    assert blue[2] > 150 > 60 > blue[0]
    assert found["Orders"].box.y2 <= 20 <= found["Export"].box.y1 + 4


def test_both_rooms_shift_by_the_same() -> None:
    assert SHIFT == READ_SHIFT


def test_structure_tells_flow_from_places(drawing: Renderer) -> None:
    good = "<header><h1>Orders</h1></header><main><p>Two</p><button>Export</button></main>"
    poor = '<div style="position: absolute; left: 5px">Orders</div><div style="position: absolute">Two</div>'
    kept, placed = (drawing.show(site(body), SIZE).structure for body in (good, poor))
    assert (kept.flow_share, kept.semantic_share) == (1, 1)
    assert (placed.flow_share, placed.semantic_share) == (0, 0)


def test_a_narrow_window_shows_what_is_too_wide(drawing: Renderer) -> None:
    wide = drawing.narrow(site('<p class="banner" style="width: 500px">Wide</p><p>fits</p>'), NARROW[0])
    assert (wide.overflow, wide.beyond) == (140, ("p.banner",))
    fits = drawing.narrow(site("<p>fits</p>"), NARROW[0])
    assert (fits.overflow, fits.beyond, fits.cut) == (0, (), ())


def test_a_narrow_window_shows_what_is_cut_off(drawing: Renderer) -> None:
    body = '<div style="overflow: hidden; width: 100px"><p class="title" style="width: 300px">A long title</p></div>'
    assert drawing.narrow(site(body), NARROW[0]).cut == ("p.title",)


def test_scripts_do_not_run(drawing: Renderer) -> None:
    body = '<p id=p>before</p><script>p.textContent = "after"</script><img src="none" onerror="p.textContent = 1">'
    assert [line.text for line in drawing.show(site(body), SIZE).lines] == ["before"]


def test_nothing_but_the_pages_own_files_is_fetched(drawing: Renderer, tmp_path: Path) -> None:
    secret = tmp_path / "secret.css"
    secret.write_text("p { font-size: 40px }")
    folder = tmp_path / "page"
    folder.mkdir()
    (folder / "style.css").write_text("p { color: #00f }")
    links = ["style.css", "../secret.css", secret.as_uri(), "%2e%2e/secret.css", "http://127.0.0.1:9/secret.css"]
    head = "".join(f'<link rel="stylesheet" href="{link}">' for link in links)
    (folder / "index.html").write_text(f"<!doctype html>{head}{STYLE}<p>Orders</p>")
    asked: list[str] = []
    drawing._page.on("requestfinished", lambda request: asked.append(request.url))
    seen = drawing.show(folder, SIZE)
    assert {url.rpartition("/")[2] for url in asked} <= {"index.html", "style.css"}
    assert seen.lines[0].box.height < 30


def test_a_link_out_of_the_folder_is_not_followed(drawing: Renderer, tmp_path: Path) -> None:
    (tmp_path / "outside.html").write_text("outside")
    folder = tmp_path / "page"
    folder.mkdir()
    (folder / "index.html").symlink_to(tmp_path / "outside.html")
    with pytest.raises(PageError):
        drawing.show(folder, SIZE)


def test_a_page_that_is_not_there_is_said(drawing: Renderer) -> None:
    with pytest.raises(PageError, match=r"index\.html"):
        drawing.show({}, SIZE)
