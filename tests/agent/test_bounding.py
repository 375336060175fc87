"""Where an act belongs is said where its namesake would be grave, and what is then gone is not found elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from agent.bounding import bounded
from agent.live_names import name_live
from agent.mentions import longest_mention
from agent.observe import observe
from agent.stage import Stage, Stopped
from codegen.locator import Locator, Scope
from codegen.plan import Plan
from codegen.script import TARGETS, write_script
from codegen.steps import Click, Step
from sandbox.browser import session
from tests.agent.drifting import role

PAGE = """<!doctype html><body style="font: 16px sans-serif"><main><h1>Team</h1>
<div class="card p-2"><h3>Ada Byron</h3><p>Owner</p><div><button>Delete</button> <button>Edit</button></div></div>
<div class="card p-2"><h3>Bo Diaz</h3><p>Guest of 2025</p><div><button>Delete</button></div></div>
<table><tr><td>1042<td>Open<td><button>Refund</button></table>
<table><tr><th>All<th>Who<th>No<th>Acts
<tr><td><input type=checkbox aria-label="Select Bo Kay"><td>Bo Kay (admin)<td>21003
<td><button>Ban</button> <button>Mute</button>
<tr><td><input type=checkbox aria-label="Select Al Kay"><td><a href="#">Al Kay</a><td>1003
<td><button>Ban</button> <button>Mute</button>
<tr><td>Dan<td>#77<td><button>Lock</button> <button>Erase</button>
<tr><td>Eve<td>#88<td><button>Lock</button> <button>Erase</button>
<tr><td>Twin<td><button></button><tr><td>Twin<td><button></button></table>
<section><h2>Message 17</h2><p><button>Send</button></p></section>
<article><h2>Newsletter</h2><p><button>Publish</button></p></article>
<fieldset><legend>Profile</legend><button>Save</button></fieldset>
<div class=a8f3><h2>Danger</h2><button>Remove all</button></div>
<div role=dialog style="position: fixed; top: 9px; right: 9px">
<h2>Leave the team?</h2><button>Cancel account</button></div>
</main>"""


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with session() as context:
        page = context.new_page()
        page.set_content(PAGE)
        yield page


def card(css: str, text: str) -> Scope:
    return Scope(kind="card", text=text, css=css, whole=True)


def nth(name: str, place: int) -> Locator:
    return role("button", name).model_copy(update={"nth": place})


def row(text: str) -> Scope:
    return Scope(kind="row", text=text, whole=True)


ADA = Scope(kind="card", text="Ada Byron")
LEAVE = Scope(kind="dialog", text="Leave the team?", whole=True)
SAID = {
    "its card": (role("button", "Delete", ADA), "delete Ada", card(".card", "Ada Byron")),
    "its card by its heading": (
        role("button", "Edit", Scope(kind="card", text="Owner")), "edit it", card(".card", "Ada Byron")
    ),
    "its card by what the goal says": (
        role("button", "Edit", Scope(kind="card", text="Owner")), "edit the owner", card(".card", "Owner")
    ),
    "no act that is grave, in its card": (role("button", "Edit", ADA), "edit Ada", card(".card", "Ada Byron")),
    "a row that the goal names": (role("button", "Refund"), "refund order 1042", row("1042")),
    "a row by its whole cell": (role("button", "Ban", Scope(kind="row", text="21003")), "ban 21003", row("21003")),
    "a row that a place told": (nth("Ban", 1), "ban Al Kay", row("Al Kay")),
    "a row by the cell that says more": (nth("Ban", 0), "ban Bo Kay", row("Bo Kay (admin)")),
    "a row by a number with its sign": (nth("Lock", 1), "lock 88", row("#88")),
    "a row that a grave act is in": (nth("Erase", 1), "erase the oldest", row("Eve")),
    "a row that it does not": (role("button", "Refund"), "refund the first order", None),
    "a title with a number": (role("button", "Send"), "send it", None),
    "a part of the page": (role("button", "Publish"), "publish it", card("article", "Newsletter")),
    "a dialog": (role("button", "Cancel account"), "cancel my account", LEAVE),
    "a place that the goal does not say": (nth("Delete", 1), "delete Bo Diaz", card(".card", "Bo Diaz")),
    "a place that the goal says": (nth("Delete", 1), "delete the second", None),
    "an ordinary act": (role("button", "Save"), "save it", None),
    "nothing that has a name": (role("button", "Remove all"), "remove all", None),
}  # fmt: skip


@pytest.mark.parametrize("kind", SAID)
def test_it_says_where(kind: str, page: Page, tmp_path: Path) -> None:
    locator, why, scope = SAID[kind]
    step = Click(id="s1", why=why, locator=locator)
    assert bounded(step, Stage(page, tmp_path, {}, set())).locator.scope == scope  # type: ignore[union-attr]


def test_a_control_without_a_name_is_said_by_its_row_or_not_at_all(page: Page, tmp_path: Path) -> None:
    stage = Stage(page, tmp_path, {}, set())
    bare = Locator(by="role", value="button")
    step = Click(id="s1", why="mute Al Kay", locator=bare.model_copy(update={"nth": 7}))
    found = bounded(step, stage).locator  # type: ignore[union-attr]
    assert found == bare.model_copy(update={"scope": row("Al Kay"), "nth": 1})
    with pytest.raises(Stopped, match="in the row of 'Twin' cannot be told apart"):
        bounded(Click(id="s1", why="mute Twin", locator=bare.model_copy(update={"nth": 13})), stage)


def test_what_only_a_box_to_tick_is_called_by_tells_no_row(page: Page, tmp_path: Path) -> None:
    stage = Stage(page, tmp_path, {}, set())
    seen = observe(page)
    bans = [e for e in seen.screen.elements if e.name == "Ban"]
    assert name_live(seen, bans[1], stage.find).scope == Scope(kind="row", text="Al Kay")


def test_what_a_dialog_offers_is_called_by_its_name_there(page: Page, tmp_path: Path) -> None:
    page.set_content("""<button>Delete</button><dialog id=d><h3>Delete user?</h3><p>Bo goes.</p>
        <button>Cancel</button> <button id=yes>Delete</button></dialog><script>d.showModal()</script>""")
    seen = observe(page)
    (delete,) = (e for e in seen.screen.elements if e.name == "Delete")
    named = name_live(seen, delete, Stage(page, tmp_path, {}, set()).find)
    page.set_content(PAGE)
    assert (named.name, named.scope) == ("Delete", Scope(kind="dialog", text="Delete user?"))


def test_what_is_gone_from_its_card_is_not_found_in_another(page: Page, tmp_path: Path) -> None:
    stage = Stage(page, tmp_path, {}, set())
    step: Step = Click(id="s1", why="delete Ada", locator=role("button", "Delete", ADA))
    tight = bounded(step, stage)
    page.locator(".card").first.get_by_text("Delete").evaluate("(e) => e.remove()")
    assert stage.find(step.locator).text_content() == "Delete"  # type: ignore[union-attr, arg-type]
    assert stage.find(tight.locator).count() == 0  # type: ignore[union-attr, arg-type]
    page.set_content(PAGE)


def test_whose_name_goes_on_is_another(page: Page, tmp_path: Path) -> None:
    stage = Stage(page, tmp_path, {}, set())
    tight = bounded(Click(id="s1", why="delete Ada Byron", locator=role("button", "Delete", ADA)), stage)
    page.locator("h3").first.evaluate("(e) => e.append('son')")
    assert stage.find(tight.locator).count() == 0  # type: ignore[union-attr, arg-type]
    page.set_content(PAGE)


@pytest.mark.parametrize(
    ("words", "text", "said"),
    [("delete order 1003", "1003", 4), ("delete 21003", "1003", 0), ("删除订单1003并确定", "1003", 4),
     ("edit Al", "Al", 0), ("edit Alan Turing", "Alan Turing (admin)", 11), ("lock 88", "#88", 2),
     ("删除张三", "张三", 2)],
)  # fmt: skip
def test_words_mention_whole_names(words: str, text: str, said: int) -> None:
    assert longest_mention(words, text) == said


@pytest.mark.parametrize("target", TARGETS)
def test_a_script_says_it_in_its_framework_s_own_words(target: str) -> None:
    locator = Locator(by="role", value="button", name="Delete", scope=card(".card", "Ada Byron"))
    source = write_script(Plan(goal="delete Ada", steps=(Click(id="s1", locator=locator),)), target).source
    assert "around" not in source
    in_row = write_script(
        Plan(goal="g", steps=(Click(id="s1", locator=role("button", "Delete", row("1003"))),)), target
    ).source
    own_row = {
        "playwright": 'page.get_by_role("row").filter(has=page.get_by_text("1003", exact=True)).get_by_role("button"',
        "selenium": 'within(titled("1003", by_role("row")), by_role("button", "Delete"))',
    }
    assert "".join(own_row[target].split()) in "".join(in_row.split())
    own = {
        "playwright": 'page.locator(".card").filter(has=page.get_by_text("Ada Byron", exact=True)).get_by_role(',
        "selenium": 'within(titled("Ada Byron", by_css(".card")), by_role("button", "Delete"))',
    }
    assert "".join(own[target].split()) in "".join(source.split())
