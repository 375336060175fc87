"""The controls of a screen on its page: which painted box is which control, and which text is a text of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from perception.draft import CHECK_ROLES
from perception.ink import measure_box
from perception.layout_items import Item
from perception.layout_panels import Ground, Panel
from perception.types import FIELD_ROLES, BBox, Element, Font, Screen, Style

if TYPE_CHECKING:
    from perception.capture import Picture

_CONTROLS = FIELD_ROLES | CHECK_ROLES | {"slider", "progressbar", "listbox"}
_SAME = 0.55  # a control and a panel that share so much are one
PAD = 6.0  # pixels between a field's side and what is written in it


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


def control_item(element: Element, picture: Picture) -> Item:
    """A control that no painted box was found for."""
    box = element.box
    style = Style()
    if element.role not in CHECK_ROLES:
        ink = measure_box(picture.pixels, BBox(box.x1 + 2, box.y1 + 2, box.x2 - 2, box.y2 - 2))
        style = Style(color=ink.colour, background=ink.paper, font=font_in(box))
    return Item(
        "field", box, box, style=style, role=element.role, label=element.name, state=element.state,
        sources=(element.id,),
    )  # fmt: skip


def font_in(box: BBox) -> Font:
    """The usual font of a control of a height."""
    size = float(max(11, min(16, round(0.4 * box.height))))
    return Font("sans", size, line=round(1.2 * size))
