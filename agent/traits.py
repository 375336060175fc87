"""What tells an element of a page apart: itself, what stands before and after it, and what it stands in.

The same is read off a screen that was kept when a step was recorded and off the live page of today, so that the two
can be compared. Nothing here talks to a browser.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from perception.dom import DomScreen
from perception.dom_layout import MADE_UP
from perception.types import BBox

TEST_IDS = ("data-testid", "data-test-id", "data-test", "data-cy", "data-qa")
_OWN = (*TEST_IDS, "id", "name", "href", "for", "formaction", "autocomplete", "type", "title", "placeholder")
_HOLDS = frozenset(
    {"row", "listitem", "table", "list", "dialog", "form", "navigation", "alert"}
)  # named by all that is in them
_ROWS = ("row", "listitem")
_NEAR = 5  # neighbours on either side
_LONGEST = 120  # characters of a text that are kept


@dataclass(frozen=True, slots=True)
class Kept:
    """One element as it is kept: `box` in pixels of the whole page, `own` are attributes that pages keep for years."""

    id: str
    role: str
    name: str
    box: tuple[int, int, int, int]
    parent: str = ""
    own: Mapping[str, str] = field(default_factory=dict, hash=False)
    interactive: bool = False
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class Traits:
    """One element among the others. `before` and `after`: names in the document's order, nearest first; `around`: the
    roles of what it stands in; `row`: the texts of its row, or item of a list; `page`: width and height in pixels."""

    kept: Kept
    before: tuple[str, ...]
    after: tuple[str, ...]
    around: tuple[str, ...]
    heading: str
    row: tuple[str, ...]
    page: tuple[int, int]

    @property
    def box(self) -> BBox:
        return BBox(*self.kept.box)


def kept(seen: DomScreen, scrolled: tuple[int, int] = (0, 0)) -> tuple[Kept, ...]:
    """The elements of a live page, in the document's order; `scrolled`: how far the page was, in pixels."""
    return tuple(_kept(seen, scrolled))


def _kept(seen: DomScreen, scrolled: tuple[int, int]) -> Iterator[Kept]:
    across, down = scrolled
    for element in seen.screen.elements:
        node = seen.nodes.get(element.id)
        x1, y1, x2, y2 = element.box
        yield Kept(
            id=element.id, role=element.role, name=element.name[:_LONGEST], parent=element.parent or "",
            box=(x1 + across, y1 + down, x2 + across, y2 + down), interactive=element.interactive,
            own=_own(node.attributes) if node is not None and element.role != "text" else {},
            disabled=bool(element.state.disabled),
        )  # fmt: skip


def _own(attributes: Mapping[str, str]) -> dict[str, str]:
    found = {name: attributes[name][:_LONGEST] for name in _OWN if attributes.get(name)}
    if MADE_UP.search(found.get("id", "")):
        del found["id"]
    if "href" in found:
        parts = urlsplit(found.pop("href"))
        if parts.scheme != "javascript" and (leads := parts.path + (f"#{parts.fragment}" if parts.fragment else "")):
            found["href"] = leads
    return found


def traits(elements: Sequence[Kept], page: tuple[int, int], wanted: Iterable[str] | None = None) -> dict[str, Traits]:
    """The traits of the elements by id: of the `wanted`, or of all."""
    by_id = {element.id: element for element in elements}
    places = {element.id: place for place, element in enumerate(elements)}
    rows = _rows(elements, by_id)
    asked = by_id if wanted is None else [each for each in wanted if each in by_id]
    return {each: _traits(by_id[each], places[each], elements, by_id, rows, page) for each in asked}


def _traits(
    element: Kept, place: int, elements: Sequence[Kept], by_id: Mapping[str, Kept], rows: Mapping[str, list[str]],
    page: tuple[int, int],
) -> Traits:  # fmt: skip
    outwards = list(_outwards(element, by_id))
    row = next((other.id for other in outwards if other.role in _ROWS), "")
    return Traits(
        element,
        before=tuple(_named(element, reversed(elements[:place]))),
        after=tuple(_named(element, elements[place + 1 :])),
        around=tuple(other.role for other in outwards),
        heading=next((other.name for other in reversed(elements[:place]) if other.role == "heading"), ""),
        row=tuple(rows.get(row, ())),
        page=page,
    )


def _named(element: Kept, others: Iterable[Kept]) -> Iterator[str]:
    """The first few names on one side, each once; what holds others is no neighbour, nor is a part of the element."""
    found: list[str] = []
    for other in others:
        own = other.parent == element.id or other.id == element.parent
        if own or other.role in _HOLDS or not other.name or other.name in (element.name, *found[-1:]):
            continue
        found.append(other.name)
        if len(found) == _NEAR:
            break
    yield from found


def _outwards(element: Kept, by_id: Mapping[str, Kept]) -> Iterator[Kept]:
    for _ in range(32):
        above = by_id.get(element.parent)
        if above is None:
            return
        yield above
        element = above


def texts_of_rows(elements: Sequence[Kept]) -> list[tuple[set[str], list[str]]]:
    """For each row, or item of a list, the ids of what stands in it and the texts that are written there: its cells',
    where it has any, and of no control but a link."""
    by_id = {element.id: element for element in elements}
    held: dict[str, list[Kept]] = {}
    for element in elements:
        row = next((other.id for other in _outwards(element, by_id) if other.role in _ROWS), None)
        if row is not None:
            held.setdefault(row, []).append(element)
    found = []
    for inside in held.values():
        cells = [e for e in inside if e.role in ("cell", "rowheader")]
        written = cells or [e for e in inside if e.role in ("text", "heading", "link")]
        controls = {e.name for e in inside if e.interactive and e.role != "link"}
        found.append(({e.id for e in inside}, [e.name for e in written if e.name and e.name not in controls]))
    return found


def _rows(elements: Sequence[Kept], by_id: Mapping[str, Kept]) -> dict[str, list[str]]:
    """The texts that stand in each row, or item of a list."""
    found: dict[str, list[str]] = {}
    for element in elements:
        row = next((other.id for other in _outwards(element, by_id) if other.role in _ROWS), None)
        if row is not None and element.name and element.name not in found.setdefault(row, []):
            found[row].append(element.name)
    return found
