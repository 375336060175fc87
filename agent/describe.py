"""A description of an element, taken apart: "the second Edit in the row of order 1042", 密码下面的输入框."""

from __future__ import annotations

import re
from dataclasses import dataclass

from agent import idioms, phrases
from agent.phrases import CHECKS, FIELDS, Side
from agent.words import CJK, fold


@dataclass(frozen=True)
class Description:
    """What a description says.

    `words`: what is left for the name; `roles`: those named, the likeliest first; `nth` counts from 1, or from the end
    where negative; `anchor`: the element it stands in `side` relation to; `place`: parts of the screen; `states`: what
    must hold of its state; `value`: what its content must hold; `hints`: roles that the verb suggests; `proper`: names,
    by their capital letters; `corner`: the outermost of the place is meant; `reading`: a figure is asked for, to read.
    """

    words: str
    quoted: str = ""
    roles: tuple[str, ...] = ()
    nth: int | None = None
    side: Side | None = None
    anchor: Description | None = None
    place: frozenset[str] = frozenset()
    states: tuple[tuple[str, bool], ...] = ()
    value: str = ""
    hints: frozenset[str] = frozenset()
    proper: frozenset[str] = frozenset()
    corner: bool = False
    reading: bool = False

    @property
    def structured(self) -> bool:
        return bool(self.nth or self.anchor or self.place or self.states or self.value)


def literal(text: str) -> Description:
    """The description with nothing taken out of it but a leading "click"; for names like "Sign in" or "Last name"."""
    words = fold(phrases.VERBS.sub("", _fill(*_hide_quotes(text))))
    return Description(words=words, hints=_hints(text), proper=_proper(text), reading=_reads(text))


def describe(text: str) -> Description:
    """Takes a description apart. Never fails: what is not understood stays in `words`."""
    return _read(" ".join(text.split()), outer=True)


def _read(text: str, outer: bool = False) -> Description:
    hints, proper = _hints(text) if outer else frozenset(), _proper(text)
    plain, quotes = _hide_quotes(text)
    if outer:
        plain = _target(said_plainly(plain))
    if hints == {"columnheader"}:
        plain = phrases.SORT.sub("", plain)
    plain, value = _take_value(plain)
    plain, side, anchor = _take_relation(plain)
    plain, place, corner = _take_place(plain)
    if side == "row" and not anchor:
        side = None
    plain, states = _take_states(plain)
    plain, nth = _take_ordinal(plain)
    plain, roles = _take_role(plain)
    quoted = " ".join(_fill(mark, quotes) for mark in phrases.MARK.findall(plain))
    return Description(
        words=_tidy(phrases.MARK.sub(" ", plain)), quoted=quoted, roles=roles, nth=nth, side=side,
        anchor=_read(_fill(anchor, quotes, "“{}”")) if anchor else None, place=place, states=states,
        value=_fill(value, quotes), hints=hints, corner=corner, proper=proper, reading=_reads(text),
    )  # fmt: skip


def _reads(text: str) -> bool:
    return bool(phrases.READING.match(text))


def said_plainly(text: str) -> str:
    """The text with its ways of speaking in plain words."""
    for said, meant in idioms.IDIOMS:
        text = " ".join(said.sub(meant, text).split())
    return text


def _proper(text: str) -> frozenset[str]:
    """Words within the text that begin with a capital, unless most of its words do."""
    words = re.findall(r"[^\W\d_]+", text)
    names = [word for word in words[1:] if len(word) > 1 and word[0].isupper()]
    return frozenset(map(fold, names)) if len(names) < len(words) - 1 or len(words) < 4 else frozenset()


def _hints(text: str) -> frozenset[str]:
    if phrases.CHECK_HINT.search(text):
        return CHECKS
    if phrases.SORT_HINT.search(text):
        return frozenset({"columnheader"})
    if phrases.TYPE_HINT.search(text):
        return FIELDS
    return (
        frozenset({"combobox", "radio", "option", "listbox", "tab"})
        if phrases.CHOOSE_HINT.search(text)
        else frozenset()
    )


def _target(text: str) -> str:
    """What the verb is done to: "type Ada into the name field" -> "the name field"."""
    for pattern in phrases.INTO:
        if found := pattern.match(text):
            return found["where"]
    return phrases.VERBS.sub("", text)


def _hide_quotes(text: str) -> tuple[str, list[str]]:
    """The text with a mark for each quoted part, and those parts."""
    quotes: list[str] = []

    def keep(found: re.Match[str]) -> str:
        if len(quotes) == len(phrases.MARKS):
            return found[0]
        quotes.append(next(group for group in found.groups() if group is not None))
        mark = chr(phrases.MARKS[len(quotes) - 1])
        return f" {mark} " if found[0][0].isascii() else mark

    return phrases.QUOTED.sub(keep, phrases.MARK.sub("", text)), quotes


def _fill(text: str, quotes: list[str], around: str = "{}") -> str:
    """Puts the quoted parts back."""
    return phrases.MARK.sub(lambda mark: around.format(quotes[ord(mark[0]) - phrases.MARKS[0]]), text)


def _take_value(text: str) -> tuple[str, str]:
    if found := phrases.VALUE_CHINESE.search(text):
        return text[: found.start()] + text[found.end() :], found["value"]
    if (found := phrases.VALUE.search(text)) and re.search(
        r"\b(?:field|box|input|textbox|one|drop-?down|cell|combobox)\b", text[: found.start()]
    ):
        return text[: found.start()], found["value"].strip(" .'\"")
    return text, ""


def _take_relation(text: str) -> tuple[str, Side | None, str]:
    """(head, side, anchor's text)."""
    if row := phrases.NTH_ROW.search(text) or phrases.NTH_ROW_CHINESE.search(text):
        head = text[: row.start()] + text[row.end() :]
        if head.strip():
            return head, "row", row["nth"] + ("" if row["nth"].isascii() else "个")
    best: tuple[int, int, Side] | None = None
    for side, words in phrases.SIDES:
        for found in re.finditer(rf"\b{words}(?:\b|(?<= ))", text, re.I):
            after = text[found.end() :].strip()
            if (
                not after
                or after[0] in ",.;"
                or re.match(r"of the (?:page|screen|window)", after)
                or (best and found.start() >= best[0])
            ):
                continue
            best = (found.start(), found.end(), side)
    if best and text[: best[0]].strip(" ,"):
        anchor = re.sub(r"^(?:the|a|an|one) ", "", text[best[1] :].strip(" ,"), flags=re.I)
        return text[: best[0]], best[2], anchor
    for side, words in phrases.SIDES_CHINESE:
        said = re.match(rf"^(?:在|把|将)?(?P<anchor>.+?){words}(?P<head>.+)$", text)
        if said and re.search(rf"[{CJK}]", text) and not _place_only(said["anchor"]):
            return said["head"], side, said["anchor"]
    return text, None, ""


def _place_only(text: str) -> bool:
    """页面, 屏幕: of the screen itself, no anchor."""
    return bool(re.fullmatch(r"(?:点击|打开|在|请|整个)*(?:页面|屏幕|窗口|网页|最|界面|那个|这个)*(?:的)?", text))


def _take_place(text: str) -> tuple[str, frozenset[str], bool]:
    for place, words in phrases.PLACES:
        if found := re.search(rf"(?:(?<![A-Za-z])(?:{words})(?![A-Za-z])){phrases.PLACE_TAIL}", text, re.I):
            corner = bool(re.search("corner|角|far|最", found[0], re.I))
            return text[: found.start()] + " " + text[found.end() :], place, corner
    return text, frozenset(), False


def _take_states(text: str) -> tuple[str, tuple[tuple[str, bool], ...]]:
    taken: list[tuple[str, bool]] = []
    for state, holds, words in phrases.STATES:
        if found := re.search(words, text, re.I):
            taken.append((state, holds))
            text = text[: found.start()] + " " + text[found.end() :]
            break
    return text, tuple(taken)


def _take_ordinal(text: str) -> tuple[str, int | None]:
    if found := phrases.ORDINAL.search(text):
        rest = text[: found.start()] + " " + text[found.end() :]
        if found["last"]:
            return rest, -1
        if found["top"]:
            return rest, 1
        if found["number"]:
            return rest, int(found["number"]) or None
        number = phrases.NUMBERS[found["word"].lower()] if found["word"] else int(found["digits"])
        return rest, (-number if found["from_end"] else number) or None
    if found := phrases.ORDINAL_CHINESE.search(text):
        rest = text[: found.start()] + text[found.end() :]
        if found["last"]:
            return rest, -1
        number = phrases.CHINESE_NUMBERS.get(found["n"]) or int(found["n"])
        return rest, (-number if found["end"] else number) or None
    return text, None


def _take_role(text: str) -> tuple[str, tuple[str, ...]]:
    """The role word that ends the text, or else the first one in it."""
    found: list[tuple[bool, int, int, int, tuple[str, ...]]] = []
    for order, (words, roles) in enumerate(phrases.ROLE_WORDS):
        for hit in re.finditer(rf"(?<![A-Za-z])(?:{words})(?![A-Za-z])", text, re.I):
            if phrases.VERB_LIKE.match(text) and not hit.start():
                continue
            last = not text[hit.end() :].strip(" .!?,。！？的()")
            found.append((not last, hit.start(), hit.end(), order, roles))
    if not found:
        return text, ()
    _, start, end, _, roles = min(found, key=lambda item: (item[0], item[1], item[3]))
    # These say more than a role: "the profile picture", "the search box".
    kept = {"searchbox": " search ", "img": f" {text[start:end]} "}.get(
        "" if phrases.ICON.match(text[start:end]) else roles[0], " "
    )
    return text[:start] + kept + text[end:], roles


def _tidy(text: str) -> str:
    text = re.sub(r"^(?:的|把|将|在)|(?:的|里)$", "", " ".join(text.split()).strip(" ,.，。()（）"))
    return fold(text) if text else ""
