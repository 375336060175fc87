"""Picture -> Screen: reads the text, finds the controls, and fuses both into elements with a role, a name and a box."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING

from perception.acting_text import Scene, find_acting
from perception.draft import CHECK_ROLES, TEXT_HOLDERS, Draft, text_height
from perception.ink import Ink, Pixels, measure
from perception.labels import tie_labels
from perception.placing import place
from perception.reading_order import reading_order
from perception.types import FIELD_ROLES, Detection, Element, Screen, TextLine

if TYPE_CHECKING:
    from perception.capture import Picture


def parse(picture: Picture) -> Screen:
    """The screen that a picture shows. Raises ImageError where text cannot be read or controls not be found."""
    from perception.detector import detect
    from perception.ocr import read_text

    started = time.perf_counter()
    lines = read_text(picture.pixels)
    read = time.perf_counter()
    detections = detect(picture.pixels, lines)
    detected = time.perf_counter()
    elements = fuse(picture.pixels, lines, detections)
    fused = time.perf_counter()
    spans = {"ocr": read - started, "detector": detected - read, "fuse": fused - detected, "total": fused - started}
    return Screen(
        picture.width, picture.height, elements, source=picture.source, sha256=picture.sha256,
        took_ms={stage: round(1000 * seconds) for stage, seconds in spans.items()},
    )  # fmt: skip


def fuse(pixels: Pixels, lines: Sequence[TextLine], detections: Sequence[Detection]) -> tuple[Element, ...]:
    """Elements in reading order. `pixels` is RGB, H x W x 3, the picture that lines and detections are of.

    Every line's text is in exactly one element that is no table, row, list or other container.
    """
    unit = text_height(lines)
    drafts, free = place(lines, detections)
    drafts, free = read_as_pictograms(drafts, free, unit)
    inks = {line: measure(pixels, line) for line in [*free, *(line for draft in drafts for line in draft.lines)]}
    scene = Scene(pixels, drafts, inks, unit)
    acting = find_acting(free, (), scene)
    held = {id(line) for draft in acting for line in draft.lines}
    plain = [line for line in free if id(line) not in held]
    tie_labels(drafts, plain, inks, unit)
    for draft in drafts:
        name_by_text(draft, unit)
    drafts = [*drafts, *acting, *(as_text(line, inks[line], inks, unit) for line in plain)]
    return numbered(drafts, unit)


def read_as_pictograms(
    drafts: Sequence[Draft], free: Sequence[TextLine], unit: float
) -> tuple[list[Draft], list[TextLine]]:
    """Gives a pictogram the "letter" that was read from it, so that it is not told twice."""
    pictograms = sorted(
        (d for d in drafts if d.role in ("icon", "img") or d.role in CHECK_ROLES), key=lambda d: d.box.y1
    )
    left: list[TextLine] = []
    for line in free:
        owner = None
        if len(line.text.replace(" ", "")) <= 3:
            owner = next((d for d in pictograms if _same_place(d, line, unit)), None)
        if owner is None:
            left.append(line)
        else:
            owner.lines.append(line)
    return list(drafts), left


def _same_place(draft: Draft, line: TextLine, unit: float) -> bool:
    if draft.box.height > 3 * unit:
        return False
    return line.box.inside(draft.box) > 0.6 and (draft.box.inside(line.box) > 0.3 or draft.role in CHECK_ROLES)


def name_by_text(draft: Draft, unit: float) -> None:
    """A button, link, tab is named by its text; letters read from the pictogram beside it are left out."""
    if draft.role in FIELD_ROLES or draft.role in CHECK_ROLES or draft.role not in TEXT_HOLDERS:
        return
    telling = [line for line in draft.lines if len(line.text) > 1 or line.text.isdigit()] or draft.lines
    draft.name = replace_lines(draft, telling).text


def replace_lines(draft: Draft, lines: Sequence[TextLine]) -> Draft:
    return replace(draft, lines=list(lines))


def as_text(line: TextLine, ink: Ink, inks: Mapping[TextLine, Ink], unit: float) -> Draft:
    role = "heading" if _stands_out(line, ink, inks, unit) else "text"
    return Draft(role, line.box, line.confidence, lines=[line], name=line.text)


def _stands_out(line: TextLine, ink: Ink, inks: Mapping[TextLine, Ink], unit: float) -> bool:
    if len(line.text) < 2 or len(line.text) > 80 or not any(letter.isalpha() for letter in line.text):
        return False
    usual = median(other.stroke for other in inks.values())
    return line.box.height >= 1.45 * unit or (ink.stroke >= 1.45 * usual and line.box.height >= 0.95 * unit)


def numbered(drafts: Sequence[Draft], unit: float) -> tuple[Element, ...]:
    """Ids in reading order, and parents by id."""
    order = reading_order([draft.box for draft in drafts], unit)
    ids = {id(drafts[index]): f"e{place}" for place, index in enumerate(order, start=1)}
    return tuple(_element(drafts[index], ids) for index in order)


def _element(draft: Draft, ids: Mapping[int, str]) -> Element:
    return Element(
        id=ids[id(draft)], role="img" if draft.role == "icon" else draft.role, name=draft.name, box=draft.box,
        text=draft.text, state=draft.state, confidence=round(draft.confidence, 3),
        parent=ids[id(draft.parent)] if draft.parent is not None else None, interactive=draft.acts,
    )  # fmt: skip
