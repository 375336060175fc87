"""How like two pages' texts are: block match, text, position and colour, as Design2Code (Si et al., 2024) has them.

Texts are paired by what they say, with a little weight on what their neighbours in order say; neighbours are joined
where that pairs the rest better, so that it does not matter how a page cuts a paragraph.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from perception.score_assign import Assignment
from perception.score_color import likeness
from perception.score_types import TextBlock

Matrix = NDArray[np.float64]
Ratios = Callable[[Sequence[str], Sequence[str]], Matrix]
GAIN = 0.05  # what joining two neighbours must bring the pairs that change
CONTEXT = 0.1  # the weight of the two best pairs around a pair
_WELL = 0.98  # as well as two texts can be paired: joined to others they cannot gain
LEAST = 0.5  # pairs that are less alike are none


@dataclass(frozen=True, slots=True)
class TextScore:
    """The four figures, 0 to 1; `block` is 0 and so is the rest where nothing could be paired."""

    block: float = 0.0
    text: float = 0.0
    position: float = 0.0
    color: float = 0.0


class _Piece(NamedTuple):
    """A text with its box as shares of its page."""

    text: str
    box: tuple[float, float, float, float]
    color: tuple[float, float, float]

    @property
    def area(self) -> float:
        x1, y1, x2, y2 = self.box
        return (x2 - x1) * (y2 - y1)

    @property
    def centre(self) -> tuple[float, float]:
        x1, y1, x2, y2 = self.box
        return (x1 + x2) / 2, (y1 + y2) / 2


def published_ratios(one: Sequence[str], other: Sequence[str]) -> Matrix:
    """Likeness of each text to each by difflib, as the published metric has it: slow, and not quite symmetric."""
    return np.array([[_ratio(a, b) for b in other] for a in one]).reshape(len(one), len(other))


@lru_cache(maxsize=1 << 20)
def _ratio(a: str, b: str) -> float:
    return 1.0 if a == b else SequenceMatcher(None, a, b).ratio()


def quick_ratios(one: Sequence[str], other: Sequence[str]) -> Matrix:
    """Likeness of each text to each by the longest common subsequence: symmetric, and a hundred times as fast."""
    from rapidfuzz.distance import Indel
    from rapidfuzz.process import cdist

    return cdist(one, other, scorer=Indel.normalized_similarity, dtype=np.float64)


def text_score(
    source: Sequence[TextBlock], page: Sequence[TextBlock], source_size: tuple[int, int], page_size: tuple[int, int],
    ratios: Ratios = quick_ratios,
) -> TextScore:  # fmt: skip
    """A page's texts against its source's. Sizes are width and height in pixels: positions are shares of them."""
    ours, theirs = _pieces(page, page_size), _pieces(source, source_size)
    if not ours or not theirs:
        return TextScore()
    ours, theirs = _joined(ours, theirs, ratios)
    alike = ratios([piece.text for piece in ours], [piece.text for piece in theirs])
    pairs = [(i, j) for i, j in Assignment(_with_context(-alike)).pairs() if alike[i, j] >= LEAST]
    if not pairs:
        return TextScore()
    paired = [(ours[i], theirs[j]) for i, j in pairs]
    matched = sum(a.area + b.area for a, b in paired)
    colors = likeness([a.color for a, _ in paired], [b.color for _, b in paired])
    return TextScore(
        block=matched / sum(piece.area for piece in (*ours, *theirs)),
        text=float(np.mean([alike[pair] for pair in pairs])),
        position=float(np.mean([_nearness(a, b) for a, b in paired])),
        color=float(colors.mean()),
    )


def _pieces(blocks: Sequence[TextBlock], size: tuple[int, int]) -> list[_Piece]:
    """Normalised, lower-cased; blocks with the same box are one."""
    width, height = size
    found: dict[tuple[float, float, float, float], _Piece] = {}
    for block in blocks:
        x1, y1, x2, y2 = block.box
        box = x1 / width, y1 / height, x2 / width, y2 / height
        text, color = " ".join(block.text.lower().split()), (*map(float, block.color),)
        if not text or x2 <= x1 or y2 <= y1:
            continue
        before = found.get(box)
        if before:
            text, color = f"{before.text} {text}", tuple((a + b) / 2 for a, b in zip(before.color, color, strict=True))
        found[box] = _Piece(text, box, (color[0], color[1], color[2]))
    return list(found.values())


def _nearness(a: _Piece, b: _Piece) -> float:
    (x1, y1), (x2, y2) = a.centre, b.centre
    return 1 - max(abs(x1 - x2), abs(y1 - y2))


def _with_context(costs: Matrix) -> Matrix:
    """Pairs that are likely get a bonus from the two best pairs around them."""
    rows, columns = costs.shape
    wide = np.zeros((rows + 2, columns + 2))
    wide[1:-1, 1:-1] = costs
    around = [wide[y : y + rows, x : x + columns] for y in range(3) for x in range(3) if (y, x) != (1, 1)]
    best = np.sort(np.stack(around), axis=0)[:2].sum(axis=0)
    return np.where(costs < -LEAST, costs + CONTEXT * best, costs)


def _joined(ours: list[_Piece], theirs: list[_Piece], ratios: Ratios) -> tuple[list[_Piece], list[_Piece]]:
    """Joins neighbours on both sides in turn until nothing more is gained."""
    while True:
        ours, gained = _join(ours, theirs, ratios)
        theirs, gained_too = _join(theirs, ours, lambda one, other: ratios(other, one).T)
        if not gained and not gained_too:
            return ours, theirs


def _join(pieces: list[_Piece], others: list[_Piece], ratios: Ratios) -> tuple[list[_Piece], bool]:
    """One sweep over a side: every pair of neighbours is tried alone, and the best that do not overlap are joined."""
    if len(pieces) < 2:
        return pieces, False
    words = [piece.text for piece in others]
    now = Assignment(-ratios([piece.text for piece in pieces], words))
    costs = now.costs()
    joint = [_union(*pair) for pair in pairwise(pieces)]
    tried = _worth_a_trial(now, len(pieces))
    trials = -ratios([joint[i].text for i in tried], words)
    gains = [(_gain(costs, now.merged_costs(i, trial)), i) for i, trial in zip(tried, trials, strict=True)]
    taken: set[int] = set()
    for gain, i in sorted(gains, key=lambda item: (-item[0], item[1])):
        if gain > GAIN and not {i - 1, i, i + 1} & taken:
            taken.add(i)
    kept = [joint[i] if i in taken else piece for i, piece in enumerate(pieces) if i - 1 not in taken]
    return kept, bool(taken)


def _worth_a_trial(now: Assignment, count: int) -> list[int]:
    """The neighbours (the first of each two) that are not both paired already as well as can be."""
    good = {row for (row, _), cost in zip(now.pairs(), now.costs(), strict=True) if cost < -_WELL}
    return [i for i in range(count - 1) if not {i, i + 1} <= good]


def _gain(before: list[float], after: list[float]) -> float:
    """By how much the mean cost of the pairs that change falls; nothing, where the best of them gets no better."""
    gone, come = Counter(before), Counter(after)
    old, new = list((gone - come).elements()), list((come - gone).elements())
    gain = _mean(old) - _mean(new)
    return 0.0 if gain > 0 and min(old, default=0.0) <= min(new, default=0.0) else gain


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _union(a: _Piece, b: _Piece) -> _Piece:
    """Two pieces as one, its colour the middle of both."""
    x1, y1, x2, y2 = a.box
    u1, v1, u2, v2 = b.box
    red, green, blue = ((one + other) // 2 for one, other in zip(a.color, b.color, strict=True))
    return _Piece(f"{a.text} {b.text}", (min(x1, u1), min(y1, v1), max(x2, u2), max(y2, v2)), (red, green, blue))
