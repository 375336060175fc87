"""URL -> observe, plan, act, clause by clause -> Plan -> scripts -> each run in a fresh browser -> Outcome."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from agent.jobs.asking import check_address, check_goal
from agent.jobs.faults import browser_faults
from agent.jobs.files import make_folder, write
from agent.jobs.looking import VIEWPORT
from agent.jobs.orders import Outcome, RunOrder
from agent.jobs.scripts import write_script

if TYPE_CHECKING:
    from agent.talk import Tell
    from codegen.plan import Plan


def run(order: RunOrder, tell: Tell) -> Outcome:
    """Does the goal on the live page, clause by clause, and writes scripts that then run green in a fresh browser."""
    check_goal(order.goal)
    check_address(order.url, said="")
    for folder in (order.output.parent, order.script_dir):
        make_folder(folder)
    from agent.rehearsal import verify
    from codegen.plan import dump_plan

    made, given = _followed(order, tell)
    write(order.output, dump_plan(made))
    if not made.steps:
        return Outcome(order, made)
    written = [write_script(made, target) for target in order.targets]
    sources = {order.script_dir / script.filename: script.source for script in written}
    for path, source in sources.items():
        write(path, source)
    tell("running the scripts in a fresh browser")
    with browser_faults():
        verdicts = verify(made, sources, given)
    for verdict in verdicts:
        if not verdict.ok or verdict.note:
            write(
                verdict.script,
                f"# UNVERIFIED: this script has not run green on {order.url}\n" + sources[verdict.script],
            )
    return Outcome(order, made, verdicts)


def _followed(order: RunOrder, tell: Tell) -> tuple[Plan, Mapping[str, str]]:
    """The plan that came of the goal on the live page, and the inputs and secrets that its scripts need."""
    import tempfile
    from urllib.parse import urlsplit

    from agent.live import Live
    from agent.stage import Stage
    from codegen.plan import Start
    from sandbox.browser import open_page

    hosts = frozenset({urlsplit(order.url).hostname or "", *order.hosts})
    tell(f"opening {order.url}")
    with browser_faults(), tempfile.TemporaryDirectory(prefix="run-") as folder, open_page(order.url) as page:
        stage = Stage(page, Path(folder), order.given, hosts)
        made = Live(stage, tell=tell).follow(order.goal, Start(url=order.url, viewport=VIEWPORT))
        return made, stage.env
