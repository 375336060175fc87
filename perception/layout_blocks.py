"""Lines of text as blocks: which lines are one paragraph, in which font it is set, and where its lines' boxes lie."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from perception.layout_lines import Line
from perception.layout_types import Font
from perception.letters import face
from perception.style_font import Fit, fits, mostly_full, size_in
from perception.types import BBox, Colour

BULLET = re.compile(r"^[•◦▪‣·●○■□–*»›-](?=\s|$)|^[•●▪■]")
NUMBER = re.compile(r"^(\d{1,2}|[a-zA-Z])[.)](?=\s)")
_FAR = 1.3  # the ratio of two sizes that are not one, however short the texts
_SNAP = 0.015  # sizes this close to a half pixel are that


@dataclass(eq=False)
class Block:
    """Lines that make one block. `box` is that of its lines' full height and of their ink's width."""

    lines: list[Line]
    breaks: list[bool] = field(default_factory=list)
    font: Font = field(default_factory=Font)
    align: str = "left"
    box: BBox = field(default_factory=lambda: BBox(0, 0, 0, 0))
    marker: str = ""
    number: str = ""  # that stood before its first line, and was taken off

    @property
    def italic(self) -> bool:
        """Whether most of it leans."""
        return 2 * sum(len(line.text) for line in self.lines if line.italic) > len(self.text)

    @property
    def ink(self) -> BBox:
        box = self.lines[0].box
        for line in self.lines[1:]:
            box = box.union(line.box)
        return box

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)

    @property
    def colour(self) -> Colour:
        """The colour of most of its text; a line of antialiased strokes is paler than its ink, the strongest is it."""
        plain = [p for line in self.lines for p in line.pieces if not p.link] or [
            p for line in self.lines for p in line.pieces
        ]
        best = max(plain, key=lambda piece: min(piece.box.width, 200) * (1 + piece.ink.contrast))
        return best.ink.colour


_CLEARLY = 0.6  # pixels by which serifs must fit better, over the whole page
_UNLIKELY = 0.8  # pixels by which a line's must, on another page
Fonts = Mapping[Line, Mapping[tuple[str, int], Fit]]


def fitted(lines: Sequence[Line]) -> Fonts:
    """Each line's fonts: what a family costs is more where the page uses it little, the more so for short lines."""
    found = _plain_by_default({line: fits(line.samples) for line in lines})
    votes: dict[str, float] = {}
    for line, candidates in found.items():
        if candidates and not mostly_full(line.text):
            rival = next((fit for fit in candidates if fit.family != candidates[0].family), candidates[0])
            weight = min(len(line.text), 80) * min(2.0, rival.cost - candidates[0].cost)
            votes[candidates[0].family] = votes.get(candidates[0].family, 0.0) + weight
    most = max(votes.values(), default=0.0) or 1.0
    return {
        line: {
            (fit.family, fit.weight): replace(fit, cost=fit.cost + _rarity(votes.get(fit.family, 0.0) / most, line))
            for fit in candidates or [Fit("sans", 400, line.box.height / 0.72, 9.0)]
        }
        for line, candidates in found.items()
    }


def _plain_by_default(found: Mapping[Line, list[Fit]]) -> dict[Line, list[Fit]]:
    """A page is set in serifs only where they fit clearly better: a sans serif that is none of ours fits neither."""
    gain = letters = 0.0
    for line, candidates in found.items():
        best = {fit.family: fit.cost for fit in reversed(candidates)}
        if "serif" in best and not mostly_full(line.text):
            gain += len(line.text) * (best["sans"] - best["serif"])
            letters += len(line.text)
    if gain > _CLEARLY * letters:
        return dict(found)
    return {
        line: sorted(
            (replace(fit, cost=fit.cost + _UNLIKELY) if fit.family == "serif" else fit for fit in candidates),
            key=lambda fit: fit.cost,
        )
        for line, candidates in found.items()
    }


def _rarity(share: float, line: Line) -> float:
    """What a family must do better by, in pixels, to be taken for a line; `share`: its use against the commonest's."""
    return (1 - share) * (1.2 + 20 / max(4, len(line.text)))


def best(lines: Sequence[Line], fonts: Fonts) -> tuple[str, int]:
    """The face that fits lines best together."""
    shared = [key for key in fonts[lines[0]] if all(key in fonts[line] for line in lines)]
    return min(shared, key=lambda key: sum(fonts[line][key].cost * min(60, len(line.text)) for line in lines))


def blocks_of(lines: Sequence[Line], fonts: Fonts, first: frozenset[Line] = frozenset()) -> list[Block]:
    """Joins lines that stand below one another in one size, at one pitch and with one edge; those of `first` begin a
    block."""
    runs: list[list[Line]] = []
    for line in sorted(lines, key=lambda one: (one.box.y2, one.box.x1)):
        home = min(
            (run for run in runs if line not in first and _follows(run, line, fonts)),
            key=lambda run: line.box.y1 - run[-1].box.y2,
            default=None,
        )
        if home is None:
            runs.append([line])
        else:
            home.append(line)
    return [Block(part) for run in runs for part in _parted(run, fonts)]


def baseline(line: Line, fit: Fit) -> float:
    extent = face(fit.family, fit.weight).extent(line.text)
    by_top = line.box.y1 + extent.top * fit.size
    if line.ink.underlined:
        return by_top
    return (by_top + line.box.y2 + extent.bottom * fit.size) / 2


def _follows(run: Sequence[Line], line: Line, fonts: Fonts) -> bool:
    last = run[-1]
    key = best([last, line], fonts)
    one, two = fonts[last][key], fonts[line][key]
    size = max(one.size, two.size)
    short = _short(last, line, size)
    if short and size > _FAR * min(one.size, two.size):
        return False
    if not short:
        own = best([line], fonts)
        strained = two.cost - fonts[line][own].cost > 1.6 or one.cost - fonts[last][best([last], fonts)].cost > 1.6
        if abs(one.size - two.size) > max(0.07 * size, 0.9) or strained:
            return False
    if last.italic != line.italic and min(len(last.text), len(line.text)) > 8:
        return False
    if max(abs(a - b) for a, b in zip(last.ink.paper, line.ink.paper, strict=True)) > 24:
        return False
    pitch = baseline(line, two) - baseline(last, one)
    if not 0.9 * size <= pitch <= (2.15 if last.box.width > 16 * size else 1.7) * size:
        return False
    if len(run) > 1:
        first = baseline(run[0], fonts[run[0]].get(key, one))
        usual = (baseline(last, one) - first) / (len(run) - 1)
        if abs(pitch - usual) > max(2.2, 0.09 * usual):
            return False
    return _aligned(last, line, size) and _one_colour(last, line)


def _short(last: Line, line: Line, size: float) -> bool:
    """A short last line tells its size and weight badly."""
    return min(len(last.text), len(line.text)) <= 4 and abs(last.box.height - line.box.height) < 0.5 * size


def _one_colour(last: Line, line: Line) -> bool:
    colours = [[piece.ink.colour for piece in one.pieces] for one in (last, line)]
    return any(max(abs(a - b) for a, b in zip(p, q, strict=True)) < 70 for p in colours[0] for q in colours[1])


def _aligned(last: Line, line: Line, size: float) -> bool:
    left = abs(last.box.x1 - line.box.x1) <= 0.35 * size
    centre = abs(last.box.centre[0] - line.box.centre[0]) <= 0.3 * size
    right = abs(last.box.x2 - line.box.x2) <= 0.2 * size and last.box.overlap_x(line.box) > 0
    return left or centre or right


def _parted(run: list[Line], fonts: Fonts) -> list[list[Line]]:
    """A run of lines, parted where a line did not end because it was full."""
    if len(run) == 1:
        return [run]
    right, left = max(line.box.x2 for line in run), min(line.box.x1 for line in run)
    early = [_ends_early(a, b, right - left, fonts) for a, b in pairwise(run)]
    listed = len(run) >= 3 and sum(early) > 0.6 * len(early)
    parts = [[run[0]]]
    for stops, last, line in zip(early, run, run[1:], strict=False):
        if stops or BULLET.match(line.text) or NUMBER.match(line.text) or _stands_alone(last, line, listed):
            parts.append([line])
        else:
            parts[-1].append(line)
    return parts


def _ends_early(last: Line, line: Line, width: float, fonts: Fonts) -> bool:
    """Whether the next line's first word would have stood in this one's room."""
    fit = fonts[last][best([last], fonts)]
    measured = face(fit.family, fit.weight)
    word = line.text.split()[0]
    if mostly_full(line.text):
        word = word[0]
    return last.box.width + fit.size * (measured.space + measured.extent(word).width) < width - 0.25 * fit.size


def _stands_alone(last: Line, line: Line, listed: bool) -> bool:
    """Lines that could be a wrapped paragraph or items of a list: the words say which."""
    starts = line.text[:1]
    if starts.islower() or (last.text[-1:] in ",-" and not listed):
        return False
    if listed:
        return True
    short = len(last.text) < 28 and not mostly_full(last.text)
    return short and (last.is_link or line.is_link or len(last.text.split()) <= 2)


def set_fonts(blocks: Sequence[Block], fonts: Fonts) -> None:
    """Gives each block one font, its alignment and its box; sizes that are nearly one become one."""
    told: dict[int, tuple[str, int, float]] = {}
    for number, block in enumerate(blocks):
        told[number] = _voted(block, fonts)
    scale = _scale([(told[n], sum(line.box.width for line in block.lines)) for n, block in enumerate(blocks)])
    for number, block in enumerate(blocks):
        family, weight, size = told[number]
        settled = scale.get((family, weight, size), size)
        block.font = Font(family, settled, weight, block.italic, _line_height(block, family, weight, settled))
        block.align = _alignment(block)
        block.box = _line_box(block)
        block.breaks = [False] * len(block.lines)
    ratio = median([b.font.line / b.font.size for b in blocks if len(b.lines) > 1] or [1.25])
    for block in blocks:
        if len(block.lines) == 1 and block.font.size < 20:
            height = round(max(1.15, min(1.6, ratio)) * block.font.size)
            block.font = replace(block.font, line=height)
            block.box = _line_box(block)


def _voted(block: Block, fonts: Fonts) -> tuple[str, int, float]:
    family, weight = best(block.lines, fonts)
    samples = [sample for line in block.lines for sample in line.samples]
    plain = [s for s in samples if len(s.text) > 3] or samples
    return family, weight, round(size_in(family, weight, plain), 2)


def _scale(told: Sequence[tuple[tuple[str, int, float], float]]) -> dict[tuple[str, int, float], float]:
    """The size that each measured size stands for: measured sizes that differ by noise alone are one."""
    groups: dict[str, list[tuple[float, float]]] = {}
    for (family, _, size), width in told:
        groups.setdefault(family, []).append((size, width))
    settled: dict[tuple[str, float], float] = {}
    for family, sizes in groups.items():
        left = sorted(sizes)
        while left:
            centre = max(left, key=lambda one: sum(w for s, w in left if abs(s - one[0]) <= _band(one[0])))[0]
            near = [one for one in left if abs(one[0] - centre) <= _band(centre)]
            middle = _weighted_median(near)
            for size, _ in near:
                settled[family, size] = snapped(middle)
            left = [one for one in left if abs(one[0] - centre) > _band(centre)]
    return {key: settled[key[0], key[2]] for (key, _) in told}


def _band(size: float) -> float:
    return max(0.35, 0.022 * size)


def _weighted_median(pairs: Sequence[tuple[float, float]]) -> float:
    half, run = sum(width for _, width in pairs) / 2, 0.0
    for size, width in sorted(pairs):
        run += width
        if run >= half:
            return size
    return pairs[-1][0]


def snapped(size: float) -> float:
    """A size as a designer writes it: whole pixels, halves, or a tenth."""
    for step in (1.0, 0.5):
        near = round(size / step) * step
        if near and abs(size - near) <= _SNAP * near:
            return near
    return round(size, 1)


def _line_height(block: Block, family: str, weight: int, size: float) -> float:
    if len(block.lines) == 1:
        return float(round(1.2 * size))
    fit = Fit(family, weight, size, 0.0)
    first, last = baseline(block.lines[0], fit), baseline(block.lines[-1], fit)
    pitch = (last - first) / (len(block.lines) - 1)
    return round(pitch * 2) / 2 if len(block.lines) < 6 else round(pitch * 10) / 10


def _alignment(block: Block) -> str:
    if len(block.lines) == 1:
        return "left"
    x1, x2 = [line.box.x1 for line in block.lines], [line.box.x2 for line in block.lines]
    middles = [line.box.centre[0] for line in block.lines]
    limit = 0.2 * block.font.size
    if max(x1) - min(x1) <= max(3.0, limit):
        level = x2[:-1]
        if len(level) >= 3 and max(level) - min(level) <= 2 and x2[-1] < level[0]:
            return "justify"
        return "left"
    if max(middles) - min(middles) <= max(3.0, 1.5 * limit):
        return "center"
    return "right" if max(x2) - min(x2) <= max(3.0, limit) else "left"


def _line_box(block: Block) -> BBox:
    """From the top of the first line's box to the bottom of the last one's, as a browser lays them."""
    font, ink = block.font, block.ink
    measured = face(font.family, font.weight)
    fit = Fit(font.family, font.weight, font.size, 0.0)
    places = [baseline(line, fit) - number * font.line for number, line in enumerate(block.lines)]
    top = round(median(places) - above_baseline(font))
    left = min(line.box.x1 - round(measured.extent(line.text).left * font.size) for line in block.lines)
    return BBox(left, top, ink.x2, top + round(font.line * len(block.lines)))


def above_baseline(font: Font) -> float:
    """From the top of a line's box to its baseline, in pixels, as browsers round it."""
    measured = face(font.family, font.weight)
    ascent, descent = round(measured.ascent * font.size), round(measured.descent * font.size)
    return ascent + math.floor((font.line - ascent - descent) / 2)
