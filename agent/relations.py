"""Where elements stand: beside, below, in one row, in a part of the screen. All in pixels."""

from __future__ import annotations

from agent.phrases import Side
from perception.types import BBox, Element, Screen

NEVER = float("inf")


def distance(screen: Screen, element: Element, anchor: Element, side: Side) -> float:
    """How far the element is from the anchor on that side of it; infinite where it is not there."""
    a, b = element.box, anchor.box
    if element == anchor or (side not in ("row", "in") and (a.inside(b) > 0.7 or b.inside(a) > 0.7)):
        return NEVER
    if side == "row":
        return _in_row(screen, element, anchor)
    if side == "in":
        return _in_section(screen, element, anchor)
    if side == "near":
        row = row_of(screen, anchor)  # "the bin next to Ada" stands at the other end of her row
        return gap(a, b) * (0.25 if row is not None and a.inside(row.box) > 0.7 else 1.0)
    across = side in ("right", "left")
    ahead = {"right": a.x1 - b.x2, "left": b.x1 - a.x2, "below": a.y1 - b.y2, "above": b.y1 - a.y2}[side]
    slack = -0.35 * min((a.width, b.width) if across else (a.height, b.height))
    if ahead < slack:
        return NEVER
    shared = a.overlap_y(b) if across else a.overlap_x(b)
    if shared <= 0:
        aside = -shared  # not in line: only where the way ahead is longer than the way aside
        return NEVER if aside > (a.height + b.height if across else max(ahead, 40)) else max(ahead, 0) + 3 * aside + 20
    return float(max(ahead, 0))


def gap(a: BBox, b: BBox) -> float:
    """Pixels between two boxes; what stands in one line is nearer than what stands below."""
    dx, dy = max(0, -a.overlap_x(b)), max(0, -a.overlap_y(b))
    return dx + 2.5 * dy


def row_of(screen: Screen, element: Element) -> Element | None:
    """The table row (or list item) that holds the element."""
    holders = [r for r in screen.with_role("row", "listitem") if r == element or element.box.inside(r.box) > 0.7]
    return min(holders, key=lambda row: row.box.area, default=None)


def _in_row(screen: Screen, element: Element, anchor: Element) -> float:
    row = row_of(screen, anchor)
    if row is not None:
        return abs(element.box.centre[0] - anchor.box.centre[0]) / 1e4 if element.box.inside(row.box) > 0.7 else NEVER
    shared = element.box.overlap_y(anchor.box) / max(1, min(element.box.height, anchor.box.height))
    return 1 - shared if shared > 0.5 else NEVER


def _in_section(screen: Screen, element: Element, anchor: Element) -> float:
    """Inside the anchor; or under it, where it is the nearest heading above."""
    if element.box.inside(anchor.box) > 0.7:
        return 0.0
    boxes = [
        c for c in screen.with_role("dialog", "form", "list", "table", "navigation") if anchor.box.inside(c.box) > 0.7
    ]
    if boxes:
        holder = min(boxes, key=lambda c: c.box.area)
        if element.box.inside(holder.box) > 0.7:
            return 1.0
    if heading_of(screen, element) == anchor:
        return 2.0
    return NEVER


def heading_of(screen: Screen, element: Element) -> Element | None:
    """The heading that the element stands under."""
    headings = (h for h in screen.with_role("heading") if h != element)
    above = [h for h in headings if h.box.y1 <= element.box.y1 and h.box.x1 <= element.box.x2]
    return min(above, key=lambda h: gap(h.box, element.box) + max(0, element.box.y1 - h.box.y2), default=None)


def placed(screen: Screen, element: Element, place: frozenset[str]) -> bool:
    """Whether the element's centre lies in that part of the screen."""
    x, y = element.box.centre
    x, y = x / max(1, screen.width), y / max(1, screen.height)
    if "side" in place:
        return x < 0.3 or x > 0.8 or any(a.role == "navigation" for a in screen.ancestors(element))
    tests = {
        "top": y < 0.4, "bottom": y > 0.6, "left": x < 0.45, "right": x > 0.55,
        "middle": 0.25 < x < 0.75 and 0.2 < y < 0.8,
    }  # fmt: skip
    return all(tests[part] for part in place)


def off_place(screen: Screen, element: Element, place: frozenset[str]) -> float:
    """How far the element's centre is from the far end of that part of the screen, as a share of the screen."""
    x, y = element.box.centre
    x, y = x / max(1, screen.width), y / max(1, screen.height)
    ways = {"top": y, "bottom": 1 - y, "left": x, "right": 1 - x, "middle": abs(x - 0.5) + abs(y - 0.5), "side": 0.0}
    return sum(ways[part] for part in place)
