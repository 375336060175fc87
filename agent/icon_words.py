"""Icons by what people call them: the gear, the bin, 铃铛. What an icon means is never as sure as what is written."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from agent.matching import Match, Query, name_match
from agent.words import Unit, likeness, units
from perception.icon_concepts import concepts
from perception.types import Element

_CALLED = 0.95  # by the very words for its drawing
_MEANT = 0.88  # by what such an icon usually does
_MAYBE = 0.79  # by what it may do
_HEARD = 0.72  # the least likeness of two words that counts: a drawing says less than a name


def icon_match(element: Element, query: Query, *, said_icon: bool) -> Match:
    """How well the words fit what the element's icon shows. `said_icon`: an icon was asked for."""
    if element.icon is None:
        return Match(0.0)
    concept = concepts().get(element.icon)
    if concept is None:
        return Match(0.0)
    best = Match(0.0)
    for text, meant in _texts(concept.id):
        sure = _CALLED if meant == _MEANT and (said_icon or units(text) == query.units) else meant
        match = name_match(replace(query, near=_near(query.units, text)), text)
        if match.score * sure > best.score:
            best = replace(match, score=match.score * sure, sure=sure)
    return best


@lru_cache(maxsize=1024)
def _texts(id: str) -> tuple[tuple[str, float], ...]:
    concept = concepts()[id]
    named = tuple((text, _MEANT) for text in (concept.name, *concept.said))
    return named + tuple((text, _MAYBE) for text in concept.maybe)


@lru_cache(maxsize=16384)
def _near(asked: tuple[Unit, ...], text: str) -> tuple[dict[Unit, float], ...]:
    name = units(text)
    return tuple({word: alike for word in name if (alike := likeness(unit, word)) >= _HEARD} for unit in asked)
