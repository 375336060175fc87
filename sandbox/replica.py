"""Screen -> a page to rehearse on: real controls at the same places, that do what such controls do.

The page is one file without outside parts. It writes down what was done to it in `window.__log` (and in the `data-log`
of its root element), and `window.__state()` gives the log and what can be seen as JSON: two scripts that did the same
leave the same. It is a guess at the real page: what a picture cannot say is taken from the plan's `Hints`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence

from markupsafe import Markup

from perception.types import FIELD_ROLES, Element, Screen
from sandbox.controls import Scene, clean, render
from sandbox.hints import Hints
from sandbox.html import render_html
from sandbox.layout import folded, grouped, tree, without_echoes

__all__ = ["Hints", "replica_html"]

_TICKED = frozenset({"checkbox", "radio", "switch"})
_LABELLED = FIELD_ROLES | _TICKED | {"slider", "listbox"}
_NEAR = 80  # pixels between the radios of one group


def replica_html(screen: Screen, hints: Hints | None = None) -> str:
    """The page for a screen, with what the plan expects of its elements."""
    screen = without_echoes(screen)
    scene = _scene(screen, hints or Hints())
    body = Markup("").join(render(node, scene) for node in grouped(tree(screen), scene.hints.scopes))
    title = next((clean(element.name) for element in screen.elements if element.role == "heading"), "Replica")
    return render_html(
        "replica/page.html.jinja", title=title, width=screen.width, height=screen.height, body=body
    )  # fmt: skip


def _scene(screen: Screen, hints: Hints) -> Scene:
    labelled = _labels(screen)
    controls = [element for element in screen.elements if element.interactive]
    controls.sort(key=lambda element: -element.box.area)
    return Scene(
        hints, labelled, {text: control for control, text in labelled.items()},
        {element.id: _options(element, screen, hints) for element in screen.with_role("combobox", "listbox")},
        _groups(screen.with_role("radio")),
        {element.id: layer for layer, element in enumerate(controls, 10)},
    )  # fmt: skip


def _labels(screen: Screen) -> dict[str, str]:
    """Control id -> id of the text that labels it: the nearest that says just its name."""
    texts: dict[str, list[Element]] = {}
    for element in screen.with_role("text"):
        texts.setdefault(" ".join(element.name.split()), []).append(element)
    found: dict[str, str] = {}
    for control in screen.with_role(*_LABELLED):
        free = [text for text in texts.get(" ".join(control.name.split()), []) if text.id not in found.values()]
        if free and control.name.strip() and control.id not in _untold(control):
            found[control.id] = min(free, key=lambda text: math.dist(text.box.centre, control.box.centre)).id
    return found


def _untold(control: Element) -> set[str]:
    """An open list is a button here: a label names no button the way it names a field."""
    return {control.id} if control.state.expanded else set()


def _options(element: Element, screen: Screen, hints: Hints) -> tuple[str, ...]:
    """What can be chosen: what is shown, what the plan chooses, and what stands in the column of the same name."""
    shown = element.state.value or element.state.placeholder or ""
    own = [child.name for child in screen.children(element) if child.role == "option"]
    if element.state.expanded:
        own = []
    return tuple(dict.fromkeys([shown, *own, *hints.options.get(element.id, ()), *_column(element.name, screen)]))


def _column(name: str, screen: Screen) -> Iterable[str]:
    headers = [header for header in screen.with_role("columnheader") if _words(header.name) == _words(name)]
    for header in headers[:1]:
        for cell in screen.with_role("cell"):
            if cell.box.overlap_x(header.box) > 0 and cell.box.y1 >= header.box.y2 - 2 and cell.text:
                yield cell.text


def _words(name: str) -> str:
    """A filter's name without "filter by": its column's."""
    return re.sub(r"^(filter|sort)?\s*(by|on)?\s+|筛选|[:：*]", "", f" {folded(name)}").strip()


def _groups(radios: Sequence[Element]) -> dict[str, str]:
    """Radio id -> the name it shares with its neighbours in the same row or column."""
    groups: list[list[Element]] = []
    for radio in radios:
        home = next((group for group in groups if any(_neighbours(radio, other) for other in group)), None)
        if home is None:
            groups.append(home := [])
        home.append(radio)
    return {radio.id: f"group-{group[0].id}" for group in groups if sum(bool(r.state.checked) for r in group) < 2
            for radio in group}  # fmt: skip


def _neighbours(one: Element, other: Element) -> bool:
    if one.parent != other.parent:
        return False
    (x1, y1), (x2, y2) = one.box.centre, other.box.centre
    return (abs(x1 - x2) < 12 and abs(y1 - y2) < _NEAR) or (abs(y1 - y2) < 12 and abs(x1 - x2) < 4 * _NEAR)
