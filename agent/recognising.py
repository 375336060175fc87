"""Which element of today's page is the recorded one: one clear winner, or none, with the reason. Pure.

A candidate must be able to be the same one, be its own best match both ways (what stood beside the recorded element
and still stands there is no candidate), be ahead of every rival, and be visible and enabled.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from agent.crops import prints_alike
from agent.evidence import Place, Sight
from agent.resemblance import Resemblance, acts_alike, resemblance
from agent.traits import Kept, Traits, traits
from codegen.locator import Scope
from perception.types import INTERACTIVE_ROLES

LEAST = 0.55  # likeness below which nothing is taken for the same
AHEAD = 0.12  # how far the winner is in front of the next
_CLOSE = 0.02  # of two that fit this nearly as well, neither is the one


@dataclass(frozen=True, slots=True)
class Judged:
    element: Kept
    likeness: Resemblance

    def __str__(self) -> str:
        against = f", but {self.likeness.against}" if self.likeness.against else ""
        return f"{self.element.role} {self.element.name!r} ({100 * self.likeness.total:.0f} % alike{against})"


@dataclass(frozen=True, slots=True)
class Choice:
    """`winner` is None where there is no clear one; `reason` says why. `ranking`: the likeliest first."""

    winner: Judged | None
    reason: str
    ranking: tuple[Judged, ...] = ()


def choose(
    place: Place, now: Sight, prints: Mapping[str, str], scope: Scope | None = None, enabled: bool = True
) -> Choice:
    """The element of `now` that was recorded as `place`. `prints`: fingerprints by element id; `scope`: where the
    step's locator looked for it; `enabled`: whether it is to be acted on."""
    was, today = place.traits, traits(now.elements, now.size)
    found = [
        Judged(e, _judge(was, today[e.id], place, prints, scope))
        for e in now.elements if _may_be(was.kept, e)
    ]  # fmt: skip
    ranking = sorted(found, key=lambda judged: (bool(judged.likeness.against), -judged.likeness.total))
    able = [judged for judged in ranking if not judged.likeness.against]
    free = [j for j in able if j.likeness.total < LEAST - AHEAD or not _taken(j, place, was, today)]
    return _clear(was.kept, free, tuple(ranking[:4]), enabled)


def _may_be(was: Kept, now: Kept) -> bool:
    return now.role == was.role or (acts_alike(was.role, now.role) and now.role in INTERACTIVE_ROLES)


def _judge(was: Traits, now: Traits, place: Place, prints: Mapping[str, str], scope: Scope | None) -> Resemblance:
    likeness = resemblance(was, now, prints_alike(place.print, prints.get(now.kept.id, "")))
    if not likeness.against and scope is not None and not _in_scope(now, scope):
        return Resemblance(likeness.total, likeness.parts, f"it is not where {scope.text!r} stands")
    return likeness


def _in_scope(now: Traits, scope: Scope) -> bool:
    """Whether the words that told the row, or a number that told the card, are still around it."""
    if scope.kind not in ("row", "list_item") and not any(c.isdigit() for c in scope.text):
        return True
    near = now.row or (*now.before[:3], *now.after[:3])
    return scope.text.casefold() in " \n ".join(near).casefold()


def _taken(judged: Judged, place: Place, was: Traits, today: Mapping[str, Traits]) -> bool:
    """Whether the candidate is rather another one of those that stood on the recorded page."""
    now, ours = today[judged.element.id], judged.likeness.total
    parts = {name: part for name, part in judged.likeness.parts.items() if name != "crop"}
    if len(parts) < len(judged.likeness.parts):
        ours = resemblance(was, now).total  # no pictures of the others were kept
    others = traits(place.sight.elements, place.sight.size)
    for other in others.values():
        if other.kept.id != place.element and _may_be(other.kept, now.kept):
            theirs = resemblance(other, now)
            if theirs.total >= ours - _CLOSE and not theirs.against:
                return True
    return False


def _clear(was: Kept, free: list[Judged], ranking: tuple[Judged, ...], enabled: bool) -> Choice:
    name = f"the {was.role} {was.name!r}" if was.name else f"the {was.role} without a name"
    nearest = f"; nearest: {ranking[0]}" if ranking else ""
    if not free or free[0].likeness.total < LEAST:
        return Choice(None, f"{name} is gone{nearest}", ranking)
    first, second = free[0], free[1] if len(free) > 1 else None
    if second is not None and first.likeness.total - second.likeness.total < AHEAD:
        return Choice(None, f"{name} may be {first} or {second}: neither is clearly the one", ranking)
    if enabled and first.element.disabled:
        return Choice(None, f"{name} seems to be {first}, which is disabled", ranking)
    return Choice(first, "", ranking)
