"""Dates and times as people write them, in English and Chinese, and as fields want them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<word>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DIGITS = "零一二三四五六七八九"
_DATES = tuple(
    re.compile(rf"(?<![\d:]){pattern}(?!\d)", re.IGNORECASE)
    for pattern in (
        r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})",
        r"(?P<y>\d{4})\s*年\s*(?P<m>\d{1,2})\s*月(?:\s*(?P<d>\d{1,2})\s*[日号])?",
        r"(?P<first>\d{1,2})(?P<by>[-/.])(?P<second>\d{1,2})[-/.](?P<y>\d{4})",
        rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+{_MONTH}[\s,-]+(?P<y>\d{{4}})",
        rf"{_MONTH}[\s-]+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s,]+(?P<y>\d{{4}})",
        rf"{_MONTH}[\s,-]+(?P<y>\d{{4}})",
        r"(?P<y>\d{4})-(?P<m>\d{1,2})",
    )
)
_TIMES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<!\d)(?P<h>\d{1,2})[:：](?P<min>\d{2})(?:[:：](?P<s>\d{2}))?\s*(?P<half>[ap])?\.?(?:m\b)?",
        r"(?<!\d)(?P<h>\d{1,2})\s*(?P<half>[ap])\.?m\b",
        r"(?P<h>\d{1,2}|[十一二三四五六七八九两]{1,3})\s*[点时](?:\s*(?P<min>\d{1,2})\s*分?|(?P<thirty>半))?",
    )
)


@dataclass(frozen=True)
class Moment:
    """What was said of it; a part that was not is None. `read_as`: "md" where "5/11/2019" could be otherwise."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    hour: int | None = None
    minute: int = 0
    read_as: str = ""


def moment(text: str) -> Moment | None:
    """The date, the time or both that the text says; None where it says neither, or one that does not exist."""
    date, rest = _date(text)
    time = _time(rest)
    if date is None and time is None:
        return None
    found = date or Moment()
    if time is not None:
        found = Moment(found.year, found.month, found.day, *time, found.read_as)
    return found if _exists(found) else None


def nothing_else(text: str) -> Moment | None:
    """The moment, where the text says nothing beside it."""
    rest = re.sub(
        r"\b(?:st|nd|rd|th|of|at|am|pm|a\.m|p\.m)\b|(?<=\d)(?:st|nd|rd|th|am|pm)\b", "", text, flags=re.IGNORECASE
    )
    rest = re.sub(rf"\b{_MONTH}(?![a-z])", "", rest, flags=re.IGNORECASE)
    rest = re.sub(
        r"上午|下午|早上|晚上|中午|凌晨|傍晚|[年月日号点时分半TZ\d\W]|[十一二三四五六七八九两]+(?=[点时])", "", rest
    )
    return moment(text) if not rest else None


def _date(text: str) -> tuple[Moment | None, str]:
    for pattern in _DATES:
        match = pattern.search(text)
        if match is None:
            continue
        said = match.groupdict()
        rest = text[: match.start()] + " " + text[match.end() :]
        day = int(said["d"]) if said.get("d") else None
        if "first" in said:
            return _numbered(int(said["first"]), int(said["second"]), int(said["y"]), said["by"]), rest
        month = _MONTHS.index(said["word"].lower()) + 1 if said.get("word") else int(said["m"])
        return Moment(int(said["y"]), month, day), rest
    return None, text


def _numbered(first: int, second: int, year: int, by: str) -> Moment:
    """ "11/05/2019" begins with the month, "5.11.2019" with the day."""
    if first > 12 or by == ".":
        return Moment(year, second, first)
    return Moment(year, first, second, read_as="" if second > 12 or first == second else "md")


def _time(text: str) -> tuple[int, int] | None:
    for pattern in _TIMES:
        match = pattern.search(text)
        if match is None:
            continue
        said = match.groupdict()
        hour = int(said["h"]) if said["h"].isdigit() else _chinese(said["h"])
        minute = 30 if said.get("thirty") else int(said.get("min") or 0)
        half = (said.get("half") or "").lower()
        late = half == "p" or re.search(r"下午|晚上|傍晚|中午", text)
        if late and hour < 12:
            hour += 12
        elif (half == "a" or re.search(r"凌晨|上午|早上", text)) and hour == 12:
            hour = 0
        return hour, minute
    return None


def _chinese(number: str) -> int:
    tens, _, ones = number.replace("两", "二").rpartition("十")
    return ((_DIGITS.index(tens) if tens else 1) * 10 if "十" in number else 0) + (_DIGITS.index(ones) if ones else 0)


def _exists(found: Moment) -> bool:
    from calendar import monthrange

    if found.hour is not None and not (0 <= found.hour < 24 and 0 <= found.minute < 60):
        return False
    if found.month is None:
        return True
    assert found.year is not None
    return 1 <= found.month <= 12 and (found.day is None or 1 <= found.day <= monthrange(found.year, found.month)[1])


NATIVE = {"date": "YYYY-MM-DD", "month": "YYYY-MM", "time": "HH:mm", "datetime-local": "YYYY-MM-DDTHH:mm"}


_COLOURS = {
    "#ff0000": "red 红 红色", "#008000": "green 绿 绿色", "#0000ff": "blue 蓝 蓝色", "#ffff00": "yellow 黄 黄色",
    "#000000": "black 黑 黑色", "#ffffff": "white 白 白色", "#808080": "gray grey 灰 灰色", "#ffa500": "orange 橙 橙色",
    "#800080": "purple 紫 紫色", "#ffc0cb": "pink 粉 粉色 粉红色",
    "#a52a2a": "brown 棕 棕色", "#00ffff": "cyan aqua 青 青色",
}  # fmt: skip


def colour(text: str) -> str:
    """A colour as fields of colours take it: CSS's names and three digits become six; else the text."""
    plain = text.strip().lower()
    if short := re.fullmatch(r"#?([0-9a-f])([0-9a-f])([0-9a-f])", plain):
        return "#" + "".join(2 * digit for digit in short.groups())
    if re.fullmatch(r"#?[0-9a-f]{6}", plain):
        return "#" + plain.lstrip("#")
    return next((code for code, names in _COLOURS.items() if plain in names.split()), text)


def native(kind: str, text: str) -> str | None:
    """The text as an <input> of this type takes it; None where it does not say enough for one."""
    pattern, said = NATIVE.get(kind), moment(text)
    if kind == "week" or pattern is None or said is None:
        return None
    return written(said, pattern)


_PLACES = re.compile(r"[YyAa]{4}|[Jj]{4}|年{4}|M{1,2}|m{1,2}|[Dd]{1,2}|[Tt]{2}|H{1,2}|h{1,2}|ss?|S{2}")
_MASK = re.compile(r"(?:[YyMmDd]{1,4}\W+){2}[YyMmDd]{1,4}(?:\W+[Hh]{1,2}\W[Mm]{2}(?:\W[Ss]{2})?)?")


def mask(placeholder: str) -> str | None:
    """The pattern that a placeholder gives ("dd/mm/yyyy"), or None."""
    match = _MASK.search(placeholder)
    return match[0] if match else None


def written(said: Moment, pattern: str) -> str | None:
    """A moment in a pattern of YYYY, MM, DD, HH, mm; None where it lacks a part that the pattern has."""
    timed, lacking = False, False

    def part(match: re.Match[str]) -> str:
        nonlocal timed, lacking
        letters = match[0]
        kind = letters[0].lower()
        timed = timed or kind == "h"
        value = {
            "y": said.year, "d": said.day, "h": said.hour, "s": 0, "m": said.minute if timed else said.month,
        }.get(kind)  # fmt: skip
        lacking = lacking or value is None
        return "" if value is None else f"{value:0{len(letters)}d}"

    text = _PLACES.sub(part, pattern)
    return None if lacking else text


def same(one: str, other: str) -> bool:
    """Whether both texts say one and the same date, or time; what one leaves out does not count."""
    a, b = moment(one), moment(other)
    if a is None or b is None:
        return False
    if a.year and b.year:
        swapped = Moment(b.year, b.day, b.month) if b.read_as else b
        days = {(a.year, a.month, a.day)} | ({(a.year, a.day, a.month)} if a.read_as and b.read_as == "" else set())
        if (b.year, b.month, b.day) not in days and (swapped.year, swapped.month, swapped.day) not in days:
            return False
    elif a.hour is None or b.hour is None:
        return False
    return a.hour is None or b.hour is None or (a.hour, a.minute) == (b.hour, b.minute)


def month_named(text: str) -> tuple[int | None, int | None]:
    """The year and the month that a calendar's heading says, as far as it does: "December 2016", "2016 年", 12月."""
    year = re.search(r"(?<!\d)((?:19|20)\d{2})(?!\d)", text)
    word = re.search(rf"\b{_MONTH}(?![a-z])", text, re.IGNORECASE)
    chinese = re.search(r"(\d{1,2}|十[一二]?|[一二三四五六七八九])\s*月", text)
    month = None
    if word:
        month = _MONTHS.index(word["word"].lower()) + 1
    elif chinese:
        month = int(chinese[1]) if chinese[1].isdigit() else _chinese(chinese[1])
    elif year and (
        digits := re.fullmatch(r"\s*(?:\d{4})\s*[-/.]\s*(\d{1,2})\s*|\s*(\d{1,2})\s*[-/.]\s*\d{4}\s*", text)
    ):
        month = int(digits[1] or digits[2])
    return int(year[1]) if year else None, month if month and 1 <= month <= 12 else None
