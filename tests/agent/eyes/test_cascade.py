"""Several eyes and one description: who is asked, who is believed, what is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agent import grounding
from agent.eyes.cascade import Cascade, same
from perception.types import BBox, Element, Screen
from perception.vlm.types import ModelFault
from tests.agent import seen
from tests.agent.eyes.fake_eye import BAD, NOWHERE, FakeEye, Turns, picture_of, pointing

ORDERS = seen.orders()
BELL, EXPORT, NEW, DELETE = (ORDERS.by_id[id] for id in ("bell", "export", "new", "delete1"))
GONE = "remove the whatsit"
ODD = "the thingamajig"  # what the embedded eyes refuse


def looked(description: str, *eyes: FakeEye, screen: Screen = ORDERS) -> grounding.Grounding:
    return Cascade(picture_of(screen), screen, eyes).locate(description)


def test_where_the_embedded_eyes_are_sure_nobody_else_is_asked() -> None:
    eye = FakeEye({"locate": NOWHERE})
    found = looked("Export CSV", eye)
    assert found.element == EXPORT
    assert found.answered == ()
    assert not eye.asked


def test_a_model_finds_what_the_embedded_eyes_refuse() -> None:
    assert grounding.locate(ORDERS, ODD).element is None
    found = looked(ODD, FakeEye({"locate": pointing(BELL)}))
    assert found.element == BELL
    assert found.confidence == 0.7
    assert [(one.model, one.task, one.prompt_tokens, one.new_tokens, one.seconds) for one in found.answered] == [
        ("fake-2b", "locate", 900, 20, 0.25)
    ]


@pytest.mark.parametrize("box", [[1200, 40, 1250, 80], [40, 900, 80, 2000], [300, 300, 200, 200]])
def test_a_place_outside_of_the_picture_is_none_and_says_so(box: list[int]) -> None:
    """As of a model that counts in another scale than its profile says."""
    found = looked(ODD, FakeEye({"locate": [{"bbox_2d": box}]}))
    assert found.element is None
    assert "fake-2b points at no place within the picture" in found.reason
    gear = looked("Export CSV", FakeEye({"locate": [{"bbox_2d": box}]}))
    assert gear.element == EXPORT  # what the embedded eyes are sure of stands


def test_one_model_is_enough_for_what_can_be_undone() -> None:
    eyes = [FakeEye({"locate": pointing(BELL)}, name) for name in ("one", "two")]
    found = looked(ODD, FakeEye({"locate": NOWHERE}, "none"), *eyes)
    assert found.element == BELL
    assert [one.model for one in found.answered] == ["none", "one"]


def test_two_models_that_agree_may_delete() -> None:
    assert grounding.locate(ORDERS, GONE).element is None
    eyes = [FakeEye({"locate": pointing(DELETE)}, name) for name in ("one", "two")]
    assert looked(GONE, eyes[0]).element is None
    assert "only one eye sees it" in looked(GONE, eyes[0]).reason
    both = looked(GONE, *eyes)
    assert both.element == DELETE
    assert both.confidence > 0.7
    other = FakeEye({"locate": pointing(ORDERS.by_id["delete2"])}, "other")
    assert looked(GONE, eyes[0], other).element is None


def test_the_next_eye_is_asked_where_one_says_nothing() -> None:
    blind, keen = FakeEye({"locate": BAD}, "blind"), FakeEye({"locate": pointing(BELL)}, "keen")
    found = looked(ODD, blind, keen)
    assert found.element == BELL
    assert [(one.model, one.read) for one in found.answered] == [("blind", False), ("keen", True)]


def test_nobody_sees_it() -> None:
    found = looked(ODD, FakeEye({"locate": NOWHERE}))
    assert found.element is None
    assert "fake-2b does not see it" in found.reason


def test_the_embedded_eyes_are_helped_where_they_are_not_sure(monkeypatch: pytest.MonkeyPatch) -> None:
    unsure = grounding.Grounding(NEW, 0.65, "", (NEW, EXPORT))
    monkeypatch.setattr(grounding, "locate", lambda *_: unsure)
    agreed = looked(ODD, FakeEye({"locate": pointing(NEW)}))
    assert (agreed.element, agreed.confidence) == (NEW, pytest.approx(0.895))
    other = looked(ODD, FakeEye({"locate": pointing(EXPORT)}))
    assert other.element is None
    assert set(other.candidates) >= {NEW, EXPORT}
    apart = looked(ODD, FakeEye({"locate": pointing(EXPORT)}), FakeEye({"locate": pointing(BELL)}))
    assert apart.element is None
    assert "the eyes disagree: " in apart.reason
    models = looked(ODD, FakeEye({"locate": pointing(EXPORT)}), FakeEye({"locate": pointing(EXPORT)}))
    assert (models.element, models.confidence) == (EXPORT, pytest.approx(0.91))
    third = looked(ODD, FakeEye({"locate": pointing(EXPORT)}), FakeEye({"locate": pointing(NEW)}))
    assert third.element == NEW
    nowhere = looked(ODD, FakeEye({"locate": NOWHERE}))
    assert nowhere.element is None
    assert nowhere.candidates[0] == NEW
    assert looked(ODD, FakeEye({"locate": BAD})).element == NEW


def test_what_cannot_be_undone_is_seen_by_two_or_refused() -> None:
    said = "the Delete button in the row of 1042"
    assert grounding.locate(ORDERS, said).element == DELETE
    agreed = looked(said, FakeEye({"locate": pointing(DELETE)}))
    assert agreed.element == DELETE
    other = looked(said, FakeEye({"locate": pointing(ORDERS.by_id["delete2"])}))
    assert other.element is None
    assert "cannot be undone" in other.reason
    assert set(other.candidates) >= {DELETE, ORDERS.by_id["delete2"]}
    nowhere = looked(said, FakeEye({"locate": NOWHERE}))
    assert nowhere.element is None
    unread = looked(said, FakeEye({"locate": BAD}))
    assert unread.element == DELETE  # sure, and nobody spoke against it


@pytest.mark.parametrize(
    ("box", "said"),
    [
        (BBox(600, 560, 640, 580), "nothing is to be seen"),
        (BBox(0, 0, 1279, 799), "holds several things"),
    ],
)
def test_what_is_not_there_is_not_there_whoever_says_so(box: BBox, said: str) -> None:
    found = looked(ODD, FakeEye({"locate": pointing(box)}))
    assert found.element is None
    assert said in found.reason


def test_pixels_may_show_what_no_element_is() -> None:
    picture = picture_of(ORDERS)
    picture.pixels[600:620, 640:660:2] = 0
    found = Cascade(picture, ORDERS, [FakeEye({"locate": pointing(BBox(640, 600, 660, 620))})]).locate(ODD)
    assert found.element is not None
    assert found.element.id == "free"
    assert found.point is not None
    assert BBox(640, 600, 660, 620).contains(*found.point)


def test_quoted_names_and_deeds_hold_against_a_model() -> None:
    quoted = looked('the "Publish" thing', FakeEye({"locate": pointing(EXPORT)}))
    assert quoted.element is None
    assert "is not called 'Publish'" in quoted.reason
    assert looked('the "Reminders" thing', FakeEye({"locate": pointing(BELL)})).element == BELL  # it has no words
    deed = looked(ODD, FakeEye({"locate": pointing(DELETE)}))
    assert deed.element is None
    assert "deletes, which nobody asked for" in deed.reason


def test_a_sign_means_the_button_around_it_and_not_the_field() -> None:
    screen = replace(
        ORDERS,
        elements=(
            Element("field", "textbox", "Password", BBox(40, 600, 400, 640), interactive=True),
            Element("reveal", "img", "", BBox(370, 612, 386, 628), icon="eye"),
            Element("round", "button", "", BBox(440, 600, 480, 640), interactive=True),
            Element("sign", "img", "", BBox(450, 610, 470, 630), icon="star"),
        ),
    )
    for target, wanted in (("reveal", "reveal"), ("sign", "round"), ("round", "round"), ("field", "field")):
        found = looked(ODD, FakeEye({"locate": pointing(screen.by_id[target])}), screen=screen)
        assert found.element
        assert found.element.id == wanted


def test_a_second_look_decides_between_neighbours() -> None:
    near = [
        Element(f"n{i}", "button", "", BBox(600 + 14 * i, 600, 612 + 14 * i, 612), interactive=True) for i in (0, 1)
    ]
    screen = replace(ORDERS, elements=(*ORDERS.elements, *near))
    both = BBox(600, 600, 626, 612)
    eye = FakeEye({"locate": Turns(pointing(both), pointing(near[1]))})
    found = looked(ODD, eye, screen=screen)
    assert found.element == near[1]
    assert [one.task for one in found.answered] == ["locate", "locate again"]
    assert (eye.seen[1].width, eye.seen[1].height) == (800, 800)


def test_a_large_picture_is_looked_at_twice() -> None:
    large = Screen(3840, 2160, (Element("x", "button", "", BBox(3000, 1500, 3020, 1520), interactive=True),))
    eye = FakeEye({"locate": Turns(pointing(BBox(2990, 1490, 3030, 1530)), pointing(large.elements[0]))})
    assert looked(ODD, eye, screen=large).element == large.elements[0]
    assert len(eye.asked) == 2


def test_a_model_that_cannot_point_is_not_asked_to() -> None:
    from perception.vlm.profiles import PROFILES

    eye = FakeEye({}, profile=PROFILES["blip2-2.7b"])
    assert looked(ODD, eye).element is None
    assert not eye.asked


def test_a_server_that_fails_is_told() -> None:
    from agent.errors import UsageError

    with pytest.raises(UsageError, match="it is down"):
        looked(ODD, FakeEye({"locate": ModelFault("it is down")}))


def test_what_is_one_thing_to_two_eyes() -> None:
    head = Element("head", "columnheader", "Age", BBox(400, 180, 520, 210), interactive=True)
    arrow = Element("arrow", "img", "", BBox(500, 188, 512, 202))
    edit = Element("edit", "button", "Edit", BBox(410, 184, 450, 206), interactive=True)
    field = Element("field", "textbox", "Search", BBox(600, 180, 800, 210), interactive=True)
    lens = Element("lens", "img", "", BBox(606, 186, 624, 204))
    assert same(head, arrow)
    assert same(arrow, head)
    assert not same(head, edit)  # two things that act are two things
    assert not same(field, lens)
    assert not same(head, field)


def test_a_closer_look_that_points_elsewhere_makes_both_worthless() -> None:
    nothing_there = BBox(BELL.box.x1 - 130, BELL.box.y1 + 2, BELL.box.x1 - 110, BELL.box.y1 + 20)
    picture = picture_of(ORDERS)
    pixels = picture.pixels.copy()
    x1, y1, x2, y2 = nothing_there
    pixels[y1:y2:3, x1:x2] = 0  # drawn, and no element: so it is looked at again
    eye = FakeEye({"locate": Turns(pointing(nothing_there), pointing(BELL))})
    found = Cascade(replace(picture, pixels=pixels), ORDERS, [eye]).locate(ODD)
    assert [one.task for one in found.answered] == ["locate", "locate again"]
    assert found.element is None
    assert "points where a closer look does not" in found.reason
