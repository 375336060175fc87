"""The plans that stand beside scripts, and what is known from them of the elements of a script's steps."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agent.errors import UsageError
from agent.jobs.files import read_evidence

if TYPE_CHECKING:
    from agent.evidence import Place
    from codegen.locator import Locator
    from codegen.plan import Plan
    from codegen.steps import Step
    from sandbox.replay import Known

NO_PLANS = (".screen.json", ".evidence.json", "receipt.json")


class Shelf:
    """Reads each folder once. `anywhere`: the scripts run on another site than their plans were made on."""

    def __init__(self, anywhere: bool) -> None:
        self._anywhere = anywhere
        self._plans: dict[Path, dict[str, list[tuple[Plan, Path]]]] = {}

    def known(self, script: Path) -> dict[int, Known]:
        """What is known of the elements of a script's steps, by the steps' numbers; {} without its plan."""
        from sandbox.replay import Known

        folder = script.absolute().parent
        if folder not in self._plans:
            self._plans[folder] = _plans_in(folder)
        plans = self._plans[folder].get(script.name, [])
        if len(plans) != 1:
            return {}
        (plan, path) = plans[0]
        places, told = _places(path), _told(script)
        return {
            number: Known(_way(locator), self._place(step, places) if told.get(number) == _says(step) else None)
            for number, step in enumerate(plan.steps, 1)
            if (locator := getattr(step, "locator", None)) is not None
        }

    def _place(self, step: Step, places: Mapping[str, Place]) -> dict[str, Any] | None:
        """Of what is acted on, what it stood among; what is only looked for may stand anywhere."""
        from agent.evidence import stood

        place = places.get(step.id)
        if place is None or step.kind in ("expect", "wait", "extract", "scroll"):
            return None
        return stood(place, self._anywhere, step.why)


def _plans_in(folder: Path) -> dict[str, list[tuple[Plan, Path]]]:
    from codegen.plan import PlanError, load_plan
    from codegen.script import TARGETS, filename

    found: dict[str, list[tuple[Plan, Path]]] = {}
    for path in sorted(folder.glob("*.json")):
        if path.name.endswith(NO_PLANS):
            continue
        try:
            plan = load_plan(path.read_text(encoding="utf-8"))
        except (PlanError, OSError, UnicodeDecodeError):
            continue
        for target in TARGETS:
            found.setdefault(filename(plan, target), []).append((plan, path))
    return found


def _places(plan_file: Path) -> Mapping[str, Place]:
    """The plan's evidence; a file that is none is told of when it is healed."""
    try:
        return read_evidence(plan_file)
    except UsageError:
        return {}


def _told(script: Path) -> dict[int, str]:
    """The words of a script's steps: people may have put other steps in between since."""
    from sandbox.reasons import step_comments

    try:
        return {comment.number: comment.title for comment in step_comments(script.read_text(encoding="utf-8"))}
    except (OSError, UnicodeDecodeError):
        return {}


def _says(step: Step) -> str:
    from codegen.words import say
    from templates import comment

    return comment(say(step)).strip()


def _way(locator: Locator) -> str:
    """'by role: button "Edit", in the row with "1042", 1 match when it was planned'"""
    said = f"by {locator.by.replace('_', ' ')}: "
    said += f'{locator.value} "{locator.name}"' if locator.name else f'"{locator.value}"'
    if locator.scope:
        said += f', in the {locator.scope.kind.replace("_", " ")} with "{locator.scope.text}"'
    if locator.nth is not None:
        said += f", number {locator.nth + 1}"
    if locator.matches is not None:
        said += f", {locator.matches} match{'es' if locator.matches != 1 else ''} when it was planned"
    return said
