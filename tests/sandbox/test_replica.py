"""The replica: real controls with the right names, that do what such controls do."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page, expect

from perception.types import ROLES, BBox, Element, Screen, State
from sandbox.behaviour import slug, suffix
from sandbox.replica import Hints, replica_html
from tests.sandbox.screens import ORDERS, element, form, nasty, orders, screen, table

Show = Callable[..., Page]


@pytest.fixture
def show(page: Page, tmp_path: Path) -> Show:
    """Opens the replica of a screen; a fault in its script fails the test."""
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))

    def open_it(seen: Screen, hints: Hints | None = None) -> Page:
        file = tmp_path / "replica.html"
        file.write_text(replica_html(seen, hints), encoding="utf-8")
        page.goto(file.as_uri())
        assert not faults
        return page

    return open_it


def _log(page: Page) -> list[list[str]]:
    return json.loads(page.evaluate("document.documentElement.dataset.log"))  # type: ignore[no-any-return]


def _rows(page: Page) -> list[list[str]]:
    return json.loads(page.evaluate("window.__state()"))["rows"][0]  # type: ignore[no-any-return]


def _column(page: Page, index: int) -> list[str]:
    return [row[index] for row in _rows(page)]


@pytest.mark.parametrize("seen", [orders(), form(), nasty()], ids=["orders", "form", "nasty"])
def test_every_control_is_found_by_role_and_name_as_often_as_it_is_seen(show: Show, seen: Screen) -> None:
    page = show(seen)
    wanted = Counter((e.role, " ".join(e.name.replace("\0", " ").replace("\7", " ").split()))
                     for e in seen.elements if e.interactive)  # fmt: skip
    found = {(role, name): page.get_by_role(role, name=name, exact=True).count() for role, name in wanted}  # type: ignore[arg-type]
    assert found == dict(wanted)
    assert page.evaluate("window.hacked") is None


@pytest.mark.parametrize("seen", [orders(), form(), nasty()], ids=["orders", "form", "nasty"])
def test_every_control_is_where_it_was_seen_and_can_be_clicked(show: Show, seen: Screen) -> None:
    page = show(seen)
    for e in seen.elements:
        if not e.interactive or e.role == "listbox":
            continue
        control = page.locator(f'[data-id="{e.id}"]')
        box = control.bounding_box()
        assert box is not None
        assert e.box.contains(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        if not e.state.disabled:
            control.click(trial=True)


def test_fields_have_labels_placeholders_values_and_states(show: Show) -> None:
    page = show(form())
    expect(page.get_by_label("Full name", exact=True)).to_have_value('Ada "A" O\'Neil')
    assert page.get_by_label("备注").evaluate("el => el.labels.length") == 1
    expect(page.get_by_label("备注")).to_have_value("two\nlines")
    expect(page.get_by_placeholder("Password")).to_have_attribute("type", "password")
    expect(page.get_by_label("Country")).to_be_disabled()
    expect(page.get_by_label("Remember me")).to_be_checked()
    expect(page.get_by_role("spinbutton")).to_have_value("3")
    expect(page.get_by_role("tab", selected=True)).to_have_text("Profile")
    page.get_by_text("Cash", exact=True).click()
    expect(page.get_by_label("Cash")).to_be_checked()
    expect(page.get_by_label("Card")).not_to_be_checked()


def test_a_text_read_twice_stands_once(show: Show) -> None:
    page = show(
        screen(element("b", "button", "Apply", (20, 20, 100, 34)), element("t", "text", "Apply", (40, 28, 50, 16)))
    )
    expect(page.get_by_text("Apply", exact=True)).to_have_count(1)


def test_a_column_of_cards_shows_each_card(show: Show) -> None:
    cards = ("Fix login", "Write help")
    page = show(screen(
        element("list", "list", "", (20, 20, 600, 400)),
        element("todo", "listitem", " ".join(("To do", *cards)), (20, 20, 280, 400), parent="list"),
        element("title", "heading", "To do", (40, 40, 80, 20), parent="todo"),
        *(element(f"card{n}", "text", card, (40, 80 + 40 * n, 90, 16), parent="todo") for n, card in enumerate(cards)),
        element("done", "listitem", "Done", (320, 20, 280, 400), parent="list"),
    ))  # fmt: skip
    page.get_by_text("Write help", exact=True).drag_to(page.get_by_text("Done", exact=True))
    assert ["drag", "card1", "done"] in _log(page)


def test_table_has_rows_cells_and_buttons_in_rows(show: Show) -> None:
    page = show(orders())
    rows = page.get_by_role("row")
    expect(rows).to_have_count(4)
    expect(page.get_by_role("columnheader", name="Status", exact=True)).to_have_count(1)
    ada = rows.filter(has_text="1042")
    expect(ada.get_by_role("cell", name="Ada", exact=True)).to_have_count(1)
    expect(ada.get_by_role("button", name="Delete")).to_have_count(1)
    assert ada.locator("td").evaluate_all("cells => cells.map(cell => cell.innerText.trim())")[:3] == [
        "1042",
        "Ada",
        "Open",
    ]


def test_loose_cells_make_rows_and_a_missing_cell_keeps_its_column(show: Show) -> None:
    found = [e for e in table(ORDERS) if e.role != "row" and e.name != "Grace"]
    loose = [Element(e.id, e.role, e.name, e.box, e.text, parent="t" if e.role != "table" else None) for e in found]
    page = show(screen(*loose))
    assert _rows(page)[1] == ["1043", "", "Shipped", "9.00"]


def test_select_offers_what_is_seen_hinted_and_in_its_column_and_filters(show: Show) -> None:
    page = show(orders(), Hints(options={"status": ("Cancelled", "Open")}))
    status = page.get_by_label("Status")
    assert status.locator("option").all_inner_texts() == ["All", "Cancelled", "Open", "Shipped"]
    status.select_option(label="Open")
    assert _column(page, 0) == ["1042", "1044"]
    status.select_option(label="Cancelled")  # the server would answer with such rows
    assert set(_column(page, 2)) == {"Cancelled"}
    status.select_option(label="All")
    assert _column(page, 2) == ["Open", "Shipped", "Open"]


def test_search_narrows_the_rows(show: Show) -> None:
    page = show(orders())
    page.get_by_role("searchbox").fill("grace")
    assert _column(page, 0) == ["1043"]
    page.get_by_role("searchbox").fill("nobody")
    expect(page.get_by_role("status")).to_have_text("No results")


def test_a_column_sorts_both_ways_numbers_as_numbers(show: Show) -> None:
    seen = orders()
    page = show(Screen(seen.width, seen.height, seen.elements))
    header = page.get_by_role("columnheader", name="Total")
    header.click()
    assert _column(page, 3) == ["9.00", "80.25", "1,200.50"]
    expect(header).to_have_attribute("aria-sort", "ascending")
    header.click()
    assert _column(page, 3)[0] == "1,200.50"
    expect(header).to_have_attribute("aria-sort", "descending")


def test_export_gives_the_visible_rows(show: Show, tmp_path: Path) -> None:
    page = show(orders())
    page.get_by_label("Status").select_option(label="Shipped")
    with page.expect_download() as started:
        page.get_by_role("button", name="Export CSV").click()
    assert started.value.suggested_filename == "orders.csv"
    started.value.save_as(tmp_path / "orders.csv")
    assert (tmp_path / "orders.csv").read_text() == "Order,Customer,Status,Total\n1043,Grace,Shipped,9.00\n"


@pytest.mark.parametrize(("name", "hint", "given"), [("导出 Excel", "", ".xlsx"), ("Get it", ".pdf", ".pdf")])
def test_the_file_has_the_suffix_of_the_hint_or_the_name(show: Show, name: str, hint: str, given: str) -> None:
    page = show(screen(element("b", "button", name, (20, 20, 120, 34))), Hints(downloads={"b": hint}))
    with page.expect_download() as started:
        page.get_by_role("button", name=name).click()
    assert started.value.suggested_filename.endswith(given)


@pytest.mark.parametrize(("accept", "left"), [(True, 2), (False, 3)])
def test_delete_asks_where_hinted_and_removes_its_row(show: Show, accept: bool, left: int) -> None:
    page = show(orders(), Hints(dialogs={"tr2b": "confirm"}))
    page.once("dialog", lambda dialog: dialog.accept() if accept else dialog.dismiss())
    page.get_by_role("row").filter(has_text="1043").get_by_role("button", name="Delete").click()
    assert len(_rows(page)) == left
    assert ["confirm", "tr2b", str(accept).lower()] in _log(page)


def test_paging_and_adding_do_something_that_can_be_seen(show: Show) -> None:
    page = show(orders())
    page.get_by_role("button", name="下一页").click()
    expect(page.get_by_role("status")).to_have_text("Page 2")
    page.get_by_role("button", name="New order").click()
    expect(page.get_by_role("dialog", name="New order")).to_be_visible()


def test_a_button_opens_its_list(show: Show) -> None:
    hints = Hints(options={"b": ("Open", "Shipped")})
    page = show(screen(element("b", "button", "Any status", (20, 20, 120, 34)), *table(ORDERS)), hints)
    page.get_by_role("button", name="Any status").click()
    page.get_by_role("option", name="Shipped").click()
    expect(page.get_by_role("option")).to_have_count(0)
    assert _column(page, 0) == ["1043"]


def test_popup_and_navigation(show: Show) -> None:
    seen = screen(element("a", "link", "Help", (20, 20, 80, 20)), element("b", "link", "Docs", (20, 60, 80, 20)))
    page = show(seen, Hints(popups=frozenset({"a"})))
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Help").click()
    expect(opened.value.get_by_role("link", name="Docs")).to_be_visible()
    page.get_by_role("link", name="Docs").click()
    assert page.url.endswith("#/docs")


@pytest.mark.parametrize("role", ["button", "textbox"])
def test_a_file_can_be_given(show: Show, tmp_path: Path, role: str) -> None:
    (tmp_path / "cv.pdf").write_text("x")
    page = show(screen(element("u", role, "Attach", (20, 20, 120, 34))), Hints(files=frozenset({"u"})))
    if role == "button":
        with page.expect_file_chooser() as chooser:
            page.get_by_role("button", name="Attach").click()
        chooser.value.set_files(tmp_path / "cv.pdf")
    else:
        page.get_by_label("Attach").set_input_files(tmp_path / "cv.pdf")
    assert ["upload", "u", "cv.pdf"] in _log(page)


def test_drag_hover_keys_and_right_click_are_written_down(show: Show) -> None:
    seen = screen(*(element(f"b{i}", "button", f"B{i}", (20, 20 + 60 * i, 100, 34)) for i in range(2)))
    page = show(seen, Hints(hovers=frozenset({"b1"})))
    page.get_by_role("button", name="B0").drag_to(page.get_by_role("button", name="B1"))
    page.get_by_role("button", name="B0").click(button="right")
    page.keyboard.press("Control+S")
    assert _log(page) == [
        ["hover", "b1", ""],
        ["drag", "b0", "b1"],
        ["right click", "b0", ""],
        ["press", "b0", "Control+s"],
    ]


def test_what_is_typed_into_or_ticked_takes_it_whatever_its_role_says(show: Show) -> None:
    seen = screen(element("c", "combobox", "City", (20, 20, 160, 34)), element("b", "button", "News", (20, 80, 30, 30)))
    page = show(seen, Hints(fills=frozenset({"c"}), checks=frozenset({"b"})))
    page.get_by_role("combobox", name="City").fill("Oslo")
    page.get_by_label("News").check()
    assert json.loads(page.evaluate("window.__state()"))["fields"] == {"c": "Oslo", "b": True}


def test_scopes_put_a_part_of_the_page_around_what_belongs_together(show: Show) -> None:
    cards = []
    for i, plan in enumerate(("Basic", "Team")):
        cards += [element(f"h{i}", "heading", plan, (20 + 300 * i, 20, 100, 30)),
                  element(f"b{i}", "button", "Choose", (20 + 300 * i, 100, 100, 34))]  # fmt: skip
    page = show(screen(*cards), Hints(scopes=(("b1", "Team"),)))
    team = page.locator("section").filter(has_text="Team").get_by_role("button", name="Choose")
    expect(team).to_have_count(1)
    expect(team).to_have_attribute("data-id", "b1")


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.handlers: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.handlers += [name for name, _ in attrs if name.startswith("on")]


_BOXES = st.tuples(*[st.integers(0, 700)] * 2, *[st.integers(0, 300)] * 2).map(
    lambda at: BBox(at[0], at[1], at[0] + at[2], at[1] + at[3])
)
_WORDS = st.text(max_size=40) | st.sampled_from(
    ["<script>", "</style><script>x</script>", "' onload='x", '" onload="x', "-->"]
)


@st.composite
def _screens(draw: st.DrawFn) -> Screen:
    count = draw(st.integers(0, 12))
    parents = st.none() | st.sampled_from([f"e{i}" for i in range(12)])
    roles = st.sampled_from(sorted(ROLES))
    return Screen(800, 600, tuple(
        Element(f"e{i}", draw(roles), draw(_WORDS), draw(_BOXES), draw(_WORDS), parent=draw(parents),
                state=State(value=draw(st.none() | _WORDS), expanded=draw(st.none() | st.booleans())),
                interactive=draw(st.booleans()))
        for i in range(count)
    ))  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(_screens())
def test_the_pages_text_is_data(seen: Screen) -> None:
    parsed = _Tags()
    parsed.feed(replica_html(seen))
    assert parsed.tags.count("script") == 1
    assert parsed.tags.count("style") == 1
    assert not parsed.handlers


@settings(max_examples=60, deadline=None)
@given(_screens())
def test_every_element_stands_on_the_page_once(seen: Screen) -> None:
    html = replica_html(seen)
    for e in seen.elements:
        if e.role not in ("text", "cell", "columnheader", "row"):
            assert html.count(f' data-id="{e.id}"') == 1


@given(st.text())
def test_a_slug_is_a_part_of_an_address(name: str) -> None:
    assert slug(name)
    assert not set(slug(name)) & set("/?#% \\\"'<>")


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("Export", ".csv"), ("Download PDF", ".pdf"), ("导出Excel", ".xlsx"), ("Save as JSON", ".json")],
)
def test_suffixes(name: str, wanted: str) -> None:
    assert suffix(name) == wanted
