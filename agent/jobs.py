"""The journeys, one short function each. The only file that knows all packages; it turns their errors into ours.

    plan:   image -> Screen -> Plan -> scripts -> static check -> rehearsal -> Outcome
    check:  script -> static check -> rehearsal on the replica of its plan's screen -> Verdict

Beside a plan file stands the screen that it was made on: `plan.json` and `plan.screen.json`.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agent.errors import MissingPart, UsageError

if TYPE_CHECKING:
    from agent.grounding import Grounding
    from agent.rehearsal import Verdict
    from codegen.plan import Plan
    from codegen.script import Script
    from perception.capture import Picture
    from perception.types import Screen
    from sandbox.report import Report

Tell = Callable[[str], None]
VIEWPORT = (1280, 800)


@dataclass(frozen=True)
class PlanOrder:
    """What `plan` is asked for. `targets`: the frameworks to write for; `url`: the live page, where there is one."""

    image: str
    goal: str
    output: Path
    url: str | None = None
    targets: tuple[str, ...] = ("playwright", "selenium")
    script_dir: Path = Path()
    annotate: Path | None = None
    rehearse: bool = True
    model: str = "embedded"


@dataclass(frozen=True)
class RunOrder:
    """What `run` is asked for. `given`: inputs and secrets by the names of their variables."""

    url: str
    goal: str
    output: Path
    targets: tuple[str, ...] = ("playwright", "selenium")
    script_dir: Path = Path()
    given: Mapping[str, str] = field(default_factory=dict)
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What `plan` or `run` came to. `missing`: why nothing could be rehearsed, and the cure."""

    order: PlanOrder | RunOrder
    plan: Plan
    verdicts: tuple[Verdict, ...] = ()
    missing: str = ""

    @property
    def exit_code(self) -> int:
        """3: something is unresolved; 1: a script failed; 2: nothing to rehearse with; 0: all was planned and ran."""
        if self.plan.unresolved or not self.plan.steps:
            return 3
        if not all(verdict.ok for verdict in self.verdicts):
            return 1
        return MissingPart.exit_code if self.missing else 0


def plan(order: PlanOrder, tell: Tell) -> Outcome:
    """Looks, plans, writes and rehearses. Whatever happens, a file is whole or not there."""
    _check_goal(order.goal)
    _check_address(order.url)
    for folder in (order.output.parent, order.script_dir):
        _make_folder(folder)
    from agent.planners.rules import RulesPlanner
    from codegen.plan import Start, dump_plan

    picture, screen = look(order.image, order.model, tell)
    tell("planning")
    url = order.url or (order.image if is_address(order.image) else None)
    start = Start(url=url, viewport=(screen.width, screen.height), screen_sha256=screen.sha256)
    made = RulesPlanner().plan(screen, order.goal, start=start)
    write(order.output, dump_plan(made))
    write(screen_path(order.output), screen.dumps())
    annotate(picture, screen, order.annotate)
    if not made.steps:
        return Outcome(order, made)
    return _rehearsed(order, made, screen, tell)


def _rehearsed(order: PlanOrder, made: Plan, screen: Screen, tell: Tell) -> Outcome:
    """Writes the plan's scripts and runs them. Without a browser they are written all the same, and that is said."""
    from agent.rehearsal import Verdict, rehearse_all, static_check
    from codegen.plan import dump_plan

    if order.url and order.rehearse:
        tell(f"holding the plan against {order.url}")
        made = _held_against(made, screen, order.url)
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


def _held_against(made: Plan, screen: Screen, url: str) -> Plan:
    """The plan with its locators resolved on the live page; as it is, where there is no browser or no page."""
    import tempfile

    from agent.settling import settled
    from agent.stage import Stage
    from sandbox.browser import BrowserMissing, PageError, open_page

    names = {element.id: element.name for element in screen.elements}
    try:
        with (
            tempfile.TemporaryDirectory(prefix="plan-") as folder,
            open_page(url, viewport=made.start.viewport) as page,
        ):
            return settled(made, names, Stage(page, Path(folder), {}, frozenset()))
    except (BrowserMissing, PageError):  # the rehearsal says so, with what to do
        return made


def run(order: RunOrder, tell: Tell) -> Outcome:
    """Does the goal on the live page, clause by clause, and writes scripts that then run green in a fresh browser."""
    _check_goal(order.goal)
    _check_address(order.url)
    for folder in (order.output.parent, order.script_dir):
        _make_folder(folder)
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


def given(inputs: Sequence[str], secrets: Sequence[str]) -> dict[str, str]:
    """What --input NAME=VALUE and --secret NAME give, by the names of the scripts' variables."""
    from codegen.values import variable

    found: dict[str, str] = {}
    for item in inputs:
        name, equals, value = item.partition("=")
        if not equals:
            raise UsageError(f"--input {item}: write it as NAME=VALUE")
        found[variable(name)] = value
    for name in secrets:
        if name not in os.environ:
            raise UsageError(f"--secret {name}: there is no such variable in the environment; set it first")
        found[name] = os.environ[name]
    return found


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


def parse(image: str, model: str, annotated: Path | None, tell: Tell) -> Screen:
    picture, screen = look(image, model, tell)
    annotate(picture, screen, annotated)
    return screen


def locate(image: str, description: str, model: str, tell: Tell) -> Grounding:
    from agent import grounding

    if not description.strip():
        raise UsageError("the description is empty: say which element you mean")
    _, screen = look(image, model, tell)
    return grounding.locate(screen, description)


def located(found: Grounding) -> dict[str, Any]:
    """The document of `agent locate --json`."""
    candidates = [_brief(element) for element in found.candidates]
    if found.element is None:
        return {"point": None, "reason": found.reason, "candidates": candidates}
    about = _brief(found.element)
    return {"point": list(found.point or ()), **about, "confidence": found.confidence, "candidates": candidates}


def script(plan_file: Path, target: str, url: str | None, output: Path | None) -> Path | str:
    """Writes a plan's script, to its own name here unless `output` says where; "-" gives the text itself."""
    _check_address(url)
    written = write_script(with_url(read_plan(plan_file), url), target)
    if output == Path("-"):
        return written.source
    path = output or Path(written.filename)
    write(path, written.source)
    return path


def check(script_file: Path, plan_file: Path | None, tell: Tell) -> Verdict:
    """The static check; with the plan, then a rehearsal on the replica of the screen that it was made on."""
    from agent.rehearsal import rehearse_all, static_check

    source = _read(script_file)
    if plan_file is None:
        verdict = static_check(script_file, source)
        note = "not rehearsed: the replica is made from the plan's screen; name the plan with --plan PLAN.json"
        return replace(verdict, note=note) if verdict.ok else verdict
    made, screen = read_plan(plan_file), read_screen(plan_file)
    tell("rehearsing")
    with browser_faults():
        return rehearse_all(made, screen, {script_file: source}, url=None)[0]


def replay(paths: Sequence[Path], base_url: str | None, junit: Path | None, folder: Path | None, workers: int,
           tell: Tell) -> Report:  # fmt: skip
    """Checks and runs scripts, files or folders of them, on their live site."""
    from sandbox.replay import ScriptMissing
    from sandbox.replay import replay as run

    _check_address(base_url)
    for place in (junit and junit.parent, folder):
        if place:
            _make_folder(place)
    tell("replaying")
    try:
        with browser_faults():
            return run(paths, workers=workers, base_url=base_url, junit_file=junit, report_dir=folder,
                       on_result=lambda result: tell(f"replaying: {Path(result.script).name} is done"))  # fmt: skip
    except ScriptMissing as fault:
        raise UsageError(str(fault)) from None


def capture(output: Path, monitor: int | None, url: str | None, tell: Tell) -> tuple[int, int]:
    """Writes the picture of a monitor (the primary one without a number) or of a page; its width and height."""
    if monitor is not None and url is not None:
        raise UsageError("--screen and --url exclude each other: take one of them")
    _check_address(url)
    _make_folder(output.parent)
    from perception.capture import save_png

    picture = open_image(url or f"screen:{monitor or ''}", tell)
    with _writing(output):
        save_png(output, picture)
    return picture.width, picture.height


def look(image: str, model: str, tell: Tell) -> tuple[Picture, Screen]:
    """Opens a picture and parses it."""
    from perception import screen as eyes
    from perception.types import ImageError

    if model != "embedded":
        raise MissingPart(f"--model {model}: only 'embedded' is there in this version; leave --model out")
    picture = open_image(image, tell)
    tell("finding the elements")
    try:
        return picture, eyes.parse(picture)
    except ImageError as fault:
        raise UsageError(str(fault)) from None


def open_image(image: str, tell: Tell) -> Picture:
    """A file, "-" for standard input, "screen:N" for the desktop, or a web address."""
    from perception.capture import grab_desktop, open_picture
    from perception.types import ImageError

    try:
        if image.startswith("screen:"):
            return grab_desktop(_monitor(image))
        if not is_address(image):
            tell("reading the picture")
            return open_picture(image)
        from sandbox.browser import screenshot

        tell(f"opening {image}")
        with browser_faults():
            return open_picture(screenshot(image, VIEWPORT), source=image)
    except ImageError as fault:
        raise UsageError(str(fault)) from None


def _monitor(image: str) -> int | None:
    """The N of "screen:N"; None for the primary one."""
    number = image.removeprefix("screen:")
    if number and not number.isdecimal():
        raise UsageError(f"{image}: a monitor is counted from 1, as in screen:1; screen: is the primary one")
    return int(number) if number else None


@contextmanager
def browser_faults() -> Iterator[None]:
    """Turns the browser's errors into ours."""
    from sandbox.browser import BrowserMissing, PageError

    try:
        yield
    except BrowserMissing as fault:
        raise MissingPart(str(fault)) from None
    except PageError as fault:
        raise UsageError(str(fault)) from None


def annotate(picture: Picture, screen: Screen, output: Path | None) -> None:
    """Draws the elements on the picture into a PNG, where one is asked for."""
    if output is None:
        return
    from io import BytesIO

    from perception import marks
    from perception.capture import write_whole

    data = BytesIO()
    marks.annotate(picture, screen).save(data, "PNG")
    _make_folder(output.parent)
    with _writing(output):
        write_whole(output, data.getvalue())


def read_plan(path: Path) -> Plan:
    from codegen.plan import PlanError, load_plan

    try:
        return load_plan(_read(path))
    except PlanError as fault:
        raise UsageError(f"{path} is no plan: {fault}") from None


def read_screen(plan_file: Path) -> Screen:
    """The screen beside a plan file."""
    from perception.types import screen_from_dict

    path = screen_path(plan_file)
    if not path.exists():
        raise UsageError(f"{path} is missing: `agent plan` writes it beside the plan, and the rehearsal needs it")
    try:
        return screen_from_dict(json.loads(_read(path)))
    except (KeyError, TypeError, ValueError) as fault:
        raise UsageError(f"{path} is no screen ({type(fault).__name__}: {fault}): plan again") from None


def write_script(made: Plan, target: str) -> Script:
    from codegen import script as writer
    from codegen.plan import PlanError

    try:
        return writer.write_script(made, target)
    except PlanError as fault:
        raise UsageError(f"the plan cannot be written for {target}: {fault}") from None


def screen_path(plan_file: Path) -> Path:
    return plan_file.with_suffix(".screen.json")


def with_url(made: Plan, url: str | None) -> Plan:
    return made.model_copy(update={"start": made.start.model_copy(update={"url": url})}) if url else made


def write(path: Path, text: str) -> None:
    """Writes a text file, whole or not at all."""
    from perception.capture import write_whole

    _make_folder(path.parent)
    with _writing(path):
        write_whole(path, text.encode("utf-8"))


def is_address(text: str) -> bool:
    return text.lower().startswith(("http://", "https://"))


def _read(path: Path) -> str:
    try:
        return (sys.stdin.buffer.read() if path == Path("-") else path.read_bytes()).decode("utf-8-sig")
    except OSError as fault:
        raise UsageError(f"{path} cannot be read: {_why(fault)}") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path} is no text in UTF-8") from None


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        raise UsageError(f"{path} cannot be written: {_why(fault)}") from None


def _make_folder(folder: Path) -> None:
    """Sees to it that a folder is there and can be written to, before any work is done for it."""
    import tempfile

    with _writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass


def _why(fault: OSError) -> str:
    return (fault.strerror or str(fault)).lower()


def _check_goal(goal: str) -> None:
    if not goal.strip():
        raise UsageError("the goal is empty: say what to do, as in 'filter orders by status Shipped and export CSV'")


def _check_address(url: str | None) -> None:
    if url is not None and not is_address(url):
        raise UsageError(f"--url {url}: an address starts with http:// or https://")


def _brief(element: Any) -> dict[str, Any]:
    return {"element": element.id, "role": element.role, "name": element.name, "box": list(element.box)}
