"""One clause that says several things -> one intent for each: "set A to 1 and B to 2", "add an event called X"."""

from __future__ import annotations

import dataclasses
import re

from agent.planners.atoms import VALUE
from agent.planners.intents import WAY, Intent

_PATH = re.compile(r"\s*(?:->|>|›|→|»)\s*(?=\S)")  # "File > Save as"
_NEXT = re.compile(
    r"\s*(?:,|，|、|\band\b|和)+\s*(?:the\s+|your\s+|my\s+)?(?P<target>[^,，]{1,60}?)\s*(?:\s(?:to|as|with|=)\s|=|改成|改为|设为|填|选)\s*",
    re.IGNORECASE,
)
_INTO = re.compile(
    rf"^(?P<target>.+?)\s*(?:,|，|\band\b)+\s*(?P<value>{VALUE})\s+(?:in|into|as|for|to)\s+(?:the\s+)?(?P<next>.+)$",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"^(?P<what>.+?)\s+(?:called|named|titled|with (?:the )?(?:name|title))\s+"
    rf"(?P<value>{VALUE}|\S+(?:\s(?!(?:on|at|for|in|with|and)\b)\S+)*)"
    r"(?:\s+(?P<more>(?:on|at|for|in|with)\s+.+))?$",
    re.IGNORECASE,
)
_WITH = re.compile(rf"^(?P<what>.+?)\s+with\s+(?P<pairs>.*(?:{VALUE}|\d|\s).*)$", re.IGNORECASE)
_FOR = re.compile(r"^(?P<what>.+?)\s+for\s+(?P<pairs>(?:the\s+)?\w+ \S.*,.*)$", re.IGNORECASE)  # name Ann, city Rome
_NAMED = re.compile(rf"^(?:一?个)?(?:名为|叫做?|标题为|名称为)\s*(?P<value>{VALUE}|[^的]+)的?(?P<what>.+)$")
_BRINGS = re.compile(r"^(?P<what>[^:：]{1,60}?)\s*[:：]\s*(?P<pairs>\S.+)$")
_MAKES = re.compile(
    r"^(?:add|create|make|start|schedule|book|insert|register|新建|新增|添加|创建|增加)$", re.IGNORECASE
)


def expanded(intent: Intent) -> list[Intent]:
    """The intents that this one is made of; itself alone where it is one."""
    if intent.verb in ("set", "fill", "choose") and intent.value and intent.target:
        return _chained(intent)
    if (
        intent.verb == "filter"
        and intent.detail == "only"
        and (match := re.fullmatch(r"([^的]{1,12})的([^的]{1,12})", intent.value or ""))
    ):
        return [dataclasses.replace(intent, value=part) for part in match.groups()]
    if intent.verb == "act" and not intent.detail and len(places := _PATH.split(intent.target)) > 1:
        return _path(dataclasses.replace(intent, verb="click"), places)
    if intent.verb in ("open", "click") and len(places := _PATH.split(intent.target)) > 1:
        return _path(intent, places)
    if intent.verb == "choose" and not intent.target and len(places := _PATH.split(intent.value or "")) > 1:
        return _path(dataclasses.replace(intent, verb="click", value=None), places)
    if intent.verb == "act" and (match := _BRINGS.match(intent.target)):
        return [dataclasses.replace(intent, verb="make", target=match["what"], pairs=(match["pairs"],))]
    if intent.verb == "act" and _MAKES.match(intent.detail):
        return _made(intent)
    return [intent]


def _path(intent: Intent, places: list[str]) -> list[Intent]:
    """ "File > Save as": what leads there, and then the thing itself."""
    ways = [dataclasses.replace(intent, verb="click", target=place, detail=WAY) for place in places[:-1]]
    return [*ways, dataclasses.replace(intent, target=places[-1])]


def _chained(intent: Intent) -> list[Intent]:
    """ "set A to 1, B to 2 and C to 3": each has its own field."""
    text, target, found = intent.value or "", intent.target, []
    if intent.verb == "fill" and (match := _INTO.match(target)):
        rest = dataclasses.replace(intent, target=match["next"], value=match["value"])
        return [dataclasses.replace(intent, target=match["target"]), *_chained(rest)]
    if intent.verb == "choose" and not _NEXT.search(text):
        return [intent]
    while match := _NEXT.search(text):
        found.append(dataclasses.replace(intent, target=target, value=text[: match.start()].strip()))
        target, text = match["target"], text[match.end() :]
    return [*found, dataclasses.replace(intent, target=target, value=text.strip())]


def _made(intent: Intent) -> list[Intent]:
    """ "add a user called Ann with age 30": the button first, then what goes into the form."""
    match = _CALLED.match(intent.target) or _NAMED.match(intent.target)
    if match:
        groups = match.groupdict()
        made = [
            dataclasses.replace(intent, target=groups["what"], clause=f"{intent.detail} {groups['what']}"),
            Intent("set", f"name: {groups['value']}", value=groups["value"], detail="name"),
        ]
        more = groups.get("more")
        return [*made, Intent("pairs", more, pairs=(more,))] if more else made
    if match := _WITH.match(intent.target) or _FOR.match(intent.target):
        what = dataclasses.replace(intent, target=match["what"], clause=f"{intent.detail} {match['what']}")
        return [what, Intent("pairs", f"with {match['pairs']}", pairs=(match["pairs"],))]
    return [intent]
