"""The picture that a model may see: what stands in password fields is painted over, and so is every known password."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING

from agent.planners.secrets import is_secret_field
from perception.types import FIELD_ROLES, BBox, Element, Screen

if TYPE_CHECKING:
    from perception.capture import Picture

_DOTS = re.compile(r"\s*[•●∙·*⚫⬤○◦.]{3,}\s*")
_SAID = re.compile(r"(?:pass\s?(?:word|code|phrase)|pwd|pin|密码|口令)\s*[:：=]\s*\S", re.IGNORECASE)
_EDGE = 3  # px of a field's frame that stay to be seen
HIDDEN = "***"


def veiled(picture: Picture, screen: Screen, secrets: Collection[str] = ()) -> Picture:
    """The same picture with a flat patch over each secret; the picture itself where it shows none."""
    boxes = [_inside(element.box) for element in screen.elements if holds_secret(element, secrets)]
    boxes += [line.box.grow(2) for line in screen.lines if _says(line.text, secrets)]
    if not boxes:
        return picture
    from perception.capture import Picture
    from perception.style_box import common_colour

    pixels = picture.pixels.copy()
    for box in boxes:
        x1, y1, x2, y2 = max(0, box.x1), max(0, box.y1), min(box.x2, picture.width), min(box.y2, picture.height)
        if x1 < x2 and y1 < y2:
            pixels[y1:y2, x1:x2] = common_colour(picture.pixels[y1:y2, x1:x2])  # what is behind the letters
    return Picture(pixels, picture.source, "")


def holds_secret(element: Element, secrets: Collection[str] = ()) -> bool:
    """Whether the content of the element must not be shown: a password's field, dots in a field, a known password."""
    field = element.role in FIELD_ROLES
    named = f"{element.name} {element.state.placeholder or ''}"
    if field and _says_only_its_name(element):
        return False
    if field and (is_secret_field(named) or _DOTS.fullmatch(element.state.value or element.text or "-")):
        return True
    return _says(f"{element.name}\n{element.text}\n{element.state.value or ''}", secrets)


def _says_only_its_name(element: Element) -> bool:
    """An empty password field with its placeholder: "Repeat password"; what holds a digit or a sign may be one."""
    shown, held = element.state.placeholder or "", element.state.value or element.text
    plain = all(letter.isalpha() or letter in " *:：'’" for letter in shown)
    return bool(shown) and plain and is_secret_field(shown) and held in ("", shown)


def name_for_model(element: Element, secrets: Collection[str] = ()) -> str:
    """An element's name as a model may read it."""
    if not _says(element.name, secrets):
        return element.name
    return HIDDEN


def _says(text: str, secrets: Collection[str]) -> bool:
    return any(secret in text for secret in secrets if len(secret) > 2) or _SAID.search(text) is not None


def _inside(box: BBox) -> BBox:
    smaller = box.grow(-_EDGE)
    return smaller if smaller.width > 2 * _EDGE and smaller.height > 2 * _EDGE else box
