"""The text of a screen as lines: the pieces that stand on one baseline with no more than a space between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import mean

import numpy as np
from numpy.typing import NDArray

from perception.ink import Ink, Pixels, blobs, distance, measure_box
from perception.letters import face
from perception.slant import leans
from perception.style_box import common_colour
from perception.style_font import Sample
from perception.types import BBox, Colour, Element, TextLine

BULLETS = frozenset("•◦▪‣·●○■□∙⚫")
LINKS = frozenset({"link", "tab", "menuitem", "option"})
_SPACE = 0.62  # pieces of one line stand at most so many heights apart
_ABOVE = 0.7  # of an underlined text's height that lies above its rule
_WORD_GAP = 0.25  # a space is wider than this many heights, the room between two letters is not


@dataclass(frozen=True, eq=False)
class Piece:
    """One element's text as drawn; `box` fits its ink."""

    element: Element
    text: str
    box: BBox
    ink: Ink
    link: bool = False
    strong: tuple[bool, ...] = ()  # for each word, whether it is bolder than the rest


@dataclass(frozen=True, eq=False)
class Line:
    """Pieces on one baseline, left to right."""

    pieces: tuple[Piece, ...]
    box: BBox
    samples: tuple[Sample, ...]
    italic: bool = False

    @property
    def text(self) -> str:
        return " ".join(piece.text for piece in self.pieces)

    @property
    def ink(self) -> Ink:
        """That of most of the line."""
        return max(self.pieces, key=lambda piece: piece.box.width).ink

    @property
    def is_link(self) -> bool:
        return all(piece.link for piece in self.pieces)


def pieces_of(
    pixels: Pixels, element: Element, box: BBox, read: Sequence[TextLine], icons: Sequence[BBox]
) -> list[Piece]:
    """An element's text as drawn: the lines that were read of it, or, where it is a part of one, what its box shows."""
    text = _bare(element.text)
    lines = (replace(line, text=unbulleted(line.text, element.text)) for line in read)
    own = [line for line in lines if _bare(line.text) in text and line.box.inside(element.box.grow(2)) > 0.7]
    if own and sum(len(_bare(line.text)) for line in own) >= 0.9 * len(text):
        found = [piece_of(pixels, element, line.text, _across(line.box, element.box), ()) for line in own]
    else:
        found = [piece_of(pixels, element, element.text, box, icons)]
    return [piece for piece in found if piece is not None]


def unbulleted(text: str, own: str) -> str:
    """A line's text without the dot of a list, where the element that it belongs to has none."""
    return text if own[:1] in BULLETS else text.lstrip("".join(BULLETS)).lstrip() or text


def _across(box: BBox, own: BBox) -> BBox:
    """A line's box from side to side of the element that it belongs to: a tick box was read with its label."""
    return replace(box, x1=max(box.x1, own.x1), x2=min(box.x2, own.x2))


def once(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces less those that are a part of another: what was read twice stands once, a link where either is one."""
    kept: list[Piece] = []
    for piece in sorted(pieces, key=lambda p: (-len(p.text), p.box.y1, p.box.x1)):
        whole = next((n for n, other in enumerate(kept) if _is_part(piece, other)), None)
        if whole is None:
            kept.append(piece)
        elif piece.link and not kept[whole].link and len(piece.text) > 0.5 * len(kept[whole].text):
            kept[whole] = replace(kept[whole], link=True)
    return kept


def _is_part(piece: Piece, other: Piece) -> bool:
    return piece.box.inside(other.box) > 0.8 and _bare(piece.text) in _bare(other.text)


def _bare(text: str) -> str:
    return "".join(text.split())


def piece_of(pixels: Pixels, element: Element, text: str, box: BBox, icons: Sequence[BBox]) -> Piece | None:
    """A text with the box of its ink within `box`, less the icons there; None where nothing is drawn."""
    text = " ".join(text.split())
    box = _beside_icons(box, icons)
    fitted = ink_box(pixels, box)
    if not text or fitted is None:
        return None
    ink = measure_box(pixels, fitted)
    paper = paper_in(pixels[max(0, fitted.y1) : fitted.y2, max(0, fitted.x1) : fitted.x2], ink.paper)
    if distance(ink.paper, paper) > 24 and distance(ink.colour, paper) < 24:  # the rim lies outside of what is painted
        ink = replace(ink, paper=paper, colour=ink.paper)
    return Piece(element, text, fitted, replace(ink, colour=true_colour(pixels, fitted, ink)), element.role in LINKS)


def paper_in(crop: Pixels, rim: Colour) -> Colour:
    """What a text is written on: the colour of most of its box, or, on a gradient, that of the box's rim."""
    most = common_colour(crop)
    near = np.abs(crop.astype(np.int16) - np.array(most, np.int16)).max(axis=2) <= 8
    return most if near.mean() > 0.42 else rim


def true_colour(pixels: Pixels, box: BBox, ink: Ink) -> Colour:
    """The colour that letters are painted in: that of their strongest pixels, as thin strokes are mostly paler."""
    crop = pixels[max(0, box.y1) : box.y2, max(0, box.x1) : box.x2].reshape(-1, 3).astype(np.int16)
    along = np.array(ink.colour, np.int16) - np.array(ink.paper, np.int16)
    far = (crop - np.array(ink.paper, np.int16)) @ along.astype(np.int32)
    if not len(far) or far.max() <= 0:
        return ink.colour
    strongest = crop[far >= 0.96 * far.max()]
    red, green, blue = (int(value) for value in np.median(strongest, axis=0))
    return red, green, blue


def ink_box(pixels: Pixels, box: BBox) -> BBox | None:
    """The box of what is drawn within `box`: what differs from the paper by a third of the strongest ink."""
    height, width = pixels.shape[:2]
    x1, y1, x2, y2 = max(0, box.x1 - 1), max(0, box.y1 - 1), min(width, box.x2 + 1), min(height, box.y2 + 1)
    if x2 - x1 < 2 or y2 - y1 < 2:
        return None
    crop = pixels[y1:y2, x1:x2].astype(np.int16)
    paper = np.array(paper_in(pixels[y1:y2, x1:x2], measure_box(pixels, box).paper), np.int16)
    far = np.abs(crop - paper).max(axis=2)
    strong = far > max(12, 0.3 * far.max())
    strong = _without_rim(strong)
    columns, rows = np.flatnonzero(strong.any(axis=0)), np.flatnonzero(strong.any(axis=1))
    if not len(columns):
        return None
    return BBox(x1 + int(columns[0]), y1 + int(rows[0]), x1 + int(columns[-1]) + 1, y1 + int(rows[-1]) + 1)


def _without_rim(ink: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Ink less the rows at its top and bottom that are full of it: a border, or what lies outside of a box."""
    height = len(ink)
    full = ink.mean(axis=1) > 0.85
    near = max(2, height // 4)
    top = int(np.flatnonzero(full[:near])[-1]) + 1 if full[:near].any() else 0
    bottom = height - near + int(np.flatnonzero(full[height - near :])[0]) if full[height - near :].any() else height
    cleared = np.zeros_like(ink)
    if bottom - top > 0.4 * height:
        cleared[top:bottom] = ink[top:bottom]
        return cleared
    return ink


def _beside_icons(box: BBox, icons: Sequence[BBox]) -> BBox:
    """The box without the icons that stand at its ends."""
    for icon in icons:
        if icon.inside(box) < 0.6 or icon.width > 0.6 * box.width:
            continue
        if icon.centre[0] < box.centre[0]:
            box = replace(box, x1=max(box.x1, min(icon.x2 + 1, box.x2 - 2)))
        else:
            box = replace(box, x2=min(box.x2, max(icon.x1 - 1, box.x1 + 2)))
    return box


def lines_of(pixels: Pixels, pieces: Iterable[Piece]) -> list[Line]:
    """Joins pieces to lines, in reading order from the top. What is not alike in height stays apart."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: (p.box.x1, p.box.y1)):
        home = next((row for row in rows if _goes_on(row[-1], piece)), None)
        if home is None:
            rows.append([piece])
        else:
            home.append(piece)
    lines = [line_of(pixels, row) for row in _stretched(rows)]
    return sorted(lines, key=lambda line: (line.box.y1, line.box.x1))


def _stretched(rows: list[list[Piece]]) -> list[list[Piece]]:
    """Rows with those joined that are one line of a justified paragraph: its words were set apart to fill it, so that
    it begins and ends where the line above or below does."""
    spans = [_span(row) for row in rows]
    joined: list[list[Piece]] = []
    for row in sorted(rows, key=lambda pieces: (pieces[0].box.x1, pieces[0].box.y1)):
        home = next((other for other in joined if _fills_up(other, row, spans)), None)
        if home is None:
            joined.append(list(row))
        else:
            home += row
    return joined


def _span(row: Sequence[Piece]) -> BBox:
    box = row[0].box
    for piece in row[1:]:
        box = box.union(piece.box)
    return box


def _fills_up(first: Sequence[Piece], second: Sequence[Piece], spans: Sequence[BBox]) -> bool:
    one, two = _span(first), _span(second)
    high = max(one.height, two.height)
    gap = two.x1 - one.x2
    sizes = sorted((_em(first[-1]), _em(second[0])))
    if (
        not 0 <= gap <= 2.4 * high
        or one.overlap_y(two) < 0.55 * min(one.height, two.height)
        or sizes[1] > 1.3 * sizes[0]
    ):
        return False
    return any(
        0.9 * high <= abs(other.centre[1] - one.centre[1]) <= 2.6 * high
        and abs(other.x1 - one.x1) <= 0.4 * high
        and abs(other.x2 - two.x2) <= 0.4 * high
        and other.width > 12 * high
        for other in spans
    )


def line_of(pixels: Pixels, pieces: Sequence[Piece]) -> Line:
    box = pieces[0].box
    for piece in pieces[1:]:
        box = box.union(piece.box)
    samples = tuple(sample_of(pixels, piece) for piece in pieces)
    dressed = (replace(piece, strong=_strong(pixels, piece, told)) for piece, told in zip(pieces, samples, strict=True))
    return Line(tuple(dressed), box, samples, leans(pixels, box, " ".join(piece.text for piece in pieces)))


def _strong(pixels: Pixels, piece: Piece, sample: Sample) -> tuple[bool, ...]:
    """Which words of a text are bold where others are not, by the widths of their strokes."""
    words = piece.text.split()
    if len(words) < 2 or len(sample.words) != len(words):
        return ()
    box = piece.box
    strokes = [
        measure_box(pixels, replace(box, x1=box.x1 + round(x1), x2=box.x1 + round(x2))).stroke if len(word) > 2 else 0.0
        for word, (x1, x2) in zip(words, sample.words, strict=True)
    ]
    told = sorted(stroke for stroke in strokes if stroke)
    if len(told) < 2:
        return ()
    part = max(range(1, len(told)), key=lambda place: told[place] / told[place - 1])
    thin, thick = told[:part], told[part:]
    if thick[0] < 1.07 * thin[-1] or mean(thick) < 1.38 * mean(thin):
        return ()
    marks = _filled([stroke >= thick[0] if stroke else None for stroke in strokes])
    return tuple(marks) if sum(a != b for a, b in pairwise(marks)) <= 2 else ()


def _filled(marks: Sequence[bool | None]) -> list[bool]:
    """A short word is as its neighbours are."""
    filled: list[bool] = []
    for place, mark in enumerate(marks):
        following = next((other for other in marks[place:] if other is not None), False)
        before = filled[-1] if filled else following
        filled.append(mark if mark is not None else before and following)
    return filled


def sample_of(pixels: Pixels, piece: Piece) -> Sample:
    words = blobs(pixels, TextLine(piece.text, piece.box), _WORD_GAP)
    left = piece.box.x1
    places = tuple((a - left, b - left) for a, b in words)
    return Sample(
        piece.text, piece.box.width, piece.box.height, _stroke(pixels, piece), places, piece.ink.underlined,
    )  # fmt: skip


def _stroke(pixels: Pixels, piece: Piece) -> float:
    """How wide the strokes of a piece's letters are: a rule under them is none, and would make them bold."""
    above = replace(piece.box, y2=piece.box.y1 + round(_ABOVE * piece.box.height))
    return measure_box(pixels, above).stroke if piece.ink.underlined and above.height > 2 else piece.ink.stroke


def _goes_on(last: Piece, piece: Piece) -> bool:
    """Whether a piece is the next of a line."""
    one, two = last.box, piece.box
    tall, low = max(one.height, two.height), min(one.height, two.height)
    gap = two.x1 - one.x2
    sizes = sorted((_em(last), _em(piece)))
    alike = sizes[1] <= 1.3 * sizes[0] or (min(len(last.text), len(piece.text)) <= 2 and sizes[1] < 2 * sizes[0])
    return -0.3 * low <= gap <= _SPACE * min(tall, 1.0 * sizes[1]) and one.overlap_y(two) >= 0.55 * low and alike


def _em(piece: Piece) -> float:
    """The font size by the height of the ink, roughly."""
    return piece.box.height / max(0.2, face("sans", 400).extent(piece.text).height)
