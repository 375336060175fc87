"""An element that a clause names by its looks alone ("the red button"): the rules know what it must be, eyes which.

A model that points is believed where the words would mean the element, were it the only control on the screen, or
where two eyes see the same one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from agent.eyes.cascade import ALONE, Cascade
from agent.eyes.placing import FREE
from agent.grounding import locate
from agent.planners import clauses
from agent.planners.context import Context, Missing
from agent.planners.intents import Intent
from agent.planners.resolve import resolve
from agent.planners.sight import PRONOUN, Sight
from codegen.steps import Step
from perception.types import Element, Screen

_VERBS = frozenset({"click", "hover", "open", "fill", "set", "clear", "check", "uncheck", "toggle"})
_LOOKS = re.compile(
    r"\b(?:(?:light|dark|bright|pale|deep)[- ]?)?(?:red|orange|yellow|green|blue|purple|violet|pink|black|white|"
    r"gr[ea]y|brown|teal|navy|cyan|turquoise|golden|round(?:ed)?|circular|square|rectangular|oval|big(?:gest)?|large(?:st)?|"
    r"small(?:est)?|tiny|wide(?:st)?|narrow|tall|colou?red|filled|outlined|bold|shiny)\b|"
    r"(?:深|浅|亮|暗)?(?:红|橙|橘|黄|绿|蓝|青|紫|粉|黑|白|灰|棕)(?:色的?|的)|(?:圆|方)形?的?|最?[大小]的",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Pointed:
    """What a clause means, `words` of it; how surely; and which model said so."""

    element: Element
    words: str
    confidence: float
    by: str


def can_point(cascade: Cascade, sight: Sight) -> bool:
    """Whether the clause is about one element that the rules did not find or tell from others."""
    intent, words = sight.intent, _words(sight)
    plain = not (intent.each or intent.group or intent.onto or intent.pairs) and bool(words)
    if not plain or not cascade.pointing or PRONOUN.match(words):
        return False
    return len(clauses.parts(words)) == 1 and locate(sight.screen, words).element is None


def _words(sight: Sight) -> str:
    """What the clause calls its element; "" where it is not about one. "Choose X" says no field: X is on the screen."""
    if sight.intent.verb == "choose" and not sight.intent.target:
        return sight.context.words(sight.intent.value or "")
    return sight.target if sight.intent.verb in _VERBS else ""


def pointed(cascade: Cascade, sight: Sight) -> Pointed:
    """Asks the eyes. Raises Missing where they see nothing that is to be believed."""
    words = as_said(sight)
    found = cascade.locate(words)
    element = sight.screen.by_id.get(found.element.id) if found.element else None
    if found.element is not None and found.element.id == FREE:
        raise Missing("what is pointed at is no control")
    if element is None or not found.answered:
        known = locate(cascade.screen, words).reason
        raise Missing(found.reason.removeprefix(known).strip(" ()") or known, found.candidates)
    if found.confidence <= ALONE and not _would_be_meant(sight.screen, element, words):
        raise Missing(f"{element} is pointed at, and nothing but that says that it is {words!r}", [element])
    return Pointed(element, _words(sight), found.confidence, found.answered[-1].model)


def as_said(sight: Sight) -> str:
    """The clause's own words for the element, with the article that the rules leave out: models know it so."""
    words = _words(sight) or sight.target
    article = rf"\b(?:the|an?|this|that|my)\s+(?={re.escape(words)}\b)"
    found = re.search(article, sight.why, re.IGNORECASE)
    return f"{found[0]}{words}" if found else words


def steps_on(told: Pointed, intent: Intent, screen: Screen, context: Context) -> list[Step]:
    """The rules' steps for the clause, once it is told which element is meant. Raises Missing."""
    context.pointed = (told.words, told.element)
    try:
        outcome = resolve(intent, screen, context)
    finally:
        context.pointed = None
    if outcome.missing or not outcome.steps:
        raise Missing(outcome.missing[0].reason if outcome.missing else "there is nothing to do on it", [told.element])
    return [
        step.model_copy(update={"by": told.by, "confidence": min(step.confidence, told.confidence)})
        for step in outcome.steps
    ]


def _would_be_meant(screen: Screen, element: Element, words: str) -> bool:
    """Whether the words mean the element where it is the only control; how it looks they cannot say."""
    alone = tuple(e for e in screen.elements if e.id == element.id or not e.interactive)
    plain = " ".join(_LOOKS.sub(" ", words).split())
    said = (words, plain) if plain else (words,)
    return any(locate(replace(screen, elements=alone), each).element == element for each in said)
