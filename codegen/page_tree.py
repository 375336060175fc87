"""The elements of a page as data, and how they are written: HTML, JSX and Vue templates differ in a few habits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

VOID = frozenset({"br", "col", "hr", "img", "input"})


@dataclass(frozen=True, slots=True)
class Hole:
    """Where a component takes one of its props in place of a text or an attribute's value."""

    prop: str


@dataclass(frozen=True, slots=True)
class Each:
    """A component, once for each of a list of props."""

    component: str
    items: str


@dataclass(frozen=True, slots=True)
class Tag:
    """An element: its attributes (True: one without a value) and what stands in it; `inline`: on one line."""

    name: str
    attributes: tuple[tuple[str, str | bool | Hole], ...] = ()
    children: tuple[Tag | str | Hole | Each, ...] = ()
    inline: bool = True

    def walk(self) -> Iterator[Tag]:
        yield self
        for child in self.children:
            if isinstance(child, Tag):
                yield from child.walk()


class Syntax(Protocol):
    """The habits of a language of pages."""

    def attribute(self, tag: str, name: str, value: str | bool | Hole) -> str: ...

    def text(self, words: str) -> str: ...

    def hole(self, hole: Hole) -> str: ...

    def each(self, each: Each, pad: str) -> str: ...

    def void(self) -> str: ...


def written(child: Tag | Each, syntax: Syntax, depth: int) -> str:
    """An element as lines, indented by two spaces a level."""
    pad = "  " * depth
    if isinstance(child, Each):
        return syntax.each(child, pad)
    if child.inline or not child.children:
        return pad + _on_a_line(child, syntax)
    inner = "\n".join(_block(part, syntax, depth + 1) for part in child.children)
    return f"{pad}<{child.name}{_attributes(child, syntax)}>\n{inner}\n{pad}</{child.name}>"


def _block(part: Tag | str | Hole | Each, syntax: Syntax, depth: int) -> str:
    return written(part, syntax, depth) if isinstance(part, (Tag, Each)) else "  " * depth + _in_line(part, syntax)


def _on_a_line(tag: Tag, syntax: Syntax) -> str:
    opening = f"<{tag.name}{_attributes(tag, syntax)}"
    if tag.name in VOID:
        return opening + syntax.void()
    return f"{opening}>{''.join(_in_line(child, syntax) for child in tag.children)}</{tag.name}>"


def _in_line(part: Tag | str | Hole | Each, syntax: Syntax) -> str:
    if isinstance(part, Hole):
        return syntax.hole(part)
    if isinstance(part, Each):
        return syntax.each(part, "")
    return _on_a_line(part, syntax) if isinstance(part, Tag) else syntax.text(part)


def _attributes(tag: Tag, syntax: Syntax) -> str:
    return "".join(" " + syntax.attribute(tag.name, name, value) for name, value in tag.attributes)
