"""How well an element's name fits the words of a description: spelling, synonyms, and what stands around it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from agent import relations
from agent.describe import Description
from agent.lexicon import lexicon
from agent.words import Unit, fold, is_cjk, likeness, skeleton, units
from perception.types import FIELD_ROLES, Element, Screen

_HEARD = 0.6  # the least likeness of two words that counts
_BADGE = re.compile(r"^(?:[^\w\s]+|[^\W\d_](?= \w{2}))+ ?| ?[(\[]?\d+\+?[)\]]?$| (?:new|hot|beta|v|[^\w\s]+)$")
_OPEN_ROLES = FIELD_ROLES | {"listbox", "slider", "option"}  # a number or name may be what goes into them
_LIGHT = 0.5
_NEUTRAL = 0.3  # words up to this weight say little


@dataclass(frozen=True)
class Match:
    """`precision`: the share of the name that the description says; `recall`: of the description, the name.
    `missed`: the words that the name does not say; `slight`: it shares small words alone ("New")."""

    score: float
    precision: float = 0.0
    recall: float = 0.0
    missed: tuple[Unit, ...] = ()
    slight: bool = False


class Vocabulary:
    """The words of a whole screen: what of a description is nowhere to be seen counts against every answer."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self._saying: dict[Unit, list[Element]] = {}
        self._words: dict[Unit, list[Element]] = {}

    def has(self, unit: Unit) -> bool:
        return any(likeness(unit, word) >= _HEARD for word in self._index())

    def tells(self, unit: Unit) -> bool:
        """Whether static text has the word: what the screen is about need not be in every name."""
        names = self.control_names
        near = (e for word, holders in self._index().items() if likeness(unit, word) >= _HEARD for e in holders)
        return any(e.role == "heading" or (not e.interactive and fold(e.name) not in names) for e in near)

    @cached_property
    def control_names(self) -> frozenset[str]:
        return frozenset(fold(e.name) for e in self.screen.elements if e.interactive)

    def on_control(self, element: Element) -> bool:
        controls = (e for e in self.screen.elements if e.interactive)
        return element.interactive or any(element.box.inside(control.box) > 0.8 for control in controls)

    def rarity(self, unit: Unit) -> float:
        """A word that few controls have tells more."""
        if unit.weight <= _NEUTRAL:
            return 1.0
        heard = {w for w in self._index() if likeness(unit, w) >= _HEARD}
        names = {fold(e.name) for word in heard for e in self._index()[word] if e.interactive}
        return 1.2 if len(names) < 2 else 1.0 if len(names) == 2 else 0.85

    def saying(self, unit: Unit) -> list[Element]:
        """The elements that hold the very word."""
        if unit not in self._saying:
            words = self._index()
            self._saying[unit] = [e for word in words if likeness(unit, word) >= 0.9 for e in words[word]]
        return self._saying[unit]

    def _index(self) -> dict[Unit, list[Element]]:
        if not self._words:
            for element in self.screen.elements:
                for unit in {u for text, _ in texts_of(element) for u in units(text)}:
                    self._words.setdefault(unit, []).append(element)
        return self._words


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
    query = _query(parts)
    nameless = not parts.quoted and not any(u.weight > _NEUTRAL for u in query)
    if nameless and (parts.roles or parts.structured):
        return [(e, _unnamed(e, parts)) for e in pool]
    weights = tuple(_asked(unit) * vocabulary.rarity(unit) for unit in query)
    found = [(e, _best_match(e, parts, query, weights)) for e in pool]
    if not parts.quoted:
        found = _in_context(found, query, weights, vocabulary)
    return found


def _query(parts: Description) -> tuple[Unit, ...]:
    """The description's words; before a name, a word that may be a verb is one: "phone Ada"."""
    query = tuple(replace(u, proper=u.proper or u.text in parts.proper) for u in units(parts.words))
    if not parts.roles and any(u.text in parts.proper for u in query[1:]):
        actions = lexicon().actions
        if any(concept in actions and sure == 1 for concept, sure in query[0].concepts):
            query = (replace(query[0], action=True), *query[1:])
    return query


def _unnamed(element: Element, parts: Description) -> Match:
    if parts.roles:
        return Match(0.92 if element.role in parts.roles else 0.0, 1.0, 1.0)
    return Match(0.85 if element.interactive or element.role == "img" else 0.4, 1.0, 1.0)


def _best_match(element: Element, parts: Description, query: tuple[Unit, ...], weights: tuple[float, ...]) -> Match:
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
        match = _worded(quoted, query, tuple(_asked(unit) for unit in query), text)
        return 0.85 * match.score if min(match.precision, match.recall) > 0.85 else 0.0
    return 0.0


def _misspelt(first: str, second: str) -> bool:
    """One wrong letter in a word, and one more for every seven letters; numbers are never misspelt."""
    from rapidfuzz.distance import OSA

    length = min(len(first), len(second))
    allowed = length // 3 if is_cjk(first) else 0 if length < 4 else 1 + length // 8
    return OSA.distance(first, second, score_cutoff=allowed) <= allowed


def _worded(words: str, query: tuple[Unit, ...], asked: tuple[float, ...], text: str) -> Match:
    text = _without_badge(fold(text)) if len(text) > 3 else text
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
    given = [_name_weight(n, len(name)) for n in name]
    done = any(h and q.action for q, h in zip(query, heard, strict=True))
    wanted = [w if h else w * _missing(q, done) for q, w, h in zip(query, asked, heard, strict=True)]
    recall = sum(w * h for w, h in zip(asked, heard, strict=True)) / sum(wanted)
    precision = sum(w * s for w, s in zip(given, said, strict=True)) / sum(given)
    missed = tuple(q for q, h in zip(query, heard, strict=True) if not h and q.weight > _NEUTRAL)
    score = 0.4 * precision + 0.6 * recall if precision and recall else 0.0
    telling = all(_telling(*pair) for pair in ((query, heard), (name, said)))
    slight = bool(missed) and not telling
    score *= _undone(query, missed) * (0.7 if slight else 1.0)
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


def _asked(unit: Unit) -> float:
    return 1.5 if _numbered(unit) else unit.weight


def _numbered(unit: Unit) -> bool:
    return any(c.isdigit() for c in unit.text)


def _undone(query: tuple[Unit, ...], missed: tuple[Unit, ...]) -> float:
    """An element that says nothing of the action asked for ("delete ...") is hardly meant."""
    if not any(unit.action for unit in missed):
        return 1.0
    return 0.93 if any(unit.action for unit in query if unit not in missed) else 0.66


def _name_weight(unit: Unit, among: int) -> float:
    if unit.text.isdigit() and among > 1:
        return 0.15  # a badge: "Inbox 3"
    return max(unit.weight, 0.6) if any(c.isalnum() for c in unit.text) else unit.weight


def _without_badge(text: str) -> str:
    """Without what stands at a name's ends: a counter, "new", and an icon that was read as a letter."""
    return _BADGE.sub("", text).strip() or text


def _numbers(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\d+", text))


def _in_context(
    found: list[tuple[Element, Match]], query: tuple[Unit, ...], weights: tuple[float, ...], vocabulary: Vocabulary
) -> list[tuple[Element, Match]]:
    """Counts what the name leaves unsaid: found beside it ("delete order 1042"), elsewhere, or nowhere."""
    total = sum(weights)
    shares = {unit: weight / total for unit, weight in zip(query, weights, strict=True)}
    better: list[tuple[Element, Match]] = []
    for element, match in found:
        if match.score >= 0.25 and match.missed:
            acting = any(u.action for u in query if u not in match.missed)
            beside = {u for u in match.missed if not u.action and _beside(vocabulary, element, match, u, found, acting)}
            match = _with_context(element, match, beside, shares, vocabulary)
        better.append((element, match))
    return better


def _with_context(
    element: Element, match: Match, beside: set[Unit], shares: dict[Unit, float], vocabulary: Vocabulary
) -> Match:
    left = [u for u in match.missed if u not in beside]
    told = [u for u in left if not u.action and not u.proper and vocabulary.tells(u)]
    into = [u for u in left if u.proper and element.role in _OPEN_ROLES]
    recall = (
        match.recall
        + 0.7 * sum(shares[u] for u in into)
        + 0.8 * sum(shares[u] for u in beside)
        + 0.3 * sum(shares[u] for u in told)
    )
    score = (0.4 * match.precision + 0.6 * min(1.0, recall)) * _undone(tuple(shares), match.missed)
    score *= 0.7 if match.slight else 1.0
    for unit in left:
        if unit.proper and unit not in into:
            score *= 0.75
        elif unit not in told and unit not in into and not unit.action and not vocabulary.has(unit):
            score *= 0.87
    return replace(match, score=score, recall=recall)


def _beside(
    vocabulary: Vocabulary,
    element: Element,
    match: Match,
    unit: Unit,
    found: list[tuple[Element, Match]],
    acting: bool,
) -> bool:
    """Whether a word that is no name of a control stands nearer to this element than to any other of its name."""
    same = [e for e, m in found if m.score >= match.score - 0.01 and fold(e.name) == fold(element.name)]
    rivals = [e for e in same if element.box.inside(e.box) < 0.5 and e.box.inside(element.box) < 0.5]
    if unit.concepts and not unit.proper and not rivals:
        return False
    for other in vocabulary.saying(unit):
        if other in same or other.role in ("button", "tab", "table", "list", "form", "navigation"):
            continue
        if unit.concepts and not unit.proper and vocabulary.on_control(other) and not (acting and other.role == "link"):
            continue
        if other.role in ("row", "listitem"):
            if element.box.inside(other.box) > 0.7:
                return True
            continue
        away = relations.gap(element.box, other.box)
        reach = (0.5 if rivals else 0.1) * vocabulary.screen.width
        if away < reach and all(away < 0.8 * relations.gap(r.box, other.box) for r in rivals):
            return True
    return False
