"""By how much each node of a layout is drawn elsewhere, larger or in another colour than in its picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from perception.layout_types import Layout, Node
from perception.types import BBox, Colour, TextLine

if TYPE_CHECKING:
    from perception.score_blocks import Pixels
    from sandbox.render import Rendering


@dataclass(frozen=True, slots=True)
class Residual:
    """What is to add to a node so that it is as in the picture: pixels, and the channels of its text's colour.

    `source` and `drawn` are the two boxes: a text's ink, else the node's own box. `lines`: how many lines of text are
    drawn more than in the picture.
    """

    source: BBox
    drawn: BBox
    color: Colour = (0, 0, 0)
    lines: int = 0

    @property
    def dx(self) -> float:
        return self.source.x1 - self.drawn.x1

    @property
    def dy(self) -> float:
        """By the upper edge; by the middle where both are equally high, so that the rims of letters do not count."""
        if abs(self.source.height - self.drawn.height) <= 2:
            return self.source.centre[1] - self.drawn.centre[1]
        return self.source.y1 - self.drawn.y1

    @property
    def dw(self) -> int:
        return self.source.width - self.drawn.width

    @property
    def dh(self) -> int:
        return self.source.height - self.drawn.height

    @property
    def off(self) -> float:
        """The largest of all, in pixels."""
        return max(abs(self.dx), abs(self.dy), abs(self.dw), abs(self.dh))


def residuals(layout: Layout, source: Pixels, drawn: Pixels, rendering: Rendering) -> dict[str, Residual]:
    """By node id, for what can be seen in both pictures. Groups that are not painted have none."""
    found = {}
    for node in layout.nodes():
        made = _text(node, source, drawn, rendering.texts) if node.spans else _box(node, rendering.boxes)
        if made:
            found[node.id] = made
    return found


def _text(node: Node, source: Pixels, drawn: Pixels, texts: Mapping[str, BBox]) -> Residual | None:
    from perception.score_blocks import line_blocks

    if node.id not in texts:
        return None
    place = texts[node.id]
    both = [line_blocks(pixels, [TextLine(node.text, box)]) for pixels, box in ((source, node.box), (drawn, place))]
    if not both[0] or not both[1]:
        return None
    want, have = both[0][0], both[1][0]
    red, green, blue = (a - b for a, b in zip(want.color, have.color, strict=True))
    height = node.style.font.line if node.style.font else 0
    more = round((place.height - node.box.height) / height) if height and node.lines else 0
    return Residual(want.box, have.box, (red, green, blue), more)


def _box(node: Node, boxes: Mapping[str, BBox]) -> Residual | None:
    painted = node.style.background or node.style.gradient or (node.style.border and any(node.style.borders))
    if node.id not in boxes or not (painted or node.kind in ("image", "field", "button", "rule", "box", "bullet")):
        return None
    return Residual(node.box, boxes[node.id])
