"""What no model may see."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from agent.eyes.veil import holds_secret, veiled
from perception.types import BBox, TextLine
from tests.agent import seen
from tests.agent.eyes.fake_eye import picture_of

FORM = seen.drawn(
    ("user", "textbox", "User name", (40, 40, 300, 70), {"value": "ada"}),
    ("pass", "textbox", "Password", (40, 90, 300, 120), {"value": "hunter2"}),
    ("zh", "textbox", "登录密码", (40, 140, 300, 170), {"value": "秘密"}),
    ("pin", "textbox", "", (40, 190, 300, 220), {"placeholder": "PIN", "value": "1234"}),
    ("empty", "textbox", "Repeat password", (340, 190, 600, 220), {"placeholder": "Repeat password"}),
    ("typed", "textbox", "Password", (340, 240, 600, 270), {"placeholder": "hunter2!"}),
    ("dots", "textbox", "Entry", (40, 240, 300, 270), {"value": "••••••"}),
    ("note", "text", "Your password: hunter2", (40, 300, 300, 320)),
    ("forgot", "link", "Forgot password?", (40, 340, 300, 360)),
    ("key", "text", "tok_4eC39Hq", (40, 380, 300, 400)),
)


def hidden(*secrets: str) -> set[str]:
    picture = picture_of(FORM)
    seen_now = veiled(picture, FORM, secrets)
    changed = (seen_now.pixels != picture.pixels).any(axis=2)
    return {e.id for e in FORM.elements if changed[e.box.y1 : e.box.y2, e.box.x1 : e.box.x2].any()}


def test_passwords_are_painted_over_and_nothing_else() -> None:
    assert hidden() == {"pass", "zh", "pin", "typed", "dots", "note"}
    assert hidden("tok_4eC39Hq") == {"pass", "zh", "pin", "typed", "dots", "note", "key"}


def test_nothing_of_a_password_is_left_and_its_field_stays_to_be_seen() -> None:
    picture = picture_of(FORM)
    box = FORM.by_id["pass"].box
    field = veiled(picture, FORM).pixels[box.y1 : box.y2, box.x1 : box.x2]
    assert len(np.unique(field[3:-3, 3:-3].reshape(-1, 3), axis=0)) == 1
    assert (field[:3] == picture.pixels[box.y1 : box.y1 + 3, box.x1 : box.x2]).all()


def test_lines_that_became_no_element_are_hidden_too() -> None:
    line = TextLine("password=hunter2", BBox(500, 40, 640, 56))
    screen = replace(FORM, lines=(line,))
    picture = picture_of(FORM)
    picture.pixels[40:56:3, 500:640] = 0
    assert len(np.unique(veiled(picture, screen).pixels[40:56, 500:640].reshape(-1, 3), axis=0)) == 1


def test_a_picture_without_secrets_is_not_copied() -> None:
    screen = seen.orders()
    picture = picture_of(screen)
    assert veiled(picture, screen) is picture


@pytest.mark.parametrize("secret", ["", "ad"])
def test_what_is_too_short_to_be_a_password_hides_nothing(secret: str) -> None:
    assert not holds_secret(FORM.by_id["user"], [secret])
