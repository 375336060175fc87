"""A picture as a page: the tree of its boxes, with their styles. Plain frozen data, no image library."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from perception.types import BBox, Colour, State

_TRACK = 6  # pixels within which two edges are one line of a grid

Sides = tuple[float, float, float, float]  # top, right, bottom, left, in pixels


@dataclass(frozen=True, slots=True)
class Font:
    """How a text is set: `family` is a class of fonts (sans, serif, mono, wide, cjk), `size` and `line` (the height of
    a line) are pixels, `spacing` is extra room after each letter in pixels."""

    family: str = "sans"
    size: float = 16.0
    weight: int = 400
    italic: bool = False
    line: float = 20.0
    spacing: float = 0.0


@dataclass(frozen=True, slots=True)
class Gradient:
    """A linear gradient: `angle` in degrees as CSS counts them (180 is downwards), and its first and last colour."""

    angle: int
    start: Colour
    end: Colour


@dataclass(frozen=True, slots=True)
class Shadow:
    """A soft shadow around a box; `opacity` from 0 to 1, of black."""

    y: int
    blur: int
    opacity: float


@dataclass(frozen=True, slots=True)
class Style:
    """What was measured of one box; None is "as around it". `borders` are the widths, all of `border`'s colour;
    `inset` is the room between a field's left side and its text."""

    color: Colour | None = None
    background: Colour | None = None
    gradient: Gradient | None = None
    font: Font | None = None
    align: str = "left"
    underline: bool = False
    upper: bool = False
    border: Colour | None = None
    borders: Sides = (0.0, 0.0, 0.0, 0.0)
    radius: float = 0.0
    shadow: Shadow | None = None
    inset: float = 0.0


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text within a block. `kind` is text, link, strong, em or break (a forced end of line: no text);
    `color` where it differs from the block's."""

    text: str
    kind: str = "text"
    color: Colour | None = None
    underline: bool = False


@dataclass(frozen=True, slots=True)
class Nudge:
    """What a comparison of the rendered page with the picture found to add, in pixels."""

    left: float = 0.0
    top: float = 0.0
    width: float = 0.0
    height: float = 0.0


@dataclass(frozen=True, slots=True)
class Node:
    """One box of a page, in the picture's pixels.

    `kind` is its meaning: page, header, nav, main, section, aside, footer, article, form, group; heading (`level`
    1 to 6), paragraph, list, item, table, row, headcell, cell, link, button, field (`role`: textbox, checkbox, ...;
    `label`: what names it), image (`asset`, or `icon`: a concept's drawing in `style.color`; `role` text: a line that
    was not read), rule, or box (a drawn area without content).
    `flow` is how its children stand: stack (one below the other), row (side by side), columns (side by
    side and far apart), grid (on common lines), layers
    (over one another, each at its place); a text's is line where it fills its box, so that it must not wrap. A text's
    `box` is that of its lines' full height, not of its ink; `lines` is how many lines it has in the picture. `sources`
    are the elements of the screen that it comes from. `opened` are the groups whose children stand among its own in
    this arrangement; `fragment` is clean HTML that stands in place of what was laid out.
    """

    id: str
    kind: str
    box: BBox
    style: Style = field(default_factory=Style)
    children: tuple[Node, ...] = ()
    flow: str = "stack"
    spans: tuple[Span, ...] = ()
    lines: int = 0
    level: int = 0
    role: str = ""
    label: str = ""
    state: State = field(default_factory=State)
    asset: str | None = None
    icon: str = ""
    sources: tuple[str, ...] = ()
    nudge: Nudge = field(default_factory=Nudge)
    opened: tuple[str, ...] = ()
    fragment: str = ""

    @property
    def text(self) -> str:
        return "".join(" " if span.kind == "break" else span.text for span in self.spans)

    def walk(self) -> Iterator[Node]:
        """This node and all below it, outermost first."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Asset:
    """A part of the picture that becomes a file beside the page; `name` is its path from the page, `holes` are the
    boxes of texts on it, which are painted out: the page writes them itself."""

    name: str
    box: BBox
    alt: str = ""
    holes: tuple[BBox, ...] = ()


@dataclass(frozen=True)
class Layout:
    """A picture as a page: the tree of its boxes, the parts that stay pictures, and what could be measured only weakly
    (a box and what is doubtful of it)."""

    width: int
    height: int
    root: Node
    assets: tuple[Asset, ...] = ()
    title: str = ""
    lang: str = "en"
    warnings: tuple[tuple[BBox, str], ...] = ()

    def nodes(self) -> Iterator[Node]:
        return self.root.walk()


def changed(layout: Layout, change: Callable[[Node], Node]) -> Layout:
    """The layout with every node put through `change`, from the inside out."""

    def through(node: Node) -> Node:
        return change(replace(node, children=tuple(through(child) for child in node.children)))

    return replace(layout, root=through(layout.root))


def tracks_of(boxes: Sequence[BBox]) -> tuple[list[int], list[int]] | None:
    """The left edges of the columns and the upper edges of the rows of a grid that boxes stand on; None where two of
    them share a cell."""
    columns, rows = _lines([box.x1 for box in boxes]), _lines([box.y1 for box in boxes])
    taken: set[tuple[int, int]] = set()
    for box in boxes:
        across, down = spans(box.x1, box.x2, columns), spans(box.y1, box.y2, rows)
        cells = {(x, y) for x in range(*across) for y in range(*down)}
        if cells & taken:
            return None
        taken |= cells
    return columns, rows


def _lines(edges: Sequence[int]) -> list[int]:
    found: list[int] = []
    for edge in sorted(edges):
        if not found or edge - found[-1] > _TRACK:
            found.append(edge)
    return found


def spans(start: int, stop: int, lines: Sequence[int]) -> tuple[int, int]:
    """Which tracks a stretch covers: the first, and one past the last."""
    first = max(place for place, line in enumerate(lines) if line <= start + _TRACK or place == 0)
    last = max((place for place, line in enumerate(lines) if line < stop - _TRACK), default=first)
    return first, max(first, last) + 1
