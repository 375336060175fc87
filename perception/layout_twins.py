"""Which parts of two pictures of one page, a wide and a narrow one, are the same: texts by their words, fields by their
names, pictures by their look or by the text that they stand before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from perception.layout_types import Layout, Node, Span, changed
from perception.score_assign import Assignment

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from perception.ink import Pixels

_ALIKE = 90  # of 100: texts that differ by so little were read differently
_SHORT = 4  # letters; what is as short must be the same
_LOOK = 20  # of 255: the mean difference of two thumbnails of one picture
_SHAPE = 1.25  # the ratio between the proportions of two cuts of one picture
_LARGE = 4000  # pixels of an area
_SIDE = 12  # of a thumbnail
_DECOR = ("rule", "box", "bullet")

Twins = dict[str, str]  # wide id -> narrow id


def is_leaf(node: Node) -> bool:
    """What is matched as one: a text, a field, a picture, or what is drawn and holds nothing."""
    return not node.children


def leaves(node: Node) -> Iterator[Node]:
    return (part for part in node.walk() if is_leaf(part))


def words(node: Node) -> str:
    return "".join(node.text.split()).casefold()


def rejoined(layout: Layout, other: Layout) -> Layout:
    """The layout with texts below one another made one where the other has them as one."""
    wanted = {words(node) for node in other.nodes() if node.spans}

    def change(node: Node) -> Node:
        if node.flow != "stack" or node.kind == "list" or len(node.children) < 2:
            return node
        children = list(node.children)
        place = 0
        while place < len(children) - 1:
            for stop in range(min(len(children), place + 4), place + 1, -1):
                part = children[place:stop]
                if all(one.spans for one in part) and "".join(map(words, part)) in wanted:
                    children[place:stop] = [_one(part)]
                    break
            place += 1
        return replace(node, children=tuple(children))

    return changed(layout, change)


def _one(texts: Sequence[Node]) -> Node:
    first, *others = texts
    spans, box, lines = first.spans, first.box, first.lines
    for text in others:
        spans, box, lines = (*spans, Span(" "), *text.spans), box.union(text.box), lines + text.lines
    return replace(first, spans=spans, box=box, lines=lines, flow="stack")


def twins(wide: Layout, narrow: Layout, seen: tuple[Pixels, Pixels]) -> Twins:
    """The leaves of a wide layout that a narrow one has as well. `seen` are both pictures."""
    mine, theirs = (list(leaves(layout.root)) for layout in (wide, narrow))

    def of(kind: Callable[[Node], object]) -> tuple[list[Node], list[Node]]:
        return [node for node in mine if kind(node)], [node for node in theirs if kind(node)]

    found: Twins = {}
    texts = of(lambda node: node.spans)
    found |= _by_key(*texts, wide, narrow, words)
    found |= _nearly(_left(texts[0], found), _left(texts[1], found))
    found |= _by_key(*of(lambda node: node.kind == "field"), wide, narrow, _field_name)
    images = of(lambda node: node.kind == "image")
    found |= _by_look(*images, seen)
    found |= _by_neighbour(*images, (mine, theirs), found)
    found |= _by_neighbour(*of(lambda node: node.kind in _DECOR), (mine, theirs), found)
    found |= _alone(*images, found)
    return found | _alone(*of(lambda node: node.kind == "box"), found)


def _left(nodes: Sequence[Node], found: Mapping[str, str]) -> list[Node]:
    taken = {*found, *found.values()}
    return [node for node in nodes if node.id not in taken]


def _field_name(node: Node) -> Hashable:
    named = node.label or node.state.placeholder or node.state.value or ""
    return node.role, "".join(named.split()).casefold()


def _by_key(wide: Sequence[Node], narrow: Sequence[Node], one: Layout, other: Layout, key: Any) -> Twins:
    """Pairs of one key; where there are several, those of one kind and at like heights of the page."""
    import numpy as np

    groups: dict[Hashable, tuple[list[Node], list[Node]]] = defaultdict(lambda: ([], []))
    for place, nodes in enumerate((wide, narrow)):
        for node in nodes:
            groups[key(node)][place].append(node)
    found: Twins = {}
    for mine, theirs in groups.values():
        if mine and theirs:
            cost = np.array([[_apart(a, b, one, other) for b in theirs] for a in mine])
            found |= {mine[i].id: theirs[j].id for i, j in Assignment(cost).pairs()}
    return found


def _apart(one: Node, other: Node, wide: Layout, narrow: Layout) -> float:
    heights = one.box.y1 / wide.height, other.box.y1 / narrow.height
    bold = [node.style.font is not None and node.style.font.weight >= 600 for node in (one, other)]
    return abs(heights[0] - heights[1]) + 0.5 * (one.kind != other.kind) + 0.3 * (bold[0] != bold[1])


def _nearly(wide: Sequence[Node], narrow: Sequence[Node]) -> Twins:
    """Texts that were read a little differently."""
    from rapidfuzz import fuzz

    found: Twins = {}
    left = list(narrow)
    for node in wide:
        best = max(left, key=lambda other: fuzz.ratio(words(node), words(other)), default=None)
        long = best is not None and min(len(words(node)), len(words(best))) > _SHORT
        if best is not None and long and fuzz.ratio(words(node), words(best)) >= _ALIKE:
            found[node.id] = best.id
            left.remove(best)
    return found


def _by_look(wide: Sequence[Node], narrow: Sequence[Node], seen: tuple[Pixels, Pixels]) -> Twins:
    import numpy as np

    thumbs = [{node.id: _thumbnail(node, pixels) for node in nodes} for nodes, pixels in zip((wide, narrow), seen,
                                                                                            strict=True)]  # fmt: skip
    told = sorted(
        (float(np.abs(thumbs[0][one.id] - thumbs[1][other.id]).mean()), place, at, one.id, other.id)
        for place, one in enumerate(wide)
        for at, other in enumerate(narrow)
        if one.role == other.role and _one_shape(one, other)
    )
    found: Twins = {}
    for apart, _, _, one_id, other_id in told:
        if apart <= _LOOK and one_id not in found and other_id not in found.values():
            found[one_id] = other_id
    return found


def _one_shape(one: Node, other: Node) -> bool:
    shapes = [max(1, node.box.width) / max(1, node.box.height) for node in (one, other)]
    return max(shapes) / min(shapes) <= _SHAPE


def _thumbnail(node: Node, pixels: Pixels) -> NDArray[Any]:
    import cv2
    import numpy as np

    box = node.box
    crop = pixels[max(0, box.y1) : box.y2, max(0, box.x1) : box.x2]
    if not crop.size:
        return np.zeros((_SIDE, _SIDE, 3), np.float32)
    return np.asarray(cv2.resize(crop, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA), np.float32)


def _by_neighbour(
    wide: Sequence[Node], narrow: Sequence[Node], pages: Sequence[Sequence[Node]], found: Mapping[str, str]
) -> Twins:
    """What is left, where it stands right before or after the same text."""
    marks = [_marks(part, known) for part, known in zip(pages, (found, {b: b for b in found.values()}), strict=True)]
    there: dict[Hashable, list[Node]] = defaultdict(list)
    for node in _left(narrow, found):
        for mark in marks[1][node.id]:
            there[node.kind, node.role, mark].append(node)
    made: Twins = {}
    for node in _left(wide, found):
        near = [other for mark in marks[0][node.id] for other in there[node.kind, node.role, mark]]
        free = next((other for other in near if other.id not in made.values()), None)
        if free is not None:
            made[node.id] = free.id
    return made


def _alone(wide: Sequence[Node], narrow: Sequence[Node], found: Mapping[str, str]) -> Twins:
    """What is left, where it is the only large thing of its kind on either picture."""
    large = [[node for node in _left(part, found) if node.box.area > _LARGE] for part in (wide, narrow)]
    return {large[0][0].id: large[1][0].id} if len(large[0]) == len(large[1]) == 1 else {}


def _marks(page: Sequence[Node], known: Mapping[str, str]) -> dict[str, list[tuple[str, str]]]:
    """For each leaf the matched text that comes next, and the one before."""
    found: dict[str, list[tuple[str, str]]] = {node.id: [] for node in page}
    for order, side in ((page, "before"), (list(reversed(page)), "after")):
        waiting: list[str] = []
        for node in order:
            if node.spans and node.id in known:
                for name in waiting:
                    found[name].append((side, known[node.id]))
                waiting = []
            elif not node.spans:
                waiting.append(node.id)
    return found
