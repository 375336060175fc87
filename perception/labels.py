"""Which text names which field: beside it, above it, on its border, right of a box to tick, or its placeholder."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from perception.acting_text import link_like
from perception.draft import CHECK_ROLES, Draft, drafts_shelf, in_lines, lines_shelf
from perception.ink import Ink
from perception.pictograms import telling
from perception.types import FIELD_ROLES, BBox, TextLine

_FIELDS = FIELD_ROLES | {"listbox", "slider"}
_HINT = re.compile(
    r"^(search\b|enter\b|type\b|select\b|choose\b|pick\b|add\b|e\.?g\.?\b|your\b|write\b|filter\b|find\b|ask\b|example\b|mm/dd|dd/mm|yyyy|"
    r"\S*@example\.|请|输入|搜索|选择|查找|例如|如[:：])|(\.\.\.|…)$",
    re.IGNORECASE,
)
_SEARCH = re.compile(
    r"^(?:[QO○] )?(?:(?:search|find|filter|type|enter)\b.+|(?:搜索|查找|请输入|输入)|search$)", re.IGNORECASE
)
_SEEK = re.compile(r"^(search|find|搜索|查找)", re.IGNORECASE)
_ADDRESS = re.compile(r"^[\w.+-]+@[\w-]+\.\S*$|^(mm|dd|yyyy)[/.-](mm|dd)\b", re.IGNORECASE)
_DOTS = re.compile(r"^[\s•●∙·.*∗⚫○。:]{3,}$")
_COLUMN = 16  # text heights between a label in a column of labels and its field at most
_SENTENCE = re.compile(r"[.。!！]$|.{60,}")


def tie_labels(
    drafts: Sequence[Draft], lines: Sequence[TextLine], inks: Mapping[TextLine, Ink], unit: float
) -> set[TextLine]:
    """Gives every field, box to tick and slider its name, value and placeholder; returns the lines that are labels.

    A link beside a box to tick, as in a table's rows, names the box and stays a link.
    """
    finder = _Nearby([line for line in lines if _can_label(line)], drafts, unit)
    strong = _strong(inks.values())
    for draft in drafts:
        if draft.role in _FIELDS:
            _read_content(draft, inks, strong)
    offers = []
    for draft in drafts:
        if draft.role in CHECK_ROLES and not _says(draft):
            offers += [(cost, id(draft), draft, line) for cost, line in _check_labels(draft, finder, unit)]
        elif draft.role in _FIELDS:
            offers += [(cost, id(draft), draft, line) for cost, line in _field_labels(draft, finder, unit)]
    taken: set[TextLine] = set()
    named: set[int] = set()
    for _, key, draft, line in sorted(offers, key=lambda offer: (offer[0], offer[2].box.y1, offer[2].box.x1)):
        if key not in named and line not in taken:
            draft.name = clean_label(line.text)
            named.add(key)
            if draft.role not in CHECK_ROLES or not link_like(inks[line]):
                taken.add(line)
    for draft in drafts:
        if not draft.name and draft.role in CHECK_ROLES:
            draft.name = clean_label(draft.text) if _says(draft) else ""
        elif not draft.name and draft.role == "textbox" and _is_hint(draft.state.value or ""):
            draft.name = draft.state.value or ""
            draft.state = replace(draft.state, value=None, placeholder=draft.name)
        elif not draft.name and draft.role in _FIELDS:
            draft.name = draft.state.placeholder or (draft.state.value or "" if draft.role == "combobox" else "")
    return taken


def _is_hint(text: str) -> bool:
    """Whether the words in a field that nothing else names say what to enter: few of them, no figures, no address."""
    return 1 < len(text) <= 40 and len(text.split()) <= 5 and all(c.isalpha() or c in " -'./()" for c in text)


def _says(draft: Draft) -> bool:
    """Whether words stand in it: one sign is its own tick, read as a letter."""
    return any(len(line.text) > 2 or line.text.isdigit() for line in draft.lines)


def clean_label(text: str) -> str:
    """A label without its colon and its mark for "required"."""
    return re.sub(r"^[*＊]\s*|[\s:：*＊]+$", "", text.strip())


def fields_in_disguise(drafts: Sequence[Draft], inks: Mapping[TextLine, Ink], unit: float) -> None:
    """What looks like an outlined button, but holds a pale hint, an address or a number to step, is a field."""
    strong = _strong(inks.values())
    squares = [d for d in drafts if d.role in ("button", "checkbox", "icon") and d.box.width < 4 * unit]
    for draft in drafts:
        if draft.role != "button" or not draft.lines:
            continue
        said = telling(draft.lines)
        text, ink = " ".join(line.text for line in in_lines(said)), inks[said[0]]
        if ink.chroma > 60 or max(ink.paper) - min(ink.paper) > 40:
            continue
        pale = ink.contrast < 0.8 * strong[ink.on_dark]
        if (pale and _SEARCH.search(text)) or _ADDRESS.match(text):
            draft.role = "textbox"
        elif text.isdigit() and _between_two(draft, squares, unit):
            draft.role = "spinbutton"
            for square in squares:
                if square is not draft and _touches(draft.box, square.box, unit):
                    square.role = "button"


def buttons_in_disguise(drafts: Sequence[Draft], unit: float) -> None:
    """What looks like a field, but fits closely around words in its middle that are no hint, is a button.

    And what looks like a button, but is a sign at the head of a field, is none.
    """
    addons(drafts, unit)
    for draft in drafts:
        if draft.role != "textbox" or len(draft.lines) != 1:
            continue
        words, box, text = draft.lines[0].box, draft.box, draft.lines[0].text
        left, right = words.x1 - box.x1, box.x2 - words.x2
        centred = abs(left - right) <= 2 + 0.35 * unit and max(left, right) <= 2.5 * unit
        said = any(letter.isalpha() for letter in text) and not (_HINT.search(text) or _ADDRESS.match(text))
        if centred and said and min(left, right) >= 0.5 * unit and box.height <= 4.5 * unit:
            draft.role = "button"


def addons(drafts: Sequence[Draft], unit: float) -> None:
    """A sign in a square right before a field is the field's own: it says what is entered, and does nothing."""
    fields = [draft for draft in drafts if draft.role == "textbox"]
    for draft in drafts:
        sign = not any(letter.isalnum() for letter in draft.text)
        if draft.role != "button" or not sign or draft.box.width > 1.6 * draft.box.height:
            continue
        if any(_touches(draft.box, field.box, unit) and draft.box.x2 <= field.box.x1 + 4 for field in fields):
            draft.role, draft.interactive = "img", False


def _between_two(draft: Draft, squares: Sequence[Draft], unit: float) -> bool:
    return sum(square is not draft and _touches(draft.box, square.box, unit) for square in squares) == 2


def _touches(box: BBox, other: BBox, unit: float) -> bool:
    """Side by side without a gap, at one height."""
    level = other.overlap_y(box) > 0.8 * min(box.height, other.height)
    return level and min(abs(other.x2 - box.x1), abs(other.x1 - box.x2)) < 0.4 * unit


def _read_content(draft: Draft, inks: Mapping[TextLine, Ink], strong: Mapping[bool, int]) -> None:
    """What stands inside: a hint is greyer than text is; the dots of a password are no value."""
    said = telling(draft.lines)
    text = re.sub(
        r"^[QO○] (?=search|\W*[\u4e00-\u9fff])",
        "",
        " ".join(line.text for line in in_lines(said)).strip(),
        flags=re.IGNORECASE,
    )
    if not text or _DOTS.match(text):
        return
    ink = inks[said[0]]
    if _HINT.search(text) or ink.contrast < 0.62 * strong[ink.on_dark]:
        draft.state = replace(draft.state, placeholder=text)
    else:
        draft.state = replace(draft.state, value=text)


def _strong(inks: Iterable[Ink]) -> dict[bool, int]:
    """The contrast of a page's strong text, on light paper (False) and on dark (True)."""
    found: dict[bool, list[int]] = {False: [], True: []}
    for ink in inks:
        found[ink.on_dark].append(ink.contrast)
    return {dark: sorted(values)[round(0.8 * (len(values) - 1))] if values else 0 for dark, values in found.items()}


class _Nearby:
    """Lines by height, to find those beside or above a box without looking at all of them."""

    def __init__(self, lines: Sequence[TextLine], drafts: Sequence[Draft], unit: float) -> None:
        self._lines = lines_shelf(lines, unit)
        self._fields = drafts_shelf((d for d in drafts if d.role in _FIELDS | CHECK_ROLES), unit)

    def between(self, top: float, bottom: float) -> list[TextLine]:
        """Lines that touch the band."""
        return self._lines.touching(top, bottom)

    def empty(self, box: BBox, own: Draft) -> bool:
        """Whether neither words nor another field stand in the way."""
        return not self.blocked(box, own) and not any(
            line.box.intersection(box) > 0 for line in self.between(box.y1, box.y2)
        )

    def blocked(self, box: BBox, own: Draft) -> bool:
        """Whether another field or box to tick stands in the way."""
        near = self._fields.touching(box.y1, box.y2)
        return any(draft is not own and draft.box.intersection(box) > 0 for draft in near)


def _check_labels(draft: Draft, finder: _Nearby, unit: float) -> list[tuple[float, TextLine]]:
    """Right of it at its height; or left; or, as in rows of settings, far left with nothing between."""
    box, found = draft.box, []
    for line in finder.between(box.y1, box.y2):
        if line.box.overlap_y(box) < 0.4 * min(line.box.height, box.height):
            continue
        right, left = line.box.x1 - box.x2, box.x1 - line.box.x2
        if -2 <= right <= 3 * unit and not finder.blocked(_gap(box, line.box), draft):
            found.append((0.3 * right / unit, line))
        elif -2 <= left <= 40 * unit and not finder.blocked(_gap(line.box, box), draft):
            found.append(((3 if draft.role == "switch" else 5) + left / unit, line))
    return found


def _field_labels(draft: Draft, finder: _Nearby, unit: float) -> list[tuple[float, TextLine]]:
    box, found = draft.box, []
    for line in finder.between(box.y1, min(box.y2, box.y1 + 4 * unit)):
        left, right = box.x1 - line.box.x2, line.box.x1 - box.x2
        level = abs(line.box.centre[1] - min(box.centre[1], box.y1 + 2 * unit))
        if level > unit or line.box.y1 < box.y1 - 0.3 * unit:
            continue
        if _SEEK.search(draft.state.placeholder or ""):
            continue  # what stands beside a search field is its bar's
        if -2 <= left <= 4.5 * unit and not finder.blocked(_gap(line.box, box), draft):
            found.append((0.4 * left / unit + _wordy(line), line))
        elif 0 < left <= _COLUMN * unit and line.text[-1] in ":：*" and finder.empty(_gap(line.box, box), draft):
            found.append((0.5, line))
        elif -2 <= right <= unit and not finder.blocked(_gap(box, line.box), draft):
            found.append((2.5 + right / unit, line))
    return found + _above(box, draft, finder, unit)


def _above(box: BBox, draft: Draft, finder: _Nearby, unit: float) -> list[tuple[float, TextLine]]:
    """The line above that begins where the field does (or, floating, sits on its border); helps are read past."""
    stack = sorted(
        (
            line
            for line in finder.between(box.y1 - 6 * unit, box.y1 + 0.5 * unit)
            if line.box.y2 <= box.y1 + unit and line.box.centre[1] <= box.y1 + 0.2 * unit
            and -1.5 * unit <= line.box.x1 - box.x1 < box.width
        ),
        key=lambda line: -line.box.y2,
    )  # fmt: skip
    edge, offers = box.y1, list[tuple[float, TextLine]]()
    for line in stack:
        gap = edge - line.box.y2
        if offers and line.box.centre[1] < offers[0][1].box.centre[1] - 0.6 * unit:
            break
        if gap > 1.6 * unit or finder.blocked(BBox(box.x1, line.box.y2, box.x2, max(line.box.y2, box.y1)), draft):
            break
        if _SENTENCE.search(line.text):
            edge = min(edge, line.box.y1)
            continue
        aside = min(6.0, abs(line.box.x1 - box.x1) / unit)
        if draft.state.placeholder and (aside > 1.2 or line.box.height > 1.3 * unit):
            break  # a title stands above, what to enter is said inside
        title = 3.0 if line.box.height > 1.5 * unit else 0.0
        offers.append((max(0.0, gap / unit) + 0.25 * aside + title, line))
    return offers


def _can_label(line: TextLine) -> bool:
    return any(letter.isalpha() and not (letter.isascii() and len(line.text) == 1) for letter in line.text)


def _wordy(line: TextLine) -> float:
    return 2.0 if _SENTENCE.search(line.text) else 0.0


def _gap(left: BBox, right: BBox) -> BBox:
    """The area between two boxes that stand side by side."""
    top, bottom = max(left.y1, right.y1), min(left.y2, right.y2)
    return BBox(left.x2, top, max(left.x2, right.x1), max(top + 1, bottom))
