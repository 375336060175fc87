"""What the learned detector adds to what shapes and words say: things that they miss, roles that they take for others.

It is heard only where it is sure. The thresholds were chosen on generated pages that it was not trained on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from perception.acting_text import on_badge
from perception.detect_learned import Sighting
from perception.draft import CHECK_ROLES, Draft, Shelf, drafts_shelf, lines_shelf
from perception.ink import distance
from perception.scene import Scene, columns_of, is_short, rows_of
from perception.types import FIELD_ROLES, BBox, Detection, TextLine

MISSED = 0.95  # so sure that something without words is there which nothing else sees
WORDED = {"link": 0.8, "tab": 0.8, "button": 0.9}  # the same of something with words
CAPITALS = 0.8  # of a button's words in capitals
ROW = 0.85  # of a row's only words
TOGETHER = 0.6  # on the average, of each of several that look alike
SURE = 0.9  # so sure that it is ticked, or that it is not
SANE = (0.2, 5.0)  # sizes, one to the other, of two boxes that may be one thing
_WORDED = frozenset({"link", "tab", "button"})
_BARE = FIELD_ROLES | {"checkbox", "switch", "link", "button"}
_MISTAKEN = {("button", "link"): 0.95, ("link", "tab"): 0.9}  # what shapes take for what, and how sure one must be


def sightings_shelf(sightings: Iterable[Sighting], unit: float) -> Shelf[Sighting]:
    return Shelf((one for one in sightings if one.role != "img"), lambda one: one.box, unit)


def same_thing(one: BBox, other: BBox) -> bool:
    """Whether two boxes are of one thing: much alike, or the middle of one in the other at a like size."""
    if one.iou(other) >= 0.5:
        return True
    like = SANE[0] <= one.area / max(1, other.area) <= SANE[1]
    return like and (one.contains(*other.centre) or other.contains(*one.centre))


def missed_controls(
    sightings: Sequence[Sighting], detections: Sequence[Detection], lines: Sequence[TextLine], unit: float
) -> list[Detection]:
    """Fields, boxes to tick, and what acts without words, that no detection is at."""
    known = Shelf(detections, lambda one: one.box, unit)
    text = lines_shelf(lines, unit)
    found = []
    for one in sightings:
        if one.role not in _BARE or one.confidence < MISSED:
            continue
        if any(same_thing(one.box, other.box) for other in known.touching(one.box.y1, one.box.y2)):
            continue
        near = text.touching(one.box.y1, one.box.y2)
        worded = any(line.box.intersection(one.box) > 0.2 * min(line.box.area, one.box.area) for line in near)
        if one.role not in _WORDED or not worded:
            found.append(Detection(one.role, one.box, one.confidence))
    return found


def missed_words(
    sightings: Shelf[Sighting], drafts: Sequence[Draft], plain: Sequence[TextLine], scene: Scene
) -> list[Draft]:
    """Links, tabs and buttons of plain words: a draft for each line that one is seen around, holding it.

    Words in the company of their like are judged together. What is written in capitals alone is a heading or a badge
    more often, and words whose paper ends close around them are a badge.
    """
    known = drafts_shelf((draft for draft in drafts if draft.acts), scene.unit)
    offers: dict[TextLine, Sighting] = {}
    for line in plain:
        best = _around(line, sightings, scene.unit)
        if best is None or any(same_thing(best.box, other.box) for other in known.touching(line.box.y1, line.box.y2)):
            continue
        if not on_badge(line, scene):
            offers[line] = best
    surely = {line for line, best in offers.items() if best.confidence >= _least(line, best)}
    surely |= _agreed(offers, plain, scene)
    return [
        Draft(best.role, best.box.union(line.box), best.confidence, lines=[line])
        for line, best in offers.items()
        if line in surely
    ]


def _least(line: TextLine, seen: Sighting) -> float:
    """How sure one must be of a word that stands alone."""
    if line.text.isupper():
        return CAPITALS if seen.role == "button" and len(line.text) > 3 else 2.0
    return WORDED[seen.role]


def _around(line: TextLine, sightings: Shelf[Sighting], unit: float) -> Sighting | None:
    """The surest thing that is seen around a line."""
    near = sightings.touching(line.box.y1, line.box.y2)
    around = [one for one in near if one.role in _WORDED and _is_around(one, line.box, unit)]
    return max(around, key=lambda one: one.confidence, default=None)


def _is_around(one: Sighting, line: BBox, unit: float) -> bool:
    """Whether it fits closely around a line, or is a row that surely acts and begins with it."""
    box = one.box
    if line.inside(box) <= 0.8 or line.height <= 0.2 * box.height:
        return False
    row = box.height <= 5 * unit and line.x1 - box.x1 <= 6 * unit and one.confidence >= ROW
    return line.width > 0.4 * box.width or row


def _agreed(offers: Mapping[TextLine, Sighting], plain: Sequence[TextLine], scene: Scene) -> set[TextLine]:
    """Lines of one look, three or more below or beside each other, that are seen to act on the whole."""
    found: set[TextLine] = set()
    wanted = [line for line in plain if is_short(line, scene.unit) and not line.text.isupper()]
    for group in (*columns_of(wanted, scene.unit), *rows_of(wanted, scene.unit)):
        for like in _of_one_look(group, scene):
            offered = [line for line in like if line in offers and offers[line].role != "button"]
            if len(like) >= 3 and sum(offers[line].confidence for line in offered) >= TOGETHER * len(like):
                found.update(offered)
    return found


def _of_one_look(lines: Sequence[TextLine], scene: Scene) -> list[list[TextLine]]:
    """Lines of one size, colour and paper."""
    groups: list[list[TextLine]] = []
    for line in lines:
        ink = scene.inks[line]
        for group in groups:
            first = scene.inks[group[0]]
            like = abs(line.box.height - group[0].box.height) <= 0.35 * scene.unit
            if like and distance(ink.colour, first.colour) < 40 and distance(ink.paper, first.paper) < 24:
                group.append(line)
                break
        else:
            groups.append([line])
    return groups


def hear(sightings: Shelf[Sighting], drafts: Sequence[Draft]) -> None:
    """Gives drafts the role, and boxes to tick the state, that one is sure of."""
    for draft in drafts:
        if not draft.acts:
            continue
        near = [one for one in sightings.touching(draft.box.y1, draft.box.y2) if same_thing(one.box, draft.box)]
        best = max(near, key=lambda one: one.confidence * (0.2 + one.box.iou(draft.box)), default=None)
        if best is None:
            continue
        if min(best.confidence, max(best.roles)) >= _MISTAKEN.get((draft.role, best.role), 2):
            draft.role = best.role
        if draft.role in CHECK_ROLES and draft.state.checked is None:
            draft.state = replace(draft.state, checked=best.state("checked", SURE))
