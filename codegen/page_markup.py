"""The tree of a layout as HTML text. Whatever comes from the picture is escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import escape

from codegen.page_sheet import Sheet
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


_NAMED_KINDS = (
    ("password", re.compile(r"password|passcode|passphrase|密码|口令", re.IGNORECASE)),
    ("email", re.compile(r"\be-?mail\b|邮箱|电子邮件", re.IGNORECASE)),
    ("tel", re.compile(r"\b(?:tele)?phone\b|\bmobile\b|手机|电话", re.IGNORECASE)),
)


def markup(layout: Layout, sheet: Sheet, marked: bool) -> str:
    """What stands in the body, indented by two spaces a level."""
    writer = _Writer(layout, sheet, marked)
    return "\n".join(writer.block(child, 1) for child in layout.root.children)


class _Writer:
    def __init__(self, layout: Layout, sheet: Sheet, marked: bool) -> None:
        self._sheet, self._marked = sheet, marked
        self._assets = {asset.name: asset for asset in layout.assets}
        self._fields = _labelled(layout)
        self._links = 0  # around what is written: no link may stand in another

    def block(self, node: Node, depth: int) -> str:
        self._links += node.kind == "link"
        written = self._block(node, depth)
        self._links -= node.kind == "link"
        return written

    def _block(self, node: Node, depth: int) -> str:
        pad = "  " * depth
        if node.kind == "field":
            return pad + self._field(node)
        if node.kind == "image":
            return pad + self._image(node)
        if node.kind == "rule":
            return f"{pad}<hr{self._attributes(node)}>"
        if node.kind == "button":
            return pad + self._button(node)
        tag = "div" if node.kind == "link" and self._links > 1 else _tag(node)
        if node.spans:
            return f"{pad}<{tag}{self._attributes(node)}>{self._text(node)}</{tag}>"
        if not node.children:
            return f"{pad}<{tag}{self._attributes(node)}></{tag}>"
        if node.kind == "table":
            return self._table(node, depth)
        inner = "\n".join(self._child(node, child, depth + 1) for child in node.children)
        return f"{pad}<{tag}{self._attributes(node)}>\n{inner}\n{pad}</{tag}>"

    def _table(self, node: Node, depth: int) -> str:
        """Rows of heads are the table's head."""
        pad = "  " * depth
        heads = [row for row in node.children if all(cell.kind == "headcell" for cell in row.children)]
        rows = [row for row in node.children if row not in heads]
        parts = []
        for tag, part in (("thead", heads), ("tbody", rows)):
            if part:
                inner = "\n".join(self.block(row, depth + 2) for row in part)
                parts.append(f"{pad}  <{tag}>\n{inner}\n{pad}  </{tag}>")
        return f"{pad}<table{self._attributes(node)}>\n" + "\n".join(parts) + f"\n{pad}</table>"

    def _child(self, node: Node, child: Node, depth: int) -> str:
        """A list holds items alone."""
        if node.kind == "list" and child.kind != "item":
            pad = "  " * depth
            return f"{pad}<li>\n{self.block(child, depth + 1)}\n{pad}</li>"
        return self.block(child, depth)

    def _attributes(self, node: Node, **more: str | bool | None) -> str:
        classes = self._sheet.classes_of(node)
        told: dict[str, str | bool | None] = {"class": classes or None, **more}
        if self._marked:
            told["data-node"] = node.id
        return "".join(
            f" {name}" if value is True else f' {name}="{escape(value)}"'
            for name, value in told.items()
            if value is not None and value is not False
        )

    def _text(self, node: Node) -> str:
        text = self._spans(node.spans)
        field = self._fields.get(node.id)
        return f'<label for="{field}">{text}</label>' if field else text

    def _spans(self, spans: Sequence[Span]) -> str:
        return "".join(self._span(span) for span in spans)

    def _span(self, span: Span) -> str:
        if span.kind == "break":
            return "<br>"
        text = str(escape(span.text))
        name = self._sheet.span_class(span)
        attribute = f' class="{name}"' if name else ""
        if span.kind == "link" and not self._links:
            return f'<a href="#"{attribute}>{text}</a>'
        if span.kind in ("strong", "em"):
            return f"<{span.kind}{attribute}>{text}</{span.kind}>"
        return f"<span{attribute}>{text}</span>" if attribute else text

    def _image(self, node: Node) -> str:
        asset = self._assets[node.asset] if node.asset else None
        alt = node.label or (asset.alt if asset else "")
        size = {"width": str(node.box.width), "height": str(node.box.height)}
        return f"<img{self._attributes(node, src=node.asset or '', alt=alt, **size)}>"

    def _button(self, node: Node) -> str:
        parts = [self._in_button(child) for child in node.children]
        label = None if any(child.text for child in _texts(node)) else node.label or "Button"
        disabled = node.state.disabled or False
        attributes = self._attributes(node, type="button", disabled=disabled, **{"aria-label": label})
        return f"<button{attributes}>{''.join(parts)}</button>"

    def _in_button(self, node: Node) -> str:
        if node.kind == "image":
            return self._image(node)
        inner = self._spans(node.spans) if node.spans else "".join(self._in_button(child) for child in node.children)
        return f"<span{self._attributes(node)}>{inner}</span>"

    def _field(self, node: Node) -> str:
        label = None if node.id in self._fields.values() else node.label or "Field"
        named: dict[str, str | bool | None] = {"id": node.id if label is None else None, "aria-label": label}
        state = node.state
        if node.role in ("combobox", "listbox"):
            shown = escape(state.value or state.placeholder or "")
            return f"<select{self._attributes(node, **named)}><option>{shown}</option></select>"
        if node.role == "progressbar":
            return f"<progress{self._attributes(node, **named, value='50', max='100')}></progress>"
        kind = _INPUTS.get(node.role, "text")
        if kind == "text":
            kind = _kind_by_name(f"{node.label} {state.placeholder or ''}")
        ticked = kind in ("checkbox", "radio") and (state.checked or False)
        attributes = self._attributes(
            node, type=kind, **named, value=state.value if kind not in ("checkbox", "radio") else None,
            role="switch" if node.role == "switch" else None, placeholder=state.placeholder, checked=ticked,
            disabled=state.disabled or False,
        )  # fmt: skip
        return f"<input{attributes}>"


def _kind_by_name(label: str) -> str:
    """What is typed into a field of this name; a password is never shown."""
    return next((kind for kind, words in _NAMED_KINDS if words.search(label)), "text")


def _tag(node: Node) -> str:
    return f"h{node.level or 2}" if node.kind == "heading" else _TAGS.get(node.kind, "div")


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
