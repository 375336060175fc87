"""A date in a calendar that a page draws: its months are turned to the right one, and the day is clicked."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from agent.dates import Moment, moment, month_named
from agent.live_names import name_live
from agent.naming import NotNameable
from agent.stage import Failed, Stage
from agent.words import fold
from codegen.plan import Plan
from codegen.steps import Click, Step, Target
from perception.dom import DomScreen
from perception.types import FIELD_ROLES, Element

MONTHS = 60  # that are turned at most
_NEXT = re.compile(r"next|right|forward|後|后一?个?月|下一?个?月|[›>→»]", re.IGNORECASE)
_BACK = re.compile(r"prev|left|back|前一?个?月|上一?个?月|[‹<←«]", re.IGNORECASE)
_YEARS = re.compile(r"year|decade|super|double|d-arrow|fast|年|»|«|>>|<<", re.IGNORECASE)


@dataclass
class Picking:
    """One date in one calendar. `before` is the screen that it was opened on, `step` what it is opened for."""

    stage: Stage
    look: Callable[[], DomScreen]
    so_far: Plan
    step: Step
    before: DomScreen

    def do(self, wanted: Moment) -> list[Step]:
        """Turns to the month and clicks the day. Raises Failed where it is no calendar or has no such day."""
        assert wanted.year is not None
        assert wanted.month is not None
        clicks: list[Step] = []
        for _ in range(MONTHS):
            now = self.look()
            heading, year, month = self._heading(now, wanted)
            ahead = (wanted.year - year) * 12 + wanted.month - month
            if not ahead:
                return [*clicks, self._click(self._day(now, wanted, heading), now)]
            clicks.append(self._click(self._turner(now, _NEXT if ahead > 0 else _BACK, heading), now))
        raise Failed(f"the calendar was turned {MONTHS} times, and {wanted.year}-{wanted.month:02d} is not there")

    def confirmed(self, words: Collection[str]) -> list[Step]:
        """A picker may want its own button pressed before the field takes the day."""
        now = self.look()
        if not opens_calendar(now, self.before):
            return []
        buttons = [e for e in self._new(now) if e.role in ("button", "link") and fold(e.name) in words]
        return [self._click(buttons[0], now)] if len(buttons) == 1 else []

    def _new(self, now: DomScreen) -> list[Element]:
        known = {(e.role, e.name, *e.box) for e in self.before.screen.elements}
        return [e for e in now.screen.elements if (e.role, e.name, *e.box) not in known]

    def _heading(self, now: DomScreen, wanted: Moment) -> tuple[Element, int, int]:
        """What says the month that is shown; of several months, the one that is wanted, else the first."""
        found: list[tuple[Element, int, int]] = []
        months: list[tuple[Element, int]] = []
        years: list[tuple[Element, int]] = []
        for element in self._new(now):
            if element.role in ("cell", "row", "table", "dialog", "option", "list"):
                continue
            says = element.state.value or "" if element.role in FIELD_ROLES else element.name
            said = moment(says)
            if len(says) > 40 or (said is not None and said.day is not None):
                continue  # a day that tells its whole date
            year, month = month_named(says)
            if year and month:
                found.append((element, year, month))
            elif month:
                months.append((element, month))
            elif year:
                years.append((element, year))
        for element, month in months:
            x = element.box.centre[0]
            level = [(abs(e.box.centre[0] - x), year) for e, year in years if e.box.overlap_y(element.box) > 0]
            found += [(element, min(level)[1], month)] if level else []
        if not found:
            raise Failed("no calendar that tells its month opened")
        return next((each for each in found if each[1:] == (wanted.year, wanted.month)), found[0])

    def _turner(self, now: DomScreen, way: re.Pattern[str], heading: Element) -> Element:
        """The arrow in the line of the heading that turns by a month."""
        line = [e for e in self._new(now) if e.interactive and e.role not in FIELD_ROLES]
        line = [e for e in line if abs(e.box.centre[1] - heading.box.centre[1]) <= 40]
        told = [e for e in line if way.search(_signs(e, now)) and not _YEARS.search(_signs(e, now))]
        if not told:
            raise Failed("the calendar has nothing that turns its months")
        return min(told, key=lambda e: abs(e.box.centre[0] - heading.box.centre[0]))

    def _day(self, now: DomScreen, wanted: Moment, heading: Element) -> Element:
        """The day's own field in the month: the days of the months around it stand at both ends."""
        assert wanted.day is not None
        days = [e for e in self._new(now) if e.box.y1 >= heading.box.y2 - 8 and _is_day(e, wanted, now)]
        inner = [e for e in days if not any(o is not e and o.box.inside(e.box) > 0.9 and o.interactive for o in days)]
        reach = 1.2 * max((abs(e.box.centre[0] - heading.box.centre[0]) for e in inner), default=0)
        near = [e for e in inner if abs(e.box.centre[0] - heading.box.centre[0]) <= min(reach, 260)]
        near = [e for e in near if e.interactive] or near
        if not near:
            raise Failed(f"the calendar has no {wanted.day} in that month")
        order = sorted(near, key=lambda e: (e.box.y1, e.box.x1))
        return order[0] if wanted.day <= 15 else order[-1]

    def _click(self, element: Element, seen: DomScreen) -> Step:
        try:
            locator = name_live(seen, element, self.stage.find)
        except NotNameable as fault:
            raise Failed(str(fault)) from None
        x1, y1, x2, y2 = element.box
        target = Target(element=element.id, box=(x1, y1, x2, y2))
        return self.stage.act(Click(id="s0", why=self.step.why, locator=locator, target=target), self.so_far)


def _is_day(element: Element, wanted: Moment, now: DomScreen) -> bool:
    if element.role not in ("button", "link", "cell", "text", "option") or element.state.disabled:
        return False
    own, said = element.name.strip(), moment(element.name)
    if said is not None and said.day is not None:
        return (said.year, said.month, said.day) == (wanted.year, wanted.month, wanted.day)
    return own in (str(wanted.day), f"{wanted.day:02d}", f"{wanted.day}日")


def _signs(element: Element, seen: DomScreen) -> str:
    """What may tell that an arrow turns: its name, and what the document calls it."""
    node = seen.nodes.get(element.id)
    said = [node.attributes.get(name, "") for name in ("title", "aria-label", "class", "data-action")] if node else []
    return " ".join([element.name, *said])


def opens_calendar(now: DomScreen, before: DomScreen) -> bool:
    """Whether a month of days came up."""
    known = {(e.role, e.name, *e.box) for e in before.screen.elements}
    days: Sequence[str] = [e.name for e in now.screen.elements if (e.role, e.name, *e.box) not in known]
    numbers = {name for name in days if re.fullmatch(r"[12]?\d|3[01]", name)}
    return len(numbers) >= 20 or len({name for name in days if (said := moment(name)) and said.day}) >= 20
