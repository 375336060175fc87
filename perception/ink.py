"""How a line of text is drawn: colour, paper, stroke, underline. Measured on the pixels, once for each line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from perception.reread import Memory
from perception.types import BBox, TextLine

Pixels = NDArray[np.uint8]
Colour = tuple[int, int, int]
_ROOM = 8  # pixels around a box that its measures go by at least
COLOURED = 48  # chroma (largest minus smallest channel) from which an eye calls a text coloured


@dataclass(frozen=True)
class Ink:
    """One line as drawn: RGB colours, the mean width of a stroke and the ink's height in pixels."""

    colour: Colour
    paper: Colour
    stroke: float
    height: int
    underlined: bool = False

    @cached_property
    def contrast(self) -> int:
        """Largest channel difference between ink and paper, 0 to 255."""
        return max(abs(a - b) for a, b in zip(self.colour, self.paper, strict=True))

    @cached_property
    def chroma(self) -> int:
        return max(self.colour) - min(self.colour)

    @cached_property
    def on_dark(self) -> bool:
        return luminance(self.paper) < luminance(self.colour)

    @property
    def weight(self) -> float:
        """Stroke width against the line's height: about 0.09 for regular text, 0.14 for bold."""
        return self.stroke / self.height if self.height else 0.0


Made = TypeVar("Made")
_inks: Memory[Ink] = Memory(1024)
_inked_columns: Memory[NDArray[np.intp]] = Memory(1024)


def luminance(colour: Colour) -> float:
    red, green, blue = colour
    return 0.299 * red + 0.587 * green + 0.114 * blue


def distance(one: Colour, other: Colour) -> int:
    """Largest difference of a channel."""
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def measure(pixels: Pixels, line: TextLine) -> Ink:
    """The ink of one line; `pixels` is RGB, H x W x 3. A line outside the picture has no contrast."""
    return measure_box(pixels, line.box)


def measure_box(pixels: Pixels, box: BBox) -> Ink:
    return _recalled(_inks, _measured, pixels, box)


def _recalled(memory: Memory[Made], make: Callable[[Pixels, BBox], Made], pixels: Pixels, box: BBox) -> Made:
    """What `make` gives for a box, which goes by no pixel further away than a part of the box's height."""
    height, width = pixels.shape[:2]
    room = max(_ROOM, box.height // 4 + 1)
    x1, y1 = max(0, box.x1 - room), max(0, box.y1 - room)
    part = pixels[y1 : min(height, box.y2 + room), x1 : min(width, box.x2 + room)]
    if not part.size:
        return make(pixels, box)
    at = BBox(box.x1 - x1, box.y1 - y1, box.x2 - x1, box.y2 - y1)
    return memory.recall(part, lambda: make(part, at), at)


def _measured(pixels: Pixels, box: BBox) -> Ink:
    height, width = pixels.shape[:2]
    x1, y1, x2, y2 = max(0, box.x1 - 1), max(0, box.y1 - 2), min(width, box.x2 + 1), min(height, box.y2 + 2)
    if x2 <= x1 or y2 <= y1:
        return Ink((0, 0, 0), (0, 0, 0), 0.0, 0)
    crop = pixels[y1:y2, x1:x2].astype(np.int16)
    paper = _paper(crop)
    far = _far(crop, paper)
    peaks = far.max(axis=0)
    most = int(peaks.max())
    if most < 12:
        return Ink(_colour(paper), _colour(paper), 0.0, box.height)
    colour = _ink_colour(crop, far, peaks, most)
    strong = far > most // 2
    edges = np.count_nonzero(strong[:, 1:] > strong[:, :-1]) + np.count_nonzero(strong[:, 0])
    stroke = float(far.sum()) / most / max(1, int(edges))
    return Ink(_colour(colour), _colour(paper), stroke, box.height, _underlined(pixels, box, paper, most))


def _far(crop: NDArray[np.int16], paper: NDArray[np.int16]) -> NDArray[np.int16]:
    """Each pixel's distance from the paper, 0 to 255."""
    apart = np.abs(crop - paper)
    far: NDArray[np.int16] = np.maximum(np.maximum(apart[..., 0], apart[..., 1]), apart[..., 2])
    return far


def _paper(crop: NDArray[np.int16]) -> NDArray[np.int16]:
    """The middle colour of the crop's rim: a little room around the letters is paper, however bold they are."""
    rim = np.concatenate([crop[0], crop[-1], crop[:, 0], crop[:, -1]])
    middle: NDArray[np.int16] = np.sort(rim, axis=0)[len(rim) // 2]
    return middle


def _ink_colour(
    crop: NDArray[np.int16], far: NDArray[np.int16], peaks: NDArray[np.int16], most: int
) -> NDArray[np.int16]:
    """The middle one of the columns' strongest pixels: a coloured word or a badge in a line does not tint the rest."""
    inked = np.flatnonzero(peaks > 0.4 * most)
    usual = np.sort(peaks[inked])[len(inked) * 3 // 4]
    inked = inked[peaks[inked] >= 0.75 * usual]
    best = crop[far[:, inked].argmax(axis=0), inked]
    middle: NDArray[np.int16] = np.sort(best, axis=0)[len(best) // 2]
    return middle


def colour_runs(pixels: Pixels, line: TextLine, ink: Ink) -> list[tuple[int, int, Colour]]:
    """(x1, x2, colour) for each stretch of words in one colour; one stretch for a line that is all alike."""
    height, width = pixels.shape[:2]
    x1, y1, x2, y2 = max(0, line.box.x1), max(0, line.box.y1), min(width, line.box.x2), min(height, line.box.y2)
    if x2 - x1 < 2 * line.box.height or y2 <= y1 or " " not in line.text:
        return [(line.box.x1, line.box.x2, ink.colour)]
    crop = pixels[y1:y2, x1:x2].astype(np.int16)
    far = _far(crop, np.array(ink.paper, np.int16))
    peaks = far.max(axis=0)
    inked = np.flatnonzero(peaks > 0.3 * peaks.max())
    if not len(inked):
        return [(line.box.x1, line.box.x2, ink.colour)]
    tops = crop[far[:, inked].argmax(axis=0), inked]
    chroma = tops.max(axis=1) - tops.min(axis=1)
    if int(chroma.max()) - int(chroma.min()) < 1.4 * COLOURED:
        return [(line.box.x1, line.box.x2, ink.colour)]
    ends = np.flatnonzero(np.diff(inked) > 0.24 * line.box.height)
    runs: list[tuple[int, int, Colour]] = []
    for start, stop in zip([0, *(ends + 1)], [*ends, len(inked) - 1], strict=True):
        columns = inked[start : stop + 1]
        columns = columns[peaks[columns] >= 0.8 * peaks[columns].max()]
        best = crop[far[:, columns].argmax(axis=0), columns]
        colour = _colour(np.sort(best, axis=0)[len(best) // 2])
        left, right = x1 + int(inked[start]), x1 + int(inked[stop]) + 1
        if runs and _alike(runs[-1][2], colour):
            runs[-1] = (runs[-1][0], right, runs[-1][2])
        else:
            runs.append((left, right, colour))
    return _without_icon(runs, line.box.height)


def _without_icon(runs: list[tuple[int, int, Colour]], height: int) -> list[tuple[int, int, Colour]]:
    """A line may begin at a coloured tick or dot that is no word of it: the words are all alike then."""
    if len(runs) == 2:
        (left, right, _), (start, _, _) = runs
        if right - left <= 1.3 * height and start - right >= 0.4 * height:
            return runs[1:]
    return runs


def blobs(pixels: Pixels, line: TextLine, gap: float) -> list[tuple[int, int]]:
    """(x1, x2) of each stretch of ink in a line, parted by gaps wider than `gap` heights; a space is about 0.35."""
    height, width = pixels.shape[:2]
    x1, y1, x2, y2 = max(0, line.box.x1), max(0, line.box.y1 - 2), min(width, line.box.x2), min(height, line.box.y2 + 2)
    if x2 <= x1 or y2 <= y1:
        return []
    crop = pixels[y1:y2, x1:x2]
    inked = _inked_columns.recall(crop, lambda: _inked(crop.astype(np.int16)))
    ends = np.flatnonzero(np.diff(inked) > gap * line.box.height)
    starts, stops = [0, *(ends + 1)], [*ends, len(inked) - 1]
    return (
        [(x1 + int(inked[i]), x1 + int(inked[j]) + 1) for i, j in zip(starts, stops, strict=True)] if len(inked) else []
    )


def _inked(crop: NDArray[np.int16]) -> NDArray[np.intp]:
    """The columns that hold ink."""
    peaks = _far(crop, _paper(crop))[2:-2].max(axis=0, initial=0)
    return np.flatnonzero(peaks > 0.3 * peaks.max())


def wide_gaps(pixels: Pixels, line: TextLine) -> list[tuple[int, int]]:
    """(left, right) of each gap of 0.6 heights or more between words; a slight sign alone in a gap is part of it."""
    words = [blob for blob in blobs(pixels, line, 0.3) if blob[1] - blob[0] > 0.7 * line.box.height]
    return [(a[1], b[0]) for a, b in pairwise(words) if b[0] - a[1] >= 0.6 * line.box.height]


def _alike(one: Colour, other: Colour) -> bool:
    """One is vivid and the other is not: only that parts a link from the words around it."""
    return abs((max(one) - min(one)) - (max(other) - min(other))) < 1.4 * COLOURED


def _underlined(pixels: Pixels, box: BBox, paper: NDArray[np.int16], most: int) -> bool:
    """A thin unbroken line just below the letters, as wide as they are and no wider."""
    reach = max(3, box.height // 4)
    y1, y2 = box.y2 - max(2, box.height // 4), min(pixels.shape[0], box.y2 + reach)
    x1, x2 = max(0, box.x1), min(pixels.shape[1], box.x2)
    if x2 - x1 < 8 or y2 - y1 < 2 or y1 < 0:
        return False
    inked = _far(pixels[y1:y2, x1:x2].astype(np.int16), paper) > 0.4 * most
    runs = np.count_nonzero(inked[:, 1:] & ~inked[:, :-1], axis=1) + inked[:, 0]
    full = (inked.mean(axis=1) > 0.85) & (runs <= 1 + (x2 - x1) // (3 * box.height))  # letters break a row oftener
    if not full.any() or full.sum() > max(2, box.height // 6):
        return False
    y = y1 + int(full.argmax())
    sides = [x for x in (x1 - 6, x2 + 5) if 0 <= x < pixels.shape[1]]
    return not any(int(np.abs(pixels[y, x].astype(np.int16) - paper).max()) > 0.4 * most for x in sides)


def is_struck(pixels: Pixels, box: BBox, ink: Ink) -> bool:
    """Whether an unbroken line runs through the middle of a text, from its first letter to its last."""
    height, width = pixels.shape[:2]
    y1, y2 = max(0, box.y1 + round(0.3 * box.height)), min(height, box.y2 - round(0.25 * box.height))
    x1, x2 = max(0, box.x1 + 1), min(width, box.x2 - 1)
    if x2 - x1 < 2 * box.height or y2 <= y1 or not ink.contrast:
        return False
    inked = _far(pixels[y1:y2, x1:x2].astype(np.int16), np.array(ink.paper, np.int16)) > 0.4 * ink.contrast
    return bool(inked.mean(axis=1).max() > 0.97)


def underlines(pixels: Pixels, line: TextLine, ink: Ink) -> list[tuple[int, int]]:
    """(x1, x2) of each unbroken stretch of an underlined line's rule: links side by side have one each."""
    box = line.box
    y1, y2 = max(0, box.y2 - max(2, box.height // 4)), min(pixels.shape[0], box.y2 + max(3, box.height // 4))
    x1, x2 = max(0, box.x1), min(pixels.shape[1], box.x2)
    inked = _far(pixels[y1:y2, x1:x2].astype(np.int16), np.array(ink.paper, np.int16)) > 0.4 * max(1, ink.contrast)
    if not inked.size:
        return []
    row = inked[int(inked.mean(axis=1).argmax())]
    edges = np.flatnonzero(np.diff(np.concatenate(([False], row, [False])).astype(np.int8)))
    spans = [(x1 + int(a), x1 + int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    return spans if all(b - a > 0.9 * box.height for a, b in spans) else []


def _colour(values: NDArray[Any]) -> Colour:
    red, green, blue = (int(v) for v in values)
    return red, green, blue


def word_spans(text: str) -> list[tuple[float, float, str]]:
    """The words of a line with their start and end as shares of its width, from common letter widths."""
    widths = [_letter_width(letter) for letter in text]
    total = sum(widths) or 1.0
    spans: list[tuple[float, float, str]] = []
    at, start, word = 0.0, 0.0, ""
    for letter, width in zip(text, widths, strict=True):
        if letter.isspace():
            if word:
                spans.append((start / total, at / total, word))
            word = ""
        else:
            start = start if word else at
            word += letter
        at += width
    if word:
        spans.append((start / total, at / total, word))
    return spans


def _letter_width(letter: str) -> float:
    if ord(letter) > 0x2E7F:  # CJK and full-width forms
        return 1.0
    if letter in "iljt.,:;|!'()[] fI1r":
        return 0.3
    return 0.8 if letter in "mwMW@%—" else 0.6 if letter.isupper() else 0.5
