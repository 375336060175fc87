"""`python -m bench.ocr`: how well and at what cost text is read, beside other readers of the same pages.

The pages are drawn here: a table of short texts, 1280 x 800. Each reader runs in a process of its own, warm, every
page once after one that is not counted. A character is right when it stands in the reading of its text's place.
"""

from __future__ import annotations

import multiprocessing
import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from rapidfuzz.distance import Indel

from bench.report import head, table

Pixels = NDArray[np.uint8]
Box = tuple[float, float, float, float]
Lines = list[tuple[str, Box]]
Reader = Callable[[Pixels], Lines]

LATIN = ("LiberationSans-Regular.ttf", "DejaVuSans.ttf")
CHINESE = ("NotoSansCJK-Regular.ttc", "wqy-zenhei.ttc")
ENGLISH = (
    "Export CSV, Save changes, Order 1042, Ada Lovelace, Shipped, $1,204.50, 2026-11-22, Log in, Search orders, "
    "Cancel, Next page, 12:30 PM, user@example.com, Total: $84.00, Terms of service, (optional), 50% off, Q3 report"
).split(", ")
HAN = (
    "导出订单 搜索 用户名 登录密码 全部订单 已发货 待付款 2026年11月22日 保存 取消 价格：¥128.00 删除 设置 我的消息"
).split()


@dataclass(frozen=True)
class Page:
    name: str
    pixels: Pixels
    truth: Lines


def pages() -> list[Page]:
    dark = ("#181c24", "#d2d6dc")
    made = [
        _page("English, 14 px", ENGLISH, LATIN, 14),
        _page("English, 11 px", ENGLISH, LATIN, 11),
        _page("English, 13 px, dark", ENGLISH, LATIN, 13, dark),
        _page("Chinese, 14 px", HAN, CHINESE, 14),
        _page("Chinese, 12 px, dark", HAN, CHINESE, 12, dark),
    ]
    return [page for page in made if page is not None]


def _page(
    name: str, words: list[str], fonts: tuple[str, ...], size: int, colours: tuple[str, str] = ("white", "#212529")
) -> Page | None:
    font = next((found for file in fonts for found in Path("/usr/share/fonts").rglob(file)), None)
    if font is None:
        return None
    letters = ImageFont.truetype(str(font), size)
    image = Image.new("RGB", (1280, 800), colours[0])
    draw = ImageDraw.Draw(image)
    truth: Lines = []
    for index in range(120):
        place = 30 + index % 6 * 205, 30 + index // 6 * 38
        # a number of its own in each text: none can be read once for all
        text = f"{words[index % len(words)]} {index}"
        draw.text(place, text, colours[1], letters)
        truth.append((text, draw.textbbox(place, text, letters)))
    return Page(name, np.asarray(image), truth)


def ours() -> Reader:
    from perception.ocr import read_text

    return lambda pixels: [(line.text, tuple(line.box)) for line in read_text(pixels)]  # type: ignore[misc]


def rapidocr() -> Reader:
    import logging

    from rapidocr import RapidOCR

    logging.disable(logging.WARNING)
    engine = RapidOCR()

    def read(pixels: Pixels) -> Lines:
        found = engine(np.ascontiguousarray(pixels[:, :, ::-1]))
        boxes = [] if found.boxes is None else found.boxes
        return [(text, (*box.min(axis=0), *box.max(axis=0))) for text, box in zip(found.txts or (), boxes, strict=True)]

    return read


def tesseract() -> Reader:
    def read(pixels: Pixels) -> Lines:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "page.png"
            Image.fromarray(pixels).save(path)
            command = ["tesseract", str(path), "-", "--psm", "11", "tsv"]
            rows = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
        words = [row.split("\t") for row in rows[1:]]
        boxes = [tuple(map(float, word[6:10])) for word in words]
        return [
            (word[11], (left, top, left + width, top + height))
            for word, (left, top, width, height) in zip(words, boxes, strict=True)
            if word[11].strip()
        ]

    return read


READERS = {"Sightwright": ours, "RapidOCR": rapidocr, "tesseract": tesseract}


def measure(reader: str) -> list[tuple[str, float, float, float]]:
    """(page, share of characters right, CPU seconds, seconds) for each page."""
    read = READERS[reader]()
    made = pages()
    read(made[0].pixels)
    rows = []
    for page in made:
        wall, used = time.perf_counter(), _cpu()
        lines = read(page.pixels)
        rows.append((page.name, right(page.truth, lines), _cpu() - used, time.perf_counter() - wall))
    return rows


def _cpu() -> float:
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def right(truth: Lines, lines: Lines) -> float:
    """The share of the true characters that were read at their place."""
    kept = sum(len(text) * Indel.normalized_similarity(text, _read_at(box, lines)) for text, box in truth)
    return kept / sum(len(text) for text, _ in truth)


def _read_at(box: Box, lines: Lines) -> str:
    over = [
        (other[0], text) for text, other in lines if _inside((other[0] + other[2]) / 2, (other[1] + other[3]) / 2, box)
    ]
    return " ".join(text for _, text in sorted(over))


def _inside(x: float, y: float, box: Box) -> bool:
    return box[0] - 3 <= x <= box[2] + 3 and box[1] - 3 <= y <= box[3] + 3


def there() -> Iterable[str]:
    for name in READERS:
        if name != "tesseract" or shutil.which("tesseract"):
            yield name


def main() -> None:
    head("Reading text: pages of 120 texts, 1280 x 800")
    rows = []
    for reader in there():
        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as own:
            for page, share, cpu, wall in own.submit(measure, reader).result():
                rows.append((page, reader, f"{share:.4f}", f"{cpu:.2f}", f"{wall:.2f}"))
    print(table(("page", "reader", "characters right", "CPU s", "wall s"), sorted(rows)))
    if not shutil.which("tesseract"):
        print("\ntesseract is not installed here.")


if __name__ == "__main__":
    main()
