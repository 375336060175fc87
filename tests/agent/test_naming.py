"""A locator names one element of its screen, whatever the screen."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.naming import NotNameable, locator_for, matching
from codegen.locator import Locator, Scope
from perception.types import ROLES, BBox, Element, Screen, State


def element(
    id: str, role: str, name: str, box: tuple[int, int, int, int], parent: str | None = None, **state: object
) -> Element:
    return Element(id, role, name, BBox(*box), text=name, state=State(**state), parent=parent)  # type: ignore[arg-type]


def screen_of(*elements: Element) -> Screen:
    return Screen(1280, 800, elements)


names = st.sampled_from(["Save", "SAVE", "Edit", "编辑", "1042", "Ada", "order 1042", 'O\'Brien "x"', ""])


@st.composite
def screens(draw: st.DrawFn) -> Screen:
    elements: list[Element] = []
    for at in range(draw(st.integers(1, 14))):
        x, y = draw(st.integers(0, 1000)), draw(st.integers(0, 700))
        box = (x, y, x + draw(st.integers(1, 280)), y + draw(st.integers(1, 100)))
        parent = draw(st.none() | st.sampled_from([e.id for e in elements])) if elements else None
        state = State(placeholder=draw(st.none() | names), value=draw(st.none() | names))
        elements.append(
            Element(f"e{at}", draw(st.sampled_from(sorted(ROLES))), draw(names), BBox(*box), state=state, parent=parent)
        )
    return screen_of(*elements)


def refused(screen: Screen, e: Element, reason: str) -> None:
    assert not e.name or matching(screen, Locator(by="text", value=e.name)) != [e]
    assert "\n" not in reason


@given(screens())
@settings(max_examples=100, deadline=None)
def test_a_locator_matches_its_element_alone_and_no_alternative_another(screen: Screen) -> None:
    for e in screen.elements:
        try:
            locator, alternatives = locator_for(screen, e)
        except NotNameable as refusal:
            refused(screen, e, str(refusal))
            continue
        assert matching(screen, locator) == [e]
        assert locator.matches == 1
        for other in alternatives:
            found = matching(screen, other)
            assert found in ([], [e])
            assert other.matches == len(found)


def rows_of_orders() -> Screen:
    elements = []
    for at, (number, who) in enumerate([("1041", "Ada"), ("1042", "Bob"), ("1043", "Ada")]):
        top = 100 + 40 * at
        elements += [
            element(f"r{at}", "row", f"{number} {who} Edit", (0, top, 800, top + 40)),
            element(f"n{at}", "cell", number, (10, top + 5, 60, top + 30), f"r{at}"),
            element(f"w{at}", "cell", who, (110, top + 5, 160, top + 30), f"r{at}"),
            element(f"b{at}", "button", "Edit", (700, top + 5, 760, top + 30), f"r{at}"),
            element(f"i{at}", "button", "", (770, top + 5, 790, top + 30), f"r{at}"),
        ]
    return screen_of(*elements)


def test_equal_buttons_are_told_apart_by_their_row() -> None:
    screen = rows_of_orders()
    locator, alternatives = locator_for(screen, screen.by_id["b1"])
    assert locator == Locator(by="role", value="button", name="Edit", scope=Scope(kind="row", text="1042"), matches=1)
    assert (
        Locator(by="role", value="link", name="Edit", scope=Scope(kind="row", text="1042"), matches=0) in alternatives
    )


def test_what_has_no_name_and_no_place_of_its_own_is_refused() -> None:
    screen = screen_of(element("a", "button", "", (0, 0, 20, 20)), element("b", "button", "", (40, 0, 60, 20)))
    with pytest.raises(NotNameable, match="0,0"):
        locator_for(screen, screen.by_id["a"])


def test_equals_without_a_scope_are_counted() -> None:
    screen = screen_of(element("a", "button", "Edit", (0, 0, 20, 20)), element("b", "button", "Edit", (40, 0, 60, 20)))
    assert locator_for(screen, screen.by_id["b"])[0].nth == 1


def test_fields_go_by_label_or_placeholder() -> None:
    labelled = element("a", "textbox", "Email", (0, 0, 200, 30), placeholder="you@example.com")
    bare = element("b", "searchbox", "Search", (0, 40, 200, 70), placeholder="Search")
    screen = screen_of(labelled, bare)
    assert locator_for(screen, labelled)[0] == Locator(by="label", value="Email", matches=1)
    assert locator_for(screen, bare)[0] == Locator(by="placeholder", value="Search", matches=1)


def test_upper_case_may_be_a_style() -> None:
    screen = screen_of(element("a", "button", "SAVE", (0, 0, 20, 20)), element("b", "button", "保存", (40, 0, 60, 20)))
    assert locator_for(screen, screen.by_id["a"])[0].match == "ignore_case"
    assert locator_for(screen, screen.by_id["b"])[0].match == "exact"


def test_a_text_inside_a_button_is_the_smallest_that_has_it() -> None:
    screen = screen_of(element("a", "button", "Save", (0, 0, 60, 30)), element("b", "text", "Save", (10, 5, 50, 25)))
    assert matching(screen, Locator(by="text", value="Save")) == [screen.by_id["b"]]
    assert locator_for(screen, screen.by_id["a"])[0].by == "role"


def test_equal_buttons_of_cards_are_told_apart_by_what_stands_close() -> None:
    elements = []
    for at, who in enumerate(["Marie Curie", "Lise Meitner"]):
        x = 40 + 500 * at
        elements += [
            element(f"n{at}", "link", who, (x, 200, x + 120, 220)),
            element(f"c{at}", "link", "Call", (x + 20, 240, x + 100, 270)),
        ]
    screen = screen_of(element("t", "heading", "Team", (40, 20, 200, 50)), *elements)
    locator, _ = locator_for(screen, screen.by_id["c1"])
    assert locator == Locator(
        by="role", value="link", name="Call", scope=Scope(kind="card", text="Lise Meitner"), matches=1
    )
    assert (
        matching(screen, Locator(by="role", value="link", name="Call", scope=Scope(kind="card", text="Nobody"))) == []
    )


def test_pictograms_at_the_ends_are_no_part_of_a_name() -> None:
    screen = screen_of(element("a", "button", "☑ Email", (0, 0, 60, 30)))
    assert locator_for(screen, screen.by_id["a"])[0] == Locator(by="role", value="button", name="Email", matches=1)
