"""What every planner is: a name, a word on whether it can work here, and one verb."""

from __future__ import annotations

from typing import Protocol

from codegen.plan import Plan, Start
from perception.types import Screen


class Planner(Protocol):
    """Turns a goal into steps on a screen. What it cannot plan stands in `Plan.unresolved`; it raises nothing."""

    name: str

    def available(self) -> str | None:
        """None, or why it cannot work here and the cure."""

    def plan(self, screen: Screen, goal: str, *, start: Start) -> Plan: ...
