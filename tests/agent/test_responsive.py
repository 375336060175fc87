"""A narrow and a wide mockup of one page become one page: every text once, arranged as each mockup at its width."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from agent.jobs import PageOrder, PageOutcome, html
from agent.talk import page as verdict
from perception.layout_both import joined, shared
from perception.layout_types import Layout, Node
from perception.types import BBox
from sandbox.render import renderer
from tests.agent.conftest import one_line
from tests.codegen.test_page import a_row, page, text

SHOP = """<!doctype html><style>
* { box-sizing: border-box } body { margin: 0; font: 16px/24px Arial; color: #1f2933; background: #fff }
header { display: flex; justify-content: space-between; padding: 20px 60px; background: #102a43; color: #fff }
nav { display: flex; gap: 30px }
.three { display: grid; grid-template-columns: repeat(3, 1fr); gap: 24px; padding: 40px 60px }
section { border: 1px solid #b8c4d0; border-radius: 8px; padding: 20px }
h2 { margin: 0 0 8px; font-size: 22px } p { margin: 0 }
@media (max-width: 600px) { header { padding: 16px 20px } nav { display: none }
  .three { grid-template-columns: 1fr; gap: 16px; padding: 20px } }
</style><header><b>Harbour</b><nav><a>Products</a><a>Customers</a></nav></header><div class="three">
<section><h2>Live tracking</h2><p>Positions from forty carriers on one map.</p></section>
<section><h2>Fair alerts</h2><p>Rules that learn what is normal for a lane.</p></section>
<section><h2>Clean exports</h2><p>Plain files that your own tools can read.</p></section></div>"""
OTHER = "<!doctype html><h1>Orders of the week</h1><p>What came in and what went out again.</p><p>Forty-two.</p>"


@pytest.fixture(scope="module")
def shots(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("shots")
    with renderer() as drawing:
        for name, source, width in (("wide", SHOP, 1200), ("narrow", SHOP, 390), ("other", OTHER, 390)):
            (folder / f"{name}.png").write_bytes(drawing.show({"index.html": source.encode()}, (width, 300)).png)
    return {name: folder / f"{name}.png" for name in ("wide", "narrow", "other")}


@pytest.fixture(scope="module")
def made(shots: dict[str, Path]) -> PageOutcome:
    order = PageOrder((str(shots["narrow"]), str(shots["wide"])), shots["wide"].parent / "page", refine=False)
    return html(order, lambda _: None)


def test_two_widths_of_one_page_are_one_page_with_each_text_once(made: PageOutcome) -> None:
    assert [path.name for path in made.folder.glob("*.html")] == ["index.html"]
    words = re.sub(r"<[^>]+>", "\n", (made.folder / "index.html").read_text(encoding="utf-8").partition("<body")[2])
    for said in ("Harbour", "Live tracking", "Plain files that your own tools can read."):
        assert words.count(said) == 1
    assert "@media (max-width: 768px)" in (made.folder / "style.css").read_text(encoding="utf-8")


def test_each_width_is_as_its_mockup(made: PageOutcome) -> None:
    told = json.loads((made.folder / "score.json").read_text(encoding="utf-8"))
    assert told["widths"].keys() == {"1200 px", "390 px"}
    assert all(one["overall"] > 0.95 and one["structure"]["overflow"] == {"360": 0, "768": 0}
               for one in told["widths"].values())  # fmt: skip
    assert {"diff-1200.png", "diff-390.png"} <= set(made.files)


def test_what_one_mockup_alone_shows_is_said(made: PageOutcome) -> None:
    assert "only wide.png shows 'Products', 'Customers': hidden at the other width" in verdict(made)


def test_two_pages_are_not_one(agent, shots: dict[str, Path], tmp_path: Path) -> None:
    code, _, err = agent("html", shots["other"], shots["wide"], "-o", tmp_path / "out", "--responsive")
    assert code == 2
    assert "two copies" in one_line(err)
    code, _, err = agent("html", shots["narrow"], "-o", tmp_path / "out", "--responsive")
    assert code == 2
    assert "takes two mockups" in one_line(err)
    assert not (tmp_path / "out").exists()


def a_column(width: int, *words: str, across: bool = False) -> Layout:
    step = width // len(words)
    boxes = [BBox(20 + n * step, 20, (n + 1) * step, 44) if across else BBox(20, 20 + 40 * n, width - 20, 44 + 40 * n)
             for n in range(len(words))]  # fmt: skip
    return page(
        *(text(f"n{n + 3}", said, box) for n, (said, box) in enumerate(zip(words, boxes, strict=True))), width=width
    )


@pytest.fixture(scope="module")
def blank() -> Callable[[Layout, Layout], tuple[object, object]]:
    import numpy as np

    return lambda *layouts: tuple(np.zeros((one.height, one.width, 3), np.uint8) for one in layouts)  # type: ignore[return-value]


def test_a_text_that_both_have_is_one_node(blank: Callable[..., tuple]) -> None:  # type: ignore[type-arg]
    wide, narrow = a_column(1200, "Orders", "Customers", "Sign out"), a_column(390, "Orders", "Customers", "Menu")
    both = joined(wide, narrow, blank(wide, narrow))
    assert [node.text for node in both.whole.nodes() if node.spans].count("Orders") == 1
    assert both.only() == (["Sign out"], ["Menu"])
    assert 0.6 < shared(wide, narrow) < 0.9


def test_a_table_keeps_its_width_in_the_narrow_page(blank: Callable[..., tuple]) -> None:  # type: ignore[type-arg]
    rows = (a_row("n40", 80, "headcell", ("Order", "Total")), a_row("n41", 120, "cell", ("1042", "9.00")))
    wide, narrow = [
        page(text("n3", "Orders", BBox(40, 20, width - 20, 44)), Node("n9", "table", BBox(40, 80, 440, 160),
             children=rows), width=width)
        for width in (1200, 600)
    ]  # fmt: skip
    both = joined(wide, narrow, blank(wide, narrow))
    (table,) = [node for node in both.narrow.nodes() if node.kind == "table"]
    assert (table.box.x1, table.box.x2) == (40, 440)


def test_what_was_cut_in_two_is_matched_with_the_whole(blank: Callable[..., tuple]) -> None:  # type: ignore[type-arg]
    wide, narrow = a_column(1200, "Every shipment in one place"), a_column(390, "Every shipment", "in one place")
    both = joined(wide, narrow, blank(wide, narrow))
    assert both.only() == ([], [])
