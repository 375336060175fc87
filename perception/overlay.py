"""A dialog over a page that is dimmed: where it is, and what lies under it and cannot be reached until it is closed.

A scrim lets only a part of the light through. So everything around the dialog stays darker than the brightest in it,
and the page goes on behind it: its lines and edges run into the dialog's sides. A card on a dark page has none of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from perception.detect_regions import Region
from perception.draft import Draft
from perception.ink import Ink, Pixels, luminance
from perception.types import BBox, TextLine

Light = NDArray[np.uint8]  # H x W: the brightest channel of each pixel
DIM = 0.8  # of the brightest inside, what is outside has at most so much
_SIDE = 3  # levels by which a dialog differs from what is beside it
_LINE = 3  # levels that are left of a pale line under a scrim
_LARGEST = 0.75  # of the picture
_SAMPLED = 5  # pixels: one of so many in a row is looked at, where only the brightness of areas is asked for
_SECTIONS = 3  # that a dialog may be parted into: its head, its body and its foot
_WIDEST = 0.6  # of the picture, for what is as high as it is: a drawer


@dataclass(frozen=True, slots=True)
class Overlay:
    """`box` is the dialog's. What is brighter than `limit` (0 to 255) cannot lie under its scrim; `covers` says whether
    the page was seen to go on behind it."""

    box: BBox
    limit: float
    covers: bool

    def is_parted_into(self, boxes: Sequence[BBox]) -> bool:
        """Whether these few boxes are as wide as the dialog and lie in it: its head, its body, its foot."""
        wide = all(box.width > 0.97 * self.box.width and box.inside(self.box) > 0.9 for box in boxes)
        return wide and len(boxes) <= _SECTIONS


def find_overlay(
    regions: Sequence[Region], inks: Mapping[TextLine, Ink], pixels: Pixels, unit: float
) -> Overlay | None:
    """The dialog, drawer or sheet over a dimmed page, if one is open."""
    height, width = pixels.shape[:2]
    sample: Light = pixels[::_SAMPLED, ::_SAMPLED].max(axis=2)
    found = None
    bright = sample > DIM * 255
    tried: set[tuple[int, ...]] = set()
    for region in sorted(regions, key=lambda r: -r.box.area):
        box = region.box
        if region.kind == "rule" or box.height < 4 * unit or box.width < 10 * unit or not _fits(box, width, height):
            continue
        if box.width < 0.97 * width and _bright_around(box, bright):  # a sheet's other parts are bright, too
            continue
        box = _grown(box, pixels, unit)
        if tuple(box) in tried or not _fits(box, width, height):
            continue
        tried.add(tuple(box))
        limit = _limit(box, inks, sample)
        if limit is None:
            continue
        if _crossed(box, pixels, unit) or (_is_sheet(box, width, height) and _greyed(box, inks)):
            return Overlay(box, limit, True)
        away = 0.03 * width < box.x1 and box.x2 < 0.97 * width and box.y1 > 4
        if found is None and away and abs(box.centre[0] - width / 2) < 0.2 * width:
            found = Overlay(box, limit, False)
    return found


def block(drafts: Iterable[Draft], overlay: Overlay, pixels: Pixels) -> None:
    """Marks what lies under the scrim; what is too bright for that (a message above all) is left out."""
    light: Light = np.maximum(np.maximum(pixels[..., 0], pixels[..., 1]), pixels[..., 2])
    top = overlay.box.grow(2)
    light[max(0, top.y1) : top.y2, max(0, top.x1) : top.x2] = 0
    for draft in drafts:
        box = draft.box
        crop = light[box.y1 : box.y2, box.x1 : box.x2]
        if box.inside(overlay.box) <= 0.5 and crop.size and np.percentile(crop, 99) <= overlay.limit:
            draft.state = replace(draft.state, blocked=True)


def name_title(drafts: Iterable[Draft], overlay: Overlay) -> None:
    """A dialog's head, all as wide as it is, is no button however it is framed: it is a heading."""
    for draft in drafts:
        top = abs(draft.box.y1 - overlay.box.y1) < 0.5 * draft.box.height
        if draft.lines and draft.acts and top and draft.box.inside(overlay.box) > 0.9:
            draft.role = "heading" if draft.box.width > 0.97 * overlay.box.width else draft.role


def without_sections(regions: Sequence[Region], overlay: Overlay) -> list[Region]:
    """The regions without a dialog's head, body and foot: they are no rows of a list."""
    wide = [region for region in regions if region.kind in ("row", "cell") and overlay.is_parted_into([region.box])]
    return [region for region in regions if len(wide) > _SECTIONS or region not in wide]


def _fits(box: BBox, width: int, height: int) -> bool:
    whole = box.height >= 0.95 * height
    return box.area <= _LARGEST * width * height and not (whole and box.width > _WIDEST * width)


def _bright_around(box: BBox, bright: NDArray[np.bool_]) -> bool:
    """Whether a good part of what is around a box is so bright that no scrim lies over it: it costs next to nothing."""
    held = bright[-(-box.y1 // _SAMPLED) : box.y2 // _SAMPLED, -(-box.x1 // _SAMPLED) : box.x2 // _SAMPLED]
    lit = np.count_nonzero(bright) - np.count_nonzero(held)
    return bool(lit > 0.2 * (bright.size - held.size))


def _limit(box: BBox, inks: Mapping[TextLine, Ink], sample: Light) -> float | None:
    """Half way between the brightest under the scrim and in the dialog; None where nothing is dimmed.

    `sample` is every fifth pixel's light.
    """
    within, around = list[int](), list[int]()
    for line, ink in inks.items():
        (within if line.box.inside(box) > 0.5 else around).append(max(*ink.colour, *ink.paper))
    if not within or not around:
        return None
    inside = np.zeros(sample.shape, np.bool_)
    step = _SAMPLED
    inside[-(-box.y1 // step) : box.y2 // step, -(-box.x1 // step) : box.x2 // step] = True
    if not inside.any() or inside.all():
        return None
    bright = max(float(max(within)), float(np.percentile(sample[inside], 90)))
    dim = max(float(np.percentile(around, 80)), float(np.percentile(sample[~inside], 90)))
    return (bright + dim) / 2 if dim <= DIM * bright else None


def _grown(box: BBox, pixels: Pixels, unit: float) -> BBox:
    """The box with the header and footer, or the panes, that rules part from it: its sides run on along them."""
    top, bottom = _run_on(pixels, box.x1, box.x2, box.y1, box.y2, unit)
    left, right = _run_on(pixels.swapaxes(0, 1), top, bottom, box.x1, box.x2, unit)
    return BBox(left, top, right, bottom)


def _run_on(pixels: Pixels, near: int, far: int, first: int, last: int, unit: float) -> tuple[int, int]:
    """How far up and down both sides, at columns `near` and `far`, go on from rows `first` to `last`.

    What reaches from side to side of the picture goes on as far as it is as bright.
    """
    size = pixels.shape[1]
    sides = []
    for outer, inner in ((near - 3, near + 2), (far + 2, far - 3)):
        if 0 <= outer < size and 0 <= inner < size:
            apart = np.abs(pixels[:, outer].astype(np.int16) - pixels[:, inner])
            sides.append(apart.max(axis=1) > _SIDE)
    if sides:
        edge = np.logical_and.reduce(sides)
    else:
        rows = np.median(pixels[:, ::4].max(axis=2), axis=1)
        edge = rows > DIM * float(np.median(rows[first:last]))
    slack = max(3, round(0.8 * unit))  # a rule's rows, and rounded corners
    return first - _reach(edge[:first][::-1], slack), last + _reach(edge[last:], slack)


def _reach(edge: NDArray[np.bool_], slack: int) -> int:
    """How many rows on an edge goes, where no gap is longer than `slack`."""
    on = np.flatnonzero(edge)
    if not len(on) or on[0] > slack:
        return 0
    gaps = np.flatnonzero(np.diff(on) > slack)
    return int(on[gaps[0]] if len(gaps) else on[-1]) + 1


def _is_sheet(box: BBox, width: int, height: int) -> bool:
    """Whether it reaches from side to side, at the picture's end."""
    return box.x1 <= 2 and box.x2 >= width - 2 and box.y2 >= height - 2


def _greyed(box: BBox, inks: Mapping[TextLine, Ink]) -> bool:
    """Whether what is around is written dark on a middle grey, as a white page is under a scrim."""
    around = [ink for line, ink in inks.items() if line.box.inside(box) <= 0.5]
    grey = [ink for ink in around if not ink.on_dark and 80 <= luminance(ink.paper) <= 205]
    return len(around) >= 4 and len(grey) >= 0.6 * len(around)


def _crossed(box: BBox, pixels: Pixels, unit: float) -> bool:
    """Whether things run into two places of the dialog's sides, or more."""
    height, width = pixels.shape[:2]
    near, far = max(2, round(0.2 * unit)), max(6, round(0.8 * unit))
    inset_y, inset_x = box.height // 12, box.width // 12
    tall, wide = slice(box.y1 + inset_y, box.y2 - inset_y), slice(box.x1 + inset_x, box.x2 - inset_x)
    strips = []
    if box.x1 > far:
        strips.append(pixels[tall, box.x1 - far : box.x1 - near])
    if box.x2 + far < width:
        strips.append(pixels[tall, box.x2 + near : box.x2 + far])
    if box.y1 > far:
        strips.append(pixels[box.y1 - far : box.y1 - near, wide].swapaxes(0, 1))
    if box.y2 + far < height:
        strips.append(pixels[box.y2 + near : box.y2 + far, wide].swapaxes(0, 1))
    return sum(_edges_across(strip) for strip in strips) >= 2


def _edges_across(strip: Pixels) -> int:
    """How many edges run from one side of a strip to the other (rows along the dialog, columns away from it)."""
    if len(strip) < 12:
        return 0
    apart = np.abs(strip[4:].astype(np.int16) - strip[:-4]).max(axis=2) > _LINE
    rows = np.flatnonzero(apart.mean(axis=1) > 0.7)
    return int(len(rows) > 0) + int(np.count_nonzero(np.diff(rows) > 8))
