"""What the learned detector may add, change and leave alone."""

from __future__ import annotations

import numpy as np

from perception.detect_learned import ROLES, STATES, Sighting
from perception.draft import Draft
from perception.ink import measure
from perception.scene import Scene
from perception.screen import fuse
from perception.second_opinion import hear, missed_controls, missed_words, same_thing, sightings_shelf
from perception.types import BBox, Detection, State, TextLine

UNIT = 11.0


def sighting(role: str, box: tuple[int, ...], confidence: float = 0.96, **states: float) -> Sighting:
    roles = tuple(0.97 if name == role else 0.03 / (len(ROLES) - 1) for name in ROLES)
    return Sighting(BBox(*box), confidence, roles, tuple(states.get(name, 0.5) for name in STATES))


def test_a_field_that_nothing_else_sees_is_added() -> None:
    field, doubtful = sighting("textbox", (10, 10, 210, 40)), sighting("textbox", (10, 60, 210, 90), confidence=0.4)
    assert missed_controls([field, doubtful], [], [], UNIT) == [Detection("textbox", field.box, 0.96)]


def test_what_a_detection_is_at_is_not_added_again() -> None:
    known = Detection("button", BBox(12, 11, 205, 42))
    assert missed_controls([sighting("textbox", (10, 10, 210, 40))], [known], [], UNIT) == []


def test_words_alone_are_not_taken_for_controls_before_they_are_read() -> None:
    line = TextLine("Archive", BBox(20, 18, 70, 30))
    assert missed_controls([sighting("link", (15, 12, 75, 36))], [], [line], UNIT) == []


def scene_of(lines: list[TextLine], *badges: BBox) -> Scene:
    """A white picture with the lines' words as grey bars, some of them on grey badges."""
    pixels = np.full((400, 600, 3), 255, np.uint8)
    for badge in badges:
        pixels[badge.y1 : badge.y2, badge.x1 : badge.x2] = 200
    for line in lines:
        pixels[line.box.y1 : line.box.y2, line.box.x1 : line.box.x2 : 3] = 60
    return Scene(pixels, [], {line: measure(pixels, line) for line in lines}, UNIT)


def missed(
    lines: list[TextLine], seen: list[Sighting], drafts: tuple[Draft, ...] = (), badge: BBox | None = None
) -> list[Draft]:
    return missed_words(sightings_shelf(seen, UNIT), drafts, lines, scene_of(lines, *([badge] if badge else [])))


def test_a_plain_word_that_is_seen_to_be_a_link_becomes_one() -> None:
    line = TextLine("Archive", BBox(20, 18, 70, 30))
    (draft,) = missed([line], [sighting("link", (15, 12, 75, 36))])
    assert (draft.role, draft.box, draft.lines) == ("link", BBox(15, 12, 75, 36), [line])


def test_a_row_that_surely_acts_is_as_wide_as_it_is_seen() -> None:
    line = TextLine("Archive", BBox(40, 18, 90, 30))
    (draft,) = missed([line], [sighting("link", (5, 5, 250, 43))])
    assert draft.box == BBox(5, 5, 250, 43)
    assert missed([line], [sighting("link", (5, 5, 250, 43), confidence=0.8)]) == []


def test_a_word_in_capitals_stays_a_heading() -> None:
    line = TextLine("EXAMPLES", BBox(20, 18, 90, 30))
    assert missed([line], [sighting("link", (15, 12, 95, 36))]) == []
    assert [one.role for one in missed([line], [sighting("button", (15, 12, 95, 36))])] == ["button"]


def test_a_word_on_a_badge_stays_one() -> None:
    line, badge = TextLine("Shipped", BBox(20, 18, 70, 30)), BBox(14, 14, 76, 34)
    assert missed([line], [sighting("link", tuple(badge))], badge=badge) == []


def test_words_of_one_look_are_judged_together() -> None:
    lines = [TextLine(word, BBox(20, y, 70, y + 12)) for word, y in (("Alpha", 20), ("Beta", 50), ("Gamma", 80))]
    sure = (0.9, 0.7, 0.4)
    seen = [sighting("link", tuple(line.box.grow(4)), share) for line, share in zip(lines, sure, strict=True)]
    assert [draft.lines for draft in missed(lines, seen)] == [[line] for line in lines]
    assert [draft.lines for draft in missed(lines[1:], seen[1:])] == []


def test_a_word_in_what_acts_already_stays_its_label() -> None:
    line, tile = TextLine("Archive", BBox(20, 18, 70, 30)), Draft("button", BBox(12, 10, 80, 40))
    assert missed([line], [sighting("link", (15, 12, 75, 36))], (tile,)) == []


def test_a_role_changes_only_where_it_is_sure() -> None:
    sure, unsure, field = (
        Draft(role, BBox(10, y, 90, y + 30)) for role, y in (("button", 10), ("button", 50), ("textbox", 90))
    )
    seen = [
        sighting("link", (10, 10, 90, 40)),
        sighting("link", (10, 50, 90, 80), confidence=0.5),
        sighting("link", (10, 90, 90, 120)),
    ]
    hear(sightings_shelf(seen, UNIT), [sure, unsure, field])
    assert (sure.role, unsure.role, field.role) == ("link", "button", "textbox")


def test_states_are_added_and_none_is_overruled() -> None:
    places = [BBox(10, y, 26, y + 16) for y in (10, 60, 110, 160)]
    drafts = [Draft("checkbox", place) for place in places]
    drafts[1].state = State(checked=False)
    seen = [
        sighting("checkbox", tuple(place), checked=sure)
        for place, sure in zip(places, (0.97, 0.97, 0.6, 0.02), strict=True)
    ]
    hear(sightings_shelf(seen, UNIT), drafts)
    assert [draft.state.checked for draft in drafts] == [True, False, None, False]


def test_boxes_of_one_thing_are_told_from_neighbours() -> None:
    assert same_thing(BBox(0, 0, 100, 30), BBox(5, 2, 98, 28))
    assert not same_thing(BBox(0, 0, 100, 30), BBox(0, 32, 100, 62))
    assert not same_thing(BBox(0, 0, 300, 300), BBox(140, 140, 160, 160))


def test_a_screen_has_the_added_field_with_its_label() -> None:
    pixels = np.full((120, 320, 3), 255, np.uint8)
    label = TextLine("Email", BBox(20, 20, 60, 31))
    elements = fuse(pixels, [label], [], sightings=[sighting("textbox", (20, 40, 260, 72))])
    assert [(one.role, one.name) for one in elements if one.interactive] == [("textbox", "Email")]
