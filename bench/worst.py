"""The pages that were seen worst, as pictures, and why: the missed in red, what is seen and is not there in orange.

Each missed or false element gets one reason by rule, from the page's truth and from what was seen at its place.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from bench.report import head, table
from perception.types import FIELD_ROLES, BBox, Element, Screen, TextLine, box_from

PAGES = 10
RED, ORANGE = "#d00000", "#f08000"
_SANE = (0.2, 5.0)  # sizes, one to the other, of two boxes of one thing
_WIDTH, _HEIGHT, _COLUMNS = 900, 640, 2  # of the sheet: pixels of one page's picture, and how many stand in a row


@dataclass(frozen=True)
class Thing:
    """What a page has: a `strong` one must be seen, one that is not may be."""

    role: str
    boxes: tuple[BBox, ...]
    names: tuple[str, ...]
    shown: bool  # whether its name can be read on the page
    strong: bool


@dataclass(frozen=True)
class Page:
    """A page with what was seen of it; missed and false ones each with the reason."""

    name: str
    picture: Path
    missed: tuple[tuple[BBox, str], ...]
    false: tuple[tuple[BBox, str], ...]
    right: int

    @property
    def score(self) -> float:
        """F1: twice what was seen rightly, over all that is there and all that was seen."""
        wrong = len(self.missed) + len(self.false)
        return 2 * self.right / (2 * self.right + wrong) if self.right + wrong else 1.0


def worst(folder: Path, out: Path) -> None:
    """Looks at every page of `folder` (data/truth, data/shots); writes the worst ones' pictures, prints the reasons."""
    pages = sorted(_pages(folder), key=lambda page: page.score)
    out.mkdir(parents=True, exist_ok=True)
    marked = [(page, _marked(page)) for page in pages[:PAGES]]
    for page, picture in marked:
        picture.save(out / f"{page.name}.png")
    _sheet(marked).save(out / "worst.png")
    head(f"The {len(marked)} pages seen worst (pictures in {out})")
    rows = [(p.name, f"{p.score:.2f}", p.right, len(p.missed), len(p.false), _commonest(p)) for p in pages[:PAGES]]
    print(table(("page", "F1", "right", "missed", "false", "mostly"), rows), "\n")
    head(f"Why, on all {len(pages)} pages")
    print(table(("reason", "times", "on the worst"), list(_reasons(pages))), "\n")


def _reasons(pages: Sequence[Page]) -> Iterator[tuple[str, int, int]]:
    everywhere = Counter(reason for page in pages for _, reason in (*page.missed, *page.false))
    here = Counter(reason for page in pages[:PAGES] for _, reason in (*page.missed, *page.false))
    yield from ((reason, times, here[reason]) for reason, times in everywhere.most_common())


def _commonest(page: Page) -> str:
    found = Counter(reason for _, reason in (*page.missed, *page.false)).most_common(2)
    return "; ".join(f"{reason} ({times})" for reason, times in found)


def _pages(folder: Path) -> Iterator[Page]:
    from perception.capture import open_picture
    from perception.screen import parse

    for path in sorted((folder / "data" / "truth").glob("*.json")):
        picture = folder / "data" / "shots" / f"{path.stem}.png"
        if picture.is_file():
            truth = json.loads(path.read_text(encoding="utf-8"))
            yield judged(path.stem, picture, truth, parse(open_picture(str(picture))))


def judged(name: str, picture: Path, truth: dict[str, Any], screen: Screen) -> Page:
    """A page's truth held against what was seen of it: each thing with at most one element, the nearest first."""
    things = [_thing(item) for item in truth["elements"]]
    lines = [TextLine(item["text"], box_from(item["box"])) for item in truth["text"]]
    seen = [element for element in screen.elements if element.interactive or element.role == "img"]
    strong = [thing for thing in things if thing.strong]
    pairs = sorted(
        ((-_likeness(thing, element), i, j) for i, thing in enumerate(strong) for j, element in enumerate(seen)
         if _is_at(thing, element.box)),
    )  # fmt: skip
    met, used = set[int](), set[int]()
    for _, i, j in pairs:
        if i not in met and j not in used:
            met.add(i)
            used.add(j)
    missed = [(t.boxes[0], _why_missed(t, screen, lines)) for i, t in enumerate(strong) if i not in met]
    spare = [e for j, e in enumerate(seen) if j not in used and e.interactive]
    weak = [t for t in things if not t.strong]
    false = [e for e in spare if not any(box.contains(*e.box.centre) for t in weak for box in t.boxes)]
    return Page(name, picture, tuple(missed), tuple((e.box, _why_false(e, strong, lines)) for e in false), len(met))


def _thing(item: dict[str, Any]) -> Thing:
    boxes = tuple(box_from(box) for box in (item["box"], *(item["alts"] or ())))
    shown = bool(item["visible"])
    return Thing(item["role"], boxes, tuple(item["names"]), shown, item["kind"] == "strong")


def _likeness(thing: Thing, element: Element) -> float:
    return max(box.iou(element.box) for box in thing.boxes) + 0.05 * element.interactive


def _is_at(thing: Thing, box: BBox) -> bool:
    return any(own.contains(*box.centre) and _SANE[0] <= box.area / max(1, own.area) <= _SANE[1] for own in thing.boxes)


def _why_missed(thing: Thing, screen: Screen, lines: Sequence[TextLine]) -> str:
    box = thing.boxes[0]
    near = [element for element in screen.elements if element.box.intersection(box) > 0.3 * min(box.area, 600)]
    acting = [element for element in near if element.interactive]
    words = [line for line in lines if line.box.inside(box) > 0.6]
    if thing.role in ("option", "listitem") or (thing.role == "tab" and not words):
        return f"missed: {thing.role}"
    if acting:
        larger = max(acting, key=lambda e: e.box.area).box.area > box.area
        return "missed: taken together with what is beside it" if larger else "missed: only a part of it was seen"
    if thing.role in FIELD_ROLES | {"slider", "listbox"}:
        return "missed: field"
    if thing.role in ("checkbox", "radio", "switch"):
        return "missed: box to tick"
    if not words and not thing.shown:
        return "missed: icon or picture without words"
    texts = [element for element in near if element.text]
    if not texts:
        return "missed: its text was not read"
    among = max(element.box.width for element in texts) > 1.5 * box.width
    return "missed: link among the words of a line" if among else f"missed: {thing.role} that looks like plain text"


def _why_false(element: Element, things: Sequence[Thing], lines: Sequence[TextLine]) -> str:
    if any(box.intersection(element.box) > 0.5 * min(box.area, element.box.area) for t in things for box in t.boxes):
        return "false: a second one for one thing"
    words = [line for line in lines if line.box.intersection(element.box) > 0.3 * line.box.area]
    if element.role in FIELD_ROLES:
        return "false: a frame taken for a field"
    if element.role in ("checkbox", "radio", "switch"):
        return "false: a mark taken for a box to tick"
    if words:
        return f"false: words taken for a {element.role}"
    return "false: a drawing taken for an icon that acts"


def _marked(page: Page) -> Image.Image:
    with Image.open(page.picture) as opened:
        picture = opened.convert("RGB")
    pen = ImageDraw.Draw(picture)
    width = max(2, picture.width // 500)
    for colour, group in ((ORANGE, page.false), (RED, page.missed)):
        for box, _ in group:
            pen.rectangle(tuple(box.grow(width)), outline=colour, width=width)
    return picture


def _sheet(pages: Sequence[tuple[Page, Image.Image]]) -> Image.Image:
    """All pages, the worst first, each under its name."""
    label, font = 30, ImageFont.load_default(18)
    rows = -(-len(pages) // _COLUMNS)
    sheet = Image.new("RGB", (_COLUMNS * (_WIDTH + 10), rows * (_HEIGHT + label + 10)), "white")
    pen = ImageDraw.Draw(sheet)
    for at, (page, picture) in enumerate(pages):
        left, top = at % _COLUMNS * (_WIDTH + 10), at // _COLUMNS * (_HEIGHT + label + 10)
        told = f"{page.name}   F1 {page.score:.2f}, missed {len(page.missed)} (red), false {len(page.false)} (orange)"
        pen.text((left + 4, top + 4), told, "black", font)
        picture.thumbnail((_WIDTH, _HEIGHT))
        sheet.paste(picture, (left, top + label))
    return sheet
