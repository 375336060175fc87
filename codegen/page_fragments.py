"""HTML that a model proposed for a part of a page: its elements, and its inline styles as classes with names.

The HTML was cleaned before (`codegen.page_clean`). Each styled element stands in for a node of its own, so that its
class is named, shared and put into the one style sheet like any other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from html.parser import HTMLParser

from codegen.page_boxes import Declarations
from codegen.page_tree import VOID, Tag
from perception.layout_types import Node, Span
from perception.types import BBox

_SHAPES = frozenset("path circle ellipse rect line polyline polygon".split())
_BLOCKS = frozenset(
    "address article aside blockquote div dl fieldset figure footer form header main nav ol section table tbody tfoot"
    " thead tr ul details select svg g".split()
)
_KINDS = {"div": "group", "span": "run", "p": "paragraph", "a": "link", "li": "entry", "ul": "list", "ol": "list",
          "img": "picture", "input": "field", "select": "field", "td": "column", "th": "column-head", "tr": "row",
          **{f"h{level}": "headline" for level in range(1, 7)}}  # fmt: skip


@lru_cache(maxsize=64)
def parsed(html: str) -> tuple[Tag | str, ...]:
    """The elements of clean HTML; where one is missing its end, it ends with the one around it."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.done()


def styled(node: Node) -> Iterator[tuple[Node, str, Declarations]]:
    """For each element with a style: the node that stands in for it, the kind of its class, and the style."""
    for number, tag in _numbered(parsed(node.fragment)):
        if told := _style(tag):
            yield _stand_in(node, number, tag), _KINDS.get(tag.name, tag.name), told


def elements_of(node: Node, class_of: Callable[[Node], str]) -> tuple[Tag | str, ...]:
    """The elements with classes in place of styles."""
    parts = parsed(node.fragment)
    numbers = {id(tag): number for number, tag in _numbered(parts)}

    def made(part: Tag | str) -> Tag | str:
        if isinstance(part, str):
            return part
        own = dict(part.attributes)
        own.pop("style", None)
        name = class_of(_stand_in(node, numbers[id(part)], part)) if _style(part) else ""
        told = " ".join(word for word in (str(own.get("class", "")), name) if word)
        attributes = ({"class": told} if told else {}) | {key: value for key, value in own.items() if key != "class"}
        return replace(part, attributes=tuple(attributes.items()), children=tuple(map(made, part.children)))  # type: ignore[arg-type]

    return tuple(made(part) for part in parts if not isinstance(part, str) or part.strip())


def text_of(html: str) -> str:
    """The words of clean HTML."""
    return " ".join(_words(parsed(html)).split())


def _words(parts: Sequence[object]) -> str:
    return " ".join(part if isinstance(part, str) else _words(part.children) if isinstance(part, Tag) else ""
                    for part in parts)  # fmt: skip


def _numbered(parts: Sequence[Tag | str]) -> Iterator[tuple[int, Tag]]:
    tags = (tag for part in parts if isinstance(part, Tag) for tag in part.walk())
    return enumerate(tags)


def _stand_in(node: Node, number: int, tag: Tag) -> Node:
    return Node(f"{node.id}-f{number}", "group", BBox(*node.box), spans=(Span(_words(tag.children)),))


def _style(tag: Tag) -> Declarations:
    told = str(dict(tag.attributes).get("style", ""))
    pairs = (part.partition(":") for part in told.split(";") if ":" in part)
    return [(name.strip(), value.strip()) for name, _, value in pairs]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[tuple[str, dict[str, str | bool], list[Tag | str]]] = [("", {}, [])]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told: dict[str, str | bool] = {
            name: value if value or name in ("alt", "value") else True for name, value in attrs if value is not None
        }
        if "viewbox" in told:
            told["viewBox"] = told.pop("viewbox")
        self._open.append((tag, told, []))
        if tag in VOID or tag in _SHAPES:
            self._close()

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID or tag in _SHAPES or all(tag != name for name, _, _ in self._open[1:]):
            return
        while self._open[-1][0] != tag:
            self._close()
        self._close()

    def handle_data(self, data: str) -> None:
        name, _, said = self._open[-1]
        said.append(data if name == "pre" else re.sub(r"\s+", " ", data))

    def done(self) -> tuple[Tag | str, ...]:
        while len(self._open) > 1:
            self._close()
        return tuple(self._open[0][2])

    def _close(self) -> None:
        name, attributes, children = self._open.pop()
        block = name != "pre" and any(
            isinstance(child, Tag) and (not child.inline or child.name in _BLOCKS or name in _BLOCKS)
            for child in children
        )
        if block:
            children = [child if isinstance(child, Tag) else child.strip() for child in children]
        kept = tuple(child for child in children if child)
        self._open[-1][2].append(Tag(name, tuple(attributes.items()), kept, inline=not block))
