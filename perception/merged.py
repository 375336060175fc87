"""One screen from two sources: what a page's document says, and what only its pixels show.

Names, roles and states are the document's. A canvas's buttons and the words in a picture are in no document: they
are taken from the pixels, where no element of the document stands in their place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from perception.types import Element, Screen

_DRAWN = frozenset({"img", "canvas", "figure"})  # what may hold things that no document tells of
_LEAVES = frozenset({"text", "heading", "link", "cell", "columnheader", "alert", "progressbar"})


def merged(document: Screen, picture: Screen) -> Screen:
    """The document's elements, and behind them those of the picture that it does not explain; ids are kept apart."""
    known = [e for e in document.elements if e.role not in _DRAWN and (e.interactive or e.role in _LEAVES)]
    alone = [e for e in picture.elements if not _explained(e, known)]
    ids = {element.id: f"p{element.id}" for element in alone}
    only_seen = (replace(e, id=ids[e.id], parent=ids.get(e.parent or "")) for e in alone)
    return replace(
        document, elements=(*document.elements, *only_seen), source=picture.source, sha256=picture.sha256,
        model="embedded", took_ms=picture.took_ms, lines=picture.lines,
    )  # fmt: skip


def _explained(element: Element, known: Sequence[Element]) -> bool:
    """Whether something of the document stands there: over most of it, in its middle, or within it."""
    box = element.box
    return any(
        box.inside(other.box) > 0.5 or other.box.contains(*box.centre) or other.box.inside(box) > 0.8 for other in known
    )
