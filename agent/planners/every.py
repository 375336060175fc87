"""Deeds on every row: on all of them, or on all but those that are named; never on some that words only describe."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.planners import clauses, tables
from agent.planners.buttons import SAME
from agent.planners.context import Missing
from agent.planners.rows import button_in, row_of
from agent.planners.sight import CHECKS, Sight
from agent.words import fold
from codegen.steps import Check, Step, Uncheck
from perception.types import Element

SAVE = re.compile(
    r"\s*[,(]?\s*\b(?:except(?:ing)?(?:\s+for)?|excluding|other\s+than|apart\s+from|but(?:\s+not)?)\s+(?P<kept>.+?)\)?$",
    re.IGNORECASE,
)
_FRAME = re.compile(
    r"\b(?:the|these|those|my|your|in|on|from|this|current|page|table|list|screen|buttons?|links?|icons?|visible|shown|"
    r"listed)\b|这些|列表|表格|页面|本页|当前页|中|里|的|上|按钮|链接|图标",
    re.IGNORECASE,
)
_THINGS = re.compile(
    r"\b(?:rows?|lines?|orders?|items?|entries|entry|records?|products?|users?|tasks?|messages?|customers?|employees?|"
    r"people|events?|invoices?|results?|files?|cards?|mails?|emails?)\b|一?行|订单|商品|记录|数据|用户|任务|员工|客户|邮件|条目",
    re.IGNORECASE,
)
_DESTROYS = re.compile(r"delete|remove|archive|cancel|reject|erase|删|移除|归档|取消|驳回|清空", re.IGNORECASE)
_HERE = re.compile(r"\b(?:this|current|first)\s+page\b|\b(?:visible|shown|on (?:the )?screen)\b|本页|当前页|这一?页")
_OF_PAGES = re.compile(r"\bpage\s+\d+\s*(?:of|/)\s*(?P<all>\d+)|共\s*(?P<zh>\d+)\s*页", re.IGNORECASE)


def in_each_row(sight: Sight) -> list[Step]:
    """ "for each row, click Edit"."""
    rows = rows_meant(sight, sight.intent.group)
    if not rows:
        raise Missing("no row of a table on this screen")
    said = fold(re.sub(r"\s*(?:button|link|icon|按钮|链接|图标)$", "", sight.target))
    verb = sight.intent.detail if sight.intent.verb == "act" else said
    if sight.intent.verb in ("check", "uncheck"):
        found = [box for row in rows for box in sight.acting(CHECKS) if box.box.inside(row.box) > 0.8]
        return [sight.step(Check, box) if sight.intent.verb == "check" else sight.step(Uncheck, box) for box in found]
    if not verb:
        raise Missing(f"what {sight.target!r} does in each row is not clear; say the name of its button")
    beyond_this_page(sight)
    return [sight.click(button_in(sight, row, SAME.get(verb, verb))) for row in rows]


def among(sight: Sight, found: Sequence[Element], said: str) -> list[Element]:
    """Those of the buttons found that these words mean: of all rows, or of all but those named."""
    meant = rows_meant(sight, said)
    beyond_this_page(sight)
    if SAVE.search(said) is None:
        return list(found)
    return [e for e in found if any(e.box.inside(row.box) > 0.8 for row in meant)]


def rows_meant(sight: Sight, said: str) -> list[Element]:
    """All rows, or all but those named by "except ..."; raises Missing where the words choose among them otherwise."""
    rows = tables.rows(sight.screen)
    save = SAVE.search(said)
    _must_be_all(sight, sight.context.words(said[: save.start()] if save else said))
    kept = []
    for part in clauses.parts(save["kept"]) if save else []:
        row = row_of(sight, sight.context.words(part))
        if row is None or row.id not in {each.id for each in rows}:
            raise Missing(f"{sight.context.words(part)!r} names no one row of this table", rows[:5])
        kept.append(row.id)
    return [row for row in rows if row.id not in kept]


def _must_be_all(sight: Sight, said: str) -> None:
    """ "orders" are all of them; "Shipped orders", "orders of Ada" are some, and words alone do not tell which."""
    bare = " ".join(_FRAME.sub(" ", said).split()).strip(" ,.，。")
    rest = " ".join(_THINGS.sub(" ", bare).split())
    if not rest:
        return
    values = {fold(value) for column in tables.columns(sight.screen) for value in column.values}
    called = [fold(e.name) for e in sight.screen.with_role("heading", "table", "tab", "link", "menuitem") if e.name]
    noun = rest == bare and re.fullmatch(r"[a-z][a-z-]{2,}|[\u4e00-\u9fff]{1,4}", rest) is not None
    if fold(rest) in values or not (noun or any(fold(bare) in name for name in called)):
        raise Missing(f"which of the rows {said!r} means is not told by the picture; name the rows")


def beyond_this_page(sight: Sight) -> None:
    """Raises Missing where every row is to be deleted, and the list goes on over further pages."""
    if not _DESTROYS.search(sight.intent.clause) or _HERE.search(sight.intent.clause):
        return
    for element in sight.screen.elements:
        if (match := _OF_PAGES.search(element.name)) and int(match["all"] or match["zh"]) > 1:
            raise Missing(f"other pages hold more ({element.name!r}); say 'on this page', or name the rows", [element])
