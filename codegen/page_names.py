"""Class names that say what a thing is."""

from __future__ import annotations

from codegen.page_boxes import is_line
from perception.layout_types import Node

_OWN = frozenset({"header", "nav", "main", "aside", "footer", "button", "field", "rule", "bullet", "table", "list"})


def base_name(node: Node, parent: Node, landmark: str) -> str:
    """A name by what the node is, within the part of the page that it stands in."""
    name = _name(node)
    if node.kind in ("header", "nav", "main", "aside", "footer"):
        return {"header": "site-header", "footer": "site-footer", "aside": "sidebar"}.get(node.kind, node.kind)
    prefix = {"main": "", "header": "header-", "footer": "footer-", "aside": "sidebar-", "nav": "nav-"}[landmark]
    return prefix + name


def _name(node: Node) -> str:
    if node.kind in _OWN:
        return node.kind
    if node.kind in ("row", "cell", "headcell"):
        return {"row": "row", "cell": "column", "headcell": "column-head"}[node.kind]
    if node.kind == "image":
        return "icon" if node.role == "icon" else "picture"
    if node.kind == "heading":
        return ("page-title", "section-title", "subsection-title")[min(2, node.level - 1)]
    if node.kind == "paragraph" and node.spans and all(span.kind == "link" for span in node.spans):
        return "link"
    if node.kind in ("paragraph", "item", "link"):
        return {"paragraph": "paragraph", "item": "entry", "link": "link"}[node.kind]
    if node.kind == "box":
        return "placeholder"
    if node.style.background or node.style.border or node.style.gradient:
        return "card" if node.style.radius or node.style.border or node.style.shadow else "panel"
    if node.flow == "row":
        return "line" if is_line(node) else "columns"
    return "layers" if node.flow == "layers" else "stack"
