"""How well sightings agree with a page's truth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from perception.detect_learned import ROLES, STATES, Sighting, sightings
from perception.training.detector.pages import Page, find_pages, load_page
from perception.types import BBox, box_from

NEUTRAL = "img"  # a picture that nobody acts on: neither missed nor wrong
SANE = (0.2, 5.0)  # of the true area, where only the middle is asked for


@dataclass
class Score:
    """Counts over pages. `true` and `found` by role; a find is a hit at IoU 0.5, or with its middle in the true box."""

    true: Counter[str] = field(default_factory=Counter)
    iou_hits: Counter[str] = field(default_factory=Counter)
    middle_hits: Counter[str] = field(default_factory=Counter)
    named: Counter[str] = field(default_factory=Counter)
    found: int = 0
    right_iou: int = 0
    right_middle: int = 0
    states: Counter[tuple[str, bool]] = field(default_factory=Counter)

    def add(self, page: Page, seen: Sequence[Sighting]) -> None:
        boxes = [box_from(box) for box in page.boxes.tolist()]
        roles = [ROLES[role] for role in page.roles]
        self.true.update(role for role in roles if role != NEUTRAL)
        self.found += sum(one.role != NEUTRAL for one in seen)
        for pairs, hits in (
            (matched(boxes, seen, near=False), self.iou_hits),
            (middles := matched(boxes, seen, near=True), self.middle_hits),
        ):
            hits.update(roles[true] for true, at in pairs if NEUTRAL not in (roles[true], seen[at].role))
            right = sum(seen[at].role != NEUTRAL and roles[true] != NEUTRAL for true, at in pairs)
            harmless = sum(seen[at].role != NEUTRAL and roles[true] == NEUTRAL for true, at in pairs)
            if pairs is middles:
                self.right_middle += right
                self.found -= harmless
            else:
                self.right_iou += right
        for true, at in middles:
            self.named[roles[true]] += seen[at].role == roles[true] != NEUTRAL
            for place, name in enumerate(STATES):
                if page.states[true][place] >= 0:
                    self.states[name, (seen[at].states[place] > 0.5) == bool(page.states[true][place])] += 1

    def lines(self) -> list[str]:
        """A table to read."""
        true, middle, iou = self.true.total(), self.middle_hits.total(), self.iou_hits.total()
        found = max(1, self.found)
        told = [
            f"all          n {true:6d}  recall {_share(middle, true)} iou {_share(iou, true)}"
            f"  role {_share(self.named.total(), middle)}",
            f"precision    n {found:6d}         {self.right_middle / found:.3f} iou {self.right_iou / found:.3f}",
        ]
        for role, count in self.true.most_common():
            hits = self.middle_hits[role]
            recall = f"{_share(hits, count)} iou {_share(self.iou_hits[role], count)}"
            told.append(f"{role:12s} n {count:6d}  recall {recall}  role {_share(self.named[role], hits)}")
        for name in STATES:
            right, wrong = self.states[name, True], self.states[name, False]
            told.append(f"{name:12s} n {right + wrong:6d}  right {_share(right, right + wrong)}")
        return told


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "  -  "


def matched(boxes: Sequence[BBox], seen: Sequence[Sighting], near: bool) -> list[tuple[int, int]]:
    """(true, seen) one to one, the best overlaps first; `near`: the middle in the true box and a sane size will do."""
    pairs = []
    for true, box in enumerate(boxes):
        for at, one in enumerate(seen):
            overlap = box.iou(one.box)
            close = near and box.contains(*one.box.centre) and SANE[0] <= one.box.area / max(1, box.area) <= SANE[1]
            if overlap >= 0.5 or close:
                pairs.append((overlap, true, at))
    pairs.sort(reverse=True)
    left, right = set(range(len(boxes))), set(range(len(seen)))
    chosen = []
    for _, true, at in pairs:
        if true in left and at in right:
            left.discard(true)
            right.discard(at)
            chosen.append((true, at))
    return chosen


def looked_at(folder: Path, weights: Path, most: int = 10_000) -> Iterable[tuple[Page, list[Sighting]]]:
    """Each page of a folder with all that was seen on it."""
    for path in find_pages(folder)[:most]:
        page = load_page(path)
        yield page, sightings(page.pixels, weights)


def score(folder: Path, weights: Path, least: float = 0.4, most: int = 10_000) -> Score:
    """The score of the sightings with a confidence of `least` or more."""
    total = Score()
    for page, seen in looked_at(folder, weights, most):
        total.add(page, [one for one in seen if one.confidence >= least])
    return total
