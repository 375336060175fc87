"""Text is read as a person reads it: whole words, right spaces, cut at columns, in boxes that fit."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from PIL import Image, ImageDraw

from perception import ocr
from perception.ocr import read_text
from perception.types import TextLine
from tests.perception.drawing import CHINESE, DARK, LIGHT, Pixels, drawn, font

pytestmark = pytest.mark.skipif(ocr.available() is not None, reason=str(ocr.available()))

ENGLISH = [
    ("Export CSV", 20, 20), ("Save changes", 220, 20), ("Order 1042", 420, 20),
    ("user@example.com", 20, 60), ("Total: $84.00", 220, 60), ("2026-11-22", 420, 60),
    ("Terms of service", 20, 100), ("(optional)", 220, 100), ("50% off, today only", 420, 100),
]  # fmt: skip
HAN = [
    ("导出订单", 20, 20), ("搜索", 220, 20), ("已发货", 420, 20),
    ("密码", 20, 60), ("全部订单", 220, 60), ("取消", 420, 60),
]  # fmt: skip


def texts(pixels: Pixels) -> list[str]:
    return [line.text for line in read_text(pixels)]


def by_text(pixels: Pixels) -> dict[str, TextLine]:
    return {line.text: line for line in read_text(pixels)}


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("points", "scale"), [(10, 1), (14, 1), (12, 2), (14, 3)])
def test_english(points: int, scale: int, colours: tuple[tuple[int, int, int], tuple[int, int, int]]) -> None:
    pixels = drawn(ENGLISH, points=points, scale=scale, colours=colours)
    assert set(texts(pixels)) == {text for text, _, _ in ENGLISH}


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("points", "scale"), [(12, 1), (14, 2)])
def test_chinese(points: int, scale: int, colours: tuple[tuple[int, int, int], tuple[int, int, int]]) -> None:
    pixels = drawn(HAN, points=points, scale=scale, colours=colours, names=CHINESE)
    assert set(texts(pixels)) == {text for text, _, _ in HAN}


@pytest.mark.parametrize("scale", [1, 2, 3])
def test_boxes_fit_the_ink(scale: int) -> None:
    pixels = drawn([("Export", 40, 50)], scale=scale)
    rows, columns = (np.flatnonzero((pixels[:, :, 0] < 200).any(axis=axis)) for axis in (1, 0))
    box = by_text(pixels)["Export"].box
    true = (columns[0], rows[0], columns[-1] + 1, rows[-1] + 1)
    assert max(abs(is_ - should) for is_, should in zip(box, true, strict=True)) <= 1


@pytest.mark.parametrize("gap", [16, 24, 60])
def test_a_row_is_cut_at_its_columns(gap: int) -> None:
    letters, x, words = font(14), 20.0, []
    for word in ("Home", "All orders", "Customers", "Sign out"):
        words.append((word, round(x), 40))
        x += letters.getlength(word) + gap
    assert sorted(texts(drawn(words))) == ["All orders", "Customers", "Home", "Sign out"]


def test_a_sentence_is_not_cut() -> None:
    sentence = "We sent a link to your address; open it in one hour, or ask for another."
    assert texts(drawn([(sentence, 20, 40)])) == [sentence]


def test_no_spaces_between_chinese_characters() -> None:
    assert texts(drawn([("价格合计一千二百元整", 20, 40)], points=16, names=CHINESE)) == ["价格合计一千二百元整"]


def test_letters_beside_borders_are_read_without_them() -> None:
    image = Image.fromarray(drawn([("Apply", 48, 47), ("Reset", 128, 47)]))
    draw = ImageDraw.Draw(image)
    draw.rectangle((40, 42, 96, 68), outline=(33, 37, 41))
    draw.rectangle((120, 42, 176, 68), outline=(33, 37, 41), width=2)
    found = by_text(np.asarray(image))
    assert set(found) == {"Apply", "Reset"}
    assert found["Apply"].box.x1 >= 48
    assert found["Apply"].box.y2 <= 64


def test_a_badge_is_read_without_its_corners() -> None:
    image = Image.new("RGB", (300, 100), DARK[0])
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((100, 40, 141, 62), 6, fill=(214, 57, 57))
    draw.text((109, 45), "New", (255, 255, 255), font(11))
    assert texts(np.asarray(image)) == ["New"]


def test_shapes_are_no_letters() -> None:
    image = Image.new("RGB", (400, 120), "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((20, 40, 33, 53), outline="gray")  # a checkbox
    draw.ellipse((60, 40, 74, 54), outline="gray")  # a radio button
    draw.ellipse((100, 40, 110, 50), outline="gray", width=2)  # a magnifying glass
    draw.line((109, 49, 114, 54), fill="gray", width=2)
    draw.line((140, 45, 145, 50, 150, 45), fill="gray", width=2)  # a chevron
    for row in (41, 46, 51):
        draw.line((180, row, 194, row), fill="gray", width=2)  # a menu
    draw.text((220, 40), "Remember me", "black", font(14))
    assert texts(np.asarray(image)) == ["Remember me"]


@pytest.mark.parametrize("word", ["Call", "All", "Bill", "Illness", "1", "7", "42", "OK", "No"])
def test_short_words(word: str) -> None:
    assert texts(drawn([(word, 60, 60), ("Settings", 200, 60)])) == [word, "Settings"]


def test_the_same_word_is_found_at_each_of_its_places() -> None:
    places = [(20 + 150 * column, 20 + 40 * row) for row in range(4) for column in range(4)]
    lines = read_text(drawn([("Edit", x, y) for x, y in places]))
    assert [line.text for line in lines] == ["Edit"] * 16
    assert all(any(abs(line.box.x1 - x) < 4 and abs(line.box.y1 - y) < 8 for line in lines) for x, y in places)


def test_a_page_of_twenty_screens_is_read_to_its_end() -> None:
    words = [(f"Order {1000 + at}", 40, 40 + 500 * at) for at in range(24)]
    found = texts(drawn(words, size=(600, 12_100)))
    assert found == [text for text, _, _ in words]


def test_large_and_small_text_together() -> None:
    image = Image.fromarray(drawn([("Last seen today", 20, 150)], points=11))
    ImageDraw.Draw(image).text((20, 30), "Dashboard", "black", font(64))
    assert texts(np.asarray(image)) == ["Dashboard", "Last seen today"]


@pytest.mark.parametrize("size", [(1, 1), (1, 400), (400, 1), (31, 33), (1300, 900)])
def test_an_empty_picture_has_no_text(size: tuple[int, int]) -> None:
    for colour in (0, 128, 255):
        assert read_text(np.full((size[1], size[0], 3), colour, np.uint8)) == []


def test_noise_is_not_read_as_words() -> None:
    noise = np.random.default_rng(7).integers(0, 256, (300, 500, 3), dtype=np.uint8)
    assert not [line for line in read_text(noise) if len(line.text) > 2]


def test_a_word_cut_off_by_the_picture_is_kept() -> None:
    whole = drawn([("Departures", 20, 40)], points=24)
    assert texts(whole[:, 60:])[0].endswith("rtures")


def test_nothing_heavy_is_loaded_until_a_picture_comes() -> None:
    heavy = "onnxruntime cv2 numpy rapidocr PIL"
    code = f"import sys, perception.ocr, perception.capture; print(*set(sys.modules) & set('{heavy}'.split()))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "\n"


def test_a_missing_package_is_named_with_its_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert ocr.available() == "the package onnxruntime is not installed; run: pip install onnxruntime"
