"""Text that acts without a frame around it: links by their colour or underline, and what `menus` knows by company."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np

from perception.draft import Draft
from perception.ink import COLOURED, Colour, Ink, distance
from perception.menus import bar_items, brand, page_numbers, side_items, tabs
from perception.scene import FIGURES, Scene, acting, columns_of, is_short
from perception.strips import (
    accounts,
    beside_chosen,
    chips,
    crumbs,
    dropdowns,
    openers,
    rows_that_lead_on,
    segments,
)
from perception.types import BBox, TextLine

_NUMBER = re.compile(r"^#\d+$")  # an order's, a ticket's: these are links more often than figures are
_SAME_HUE = 18  # degrees
_COMMAND = re.compile(
    r"(edit|delete|remove|view|open|details?|show|more|download|change|manage|copy|restore|approve|reply|select|"
    r"bearbeiten|löschen|öffnen|modifier|supprimer|voir|editar|eliminar|ver|编辑|删除|查看|详情|修改|更多|下载|复制|管理)",
    re.IGNORECASE,
)
_RULES = (
    accounts,
    openers,
    tabs,
    segments,
    beside_chosen,
    chips,
    crumbs,
    rows_that_lead_on,
    bar_items,
    side_items,
    page_numbers,
    dropdowns,
)


def find_acting(free: Sequence[TextLine], tabular: Iterable[TextLine], scene: Scene) -> list[Draft]:
    """A draft for each free line that acts, holding the line. `tabular` are the lines in cells of tables."""
    in_tables = set(tabular)
    outside = [line for line in free if line not in in_tables]
    found: list[Draft] = []
    taken: set[TextLine] = set()
    for rule in _RULES:
        for draft in rule([line for line in outside if line not in taken], scene):
            found.append(draft)
            taken.update(draft.lines)
    for draft in brand([line for line in outside if line not in taken], found, scene):
        found.append(draft)
        taken.update(draft.lines)
    for draft in coloured([line for line in free if line not in taken], in_tables, scene):
        found.append(draft)
        taken.update(draft.lines)
    return found + commands([line for line in free if line not in taken], scene)


def link_like(ink: Ink) -> bool:
    """Whether words look like a link wherever they stand: underlined, or blue."""
    blue = 195 <= hue(ink.colour) <= 265 and ink.chroma >= 1.4 * COLOURED and ink.contrast > 40
    return ink.underlined or (blue and max(ink.paper) - min(ink.paper) < COLOURED)


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


# --- words in the colour of links ---------------------------------------------------------------------------------


def coloured(lines: Sequence[TextLine], in_tables: set[TextLine], scene: Scene) -> list[Draft]:
    accents = _accents(scene)
    bold = _bold(scene)
    below = _in_coloured_columns(in_tables, scene)
    found: list[Draft] = []
    for line in lines:
        ink = scene.inks[line]
        if len(line.text) < 2 or len(line.text) > 90 or (line.text[-1] in ",;{[(" and not ink.underlined):
            continue  # the last is of code, which is coloured for other reasons
        blue = 195 <= hue(ink.colour) <= 265
        own = max(ink.paper) - min(ink.paper) < COLOURED or not same_hue(ink.colour, ink.paper)
        vivid = ink.chroma >= 1.4 * COLOURED and ink.contrast > 40 and own
        if FIGURES.match(line.text) and not _NUMBER.match(line.text) and not (ink.underlined and blue and vivid):
            continue
        accent = any(same_hue(ink.colour, accent) for accent in accents)
        beside = _control_beside(line, scene)
        capitals = line.text.isupper() and len(line.text) > 3 and not (beside and is_short(line, scene.unit))
        heading = line not in below and (ink.stroke > bold or capitals)
        if ink.underlined or (vivid and not heading and (blue or accent or beside) and not on_badge(line, scene)):
            if not ink.underlined and (line.text[0] in "•●·∙" or (line in in_tables and _dotted(line, scene))):
                continue
            found.append(
                acting(
                    "link", line, line.box.grow(max(2, round(0.3 * scene.unit))), scene, 0.6 if blue or accent else 0.5
                )
            )
    return found


def _in_coloured_columns(in_tables: Iterable[TextLine], scene: Scene) -> set[TextLine]:
    """Words of one colour below each other in a table, three or more: they may be bold and no heading."""
    vivid = [line for line in in_tables if scene.inks[line].chroma >= 1.4 * COLOURED]
    columns = columns_of(vivid, scene.unit)
    hues = {line: scene.inks[line].colour for line in vivid}
    return {
        line for column in columns for line in column
        if sum(distance(hues[line], hues[other]) < 48 for other in column) >= 3
    }  # fmt: skip


def commands(lines: Sequence[TextLine], scene: Scene) -> list[Draft]:
    """The same word of command three times or more below itself: each row can be edited, or opened."""
    said = [line for line in lines if _COMMAND.fullmatch(line.text)]
    return [
        acting("link", line, line.box.grow(round(0.3 * scene.unit)), scene, 0.6)
        for column in columns_of(said, scene.unit)
        for line in column
        if sum(other.text == line.text for other in column) >= 3
    ]


def _accents(scene: Scene) -> list[Colour]:
    """The colours that buttons are filled with: a page's links often have them too."""
    papers = [
        scene.inks[d.lines[0]].paper
        for d in scene.drafts
        if d.role in ("button", "link") and d.lines and d.lines[0] in scene.inks
    ]
    return [paper for paper in papers if max(paper) - min(paper) > 80]


def _bold(scene: Scene) -> float:
    """The stroke in pixels from which a line is bold."""
    strokes = sorted(ink.stroke for line, ink in scene.inks.items() if len(line.text) > 3)
    return 1.45 * strokes[len(strokes) // 2] if strokes else 99.0


def on_badge(line: TextLine, scene: Scene) -> bool:
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
    if not strip.size:
        return False
    if any(
        draft.box.overlap_x(BBox(x1, box.y1, box.x1, box.y2)) > 0 for draft in scene.checks.touching(box.y1, box.y2)
    ):
        return False
    inked = (np.abs(strip - np.array(scene.inks[line].paper, np.int16)).max(axis=2) > 60).any(axis=0)
    return bool(inked.any()) and not inked[0]  # what goes on beyond is larger than a dot: a box to tick


def _control_beside(line: TextLine, scene: Scene) -> bool:
    box = line.box
    return any(
        draft.box.overlap_y(box) > 0.8 * box.height and -draft.box.overlap_x(box) < 5 * scene.unit
        for draft in scene.buttons.touching(box.y1, box.y2)
    )
