"""Records that a page repeats without saying so (posts, mails, cards in <div>s), and icons that only their class names.

A person sees that they are one each; the accessibility tree has no word for it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from perception.dom import DomNode
from perception.dom_layout import Layout
from perception.icon_concepts import concepts
from perception.types import BBox, Element

_HOLDERS = frozenset({"div", "article", "section", "figure", "a"})
_LEAST = (40, 16)  # pixels: what is smaller holds no record
_LONGEST = 300  # characters
_LIBRARIES = frozenset(
    "fa fas far fab fal fad bi icon icons ico glyphicon glyphicons anticon el mdi lucide feather ti ri bx bxs ph "
    "material symbols outlined outline rounded sharp svg img image button btn link i span o lg xs sm md fw solid "
    "regular light thin sprite action actions small large big default primary secondary item".split()
)  # fmt: skip


def boxes(laid: Layout, viewport: tuple[int, int], whole: bool = False) -> tuple[BBox, ...]:
    """Where parts of the page stand that are siblings of one kind, two or more, and do not lie over each other."""
    kinds: dict[tuple[int, str, str], list[int]] = defaultdict(list)
    for index, item in enumerate(laid.items):
        if item.box is not None and (item.tag in _HOLDERS or "-" in item.tag):
            first = item.attributes.get("class", "").split()[:1]
            kinds[item.parent, item.tag, "".join(first)].append(index)
    found: list[BBox] = []
    for alike in kinds.values():
        seen = [box for index in alike if (box := laid.visible_box(index, viewport, whole)) is not None]
        seen = [box for box in seen if box.width >= _LEAST[0] and box.height >= _LEAST[1]]
        if len(seen) > 1 and _alike(seen) and not _overlap(seen):
            found += seen
    return tuple(dict.fromkeys(found))


def _alike(found: Sequence[BBox]) -> bool:
    """Whether they are of one width, as in a list, or of one height, as in a line."""
    widths, heights = [box.width for box in found], [box.height for box in found]
    return min(widths) > 0.9 * max(widths) or min(heights) > 0.9 * max(heights)


def _overlap(found: Sequence[BBox]) -> bool:
    order = sorted(found, key=lambda box: (box.y1, box.x1))
    return any(a.overlap_x(b) > 2 and a.overlap_y(b) > 2 for a, b in pairwise(order))


def as_items(found: Iterable[BBox], elements: Sequence[Element]) -> list[Element]:
    """A list item for each box that holds a text and something else, and is no list item, row or single control yet."""
    items: list[Element] = []
    for box in found:
        inside = [e for e in elements if e.box.inside(box) > 0.9]
        texts = list(dict.fromkeys(e.name for e in inside if any(c.isalnum() for c in e.name)))
        known = any(e.role in ("row", "listitem", "cell") and box.inside(e.box) > 0.9 for e in elements)
        if known or not texts or len({e.box for e in inside}) < 2:
            continue
        items.append(Element(f"r{len(items) + 1}", "listitem", " ".join(texts)[:_LONGEST], box))
    return items


def icon_name(node: DomNode | None) -> str:
    """What the classes or the id of a nameless icon call it; "" where they say nothing."""
    if node is None:
        return ""
    return icon_name_of(node.attributes.get("class", "")) or icon_name_of(node.attributes.get("id", ""))


def concept_named(name: str) -> str | None:
    """The id of the icon that people call so: "trash" -> "delete"."""
    found = (c.id for c in concepts().values() if name in (c.id, c.name.lower(), *c.said))
    return next(found, None)


def icon_name_of(classes: str) -> str:
    """ "fa fa-trash-o" -> "trash"."""
    words = re.findall(r"[a-z]{2,}", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", classes).lower())
    telling = [word for word in dict.fromkeys(words) if word not in _LIBRARIES]
    return " ".join(telling) if 0 < len(telling) <= 3 else ""
