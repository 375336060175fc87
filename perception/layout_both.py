"""Two layouts of one page, a wide and a narrow one, as one tree of nodes with two arrangements.

    page = joined(wide, narrow, (wide_pixels, narrow_pixels))

The tree is the wide one; what only the narrow picture shows is put into it. A node that one of the pictures does not
show is not in that one's arrangement. What both show stands in the tree once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from perception.layout_flow import arranged
from perception.layout_twins import Twins, is_leaf, leaves, rejoined, twins, words
from perception.layout_types import Asset, Layout, Node, Style
from perception.types import BBox

if TYPE_CHECKING:
    from perception.ink import Pixels

SHARED = 0.6  # the share of the letters of the lesser text that both must have to be one page
_SAME_SET = 0.75  # of the leaves of two boxes, for these to be one box
_NARROW = "images/narrow-"
_OWN = "m-"  # before the ids of what only the narrow picture shows


@dataclass(frozen=True)
class Both:
    """`whole` has every node; `wide` and `narrow` those that each picture shows, arranged as there, in its pixels."""

    whole: Layout
    wide: Layout
    narrow: Layout

    def assets(self) -> tuple[tuple[Asset, ...], tuple[Asset, ...]]:
        """The pictures that are cut out of the wide one, and those out of the narrow one."""
        own = tuple(asset for asset in self.whole.assets if asset.name.startswith(_NARROW))
        return tuple(asset for asset in self.whole.assets if asset not in own), own

    def only(self) -> tuple[list[str], list[str]]:
        """The texts that the wide picture alone shows, and those of the narrow one alone."""
        there = [{node.id for node in layout.nodes()} for layout in (self.wide, self.narrow)]
        texts = [(node.id, node.text) for node in self.whole.nodes() if node.spans]
        return [text for name, text in texts if name not in there[1]], [
            text for name, text in texts if name not in there[0]
        ]


def shared(wide: Layout, narrow: Layout) -> float:
    """The share of the letters of the lesser text that both layouts have."""
    from rapidfuzz import fuzz

    texts = [[words(node) for node in layout.nodes() if node.spans] for layout in (wide, narrow)]
    told = ["".join(part) for part in texts]
    if not all(told):
        return 0.0
    less, more = sorted(range(2), key=lambda place: len(told[place]))
    found = sum(len(text) for text in texts[less] if text in told[more] or _near(text, texts[more], fuzz.ratio))
    return found / len(told[less])


def _near(text: str, others: Sequence[str], ratio: object) -> bool:
    return any(ratio(text, other) >= 90 for other in others)  # type: ignore[operator]


def joined(wide: Layout, narrow: Layout, seen: tuple[Pixels, Pixels]) -> Both:
    wide, narrow = rejoined(wide, narrow), rejoined(narrow, wide)
    pairs = twins(wide, narrow, seen)
    named = _named(narrow, pairs)
    root = _with_own(wide.root, named.root, frozenset(pairs))
    assets = (*wide.assets, *(asset for asset in named.assets if _is_shown(asset.name, root)))
    whole = replace(wide, root=root, assets=assets)
    look = _Look(named, whole, frozenset(node.id for node in named.nodes()))
    view = replace(named, root=look.root(), title=wide.title, lang=wide.lang)
    return Both(whole, replace(wide, assets=assets), view)


def _is_shown(asset: str, root: Node) -> bool:
    return any(node.asset == asset for node in root.walk())


def _named(narrow: Layout, pairs: Twins) -> Layout:
    """The narrow layout with the ids of its twins, and with its own for what has none."""
    from perception.layout_types import changed

    back = {other: one for one, other in pairs.items()}
    files = {asset.name: asset.name.replace("images/", _NARROW) for asset in narrow.assets}

    def change(node: Node) -> Node:
        asset = files[node.asset] if node.asset else node.asset
        return replace(node, id=back.get(node.id, _OWN + node.id), asset=asset)

    made = changed(narrow, change)
    return replace(made, assets=tuple(replace(asset, name=files[asset.name]) for asset in narrow.assets))


def _with_own(root: Node, narrow: Node, shared: frozenset[str]) -> Node:
    """The wide tree with each part that only the narrow one has, after what comes before it there."""
    for parent, part, before in _own_parts(narrow, shared):
        around = frozenset(leaf.id for leaf in leaves(parent)) & shared
        root = _put(root, part, around or shared, before)
    return root


def _own_parts(node: Node, shared: frozenset[str]) -> Iterator[tuple[Node, Node, str | None]]:
    """(parent, part, the shared leaf before it) for each largest part without a shared leaf."""
    before: str | None = None
    for child in node.children:
        held = [leaf.id for leaf in leaves(child) if leaf.id in shared]
        if held:
            yield from _own_parts(child, shared)
            before = held[-1]
        else:
            yield node, child, before


def _put(node: Node, part: Node, around: frozenset[str], before: str | None) -> Node:
    """The tree with a part in the innermost group that holds all of `around`."""
    held = [frozenset(leaf.id for leaf in leaves(child)) for child in node.children]
    inner = next((place for place, own in enumerate(held) if around <= own and node.children[place].children), None)
    if inner is not None and not _is_closed(node.children[inner]):
        made = _put(node.children[inner], part, around, before)
        return replace(node, children=(*node.children[:inner], made, *node.children[inner + 1 :]))
    place = next((place + 1 for place, own in enumerate(held) if before in own), 0)
    return replace(node, children=(*node.children[:place], part, *node.children[place:]))


def _is_closed(node: Node) -> bool:
    """What has a form of its own and takes no more."""
    return node.kind in ("button", "link", "table", "row", "list")


@dataclass
class _Look:
    """Gives each node of the whole tree its box and paint in the narrow picture."""

    narrow: Layout
    whole: Layout
    seen: frozenset[str]

    def root(self) -> Node:
        found = {node.id: node for node in self.narrow.nodes() if is_leaf(node)}
        self._boxes = self._matched(frozenset(found))
        self._tables = {name for name, box in self._boxes.items() if box.kind == "table"}
        made = self._view(self.whole.root, found, in_table=False)
        assert made is not None
        root = replace(made, box=self.narrow.root.box, style=self.narrow.root.style)
        return _filled(root, root.box.x1, root.box.x2)

    def _matched(self, shown: frozenset[str]) -> Mapping[str, Node]:
        """The box of the narrow picture that each group is, by what they hold; each box is one group."""
        groups = [node for node in self.whole.nodes() if node.children]
        held = {node.id: frozenset(leaf.id for leaf in leaves(node)) & shown for node in groups}
        found: dict[str, Node] = {}
        for box in self.narrow.nodes():
            if is_leaf(box) or box is self.narrow.root:
                continue
            own = frozenset(leaf.id for leaf in leaves(box))
            free = [node for node in groups if node.id not in found and node is not self.whole.root and held[node.id]]
            best = max(free, key=lambda node: (_overlap(held[node.id], own), _is_painted(node), node.kind == box.kind),
                       default=None)  # fmt: skip
            wanted = _is_painted(box) or box.kind in ("table", "row", "cell", "headcell")
            if best is not None and wanted and _overlap(held[best.id], own) >= _SAME_SET:
                found[best.id] = box
        return found

    def _view(self, node: Node, found: Mapping[str, Node], in_table: bool) -> Node | None:
        if not node.children:
            return self._leaf(node, found)
        stays = node.id in self._tables or (in_table and node.id in self._boxes)
        children = [self._view(child, found, in_table=stays) for child in node.children]
        shown = [child for child in children if child is not None]
        if not shown:
            return None
        box = self._boxes.get(node.id)
        style = box.style if box else Style()
        kind = node.kind if stays or node.kind not in ("table", "row", "cell", "headcell") else "group"
        made = replace(node, kind=kind, style=style, box=_around(shown, box), children=tuple(shown))
        return replace(made, flow="row" if kind == "row" else "stack") if stays else arranged(made)

    def _leaf(self, node: Node, found: Mapping[str, Node]) -> Node | None:
        own = found.get(node.id)
        if own is None:
            return None
        style = own.style if own.style.font or node.style.font is None else replace(own.style, font=node.style.font)
        return replace(own, spans=node.spans, kind=node.kind, level=node.level, asset=node.asset, icon=node.icon,
                       label=node.label, style=style)  # fmt: skip


def _filled(node: Node, left: int, right: int) -> Node:
    """Groups that only hold others together are as wide as what they stand in, so that they grow with it; a table is
    as wide as it was measured, for its cells may be all that is painted of it."""
    if node.flow != "stack" or not node.children:
        return node
    if not _is_painted(node) and node.kind != "table":
        node = replace(node, box=replace(node.box, x1=left, x2=right))
        inner = left, right
    else:
        inner = min(child.box.x1 for child in node.children), _right_edge(node)
    return replace(node, children=tuple(_filled(child, *inner) for child in node.children))


def _right_edge(node: Node) -> int:
    """Where a group's content ends: a text's own box may reach a little farther."""
    firm = [
        one.box.x2 for one in node.walk() if one is not node and (_is_painted(one) or not (one.spans or one.children))
    ]
    return max(firm, default=max(child.box.x2 for child in node.children))


def _around(children: Sequence[Node], box: Node | None) -> BBox:
    whole = box.box if box else children[0].box
    for child in children:
        whole = whole.union(child.box)
    return whole


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, len(one | other))


def _is_painted(node: Node) -> bool:
    style = node.style
    return bool(style.background or style.gradient or style.shadow or (style.border and any(style.borders)))
