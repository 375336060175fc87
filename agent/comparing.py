"""A picture and a rendered page, made comparable: from what `sandbox.render` gives to what `perception.score` takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from perception.score_types import Structure
from perception.types import FIELD_ROLES, Element, Screen, TextLine

if TYPE_CHECKING:
    from perception.capture import Picture
    from perception.layout_types import Layout
    from perception.score import View
    from sandbox.render import Narrow, Painted, Rendering

_FRAMED = FIELD_ROLES | {"button", "tab", "cell", "columnheader", "option", "menuitem"}  # their box is not their text's


def source_view(picture: Picture, screen: Screen) -> View:
    """The mockup itself, its texts as they were read."""
    from perception.score import View
    from perception.score_blocks import line_blocks

    return View(picture.pixels, line_blocks(picture.pixels, list(_read(screen))))


def _read(screen: Screen) -> Iterator[TextLine]:
    """The lines as they were read; a screen from a file has only its elements."""
    yield from screen.lines
    for element in () if screen.lines else screen.elements:
        if element.text.strip():
            yield TextLine(element.text, element.box.grow(-_frame(element)))


def _frame(element: Element) -> int:
    """What of a control's rim is surely not its text: an eighth of its height, and a border at least."""
    return max(2, element.box.height // 8) if element.role in _FRAMED and element.box.height > 16 else 0


def page_view(rendering: Rendering) -> View:
    """A page as it was drawn, its texts as it says itself."""
    from perception.capture import open_picture
    from perception.score import View
    from perception.score_blocks import line_blocks

    pixels = open_picture(rendering.png, source="the page").pixels
    return View(pixels, line_blocks(pixels, rendering.lines))


def reference_view(painted: Painted) -> View:
    """A page whose texts come from its false colours, as Design2Code finds them."""
    from perception.capture import open_picture
    from perception.score import View
    from perception.score_blocks import painted_blocks

    plain, first, second = (
        open_picture(png, source="the page").pixels for png in (painted.plain, painted.first, painted.second)
    )
    return View(plain, painted_blocks(plain, first, second, painted.texts))


def with_overflow(structure: Structure, narrow: Sequence[Narrow]) -> Structure:
    return replace(structure, overflow={str(seen.width): seen.overflow for seen in narrow})


def without_pictured(structure: Structure, layout: Layout) -> Structure:
    """The structure with pictures of text counted as what says nothing: nobody can search, select or hear it."""
    held = [node for node in layout.nodes() if node.spans or node.kind in ("image", "field")]
    pictured = sum(node.kind == "image" and node.role == "text" for node in held)
    return replace(structure, semantic_share=structure.semantic_share * (1 - pictured / max(1, len(held))))
