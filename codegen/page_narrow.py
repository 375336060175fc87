"""What changes in a narrow window: rules that make any page fit, and the way from one measured look to another."""

from __future__ import annotations

from codegen.page_boxes import Declarations

_FONT = ("font-family", "font-size", "font-weight", "font-style", "line-height", "color")
_UNSET = {
    "padding": "0", "gap": "0", "column-gap": "0", "row-gap": "0", "width": "auto", "max-width": "100%",
    "height": "auto", "flex": "0 1 auto", "white-space": "normal", "text-align": "left", "letter-spacing": "normal",
    "background": "none", "border": "0", "border-radius": "0", "box-shadow": "none", "position": "static",
    "isolation": "auto", "z-index": "auto", "top": "auto", "left": "auto", "vertical-align": "top",
    "align-items": "normal", "flex-direction": "row", "grid-template-columns": "none", "grid-template-rows": "none",
    "grid-column": "auto", "grid-row": "auto", "display": "block", "order": "0", "object-fit": "fill",
    "min-height": "0", "list-style": "none",
}  # fmt: skip


def changes(told: Declarations, wanted: Declarations) -> Declarations:
    """What turns one look into another: what the first has beyond it goes back to what it is by itself."""
    before, after = dict(told), dict(wanted)
    if after.get("display") in ("none", "contents"):
        return [("display", after["display"])]
    gone = [(name, _unset(name)) for name in before if name not in after]
    return gone + [(name, value) for name, value in wanted if before.get(name) != value or _is_part(name, before)]


def _unset(name: str) -> str:
    if name in _FONT:
        return "inherit"
    return _UNSET.get(name, "0")


def _is_part(name: str, before: dict[str, str]) -> bool:
    """Whether a side of something stands after the whole of it was unset."""
    return name.startswith("border-") and name.count("-") == 1 and name != "border-radius" and "border" in before


def fitted(kind: str, declarations: Declarations) -> Declarations:
    """Columns stack, lines wrap, and room at the sides is given up."""
    told = dict(declarations)
    found: Declarations = []
    if told.get("display") == "grid":
        found += [("grid-template-columns", "minmax(0, 1fr)"), ("row-gap", "24px")]
        if "grid-template-rows" in told:
            found.append(("grid-template-rows", "none"))
    if "grid-column" in told:
        found += [("grid-column", "auto"), ("grid-row", "auto")]
    if told.get("display") == "flex" and "flex-direction" not in told:
        found.append(("flex-wrap", "wrap"))
    left, fills = _pixels(told.get("margin-left")), told.get("width", "").startswith("calc(")
    if (left > 16 and not fills) or left < 0:
        found.append(("margin-left", "0"))
    if not 0 <= _pixels(told.get("margin-right")) <= 16:
        found.append(("margin-right", "0"))
    if told.get("white-space") == "nowrap":
        found.append(("white-space", "normal"))
    if told.get("flex") == "none":
        found += [("flex", "0 1 auto"), ("max-width", "100%")]
    if kind.endswith("table"):
        found += [("display", "block"), ("overflow-x", "auto")]
    if told.get("position") == "relative":
        found += [("display", "flex"), ("flex-direction", "column"), ("gap", "16px"), ("height", "auto")]
    if told.get("position") == "absolute":
        found += [("position", "static"), ("width", "auto")]
    if (pad := told.get("padding")) and _side(pad) > (16 if kind == "body" else 24):
        found += [("padding-right", "16px"), ("padding-left", "16px")]
    return found


def eased(_: str, declarations: Declarations) -> Declarations:
    """The same for a page that was measured in a narrow window: in one that is a little narrower, texts wrap."""
    told = dict(declarations)
    found: Declarations = []
    if told.get("display") == "flex" and "flex-direction" not in told:
        found.append(("flex-wrap", "wrap"))
    if told.get("white-space") == "nowrap":
        found.append(("white-space", "normal"))
    if told.get("flex") == "none":
        found += [("flex", "0 1 auto"), ("max-width", "100%")]
    return found


def _pixels(length: str | None) -> float:
    return float(length.removesuffix("px")) if length and length not in ("auto",) and not length.endswith("%") else 0.0


def _side(pad: str) -> float:
    """The larger of a padding's left and right."""
    parts = [_pixels(part) for part in pad.split()]
    if len(parts) == 1:
        return parts[0]
    return max(parts[1], parts[3]) if len(parts) == 4 else parts[1]
