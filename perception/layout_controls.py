"""The controls of a screen on its page: which painted box is which control, and which text is a text of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from perception.draft import CHECK_ROLES
from perception.ink import distance, measure_box
from perception.layout_blocks import snapped
from perception.layout_items import Item
from perception.layout_lines import true_colour
from perception.layout_panels import Ground, Panel
from perception.layout_types import Font, Style
from perception.style_box import common_colour, radius_of
from perception.style_font import Sample, fits
from perception.types import FIELD_ROLES, BBox, Colour, Element, Screen, TextLine

if TYPE_CHECKING:
    from perception.capture import Picture

_CONTROLS = FIELD_ROLES | CHECK_ROLES | {"slider", "progressbar", "listbox"}
_VIVID = 50  # between a colour's channels: it is no gray
_SAME = 0.55  # a control and a panel that share so much are one


@dataclass(frozen=True)
class Controls:
    """`by_panel`: the control that a panel is; `drawn`: those that have no panel and are items of their own."""

    by_panel: dict[Panel, Element]
    drawn: list[Element]

    def inside(self, element: Element) -> BBox:
        """An element's box, less the border and the round corners of its panel."""
        panel = next((panel for panel, own in self.by_panel.items() if own is element), None)
        if panel is None:
            return element.box
        return panel.box.grow(-1 - round(max(panel.borders) + 0.3 * min(panel.radius, panel.box.height / 2)))


def matched(screen: Screen, ground: Ground) -> Controls:
    by_panel: dict[Panel, Element] = {}
    drawn: list[Element] = []
    for element in screen.elements:
        if element.role not in _CONTROLS and element.role not in ("button", "link", "tab", "menuitem", "img"):
            continue
        panel = max(ground.panels, key=lambda p: p.box.iou(element.box), default=None)
        if panel is not None and panel.box.iou(element.box) >= _SAME and panel not in by_panel:
            by_panel[panel] = element
        elif element.role in _CONTROLS or element.role == "img":
            drawn.append(element)
    return Controls(by_panel, drawn)


def text_elements(screen: Screen) -> Iterable[Element]:
    """What has text that stands on the page itself: a field's is its value."""
    return (e for e in screen.elements if e.text.strip() and e.role not in _CONTROLS)


def control_item(element: Element) -> Item:
    """A control that no painted box was found for."""
    return Item(
        "field", element.box, element.box, role=element.role, label=element.name, state=element.state,
        sources=(element.id,),
    )  # fmt: skip


def dress_fields(root: Item, picture: Picture, lines: Sequence[TextLine]) -> None:
    """Measures the paint of each field, and the font of what is written in it; of a tick, what it is painted in."""
    for item in root.walk():
        if item.kind == "field" and item.role in CHECK_ROLES:
            item.style = Style(background=_ticked(item.box, picture) if item.state.checked else None)
        elif item.kind == "field":
            if item.panel is None:
                item.style = _painted(item.box, picture)
            item.style = _lettered(item, picture, lines)


def _ticked(box: BBox, picture: Picture) -> Colour | None:
    """The colour that most of a ticked control has, where it is one."""
    import numpy as np

    inside = box.grow(-2)
    crop = picture.pixels[inside.y1 : inside.y2, inside.x1 : inside.x2].reshape(-1, 3)
    vivid = crop[(crop.max(axis=1).astype(np.int16) - crop.min(axis=1)) > _VIVID]
    return common_colour(vivid) if len(vivid) > 0.2 * len(crop) else None


def _painted(box: BBox, picture: Picture) -> Style:
    """The ground of a box, and its border where its outermost pixels differ from it."""
    x1, y1, x2, y2 = box.grow(-4) if min(box.width, box.height) > 12 else box
    fill = common_colour(picture.pixels[y1:y2, x1:x2])
    rows = [picture.pixels[y, box.x1 + 6 : box.x2 - 6] for y in range(max(0, box.y1 - 1), box.y1 + 2)]
    edges = [common_colour(row) for row in rows if row.size]
    edge = max(edges, key=lambda colour: distance(colour, fill), default=fill)
    above = common_colour(picture.pixels[max(0, box.y1 - 4) : max(1, box.y1 - 3), box.x1 + 6 : box.x2 - 6])
    if distance(edge, fill) < 10 or distance(edge, above) < 10:
        return Style(background=fill)
    radius = radius_of(picture.pixels, box, edge, above)
    return Style(background=fill, border=edge, borders=(1.0, 1.0, 1.0, 1.0), radius=min(radius, 12.0))


def _lettered(item: Item, picture: Picture, lines: Sequence[TextLine]) -> Style:
    written = item.state.value or item.state.placeholder or ""
    line = next((one for one in lines if one.text in written and one.box.inside(item.box) > 0.8), None)
    size = float(max(11, min(16, round(0.4 * item.box.height))))
    if line is None:
        return replace(item.style, font=Font("sans", size, line=round(1.2 * size)), inset=round(0.7 * size))
    ink = measure_box(picture.pixels, line.box)
    sample = Sample(line.text, line.box.width, line.box.height, ink.stroke)
    fit = next((fit for fit in fits([sample]) if fit.family == "sans" and fit.weight == 400), None)
    usual = (size, 0.4 * item.box.height)  # of a picture of one pixel to a pixel, and of a finer one
    size = snapped(fit.size) if fit and any(abs(fit.size - guess) < 0.4 * guess for guess in usual) else size
    inset = float(max(0, line.box.x1 - item.box.x1 - round(item.style.borders[3])))
    colour = true_colour(picture.pixels, line.box, ink)
    return replace(item.style, font=Font("sans", size, line=round(1.2 * size)), color=colour, inset=inset)
