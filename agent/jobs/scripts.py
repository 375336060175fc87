"""Plan -> Script, and scripts -> static check -> what their plan says -> rehearsal."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from agent.errors import UsageError
from agent.jobs.asking import check_address
from agent.jobs.faults import browser_faults
from agent.jobs.files import read, read_plan, read_screen, screen_path, write

if TYPE_CHECKING:
    from agent.rehearsal import Verdict
    from agent.talk import Tell
    from codegen.plan import Plan
    from codegen.script import Script


def script(plan_file: Path, target: str, url: str | None, output: Path | None) -> Path | str:
    """Writes a plan's script, to its own name here unless `output` says where; "-" gives the text itself."""
    check_address(url)
    written = write_script(with_url(read_plan(plan_file), url), target)
    if output == Path("-"):
        return written.source
    path = output or Path(written.filename)
    write(path, written.source)
    return path


def check(script_file: Path, plan_file: Path | None, tell: Tell) -> Verdict:
    """The static check; with the plan, whether the script does what the plan says, and then a rehearsal on the replica
    of the screen that it was made on, where that screen was kept."""
    from agent.rehearsal import rehearse_all, static_check

    source = read(script_file)
    verdict = static_check(script_file, source)
    if not verdict.ok:
        return verdict
    if plan_file is None:
        note = "not rehearsed: the replica is made from the plan's screen; name the plan with --plan PLAN.json"
        return replace(verdict, note=note)
    made = read_plan(plan_file)
    verdict = _held_against_plan(verdict, source, made)
    if not verdict.ok:
        return verdict
    if not screen_path(plan_file).exists():
        missing = (
            f"not rehearsed: only `agent plan` keeps the screen of a replica, and {screen_path(plan_file)} is missing"
        )
        return replace(verdict, note="; ".join([*filter(None, [verdict.note]), missing]))
    screen = read_screen(plan_file)
    tell("rehearsing")
    with browser_faults():
        return replace(rehearse_all(made, screen, {script_file: source}, url=None)[0], note=verdict.note)


def _held_against_plan(verdict: Verdict, source: str, made: Plan) -> Verdict:
    """The static check's verdict, failed where the script does other things than its plan."""
    from codegen.script import TARGETS
    from sandbox.faithful import compare, modules

    target = next((name for name in TARGETS if name in modules(source)), None)
    if target is None:
        return _failed(verdict, f"it imports none of {', '.join(TARGETS)}, so it is no script of a plan")
    found = compare(source, write_script(made, target).source, any_start=made.start.url is None)
    if found.finding is not None:
        return _failed(verdict, f"not what the plan says: {found.finding}")
    return replace(verdict, note="; ".join(found.notes))


def _failed(verdict: Verdict, reason: str) -> Verdict:
    return replace(verdict, stages=(replace(verdict.stages[0], ok=False, reason=reason),))


def write_script(made: Plan, target: str) -> Script:
    from codegen import script as writer
    from codegen.plan import PlanError

    try:
        return writer.write_script(made, target)
    except PlanError as fault:
        raise UsageError(f"the plan cannot be written for {target}: {fault}") from None


def with_url(made: Plan, url: str | None) -> Plan:
    return made.model_copy(update={"start": made.start.model_copy(update={"url": url})}) if url else made
