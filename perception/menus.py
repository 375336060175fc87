"""Text that acts by its company: items of bars and side bars, tabs, crumbs, segments of a strip, page numbers.

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
from perception.scene import FIGURES, Scene, acting, columns_of, icon_beside, is_short, rows_of, with_icons
from perception.types import BBox, State, TextLine

# --- a row of words, one of them underlined by a bar --------------------------------------------------------------


def tabs(lines: Sequence[TextLine], scene: Scene) -> list[Draft]:
    found: list[Draft] = []
    for row in rows_of([line for line in lines if is_short(line, scene.unit)], scene.unit):
        for run in _runs(row, scene, 7.0):
            bars = [_bar_below(line, scene) for line in run]
            if len(run) >= 2 and sum(bars) == 1:
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
    for row in rows_of([line for line in near if is_short(line, unit) and not FIGURES.match(line.text)], unit):
        members: list[TextLine] = []
        with_icon = {line for line in row if icon_beside(line, scene) is not None}
        for run in _runs(row, scene, 9.0):
            if len(run) >= 3 or (len(run) == 2 and with_icon.issuperset(run)):
                members += run
        if members:
            members += [line for line in row if line in with_icon and line not in members]
        found += [_bar_item(line, scene) for line in members]
    return found


def _bar_item(line: TextLine, scene: Scene) -> Draft:
    box, pad = with_icons(line, scene), round(0.6 * scene.unit)
    return acting("link", line, BBox(box.x1 - pad, box.y1 - 2 * pad, box.x2 + pad, box.y2 + 2 * pad), scene, 0.6)


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
    return parts


def _side_column(items: Sequence[TextLine], shelf: Shelf[TextLine], scene: Scene) -> list[Draft]:
    """The items of one column, if they are three or more, evenly placed, and alone in their rows."""
    items = _without_logo(items, scene)
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
        and 0 < other.box.x1 - box.x2 < reach and len(other.text) > 5 and _same_paper(line, other, scene)
        for other in shelf.touching(box.y1, box.y2)
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


# --- words on a strip of their own, parts of a path, words with an arrow --------------------------------------------


def segments(lines: Sequence[TextLine], scene: Scene) -> list[Draft]:
    """Two or more short words on one strip of control height that ends close around them: a group of buttons."""
    found: list[Draft] = []
    for row in rows_of([line for line in lines if is_short(line, scene.unit)], scene.unit):
        for run in _runs(row, scene, 4.5):
            strip = _strip(run, scene)
            if strip is None:
                continue
            middles = [round((a.box.x2 + b.box.x1) / 2) for a, b in pairwise(run)]
            edges = [strip.x1, *middles, strip.x2]
            found += [
                acting("button", line, BBox(left, strip.y1, right, strip.y2), scene, 0.7)
                for line, (left, right) in zip(run, pairwise(edges), strict=True)
            ]
    return found


def _strip(run: Sequence[TextLine], scene: Scene) -> BBox | None:
    """The paper that a run stands on, if it is a strip around it and not a bar or the page."""
    unit, first, last = scene.unit, run[0].box, run[-1].box
    paper = np.array(scene.inks[run[0]].paper, np.int16)
    x, y = max(0, first.x1 - 3), min(scene.height - 1, max(first.y2, last.y2) + 2)
    column = np.abs(scene.pixels[:, x].astype(np.int16) - paper).max(axis=1) > 8
    level = np.abs(scene.pixels[y].astype(np.int16) - paper).max(axis=1) > 8
    above, below = np.flatnonzero(column[: first.y1]), np.flatnonzero(column[first.y2 :])
    left, right = np.flatnonzero(level[: first.x1]), np.flatnonzero(level[last.x2 :])
    if not (len(above) and len(below) and len(left) and len(right)):
        return None
    strip = BBox(int(left[-1]) + 1, int(above[-1]) + 1, last.x2 + int(right[0]), first.y2 + int(below[0]))
    tight = first.x1 - strip.x1 <= 2.2 * unit and strip.x2 - last.x2 <= 2.2 * unit
    flat = 1.6 * unit <= strip.height <= 4.5 * unit
    company = len(run) >= 2 or any(_abuts(draft, strip) for draft in scene.buttons.touching(strip.y1, strip.y2))
    return strip if company and tight and flat and not level[strip.x1 : strip.x2].any() else None


def _abuts(draft: Draft, strip: BBox) -> bool:
    """Whether a button stands at an end of a strip, as its chosen segment."""
    level = draft.box.overlap_y(strip) > 0.8 * min(strip.height, draft.box.height)
    touches = min(abs(draft.box.x2 - strip.x1), abs(strip.x2 - draft.box.x1)) <= 4
    return level and touches and draft.box.height < 1.5 * strip.height


def chips(lines: Sequence[TextLine], scene: Scene) -> list[Draft]:
    """Three or more tags of one height close together in a row: to filter by, or to follow."""
    tags = sorted((r.box for r in scene.regions if r.kind == "badge"), key=lambda box: (box.y1, box.x1))
    rows: list[list[BBox]] = []
    for box in tags:
        last = rows[-1][-1] if rows else None
        like = last is not None and abs(box.y1 - last.y1) <= 2 and abs(box.y2 - last.y2) <= 2
        if last is not None and like and 0 <= box.x1 - last.x2 <= 1.2 * scene.unit:
            rows[-1].append(box)
        else:
            rows.append([box])
    found: list[Draft] = []
    shelf = lines_shelf(lines, scene.unit)
    for box in (box for row in rows if len(row) >= 3 for box in row):
        held = [line for line in shelf.touching(box.y1, box.y2) if line.box.inside(box) > 0.7]
        if len(held) == 1:
            found.append(acting("button", held[0], box, scene, 0.5))
    return found


def crumbs(lines: Sequence[TextLine], scene: Scene) -> list[Draft]:
    """Short words near the top, a sign in each gap: a path, whose last is the place itself, or links between bars."""
    found: list[Draft] = []
    near = [line for line in lines if line.box.y2 < 0.3 * scene.height and is_short(line, scene.unit)]
    for row in rows_of(near, scene.unit):
        chain: list[TextLine] = []
        signs: list[BBox] = []
        for line in [*row, None]:
            sign = _sign_between(chain[-1], line, scene) if line is not None and chain else None
            if line is not None and sign is not None:
                chain.append(line)
                signs.append(sign)
                continue
            bars = signs and all(sign.width <= max(2, 0.2 * sign.height) for sign in signs)
            pad = round(0.3 * scene.unit)
            found += [acting("link", item, item.box.grow(pad), scene, 0.6) for item in (chain if bars else chain[:-1])]
            chain, signs = [line] if line is not None else [], []
    return found


def _sign_between(left: TextLine, right: TextLine, scene: Scene) -> BBox | None:
    """One sign, slighter than a letter pair, alone in a gap of one to three heights: "›", "/", "|"."""
    unit, x1, x2 = scene.unit, left.box.x2 + 1, right.box.x1 - 1
    if not 0.7 * unit <= x2 - x1 <= 3 * unit or not _same_paper(left, right, scene):
        return None
    y1, y2 = max(0, left.box.y1 - 2), min(scene.height, left.box.y2 + 2)
    gap = np.abs(scene.pixels[y1:y2, x1:x2].astype(np.int16) - np.array(scene.inks[left].paper, np.int16)).max(axis=2)
    columns, rows = np.flatnonzero(gap.max(axis=0) > 30), np.flatnonzero(gap.max(axis=1) > 30)
    if not len(columns):
        return None
    width = int(columns[-1] - columns[0]) + 1
    if width > 0.75 * unit or columns[0] < 0.15 * unit or x2 - x1 - columns[-1] <= 0.15 * unit:
        return None
    return BBox(x1 + int(columns[0]), y1 + int(rows[0]), x1 + int(columns[-1]) + 1, y1 + int(rows[-1]) + 1)


def dropdowns(lines: Sequence[TextLine], scene: Scene) -> list[Draft]:
    """Words with a small arrow right behind them."""
    found: list[Draft] = []
    for line in lines:
        near = scene.icons.touching(line.box.y1, line.box.y2)
        arrow = next((d for d in near if _is_arrow(d.box, scene.unit) and _behind(d.box, line.box, scene.unit)), None)
        if arrow is not None and is_short(line, scene.unit) and any(letter.isalpha() for letter in line.text):
            box = with_icons(line, scene).union(arrow.box).grow(round(0.3 * scene.unit))
            found.append(acting("button", line, box, scene, 0.6))
    return found


def _is_arrow(box: BBox, unit: float, roomy: bool = False) -> bool:
    """As small as an arrow is; `roomy`: with the room around it that a pictogram was given."""
    if roomy:
        return max(box.width, box.height) <= 2.3 * unit
    return 0.4 * unit <= box.width <= 1.1 * unit and 0.25 * unit <= box.height <= 0.75 * unit


def _behind(arrow: BBox, words: BBox, unit: float) -> bool:
    return 0 <= arrow.x1 - words.x2 <= 0.9 * unit and abs(arrow.centre[1] - words.centre[1]) <= 0.5 * unit


def openers(lines: Sequence[TextLine], scene: Scene) -> list[Draft]:
    """Strips with words at the left and an arrow at the right end: they open what is below."""
    found: list[Draft] = []
    shelf = lines_shelf(lines, scene.unit)
    for region in scene.regions:
        box, unit = region.box, scene.unit
        if (
            region.kind not in ("row", "panel", "cell")
            or not 2 * unit <= box.height <= 7 * unit
            or box.width < 12 * unit
        ):
            continue
        held = [line for line in shelf.touching(box.y1, box.y2) if line.box.inside(box) > 0.9]
        icons = [d.box for d in scene.icons.touching(box.y1, box.y2) if _is_arrow(d.box, unit, roomy=True)]
        ends = [icon for icon in icons if icon.inside(box) > 0.9 and box.x2 - icon.x2 < 4 * unit]
        if len(held) == 1 and len(ends) == 1 and held[0].box.x2 < ends[0].x1 - 3 * unit:
            found.append(acting("button", held[0], box, scene, 0.6))
    return found


def accounts(lines: Sequence[TextLine], scene: Scene) -> list[Draft]:
    """A small portrait at the top with a name beside it opens the user's menu; it becomes one button with the name."""
    found: list[Draft] = []
    unit = scene.unit
    for draft in scene.drafts:
        box = draft.box
        if draft.role not in ("img", "button") or draft.text.strip(" ")[2:] or not 1.5 * unit <= box.height <= 5 * unit:
            continue
        if box.y2 > 0.12 * scene.height or not 0.8 <= box.width / box.height <= 1.25 or box.x1 < 0.5 * scene.width:
            continue
        beside = [line for line in lines if box.y1 - 3 <= line.box.centre[1] <= box.y2 + 3]
        right = [line for line in beside if 0 < line.box.x1 - box.x2 <= 1.6 * unit and any(map(str.isalpha, line.text))]
        left = [line for line in beside if 0 < box.x1 - line.box.x2 <= 1.6 * unit and any(map(str.isalpha, line.text))]
        names = right or left
        if names:
            button = acting("button", names[0], box, scene, 0.6)
            button.lines = names
            for line in names:
                button.box = button.box.union(line.box)
            found.append(button)
    return found
