"""Passwords in a goal: each is replaced by a mark before anything else reads the goal, and its text is forgotten."""
# ruff: noqa: E501 - word lists and patterns

from __future__ import annotations

import re

# One private-use character stands for one secret; no goal holds one of its own (`clauses.readable` sees to that).
FIRST, LAST = "\uf000", "\uf0ff"
MARK = re.compile(f"[{FIRST}-{LAST}]")
SHOWN = "***"

_QUOTED = r"“[^”]*”|「[^」]*」|『[^』]*』|‘[^’]*’|\"[^\"]*\"|(?<!\w)'[^']*'(?!\w)|`[^`]*`"
_NOUN = (
    r"(?:pass\s?(?:word|code|phrase)s?|pwd|pin(?:\s?(?:code|number))?|cvv2?|cvc|api[ -]?key|secret(?:[ -]?key)?|"
    r"(?:access|auth|api)[ -]?token)"
)
_FIELD = r"(?:\s+(?:fields?|box(?:es)?|input))?"
_NOT_ONE = (
    r"(?!(?:and|or|is|are|in|into|on|to|of|for|with|field|box|input|the|a|an|again|then|link|button|page|reset|"
    r"settings?|manager|strength|visible|hidden|shown|required|empty|blank|correct|wrong|invalid|policy|confirmation|"
    r"below|above|as|by|from|it|too|twice|must|should|has|have|tab|section|label|text)(?![^\s,.;]))"
)
_TOKEN = r"[^\s\u3000-\u303f\uff00-\uffef\u4e00-\u9fff]+?(?=[,.;]*(?:\s|$)|[\u3000-\u303f\uff00-\uffef\u4e00-\u9fff])"
_IS = r"(?:\s*[:=：＝]\s*|\s+(?:is|to|as|of|with|be|being|set to|equal to|equals)\s+)"
_ZH_NOUN = r"(?:密码|口令|密钥|(?<![A-Za-z])PIN码?(?![A-Za-z])|安全码)"
_ZH_IS = r"(?:框|栏|字段)?(?:中|里|内)?\s*(?:填写为?|填入|填为|填|输入为?|键入|设置为|设置成|设为|设成|改成|改为|写|都?是|为|用|=)?[：:]?\s*"

_WAYS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # password 'x', password: x, set the password to x
        rf"\b{_NOUN}{_FIELD}(?:{_IS}|\s+)(?P<secret>{_QUOTED})",
        rf"\b{_NOUN}{_FIELD}{_IS}(?P<secret>{_NOT_ONE}{_TOKEN})",
        # with password x, enter my new password x, "repeat password x"
        r"\b(?:with|and|using|enter|type|input|fill(?: in| out)?|fill in:|use|repeat|confirm|new|current|old|provide|:|,)"
        rf"\s+(?:(?:the|my|a|an|her|his|new|current|old|same|account|user)\s+)*{_NOUN}\s+(?P<secret>{_NOT_ONE}{_TOKEN})",
        rf"[,:/(]\s*{_NOUN}\s+(?P<secret>{_NOT_ONE}{_TOKEN})",
        # password Secret123: nothing says so but its looks
        rf"\b{_NOUN}\s+(?P<secret>(?=\S*[\d!@#$%^&*_+=?~-]){_NOT_ONE}{_TOKEN})",
        # enter x as the password, type "x" into the password field
        r"\b(?:type|enter|input|put|write|fill(?: in)?|use|paste|insert|set|give)\s+"
        rf"(?P<secret>{_QUOTED}|{_NOT_ONE}(?!my\b|your\b){_TOKEN})\s+(?:in|into|in to|as|for|to|inside)\s+"
        rf"(?:(?:the|my|a|an|new|current|old|both|repeat|confirm|account|user)\s+)*{_NOUN}",
        rf"(?P<secret>{_QUOTED})\s+(?:in|into|as|for|to)\s+(?:(?:the|my|a|new|current)\s+)*{_NOUN}",
        # log in as ada / x
        rf"\b(?:log|sign)[ -]?in\s+(?:as|with|using)\s+[^\s/:]+\s*[/:]\s*(?P<secret>{_QUOTED}|{_TOKEN})",
        # 密码填“x”, 密码 x, 输入密码x
        rf"{_ZH_NOUN}{_ZH_IS}(?P<secret>{_QUOTED}|[!-~]+?(?=[,.;]*(?:\s|$)|[^!-~]))",
        rf"{_ZH_NOUN}(?:填写为?|填入|填|输入|设为|设成|改成|改为|是|为)?[：:]?(?<=[填入写为成是：:])\s*(?P<secret>[\u4e00-\u9fff]+?(?=[，,。；;\s]|并|然后|$))",
        rf"(?:把|将|输入|填入|填写|用)\s*(?P<secret>{_QUOTED}|[!-~]+)\s*(?:填写?|输入?|写)?(?:到|入|进|作为|在)\s*[^，,。；;]{{0,6}}?{_ZH_NOUN}",
        rf"(?:用|以|使用)\s*[^\s/，,]+?\s*/\s*(?P<secret>{_QUOTED}|[!-~]+)\s*(?:登录|登陆)",
    )
)


def hide(goal: str) -> str:
    """The goal with a mark for each password in it; equal passwords get equal marks."""
    return take(goal)[0]


def take(goal: str) -> tuple[str, dict[str, str]]:
    """The same, and the password behind each mark: for the memory of one run, never for a file."""
    marks: dict[str, str] = {}
    for way in _WAYS:
        found = list(way.finditer(goal))
        for match in reversed(found):
            said = match["secret"]
            if MARK.search(said) or len(marks) > ord(LAST) - ord(FIRST):
                continue
            text = said[1:-1] if re.fullmatch(_QUOTED, said) else said
            mark = marks.setdefault(text, chr(ord(FIRST) + len(marks)))
            goal = goal[: match.start("secret")] + mark + goal[match.end("secret") :]
    return goal, {mark: text for text, mark in marks.items()}


def shown(text: str) -> str:
    """The text as a person may read it."""
    return MARK.sub(SHOWN, text)


def is_secret_field(name: str) -> bool:
    """Whether a field of this name holds what must not be written down."""
    return re.search(rf"\b{_NOUN}\b|{_ZH_NOUN}", name, re.IGNORECASE) is not None
