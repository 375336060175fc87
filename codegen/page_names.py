"""Class names that say what a thing is."""

from __future__ import annotations

import colorsys

from codegen.page_boxes import is_line
from codegen.page_paint import Palette
from perception.layout_types import Font, Node
from perception.types import Colour

_OWN = frozenset({"header", "nav", "main", "aside", "footer", "button", "field", "rule", "bullet", "table", "list"})
_HUES = ("red", "orange", "yellow", "lime", "green", "mint", "cyan", "sky", "blue", "violet", "magenta", "pink")


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
    if node.flow in ("row", "columns"):
        return "line" if is_line(node) else "columns"
    if node.flow == "grid":
        return "grid"
    return "layers" if node.flow == "layers" else "stack"


def letter_name(node: Node, base: Font) -> str:
    """How a text is set, against the page's own font."""
    if node.kind == "heading":
        return ("title", "heading", "subheading")[min(2, node.level - 1)]
    font = node.style.font or base
    size = "small" if font.size < 0.93 * base.size else "large" if font.size > 1.07 * base.size else "text"
    return f"{size}-strong" if font.weight > base.weight else size


def letter_hint(node: Node, palette: Palette) -> str:
    """What sets a text apart from others of its size: ink, edge, slope, family."""
    font, found = node.style.font, []
    if node.style.color:
        found.append(ink_name(node.style.color, palette))
    found.append({"center": "centered", "right": "right", "justify": "justified"}.get(node.style.align, ""))
    if font is not None:
        found += ["italic" if font.italic else "", font.family if font.family in ("serif", "mono") else ""]
    return "-".join(part for part in found if part)


def ink_name(colour: Colour, palette: Palette) -> str:
    """What an ink is called beside the page's own: by its place in the palette, its hue, or how faint it is."""
    named = palette.names.get(colour, "")
    if named in ("--color-text", "--color-accent", "--color-page"):
        return {"--color-text": "", "--color-accent": "accent", "--color-page": "inverse"}[named]
    hue, light, vivid = colorsys.rgb_to_hls(*(channel / 255 for channel in colour))
    if vivid > 0.25 and 0.1 < light < 0.92:
        return _HUES[round(hue * 12) % 12]
    return "white" if light > 0.92 else "pale" if light > 0.65 else "muted" if light > 0.3 else "dark"
