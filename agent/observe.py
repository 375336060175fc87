"""Looks at a live page: the browser's own account of it becomes a `DomScreen`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from agent.naming import PRESS_ROLES
from agent.records import as_items, boxes, concept_named, icon_name
from perception.dom import DomNode, DomScreen, Snapshot, candidates, joined, read
from perception.dom_layout import STYLES, layout_of
from perception.types import BBox, Element, Screen

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession, Page


def observe(page: Page, *, whole: bool = False, before: DomScreen | None = None) -> DomScreen:
    """What a person sees in the viewport now, or with scrolling on the `whole` page; boxes in CSS pixels.

    Its frames' elements are among them. Where the browser says the very same as for `before`, it is that one again.
    Raises Playwright's Error if the page goes.
    """
    cdp = page.context.new_cdp_session(page)
    try:
        size = _size(page, whole)
        dom = cdp.send("DOMSnapshot.captureSnapshot", _STYLED)
        bare = Snapshot(_tree(cdp), dom, size, url=page.url, whole=whole)
        if before is not None and _is_same(before, bare) and not page.main_frame.child_frames:
            return before
        seen = _taken(cdp, bare)
        screens = [read(each) for each in (seen, *_inner(cdp, seen), *_apart(page, size))]
        return replace(joined(screens), whole=whole, page=seen)
    finally:
        cdp.detach()


def _is_same(before: DomScreen, now: Snapshot) -> bool:
    return before.page is not None and replace(before.page, hits={}) == now


def as_the_document_says(seen: DomScreen) -> Screen:
    """The same screen, its controls named by what the document calls them: "userDropdown", a form's submit, an icon's
    "trash"."""
    renamed = [_as_the_document_says(element, seen.nodes.get(element.id)) for element in seen.screen.elements]
    return replace(seen.screen, elements=tuple(renamed))


def with_icons(seen: DomScreen) -> Screen:
    """The same screen, its nameless signs alone named by what the document calls them."""
    named = [
        e if any(c.isalnum() for c in e.name) else _as_the_document_says(e, seen.nodes.get(e.id))
        for e in seen.screen.elements
    ]  # fmt: skip
    return replace(seen.screen, elements=tuple(named))


def _as_the_document_says(element: Element, node: DomNode | None) -> Element:
    name = _inner_name(element, node)
    return replace(element, name=name, icon=concept_named(name)) if name else element


def with_records(seen: DomScreen, screen: Screen) -> Screen:
    """A screen of what was seen, with what the document repeats as list items."""
    return replace(screen, elements=(*screen.elements, *as_items(_repeated(seen), screen.elements)))


def _repeated(seen: DomScreen) -> tuple[BBox, ...]:
    page = seen.page
    if page is None:
        return ()
    return boxes(layout_of(page.dom, page.document, page.origin, page.window), page.viewport, seen.whole)


def _inner_name(element: Element, node: DomNode | None) -> str:
    if node is None or element.role not in (*PRESS_ROLES, "img"):
        return ""
    if not any(c.isalnum() for c in element.name) and (icon := icon_name(node)):
        return icon
    if element.role == "img":
        return ""
    if node.tag in ("button", "input") and node.attributes.get("type") == "submit":
        return "submit"
    said = node.attributes.get("title") or node.attributes.get("id") or node.attributes.get("name") or ""
    words = re.findall(r"[A-Z]?[a-z]{2,}|[A-Z]{2,}(?![a-z])|[\u4e00-\u9fff]+", said)
    return " ".join("menu" if word.lower() == "dropdown" else word.lower() for word in words)


_STYLED = {"computedStyles": STYLES, "includePaintOrder": True}
_CONTENT = """(e) => {
  const box = e.getBoundingClientRect(), style = getComputedStyle(e);
  return [box.x + e.clientLeft + parseFloat(style.paddingLeft), box.y + e.clientTop + parseFloat(style.paddingTop),
    e.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight),
    e.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom)];
}"""


def _size(page: Page, whole: bool) -> tuple[int, int]:
    size = page.viewport_size or page.evaluate("({width: innerWidth, height: innerHeight})")
    if whole:
        page.evaluate("scrollTo(0, 0)")
        size = page.evaluate("({width: innerWidth, height: document.documentElement.scrollHeight})")
    return size["width"], size["height"]


def _tree(cdp: CDPSession, frame: str | None = None) -> list[dict[str, Any]]:
    of = {} if frame is None else {"frameId": frame}
    nodes: list[dict[str, Any]] = cdp.send("Accessibility.getFullAXTree", of)["nodes"]
    return nodes


def _taken(cdp: CDPSession, seen: Snapshot, origin: tuple[int, int] = (0, 0)) -> Snapshot:
    """The snapshot with what clicks reach; `origin` is where the session's view is."""
    outer = seen.dom["documents"][0]  # the browser asks for points of the session's document, not of its view
    left, top = outer.get("scrollOffsetX", 0) - origin[0], outer.get("scrollOffsetY", 0) - origin[1]
    points = {backend: (x + left, y + top) for backend, (x, y) in candidates(seen).items()}
    hits = {backend: hit for backend, point in points.items() if (hit := _hit(cdp, point))}
    return replace(seen, hits=hits)


def _inner(cdp: CDPSession, outer: Snapshot) -> Iterator[Snapshot]:
    """The frames of this process that can be seen in a snapshot, and theirs."""
    held = outer.dom["documents"][outer.document]["nodes"].get("contentDocumentIndex", {"index": [], "value": []})
    laid = layout_of(outer.dom, outer.document, outer.origin, outer.window)
    for index, place in zip(held["index"], held["value"], strict=True):
        if laid.visible_box(index, outer.viewport) is None:
            continue
        quad = cdp.send("DOM.getBoxModel", {"backendNodeId": laid.items[index].backend_id})["model"]["content"]
        selector = laid.css(index)
        tree = _tree(cdp, outer.dom["strings"][outer.dom["documents"][place]["frameId"]])
        bare = replace(
            outer, ax=tree, hits={}, document=place, origin=(round(quad[0]), round(quad[1])),
            window=_shared(BBox(*(round(quad[i]) for i in (0, 1, 4, 5))), outer.window),
            frame=selector if outer.frame is None else f"{outer.frame} >>> {selector}",
        )  # fmt: skip
        seen = _taken(cdp, bare)
        yield seen
        yield from _inner(cdp, seen)


def _apart(page: Page, size: tuple[int, int]) -> Iterator[Snapshot]:
    """The frames of other sites, which the browser keeps in processes of their own."""
    from playwright.sync_api import Error

    for frame in page.main_frame.child_frames:
        try:
            cdp = page.context.new_cdp_session(frame)
        except Error:
            continue  # it is of the page's own process
        try:
            owner = frame.frame_element()
            x, y, width, height = (round(part) for part in owner.evaluate(_CONTENT))
            dom = cdp.send("DOMSnapshot.captureSnapshot", _STYLED)
            selector = page.evaluate(_SELECTOR, owner)
            window = BBox(x, y, x + width, y + height)
            bare = Snapshot(_tree(cdp), dom, size, url=frame.url, origin=(x, y), window=window, frame=selector)
            seen = _taken(cdp, bare, origin=(x, y))
            yield seen
        except Error:
            continue  # it went meanwhile
        finally:
            cdp.detach()


_SELECTOR = """(e) => {
  for (const name of ["id", "title", "name", "src"]) {
    const css = `iframe[${name}="${CSS.escape(e.getAttribute(name) ?? "")}"]`;
    if (e.getAttribute(name) && document.querySelectorAll(css).length === 1) return css;
  }
  return "iframe";
}"""


def _shared(box: BBox, window: BBox | None) -> BBox:
    if window is None:
        return box
    x1, y1 = max(box.x1, window.x1), max(box.y1, window.y1)
    return BBox(x1, y1, max(x1, min(box.x2, window.x2)), max(y1, min(box.y2, window.y2)))


def _hit(cdp: CDPSession, point: tuple[float, float]) -> int | None:
    """The node that a click at the point would reach, by backend id."""
    from playwright.sync_api import Error

    where: dict[str, Any] = {"x": int(point[0]), "y": int(point[1]), "includeUserAgentShadowDOM": False}
    try:
        return int(cdp.send("DOM.getNodeForLocation", where)["backendNodeId"])
    except Error:  # nothing is there: the point lies on the page's edge
        return None
