"""The forms of answers, as JSON schemas: every string and list has a maximum, so that any model comes to an end.

A refusal is part of each form: no box, [-1, -1], `found: false`, an entry under `unresolved`, the concept "none".
The schemas keep to what llguidance and the servers' constrained decoding share: no formats, no patterns.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from perception.vlm.profiles import Coordinates
from perception.vlm.types import Schema, VlmError

LABEL, SENTENCE, PASSAGE = 60, 160, 600  # characters
BOXES, STEPS, UNRESOLVED, CHANGES = 60, 16, 8, 16
ACTS = ("click", "check", "uncheck", "hover")
WRITES = ("fill", "select", "press")
ROLES = (
    "button link textbox searchbox combobox checkbox radio switch slider tab menuitem img heading text other".split()
)
_MOST = 16  # of a given schema's lists without a maximum


def text(most: int) -> Schema:
    return {"type": "string", "maxLength": most}


def record(**properties: Schema) -> Schema:
    """An object that has exactly these properties, in this order."""
    required = list(properties)
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def listed(items: Schema, most: int) -> Schema:
    return {"type": "array", "items": items, "maxItems": most}


def number(least: int, most: int) -> Schema:
    return {"type": "integer", "minimum": least, "maximum": most}


def numbers(count: int, scale: int) -> Schema:
    return {"type": "array", "items": number(0, scale), "minItems": count, "maxItems": count}


def location(coordinates: Coordinates, pixels: int = 100_000) -> Schema:
    """Where one thing is, or that it is nowhere, in the form that a model was taught."""
    scale = coordinates.scale or pixels
    nowhere = {"const": [-1, -1]}
    somewhere = {"anyOf": [numbers(2, scale), nowhere]}
    match coordinates.form:
        case "boxes":
            return listed(record(bbox_2d=numbers(4, scale)), 1)
        case "points":
            return listed(record(point_2d=numbers(2, scale)), 1)
        case "pair":
            return somewhere
        case "coordinate":
            return record(coordinate=somewhere)
        case "call":
            click = record(action={"const": "left_click"}, coordinate=numbers(2, scale))
            give_up = record(action={"const": "terminate"}, status={"const": "failure"})
            return record(name={"const": "computer_use"}, arguments={"anyOf": [click, give_up]})


def boxes(scale: int, most: int = BOXES) -> Schema:
    return listed(record(bbox_2d=numbers(4, scale), label=text(LABEL)), most)


def elements(scale: int, most: int = BOXES) -> Schema:
    return listed(record(bbox_2d=numbers(4, scale), role={"enum": list(ROLES)}, label=text(LABEL)), most)


def plan(*, marks: int = 0, scale: int | None = None, most: int = STEPS) -> Schema:
    """Steps over numbered marks (1 to `marks`), or over boxes from 0 to `scale`; and what of the goal is not there."""
    targets = {"mark": number(1, marks)} if marks else {"bbox_2d": numbers(4, scale or 1000), "label": text(LABEL)}
    acts = record(kind={"enum": list(ACTS)}, **targets, why=text(SENTENCE))
    writes = record(kind={"enum": list(WRITES)}, **targets, value=text(SENTENCE), why=text(SENTENCE))
    missing = record(clause=text(SENTENCE), reason=text(SENTENCE))
    return record(steps=listed({"anyOf": [acts, writes]}, most), unresolved=listed(missing, UNRESOLVED))


def answer() -> Schema:
    return record(found={"type": "boolean"}, answer=text(PASSAGE))


def reading(most: int = PASSAGE) -> Schema:
    return record(text=text(most))


def icon(concepts: Sequence[str]) -> Schema:
    return record(concept={"enum": [*concepts, "none"]})


def comparison(scale: int | None) -> Schema:
    """What differs; with boxes on the second picture where the model can point (`scale`)."""
    where = {"bbox_2d": numbers(4, scale)} if scale else {}
    change = record(kind={"enum": ["added", "removed", "moved", "changed"]}, **where, what=text(SENTENCE))
    return record(same={"type": "boolean"}, changes=listed(change, CHANGES))


def bounded(schema: Schema) -> Schema:
    """A user's schema with a maximum on every string, list and number that has none, and no unnamed properties.

    What it refers to (`#/$defs/...`) is put in its place. Raises VlmError where it refers to itself or to nothing.
    """
    known: Schema = _bounded(schema, schema, ())
    return known


def _bounded(value: Any, root: Schema, within: tuple[str, ...]) -> Any:
    if isinstance(value, list):
        return [_bounded(item, root, within) for item in value]
    if not isinstance(value, Mapping):
        return value
    if isinstance(value.get("$ref"), str):
        if value["$ref"] in within:
            raise VlmError(f"the schema refers to itself ({value['$ref']}): say how deep an answer may go")
        return _bounded(_referred(root, value["$ref"]), root, (*within, value["$ref"]))
    known = {name: _bounded(item, root, within) for name, item in value.items() if name not in ("$defs", "definitions")}
    if "enum" not in known and "const" not in known:
        for kind in _kinds(known):
            known = {**_LIMITS.get(kind, {}), **known}
    if "maxItems" in known:
        known["maxItems"] = max(int(known["maxItems"]), int(known.get("minItems", 0)))
    return known


_WIDE = {"minimum": -1_000_000_000, "maximum": 1_000_000_000}
_LIMITS: Mapping[str, Schema] = {
    "string": {"maxLength": PASSAGE}, "array": {"maxItems": _MOST, "items": {"type": "string", "maxLength": SENTENCE}},
    "object": {"additionalProperties": False, "properties": {}}, "integer": _WIDE,
    "number": {**_WIDE, "multipleOf": 0.0001},
}  # fmt: skip


def _referred(root: Schema, reference: str) -> Any:
    found: Any = root
    for part in reference.removeprefix("#/").split("/"):
        found = found.get(part) if isinstance(found, Mapping) else None
    if not reference.startswith("#/") or found is None:
        raise VlmError(f"the schema refers to {reference}, which it does not hold")
    return found


def _kinds(schema: Schema) -> list[str]:
    kinds = schema.get("type", [])
    return [kinds] if isinstance(kinds, str) else list(kinds)


def faults(document: Any, schema: Schema, path: str = "") -> Iterator[str]:
    """What of a document does not fit a schema of the kind above, each with its path."""
    forms = schema.get("anyOf") or schema.get("oneOf")
    if forms:
        if not any(next(faults(document, one), None) is None for one in forms):
            yield f"{path or 'the answer'} fits none of its forms"
    elif "const" in schema or "enum" in schema:
        if document not in schema.get("enum", [schema.get("const")]):
            yield f"{path or 'the answer'} is none of its values"
    elif kinds := _kinds(schema):
        found = [list(_CHECKS[kind](document, schema, path)) for kind in kinds]
        if all(found):
            yield from found[0]


def _of_record(document: Any, schema: Schema, path: str) -> Iterator[str]:
    if not isinstance(document, dict):
        yield f"{path or 'the answer'} is no object"
        return
    properties = schema.get("properties", {})
    yield from (f"{path}.{name} is missing" for name in schema.get("required", ()) if name not in document)
    for name, value in document.items():
        if name in properties:
            yield from faults(value, properties[name], f"{path}.{name}")
        elif schema.get("additionalProperties") is False:
            yield f"{path}.{name} was not asked for"


def _of_list(document: Any, schema: Schema, path: str) -> Iterator[str]:
    if not isinstance(document, list):
        yield f"{path or 'the answer'} is no list"
        return
    if not schema.get("minItems", 0) <= len(document) <= schema.get("maxItems", len(document)):
        yield f"{path or 'the answer'} has {len(document)} items"
    for place, item in enumerate(document):
        yield from faults(item, schema["items"], f"{path}[{place}]")


def _of_text(document: Any, schema: Schema, path: str) -> Iterator[str]:
    if not isinstance(document, str) or len(document) > schema.get("maxLength", len(document)):
        yield f"{path or 'the answer'} is no text of at most {schema.get('maxLength')} characters"


def _of_number(document: Any, schema: Schema, path: str) -> Iterator[str]:
    numeric = isinstance(document, (int, float)) and not isinstance(document, bool)
    if not numeric or not schema.get("minimum", document) <= document <= schema.get("maximum", document):
        yield f"{path or 'the answer'} is no number from {schema.get('minimum')} to {schema.get('maximum')}"


def _of_whole(document: Any, schema: Schema, path: str) -> Iterator[str]:
    if isinstance(document, float):
        yield f"{path or 'the answer'} is no whole number"
    else:
        yield from _of_number(document, schema, path)


def _of_switch(document: Any, schema: Schema, path: str) -> Iterator[str]:
    if not isinstance(document, bool):
        yield f"{path or 'the answer'} is neither true nor false"


def _of_nothing(document: Any, schema: Schema, path: str) -> Iterator[str]:
    if document is not None:
        yield f"{path or 'the answer'} is not null"


_CHECKS = {
    "object": _of_record, "array": _of_list, "string": _of_text, "integer": _of_whole, "number": _of_number,
    "boolean": _of_switch, "null": _of_nothing,
}  # fmt: skip


def most_tokens(schema: Schema, spaced: bool = False) -> int:
    """No answer of this form has more tokens: a letter counts as four (its bytes), other signs as one each."""
    forms = schema.get("anyOf") or schema.get("oneOf")
    if forms:
        return max(most_tokens(one, spaced) for one in forms)
    if "const" in schema or "enum" in schema:
        return max(len(json.dumps(value)) for value in schema.get("enum", [schema.get("const")])) + 2
    return max((_most_of(kind, schema, spaced) for kind in _kinds(schema)), default=PASSAGE)


def _most_of(kind: str, schema: Schema, spaced: bool) -> int:
    comma = 2 if spaced else 1
    match kind:
        case "object":
            parts = schema["properties"].items()
            return 2 + sum(len(name) + 2 + comma * 2 + most_tokens(value, spaced) for name, value in parts)
        case "array":
            return 2 + int(schema["maxItems"]) * (comma + most_tokens(schema["items"], spaced))
        case "string":
            return 2 + 4 * int(schema["maxLength"])
        case "integer" | "number":
            return 2 + max(len(str(schema[end])) for end in ("minimum", "maximum")) + 5 * (kind == "number")
        case _:
            return 5
