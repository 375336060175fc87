"""How well a name fits the words of a description: spelling and synonyms."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from agent.describe import Description
from agent.words import Unit, fold, is_cjk, likeness, skeleton, units
from perception.types import FIELD_ROLES, Element

HEARD = 0.6  # the least likeness of two words that counts
_BADGE = re.compile(r"^(?:[^\w\s]+|[^\W\d_](?= \w{2}))+ ?| ?[(\[]?\d+\+?[)\]]?$| (?:new|hot|beta|v|[^\w\s]+)$")
_LIGHT = 0.5
NEUTRAL = 0.3  # words up to this weight say little


@dataclass(frozen=True)
class Match:
    """`precision`: the share of the name that the description says; `recall`: of the description, the name.
    `missed`: the words that the name does not say; `slight`: it shares small words alone ("New")."""

    score: float
    precision: float = 0.0
    recall: float = 0.0
    missed: tuple[Unit, ...] = ()
    slight: bool = False


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


def best_match(element: Element, parts: Description, query: tuple[Unit, ...], weights: tuple[float, ...]) -> Match:
    matches = (_match(parts, query, weights, text, sure) for text, sure in texts_of(element))
    return max(matches, key=lambda match: match.score, default=Match(0.0))


def _match(parts: Description, query: tuple[Unit, ...], weights: tuple[float, ...], text: str, sure: float) -> Match:
    if parts.quoted:
        score = _quoted(parts.quoted, text)
        return Match(score * sure, score, score)
    match = _worded(parts.words, query, weights, text)
    return replace(match, score=match.score * sure)


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
    first, second = skeleton(wanted), skeleton(seen)
    share = min(len(first), len(second)) / max(len(first), len(second))
    if _misspelt(first, second) and _numbers(wanted) == _numbers(seen):
        from rapidfuzz.distance import OSA

        return 0.94 - 0.8 * OSA.distance(first, second) / max(len(first), len(second))
    if share > 0.35 and (f" {wanted} " in f" {seen} " or (is_cjk(wanted) and len(wanted) > 1 and wanted in seen)):
        return 0.6 + 0.3 * share
    if share > 0.6 and len(second) >= 6 and first.startswith(second):
        return 0.6 + 0.3 * share  # cut off on the screen
    if is_cjk(wanted) != is_cjk(seen):
        query = units(quoted)
        match = _worded(quoted, query, tuple(asked_weight(unit) for unit in query), text)
        return 0.85 * match.score if min(match.precision, match.recall) > 0.85 else 0.0
    return 0.0


def _misspelt(first: str, second: str) -> bool:
    """One wrong letter in a word, and one more for every seven letters; numbers are never misspelt."""
    length = min(len(first), len(second))
    allowed = length // 3 if is_cjk(first) else 0 if length < 4 else 1 + length // 8
    if max(len(first), len(second)) - length > allowed:
        return False
    from rapidfuzz.distance import OSA

    return OSA.distance(first, second, score_cutoff=allowed) <= allowed


def _worded(words: str, query: tuple[Unit, ...], asked: tuple[float, ...], text: str) -> Match:
    text = _without_badge(fold(text)) if len(text) > 3 else text
    name = units(text)
    first, second = skeleton(words), skeleton(text)
    if first == second:
        return Match(1.0, 1.0, 1.0)
    if not name or not query:
        return Match(0.0)
    alike = [[_heard(q, n) for n in name] for q in query]
    heard = [max(row) for row in alike]
    said = [max(column) for column in zip(*alike, strict=True)]
    given = [_name_weight(n, len(name)) for n in name]
    done = any(h and q.action for q, h in zip(query, heard, strict=True))
    wanted = [w if h else w * _missing(q, done) for q, w, h in zip(query, asked, heard, strict=True)]
    recall = sum(w * h for w, h in zip(asked, heard, strict=True)) / sum(wanted)
    precision = sum(w * s for w, s in zip(given, said, strict=True)) / sum(given)
    missed = tuple(q for q, h in zip(query, heard, strict=True) if not h and q.weight > NEUTRAL)
    score = 0.4 * precision + 0.6 * recall if precision and recall else 0.0
    telling = all(_telling(*pair) for pair in ((query, heard), (name, said)))
    slight = bool(missed) and not telling
    score *= undone(query, missed) * (0.7 if slight else 1.0)
    if score < 0.9 and _misspelt(first, second) and _numbers(words) == _numbers(text):
        return Match(0.9, 0.9, 0.9)
    return Match(score, precision, recall, missed, slight)


def _telling(units: tuple[Unit, ...], alike: list[float]) -> bool:
    return any(likeness and unit.weight > _LIGHT for unit, likeness in zip(units, alike, strict=True))


def _missing(unit: Unit, done: bool) -> float:
    """How much of its weight a word keeps that the name does not say: a second verb little, a name all of it."""
    if unit.proper or " " in unit.text:
        return 1.0
    if unit.action:
        return 0.35 if done else 1.0
    return 0.6 if unit.concepts else 0.7


def asked_weight(unit: Unit) -> float:
    return 1.5 if _numbered(unit) else unit.weight


def _numbered(unit: Unit) -> bool:
    return any(c.isdigit() for c in unit.text)


def undone(query: tuple[Unit, ...], missed: tuple[Unit, ...]) -> float:
    """An element that says nothing of the action asked for ("delete ...") is hardly meant."""
    if not any(unit.action for unit in missed):
        return 1.0
    return 0.93 if any(unit.action for unit in query if unit not in missed) else 0.66


def _heard(a: Unit, b: Unit) -> float:
    alike = likeness(a, b)
    return alike if alike >= HEARD else 0.0


def _name_weight(unit: Unit, among: int) -> float:
    if unit.text.isdigit() and among > 1:
        return 0.15  # a badge: "Inbox 3"
    return max(unit.weight, 0.6) if any(c.isalnum() for c in unit.text) else unit.weight


def _without_badge(text: str) -> str:
    """Without what stands at a name's ends: a counter, "new", and an icon that was read as a letter."""
    return _BADGE.sub("", text).strip() or text


def _numbers(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\d+", text))
