"""The grammars together: which one reads a clause is told by its script."""

from __future__ import annotations

import dataclasses
import re

from agent.planners import grammar_en, grammar_zh
from agent.planners.intents import Intent

_FOR = re.compile(
    r"^for\s+(?:the\s+)?(?P<onto>[^,]{1,40}?)\s*,\s*(?P<what>\S.+)$", re.IGNORECASE
)  # for Bob, click Edit


def _chinese(text: str) -> bool:
    return re.search(r"[\u4e00-\u9fff]", text) is not None


def starts(text: str) -> bool:
    if re.match(r"(?:that|whether)\s+(?:the|there|it|every|all|no|a|an)\b", text.strip(), re.IGNORECASE):
        return True  # "check that A is on and that B is off"
    return grammar_zh.starts(text) if _chinese(text) and grammar_zh.starts(text) else grammar_en.starts(text)


def orders(text: str) -> bool:
    """Whether this text, whatever stands before it, says what to do."""
    meant = parse(text)
    return starts(text) or (meant.verb != "act" or bool(meant.detail))


def straight(text: str) -> str:
    """A protected goal without its ways around: "look through the tabs to find and open X" is "open X"."""
    return grammar_en.SEEKING.sub("", text)


def parse(clause: str) -> Intent:
    """What a protected clause means; an `act` without a verb where neither grammar knows its words."""
    if re.match(r"(?:that|whether)\s", clause, re.IGNORECASE):
        asked = grammar_en.parse(f"check {clause}")
        return dataclasses.replace(asked, clause=clause) if asked else Intent("act", clause, target=clause)
    if (owner := _FOR.match(clause)) and (meant := parse(owner["what"])).verb in ("click", "act"):
        if meant.verb == "click":
            return dataclasses.replace(meant, clause=clause, onto=owner["onto"])
        return dataclasses.replace(meant, clause=clause, target=owner["onto"])
    found = (grammar_zh.parse(clause) if _chinese(clause) else None) or grammar_en.parse(clause)
    if found is None and re.match(r"^[^\s:：=][^:：=]{0,30}\s*[:：=]\s*\S", clause):
        return Intent("pairs", clause, pairs=(clause,))  # "Name: Ann; Age: 30"
    return found or Intent("act", clause, target=clause.strip())


def each(clause: str) -> tuple[str, str] | None:
    return grammar_zh.each(clause) if _chinese(clause) else grammar_en.each(clause)


def order(text: str) -> tuple[str, str]:
    """ "price, lowest first" -> ("price", "ascending")."""
    return grammar_zh.order(text) if _chinese(text) else grammar_en.order(text)
