"""Copying from one field into another, by the keys that a person would press."""

from __future__ import annotations

import re

from agent.planners.context import Missing
from agent.planners.fields import a_field
from agent.planners.sight import FIELDS, Sight
from codegen.steps import Press, Step
from perception.types import Element

_FROM = re.compile(
    r"^(?:the |all )*(?:text|contents?|value|words)\s+(?:in|of|from)\s+(?:the\s+)?(?P<where>\S.*)$"
    r"|^(?P<zh>\S.*?)(?:里|中|内)?的(?:文字|文本|内容|值)$",
    re.IGNORECASE,
)
_PASTE = re.compile(r"\s*(?:and\s+|then\s+)*paste\b|\s*(?:并|再)?粘贴", re.IGNORECASE)
_IT = re.compile(r"(?:it|them|this|that|the (?:text|contents?|value)|它)$", re.IGNORECASE)


def copies(sight: Sight) -> bool:
    return sight.intent.detail in ("copy", "复制") and _FROM.match(sight.target) is not None


def copy(sight: Sight) -> list[Step]:
    """Marks all that a field holds, and copies it. Raises Missing where it is no field, or holds nothing."""
    match = _FROM.match(sight.target)
    assert match is not None
    source = _only(sight, match["where"] or match["zh"], filled=True)
    if not source.state.value:
        raise Missing(f"{source} holds no text to copy", [source])
    sight.context.copied = source.state.value
    return [sight.step(Press, source, key="Control+A"), sight.step(Press, source, key="Control+C")]


def pastes(sight: Sight) -> bool:
    """Whether the clause puts somewhere what was copied before."""
    said = sight.intent.value or ""
    return bool(sight.context.copied and _PASTE.match(sight.why) and _IT.fullmatch(said.strip()))


def paste(sight: Sight) -> list[Step]:
    """Puts it in place of what the field holds."""
    field = _only(sight, sight.intent.target, filled=False)
    return [sight.step(Press, field, key="Control+A"), sight.step(Press, field, key="Control+V")]


def _only(sight: Sight, said: str, *, filled: bool) -> Element:
    """The field that is meant; of several, the only one that holds a text, or that holds none."""
    try:
        return a_field(sight, said, FIELDS)
    except Missing as fault:
        fit = [e for e in fault.elements if e.role in FIELDS and bool(e.state.value) is filled]
        if len(fit) != 1:
            raise
        return fit[0]
