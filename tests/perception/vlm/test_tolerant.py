"""Replies that nothing constrained, put into the form that was asked for, or refused as bad."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perception.types import BBox
from perception.vlm import questions, schemas
from perception.vlm.coordinates import place
from perception.vlm.profiles import PROFILES
from perception.vlm.tolerant import document
from perception.vlm.types import BadReply
from tests.replies import tables

QWEN, VENUS, MAI, OWL, API = (
    PROFILES[name] for name in ("qwen3-vl-2b", "ui-venus-1.5-2b", "mai-ui-2b", "gui-owl-1.5-2b", "api")
)
POINTING = [profile for profile in PROFILES.values() if profile.grounds]


@pytest.mark.parametrize("profile", POINTING, ids=lambda profile: profile.name)
def test_a_place_in_another_habit_of_writing_is_read(profile) -> None:  # type: ignore[no-untyped-def]
    question, scale = questions.locate(profile, "Save"), profile.coordinates.scale
    for text in ('[{"point_2d": [500, 250]}]', "(500, 250)", '{"action": "left_click", "coordinate": [500, 250]}'):
        box = place(document(text, question, profile), profile.coordinates, 1280, 800)
        assert box is not None
        assert box.centre == pytest.approx((1280 * 500 / scale, 800 * 250 / scale), abs=1.5)


@pytest.mark.parametrize("profile", POINTING, ids=lambda profile: profile.name)
@pytest.mark.parametrize("text", ["There are none.", "[]", "not found", "[-1, -1]", "null"])
def test_nowhere_is_an_answer(profile, text: str) -> None:  # type: ignore[no-untyped-def]
    made = document(text, questions.locate(profile, "Save"), profile)
    assert not list(schemas.faults(made, schemas.location(profile.coordinates)))
    assert place(made, profile.coordinates, 1280, 800) is None


@pytest.mark.parametrize(
    "text",
    [
        "", "I would click Save.", "[1200, 40]", '[{"bbox_2d": [1, 2, 3, 4]}, {"bbox_2d": [5, 6, 7, 8]}]',
        '[{"bbox_2d": [1, 2, 3, 4]}, {"bbox_2d": [5', "<html>500</html>",
        '{"x": 900, "y": 10, "width": 300, "height": 9}',
    ],
)  # fmt: skip
def test_what_names_no_single_place_is_a_bad_reply(text: str) -> None:
    with pytest.raises(BadReply):
        document(text, questions.locate(QWEN, "Save"), QWEN)


def test_width_and_height_are_no_corner() -> None:
    made = document('{"x": 100, "y": 200, "width": 50, "height": 20}', questions.locate(QWEN, "Save"), QWEN)
    assert place(made, QWEN.coordinates, 1000, 1000) == BBox(100, 200, 150, 220)  # type: ignore[arg-type]


def test_a_document_is_mended_by_leaving_out_and_writing_otherwise_alone() -> None:
    question = questions.plan(API, "save it", ["button 'Save'"])
    text = 'Sure:\n```json\n{"steps": [{"kind": "click", "mark": "1", "why": "it", "sure": 1}], "unresolved": []}\n```'
    assert document(text, question, API) == {
        "steps": [{"kind": "click", "mark": 1, "why": "it"}], "unresolved": [],
    }  # fmt: skip
    for missing in (text.replace('"mark": "1", ', ""), text.replace('"unresolved": []', ""), text[:60]):
        with pytest.raises(BadReply):
            document(missing.replace("[], }", "[]}"), question, API)


def test_words_answer_what_asks_for_words() -> None:
    asked = questions.ask(API, "How many rows are there?")
    assert document("<think>one, two</think>Two.", asked, API) == {"found": True, "answer": "Two."}
    assert document("There are none.", asked, API)["found"] is False
    assert document("Save\nCancel", questions.read(API), API) == {"text": "Save\nCancel"}
    assert document("There are none.", questions.boxes(API, "Save"), API) == []
    assert document("Trash.", questions.icon(API, ["trash", "gear"]), API) == {"concept": "trash"}
    with pytest.raises(BadReply):
        document("It is a bin.", questions.icon(API, ["trash", "gear"]), API)


_TEXTS = st.sampled_from([text for table in tables.SPOTS.values() for text, _ in table]) | st.text(max_size=80)
_ASKED = [
    (profile, question)
    for profile in (QWEN, VENUS, MAI, OWL, API)
    for question in (
        questions.locate(profile, "Save"), questions.boxes(profile, "Save"), questions.plan(profile, "x", ["button"]),
        questions.ask(profile, "x"), questions.icon(profile, ["trash"]), questions.compare(profile),
    )
]  # fmt: skip


@given(_TEXTS, st.sampled_from(_ASKED))
def test_what_is_given_always_fits_its_form(text: str, asked) -> None:  # type: ignore[no-untyped-def]
    profile, question = asked
    try:
        made = document(text, question, profile)
    except BadReply:
        return
    assert list(schemas.faults(made, question.schema)) == []
