"""Several mockups become one site: one sheet, links between the pages, each picture once."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest

from agent.errors import UsageError
from agent.jobs.sites import page_names
from codegen.page import write_page, write_site
from perception.capture import Picture, open_picture
from perception.layout_types import Layout, Node
from perception.types import BBox
from sandbox.render import renderer
from tests.agent.conftest import one_line
from tests.codegen.test_page import page, text

PAGES = Path(__file__).parents[1] / "pages"


def a_page(title: str, *links: str) -> Layout:
    bar = Node("n20", "nav", BBox(40, 10, 700, 40), flow="row", children=tuple(
        text(f"n2{place + 1}", words, BBox(40 + 120 * place, 10, 140 + 120 * place, 34))
        for place, words in enumerate(links)))  # fmt: skip
    made = page(bar, text("n3", title, BBox(40, 60, 700, 84), "heading", level=1))
    return Layout(made.width, made.height, made.root, made.assets, title)


def test_what_names_another_page_leads_to_it() -> None:
    pages = {"index.html": a_page("Orders", "Orders", "Our customers", "Reports"),
             "customers.html": a_page("Our customers", "Orders", "Customers", "Reports")}  # fmt: skip
    files = write_site(pages)
    assert '<a href="customers.html">Our customers</a>' in files["index.html"]
    assert '<a href="#" aria-current="page">Orders</a>' in files["index.html"]
    assert '<a href="index.html">Orders</a>' in files["customers.html"]
    assert '<a href="#" aria-current="page">Customers</a>' in files["customers.html"], "its file names it, too"
    assert '<a href="#">Reports</a>' in files["index.html"], "nothing is called so"
    assert set(files) == {*pages, "style.css"}


def test_a_name_that_two_pages_have_leads_nowhere() -> None:
    files = write_site({name: a_page("Orders", "Orders", "Help") for name in ("index.html", "b.html", "c.html")})
    assert all(set(re.findall(r'href="([^"]*)"', html.partition("<body")[2])) <= {"#"} for html in files.values())


def test_a_page_of_a_site_is_drawn_as_the_page_alone() -> None:
    one, other = a_page("Orders", "Orders", "Customers"), a_page("Customers", "Orders", "Customers", "Help")
    files = {name: data.encode() for name, data in write_site({"index.html": one, "customers.html": other}).items()}
    alone = write_page(other)
    with renderer() as drawing:
        together = drawing.show(files, (800, 400), "customers.html")
        single = drawing.show({"index.html": alone.html.encode(), "style.css": alone.css.encode()}, (800, 400))
    assert [line.box for line in together.lines] == [line.box for line in single.lines]


def test_the_first_or_the_one_called_home_is_the_start() -> None:
    assert page_names(("a/Orders 1.png", "b/customers.png")) == ("index.html", "customers.html")
    assert page_names(("orders.png", "home.png", "bestellungen/订单.png")) == ("orders.html", "index.html", "page.html")
    with pytest.raises(UsageError, match="rename one"):
        page_names(("a/orders.png", "b/Orders.png"))


@pytest.mark.slow
def test_mockups_become_a_site(agent, tmp_path: Path) -> None:
    code, out, err = agent("html", PAGES / "orders.png", PAGES / "login.png", "-o", tmp_path / "out", "--no-refine")
    assert (code, err) == (0, "")
    assert out.startswith(f"Wrote 2 pages to {tmp_path / 'out'} with one style sheet")
    files = {str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert {"index.html", "login.html", "style.css", "score.json", "diff-index.png", "diff-login.png"} <= files
    told = json.loads((tmp_path / "out" / "score.json").read_text(encoding="utf-8"))
    assert told["pages"].keys() == {"index.html", "login.html"}
    assert 0.85 < told["mean4"] <= 1


def test_a_picture_that_two_pages_show_is_one_file() -> None:
    import numpy as np

    from agent.site import sites_of

    pixels = np.zeros((400, 800, 3), np.uint8)
    pixels[100:140, 40:100] = (200, 30, 30)
    pixels[200:240, 40:100] = (30, 200, 30)
    seen = open_picture(_png(pixels), source="a")

    def shows(*places: tuple[int, int]) -> tuple[Layout, Picture]:
        from perception.layout_types import Asset

        assets = tuple(
            Asset(f"images/picture-{n + 1}.png", BBox(40, top, 100, top + 40)) for n, (top, _) in enumerate(places)
        )
        nodes = [Node(f"n{5 + n}", "image", asset.box, asset=asset.name) for n, asset in enumerate(assets)]
        return page(text("n3", "Views", BBox(40, 20, 300, 44)), *nodes, assets=assets), seen

    files = sites_of({"index.html": shows((100, 0)), "b.html": shows((200, 0), (100, 0))})
    assert sorted(name for name in files if name.startswith("images/")) == [
        "images/picture-1.png",
        "images/picture-2.png",
    ]
    shown = re.findall(r'src="([^"]*)"', files["b.html"].decode())
    assert shown == ["images/picture-2.png", "images/picture-1.png"]


def _png(pixels: object) -> bytes:
    from PIL import Image

    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG")  # type: ignore[arg-type]
    return stream.getvalue()


def test_several_mockups_are_no_project_of_components(agent, tmp_path: Path) -> None:
    code, _, err = agent(
        "html", PAGES / "orders.png", PAGES / "login.png", "-o", tmp_path / "out", "--framework", "vue"
    )
    assert code == 2
    assert "one mockup" in one_line(err)
    assert not (tmp_path / "out").exists()
