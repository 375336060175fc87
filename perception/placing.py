"""Which text stands in which control: lines that run across several controls are cut at the words between them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from perception.draft import CHECK_ROLES, CONTAINER_ROLES, TEXT_HOLDERS, Draft, drafts_shelf, shares_inside
from perception.ink import Colour, Ink, Pixels, is_struck, word_spans
from perception.types import FIELD_ROLES, BBox, Detection, TextLine

_BETWEEN = frozenset("· • | › » / > ｜".split())
_MOSTLY = 0.6  # a line lies in a control when this share of it does


def place(
    lines: Sequence[TextLine], detections: Sequence[Detection], unit: float
) -> tuple[list[Draft], list[TextLine]]:
    """Drafts of the detections with the text in them, and the lines that lie in none."""
    drafts = [Draft(d.role, d.box, d.confidence, d.state) for d in without_doubles(detections)]
    holders = [draft for draft in drafts if draft.role in TEXT_HOLDERS]
    free: list[TextLine] = []
    shelf = drafts_shelf(holders, unit)
    checks = drafts_shelf([d for d in drafts if d.role in CHECK_ROLES], unit)
    lines = [part for line in lines for part in _cut_at_checks(line, checks.touching(line.box.y1, line.box.y2))]
    pieces = [piece for line in lines for piece in _cut(line, _crossed(line, shelf.touching(line.box.y1, line.box.y2)))]
    if not holders or not pieces:
        return drafts, pieces
    inside = shares_inside([piece.box for piece in pieces], [holder.box for holder in holders])
    areas = np.array([holder.box.area for holder in holders])
    for piece, row in zip(pieces, inside, strict=True):
        around = np.flatnonzero(row >= _MOSTLY)
        if len(around):
            holders[int(around[areas[around].argmin()])].lines.append(piece)
        else:
            free.append(piece)
    return drafts, free


def without_doubles(detections: Sequence[Detection]) -> list[Detection]:
    """Of two that cover the same place, the surer one; containers may coincide with what they hold."""
    ordered = sorted(detections, key=lambda d: -d.confidence)
    if not ordered:
        return []
    inside = shares_inside([d.box for d in ordered], [d.box for d in ordered])
    same = (inside > 0.8) & (inside.T > 0.8)
    kept: list[int] = []
    for index, detection in enumerate(ordered):
        rivals = [k for k in kept if same[index, k]] if same[index, :index].any() else []
        if not any((ordered[k].role in CONTAINER_ROLES) == (detection.role in CONTAINER_ROLES) for k in rivals):
            kept.append(index)
    return [ordered[index] for index in kept]


def crossed_out(drafts: list[Draft], inks: Mapping[TextLine, Ink], pixels: Pixels) -> list[TextLine]:
    """Takes off the drafts what looks like a field, but holds words that are struck through; gives those words."""
    done = [
        draft
        for draft in drafts
        if draft.role in FIELD_ROLES and draft.lines
        and all(is_struck(pixels, line.box, inks[line]) for line in draft.lines if len(line.text) > 1)
        and any(len(line.text) > 1 for line in draft.lines)
    ]  # fmt: skip
    drafts[:] = [draft for draft in drafts if draft not in done]
    return [line for draft in done for line in draft.lines]


def _crossed(line: TextLine, holders: Sequence[Draft]) -> list[BBox]:
    """The controls that a line lies in with a part of it only."""
    found = []
    for holder in holders:
        box = holder.box
        if line.box.overlap_y(box) > 0.6 * line.box.height and line.box.overlap_x(box) > 0:
            if line.box.inside(box) > 0.9:
                return []
            if line.box.overlap_x(box) > 0.4 * line.box.height:
                found.append(box)
    return found


def _cut(line: TextLine, boxes: Sequence[BBox]) -> list[TextLine]:
    """The line in pieces, one for each box that its words lie in and one for each run of words between."""
    words = word_spans(line.text) if boxes else []
    if len(words) < 2:
        return [line]
    width = line.box.width
    groups: list[tuple[BBox | None, list[tuple[float, float, str]]]] = []
    for start, end, word in words:
        middle = line.box.x1 + (start + end) / 2 * width
        home = next((box for box in boxes if box.x1 <= middle < box.x2), None)
        if groups and groups[-1][0] == home:
            groups[-1][1].append((start, end, word))
        else:
            groups.append((home, [(start, end, word)]))
    if len(groups) == 1:
        return [line]
    return [_piece(line, group, home) for home, group in groups]


def _cut_at_checks(line: TextLine, checks: Sequence[Draft]) -> list[TextLine]:
    """A line that runs across boxes to tick ("Yes O No"), cut at the signs that were read from them."""
    box, words = line.box, line.text.split()
    inside = [c.box for c in checks if c.box.x1 > box.x1 + 0.8 * box.height and c.box.x2 < box.x2 - 0.5 * box.height]
    inside = sorted((c for c in inside if c.overlap_y(box) > 0.5 * box.height), key=lambda c: c.x1)
    signs = [i for i, word in enumerate(words) if 0 < i < len(words) - 1 and len(word) == 1 and not word.isdigit()]
    if not inside or len(signs) != len(inside):
        return [line]
    bounds = list(pairwise([-1, *signs, len(words)]))
    lefts, rights = [box.x1, *(c.x2 + 1 for c in inside)], [*(c.x1 - 1 for c in inside), box.x2]
    return [
        TextLine(" ".join(words[start + 1 : stop]), BBox(left, box.y1, right, box.y2), line.confidence)
        for (start, stop), left, right in zip(bounds, lefts, rights, strict=True)
        if stop > start + 1
    ]


def _piece(line: TextLine, words: Sequence[tuple[float, float, str]], home: BBox | None) -> TextLine:
    x1, x2 = (round(line.box.x1 + share * line.box.width) for share in (words[0][0], words[-1][1]))
    if home is not None:  # widths of letters are estimates: what lies in a control does not stick out of it
        x1, x2 = max(x1, home.x1 + 1), min(x2, home.x2 - 1)
    box = BBox(x1, line.box.y1, max(x1 + 1, x2), line.box.y2)
    return TextLine(" ".join(word for _, _, word in words), box, line.confidence)


def cut_by_colour(line: TextLine, runs: Sequence[tuple[int, int, Colour]]) -> list[TextLine]:
    """The line in pieces of one colour each, so that a link among words stands for itself."""
    return (
        _cut(line, [BBox(x1 - 1, line.box.y1, x2 + 2, line.box.y2) for x1, x2, _ in runs]) if len(runs) > 1 else [line]
    )


def cut_at_signs(line: TextLine, gaps: Sequence[tuple[int, int]]) -> list[TextLine]:
    """A path read without its signs ("HomeForms"), cut where a small letter meets a capital and a wide gap is.

    `gaps` are the line's wide gaps as (left, right); as many as there are such places, or the line stays whole.
    """
    parts = re.split(r"(?<=[a-z])(?=[A-Z])", line.text)
    if len(parts) < 2 or len(gaps) != len(parts) - 1:
        return [line]
    edges = [line.box.x1, *(x for gap in gaps for x in gap), line.box.x2]
    spans = zip(edges[::2], edges[1::2], strict=True)
    boxes = (BBox(x1, line.box.y1, x2, line.box.y2) for x1, x2 in spans)
    return [TextLine(part, box, line.confidence) for part, box in zip(parts, boxes, strict=True)]


def cut_at_gaps(line: TextLine, stretches: Sequence[tuple[int, int]]) -> list[TextLine]:
    """The line in pieces, one for each stretch of ink (x1, x2): links side by side."""
    boxes = [BBox(x1 - 2, line.box.y1, x2 + 2, line.box.y2) for x1, x2 in stretches]
    if " " in line.text or len(boxes) < 2 or min(map(ord, line.text)) <= 0x2E7F:
        return _cut(line, boxes)
    pitch = sum(box.width - 4 for box in boxes) / len(line.text)  # Chinese characters are all of one width
    counts = [round((box.width - 4) / pitch) for box in boxes]
    if sum(counts) != len(line.text) or min(counts) < 1:
        return [line]
    starts = [sum(counts[:i]) for i in range(len(counts))]
    return [
        TextLine(line.text[at : at + count], box, line.confidence)
        for at, count, box in zip(starts, counts, boxes, strict=True)
    ]


def cut_at_dots(line: TextLine) -> list[TextLine]:
    """Short words with signs between them ("License · Source code"), one piece each; the signs are pieces, too."""
    words = word_spans(line.text)
    groups: list[list[tuple[float, float, str]]] = []
    for word in words:
        if groups and word[2] not in _BETWEEN and groups[-1][0][2] not in _BETWEEN:
            groups[-1].append(word)
        else:
            groups.append([word])
    signs = sum(group[0][2] in _BETWEEN for group in groups)
    if not signs or len(groups) < 2 or any(len(group) > 6 for group in groups):
        return [line]
    return [_piece(line, group, None) for group in groups]
