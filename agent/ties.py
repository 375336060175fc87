"""What may be meant, and which of equals is: of one name, in one place, or one and the same thing twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from agent import relations
from agent.describe import Description
from agent.lexicon import ONCE, SEEING, SETTING
from agent.matching import Match, name_units
from agent.phrases import CHECKS, FIELDS, PRESS
from agent.words import Unit, fold
from perception.types import BBox, Element, Screen


@dataclass(frozen=True)
class Candidate:
    element: Element
    score: float
    match: Match
    away: float = field(default=0.0)  # pixels from the anchor


def one_of_a_site(equals: list[Candidate]) -> bool:
    """Whether all bear one name, of what a site has but once: two links "Sign in" go to one page."""
    names = {fold(c.element.name) for c in equals}
    if len(names) > 1 or not all(c.element.interactive for c in equals):
        return False
    (a, b), more = [c.element for c in equals[:2]], equals[2:]
    aligned = abs(a.box.centre[0] - b.box.centre[0]) < 0.5 * a.box.width or a.box.overlap_y(b.box) > 0
    words = name_units(min(names))
    if not more and not aligned and words and not any(u.action or u.weight <= 0.5 for u in words):
        return all(c.element.role in PRESS for c in equals)  # one in a menu, and one where it is spoken of
    return any(concept in ONCE and sure == 1 for unit in name_units(names.pop()) for concept, sure in unit.concepts)


def makes(candidate: Candidate) -> bool:
    """Whether the name begins with "new", "add" or the like, and then names the thing."""
    first, *rest = name_units(candidate.element.name) or [None]
    return (
        first is not None and bool(rest) and any(concept == "create" and sure == 1 for concept, sure in first.concepts)
    )


def rival(best: Candidate, found: list[Candidate], parts: Description) -> Candidate | None:
    """Another that comes near and says a thing that was asked for and that the best does not say."""
    if parts.structured or parts.quoted:
        return None
    missed = {unit for unit in best.match.missed if unit.proper or (unit.concepts and not unit.action)}
    near = (c for c in found if c.score >= 0.8 * best.score and c is not best)
    near = (c for c in near if c.element.interactive or not best.element.interactive)
    near = (c for c in near if len(c.match.missed) <= len(best.match.missed))
    return next((c for c in near if missed - set(c.match.missed)), None)


def soft(unit: Unit, element: Element) -> bool:
    """Whether the action goes without saying: a link shows, a field is edited."""
    meant = {concept for concept, _ in unit.concepts}
    fits = {"edit", "search"} if element.role in FIELDS else SETTING if element.role in CHECKS else SEEING
    return not meant.isdisjoint(fits)


def in_line(equals: list[Candidate]) -> bool:
    """Whether they may be counted: of the very role that is asked for, or all in one row or column."""
    boxes = [c.element.box for c in equals]
    if len({c.element.role for c in equals}) == 1 and len({round(c.score, 2) for c in equals}) == 1:
        first = boxes[0]
        return all(b.overlap_y(first) > 0 for b in boxes) or all(b.overlap_x(first) > 0 for b in boxes)
    return False


def outermost(screen: Screen, equals: list[Candidate], place: frozenset[str]) -> list[Candidate]:
    """The one nearest to the corner or edge, where it is clearly the nearest."""
    aways = sorted((relations.off_place(screen, c.element, place), at) for at, c in enumerate(equals))
    return [equals[aways[0][1]]] if aways[0][0] < aways[1][0] - 0.015 else equals


def distinct(equals: Sequence[Candidate]) -> list[Candidate]:
    """Without those that are the same thing on the screen: nested in, or lying over, a better one."""
    kept: list[Candidate] = []
    for candidate in sorted(equals, key=lambda c: (-c.score, not c.element.interactive, c.element.box.area)):
        box = candidate.element.box
        same = (k.element.box for k in kept)
        label = not candidate.element.interactive and any(
            k.element.role in FIELDS | CHECKS and fold(k.element.name).startswith(fold(candidate.element.name))
            for k in kept
        )
        if not label and not any(one_thing(box, other) for other in same):
            kept.append(candidate)
    return kept


def one_thing(a: BBox, b: BBox) -> bool:
    small, large = sorted((a, b), key=lambda box: box.area)
    return small.inside(large) > 0.75 and small.area > 0.04 * large.area
