"""The arrow that sorts a column: drawn before or behind its header's words, told by the header's name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.words import fold
from perception.types import Element, Screen

_SORTS = re.compile(r"\bsort(?:s|ing|ed|er)?\b|\barrows?\b|排序|箭头", re.IGNORECASE)
ARROWS = frozenset({"sort", "chevron-up", "chevron-down", "arrow-up", "arrow-down", "caret-up", "caret-down"})


def asked(screen: Screen, text: str) -> Element | None:
    """The header that a text about sorting names, where it is one."""
    if not _SORTS.search(text):
        return None
    said = fold(text)
    heads = [head for head in screen.with_role("columnheader") if head.name]
    named = [head for head in heads if re.search(rf"(?<!\w){re.escape(fold(head.name))}(?!\w)", said)]
    whole = [head for head in named if not any(fold(head.name) in fold(o.name) for o in named if o is not head)]
    return whole[0] if len(whole) == 1 else None


def arrow_of(screen: Screen, head: Element, pool: Sequence[Element]) -> Element | None:
    """The header's arrow, which may stand on either side of its words: where each header has one it is sure whose."""
    line = [o for o in screen.with_role("columnheader") if o.name and o.box.overlap_y(head.box) > 0]
    arrows = [e for e in pool if e.icon in ARROWS and head.box.y1 <= e.box.centre[1] < head.box.y2]
    line.sort(key=lambda e: e.box.x1)
    arrows.sort(key=lambda e: e.box.x1)
    return arrows[line.index(head)] if len(arrows) == len(line) else None
