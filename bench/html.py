"""`python -m bench.html FOLDER [NAME...]`: how like their mockups the written pages are, beside two trivial baselines.

FOLDER holds mockups and the pages that they are pictures of: N.png and N.html. A picture that a page names and that is
not in the folder is a gray one. Each written page is scored against the reference page (the published metric of
Design2Code, less its CLIP figure) and, as users see it, against the mockup alone.

- paragraphs: the text that was read, one `<p>` for each line
- lines: the same, each line at its place by absolute position, in a font as high as the line
- page: what `agent html` writes with --no-refine
- refined: what it writes after it compared and adjusted
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from statistics import mean

from agent.adjusting import Adjuster, Round
from agent.comparing import page_view, reference_view, source_view, with_overflow
from agent.site import site_of
from bench.report import head, table
from perception.capture import Picture, open_picture
from perception.layout import lay_out
from perception.score import View, visual_score
from perception.score_match import published_ratios
from perception.score_types import VisualScore
from perception.types import Element, Screen
from sandbox.render import NARROW, Renderer, Site, renderer

SIZE = (1280, 720)  # of the window that the mockups were taken in
_PLACEHOLDER = (1920, 1080)
FIGURES = ("block", "text", "position", "color", "mean4", "pixel")


@dataclass(frozen=True)
class Mockup:
    name: str
    picture: Picture
    screen: Screen
    reference: Mapping[str, bytes]


@dataclass
class Row:
    """What one way of writing came to, over the mockups."""

    published: list[VisualScore] = field(default_factory=list)
    seen: list[VisualScore] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)


class _Files(dict[str, bytes]):
    """Files by path; every picture that is not among them is a gray one."""

    def get(self, path: str, default: bytes | None = None) -> bytes | None:  # type: ignore[override]
        if path not in self and path.rpartition(".")[2].lower() in ("jpg", "jpeg", "png", "gif", "webp"):
            return _gray()
        return super().get(path, default)


def _gray() -> bytes:
    from PIL import Image

    stream = io.BytesIO()
    Image.new("RGB", _PLACEHOLDER, (238, 238, 238)).save(stream, "PNG")
    return stream.getvalue()


def mockups(folder: Path, names: list[str]) -> Iterator[Mockup]:
    from perception.screen import parse

    found = sorted(folder.glob("*.png"), key=lambda path: (len(path.stem), path.stem))
    for path in found:
        page = path.with_suffix(".html")
        if page.is_file() and (not names or path.stem in names):
            picture = open_picture(path)
            yield Mockup(path.stem, picture, parse(picture), _Files({"index.html": page.read_bytes()}))


def paragraphs(mockup: Mockup, _: Renderer) -> Site:
    body = "\n".join(f"<p>{escape(element.text)}</p>" for element in _texts(mockup))
    return {"index.html": f"<!doctype html><meta charset=utf-8><body>\n{body}\n".encode()}


def lines(mockup: Mockup, _: Renderer) -> Site:
    def one(text: str, x: int, y: int, height: int) -> str:
        place = f"position: absolute; left: {x}px; top: {y - 2}px; font: {max(8, height)}px sans-serif"
        return f'<div style="{place}; white-space: nowrap">{escape(text)}</div>'

    body = "\n".join(one(e.text, e.box.x1, e.box.y1, e.box.height) for e in _texts(mockup))
    return {"index.html": f"<!doctype html><meta charset=utf-8><body>\n{body}\n".encode()}


def _texts(mockup: Mockup) -> list[Element]:
    return [element for element in mockup.screen.elements if element.text.strip()]


def as_written(mockup: Mockup, _: Renderer) -> Site:
    return site_of(lay_out(mockup.picture, mockup.screen), mockup.picture)


@dataclass
class Refined:
    """Compared and adjusted; `rounds` keeps what each mockup's rounds came to, with the figure before them."""

    rounds: list[tuple[float, tuple[Round, ...]]] = field(default_factory=list)

    def __call__(self, mockup: Mockup, browser: Renderer) -> Site:
        layout = lay_out(mockup.picture, mockup.screen)
        adjusted = Adjuster(mockup.picture, mockup.screen, browser).adjust(layout, lambda _: None)
        self.rounds.append((adjusted.start, adjusted.rounds))
        return site_of(adjusted.layout, mockup.picture)

    def gains(self) -> list[list[str]]:
        """For each move: how often it was tried and kept, and what it brought where it was kept, over all mockups."""
        gains: dict[str, list[float]] = {}
        for best, rounds in self.rounds:
            for tried in rounds:
                gains.setdefault(tried.move, []).append(tried.score - best if tried.kept else 0.0)
                best = tried.score if tried.kept else best
        return [[move, str(len(told)), str(sum(gain > 0 for gain in told)), f"{sum(told) / len(self.rounds):.4f}"]
                for move, told in gains.items()]  # fmt: skip


refined = Refined()
WAYS: dict[str, Callable[[Mockup, Renderer], Site]] = {
    "paragraphs": paragraphs, "lines": lines, "page": as_written, "refined": refined,
}  # fmt: skip


def measure(folder: Path, names: list[str], browser: Renderer) -> tuple[dict[str, Row], list[list[str]]]:
    rows = {name: Row() for name in WAYS}
    each: list[list[str]] = []
    for mockup in mockups(folder, names):
        reference = reference_view(browser.paint(mockup.reference, SIZE))
        source = source_view(mockup.picture, mockup.screen)
        figures = [figure for way in WAYS for figure in _one(way, rows[way], mockup, reference, source, browser)]
        each.append(
            [mockup.name, str(len(reference.blocks)), *figures, "yes" if source.size == reference.size else "no"]
        )
        print(" ".join(each[-1]), file=sys.stderr, flush=True)
    return rows, each


def _one(way: str, row: Row, mockup: Mockup, reference: View, source: View, browser: Renderer) -> list[str]:
    """Writes one mockup in one way, draws and scores it."""
    size = mockup.picture.width, mockup.picture.height
    started = time.perf_counter()
    site = WAYS[way](mockup, browser)
    row.seconds.append(time.perf_counter() - started)
    page = reference_view(browser.paint(site, size))
    row.published.append(visual_score(reference, page, ratios=published_ratios))
    rendering = browser.show(site, size)
    structure = with_overflow(rendering.structure, [browser.narrow(site, width) for width in NARROW])
    row.seen.append(visual_score(source, page_view(rendering), structure))
    return [f"{row.published[-1].mean4:.3f}", f"{row.seen[-1].overall:.3f}"]


def _memory() -> str:
    """What this process held at most; the browser is another one."""
    import resource

    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB held at most, the browser apart"


def report(rows: Mapping[str, Row], each: list[list[str]]) -> None:
    print(f"{len(each)} mockups; against the reference page (published metric; mean4 without CLIP):\n")
    print(table(("written as", *FIGURES), [_line(name, row.published) for name, row in rows.items()]), "\n")
    print("Against the mockup alone, as `score.json` has it:\n")
    more = ("ssim", "color", "edges", "flow", "semantic", "overflows", "seconds")
    print(table(("written as", *FIGURES, *more), [_seen(name, row) for name, row in rows.items()]), "\n")
    print(_memory(), "\n")
    print("What the rounds brought, overall against the mockup:\n")
    print(table(("move", "tried", "kept", "gain over all mockups"), refined.gains()), "\n")
    print("Each, mean4 against the reference and overall against the mockup:\n")
    ways = [f"{way}, {what}" for way in rows for what in ("reference", "mockup")]
    print(table(("mockup", "texts", *ways, "reference of the same size"), each))


def _line(name: str, scores: list[VisualScore]) -> list[str]:
    return [name, *(f"{mean(getattr(score, figure) for score in scores):.3f}" for figure in FIGURES)]


def _seen(name: str, row: Row) -> list[str]:
    parts = [f"{mean(score.pixels[part] for score in row.seen):.3f}" for part in ("ssim", "color", "edges")]
    built = [score.structure for score in row.seen if score.structure]
    shares = [f"{mean(part.flow_share for part in built):.3f}", f"{mean(part.semantic_share for part in built):.3f}"]
    wide = sum(any(part.overflow.values()) for part in built)
    return [*_line(name, row.seen), *parts, *shares, str(wide), f"{mean(row.seconds):.2f}"]


def main() -> None:
    if len(sys.argv) < 2 or not Path(sys.argv[1]).is_dir():
        raise SystemExit(__doc__)
    head("Mockup to HTML")
    with renderer() as browser:
        rows, each = measure(Path(sys.argv[1]), sys.argv[2:], browser)
    report(rows, each)


if __name__ == "__main__":
    main()
