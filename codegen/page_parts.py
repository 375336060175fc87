"""Things that a page repeats, as components: one shape, and what differs as props.

    parts = parts_of(elements)     # parts.elements: the page with an `Each` where such things stood

Siblings of one shape (the same elements with the same attributes) are one component; so are those of the same shape in
another place of the page.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from codegen.page_tree import Each, Hole, Tag

Path = tuple[int | str, ...]  # the way to a text or an attribute: places among children, at last its name
Shape = tuple[object, ...]
_HTML_NAMES = frozenset(
    "a article aside button code div em figure footer form header img input item label li line link list main map mark"
    " menu meter nav object option output p picture progress row section select slot span strong style summary table"
    " text time title ul video view".split()
)
_TEXT_PROPS = {"a": "label", "button": "action", "label": "label", "td": "cell", "th": "cell", "li": "label",
               "option": "choice", **{f"h{level}": "title" for level in range(1, 7)}}  # fmt: skip
_ATTRIBUTE_PROPS = {"src": "picture", "aria-label": "label", "for": "id", "class": "className"}
_MOST_LOOKS = 2  # props that only change a class; with more, things are not alike


@dataclass(frozen=True)
class Component:
    """A thing that is repeated: its template, with holes, and the names of its props."""

    name: str
    props: tuple[str, ...]
    root: Tag


@dataclass(frozen=True)
class Parts:
    """A page in parts: its elements, the components, and the props of each list of things by the list's name."""

    elements: tuple[Tag | Each, ...]
    components: tuple[Component, ...] = ()
    lists: tuple[tuple[str, tuple[dict[str, str], ...]], ...] = ()


def parts_of(elements: Sequence[Tag]) -> Parts:
    page = Tag("body", (), tuple(elements), inline=False)
    runs: dict[tuple[Shape, tuple[str, ...]], list[tuple[Tag, ...]]] = defaultdict(list)
    for run, heads in _runs(page, ()):
        runs[_shape(run[0]), heads].append(run)
    made = _Made()
    for (_, heads), found in runs.items():
        made.add([thing for run in found for thing in run], found, heads)
    changed = _with_lists(page, made.places)
    return Parts(changed.children, tuple(made.components), tuple(made.lists))  # type: ignore[arg-type]


class _Made:
    """The components found so far."""

    def __init__(self) -> None:
        self.components: list[Component] = []
        self.lists: list[tuple[str, tuple[dict[str, str], ...]]] = []
        self.places: dict[int, Each] = {}  # by the identity of a run's first thing; the others stand in `gone`
        self._names: Counter[str] = Counter(("App", "StrictMode", "props", "place"))

    def add(self, things: list[Tag], runs: Sequence[tuple[Tag, ...]], heads: tuple[str, ...]) -> None:
        props = _props(things, heads)
        if not props or sum(path[-1] == "class" for path in props) > _MOST_LOOKS:
            return
        name = self._numbered(_component_name(things[0]))
        names = tuple(dict.fromkeys(props.values()))
        self.components.append(Component(name, names, _holed(things[0], props)))
        for run in runs:
            items = self._numbered(_plural(name[0].lower() + name[1:]))
            told = tuple({prop: _value(thing, path) for path, prop in props.items()} for thing in run)
            self.lists.append((items, told))
            for thing in run:
                self.places[id(thing)] = Each(name, items)

    def _numbered(self, name: str) -> str:
        self._names[name] += 1
        return name if self._names[name] == 1 else f"{name}{self._names[name]}"


def _runs(tag: Tag, heads: tuple[str, ...]) -> Iterator[tuple[tuple[Tag, ...], tuple[str, ...]]]:
    """Neighbours of one shape, outermost first; with the heads of the table that they stand in."""
    if tag.inline:
        return
    if tag.name == "table":
        heads = tuple(_words(cell) for cell in tag.walk() if cell.name == "th")
    children = [child for child in tag.children if isinstance(child, Tag)]
    place = 0
    while place < len(children):
        stop = place + 1
        while stop < len(children) and _shape(children[stop]) == _shape(children[place]):
            stop += 1
        run = tuple(children[place:stop])
        if _is_worth_a_name(run):
            yield run, heads if run[0].name == "tr" else ()
        else:
            for child in run:
                yield from _runs(child, heads)
        place = stop


def _is_worth_a_name(run: Sequence[Tag]) -> bool:
    """Two of a thing that holds others, or three of a small one; a plain text is none."""
    size = sum(1 for _ in run[0].walk())
    return len(run) >= 2 and size >= (3 if len(run) == 2 else 2)


def _shape(tag: Tag) -> Shape:
    children = tuple(_shape(child) if isinstance(child, Tag) else "text" for child in tag.children)
    return (tag.name, tag.inline, tuple((name, value is True) for name, value in tag.attributes), children)


def _leaves(tag: Tag, path: Path = ()) -> Iterator[tuple[Path, Tag, str]]:
    """Each text and each attribute's value below a tag: its path, the tag that it is of, and what it says."""
    for name, value in tag.attributes:
        if isinstance(value, str):
            yield (*path, name), tag, value
    for place, child in enumerate(tag.children):
        if isinstance(child, Tag):
            yield from _leaves(child, (*path, place))
        elif isinstance(child, str):
            yield (*path, place, "text"), tag, child


def _props(things: Sequence[Tag], heads: Sequence[str]) -> dict[Path, str]:
    """The name of the prop for each leaf that differs; leaves that say the same everywhere are one prop."""
    same: dict[tuple[str, ...], list[tuple[Path, Tag]]] = {}
    for column in zip(*(list(_leaves(thing)) for thing in things), strict=True):
        told = tuple(said for _, _, said in column)
        if len(set(told)) > 1:
            same.setdefault(told, []).append(column[0][:2])
    used: Counter[str] = Counter()
    found: dict[Path, str] = {}
    for leaves in same.values():
        path, tag = min(leaves, key=lambda leaf: leaf[0][-1] != "text")  # what is read says more than an attribute
        name = _prop_name(path, tag, heads)
        used[name] += 1
        found |= {leaf: name if used[name] == 1 else f"{name}{used[name]}" for leaf, _ in leaves}
    return found


def _prop_name(path: Path, tag: Tag, heads: Sequence[str]) -> str:
    leaf = str(path[-1])
    if leaf != "text":
        return _ATTRIBUTE_PROPS.get(leaf) or _camel(leaf)
    cell = path[0]
    if heads and isinstance(cell, int) and cell < len(heads) and (head := _camel(heads[cell])):
        return head
    return _TEXT_PROPS.get(tag.name, "text")


def _value(thing: Tag, path: Path) -> str:
    return next(said for found, _, said in _leaves(thing) if found == path)


def _holed(tag: Tag, props: dict[Path, str], path: Path = ()) -> Tag:
    """A tag with a hole for each prop."""
    attributes = tuple(
        (name, Hole(props[*path, name]) if (*path, name) in props else value) for name, value in tag.attributes
    )
    children = tuple(
        _holed(child, props, (*path, place)) if isinstance(child, Tag)
        else Hole(props[*path, place, "text"]) if (*path, place, "text") in props else child
        for place, child in enumerate(tag.children)
    )  # fmt: skip
    return replace(tag, attributes=attributes, children=children)


def _with_lists(tag: Tag, places: dict[int, Each]) -> Tag:
    """A tag in which each run of things is one `Each`."""
    children: list[Tag | str | Hole | Each] = []
    for child in tag.children:
        if not isinstance(child, Tag):
            children.append(child)
        elif (each := places.get(id(child))) is None:
            children.append(_with_lists(child, places))
        elif not children or children[-1] != each:
            children.append(each)
    return replace(tag, children=tuple(children))


def _component_name(tag: Tag) -> str:
    """By its last class, which says what it is; else by its element."""
    classes = next((str(value) for name, value in tag.attributes if name == "class"), "")
    stem = re.sub(r"-\d+$", "", classes.split()[-1]) if classes else ""
    if tag.name == "tr":
        stem = "table-row"
    elif not stem:
        stem = {"li": "entry", "p": "paragraph", "a": "link"}.get(tag.name, tag.name)
    name = _camel(stem)
    return name[0].upper() + name[1:] + ("Item" if name.lower() in _HTML_NAMES else "")


def _plural(name: str) -> str:
    if re.search(r"[^aeiou]y$", name):
        return name[:-1] + "ies"
    return name + ("es" if re.search(r"(?:s|x|ch|sh)$", name) else "s")


def _camel(words: str) -> str:
    """Words as a name in a program: letters and digits of ASCII, a small one first; "" where none is left."""
    parts = re.findall(r"[A-Za-z0-9]+", words)[:4]
    name = "".join(part.lower() if not place else part.capitalize() for place, part in enumerate(parts))
    return "" if not name or name[0].isdigit() or name in _RESERVED else name


def _words(tag: Tag) -> str:
    return " ".join(child if isinstance(child, str) else _words(child) for child in tag.children
                    if isinstance(child, (str, Tag)))  # fmt: skip


# Words that cannot name a prop: JavaScript's own, and what React and Vue keep for themselves.
_RESERVED = frozenset(
    "arguments await break case catch class const continue debugger default delete do else enum eval export"
    " extends children slot style is"
    " false finally for function if implements import in instanceof interface key let new null package private"
    " protected public ref return static super switch this throw true try typeof var void while with yield".split()
)
