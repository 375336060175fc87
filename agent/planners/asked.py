"""Whether a clause of the goal asks for a control, a value, or a step that a model proposes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from agent.lexicon import STOP, lexicon
from agent.matching import NEUTRAL
from agent.planners.secrets import MARK
from agent.planners.sight import bare_name
from agent.words import fold, likeness, units
from perception.icon_concepts import concepts
from perception.types import Element, Screen

_ALIKE = 0.6  # the least likeness of two words that name one thing
_SENTENCE = 4  # words: a text of so many tells something, it is no label
_OPENERS = frozenset({"tab", "button", "link", "menuitem", "combobox", "img"})
# What sends, agrees or goes on: the goal says so itself, or nobody does.
_COMMITS = re.compile(
    r"^(?:submit|save|send|confirm|apply|ok|okay|yes|accept|agree|allow|grant|approve|continue|proceed|finish|done|sign|"
    r"log|register|join|start|run|install|update|upgrade|enable|disable|reset|move|share|invite|upload|import|connect)\b|"
    r"^(?:提交|保存|发送|确认|确定|好的|是|同意|接受|允许|授权|继续|完成|登录|注册|开始|运行|安装|更新|升级|启用|停用|重置)",
    re.IGNORECASE,
)


def said_in(value: str, clause: str) -> bool:
    """Whether the clause says these very words, as words of their own."""
    wanted, said = fold(value), fold(clause)
    if not wanted or not said:
        return False
    edge = r"(?<!\w){}(?!\w)" if wanted.isascii() else "{}"
    return re.search(edge.format(re.escape(wanted)), said) is not None


def words_beyond(said: str, done: Iterable[str]) -> str:
    """The words of a value that none of these texts has, as one text; small words ("some", "the") are left out."""
    known = " ".join(map(fold, done))
    words = re.findall(r"[\u4e00-\u9fff]+|[^\W\u4e00-\u9fff]+", fold(MARK.sub(" ", said)))
    return " ".join(word for word in words if word not in STOP and not said_in(word, known))


def asks_for(element: Element, clause: str) -> bool:
    """Whether the clause says a word of the control's name, or one that means the same."""
    names = [element.name, element.state.placeholder or "", element.text]
    if element.icon and (concept := concepts().get(element.icon)):
        names += [concept.name, *concept.said]
    asked = [unit for unit in units(clause) if unit.weight > NEUTRAL]
    own = [unit for name in names if name for unit in units(name) if unit.weight > NEUTRAL]
    return any(likeness(one, other) >= _ALIKE for one in asked for other in own)


def unasked(screen: Screen, element: Element) -> str:
    """Why a control that the clause does not name may not be used for it all the same; "" where it may.

    It may where it only opens or shows something, and where no sentence on the page speaks of it: that could be an
    instruction to the reader.
    """
    name = bare_name(element)
    if not name or element.role not in _OPENERS:
        return f"nobody asked for {element}"
    actions = {c for unit in units(name) for c, sure in unit.concepts if sure == 1} & set(lexicon().actions)
    if _COMMITS.match(name) or (actions and not actions <= _HARMLESS):
        return f"nobody asked for {element}, which does something"
    return spoken_of(screen, element)


def spoken_of(screen: Screen, element: Element) -> str:
    """Why a control that the clause does not name is not meant: a sentence on the page speaks of it; else ""."""
    name = bare_name(element)
    for other in screen.elements:
        text = fold(other.name)
        sentence = len(text.split()) >= _SENTENCE or len(re.findall(r"[\u4e00-\u9fff]", text)) >= 2 * _SENTENCE
        if other.id != element.id and sentence and name and name in text:
            return f"only the page speaks of {element}, not the goal"
    return ""


_HARMLESS = frozenset(
    "view viewall show expand search filter sort next previous back preview learnmore zoomin zoomout compare".split()
)
