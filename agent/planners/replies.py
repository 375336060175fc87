"""How a goal answers the question that a page may ask over a deed: known before the deed is done."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Literal

from agent.planners.intents import CONDITION, PROHIBITION, Intent
from agent.words import fold

Reply = Literal["", "yes", "no", "left"]
"""What a clause answers: nothing, yes, no, or that it only speaks of the question, so that it is to stay open."""
ANSWERS: tuple[Reply, ...] = ("no", "left", "yes")  # what counts where a goal says several
Words = Callable[[str], str]  # a protected text as the goal has it

DIALOG = re.compile(
    r"\b(?:dialog(?:ue)?s?|dialog(?:ue)? box|pop-?ups?|modals?)\b"
    r"|\bthe (?:\w+ )?(?:prompt|confirmation|question|alert)\b"
    r"|\bwhen (?:it |the page )?asks?\b|\bwhen asked\b|对话框|弹窗|弹框|弹出框|弹出的|提示框|确认框|询问",
    re.IGNORECASE,
)
_IN_IT = re.compile(
    rf"\b(?:in|on|at|from|of|to)\s+(?:the|that|this)\s+(?:\w+\s+)?(?:{DIALOG.pattern})|\bbuttons?\b|\bagain\b"
    r"|[在从]?(?:这个|那个|该)?(?:确认|提示|弹出)?(?:对话框|弹窗|弹框|弹出框|提示框|确认框|框)(?:里面|里|中|内|上|的)*|按钮|一下",
    re.IGNORECASE,
)
_FIRST = re.compile(
    r"^(?:(?:please|then|and|but|just|also|now|finally|instead|first|click|press|tap|hit|push|choose|select|pick|say|answer|"
    r"reply|on|with|the|it|to)\s+)+|^(?:请|但是?|然后|再|并且?|最后|先|就|可是|不过|随后|接着|点击|单击|点|按下?|选择?|回答)+",
    re.IGNORECASE,
)  # fmt: skip
_IT = (
    r"(?:\s+(?:it|that|this|out|off|there|everything|(?:(?:the|that|this|its)\s+)?(?:action|operation|deletion|removal|"
    r"deleting|removing|request|whole thing|dialog(?:ue)?(?: box)?|pop-?up|modal|prompt|confirmation|question|alert)))*"
    r"(?:\s+(?:then|instead))?"
)
_ZH_IT = r"(?:它|掉|操作|删除|对话框|弹窗|弹框|弹出框|提示框|确认框)?"
_NO = re.compile(
    rf"(?:cancel|abort|decline|deny|refuse|reject|back|stop|quit|close|dismiss|leave|escape|esc|no|nope|not now|"
    rf"keep it|never ?mind|x|×)\b{_IT}|(?:取消|放弃|拒绝|否|不|算了|关闭|关掉|中止|返回|再想想){_ZH_IT}",
    re.IGNORECASE,
)
_CLOSES = re.compile(r"close|dismiss|leave|stop|quit|back|x|×|关闭|关掉|返回", re.IGNORECASE)  # more than dialogs
_YES = re.compile(
    rf"(?:confirm|accept|agree|approve|ok|okay|yes|sure|continue|proceed)\b{_IT}"
    rf"|(?:确认|确定|同意|接受|好的?|是的?|继续){_ZH_IT}",
    re.IGNORECASE,
)
# "But do not ...": what is not to be done is to answer with yes, or the deed itself.
_OF_IT = re.compile(
    r"\b(?:confirm\w*|accept\w*|ok|okay|yes|agree\w*|approv\w+|proceed|continue|go (?:through|ahead|on)|finish|"
    r"complete|finali[sz]e|actually|really|do (?:it|so|that)|answer)\b"
    r"|确认|确定|同意|继续|完成|真的|真正|执行|点是|点好|回答",
    re.IGNORECASE,
)
# A no that a deed's own clause ends in: "delete Ann and say no", 删除1002，先不确认.
_TAIL = re.compile(
    r"(?:[,(;]|\b(?:and|but|then)\b)\s*(?:then\s+|just\s+)?(?:(?:say|answer|reply)(?: with)? (?:no|cancel)|cancel\w*|"
    r"abort\w*|back(?:ing)? out|declin\w+|refus\w+|reject\w*|dismiss\w*|stop\w*|leav\w+ (?:it|the)|do not|don[’']?t|"
    r"without|never|hold off|not)\b"
    r"|\b(?:without|before|don[’']?t|do not|not)\s+(?:\w+\s+)?confirm\w*"
    r"|(?:但是?|先(?!生)|然后|不过|[，,（(])[^，,]{0,8}?(?:取消|放弃|不要|(?<![类性级区个分特])别|不确|不点|不执|未确|拒绝|不同意)"
    r"|[,，][^,，]{0,12}(?:\bdialog|\bpop-?up|对话框|弹窗|弹框|提示框|确认框)",
    re.IGNORECASE,
)
_SWITCHES = ("check", "uncheck")
_QUOTED = re.compile(r"[\ue000-\uf8ff]+|“[^”]*”|\"[^\"]*\"|‘[^’]*’|「[^」]*」")


def is_deed(intent: Intent) -> bool:
    """Whether a page may ask before it does this."""
    if intent.verb == "act":
        return bool(intent.detail)
    return intent.verb in _SWITCHES and intent.detail == "switch"


def reply(intent: Intent, words: Words) -> Reply:
    """What this one clause answers."""
    said = fold(words(intent.clause)).strip(" .,;，。；!！")
    speaks = DIALOG.search(said) is not None
    if intent.verb == "refuse":
        if intent.detail == CONDITION:
            return "no" if re.search(rf"\b{_NO.pattern}|不[要确]", said.partition(",")[2] or said) else ""
        return "left" if intent.detail == PROHIBITION else ""
    if intent.verb == "press":
        return "no" if intent.value == "Escape" or "esc" in fold(intent.value or "") else ""
    bare = _FIRST.sub("", _IN_IT.sub(" ", said)).strip(" ,，") if intent.verb != "expect" else ""
    bare = re.sub(r"\s+", " ", bare)
    if _YES.fullmatch(bare):
        return "yes"
    if _NO.fullmatch(bare) and (speaks or not _CLOSES.match(bare) or re.search(r"\b(?:it|that|out)\b", bare)):
        return "no"
    if not speaks:
        return ""
    return "yes" if intent.verb == "click" and bare != said else "left"


def ahead(following: Sequence[Intent], words: Words) -> Reply:
    """What the goal goes on to answer to a question over the deed before; "" where it leaves that to the run.

    A bare "cancel" belongs to the last deed before it; a prohibition and what speaks of a dialog hold for all.
    """
    found: set[Reply] = set()
    other = False
    for intent in following:
        said = reply(intent, words)
        if said and (not other or intent.verb == "refuse" or DIALOG.search(words(intent.clause))):
            found.add(said)
        other = other or (is_deed(intent) and not said)
    return next((said for said in ANSWERS if said in found), "")


def held(intents: Sequence[Intent], words: Words) -> list[Intent]:
    """The same, with a refusal in place of each deed that is not to be confirmed: a page may do it without asking."""
    made = list(intents)
    deeds = [n for n, intent in enumerate(intents) if is_deed(intent) and not reply(intent, words)]
    for number, intent in enumerate(intents):
        if is_deed(intent) and (tail := _TAIL.search(_QUOTED.sub("_", intent.target))):
            limit = _QUOTED.sub("_", intent.target)[tail.start() :]
            made[number] = _refused(intent, words(limit).strip(" ,，(（)）"))
    for number, intent in enumerate(intents):
        if intent.verb != "refuse" or intent.detail != PROHIBITION:
            continue
        near = [n for n in deeds if n < number][-1:] or deeds[:1]
        if near and _is_of(words(intent.clause), intents[near[0]]):
            made[near[0]] = _refused(intents[near[0]], words(intent.clause))
    return made


def _is_of(said: str, deed: Intent) -> bool:
    """Whether what is not to be done is the deed itself, or to answer the question about it."""
    its = rf"{re.escape(deed.detail)}\s*(?:$|(?:it|him|her|them|this|that|anything|yet|它|他|她)(?!\w))"
    return bool(_OF_IT.search(said) or DIALOG.search(said) or re.search(its, said, re.IGNORECASE))


def _refused(intent: Intent, limit: str) -> Intent:
    reason = (
        f"the goal says {limit!r}, and a page may do it without a question; "
        "say how the question is to be answered (then cancel it in the dialog)"
    )
    return replace(intent, verb="refuse", detail=reason)
