"""One clause looking at one screen: finds elements, and makes steps on them. What it cannot, it says (`Missing`)."""
# ruff: noqa: E501 - word lists and patterns

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from agent.grounding import Grounding, covered, locate
from agent.icon_words import GUESS
from agent.naming import NotNameable, locator_for
from agent.planners.context import Context, Missing
from agent.planners.intents import Intent
from agent.planners.secrets import shown
from agent.words import fold
from codegen.locator import Locator
from codegen.steps import Click, Target, _Step
from perception.types import FIELD_ROLES, INTERACTIVE_ROLES, Element, Screen

PRESS = ("button", "link", "menuitem", "tab", "option")
CHECKS = ("checkbox", "switch", "radio")
FIELDS = (*tuple(sorted(FIELD_ROLES)), "slider", "listbox")
LISTS = ("combobox", "listbox")
PRONOUN = re.compile(
    r"^(?:it|them|this|that|these|those|one|它们?|其|这个|那个|这|那|此)?(?:\s*(?:in|on|from) (?:the )?(?:dialog|popup|page|screen|window|modal))?$",
    re.IGNORECASE,
)
_OF_PAGE = re.compile(r"(?:the )?(?P<place>[a-z]{3,20})(?:['’]s|(?<=s)['’])\s+(?P<thing>\S.+)")
_ON_PAGE = re.compile(
    r"(?P<thing>.+\S)\s+(?:in|on|of)\s+(?:the\s+)?(?P<place>[a-z]{3,20})(?:\s+(?:page|screen|form|section))?"
)
S = TypeVar("S", bound=_Step)
GUESSED = 0.6  # how sure a step on what is named by its icon can be


@dataclass
class Sight:
    screen: Screen
    context: Context
    intent: Intent

    @property
    def why(self) -> str:
        return self.context.words(self.intent.clause)[:2000]

    @property
    def target(self) -> str:
        return self.context.words(self.intent.target)

    @property
    def value(self) -> str | None:
        return None if self.intent.value is None else self.context.said(self.intent.value)

    def find(self, description: str, roles: Sequence[str] | None = None) -> Element:
        """The one element of that description; raises Missing with the reason and what came nearest."""
        self.must_be_here()
        if PRONOUN.match(description.strip()):
            if self.context.last is None:
                raise Missing(f"{description or 'it'!r} names nothing that was said before")
            return self.context.last
        found = self._located(description, roles)
        if found.element is None:
            raise Missing(found.reason, found.candidates)
        if not self._meant(description, found.element):
            raise Missing(
                f"{description!r} stands on this screen, but {found.element} does not belong to it", [found.element]
            )
        if not self._owned(description, found.element):
            raise Missing(f"{found.element} is not said to belong to what {description!r} names", [found.element])
        return found.element

    def _located(self, description: str, roles: Sequence[str] | None) -> Grounding:
        """What the description means, with the page that this is or without it."""
        wanted = None if roles is None else frozenset(roles)
        found = locate(self.screen, description, roles=wanted)
        if found.element is None and (here := self._without_this_page(description)):
            found = locate(self.screen, here, roles=wanted)
        return found if found.element else self._pointed(description, roles) or found

    def _pointed(self, description: str, roles: Sequence[str] | None) -> Grounding | None:
        """What eyes see that these words mean, where it is of such a role."""
        said, element = self.context.pointed or ("", None)
        words, told = fold(description), fold(said)
        if element is None or not words or not (words in told or told in words):
            return None
        return Grounding(element, 1.0, "", (element,)) if roles is None or element.role in roles else None

    def _without_this_page(self, description: str) -> str:
        """ "the settings' full name field" without the page that this is, which a heading names; else ""."""
        match = _OF_PAGE.match(description) or _ON_PAGE.match(description)
        if match is None:
            return ""
        place = fold(match["place"])
        headings = [e for e in self.screen.elements if e.role == "heading"]
        return match["thing"] if any(re.search(rf"\b{re.escape(place)}\b", fold(e.name)) for e in headings) else ""

    def _owned(self, description: str, element: Element) -> bool:
        """Whether "Ada's role" is answered by something that is Ada's: its name or its row says so."""
        rows = self.screen.with_role("row")
        inside = any(element.box.inside(row.box) > 0.8 for row in rows)
        if re.search(r"\brow\s+\d+|\bin the row\b|第.{1,3}行|[这那]一?行", description):
            return inside or not rows
        owner = re.search(r"\b([A-Z]\w+)['’]s\s", description) or re.match(r"(.{2,6})的", description)
        if owner is None:
            return True
        if not description.isascii() and not any(owner[1] in row.name for row in rows):
            return True  # 商品的价格: no row's own
        around = [element, *self.screen.ancestors(element)]
        return any(fold(owner[1]) in fold(f"{item.name} {item.text}") for item in around)

    def must_be_here(self) -> None:
        """Raises Missing where an earlier clause has left this screen: what is found on it would be the wrong thing."""
        if self.context.away:
            raise Missing(
                f"it comes after {self.told(self.context.away)}, which leads away from this screen; what follows was not seen"
            )

    def must_not_have_failed(self) -> None:
        """Raises Missing where an earlier clause has no steps: nothing is sent, saved or deleted after that."""
        if self.context.failed:
            raise Missing(f"it comes after {self.told(self.context.failed)}, which could not be planned")

    def told(self, clause: str) -> str:
        """A clause in a sentence: quoted, and without its secrets."""
        return repr(shown(self.context.words(clause)))

    def seek(self, description: str, roles: Sequence[str] | None = None) -> Element | None:
        """The same, or None: for a first guess that has a second."""
        if self.context.away or not description.strip():
            return None
        found = self._located(description, roles).element
        return found if found and self._owned(description, found) and self._meant(description, found) else None

    def _meant(self, description: str, element: Element) -> bool:
        """False where the very words stand on the screen as the name of something that is not this element."""
        words, name = fold(description), fold(element.name)
        if not name or words in name or name in words:
            return True
        others = [e for e in self.screen.elements if fold(e.name) == words and e.role not in INTERACTIVE_ROLES]
        return not others or any(_labels(item, element) for item in others)

    def step(self, kind: type[S], element: Element, **fields: Any) -> S:
        """A step on an element. Raises Missing where nothing visible names it."""
        try:
            locator, alternatives = locator_for(self.screen, element)
        except NotNameable as fault:
            if not self.context.live:  # on a page the document names it
                raise Missing(str(fault), [element]) from None
            locator, alternatives = Locator(by="role", value=element.role), ()
        if element.state.disabled:
            raise Missing(f"{element} is disabled on this screen", [element])
        if element.state.blocked:
            raise Missing(covered(self.screen, element), [element])
        target = Target(element=element.id, box=(element.box.x1, element.box.y1, element.box.x2, element.box.y2))
        self.context.last = element
        fields |= {"locator": locator, "alternatives": alternatives, "target": target}
        sure = element.confidence if not element.named_by_icon else min(element.confidence, GUESSED)
        return kind(id="s0", why=self._why(element, locator), confidence=round(min(1.0, max(0.0, sure)), 2), **fields)

    def _why(self, element: Element, locator: Locator) -> str:
        """The clause, and, where a name stands for what an icon shows, that the page may call it otherwise."""
        guessed = element.named_by_icon and locator.name == element.name
        return self.why + GUESS if guessed else self.why

    def click(self, element: Element, **fields: Any) -> Click:
        return self.step(Click, element, **fields)

    def acting(self, roles: Iterable[str] = INTERACTIVE_ROLES) -> list[Element]:
        """The elements of these roles that a person could act on, in reading order."""
        wanted = set(roles)
        return [e for e in self.screen.elements if e.role in wanted and not (e.state.disabled or e.state.blocked)]

    def named(self, words: Iterable[str], roles: Iterable[str] = PRESS) -> list[Element]:
        """The elements whose whole name is one of these words, whatever its case; those in a dialog first."""
        wanted = {fold(word) for word in words}
        found = [element for element in self.acting(roles) if bare_name(element) in wanted]
        dialogs = self.screen.with_role("dialog")
        inside = [element for element in found if any(element.box.inside(dialog.box) > 0.9 for dialog in dialogs)]
        return inside or found

    def holding(self, pattern: str, roles: Iterable[str] = PRESS) -> list[Element]:
        """The elements whose name holds this pattern."""
        return [element for element in self.acting(roles) if re.search(pattern, element.name, re.IGNORECASE)]


def bare_name(element: Element) -> str:
    """A button's name without its decoration: "+ Add user…" -> "add user", 登 录 -> 登录."""
    return re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", re.sub(r"^[^\w]+|[^\w]+$", "", fold(element.name)))


def one(found: Sequence[Element], what: str) -> Element:
    """The only one of them; raises Missing where there is none, or where two could be meant."""
    if not found:
        raise Missing(f"no {what} on this screen")
    if len(found) > 1:
        raise Missing(f"{len(found)} things could be the {what}; say which", found)
    return found[0]


def _labels(text: Element, element: Element) -> bool:
    """Whether the text stands right beside or above the element, as a label does."""
    a, b = text.box, element.box
    beside = a.overlap_y(b) > 0 and -4 <= b.x1 - a.x2 <= 120
    return beside or (a.overlap_x(b) > 0 and -4 <= b.y1 - a.y2 <= 30)
