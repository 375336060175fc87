"""Lines that stand on a picture and were not read: text of a script that the reader does not know."""

from __future__ import annotations

from perception.draft import CHECK_ROLES
from perception.ink import Pixels
from perception.types import FIELD_ROLES, BBox, Screen

_LINE = 1.5  # times as wide as high, at least: what is narrower may be an icon
_LOW = 8  # pixels; what is lower is a stroke
_FEW = 8  # one line of so many: a page that was read has a logo or a sign that nobody can read
_PICTURE = 6  # times the area of a line: a picture that it is drawn on


def unread_lines(pixels: Pixels, screen: Screen) -> tuple[BBox, ...]:
    """The boxes of those lines, where there are enough of them to be a script; none on a page that was read.

    `pixels` is the picture that `screen` was parsed of: where its lines stand is remembered from then.
    """
    from perception.text_detect import find_lines
    from perception.text_lines import strips

    found = [strip.ink for line in find_lines(pixels) for strip in strips(pixels, line)]
    known = [line.box for line in screen.lines]
    known += [element.box for element in screen.elements if element.role in CHECK_ROLES | FIELD_ROLES]
    pictures = [element.box for element in screen.with_role("img")]
    unread = [
        box
        for box in found
        if box.height >= _LOW
        and box.width >= _LINE * box.height
        and not any(box.intersection(other) for other in known)
        and not any(box.inside(other) > 0.8 and other.area > _PICTURE * box.area for other in pictures)
    ]
    enough = len(unread) > 1 and _FEW * len(unread) >= len(unread) + len(screen.lines)
    return tuple(sorted(unread, key=lambda box: (box.y1, box.x1))) if enough else ()
