"""Icons by what people call them: the gear, the bin, 铃铛. What an icon means is never as sure as what is written."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache, lru_cache

from agent.matching import Match, Query, name_match
from agent.words import Unit, fold, likeness, units
from perception.icon_concepts import concepts
from perception.types import Element, Screen

GUESS = " (by its icon: the page may call it otherwise)"  # said of a step until the page itself was asked
_CALLED = 0.95  # by the very words for its drawing
_MEANT = 0.88  # by what such an icon usually does
_MAYBE = 0.79  # by what it may do
_PAIRS = (("chevron-left", "chevron-right"), ("arrow-left", "arrow-right"))
_PAGERS = frozenset({"chevron-left", "chevron-right"})
_APART = 14  # heights of the two at most between back and forward
_HEARD = 0.72  # the least likeness of two words that counts: a drawing says less than a name


def icon_match(element: Element, query: Query, *, said_icon: bool) -> Match:
    """How well the words fit what the element's icon shows. `said_icon`: an icon was asked for."""
    if element.icon is None:
        return Match(0.0)
    concept = concepts().get(element.icon)
    if concept is None:
        return Match(0.0)
    drawn = _drawn(query.words) if said_icon or _drawings().search(query.words) else frozenset()
    if drawn and element.icon not in drawn:
        return Match(0.0)  # the gear is no "more", whatever both may open
    best = Match(0.0)
    for text, meant in _texts(concept.id):
        sure = _CALLED if meant == _MEANT and (said_icon or units(text) == query.units) else meant
        match = name_match(replace(query, near=_near(query.units, text)), text)
        if match.score * sure > best.score:
            best = replace(match, score=match.score * sure, sure=sure)
    return best


def other_name(name: str, other: str) -> bool:
    """Whether `other` says in its words what icons of this name show: "Your account" for "Profile"."""
    said = set(units(other))
    texts = (text for concept in concepts().values() if concept.name == name for text in concept.said)
    return any((words := set(units(text))) and words <= said for text in texts)


def standing(screen: Screen, element: Element) -> float:
    """How likely an icon is meant for itself: less where it goes with the words beside it, or only opens a branch."""
    if element.icon is None:
        return 1.0
    if any(_pair(element, other) for other in screen.elements):
        return 1.0
    with_words = element.role == "img" and any(_labels(other, element) for other in screen.elements)
    return (0.8 if with_words else 1.0) * (0.85 if element.icon in _PAGERS else 1.0)


def _pair(one: Element, other: Element) -> bool:
    """Back and forward, side by side."""
    size = max(one.box.height, other.box.height)
    back, ahead = sorted((one, other), key=lambda element: element.box.x1)
    across = max(0, -one.box.overlap_x(other.box))
    return (
        (back.icon, ahead.icon) in _PAIRS
        and abs(one.box.centre[1] - other.box.centre[1]) < 0.5 * size
        and across < _APART * size
    )


def _labels(words: Element, icon: Element) -> bool:
    """Whether the words follow the icon in its line, or a control with words holds it."""
    if not words.text or words is icon:
        return False
    if words.interactive and icon.box.intersection(words.box):
        return True
    gap, height = words.box.x1 - icon.box.x2, max(words.box.height, icon.box.height)
    return -2 <= gap <= 1.2 * height and icon.box.overlap_y(words.box) > 0.5 * min(words.box.height, icon.box.height)


@cache
def _drawings() -> re.Pattern[str]:
    """What can only be a drawing: the gear, the moon, 铃铛."""
    words = {re.escape(word) for concept in concepts().values() for word in concept.drawn}
    english = "|".join(sorted(word for word in words if word.isascii()))
    chinese = "|".join(sorted(word for word in words if not word.isascii()))
    return re.compile(rf"\b(?:{english})\b|{chinese}", re.IGNORECASE)


@lru_cache(maxsize=4096)
def _drawn(words: str) -> frozenset[str]:
    """The icons that are called by these very words: "the moon icon" is no sun."""
    plain = re.sub(r"^(?:the|a|an) | (?:icon|symbol|sign|button)s?$|(?:图标|按钮|标志)$", "", fold(words).strip())
    forms = {plain, plain.removesuffix("s"), fold(words).strip()}
    return frozenset(c.id for c in concepts().values() if forms & {fold(text) for text in (c.name, *c.said)})


@lru_cache(maxsize=1024)
def _texts(id: str) -> tuple[tuple[str, float], ...]:
    concept = concepts()[id]
    named = tuple((text, _MEANT) for text in (concept.name, *concept.said))
    return named + tuple((text, _MAYBE) for text in concept.maybe)


@lru_cache(maxsize=16384)
def _near(asked: tuple[Unit, ...], text: str) -> tuple[dict[Unit, float], ...]:
    name = units(text)
    return tuple({word: alike for word in name if (alike := likeness(unit, word)) >= _HEARD} for unit in asked)
