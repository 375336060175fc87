"""Picture -> Screen: reads the text, finds the controls, and fuses both into elements with a role, a name and a box."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING

from perception.acting_text import find_acting
from perception.containers import adopt, find_containers
from perception.detect_regions import Region
from perception.draft import CHECK_ROLES, TEXT_HOLDERS, Draft, Shelf, drafts_shelf, text_height, within
from perception.icons import with_icons
from perception.ink import Ink, Pixels, blobs, colour_runs, measure, underlines, wide_gaps
from perception.labels import buttons_in_disguise, fields_in_disguise, tie_labels
from perception.overlay import block, find_overlay, name_title, without_sections
from perception.pictograms import (
    badges_in_fields,
    behind_controls,
    counters,
    demote_pictures,
    icons_in_columns,
    new_icons,
    part_icons,
    read_as_pictograms,
    roomy,
    spoken,
)
from perception.placing import crossed_out, cut_at_dots, cut_at_gaps, cut_at_signs, cut_by_colour, place
from perception.reading_order import reading_order
from perception.reread import Memory
from perception.scene import Scene
from perception.second_opinion import hear, missed_controls, missed_words, sightings_shelf
from perception.tables import Grid, build_table, find_grids
from perception.types import FIELD_ROLES, Detection, Element, Screen, TextLine

if TYPE_CHECKING:
    from perception.capture import Picture
    from perception.detect_learned import Sighting

_seen: Memory[tuple[tuple[Element, ...], tuple[TextLine, ...]]] = Memory(8)


def parse(picture: Picture) -> Screen:
    """The screen that a picture shows. Raises ImageError where text cannot be read or controls not be found.

    What this process has just seen is not looked at again: of a picture that changed, only the changes are read.
    """
    spans = dict.fromkeys(("ocr", "detector", "fuse"), 0.0)
    started = time.perf_counter()
    elements, lines = _seen.recall(picture.pixels, lambda: see(picture.pixels, spans))
    spans["total"] = time.perf_counter() - started
    return Screen(
        picture.width, picture.height, elements, source=picture.source, sha256=picture.sha256,
        took_ms={stage: round(1000 * seconds) for stage, seconds in spans.items()}, lines=lines,
    )  # fmt: skip


def see(pixels: Pixels, spans: dict[str, float]) -> tuple[tuple[Element, ...], tuple[TextLine, ...]]:
    """The elements and lines of a picture (H x W x 3 RGB); the seconds that each stage took are put into `spans`."""
    from perception.detect_learned import spot
    from perception.detector import look
    from perception.ocr import read_text
    from perception.text_models import workers

    started = time.perf_counter()
    lines = read_text(pixels)
    read = time.perf_counter()
    looking = workers().submit(look, pixels, lines)
    sightings = spot(pixels, lines)
    detections, regions = looking.result()
    detected = time.perf_counter()
    elements = fuse(pixels, lines, detections, regions, sightings)
    spans.update(ocr=read - started, detector=detected - read, fuse=time.perf_counter() - detected)
    return elements, tuple(lines)


def fuse(
    pixels: Pixels,
    lines: Sequence[TextLine],
    detections: Sequence[Detection],
    regions: Sequence[Region] = (),
    sightings: Sequence[Sighting] = (),
) -> tuple[Element, ...]:
    """Elements in reading order. `pixels` is RGB, H x W x 3, the picture that the rest is of.

    Every line's text is the text of exactly one element; rows, tables and lists have names only.
    """
    height, width = pixels.shape[:2]
    lines = list(dict.fromkeys(replace(line, box=within(line.box, width, height)) for line in lines))
    detections = [replace(found, box=within(found.box, width, height)) for found in detections]
    sightings = [replace(one, box=within(one.box, width, height)) for one in sightings]
    unit = text_height(lines)
    seen = sightings_shelf(sightings, unit)
    detections += missed_controls(sightings, detections, lines, unit)
    work = _placed(pixels, lines, detections, unit)
    overlay = find_overlay(regions, work.inks, pixels, unit)
    regions = without_sections(regions, overlay) if overlay else regions
    _recast(work)
    hear(seen, work.drafts)
    labels = tie_labels(work.drafts, work.free, work.inks, unit)
    work.free = cut_apart(pixels, work.free, work.inks, unit)
    boxes = [*(line.box for line in work.free), *(draft.box for draft in work.drafts)]
    grids, stacks = find_grids(regions, boxes, work.inks, unit)
    bands = [Region("row", band.box, (0, 0, 0), (0, 0, 0)) for stack in stacks for band in stack]
    scene = Scene(pixels, work.drafts, work.inks, unit, [*regions, *bands])
    plain = _acted_on(work, labels, grids, scene, seen)
    drafts = _written(work, plain, grids, scene)
    if overlay:
        name_title(drafts, overlay)
    containers = find_containers(drafts, regions, stacks, overlay, unit)
    adopt(containers, drafts)
    if overlay and overlay.covers:
        block([*drafts, *containers], overlay, pixels)
    return with_icons(pixels, numbered([*drafts, *containers], unit))


@dataclass
class _Work:
    """What the stages of the fusion hand on: `drafts` of elements, and the `free` lines that none of them holds."""

    pixels: Pixels
    unit: float
    drafts: list[Draft]
    free: list[TextLine]
    inks: dict[TextLine, Ink]


def _placed(pixels: Pixels, lines: Sequence[TextLine], detections: Sequence[Detection], unit: float) -> _Work:
    """Drafts of the detections with the lines in them; icons that were read as a part of a line become drafts, too."""
    drafts, free = place(lines, detections, unit)
    signs = drafts_shelf((d for d in drafts if d.role == "icon" or d.role in CHECK_ROLES), unit)
    parted = [part_icons(behind_controls(line, signs), pixels) for line in free]
    free = [line for line, _ in parted]
    drafts += new_icons([icon for _, icons in parted for icon in icons], drafts, unit)
    inks = {line: measure(pixels, line) for line in [*free, *(line for draft in drafts for line in draft.lines)]}
    return _Work(pixels, unit, drafts, free, inks)


def _recast(work: _Work) -> None:
    """Gives drafts the role that their shape and surroundings tell, and lines that are drawings to those."""
    drafts, inks, unit = work.drafts, work.inks, work.unit
    height, width = work.pixels.shape[:2]
    icons_in_columns(drafts, unit)
    work.free += crossed_out(drafts, inks, work.pixels)
    fields_in_disguise(drafts, inks, unit)
    buttons_in_disguise(drafts, unit)
    work.free += badges_in_fields(drafts, unit)
    demote_pictures(drafts, work.free, height, unit)
    work.free = counters(drafts, read_as_pictograms(drafts, work.free, unit))
    roomy(drafts, work.free, (width, height), unit)


def _acted_on(
    work: _Work, labels: set[TextLine], grids: Sequence[Grid], scene: Scene, seen: Shelf[Sighting]
) -> list[TextLine]:
    """Adds drafts of the words that are acted on; gives the lines that are left, which are labels or plain text."""
    tabular = [line for line in work.free if any(grid.box.contains(*line.box.centre) for grid in grids)]
    acting = find_acting([line for line in work.free if line not in labels], tabular, scene)
    hear(seen, acting)
    held = labels | {line for draft in acting for line in draft.lines}
    acting += missed_words(seen, [*work.drafts, *acting], [line for line in work.free if line not in held], scene)
    held = {line for draft in acting for line in draft.lines}
    work.drafts = [*work.drafts, *acting]
    return [line for line in work.free if line not in held]


def _written(work: _Work, plain: list[TextLine], grids: Sequence[Grid], scene: Scene) -> list[Draft]:
    """All drafts with their names, those of tables and of plain text among them."""
    drafts = work.drafts
    name_by_text(drafts, work.pixels)
    for grid in grids:
        built, used = build_table(grid, drafts, plain, scene)
        drafts = [*drafts, *built]
        plain = [line for line in plain if line not in used]
    return [*drafts, *(as_text(line, work.inks[line], work.inks, work.unit) for line in plain)]


def name_by_text(drafts: Sequence[Draft], pixels: Pixels) -> None:
    """What holds text is named by it; a field is named by its label."""
    for draft in drafts:
        if draft.role in TEXT_HOLDERS and draft.role not in FIELD_ROLES:
            draft.name = spoken(draft.lines, pixels)
        elif draft.role == "img":
            draft.name = draft.text


def cut_apart(pixels: Pixels, lines: Sequence[TextLine], inks: dict[TextLine, Ink], unit: float) -> list[TextLine]:
    """Lines, cut at links among their words and at signs that were not read; the pieces' inks are added."""
    parted: list[TextLine] = []
    for line in lines:
        pieces = cut_by_colour(line, colour_runs(pixels, line, inks[line]))
        if len(pieces) == 1:
            pieces = cut_at_dots(line)
        if len(pieces) == 1 and inks[line].chroma > 60:
            usual = 1.1 if line.text.isupper() else 0.75  # capitals are not as high as a line is
            wide = 0.5 if min(map(ord, line.text)) > 0x2E7F else usual * max(1.0, unit / line.box.height)
            pieces = cut_at_gaps(line, blobs(pixels, line, wide))
        if len(pieces) == 1 and inks[line].underlined:
            pieces = cut_at_gaps(line, underlines(pixels, line, inks[line]))
        if len(pieces) == 1 and line.box.y2 < 0.3 * pixels.shape[0]:
            pieces = cut_at_signs(line, wide_gaps(pixels, line)) if any(map(str.isupper, line.text[1:])) else pieces
        parted += pieces
        if len(pieces) > 1:
            inks.update({piece: measure(pixels, piece) for piece in pieces})
            inks.pop(line, None)
    return parted


def as_text(line: TextLine, ink: Ink, inks: Mapping[TextLine, Ink], unit: float) -> Draft:
    role = "heading" if _stands_out(line, ink, inks, unit) else "text"
    return Draft(role, line.box, line.confidence, lines=[line], name=line.text)


def _stands_out(line: TextLine, ink: Ink, inks: Mapping[TextLine, Ink], unit: float) -> bool:
    if len(line.text) < 2 or len(line.text) > 80 or not any(letter.isalpha() for letter in line.text):
        return False
    usual = median(other.stroke for other in inks.values())
    return line.box.height >= 1.45 * unit or (
        1.45 * usual <= ink.stroke < 0.4 * line.box.height and line.box.height >= 0.95 * unit
    )


def numbered(drafts: Sequence[Draft], unit: float) -> tuple[Element, ...]:
    """Ids in reading order, container by container, and parents by id."""
    inside: dict[int, list[Draft]] = {}
    for draft in drafts:
        inside.setdefault(id(draft.parent), []).append(draft)
    ordered: list[Draft] = []
    stack = _in_order(inside.get(id(None), []), unit)
    while stack:
        draft = stack.pop()
        ordered.append(draft)
        stack += _in_order(inside.get(id(draft), []), unit)
    ids = {id(draft): f"e{place}" for place, draft in enumerate(ordered, start=1)}
    return tuple(_element(draft, ids) for draft in ordered)


def _in_order(drafts: Sequence[Draft], unit: float) -> list[Draft]:
    """Last first, as a stack wants them."""
    return [drafts[index] for index in reversed(reading_order([draft.box for draft in drafts], unit))]


def _element(draft: Draft, ids: Mapping[int, str]) -> Element:
    return Element(
        id=ids[id(draft)], role="img" if draft.role == "icon" else draft.role, name=draft.name, box=draft.box,
        text=draft.text, state=draft.state, confidence=round(draft.confidence, 3),
        parent=ids[id(draft.parent)] if draft.parent is not None else None, interactive=draft.acts,
    )  # fmt: skip
