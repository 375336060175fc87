"""What the browser's own account of a page becomes: roles, names and boxes of what a person sees, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext

from agent.observe import observe
from perception.dom import DomScreen, plain_name
from perception.types import Element
from sandbox.browser import session

PAGE = """<!doctype html><meta charset="utf-8"><style>
 body{margin:0;font:16px sans-serif} .unseen{position:absolute;opacity:0}
 .drawn{display:inline-block;width:16px;height:16px;border:1px solid}
</style>
<nav><a href="/orders">Orders</a></nav>
<h1>Orders</h1>
<form>
 <label for="who">Customer *</label><input id="who" placeholder="Name or number" data-testid="customer">
 <label>Status <select><option>Any<option selected>Shipped</select></label>
 <label>Password <input type="password" value="hunter2"></label>
 <label class="box"><input type="checkbox" class="unseen" checked><span class="drawn"></span> Only mine</label>
 <button disabled>Save</button> <button aria-label="Search"><i>\ue123</i></button>
</form>
<div style="position:relative"><button id="under" style="width:120px;height:40px">Covered</button>
 <div style="position:absolute;inset:0;background:#fff">overlay</div></div>
<div id="menu" style="cursor:pointer;width:90px" onclick="1">Account</div>
<table><tr><th>No</th><th>Total</th></tr><tr><td>1042</td><td><a href="#">Edit</a></td></tr></table>
<button style="display:none">Hidden</button><button style="visibility:hidden">Unseen</button>
<div style="margin-top:2000px"><button>Far below</button></div>
"""


@pytest.fixture(scope="module")
def context() -> Iterator[BrowserContext]:
    with session(viewport=(800, 600)) as context:
        yield context


@pytest.fixture(scope="module")
def seen(context: BrowserContext) -> DomScreen:
    page = context.new_page()
    page.set_content(PAGE)
    return observe(page)


def one(seen: DomScreen, role: str, name: str) -> Element:
    found = [e for e in seen.screen.elements if (e.role, e.name) == (role, name)]
    assert len(found) == 1, [str(e) for e in seen.screen.elements]
    return found[0]


def test_roles_and_names_are_the_browsers(seen: DomScreen) -> None:
    for role, name in [("link", "Orders"), ("textbox", "Customer *"), ("combobox", "Status"), ("button", "Search")]:
        assert one(seen, role, name).interactive
    assert one(seen, "heading", "Orders").interactive is False


def test_what_a_person_cannot_see_is_no_element(seen: DomScreen) -> None:
    names = {element.name for element in seen.screen.elements}
    assert names.isdisjoint({"Hidden", "Unseen", "Far below", "Covered"})


def test_states_are_read_and_a_password_is_not(seen: DomScreen) -> None:
    assert one(seen, "combobox", "Status").state.value == "Shipped"
    assert one(seen, "button", "Save").state.disabled
    assert one(seen, "textbox", "Customer *").state.placeholder == "Name or number"
    assert one(seen, "textbox", "Password").state.value is None
    assert "hunter2" not in seen.screen.dumps()


def test_a_styled_checkbox_stands_where_it_is_drawn(seen: DomScreen) -> None:
    box = one(seen, "checkbox", "Only mine")
    assert box.state.checked
    assert box.box.width >= 14


def test_what_is_clicked_without_a_role_is_a_button_of_low_confidence(seen: DomScreen) -> None:
    menu = one(seen, "button", "Account")
    assert menu.confidence < 1
    assert seen.nodes[menu.id].attributes["id"] == "menu"


def test_a_link_knows_its_row(seen: DomScreen) -> None:
    edit = one(seen, "link", "Edit")
    assert "row" in {element.role for element in seen.screen.ancestors(edit)}


def test_what_locators_are_made_from_is_kept(seen: DomScreen) -> None:
    assert seen.nodes[one(seen, "textbox", "Customer *").id].attributes["data-testid"] == "customer"


def test_ids_are_unique_and_parents_exist(seen: DomScreen) -> None:
    ids = [element.id for element in seen.screen.elements]
    assert len(ids) == len(set(ids))
    assert {element.parent for element in seen.screen.elements} - {None} <= set(ids)


def test_a_name_has_no_glyphs_of_icon_fonts() -> None:
    assert plain_name("\uf019  Generate\n Report ") == "Generate Report"


def test_a_scrolled_page_shows_what_is_in_view_and_not_what_is_covered(context: BrowserContext) -> None:
    page = context.new_page()
    page.set_content("<div style='height:1500px'>top<button>Above</button></div><button>Save</button>"
                     "<div style='position:relative'><button>Under</button>"
                     "<div style='position:absolute;inset:0;background:#fff'></div></div>")  # fmt: skip
    page.evaluate("scrollTo(0, 1000)")
    names = [element.name for element in observe(page).screen.elements if element.role == "button"]
    assert names == ["Save"]


TWO = """<style>div, button{position:absolute;left:20px;top:20px;width:120px;height:40px} div{z-index:-1}</style>
<button>Save</button><div>A cover</div><input aria-label=Name>"""


@pytest.mark.parametrize(
    "change",
    [
        "document.querySelector('button').disabled = true",
        "document.querySelector('input').value = 'Ada'",
        "document.styleSheets[0].insertRule('div{z-index:1}', 2)",
    ],
)
def test_it_is_looked_at_anew_where_anything_changed_and_only_there(context: BrowserContext, change: str) -> None:
    page = context.new_page()
    page.set_content(TWO)
    seen = observe(page)
    assert observe(page, before=seen) is seen
    page.evaluate(change)
    now = observe(page, before=seen)
    assert now.screen.elements != seen.screen.elements
    assert now.screen == observe(page).screen
    page.close()
