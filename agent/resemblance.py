"""How like a recorded element another one is, and whether it can be the same one at all: pure, without a browser.

A control that was renamed keeps its place, its neighbours and the names that only the document knows; one that was
moved keeps its name. What means something else, or acts otherwise, is never the same however near it stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from agent.lexicon import FINAL, lexicon
from agent.traits import TEST_IDS, Traits
from agent.words import PART, Unit, fold, likeness, opposed, skeleton, taken_apart, units
from perception.types import FIELD_ROLES

# Concepts of deeds that cannot be taken back, or that others get to see.
GRAVE = FINAL | {"archive", "publish", "refund", "send", "submit", "approve", "reject"}
# Roles that are acted on in the same way: a page may make the one of the other and mean the same.
_ALIKE = (
    frozenset({"button", "link", "menuitem", "tab"}),
    frozenset({"textbox", "searchbox", "spinbutton"}),
    frozenset({"textbox", "searchbox", "combobox"}),
    frozenset({"combobox", "listbox"}),
    frozenset({"checkbox", "switch"}),
)
PRESSED = _ALIKE[0]
_WEIGHTS = {"name": 0.40, "own": 0.25, "near": 0.20, "heading": 0.05, "place": 0.10, "crop": 0.10}
_STRONG = (*TEST_IDS, "id", "name", "href")
WHOLE = 0.8  # of a name's words are said by the other: nearly all of them
NAMED, SAME = 0.6, 0.97  # how like two names are that may be, or are, one
_COUNT = re.compile(r"[\s(（\[]*\d+\+?[)）\]]?$")  # a badge behind a name
_KEY = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Resemblance:
    """`total` and each of `parts` 0 to 1; `parts` holds what is known of both. `against`: why it cannot be the same
    one, or ""."""

    total: float
    parts: dict[str, float] = field(default_factory=dict)
    against: str = ""


def resemblance(was: Traits, now: Traits, crops: float | None = None) -> Resemblance:
    """How like `was` the element `now` is; `crops`: how like their pictures are, where that is known."""
    parts: dict[str, float | None] = {
        "name": names_alike(was.kept.name, now.kept.name) if was.kept.name or now.kept.name else None,
        "own": _own_alike(was, now),
        "near": _near_alike(was, now),
        "heading": names_alike(was.heading, now.heading) if was.heading else None,
        "place": _place_alike(was, now),
        "crop": crops,
    }
    known = {name: part for name, part in parts.items() if part is not None}
    total = sum(_WEIGHTS[name] * part for name, part in known.items()) / sum(_WEIGHTS[name] for name in known)
    if was.kept.role != now.kept.role:
        total *= 0.95
    return Resemblance(round(total, 3), known, _against(was, now, known))


def acts_alike(role: str, other: str) -> bool:
    """Whether elements of the two roles are acted on in the same way."""
    return role == other or any({role, other} <= family for family in _ALIKE)


def _against(was: Traits, now: Traits, parts: dict[str, float]) -> str:
    """Why it cannot be the same one; "" where it may be."""
    old, new = was.kept, now.kept
    if not acts_alike(old.role, new.role):
        return f"it is a {new.role}"
    pressed = old.role in PRESSED
    if excludes(old.name, new.name) or (pressed and other_deed(old.name, new.name)):
        return "it means something else"
    name = parts.get("name", 0.0)
    if old.role != new.role and name < SAME:
        return f"it is a {new.role}, of another name"
    if pressed and is_grave(old.name) and name < SAME and _covered(old.name, new.name) < 0.8:
        return "its name may mean something else, and what it does cannot be taken back"
    if not _in_same_row(was, now):
        return "it stands in another row"
    if name < NAMED and not _known_by_own(was, now, parts):
        return "it has another name" if old.name else "nothing shows that it is the same"
    if old.name and not _backed(was, parts):
        return "it has only the name in common"
    return ""


def _known_by_own(was: Traits, now: Traits, parts: dict[str, float]) -> bool:
    """Whether what the document calls it, and where it stands, says that it is the same under quite another name.

    A test id is meant for that; a link's address says what it does, and a field's name what becomes of its content. Of
    a button or a box to tick only its words tell.
    """
    stays = parts["near"] >= 0.5 or (parts["near"] >= 0.25 and parts["place"] >= 0.8)
    role, strong = was.kept.role, list(TEST_IDS)
    if not was.kept.name or not now.kept.name:
        strong += ["id", "name", "href"]
    elif role in FIELD_ROLES:
        strong += ["id", "name"]
    elif role == "link":
        strong += ["href"]
    same = any(was.kept.own.get(name) and was.kept.own[name] == now.kept.own.get(name) for name in strong)
    if was.kept.name and now.kept.name:
        return same and stays and not (role in PRESSED and is_grave(was.kept.name))
    return (same or parts.get("crop", 0.0) >= 0.9) and stays


def _backed(was: Traits, parts: dict[str, float]) -> bool:
    """Whether anything beside the name speaks for it."""
    return (
        parts.get("own", 0.0) >= 0.5 or parts["near"] >= 0.3 or parts["place"] >= 0.7
        or (parts.get("heading", 0.0) >= 0.9 and parts["name"] >= SAME) or (bool(was.row) and parts["near"] >= 0.15)
    )  # fmt: skip


def _in_same_row(was: Traits, now: Traits) -> bool:
    """Whether the row's own words are still around it: most of them, and the first that tells by a number."""
    if not was.row:
        return True
    words = [text for text in was.row if text != was.kept.name]
    around = " \n ".join(now.row or (*now.before, *now.after))
    held = [text for text in words if text in around]
    key = next((text for text in words if _KEY.search(text)), words[0] if words else "")
    return not words or (key in around and len(held) >= 0.5 * len(words))


def _own_alike(was: Traits, now: Traits) -> float | None:
    """How much of what the document calls it is still there; None where that was nothing."""
    weights = {name: 1.0 if name in _STRONG else 0.3 for name in was.kept.own if name != "type"}
    if not any(weight == 1 for weight in weights.values()):
        return None
    alike = {name: _spelt(was.kept.own[name], now.kept.own.get(name, "")) for name in weights}
    return sum(weights[name] * alike[name] for name in weights) / sum(weights.values())


def _spelt(old: str, new: str) -> float:
    from rapidfuzz import fuzz

    if old == new or not new:
        return float(old == new)
    return 0.6 if fuzz.token_sort_ratio(re.sub(r"[\W_]+", " ", old), re.sub(r"[\W_]+", " ", new)) >= 80 else 0.0


def _near_alike(was: Traits, now: Traits) -> float:
    """How many of the neighbours are still on their side, the nearest counting most."""
    found = total = 0.0
    for old, new in ((was.before, now.before), (was.after, now.after)):
        for away, name in enumerate(old):
            weight = 1 / (1 + away)
            total += weight
            found += weight * max((names_alike(name, other) - 0.05 * abs(at - away) for at, other in enumerate(new)),
                                  default=0.0)  # fmt: skip
    return found / total if total else 0.5


def _place_alike(was: Traits, now: Traits) -> float:
    """1 at the same place of the page, 0 from a third of its width or half a screen on."""
    (x, y), (left, top) = was.box.centre, now.box.centre
    aside = abs(x / max(1, was.page[0]) - left / max(1, now.page[0]))
    return max(0.0, 1 - aside / 0.33 - abs(y - top) / 400)


@lru_cache(maxsize=65536)
def names_alike(old: str, new: str) -> float:
    """How far two names say the same, 0 to 1: spelt alike, meaning the same in English or Chinese, or one in the other.

    Names with other numbers are not alike, but for a count behind them.
    """
    a, b = fold(old), fold(new)
    if not a or not b:
        return 0.0
    if a == b or skeleton(a) == skeleton(b):
        return 1.0
    bare = [_COUNT.sub("", text) for text in (a, b)]
    if bare[0] == bare[1] and len(bare[0]) > 1 and ("(" in a + b or "（" in a + b or not all(map(_KEY.search, (a, b)))):
        return 0.95
    if _numbers(a) != _numbers(b):
        return 0.0
    return max(_spelt_alike(a, b), _meant_alike(old, new))


def _spelt_alike(a: str, b: str) -> float:
    """How far names differ in spelling alone; the words that they share do not speak for the others."""
    from rapidfuzz import fuzz

    ours, theirs = a.split(), b.split()
    left = [
        " ".join(word for word in words if word not in others) for words, others in ((ours, theirs), (theirs, ours))
    ]
    spelt = fuzz.ratio(a, b) / 100
    return spelt if spelt >= 0.8 and len(a) > 4 and fuzz.ratio(*left) >= 70 else 0.0


def _numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+", text))


def _meant_alike(old: str, new: str) -> float:
    there, back = _covered_by(old, new), _covered_by(new, old)
    if max(there, back) < WHOLE:  # each says something that the other does not: "First name", "Last name"
        return 0.5 * max(there, back)
    return 0.6 * max(there, back) + 0.4 * min(there, back)


def _covered(old: str, new: str) -> float:
    """How much of each name is said by the other, the lesser of the two."""
    return min(_covered_by(old, new), _covered_by(new, old))


def _covered_by(said: str, by: str) -> float:
    """The share of one name's words, by weight, that the other's say, each of those one word alone."""
    return max(_said_by(ours, theirs) for ours in _readings(said) for theirs in _readings(by))


def _readings(name: str) -> list[tuple[Unit, ...]]:
    apart = taken_apart(name)
    return [units(name), apart] if apart else [units(name)]


def _said_by(ours: Sequence[Unit], theirs: Sequence[Unit]) -> float:
    total = sum(max(0.15, unit.weight) for unit in ours)
    pairs = [(likeness(a, b), at, by) for at, a in enumerate(ours) for by, b in enumerate(theirs)]
    found, used, told = 0.0, set[int](), set[int]()
    for alike, at, by in sorted(pairs, reverse=True):
        if at not in told and by not in used:
            told.add(at)
            used.add(by)
            found += max(0.15, ours[at].weight) * alike
    return found / total if total else 0.0


def other_deed(old: str, new: str) -> bool:
    """Whether the names of two things to press mean different acts, or one of them a grave one and the other not."""
    deeds, others = _deeds(_words(old)), _deeds(_words(new))
    if deeds and others and deeds.isdisjoint(others):
        return True
    return is_grave(old) != is_grave(new) and deeds.isdisjoint(others)


def excludes(old: str, new: str) -> bool:
    """Whether one name means what the other excludes: "from" and "to", "next" and "previous"."""
    return any(opposed(a, b) for a in _words(old) for b in _words(new))


def is_grave(name: str) -> bool:
    """Whether the name means a deed that cannot be taken back, or that others get to see."""
    words = units(name)
    first = _deeds(words[:1]) - {"buy"}  # "Order details" orders nothing
    return bool((_deeds([unit for unit in _words(name) if unit.action]) | first) & GRAVE)


def _words(name: str) -> tuple[Unit, ...]:
    return (*units(name), *(taken_apart(name) or ()))


def _deeds(words: Sequence[Unit]) -> frozenset[str]:
    """The acts that the words surely mean."""
    actions = lexicon().actions
    return frozenset(
        concept for unit in words for concept, sure in unit.concepts if sure >= PART and concept in actions
    )
