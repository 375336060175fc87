"""A model's own coordinates -> pixels of the picture that was asked about: one function, for every model.

A processor rounds each side of a picture to its patch on its own and pads nothing, so a coordinate is a share of the
picture's width or height, whatever size the model saw.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from perception.types import BBox
from perception.vlm.profiles import Coordinates


def pixels(values: Sequence[float], coordinates: Coordinates, width: int, height: int) -> BBox | None:
    """Two numbers (a point, which gives a box of one pixel) or four (a box) -> a box within the picture.

    None where they lie outside of it or are turned round: such numbers are no place.
    """
    sides = (width, height) * (len(values) // 2)
    if len(values) not in (2, 4) or any(value < 0 for value in values):
        return None
    if any(value > (coordinates.scale or side) for value, side in zip(values, sides, strict=True)):
        return None
    places = [value * side / (coordinates.scale or side) for value, side in zip(values, sides, strict=True)]
    if len(places) == 2:
        x, y = (min(int(place), side - 1) for place, side in zip(places, sides, strict=True))
        return BBox(x, y, x + 1, y + 1)
    x1, y1, x2, y2 = (round(place) for place in places)
    return BBox(x1, y1, x2, y2) if x1 < x2 and y1 < y2 else None


def own(box: BBox, coordinates: Coordinates, width: int, height: int) -> list[int]:
    """The inverse: a box of pixels as a model would write it, as a box or as the point in its middle."""
    values = tuple(box) if coordinates.is_box else box.centre
    sides = (width, height) * (len(values) // 2)
    return [round(value * (coordinates.scale or side) / side) for value, side in zip(values, sides, strict=True)]


def place(document: Any, coordinates: Coordinates, width: int, height: int) -> BBox | None:
    """The place that a document of the form `schemas.location` names; None where it says "nowhere".

    The document is valid against that form. Of a place outside the picture there is none either.
    """
    values = numbers(document, coordinates)
    return pixels(values, coordinates, width, height) if values else None


def numbers(document: Any, coordinates: Coordinates) -> Sequence[float]:
    """The numbers of such a document as the model wrote them, two or four; none where it says "nowhere"."""
    match coordinates.form:
        case "boxes" | "points":
            values = next(iter(document[0].values())) if document else ()
        case "pair":
            values = document
        case "coordinate":
            values = document["coordinate"]
        case "call":
            values = document["arguments"].get("coordinate", ())
    return values if values and min(values) >= 0 else ()
