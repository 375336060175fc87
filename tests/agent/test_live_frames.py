"""Frames and open shadow roots: what is in them is seen, acted on, and found again by both scripts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.observe import observe
from sandbox.browser import session
from tests.agent.lived import Lived, site
from tests.resident import Resident


@pytest.fixture(scope="module")
def lived(resident: Resident, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    folder: Path = tmp_path_factory.mktemp("frames")
    with site() as pages, session() as context:
        yield Lived(pages, context, resident, folder)


def test_what_is_in_frames_and_shadow_roots_is_seen_where_a_person_sees_it(lived: Lived) -> None:
    page = lived.context.new_page()
    page.goto(f"{lived.site.address}/frames.html")
    seen = observe(page)
    boxes = {e.name: e.box for e in seen.screen.elements if e.interactive}
    for frame, name in (("Card", "Country"), ("Card", "Verify")):
        place = (
            page.frame_locator(f"iframe[title={frame}]")
            .get_by_label(name)
            .or_(page.frame_locator(f"iframe[title={frame}]").get_by_role("button", name=name))
            .first.bounding_box()
        )
        found = [e for e in seen.screen.elements if e.name == name and seen.nodes[e.id].frame]
        assert [e.box.contains(place["x"] + 3, place["y"] + 3) for e in found if e.interactive] == [True], name
    assert {"Name", "I agree", "Join", "Help"} <= boxes.keys()
    page.close()


def test_what_is_covered_or_scrolled_out_of_a_frame_is_not_seen(lived: Lived) -> None:
    page = lived.context.new_page()
    page.goto(f"{lived.site.address}/frames.html")
    names = {e.name for e in observe(page).screen.elements}
    assert names.isdisjoint({"Refund", "Below the fold"})
    page.close()


def test_a_form_in_a_frame_is_filled_by_a_run_and_by_both_scripts(lived: Lived) -> None:
    goal = "Enter 4111 as the card number, choose Peru as the country and click Help"
    plan, told = lived.follow("frames.html", goal)
    assert not plan.unresolved
    assert {step.locator.frame for step in plan.steps} == {
        'iframe[title="Card"]', 'iframe[title="Card"] >>> iframe[name="help"]',
    }  # fmt: skip
    assert told == ["help"]
    assert lived.scripts(plan) == {"playwright": told, "selenium": told}


def test_a_form_in_shadow_roots_is_filled_by_a_run_and_by_both_scripts(lived: Lived) -> None:
    plan, told = lived.follow("frames.html", "Enter Ada as the name, tick I agree and click Join")
    assert told == [["Ada", True]]
    assert {step.locator.host for step in plan.steps} == {"contact-form", "contact-form >>> the-terms"}
    assert lived.scripts(plan) == {"playwright": told, "selenium": told}


def test_one_name_in_two_frames_is_no_name(lived: Lived) -> None:
    plan, told = lived.follow("frames.html", "Click Verify")
    assert plan.unresolved
    assert not told
