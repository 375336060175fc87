"""What the learned detector adds to what shapes and words say: things that they miss, roles that they take for others.

It is heard only where it is sure. The thresholds were chosen on generated pages that it was not trained on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from perception.detect_learned import Sighting
from perception.draft import CHECK_ROLES, Draft, Shelf, drafts_shelf, lines_shelf
from perception.types import FIELD_ROLES, BBox, Detection, TextLine

MISSED = 0.95  # so sure that something is there which nothing else sees
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
    sightings: Shelf[Sighting], drafts: Sequence[Draft], plain: Sequence[TextLine], unit: float
) -> list[Draft]:
    """Links, tabs and buttons of plain words: a draft for each line that one is seen around, holding it.

    What is written in capitals alone is a heading or a badge more often.
    """
    known = drafts_shelf((draft for draft in drafts if draft.acts), unit)
    found = []
    for line in plain:
        if line.text.isupper():
            continue
        around = [
            one for one in sightings.touching(line.box.y1, line.box.y2)
            if one.role in _WORDED and one.confidence >= MISSED and _is_around(one.box, line.box)
        ]  # fmt: skip
        best = max(around, key=lambda one: one.confidence, default=None)
        if best and not any(same_thing(best.box, other.box) for other in known.touching(line.box.y1, line.box.y2)):
            found.append(Draft(best.role, best.box.union(line.box), best.confidence, lines=[line]))
    return found


def _is_around(box: BBox, line: BBox) -> bool:
    return line.inside(box) > 0.8 and line.width > 0.4 * box.width and line.height > 0.2 * box.height


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
