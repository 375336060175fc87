"""Layouts as pages: what stands in them is escaped, means what it is, and lies where the picture has it."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegen.page import write_page
from codegen.page_icons import icon_names, strokes
from perception.icon_concepts import concepts
from perception.layout_types import Asset, Font, Layout, Node, Span, Style
from perception.types import BBox, State
from sandbox.render import Renderer, renderer

INK, PAPER, BLUE = (30, 30, 30), (255, 255, 255), (20, 90, 200)
BODY = Font("sans", 16.0, 400, line=24.0)


class Reader(HTMLParser):
    """The tags of a page with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html.partition("<body")[2].partition(">")[2])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def text(name: str, words: str, box: BBox, kind: str = "paragraph", **more: object) -> Node:
    style = Style(color=INK, font=BODY)
    return Node(name, kind, box, style, spans=(Span(words),), lines=max(1, box.height // 24), **more)  # type: ignore[arg-type]


def page(*children: Node, assets: tuple[Asset, ...] = (), width: int = 800, height: int = 400) -> Layout:
    top, bottom = min(c.box.y1 for c in children), max(c.box.y2 for c in children)
    main = Node("n2", "main", BBox(0, top, width, bottom), children=children)
    root = Node("n1", "page", BBox(0, 0, width, height), Style(background=PAPER), (main,))
    return Layout(width, height, root, assets, "A page", "en")


def a_row(name: str, top: int, kind: str, words: tuple[str, str]) -> Node:
    cells = []
    for column, word in enumerate(words):
        box = BBox(40 + 200 * column, top, 240 + 200 * column, top + 40)
        inside = text(f"{name}t{column}", word, BBox(box.x1, top + 8, box.x2, top + 32))
        cells.append(Node(f"{name}c{column}", kind, box, children=(inside,)))
    return Node(name, "row", BBox(40, top, 440, top + 40), children=tuple(cells), flow="row")


def everything() -> Layout:
    """One of each thing."""
    field = Node("n5", "field", BBox(40, 100, 300, 136), Style(background=PAPER, border=INK, borders=(1, 1, 1, 1)),
                 role="textbox", label="Name", state=State(placeholder="Ada"))  # fmt: skip
    choice = Node("n6", "field", BBox(40, 150, 300, 186), Style(background=PAPER), role="combobox", label="Town",
                  state=State(value="Leeds"))  # fmt: skip
    button = Node("n7", "button", BBox(40, 200, 160, 236), Style(background=BLUE, radius=4.0), role="button",
                  label="Send", state=State(disabled=True),
                  children=(text("n8", "Send", BBox(80, 206, 118, 230)),))  # fmt: skip
    rows = (a_row("n40", 250, "headcell", ("Order", "Total")), a_row("n41", 290, "cell", ("1042", "9.00")))
    table = Node("n9", "table", BBox(40, 250, 440, 330), children=rows)
    items = tuple(text(f"n{50 + n}", w, BBox(64, 340 + 24 * n, 760, 364 + 24 * n), "item") for n, w in enumerate("ab"))
    listed = Node("n10", "list", BBox(64, 340, 760, 388), children=items, role="disc")
    photo = Node("n11", "image", BBox(40, 400, 140, 460), asset="images/picture-1.png", label="The harbour")
    head = text("n3", "Orders", BBox(40, 20, 760, 44), "heading", level=1)
    name = text("n4", "Name", BBox(40, 70, 760, 94))
    assets = (Asset("images/picture-1.png", BBox(40, 400, 140, 460)),)
    return page(head, name, field, choice, button, table, listed, photo, assets=assets, height=480)


@pytest.fixture(scope="module")
def drawing() -> object:
    with renderer() as opened:
        yield opened


def test_things_are_what_they_mean() -> None:
    read = Reader(write_page(everything()).html)
    assert len(read.all("main")) == len(read.all("h1")) == len(read.all("table")) == len(read.all("thead")) == 1
    assert len(read.all("th")) == 2
    assert len(read.all("td")) == 2
    assert len(read.all("li")) == 2
    (field,) = read.all("input")
    assert (field["type"], field["placeholder"]) == ("text", "Ada")
    assert [label["for"] for label in read.all("label")] == [field["id"]]
    assert read.all("select")[0]["aria-label"] == "Town"
    (button,) = read.all("button")
    assert button["type"] == "button"
    assert "disabled" in button
    assert read.all("img")[0]["alt"] == "The harbour"


def test_a_cell_holds_its_text_itself_and_navigation_is_a_list_of_links() -> None:
    bar = Node("n20", "nav", BBox(40, 340, 700, 370), flow="row", children=tuple(
        text(f"n2{place + 1}", words, BBox(40 + 120 * place, 340, 140 + 120 * place, 364))
        for place, words in enumerate(("Orders", "Help"))))  # fmt: skip
    rows = (a_row("n40", 250, "headcell", ("Order", "Total")), a_row("n41", 290, "cell", ("1042", "9.00")))
    html = write_page(page(Node("n9", "table", BBox(40, 250, 440, 330), children=rows), bar)).html
    assert re.search(r"<td[^>]*>1042</td>", html)
    assert "<p" not in html
    assert re.search(r'<nav>\s*<ul class="nav">\s*<li[^>]*><a href="#">Orders</a></li>', html)


def test_navigation_at_the_top_stands_in_the_pages_header() -> None:
    main = page(text("n3", "Orders", BBox(40, 80, 700, 104), "heading", level=1))
    bar = Node("n20", "nav", BBox(0, 0, 800, 40), children=(text("n21", "Help", BBox(40, 8, 140, 32)),), flow="row")
    top = replace(main, root=replace(main.root, children=(bar, *main.root.children)))
    below = replace(main, root=replace(main.root, children=(*main.root.children, bar)))
    assert re.search(r"<header>\s*<nav>", write_page(top).html)
    assert "<header" not in write_page(below).html


def test_text_from_right_to_left_says_so_and_keeps_its_edge() -> None:
    written = write_page(
        page(text("n3", "مرحبا بكم", BBox(40, 20, 200, 44)), text("n4", "Hello", BBox(40, 60, 200, 84)))
    )
    read = Reader(written.html)
    assert [paragraph.get("dir") for paragraph in read.all("p")] == ["rtl", None]
    assert "text-align: left" in written.css.partition("p, ")[0] + written.css.partition(".text")[2]


def test_a_numbered_list_counts_from_where_the_picture_does() -> None:
    items = tuple(text(f"n{4 + n}", w, BBox(64, 40 + 24 * n, 760, 64 + 24 * n), "item") for n, w in enumerate("ab"))
    listed = Node("n3", "list", BBox(64, 40, 760, 88), children=items, role="decimal", level=4)
    written = write_page(page(listed))
    assert Reader(written.html).all("ol")[0]["start"] == "4"
    assert "list-style: decimal" in written.css


def test_a_picture_of_words_that_were_not_read_is_no_ornament() -> None:
    box = BBox(40, 20, 140, 60)
    words = Node("n3", "image", box, asset="images/picture-1.png", role="text")
    html = write_page(page(words, assets=(Asset("images/picture-1.png", box),))).html
    assert [image["alt"] for image in Reader(html).all("img")] == ["text that was not read"]


def test_classes_say_what_things_are() -> None:
    """The commonest look has the plain name; the others are called by their words, and by numbers last of all."""
    looks = [(40, "Orders of the week"), (90, "Customers by town"), (48, "Crème brûlée"), (60, "12 34")]
    texts, y = [], 20
    for number, (gap, words) in enumerate(looks):
        y += gap
        texts.append(text(f"n{3 + number}", words, BBox(40 + 9 * number, y, 300, y + 24)))
    classes = [paragraph.get("class") or "" for paragraph in Reader(write_page(page(*texts, height=600)).html).all("p")]
    assert classes == ["", "paragraph", "creme-paragraph", "creme-brulee-paragraph"]


def test_a_page_is_one_clean_document_with_one_sheet() -> None:
    written = write_page(everything())
    assert written.html.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert "width=device-width" in written.html
    assert "<style" not in written.html
    assert "<script" not in written.html
    assert " style=" not in written.html
    assert written.html.count('rel="stylesheet"') == 1
    assert "http" not in written.html + written.css
    assert "@import" not in written.css
    for state in (":hover", ":focus-visible", ":disabled", "@media (max-width:"):
        assert state in written.css
    used = set(" ".join(re.findall(r'class="([^"]*)"', written.html)).split())
    assert used <= set(re.findall(r"\.([a-z][a-z0-9-]*)", written.css))


def test_the_same_layout_gives_the_same_bytes() -> None:
    assert write_page(everything()) == write_page(everything())
    assert "data-node" not in write_page(everything()).html


HOSTILE = "</p><script>alert(1)</script>\"'&amp; }body{display:none}/* <img src=x onerror=alert(1)>"


@pytest.mark.parametrize("words", [HOSTILE, "]]>", "--></title><b>", "{{ 7 * 7 }}{% raw %}"])
def test_text_from_a_picture_is_data(words: str) -> None:
    field = Node(
        "n4", "field", BBox(40, 60, 300, 96), role="textbox", label=words, state=State(value=words, placeholder=words)
    )
    image = Node("n5", "image", BBox(40, 100, 80, 140), asset="images/picture-1.png", label=words)
    layout = page(text("n3", words, BBox(40, 20, 760, 44)), field, image,
                  assets=(Asset("images/picture-1.png", image.box, words),))  # fmt: skip
    written = write_page(replace(layout, title=words))
    read = Reader(written.html)
    assert read.text.strip() == words
    assert {tag for tag, _ in read.tags} <= {"main", "p", "input", "img", "label"}
    assert all(not name.startswith("on") for _, attributes in read.tags for name in attributes)
    assert read.all("input")[0]["value"] == words
    assert read.all("img")[0]["alt"] == words
    assert "alert" not in written.css
    assert "display:none" not in written.css


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1))
def test_any_text_comes_back_as_it_was(words: str) -> None:
    read = Reader(write_page(page(text("n3", words, BBox(40, 20, 760, 44)))).html)
    assert read.text.strip() == words.strip()
    assert [tag for tag, _ in read.tags] == ["main", "p"]


@pytest.mark.slow
def test_nodes_lie_where_the_picture_has_them(drawing: Renderer) -> None:
    layout = everything()
    written = write_page(layout, marked=True)
    site = {"index.html": written.html.encode(), "style.css": written.css.encode()}
    drawn = drawing.show(site, (layout.width, layout.height))
    in_cells = [f"n4{row}t{column}" for row in range(2) for column in range(2)]
    for node in layout.nodes():
        if node.kind not in ("page", "cell", "headcell", "row") and node.id not in ("n8", *in_cells):
            offset = max(abs(a - b) for a, b in zip(drawn.boxes[node.id], node.box, strict=True))
            assert offset <= 2, (node.id, node.kind, drawn.boxes[node.id], node.box)
    assert [drawing.narrow(site, width).overflow for width in (360, 768)] == [0, 0]


def test_what_nearly_fills_its_box_grows_and_shrinks_with_it(drawing: Renderer) -> None:
    rows = tuple(a_row(f"n4{n}", 250 + 40 * n, "cell", ("1042", "9.00")) for n in range(2))
    field = Node("n5", "field", BBox(20, 100, 780, 136), Style(background=PAPER, border=INK, borders=(1, 1, 1, 1)),
                 role="textbox", label="Name")  # fmt: skip
    table = Node("n9", "table", BBox(24, 250, 776, 330), Style(border=INK, borders=(1, 1, 1, 1)), children=rows)
    written = write_page(page(text("n3", "Orders", BBox(0, 20, 800, 44)), field, table), marked=True)
    site = {"index.html": written.html.encode(), "style.css": written.css.encode()}
    wide, narrow = (drawing.show(site, (width, 400)).boxes for width in (800, 500))
    assert wide["n5"] == field.box
    assert (narrow["n5"].x1, narrow["n5"].x2) == (20, 480)
    assert (narrow["n9"].x1, narrow["n9"].x2) == (24, 476)
    assert drawing.narrow(site, 360).overflow == 0


def test_no_link_stands_in_another() -> None:
    inner = Node("n4", "heading", BBox(40, 40, 240, 64), spans=(Span("All", "link"),), level=2)
    other = Node("n5", "link", BBox(40, 70, 240, 94), spans=(Span("More"),))
    html = write_page(page(Node("n3", "link", BBox(40, 40, 240, 100), children=(inner, other)))).html
    assert len(Reader(html).all("a")) == 1
    assert "All" in html
    assert "More" in html


@pytest.mark.parametrize(("label", "kind"), [("Password", "password"), ("确认密码", "password"), ("Email", "email"),
                                             ("Phone number", "tel"), ("Town", "text")])  # fmt: skip
def test_a_field_takes_what_its_name_says(label: str, kind: str) -> None:
    html = write_page(page(Node("n3", "field", BBox(40, 40, 240, 70), role="textbox", label=label))).html
    assert [field["type"] for field in Reader(html).all("input")] == [kind]


def an_icon(name: str, concept: str, box: BBox, label: str = "") -> Node:
    return Node(name, "image", box, Style(color=BLUE), role="icon", icon=concept, label=label)


def test_an_icon_is_a_drawing_in_the_colour_of_its_strokes() -> None:
    icons = an_icon("n3", "search", BBox(40, 20, 60, 40), "Search"), an_icon("n4", "bell", BBox(40, 60, 60, 80))
    written = write_page(page(*icons))
    read = Reader(written.html)
    assert not read.all("img")
    named, mute = read.all("svg")
    assert (named["role"], named["aria-label"], named["width"]) == ("img", "Search", "20")
    assert (mute["aria-hidden"], mute["stroke"]) == ("true", "currentColor")
    assert len(read.all("path")) >= 2
    assert re.search(r"\.icon \{[^}]*color: var\(--color-text\)", written.css), "the only ink of the page"


def test_every_icon_of_the_table_has_a_drawing() -> None:
    assert {concept for concept in icon_names() if not strokes(concept)} == set()
    assert set(icon_names()) <= set(concepts())
