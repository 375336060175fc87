"""Elements as HTML. Whatever comes from the picture is escaped."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import escape

from codegen.page_tree import Each, Hole, Tag, written


class Html:
    """HTML has no props: the whole page stands in one document."""

    def attribute(self, tag: str, name: str, value: str | bool | Hole) -> str:
        return name if value is True else f'{name}="{escape(value)}"'

    def text(self, words: str) -> str:
        return str(escape(words))

    def hole(self, hole: Hole) -> str:
        raise ValueError(f"a page of HTML has no props: {hole.prop}")

    def each(self, each: Each, pad: str) -> str:
        raise ValueError(f"a page of HTML has no components: {each.component}")

    def void(self) -> str:
        return ">"


def html_of(elements: Sequence[Tag], depth: int = 1) -> str:
    return "\n".join(written(element, Html(), depth) for element in elements)
