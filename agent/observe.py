"""Looks at a live page: the browser's own account of it becomes a `DomScreen`."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from agent.naming import PRESS_ROLES
from perception.dom import DomNode, DomScreen, Snapshot, candidates, read
from perception.dom_layout import STYLES
from perception.types import Element, Screen

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession, Page


def observe(page: Page, *, whole: bool = False) -> DomScreen:
    """What a person sees in the viewport now, or with scrolling on the `whole` page; boxes in CSS pixels.

    Raises Playwright's Error if the page goes.
    """
    cdp = page.context.new_cdp_session(page)
    try:
        return replace(read(_snapshot(page, cdp, whole)), whole=whole)
    finally:
        cdp.detach()


def as_the_document_says(seen: DomScreen) -> Screen:
    """The same screen, its controls named by what the document calls them: "userDropdown", or a form's submit."""
    renamed = [
        replace(element, name=name) if (name := _inner_name(element, seen.nodes.get(element.id))) else element
        for element in seen.screen.elements
    ]
    return replace(seen.screen, elements=tuple(renamed))


def _inner_name(element: Element, node: DomNode | None) -> str:
    if node is None or element.role not in PRESS_ROLES:
        return ""
    if node.tag in ("button", "input") and node.attributes.get("type") == "submit":
        return "submit"
    said = node.attributes.get("title") or node.attributes.get("id") or node.attributes.get("name") or ""
    words = re.findall(r"[A-Z]?[a-z]{2,}|[A-Z]{2,}(?![a-z])|[\u4e00-\u9fff]+", said)
    return " ".join("menu" if word.lower() == "dropdown" else word.lower() for word in words)


def _snapshot(page: Page, cdp: CDPSession, whole: bool) -> Snapshot:
    size = page.viewport_size or page.evaluate("({width: innerWidth, height: innerHeight})")
    if whole:
        page.evaluate("scrollTo(0, 0)")
        size = page.evaluate("({width: innerWidth, height: document.documentElement.scrollHeight})")
    ax = cdp.send("Accessibility.getFullAXTree")["nodes"]
    dom = cdp.send("DOMSnapshot.captureSnapshot", {"computedStyles": STYLES})
    seen = Snapshot(ax, dom, (size["width"], size["height"]), url=page.url)
    hits = {backend: _hit(cdp, point) for backend, point in candidates(seen).items()}
    return Snapshot(ax, dom, seen.viewport, {backend: hit for backend, hit in hits.items() if hit}, page.url)


def _hit(cdp: CDPSession, point: tuple[float, float]) -> int | None:
    """The node that a click at the point would reach, by backend id."""
    from playwright.sync_api import Error

    where: dict[str, Any] = {"x": int(point[0]), "y": int(point[1]), "includeUserAgentShadowDOM": False}
    try:
        return int(cdp.send("DOM.getNodeForLocation", where)["backendNodeId"])
    except Error:  # nothing is there: the point lies on the page's edge
        return None
