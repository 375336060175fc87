"""What stands around an element and elsewhere on its screen, weighed into how well it fits a description."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property

from agent import relations
from agent.describe import Description
from agent.icon_words import icon_match
from agent.lexicon import SETTING, SLIDING, VAGUE, lexicon
from agent.matching import (
    HEARD,
    NEUTRAL,
    Match,
    Query,
    all_units,
    asked_weight,
    best_match,
    name_units,
    texts_of,
    undone,
)
from agent.phrases import CHECKS
from agent.words import Unit, fold, is_cjk, likeness, taken_apart, units
from perception.types import FIELD_ROLES, BBox, Element, Screen

_OPEN_ROLES = FIELD_ROLES | {"listbox", "slider", "option"}  # a number or name may be what goes into them
_SET_ROLES = CHECKS | {"combobox", "listbox", "slider"}
_NO_SIGNS = frozenset({"button", "tab", "table", "list", "form", "navigation"})  # these say nothing of their neighbours
_ANYTHING = frozenset("something anything thing item element control one 东西 项".split())
_CLAUSE = re.compile(r"(?<=\w\w\w) (?:where|which|that|who|whose) (?!is\b)")  # what follows only tells of it
_LOOKED_INTO = 120  # so many of the best candidates are looked at in their surroundings


class Vocabulary:
    """The words of a whole screen: what of a description is nowhere to be seen counts against every answer."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self._found: dict[Unit, dict[Unit, float]] = {}
        self._told: dict[Unit, bool] = {}
        self._on_control: dict[str, bool] = {}

    def has(self, unit: Unit) -> bool:
        return bool(self.near(unit))

    def tells(self, unit: Unit) -> bool:
        """Whether static text has the word: what the screen is about need not be in every name."""
        if unit not in self._told:
            holders = (e for word in self.near(unit) for e in self._index[word])
            self._told[unit] = any(
                e.role == "heading"
                or (not e.interactive and len(name_units(e.name)) > 1 and fold(e.name) not in self._control_names)
                for e in holders
            )
        return self._told[unit]

    @cached_property
    def _control_names(self) -> frozenset[str]:
        return frozenset(fold(e.name) for e in self.screen.elements if e.interactive)

    @cached_property
    def verbs(self) -> list[Unit]:
        """The controls' names that are one word."""
        names = (name_units(e.name) for e in self.screen.elements if e.interactive and not e.named_by_icon)
        return [name[0] for name in names if len(name) == 1]

    @cached_property
    def searches(self) -> bool:
        """Whether there is a field to search in."""
        fields = (e for e in self.screen.elements if e.role in FIELD_ROLES)
        return any(_seeks(unit) for e in fields for text, _ in texts_of(e) for unit in name_units(text)[:1])

    @cached_property
    def chinese(self) -> list[str]:
        """The screen's Chinese words that are in no lexicon."""
        return [w.text for w in self._index if not w.concepts and len(w.text) > 1 and is_cjk(w.text)]

    def on_control(self, element: Element) -> bool:
        if element.id not in self._on_control:
            covered = any(box.contains(*element.box.centre) for box in self._controls)
            self._on_control[element.id] = element.interactive or covered
        return self._on_control[element.id]

    @cached_property
    def _controls(self) -> list[BBox]:
        return [e.box for e in self.screen.elements if e.interactive]

    def rarity(self, unit: Unit) -> float:
        """A word that few controls have tells more."""
        if unit.weight <= NEUTRAL:
            return 1.0
        names = {fold(e.name) for word in self.near(unit) for e in self._index[word] if e.interactive}
        return 1.2 if len(names) < 2 else 1.0 if len(names) == 2 else 0.85

    def saying(self, unit: Unit, least: float = 0.9) -> list[Element]:
        """The elements that hold the very word, or one at least so like it."""
        return [e for word, alike in self.near(unit).items() if alike >= least for e in self._index[word]]

    def near(self, unit: Unit) -> dict[Unit, float]:
        """The screen's words that are like this one, and how like."""
        if unit not in self._found:
            alike = {word: likeness(unit, word) for word in self._index}
            self._found[unit] = {word: share for word, share in alike.items() if share >= HEARD}
        return self._found[unit]

    @cached_property
    def _index(self) -> dict[Unit, list[Element]]:
        words: dict[Unit, list[Element]] = {}
        for element in self.screen.elements:
            for unit in {unit for text, _ in texts_of(element) for unit in all_units(text)}:
                words.setdefault(unit, []).append(element)
        return words


def match_name(pool: list[Element], parts: Description, vocabulary: Vocabulary) -> list[tuple[Element, Match]]:
    """Each element with its match; a description without a name fits every element of its role."""
    words = _words(parts, vocabulary, units)
    nameless = not parts.quoted and not any(unit.weight > NEUTRAL for unit in words)
    if nameless and (parts.roles or (parts.structured and not any(_thing(unit) for unit in words))):
        return [(e, _unnamed(e, parts)) for e in pool]
    if not parts.quoted:
        found = _matched(pool, parts, words, vocabulary)
        if taken_apart(parts.words):
            words = _words(parts, vocabulary, lambda text: taken_apart(text) or units(text))
            pairs = zip(found, _matched(pool, parts, words, vocabulary), strict=True)
            found = [(one[0], _better(one[1], other[1])) for one, other in pairs]
        return found
    written = [(e, best_match(e, _query(parts, words, vocabulary), parts.quoted)) for e in pool]
    drawn = [e for e in pool if e.icon] if any(unit.weight > NEUTRAL for unit in units(parts.quoted)) else []
    if not drawn:
        return written
    # What stands in quotation marks is on no icon: of an icon it says what it is for.
    meant = dict(match_name(drawn, replace(parts, words=parts.quoted, quoted=""), vocabulary))
    return [(e, _better(m, meant[e]) if e in meant else m) for e, m in written]


def _query(parts: Description, words: tuple[Unit, ...], vocabulary: Vocabulary) -> Query:
    weights = tuple(asked_weight(unit) * vocabulary.rarity(unit) for unit in words)
    return Query(parts.words, words, weights, tuple(map(vocabulary.near, words)))


def _matched(
    pool: list[Element], parts: Description, words: tuple[Unit, ...], vocabulary: Vocabulary
) -> list[tuple[Element, Match]]:
    query, said_icon = _query(parts, words, vocabulary), parts.roles[:1] == ("img",)
    found = [(e, best_match(e, query, "")) for e in pool]
    found = [(e, _better(m, icon_match(e, query, said_icon=said_icon))) for e, m in found]
    return [(e, _of_icon(e, m, vocabulary)) for e, m in _in_context(found, query, vocabulary)]


def _of_icon(element: Element, match: Match, vocabulary: Vocabulary) -> Match:
    """An arrow is no "next year" where nothing on the screen speaks of years."""
    unseen = [unit for unit in match.missed if not unit.action and not vocabulary.has(unit)]
    return replace(match, score=0.8 * match.score) if element.icon and not element.text and unseen else match


def _better(one: Match, other: Match) -> Match:
    return one if one.score >= other.score else other


def _words(parts: Description, vocabulary: Vocabulary, units: Callable[[str], tuple[Unit, ...]]) -> tuple[Unit, ...]:
    """The description's words; before a name, a word that may be a verb is one: "phone Ada"."""
    head = _CLAUSE.split(parts.words, maxsplit=1)
    if any(_CLAUSE.search(f"the {unit.text} x") for unit in units(parts.words)):
        head = [parts.words]
    said = [*units(head[0]), *(replace(u, weight=0.5 * u.weight) for part in head[1:] for u in units(part))]
    split = [part for unit in said or units(parts.words) for part in _split(unit, vocabulary)]
    query = tuple(replace(u, proper=u.proper or u.text in parts.proper) for u in split)
    if query and 0 < query[0].weight <= NEUTRAL and any(likeness(query[0], verb) >= 0.9 for verb in vocabulary.verbs):
        query = (replace(query[0], weight=0.8), *query[1:])  # "open" says something where a button is called so
    elif query and _seeks(query[0]) and vocabulary.searches:
        query = (replace(query[0], weight=0.8, action=True), *query[1:])  # and "find" where there is a field to search
    if not parts.roles and any(u.text in parts.proper for u in query[1:]):
        actions = lexicon().actions
        if any(concept in actions and sure == 1 for concept, sure in query[0].concepts):
            query = (replace(query[0], action=True), *query[1:])
    return query


def _seeks(unit: Unit) -> bool:
    return ("search", 1.0) in unit.concepts


def _split(unit: Unit, vocabulary: Vocabulary) -> tuple[Unit, ...]:
    """Chinese that is in no lexicon, cut where the screen has a part of it as a word: 跟进 + 腾云科技."""
    if unit.concepts or not is_cjk(unit.text):
        return (unit,)
    inside = [word for word in vocabulary.chinese if len(word) < len(unit.text) and word in unit.text]
    if not inside:
        return (unit,)
    word = max(inside, key=len)
    before, _, after = unit.text.partition(word)
    return (*units(before), *units(word), *units(after))


def _thing(unit: Unit) -> bool:
    """Whether a small word names a kind of thing ("file"), other than "the one" or "the element"."""
    return unit.weight >= NEUTRAL and unit.text not in _ANYTHING


def _unnamed(element: Element, parts: Description) -> Match:
    if parts.roles:
        return Match(0.92 if element.role in parts.roles else 0.0, 1.0, 1.0)
    return Match(0.85 if element.interactive or element.role == "img" else 0.4, 1.0, 1.0)


def _in_context(
    found: list[tuple[Element, Match]], query: Query, vocabulary: Vocabulary
) -> list[tuple[Element, Match]]:
    """Counts what the name leaves unsaid: found beside it ("delete order 1042"), elsewhere, or nowhere."""
    total = sum(query.weights)
    shares = {unit: weight / total for unit, weight in zip(query.units, query.weights, strict=True)}
    namesakes: dict[str, list[tuple[Element, Match]]] = {}
    for element, match in found:
        namesakes.setdefault(fold(element.name), []).append((element, match))
    least = sorted((match.score for _, match in found), reverse=True)[:_LOOKED_INTO][-1:] or [0.0]
    better: list[tuple[Element, Match]] = []
    for element, match in found:
        if match.score >= max(0.25, least[0]) and match.missed:
            alike = [e for e, other in namesakes[fold(element.name)] if other.score >= match.score - 0.01]
            same = [e for e in alike if e.interactive == element.interactive]
            acting = any(u.action for u in query.units if u not in match.missed)
            beside = {
                u for u in match.missed if (acting or not u.action) and _beside(vocabulary, element, same, u, acting)
            }
            match = _with_context(element, match, beside, shares, vocabulary)
        better.append((element, match))
    return better


def _with_context(
    element: Element, match: Match, beside: set[Unit], shares: dict[Unit, float], vocabulary: Vocabulary
) -> Match:
    left = [u for u in match.missed if u not in beside]
    told = [u for u in left if not u.action and not u.proper and vocabulary.tells(u)]
    into = [u for u in left if _goes_into(u, element)]
    recall = (
        match.recall
        + 0.7 * sum(shares[u] for u in into)
        + 0.8 * sum(shares[u] for u in beside)
        + 0.3 * sum(shares[u] for u in told)
    )
    score = (0.4 * match.precision + 0.6 * min(1.0, recall)) * undone(
        tuple(shares), tuple(u for u in left if u not in into)
    )
    slight = match.slight and bool(left)
    if not into and not beside and _vague(match, tuple(shares), left):
        score, slight = 0.8 * score, True
    if not into and not beside and _mostly_missed(match, shares, left):
        score *= 0.85
    score *= match.sure * (0.7 if slight else 1.0)
    for unit in left:
        if unit.proper and unit not in into:
            score *= 0.65
        elif unit not in told and unit not in into and not unit.action:
            score *= 0.95 if beside else _loss(unit, match.bare)
    return replace(match, score=score, recall=recall, missed=tuple(left), slight=slight)


def _vague(match: Match, asked: tuple[Unit, ...], left: list[Unit]) -> bool:
    """Whether it says "name" or "number" alone, and not of what."""
    heard = [u for u in asked if u not in match.missed and not u.action and u.weight > NEUTRAL]
    things = any(not u.action and u.concepts for u in left)
    return things and bool(heard) and all(any(c in VAGUE for c, sure in u.concepts if sure == 1) for u in heard)


def _mostly_missed(match: Match, shares: dict[Unit, float], left: list[Unit]) -> bool:
    """Whether of the things that were asked for the larger part is not said."""
    things = {u: share for u, share in shares.items() if not u.action and u.weight > NEUTRAL and u.concepts}
    missed = sum(things.get(u, 0.0) for u in left)
    return len(things) > 2 and not match.acted and missed > 0.55 * sum(things.values())


def _loss(unit: Unit, bare: bool) -> float:
    """What a word costs that is nowhere told: it may be the object of an action, or only a way of speaking."""
    if not unit.concepts and (len(unit.text) == 1 or not is_cjk(unit.text)):
        return 0.93
    return 0.72 if bare else 0.87


def _goes_into(unit: Unit, element: Element) -> bool:
    """Whether the word is what a field is filled with, or what is done to a control by setting it."""
    if unit.proper:
        return element.role in _OPEN_ROLES
    meant = {concept for concept, _ in unit.concepts}
    known = any(word.concepts for word in name_units(element.name))  # "turn off Ada" does not tick Ada's row
    return unit.action and (
        (
            element.role in _SET_ROLES
            and known
            and not meant.isdisjoint(SETTING - {"edit"} if element.role in CHECKS else SETTING)
        )
        or (element.role == "combobox" and not meant.isdisjoint(("filter", "sort")))
        or (element.role == "slider" and not meant.isdisjoint(SLIDING))
    )


def _beside(vocabulary: Vocabulary, element: Element, same: list[Element], unit: Unit, acting: bool) -> bool:
    """Whether a word that is no name of a control stands nearer to this element than to any other of its name."""
    common = bool(unit.concepts) and not (unit.proper and any(c.isdigit() for c in unit.text))
    if common and len(same) == 1:
        return False
    others = [e for e in vocabulary.saying(unit) if e not in same and e.role not in _NO_SIGNS]
    if common:
        heads = "columnheader" if element.icon else "link" if acting else ""  # its arrow sorts the column
        others = [e for e in others if e.role == heads or not vocabulary.on_control(e)]
    if not others:
        return False
    rivals = [e for e in same if not _overlapping(e, element)]
    if _of_another_card(vocabulary.screen, element, same, others):
        return False
    if common and not rivals:
        return False
    reach = (0.5 if rivals else 0.15) * vocabulary.screen.width
    return any(_nearest(vocabulary.screen, element, other, rivals, reach) for other in others)


def _nearest(screen: Screen, element: Element, other: Element, rivals: list[Element], reach: float) -> bool:
    if other.role in ("row", "listitem"):
        return element.box.inside(other.box) > 0.7
    if other.role == "heading" and relations.heading_of(screen, element) == other:
        return True
    away = relations.gap(element.box, other.box)
    beside = rivals or not other.interactive
    if beside and element.box.overlap_y(other.box) > 0.5 * min(element.box.height, other.box.height):
        reach *= 4  # one line, as in a table
    return away < reach and all(away < 0.8 * relations.gap(rival.box, other.box) for rival in rivals)


def _of_another_card(screen: Screen, element: Element, same: list[Element], others: list[Element]) -> bool:
    """What stands in a namesake's card speaks for that one, and for none in the next card or under the same heading."""
    cards = [card.box for card in screen.with_role("listitem")]
    telling = [card for card in cards if any(other.box.inside(card) > 0.9 for other in others)]
    holding = [card for card in telling if any(one.box.inside(card) > 0.9 for one in same)]
    return bool(holding) and not any(element.box.inside(card) > 0.9 for card in holding)


def _overlapping(a: Element, b: Element) -> bool:
    return a.box.contains(*b.box.centre) or b.box.contains(*a.box.centre)
