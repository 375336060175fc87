"""Deeds that cannot be undone: what a control or a question says that does one, and whether a goal asks for it.

A page may call its Delete button to a goal that wants a filter cleared; a goal's own words alone may lead to it.
"""
# ruff: noqa: E501 - word lists and patterns

from __future__ import annotations

import re
from dataclasses import dataclass

from agent.words import fold


@dataclass(frozen=True)
class Deed:
    """`says` is how a control begins that does it, `within` what a question about it holds, `asked` what of a goal asks
    for it, `words` what it is called."""

    words: str
    says: re.Pattern[str]
    within: re.Pattern[str]
    asked: re.Pattern[str]


def _deed(words: str, says: str, says_zh: str, asked: str, asked_zh: str) -> Deed:
    wanted = rf"(?<![a-z])(?:{asked}|{says})(?![a-z])|{asked_zh}|{says_zh}"
    does = rf"(?:(?<![a-z])(?:{says})(?![a-z])|(?:{says_zh}))"
    return Deed(words, re.compile(rf"^\W*{does}"), re.compile(does), re.compile(wanted))


DEEDS = (
    _deed(
        "deletes",
        r"delete|remove(?! (?:the |all |this )*(?:filter|sort|selection|highlight|format))|erase|destroy|discard|trash|purge|wipe|deactivate|terminate|revoke|uninstall|empty (?:the )?"
        r"(?:cart|basket|trash|bin)|(?:permanently|yes,?) (?:delete|remove|discard|erase)",
        "(?:删除|移除)(?!筛选|条件|排序)|清空(?!筛选|搜索|条件)|销毁|永久删除|彻底删除|删掉|注销账|停用账|作废|撤销授权|卸载|确[认定]删除",
        r"delet\w+|remov\w+|eras\w+|destroy\w*|discard\w*|trash|bin|drop|get rid of|throw(?: \w+){0,4} (?:away|out)|wip\w+|purg\w+|"
        r"deactivat\w+|terminat\w+|revok\w+|uninstall\w*|take \w+(?: \w+){0,4} (?:out|off)|"
        r"(?:clear|empty)(?!.*\b(?:filters?|search|selection|fields?|inputs?|box|forms?|sort\w*|query)\b)",
        "删|移除|移出|去掉|去除|扔掉|丢弃|销毁|注销|停用|作废|撤销|卸载|清除(?!.*(?:筛选|搜索|条件|选择))|清空(?!.*(?:筛选|搜索|条件|选择|输入))",
    ),
    _deed(
        "pays or orders",
        r"pay(?! ?(?:ments?|roll|ee|out)s?\b)|buy|purchase|place (?:your |the |my )?order|order now|submit (?:the |your )?(?:order|payment)|"
        r"complete (?:the |your |my )?(?:order|purchase|payment)|confirm (?:the |your |and )?(?:order|purchase|payment|pay)|"
        r"transfer(?! (?:history|list))|donate|subscribe|withdraw|refund",
        "支付|付款|购买|立即购买|马上抢|下单|提交订单|确认订单|确认支付|确认付款|转账|充值|提现|退款|捐款|订阅",
        r"pay\w*|buy\w*|purchas\w*|(?:plac|submit|complet|confirm|finish)\w*(?: \w+){0,3} orders?|check ?out|transfer\w*|donat\w*|subscri\w*|withdraw\w*|refund\w*|book\w*|rent\w*",
        "^order |付|买|(?<!采)购(?!物车)|下单|提交.{0,4}订单|确认.{0,4}订单|结算|转账|充值|提现|退款|捐|订阅|预订",
    ),
    _deed(
        "sends or publishes",
        r"send|publish|post(?! ?(?:s|al|code)\b)|broadcast|deploy|release(?! notes)",
        "发送|发布|群发|发表|部署|上线|寄出",
        r"sen[dt]\w*|e-?mail\w*|mail\w*|repl(?:y|ies)\w*|forward\w*|shar\w+|submit\w*|messag\w*|publish\w*|post\w*|"
        r"broadcast\w*|deploy\w*|releas\w*|invit\w*|notif\w*|contact\w*|write to|chat\w*|comment\w*|tweet\w*|request\w*|ask\w*|tell\w*",
        "发|寄|提交|回复|转发|分享|邮件|通知|邀请|部署|上线|评论|留言|告诉",
    ),
    _deed(
        "cancels",
        r"cancel (?:the |my |your |this )?(?:order|subscription|booking|reservation|plan|account|membership|appointment)s?|"
        r"unsubscribe|close (?:the |my |your )?account",
        "取消订单|取消订阅|取消预订|取消预约|退订|注销账",
        r"cancel\w*|unsubscrib\w*|end\w*|stop\w*|clos\w+",
        "取消|退订|注销|终止",
    ),
)  # fmt: skip


LONGEST = 5  # words; what controls say is shorter


def deed_of(name: str) -> Deed | None:
    """The deed that a control of this name does: "Delete", "Delete order 1042", 删除; None where it does none."""
    said = fold(name)
    if len(said.split()) > LONGEST or len(said) > 10 * LONGEST:  # a sentence: a letter's subject, a card's text
        return None
    return next((deed for deed in DEEDS if deed.says.search(said)), None)


def deed_asked(question: str) -> Deed | None:
    """The deed that a page's question is about: "Really delete order 1042?", "1042 will be deleted"."""
    said = re.sub(r"discard\w*", "", fold(question))  # to lose what was typed is asked of whoever leaves
    said = re.sub(r"(delet|remov|eras)ed\b", r"\1e", re.sub(r"\bpublished\b", "publish", said))
    return next((deed for deed in DEEDS if deed.within.search(said)), None)


def is_asked_for(deed: Deed, words: str) -> bool:
    """Whether these words of a goal ask for the deed."""
    return deed.asked.search(fold(words)) is not None
