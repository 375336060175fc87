"""What only a model could name: signs without words, and words that act."""

from __future__ import annotations

from dataclasses import replace

from agent.eyes.cascade import Cascade
from agent.eyes.naming import named
from perception.vlm.profiles import PROFILES
from tests.agent import seen
from tests.agent.eyes.fake_eye import BAD, FakeEye, Turns, picture_of

SCREEN = seen.drawn(
    ("bin", "button", "", (40, 40, 64, 64)),
    ("odd", "button", "", (80, 40, 104, 64)),
    ("photo", "img", "", (200, 40, 400, 240)),
    ("save", "button", "Save", (40, 100, 120, 130)),
    ("more", "text", "Read more", (40, 200, 120, 216)),
)


def looked(answers: dict[str, object], **more: object):  # type: ignore[no-untyped-def]
    eye = FakeEye(answers, **more)  # type: ignore[arg-type]
    return named(Cascade(picture_of(SCREEN), SCREEN, [eye])), eye


def test_a_sign_gets_the_name_of_its_concept_and_no_other_element_changes() -> None:
    screen, eye = looked({"icon": Turns({"concept": "delete"}, {"concept": "none"}), "parse": []})
    bin_ = screen.by_id["bin"]
    assert (bin_.icon, bin_.name, bin_.named_by_icon) == ("delete", "Delete", True)
    assert bin_.confidence == 0.6
    assert [question.name for question in eye.asked] == ["icon", "icon", "parse"]  # photographs are no signs
    assert (eye.seen[0].width, eye.seen[0].height) == (3 * 40, 3 * 40)
    assert [e for e in screen.elements if e.id != "bin"] == [e for e in SCREEN.elements if e.id != "bin"]
    assert screen.model == "embedded, fake-2b"


def test_words_act_where_the_model_reads_the_same_words_there() -> None:
    box = [31, 250, 94, 270]
    link = {"bbox_2d": box, "role": "link", "label": "read more"}
    screen, _ = looked({"icon": BAD, "parse": [link]})
    assert (screen.by_id["more"].role, screen.by_id["more"].interactive) == ("link", True)
    for other in ({**link, "label": "Buy now"}, {**link, "role": "heading"}, {**link, "bbox_2d": [600, 600, 700, 700]}):
        assert looked({"icon": BAD, "parse": [other]})[0] == SCREEN


def test_a_model_that_only_reads_names_signs_alone() -> None:
    screen, eye = looked({"icon": {"concept": "gear"}}, profile=PROFILES["blip2-2.7b"])
    assert all(question.name == "icon" for question in eye.asked)
    assert replace(screen, elements=()) == replace(SCREEN, elements=(), model=screen.model)
