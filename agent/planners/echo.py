"""A page that repeats the goal ("Click on the green box", as a task's own text) names no thing with those words."""

from __future__ import annotations

import re
from dataclasses import replace

from agent.planners import languages
from perception.types import FIELD_ROLES, Element, Screen

_MOST = 0.7  # of the goal: what repeats less of it is a name that the goal says
_PLAIN = ("text", "heading", "listitem", "cell")


def without_echo(screen: Screen, goal: str) -> Screen:
    """The screen without the plain text that says the goal itself, in one piece or in several."""
    said, echo = _letters(goal), set[str]()
    plain = [element for element in screen.elements if element.role in _PLAIN and not element.interactive]
    for start in range(len(plain)):
        run, length = _run(plain[start:], said)
        if length > max(8, _MOST * len(said)) and not _is_named(run, goal):
            echo |= {element.id for element in run}
    if not echo:
        return screen
    names = {element.name for element in plain if element.id in echo}
    kept = (element for element in screen.elements if element.id not in echo)
    return replace(screen, elements=tuple(_unnamed(element) if element.name in names else element for element in kept))


def _is_named(run: list[Element], goal: str) -> bool:
    """Whether the text is just what the goal's order is about ("turn off Email notifications"), without its verb."""
    return "".join(_letters(element.name) for element in run) == _letters(languages.parse(goal).target)


def _unnamed(element: Element) -> Element:
    """A field that took the echo beside it for its caption has none."""
    return replace(element, name="") if element.role in FIELD_ROLES else element


def _run(elements: list[Element], said: str) -> tuple[list[Element], int]:
    """The elements from the first on whose texts stand in the goal, one after the other, and how many letters they are.

    Words between them may be missing: a colour that is shown and not said.
    """
    end, length, run = 0, 0, list[Element]()
    for element in elements:
        text = _letters(element.name)
        place = said.find(text, end)
        if not text or place < 0:
            break
        end, length, run = place + len(text), length + len(text), [*run, element]
    return run, length


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())
