"""A picture that changed is read again only where it changed, and exactly as if it had never been seen before."""

from __future__ import annotations

import random

import numpy as np
import pytest
from PIL import Image, ImageDraw

from perception import ocr, text_models
from perception.capture import Picture
from perception.ocr import read_text
from perception.reread import Memory, forget
from perception.screen import parse
from tests.perception.drawing import Pixels, drawn, font

pytestmark = pytest.mark.skipif(ocr.available() is not None, reason=str(ocr.available()))

WORDS = "Save Open Export CSV Filter orders Search Delete Status Customer Total Invoice Settings 1042 $84.00".split()


def a_page(dice: random.Random) -> Image.Image:
    """Framed buttons, fields, rules and lines of text, light or dark."""
    paper, ink, frame = dice.choice([("white", "#212529", "#b8c1cb"), ("#181c24", "#d2d6dc", "#49566c")])
    image = Image.new("RGB", (720, 480), paper)
    draw = ImageDraw.Draw(image)
    for row in range(8):
        for column in range(3):
            x, y = 20 + 230 * column + dice.randint(0, 20), 16 + 56 * row
            if dice.random() < 0.5:
                draw.rounded_rectangle((x - 8, y - 7, x + 130, y + 25), 5, outline=frame)
            text = " ".join(dice.choices(WORDS, k=dice.randint(1, 3)))
            draw.text((x, y), text, ink, font(dice.choice([12, 14, 16])))
    return image


def edit(image: Image.Image, dice: random.Random) -> Image.Image:
    """What a click or a key changes: a word more, a patch less, a box over everything, a line moved on."""
    changed = image.copy()
    draw = ImageDraw.Draw(changed)
    x, y = dice.randint(0, 560), dice.randint(0, 420)
    kind = dice.choice(["word", "wipe", "dialog", "scroll", "pixel"])
    if kind == "word":
        draw.text((x, y), dice.choice(WORDS), "#c0392b", font(14))
    elif kind == "wipe":
        draw.rectangle((x, y, x + dice.randint(8, 160), y + dice.randint(8, 60)), fill=changed.getpixel((0, 0)))
    elif kind == "dialog":
        draw.rectangle((x, y, x + 180, y + 90), fill="#eef2f7", outline="#333333")
        draw.text((x + 20, y + 30), "Delete order?", "#212529", font(14))
    elif kind == "scroll":
        changed.paste(image.crop((0, 56, 720, 480)), (0, 0))
    else:
        changed.putpixel((x, y), (200, 30, 90))
    return changed


def a_picture(image: Image.Image) -> Picture:
    return Picture(np.asarray(image), "a test", "")


@pytest.mark.parametrize("seed", range(4))
def test_what_is_read_again_equals_what_is_read_anew(seed: int) -> None:
    dice = random.Random(seed)
    image = a_page(dice)
    forget()
    parse(a_picture(image))
    for _ in range(3):
        image = edit(image, dice)
        again = parse(a_picture(image))
        forget()
        assert parse(a_picture(image)).elements == again.elements


def test_only_what_changed_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    looked, read = [], []
    chances, steps = text_models.chances, text_models.steps
    monkeypatch.setattr(text_models, "chances", lambda pixels: looked.append(pixels.size) or chances(pixels))
    monkeypatch.setattr(text_models, "steps", lambda pixels: read.append(pixels.size) or steps(pixels))
    places = [
        (f"Order {40 * row + column}", 20 + 180 * column, 20 + 40 * row) for row in range(19) for column in range(7)
    ]
    before = drawn(places, size=(1280, 800))
    after = Image.fromarray(before)
    ImageDraw.Draw(after).text((650, 395), "paid", "black", font(14))
    forget()
    read_text(before)
    first = sum(looked), len(read)
    looked.clear(), read.clear()
    lines = read_text(np.asarray(after))
    assert any("paid" in line.text for line in lines)
    assert sum(looked) <= 0.25 * first[0]
    assert 1 <= len(read) <= 0.25 * first[1]
    looked.clear(), read.clear()
    assert read_text(np.asarray(after)) == lines
    assert (looked, read) == ([], [])


def test_a_picture_that_is_the_same_is_not_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    page = a_page(random.Random(5))
    forget()
    first = parse(a_picture(page))
    monkeypatch.setattr("perception.screen.see", lambda pixels, spans: pytest.fail("looked at again"))
    second = parse(Picture(np.asarray(page).copy(), "another file", "abc"))
    assert second.elements == first.elements
    assert (second.source, second.sha256) == ("another file", "abc")
    assert set(second.took_ms) == {"ocr", "detector", "fuse", "total"}


def test_pictures_of_one_size_are_told_apart_by_one_pixel() -> None:
    memory: Memory[int] = Memory(8)
    black: Pixels = np.zeros((40, 40, 3), np.uint8)
    other = black.copy()
    other[39, 39, 2] = 1
    assert [memory.recall(pixels, lambda: len(memory)) for pixels in (black, other, black)] == [0, 1, 0]
    assert memory.recall(black.reshape(20, 80, 3), lambda: 7) == 7
    assert memory.recall(black, lambda: 8, "of another kind") == 8


def test_the_memory_is_bounded_and_keeps_what_is_used() -> None:
    memory: Memory[int] = Memory(3)
    pages = [np.full((2, 2, 3), shade, np.uint8) for shade in range(5)]
    for page in pages:
        memory.recall(page, lambda: 1)
        assert memory.recall(pages[0], lambda: 2) == 1
    assert len(memory) == 3
    assert memory.recall(pages[1], lambda: 3) == 3
    forget()
    assert len(memory) == 0


def test_nothing_kept_holds_on_to_the_picture() -> None:
    import gc
    import weakref

    pixels = np.asarray(a_page(random.Random(6))).copy()
    alive = weakref.ref(pixels)
    forget()
    read_text(pixels)
    del pixels
    gc.collect()
    assert alive() is None
