"""Which words of a page lead to another page of the same site: the other's title, or the name of its file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from perception.layout_types import Layout

NOWHERE = "#"


@dataclass(frozen=True)
class Links:
    """Where words lead from one page; `here` are those that name the page itself."""

    there: Mapping[str, str] = field(default_factory=dict)
    here: frozenset[str] = frozenset()

    def href(self, words: str) -> str:
        return self.there.get(_plain(words), NOWHERE)

    def is_here(self, words: str) -> bool:
        return _plain(words) in self.here

    def name(self, words: str) -> bool:
        """Whether words are the name of a page, this one or another."""
        return _plain(words) in self.there or self.is_here(words)


def links_from(file: str, pages: Mapping[str, Layout]) -> Links:
    """The links of one of some pages; a name that two pages have leads nowhere."""
    names = {name: _names(name, layout) for name, layout in pages.items()}
    counts = Counter(word for own in names.values() for word in own)
    there = {word: name for name, own in names.items() if name != file for word in own if counts[word] == 1}
    return Links(there, frozenset(word for word in names[file] if counts[word] == 1 and len(pages) > 1))


def _names(file: str, layout: Layout) -> set[str]:
    stem = PurePosixPath(file).stem.replace("-", " ").replace("_", " ")
    own = {_plain(stem), _plain(layout.title)} | ({"home", "首页"} if stem == "index" else set())
    return own - {"", "page", "index"}


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold()
