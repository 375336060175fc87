"""Days that are told from the day on which they are said ("tomorrow"), and the fields that take no such word."""

from __future__ import annotations

import re

from agent import dates
from agent.planners.context import Missing
from perception.types import Element

_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
_SPAN = r"(?:day|week|fortnight|month|quarter|year)"
_MANY = r"(?:\d+|an?|one|two|three|four|five|six|seven|ten|the|some|a few)"
_RELATIVE = re.compile(
    rf"""(?:on\ |by\ |from\ |until\ |the\ )*(?:
      today|tonight|tomorrow|yesterday|now|right\ now
    | (?:day|one|morning|evening)\ (?:after|before)\ (?:tomorrow|yesterday)
    | (?:(?:the\ )?(?:next|last|this|coming|following|past|current)\ )?{_DAY}
    | (?:next|last|this|coming|following|past|previous|current)\ (?:business\ |working\ |calendar\ )?(?:{_SPAN}|weekend)
    | in\ {_MANY}\ {_SPAN}s?(?:'?\ time)?
    | {_MANY}\ {_SPAN}s?\ (?:ago|later|from\ (?:now|today|tomorrow)|after\ (?:today|tomorrow)|before\ today)
    | {_SPAN}\ from\ (?:now|today|tomorrow)
    | (?:start|beginning|end|middle|first(?:\ day)?|last(?:\ day)?)\ of\ (?:(?:the|this|next|last)\ )?{_SPAN}
    | [今明昨后前]天|大[后前]天|[今明昨次翌]日|[今明去后前]年|(?:现在|此刻|今晚|明晚|明早|昨晚)
    | (?:[上下这本]+个?)?(?:周|星期|礼拜)[一二三四五六日天末] | [上下这本]+个?(?:周|星期|礼拜|月|季度|年)
    | (?:本|这个?|上个?|下个?)?[月年周](?:初|中|底|末)
    | [\d一二两三四五六七八九十几半]+个?(?:天|日|周|星期|礼拜|月|年)(?:之?后|以?后|之?前|以?前)
    )(?:,?\ (?:morning|afternoon|evening|night|noon))?""",
    re.IGNORECASE | re.VERBOSE,
)
_NAMED = re.compile(r"\bdates?\b|\bbirthday\b|\bdeadline\b|日期|生日", re.IGNORECASE)


def relative(text: str) -> bool:
    """Whether the text is nothing but a day that another day would say otherwise: "next Monday", 后天."""
    return _RELATIVE.fullmatch(" ".join(text.split()).rstrip(".。")) is not None


def must_be_written(element: Element, value: str | None, live: bool) -> None:
    """A script types what the plan says, on whatever day it runs: where a field looks like one for dates, or on a
    picture is called one, a day has to be said by itself. Raises Missing."""
    if value is None or not relative(value):
        return
    shown = element.state.placeholder or element.state.value or ""
    mask = dates.mask(shown)
    looks = mask is not None or dates.nothing_else(shown) is not None
    if looks or (not live and _NAMED.search(element.name)):
        kind = mask or "date"
        raise Missing(
            f"{element.name or 'the field'!r} takes a {kind}, and {value!r} does not say one; say the day itself",
            [element],
        )
