"""A parsed picture as a page: painted boxes, paragraphs, pictures and controls in a tree of stacks and rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce
from itertools import pairwise
from typing import TYPE_CHECKING

from perception.draft import CHECK_ROLES, text_height
from perception.ink import Pixels
from perception.layout_assets import assets_of
from perception.layout_blocks import Block, blocks_of, fitted, set_fonts
from perception.layout_controls import Controls, control_item, dress_fields, matched, text_elements
from perception.layout_cut import arranged
from perception.layout_graphics import Graphic, find_graphics
from perception.layout_items import Item
from perception.layout_lines import Line, ink_box, lines_of, once, pieces_of
from perception.layout_lists import bullets_of, is_bullet, numbered
from perception.layout_meaning import give_meaning
from perception.layout_panels import Ground, Panel, find_panels
from perception.layout_room import allot
from perception.layout_spans import spans_of
from perception.layout_stops import parted
from perception.layout_tables import Grid, grids_of, is_part, with_tables
from perception.layout_types import Layout, Node, Span, Style
from perception.letters import face
from perception.types import FIELD_ROLES, BBox, Element, ImageError, Screen, TextLine

if TYPE_CHECKING:
    from perception.capture import Picture

_SCRIPTS = {
    "ja": (0x3040, 0x30FF), "ko": (0xAC00, 0xD7A3), "zh": (0x4E00, 0x9FFF), "ru": (0x400, 0x4FF), "el": (0x370, 0x3FF),
    "ar": (0x600, 0x6FF), "he": (0x590, 0x5FF), "th": (0xE00, 0xE7F), "hi": (0x900, 0x97F),
}  # fmt: skip
UNKNOWN = "und"  # the language of words that were not read
_FRAMED = FIELD_ROLES | {"button", "tab"}
_READ = 0.45  # of a line's width that the letters read of it come to, at least
_FRAME = 0.8  # of a line's box and a control's that both have in common, where the frame was read with the text
SMALLEST = 16  # pixels of a side
HIGHEST, WIDEST = 20_000, 8_000  # pixels; no page is larger


def lay_out(picture: Picture, screen: Screen, unread: Sequence[BBox] = ()) -> Layout:
    """The page that a picture shows. `screen` is what was parsed of it, `unread` the boxes of lines that were not
    read.

    Raises ImageError where there is nothing to write: a blank picture, a photograph, one larger than any page.
    """
    if picture.height > HIGHEST or picture.width > WIDEST:
        raise ImageError(
            f"{picture.source} is {picture.width} x {picture.height} px, and a page may have {WIDEST} x {HIGHEST}: "
            "cut it into parts"
        )
    if min(picture.height, picture.width) < SMALLEST:
        raise ImageError(f"{picture.source} is {picture.width} x {picture.height} px: too small for a page")
    screen = _tightened(picture, screen)
    lines = list(screen.lines) or [TextLine(element.text, element.box) for element in screen.elements if element.text]
    ground = find_panels(picture.pixels, lines)
    controls = matched(screen, ground)
    texts, dots = _texts(picture, screen, controls)
    hidden = [line.box for line in texts]
    hidden += [element.box for element in controls.drawn if element.role != "img"]
    texts, garbled = _readable(texts)
    kept = [*unread, *(line.box for line in garbled)]
    graphics = [
        graphic
        for graphic in find_graphics(picture.pixels, ground, [*hidden, *unread])
        if graphic.kind != "rule" or not any(_underlines(graphic.box, box) for box in unread)
    ]
    graphics += [Graphic("text", box) for box in kept]
    photo = any(2 * one.box.area > picture.width * picture.height for one in graphics)
    if not texts and not controls.drawn and (photo or (not ground.panels and len(graphics) < 2)):
        raise ImageError(f"{picture.source} shows no page: no text, no box and no control is on it")
    blocks, graphics = _blocks(texts, graphics, dots)
    items = _items(blocks, graphics, controls.drawn, picture)
    unit = text_height(lines)
    root = _page(picture.pixels, ground, controls.by_panel, items, grids_of(screen), unit)
    dress_fields(root, picture, lines)
    give_meaning(root, screen, unit)
    assets, named = assets_of(picture, root, screen)
    title = next((item.block.text for item in root.walk() if item.block and item.level == 1), "")
    tree = _numbered(root, named)
    lang = UNKNOWN if len(kept) > len(texts) else _language(blocks)
    return Layout(picture.width, picture.height, tree, assets, title or "Page", lang, _doubts(kept))


def _tightened(picture: Picture, screen: Screen) -> Screen:
    """The screen with each line as large as its letters: one that was read with the frame around it is a control's."""
    framed = [element.box for element in screen.elements if element.role in _FRAMED]

    def tight(line: TextLine) -> TextLine:
        if not any(line.box.iou(box) > _FRAME for box in framed):
            return line
        inside = ink_box(picture.pixels, line.box.grow(-4)) if min(line.box.width, line.box.height) > 16 else None
        return replace(line, box=inside) if inside else line

    return replace(screen, lines=tuple(map(tight, screen.lines)))


def _texts(picture: Picture, screen: Screen, controls: Controls) -> tuple[list[Line], list[Graphic]]:
    """The text outside fields, in lines, and the dots of lists that were read as text. What was read together with an
    icon or a tick box beside it, is cut there."""
    icons = [element.box for element in screen.elements if element.role in {"img", *CHECK_ROLES}]
    pieces = [
        piece
        for element in text_elements(screen)
        for piece in pieces_of(picture.pixels, element, controls.inside(element), screen.lines, icons)
    ]
    pieces = [part for piece in once(pieces) for part in parted(picture.pixels, piece)]
    dots = [Graphic("bullet", piece.box) for piece in pieces if is_bullet(piece.text)]
    return lines_of(picture.pixels, [piece for piece in pieces if not is_bullet(piece.text)]), dots


def _readable(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """Lines apart from those of which far less was read than stands there: a script that the reader does not know."""
    unread = [line for line in lines if _is_unread(line)]
    return [line for line in lines if line not in unread], unread


def _is_unread(line: Line) -> bool:
    extent = face("sans", 400).extent(line.text)
    size = line.box.height / max(0.5, extent.height)
    return line.box.width > 4 * line.box.height and extent.width * size < _READ * line.box.width


def _underlines(rule: BBox, line: BBox) -> bool:
    """Whether a rule is the stroke under a line's words, no wider than they are."""
    near = line.y1 < rule.y1 <= line.y2 + 0.4 * line.height
    return near and rule.height < rule.width and line.x1 - 3 <= rule.x1 and rule.x2 <= line.x2 + 3


def _doubts(unread: Sequence[BBox]) -> tuple[tuple[BBox, str], ...]:
    """What is to be said of lines that were not read, once for all of them."""
    if not unread:
        return ()
    if len(unread) == 1:
        return ((unread[0], "this text could not be read and is kept as a picture"),)
    said = f"the script of {len(unread)} lines is not read; they stand as pictures"
    return ((reduce(BBox.union, unread), said),)


def _blocks(
    lines: Sequence[Line], graphics: Sequence[Graphic], read: Sequence[Graphic]
) -> tuple[list[Block], list[Graphic]]:
    """Lines as blocks with their fonts, and the graphics that are no bullets of theirs; `read` are dots that were."""
    listed = numbered(lines)
    numbers = {rest: number for number, rest in listed.values()}
    lines = [listed[line][1] if line in listed else line for line in lines]
    fonts = fitted(lines)
    dots, others = bullets_of(lines, [*graphics, *read])
    blocks = blocks_of(lines, fonts, frozenset(dots) | frozenset(numbers))
    for block in blocks:
        block.number = numbers.get(block.lines[0], "")
        block.marker = "decimal" if block.number else dots.get(block.lines[0], "")
    set_fonts(blocks, fonts)
    return blocks, [one for one in others if one not in read]


def _items(
    blocks: Sequence[Block], graphics: Sequence[Graphic], controls: Sequence[Element], picture: Picture
) -> list[Item]:
    items = []
    for block in blocks:
        sources = tuple(piece.element.id for line in block.lines for piece in line.pieces)
        style = Style(color=block.colour, font=block.font, align=block.align)
        items.append(Item("paragraph", block.ink, block.box, block, style=style, sources=sources))
    for graphic in graphics:
        kind = {"rule": "rule", "bullet": "bullet"}.get(graphic.kind, "image")
        style = Style(background=graphic.fill) if kind == "rule" else Style()
        items.append(Item(kind, graphic.box, graphic.box, style=style, role=_role(graphic)))
    return items + [control_item(element) for element in controls if element.role != "img"]


def _role(graphic: Graphic) -> str:
    return graphic.line if graphic.line != "solid" else graphic.kind


def _page(
    pixels: Pixels,
    ground: Ground,
    kinds: dict[Panel, Element],
    items: Sequence[Item],
    grids: Sequence[Grid],
    unit: float,
) -> Item:
    """Every item in the innermost panel around it, every panel in its own, from the inside out."""
    panels = [panel for panel in ground.panels if panel in kinds or not is_part(panel, grids)]
    held: dict[Panel, list[Item]] = {panel: [] for panel in (ground.page, *panels)}
    for item in items:
        held[_owner(item.ink, panels, ground.page)].append(item)
    for panel in reversed(panels):
        larger = [other for other in panels if other is not panel and other.box.area > panel.box.area]
        inside = with_tables(held[panel], grids, panel, pixels, unit)
        held[_owner(panel.box, larger, ground.page)].append(_panel_item(panel, inside, kinds.get(panel), unit))
    root = Item("page", ground.page.box, ground.page.box, panel=ground.page, style=_painted(ground.page))
    inside = with_tables(held[ground.page], grids, ground.page, pixels, unit)
    if inside:
        content = arranged(inside, unit)
        root.children = content.children if content.is_plain and content.flow == "stack" else [content]
    _settle(root)
    return root


def _settle(root: Item) -> None:
    """Gives the page's content its room: what stands left and right of all of it is margin."""
    if not root.children:
        return
    left = min(child.ink.x1 for child in root.children)
    right = max(child.ink.x2 for child in root.children)
    margin = max(0, min(left, root.box.x2 - right))
    for child in root.children:
        allot(child, min(margin, child.ink.x1), max(root.box.x2 - margin, child.ink.x2))


def _owner(box: BBox, panels: Sequence[Panel], page: Panel) -> Panel:
    inside = [panel for panel in panels if panel.box.contains(*box.centre) and box.inside(panel.box) > 0.7]
    return min(inside, key=lambda panel: panel.box.area, default=page)


def _panel_item(panel: Panel, items: list[Item], element: Element | None, unit: float) -> Item:
    made = Item("group" if items else "box", panel.box, panel.box, panel=panel, style=_painted(panel))
    if element is not None and not (element.role == "button" and _are_choices(items)):
        made.kind, made.role, made.label = _kind_of(element), element.role, element.name
        made.state, made.sources = element.state, (element.id,)
    if items and made.kind != "field":
        content = arranged(items, unit)
        made.children = [content]
        if (
            made.kind == "group"
            and content.one_line
            and panel.box.height <= 72
            and content.ink.width > 0.3 * panel.box.width
        ):
            made.kind = "badge"
    return made


def _are_choices(items: Sequence[Item]) -> bool:
    """Whether a box holds three or more texts beside each other: a bar of links, no button."""
    texts = sorted((item.ink for item in items if item.block), key=lambda box: box.x1)
    return len(texts) >= 3 and all(a.x2 < b.x1 and a.y1 < b.y2 and b.y1 < a.y2 for a, b in pairwise(texts))


def _kind_of(element: Element) -> str:
    return {"button": "button", "link": "link", "tab": "button", "menuitem": "link", "img": "box"}.get(
        element.role, "field"
    )


def _painted(panel: Panel) -> Style:
    return Style(
        background=None if panel.gradient else panel.fill, gradient=panel.gradient, border=panel.border,
        borders=panel.borders, radius=panel.radius, shadow=panel.shadow,
    )  # fmt: skip


def _numbered(root: Item, assets: dict[Item, str]) -> Node:
    """The tree as plain data, numbered in reading order."""
    order = {id(item): f"n{number}" for number, item in enumerate(root.walk(), 1)}

    def node(item: Item) -> Node:
        block = item.block
        style = replace(item.style, align=block.align, font=block.font) if block else item.style
        box = item.box
        spans = spans_of(block.lines, block.breaks, style.color or (0, 0, 0), block.font.weight >= 600) if block else ()
        if block and block.number and item.kind != "item":  # no list came of it
            spans = (Span(f"{block.number} "), *spans)
            box = replace(box, x1=box.x1 - round(block.font.size * face("sans", 400).advance(f"{block.number} ")))
        return Node(
            order[id(item)], item.kind, box, style, tuple(node(child) for child in item.children),
            "columns" if item.is_spread else item.flow,
            spans, len(block.lines) if block else 0, item.level, item.role, item.label, item.state, assets.get(item),
            sources=item.sources,
        )  # fmt: skip

    return node(root)


def _language(blocks: Sequence[Block]) -> str:
    """The page's language by its script; "en" for Latin letters."""
    text = "".join(block.text for block in blocks)
    letters = [letter for letter in text if letter.isalpha()]
    if not letters:
        return "en"
    shares = {lang: sum(first <= ord(letter) <= last for letter in letters) for lang, (first, last) in _SCRIPTS.items()}
    shares["ja"] *= 8  # its kana stand among many Chinese letters
    best = max(shares, key=lambda lang: shares[lang])
    return best if shares[best] > 0.3 * len(letters) else "en"
