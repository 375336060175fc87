"""`python -m bench.drift [CACHE] [APP...]`: scripts of real pages, the pages changed, and what becomes of them.

Each step of each script meets every kind of change, in the page, at the moment when the step is due. What the step
then acts on is held against the element itself: the page knows which one it is. `plain` is Playwright alone, which acts
where the script's locator finds exactly one element and fails elsewhere. `replayed` is `agent replay`, which also looks
at what stands around it. Healing is asked where that failed.
"""

from __future__ import annotations

import re
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

from agent.evidence import Place, stood
from agent.healing import Ends, Walk
from agent.live import Live
from agent.recording import RecordingStage, places
from agent.stage import Stage
from bench.drift_apps import APPS, AROUND, WORDS, App, fetch
from bench.report import head, table
from codegen.locator import Locator
from codegen.plan import Plan, Start
from codegen.steps import Step
from sandbox import namesake
from sandbox.browser import go, session

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

CHANGE = (Path(__file__).parent / "drift.js").read_text(encoding="utf-8")
HEALABLE = (
    "renamed", "edited", "translated", "moved", "moved far", "restyled", "retagged", "zoomed", "reordered", "wrapped",
    "decoy", "other ids", "renamed and moved", "renamed, other ids", "translated and wrapped", "restyled, with a decoy",
)  # fmt: skip
# Gone is gone: also where a button keeps its id and means something else. (A field's id says what it is for, a link's
# address where it leads: with the same one they are the same.)
GONE = ("removed", "removed, a namesake elsewhere", "another in its place", "another under its id")


@dataclass(frozen=True)
class Recorded:
    app: App
    url: str
    plan: Plan
    places: dict[str, Place]


@dataclass(frozen=True)
class Case:
    """`plain` is what the script's locator leads to: right (the element), wrong (another one), failed (not to one);
    `replayed` the same where a namesake that stands elsewhere is not acted on; `healed` what healing then does: right,
    wrong, refused, or not asked."""

    app: str
    step: str
    kind: str
    plain: str
    replayed: str
    healed: str
    why: str
    seconds: float


@dataclass
class Drifted(Walk):
    """A walk whose page changes right before one step: `due`, from 1. `probing`: it ends there, without the act.

    `plain` and `acted` are what the first and the last locator of the step led to then, `replayed` what a replay does.
    """

    due: int = 0
    kind: str = ""
    recorded: Plan = field(default_factory=lambda: Plan(goal=""))
    probing: bool = True
    plain: str = ""
    replayed: str = ""
    acted: str = ""
    changed: bool = False

    def _fitted(self, step: Step, number: int) -> Step:
        if number < self.due:
            return step
        if number == self.due:
            self._change(step)
            if self.probing and self.replayed != "failed":
                raise Ends("the replay goes on, or nothing could be changed")
        return super()._fitted(step, number)

    def _must_be(self, locator: Locator, place: Place | None) -> None:
        if self.probing:  # the healed script then runs by itself
            super()._must_be(locator, place)

    def _change(self, step: Step) -> None:
        locator: Locator = getattr(self.recorded.steps[self.due - 1], "locator")  # noqa: B009
        name = named(self.places[step.id])
        told = {"kind": self.kind, "name": name, "words": words(name, step.kind)}
        self.changed = bool(self.stage.find(locator).evaluate(CHANGE, told))
        self.stage.settle()
        self.plain = self.replayed = self._hits(locator) if self.changed else ""
        if self.plain in ("right", "wrong"):
            around = self.stage.find(locator).evaluate(namesake.AROUND)
            self.replayed = "failed" if namesake.elsewhere(stood(self.places[step.id]), around) else self.plain

    def _do(self, step: Step) -> None:
        if step.id == self.plan.steps[self.due - 1].id:
            self.acted = self._hits(getattr(step, "locator"))  # noqa: B009
            if self.probing:
                raise Ends("far enough")
        super()._do(step)

    def _hits(self, locator: Locator) -> str:
        found = self.stage.find(locator)
        if found.count() != 1:
            return "failed"
        same = "(e) => Boolean(window.__true) && (e === __true || e.contains(__true) || __true.contains(e))"
        return "right" if found.evaluate(same) else "wrong"


def named(place: Place) -> str:
    """What the element is called, as WORDS has it: without an icon's name, and by what a field's placeholder says."""
    kept = place.traits.kept
    name = re.sub(r"^\w+_\w+ ", "", kept.name)
    said = kept.own.get("placeholder", "")
    return said if said in WORDS else name


def words(name: str, kind: str) -> dict[str, object]:
    known = {key.casefold(): value for key, value in WORDS.items()}
    synonym, _, opposite = known.get(name.casefold(), (f"{name} here", "", ""))
    edited = f"Your {name[:1].lower()}{name[1:]}" if kind in ("fill", "select") else f"{name} now"
    said = {key.casefold(): value[1] for key, value in WORDS.items()} | {k.casefold(): v for k, v in AROUND.items()}
    return {"synonym": synonym, "edited": edited, "opposite": opposite, "chinese": said}


@contextmanager
def served(folder: Path) -> Iterator[str]:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


@contextmanager
def opened(context: BrowserContext, url: str) -> Iterator[Page]:
    """The page in a context of its own: nothing of another run is kept."""
    fresh = context.browser.new_context(viewport={"width": 1280, "height": 800})  # type: ignore[union-attr]
    try:
        page = fresh.new_page()
        go(page, url, quiet_s=1)
        yield page
    finally:
        fresh.close()


def record(app: App, url: str, context: BrowserContext, folder: Path) -> Recorded:
    """As `agent run` does it, without the scripts' own run."""
    with opened(context, url) as page:
        stage = RecordingStage(page, folder, {}, frozenset({"127.0.0.1"}), bounding=True)
        plan = Live(stage).follow(app.goal, Start(url=url))
        return Recorded(app, url, plan, places(plan, stage.notes))


def case(recorded: Recorded, number: int, kind: str, context: BrowserContext, folder: Path) -> Case | None:
    """One change met by one step; None where the change cannot be made there."""
    started, step = time.monotonic(), recorded.plan.steps[number - 1]
    with opened(context, recorded.url) as page:
        probe = _walk(recorded, recorded.plan, page, folder, number, kind)
        walked = probe.through()
    if not probe.changed:
        return None
    healed, why = "not asked", ""
    if probe.replayed == "failed":
        healed, why = "refused", walked.fault
        if probe.acted == "wrong":
            healed = "wrong"
        elif walked.heals:  # kept only where the whole script then runs green from its beginning
            with opened(context, recorded.url) as page:
                again = _walk(recorded, walked.plan, page, folder, number, kind, probing=False)
                why = again.through().fault
            healed = "wrong" if again.acted == "wrong" else "refused" if why else again.acted
    return Case(recorded.app.name, f"{step.kind} {named(recorded.places[step.id])}", kind, probe.plain, probe.replayed,
                healed, why, time.monotonic() - started)  # fmt: skip


def _walk(
    recorded: Recorded, plan: Plan, page: Page, folder: Path, number: int, kind: str, probing: bool = True
) -> Drifted:
    stage = Stage(page, folder, {}, frozenset({"127.0.0.1"}))
    return Drifted(
        plan,
        stage,
        recorded.places,
        patience_ms=0,
        end=True,
        due=number,
        kind=kind,
        recorded=recorded.plan,
        probing=probing,
    )


def main(cache: Path, wanted: Sequence[str] = ()) -> None:
    """Of all APPS, or of those whose names or numbers (from 1) are `wanted`."""
    head("Healing after drift")
    chosen = [app for number, app in enumerate(APPS, 1) if not wanted or str(number) in wanted or app.name in wanted]
    with tempfile.TemporaryDirectory() as scratch, session(loopback_only=True) as context:
        tell([one for app in chosen for one in cases(app, cache, context, Path(scratch))])


def cases(app: App, cache: Path, context: BrowserContext, scratch: Path) -> Iterator[Case]:
    """Every change met by every act of one script."""
    with served(fetch(app.package, cache)) as site:
        recorded = record(app, f"{site}/{app.page}", context, scratch)
        for number, step in enumerate(recorded.plan.steps, 1):
            if step.id not in recorded.places or step.kind in ("expect", "press"):
                continue
            for kind in (*HEALABLE, *GONE):
                one = case(recorded, number, kind, context, scratch)
                if one is not None:
                    ends = f"{one.plain:7} {one.replayed:7} {one.healed:9}"
                    print(f"{one.app:22} {one.kind:30} {one.step:30} {ends} {one.seconds:5.1f}  {one.why}", flush=True)
                    yield one


def tell(cases: list[Case]) -> None:
    rows = []
    for kind in (*HEALABLE, *GONE):
        some = [one for one in cases if one.kind == kind]
        ends = [
            *_counted([one.plain for one in some], "right", "wrong", "failed"),
            *_counted([one.replayed for one in some], "right", "wrong", "failed"),
            *_counted([one.healed for one in some], "right", "wrong", "refused"),
        ]
        rows.append((kind, len(some), *ends))
    heads = ("change", "cases", "plain: right", "wrong", "failed", "replayed: right", "wrong", "failed",
             "then healed: right", "wrong", "refused")  # fmt: skip
    print("\n" + table(heads, rows), "\n")
    asked = [one for one in cases if one.replayed == "failed"]
    broken = [one.healed for one in asked if one.kind in HEALABLE]
    gone = [one.healed for one in asked if one.kind in GONE]
    alarms = [one.healed for one in cases if (one.plain, one.replayed) == ("right", "failed")]
    print(f"{len(cases)} cases. Healed {broken.count('right')} of {len(broken)} that broke and are still there; wrong "
          f"actions of healing {(broken + gone).count('wrong')} of {len(asked)}; gone and refused "
          f"{gone.count('refused')} of {len(gone)}. Wrong actions before healing: "
          f"{sum(one.plain == 'wrong' for one in cases)} of the scripts alone, "
          f"{sum(one.replayed == 'wrong' for one in cases)} replayed. Replays that failed on the right element: "
          f"{len(alarms)}, {alarms.count('right')} of them healed.")  # fmt: skip


def _counted(found: Sequence[str], *words: str) -> list[int]:
    return [found.count(word) for word in words]


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else Path.home() / ".cache" / "sightwright-drift"), sys.argv[2:])
