"""What the journeys are asked for, and what they come to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from agent.errors import MissingPart
from agent.eyes.opening import EMBEDDED_ALONE, Looks

if TYPE_CHECKING:
    from agent.eyes.gazing import Look
    from agent.rehearsal import Verdict
    from codegen.plan import Plan


@dataclass(frozen=True)
class PlanOrder:
    """What `plan` is asked for. `targets`: the frameworks to write for; `url`: the live page, where there is one;
    `looks`: which models help the embedded eyes."""

    image: str
    goal: str
    output: Path
    url: str | None = None
    targets: tuple[str, ...] = ("playwright", "selenium")
    script_dir: Path = Path()
    annotate: Path | None = None
    rehearse: bool = True
    looks: Looks = EMBEDDED_ALONE


@dataclass(frozen=True)
class RunOrder:
    """What `run` is asked for. `given`: inputs and secrets by the names of their variables; `secrets`: the latter's
    names; `confirm` asks the user about a deed that cannot be undone; `reset`: a command for the shell; `fresh`: take
    no plan that was kept; `looks`: which models help the rules."""

    url: str
    goal: str
    output: Path
    targets: tuple[str, ...] = ("playwright", "selenium")
    script_dir: Path = Path()
    given: Mapping[str, str] = field(default_factory=dict)
    hosts: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()
    confirm: Callable[[str], str] | None = None
    reset: str = ""
    fresh: bool = False
    looks: Looks = EMBEDDED_ALONE


@dataclass(frozen=True)
class Outcome:
    """What `plan` or `run` came to. `missing`: why nothing could be rehearsed, and the cure; `said`: what more there
    is to know, in one sentence; `look`: the last question about the picture that a model answered."""

    order: PlanOrder | RunOrder
    plan: Plan
    verdicts: tuple[Verdict, ...] = ()
    missing: str = ""
    said: str = ""
    look: Look | None = None

    @property
    def exit_code(self) -> int:
        """3: something is unresolved; 1: a script failed; 2: nothing to rehearse with; 0: all was planned and ran."""
        if self.plan.unresolved or not self.plan.steps:
            return 3
        unrun = isinstance(self.order, RunOrder) and any(verdict.note for verdict in self.verdicts)
        if unrun or not all(verdict.ok for verdict in self.verdicts):
            return 1
        return MissingPart.exit_code if self.missing else 0
