"""Scripts -> static check -> replay on their live site -> reports."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from agent.errors import AgentError, UsageError
from agent.jobs.asking import check_address
from agent.jobs.faults import browser_faults
from agent.jobs.files import make_folder

if TYPE_CHECKING:
    from codegen.locator import Locator
    from codegen.plan import Plan
    from sandbox.replay import Watch
    from sandbox.report import Report


@dataclass(frozen=True)
class ReplayOrder:
    """What to replay and how. `report` is a folder, `remotes` are engines in place of a browser of the scripts' own;
    `reset` is the command that brings back the state that a script begins with, before it is healed or run again."""

    paths: Sequence[Path]
    base_url: str | None = None
    junit: Path | None = None
    report: Path | None = None
    workers: int = 1
    retries: int = 0
    headed: bool = False
    remotes: Sequence[str] = ()
    reset: str = ""


def replay(order: ReplayOrder, watch: Watch) -> Report:
    """Checks and runs scripts, files or folders of them, on their live site."""
    from sandbox.replay import ScriptMissing
    from sandbox.replay import replay as run

    check_address(order.base_url, said="--base-url ")
    _check_remotes(order.remotes)
    for place in (order.junit and order.junit.parent, order.report):
        if place:
            make_folder(place)
    shelf = _Shelf()
    env = dict(os.environ) | ({"HEADED": "1"} if order.headed else {})
    try:
        with browser_faults():
            return run(
                order.paths, workers=order.workers, base_url=order.base_url, env=env, junit_file=order.junit,
                report_dir=order.report, retries=order.retries, remotes=order.remotes, watch=watch,
                known=shelf.ways,
            )  # fmt: skip
    except ScriptMissing as fault:
        raise UsageError(str(fault)) from None
    except OSError as fault:
        where = f"{fault.filename}: " if fault.filename else ""
        raise AgentError(f"the replay could not write what it saw: {where}{fault.strerror or fault}") from None


class _Shelf:
    """The plans that stand beside scripts, each folder read once."""

    def __init__(self) -> None:
        self._plans: dict[Path, dict[str, list[Plan]]] = {}

    def ways(self, script: Path) -> dict[int, str]:
        """How the elements of a script's steps are told from others, by the steps' numbers; {} without its plan."""
        folder = script.absolute().parent
        if folder not in self._plans:
            self._plans[folder] = _plans_in(folder)
        plans = self._plans[folder].get(script.name, [])
        if len(plans) != 1:
            return {}
        steps = enumerate(plans[0].steps, 1)
        return {number: _way(locator) for number, step in steps if (locator := getattr(step, "locator", None))}


def _plans_in(folder: Path) -> dict[str, list[Plan]]:
    from codegen.plan import PlanError, load_plan
    from codegen.script import TARGETS, filename

    found: dict[str, list[Plan]] = {}
    for path in sorted(folder.glob("*.json")):
        if path.name.endswith((".screen.json", ".evidence.json", "receipt.json")):
            continue
        try:
            plan = load_plan(path.read_text(encoding="utf-8"))
        except (PlanError, OSError, UnicodeDecodeError):
            continue
        for target in TARGETS:
            found.setdefault(filename(plan, target), []).append(plan)
    return found


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


def _check_remotes(remotes: Sequence[str]) -> None:
    """One Grid and one Playwright server at most."""
    kinds = [urlsplit(remote).scheme.lower() for remote in remotes]
    for remote, kind in zip(remotes, kinds, strict=True):
        if kind not in ("http", "https", "ws", "wss") or not urlsplit(remote).hostname:
            raise UsageError(
                f"--remote {remote} is neither a Selenium Grid (http://...) nor a Playwright server (ws://...)"
            )
    if len({kind.startswith("ws") for kind in kinds}) < len(kinds):
        raise UsageError("--remote names two engines of one kind: name one Selenium Grid and one Playwright server")
