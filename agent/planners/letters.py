"""Answering and passing on what was found: "reply to them with the text 'Thanks'", "forward that email to Ann"."""

from __future__ import annotations

import re

from agent.planners.buttons import BUTTONS
from agent.planners.context import Missing
from agent.planners.fields import put
from agent.planners.finding import inside
from agent.planners.rows import record_of
from agent.planners.sight import PRESS, Sight, bare_name
from agent.words import fold
from codegen.steps import Step
from perception.types import Element

DEEDS = frozenset({"reply", "respond", "forward", "回复", "转发"})
_FORWARD = re.compile(r"^(?P<what>.*?)(?:\s*\bto\s+|给|到)(?P<who>\S.*)$", re.IGNORECASE)
_REPLY = re.compile(
    r"^(?:to\s+)?(?P<whom>.*?)\s*(?:\b(?:with|saying|by saying)\b|[:：]|说|内容(?:为|是)?)\s*"
    r"(?:the\s+)?(?:(?:text|message|words?|reply|answer)\s+)?(?P<text>\S.*)$",
    re.IGNORECASE,
)
_TO = re.compile(r"^(?:to|recipients?|forward to|send to|e-?mail(?: address)?|收件人|发送?给|转发给)$")
_SEND = ("send", "submit", "post", "发送", "提交", "回复", "转发")


def asked(sight: Sight) -> bool:
    """Whether the clause answers or passes on a record, and says with what or to whom."""
    verb = sight.intent.detail
    if verb not in DEEDS or not sight.context.live:
        return False
    return (_FORWARD if _forwards(verb) else _REPLY).match(sight.intent.target) is not None


def _forwards(verb: str) -> bool:
    return verb in ("forward", "转发")


def send(sight: Sight) -> list[Step]:
    """Opens the record, then its form, and sends it off: one of these on each screen.

    Raises Missing with the step that leads on, or where nothing does.
    """
    clause, context = sight.intent.clause, sight.context
    if context.making == clause and (field := _field(sight)) is not None:
        match = (_FORWARD if _forwards(sight.intent.detail) else _REPLY).match(sight.intent.target)
        assert match is not None
        said = match["who"] if _forwards(sight.intent.detail) else match["text"]
        return [*put(sight, field, said), sight.click(_sender(sight))]
    row = record_of(sight, context.record) if context.record else None
    verb = "forward" if _forwards(sight.intent.detail) else "reply"
    button = (inside(sight, row[0], verb) if row else None) or _only(sight, verb)
    if button is not None:
        context.making = clause
        raise Missing("its form is not on this screen", steps=[sight.click(button)])
    if row is None or context.making == clause:
        raise Missing(f"nothing on this screen is there to {verb} with")
    raise Missing(f"nothing to {verb} with was seen", steps=[sight.click(_way_into(sight, row[0]))])


def _only(sight: Sight, verb: str) -> Element | None:
    names = {verb, *(word.strip() for word in BUTTONS.get(verb, "").split(",")), "回复" if verb == "reply" else "转发"}
    found = [e for e in sight.acting((*PRESS, "img")) if bare_name(e) in names]
    return found[0] if len(found) == 1 else None


def _field(sight: Sight) -> Element | None:
    """Where the recipient, or the answer, is written: empty, and the only one."""
    empty = [e for e in sight.acting(("textbox", "combobox")) if not e.state.value]
    if _forwards(sight.intent.detail):
        empty = [e for e in empty if _TO.match(re.sub(r"\W+$", "", fold(e.name or e.state.placeholder or "")))]
    return empty[0] if len(empty) == 1 else None


def _sender(sight: Sight) -> Element:
    for name in _SEND:
        found = [e for e in sight.acting((*PRESS, "img")) if name in re.split(r"\s+", bare_name(e))]
        if len(found) == 1:
            return found[0]
    raise Missing("nothing on this screen sends it off")


def _way_into(sight: Sight, row: Element) -> Element:
    """What opens the record: the control that it is, else its only link."""
    inner = [e for e in sight.acting(PRESS) if e.box.inside(row.box) > 0.8]
    whole = [e for e in inner if e.box.area > 0.6 * row.box.area]
    links = whole or [e for e in inner if e.role == "link"]
    if len(links) != 1:
        raise Missing(f"it is not clear what opens {row.name!r}", inner[:5])
    return links[0]
