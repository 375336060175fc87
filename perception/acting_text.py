"""Text that acts without a frame around it: links, items of bars and menus, tabs, crumbs, page numbers.

A person tells them by colour, by an underline, or by their company: a row or a column of short, like, evenly placed
words, often with a pictogram each. The functions here decide on exactly that; none looks at what a word means.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np

from perception.draft import Draft
from perception.ink import COLOURED, Colour, Ink, Pixels, luminance
from perception.types import BBox, State, TextLine

_FIGURES = re.compile(r"^[\W\d_]*\d[\W\d_]*([kKmMbB%]|min|ms|hrs?|USD|EUR|kb|MB|GB)?$")
_DONE = re.compile(r"[.。!?！？;；,，]$")
_SAME_HUE = 18  # degrees


@dataclass(frozen=True)
class Scene:
    """What the decisions are made on."""

    pixels: Pixels
    drafts: Sequence[Draft]
    inks: Mapping[TextLine, Ink]
    unit: float

    @property
    def width(self) -> int:
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        return int(self.pixels.shape[0])


def is_short(line: TextLine, unit: float) -> bool:
    """As long as a command is, in any script, and no sentence."""
    words = line.text.split()
    return 0 < len(line.text) <= 42 and len(words) <= 6 and line.box.height < 2.2 * unit and not _DONE.search(line.text)


def find_acting(free: Sequence[TextLine], tabular: Iterable[TextLine], scene: Scene) -> list[Draft]:
    """A draft for each free line that acts, holding the line. `tabular` are the lines in cells of tables."""
    in_tables = set(tabular)
    outside = [line for line in free if line not in in_tables]
    found: list[Draft] = []
    taken: set[TextLine] = set()
    for rule in (tabs, bar_items, side_items, page_numbers):
        for draft in rule([line for line in outside if line not in taken], scene):
            found.append(draft)
            taken.update(draft.lines)
    for draft in coloured([line for line in free if line not in taken], in_tables, scene):
        found.append(draft)
    return found


def rows_of(lines: Sequence[TextLine], unit: float) -> list[list[TextLine]]:
    """Lines at one height, left to right."""
    return _grouped(lines, lambda line: line.box.centre[1], 0.35 * unit, lambda line: line.box.x1)


def columns_of(lines: Sequence[TextLine], unit: float) -> list[list[TextLine]]:
    """Lines that begin at one x, top to bottom."""
    return _grouped(lines, lambda line: float(line.box.x1), 0.3 * unit, lambda line: line.box.y1)


def _grouped(
    lines: Sequence[TextLine],
    key: Callable[[TextLine], float],
    within: float,
    order: Callable[[TextLine], float],
) -> list[list[TextLine]]:
    groups: list[list[TextLine]] = []
    last = 0.0
    for line in sorted(lines, key=key):
        if groups and key(line) - last <= within:
            groups[-1].append(line)
        else:
            groups.append([line])
        last = key(line)
    return [sorted(group, key=order) for group in groups]


def hue(colour: Colour) -> float:
    """Degrees on the colour circle; of no meaning for greys."""
    red, green, blue = colour
    top, low = max(colour), min(colour)
    if top == low:
        return 0.0
    if top == red:
        return (60 * (green - blue) / (top - low)) % 360
    if top == green:
        return 60 * (blue - red) / (top - low) + 120
    return 60 * (red - green) / (top - low) + 240


def same_hue(one: Colour, other: Colour) -> bool:
    apart = abs(hue(one) - hue(other))
    return min(apart, 360 - apart) <= _SAME_HUE


# --- a row of words, one of them underlined by a bar --------------------------------------------------------------


def tabs(lines: Sequence[TextLine], scene: Scene) -> list[Draft]:
    found: list[Draft] = []
    for row in rows_of([line for line in lines if is_short(line, scene.unit)], scene.unit):
        for run in _runs(row, scene, 7.0):
            bars = [_bar_below(line, scene) for line in run]
            if len(run) >= 2 and sum(bars) == 1:
                for line, chosen in zip(run, bars, strict=True):
                    box = _with_icons(line, scene)
                    box = BBox(
                        box.x1 - round(0.4 * scene.unit),
                        box.y1 - round(scene.unit),
                        box.x2 + round(0.4 * scene.unit),
                        box.y2 + round(scene.unit),
                    )
                    found.append(_draft("tab", line, box, scene, 0.75, State(selected=chosen)))
    return found


def _bar_below(line: TextLine, scene: Scene) -> bool:
    """A bar of a colour of its own, as wide as the word or its tab, within two line heights below it."""
    ink, box, unit = scene.inks[line], line.box, scene.unit
    y1, y2 = box.y2 + round(0.35 * unit), min(scene.height, box.y2 + round(2.6 * unit))
    x1, x2 = max(0, box.x1), min(scene.width, box.x2)
    if y2 <= y1 or x2 - x1 < 4:
        return False
    strip = scene.pixels[y1:y2, x1:x2].astype(np.int16)
    first = strip[:, :1]
    even = np.abs(strip - first).max(axis=(1, 2)) < 12
    paper = np.array(ink.paper, np.int16)
    vivid = (first.max(axis=2) - first.min(axis=2) > COLOURED)[:, 0]
    differs = (np.abs(first - paper).max(axis=2) > 60)[:, 0]
    rows = np.flatnonzero(even & vivid & differs)
    return bool(0 < len(rows) <= max(5, 0.5 * unit))


# --- a row of words at even gaps, at the page's head or foot ------------------------------------------------------


def bar_items(lines: Sequence[TextLine], scene: Scene) -> list[Draft]:
    unit, found = scene.unit, []
    edge = 0.16 * scene.height
    foot = scene.height - 0.6 * edge
    near = [
        line
        for line in lines
        if line.box.y2 < edge or (line.box.y1 > foot and not any(letter.isdigit() for letter in line.text))
    ]
    for row in rows_of([line for line in near if is_short(line, unit) and not _FIGURES.match(line.text)], unit):
        for run in _runs(row, scene, 9.0):
            companions = sum(_icon_beside(line, scene) is not None for line in run)
            if len(run) >= 3 or (len(run) == 2 and companions == 2):
                for line in run:
                    box = _with_icons(line, scene)
                    pad = round(0.6 * unit)
                    found.append(
                        _draft(
                            "link",
                            line,
                            BBox(box.x1 - pad, box.y1 - 2 * pad, box.x2 + pad, box.y2 + 2 * pad),
                            scene,
                            0.6,
                        )
                    )
    return found


def _runs(row: Sequence[TextLine], scene: Scene, reach: float) -> list[list[TextLine]]:
    """Neighbours in a row: of like size, at gaps of one to `reach` heights, pictograms between them left out."""
    runs: list[list[TextLine]] = []
    for line in row:
        last = runs[-1][-1] if runs else None
        if last is not None:
            gap = (line.box.x1 - last.box.x2) / scene.unit
            like = abs(line.box.height - last.box.height) <= 0.45 * scene.unit
            if 0.6 <= gap <= reach and like and _same_paper(line, last, scene):
                runs[-1].append(line)
                continue
        runs.append([line])
    return runs


def _same_paper(one: TextLine, other: TextLine, scene: Scene) -> bool:
    return max(abs(a - b) for a, b in zip(scene.inks[one].paper, scene.inks[other].paper, strict=True)) < 24


# --- a column of words in a panel of its own ----------------------------------------------------------------------


def side_items(lines: Sequence[TextLine], scene: Scene) -> list[Draft]:
    unit, found = scene.unit, []
    short = [
        line
        for line in lines
        if is_short(line, unit) and line.box.x1 < 0.3 * scene.width and any(letter.isalpha() for letter in line.text)
    ]
    for column in columns_of(short, unit):
        items = [line for line in column if not _is_caption(line, column, scene)]
        icons = {line: _icon_beside(line, scene) for line in items}
        with_icon = sum(icon is not None for icon in icons.values())
        steps = [b.box.centre[1] - a.box.centre[1] for a, b in pairwise(items)]
        usual = median(steps) if steps else 0.0
        even = sum(abs(step - usual) <= 0.25 * usual for step in steps)
        alone = sum(_alone(line, scene, lines) for line in items)
        panelled = items and _in_side_panel(items, scene)
        if len(items) < 3 or usual < 2.1 * unit or alone < 0.7 * len(items):
            continue
        if panelled or with_icon >= 0.6 * len(items) or even >= max(2, 0.7 * len(steps)):
            sure = 0.75 if panelled or with_icon else 0.5
            found += [_side_item(line, icons[line], usual, scene, sure) for line in items]
    return found


def _is_caption(line: TextLine, column: Sequence[TextLine], scene: Scene) -> bool:
    """A group's caption: in capitals, or smaller and fainter than its fellows, and without a pictogram."""
    if _icon_beside(line, scene) is not None:
        return False
    capitals = line.text.isupper() and len(line.text) > 1
    return capitals and not all(other.text.isupper() for other in column)


def _alone(line: TextLine, scene: Scene, lines: Sequence[TextLine]) -> bool:
    """No other words at its height close to the right, but a badge or a shortcut."""
    box, reach = line.box, 14 * scene.unit
    return not any(
        other is not line and other.box.overlap_y(box) > 0.5 * box.height
        and 0 < other.box.x1 - box.x2 < reach and len(other.text) > 5 and _same_paper(line, other, scene)
        for other in lines
    )  # fmt: skip


def _in_side_panel(items: Sequence[TextLine], scene: Scene) -> bool:
    """Whether the column stands on a paper that ends before the page's middle and is not the page's own."""
    line = items[len(items) // 2]
    y = min(scene.height - 1, line.box.y2 + max(2, round(0.3 * scene.unit)))
    paper = np.array(scene.inks[line].paper, np.int16)
    row = scene.pixels[y].astype(np.int16)
    far = np.flatnonzero(np.abs(row[line.box.x2 :] - paper).max(axis=1) > 14)
    beyond = line.box.x2 + int(far[0]) if len(far) else scene.width
    main = scene.pixels[y, min(scene.width - 1, scene.width * 2 // 3)]
    apart = abs(luminance(tuple(int(v) for v in main)) - luminance(scene.inks[line].paper))  # type: ignore[arg-type]
    return line.box.x1 < 0.2 * scene.width and beyond < 0.45 * scene.width and apart > 24


def _side_item(line: TextLine, icon: Draft | None, step: float, scene: Scene, sure: float) -> Draft:
    """Its box is its row: as far as its paper reaches, as high as the step to the next allows."""
    box = line.box if icon is None else line.box.union(icon.box)
    left, right = _paper_reach(line, box, scene)
    half = min(step, 3.4 * scene.unit) / 2
    middle = line.box.centre[1]
    area = BBox(left, round(middle - half), right, round(middle + half))
    return _draft("link", line, area, scene, sure)


def _paper_reach(line: TextLine, box: BBox, scene: Scene) -> tuple[int, int]:
    """How far the paper runs on, left and right, just below the letters."""
    y = min(scene.height - 1, line.box.y2 + max(2, round(0.35 * scene.unit)))
    row = np.abs(scene.pixels[y].astype(np.int16) - np.array(scene.inks[line].paper, np.int16)).max(axis=1) > 10
    left_edges = np.flatnonzero(row[: box.x1])
    right_edges = np.flatnonzero(row[box.x2 :])
    left = int(left_edges[-1]) + 1 if len(left_edges) else 0
    right = box.x2 + int(right_edges[0]) if len(right_edges) else scene.width
    inset = round(0.6 * scene.unit)
    left, right = max(left + inset // 2, box.x1 - 3 * inset), min(right - inset, box.x2 + round(20 * scene.unit))
    return min(left, box.x1 - inset // 2), max(right, box.x2 + inset // 2)


# --- numbers of pages ---------------------------------------------------------------------------------------------


def page_numbers(lines: Sequence[TextLine], scene: Scene) -> list[Draft]:
    """Rising numbers close together in a row (1 2 3 ... 10)."""
    found: list[Draft] = []
    for row in rows_of([line for line in lines if line.text.isdigit() and len(line.text) < 4], scene.unit):
        run: list[TextLine] = []
        for line in [*row, None]:
            follows = line is not None and bool(run) and line.box.x1 - run[-1].box.x2 < 4 * scene.unit
            if line is not None and (not run or (follows and int(line.text) == int(run[-1].text) + 1)):
                run.append(line)
                continue
            if len(run) >= 3:
                pad = round(0.8 * scene.unit)
                found += [_draft("link", item, item.box.grow(pad), scene, 0.6) for item in run]
            run = [line] if line is not None else []
    return found


# --- words in the colour of links ---------------------------------------------------------------------------------


def coloured(lines: Sequence[TextLine], in_tables: set[TextLine], scene: Scene) -> list[Draft]:
    accents = _accents(scene)
    bold = _bold(scene)
    found: list[Draft] = []
    for line in lines:
        ink = scene.inks[line]
        if len(line.text) < 2 or len(line.text) > 90 or _FIGURES.match(line.text):
            continue
        blue = 195 <= hue(ink.colour) <= 265
        vivid = ink.chroma >= 1.4 * COLOURED and ink.contrast > 40
        accent = any(same_hue(ink.colour, accent) for accent in accents)
        heading = ink.weight > bold or (line.text.isupper() and len(line.text) > 3)
        beside = _control_beside(line, scene)
        if ink.underlined or (vivid and not heading and (blue or accent or beside) and not _on_badge(line, scene)):
            if not ink.underlined and (line.text[0] in "•●·∙" or (line in in_tables and _dotted(line, scene))):
                continue
            found.append(
                _draft(
                    "link", line, line.box.grow(max(2, round(0.3 * scene.unit))), scene, 0.6 if blue or accent else 0.5
                )
            )
    return found


def _accents(scene: Scene) -> list[Colour]:
    """The colours that buttons are filled with: a page's links often have them too."""
    papers = [
        scene.inks[d.lines[0]].paper
        for d in scene.drafts
        if d.role in ("button", "link") and d.lines and d.lines[0] in scene.inks
    ]
    return [paper for paper in papers if max(paper) - min(paper) > 80]


def _bold(scene: Scene) -> float:
    weights = sorted(ink.weight for line, ink in scene.inks.items() if len(line.text) > 3)
    return 1.45 * weights[len(weights) // 2] if weights else 1.0


def _on_badge(line: TextLine, scene: Scene) -> bool:
    """Whether its paper ends close around it, as a badge's does."""
    paper = np.array(scene.inks[line].paper, np.int16)
    y = round(line.box.centre[1])
    reach = round(1.6 * scene.unit)
    sides = 0
    for x1, x2 in ((line.box.x1 - reach, line.box.x1 - 2), (line.box.x2 + 2, line.box.x2 + reach)):
        strip = scene.pixels[min(max(0, y), scene.height - 1), max(0, x1) : max(0, min(scene.width, x2))].astype(
            np.int16
        )
        if len(strip):
            edge = strip[0] if x1 < line.box.x1 else strip[-1]
            sides += int(np.abs(edge - paper).max()) > 5
    return sides == 2


def _dotted(line: TextLine, scene: Scene) -> bool:
    """A dot right before a word makes it a status."""
    box = line.box
    x1 = max(0, box.x1 - round(1.2 * scene.unit))
    strip = scene.pixels[max(0, box.y1) : box.y2, x1 : max(x1, box.x1 - 2)].astype(np.int16)
    return bool(strip.size) and int(np.abs(strip - np.array(scene.inks[line].paper, np.int16)).max()) > 60


def _control_beside(line: TextLine, scene: Scene) -> bool:
    reach = 5 * scene.unit
    return any(
        draft.role == "button" and draft.lines and draft.box.overlap_y(line.box) > 0.8 * line.box.height
        and -draft.box.overlap_x(line.box) < reach
        for draft in scene.drafts
    )  # fmt: skip


# --- shared -------------------------------------------------------------------------------------------------------


def _icon_beside(line: TextLine, scene: Scene) -> Draft | None:
    """The pictogram left of a line, at its height."""
    box = line.box
    best: tuple[float, Draft] | None = None
    for draft in scene.drafts:
        if draft.role not in ("icon", "checkbox", "radio"):
            continue
        gap = box.x1 - draft.box.x2
        if 0 <= gap <= 1.8 * scene.unit and draft.box.height <= 2.6 * scene.unit:
            off = abs(draft.box.centre[1] - box.centre[1])
            if off <= 0.6 * scene.unit and (best is None or gap < best[0]):
                best = (gap, draft)
    return best[1] if best and best[1].role == "icon" else None


def _with_icons(line: TextLine, scene: Scene) -> BBox:
    icon = _icon_beside(line, scene)
    return line.box if icon is None else line.box.union(icon.box)


def _draft(role: str, line: TextLine, box: BBox, scene: Scene, sure: float, state: State | None = None) -> Draft:
    box = BBox(max(0, box.x1), max(0, box.y1), min(scene.width, box.x2), min(scene.height, box.y2))
    return Draft(role, box, sure * line.confidence, state or State(), [line], line.text)
