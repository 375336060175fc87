"""The nodes of a layout as the elements of a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from codegen.page_fragments import elements_of
from codegen.page_icons import svg
from codegen.page_links import Links
from codegen.page_looks import is_right_to_left
from codegen.page_sheet import Sheet
from codegen.page_tree import Tag
from perception.layout_types import Layout, Node, Span

_TAGS = {
    "header": "header", "nav": "nav", "main": "main", "aside": "aside", "footer": "footer", "list": "ul", "item": "li",
    "paragraph": "p", "section": "section", "article": "article", "form": "form", "table": "table", "row": "tr",
    "headcell": "th", "cell": "td", "button": "button", "link": "a",
}  # fmt: skip
_INPUTS = {
    "textbox": "text", "searchbox": "search", "spinbutton": "number", "checkbox": "checkbox", "radio": "radio",
    "switch": "checkbox", "slider": "range",
}  # fmt: skip
UNREAD = "text that was not read"  # what a picture of such words says to those who do not see it
_BARS = frozenset({"nav", "header", "aside", "footer"})

_NAMED_KINDS = (
    ("password", re.compile(r"password|passcode|passphrase|密码|口令", re.IGNORECASE)),
    ("email", re.compile(r"\be-?mail\b|邮箱|电子邮件", re.IGNORECASE)),
    ("tel", re.compile(r"\b(?:tele)?phone\b|\bmobile\b|手机|电话", re.IGNORECASE)),
)


def elements(layout: Layout, sheet: Sheet, marked: bool, links: Links | None = None) -> tuple[Tag, ...]:
    """What stands in the body; `links`: where its words lead."""
    maker = _Maker(layout, sheet, marked, links or Links())
    return tuple(maker.part(child, layout.root) for child in layout.root.children)


class _Maker:
    def __init__(self, layout: Layout, sheet: Sheet, marked: bool, links: Links) -> None:
        self._sheet, self._marked, self._ways = sheet, marked, links
        self._assets = {asset.name: asset for asset in layout.assets}
        self._fields = _labelled(layout)
        self._links = 0  # around what is made: no link may stand in another
        self._bars = 0  # around what is made: where a site's pages are listed

    def part(self, node: Node, page: Node) -> Tag:
        """A part of the page; navigation that stands first, with more below it, is in the page's header."""
        made = self.block(node)
        first = node.kind == "nav" and node is page.children[0] and len(page.children) > 1
        return Tag("header", (), (made,), inline=False) if first else made

    def block(self, node: Node) -> Tag:
        self._links += node.kind == "link"
        self._bars += node.kind in _BARS
        made = self._block(node)
        self._links -= node.kind == "link"
        self._bars -= node.kind in _BARS
        return made

    def _block(self, node: Node) -> Tag:
        if node.fragment:
            parts = elements_of(node, self._sheet.classes_of)
            return Tag(_tag(node), self._attributes(node), parts, inline=False)
        if node.kind == "field":
            return self._field(node)
        if node.kind == "image":
            return self._image(node)
        if node.kind == "rule":
            return Tag("hr", self._attributes(node))
        if node.kind == "button":
            return self._button(node)
        if node.kind in ("cell", "headcell") and _is_text_cell(node):
            return self._text_cell(node)
        if node.kind == "nav" and all(_is_entry(child) for child in node.children):
            return self._nav(node)
        name = "div" if node.kind == "link" and self._links > 1 else _tag(node)
        where = self._way(node.text) if name == "a" else {}
        if node.spans:
            return Tag(name, self._attributes(node, **where), self._text(node))
        if node.kind == "table" and node.children:
            return self._table(node)
        children = tuple(self._child(node, child) for child in node.children)
        return Tag(name, self._attributes(node, **where), children, inline=False)

    def _text_cell(self, node: Node) -> Tag:
        """A cell that holds one text, without a paragraph around it."""
        (text,) = node.children
        names = f"{self._sheet.classes_of(text)} {self._sheet.classes_of(node)}".strip()
        attributes = {"class": names or None, "data-node": text.id if self._marked else None}
        return Tag(_tag(node), tuple((name, value) for name, value in attributes.items() if value), self._text(text))

    def _nav(self, node: Node) -> Tag:
        """Navigation is a list of links."""
        entries = tuple(Tag("li", self._attributes(child), self._linked(child)) for child in node.children)
        return Tag("nav", (), (Tag("ul", self._attributes(node), entries, inline=False),), inline=False)

    def _linked(self, node: Node) -> tuple[Tag | str, ...]:
        if any(span.kind == "link" for span in node.spans):
            return self._text(node)
        inner = (
            self._spans(tuple(replace(span, kind="text") for span in node.spans))
            if len(node.spans) > 1
            else (node.text,)
        )
        return (Tag("a", tuple(self._way(node.text).items()), inner),)

    def _way(self, words: str) -> dict[str, str]:
        """Where a link leads; one to the page that it stands on says so."""
        return {"href": self._ways.href(words), **({"aria-current": "page"} if self._ways.is_here(words) else {})}

    def _table(self, node: Node) -> Tag:
        """Rows of heads are the table's head."""
        heads = [row for row in node.children if all(cell.kind == "headcell" for cell in row.children)]
        rows = [row for row in node.children if row not in heads]
        parts = tuple(
            Tag(name, (), tuple(self.block(row) for row in part), inline=False)
            for name, part in (("thead", heads), ("tbody", rows))
            if part
        )
        return Tag("table", self._attributes(node), parts, inline=False)

    def _child(self, node: Node, child: Node) -> Tag:
        """A list holds items alone."""
        if node.kind == "list" and child.kind != "item":
            return Tag("li", (), (self.block(child),), inline=False)
        return self.block(child)

    def _attributes(self, node: Node, **more: str | bool | None) -> tuple[tuple[str, str | bool], ...]:
        told: dict[str, str | bool | None] = {"class": self._sheet.classes_of(node) or None, **more}
        if is_right_to_left(node):
            told["dir"] = "rtl"
        if node.kind == "list" and node.role == "decimal" and node.level > 1:
            told["start"] = str(node.level)
        if self._marked:
            told["data-node"] = node.id
        return tuple((name, value) for name, value in told.items() if value is not None and value is not False)

    def _text(self, node: Node) -> tuple[Tag | str, ...]:
        parts = self._spans(node.spans)
        field = self._fields.get(node.id)
        return (Tag("label", (("for", field),), parts),) if field else parts

    def _spans(self, spans: Sequence[Span]) -> tuple[Tag | str, ...]:
        return tuple(self._span(span) for span in spans)

    def _span(self, span: Span) -> Tag | str:
        if span.kind == "break":
            return Tag("br")
        name = self._sheet.span_class(span)
        look = (("class", name),) if name else ()
        listed = self._bars > 0 and span.kind == "text" and self._ways.name(span.text)
        if (span.kind == "link" or listed) and not self._links:
            return Tag("a", (*self._way(span.text).items(), *look), (span.text,))
        if span.kind in ("strong", "em"):
            return Tag(span.kind, look, (span.text,))
        return Tag("span", look, (span.text,)) if look else span.text

    def _image(self, node: Node) -> Tag:
        if node.icon:
            return svg(node.icon, self._attributes(node), (node.box.width, node.box.height), node.label)
        asset = self._assets[node.asset] if node.asset else None
        alt = node.label or (asset.alt if asset else "") or (UNREAD if node.role == "text" else "")
        size = {"width": str(node.box.width), "height": str(node.box.height)}
        return Tag("img", self._attributes(node, src=node.asset or "", alt=alt, **size))

    def _button(self, node: Node) -> Tag:
        label = None if any(child.text for child in _texts(node)) else node.label or "Button"
        disabled = node.state.disabled or False
        attributes = self._attributes(node, type="button", disabled=disabled, **{"aria-label": label})
        return Tag("button", attributes, tuple(self._in_button(child) for child in node.children))

    def _in_button(self, node: Node) -> Tag:
        if node.kind == "image":
            return self._image(node)
        inner = self._spans(node.spans) if node.spans else tuple(self._in_button(child) for child in node.children)
        return Tag("span", self._attributes(node), inner)

    def _field(self, node: Node) -> Tag:
        label = None if node.id in self._fields.values() else node.label or "Field"
        named: dict[str, str | bool | None] = {"id": node.id if label is None else None, "aria-label": label}
        state = node.state
        if node.role in ("combobox", "listbox"):
            shown = state.value or state.placeholder or ""
            return Tag("select", self._attributes(node, **named), (Tag("option", (), (shown,)),))
        if node.role == "progressbar":
            return Tag("progress", self._attributes(node, **named, value="50", max="100"))
        kind = _INPUTS.get(node.role, "text")
        if kind == "text":
            kind = _kind_by_name(f"{node.label} {state.placeholder or ''}")
        ticked = kind in ("checkbox", "radio") and (state.checked or False)
        attributes = self._attributes(
            node, type=kind, **named, value=state.value if kind not in ("checkbox", "radio") else None,
            role="switch" if node.role == "switch" else None, placeholder=state.placeholder, checked=ticked,
            disabled=state.disabled or False,
        )  # fmt: skip
        return Tag("input", attributes)


def _kind_by_name(label: str) -> str:
    """What is typed into a field of this name; a password is never shown."""
    return next((kind for kind, words in _NAMED_KINDS if words.search(label)), "text")


def _tag(node: Node) -> str:
    if node.kind == "list" and node.role == "decimal":
        return "ol"
    return f"h{node.level or 2}" if node.kind == "heading" else _TAGS.get(node.kind, "div")


def _is_text_cell(node: Node) -> bool:
    return len(node.children) == 1 and node.children[0].kind == "paragraph" and bool(node.children[0].spans)


def _is_entry(node: Node) -> bool:
    return bool(node.spans) and node.level != 1


def _texts(node: Node) -> list[Node]:
    return [child for child in node.walk() if child.spans]


def _labelled(layout: Layout) -> dict[str, str]:
    """Text node id -> id of the field that it names: the nearest that has just its name."""
    found: dict[str, str] = {}
    texts = [node for node in layout.nodes() if node.spans]
    for field in (node for node in layout.nodes() if node.kind == "field" and node.label):
        same = [t for t in texts if _words(t.text) == _words(field.label) and t.id not in found]
        if same:
            nearest = min(same, key=lambda t: abs(t.box.y1 - field.box.y1) + abs(t.box.x1 - field.box.x1))
            found[nearest.id] = field.id
    return found


def _words(text: str) -> str:
    return " ".join(text.split()).rstrip(":* ").lower()
