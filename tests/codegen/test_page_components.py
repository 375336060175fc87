"""Pages as components: what is repeated is one component with props, and the built page is the page of HTML, pixel for
pixel."""

from __future__ import annotations

import mimetypes
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import BrowserContext, Route

from codegen.page import write_page
from codegen.page_components import write_components
from codegen.page_parts import parts_of
from codegen.page_tree import Each, Tag
from perception.layout_types import Asset, Layout, Node, Style
from perception.types import BBox, State
from sandbox.browser import session
from tests.codegen.test_page import BLUE, HOSTILE, INK, PAPER, a_row, everything, page, text

PACKAGES = Path(__file__).parents[1] / "frameworks" / "node_modules"
EDGES = (1.0, 1.0, 1.0, 1.0)
TRICKY = (
    "{{ 7 * 7 }}",
    "{7 * 7}",
    "</script><b>",
    "<!-- no -->",
    "`${1}`",
    'a "b" \\ c',
    " two  spaces ",
    "中文 ☃ \u2028",
)
ALL = (*TRICKY, HOSTILE)


def cards(words: tuple[str, ...]) -> Layout:
    """A card for each text, with a picture, a heading, a link and a field; and a table with a row for each."""
    found = []
    for place, said in enumerate(words):
        box = BBox(40 + 250 * place, 40, 270 + 250 * place, 300)
        inner = (
            Node(f"p{place}", "image", BBox(box.x1 + 10, 50, box.x1 + 50, 90), asset=f"images/picture-{place + 1}.png"),
            text(f"h{place}", said, BBox(box.x1 + 10, 100, box.x2 - 10, 124), "heading", level=2),
            text(f"t{place}", f"About {said}", BBox(box.x1 + 10, 140, box.x2 - 10, 164)),
            Node(f"f{place}", "field", BBox(box.x1 + 10, 180, box.x2 - 10, 210), Style(border=INK, borders=EDGES),
                 role="textbox", label=f"Name of {said}", state=State(value=said)),
            Node(f"b{place}", "button", BBox(box.x1 + 10, 230, box.x1 + 99, 260), Style(background=BLUE), role="button",
                 children=(text(f"c{place}", "Open", BBox(box.x1 + 30, 233, box.x1 + 80, 257)),)),
        )  # fmt: skip
        found.append(Node(f"k{place}", "article", box, Style(background=PAPER, radius=4.0), inner))
    row = Node("n3", "group", BBox(40, 40, 40 + 250 * len(words), 300), children=tuple(found), flow="row")
    head = a_row("n40", 320, "headcell", ("Order no.", "Total"))
    rows = [a_row(f"n4{place + 1}", 360 + 40 * place, "cell", (said, "9.00")) for place, said in enumerate(words)]
    table = Node("n9", "table", BBox(40, 320, 440, 360 + 40 * len(words)), children=(head, *rows))
    assets = tuple(
        Asset(f"images/picture-{place + 1}.png", found[place].children[0].box) for place in range(len(words))
    )
    return page(row, table, assets=assets, width=90 + 250 * len(words), height=380 + 40 * len(words))


def test_what_is_repeated_is_a_component_with_props() -> None:
    files = write_components(cards(("Ada", "Bob", "Eve")), "react")
    card = files["src/components/Card.jsx"]
    assert "function Card({ picture, title, text, label })" in card
    assert "Open" in card, "what is the same everywhere stands in the component"
    assert "Ada" not in card
    app = files["src/App.jsx"]
    assert app.count("<Card ") == app.count("<TableRow ") == 1
    assert '{ orderNo: "Ada" }' in app, "a cell's prop has its column's name"
    assert 'title: "Eve"' in app


def test_the_drawing_of_an_icon_has_reacts_names() -> None:
    icon = Node("n3", "image", BBox(40, 20, 60, 40), Style(color=INK), role="icon", icon="search", label="Search")
    app = write_components(page(icon), "react")["src/App.jsx"]
    assert 'strokeWidth="2"' in app
    assert 'aria-label="Search"' in app
    assert "stroke-width" in write_components(page(icon), "vue")["src/App.vue"]


def test_a_single_thing_is_no_component() -> None:
    files = write_components(everything(), "react")
    assert not [name for name in files if name.startswith("src/components/")]
    assert "<h1" in files["src/App.jsx"]


def a_thing(name: str, *words: str) -> Tag:
    return Tag(name, (("class", "card-2"),), tuple(Tag("p", (), (word,)) for word in words), inline=False)


def test_things_that_are_made_otherwise_stay_apart() -> None:
    parts = parts_of([a_thing("div", "a", "b"), a_thing("div", "c", "d"), a_thing("div", "e")])
    assert parts.elements == (Each("Card", "cards"), a_thing("div", "e"))
    assert parts.lists == (("cards", ({"text": "a", "text2": "b"}, {"text": "c", "text2": "d"})),)


def test_the_same_thing_elsewhere_is_the_same_component() -> None:
    box = Tag("section", (), (a_thing("div", "a", "b"), a_thing("div", "c", "d")), inline=False)
    other = Tag("main", (), (a_thing("div", "e", "f"), a_thing("div", "g", "h")), inline=False)
    parts = parts_of([box, other])
    assert [component.name for component in parts.components] == ["Card"]
    assert [name for name, _ in parts.lists] == ["cards", "cards2"]


@pytest.mark.parametrize("framework", ["react", "vue"])
def test_the_same_layout_gives_the_same_project(framework: str) -> None:
    layout = cards(("Ada", "Bob"))
    assert write_components(layout, framework) == write_components(layout, framework)


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1))
def test_no_text_ends_the_script_that_it_stands_in(words: str) -> None:
    app = write_components(cards((words + "</script>", "b", "c")), "vue")["src/App.vue"]
    assert app.count("</script>") == 1


@pytest.fixture(scope="module")
def context() -> Iterator[BrowserContext]:
    layout = cards(ALL)
    with session(loopback_only=True, viewport=(int(layout.width), int(layout.height))) as opened:
        yield opened


def build(folder: Path, files: dict[str, str]) -> dict[str, bytes]:
    """The site that Vite makes of a project. Skips where npm's packages are not there."""
    node = shutil.which("node")
    if node is None or not (PACKAGES / ".installed").is_file():
        pytest.skip("npm's packages are not in tests/frameworks: sh sandbox/setup.sh dev puts them there where npm is")
    for name, source in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(source, encoding="utf-8")
    (folder / "node_modules").symlink_to(PACKAGES)
    vite = PACKAGES / "vite" / "bin" / "vite.js"
    done = subprocess.run([node, vite, "build"], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    dist = folder / "dist"
    return {str(path.relative_to(dist)): path.read_bytes() for path in dist.rglob("*") if path.is_file()}


def seen(context: BrowserContext, site: dict[str, bytes]) -> tuple[bytes, str, list[str]]:
    """The picture of a site in a browser, its text, and what its console says."""

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path.lstrip("/")
        kind = mimetypes.guess_type(path)[0] or "text/plain"
        route.fulfill(status=200 if path in site else 404, body=site.get(path, b""), content_type=kind)

    opened, said = context.new_page(), []
    opened.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    opened.on("pageerror", lambda fault: said.append(str(fault)))
    opened.route("**/*", answer)
    opened.goto("http://page.invalid/index.html")
    opened.locator("main").wait_for()
    picture, words = opened.screenshot(full_page=True, animations="disabled"), opened.locator("main").inner_text()
    opened.close()
    return picture, words, [message for message in said if "404" not in message]


@pytest.mark.slow
@pytest.mark.parametrize("framework", ["react", "vue"])
def test_the_built_page_is_the_page_of_html(tmp_path: Path, context: BrowserContext, framework: str) -> None:
    layout = cards(ALL)
    plain = write_page(layout)
    picture, said, _ = seen(context, {"index.html": plain.html.encode(), "style.css": plain.css.encode()})
    built, told, faults = seen(context, build(tmp_path, write_components(layout, framework)))
    assert told == said
    assert built == picture
    assert faults == []
