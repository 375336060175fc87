"""Scripts that failed in a replay -> their plan walked on the live page, its locators healed -> the same scripts, run
again from the beginning -> kept, with a diff, where all of them are green; else nothing is written."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from agent.jobs.faults import browser_faults
from agent.jobs.files import read, read_evidence, read_plan, write, write_evidence, writing
from agent.jobs.shelf import NO_PLANS

if TYPE_CHECKING:
    from agent.evidence import Place
    from agent.healing import Walked
    from agent.jobs.replaying import ReplayOrder
    from agent.recording import Note
    from agent.talk import Tell
    from codegen.locator import Locator
    from codegen.plan import Plan
    from sandbox.report import Report, ScriptResult


class NotHealed(Exception):
    """Nothing was changed; the message says why, in one sentence."""


@dataclass(frozen=True)
class Healing:
    """What became of the failed scripts of one plan. `diff`: what was changed, "" where nothing was; `reason`: why not,
    or what was healed, a line for each locator; `results`: how the scripts ran then."""

    scripts: tuple[Path, ...]
    plan_file: Path | None
    reason: str
    diff: str = ""
    diff_file: Path | None = None
    results: tuple[ScriptResult, ...] = ()

    @property
    def ok(self) -> bool:
        return bool(self.diff)


def heal(report: Report, order: ReplayOrder, tell: Tell) -> tuple[Report, tuple[Healing, ...]]:
    """Heals the scripts that failed on their live site: the report with what became of them, and that by plan."""
    started = time.monotonic()
    failed = [Path(r.script) for r in report.results if r.stage == "live" and not r.ok and r.failed_step is not None]
    healings = _each_plan(failed, order, tell) if not report.stopped else ()
    report = replace(report, seconds=report.seconds + time.monotonic() - started)
    return _in_reports(report, healings, order) if healings else report, healings


def _each_plan(failed: Sequence[Path], order: ReplayOrder, tell: Tell) -> tuple[Healing, ...]:
    """Heals scripts that failed, each plan's together. `folder` is where the diffs go: beside the plan by default."""
    groups: dict[Path, list[Path]] = {}
    healings: list[Healing] = []
    for script in failed:
        try:
            groups.setdefault(plan_of(script), []).append(script)
        except NotHealed as fault:
            healings.append(Healing((script,), None, str(fault)))
    for plan_file, scripts in groups.items():
        tell(f"looking for what {scripts[0].name} no longer finds")
        try:
            healings.append(_healed(plan_file, scripts, order, tell))
        except NotHealed as fault:
            healings.append(Healing(tuple(scripts), plan_file, str(fault)))
    return tuple(healings)


def plan_of(script: Path) -> Path:
    """The plan that a script was written from: by its name, among the files nearest to it. Raises NotHealed."""
    for place in _places(script):
        found = _plans_in(place, script)
        if len(found) > 1:
            raise NotHealed(f"more than one plan in {place} makes a script of the name {script.name}")
        if found:
            return found[0]
    raise NotHealed(f"no plan beside {script.name} makes a script of this name: put the plan.json that it was written "
                    "from there, with its plan.evidence.json beside it")  # fmt: skip


def _places(script: Path) -> list[Path]:
    """Beside the script, then where plans are kept."""
    folder = script.absolute().parent
    return [folder, folder / ".sightwright", folder.parent, folder.parent / ".sightwright"]


def _plans_in(place: Path, script: Path) -> list[Path]:
    """The plans that make a script of this name; of several, those that make this very script."""
    from codegen.plan import PlanError, load_plan
    from codegen.script import TARGETS, filename, write_script

    found: dict[Path, str] = {}
    for path in sorted(place.glob("*.json")):
        if path.name.endswith(NO_PLANS):
            continue
        try:
            plan = load_plan(path.read_text(encoding="utf-8"))
            target = next((target for target in TARGETS if filename(plan, target) == script.name), None)
            if target is not None and plan.steps:
                found[path] = write_script(plan, target).source
        except (PlanError, OSError, UnicodeDecodeError):
            continue
    same = [path for path, made in found.items() if made == read(script)]
    return same or list(found)


def _healed(plan_file: Path, failed: Sequence[Path], order: ReplayOrder, tell: Tell) -> Healing:
    from agent.evidence import evidence_path
    from agent.mending import difference
    from agent.recording import places
    from codegen.plan import dump_plan
    from sandbox.masking import Mask
    from sandbox.variables import secrets

    plan, evidence = read_plan(plan_file), read_evidence(plan_file)
    if not evidence:
        raise NotHealed(f"beside {plan_file.name} nothing is kept of what its elements looked like: put its "
                        f"{evidence_path(plan_file).name} there, or make the plan again with 'agent run', or with "
                        "'agent plan --url'")  # fmt: skip
    _reset(order)
    hidden = secrets(read(failed[0]), os.environ)
    mask = Mask(hidden)
    walked, notes = _walk(plan, evidence, order.base_url or os.environ.get("BASE_URL"))
    if walked.fault:
        raise NotHealed(f"step {walked.step} of {len(plan.steps)}: {mask.text(walked.fault)}")
    if not walked.heals:
        raise NotHealed("every locator still leads to its element: something else changed, and that is not healed")
    sources = {script: read(script) for script in _scripts_of(plan, failed)}
    healed = {script: _mended(source, script, plan, walked.plan) for script, source in sources.items()}
    results = _run_again(healed, order, tell)
    texts = {plan_file: (read(plan_file), dump_plan(walked.plan)), **{s: (sources[s], healed[s]) for s in sources}}
    diff = "".join(difference(_shown(path, plan_file), was, now) for path, (was, now) in texts.items())
    for path, (_, now) in texts.items():
        write(path, now)
    write_evidence(plan_file, evidence | places(walked.plan, notes, hidden))
    told = [mask.text(line) for line in _told(walked)]
    _renew_receipt(plan_file, walked.plan, {path: now for path, (_, now) in texts.items()}, results, told)
    diff_file = (order.report or plan_file.parent) / f"{failed[0].stem}.healed.diff"
    write(diff_file, diff)
    return Healing(tuple(failed), plan_file, "\n".join(told), diff, diff_file, results)


def _renew_receipt(
    plan_file: Path, plan: Plan, files: Mapping[Path, str], ran: Sequence[ScriptResult], healed: Sequence[str]
) -> None:
    """The receipt of the run that made the plan, where there is one, tells of the healed files from now on."""
    from agent.receipt import receipt_path, renewed

    path = receipt_path(plan_file)
    if path.exists():
        with suppress(ValueError, KeyError, TypeError):  # another file of this name is left alone
            write(path, renewed(read(path), plan, files, plan_file.parent, ran, healed))


def _walk(plan: Plan, evidence: Mapping[str, Place], base_url: str | None) -> tuple[Walked, list[Note]]:
    """The plan done on its live page in a fresh browser, its locators healed on the way."""
    import tempfile
    from urllib.parse import urlsplit

    from agent.healing import Walk
    from agent.recording import RecordingStage, noted
    from sandbox.browser import open_page

    url = _start(plan, base_url)
    hosts = {urlsplit(address).hostname or "" for address in (url, *(place.sight.url for place in evidence.values()))}
    with (
        browser_faults(),
        tempfile.TemporaryDirectory(prefix="heal-") as folder,
        open_page(url, viewport=plan.start.viewport) as page,
    ):
        stage = RecordingStage(page, Path(folder), os.environ, hosts)
        walked = Walk(plan, stage, evidence).through()
        return walked, [*stage.notes, *noted(stage, walked.plan.steps[walked.step - 1])]


def _start(plan: Plan, base_url: str | None) -> str:
    from codegen import address

    if not (base_url or plan.start.url):
        raise NotHealed("neither the plan nor --base-url says where the site is")
    return base_url.rstrip("/") + address.path(plan.start.url) if base_url else plan.start.url or ""


def _scripts_of(plan: Plan, failed: Sequence[Path]) -> list[Path]:
    """The failed scripts, and the plan's others beside them: a plan and its scripts stay in step."""
    from codegen.script import TARGETS, filename

    others = [script.with_name(filename(plan, target)) for script in failed for target in TARGETS]
    return list(dict.fromkeys([*failed, *(path for path in others if path.exists())]))


def _mended(source: str, script: Path, was: Plan, now: Plan) -> str:
    from agent.mending import Unmendable, mended
    from codegen.script import TARGETS, filename, write_script

    target = next(target for target in TARGETS if filename(was, target) == script.name)
    try:
        return mended(source, write_script(was, target).source, write_script(now, target).source)
    except Unmendable as fault:
        raise NotHealed(f"{script.name}: {fault}") from None


def _run_again(healed: Mapping[Path, str], order: ReplayOrder, tell: Tell) -> tuple[ScriptResult, ...]:
    """Every script of the plan, whole, in a fresh browser. Raises NotHealed where one is not green."""
    import tempfile

    from sandbox.replay import replay

    with tempfile.TemporaryDirectory(prefix="heal-") as folder:
        copies = [Path(folder) / script.name for script in healed]
        for copy, source in zip(copies, healed.values(), strict=True):
            copy.write_text(source, encoding="utf-8")
        results: list[ScriptResult] = []
        for copy in copies:
            tell(f"running {copy.name} from the beginning")
            _reset(order)
            with browser_faults():
                results += replay([copy], base_url=order.base_url, remotes=order.remotes).results
            if not results[-1].ok:
                where = f"{results[-1].where}: " if results[-1].where else ""
                raise NotHealed(f"with another locator {copy.name} still fails: {where}{results[-1].reason}")
    return tuple(results)


def _reset(order: ReplayOrder) -> None:
    from agent.jobs.reset import reset

    if order.reset:
        reset(order.reset)


def _told(walked: Walked) -> Iterable[str]:
    for heal in walked.heals:
        sure = round(100 * heal.found.likeness.total)
        yield f"step {heal.step}: {_way(heal.was)} -> {_way(heal.now)} ({sure} % alike)"


def _way(locator: Locator) -> str:
    """A locator as people read it: 'the button "Edit" in the row with "1042"'."""
    from codegen.words import thing

    kind = "" if locator.by in ("role", "text", "label") else f"the {locator.by.replace('_', ' ')} "
    scope = f' in the {locator.scope.kind.replace("_", " ")} with "{locator.scope.text}"' if locator.scope else ""
    return kind + thing(locator) + scope + (f", number {locator.nth + 1}" if locator.nth is not None else "")


def _shown(path: Path, plan_file: Path) -> str:
    """A path as the diff names it: from the plan's folder, where it is below that."""
    path, folder = path.absolute(), plan_file.absolute().parent
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.as_posix()


def _in_reports(report: Report, healings: Sequence[Healing], order: ReplayOrder) -> Report:
    """The report with what became of the failed scripts; writes it again where it was written."""
    from sandbox.healed import Healed, in_junit, in_report
    from sandbox.report import write_html

    became: dict[str, Healed] = {}
    for healing in healings:
        for script in healing.scripts:
            ran = next((result for result in healing.results if Path(result.script).name == script.name), None)
            became[str(script)] = Healed(ran, healing.diff, " ".join(healing.reason.split("\n")))
    report = in_report(report, became)
    if order.report is not None:
        with writing(order.report / "report.html"):
            write_html(report, order.report / "report.html")
    if order.junit is not None:
        with writing(order.junit):
            in_junit(order.junit, became)
    return report
