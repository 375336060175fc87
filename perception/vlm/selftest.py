"""`agent models check`: a model is asked about pages that are drawn here, where everything's place is known.

A model that answers fluently may still point wrong everywhere: numbers on another scale, a picture that was scaled
twice on its way, axes turned round, or a server that drops the picture. Each of them leaves its own trace in the
answers, which is looked for and said.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from statistics import median
from typing import TYPE_CHECKING

from perception.types import BBox
from perception.vlm import questions
from perception.vlm.coordinates import numbers
from perception.vlm.types import BadReply, CannotDo, Eye

if TYPE_CHECKING:
    from perception.capture import Picture

SIZES = ((1270, 730), (820, 1180))  # no multiples of a patch, and one of them upright
ENOUGH = 0.8  # of the things pointed at, and of the absent things refused
_NAMES = (
    "Save", "Cancel", "Search", "Export", "Settings", "Invite", "Archive", "Print", "Upload", "Refresh", "Reports",
    "Billing",
)  # fmt: skip
_ABSENT = ("Delete", "Sign out")
_PAINTS = ((24, 90, 188), (33, 130, 75), (120, 60, 160), (190, 60, 40), (70, 75, 85))


@dataclass(frozen=True)
class Sheet:
    """A drawn page: buttons with their names, each at its box, and names of which there is none."""

    picture: Picture
    things: tuple[tuple[str, BBox], ...]
    absent: tuple[str, ...] = _ABSENT


@dataclass(frozen=True, slots=True)
class Verdict:
    """`pointed` and `refused` are shares; `why` is one sentence, for a model that is not trusted what is wrong."""

    trusted: bool
    pointed: float
    refused: float
    why: str
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Shot:
    """One answer: where the model pointed, as shares of its own scale (None: nowhere), and the thing's box in shares
    of the picture. `size` is the picture's, in pixels."""

    said: tuple[float, float] | None
    box: tuple[float, float, float, float]
    size: tuple[int, int]

    @property
    def middle(self) -> tuple[float, float]:
        return (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2

    def hit(self, way: Callable[[float, float], tuple[float, float]] = lambda x, y: (x, y)) -> bool:
        """Whether it points inside the thing, its numbers taken as `way` says."""
        if self.said is None:
            return False
        x, y = way(*self.said)
        return self.box[0] <= x <= self.box[2] and self.box[1] <= y <= self.box[3]


@cache
def sheet(size: tuple[int, int], seed: int) -> Sheet:
    """Buttons of several colours in a loose grid."""
    import numpy as np
    from PIL import Image, ImageDraw, ImageFont

    from perception.capture import Picture

    chance = random.Random(seed)
    image = Image.new("RGB", size, (247, 248, 250))
    pen = ImageDraw.Draw(image)
    columns, rows = (4, 3) if size[0] > size[1] else (3, 4)
    wide, high = size[0] / columns, size[1] / rows
    things = []
    for place, name in enumerate(chance.sample(_NAMES, len(_NAMES))):
        width, height = 128, 44
        x = int(place % columns * wide + chance.uniform(8, wide - width - 8))
        y = int(place // columns * high + chance.uniform(8, high - height - 8))
        box = BBox(x, y, x + width, y + height)
        pen.rounded_rectangle((x, y, box.x2 - 1, box.y2 - 1), 6, chance.choice(_PAINTS))
        pen.text(box.centre, name, (255, 255, 255), ImageFont.load_default(20), anchor="mm")
        things.append((name, box))
    return Sheet(Picture(np.asarray(image), f"self-test {seed}", f"self-test {seed}"), tuple(things))


def check(eye: Eye, tell: Callable[[str], None] = lambda words: None) -> Verdict:
    """Asks about every thing of two sheets, and about things that are not there. Raises VlmError.

    A model that cannot point raises CannotDo: there is nothing to check.
    """
    if eye.profile.coordinates is None:
        raise CannotDo(f"{eye.name} cannot point, so there is nothing to check: {eye.profile.note}")
    shots: list[Shot] = []
    refused: list[bool] = []
    started = time.monotonic()
    for number, size in enumerate(SIZES):
        page = sheet(size, number)
        tell(f"asking {eye.name} about page {number + 1} of {len(SIZES)}")
        shots += [_shot(_ask(eye, page.picture, name), box, size) for name, box in page.things]
        refused += [_ask(eye, page.picture, name) is None for name in page.absent]
    first = sheet(SIZES[0], 0)
    empty = _empty(first.picture)
    blind = [_ask(eye, empty, name) for name, _ in first.things[:4]]
    unseen = None not in blind and blind == [shot.said for shot in shots[:4]]
    return verdict(shots, refused, unseen, time.monotonic() - started)


def verdict(shots: Sequence[Shot], refused: Sequence[bool], unseen: bool, seconds: float = 0.0) -> Verdict:
    """What the answers say of the model. `unseen`: it gave the same ones on an empty page."""
    pointed, denied = share([shot.hit() for shot in shots]), share(refused)
    if unseen:
        why = "it answers the same on an empty page: the picture does not reach it"
    elif pointed >= ENOUGH:
        why = "" if denied >= ENOUGH else "it seldom says that something is not there: what it points at is checked"
        return Verdict(True, pointed, denied, why, seconds)
    else:
        why = fault_of(shots)
    return Verdict(False, pointed, denied, why, seconds)


def share(found: Sequence[bool]) -> float:
    return sum(found) / len(found) if found else 0.0


def fault_of(shots: Sequence[Shot]) -> str:
    """Why a model points wrong, by the traces that the usual faults leave."""
    answered = [shot for shot in shots if shot.said is not None]
    if len(answered) < len(shots) / 2:
        return f"it finds nothing: {len(shots) - len(answered)} of {len(shots)} things on the page were refused"
    if _hit(answered, lambda x, y: (y, x)):
        return "it gives y before x"
    ratios = {size: _ratio([shot for shot in answered if shot.size == size]) for size in {s.size for s in answered}}
    if all(
        _hit([shot for shot in answered if shot.size == size], partial(_divided, by=by)) for size, by in ratios.items()
    ):
        return _said_of_scale(ratios)
    lines = _fit(answered)
    if lines and _hit(answered, partial(_fitted, by=lines)):
        return "its answers are shifted: the picture is padded or cut on its way to the model"
    return "it points at random: the picture reaches it damaged, or it was not taught to point"


def _hit(shots: Sequence[Shot], way: Callable[[float, float], tuple[float, float]]) -> bool:
    return share([shot.hit(way) for shot in shots]) >= ENOUGH


def _ratio(shots: Sequence[Shot]) -> tuple[float, float]:
    """By how much the answers are too large, across and down."""
    across = median(shot.said[0] / shot.middle[0] for shot in shots if shot.said)
    down = median(shot.said[1] / shot.middle[1] for shot in shots if shot.said)
    return max(across, 1e-6), max(down, 1e-6)


def _said_of_scale(ratios: Mapping[tuple[int, int], tuple[float, float]]) -> str:
    flat = [ratio for by in ratios.values() for ratio in by]
    if max(flat) - min(flat) < 0.04 * max(flat):
        return f"its numbers are on another scale: they are {median(flat):.2f} times what they should be"
    per_pixel = [ratio / side for size, by in ratios.items() for ratio, side in zip(by, size, strict=True)]
    if max(per_pixel) - min(per_pixel) < 0.04 * max(per_pixel):
        return "its numbers are pixels of the picture, where shares of it were asked for"
    said = ", ".join(f"{by[0]:.2f} x {by[1]:.2f} at {size[0]} x {size[1]}" for size, by in sorted(ratios.items()))
    return f"its numbers are of a picture that was scaled once more on its way (double resize): {said}"


Line = tuple[float, float]  # y = a x + b


def _fit(shots: Sequence[Shot]) -> tuple[Line, Line] | None:
    """Lines from what was said to what was meant, across and down."""
    import numpy as np

    said = np.array([shot.said for shot in shots if shot.said])
    meant = np.array([shot.middle for shot in shots if shot.said])
    if len(said) < 4 or min(said.std(axis=0)) < 0.02:
        return None
    lines = [np.polyfit(said[:, axis], meant[:, axis], 1) for axis in (0, 1)]
    return (float(lines[0][0]), float(lines[0][1])), (float(lines[1][0]), float(lines[1][1]))


def _divided(x: float, y: float, by: tuple[float, float]) -> tuple[float, float]:
    return x / by[0], y / by[1]


def _fitted(x: float, y: float, by: tuple[Line, Line]) -> tuple[float, float]:
    return x * by[0][0] + by[0][1], y * by[1][0] + by[1][1]


def _ask(eye: Eye, picture: Picture, name: str) -> tuple[float, float] | None:
    """Where the model points, as shares of its own scale; None where it says "nowhere". Nonsense is the corner."""
    coordinates = eye.profile.coordinates
    assert coordinates is not None
    try:
        reply = eye.ask([picture], questions.locate(eye.profile, f"the {name} button"))
    except BadReply:
        return 0.0, 0.0
    said = numbers(reply.parsed, coordinates)
    if not said:
        return None
    x, y = ((said[0] + said[2]) / 2, (said[1] + said[3]) / 2) if len(said) == 4 else said
    return x / (coordinates.scale or picture.width), y / (coordinates.scale or picture.height)


def _shot(said: tuple[float, float] | None, box: BBox, size: tuple[int, int]) -> Shot:
    width, height = size
    return Shot(said, (box.x1 / width, box.y1 / height, box.x2 / width, box.y2 / height), size)


def _empty(picture: Picture) -> Picture:
    import numpy as np

    from perception.capture import Picture as Shown

    return Shown(np.full_like(picture.pixels, 247), "an empty page", "empty")
