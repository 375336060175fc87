"""Questions on pictures: what is written is read, the rest is asked of a model."""
# ruff: noqa: E501 - lists of sayings

from __future__ import annotations

import json

import numpy as np
import pytest

from agent.eyes.asking import Asked, ask, reads_text
from agent.eyes.cascade import Cascade
from perception.capture import Picture
from perception.types import BBox
from tests.agent import seen
from tests.agent.eyes.fake_eye import BAD, FakeEye, picture_of

ORDERS = seen.orders()


def answered(question: str, answers: dict[str, object], pictures: int = 1, **more: object):  # type: ignore[no-untyped-def]
    eye = FakeEye(answers)
    cascades = [Cascade(picture_of(ORDERS), ORDERS, [eye]) for _ in range(pictures)]
    return ask(cascades, Asked(question, **more)), eye  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "question",
    ["what does it say?", "What does the picture say", "read the text", "Read all the text in the image.", "read this",
     "what is written here?", "text", "OCR", "transcribe it", "Please read out the words", "what text is on the screen",
     "what's written on the button?", "extract the text", "读出文字", "上面写着什么", "图中有什么文字？", "识别文字", "写的是什么字"],
)  # fmt: skip
def test_what_is_written_needs_no_model(question: str) -> None:
    assert reads_text(Asked(question))


@pytest.mark.parametrize(
    "question",
    ["what is this?", "how many rows are there?", "What does the chart say about sales?", "where is the text field?",
     "is it in English", "read the email and summarise it", "what color is the text", "what is on the screen", "这是什么",
     "有几行文字是红色的"],
)  # fmt: skip
def test_what_must_be_understood_needs_one(question: str) -> None:
    assert not reads_text(Asked(question))
    assert not reads_text(Asked("read the text", schema={"type": "object"}))


def test_an_answer_says_who_gave_it_and_what_it_cost() -> None:
    answer, eye = answered("how many orders are open?", {"ask": {"found": True, "answer": "One."}})
    assert (answer.words, answer.found) == ("One.", True)
    assert answer.document["model"] == "fake-2b"
    assert answer.document["answered"][0]["prompt_tokens"] == 900
    assert "how many orders" in eye.asked[0].text


def test_an_answer_that_goes_round_is_none() -> None:
    for said in ("]]]" + "---16---" * 30, "The the the" + " the" * 40, "哈" * 80):
        answer, _ = answered("who is the king?", {"ask": {"found": True, "answer": said}})
        assert not answer.found
        assert answer.words == "fake-2b gave no answer that could be read"
    plain = "Rows 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17 and 18 are open; no, no, no other is."
    assert answered("which are open?", {"ask": {"found": True, "answer": plain}})[0].words == plain


def test_what_is_not_shown_is_not_found() -> None:
    answer, _ = answered("who is the king?", {"ask": {"found": False, "answer": "It is not shown."}})
    assert not answer.found
    unread, _ = answered("who is the king?", {"ask": BAD})
    assert not unread.found
    assert unread.document["answered"][0]["read"] is False


def test_an_answer_has_the_form_that_was_given() -> None:
    schema = {"type": "object", "properties": {"open": {"type": "integer"}}, "required": ["open"]}
    answer, eye = answered("how many?", {"ask": {"open": 1}}, schema=schema)
    assert answer.document["answer"] == {"open": 1}
    assert json.loads(answer.words) == {"open": 1}
    assert eye.asked[0].schema is not None
    assert eye.asked[0].schema["properties"]["open"]["type"] == "integer"


def test_boxes_are_pixels_of_the_whole_picture() -> None:
    found = [{"bbox_2d": [500, 0, 1000, 1000], "label": "Edit"}]
    answer, _ = answered("where are the edit buttons?", {"boxes": found})
    assert answer.document["boxes"] == [{"box": [640, 0, 1280, 800], "label": "Edit"}]
    region, eye = answered("where are the edit buttons?", {"boxes": found}, region=BBox(100, 200, 300, 400))
    assert (eye.seen[0].width, eye.seen[0].height) == (200, 200)
    assert region.document["boxes"][0]["box"] == [200, 200, 300, 400]
    none, _ = answered("where are the dragons?", {"boxes": []})
    assert not none.found


def test_two_pictures_are_compared() -> None:
    change = {"kind": "added", "bbox_2d": [0, 0, 500, 500], "what": "a row"}
    answer, eye = answered("what changed?", {"compare": {"same": False, "changes": [change]}}, pictures=2)
    assert eye.asked[0].name == "compare"
    assert answer.document["changes"] == [{"kind": "added", "what": "a row", "box": [0, 0, 640, 400]}]
    same, _ = answered("any difference?", {"compare": {"same": True, "changes": []}}, pictures=2)
    assert same.document["same"] is True
    assert same.words == "They are the same."


def test_a_model_that_cannot_point_answers_in_words() -> None:
    from perception.vlm.profiles import PROFILES

    eye = FakeEye({"ask": {"found": True, "answer": "left"}}, profile=PROFILES["blip2-2.7b"])
    cascade = Cascade(picture_of(ORDERS), ORDERS, [eye])
    assert ask([cascade], Asked("where is the button?")).words == "left"


def test_the_picture_is_veiled() -> None:
    screen = seen.drawn(("p", "textbox", "Password", (40, 40, 200, 70), {"value": "hunter2"}))
    eye = FakeEye({"ask": {"found": True, "answer": "?"}})
    ask([Cascade(picture_of(screen), screen, [eye])], Asked("what is in the box?"))
    inside = eye.seen[0].pixels[45:65, 45:195]
    assert len(np.unique(inside.reshape(-1, 3), axis=0)) == 1
    assert isinstance(eye.seen[0], Picture)
