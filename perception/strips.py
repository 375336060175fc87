"""Text that acts by what is drawn around it: segments of a strip, chips, crumbs, words with an arrow, a user's menu."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from perception.draft import Draft, lines_shelf
from perception.ink import COLOURED
from perception.scene import Scene, acting, is_short, rows_of, runs_of, same_paper, with_icons
from perception.types import BBox, State, TextLine


def segments(lines: Sequence[TextLine], scene: Scene) -> list[Draft]:
    """Two or more short words on one strip of control height that ends close around them: a group of buttons."""
    found: list[Draft] = []
    for row in rows_of([line for line in lines if is_short(line, scene.unit)], scene.unit):
        for run in runs_of(row, scene, 4.5):
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


def beside_chosen(lines: Sequence[TextLine], scene: Scene) -> list[Draft]:
    """Words in a row with one that is framed as chosen, with as much room around them: the other tabs, or a button.

    The words' distance from the frame is what they would have if they had the same frame, side by side.
    """
    found: list[Draft] = []
    rows = rows_of([line for line in lines if is_short(line, scene.unit)], scene.unit)
    for draft in scene.drafts:
        worded = len(draft.lines) == 1 and len(draft.text) > 1
        if draft.role not in ("button", "tab") or not worded or not 1.8 <= draft.box.height / scene.unit <= 4.5:
            continue
        words = draft.lines[0].box
        pads = words.x1 - draft.box.x1, draft.box.x2 - words.x2
        if min(pads) < 0.4 * scene.unit or abs(pads[0] - pads[1]) > 0.5 * scene.unit:
            continue
        level = [row for row in rows if abs(row[0].box.centre[1] - words.centre[1]) <= 0.25 * scene.unit]
        others = _pitched(draft.box, sum(pads) / 2, [line for row in level for line in row], scene)
        role, pad = "tab" if len(others) > 1 else "button", round(sum(pads) / 2)
        if role == "button" and (not others or scene.inks[others[0]].chroma > COLOURED):
            continue  # a lone word in colour is a link, wherever it stands
        for line in others:
            box = BBox(line.box.x1 - pad, draft.box.y1, line.box.x2 + pad, draft.box.y2)
            found.append(acting(role, line, box, scene, 0.55))
    return found


def _pitched(chosen: BBox, pad: float, row: Sequence[TextLine], scene: Scene) -> list[TextLine]:
    """Neighbours, outwards from the chosen one, each in a frame that begins where the last one ends."""
    kept: list[TextLine] = []
    for way in (1, -1):
        edge = chosen.x2 if way > 0 else chosen.x1
        ordered = sorted(row, key=lambda line: way * line.box.x1)
        for line in ordered:
            near, far = (line.box.x1, line.box.x2) if way > 0 else (line.box.x2, line.box.x1)
            gap = way * (near - edge) - pad
            if way * (near - edge) < 0:
                continue
            if not -1.5 <= gap <= 0.5 * scene.unit or abs(line.box.height - row[0].box.height) > 0.35 * scene.unit:
                break
            kept.append(line)
            edge = far + way * round(pad)
    return kept


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
            bars = bool(signs) and all(sign.width <= max(2, 0.2 * sign.height) for sign in signs)
            pad = round(0.3 * scene.unit)
            found += [acting("link", item, item.box.grow(pad), scene, 0.6) for item in (chain if bars else chain[:-1])]
            alone = line is None or not chain or line.box.x1 - chain[-1].box.x2 > 4 * scene.unit
            if signs and not bars and alone:
                found.append(Draft("text", chain[-1].box, chain[-1].confidence, lines=[chain[-1]]))
            chain, signs = [line] if line is not None else [], []
    return found


def _sign_between(left: TextLine, right: TextLine, scene: Scene) -> BBox | None:
    """One sign, slighter than a letter pair, alone in a gap of one to three heights: "›", "/", "|"."""
    unit, x1, x2 = scene.unit, left.box.x2 + 1, right.box.x1 - 1
    if not 0.7 * unit <= x2 - x1 <= 3 * unit or not same_paper(left, right, scene):
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
            found.append(acting("button", line, box, scene, 0.6, State(expanded=False)))
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


def rows_that_lead_on(lines: Sequence[TextLine], scene: Scene) -> list[Draft]:
    """Words at the left of a narrow page and an arrow at its right end: the row opens what it names."""
    found: list[Draft] = []
    if scene.width > 62 * scene.unit:
        return found
    for row in rows_of(lines, scene.unit):
        last = row[-1]
        arrow = _end_arrow(row, scene)
        if arrow is None or not any(letter.isalpha() for letter in row[0].text) or len(row) > 3:
            continue
        unit, middle = scene.unit, last.box.centre[1]
        box = BBox(row[0].box.x1, round(middle - 1.6 * unit), arrow, round(middle + 1.6 * unit))
        draft = acting("link", row[0], box, scene, 0.55)
        draft.lines = list(row)
        found.append(draft)
    return found


def _end_arrow(row: Sequence[TextLine], scene: Scene) -> int | None:
    """Where an arrow to the right ends that stands at the page's right side, far from the row's first words."""
    last, unit = row[-1], scene.unit
    if last.text[-1] in ">›〉❯" and last.box.x2 > scene.width - 5 * unit and (len(row) > 1 or len(last.text) == 1):
        return last.box.x2
    for draft in scene.icons.touching(last.box.y1, last.box.y2):
        box = draft.box
        level = abs(box.centre[1] - last.box.centre[1]) <= 0.5 * unit
        if level and _is_arrow(box, unit, roomy=True) and box.height >= box.width and box.x2 > scene.width - 5 * unit:
            return box.x2 if box.x1 - row[0].box.x2 > 3 * unit else None
    return None


def accounts(lines: Sequence[TextLine], scene: Scene) -> list[Draft]:
    """A small portrait at the top with a name beside it opens the user's menu; it becomes one button with the name."""
    found: list[Draft] = []
    unit = scene.unit
    for draft in scene.drafts:
        box = draft.box
        portrait = draft.role in ("img", "button") or (draft.role == "icon" and box.height >= 2.2 * unit)
        if not portrait or draft.text.strip(" ")[2:] or not 1.5 * unit <= box.height <= 5 * unit:
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
