"""Plan -> Script, and scripts -> static check -> rehearsal."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from agent.errors import UsageError
from agent.jobs.asking import check_address
from agent.jobs.faults import browser_faults
from agent.jobs.files import read, read_plan, read_screen, write

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
    """The static check; with the plan, then a rehearsal on the replica of the screen that it was made on."""
    from agent.rehearsal import rehearse_all, static_check

    source = read(script_file)
    if plan_file is None:
        verdict = static_check(script_file, source)
        note = "not rehearsed: the replica is made from the plan's screen; name the plan with --plan PLAN.json"
        return replace(verdict, note=note) if verdict.ok else verdict
    made, screen = read_plan(plan_file), read_screen(plan_file)
    tell("rehearsing")
    with browser_faults():
        return rehearse_all(made, screen, {script_file: source}, url=None)[0]


def write_script(made: Plan, target: str) -> Script:
    from codegen import script as writer
    from codegen.plan import PlanError

    try:
        return writer.write_script(made, target)
    except PlanError as fault:
        raise UsageError(f"the plan cannot be written for {target}: {fault}") from None


def with_url(made: Plan, url: str | None) -> Plan:
    return made.model_copy(update={"start": made.start.model_copy(update={"url": url})}) if url else made
