"""Element -> Locator: how a script names an element that was seen in a picture, by what is visible alone."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from codegen.locator import By, Locator, Match, Scope
from perception.types import FIELD_ROLES, Element, Screen

PRESS_ROLES = ("button", "link", "menuitem", "tab", "option")  # a picture tells them apart badly
CHECK_ROLES = ("checkbox", "switch", "radio")
_NAMED_ROLES = frozenset((*PRESS_ROLES, *CHECK_ROLES, "columnheader", "slider", "listbox", "progressbar"))
# These may stand alone on a screen, and are then told apart by their role.
_LONE_ROLES = FIELD_ROLES | {"table", "dialog", "form", "navigation", "slider", "listbox", "progressbar", "list"}
_CONTAINERS = frozenset({"row", "listitem", "table", "list", "dialog", "form", "navigation"})
_WRITTEN_ROLES = ("text", "heading", "cell", "columnheader", "listitem", "alert", *PRESS_ROLES)
# What a picture shows as the one may be the other in the document.
_MISTAKEN_FOR = {
    "button": ("link",), "link": ("button",), "menuitem": ("link", "button"), "tab": ("link", "button"),
    "option": ("link", "button"), "checkbox": ("switch",), "switch": ("checkbox",), "combobox": ("button",),
    "textbox": ("searchbox",), "searchbox": ("textbox",), "spinbutton": ("textbox",), "columnheader": ("button",),
}  # fmt: skip
_SCOPES = {
    "row": ("row",),
    "list_item": ("listitem",),
    "dialog": ("dialog", "alert"),
    "section": ("form", "navigation", "table", "list"),
}
_CARD_ROLES = frozenset({"text", "heading", "link", "cell"})  # what tells cards apart is written in one of these
LONGEST = 500  # characters; a longer text is no name


class NotNameable(ValueError):
    """Nothing visible tells the element apart from others; the message is one sentence."""


def locator_for(screen: Screen, element: Element) -> tuple[Locator, tuple[Locator, ...]]:
    """A locator that matches this element alone on its screen, and alternatives for where its role was misread.

    What is written comes first, then the row, list item, dialog or section around it, and only then its place among
    equals (`nth`). An alternative matches this element or nothing. Raises NotNameable.
    """
    ways = list(_ways(element))
    alone = _scoped(screen, element, []) if element.named_by_icon else ()  # surer than a name that was not read
    for locator in (*alone, *ways, *_scoped(screen, element, ways)):
        if matching(screen, locator) == [element]:
            return _counted(locator, 1), _alternatives(screen, element, locator)
    for locator in ways:
        found = matching(screen, locator)
        if element in found and _says_something(locator):
            locator = locator.model_copy(update={"nth": found.index(element), "matches": 1})
            return locator, _alternatives(screen, element, locator)
    what = f"the {element.role} at {element.box.x1},{element.box.y1}"
    raise NotNameable(f"nothing written on or around {what} tells it apart from the others")


def matching(screen: Screen, locator: Locator) -> list[Element]:
    """The elements of the screen that the locator matches, in reading order."""
    found = [element for element in screen.elements if _fits(element, locator)]
    if locator.by == "text":
        found = _innermost(found)
    if locator.scope and locator.scope.kind == "card":
        found = _in_card(screen, found, locator.scope.text)
    elif locator.scope:
        boxes = [c for c in screen.elements if _is_scope(screen, c, locator.scope)]
        found = [element for element in found if any(_within(screen, element, box) for box in boxes)]
    if locator.nth is not None:
        found = found[locator.nth : locator.nth + 1]
    return found


def _fits(element: Element, locator: Locator) -> bool:
    if locator.by == "role":
        same = element.role == locator.value
        return same and (locator.name is None or same_text(element.name, locator.name, locator.match))
    if locator.by == "label":
        labelled = element.role in FIELD_ROLES or element.role in CHECK_ROLES or element.role in ("slider", "listbox")
        return labelled and _label(element) != "" and same_text(_label(element), locator.value, locator.match)
    if locator.by == "placeholder":
        return same_text(element.state.placeholder or "", locator.value, locator.match)
    if locator.by == "text":
        return element.role in _WRITTEN_ROLES and same_text(_written(element), locator.value, locator.match)
    if locator.by == "alt":
        return element.role == "img" and same_text(element.name, locator.value, locator.match)
    return False  # test ids, titles, ids and CSS cannot be seen


def same_text(seen: str, wanted: str, match: Match) -> bool:
    """Compares as the drivers do: white space folded, then the whole text or (whatever its case) a part of it."""
    seen, wanted = _spaced(seen), _spaced(wanted)  # both without pictograms
    if not seen or match == "exact":
        return bool(seen) and seen == wanted
    seen, wanted = seen.lower(), wanted.lower()
    return seen == wanted if match == "ignore_case" else wanted in seen


def _ways(element: Element) -> Iterator[Locator]:
    """From the best to the worst, without scope."""
    name = _spaced(element.name)
    if len(name) > LONGEST:
        name = ""
    placeholder = _spaced(element.state.placeholder or "")
    if element.role in FIELD_ROLES:
        if name and _label(element):
            yield _locator("label", name)
        if placeholder:
            yield _locator("placeholder", placeholder)
        if name:
            yield _locator("role", element.role, name)
    elif element.named_by_icon:
        yield Locator(by="role", value=element.role, name=name, match="contains")  # "Delete order 1042" is as likely
    elif element.role in _NAMED_ROLES and name:
        yield _locator("role", element.role, name)
    elif element.role == "img" and name:
        yield _locator("alt", name)
    elif element.role in _CONTAINERS and name:
        yield _locator("role", element.role, name)
    elif element.role in _WRITTEN_ROLES and 0 < len(written := _spaced(_written(element))) <= LONGEST:
        yield _locator("text", written)
        yield _locator("role", element.role, name or written)
    if element.role in _LONE_ROLES:
        yield Locator(by="role", value=element.role)


def _scoped(screen: Screen, element: Element, ways: list[Locator]) -> Iterator[Locator]:
    bare = Locator(by="role", value=element.role)
    for scope in (*_scopes(screen, element), *_cards(screen, element)):
        for way in ways:
            yield way.model_copy(update={"scope": scope})
        roles = _NAMED_ROLES | FIELD_ROLES | {"img"}
        if element.role in roles and scope.kind != "card":
            yield bare.model_copy(update={"scope": scope})


def in_dialog(screen: Screen, element: Element, way: Locator) -> Iterator[Locator]:
    """The way within the dialog around the element: equals of what a dialog offers may stand on the page below it."""
    for scope in _scopes(screen, element):
        if scope.kind == "dialog":
            yield way.model_copy(update={"scope": scope})


def _scopes(screen: Screen, element: Element) -> Iterator[Scope]:
    """The containers around the element, nearest first, each by a text that only this one of its kind holds."""
    for container in _around(screen, element):
        for kind, roles in _SCOPES.items():
            if container.role not in roles:
                continue
            rivals = [_text_of(screen, other) for other in screen.with_role(*roles) if other != container]
            for text in _signs(screen, container, element):
                if not any(text.lower() in rival for rival in rivals):
                    yield Scope.model_validate({"kind": kind, "text": text})
                    break


def _cards(screen: Screen, element: Element) -> Iterator[Scope]:
    """Texts above or beside, close by, that stand for the card around the element: no role tells where it ends."""
    reach = _reach(screen) if element.name else 0.25 * _reach(screen)
    near = [e for e in screen.elements if e.role in _CARD_ROLES and _leads(e, element) and _apart(e, element) <= reach]
    for sign in sorted(near, key=lambda e: _apart(e, element) * _strangeness(e))[:8]:
        text = _spaced(_written(sign))
        if 2 <= len(text) <= 60 and any(c.isalpha() for c in text) and not same_text(element.name, text, "contains"):
            yield Scope(kind="card", text=text)


def _in_card(screen: Screen, found: list[Element], text: str) -> list[Element]:
    """Those of the found that are clearly nearest to the one text on the screen that says this."""
    signs = [e for e in screen.elements if e.role not in _CONTAINERS and same_text(_written(e), text, "contains")]
    signs = _innermost(signs)
    if len(signs) != 1:
        return []
    aways = {e.id: _apart(e, signs[0]) for e in found if e != signs[0]}
    nearest = min(aways.values(), default=0)
    if nearest > _reach(screen):
        return []
    near = [e for e in found if e.id in aways and aways[e.id] * 0.6 <= nearest + 2]
    return near if all(_leads(signs[0], e) for e in near) else []


def _leads(sign: Element, element: Element) -> bool:
    """Whether it begins above the element's end: what stands below seldom names what is above."""
    return sign != element and sign.box.y1 < element.box.y2


def _strangeness(sign: Element) -> float:
    """Titles and names stand for a card better than its other texts, times and counts worse."""
    numbered = any(c.isdigit() for c in _written(sign))
    return (0.6 if sign.role in ("heading", "link") else 1.0) * (2.0 if numbered else 1.0)


def _apart(a: Element, b: Element) -> int:
    """Pixels between two elements, across and down."""
    return max(0, -a.box.overlap_x(b.box)) + max(0, -a.box.overlap_y(b.box))


def _reach(screen: Screen) -> float:
    return 0.12 * min(screen.width, 1.6 * screen.height)


def _around(screen: Screen, element: Element) -> list[Element]:
    kinds = {role for roles in _SCOPES.values() for role in roles}
    around = [c for c in screen.with_role(*kinds) if c != element and _within(screen, element, c)]
    return sorted(around, key=lambda container: container.box.area)


def _signs(screen: Screen, container: Element, element: Element) -> Iterator[str]:
    """Texts that could name the container: numbers and names first, as people tell rows apart; no buttons.

    What is called like a box to tick in it comes last: no text says so where "Select Ada" is but the box's own name.
    """
    inside = [e for e in screen.elements if e != element and e != container and _within(screen, e, container)]
    texts = {_spaced(_written(e)): e for e in inside if not e.state.value}
    ticked = {_spaced(e.name) for e in inside if e.role in CHECK_ROLES}
    own = _spaced(container.name)
    plain = [t for t, e in texts.items() if e.role not in PRESS_ROLES or e.role == "link"]
    plain = [t for t in plain if 2 <= len(t) <= 60 and t != _spaced(element.name)]
    yield from sorted(plain, key=lambda t: (not any(c.isalnum() for c in t), t in ticked, plain.index(t)))
    if own and len(own) <= LONGEST:
        yield own


def _is_scope(screen: Screen, element: Element, scope: Scope) -> bool:
    return element.role in _SCOPES[scope.kind] and scope.text.lower() in _text_of(screen, element)


class _Same:
    """A screen as a key: the same object is the same screen."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen

    def __hash__(self) -> int:
        return id(self.screen)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.screen is other.screen


def _text_of(screen: Screen, container: Element) -> str:
    return _texts(_Same(screen))[container.id]


@lru_cache(maxsize=8)
def _texts(key: _Same) -> dict[str, str]:
    """What is written in each container, in lower case."""
    screen = key.screen
    containers = screen.with_role(*(role for roles in _SCOPES.values() for role in roles))
    held: dict[str, list[Element]] = {container.id: [container] for container in containers}
    for element in screen.elements:
        for container in containers:
            if _within(screen, element, container):
                held[container.id].append(element)
    return {
        id: " ".join(_spaced(part) for e in inside for part in (e.name, e.text) if part).lower()
        for id, inside in held.items()
    }


def _within(screen: Screen, element: Element, container: Element) -> bool:
    if element.id == container.id:
        return False
    box, around = element.box, container.box
    apart = box.x1 >= around.x2 or box.x2 <= around.x1 or box.y1 >= around.y2 or box.y2 <= around.y1
    if not apart and box.inside(around) > 0.8 and box.area < around.area:
        return True
    return element.parent is not None and any(a.id == container.id for a in screen.ancestors(element))


def _alternatives(screen: Screen, element: Element, chosen: Locator) -> tuple[Locator, ...]:
    """Few, and each says a name: what a role alone or a changing value leads to may be another thing tomorrow."""
    found: list[Locator] = []
    for way in _other_ways(element):
        way = way.model_copy(update={"scope": chosen.scope, "matches": chosen.matches})
        seen = matching(screen, way)
        if seen not in ([], [element]) and chosen.nth is not None:
            way = way.model_copy(update={"nth": chosen.nth})
            seen = matching(screen, way)
        if seen in ([], [element]) and way not in found and way != chosen:
            found.append(way)
    return tuple(_counted(way, len(matching(screen, way))) for way in found)


def _other_ways(element: Element) -> Iterator[Locator]:
    name = _spaced(element.name)
    yield from (way for way in _ways(element) if way.name or way.by != "role")
    if not name or len(name) > LONGEST:
        return
    for role in _MISTAKEN_FOR.get(element.role, ()):
        yield _locator("role", role, name).model_copy(update={"match": "contains"} if element.named_by_icon else {})
    if element.named_by_icon:
        return
    if element.role in PRESS_ROLES or element.role == "columnheader":
        yield _locator("text", name)
    elif element.role in CHECK_ROLES:
        yield _locator("label", name)
    elif element.role in FIELD_ROLES:
        yield _locator("placeholder", name)


def _says_something(locator: Locator) -> bool:
    return locator.by != "role" or bool(locator.name)


def _locator(by: By, value: str, name: str | None = None) -> Locator:
    return Locator(by=by, value=value, name=name, match=_match_for(name if by == "role" and name else value))


def _match_for(text: str) -> Match:
    """Latin letters all in upper case may be a style's (`text-transform`), and small ones in the document."""
    letters = [c for c in text if c.isascii() and c.isalpha()]
    return "ignore_case" if len(letters) > 1 and all(c.isupper() for c in letters) else "exact"


def _counted(locator: Locator, matches: int) -> Locator:
    return locator.model_copy(update={"matches": matches})


def _label(element: Element) -> str:
    """A field's name, unless it is only its placeholder."""
    name = _spaced(element.name)
    return "" if name == _spaced(element.state.placeholder or "") else name


def _written(element: Element) -> str:
    return element.text or ("" if element.named_by_icon else element.name)


def _innermost(found: Iterable[Element]) -> list[Element]:
    """Drops those that hold another one of the same text: drivers take the smallest element that has it."""
    found = list(found)
    return [e for e in found if not any(_holds(e, other) for other in found)]


def _holds(outer: Element, inner: Element) -> bool:
    if outer == inner or inner.box.inside(outer.box) < 0.9:
        return False
    return (outer.box.area, outer.role != "text") > (inner.box.area, inner.role != "text")


def _spaced(text: str) -> str:
    """White space folded, and without the pictograms at its ends, which no document has as text."""
    folded = " ".join(text.split())
    start, end = 0, len(folded)
    while start < end and (folded[start].isspace() or unicodedata.category(folded[start]) in ("So", "Co")):
        start += 1
    while end > start and (folded[end - 1].isspace() or unicodedata.category(folded[end - 1]) in ("So", "Co")):
        end -= 1
    return folded[start:end] or folded
