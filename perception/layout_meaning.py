"""What the parts of a page are: header, navigation, main content, side bar, footer; headings, lists, links."""

from __future__ import annotations

import re
from collections import Counter

from perception.draft import CHECK_ROLES
from perception.layout_items import Item, around, ink_around
from perception.layout_lists import with_lists
from perception.types import FIELD_ROLES, BBox, Screen

_FOOTER = re.compile(r"©|\(c\)|copyright|all rights|powered by|privacy|版权|著作権", re.I)


def give_meaning(root: Item, screen: Screen, unit: float) -> None:
    _name_pictures(root, screen)
    _headings(
        root,
        frozenset(_words(element.name) for element in screen.elements if element.role in FIELD_ROLES | CHECK_ROLES),
    )
    with_lists(root)
    _landmarks(root, unit)


def _headings(root: Item, labels: frozenset[str]) -> None:
    """Lines that are larger or bolder than the running text, ranked by size: three levels. A field's label is none."""
    texts = [item for item in root.walk() if item.block is not None and _words(item.block.text) not in labels]
    if not texts:
        return
    sizes: Counter[float] = Counter()
    for item in texts:
        if item.block is not None:
            sizes[item.block.font.size] += len(item.block.text)
    body = sizes.most_common(1)[0][0]
    heads = [item for item in texts if _is_heading(item, body)]
    ranks = sorted({_prominence(item) for item in heads}, reverse=True)
    for item in heads:
        item.kind, item.level = "heading", min(3, 1 + ranks.index(_prominence(item)))
    first = next((item for item in heads if item.level == 1), None)
    for item in heads:
        if item.level == 1 and item is not first:
            item.level = 2


def _words(text: str) -> str:
    return " ".join(text.split()).rstrip(":* ").lower()


def _prominence(item: Item) -> float:
    font = item.block.font if item.block else None
    return round(font.size + (0.1 if font.weight >= 600 else 0), 1) if font else 0.0


def _is_heading(item: Item, body: float) -> bool:
    block = item.block
    if block is None or len(block.lines) > 3 or len(block.text) > 110 or not any(map(str.isalpha, block.text)):
        return False
    if len(block.text) < 2 or (block.text[-1] in ".,;:" and block.font.size < 1.3 * body):
        return False
    bold = block.font.weight >= 600
    return block.font.size >= 1.3 * body or (bold and block.font.size >= 1.1 * body)


def _landmarks(root: Item, unit: float) -> None:
    """The page's top is its header, its last part its footer, the rest its main content."""
    parts = list(root.children)
    if not parts:
        return
    head = tail = 0
    if len(parts) > 1 and _is_header(parts[0], root.box):
        parts[0].kind = "header"
        head = 1
    if len(parts) - head > 1 and _is_footer(parts[-1], root.box):
        parts[-1].kind = "footer"
        tail = 1
    middle = parts[head : len(parts) - tail]
    main = Item("main", ink_around(middle), around(middle), children=middle)
    main.box = BBox(min(root.box.x1, main.box.x1), main.box.y1, max(root.box.x2, main.box.x2), main.box.y2)
    root.children = [*parts[:head], main, *parts[len(parts) - tail :]]
    for item in list(root.walk()):
        if item.flow == "row" and len(item.children) >= 3 and _is_navigation(item, root.box):
            item.kind = "nav"
        if item.flow == "row" and item.kind in ("group", "main"):
            _side_bars(item, unit)


def _is_header(item: Item, page: BBox) -> bool:
    if item.is_text:
        return False
    return item.box.y1 < 0.15 * page.height and item.box.height < max(260, 0.22 * page.height) and item.kind == "group"


def _is_footer(item: Item, page: BBox) -> bool:
    if item.kind != "group" and not item.is_text:
        return False
    words = " ".join(child.block.text for child in item.walk() if child.block)
    banded = item.panel is not None and item.box.width > 0.9 * page.width and item.box.y2 > page.y2 - 60
    told = bool(words) and (banded or bool(_FOOTER.search(words)))
    return not item.is_text and told and item.box.height < 0.4 * page.height


def _is_navigation(item: Item, page: BBox) -> bool:
    """A row of short texts that are links; in a bar of its own at the page's top their colour need not say so."""
    texts = [c for c in item.children if c.block is not None and len(c.block.lines) == 1]
    linked = sum(line.is_link for c in texts if c.block for line in c.block.lines)
    short = all(len(c.block.text) < 28 for c in texts if c.block)
    bar = item.panel is not None and item.box.width > 0.5 * page.width and item.box.y2 < 0.25 * page.height
    return len(texts) == len(item.children) and short and (bar or linked >= 0.6 * len(texts))


def _side_bars(item: Item, unit: float) -> None:
    wide = max(item.children, key=lambda child: child.box.width)
    for child in item.children:
        if child is wide or child.kind != "group":
            continue
        if child.ink.width < 0.55 * wide.ink.width and child.ink.height > 14 * unit and wide.ink.height > 14 * unit:
            child.kind = "aside"


def _name_pictures(root: Item, screen: Screen) -> None:
    """A picture is named as on the screen, else by the heading beside or below it."""
    images = screen.with_role("img")
    for item in root.walk():
        if item.kind == "image" and item.role != "text" and not item.label:
            best = max(images, key=lambda element: element.box.iou(item.box), default=None)
            if best is not None and best.box.iou(item.box) > 0.3:
                item.label = best.name or (best.icon or "").replace("-", " ")
