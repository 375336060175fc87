"""A value for a field of a live page: spelt as the field wants it, or picked where nothing can be typed."""

from __future__ import annotations

import re
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass

from agent import dates
from agent.calendars import Picking, opens_calendar
from agent.planners.buttons import CONFIRMS
from agent.stage import Failed, Stage
from agent.words import fold
from codegen.plan import Input, Plan
from codegen.steps import Click, Fill, InputValue, LiteralValue, Press, Select, Step, Target
from perception.dom import DomNode, DomScreen
from perception.types import Element

_CONFIRM = CONFIRMS | {"ok", "done", "apply", "set", "完成", "好的", "应用"}


@dataclass
class Entering:
    """`inputs` are the plan's, which take a date's other spelling; `shown` tells what a field shows."""

    stage: Stage
    look: Callable[[], DomScreen]
    inputs: MutableMapping[str, Input]
    shown: Callable[[Step], str]

    def fill(self, step: Fill, field: Element, seen: DomScreen, text: str) -> list[Step]:
        """Types it; a date that the field does not take is picked in the calendar that it opens. Raises Failed."""
        node = seen.nodes[field.id]
        spelt = _spelling(node, field, text)
        if spelt != text:
            step = step.model_copy(update={"value": self._respelt(step, spelt)})
        said = dates.nothing_else(text)
        if said is None or _kind(node) in dates.NATIVE:
            return [self._act(step)]
        before = self.look()
        try:
            done = [self._act(step)]
        except Failed:
            if said.day is None:
                raise
            return self.pick(step, field, before, said)
        if said.day is not None and not dates.same(spelt, self.shown(step)):
            return self.pick(step, field, before, said)
        if opens_calendar(self.look(), before):  # it would lie over what comes next
            done.append(self._act(Press(id="s0", why=step.why, locator=step.locator, target=step.target, key="Tab")))
        return done

    def pick(self, step: Fill | Select, field: Element, before: DomScreen, said: dates.Moment) -> list[Step]:
        """Opens the calendar of a field, if it is not open, and clicks the day. Raises Failed."""
        steps: list[Step] = []
        if not opens_calendar(self.look(), before):
            x1, y1, x2, y2 = field.box
            target = Target(element=field.id, box=(x1, y1, x2, y2))
            steps.append(self._act(Click(id="s0", why=step.why, locator=step.locator, target=target)))
        picking = Picking(self.stage, self.look, self._so_far(), step, before)
        steps += picking.do(said)
        steps += picking.confirmed(_CONFIRM)
        wanted = f"{said.year}-{said.month:02d}-{said.day:02d}"
        if not dates.same(wanted, self.shown(step)):
            raise Failed(f"{wanted} was clicked in the calendar of {field.name!r}, but the field does not show it")
        if opens_calendar(self.look(), before):
            steps.append(self._act(Press(id="s0", why=step.why, key="Tab")))
        return steps

    def _act(self, step: Step) -> Step:
        return self.stage.act(step, self._so_far())

    def _so_far(self) -> Plan:
        return Plan(goal="", inputs=tuple(self.inputs.values()))

    def _respelt(self, step: Fill, text: str) -> InputValue | LiteralValue:
        if not isinstance(step.value, InputValue):
            return LiteralValue(literal=text)
        known = self.inputs[step.value.input]
        self.inputs[known.name] = known.model_copy(update={"default": text})
        return step.value


def _kind(node: DomNode) -> str:
    return node.attributes.get("type", "").lower() if node.tag == "input" else ""


def _spelling(node: DomNode, field: Element, text: str) -> str:
    """The text as the field takes it. Raises Failed where it can be none that the field takes."""
    kind = _kind(node)
    if kind in dates.NATIVE:
        spelt = dates.native(kind, text)
        if spelt is None:
            raise Failed(f"{field.name or 'the field'!r} takes a {dates.NATIVE[kind]}, and {text!r} does not say one")
        return spelt
    if kind == "color":
        return dates.colour(text)
    said, mask = dates.nothing_else(text), dates.mask(field.state.placeholder or "")
    if said is None:
        return text
    if mask:
        return dates.written(said, mask) or text
    told = fold(f"{field.name} {field.state.placeholder or ''} {node.nearest}")
    is_date = any(word in told for word in ("date", "picker", "calendar", "日期"))
    spelt_out = said.hour is None and re.search(r"[^\W\d]", text)
    return (dates.written(said, "YYYY-MM-DD") or text) if is_date and spelt_out else text


def wants_day(text: str) -> dates.Moment | None:
    """The moment, where the text is nothing but one with a day."""
    said = dates.nothing_else(text)
    return said if said is not None and said.day is not None and said.hour is None else None
