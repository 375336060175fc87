"""Element of a live page -> a locator that was resolved on that page to this one element."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from agent.naming import CHECK_ROLES, NotNameable, in_dialog, locator_for
from agent.project import locator_rules
from agent.records import icon_name_of
from codegen.locator import Locator, Scope
from perception.dom import DomNode, DomScreen
from perception.dom_layout import MADE_UP
from perception.types import FIELD_ROLES, BBox, Element, Screen

if TYPE_CHECKING:
    from playwright.sync_api import Locator as Found

Find = Callable[[Locator], "Found"]

_NEAR_PX = 4


def name_live(seen: DomScreen, element: Element, find: Find, record: str = "") -> Locator:
    """The first way, best first, that leads to this element alone. Raises NotNameable where none does.

    The order is that of Playwright's own generator: test id, role and name, placeholder, label, alt, text, title, id;
    a row or card around it before its place among equals. The project's rules go before it (`agent.project`). `record`
    is a text of the card that the goal says it is in.
    """
    frame = _frame(seen, element)
    ways = [
        way.model_copy(update={"frame": frame}) for way in _ways(seen, element, record) if _can_move(way, seen, element)
    ]
    rules = locator_rules()
    ways = rules.ordered(ways)
    for way in ways:
        if _leads_to(find(way), element.box) and (named := _in_its_root(way, find(way), find)):
            return named.model_copy(update={"matches": 1})
    for way in () if rules.forbids_place else ways:
        place = _place(find(way), element.box)
        if place is not None and (named := _in_its_root(way, find(way).nth(place), find)) and not named.host:
            return named.model_copy(update={"nth": place, "matches": 1})
    against = " that the project's rules permit" if rules.are_set else ""
    raise NotNameable(f"nothing{against} tells {element} apart from the others on this page")


def _can_move(way: Locator, seen: DomScreen, element: Element) -> bool:
    """A slider that a page draws is moved by keys: the script must know by its locator that it is one."""
    node = seen.nodes.get(element.id)
    if element.role != "slider" or node is None or node.tag == "input":
        return True
    return way.by == "role" or (way.by == "css" and "slider" in way.value)


def _frame(seen: DomScreen, element: Element) -> str | None:
    node = seen.nodes.get(element.id)
    return node.frame if node else None


def _beside(seen: DomScreen, element: Element) -> Screen:
    """The screen without what is in other frames."""
    frame = _frame(seen, element)
    kept = (e for e in seen.screen.elements if _frame(seen, e) == frame)
    return replace(seen.screen, elements=tuple(kept))


def _in_its_root(way: Locator, found: Found, find: Find) -> Locator | None:
    """The way with the hosts of the open shadow roots around what it leads to; None where it cannot be said in them."""
    hosts = found.evaluate(_HOSTS)
    if not hosts:
        return way
    told = all(find(Locator(by="css", value=host, frame=way.frame)).count() == 1 for host in hosts)
    sayable = way.by != "text" and (way.scope is None or way.scope.kind not in ("card", "section"))
    return way.model_copy(update={"host": " >>> ".join(hosts)}) if told and sayable else None


# What selects each host among the elements around it, outwards in.
_HOSTS = """(e) => {
  const css = (host, root) => {
    for (const name of ["id", "data-testid", "name", "title", "label", "aria-label", "class"]) {
      const value = host.getAttribute(name);
      const one = value && `${host.localName}[${name}="${CSS.escape(value)}"]`;
      if (one && !/\\d{4,}/.test(value) && root.querySelectorAll(one).length === 1) return one;
    }
    return host.localName;
  };
  const hosts = [];
  for (let root = e.getRootNode(); root.host; root = root.host.getRootNode()) {
    hosts.unshift(css(root.host, root.host.getRootNode()));
  }
  return hosts;
}"""


def _ways(seen: DomScreen, element: Element, record: str) -> Iterator[Locator]:
    node = seen.nodes.get(element.id)
    attributes = node.attributes if node else {}
    rules = locator_rules()
    test_id = attributes.get(rules.test_id_attribute, "")
    if test_id and not MADE_UP.search(test_id):
        yield rules.by_test_id(test_id)
    if node is not None and node.ax_role == "generic" and element.role == "combobox":
        yield from _drawn_list(element, attributes.get("class", ""))
    try:
        best, others = locator_for(_beside(seen, element), element)
        for way in (best, *others):
            yield way.model_copy(update={"matches": None})
            if way.by == "role" and way.name and way.match == "exact":
                # The name may hold a glyph of an icon font, or a badge, that no person reads.
                yield way.model_copy(update={"matches": None, "match": "contains"})
        if best.scope is None and best.name:
            yield from in_dialog(_beside(seen, element), element, best.model_copy(update={"matches": None}))
        elif best.scope is not None:  # what is around it may be no text: its own name and its place say more than none
            yield best.model_copy(update={"scope": None, "matches": None})
    except NotNameable:
        pass
    if node is not None:
        yield from _by_caption(element, node)
        bare = node.ax_role == "generic" or (node.tag == "a" and "href" not in node.attributes)
        if bare and attributes.get("aria-label"):
            yield Locator(by="label", value=attributes["aria-label"])
        if bare and element.text:
            yield Locator(by="text", value=element.text)
    if node is not None and element.role == "slider" and node.ax_role == "generic":
        yield Locator(by="css", value="." + attributes.get("class", "").split()[0])
    if attributes.get("title"):
        yield Locator(by="title", value=attributes["title"])
    identity = attributes.get("id", "")
    if identity and not MADE_UP.search(identity):
        yield Locator(by="id", value=identity)
    if node and attributes.get("name") and not MADE_UP.search(attributes["name"]):
        yield Locator(by="css", value=f'{node.tag}[name="{attributes["name"]}"]')
    if node and node.ax_role in ("generic", "img") and not re.search(r"\w", element.text):
        yield from _drawn(element, attributes.get("class", ""), record)
    if node and element.interactive and node.ax_role != "generic":
        yield Locator(by="role", value=node.ax_role)  # by its place among its kind, where nothing else is left


def _drawn(element: Element, classes: str, record: str) -> Iterator[Locator]:
    """A sign without a word: by its class, in the card that it is in where the page repeats it."""
    words = icon_name_of(classes).split()
    for name in dict.fromkeys((*_telling(classes), *(each for each in classes.split() if each.lower() in words))):
        way = Locator(by="css", value=f".{name}")
        yield way
        if record:
            yield way.model_copy(update={"scope": Scope(kind="card", text=record)})


def _drawn_list(element: Element, classes: str) -> Iterator[Locator]:
    """A list that is drawn without a role: what is written on it is the choice, and another one tomorrow."""
    for name in _telling(classes):
        way = Locator(by="css", value=f".{name}")
        yield way
        if element.name and element.name != element.text:
            yield way.model_copy(update={"scope": Scope(kind="card", text=element.name.strip(" *＊:："))})


def _telling(classes: str) -> list[str]:
    """The classes that a person gave, the longest first: it says most of what the thing is."""
    plain = [name for name in classes.split() if re.fullmatch(r"[a-zA-Z]+(?:[-_]{1,2}[a-z]+)+", name)]
    return sorted(plain, key=len, reverse=True)[:2]


def _by_caption(element: Element, node: DomNode) -> Iterator[Locator]:
    """What no label is tied to, in the smallest part of the page that holds the caption as well."""
    if not element.name or element.role not in FIELD_ROLES.union(CHECK_ROLES) | {"slider"}:
        return
    scope = Scope(kind="card", text=element.name.strip(" *＊:：") or element.name)
    if node.ax_role == "generic" and element.text:
        yield Locator(by="text", value=element.text, scope=None if element.text == element.name else scope)
    elif "contenteditable" in node.attributes:
        yield Locator(by="css", value="[contenteditable]", scope=scope)
    else:
        yield Locator(by="role", value=node.ax_role, scope=scope)


def _leads_to(found: Found, box: BBox) -> bool:
    return found.count() == 1 and is_at(found, box)


def _place(found: Found, box: BBox) -> int | None:
    if found.count() > 200:
        return None
    return next((i for i in range(found.count()) if is_at(found.nth(i), box)), None)


def is_at(found: Found, box: BBox) -> bool:
    """Whether it stands where the element was seen; a hidden input stands in or around what is drawn for it, its label
    too."""
    place = found.bounding_box()
    return place is not None and (
        _same_place(dict(place), box) or any(_same_place(p, box) for p in found.evaluate(_LABELS))
    )


_LABELS = """(e) => e.matches("[type=checkbox], [type=radio]")
  ? [...(e.labels ?? [])].map((label) => label.getBoundingClientRect().toJSON()) : []"""


def _same_place(place: Mapping[str, Any], box: BBox) -> bool:
    x, y = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    return box.grow(_NEAR_PX).contains(x, y) or BBox(
        round(place["x"]), round(place["y"]), round(place["x"] + place["width"]), round(place["y"] + place["height"])
    ).grow(_NEAR_PX).contains(*box.centre)
