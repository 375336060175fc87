"""How a node is painted, as CSS: colours as variables of a palette, fonts, borders, corners, shadows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from codegen.page_boxes import Declarations, px
from perception.layout_types import Font, Layout, Node
from perception.types import Colour

_CJK = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC"'
_TICKS = ("checkbox", "radio", "switch")
STACKS = {
    "sans": f"Arial, Helvetica, {_CJK}, sans-serif",
    "serif": f'"Times New Roman", Times, {_CJK}, serif',
    "mono": f'"Courier New", Courier, {_CJK}, monospace',
    "wide": f'Verdana, "DejaVu Sans", {_CJK}, sans-serif',
}


@dataclass(frozen=True)
class Palette:
    """The colours of a page and the names of their variables."""

    names: dict[Colour, str]

    def var(self, colour: Colour) -> str:
        return f"var({self.names[colour]})" if colour in self.names else hexed(colour)


def hexed(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def palette_of(layout: Layout) -> Palette:
    """Text, background and accent have names of their own; the others are numbered by how much they are used."""
    inks: Counter[Colour] = Counter()
    papers: Counter[Colour] = Counter()
    accents: Counter[Colour] = Counter()
    for node in layout.nodes():
        style = node.style
        if style.color:
            inks[style.color] += len(node.text) or 1
        for span in node.spans:
            if span.color:
                accents[span.color] += len(span.text)
        for paint in (style.background, style.border):
            if paint:
                papers[paint] += 1
    names: dict[Colour, str] = {}
    if layout.root.style.background:
        names[layout.root.style.background] = "--color-page"
    for colour, _ in _ranked(inks)[:1]:
        names.setdefault(colour, "--color-text")
    vivid = [colour for colour, _ in _ranked(accents + papers + inks) if max(colour) - min(colour) > 50]
    for colour in vivid[:1]:
        names.setdefault(colour, "--color-accent")
    for number, (colour, _) in enumerate(
        [(c, n) for c, n in _ranked(papers + inks + accents) if c not in names], start=1
    ):
        names[colour] = f"--color-{number}"
    return Palette(names)


def _ranked(counts: Counter[Colour]) -> list[tuple[Colour, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def painted(node: Node, palette: Palette) -> Declarations:
    style = node.style
    found: Declarations = []
    if node.role in _TICKS:
        return [("accent-color", palette.var(style.background))] if style.background else []
    if node.kind == "rule" and node.role in ("dashed", "dotted") and style.background:
        return [("border-top", f"{px(node.box.height)} {node.role} {palette.var(style.background)}")]
    if style.gradient:
        first, last = hexed(style.gradient.start), hexed(style.gradient.end)
        found.append(("background", f"linear-gradient({style.gradient.angle}deg, {first}, {last})"))
    elif style.background:
        found.append(("background", palette.var(style.background)))
    if style.border and any(style.borders):
        found += _borders(style.borders, palette.var(style.border))
    if style.radius:
        found.append(("border-radius", px(style.radius)))
    if style.shadow:
        shadow = style.shadow
        found.append(("box-shadow", f"0 {px(shadow.y)} {px(shadow.blur)} rgb(0 0 0 / {shadow.opacity:g})"))
    return found


def _borders(widths: tuple[float, float, float, float], colour: str) -> Declarations:
    if len(set(widths)) == 1:
        return [("border", f"{px(widths[0])} solid {colour}")]
    sides = zip(("top", "right", "bottom", "left"), widths, strict=True)
    return [(f"border-{side}", f"{px(width)} solid {colour}") for side, width in sides if width]


def lettered(font: Font, base: Font) -> Declarations:
    """What of a font differs from the page's own."""
    found: Declarations = []
    if font.family != base.family:
        found.append(("font-family", f"var(--font-{font.family})"))
    if font.size != base.size:
        found.append(("font-size", f"var({size_name(font.size)})"))
    if font.weight != base.weight:
        found.append(("font-weight", str(font.weight)))
    if font.italic:
        found.append(("font-style", "italic"))
    if font.line != base.line:
        found.append(("line-height", px(font.line)))
    if font.spacing:
        found.append(("letter-spacing", px(font.spacing)))
    return found


def size_name(size: float) -> str:
    return "--text-" + f"{size:g}".replace(".", "-")


def rem(size: float) -> str:
    return f"{size / 16:.4f}".rstrip("0").rstrip(".") + "rem"
