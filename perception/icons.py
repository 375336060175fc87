"""The icon reader: what an icon shows, of the concepts of icon_concepts.txt, or nothing where it is unsure.

A small network of our own (weights/icons.onnx, made by `perception.training.icons`) looks at each drawing's ink.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from perception.icon_concepts import concepts
from perception.icon_ink import Cut, cut
from perception.ink import Pixels
from perception.types import BBox, Element

if TYPE_CHECKING:
    import onnxruntime as ort

WEIGHTS = "weights/icons.onnx"
_BATCH = 32
_PRESSED = frozenset({"button", "link", "tab", "menuitem"})
_LONGEST, _SHORTEST = 180, 6  # pixels of a side: what is larger is a picture, what is smaller a speck
_SURER = 0.9  # than a single letter that was read
_SLIM = 2.4  # a box this much longer than high holds words that were not read
_LARGEST_BUTTON = 3.2  # usual heights of text: what is larger is an illustration
_SMALLEST = {"play": 11, "stop": 11}  # pixels: a smaller triangle opens a branch, a smaller square is a dot
_LETTERS = frozenset({"google"})  # in one colour it is a G, which is more often somebody's initial
# What such an icon does is done by a click on it, where it stands for itself.
_ACTIONS = frozenset(
    "add attach bell bookmark cart close copy cut delete download edit exit-fullscreen external-link eye eye-off "
    "filter fullscreen menu minus moon more-horizontal more-vertical paste play print redo refresh reply "
    "reply-all save send settings share sliders sun theme undo upload zoom-in zoom-out".split()
)


@dataclass(frozen=True)
class _Reader:
    session: ort.InferenceSession
    classes: tuple[str, ...]  # the first is "", the unknown
    temperature: float
    threshold: float


def name_icons(pixels: Pixels, boxes: Sequence[BBox]) -> list[tuple[str | None, float]]:
    """For each box of an RGB picture (H x W x 3): the concept's id and how sure, or (None, how sure at best)."""
    found: list[tuple[str | None, float]] = [(None, 0.0)] * len(boxes)
    cuts = [(at, one) for at, box in enumerate(boxes) if (one := cut(pixels, box)) is not None]
    for start in range(0, len(cuts), _BATCH):
        part = cuts[start : start + _BATCH]
        for (at, _), answer in zip(part, _read([one for _, one in part]), strict=True):
            found[at] = answer
    return found


def classes() -> tuple[str, ...]:
    """What the reader tells apart: "" for the unknown, and the concepts' ids."""
    return _reader().classes


def _read(cuts: Sequence[Cut]) -> list[tuple[str | None, float]]:
    reader = _reader()
    ink = np.stack([one.ink for one in cuts])[:, None]
    scores = np.asarray(reader.session.run(None, {"ink": ink})[0]) / reader.temperature
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    return [_answer(reader, row, one.size) for row, one in zip(shares, cuts, strict=True)]


def _answer(
    reader: _Reader, shares: np.ndarray[tuple[int], np.dtype[np.float32]], size: float
) -> tuple[str | None, float]:
    best = int(shares[1:].argmax()) + 1
    sure, concept = float(shares[best]), reader.classes[best]
    large = size >= _SMALLEST.get(concept, _SHORTEST)
    known = sure >= reader.threshold and large and concept not in _LETTERS
    return (concept if known else None), (0.0 if math.isnan(sure) else round(sure, 3))


@cache
def _reader() -> _Reader:
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    model = (files("perception") / WEIGHTS).read_bytes()
    session = ort.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    told = session.get_modelmeta().custom_metadata_map
    classes = tuple(json.loads(told["classes"]))
    return _Reader(session, classes, float(told["temperature"]), float(told["threshold"]))


def with_icons(pixels: Pixels, elements: Sequence[Element]) -> tuple[Element, ...]:
    """The elements, those that are icons alone with their concept; a control without words is called by it."""
    places = [at for at, element in enumerate(elements) if _is_icon(element)]
    named = list(elements)
    heights = [element.box.height for element in elements if element.text]
    unit = median(heights) if heights else 0
    for at, (concept, sure) in zip(places, name_icons(pixels, [elements[at].box for at in places]), strict=True):
        if concept is not None and not (concept == "more-horizontal" and _cuts_off(elements[at].box, elements)):
            icon = elements[at]
            small = max(icon.box.width, icon.box.height) <= _LARGEST_BUTTON * unit
            if icon.role == "img" and concept in _ACTIONS and small and _alone(icon, elements):
                icon = replace(icon, role="button", interactive=True)
            named[at] = _called(icon, concept, sure)
    return tuple(named)


def _alone(icon: Element, elements: Sequence[Element]) -> bool:
    """Whether no words follow it in its line or stand right below it, and no control holds it."""
    return not any(_goes_with(icon.box, other) for other in elements if other is not icon)


def _cuts_off(dots: BBox, elements: Sequence[Element]) -> bool:
    """Whether dots are the end of a text that has no room, not a sign beside it: close to it, and no wider than "…"."""
    return any(
        other.text and dots.width <= 1.3 * other.box.height and other.box.overlap_y(dots) >= 0.5 * dots.height
        and -2 <= dots.x1 - other.box.x2 <= 0.6 * other.box.height
        for other in elements
    )  # fmt: skip


def _goes_with(box: BBox, other: Element) -> bool:
    if other.interactive:
        return box.intersection(other.box) > 0
    if not other.text:
        return False
    level = other.box.overlap_y(box) > 0.5 * min(other.box.height, box.height)
    after = level and -box.width <= other.box.x1 - box.x2 <= 1.2 * box.height
    return after or (other.box.overlap_x(box) > 0 and -2 <= other.box.y1 - box.y2 <= 0.8 * box.height)


def _is_icon(element: Element) -> bool:
    """Whether nothing is written on it but, at most, a sign that may have been read from its drawing."""
    long, short = max(element.box.width, element.box.height), min(element.box.width, element.box.height)
    if short < _SHORTEST or long > _LONGEST or long > _SLIM * short:
        return False
    if element.role == "img":
        return not element.name
    sign = len(element.text) == 1 and element.text.isascii() and not element.text.isdigit()
    return element.role in _PRESSED and (sign or not (element.name or element.text))


def _called(element: Element, concept: str, sure: float) -> Element:
    cross = element.text in ("x", "X") and concept == "close" and element.role == "button"
    letter = cross or (len(element.text) == 1 and element.text.isalpha() and element.text not in "xX")
    if element.role in _PRESSED and letter and element.name == element.text and sure >= _SURER:
        element = replace(element, name="", text="")  # a bell that was read as a "D", a cross as an "X"
    name = concepts()[concept].name if element.role in _PRESSED and not element.name else element.name
    return replace(element, icon=concept, name=name, confidence=round(min(element.confidence, sure), 3))
