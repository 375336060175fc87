"""What to change in a layout so that it is drawn as its picture: each move in closed form from what is off now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from statistics import median

from agent.residuals import Residual
from codegen.page_boxes import is_line
from perception.layout_types import Font, Layout, Node, Nudge, Style, changed
from perception.types import Colour

Found = Mapping[str, Residual]
Move = Callable[[Layout, Found], Layout]
_NEAR = 1.5  # pixels that are left alone: rounding, and the rims of letters
_FAR, _ASIDE = 400, 60  # pixels down and to the side from which a node was laid out otherwise, and no nudge will do
_ROOM = 2  # pixels that a line is given beyond its ink, so that it does not wrap for a fraction of one
_FAINT = 4  # of a colour's channel
_RIGID = ("table", "row", "button", "field")  # their parts stand where the browser puts them
_SIZED = ("button", "field", "image", "box")


def set_fonts(layout: Layout, found: Found) -> Layout:
    """Texts as wide as in the picture: by the next whole size where that is it, else by room between the letters."""
    wide: dict[Font, list[tuple[float, float, int]]] = defaultdict(list)
    for node, off in _seen(layout, found):
        if node.style.font and node.lines <= 1 and not off.lines and len(node.text) > 2 and off.drawn.width > 12:
            wide[node.style.font].append((off.source.width, off.drawn.width, len(node.text) - 1))
    fonts = {font: _widened(font, spans) for font, spans in wide.items()}

    def change(node: Node) -> Node:
        font = node.style.font
        if font is None or fonts.get(font, font) == font:
            return node
        room = _ROOM if node.lines == 1 else 0.0
        return replace(_styled(node, font=fonts[font]), nudge=_add(node.nudge, width=room))

    return changed(layout, change)


def _widened(font: Font, spans: list[tuple[float, float, int]]) -> Font:
    """The font for texts of (wanted width, width now, gaps between letters); unchanged where they do not agree."""
    middle = median(want / have for want, have, _ in spans)
    agreed = [(want, have, gaps) for want, have, gaps in spans if abs(want / have - middle) < 0.012]
    if sum(gaps for _, _, gaps in agreed) < 0.6 * sum(gaps for _, _, gaps in spans) or abs(middle - 1) > 0.15:
        return font
    want, have, room = (sum(column) for column in zip(*agreed, strict=True))
    ratio = want / have
    if abs(want - have) < len(agreed) or abs(ratio - 1) < 0.003:  # a pixel each is the rim of a letter
        return font
    whole = round(font.size * ratio)
    if whole != font.size and abs(font.size * ratio - whole) < 0.012 * whole:
        return replace(font, size=float(whole))
    return replace(font, spacing=round(font.spacing + (want - have) / room, 2))


def set_colors(layout: Layout, found: Found) -> Layout:
    """Texts of one colour in the picture's mean of it: thin letters look paler than they are painted."""
    tints: dict[Colour, list[tuple[Colour, int]]] = defaultdict(list)
    for node, off in _seen(layout, found):
        if node.style.color and node.spans and not any(span.color for span in node.spans):
            tints[node.style.color].append((off.color, len(node.text)))
    shades = {color: _tinted(color, offs) for color, offs in tints.items()}

    def change(node: Node) -> Node:
        color = node.style.color
        return _styled(node, color=shades[color]) if color in shades else node

    return changed(layout, change)


def _tinted(color: Colour, offs: list[tuple[Colour, int]]) -> Colour:
    total = sum(count for _, count in offs)
    red, green, blue = (sum(off[channel] * count for off, count in offs) / total for channel in range(3))
    if max(abs(red), abs(green), abs(blue)) < _FAINT:
        return color
    r, g, b = (min(255, max(0, round(old + by))) for old, by in zip(color, (red, green, blue), strict=True))
    return r, g, b


def set_lines(layout: Layout, found: Found) -> Layout:
    """Paragraphs that wrap too early get more room, and those that wrap too late less."""

    def change(node: Node) -> Node:
        off = found.get(node.id)
        if off is None or not off.lines or not node.spans:
            return node
        room = max(3.0, 0.015 * node.box.width)
        return replace(node, nudge=_add(node.nudge, width=room if off.lines > 0 else -room))

    return changed(layout, change)


def set_places(layout: Layout, found: Found) -> Layout:
    """Everything at its place: each node is moved by what the ones around and before it do not move it already."""
    children, _ = _Placer(found).children(layout.root, 0.0, 0.0)
    return replace(layout, root=replace(layout.root, children=children))


class _Placer:
    """Walks the tree with the shift that each node inherits, and gives it what is left to do."""

    def __init__(self, found: Found) -> None:
        self._found = found

    def placed(self, node: Node, right: float, down: float) -> tuple[Node, float, float]:
        """The node, where it is moved already by (right, down); by how much more it comes to stand right and down."""
        dx, dy = self._rest(node, right, down)
        node = self._sized(replace(node, nudge=_add(node.nudge, left=dx, top=dy)))
        if node.kind in _RIGID:
            return node, dx, dy
        children, grown = self.children(node, right + dx, down + dy)
        return replace(node, children=children), dx, dy + grown

    def children(self, node: Node, right: float, down: float) -> tuple[tuple[Node, ...], float]:
        """A node's children, and by how much they grow it: below one another each moves the next, on a line as well.

        Whether a row grows with one of its children is not foreseen: the next round sees it.
        """
        made, grown, along = [], 0.0, 0.0
        for child in node.children:
            if node.flow == "stack":
                child, _, more = self.placed(child, right, down + grown)
                grown += more
            else:
                child, moved, _ = self.placed(child, right + along, down)
                along += moved if node.flow == "row" and is_line(node) else 0.0
            made.append(child)
        return tuple(made), grown

    def _rest(self, node: Node, right: float, down: float) -> tuple[float, float]:
        off = self._measured(node)
        if off is None or abs(off.dy) > _FAR:
            return 0.0, 0.0
        dx, dy = off.dx - right, off.dy - down
        kept = node.style.align in ("center", "right") or abs(off.dx) > _ASIDE
        return 0.0 if kept else _whole(dx), _whole(dy)

    def _measured(self, node: Node) -> Residual | None:
        """What is known of a node itself, or of the first thing in it."""
        return next((self._found[inner.id] for inner in node.walk() if inner.id in self._found), None)

    def _sized(self, node: Node) -> Node:
        off = self._found.get(node.id)
        if off is None or node.kind not in _SIZED or max(abs(off.dw), abs(off.dh)) > _FAR:
            return node
        return replace(node, nudge=_add(node.nudge, width=_whole(off.dw), height=_whole(off.dh)))


def only(layout: Layout, moved: Layout, better: frozenset[str]) -> Layout:
    """`layout` with the nudges of `moved` for the nodes that these did good."""
    nudges = {node.id: node.nudge for node in moved.nodes() if node.id in better}
    return changed(layout, lambda node: replace(node, nudge=nudges.get(node.id, node.nudge)))


def _seen(layout: Layout, found: Found) -> Iterator[tuple[Node, Residual]]:
    return ((node, found[node.id]) for node in layout.nodes() if node.id in found)


def _styled(node: Node, font: Font | None = None, color: Colour | None = None) -> Node:
    style: Style = node.style
    return replace(node, style=replace(style, font=font or style.font, color=color or style.color))


def _add(nudge: Nudge, left: float = 0, top: float = 0, width: float = 0, height: float = 0) -> Nudge:
    return Nudge(nudge.left + left, nudge.top + top, nudge.width + width, nudge.height + height)


def _whole(value: float) -> float:
    """Whole pixels, and nothing for what cannot be seen."""
    return float(round(value)) if abs(value) > _NEAR else 0.0


MOVES: tuple[tuple[str, Move], ...] = (
    ("colours", set_colors),
    ("fonts", set_fonts),
    ("lines and places", lambda layout, found: set_places(set_lines(layout, found), found)),
    ("places", set_places),
    ("colours", set_colors),
)
