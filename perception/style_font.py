"""Which font a text is set in, from its ink: the family, weight and size whose letter widths fit it best.

Family and size are found together: for each candidate the size follows from the widths of the words, and the candidate
whose word positions, ink height and stroke then fit best is taken. Spaces are left out, so justified text does not
mislead. Distances are pixels, so what is weighed is what an eye would see.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from perception.letters import FAMILIES, WEIGHTS, Face, face, is_full

# The mean width of a stroke against the font size, as `perception.ink` measures it.
_STROKE = {
    ("sans", 400): 0.110, ("sans", 700): 0.172, ("serif", 400): 0.110, ("serif", 700): 0.160,
    ("mono", 400): 0.116, ("mono", 700): 0.170, ("wide", 400): 0.122, ("wide", 700): 0.213,
}  # fmt: skip
_PRIOR = {"sans": 0.0, "serif": 0.25, "wide": 0.35, "mono": 0.8}
_FAINT = 0.7  # pixels of a word's outer edges that are too faint to be told from the paper
_CAP = 4.0  # no single measure of a line weighs more, in pixels


@dataclass(frozen=True, slots=True)
class Sample:
    """One line as drawn: its text, the ink's width and height, the mean stroke, and (x1, x2) of each word from the
    ink's left where the words could be told apart."""

    text: str
    width: float
    height: float
    stroke: float
    words: tuple[tuple[float, float], ...] = ()
    underlined: bool = False


@dataclass(frozen=True, slots=True)
class Fit:
    """A candidate and how far it is off, in pixels by and by; `size` in pixels."""

    family: str
    weight: int
    size: float
    cost: float


def fits(samples: Sequence[Sample]) -> list[Fit]:
    """Every family and weight with its best size, best first. Empty for no text."""
    samples = [sample for sample in samples if sample.text.strip() and sample.width > 0]
    if not samples:
        return []
    found = [_fit(family, weight, samples) for family in FAMILIES for weight in WEIGHTS]
    return sorted(found, key=lambda fit: fit.cost)


def size_in(family: str, weight: int, samples: Sequence[Sample]) -> float:
    """The size at which a face's lines are as wide as those measured; words alone where the spaces are stretched, and
    the height where there is little text."""
    measured = face(family, weight)
    words = [pair for sample in samples for pair in _word_widths(measured, sample)]
    lines = [(sample.width, measured.extent(sample.text).width) for sample in samples]
    heights = [sample.height / tall for sample in samples if (tall := measured.extent(sample.text).height) > 0.1]
    by_words, by_lines = _ratio(words), _ratio(lines)
    by_width = by_words if by_lines > 1.025 * by_words else by_lines
    if not by_width:
        return median(heights) if heights else 0.0
    share = min(1.0, sum(width for width, _ in words) / (3 * by_width))  # three ems of text: the width says it alone
    return share * by_width + (1 - share) * (median(heights) if heights else by_width)


def _ratio(pairs: Sequence[tuple[float, float]]) -> float:
    told = sum(extent for _, extent in pairs)
    return sum(width for width, _ in pairs) / told if told else 0.0


def _fit(family: str, weight: int, samples: Sequence[Sample]) -> Fit:
    measured = face(family, weight)
    size = size_in(family, weight, samples)
    costs = [_cost(measured, size, sample) for sample in samples]
    lengths = [min(len(sample.text), 60) for sample in samples]
    cost = sum(c * n for c, n in zip(costs, lengths, strict=True)) / sum(lengths)
    stroke = sum(s.stroke * n for s, n in zip(samples, lengths, strict=True)) / sum(lengths)
    heavy = min(_CAP, abs(stroke / size - _STROKE[family, weight]) / 0.022) if size else _CAP
    return Fit(family, weight, size, cost + heavy + _PRIOR[family])


def _cost(measured: Face, size: float, sample: Sample) -> float:
    extent = measured.extent(sample.text)
    tall = 0.0 if sample.underlined else abs(sample.height - size * extent.height)
    wide = [abs(width - size * told) for width, told in _word_widths(measured, sample)]
    drift = (sum(error * error for error in wide) / len(wide)) ** 0.5 if wide else 0.0
    return min(_CAP, tall) + 1.5 * min(_CAP, drift)


def _word_widths(measured: Face, sample: Sample) -> list[tuple[float, float]]:
    """(measured width in pixels, width in font sizes) of each word, or of the whole line."""
    words = sample.text.split()
    if sample.words and len(sample.words) == len(words):
        pairs = [(x2 - x1, measured.extent(word).width) for (x1, x2), word in zip(sample.words, words, strict=True)]
        return [(width + _FAINT, told) for width, told in pairs if told > 0]
    return [(sample.width, measured.extent(sample.text).width)]


def mostly_full(text: str) -> bool:
    """Whether most letters are Chinese, Japanese or Korean."""
    letters = [letter for letter in text if letter.isalnum()]
    return 2 * sum(map(is_full, letters)) > len(letters)
