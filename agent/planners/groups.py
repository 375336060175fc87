"""Choices that stand under or beside one caption."""

from __future__ import annotations

from collections.abc import Sequence

from agent.planners.sight import CHECKS, Sight
from agent.words import fold
from perception.types import Element


def in_group(sight: Sight, label: str, members: Sequence[Element]) -> list[Element]:
    """The members whose nearest label, to the left or above, is this one."""
    plain = fold(label)
    labels = [e for e in sight.screen.elements if e.role in ("text", "heading", "form", "list", "cell") and e.name]
    named = [e for e in labels if fold(e.name) == plain] or [e for e in labels if plain and plain in fold(e.name)]
    others = {e.name for e in (*members, *sight.acting(CHECKS))} - {label}

    def belongs(member: Element) -> bool:
        before = [
            e for e in labels
            if e.name not in others and e.box.y1 <= member.box.y2
            and (e.box.x2 <= member.box.x1 + 8 or e.box.y2 <= member.box.y1 + 8)
        ]  # fmt: skip
        nearest = min(before, key=lambda e: _away(e, member), default=None)
        around = any(e.role in ("form", "list") and member.box.inside(e.box) > 0.9 for e in named)
        return around or nearest in named or (bool(named) and min(_away(e, member) for e in named) < 60)

    return [member for member in members if belongs(member) or belongs(_first_of_line(sight, member))]


def _first_of_line(sight: Sight, member: Element) -> Element:
    """The caption of a line of choices stands before, or above, the first of them."""
    alike = [e for e in sight.acting((member.role,)) if e.box.overlap_y(member.box) > 0.5 * member.box.height]
    line = [e for e in alike if e.box.x1 <= member.box.x1]
    return min(line, key=lambda e: e.box.x1, default=member) if member.role in ("radio", "checkbox") else member


def _away(label: Element, member: Element) -> float:
    dx = max(0, member.box.x1 - label.box.x2)
    dy = max(0, member.box.y1 - label.box.y2)
    return dx * 0.6 + dy if label.box.overlap_y(member.box) > 0 else dx + dy * 1.5
