"""What each node of a page looks like, as declarations: its letters apart from its box, for they repeat elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from codegen.page_boxes import Declarations, inside, place, px
from codegen.page_paint import Palette, lettered, painted, size_name
from perception.layout_types import Font, Layout, Node

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LANDMARKS = frozenset({"header", "nav", "main", "aside", "footer"})


def walk(node: Node, parent: Node | None = None, landmark: str = "main") -> Iterator[tuple[Node, Node | None, str]]:
    """Each node with the one around it and the part of the page that it stands in."""
    yield node, parent, landmark
    inner = node.kind if node.kind in _LANDMARKS else landmark
    for child in node.children:
        yield from walk(child, node, inner)


@dataclass(frozen=True)
class Paints:
    """The palette of a page and the font of most of its text."""

    palette: Palette
    base: Font

    def body(self, layout: Layout) -> Declarations:
        base = self.base
        found: Declarations = [
            *inside(layout.root), *painted(layout.root, self.palette), ("min-height", "100vh"),
            ("font-family", f"var(--font-{base.family})"), ("font-size", f"var({size_name(base.size)})"),
            ("font-weight", str(base.weight)), ("line-height", f"{base.line:g}px"), ("overflow-wrap", "break-word"),
        ]  # fmt: skip
        if "--color-text" in self.palette.names.values():
            found.append(("color", "var(--color-text)"))
        return found

    def letters(self, node: Node) -> Declarations:
        if node.style.font is None:
            return []
        found = lettered(node.style.font, self.base)
        colour = node.style.color
        if colour and self.palette.names.get(colour) != "--color-text":
            found.append(("color", self.palette.var(colour)))
        if node.style.align in ("center", "right", "justify") or is_right_to_left(node):
            found.append(("text-align", node.style.align))
        return found

    def box(self, node: Node, parent: Node, settled: frozenset[str]) -> Declarations:
        """`settled` are the rows whose cells need no widths."""
        found = inside(node) + (place(node, parent) if parent.id not in settled else []) + _own_size(node)
        found += painted(node, self.palette) + _stroke(node, self.palette)
        return found + _marker(node) + _inset(node)


def base_font(layout: Layout) -> Font:
    """The font of most of the text."""
    counts: Counter[Font] = Counter()
    for node in layout.nodes():
        if node.style.font is not None and node.text:
            counts[node.style.font] += len(node.text)
    return max(counts, key=lambda font: (counts[font], font.size), default=Font())


def settled_rows(layout: Layout) -> frozenset[str]:
    """The rows whose cells need no widths: the first row of their table has as many, and its widths hold for all."""
    return frozenset(
        row.id
        for table in layout.nodes()
        if table.kind == "table"
        for row in table.children[1:]
        if len(row.children) == len(table.children[0].children)
    )


def _stroke(node: Node, palette: Palette) -> Declarations:
    return [("color", palette.var(node.style.color))] if node.icon and node.style.color else []


def _inset(node: Node) -> Declarations:
    return [("padding", f"0 {px(node.style.inset)}")] if node.style.inset else []


def _marker(node: Node) -> Declarations:
    return [("list-style", node.role)] if node.kind == "list" and node.role else []


def _own_size(node: Node) -> Declarations:
    """The height of what is painted and has nothing in it that gives it one."""
    if node.kind in ("box", "bullet", "field", "rule") and not node.children:
        return [("height", f"{max(1, round(node.box.height + node.nudge.height))}px")]
    return []


def is_right_to_left(node: Node) -> bool:
    """Whether most letters of a text are of a script that is written from right to left."""
    letters = [letter for letter in node.text if letter.isalpha()]
    return 2 * sum(bool(_RIGHT_TO_LEFT.match(letter)) for letter in letters) > len(letters)
