"""How well a name fits the words of a description: spelling and synonyms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from agent.lexicon import FINAL, lexicon
from agent.words import Unit, fold, is_cjk, likeness, mended, opposed, skeleton, taken_apart, units
from perception.types import FIELD_ROLES, Element

SURELY = 0.8  # a likeness that leaves no doubt
HEARD = 0.55  # the least likeness of two words that counts
_ENDS = re.compile(r"^(?:[^\w\s]+|[^\W\d_](?= \w{2}))+ ?| (?:new|hot|beta|v|[^\w\s]+)$")
_COUNT = re.compile(r" ?[(\[]\d[\d.,]*[km]?\+?[)\]]$| \d{1,3}(?:[.,]\d+)?[km]?\+?$")
# What a search field searches by, or an example of it, is no part of its name.
_EXAMPLE = re.compile(r",? e\.? ?g\.?[ ,:].*$|(?<=^search) .*\bby .*$|[,，（(]? ?(?:例如|比如|如)[:：]?.*$")
_PER_PAGE = re.compile(r"\b\d+ ?(?:/|per) ?page\b|\d+ ?条 ?/ ?页")
_LIGHT = 0.5
_SHORT = 3  # things in a description that is meant as a name
_ANYTHING = frozenset("box field area page screen list item thing one section control option place".split())
NEUTRAL = 0.3  # words up to this weight say little


@dataclass(frozen=True)
class Match:
    """`precision`: the share of the name that the description says; `recall`: of the description, the name.
    `missed`: the words that the name does not say; `slight`: it shares small words alone ("New");
    `sure`: how surely the text that matched names the element; `bare`: the name is an action that cannot be taken
    back, without its object ("Delete"); `things`: the weight of the words heard in it that are no actions; `acted`: it
    does what was asked for; `other`: it names another thing."""

    score: float
    precision: float = 0.0
    recall: float = 0.0
    missed: tuple[Unit, ...] = ()
    slight: bool = False
    sure: float = 1.0
    bare: bool = False
    things: float = 0.0
    acted: bool = False
    other: bool = False


def texts_of(element: Element) -> list[tuple[str, float]]:
    """What is written on or by the element, and how surely it names it."""
    texts = [] if element.named_by_icon else [(element.name, 1.0)]
    if element.text and element.text != element.name:
        texts.append((element.text, 0.92 if element.role in FIELD_ROLES else 1.0))
    if element.state.placeholder and element.state.placeholder != element.name:
        texts.append((element.state.placeholder, 0.97))
    if element.state.value and element.state.value != element.text:
        texts.append((element.state.value, 0.92))
    return [(text, sure) for text, sure in texts if text]


@dataclass(frozen=True)
class Query:
    """The words looked for: as units, what each weighs, and the words that are like each, with how like they are."""

    words: str
    units: tuple[Unit, ...]
    weights: tuple[float, ...]
    near: tuple[Mapping[Unit, float], ...]

    def hears(self, word: Unit) -> bool:
        return any(word in near for near in self.near)


def best_match(element: Element, query: Query, quoted: str) -> Match:
    """The best of the element's texts, which are its name, what is written on it, its placeholder and its value."""
    best = Match(0.0)
    for text, sure in texts_of(element):
        score = _quoted(quoted, text) if quoted else 0.0
        match = Match(score, score, score) if quoted else _worded(query, text)
        if match.score * sure > best.score:
            best = replace(match, score=match.score * sure, sure=sure)
    return best


def name_units(text: str) -> tuple[Unit, ...]:
    """A name's words, without badges."""
    return units(_bare(text))


def all_units(text: str) -> tuple[Unit, ...]:
    """A name's words, and those of its set phrases that may be taken apart."""
    return name_units(text) + (taken_apart(_bare(text)) or ())


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
    if skeleton(_bare(wanted)) == skeleton(_bare(seen)):
        return 0.96
    counted = _numbers(wanted) and _numbers(seen)
    if not counted and _uncounted(wanted) == _uncounted(seen):
        return 0.95 if not _numbers(wanted) else 0.8
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
        match = _worded(_translated(quoted, text), text)
        return 0.85 * match.score if min(match.precision, match.recall) > 0.85 else 0.0
    return 0.0


def _misspelt(first: str, second: str) -> bool:
    """One wrong letter in a word, and one more for every seven letters; numbers are never misspelt."""
    length = min(len(first), len(second))
    allowed = length // 3 if is_cjk(first) and is_cjk(second) else 0 if length < 4 else 1 + length // 8
    if max(len(first), len(second)) - length > allowed:
        return False
    from rapidfuzz.distance import OSA

    return OSA.distance(first, second, score_cutoff=allowed) <= allowed


def _translated(quoted: str, text: str) -> Query:
    asked, name = units(quoted), name_units(text)
    near = tuple({n: alike for n in name if (alike := likeness(q, n)) >= HEARD} for q in asked)
    return Query(quoted, asked, tuple(map(asked_weight, asked)), near)


def _worded(query: Query, text: str) -> Match:
    first, second = skeleton(query.words), skeleton(_bare(text))
    if first == second:
        return Match(1.0, 1.0, 1.0)
    if first == skeleton(_uncounted(text)):
        return Match(0.98, 1.0, 1.0)
    whole = _against(query, text, first, second, name_units(text))
    parts = taken_apart(_bare(text))
    return max(whole, _against(query, text, first, second, parts), key=lambda m: m.score) if parts else whole


def _against(query: Query, text: str, first: str, second: str, name: tuple[Unit, ...]) -> Match:
    misspelt = _misspelt(first, second) and _numbers(query.words) == _numbers(text) and not _known(query.units, name)
    if misspelt or not any(map(query.hears, name)):
        return Match(0.9, 0.9, 0.9) if misspelt else Match(0.0)
    heard = [max((near.get(n, 0.0) for n in name), default=0.0) for near in query.near]
    within = {word for unit in query.units if " " in unit.stem for word in unit.stem.split()}
    said = [max(0.8 if n.stem in within else 0.0, *(near.get(n, 0.0) for near in query.near)) for n in name]
    return _weighed(query, name, heard, said)


def name_match(query: Query, text: str) -> Match:
    """How well the query's words fit a text that is no name on the screen: nothing for a misspelt one."""
    return _worded(query, text) if any(query.near) or skeleton(query.words) == skeleton(text) else Match(0.0)


def _known(asked: tuple[Unit, ...], name: tuple[Unit, ...]) -> bool:
    """Whether both are words that exist, and are others: "Exit" is no misspelt "Edit"."""
    light = lexicon().light
    if len(asked) != len(name):
        return False
    pairs = [(a, n) for a, n in zip(asked, name, strict=True) if likeness(a, n) < 0.95]
    return any(all(u.concepts or u.text in light for u in pair) for pair in pairs)


def _weighed(query: Query, name: tuple[Unit, ...], heard: list[float], said: list[float]) -> Match:
    """`heard`: how far each asked word is in the name; `said`: how far each of the name's words was asked for."""
    given = [_name_weight(n, len(name)) for n in name]
    asked = list(zip(query.units, query.weights, heard, strict=True))
    done = any(h and unit.action for unit, _, h in asked)
    implied = _implied(query, heard, [n for n, s in zip(name, said, strict=True) if not s])
    goes = [not h and not u.proper and any(c in implied for c, sure in u.concepts if sure == 1) for u, _, h in asked]
    wanted = sum(
        weight if h else weight * (0.1 if free else _missing(unit, done))
        for (unit, weight, h), free in zip(asked, goes, strict=True)
    )
    recall = sum(weight * h for _, weight, h in asked) / wanted
    precision = sum(w * s for w, s in zip(given, said, strict=True)) / sum(given)
    missed = tuple(u for (u, _, h), free in zip(asked, goes, strict=True) if not h and u.weight > NEUTRAL and not free)
    unasked = any(n.action and n.weight > NEUTRAL and not s for n, s in zip(name, said, strict=True))
    slight = bool(missed) and not (_telling(query.units, heard) and (_telling(name, said) or precision > 0.85))
    score = (0.4 * precision + 0.6 * recall) * undone(query.units, missed) * (0.7 if slight else 1.0)
    score *= 0.9 if unasked and missed else 1.0  # it does another thing
    opposite = _opposite(query, name, heard, said)
    score *= 0.5 if opposite else 1.0
    other = opposite or _another(query, name, [h or free for h, free in zip(heard, goes, strict=True)], said)
    bare = all(any(concept in FINAL for concept, _ in unit.concepts) for unit in name)
    things = sum(weight * h for unit, weight, h in asked if not unit.action and unit.weight > NEUTRAL)
    return Match(score, precision, recall, missed, slight, bare=bare, things=things, acted=done, other=other)


def _implied(query: Query, heard: list[float], unsaid: list[Unit]) -> frozenset[str]:
    """What goes without saying by what was heard: "the mail" of "send the mail"; unless it is of another thing."""
    if any(not unit.action and unit.concepts and unit.weight > _LIGHT for unit in unsaid):
        return frozenset()
    sure = [unit for unit, h in zip(query.units, heard, strict=True) if h >= SURELY]
    book = lexicon().implied
    return frozenset(thing for unit in sure for c, share in unit.concepts if share == 1 for thing in book.get(c, ()))


def _another(query: Query, name: tuple[Unit, ...], heard: list[float], said: list[float]) -> bool:
    """Whether each says a thing that the other does not: "part time" is not "Full time", 新增部门 not 新增员工.

    A long description says more than names do; there it is the words in common that count.
    """
    words = [(unit, h) for unit, h in zip(query.units, heard, strict=True) if not unit.action]
    unheard = [unit for unit, h in words if not h and unit.weight >= NEUTRAL and unit.text not in _ANYTHING]
    badge = len(name) > 1 and name[-1].text.isdigit() and name[-1]
    if len(name) > 1 and len(name[0].text) == 1 and is_cjk(name[0].text) and not name[0].concepts:
        name, said = name[1:], said[1:]  # an icon, read as a letter
    unsaid = [
        u for u, s in zip(name, said, strict=True) if not s and not u.action and u.weight > NEUTRAL and u is not badge
    ]
    return bool(unheard and unsaid) and sum(unit.weight > NEUTRAL for unit, _ in words) <= _SHORT


def _opposite(query: Query, name: tuple[Unit, ...], heard: list[float], said: list[float]) -> bool:
    """Whether the name says what a word that was asked for excludes: "Sign in" for "leave my account"."""
    unheard = [unit for unit, h in zip(query.units, heard, strict=True) if h < SURELY]
    unsaid = [unit for unit, s in zip(name, said, strict=True) if s < SURELY]
    return any(opposed(unit, other) for unit in unheard for other in unsaid)


def _telling(units: tuple[Unit, ...], alike: list[float]) -> bool:
    return any(likeness and unit.weight > _LIGHT for unit, likeness in zip(units, alike, strict=True))


def _missing(unit: Unit, done: bool) -> float:
    """How much of its weight a word keeps that the name does not say: a second verb little, a name all of it."""
    if unit.proper:
        return 1.0
    if unit.action:
        return 0.35 if done else 1.0
    if is_cjk(unit.text) and not unit.concepts:
        return 0.9 if len(unit.text) > 1 else 0.3
    return 0.6 if unit.concepts else 0.45


def asked_weight(unit: Unit) -> float:
    return 1.5 if _numbered(unit) else unit.weight


def _numbered(unit: Unit) -> bool:
    return any(c.isdigit() for c in unit.text)


def undone(query: tuple[Unit, ...], missed: tuple[Unit, ...]) -> float:
    """An element that says nothing of the action asked for ("delete ...") is hardly meant."""
    if not any(unit.action for unit in missed):
        return 1.0
    if any(concept in FINAL and sure == 1 for unit in missed if unit.action for concept, sure in unit.concepts):
        return 0.5
    return 0.93 if any(unit.action for unit in query if unit not in missed) else 0.66


def _name_weight(unit: Unit, among: int) -> float:
    if unit.text.isdigit() and among > 1:
        return 0.15  # a badge: "Inbox 3"
    return max(unit.weight, 0.6) if any(c.isalnum() for c in unit.text) else unit.weight


@lru_cache(maxsize=16384)
def _bare(text: str) -> str:
    """Without "new" and the like at its end, and an icon before it that was read as a letter."""
    text = fold(text)
    text = _EXAMPLE.sub("", _PER_PAGE.sub(" per page ", text)).strip() or text
    if " " in text:
        text = mended(text)
    return (_ENDS.sub("", text).strip() or text) if len(text) > 3 else text


@lru_cache(maxsize=16384)
def _uncounted(text: str) -> str:
    """Without a counter at its end too: "Inbox 3", "Reviews (27)"."""
    text = _bare(text)
    return _COUNT.sub("", text).strip() or text


def _numbers(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\d+", text))
