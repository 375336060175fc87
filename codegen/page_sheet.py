"""The one style sheet of a page: variables, a rule for each kind of thing, and what changes in a narrow window."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from codegen.page_boxes import Declarations
from codegen.page_classes import Classes, Look, words_by_node
from codegen.page_fragments import styled
from codegen.page_looks import Paints, base_font, settled_rows, walk
from codegen.page_names import base_name, letter_hint, letter_name
from codegen.page_narrow import changes, eased, fitted
from codegen.page_paint import STACKS, Palette, hexed, palette_of, rem, size_name
from perception.layout_types import Layout, Node, Span
from perception.types import Colour

NARROW = 768  # pixels; up to here columns stand below one another
Fit = Callable[[str, Declarations], Declarations]
HIDDEN: Declarations = [("display", "none")]
OPENED: Declarations = [("display", "contents")]


@dataclass(frozen=True, slots=True)
class Rule:
    selector: str
    declarations: Declarations


@dataclass
class Sheet:
    """`media`: up to which width of the window which rules hold instead, the widest first."""

    variables: list[tuple[str, str]]
    rules: list[Rule]
    media: list[tuple[int, list[Rule]]] = field(default_factory=list)
    classes: dict[str, list[str]] = field(default_factory=dict)
    roles: frozenset[str] = frozenset()
    spans: dict[tuple[str, Colour | None, bool], str] = field(default_factory=dict)

    @property
    def has_ticks(self) -> bool:
        return bool(self.roles & {"checkbox", "radio", "switch"})

    def span_class(self, span: Span) -> str:
        return self.spans.get((span.kind, span.color, span.underline), "")

    def classes_of(self, node: Node) -> str:
        return " ".join(self.classes.get(node.id, ()))


def sheet_of(*layouts: Layout) -> Sheet:
    """One sheet for one page or several; the ids of their nodes are all different."""
    whole = _joined(layouts)
    paints = Paints(palette_of(whole), base_font(whole))
    classes = Classes()
    bodies = [paints.body(layout) for layout in layouts]
    for layout, body in zip(layouts[1:], bodies[1:], strict=True):
        own = [told for told in body if told not in bodies[0]]
        gone = [(name, "0") for name, _ in bodies[0] if name in ("padding", "gap") and name not in dict(body)]
        classes.give(layout.root, "page", own + gone)
    settled = settled_rows(whole)
    for node, parent, landmark in (step for layout in layouts for step in walk(layout.root)):
        if parent is not None:
            hint = letter_hint(node, paints.palette)
            classes.give(node, letter_name(node, paints.base), paints.letters(node), hint=hint)
            classes.give(node, base_name(node, parent, landmark), paints.box(node, parent, settled))
        for part, kind, told in styled(node) if node.fragment else ():
            classes.give(part, kind, told)
    sheet, looks = _sheet(whole, paints, bodies[0], classes, words_by_node(layouts))
    sheet.media = [(min(NARROW, whole.width - 1), _fitted(looks, bodies[0]))]
    return sheet


def sheet_of_both(whole: Layout, wide: Layout, narrow: Layout) -> Sheet:
    """The sheet of one page with two arrangements: the narrow one holds up to the width between the two."""
    paints = Paints(palette_of(_joined([whole, narrow])), base_font(wide))
    classes = Classes()
    seen = [_Arranged(layout, paints) for layout in (wide, narrow)]
    order = _orders(whole.root, narrow.root)
    for node, parent, landmark in walk(whole.root):
        if parent is not None:
            letters, slim = (one.letters(node) for one in seen)
            told = letters if letters is not None else slim or []
            hint = letter_hint(node, paints.palette)
            classes.give(node, letter_name(node, paints.base), told, told if slim is None else slim, hint)
            box, low = (one.box(node) for one in seen)
            low = low + order.get(node.id, []) + _cut_to(node, seen[1].nodes.get(node.id))
            classes.give(node, base_name(node, parent, landmark), box, low)
    body, slim_body = (paints.body(layout) for layout in (wide, narrow))
    sheet, looks = _sheet(_joined([whole, narrow]), paints, body, classes, words_by_node([whole]))
    measured = [Rule("body", changes(body, slim_body))]
    measured += [Rule(f".{look.name}", changes(look.declarations, look.narrow or [])) for look in looks]
    if any(look.kind.endswith("table") and dict(look.narrow or []).get("display") for look in looks):
        measured.append(Rule("thead,\n  tbody", OPENED))
    bare = [Look(look.kind, look.narrow or [], name=look.name) for look in looks]
    between = min(max(NARROW, narrow.width), wide.width - 1)
    kept = [rule for rule in measured if rule.declarations]
    sheet.media = [(between, kept), (narrow.width - 1, _fitted(bare, slim_body, eased))]
    return sheet


def _sheet(
    whole: Layout, paints: Paints, body: Declarations, classes: Classes, words: Mapping[str, Sequence[str]]
) -> tuple[Sheet, list[Look]]:
    sheet = Sheet(_variables(whole, paints), [Rule("body", body)])
    sheet.roles = frozenset(node.role for node in whole.nodes() if node.kind == "field")
    sheet.rules += _span_rules(sheet, whole, paints.palette)
    looks = classes.named(words)
    for look in looks:
        for node in look.nodes:
            sheet.classes.setdefault(node.id, []).append(look.name)
    sheet.rules += [Rule(f".{look.name}", look.declarations) for look in looks if look.declarations]
    return sheet, looks


def _joined(layouts: Sequence[Layout]) -> Layout:
    """All pages as one, with the first one's ground: what is counted, is counted over all of them."""
    first = layouts[0]
    children = tuple(child for layout in layouts for child in layout.root.children)
    width = min(layout.width for layout in layouts)
    return first if len(layouts) == 1 else replace(first, width=width, root=replace(first.root, children=children))


class _Arranged:
    """One arrangement of a page that has two."""

    def __init__(self, layout: Layout, paints: Paints) -> None:
        self._paints, self._settled = paints, settled_rows(layout)
        steps = list(walk(layout.root))
        self.nodes = {node.id: node for node, _, _ in steps}
        self._parents = {node.id: parent for node, parent, _ in steps}
        self._opened = {name for node in layout.nodes() for name in node.opened}

    def letters(self, node: Node) -> Declarations | None:
        """None where it is not shown."""
        own = self.nodes.get(node.id)
        return self._paints.letters(own) if own else None

    def box(self, node: Node) -> Declarations:
        own, parent = self.nodes.get(node.id), self._parents.get(node.id)
        if own is None or parent is None:
            return OPENED if node.id in self._opened else HIDDEN
        return self._paints.box(own, parent, self._settled)


def _orders(whole: Node, narrow: Node) -> dict[str, Declarations]:
    """Which nodes stand in another order than in the document."""
    place = {node.id: number for number, node in enumerate(whole.walk())}
    found: dict[str, Declarations] = {}
    for node in narrow.walk():
        numbers = [place[child.id] for child in node.children]
        if numbers != sorted(numbers) and node.flow in ("stack", "row", "columns"):
            found |= {child.id: [("order", str(at))] for at, child in enumerate(node.children, 1)}
    return found


def _cut_to(node: Node, narrow: Node | None) -> Declarations:
    """The height of a picture that is shown in other proportions."""
    if narrow is None or node.kind != "image":
        return []
    shapes = [one.box.width / max(1, one.box.height) for one in (node, narrow)]
    if not node.icon and abs(shapes[0] / shapes[1] - 1) < 0.03:
        return []
    return [("height", f"{narrow.box.height}px"), ("object-fit", "cover")]


def _fitted(looks: Sequence[Look], body: Declarations, fit: Fit = fitted) -> list[Rule]:
    """The rules that make a page fit, one for all classes that need the same."""
    found: dict[tuple[tuple[str, str], ...], list[str]] = defaultdict(list)
    told = [("body", "body", body), *((f".{look.name}", look.kind, look.declarations) for look in looks)]
    for selector, kind, declarations in told:
        if change := fit(kind, declarations):
            found[tuple(change)].append(selector)
    return [Rule(",\n  ".join(names), list(change)) for change, names in found.items()]


def _variables(layout: Layout, paints: Paints) -> list[tuple[str, str]]:
    palette = paints.palette
    fonts = {node.style.font for node in layout.nodes() if node.style.font} | {paints.base}
    found = [(name, hexed(colour)) for colour, name in palette.names.items()]
    if "--color-accent" not in palette.names.values():
        found.append(("--color-accent", "#2563eb"))
    found += [(f"--font-{family}", STACKS[family]) for family in sorted({font.family for font in fonts})]
    return found + [(size_name(size), rem(size)) for size in sorted({font.size for font in fonts})]


def _span_rules(sheet: Sheet, layout: Layout, palette: Palette) -> list[Rule]:
    """A class for each look of a run that is not its block's."""
    rules: list[Rule] = []
    used: Counter[str] = Counter()
    for node in layout.nodes():
        for span in node.spans:
            key = (span.kind, span.color, span.underline)
            if key in sheet.spans or not (span.color or span.underline):
                continue
            name = "text-link" if span.kind == "link" else "ink"
            used[name] += 1
            sheet.spans[key] = name if used[name] == 1 else f"{name}-{used[name]}"
            look: Declarations = [("color", palette.var(span.color))] if span.color else []
            look += [("text-decoration", "underline")] if span.underline else []
            rules.append(Rule(f".{sheet.spans[key]}", look))
    return rules
