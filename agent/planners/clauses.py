"""A goal's text -> clauses: what one thing to do is called. Nothing is lost: every word ends in one of the clauses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

LONGEST = 4000  # characters; a person's goal is a few hundred

_STRONG = re.compile(
    r"\s*(?:[;；。！!？]|\n|(?<=\w)\?(?=\s|$)|(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bSt)(?<!\bvol)(?<!\bVol)"
    r"(?<!\bInc)(?<!\bLtd)(?<!\bvs)(?<!\bapprox)\.(?=\s|$))\s*"
    r"|\s*[,，]?\s*\b(?:and\s+)?(?:then|after that|afterwards)\b(?:\s*,)?\s+"
    r"|\s*[,，、]?\s*(?:然后|接着|随后|而后|之后再?|最后(?!一|[页的两几])|紧接着)(?:再|，)?\s*"
    r"|(?<=登录|登陆|消失|出现|完成|提交|保存|筛选|查询|搜索|上传|勾选)(?:成功|完成)?(?:之后|以后|后)[，,]?\s*",
    re.IGNORECASE,
)
_WEAK = re.compile(
    r"\s*[,，、]\s*(?:and\s+(?:also\s+)?|but\s+|并且|并|再(?!次)|且|同时|但是?|而且)?"
    r"|\s+(?:and(?:\s+also)?|but|&|plus)\s+"
    r"|\s*(?:并且|(?<!合)并|再(?!次|见)|(?<!而)且|同时|以及|和|但是?)\s*",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\s*(?:please\s+)?(?:if|unless|in case|otherwise|whenever)\b|\s*请?(?:如果|假如|要是|除非|否则|一旦)",
    re.IGNORECASE,
)
_FOR_EACH = re.compile(
    r"\s*(?:for (?:each|every|the)\s+[^,]{1,40}|(?:对|给|为)(?:于)?每一?[个行条项][^，]{0,8})$", re.IGNORECASE
)


def unreadable(goal: str) -> str | None:
    """Why this text is no goal, or None."""
    if not goal.strip():
        return "the goal is empty"
    if len(goal) > LONGEST:
        return f"the goal is {len(goal):,} characters long; say it in at most {LONGEST:,}"
    if any(
        unicodedata.category(character) in ("Cc", "Co", "Cs", "Cn") for character in goal if character not in "\n\r\t"
    ):
        return "the goal holds control characters; write it as plain text"
    if not any(character.isalnum() for character in goal):
        return "the goal holds no words"
    return None


def split(text: str, starts: Callable[[str], bool]) -> list[str]:
    """The clauses of a protected goal (`atoms.Atoms.protect`).

    A full stop, a semicolon or "then" always ends a clause; a comma or "and" only where `starts` says that what
    follows begins a new one, so that lists ("first name Ann, last name Lee") stay together.
    """
    found: list[str] = []
    for sentence in _STRONG.split(text):
        begin = 0
        separators = list(_WEAK.finditer(sentence))
        for index, separator in enumerate(separators):
            if _CONDITION.match(sentence[begin:]):
                break  # what follows hangs on it
            if _FOR_EACH.match(sentence[begin : separator.start()]):
                continue
            following = separators[index + 1].start() if index + 1 < len(separators) else len(sentence)
            rest = sentence[separator.end() : following]
            if separator.end() > begin and starts(rest):
                found.append(sentence[begin : separator.start()])
                begin = separator.end()
        found.append(sentence[begin:])
    return [
        clause
        for part in found
        if (clause := part.strip(" \t\r,，、:：.")) and re.search(r"\w|[\ue000-\uf8ff]", clause)
    ]


def parts(text: str) -> list[str]:
    """The members of a list: "Age, Name and Start date" -> three."""
    found = re.split(
        r"\s*[,，、；;]\s*(?:and\s+|和|与)?|\s+(?:and|&|plus)\s+|\s*(?:和|与|以及|跟)\s*", text, flags=re.IGNORECASE
    )
    return [part.strip() for part in found if part.strip()]
