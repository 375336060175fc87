"""One element for one description, or a refusal with the nearest candidates; and, from `naming`, its locator."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from agent import headers, labels, limits, relations, repair, rows
from agent.context import Vocabulary, match_name
from agent.describe import Description, describe, literal, said_plainly
from agent.icon_words import standing
from agent.matching import Match, name_units
from agent.naming import NotNameable, locator_for, matching
from agent.phrases import ASKING, CHECKS, CREATING, FIELDS, PRESS
from agent.ties import Candidate, distinct, in_line, makes, one_of_a_site, one_thing, outermost, rival, soft
from agent.words import is_cjk
from codegen.plan import Answered
from perception.types import Element, Screen

__all__ = ["Grounding", "NotNameable", "locate", "locator_for", "matching"]

ACCEPT = 0.6  # a lower score is no answer
CLEAR = 0.6  # and of such, so much of the name must be said
LEAST = 0.38  # what no rival comes near may score this little
LITERAL = 0.9  # a description is taken as a name alone from here
UNRELATED = 0.75  # a description whose relation is to nothing may still be a name that scores so much
MARGIN = 0.06  # a rival this close is a tie
_STATIC = frozenset({"text", "heading", "cell", "row", "columnheader", "listitem", "list", "table", "alert", "img"})
_ICON_ALONE = re.compile(
    r"(?:(?:the|a|an|item|button|link|one|thing|element|with|has|having|which|that|icon|icons)\s*)*"
)
_LINES = frozenset({"text", "heading", "cell", "link", "button"})
_NO_ICONS = frozenset({"text", "heading", "cell", "listitem", "row"})
_NO_LABELS = frozenset({"cell", "heading", "link"})  # a click on a label ticks its box, one on these does not
_WRITTEN = frozenset({"textbox", "searchbox", "spinbutton"})
_HOLDERS = frozenset({"row", "listitem", "list", "table", "dialog", "form", "navigation", "alert"})


@dataclass(frozen=True)
class Grounding:
    """`reason` is "" where an element was found, or one sentence; `candidates` are the nearest, best first; `answered`
    is who was asked besides the embedded eyes."""

    element: Element | None
    confidence: float
    reason: str
    candidates: tuple[Element, ...]
    spot: tuple[int, int] | None = None
    answered: tuple[Answered, ...] = ()

    @property
    def point(self) -> tuple[int, int] | None:
        """Where to click, in pixels: the middle of the element, or `spot`, where only a part of its text is meant."""
        if self.element is None or self.spot:
            return self.spot
        x, y = self.element.box.centre
        return int(x), int(y)


def locate(screen: Screen, description: str, *, roles: frozenset[str] | None = None) -> Grounding:
    """The one element that the description means; `roles` restricts what may be chosen.

    What lies under an open dialog is refused, unless what can be reached fits as well.
    """
    text = " ".join(description.split())[:1000]
    if not text:
        return _refused("the description is empty; say which element is meant", [])
    if dropped := limits.unheard(text, [e.name for e in screen.elements], limits.DESCRIBED):
        return _refused(f"{dropped!r} is not understood; say which element is meant, not which is not", [])
    pool = [e for e in screen.elements if roles is None or e.role in roles]
    found = _located(screen, text, pool)
    free = [e for e in pool if not e.state.blocked]
    if len(free) == len(pool) or (found.element and not found.element.state.blocked):
        return found
    reached = _located(screen, text, free)
    if reached.element and (found.element is None or reached.confidence >= found.confidence):
        return reached
    if found.element is None:
        return found
    return Grounding(None, 0.0, covered(screen, found.element), (found.element, *reached.candidates[:4]))


def covered(screen: Screen, element: Element) -> str:
    """Why an element that lies under a dialog cannot be acted on."""
    name = next((repr(dialog.name) for dialog in screen.with_role("dialog") if dialog.name), "that is open")
    return f"{element} lies under the dialog {name}; close it first"


def _located(screen: Screen, text: str, pool: list[Element]) -> Grounding:
    vocabulary = Vocabulary(screen)
    parts = describe(text)
    if any(c.isalnum() for c in text):  # a lone ">" that does not act is no "next"
        pool = [e for e in pool if e.interactive or e.role != "text" or any(c.isalnum() for c in e.name)]
    if not parts.quoted:
        whole = literal(text)
        plain = _choose(screen, _ranked(screen, pool, whole, vocabulary), whole, text)
        if plain.element and plain.confidence >= (0.99 if said_plainly(text) != text else LITERAL):
            return plain if plain.confidence > 0.99 else _of_its_kind(plain, parts, text)
    found = _structured(screen, pool, parts, vocabulary, text)
    if not found.element and parts.anchor and not (parts.quoted or parts.anchor.quoted or parts.nth):
        found = plain if plain.confidence >= UNRELATED else found
    if not found.element and not parts.quoted and plain.element and plain.confidence >= LITERAL:
        found = plain  # another way to say it was none: its own words fit
    plainly = not (parts.quoted or parts.structured or parts.roles)
    if plainly and found.confidence < LITERAL and (row := rows.record(screen, pool, parts, vocabulary)):
        return Grounding(row, 0.7, "", (row, *found.candidates[:4]))
    if not found.element and not (parts.quoted or parts.anchor or parts.nth or parts.place):
        found = _in_table(screen, pool, parts, vocabulary) or found
    if (not found.element or found.element.icon in headers.ARROWS) and (head := headers.asked(screen, text)):
        arrow = headers.arrow_of(screen, head, pool)
        reason = "" if arrow else f"it is not clear which arrow belongs to the column {head.name!r}"
        return Grounding(arrow, 0.7 if arrow else 0.0, reason, (arrow or head, *found.candidates[:4]))
    return _of_its_kind(_repaired(screen, found, parts, pool), parts, text)


def _of_its_kind(found: Grounding, parts: Description, text: str) -> Grounding:
    """Who asks for a field or for a box to tick means no button and no text, whatever it is called."""
    asked, chosen = set(parts.roles), found.element
    if chosen is None or not asked:
        return found
    wrong = (bool(asked & _WRITTEN) and chosen.role in PRESS) or (asked <= set(CHECKS) and chosen.role in _NO_LABELS)
    wrong |= parts.roles[0] == "img" and (chosen.role in FIELDS or (chosen.role in _NO_ICONS and chosen.icon is None))
    silent = not (parts.words or parts.quoted) or _ICON_ALONE.fullmatch(parts.words) is not None
    wrong |= silent and parts.roles[0] == "img" and chosen.role != "img" and not chosen.icon and _worded(chosen)
    if not wrong:
        return found
    reason = f"{text!r} asks for another kind of thing than the nearest, which is the {chosen.role} {chosen.name!r}"
    return Grounding(None, 0.0, reason, (chosen, *[c for c in found.candidates if c != chosen][:4]))


def _worded(element: Element) -> bool:
    return not element.named_by_icon and any(c.isalnum() for c in element.name)


def _repaired(screen: Screen, found: Grounding, parts: Description, pool: list[Element]) -> Grounding:
    """Mends what eyes took apart: a label for its field, a name in two lines, a link within a line of text."""
    chosen = found.element
    if chosen and parts.roles and parts.roles[0] in FIELDS and not chosen.interactive:
        field = repair.field_of(screen, chosen)
        if field in pool and field is not None:
            return Grounding(field, found.confidence, "", (field, *found.candidates[:4]))
    labelled = repair.field_of(screen, chosen) if chosen and chosen.role == "text" and not parts.roles else None
    if chosen and labelled in pool and labelled is not None and repair.named_by(labelled, chosen):
        return Grounding(labelled, found.confidence, "", (labelled, *found.candidates[:4]))
    asked = repair.link_after(screen, chosen) if chosen and not parts.quoted else None
    if asked in pool and asked is not None:
        return Grounding(asked, found.confidence, "", (asked, *found.candidates[:4]))
    if chosen and chosen.role in _LINES and not chosen.interactive:
        spot = repair.spot_in(chosen, parts.quoted) if parts.quoted else repair.answer_in(chosen)
        return replace(found, spot=spot)
    if chosen or not parts.quoted or parts.structured:
        return found
    pieces = [e for e in repair.in_pieces(screen, parts.quoted) if e in pool]
    if pieces:
        return Grounding(pieces[0], 0.75, "", tuple(pieces))
    spots = [(e, spot) for e in pool if e.role in _LINES and (spot := repair.spot_in(e, parts.quoted))]
    if len(spots) == 1:
        return Grounding(spots[0][0], 0.7, "", (spots[0][0],), spots[0][1])
    return found


def _structured(
    screen: Screen, pool: list[Element], parts: Description, vocabulary: Vocabulary, text: str
) -> Grounding:
    found = _ranked(screen, pool, parts, vocabulary)
    if parts.anchor and parts.side:
        anchors = _anchors(screen, parts.anchor, vocabulary, parts.side)
        if not anchors and parts.side == "in":
            return _structured(screen, pool, _without_relation(parts), vocabulary, text)
        if not anchors:
            words = parts.anchor.quoted or parts.anchor.words
            return _refused(f"nothing on this screen reads {words!r}, which {text!r} stands by", found)
        found = _beside(screen, found, anchors, parts)
    return _choose(screen, found, parts, text)


def _in_table(screen: Screen, pool: list[Element], parts: Description, vocabulary: Vocabulary) -> Grounding | None:
    """What a row's words and a column's header, or the row's only control of its kind, tell: "Bob's email"."""
    for rest, inside in rows.told(screen, parts, vocabulary):
        within = [e for e in inside if e in pool]
        found = [c for c in _ranked(screen, within, rest, vocabulary) if c.score >= ACCEPT] if rest.words else []
        if found and (len(found) == 1 or found[1].score < found[0].score - MARGIN):
            return _found(found[0], found)
        cell = rows.cell_under(screen, within, rest, vocabulary) or rows.unnamed(within, rest)
        if cell:
            return Grounding(cell, 0.7, "", (cell,))
    return None


def _without_relation(parts: Description) -> Description:
    """ "Call the first person in the list": what is no place on the screen is only more words."""
    words = f"{parts.words} {parts.anchor.quoted or parts.anchor.words}" if parts.anchor else parts.words
    return replace(parts, words=words, side=None, anchor=None)


def _ranked(screen: Screen, pool: Iterable[Element], parts: Description, vocabulary: Vocabulary) -> list[Candidate]:
    """Everything that may be meant, best first."""
    matches = match_name(list(pool), parts, vocabulary)
    found = [
        Candidate(e, m.score * _role_factor(screen, e, parts) * _acted_on(e, m, parts) * standing(screen, e), m)
        for e, m in matches
        if _holds(screen, e, parts)
    ]
    return sorted((c for c in found if c.score > 0.2), key=lambda c: -c.score)


def _holds(screen: Screen, element: Element, parts: Description) -> bool:
    if any(getattr(element.state, state) is not wanted for state, wanted in parts.states):
        return False
    if parts.value and parts.value.casefold() not in f"{element.state.value or ''} {element.text}".casefold():
        return False
    return not parts.place or relations.placed(screen, element, parts.place)


def _role_factor(screen: Screen, element: Element, parts: Description) -> float:
    role = element.role
    if role == "img" and not element.name and not element.icon and "img" not in parts.roles:
        return 0.5
    if not parts.roles:
        if role in parts.hints or (parts.reading and role in ("text", "heading")):
            return 1.0
        drawn = role == "img" and element.icon is not None
        base = 0.7 if role in _HOLDERS else 0.93 if role == "text" or drawn else 0.88 if role in _STATIC else 1.0
        return base * (
            0.84 if parts.hints == FIELDS else 0.88 if parts.hints == {"columnheader"} else 0.95 if parts.hints else 1.0
        )
    if role in parts.roles:
        words_alone = parts.roles[0] == "img" and role != "img" and element.icon is None
        return (0.8 if words_alone else 1.0) - 0.01 * parts.roles.index(role)
    for group in (PRESS, FIELDS, CHECKS):
        if role in group and parts.roles[0] in group:
            return 0.93
    if parts.roles[0] in FIELDS and role not in _HOLDERS and repair.field_of(screen, element):
        return 0.9  # a label stands for its field
    if (role == "combobox" and parts.roles[0] == "button") or (role == "button" and parts.roles[0] in FIELDS):
        return 0.88
    return 0.55 if role in _HOLDERS else 0.82 if role in _STATIC else 0.75


def _acted_on(element: Element, match: Match, parts: Description) -> float:
    """A text is what is read: it is hardly meant where more is said than it reads."""
    if (
        parts.roles
        or parts.quoted
        or parts.reading
        or element.interactive
        or element.role not in _STATIC - {"columnheader", "img"}
    ):
        return 1.0
    if element.role == "text" and not match.missed and _does(element):
        return 1.0
    said = any(unit.action and not soft(unit, element) for unit in match.missed)
    return 0.65 if said else 0.8 if match.missed else 1.0 if match.score > 0.93 else 0.9


def _does(element: Element) -> bool:
    """Whether a text is an action's name and no more ("Like", "Share"): a link that looks like plain text."""
    name = name_units(element.name)
    return len(name) <= 2 and bool(name) and name[0].action


def _anchors(screen: Screen, parts: Description, vocabulary: Vocabulary, side: str) -> list[Element]:
    """What the relation is to: the best that is written, static text too; a row by any of its words."""
    if side == "row":
        rows = _rows_with(screen, parts, vocabulary)
        if rows:
            return rows
    bare = replace(parts, hints=frozenset())
    found = [c for c in match_name(list(screen.elements), bare, vocabulary) if _holds(screen, c[0], parts)]
    found = [(e, m) for e, m in found if m.score >= ACCEPT and e.role not in ("table", "list", "form", "navigation")]
    best = max((m.score for _, m in found), default=0.0)
    near = [e for e, m in found if m.score > best - MARGIN]
    active = [e for e in near if e.interactive]
    near = active or [e for e in near if not any(_within(other, e) for other in near)]
    if parts.nth and len(near) >= abs(parts.nth):
        near = [near[parts.nth - 1 if parts.nth > 0 else parts.nth]]
    return near


def _within(inner: Element, outer: Element) -> bool:
    return inner != outer and inner.box.inside(outer.box) > 0.9 and inner.box.area < outer.box.area


def _rows_with(screen: Screen, parts: Description, vocabulary: Vocabulary) -> list[Element]:
    rows = screen.with_role("row", "listitem")
    heads = screen.with_role("columnheader")
    rows = [row for row in rows if not any(head.box.inside(row.box) > 0.7 for head in heads)]
    if parts.nth and not (parts.words or parts.quoted):
        return rows[parts.nth - 1 : parts.nth] if parts.nth > 0 else rows[parts.nth :][:1]
    scored = [(m.recall, row) for row, m in match_name(rows, parts, vocabulary)]
    best = max((recall for recall, _ in scored), default=0.0)
    return [row for recall, row in scored if recall >= max(0.6, best - 0.01)]


def _beside(screen: Screen, found: list[Candidate], anchors: list[Element], parts: Description) -> list[Candidate]:
    """Those that stand in the relation to an anchor, the nearest first."""
    assert parts.side
    near: list[Candidate] = []
    if labelled := labels.asked_for(parts):
        if own := labels.own(screen, anchors, parts):
            return [replace(c, away=0.0) for c in found if c.element in own and c.score >= ACCEPT]
        anchors = labels.with_controls(screen, anchors)
    best = max((c.score for c in found if c.element not in anchors), default=0.0)
    for candidate in found:
        if candidate.score < max(ACCEPT, best - 0.2) or candidate.element in anchors:
            continue
        straight = not labelled or labels.straight(screen, candidate.element, anchors, parts.side)
        away = min(relations.distance(screen, candidate.element, anchor, parts.side) for anchor in anchors)
        if straight and away < relations.NEVER:
            near.append(replace(candidate, away=away))
    return sorted(near, key=lambda c: (c.away, -c.score))


def _choose(screen: Screen, found: list[Candidate], parts: Description, text: str) -> Grounding:
    if found and found[0].match.other and not parts.anchor:
        return _refused(f"the nearest to {text!r} names another thing", found)
    if found and found[0].score < ACCEPT and _clear(found, parts):
        return _found(found[0], found)
    if not found or (found[0].score < ACCEPT and not parts.anchor):
        return _refused(f"nothing on this screen fits {text!r}", found)
    best = max(c.score for c in found)
    if parts.anchor and parts.side not in ("row", "in") and not parts.nth:
        equals = [c for c in found if c.away <= found[0].away * 1.15 + 4]
        top = max(c.score for c in equals)
        equals = [c for c in equals if c.score > top - MARGIN]
    else:
        margin = 0.03 if parts.nth or best > 0.99 else MARGIN  # what is written exactly so has no rivals but its equals
        equals = [c for c in found if c.score >= max(ACCEPT, best - margin)]
    equals = distinct(equals)
    active = [c for c in equals if c.element.interactive]
    if len(active) == 1 and not parts.nth and all(len(active[0].match.missed) <= len(c.match.missed) for c in equals):
        equals = active  # of a control and a text that say the same, the control
    if parts.nth and parts.roles and not (parts.words or parts.quoted) and not in_line(equals):
        return _refused(f"{text!r} counts what stands in no row or column", equals)
    if parts.nth:
        return _counted(screen, equals, found, parts.nth, text)
    if len(equals) > 1 and parts.place and (parts.corner or not (parts.words or parts.quoted)):
        equals = outermost(screen, equals, parts.place)
    if CREATING.match(text) and len(makers := distinct([c for c in found if c.score >= 0.8 * best and makes(c)])) == 1:
        equals = makers
    hinted = [c for c in equals if c.element.role in parts.hints]
    if len(hinted) == 1 and not parts.nth:
        equals = hinted
    doers = [c for c in equals if c.element.role in ("button", "menuitem")]
    if len(equals) > 1 and len(doers) == 1 and doers[0].match.acted and not ASKING.match(text):
        equals = doers  # what is done, is done with a button; a link of that name only goes there
    if len(equals) == 1 and best < LITERAL and (near := rival(equals[0], found, parts)):
        equals.append(near)
    complete = [c for c in equals if not c.match.missed]
    if len(equals) > 1 and len(complete) == 1 and best < LITERAL:
        equals = complete
    if len(equals) > 1 and one_of_a_site(equals):
        equals = [next((c for c in equals if c.element.role == "button"), equals[0])]
    if len(equals) > 1:
        names = f"{len(equals)} elements fit {text!r} equally well; say which one, by its row, place or number"
        return _refused(names, equals)
    return _found(equals[0], found)


def _clear(found: list[Candidate], parts: Description) -> bool:
    """Whether a control is meant though much is left unsaid: no other thing comes near, and no action is missing."""
    best, match = found[0], found[0].match
    if (
        best.element.named_by_icon
        or parts.structured
        or parts.quoted
        or not best.element.interactive
        or best.score < LEAST
        or match.precision < CLEAR
    ):
        return False
    if parts.hints and best.element.role not in parts.hints:
        return False
    undone = any(unit.proper or (unit.action and not soft(unit, best.element)) for unit in match.missed)
    if undone or match.slight or match.bare or match.other:
        return False
    objects = [u for u in match.missed if not u.action and (u.concepts or (is_cjk(u.text) and len(u.text) > 1))]
    if objects and sum(u.weight for u in objects) >= match.things:
        return False
    others = (c for c in found[1:] if not one_thing(c.element.box, best.element.box))
    return next((c.score < 0.8 * best.score for c in others), True)


def _counted(screen: Screen, equals: list[Candidate], found: list[Candidate], nth: int, text: str) -> Grounding:
    order = {element.id: at for at, element in enumerate(screen.elements)}
    equals = sorted(equals, key=lambda c: order[c.element.id])
    if abs(nth) > len(equals):
        return _refused(f"{text!r} asks for number {abs(nth)}, and {len(equals)} on this screen fit", equals)
    return _found(equals[nth - 1 if nth > 0 else nth], found)


def _found(chosen: Candidate, found: list[Candidate]) -> Grounding:
    nearest = (chosen.element, *[c.element for c in found if c.element != chosen.element][:4])
    return Grounding(chosen.element, round(min(1.0, chosen.score), 3), "", nearest)


def _refused(reason: str, found: Sequence[Candidate]) -> Grounding:
    return Grounding(None, 0.0, reason, tuple(c.element for c in found[:5]))
