"""What was seen when a plan's steps were recorded, in a file beside the plan: plan.json and plan.evidence.json.

For each step the page's elements at that moment, which of them it acted on, and a fingerprint of how that one looked.
Nothing that was typed is kept, and no text that holds a secret.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from agent.mentions import mentions
from agent.traits import TEST_IDS, Kept, Traits, texts_of_rows, traits

_VERSION = 1
_MOST = 400  # elements that are kept of one screen


class EvidenceError(ValueError):
    """The text is no evidence file; the message says where."""


@dataclass(frozen=True, slots=True)
class Sight:
    """A page at one moment: its address, its size in pixels, and its elements in the document's order."""

    url: str
    size: tuple[int, int]
    elements: tuple[Kept, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """One element of a sight; `print` is the fingerprint of its picture (`agent.crops`), or ""."""

    sight: Sight
    element: str
    print: str = ""

    @property
    def traits(self) -> Traits:
        return traits(self.sight.elements, self.sight.size, [self.element])[self.element]


def stood(place: Place, anywhere: bool = True, why: str = "") -> dict[str, Any]:
    """What an element stood among, for a script that looks before it acts (`sandbox.namesake.elsewhere`).

    `anywhere`: also on another host than the recorded one. `why`: the words of the goal; what they call the row or list
    item that it stood in, it has to be called still.
    """
    was = place.traits
    own = {name: was.kept.own[name] for name in (*TEST_IDS, "id", "name", "href") if was.kept.own.get(name)}
    name = f" {was.kept.name[:80]!r}" if was.kept.name else ""
    return {
        "what": f"a {was.kept.role}{name}", "own": own, "heading": was.heading, "before": was.before,
        "after": was.after, "at": was.box.centre, "width": was.page[0],
        "host": "" if anywhere else urlsplit(place.sight.url).netloc, "record": record_called(place, why),
    }  # fmt: skip


def record_called(place: Place, why: str) -> list[str]:
    """Texts of the element's row or list item that the words mention: those of no other row, where there are any."""
    rows = texts_of_rows(place.sight.elements)
    own = next((texts for members, texts in rows if place.element in members), [])
    said = [text for text in own if mentions(why, text)]
    telling = [text for text in said if sum(text in texts for _, texts in rows) == 1]
    return telling or said


def evidence_path(plan_file: Path) -> Path:
    return plan_file.with_suffix(".evidence.json")


def trimmed(sight: Sight, element: str) -> Sight:
    """The sight with the elements that stand nearest to this one in the document, no more than are kept."""
    if len(sight.elements) <= _MOST:
        return sight
    at = next(place for place, each in enumerate(sight.elements) if each.id == element)
    start = max(0, min(at - _MOST // 2, len(sight.elements) - _MOST))
    return replace(sight, elements=sight.elements[start : start + _MOST])


def without(sight: Sight, secrets: Collection[str]) -> Sight:
    """The sight without the names that hold one of the secrets."""

    def clean(text: str) -> str:
        return "" if any(secret in text for secret in secrets) else text

    return replace(
        sight, url=clean(sight.url), elements=tuple(
            replace(e, name=clean(e.name), own={name: clean(value) for name, value in e.own.items()})
            for e in sight.elements
        ),
    )  # fmt: skip


def dump(places: Mapping[str, Place]) -> str:
    """The file's text, a line for each element; equal sights stand once. Keys are step ids ("s3", "s3 onto")."""
    sights = list(dict.fromkeys(place.sight for place in places.values()))
    screens = [
        f'    {{"url": {_json(sight.url)}, "size": {_json(sight.size)}, "elements": [\n'
        + ",\n".join(f"      {_json(_brief(element))}" for element in sight.elements) + "\n    ]}"
        for sight in sights
    ]  # fmt: skip
    steps = [
        f"    {_json(key)}: {_json({'screen': sights.index(p.sight), 'element': p.element, 'print': p.print})}"
        for key, p in places.items()
    ]
    return (
        f'{{\n  "version": {_VERSION},\n  "steps": {{\n' + ",\n".join(steps)
        + '\n  },\n  "screens": [\n' + ",\n".join(screens) + "\n  ]\n}\n"
    )  # fmt: skip


def load(text: str) -> dict[str, Place]:
    """The inverse of `dump`. Raises EvidenceError."""
    try:
        document = json.loads(text)
        if document["version"] != _VERSION:
            raise EvidenceError(f"version {document['version']!r} is none that is known here")
        sights = [
            Sight(str(s["url"]), (int(s["size"][0]), int(s["size"][1])), tuple(map(_kept, s["elements"])))
            for s in document["screens"]
        ]
        places = {
            key: Place(sights[step["screen"]], step["element"], step.get("print", ""))
            for key, step in document["steps"].items()
        }
    except (KeyError, IndexError, TypeError, AttributeError, json.JSONDecodeError) as fault:
        raise EvidenceError(f"{type(fault).__name__}: {fault}") from None
    return {key: place for key, place in places.items() if _holds(place.sight.elements, place.element)}


def _holds(elements: Iterable[Kept], wanted: str) -> bool:
    return any(element.id == wanted for element in elements)


_FLAGS = ("interactive", "disabled")


def _brief(element: Kept) -> dict[str, Any]:
    document: dict[str, Any] = {"id": element.id, "role": element.role, "name": element.name, "box": element.box}
    document |= {"parent": element.parent} if element.parent else {}
    document |= {"own": dict(element.own)} if element.own else {}
    return document | {flag: True for flag in _FLAGS if getattr(element, flag)}


def _kept(document: Mapping[str, Any]) -> Kept:
    x1, y1, x2, y2 = map(int, document["box"])
    return Kept(
        id=document["id"], role=document["role"], name=document["name"], box=(x1, y1, x2, y2),
        parent=document.get("parent", ""), own=dict(document.get("own", {})),
        interactive=bool(document.get("interactive")), disabled=bool(document.get("disabled")),
    )  # fmt: skip


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
