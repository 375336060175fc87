"""URL -> observe, plan, act, clause by clause -> Plan -> scripts -> each run in a fresh browser -> Outcome."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from agent.errors import AgentError, UsageError
from agent.jobs.asking import check_address, check_goal
from agent.jobs.faults import browser_faults
from agent.jobs.files import folders_for, write, write_evidence
from agent.jobs.keeping import Keeping
from agent.jobs.looking import VIEWPORT
from agent.jobs.orders import Outcome, RunOrder
from agent.jobs.reset import reset
from agent.jobs.scripts import write_script
from agent.project import locator_rules

if TYPE_CHECKING:
    from agent.following import Followed, Task
    from agent.rehearsal import Verdict
    from agent.talk import Tell


def run(order: RunOrder, tell: Tell) -> Outcome:
    """Does the goal on the live page, clause by clause, and writes scripts that then run green in a fresh browser.

    Whatever ends it, the plan file holds what was done till then.
    """
    check_goal(order.goal)
    check_address(order.url, said="")
    task = _task(order)
    locator_rules()  # a fault in them is told before anything is opened
    with folders_for(order.output.parent, order.script_dir):
        return _run_whole(order, task, tell)


def _run_whole(order: RunOrder, task: Task, tell: Tell) -> Outcome:
    from codegen.plan import dump_plan

    keeping = Keeping(order)
    followed = _followed(order, replace(task, known=keeping.known), tell)
    write(order.output, dump_plan(followed.plan))
    write_evidence(order.output, followed.places)
    if followed.fault:
        raise AgentError(f"{followed.fault}; what was done till then is in {order.output}")
    if not followed.plan.steps:
        return Outcome(order, followed.plan)
    try:
        followed, verdicts = _verified(order, followed, tell)
    except AgentError:  # --reset failed, or there is no browser: that nothing was verified is on record
        _write_receipt(order, followed, ())
        raise
    _write_receipt(order, followed, verdicts)
    return Outcome(order, followed.plan, verdicts, said=keeping.ended(followed, verdicts))


def _task(order: RunOrder) -> Task:
    """Raises UsageError where the start or an allowed host is none that a run may go to."""
    from agent.eyes.opening import open_eyes
    from agent.following import Task
    from agent.policy import Hosts, is_host

    if odd := next((host for host in order.hosts if not is_host(host)), None):
        raise UsageError(f"--allow-host {odd}: write a host alone, as in files.shop.example or *.shop.example")
    parts = urlsplit(order.url)
    if parts.username or parts.password:
        raise UsageError("the address holds a user name or a password, and it would be written into plan and scripts: "
                         "leave it out, and log in on the page")  # fmt: skip
    hosts = Hosts(order.url, order.hosts)
    if why := hosts.refusal(order.url):
        raise UsageError(f"{order.url} was not opened: {why}")
    hidden = tuple(os.environ[name] for name in order.secrets if os.environ.get(name))
    eyes = open_eyes(order.looks)
    return Task(
        order.goal, order.url, hosts, VIEWPORT, order.given, hidden, order.confirm, eyes=eyes, secrets=order.secrets
    )  # fmt: skip


def _followed(order: RunOrder, task: Task, tell: Tell) -> Followed:
    from agent.following import Interrupted, follow
    from codegen.plan import dump_plan

    tell(f"opening {order.url}")
    try:
        with browser_faults():
            return follow(task, tell)
    except Interrupted as broken:
        write(order.output, dump_plan(broken.followed.plan))
        raise


def _verified(order: RunOrder, followed: Followed, tell: Tell) -> tuple[Followed, tuple[Verdict, ...]]:
    """Writes the scripts and runs them; what the run noticed once and they do not see again, they do not assert."""
    from codegen.plan import dump_plan

    while True:
        written = (write_script(followed.plan, target) for target in order.targets)
        verdicts = _run(order, followed, {order.script_dir / made.filename: made.source for made in written}, tell)
        failed = (_failed_step(followed, verdict) for verdict in verdicts)
        passing = next((step for step in failed if step in followed.noticed), "")
        if not passing:
            return followed, verdicts
        followed = followed.without(passing)
        write(order.output, dump_plan(followed.plan))


def _failed_step(followed: Followed, verdict: Verdict) -> str:
    """The id of the step that a script failed at; "" where it failed at none."""
    last = verdict.stages[-1] if verdict.stages else None
    if last is None or last.ok or last.failed_step is None or last.failed_step > len(followed.plan.steps):
        return ""
    return followed.plan.steps[last.failed_step - 1].id


def _run(order: RunOrder, followed: Followed, sources: Mapping[Path, str], tell: Tell) -> tuple[Verdict, ...]:
    """Runs the scripts, each marked as unverified until it has run green."""
    from agent.rehearsal import verify

    for path, source in sources.items():
        write(path, _unverified(order, source))
    verdicts: tuple[Verdict, ...] = ()
    for path, source in sources.items():
        if order.reset:
            tell("bringing back the state that the run began with")
            reset(order.reset)
        tell(f"running {path.name} in a fresh browser")
        with browser_faults():
            (verdict,) = verify(followed.plan, {path: source}, followed.given)
        verdicts += (verdict,)
        if verdict.ok and not verdict.note:
            write(path, source)
    return verdicts


def _unverified(order: RunOrder, source: str) -> str:
    return f"# UNVERIFIED: this script has not run green on {order.url}\n" + source


def _write_receipt(order: RunOrder, followed: Followed, verdicts: tuple[Verdict, ...]) -> None:
    from agent.receipt import Facts, receipt, receipt_path

    files = (order.output, *(verdict.script for verdict in verdicts))
    written = {path: path.read_text(encoding="utf-8") for path in files}
    notes = {"reset_before_each_script": bool(order.reset), "plan_was_kept": followed.is_kept}
    facts = Facts(followed.plan, order.output, written, followed.acts, verdicts, followed.browser, notes)
    write(receipt_path(order.output), receipt(facts))
