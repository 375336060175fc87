"""Entries of a tree: what opens one is a sign before its name."""

from __future__ import annotations

import re

from agent.planners.sight import Sight
from agent.words import fold
from perception.types import Element, Screen

TOGGLER = re.compile(
    r"toggler|expander|switcher|tree[ -]?toggle|expand[ -]icon|caret|chevron|disclosure", re.IGNORECASE
)


def closed_knot(sight: Sight) -> Element | None:
    """ "expand Documents": what opens the tree's entry of this name; None where there is none."""
    name = re.sub(r"\s+(?:folder|node|item|entry|branch)$|(?:文件夹|节点)$", "", sight.target, flags=re.IGNORECASE)
    found = [e for e in sight.screen.with_role("listitem") if not e.state.expanded and fold(e.name) == fold(name)]
    if len(found) != 1:
        return None
    toggle = toggle_of(sight.screen, found[0])
    return toggle if toggle != found[0] or found[0].state.expanded is False else None


def toggle_of(screen: Screen, entry: Element) -> Element:
    """The sign at the beginning of an entry that says by its class that it opens, or is nameless where the entry says
    that it is closed; else the entry itself."""
    bare = entry.state.expanded is False
    signs = [e for e in screen.children(entry) if e.role in ("button", "img")]
    signs = [e for e in signs if TOGGLER.search(e.name) or (bare and not any(c.isalnum() for c in e.name))]
    return min(signs, key=lambda e: e.box.x1, default=entry)
