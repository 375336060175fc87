"""What a run asserts of its own accord: seen to be false before a step, true after it, and the same for everybody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.noticing import reached
from agent.saved import expectation
from agent.stage import Stage
from codegen.plan import Plan
from codegen.steps import Click, Expect, Step
from sandbox.browser import session
from tests.agent.runs import follow
from tests.agent.shop import shop
from tests.agent.web import Web, web

if TYPE_CHECKING:
    from playwright.sync_api import Browser

TOAST = "document.body.insertAdjacentHTML('beforeend', `<div role=status class=toast>${text}</div>`)"
pytestmark = pytest.mark.slow
PAGES = {
    "/": "<h1>Orders</h1><h2 id=now></h2><script>now.textContent = new Date().toISOString()</script>"
    f"<script>const toast = (text) => {TOAST}</script>"
    "<button onclick=\"document.body.insertAdjacentHTML('beforeend', '<div class=message-box><p class=message-title>"
    "Note</p><p class=message-text>Really create it?</p><p class=message-buttons><button>Cancel</button></div>')\">"
    "Create</button>"
    "<label>Name <input id=name></label><button onclick=\"toast('Saved')\">Save</button>"
    "<button onclick=\"toast('Order ' + Math.random() + ' archived')\">Archive</button>"
    "<button onclick=\"toast('Hello ' + document.getElementById('name').value)\">Greet</button>"
    "<button onclick=\"toast('Orders')\">Refresh</button>"
    "<a href=/orders/8f3a9c1200/edit?session=77>Edit</a> <a href=/settings#top>Settings</a> <a href='#/bin'>Bin</a>",
    "/orders/8f3a9c1200/edit": "<h1>Edit order</h1>",
    "/settings": "<h1>Settings</h1><p>Changed</p>",
    "/team": """<h1>Team</h1><main></main><p id=said></p><script>
let team = ["Ada Byron", "Grace Hopper"];
const main = document.querySelector("main");
const draw = () => main.innerHTML = team.map((name) => `<div class=card><h3>${name}</h3>
  <button onclick="ask('${name}')">Delete</button></div>`).join("");
const ask = (name) => document.body.insertAdjacentHTML("beforeend", `<div role=dialog><h2>Delete ${name}?</h2>
  <button>Cancel</button> <button onclick="drop('${name}'); this.parentElement.remove()">Delete</button></div>`);
const drop = (gone) => { team = team.filter((name) => name !== gone); said.textContent = gone + " left us"; draw(); };
draw();
</script>""",
}  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with session() as context:
        assert context.browser
        yield context.browser


@pytest.fixture(scope="module")
def site() -> Iterator[Web]:
    with web(PAGES) as made:
        yield made


def expected(plan: Plan) -> list[str]:
    assert not plan.unresolved
    return [_said(step) for step in plan.steps if isinstance(step, Expect)]


def _said(step: Expect) -> str:
    value = getattr(step.value, "literal", None)
    return f"{step.that} {value if value is not None else (step.locator and (step.locator.name or step.locator.value))}"


@pytest.mark.parametrize(
    ("goal", "expectations"),
    [
        # The words of Refresh were there before, Archive's number is another one every time.
        ("click Refresh, then click Archive, then click Save", ["visible Saved"]),
        ("click Create", ["visible Really create it?"]),
        # Who is greeted hangs on the input.
        ("set Name to Ada, then click Greet, then click Bin", ["value Name", "url #/bin"]),
        ("click Edit", ["url /orders", "visible Edit order"]),  # up to the part that is made up
        ("click Settings", ["url /settings", "visible Settings"]),
    ],
)
def test_what_appeared_is_asserted_and_nothing_else(
    browser: Browser, site: Web, tmp_path: Path, goal: str, expectations: list[str]
) -> None:
    assert expected(follow(browser, tmp_path, site.at(), goal).plan) == expectations


def test_what_is_deleted_is_named_by_its_card_and_gone_afterwards(browser: Browser, site: Web, tmp_path: Path) -> None:
    """A fifth "Delete" is another one tomorrow; and what a dialog asked may not have been done."""
    plan = follow(browser, tmp_path, site.at("/team"), "delete Grace Hopper").plan
    assert expected(plan) == ["visible Delete Grace Hopper?", "hidden Grace Hopper"]
    scopes = [step.locator.scope for step in plan.steps if isinstance(step, Click) and step.locator.nth is None]
    assert [scope and (scope.kind, scope.text) for scope in scopes] == [
        ("card", "Grace Hopper"), ("dialog", "Delete Grace Hopper?"),
    ]  # fmt: skip


def groups(plan: Plan) -> Iterator[tuple[list[Step], list[Expect]]]:
    """Steps that act, and the expectations behind them."""
    acting: list[Step] = []
    expects: list[Expect] = []
    for step in plan.steps:
        if isinstance(step, Expect):
            expects.append(step)
            continue
        if expects:
            yield acting, expects
            acting, expects = [], []
        acting.append(step)
    yield acting, expects


def test_each_expectation_is_false_before_its_step_and_true_after_it(browser: Browser, tmp_path: Path) -> None:
    goal = ("log in as ada@example.com with password hunter2, filter by status Shipped, delete order 1043, "
            "export CSV, then open Help")  # fmt: skip
    with shop() as address:
        found = follow(browser, tmp_path, address + "/", goal)
        assert not found.plan.unresolved
        page = browser.new_page()
        page.goto(address)
        stage = Stage(page, tmp_path, dict(found.given), frozenset({"127.0.0.1"}))
        bare = Plan(goal="", inputs=found.plan.inputs)
        checked = []
        for acting, expects in groups(found.plan):
            assert not [_said(each) for each in expects if stage.holds(each, bare)]
            for step in acting:
                stage.act(step, bare)
            assert not [_said(each) for each in expects if not stage.holds(each, bare)]
            checked += [each.that for each in expects]
        page.close()
    assert {"url", "visible", "rows_contain", "hidden"} <= set(checked)


@pytest.mark.parametrize(
    ("before", "after", "goal", "named"),
    [
        ("http://a.b/", "http://a.b/orders", "", "/orders"),
        ("http://a.b/", "http://a.b/orders/1042", "open order 1042", "/orders/1042"),
        ("http://a.b/", "http://a.b/orders/1042", "open the first order", "/orders"),
        ("http://a.b/orders", "http://a.b/orders?page=2", "", ""),
        ("http://a.b/orders", "http://a.b/", "", ""),
        ("http://a.b/x", "http://a.b/8f3a9c12-77aa", "", ""),
        ("http://a.b/app#/login", "http://a.b/app#/orders/7", "", "#/orders"),
        ("http://a.b/orders/1", "http://a.b/orders", "", ""),
    ],
)
def test_the_part_of_an_address_that_names_a_page(before: str, after: str, goal: str, named: str) -> None:
    assert reached(before, after, goal) == named


PATHS = st.lists(st.sampled_from(["orders", "1042", "edit", "8f3a9c1200", "zh", "", "#", "?a=1"]), max_size=4)


@given(PATHS, PATHS)
def test_what_is_named_is_new(before: list[str], after: list[str]) -> None:
    old, new = "http://a.b/" + "/".join(before), "http://a.b/" + "/".join(after)
    named = reached(old, new, "")
    assert named == "" or (named in new and named not in old)


@pytest.mark.parametrize(
    ("name", "content", "header", "rows"),
    [
        ("a.csv", "No,Name\n1,Ada\n", "No,Name", 1),
        ("a.csv", "\ufeffNo;Name\r\n", "No;Name", None),
        ("a.csv", "1042,Ada\n1043,Bo\n", None, None),  # no header: these are rows
        ("a.csv", "Report of 2026-11-22\nNo,Name\n", None, None),
        ("a.tsv", "编号\t姓名\n1\t张三", "编号\t姓名", 1),
        ("a.pdf", "%PDF", None, None),
        ("a.csv", "", None, None),
        ("noname", "x", None, None),
    ],
)
def test_what_a_saved_file_shows(tmp_path: Path, name: str, content: str, header: str | None, rows: int | None) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8", newline="")
    found = expectation(tmp_path / name)
    assert (found.header, found.rows, found.not_empty) == (header, rows, bool(content))
