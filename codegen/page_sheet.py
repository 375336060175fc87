"""The one style sheet of a page: variables, a rule for each kind of thing, and what changes in a narrow window."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from codegen.page_boxes import Declarations, inside, place, px
from codegen.page_names import base_name
from codegen.page_paint import STACKS, Palette, hexed, lettered, painted, palette_of, rem, size_name
from perception.layout_types import Font, Layout, Node, Span
from perception.types import Colour

NARROW = 768  # pixels; up to here columns stand below one another
_LANDMARKS = frozenset({"header", "nav", "main", "aside", "footer"})


@dataclass(frozen=True, slots=True)
class Rule:
    selector: str
    declarations: Declarations


@dataclass
class Sheet:
    variables: list[tuple[str, str]]
    rules: list[Rule]
    narrow: int
    narrow_rules: list[Rule]
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
    palette, base = palette_of(whole), _base_font(whole)
    bodies = [_body(layout, palette, base) for layout in layouts]
    sheet = Sheet(_variables(whole, palette, base), [Rule("body", bodies[0])], min(NARROW, whole.width - 1), [])
    sheet.roles = frozenset(node.role for node in whole.nodes() if node.kind == "field")
    namer, settled = _Namer(sheet), _settled_rows(whole)
    for layout, body in zip(layouts[1:], bodies[1:], strict=True):
        own = [told for told in body if told not in bodies[0]]
        gone = [(name, "0") for name, _ in bodies[0] if name in ("padding", "gap") and name not in dict(body)]
        namer.give(layout.root, "page", own + gone)
    sheet.rules += _span_rules(sheet, whole, palette)
    for node, parent, landmark in (step for layout in layouts for step in _walk(layout.root, None, "main")):
        if parent is None:
            continue
        if node.style.font is not None:
            namer.give(node, _letter_name(node, base), _letters(node, palette, base))
        boxes = inside(node) + (place(node, parent) if parent.id not in settled else []) + _own_size(node)
        boxes += painted(node, palette) + _stroke(node, palette) + _marker(node) + _inset(node)
        namer.give(node, base_name(node, parent, landmark), boxes)
    sheet.rules += namer.rules()
    sheet.narrow_rules = _narrow(namer)
    return sheet


def _joined(layouts: Sequence[Layout]) -> Layout:
    """All pages as one, with the first one's ground: what is counted, is counted over all of them."""
    first = layouts[0]
    children = tuple(child for layout in layouts for child in layout.root.children)
    width = min(layout.width for layout in layouts)
    return first if len(layouts) == 1 else replace(first, width=width, root=replace(first.root, children=children))


def _settled_rows(layout: Layout) -> frozenset[str]:
    """The rows whose cells need no widths: the first row of their table has as many, and its widths hold for all."""
    return frozenset(
        row.id
        for table in layout.nodes()
        if table.kind == "table"
        for row in table.children[1:]
        if len(row.children) == len(table.children[0].children)
    )


class _Namer:
    """Gives nodes of one name and one look one class."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self.looks: dict[tuple[str, tuple[tuple[str, str], ...]], str] = {}
        self._used: Counter[str] = Counter()
        self.nodes: dict[str, list[Node]] = defaultdict(list)

    def give(self, node: Node, name: str, declarations: Declarations) -> None:
        if not declarations:
            return
        key = (name, tuple(declarations))
        if key not in self.looks:
            self._used[name] += 1
            self.looks[key] = name if self._used[name] == 1 else f"{name}-{self._used[name]}"
        made = self.looks[key]
        self._sheet.classes.setdefault(node.id, []).append(made)
        self.nodes[made].append(node)

    def rules(self) -> list[Rule]:
        return [Rule(f".{name}", list(declarations)) for (_, declarations), name in self.looks.items()]


def _walk(node: Node, parent: Node | None, landmark: str) -> Iterator[tuple[Node, Node | None, str]]:
    yield node, parent, landmark
    inner = node.kind if node.kind in _LANDMARKS else landmark
    for child in node.children:
        yield from _walk(child, node, inner)


def _base_font(layout: Layout) -> Font:
    """The font of most of the text."""
    counts: Counter[Font] = Counter()
    for node in layout.nodes():
        if node.style.font is not None and node.text:
            counts[node.style.font] += len(node.text)
    return max(counts, key=lambda font: (counts[font], font.size), default=Font())


def _variables(layout: Layout, palette: Palette, base: Font) -> list[tuple[str, str]]:
    fonts = {node.style.font for node in layout.nodes() if node.style.font} | {base}
    found = [(name, hexed(colour)) for colour, name in palette.names.items()]
    if "--color-accent" not in palette.names.values():
        found.append(("--color-accent", "#2563eb"))
    found += [(f"--font-{family}", STACKS[family]) for family in sorted({font.family for font in fonts})]
    return found + [(size_name(size), rem(size)) for size in sorted({font.size for font in fonts})]


def _body(layout: Layout, palette: Palette, base: Font) -> Declarations:
    found: Declarations = [
        *inside(layout.root), *painted(layout.root, palette), ("min-height", "100vh"),
        ("font-family", f"var(--font-{base.family})"), ("font-size", f"var({size_name(base.size)})"),
        ("font-weight", str(base.weight)), ("line-height", f"{base.line:g}px"), ("overflow-wrap", "break-word"),
    ]  # fmt: skip
    if "--color-text" in palette.names.values():
        found.append(("color", "var(--color-text)"))
    return found


def _letter_name(node: Node, base: Font) -> str:
    if node.kind == "heading":
        return ("title", "heading", "subheading")[min(2, node.level - 1)]
    font = node.style.font or base
    size = "small" if font.size < 0.93 * base.size else "large" if font.size > 1.07 * base.size else "text"
    return f"{size}-strong" if font.weight > base.weight else size


def _letters(node: Node, palette: Palette, base: Font) -> Declarations:
    font = node.style.font or base
    found = lettered(font, base)
    colour = node.style.color
    if colour and palette.names.get(colour) != "--color-text":
        found.append(("color", palette.var(colour)))
    if node.style.align in ("center", "right", "justify"):
        found.append(("text-align", node.style.align))
    return found


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


def _stroke(node: Node, palette: Palette) -> Declarations:
    return [("color", palette.var(node.style.color))] if node.icon and node.style.color else []


def _inset(node: Node) -> Declarations:
    return [("padding", f"0 {px(node.style.inset)}")] if node.style.inset else []


def _marker(node: Node) -> Declarations:
    return [("list-style", node.role)] if node.kind == "list" and node.role else []


def _own_size(node: Node) -> Declarations:
    """The height of what is painted and has nothing in it that gives it one."""
    if node.kind in ("box", "bullet", "field", "rule") and not node.children:
        return [("height", f"{max(1, round(node.box.height + node.nudge.height))}px")]
    return []


def _narrow(namer: _Namer) -> list[Rule]:
    """In a narrow window columns stack, lines wrap, and room at the sides is given up."""
    changes: dict[tuple[tuple[str, str], ...], list[str]] = defaultdict(list)
    for (_, declarations), name in namer.looks.items():
        told = dict(declarations)
        change: Declarations = []
        if told.get("display") == "grid":
            change += [("grid-template-columns", "minmax(0, 1fr)"), ("row-gap", "24px")]
        if told.get("display") == "flex" and "flex-direction" not in told:
            change.append(("flex-wrap", "wrap"))
        if _pixels(told.get("margin-left")) > 16 or _pixels(told.get("margin-left")) < 0:
            change.append(("margin-left", "0"))
        if told.get("white-space") == "nowrap":
            change.append(("white-space", "normal"))
        if told.get("flex") == "none":
            change += [("flex", "0 1 auto"), ("max-width", "100%")]
        if name.endswith("table"):
            change += [("display", "block"), ("overflow-x", "auto")]
        if told.get("position") == "relative":
            change += [("display", "flex"), ("flex-direction", "column"), ("gap", "16px"), ("height", "auto")]
        if told.get("position") == "absolute":
            change += [("position", "static"), ("width", "auto")]
        if (pad := told.get("padding")) and _side(pad) > 24:
            change += [("padding-right", "16px"), ("padding-left", "16px")]
        if change:
            changes[tuple(change)].append(f".{name}")
    rules = [Rule(",\n  ".join(names), list(change)) for change, names in changes.items()]
    body = dict(namer._sheet.rules[0].declarations)
    if _side(body.get("padding", "0")) > 16:
        rules.insert(0, Rule("body", [("padding-right", "16px"), ("padding-left", "16px")]))
    return rules


def _pixels(length: str | None) -> float:
    return float(length.removesuffix("px")) if length and length not in ("auto",) and not length.endswith("%") else 0.0


def _side(pad: str) -> float:
    """The larger of a padding's left and right."""
    parts = [_pixels(part) for part in pad.split()]
    if len(parts) == 1:
        return parts[0]
    return max(parts[1], parts[3]) if len(parts) == 4 else parts[1]
