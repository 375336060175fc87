"""How given boxes stand together: below one another, side by side, on a grid, or over one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from perception.layout_types import Node, tracks_of

_TOUCH = 2  # pixels by which neighbours may overlap


def arranged(node: Node) -> Node:
    """The node with its children in the order and the flow in which they stand; groups that only hold others together
    are opened (`flow` is contents) where their contents stand among others."""
    children = list(node.children)
    opened: list[Node] = []
    while (found := _flow(children)) is None:
        group = next((child for child in _entangled(children) if _is_plain(child)), None)
        if group is None:
            found = "layers", sorted(children, key=lambda child: -child.box.area)
            break
        opened.append(group)
        place = children.index(group)
        children[place : place + 1] = group.children
    flow, ordered = found
    names = (name for group in opened for name in (group.id, *group.opened))
    return replace(node, flow=flow, children=tuple(ordered), opened=(*node.opened, *names))


def _is_plain(node: Node) -> bool:
    style = node.style
    painted = style.background or style.gradient or style.shadow or style.border
    return bool(node.children) and not painted and node.kind in ("group", "section", "aside", "nav", "article")


def _flow(children: Sequence[Node]) -> tuple[str, list[Node]] | None:
    down = sorted(children, key=lambda child: (child.box.y1, child.box.x1))
    if all(a.box.y2 - _TOUCH <= b.box.y1 for a, b in pairwise(down)):
        return "stack", down
    across = sorted(children, key=lambda child: (child.box.x1, child.box.y1))
    if all(a.box.x2 - _TOUCH <= b.box.x1 for a, b in pairwise(across)):
        return "row", across
    return ("grid", down) if tracks_of([child.box for child in children]) else None


def _entangled(children: Sequence[Node]) -> list[Node]:
    """The children that another's box lies over, or stands among, the largest first."""
    crossing = [
        child
        for child in children
        if any(
            other is not child and other.box.overlap_y(child.box) > _TOUCH and other.box.overlap_x(child.box) > _TOUCH
            for other in children
        )
    ]
    return sorted(crossing or children, key=lambda child: -child.box.area)
