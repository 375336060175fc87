"""Where a clause is to be done ("on the Settings tab, set ...", 把系统设置里的站点名称改成...): that comes first."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable

from agent.planners.context import Missing
from agent.planners.intents import Intent
from agent.planners.replies import DIALOG
from agent.planners.sight import PRESS, Sight, bare_name
from agent.words import fold
from codegen.steps import Step
from perception.types import Element

_KIND = r"(?:tab|page|section|panel|menu|form|dialog|screen|view|card|area|window|accordion)"
_IN = r"^(?:in|on|under|inside|within)\s+(?:the\s+|my\s+|your\s+)?"
_ENGLISH = (
    re.compile(rf"{_IN}(?P<place>[^,:]{{2,40}}?)(?:\s+{_KIND})?\s*[,:]\s*(?P<rest>\S.+)$", re.IGNORECASE),
    re.compile(rf"{_IN}(?P<place>[^,:]{{2,40}}?)\s+{_KIND}\s+(?P<rest>\S.+)$", re.IGNORECASE),
)
_DO = (
    r"(?:set|choose|select|pick|click|press|tick|check|untick|uncheck|enable|disable|turn|change|enter|type|fill|open|"
    r"save|delete)"
)
_BARE = re.compile(rf"{_IN}(?P<place>[\w-]+(?:\s[\w-]+){{0,2}}?)\s+(?P<rest>{_DO}\s.+)$", re.IGNORECASE)
_BEHIND = re.compile(
    r"^(?P<thing>.*?)\s*\b(?:(?:from|in|on|under|inside)\s+(?:the\s+|my\s+)?"
    r"(?P<place>(?!(?:the|my|this|that|an?)\b)[^,:]{2,40}?)\s+(?:menu|tab|panel|accordion|drop-?down)|"
    r"under\s+(?:the\s+|my\s+)?(?P<plain>[^,:]{2,40}))$",
    re.IGNORECASE,
)
_ALONE = re.compile(rf"{_IN}(?P<place>[^,:]{{2,40}}?)(?:\s+{_KIND})?$", re.IGNORECASE)
_CHINESE = re.compile(
    r"^(?:在|到|去)(?P<place>[^，,。]{2,16}?)(?:标签页|选项卡|页面|页|菜单|区域|表单|弹窗|对话框)?(?:里面|里|中|内|下面|下|上)[，,]?"
    r"(?P<rest>(?:把|将|点击?(?!赞)|勾选|取消勾选|打开|关闭|启用|停用|新增|删除|编辑|查看|导出|上传|保存|提交|修改|设置|找到|[^，,]{1,12}(?:改[成为]|设[成为])).+)$"
)
_OTHER_PAGE = re.compile(
    r"^on\s+(?:the\s+)?(?:page\s+(?!1\b)\d+|(?:second|third|fourth|fifth|next|last|previous)\s+page)\b\s*[,:]?\s*(?P<rest>\S.+)$"
    r"|^在\s*(?:第\s*(?!1\s*页)[\d二三四五六七八九十]+|最后一|下一|上一)\s*页(?:上|里|中)?[，,]?\s*(?P<zh>\S.+)$",
    re.IGNORECASE,
)
_RECORD = (
    r"(?:(?:row|line)\s+(?:(?:of|for|with)\s+)?[^,:]{1,30}?|(?:order|item|product|user|customer|task|invoice|record|employee|"
    r"ticket|entry)\s+(?:number\s+|no\.?\s*)?#?[A-Za-z]*-?\d[\w-]*)"
)
_RECORD_ZH = (
    r"(?:第[\d一二三四五六七八九十]{1,3}行|[^，,]{1,12}[这那]?一行|"
    r"(?:订单号?|用户|商品|客户|员工|任务|记录|编号|发票)[A-Za-z]*-?\d[\w-]*)"
)
_ROW = re.compile(rf"^(?:(?:for|in|on|with)\s+)?(?:the\s+)?{_RECORD}$|^在?{_RECORD_ZH}(?:中|里|上)?$", re.IGNORECASE)
_IN_ROW = re.compile(
    rf"^(?:(?:for|in|on|with)\s+)?(?:the\s+)?(?P<place>{_RECORD})\s*[,:]\s*(?P<rest>\S.+)$"
    rf"|^在?(?P<zh>{_RECORD_ZH})(?:中|里|上)?[，,：:]?(?P<what>(?:把|将|点击|[^的]{{1,8}}(?:改|设)[为成]).+)$",
    re.IGNORECASE,
)
FIELD_VERBS = ("set", "fill", "choose", "clear", "check", "uncheck", "toggle")
_DEED = "do it"
OTHER_PAGE = "the other pages of the list are not on this screen; go there first, and say then what to do"
_OWNED = re.compile(r"^(?P<place>[^，,的]{2,12})(?:里面|里|中|下面|下|页面|页)的(?P<thing>[^，,]{1,16})$")


def split(clause: str, verb_begins: Callable[[str], bool]) -> tuple[str, str] | None:
    """A protected clause -> (place, what is to be done there, or ""); None where it says no place first.

    `verb_begins` tells whether a text begins with an order.
    """
    for pattern in (_CHINESE, *_ENGLISH, _BARE):
        if (match := pattern.match(clause)) and verb_begins(match["rest"]):
            return match["place"], match["rest"]
    match = _ALONE.match(clause)
    return (match["place"], "") if match and not verb_begins(clause) else None


def needs_deed(clause: str) -> bool:
    """Whether it says a row or another page alone, so that what follows is to be done there."""
    page = _OTHER_PAGE.match(f"{clause} {_DEED}")
    return bool(_ROW.match(clause)) or bool(page and _DEED in (page["rest"], page["zh"]))


def on_other_page(clause: str, verb_begins: Callable[[str], bool]) -> bool:
    """Whether it says what to do on another page of a list: "on page 2, delete ...", 在第二页把..."""
    match = _OTHER_PAGE.match(clause)
    return match is not None and verb_begins(match["rest"] or match["zh"])


def in_row(clause: str, parse: Callable[[str], Intent]) -> Intent | None:
    """ "in the row of 2003, set the status to Shipped": the status of that row; None where it says no row first."""
    if (match := _IN_ROW.match(clause)) is None:
        return None
    place, intent = match["place"] or match["zh"], parse(match["rest"] or match["what"])
    if intent.onto or intent.each or intent.group:
        return None
    if intent.verb in ("click", *FIELD_VERBS) and intent.target:
        return dataclasses.replace(intent, clause=clause, onto=place)
    return None


def owned(intent: Intent) -> tuple[str, Intent] | None:
    """系统设置里的站点名称 -> 系统设置, and the same intent on 站点名称; "sign out from the account menu" as well."""
    if intent.verb in ("act", "click", "open", "check", "uncheck", "toggle") and not intent.onto:
        behind = _BEHIND.match(intent.target)
        if behind and (behind["thing"] or intent.detail):
            return behind["place"] or behind["plain"], dataclasses.replace(intent, target=behind["thing"])
    match = _OWNED.match(intent.target)
    if match is None or intent.verb not in ("set", "fill", "choose", "check", "uncheck", "click", "open", "toggle"):
        return None
    return match["place"], dataclasses.replace(intent, target=match["thing"])


def within(sight: Sight) -> list[Step]:
    """Nothing where the place is there already; else a click on what leads to it. Raises Missing where neither is."""
    sight.must_be_here()
    wanted = fold(sight.target)
    names = {wanted, wanted.removesuffix("s")}
    ways = [e for e in sight.acting((*PRESS, "combobox")) if bare_name(e) in names]
    if any(e.state.selected or e.state.expanded for e in ways):
        return []
    closed = [e for e in ways if e.state.selected is False or e.state.expanded is False]
    if len(ways) == 1 or len(closed) == 1:
        return [sight.click((closed or ways)[0])]
    if _is_here(sight, wanted) or (DIALOG.fullmatch(wanted) and sight.screen.with_role("dialog")):
        return []
    found = sight.seek(sight.target, PRESS)
    if found is None and sight.intent.detail == "owned":
        return []  # only words: the thing itself must be found
    if found is None:
        raise Missing(f"nothing on this screen is called {sight.target!r}", ways)
    return [sight.click(found)]


def _is_here(sight: Sight, wanted: str) -> bool:
    """Whether a heading, a dialog, a form or a caption of that name is on the screen."""

    def says(element: Element) -> bool:
        name = fold(element.name)
        return bool(name) and (name == wanted or (len(wanted) > 3 and len(name) < 60 and wanted in name))

    return any(says(e) for e in sight.screen.elements if not e.interactive)
