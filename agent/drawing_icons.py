"""Icons as drawings of an open set, where the set has one that looks like what the picture shows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from perception.layout_types import Layout, Node, changed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from perception.capture import Picture
    from perception.ink import Pixels
    from perception.types import BBox

LARGEST = 48  # pixels of a side; what is larger is an illustration
ALIKE = 0.8  # the share of both drawings' strokes that lie on each other, within a pixel
_FAINT = 40  # of 255: what differs so little from what is around it is no stroke


def with_icons(layout: Layout, picture: Picture) -> Layout:
    """The layout with every icon that can be read, and that the set has, as a drawing in the colour of its strokes."""
    from codegen.page_icons import icon_names
    from perception.icons import name_icons
    from perception.ink import measure_box

    icons = [node for node in layout.nodes() if _is_icon(node)]
    told = name_icons(picture.pixels, [node.box for node in icons])
    concepts = {node.id: concept for node, (concept, _) in zip(icons, told, strict=True) if concept in icon_names()}

    def change(node: Node) -> Node:
        concept = concepts.get(node.id)
        if not concept:
            return node
        return replace(
            node, icon=concept, style=replace(node.style, color=measure_box(picture.pixels, node.box).colour)
        )

    return changed(layout, change)


def only(layout: Layout, kept: Collection[str]) -> Layout:
    """The layout with the drawings of some nodes alone; pictures that nothing shows any more are gone."""
    made = changed(layout, lambda node: replace(node, icon=node.icon if node.id in kept else ""))
    shown = {node.asset for node in made.nodes() if not node.icon}
    return replace(made, assets=tuple(asset for asset in made.assets if asset.name in shown))


def alike(layout: Layout, source: Pixels, drawn: Pixels, boxes: Mapping[str, BBox]) -> set[str]:
    """The nodes whose drawing looks like the picture's."""
    return {
        node.id
        for node in layout.nodes()
        if node.icon
        and node.id in boxes
        and likeness(_strokes(source, node.box), _strokes(drawn, boxes[node.id])) >= ALIKE
    }


def likeness(one: NDArray[Any], other: NDArray[Any]) -> float:
    """The lesser share of each mask's pixels that lie within a pixel of the other's; masks of a pixel's difference in
    size are laid on each other from the top left."""
    import cv2
    import numpy as np

    height, width = min(one.shape[0], other.shape[0]), min(one.shape[1], other.shape[1])
    if not height or not width or max(one.shape[0] - height, other.shape[0] - height) > 2:
        return 0.0
    masks = [np.ascontiguousarray(mask[:height, :width].astype(np.uint8)) for mask in (one, other)]
    if not all(mask.any() for mask in masks):
        return 0.0
    near = [cv2.dilate(mask, np.ones((3, 3), np.uint8)) for mask in masks]
    return min(float(near[1][masks[0] > 0].mean()), float(near[0][masks[1] > 0].mean()))


def _strokes(pixels: Pixels, box: BBox) -> NDArray[Any]:
    """Where a drawing is: what differs from the colour of its rim by half of the most."""
    import numpy as np

    crop = pixels[max(0, box.y1) : box.y2, max(0, box.x1) : box.x2].astype(np.int16)
    if not crop.size:
        return np.zeros((0, 0), np.bool_)
    rim = np.concatenate([crop[0], crop[-1], crop[:, 0], crop[:, -1]])
    far = np.abs(crop - np.median(rim, axis=0)).max(axis=2)
    return np.asarray(far > max(_FAINT, 0.5 * far.max()))


def _is_icon(node: Node) -> bool:
    return node.kind == "image" and node.role == "icon" and max(node.box.width, node.box.height) <= LARGEST
