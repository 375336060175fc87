"""Where the time of looking at a picture goes: stages of a first look, and looking again after a small change."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from bench import ocr
from bench.report import head, table

Pixels = NDArray[np.uint8]
STAGES = ("find text", "cut lines", "read text", "find shapes", "spot controls", "fuse")
PLACES = ((0.2, 0.3), (0.7, 0.2), (0.35, 0.7), (0.85, 0.6), (0.5, 0.5))  # of a change, as shares of the page
TIMES = 3
FOUR_K = (3840, 2160)


def pages(folder: Path | None = None) -> list[tuple[str, Pixels]]:
    """The example and drawn pages, or all PNG files of a folder."""
    if folder is not None:
        return [(path.stem, _opened(path)) for path in sorted(folder.glob("*.png"))]
    example = Path(__file__).parent.parent / "examples" / "orders.png"
    return [("examples/orders.png", _opened(example)), *((page.name, page.pixels) for page in ocr.pages())]


def _opened(path: Path) -> Pixels:
    return np.asarray(Image.open(path).convert("RGB"))


def four_k(made: list[tuple[str, Pixels]]) -> Iterator[tuple[str, Pixels]]:
    """Dense screens of 3840 x 2160: pages side by side at 1x, and the same on half the area at 2x."""
    width, height = FOUR_K
    desktops = [pixels for _, pixels in made if pixels.shape[1] >= 1000]
    rows = [np.concatenate([page[:720, :1280] for page in (desktops * 9)[at : at + 3]], axis=1) for at in (0, 3, 6)]
    whole = np.concatenate(rows)
    yield "4K, nine pages at 1x", np.ascontiguousarray(whole[:height, :width])
    part = Image.fromarray(whole[: height // 2, : width // 2])
    yield "4K, pages at 2x", np.asarray(part.resize(FOUR_K, Image.Resampling.BICUBIC))


def stages(folder: Path | None = None) -> None:
    """Each stage alone, one after the other, on each page; the whole parse besides, its stages overlapping."""
    head("Where the time of a first look goes (warm process, milliseconds, median of 3; wall / processor)")
    made = pages(folder)
    rows = [_row(name, pixels) for name, pixels in [*made, *four_k(made)]]
    print(table(("page", *STAGES, "whole parse"), rows), "\n")


def _row(name: str, pixels: Pixels) -> tuple[str, ...]:
    from perception.screen import parse

    picture = _picture(pixels)
    parse(picture)
    runs = [_staged(pixels) for _ in range(TIMES)]
    whole = [_first(pixels) for _ in range(TIMES)]
    columns = [[run[at] for run in runs] for at in range(len(STAGES))] + [whole]
    return (name, *(_both(column) for column in columns))


def _both(times: list[tuple[float, float]]) -> str:
    wall, cpu = (statistics.median(values) * 1000 for values in zip(*times, strict=True))
    return f"{wall:.0f} / {cpu:.0f}"


def _staged(pixels: Pixels) -> list[tuple[float, float]]:
    from perception import reread
    from perception.detect_learned import spot
    from perception.detector import look
    from perception.ocr import read_text
    from perception.screen import fuse
    from perception.text_detect import find_lines
    from perception.text_lines import strips
    from perception.text_read import read_pieces

    reread.forget()
    marks = [_now()]
    found = find_lines(pixels)
    marks.append(_now())
    pieces = [strip.view for line in found for strip in strips(pixels, line) if strip.view.size]
    marks.append(_now())
    read_pieces(pieces)
    marks.append(_now())
    lines = read_text(pixels)
    aside = _now()  # all in memory: what is left is putting the lines together
    detections, regions = look(pixels, lines)
    seen = _now()
    sightings = spot(pixels, lines)
    spotted = _now()
    fuse(pixels, lines, detections, regions, sightings)
    spans = [_since(before, after) for before, after in pairwise(marks)]
    return [*spans, _since(aside, seen), _since(seen, spotted), _since(spotted, _now())]


def _first(pixels: Pixels) -> tuple[float, float]:
    from perception import reread
    from perception.screen import parse

    reread.forget()
    before = _now()
    parse(_picture(pixels))
    return _since(before, _now())


def change() -> None:
    """A word that was not there, at five places of each page, then the same picture once more."""
    from perception.screen import parse

    head("Looking again (warm process, milliseconds, median of 3 and of 5; wall / processor)")
    rows = []
    for name, pixels in pages():
        first = [_first(pixels) for _ in range(TIMES)]
        changed: list[tuple[float, float]] = []
        same: list[tuple[float, float]] = []
        for at in range(len(PLACES)):
            parse(_picture(pixels))
            picture = _picture(_edited(pixels, at))
            for times in (changed, same):
                before = _now()
                parse(picture)
                times.append(_since(before, _now()))
        rows.append((name, _both(first), _both(changed), _both(same)))
    print(table(("page", "first look", "one word changed", "nothing changed"), rows), "\n")


def _edited(pixels: Pixels, at: int) -> Pixels:
    image = Image.fromarray(pixels)
    height, width = pixels.shape[:2]
    place = round(PLACES[at][0] * width), round(PLACES[at][1] * height)
    ImageDraw.Draw(image).text(place, f"Saved {at}", "#c0392b", ImageFont.load_default(14))
    return np.asarray(image)


def _picture(pixels: Pixels):  # type: ignore[no-untyped-def]
    from perception.capture import Picture

    return Picture(pixels, "a page", "")


def _now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _since(before: tuple[float, float], after: tuple[float, float]) -> tuple[float, float]:
    return after[0] - before[0], after[1] - before[1]
