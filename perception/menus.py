"""Text that acts by its company: tabs, items of bars and side bars, page numbers.

A person tells them by their place and their like: a row or a column of short, evenly placed words, often with a
pictogram each. Nothing here looks at what a word means.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

import numpy as np

from perception.draft import Draft, Shelf, lines_shelf
from perception.ink import COLOURED, distance, luminance, measure_box
from perception.scene import (
    FIGURES,
    Scene,
    acting,
    columns_of,
    icon_beside,
    is_short,
    rows_of,
    runs_of,
    same_paper,
    with_icons,
)
from perception.types import BBox, State, TextLine

_HEAD = 0.16  # the share of a page's height that its head takes at most

# --- a row of words, one of them underlined by a bar --------------------------------------------------------------


def tabs(lines: Sequence[TextLine], scene: Scene) -> list[Draft]:
    found: list[Draft] = []
    for row in rows_of([line for line in lines if is_short(line, scene.unit)], scene.unit):
        for run in runs_of(row, scene, 7.0):
            bars = [_bar_below(line, scene) for line in run]
            if len(run) >= 2 and sum(bars) == 1 and not in_top_bar(run[0], scene):
                for line, chosen in zip(run, bars, strict=True):
                    box = with_icons(line, scene)
                    box = BBox(
                        box.x1 - round(0.4 * scene.unit),
                        box.y1 - round(scene.unit),
                        box.x2 + round(0.4 * scene.unit),
                        box.y2 + round(scene.unit),
                    )
                    found.append(acting("tab", line, box, scene, 0.75, State(selected=chosen)))
    return found


def in_top_bar(line: TextLine, scene: Scene) -> bool:
    """Whether a line stands in a bar across the head of a wide page: the page goes on right below on another paper."""
    unit, box = scene.unit, line.box
    if box.y2 > _HEAD * scene.height or scene.width < 55 * unit:
        return False
    y1, y2 = box.y2 + 2, min(scene.height, box.y2 + round(4.5 * unit))
    right = scene.pixels[y1:y2, box.x1 :].astype(np.int16)
    apart = np.abs(right - np.array(scene.inks[line].paper, np.int16)).max(axis=2) > 4
    return bool(right.size) and bool((apart.mean(axis=1) > 0.97).any())


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
    edge = _HEAD * scene.height
    foot = scene.height - 0.6 * edge
    near = [
        line
        for line in lines
        if line.box.y2 < edge
        or (line.box.y1 > foot and not line.text.isupper() and not any(letter.isdigit() for letter in line.text))
    ]
    for row in rows_of([line for line in near if is_short(line, unit) and not FIGURES.match(line.text)], unit):
        members: list[TextLine] = []
        with_icon = {line for line in row if icon_beside(line, scene) is not None}
        for run in runs_of(row, scene, 9.0):
            if len(run) >= 3 or (len(run) == 2 and (with_icon.issuperset(run) or in_top_bar(run[0], scene))):
                members += run
        if members:
            members += [line for line in row if line in with_icon and line not in members]
        members += [line for line in row if line not in members and _ends_a_bar(line, scene)]
        found += [_bar_item(line, scene) for line in members]
    return found


def _ends_a_bar(line: TextLine, scene: Scene) -> bool:
    """A word or two at the right end of a wide page's top bar, at the height of something that acts."""
    box, unit = line.box, scene.unit
    if box.y2 > 0.1 * scene.height or box.x1 < 0.5 * scene.width or scene.width < 55 * unit:
        return False
    letters = sum(map(str.isalpha, line.text)) > 1 and not any(map(str.isdigit, line.text))
    said = letters and len(line.text.split()) <= 3 and box.height <= 1.5 * unit
    level = [d for d in scene.drafts if d.acts and abs(d.box.centre[1] - box.centre[1]) <= 0.5 * unit]
    return said and any(abs(d.box.centre[0] - box.centre[0]) > 3 * unit and d.box.height <= 5 * unit for d in level)


def _bar_item(line: TextLine, scene: Scene) -> Draft:
    box, pad = with_icons(line, scene), round(0.6 * scene.unit)
    arrow = scene.sign_behind(line)
    opens = arrow is not None and arrow.height <= 0.8 * arrow.width
    box = box.union(arrow) if arrow is not None and opens else box
    area = BBox(box.x1 - pad, box.y1 - 2 * pad, box.x2 + pad, box.y2 + 2 * pad)
    return acting("button" if opens else "link", line, area, scene, 0.6, State(expanded=False) if opens else None)


# --- a column of words in a panel of its own ----------------------------------------------------------------------


def side_items(lines: Sequence[TextLine], scene: Scene) -> list[Draft]:
    unit, found = scene.unit, []
    short = [
        line
        for line in lines
        if is_short(line, unit) and line.box.x1 < 0.3 * scene.width and any(letter.isalpha() for letter in line.text)
    ]
    shelf = lines_shelf(lines, unit)
    for column in columns_of(short, unit):
        for panel in _by_paper(column, scene):
            found += _side_column([line for line in panel if not _is_caption(line, panel, scene)], shelf, scene)
    return found


def _by_paper(column: Sequence[TextLine], scene: Scene) -> list[list[TextLine]]:
    """Parts of a column that stand on dark, middling and bright paper (a gradient is one paper)."""
    parts: list[list[TextLine]] = []
    for line in column:
        bright = luminance(scene.inks[line].paper)
        home = next((p for p in parts if abs(luminance(scene.inks[p[-1]].paper) - bright) < 30), None)
        if home is None:
            parts.append([line])
        else:
            home.append(line)
    most = max(parts, key=len)
    for part in [
        p for p in parts if len(p) <= 2 and len(most) >= 2 and p is not most
    ]:  # the chosen item has a paper of its own
        if part[0].box.y1 - most[-1].box.y2 < 6 * scene.unit and most[0].box.y1 - part[-1].box.y2 < 6 * scene.unit:
            most += part
            parts.remove(part)
    most.sort(key=lambda line: line.box.y1)
    return parts


def _side_column(items: Sequence[TextLine], shelf: Shelf[TextLine], scene: Scene) -> list[Draft]:
    """The items of one column, if they are three or more, evenly placed, and alone in their rows."""
    items = _without_logo(items, scene)
    if items:
        usual_height = median(line.box.height for line in items)
        items = [line for line in items if abs(line.box.height - usual_height) <= 0.7 * scene.unit]
    if len(items) < 3:
        return []
    unit, icons = scene.unit, {line: icon_beside(line, scene) for line in items}
    with_icon = sum(icon is not None for icon in icons.values())
    steps = [b.box.centre[1] - a.box.centre[1] for a, b in pairwise(items)]
    usual = median(steps)
    even = sum(abs(step - usual) <= 0.25 * usual for step in steps)
    alone = sum(_alone(line, scene, shelf) for line in items)
    panelled = _in_side_panel(items, scene)
    farthest = 14 if panelled and with_icon >= 0.6 * len(items) else 8
    if not 2.1 * unit <= usual <= farthest * unit or alone < 0.7 * len(items):
        return []
    if not panelled and _bullets([icon for icon in icons.values() if icon is not None], scene):
        return []
    close = even >= max(2, 0.7 * len(steps)) and _nothing_between(items, usual, shelf)
    if not (panelled or with_icon >= 0.6 * len(items) or close):
        return []
    sure = 0.75 if panelled or with_icon else 0.5
    found = [_side_item(line, icons[line], usual, scene, sure) for line in items]
    left = round(median(draft.box.x1 for draft in found))
    right = round(median(draft.box.x2 for draft in found))
    for draft in found:
        words = draft.lines[0].box
        draft.box = BBox(min(left, words.x1 - 2), draft.box.y1, max(right, words.x2 + 2), draft.box.y2)
        draft.lines += _badges_behind(draft, shelf, scene)
    return found


def _without_logo(items: Sequence[TextLine], scene: Scene) -> Sequence[TextLine]:
    """A product's name at the head of a side bar is bolder than its items, or larger."""
    if len(items) < 3 or items[0].box.y1 > 0.12 * scene.height:
        return items
    rest = items[1:]
    bolder = scene.inks[items[0]].stroke > 1.35 * median(scene.inks[line].stroke for line in rest)
    larger = items[0].box.height > 1.3 * median(line.box.height for line in rest)
    apart = items[1].box.y1 - items[0].box.y2 > 1.5 * median(b.box.y1 - a.box.y2 for a, b in pairwise(rest))
    return rest if apart and (bolder or larger) else items


def _bullets(icons: Sequence[Draft], scene: Scene) -> bool:
    """Whether the same coloured sign stands before each line: ticks and dots of a list, not a menu's icons."""
    if len(icons) < 3:
        return False
    drawn = [(icon.box.width, measure_box(scene.pixels, icon.box)) for icon in icons]
    small = [(width, ink) for width, ink in drawn if width <= 1.05 * scene.unit and ink.chroma > COLOURED]
    like = max(
        (sum(abs(w - v) <= 2 and distance(ink.colour, other.colour) < 40 for v, other in small) for w, ink in small),
        default=0,
    )
    return like >= max(3, 0.6 * len(icons))


def _nothing_between(items: Sequence[TextLine], usual: float, shelf: Shelf[TextLine]) -> bool:
    """Whether no other words stand between neighbours: the lines of cards are not items."""
    own = set(items)
    for one, other in pairwise(items):
        if other.box.y1 - one.box.y2 > 1.5 * usual:
            continue
        between = shelf.touching(one.box.y2 + 1, other.box.y1 - 1)
        if any(line not in own and not line.text.isupper() and line.box.overlap_x(one.box) > 0 for line in between):
            return False
    return True


def _badges_behind(item: Draft, shelf: Shelf[TextLine], scene: Scene) -> list[TextLine]:
    """The count or tag at the end of an item's row: it belongs to the item's name."""
    words = item.lines[0].box
    return [
        line
        for line in shelf.touching(words.y1, words.y2)
        if len(line.text) <= 5
        and line.box.x1 > words.x2
        and line.box.inside(item.box) > 0.9
        and abs(line.box.centre[1] - words.centre[1]) < 0.5 * scene.unit
    ]


def _is_caption(line: TextLine, column: Sequence[TextLine], scene: Scene) -> bool:
    """A group's caption: in capitals, or smaller and fainter than its fellows, and without a pictogram."""
    if icon_beside(line, scene) is not None:
        return False
    capitals = line.text.isupper() and len(line.text) > 1
    return capitals and not all(other.text.isupper() for other in column)


def _alone(line: TextLine, scene: Scene, shelf: Shelf[TextLine]) -> bool:
    """No other words at its height close to the right, but a badge or a shortcut."""
    box, reach = line.box, 14 * scene.unit
    return not any(
        other is not line and other.box.overlap_y(box) > 0.5 * box.height
        and 0 < other.box.x1 - box.x2 < reach and len(other.text) > 5 and same_paper(line, other, scene)
        and not _parted(line, other, scene)
        for other in shelf.touching(box.y1, box.y2)
    )  # fmt: skip


def _parted(left: TextLine, right: TextLine, scene: Scene) -> bool:
    """Whether a border or a gutter runs between two lines, higher than both."""
    y1, y2 = max(0, left.box.y1 - round(scene.unit)), min(scene.height, left.box.y2 + round(scene.unit))
    between = scene.pixels[y1:y2, left.box.x2 : right.box.x1].astype(np.int16)
    apart = np.abs(between - np.array(scene.inks[left].paper, np.int16)).max(axis=2) > 4
    return bool(apart.size) and bool(apart.all(axis=0).any())


def _in_side_panel(items: Sequence[TextLine], scene: Scene) -> bool:
    """Whether the column stands on a paper that ends before the page's middle and is not the page's own."""
    line = items[len(items) // 2]
    y = min(scene.height - 1, line.box.y2 + max(2, round(0.3 * scene.unit)))
    paper = np.array(scene.inks[line].paper, np.int16)
    row = scene.pixels[y].astype(np.int16)
    far = np.flatnonzero(np.abs(row[line.box.x2 :] - paper).max(axis=1) > 14)
    beyond = line.box.x2 + int(far[0]) if len(far) else scene.width
    mains = [tuple(int(v) for v in scene.pixels[y, scene.width * part // 6]) for part in (3, 4, 5)]
    apart = median(abs(luminance(main) - luminance(scene.inks[line].paper)) for main in mains)  # type: ignore[arg-type]
    if line.box.x1 >= 0.2 * scene.width or beyond >= 0.45 * scene.width:
        return False
    return apart > 24 or (apart > 8 and len(items) >= 5 and _one_edge(items, beyond, scene))


def _one_edge(items: Sequence[TextLine], x: int, scene: Scene) -> bool:
    """Whether the paper ends at one place, right of all items, and goes on above and below them."""
    top, bottom = max(0, items[0].box.y1 - 1), min(scene.height, items[-1].box.y2 + 1)
    paper = np.array(scene.inks[items[len(items) // 2]].paper, np.int16)
    column = np.abs(scene.pixels[top:bottom, max(0, x - 3)].astype(np.int16) - paper).max(axis=1) < 8
    border = np.abs(scene.pixels[top:bottom, min(scene.width - 1, x)].astype(np.int16) - paper).max(axis=1) > 8
    return bool(column.mean() > 0.9 and border.mean() > 0.9)


def _side_item(line: TextLine, icon: Draft | None, step: float, scene: Scene, sure: float) -> Draft:
    """Its box is its row: as far as its paper reaches, as high as the step to the next allows."""
    box = line.box if icon is None else line.box.union(icon.box)
    left, right = _paper_reach(line, box, scene)
    half = min(step, 3.4 * scene.unit) / 2
    middle = line.box.centre[1]
    area = BBox(left, round(middle - half), right, round(middle + half))
    return acting("link", line, area, scene, sure)


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


# --- a product's name at the head ---------------------------------------------------------------------------------


def brand(lines: Sequence[TextLine], found: Sequence[Draft], scene: Scene) -> list[Draft]:
    """The name at the head of a bar or side bar that has items: it leads home. A picture before it belongs to it."""
    unit = scene.unit
    heads = [
        line
        for line in lines
        if line.box.y2 < 0.1 * scene.height
        and line.box.x1 < 0.25 * scene.width
        and sum(map(str.isalpha, line.text)) > 1
    ]
    if not heads:
        return []
    line = min(heads, key=lambda head: head.box.x1 + 2 * head.box.y1)
    acting_near = [d for d in found if d.role in ("link", "button")]
    right = [d for d in acting_near if d.box.overlap_y(line.box) > 0.8 * line.box.height and d.box.x1 >= line.box.x2]
    below = [d for d in acting_near if d.box.y1 >= line.box.y2 and d.box.x1 <= line.box.x1 and d.box.x2 >= line.box.x2]
    in_bar = len(right) >= 2 and in_top_bar(line, scene)
    if len(line.text) > 30 or not (in_bar or (len(below) >= 3 and _in_side_panel([line], scene))):
        return []
    box = line.box
    for draft in scene.drafts:
        beside = draft.role in ("icon", "img") and -2 <= box.x1 - draft.box.x2 <= 2.5 * unit
        if beside and draft.box.overlap_y(line.box) > 0.7 * line.box.height and draft.box.height < 7 * unit:
            box = box.union(draft.box)
    return [acting("link", line, box.grow(round(0.5 * unit)), scene, 0.5)]


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
                found += [acting("link", item, item.box.grow(pad), scene, 0.6) for item in run]
            run = [line] if line is not None else []
    return found
