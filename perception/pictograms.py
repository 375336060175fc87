"""Pictures that are told apart from controls and letters: icons that OCR read, avatars, tiles, icons of menu items."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from perception.draft import CHECK_ROLES, Draft, Shelf, drafts_shelf, in_lines, lines_shelf
from perception.ink import Pixels, blobs, word_spans
from perception.types import FIELD_ROLES, BBox, TextLine

_COUNTER = re.compile(r"^[♡♥❤☆★曰日口□○〇凸◯♢◇√✓☺]\s?\d{1,4}(/\d{1,3})?$")
_SIGNS = "☆★♡♥√✓✔◇◆□■○●◎▼▾▲△▽⌄∨˅•·∙≡☰"
_LIKE_LETTERS = 3  # OCR reads one to three letters from an icon


def read_as_pictograms(drafts: list[Draft], free: Sequence[TextLine], unit: float) -> list[TextLine]:
    """Gives a pictogram the "letters" that were read from it, adds those only OCR saw; returns the other lines."""
    pictograms = drafts_shelf((d for d in drafts if d.role in ("icon", "img") or d.role in CHECK_ROLES), unit)
    left: list[TextLine] = []
    for line in free:
        few = len(line.text.replace(" ", "")) <= _LIKE_LETTERS
        near = pictograms.touching(line.box.y1, line.box.y2) if few else []
        owner = next((d for d in near if _same_place(d, line, unit)), None)
        if owner is not None:
            owner.lines.append(line)
        else:
            left.append(line)
    shelf = lines_shelf(left, unit)
    leading = [line for line in left if _leads(line, shelf.touching(line.box.y1, line.box.y2), unit)]
    drafts += [Draft("icon", line.box, 0.5, lines=[line]) for line in leading]
    led = set(leading)
    return [line for line in left if line not in led]


def _same_place(draft: Draft, line: TextLine, unit: float) -> bool:
    if draft.box.height > 3 * unit:
        return False
    return line.box.inside(draft.box) > 0.6 and (draft.box.inside(line.box) > 0.3 or draft.role in CHECK_ROLES)


def _leads(line: TextLine, lines: Sequence[TextLine], unit: float) -> bool:
    """One square sign a gap before words, as an icon stands: 'Q' before 'Search'."""
    if not is_sign(line) or line.box.width < 0.6 * line.box.height:
        return False
    return any(
        0.4 * unit <= other.box.x1 - line.box.x2 <= 1.8 * unit
        and abs(other.box.centre[1] - line.box.centre[1]) < 0.4 * unit
        and len(other.text) > 2
        for other in lines
    )


def is_sign(line: TextLine) -> bool:
    """A line of one letter or sign, no figure."""
    return len(line.text) == 1 and not line.text.isdigit()


def telling(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines of a control that say something: no signs read from its icon or chevron, if there are words."""
    return [line for line in lines if not is_sign(line)] or list(lines)


def spoken(lines: Sequence[TextLine], pixels: Pixels) -> str:
    """What a person reads out: the words, without a letter or sign that was read from an icon before or behind them."""
    words = " ".join(_without_icon(line, pixels) for line in in_lines(telling(lines)))
    return re.sub(rf"[\s{_SIGNS}]+$", "", words) or words


def _without_icon(line: TextLine, pixels: Pixels) -> str:
    first, _, rest = line.text.partition(" ")
    may_be_icon = len(first) == 1 and len(rest) > 1 and not first.isdecimal()
    wide = bool(rest) and ord(rest[-1]) > 0x2E7F
    if may_be_icon and (first in _SIGNS + "+＋" or _gap_after_first(line, pixels) > (0.36 if wide else 0.55)):
        return rest.strip()
    if not rest and len(line.text) > 2 and min(map(ord, line.text[1:])) > 0x2E7F and _apart_from_rest(line, pixels):
        return line.text[1:]
    return line.text.lstrip(_SIGNS).strip() or line.text


def _apart_from_rest(line: TextLine, pixels: Pixels) -> bool:
    """Whether the first of several Chinese characters stands off from the others, as an icon does."""
    parts = blobs(pixels, line, 0.08)
    gaps = [after[0] - before[1] for before, after in pairwise(parts)]
    at = next((i for i, part in enumerate(parts) if part[1] - line.box.x1 > 0.6 * line.box.height), len(gaps))
    return (
        at < len(gaps)
        and gaps[at] >= 0.33 * line.box.height
        and gaps[at] >= 1.9 * max([*gaps[:at], *gaps[at + 1 :], 1])
    )


def _gap_after_first(line: TextLine, pixels: Pixels) -> float:
    """The gap behind a line's first letter or sign, in heights of the line."""
    parts = blobs(pixels, line, 0.2)
    return (parts[1][0] - parts[0][1]) / line.box.height if len(parts) > 1 else 0.0


def behind_controls(line: TextLine, drafts: Shelf[Draft]) -> TextLine:
    """A line without the box to tick or icon that it was read together with; the sign read from that goes to it."""
    box, height = line.box, line.box.height
    for draft in drafts.touching(box.y1, box.y2):
        over = draft.box.x1 <= box.x1 + 0.5 * height and box.x1 < draft.box.x2 < box.x1 + 0.5 * box.width
        if not over or draft.box.overlap_y(box) < 0.5 * min(height, draft.box.height) or draft.box.height > 3 * height:
            continue
        first, _, rest = line.text.partition(" ")
        if rest and len(first) <= 2:
            sign, words = first, rest.strip()
        elif len(line.text) > 1 and not line.text[0].isalnum():
            sign, words = line.text[0], line.text[1:].strip()
        else:
            sign, words = "", line.text
        if sign:
            draft.lines.append(TextLine(sign, BBox(box.x1, box.y1, draft.box.x2, box.y2), line.confidence))
        return TextLine(words, BBox(draft.box.x2 + 1, box.y1, box.x2, box.y2), line.confidence)
    return line


def part_icons(line: TextLine, pixels: Pixels) -> tuple[TextLine, list[Draft]]:
    """A line without the icon before it and the arrow behind it that its box holds, and those as drafts."""
    words = word_spans(line.text)
    if not words or line.box.height < 5 or _COUNTER.match(line.text):
        return line, []
    parts, height, box, text = blobs(pixels, line, 0.42), line.box.height, line.box, line.text
    if min(map(ord, text)) > 0x2E7F and sum(x2 - x1 for x1, x2 in parts) < (len(text) + 0.4) * height:
        return line, []  # as many characters as there is ink for
    icons: list[Draft] = []
    if len(parts) > 1:
        (x1, x2), first = parts[0], words[0]
        glued = len(text) > 2 and ord(text[0]) > 0x24FF and text[1].isascii() and text[1].isalpha()
        if 0.5 * height <= x2 - x1 <= 1.7 * height and (glued or (first[1] - first[0]) * box.width > 1.7 * (x2 - x1)):
            sign = [TextLine(text[0], BBox(x1, box.y1, x2, box.y2), line.confidence)] if glued else []
            icons.append(Draft("icon", BBox(x1, box.y1, x2, box.y2), 0.5, lines=sign))
            box, text = BBox(parts[1][0], box.y1, box.x2, box.y2), text[1:].strip() if glued else text
    if len(parts) > 1 + len(icons):
        (x1, x2), last = parts[-1], words[-1]
        spread = text.isupper() and x1 - parts[-2][1] < 0.8 * height  # letters set apart
        if (
            not spread
            and 0.35 * height <= x2 - x1 <= 1.1 * height
            and (last[1] - last[0]) * line.box.width > 1.7 * (x2 - x1)
        ):
            middle, half = round(box.centre[1]), max(2, round(0.28 * height))  # an arrow is flat
            icons.append(Draft("icon", BBox(x1, middle - half, x2, middle + half), 0.5))
            box = BBox(box.x1, box.y1, parts[-2][1], box.y2)
    return (TextLine(text, box, line.confidence), icons) if icons else (line, [])


def new_icons(icons: Sequence[Draft], drafts: Sequence[Draft], unit: float) -> list[Draft]:
    """Those that no detection covers; a sign read from one that is known goes to that."""
    shelf = drafts_shelf((d for d in drafts if d.role in ("icon", "img") or d.role in CHECK_ROLES), unit)
    fresh: list[Draft] = []
    for icon in icons:
        known = next((d for d in shelf.touching(icon.box.y1, icon.box.y2) if d.box.intersection(icon.box)), None)
        if known is None:
            fresh.append(icon)
        else:
            known.lines += icon.lines
    return fresh


def icons_in_columns(drafts: Sequence[Draft], unit: float) -> None:
    """A little square in a column of icons is one of them, not a box to tick."""
    icons = [d.box for d in drafts if d.role == "icon"]
    for draft in drafts:
        if draft.role in ("checkbox", "radio"):
            x, size = draft.box.centre[0], draft.box.width
            like = sum(abs(i.centre[0] - x) < 0.4 * unit and 0.6 * size < i.width < 1.7 * size for i in icons)
            ticks = sum(
                d.role == draft.role and d is not draft and abs(d.box.x1 - draft.box.x1) < 0.4 * unit for d in drafts
            )
            if like >= 3 and like > ticks:
                draft.role = "icon"


def demote_pictures(drafts: Sequence[Draft], free: Sequence[TextLine], height: int, unit: float) -> None:
    """Avatars with initials and the tiles beside a figure look like square buttons, and act on nothing."""
    tops = 0.1 * height
    shelf = lines_shelf(free, unit)
    for draft in drafts:
        box = draft.box
        if draft.role == "radio" and box.height > 1.7 * unit:  # a filled circle with initials in it
            held = [line for line in shelf.touching(box.y1, box.y2) if line.box.inside(box) > 0.9]
            if len(held) == 1 and held[0].text.isalpha() and len(held[0].text) <= 2:
                draft.role, draft.confidence = "img", 0.6
        square = draft.role == "button" and 0.8 <= box.width / max(1, box.height) <= 1.25
        if not square or box.height > 6 * unit or box.y1 < tops:
            continue
        initials = 0 < len(draft.text) <= 2 and draft.text.isalpha() and draft.text.isupper()
        if initials or (
            not draft.text and _beside_two_lines(draft, shelf.touching(box.y1 - unit, box.y2 + unit), unit)
        ):
            draft.role, draft.confidence = "img", 0.6


def _beside_two_lines(draft: Draft, free: Sequence[TextLine], unit: float) -> bool:
    box = draft.box
    beside = [
        line
        for line in free
        if 0 < line.box.x1 - box.x2 < 2.5 * unit and box.y1 - unit < line.box.centre[1] < box.y2 + unit
    ]
    return len({round(line.box.centre[1] / unit) for line in beside}) >= 2


def badges_in_fields(drafts: list[Draft], unit: float) -> list[TextLine]:
    """Takes what is drawn in or on a field, a shortcut's key or a unit, for text; returns their lines."""
    fields = [d for d in drafts if d.role in FIELD_ROLES and d.role != "spinbutton"]
    freed: list[TextLine] = []
    for draft in [d for d in drafts if d.role == "button" and d.text and len(d.text) <= 4]:
        inside = any(
            draft.box.inside(f.box) > 0.9 and draft.box.height < 0.75 * f.box.height and len(draft.text) <= 2
            for f in fields
        )
        sign = not any(letter.islower() for letter in draft.text) and not draft.text.isdigit()
        if inside or (sign and any(_touches(draft.box, f.box, unit) for f in fields)):
            drafts.remove(draft)
            freed += draft.lines
    return freed


def _touches(box: BBox, field: BBox, unit: float) -> bool:
    level = box.overlap_y(field) > 0.9 * max(box.height, field.height)
    return level and min(abs(box.x2 - field.x1), abs(box.x1 - field.x2)) < 0.3 * unit


def roomy(drafts: list[Draft], free: Sequence[TextLine], size: tuple[int, int], unit: float) -> None:
    """A pictogram that stands for itself takes a click around it, too; in a bar at the top it is a button."""
    width, height = size
    lines, others = lines_shelf(free, unit), drafts_shelf((d for d in drafts if d.role not in ("img", "icon")), unit)
    for draft in drafts:
        box = draft.box
        if draft.role != "icon" or max(box.width, box.height) > 2.6 * unit:
            continue
        if any(box.inside(other.box) > 0.8 for other in others.touching(box.y1, box.y2)):
            continue
        in_head = box.y2 < 0.1 * height and min(box.width, box.height) >= 0.8 * unit
        counted = [o for o in lines.touching(box.y1 - 3, box.y2) if in_head and _counts(o, box, unit)]
        near = [o.box for o in lines.touching(box.y1, box.y2) if _at_height(o, box) and o not in counted]
        if any(-2 <= words.x1 - box.x2 <= 1.6 * unit for words in near):
            continue
        if box.height <= 0.8 * unit and any(-2 <= box.x1 - words.x2 <= unit for words in near):
            continue  # an arrow behind words is a part of what they do
        x, y = round(max(0.45 * unit, (2 * unit - box.width) / 2)), round(max(0.45 * unit, (2 * unit - box.height) / 2))
        grown = BBox(max(0, box.x1 - x), max(0, box.y1 - y), min(width, box.x2 + x), min(height, box.y2 + y))
        if in_head:
            draft.role, draft.confidence = "button", 0.6
        draft.box = grown
    heads = [d for d in drafts if d.role == "button" and not d.lines and d.box.y2 < 0.1 * height + unit]
    for draft in heads:
        if any(o is not draft and o.box.area > draft.box.area and draft.box.inside(o.box) > 0.8 for o in heads):
            drafts.remove(draft)


def _counts(line: TextLine, box: BBox, unit: float) -> bool:
    """Whether a line is the small count at an icon's upper right."""
    beside = -0.8 * unit <= line.box.x1 - box.x2 <= 0.5 * unit and line.box.height <= 0.85 * unit
    return beside and len(line.text) <= 3 and line.text.rstrip("+").isdigit()


def _at_height(line: TextLine, box: BBox) -> bool:
    return abs(line.box.centre[1] - box.centre[1]) < 0.6 * max(line.box.height, box.height)


def counters(drafts: list[Draft], free: Sequence[TextLine]) -> list[TextLine]:
    """A pictogram read as a sign together with its count ("♡6") is a small button; returns the other lines."""
    counted = [line for line in free if _COUNTER.match(line.text)]
    drafts += [Draft("button", line.box.grow(2), 0.4, lines=[line]) for line in counted]
    return [line for line in free if not _COUNTER.match(line.text)]
