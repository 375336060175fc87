"""One class for all nodes of one kind and one look, under a name that says what they are.

The commonest look of a kind has the kind's own name (`card`). The others are told apart by where they stand
(`footer-link`), by how they are set (`text-muted`), or by the words in them (`pricing-card`); a number is the last way.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from codegen.page_boxes import Declarations
from perception.layout_types import Layout, Node

_WORD = re.compile(r"[a-z][a-z0-9]*")
_PLAIN = frozenset(
    "a an and are as at be by can for from get has have in is it its of on or our than that the this to us was we will"
    " with you your s t".split()
)
_MOST = 4  # words of a name


@dataclass(eq=False)
class Look:
    """What nodes of one name look like; `narrow` is the same in a narrow window where that was measured."""

    kind: str
    declarations: Declarations
    narrow: Declarations | None = None
    hint: str = ""
    nodes: list[Node] = field(default_factory=list)
    name: str = ""


class Classes:
    """Collects looks; `named` gives each its name."""

    def __init__(self) -> None:
        self._looks: dict[tuple[object, ...], Look] = {}

    def give(
        self, node: Node, kind: str, told: Declarations, narrow: Declarations | None = None, hint: str = ""
    ) -> None:
        """`hint` is how the look may be called within its kind: "muted"."""
        if told or narrow:
            key = (kind, tuple(told), None if narrow is None else tuple(narrow))
            look = self._looks.setdefault(key, Look(kind, told, narrow, hint))
            look.nodes.append(node)

    def named(self, words: Mapping[str, Sequence[str]], avoid: Collection[str] = ()) -> list[Look]:
        """All looks in the order in which they were first seen. `words` are those that stand in each node, or by it;
        `avoid` are names that mean something else already."""
        kinds: dict[str, list[Look]] = defaultdict(list)
        for look in self._looks.values():
            kinds[look.kind].append(look)
        taken = {*kinds, *avoid}
        for kind, looks in kinds.items():
            first, *others = sorted(looks, key=lambda look: -len(look.nodes))
            first.name = kind
            for look in others if kind not in avoid else looks:
                look.name = next(name for name in _names(look, words) if name not in taken)
                taken.add(look.name)
        return list(self._looks.values())


def _names(look: Look, words: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """What a look may be called, the best first."""
    if look.hint:
        yield f"{look.kind}-{look.hint}"
    told = words.get(look.nodes[0].id) or _own_words(look.nodes[0])
    for count in range(1, min(_MOST, len(told)) + 1):
        if (name := "-".join(told[:count])) and (count > 1 or len(name) > 2):
            yield f"{name}-{look.kind}"
    stem = f"{look.kind}-{look.hint}" if look.hint else look.kind
    yield from (f"{stem}-{number}" for number in range(2, 100_000))


def words_by_node(layouts: Sequence[Layout]) -> dict[str, tuple[str, ...]]:
    """The words that say most of each node: those in it, its name, or the text that it stands beside."""
    found: dict[str, tuple[str, ...]] = {}
    for layout in layouts:
        _collect(layout.root, (), found)
    return found


def _collect(node: Node, beside: tuple[str, ...], found: dict[str, tuple[str, ...]]) -> None:
    own = [_own_words(child) for child in node.children]
    for place, child in enumerate(node.children):
        near = next((words for words in (*own[place:], *reversed(own[:place])) if words), beside)
        found[child.id] = own[place] or near
        _collect(child, near, found)


def _own_words(node: Node) -> tuple[str, ...]:
    """Of the first heading in a node, else of its first text, or its name."""
    parts = list(node.walk())
    heads = [part.text for part in parts if part.kind == "heading"]
    named = [part.label or part.state.placeholder or part.icon.replace("-", " ") for part in parts if not part.spans]
    for told in (*heads, *(part.text for part in parts if part.spans), *named):
        if words := _plain(told):
            return words
    return ()


def _plain(text: str) -> tuple[str, ...]:
    bare = unicodedata.normalize("NFKD", text[:200].casefold().replace("'", ""))
    letters = "".join(letter for letter in bare if not unicodedata.combining(letter))
    words = [word for word in re.findall(r"\w+", letters) if _WORD.fullmatch(word) and 1 < len(word) <= 16]
    telling = [word for word in words if word not in _PLAIN] or words
    return tuple(dict.fromkeys(telling))[:_MOST]
