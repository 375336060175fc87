"""Common icons as inline SVG, from the open set Lucide (ISC licence), which the package `lucide` holds."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from xml.etree import ElementTree

from codegen.page_tree import Tag

SIZE = 24  # of the set's drawings, in their own units


@cache
def icon_names() -> Mapping[str, str]:
    """Concept -> the name of its drawing, as page_icons.txt has it."""
    text = (files("codegen") / "page_icons.txt").read_text(encoding="utf-8")
    pairs = (line.partition(": ") for line in text.splitlines() if line and not line.startswith("//"))
    return {concept: name or concept for concept, _, name in pairs}


@cache
def strokes(concept: str) -> tuple[Tag, ...]:
    """The shapes of a concept's drawing. Raises KeyError for a concept without one."""
    from lucide.jinja import lucide

    drawing = ElementTree.fromstring(str(lucide(icon_names()[concept])))
    return tuple(Tag(shape.tag.rpartition("}")[2], tuple(shape.attrib.items())) for shape in drawing)


def svg(concept: str, attributes: tuple[tuple[str, str | bool], ...], size: tuple[int, int], label: str) -> Tag:
    """A drawing in the colour of the text around it; without a label it is for the eye alone."""
    named: tuple[tuple[str, str | bool], ...] = (("role", "img"), ("aria-label", label)) if label else (
        ("aria-hidden", "true"),)  # fmt: skip
    look = (
        ("width", str(size[0])), ("height", str(size[1])), ("viewBox", f"0 0 {SIZE} {SIZE}"), ("fill", "none"),
        ("stroke", "currentColor"), ("stroke-width", "2"), ("stroke-linecap", "round"), ("stroke-linejoin", "round"),
    )  # fmt: skip
    return Tag("svg", (*attributes, *look, *named), strokes(concept))
