"""Scripts on a page that changed since: healed where one clear element is meant, left alone where it is gone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from agent.healing import Walk, Walked
from agent.recording import RecordingStage, places
from agent.stage import Stage
from codegen.plan import Plan
from codegen.steps import Click
from sandbox.browser import session
from tests.agent.drifting import DELETE, EXPORT, RENAMED, SAVE, STEPS, Recorded, Site, drifting, record, role


@pytest.fixture(scope="module")
def browser() -> Iterator[BrowserContext]:
    with session() as context:
        yield context


@pytest.fixture(scope="module")
def the_site() -> Iterator[Site]:
    with drifting() as site:
        yield site


@pytest.fixture
def site(the_site: Site) -> Site:
    the_site.changes = []
    return the_site


@pytest.fixture(scope="module")
def recorded(browser: BrowserContext, the_site: Site, tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    """The plan, and what its elements looked like on the page as it was."""
    the_site.changes = []
    return record(browser, the_site, tmp_path_factory.mktemp("recorded"))


@pytest.fixture
def walk(browser: BrowserContext, site: Site, recorded: Recorded, tmp_path: Path) -> Iterator[Callable[..., Walked]]:
    """Walks the steps of these numbers on the page as it is now."""
    plan, evidence = recorded
    before, page = browser.pages, browser.new_page()

    def through(*numbers: int) -> Walked:
        page.goto(site.url)
        some = plan.model_copy(update={"steps": tuple(plan.steps[number - 1] for number in numbers)})
        return Walk(some, Stage(page, tmp_path, {}, {"127.0.0.1"}), evidence, patience_ms=0).through()

    yield through
    for old in before:  # only now: till then the new page shares the process of the one before
        old.close()


ROW = "<tr><td>1043"
HEALED = {
    "translated": ({1: "状态", 3: "导出"}, (EXPORT, ">导出</a>"),
                   ("<label for=status>Status", "<label for=status>状态")),
    "a decoy before it": ({7: "Save"}, ("<h1>", "<h2>Quick start</h2><button>Save</button><h1>")),
    "moved into a card": ({7: "Save note"},
                          (SAVE, f"<section><h3>Finish</h3>{SAVE.replace('>Save<', '>Save note<')}</section>")),
    "another kind of element": ({7: "Save"}, (SAVE, SAVE.replace("button", "a").replace("<a", "<a href='#'"))),
    "in a row that moved": ({4: "Remove"}, (DELETE, ">Remove</button>"),
                            (ROW, f"<tr><td>1041<td>Di<td>Open</tr>{ROW}")),
    "a field's label": ({6: "Internal note"}, ("<label for=note>Note", "<label for=note>Internal note")),
}  # fmt: skip


@pytest.mark.parametrize("kind", HEALED)
def test_what_changed_is_found_again(kind: str, walk: Callable[..., Walked], site: Site) -> None:
    due, *site.changes = HEALED[kind]
    walked = walk(*due)
    assert not walked.fault
    assert [heal.found.element.name for heal in walked.heals] == list(due.values())


def test_one_walk_heals_all_that_changed_and_nothing_else(walk: Callable[..., Walked], site: Site) -> None:
    site.changes = [("<label for=status>Status", "<label for=status>Order status"), (EXPORT, ">Download</a>"), RENAMED]
    walked = walk(1, 2, 3, 4, 5, 6, 7)
    assert not walked.fault
    assert [heal.step for heal in walked.heals] == [1, 3, 7]
    for number, (old, new) in enumerate(zip(STEPS, walked.plan.steps, strict=True), 1):
        assert (old == new) is (number not in (1, 2, 3, 7))
        assert old == new.model_copy(update={"locator": old.locator})


FRAMED = (
    '<h1>Orders</h1><iframe id=notes width=400 height=200 srcdoc="<h2>Notes</h2><label>Note <input></label>'
    '<button>Save</button><button>Help</button>"></iframe>'
)


@pytest.mark.parametrize(("now", "healed"), [("Save changes", ["Save changes"]), ("Discard", [])])
def test_in_a_frame_it_is_found_again(browser: BrowserContext, tmp_path: Path, now: str, healed: list[str]) -> None:
    page = browser.new_page()
    page.set_content(FRAMED)
    step = Click(id="s1", locator=role("button", "Save").model_copy(update={"frame": "#notes"}))
    plan = Plan(goal="save the note", steps=(step,))
    stage = RecordingStage(page, tmp_path, {}, {""})
    page.frame_locator("#notes").get_by_text("Save").wait_for()
    stage.settle()  # as a run does before each step
    stage.act(step, plan)
    page.set_content(FRAMED.replace(">Save<", f">{now}<"))
    page.frame_locator("#notes").get_by_text(now).wait_for()
    walked = Walk(plan, Stage(page, tmp_path, {}, {""}), places(plan, stage.notes), patience_ms=0).through()
    assert [heal.now.name for heal in walked.heals] == healed, walked.fault
    assert all(heal.now.frame == 'iframe[id="notes"]' for heal in walked.heals)
    assert ("is gone" in walked.fault) is (not healed)
    page.close()


REFUSED = {
    "removed": ((7,), "'Save' is gone", (SAVE, "")),
    "another deed in its place": ((4,), "'Delete' is gone", (DELETE, ">Archive</button>")),
    "its row is gone": ((4,), "is gone", ("<td>1043</td>", "<td>1045</td>")),
    "two that are as like it": ((7,), "neither is clearly the one", (SAVE, SAVE.replace(">Save<", ">Save now<") * 2)),
    "disabled": ((7,), "disabled", (SAVE, "<button disabled>Save note</button>")),
    "hidden": ((7,), "is gone", (SAVE, SAVE.replace("<button", "<button style='visibility:hidden'"))),
    "what it asserts is not so": ((5, 7), "does not hold", ("<p id=said>", "<p id=said>Nothing")),
    "it does another thing": ((3, 7), "download", ('download=orders.csv href="data:text/csv,no%0A1042">Export',
                                              "href='#'>Export all")),
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_gone_is_said_to_be_gone(kind: str, walk: Callable[..., Walked], site: Site) -> None:
    step, reason, *site.changes = REFUSED[kind]
    walked = walk(*step)
    assert reason in walked.fault
