"""How well an element's name fits the words of a description: spelling, synonyms, and what stands around it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from agent import relations
from agent.describe import Description
from agent.words import Unit, fold, is_cjk, likeness, skeleton, units
from perception.types import FIELD_ROLES, Element, Screen

_HEARD = 0.6  # the least likeness of two words that counts
_NEUTRAL = 0.3  # words up to this weight say little


@dataclass(frozen=True)
class Match:
    """`precision`: the share of the name that the description says; `recall`: of the description, the name."""

    score: float
    precision: float = 0.0
    recall: float = 0.0
    missed: tuple[Unit, ...] = ()


class Vocabulary:
    """The words of a whole screen: what of a description is nowhere to be seen counts against every answer."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self._seen: dict[Unit, float] = {}
        self._words: set[Unit] | None = None

    def has(self, unit: Unit) -> bool:
        if self._words is None:
            self._words = {u for e in self.screen.elements for text in texts_of(e) for u in units(text[0])}
        if unit not in self._seen:
            self._seen[unit] = max((likeness(unit, word) for word in self._words), default=0.0)
        return self._seen[unit] >= _HEARD


def texts_of(element: Element) -> list[tuple[str, float]]:
    """What is written on or by the element, and how surely it names it."""
    texts = [(element.name, 1.0)]
    if element.text and element.text != element.name:
        texts.append((element.text, 0.92 if element.role in FIELD_ROLES else 1.0))
    if element.state.placeholder and element.state.placeholder != element.name:
        texts.append((element.state.placeholder, 0.97))
    if element.state.value and element.state.value != element.text:
        texts.append((element.state.value, 0.92))
    return [(text, sure) for text, sure in texts if text]


def match_name(
    screen: Screen, pool: list[Element], parts: Description, vocabulary: Vocabulary
) -> list[tuple[Element, Match]]:
    """Each element with its match; a description without a name fits every element of its role."""
    query = units(parts.words)
    if not parts.quoted and not any(u.weight > _NEUTRAL for u in query):
        if parts.roles or parts.value or parts.states or parts.place or parts.anchor:
            return [(e, _unnamed(e, parts)) for e in pool]
    found = [(e, max((_match(parts, query, t, sure) for t, sure in texts_of(e)), key=lambda m: m.score, default=Match(0.0)))
             for e in pool]  # fmt: skip
    if not parts.quoted:
        found = _in_context(screen, found, vocabulary)
    return found


def _unnamed(element: Element, parts: Description) -> Match:
    if parts.roles:
        return Match(0.92 if element.role in parts.roles else 0.0, 1.0, 1.0)
    return Match(0.85 if element.interactive or element.role == "img" else 0.4, 1.0, 1.0)


def _match(parts: Description, query: tuple[Unit, ...], text: str, sure: float) -> Match:
    if parts.quoted:
        score = _quoted(parts.quoted, text)
        return Match(score * sure, score, score)
    match = _worded(parts.words, query, text)
    return Match(match.score * sure, match.precision, match.recall, match.missed)


@lru_cache(maxsize=8192)
def _quoted(quoted: str, text: str) -> float:
    """Likeness of a name in quotation marks: the same, nearly the same, a part of it, or the same in other words."""
    wanted, seen = fold(quoted), fold(text)
    if wanted == seen:
        return 1.0
    if skeleton(wanted) == skeleton(seen):
        return 0.98
    if not wanted or not seen:
        return 0.0
    bare = _without_badge(seen)
    if bare == _without_badge(wanted):
        return 0.95
    from rapidfuzz.distance import Indel

    first, second = skeleton(wanted), skeleton(seen)
    share = min(len(first), len(second)) / max(len(first), len(second))
    if _numbers(wanted) <= _numbers(seen) and share > 0.5:
        ratio = Indel.normalized_similarity(first, second)
        if ratio >= (0.75 if min(len(first), len(second)) >= 5 or is_cjk(first) else 0.9):
            return 0.6 + 0.36 * ratio if _numbers(wanted) == _numbers(seen) else 0.7
    if len(first) >= 2 and (f" {wanted} " in f" {seen} " or is_cjk(wanted) and wanted in seen):
        return 0.66 + 0.25 * share
    if len(second) >= 6 and second in first and share > 0.5:
        return 0.6 + 0.3 * share
    match = _worded(quoted, units(quoted), text)
    return 0.8 * match.score if min(match.precision, match.recall) > 0.85 else 0.0


def _worded(words: str, query: tuple[Unit, ...], text: str) -> Match:
    name = units(text)
    first, second = skeleton(words), skeleton(text)
    if first == second:
        return Match(1.0, 1.0, 1.0)
    if not name or not query:
        return Match(0.0)
    heard = [max((likeness(q, n) for n in name), default=0.0) for q in query]
    said = [max((likeness(n, q) for q in query), default=0.0) for n in name]
    heard = [h if h >= _HEARD else 0.0 for h in heard]
    said = [s if s >= _HEARD else 0.0 for s in said]
    asked = [1.5 if any(c.isdigit() for c in q.text) else q.weight for q in query]
    given = [_name_weight(n, len(name)) for n in name]
    recall = sum(w * h for w, h in zip(asked, heard, strict=True)) / sum(asked)
    precision = sum(w * s for w, s in zip(given, said, strict=True)) / sum(given)
    missed = tuple(q for q, h in zip(query, heard, strict=True) if not h and q.weight > _NEUTRAL)
    score = 0.4 * precision + 0.6 * recall if precision and recall else 0.0
    if any(q.action for q in missed):
        score *= 0.75
    if len(first) > 4 and 0.5 < len(first) / len(second) < 2 and _numbers(words) == _numbers(text):
        from rapidfuzz.distance import Indel

        ratio = Indel.normalized_similarity(first, second)
        if ratio >= 0.8 and 0.93 * ratio > score:
            return Match(0.93 * ratio, ratio, ratio)
    return Match(score, precision, recall, missed)


def _name_weight(unit: Unit, among: int) -> float:
    if unit.text.isdigit() and among > 1:
        return 0.15  # a badge: "Inbox 3"
    return max(unit.weight, 0.6) if any(c.isalnum() for c in unit.text) else unit.weight


def _without_badge(text: str) -> str:
    import re

    return re.sub(r"^[+＋•·‹›<>«»←→]+ ?| ?[(\[]?\d+\+?[)\]]?$| ?(?:new|hot|beta|[›»→▾▼⌄])$", "", text) or text


def _numbers(text: str) -> frozenset[str]:
    import re

    return frozenset(re.findall(r"\d+", text))


def _in_context(
    screen: Screen, found: list[tuple[Element, Match]], vocabulary: Vocabulary
) -> list[tuple[Element, Match]]:
    """Counts what the name leaves unsaid: found beside it ("delete order 1042"), elsewhere, or nowhere on the screen."""
    from dataclasses import replace

    better: list[tuple[Element, Match]] = []
    for element, match in found:
        if match.score >= 0.3 and match.missed:
            beside = [u for u in match.missed if not u.action and _beside(screen, element, match, u, found)]
            absent = [u for u in match.missed if u not in beside and not vocabulary.has(u)]
            weight = sum(max(u.weight, 1.0) for u in match.missed) / max(0.01, 1 - match.recall)
            recall = match.recall + 0.8 * sum(max(u.weight, 1.0) for u in beside) / weight
            score = 0.4 * match.precision + 0.6 * min(1.0, recall)
            score *= (0.75 if any(u.action for u in match.missed) else 1.0) * 0.84 ** min(2, len(absent))
            match = replace(match, score=score, recall=min(1.0, recall))
        better.append((element, match))
    return better


def _beside(screen: Screen, element: Element, match: Match, unit: Unit, found: list[tuple[Element, Match]]) -> bool:
    """Whether the word stands nearer to this element than to every other one of its name."""
    if unit.concepts and not any(c.isdigit() for c in unit.text):
        return False
    rivals = [
        e for e, m in found if m.score >= match.score - 0.01 and fold(e.name) == fold(element.name) and e != element
    ]
    for other in screen.elements:
        if other in rivals or other == element or other.role in ("table", "list", "form", "navigation"):
            continue
        if not any(likeness(unit, word) >= 0.9 for text, _ in texts_of(other) for word in units(text)):
            continue
        if other.role in ("row", "listitem"):
            if element.box.inside(other.box) > 0.7:
                return True
            continue
        away = relations.gap(element.box, other.box)
        if away < 0.5 * screen.width and all(away < 0.8 * relations.gap(r.box, other.box) for r in rivals):
            return True
    return False
