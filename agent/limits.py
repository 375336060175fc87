"""Words of exception, negation and condition ("except 2003", "unless ...", 除…以外), which no step may drop."""

from __future__ import annotations

import re
from collections.abc import Iterable

from agent.words import fold

_NUMBER = r"(?:[$€£¥]\s?)?[\d\ue000-\uefff]"
_BUT = (
    r"(?:any|every|no)(?:thing|one|body)\s+but|none\s+but|"
    r"(?:all|any|every|each)\b[^,;.]{0,40}?\s(?:but|save)(?:\s+for)?(?=\s)"
)
_EXCEPT = (
    rf"\b(?:except(?:ing)?(?:\s+for|\s+when)?|excluding|other\s+than|apart\s+from|aside\s+from|rather\s+than|"
    rf"unless|(?:every|all(?:\s+the)?)\s+others?|the\s+others|the\s+rest|{_BUT})\b"
    r"|(?<![删清移解扣去消])除(?=[^，。；]{1,30}(?:以外|之外|外))|(?<![删清移解扣去消])除[了开非]|不包[括含]|(?<!是)不是|不属于|而非|(?:以外|之外)的|其余"
)
_IN_PLACES = (
    r"\b(?:but|and)\s+not\s+(?:the|that|those|a|any|row|line|\d)|\b(?:not|isn[’']?t|aren[’']?t)\s+(?:in|of|on|from|belonging|the\s+one)\b|\b(?:row|line|card|item|order)s?\s+without\b"
    r"|\bwithout\s+(?=\d)|\b(?:that|which)\s+(?:is\s+not|isn[’']?t)\s+(?!ticked|checked|clickable|selected|enabled|\w+\s+yet)\w"
    r"|不(?:在|含)(?=[^，。；]{1,20}(?:行|中|里|的))"
)
_NOT = (
    r"\b(?:not|cannot|\w+n[’']t|without|non(?=-))\b|\b(?:with|has|have|having)\s+no\b"
    rf"|不(?:在|含|要|等于|为)|没有|所有非|全部非|的非|非(?=[{chr(0xE000)}-{chr(0xEFFF)}A-Z0-9“\"])"
)
_IF = (
    r"\b(?:only\s+)?(?:if|when(?:ever)?|in\s+case|until|till|as\s+long\s+as|while|provided|depending\s+on)\b"
    r"|如果|假如|要是|只要|万一|否则|的话|当[^天前日月年地，。]{1,12}时|直到"
)
_COMPARED = (
    rf"\b(?:more|less|fewer|greater|bigger|larger|smaller|higher|lower|older|newer|cheaper)\s+than\b|\bexceeding\b|"
    rf"\bat\s+(?:least|most)\b|\b(?:(?:all|every|each|any|filter)\b.*?|(?:orders|rows|items|products|users|total|price|amount|cost)\s+(?:of\s+)?)"
    rf"\b(?:over|under|above|below|before|after|since|"
    rf"between)\s+(?={_NUMBER})|超过|大于|小于|高于|低于|多于|少于|不足|至少|至多|{_NUMBER}\s*元?(?:以上|以下)"
)
EXCEPTION = re.compile(_EXCEPT, re.IGNORECASE)
DESCRIBED = re.compile(f"{_EXCEPT}|{_IN_PLACES}", re.IGNORECASE)
"""In the description of one element: "for those who have not signed up" and "if you forgot it" only describe it."""
ANY = re.compile(f"{_EXCEPT}|{_NOT}|{_IF}|{_COMPARED}", re.IGNORECASE)
STATED = re.compile(f"{_EXCEPT}|{_IF}", re.IGNORECASE)
"""Where a "not" is what a clause states ("the box is not ticked")."""
HANGS = re.compile(r"\bunless\b|\bexcept\b|\b(?:only\s+)?if\s+(?:it|the|there|this|that)\b|除非|如果", re.IGNORECASE)
"""Behind a value: less, as a value may hold such words."""
_QUOTED = re.compile(r"“[^”]*”|‘[^’]*’|「[^」]*」|『[^』]*』|\"[^\"]*\"|`[^`]*`|(?<!\w)'[^']*'(?!\w)")


def unheard(text: str, names: Iterable[str], words: re.Pattern[str] = ANY) -> str:
    """The words of such a kind with what follows them, as the text has them; "" where there are none.

    Words in quotes, and those of a name that is on the screen, are a name's ("Do not disturb").
    """
    plain = _QUOTED.sub(lambda quoted: "\ue000" * len(quoted[0]), text)
    if not words.search(plain):
        return ""
    named = [fold(name).replace("’", "'") for name in names if ANY.search(name)]
    for match in words.finditer(plain):
        if not any(_of_name(plain, match, name) for name in named):
            return _phrase(text, match)
    return ""


def _of_name(text: str, match: re.Match[str], name: str) -> bool:
    """Whether these words are said as a part of that name: all of it stands there, or the word that goes on is its."""
    said = text.casefold().replace("’", "'")
    if len(said) == len(text):
        begin = said.find(name)
        while begin >= 0:
            if begin <= match.start() and match.end() <= begin + len(name):
                return True
            begin = said.find(name, begin + 1)
    if EXCEPTION.fullmatch(match[0]):
        return False
    after = re.match(r"\s*([a-z]+|[\u4e00-\u9fff]{2})", said[match.end() :])
    if after is None or not ANY.search(name):
        return False
    return re.search(rf"\b{after[1]}\b" if after[1].isascii() else after[1], name) is not None


def _phrase(text: str, match: re.Match[str]) -> str:
    rest = text[match.start() :]
    words = rest[:12] if re.match(r"[\u4e00-\u9fff]", rest) else " ".join(rest.split()[:6])
    return words.strip(" ,;.，。")
