"""What holds elements: dialogs over a dimmed page, forms, lists of like rows or cards. They have no text themselves."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from perception.detect_regions import Region
from perception.draft import Draft, shares_inside
from perception.overlay import Overlay
from perception.tables import Band
from perception.types import FIELD_ROLES, BBox

_FIELD = FIELD_ROLES | {"checkbox", "radio", "switch", "slider", "listbox"}


def find_containers(
    drafts: Sequence[Draft],
    regions: Sequence[Region],
    stacks: Sequence[Sequence[Band]],
    overlay: Overlay | None,
    unit: float,
) -> list[Draft]:
    """Dialogs, forms and lists, innermost first; each a parent for what lies in it and has none yet."""
    panels = [r for r in regions if r.kind == "panel" and r.box.height > 4 * unit and r.box.width > 10 * unit]
    strips = [[band.box for band in stack] for stack in stacks]
    found = [_list_of(boxes, drafts) for boxes in strips if not (overlay and overlay.is_parted_into(boxes))]
    found += [_list_of(row, drafts) for row in _like_cards(panels, unit)]
    built = [draft for group in found for draft in group]
    dialog = overlay.box if overlay else None
    for panel in sorted(panels, key=lambda r: r.box.area):
        held = [d for d in drafts if d.box.inside(panel.box) > 0.9]
        fields, buttons = sum(d.role in _FIELD for d in held), sum(d.role == "button" for d in held)
        if dialog and panel.box.inside(dialog) > 0.9 and panel.box.area > 0.5 * dialog.area:
            continue  # the dialog itself
        if fields and buttons and fields + buttons <= 40 and panel.box.height > 8 * unit:
            built.append(Draft("form", panel.box, 0.5))
    if dialog is not None:
        built.append(Draft("dialog", dialog, 0.7))
    return _nested(built)


def adopt(containers: Sequence[Draft], drafts: Sequence[Draft]) -> None:
    """Gives each draft without a parent the smallest container around it; titles name dialogs and forms."""
    homes = [c for c in containers if c.role != "list"]
    if homes and drafts:
        inside = shares_inside([d.box for d in drafts], [c.box for c in homes]) > 0.9
        first = np.where(inside.any(axis=1), inside.argmax(axis=1), -1)
        for draft, index in zip(drafts, first.tolist(), strict=True):
            if draft.parent is None and index >= 0:
                draft.parent = homes[index]
    held: dict[int, list[Draft]] = {}
    for draft in drafts:
        held.setdefault(id(draft.parent), []).append(draft)
    for container in containers:
        _name(container, held.get(id(container), []))


def _name(container: Draft, inside: Sequence[Draft]) -> None:
    if container.role == "listitem":
        container.name = " ".join(d.name for d in sorted(inside, key=lambda d: (d.box.y1, d.box.x1)) if d.name)[:200]
    elif container.role in ("dialog", "form"):
        heads = [d for d in inside if d.role in ("heading", "text") and d.text]
        first = min(heads, key=lambda d: d.box.y1, default=None)
        container.name = first.text if first and first.box.y1 < container.box.y1 + 0.3 * container.box.height else ""


def _nested(containers: list[Draft]) -> list[Draft]:
    """Innermost first, each with its own parent."""
    ordered = sorted(containers, key=lambda c: (c.box.area, c.role == "list"))
    for index, container in enumerate(ordered):
        if container.parent is None:
            container.parent = next(
                (o for o in ordered[index + 1 :] if o.role != "list" and container.box.inside(o.box) > 0.9), None
            )
    return ordered


def _list_of(boxes: Sequence[BBox], drafts: Sequence[Draft]) -> list[Draft]:
    """A list with an item for each box that holds something."""
    whole = boxes[0]
    for box in boxes:
        whole = whole.union(box)
    parent = Draft("list", whole, 0.5)
    inside = np.asarray(shares_inside([draft.box for draft in drafts], boxes) > 0.9, np.bool_)
    wide = [n for n, d in enumerate(drafts) if d.role in _FIELD and d.box.width > 0.8 * whole.width]
    if bool(inside[wide].any()):  # the strips between the lines of a form's fields are no items
        return []
    filled = zip(boxes, [bool(column.any()) for column in inside.T], strict=True)
    items = [Draft("listitem", box, 0.5, parent=parent) for box, full in filled if full]
    return [parent, *items] if len(items) >= 3 else []


def _like_cards(panels: Sequence[Region], unit: float) -> list[list[BBox]]:
    """Groups of three or more outlined panels of one size, none in another of its group."""
    groups: list[list[BBox]] = []
    for panel in panels:
        box = panel.box
        home = next(
            (g for g in groups if abs(g[0].width - box.width) <= 3 and abs(g[0].height - box.height) <= 0.5 * unit),
            None,
        )
        if home is None:
            groups.append([box])
        elif not any(other.intersection(box) for other in home):
            home.append(box)
    return [group for group in groups if len(group) >= 3]
