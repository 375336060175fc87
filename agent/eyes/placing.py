"""A box that a model names -> the element that is there. What nothing is seen of is not there, whoever says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent import repair
from agent.context import Vocabulary, match_name
from agent.deeds import deed_of, is_asked_for
from agent.describe import describe
from agent.eyes.colours import wrong_colour
from agent.grounding import covered
from agent.phrases import FIELDS
from agent.words import fold
from perception.icon_concepts import concepts
from perception.types import BBox, Element, Screen

if TYPE_CHECKING:
    from perception.capture import Picture

_HOLDERS = frozenset({"row", "listitem", "list", "table", "dialog", "form", "navigation"})
_NEAR = 4  # px: so far beside an element a point may lie
_ACTS = 0.3  # what acts is so much likelier meant than what does not
_CLOSELY = 8  # times the area of a sign: a control so large holds it closely
_POINT = 2  # px: a box of no more is a point
_LARGER = 9  # times an element's area: a box so large means something else
_CLOSE = 0.12  # of two overlaps that differ by less neither is meant surely
_QUOTED = 0.6  # the least likeness of a name to one in quotation marks
_CONTRAST = 12  # of 255: the least spread of brightness where something is drawn
FREE = "free"  # the id of what pixels show and no element is


@dataclass(frozen=True)
class Placed:
    """`element` is what is there; else `reason` says why nothing is. `close`: another one could be meant as well."""

    element: Element | None
    reason: str = ""
    close: bool = False


def placed(picture: Picture, screen: Screen, box: BBox, description: str) -> Placed:
    """The element that a model's box means, and that the description does not rule out."""
    found = sorted(((_fit(e, box), e) for e in screen.elements), key=lambda pair: -pair[0])
    found = [pair for pair in found if pair[0] > 0]
    if not found:
        return _drawn(picture, screen, box)
    best, element = found[0][0], _acting(screen, found[0][1])
    wants = describe(description).roles
    if wants and wants[0] in FIELDS and not element.interactive:
        element = repair.field_of(screen, element) or element
    if element.state.blocked:
        return Placed(None, covered(screen, element))
    if reason := contradiction(screen, element, description) or wrong_colour(picture, screen, element, description):
        return Placed(None, reason)
    rivals = [e for fit, e in found[1:] if best - fit < _CLOSE and e.interactive and not _same(e, element)]
    return Placed(element, close=bool(rivals))


def contradiction(screen: Screen, element: Element, description: str) -> str:
    """What rules out that these words mean this element; "" where nothing does."""
    parts = describe(description)
    read = bool(element.name or element.text) and not element.named_by_icon  # what has no words may be called anything
    if parts.quoted and not parts.anchor and read:
        fits = max((m.score for _, m in match_name([element], parts, Vocabulary(screen))), default=0.0)
        if fits < _QUOTED:
            return f"{element} is not called {parts.quoted!r}"
    return unasked_deed(element, description)


def unasked_deed(element: Element, words: str) -> str:
    """That the element does what cannot be undone and these words do not ask for; "" where it does not."""
    deed = deed_of(called(element))
    if deed is None or is_asked_for(deed, words) or _drawn_as_said(element, words):
        return ""
    return f"{element} {deed.words}, which nobody asked for"


def _drawn_as_said(element: Element, words: str) -> bool:
    """Whether the words say what the element's icon shows: a minus may remove, and "decrease" means another."""
    concept = concepts().get(element.icon or "") if element.named_by_icon or not element.name else None
    said = fold(words)
    return concept is not None and any(fold(one) in said for one in concept.said)


def called(element: Element) -> str:
    """What the element says of itself, or what its icon usually does."""
    if element.name:
        return element.name
    concept = concepts().get(element.icon or "")
    return concept.name if concept else element.text


def _fit(element: Element, box: BBox) -> float:
    """How well the element fits the box, 0 (not at all) to about 1.3; what acts comes before what does not."""
    x, y = box.centre
    if element.role in _HOLDERS or not element.box.area or not element.box.grow(_NEAR).contains(x, y):
        return 0.0
    acts = _ACTS if element.interactive else 0.0
    if max(box.width, box.height) <= _POINT:
        away = 0.0 if element.box.contains(x, y) else 0.4
        return acts + 0.5 + 0.5 / (1 + element.box.area / 2000) - away
    overlap = element.box.iou(box)
    if box.area > _LARGER * element.box.area or (overlap < 0.05 and box.inside(element.box) < 0.8):
        return 0.0
    return acts + max(overlap, 0.3 * box.inside(element.box))


def _acting(screen: Screen, element: Element) -> Element:
    """The control that closely holds what does not act itself: the button around a sign, the row's link in a cell."""
    if element.interactive:
        return element
    around = [
        e for e in screen.elements
        if e.interactive and element.box.inside(e.box) > 0.9 and e.box.area <= _CLOSELY * element.box.area
    ]  # fmt: skip
    return min(around, key=lambda e: e.box.area, default=element)


def _same(one: Element, other: Element) -> bool:
    return one == other or one.box.iou(other.box) > 0.8 or one.parent == other.id or other.parent == one.id


def _drawn(picture: Picture, screen: Screen, box: BBox) -> Placed:
    """What the embedded eyes made no element of, where pixels show something there."""
    x1, y1, x2, y2 = box if max(box.width, box.height) > _POINT else box.grow(10)
    region = BBox(max(0, x1), max(0, y1), min(x2, picture.width), min(y2, picture.height))
    if any(box.area > _LARGER * e.box.area and e.box.inside(box) > 0.9 for e in screen.elements if e.box.area):
        return Placed(None, "the box that was named holds several things")
    patch = picture.pixels[region.y1 : region.y2, region.x1 : region.x2]
    if not patch.size or float(patch.mean(axis=2).std()) < _CONTRAST:
        return Placed(None, "nothing is to be seen at the place that was named")
    return Placed(Element(FREE, "img", "", region, confidence=0.5, interactive=True))
