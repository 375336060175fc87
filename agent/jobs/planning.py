"""image -> Screen -> Plan -> scripts -> static check -> rehearsal -> Outcome."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from agent.errors import MissingPart
from agent.eyes.opening import EMBEDDED, open_eyes
from agent.jobs.asking import check_address, check_goal, is_address
from agent.jobs.faults import browser_faults
from agent.jobs.files import folders_for, screen_path, write, write_evidence
from agent.jobs.looking import annotate, look
from agent.jobs.orders import Outcome, PlanOrder
from agent.jobs.scripts import write_script
from agent.project import locator_rules

if TYPE_CHECKING:
    from agent.planners.base import Planner
    from agent.talk import Tell
    from codegen.plan import Plan
    from perception.capture import Picture
    from perception.types import Screen
    from perception.vlm.types import Eye


def plan(order: PlanOrder, tell: Tell) -> Outcome:
    """Looks, plans, writes and rehearses. Whatever happens, a file is whole or not there."""
    check_goal(order.goal)
    check_address(order.url)
    if order.url:
        locator_rules()  # a fault in them is told before any work is done
    with folders_for(order.output.parent, order.script_dir):
        return _planned(order, tell)


def _planned(order: PlanOrder, tell: Tell) -> Outcome:
    from codegen.plan import Start, dump_plan

    eyes = open_eyes(order.looks)
    picture, screen = look(order.image, EMBEDDED, tell)
    tell("planning")
    url = order.url or (order.image if is_address(order.image) else None)
    start = Start(url=url, viewport=(screen.width, screen.height), screen_sha256=screen.sha256)
    planner = _planner(picture, screen, eyes)
    made = planner.plan(screen, order.goal, start=start)
    write(order.output, dump_plan(made))
    write(screen_path(order.output), screen.dumps())
    last = getattr(planner, "look", None)
    annotate(picture, screen, order.annotate, last)
    outcome = _rehearsed(order, made, screen, tell) if made.steps else Outcome(order, made)
    return replace(outcome, look=last)


def _planner(picture: Picture, screen: Screen, eyes: Sequence[Eye]) -> Planner:
    from agent.eyes.cascade import Cascade
    from agent.planners.rules import RulesPlanner
    from agent.planners.vlm import VlmPlanner

    return VlmPlanner(Cascade(picture, screen, eyes)) if eyes else RulesPlanner()


def _rehearsed(order: PlanOrder, made: Plan, screen: Screen, tell: Tell) -> Outcome:
    """Writes the plan's scripts and runs them. Without a browser they are written all the same, and that is said."""
    from agent.rehearsal import Verdict, rehearse_all, static_check
    from codegen.plan import dump_plan

    if order.url and order.rehearse:
        tell(f"holding the plan against {order.url}")
        made = _held_against(made, screen, order.url, order.output)
        write(order.output, dump_plan(made))
    sources: dict[Path, str] = {}
    for target in order.targets:
        written = write_script(made, target)
        sources[order.script_dir / written.filename] = written.source
    for path, source in sources.items():
        write(path, source)
    if not order.rehearse:
        return Outcome(order, made, tuple(static_check(path, source) for path, source in sources.items()))
    tell("rehearsing on the replica" + (" and on the live page" if order.url else ""))
    try:
        with browser_faults():
            return Outcome(order, made, rehearse_all(made, screen, sources, order.url))
    except MissingPart as fault:
        return Outcome(order, made, tuple(Verdict(path) for path in sources), missing=str(fault))


def _held_against(made: Plan, screen: Screen, url: str, plan_file: Path) -> Plan:
    """The plan with its locators resolved on the live page, what was seen there kept beside it for later healing; as it
    is, where there is no browser or no page."""
    import tempfile

    from agent.recording import RecordingStage, noted, places
    from agent.settling import settled
    from sandbox.browser import BrowserMissing, PageError, open_page

    names = {element.id: element.name for element in screen.elements}
    try:
        with (
            tempfile.TemporaryDirectory(prefix="plan-") as folder,
            open_page(url, viewport=made.start.viewport) as page,
        ):
            stage = RecordingStage(page, Path(folder), {}, frozenset())
            made = settled(made, names, stage)
            write_evidence(plan_file, places(made, [note for step in made.steps for note in noted(stage, step)]))
            return made
    except (BrowserMissing, PageError):  # the rehearsal says so, with what to do
        return made
