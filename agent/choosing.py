"""A choice in a list that is drawn, not a <select>: the list is opened, and the entry that appears in it is clicked."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from agent.live_names import name_live
from agent.naming import NotNameable
from agent.planners.buttons import CONFIRMS
from agent.stage import Failed, Stage
from agent.words import fold
from codegen.plan import Plan
from codegen.steps import Click, Fill, Press, Select, Step, Target
from perception.dom import DomScreen
from perception.types import FIELD_ROLES, BBox, Element

_ENTRY_TAGS = ("li", "option")  # a script finds these by their text, once the list is open
_LEVELS = re.compile(r"\s*(?:/|>|›|→)\s*")
# What is written in the frame that is drawn around a field.
_AROUND = """e => {
  let frame = e.localName === "select" ? e.parentElement : e;
  for (let n = frame; n && n.getBoundingClientRect().height <= 80; n = n.parentElement) frame = n;
  return frame.innerText;
}"""
_CONFIRM = CONFIRMS | {"ok", "done", "apply", "完成", "好的"}


@dataclass
class Choosing:
    """One choice on one page. `look` gives the screen of now, `so_far` the plan's inputs."""

    stage: Stage
    look: Callable[[], DomScreen]
    so_far: Plan

    def do(self, step: Select, field: Element, wanted: str) -> list[Step]:
        """Opens the list and clicks the entry; gives what a script has to do. Raises Failed."""
        before = self.look()
        if _shows(before, field.box, wanted):
            return []
        if step.adds and (entry := _still_open(before, wanted)):
            return self._one_more(step, entry, before, field, wanted)
        if self._is_native(step):  # a <select> that a drawn one stands before
            return self._native(step, field, wanted)
        opened = self._opened(step, field)
        now = self.look()
        entry = _entry(now, before, wanted, field)
        if entry is not None:
            clicks, simple = [self._clicked(step, entry, now)], self._is_list_entry(entry, now)
        else:
            clicks, simple = self._by_levels(step, before, now, wanted, field), False
        now, done = self._confirmed(step, before, field, wanted)
        if not _shows(now, field.box, wanted) and not _moved(now, field, wanted) and not self._told(step, wanted):
            raise Failed(f"{wanted!r} was clicked in the list of {field.name!r}, but the field does not show it")
        return [step] if simple and not done and not step.adds else [opened, *clicks, *done]

    def _is_native(self, step: Select) -> bool:
        found = self.stage.find(step.locator)
        return found.count() == 1 and bool(found.evaluate("e => e.localName === 'select'"))

    def _native(self, step: Select, field: Element, wanted: str) -> list[Step]:
        done = self._act(step)
        if not _shows(self.look(), field.box.grow(20), wanted) and not self._told(step, wanted):
            raise Failed(f"{wanted!r} was chosen in {field.name!r}, but the page does not show it")
        return [done]

    def _told(self, step: Select, wanted: str) -> bool:
        """Whether what is drawn around the field reads so: its choice may stand behind where one types."""
        from playwright.sync_api import Error

        try:
            said = str(self.stage.find(step.locator).first.evaluate(_AROUND, timeout=1000))
        except Error:
            return False
        return fold(_LEVELS.split(wanted)[-1]) in [fold(line) for line in said.splitlines()]

    def _one_more(self, step: Select, entry: Element, seen: DomScreen, field: Element, wanted: str) -> list[Step]:
        """Another entry of a list that stays open for several."""
        clicked = self._clicked(step, entry, seen)
        if not _shows(self.look(), field.box.grow(20), wanted) and not self._told(step, wanted):
            raise Failed(f"{wanted!r} was clicked in the list of {field.name!r}, but the field does not show it")
        return [clicked]

    def closed(self, step: Select, field: Element, before: DomScreen) -> list[Step]:
        """Leaves a list of several that stays open: it lies over what comes next."""
        known = {_mark(e) for e in before.screen.elements}
        now = self.look()
        if not any(e.role == "option" and _mark(e) not in known for e in now.screen.elements):
            return []
        return [self._act(Press(id="s0", why=step.why, key="Tab"))]

    def _opened(self, step: Select, field: Element) -> Step:
        try:
            return self._act(_click(step, step.locator, field))
        except Failed:  # what it shows lies over it: the keyboard opens it too
            press = Press(id="s0", why=step.why, locator=step.locator, target=step.target, key="ArrowDown")
            return self._act(press)

    def _act(self, step: Step) -> Step:
        return self.stage.act(step, self.so_far)

    def _clicked(self, step: Select, entry: Element, seen: DomScreen) -> Step:
        try:
            locator = name_live(seen, entry, self.stage.find)
        except NotNameable as fault:
            raise Failed(str(fault)) from None
        return self._act(_click(step, locator, entry))

    def _by_levels(self, step: Select, before: DomScreen, now: DomScreen, wanted: str, field: Element) -> list[Step]:
        """ "Zhejiang / Hangzhou" is chosen level by level; what a list hides until it is searched for is typed."""
        levels, clicks = _LEVELS.split(wanted), []
        if len(levels) == 1:
            return self._searched(step, before, wanted, field)
        for level in levels:
            entry = _entry(now, before, level, field)
            if entry is None:
                raise Failed(f"{field.name!r} offers no {level!r}")
            before = now
            clicks.append(self._clicked(step, entry, now))
            now = self.look()
        return clicks

    def _searched(self, step: Select, before: DomScreen, wanted: str, field: Element) -> list[Step]:
        node = before.nodes.get(field.id)
        if node is None or node.tag != "input" or "readonly" in node.attributes or step.value is None:
            raise Failed(f"{field.name!r} offers no {wanted!r}")
        try:
            typed = self._act(Fill(id="s0", why=step.why, locator=step.locator, value=step.value, target=step.target))
        except Failed:
            raise Failed(f"{field.name!r} offers no {wanted!r}") from None
        now = self.look()
        entry = _entry(now, before, wanted, field)
        if entry is None:
            raise Failed(f"{field.name!r} offers no {wanted!r}")
        return [typed, self._clicked(step, entry, now)]

    def _confirmed(self, step: Select, before: DomScreen, field: Element, wanted: str) -> tuple[DomScreen, list[Step]]:
        """A picker may want its own button pressed before the field takes the choice."""
        now = self.look()
        if _shows(now, field.box, wanted):
            return now, []
        known = {_mark(e) for e in before.screen.elements}
        buttons = [
            e for e in now.screen.elements
            if e.role in ("button", "link") and fold(e.name) in _CONFIRM and _mark(e) not in known
        ]  # fmt: skip
        if len(buttons) != 1:
            return now, []
        done = self._clicked(step, buttons[0], now)
        return self.look(), [done]

    def _is_list_entry(self, entry: Element, seen: DomScreen) -> bool:
        node = seen.nodes.get(entry.id)
        return node is not None and (node.tag in _ENTRY_TAGS)


def is_drawn(field: Element, seen: DomScreen) -> bool:
    """Whether this is no <select>: what it offers is seen after a click only."""
    node = seen.nodes.get(field.id)
    return node is not None and node.tag != "select" and field.role in ("combobox", "listbox", "button")


def is_stand_in(box: Element, seen: DomScreen) -> bool:
    """Whether what is seen as a box to tick has no such role in the document: it is clicked."""
    node = seen.nodes.get(box.id)
    return node is not None and node.ax_role == "generic"


def _entry(now: DomScreen, before: DomScreen, wanted: str, field: Element) -> Element | None:
    """The one thing of that name that was not there before."""
    known = {_mark(e) for e in before.screen.elements}
    named = [e for e in now.screen.elements if fold(e.name) == fold(wanted) and _mark(e) not in known]
    named = [e for e in named if field.box.inside(e.box) < 0.9]  # what is chosen stands around where one types
    named = [e for e in named if e.box.inside(field.box) < 0.9 and e.role not in ("heading", "dialog", "list")]
    inner = _outermost([e for e in named if e.interactive] or named)
    return inner[0] if len(inner) == 1 else None


def _outermost(found: Sequence[Element]) -> list[Element]:
    """Of things lying over each other, the largest."""
    kept: list[Element] = []
    for element in sorted(found, key=lambda e: -e.box.area):
        if not any(element.box.inside(other.box) > 0.7 for other in kept):
            kept.append(element)
    return kept


def _mark(element: Element) -> tuple[str, str, tuple[int, ...]]:
    return element.role, element.name, tuple(element.box)


def _shows(seen: DomScreen, box: BBox, wanted: str) -> bool:
    """Whether the field's place shows the choice: as its value, or as a text that lies in it."""
    around = box.grow(6)
    last = fold(_LEVELS.split(wanted)[-1])
    inside = [e for e in seen.screen.elements if e.box.inside(around) > 0.8]
    said = [e.state.value or e.text if e.role in FIELD_ROLES else e.name for e in inside]
    shown = [re.sub(r"[\s▾▼▽⌄˅×✕]+$", "", fold(text)) for text in said]  # without the list's arrow, or its cross
    return any(text and (text == fold(wanted) or text.endswith(last)) for text in shown)


def _moved(now: DomScreen, field: Element, wanted: str) -> bool:
    """Whether the field shows the choice at another height: the list that it sizes has grown or shrunk."""
    same = [e for e in now.screen.elements if e.role == field.role and abs(e.box.x1 - field.box.x1) <= 30]
    return any(e.box != field.box and _shows(now, e.box, wanted) for e in same)


def _still_open(seen: DomScreen, wanted: str) -> Element | None:
    found = [e for e in seen.screen.elements if e.role == "option" and fold(e.name) == fold(wanted)]
    return found[0] if len(found) == 1 else None


def _click(step: Select, locator: object, element: Element) -> Click:
    x1, y1, x2, y2 = element.box
    target = Target(element=element.id, box=(x1, y1, x2, y2))
    return Click.model_validate({"id": "s0", "why": step.why, "locator": locator, "target": target})
