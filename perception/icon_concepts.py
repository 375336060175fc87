"""What icons show: the concepts, their names, and what people call them in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Concept:
    """`name`: what a control with this icon is usually called; `said`: its names in people's words, English and
    Chinese; `maybe`: words that may mean it, and something else as well; `drawn`: those of its names that are a
    drawing's, so that they mean an icon even where none is spoken of."""

    id: str
    name: str
    said: tuple[str, ...]
    maybe: tuple[str, ...]
    drawn: tuple[str, ...]


@cache
def concepts() -> Mapping[str, Concept]:
    """Id -> concept, in the order of icon_concepts.txt, whose head says how it is written."""
    text = (files("perception") / "icon_concepts.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if line.strip() and not line.startswith("//"))
    return {concept.id: concept for concept in map(_read, lines)}


def _read(line: str) -> Concept:
    id, name, english, chinese = (part.strip() for part in line.split("|"))
    words = [word.strip() for part in (english, chinese) for word in part.split(",") if word.strip()]
    said = tuple(word.removeprefix("*") for word in words if word[0] != "~")
    drawn = tuple(word[1:] for word in (name, *words) if word[0] == "*")
    return Concept(id, name.removeprefix("*"), said, tuple(word[1:] for word in words if word[0] == "~"), drawn)
