"""A reply that nothing constrained -> the document that its question asked for, or a BadReply that says why not.

What is mended: a fence or prose around it, an object where a list of one was asked for, a number written as a float or
a string, a text that is too long, a field that was not asked for, a place in another habit of writing. Nothing that
was not said is added: where a field is missing, or two places stand where one was asked for, the reply is bad.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from perception.vlm import schemas
from perception.vlm.loose_json import values
from perception.vlm.profiles import Coordinates, Profile
from perception.vlm.replies import PARSERS, Said, Spot, refusal_in, without_thoughts, words_of
from perception.vlm.types import BadReply, Question, Schema


def document(text: str, question: Question, profile: Profile) -> Any:
    """The document of the question's schema; None where it asks for free text. Raises BadReply."""
    if question.schema is None:
        return None
    if question.name == "locate" and profile.coordinates:
        return _location(text, profile.parser, profile.coordinates)
    said = without_thoughts(text)
    for found in values(said):
        fitting = fitted(found.value, question.schema)
        if not found.loose and next(schemas.faults(fitting, question.schema), None) is None:
            return fitting
    return _in_words(said, question)


def fitted(value: Any, schema: Schema) -> Any:
    """The value brought nearer to the schema, by nothing but leaving out and writing otherwise."""
    kinds = schema.get("type")
    forms = (
        schema.get("anyOf")
        or schema.get("oneOf")
        or ([{**schema, "type": kind} for kind in kinds or ()] if isinstance(kinds, list) else ())
    )
    for one in forms:
        near = fitted(value, one)
        if next(schemas.faults(near, one), None) is None:
            return near
    match kinds:
        case "object" if isinstance(value, dict):
            return _fitted_record(value, schema)
        case "array":
            items = value if isinstance(value, (list, tuple)) else [value] if isinstance(value, dict) else None
            if items is None:
                return value
            return [fitted(item, schema["items"]) for item in items]
        case "integer" | "number":
            return _fitted_number(value, schema["type"] == "integer")
        case "string" if isinstance(value, (str, int, float)) and not isinstance(value, bool):
            return str(value)[: schema.get("maxLength")]
        case _:
            return value


def _fitted_record(value: Mapping[Any, Any], schema: Schema) -> dict[str, Any]:
    properties = schema.get("properties", {})
    closed = schema.get("additionalProperties") is False
    return {
        str(name): fitted(item, properties[name]) if name in properties else item
        for name, item in value.items()
        if name in properties or not closed
    }


def _fitted_number(value: Any, whole: bool) -> Any:
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return value
    if isinstance(value, float) and whole and abs(value) < 1e9:
        return round(value)
    return value


def _location(text: str, parser: str, coordinates: Coordinates) -> Any:
    """A place in whatever form it was written, put into the profile's own form."""
    said: Said = PARSERS[parser](text)
    if said.fault:
        raise BadReply(said.fault, text)
    if len(said.spots) > 1:
        raise BadReply(f"the answer names {len(said.spots)} places where one was asked for", text)
    if said.cut:
        raise BadReply("the answer broke off, so that more places may have been meant", text)
    numbers = _corners(said.spots[0]) if said.spots else None
    if numbers is None:
        return _nowhere(coordinates)
    made = _somewhere(numbers, coordinates)
    if fault := next(schemas.faults(made, schemas.location(coordinates)), None):
        raise BadReply(f"the place that the answer names lies outside of the picture: {fault}", text)
    return made


def _corners(spot: Spot) -> tuple[float, ...]:
    if spot.form != "xywh":
        return spot.numbers
    x, y, width, height = spot.numbers
    return x, y, x + width, y + height


def _nowhere(coordinates: Coordinates) -> Any:
    match coordinates.form:
        case "boxes" | "points":
            return []
        case "pair":
            return [-1, -1]
        case "coordinate":
            return {"coordinate": [-1, -1]}
        case "call":
            return {"name": "computer_use", "arguments": {"action": "terminate", "status": "failure"}}


def _somewhere(numbers: tuple[float, ...], coordinates: Coordinates) -> Any:
    """A point where a box is asked for becomes the least box around it; a box where a point is, its middle."""
    if coordinates.form == "boxes":
        x1, y1, x2, y2 = numbers if len(numbers) == 4 else (*numbers, *numbers)
        grown = 1 if len(numbers) == 2 else 0
        low, most = 0, coordinates.scale or 10**9
        sides = (max(low, x1 - grown), max(low, y1 - grown), min(most, x2 + grown), min(most, y2 + grown))
        return [{"bbox_2d": [round(side) for side in (sides if grown else (x1, y1, x2, y2))]}]
    x, y = numbers if len(numbers) == 2 else ((numbers[0] + numbers[2]) / 2, (numbers[1] + numbers[3]) / 2)
    point = [round(x), round(y)]
    match coordinates.form:
        case "points":
            return [{"point_2d": point}]
        case "pair":
            return point
        case "coordinate":
            return {"coordinate": point}
        case _:
            return {"name": "computer_use", "arguments": {"action": "left_click", "coordinate": point}}


def _in_words(said: str, question: Question) -> Any:
    """Plain words where words were asked for: an answer, a reading, a concept, or that there is nothing."""
    words = words_of(said)
    refused = refusal_in(words)
    match question.name:
        case "ask" if question.schema == schemas.answer() and words and not words.lstrip().startswith(("{", "[")):
            return {"found": not refused, "answer": words[: schemas.PASSAGE]}
        case "read" if words and not words.lstrip().startswith(("{", "[")):
            return {"text": words[: schemas.PASSAGE]}
        case "boxes" | "parse" if refused:
            return []
        case "icon" if (concept := _concept(words, question.schema)) is not None:
            return {"concept": concept}
    raise BadReply("the answer is not of the form that was asked for", said)


def _concept(words: str, schema: Schema | None) -> str | None:
    known = (schema or {}).get("properties", {}).get("concept", {}).get("enum", ())
    wanted = words.strip(" .\"'`*\n").casefold()
    return next((concept for concept in known if concept.casefold() == wanted), None)
