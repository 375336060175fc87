"""Clauses that say more than a step can keep to: an exception, a condition, a row whose field is not seen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from agent import limits
from agent.planners import tables
from agent.planners.context import Missing
from agent.planners.every import SAVE
from agent.planners.places import FIELD_VERBS
from agent.planners.rows import row_of
from agent.planners.sight import FIELDS, Sight
from agent.words import fold
from codegen.steps import Check, Fill, Select, Step, Uncheck

_TYPED = frozenset({"fill", "set", "search", "pairs", "login", "make", "choose", "upload"})
_STATED = frozenset({"expect", "wait", "scroll"})
_ON_TABLES = frozenset({"sort", "filter", "search", "page", "page_size", "hide_columns", "show_columns", "export"})
_WHICH = re.compile(
    r"\b(?:(?:second|third|fourth|fifth|other|[2-9](?:nd|rd|th))\s+(?:data\s?)?(?:table|grid|list)|"
    r"(?:last|lower|bottom)\s+(?:table|grid))\b"
    r"|(?:第[二三四五]|最后一|另一|下面)(?:个|张)?(?:那个)?(?:表|列表)",
    re.IGNORECASE,
)
_OWNER = (
    re.compile(r"^(?P<what>.+?)\s+(?:of|for|in|on|from)\s+(?P<owner>.+)$", re.IGNORECASE),
    re.compile(r"^(?:the\s+)?(?P<owner>\S+(?:\s\S+){0,2}?)['’]s\s+(?P<what>.+)$", re.IGNORECASE),
    re.compile(r"^(?P<owner>.+?)(?:这一?行|那一?行|一行)?(?:的|中|里)(?P<what>[^的]+)$"),
)
_RECORD = re.compile(
    r"^(?:the\s+)?(?:(?:row|line)\s+(?:of|for|with)\s+)?(?:row|line|order|item|product|user|customer|task|invoice|record|"
    r"employee|ticket|entry)\s+(?:number\s+|no\.?\s*)?[#\"“']?(?P<key>\d[\w-]*|[A-Z]+-\d\w*)[\"”']?$"
    r"|^(?:订单号?|用户|商品|客户|员工|任务|记录|编号|发票)\s*[#“\"]?(?P<zh>[A-Za-z]*-?\d[\w-]*)[”\"]?(?:这一?行)?$",
    re.IGNORECASE,
)


def heed(sight: Sight) -> None:
    """Raises Missing where the clause holds words of exception, negation or condition that nothing would keep to."""
    intent = sight.intent
    if intent.verb in ("refuse", "within"):
        return
    one_or_other(sight)
    _one_table(sight)
    names = _names(sight)
    words = limits.STATED if intent.verb in _STATED else limits.ANY
    texts = (
        [intent.target, intent.onto]
        if intent.verb in _TYPED | _STATED
        else [intent.clause, intent.target, intent.group]
    )
    if _every(sight):
        texts = [SAVE.sub("", text) for text in (intent.target, intent.group)]
    if intent.verb == "pairs":
        texts, words = list(intent.pairs), limits.EXCEPTION
    elif intent.verb == "filter":
        texts.append(f"filter {intent.value or ''}")
    found = next((said for text in texts if (said := limits.unheard(text, names, words))), "")
    if not found and intent.verb in ("set", "choose") and intent.value:
        strict = limits.EXCEPTION if intent.verb == "choose" else limits.HANGS
        found = limits.unheard(intent.value, names, strict)
    if found:
        told = sight.context.words(found)
        raise Missing(f"{told!r} is not understood; say what is meant without it, or put a name in quotes")


def _one_table(sight: Sight) -> None:
    """Raises Missing for "sort the second table": another one than the first may not be on this screen."""
    if sight.intent.verb in _ON_TABLES and (which := _WHICH.search(sight.context.words(sight.intent.clause))):
        raise Missing(f"{which[0]!r} is not told from the others; say what only that table has")


def _names(sight: Sight) -> list[str]:
    """What the screen calls things: as against sentences that stand on the page, which may say the goal's own words."""
    seen = [e for e in sight.screen.elements if e.interactive or len(e.name.split()) <= 6]
    return [text for e in seen for text in (e.name, e.state.value or "", e.state.placeholder or "") if text]


def _every(sight: Sight) -> bool:
    return bool(sight.intent.group) or (sight.intent.verb == "act" and sight.intent.each)


def of_its_row(sight: Sight) -> Sight:
    """A field that is said to be in a row is looked for there, where the screen has such a row."""
    intent = sight.intent
    if intent.verb not in FIELD_VERBS or not intent.onto or row_of(sight, sight.context.words(intent.onto)) is None:
        return sight
    return replace(sight, intent=replace(intent, target=f"{intent.target} in the row of {intent.onto}"))


def one_or_other(sight: Sight) -> None:
    """Raises Missing for "click Book or Cancel", where both are there."""
    parts = re.split(r"\s+or\s+(?:the\s+)?|或者?", sight.target)
    if sight.intent.verb == "click" and len(parts) > 1 and not sight.named([sight.target]):
        found = [e for part in parts for e in sight.named([part])]
        if len(found) > 1:
            raise Missing(f"{sight.target!r} names one or the other; say which", found)


def in_their_row(sight: Sight, steps: Sequence[Step]) -> None:
    """Raises Missing where the clause says one row's field ("the status of order 2003") and a step is outside of it."""
    targets = [t.element for s in steps if isinstance(s, Fill | Select | Check | Uncheck) and (t := s.target)]
    fields = [e for id in targets if (e := sight.screen.by_id.get(id)) and e.role in (*FIELDS, "checkbox", "switch")]
    dialogs = sight.screen.with_role("dialog")
    fields = [e for e in fields if not any(e.box.inside(dialog.box) > 0.8 for dialog in dialogs)]
    if not fields or sight.intent.verb not in (*FIELD_VERBS, "be"):
        return
    owner = next((found["owner"] for form in _OWNER if (found := form.match(sight.target))), "")
    owner = sight.context.words(sight.intent.onto) or owner
    if not owner or any(fold(e.name) == fold(sight.target) for e in fields):
        return
    row = row_of(sight, owner)
    outside = [e for e in fields if row is None or (e.box.inside(row.box) <= 0.8 and e.id != row.id)]
    if row is not None and outside:
        raise Missing(f"{outside[0]} is not in the row {row.name!r}, and no field for it is", outside)
    record = _RECORD.match(owner)
    if row is None and record and len(tables.rows(sight.screen)) > 1 and not _shown(sight, record):
        raise Missing(f"{owner!r} is not on this screen, and {outside[0]} is not said to be its own", outside)


def _shown(sight: Sight, record: re.Match[str]) -> bool:
    """Whether something outside of the rows says that the page is this record's own."""
    key, rows = fold(record["key"] or record["zh"]), tables.rows(sight.screen)
    around = [e for e in sight.screen.elements if not any(e.box.inside(row.box) > 0.8 for row in rows)]
    around = [e for e in around if e.role != "table"]
    return any(re.search(rf"(?<!\w){re.escape(key)}(?!\w)", fold(e.name)) for e in around)
