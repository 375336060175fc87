"""What happened when scripts ran: the results, and a report as HTML or lines of text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Stage = Literal["static", "replica", "live", "not run"]
Status = Literal["passed", "failed", "not run"]
_KINDS = ("failed", "not run", "shaky", "passed")
_MARKS = {"passed": "✓", "failed": "✗", "not run": "·"}


@dataclass(frozen=True)
class StepResult:
    """One `# Step N: title` of a script: how many seconds it took, and the clock when it ended, where it was seen; and
    how its element was told from the others, where a plan stands beside the script."""

    number: int
    title: str
    status: Status
    seconds: float | None = None
    ended: float | None = None
    how: str = ""


@dataclass(frozen=True)
class Fault:
    """What a failing test raised: the exception's type and message, the line (from 1) and its code, the page's URL; and
    in few words what was expected and what was seen, "" where that cannot be told apart."""

    kind: str
    message: str
    line: int | None = None
    code: str = ""
    url: str = ""
    expected: str = ""
    seen: str = ""


@dataclass(frozen=True)
class ScriptResult:
    """How one script ran.

    `stage` is where it ran, or where it was stopped: "static" is the check before any run. `failed_step` is None where
    nothing failed, or no step did (the browser did not start). `reason` is one sentence, "" when ok; `fault` is what
    it was made of. `downloads` are the files that it saved, `properties` what it extracted, `state` how a replica
    looked at the end (JSON). Of a failure alone: `picture`, `trace` (Playwright's), `source` (the page's, from
    Selenium), `console` lines. `earlier` are the attempts that failed before this one; `notes` what went wrong beside;
    `healed` is the diff of what was changed in the script and its plan before this run, or "".
    """

    script: str
    stage: Stage
    ok: bool
    steps: tuple[StepResult, ...] = ()
    failed_step: int | None = None
    reason: str = ""
    picture: Path | None = None
    downloads: tuple[Path, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)
    state: str = ""
    guard: str = ""
    seconds: float = 0.0
    output: str = ""
    fault: Fault | None = None
    trace: Path | None = None
    source: Path | None = None
    console: tuple[str, ...] = ()
    earlier: tuple[ScriptResult, ...] = ()
    notes: tuple[str, ...] = ()
    healed: str = ""

    @property
    def where(self) -> str:
        """ "step 3 of 6", or "" where no step failed."""
        return f"step {self.failed_step} of {len(self.steps)}" if self.failed_step is not None else ""


@dataclass(frozen=True)
class Report:
    """The results of one replay, in the order that the scripts were given.

    `retries` is how often one that failed was to be run again; `stopped`: it was interrupted, and this is what was
    seen till then.
    """

    results: tuple[ScriptResult, ...]
    title: str = "Replay"
    base_url: str = ""
    seconds: float = 0.0
    retries: int = 0
    stopped: bool = False

    @property
    def ok(self) -> bool:
        """Nothing failed, everything ran, and something did."""
        return bool(self.results) and not self.stopped and all(result.ok for result in self.results)

    @property
    def verdict(self) -> str:
        ran = [result for result in self.results if result.stage != "not run"]
        total, failed = len(ran), sum(not result.ok for result in ran)
        things = "script" if total == 1 else "scripts"
        if not total:
            return "No script ran"
        said = f"{total} {things} passed" if not failed else f"{failed} of {total} {things} failed"
        if healed := sum(bool(result.healed) for result in ran):
            said += f", {healed} healed"
        return f"Stopped: {said}, {len(self.results) - total} not run" if self.stopped else said


def summary(result: ScriptResult) -> str:
    """One line: the verdict, the stage, the step that failed and why."""
    if result.ok:
        again = f" at attempt {len(result.earlier) + 1}" if result.earlier else ""
        return f"{result.script}: passed{again} ({result.stage}, {len(result.steps)} steps, {result.seconds:.1f} s)"
    if result.stage == "not run":
        return f"{result.script}: not run"
    place = f"{result.where}: " if result.where else ""
    return f"{result.script}: failed ({result.stage}) {place}{result.reason}"


def text(report: Report) -> str:
    """The report for a terminal, plain."""
    lines = []
    for result in report.results:
        lines.append(f"{_MARKS['passed' if result.ok else 'failed']} {summary(result)}")
        if not result.ok:
            lines += [f"    {_MARKS[step.status]} {step.number}. {step.title}" for step in result.steps]
            lines += [f"    picture: {result.picture}"] if result.picture else []
    return "\n".join([*lines, f"{report.verdict} in {report.seconds:.1f} s"]) + "\n"


def as_html(report: Report) -> str:
    """The report as one HTML file that holds its pictures; everything from scripts and pages is escaped."""
    return "".join(_html(report))


def write_html(report: Report, path: Path) -> None:
    """Writes the report piece by piece, whole or not at all: many pictures need not be in memory. Raises OSError."""
    _write(path, _html(report))


def write_text(path: Path, words: str) -> None:
    """Writes a file whole or not at all, with the folders above it. Raises OSError."""
    _write(path, [words])


def _write(path: Path, pieces: Iterable[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.part")
    try:
        with draft.open("w", encoding="utf-8") as stream:
            for piece in pieces:
                stream.write(piece)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _html(report: Report) -> Iterator[str]:
    from sandbox.frames import picture_url, step_pictures
    from sandbox.html import pieces_of_html

    stages = {
        "static": "stopped by the static check", "replica": "ran on the replica", "live": "ran live",
        "not run": "was not run",
    }  # fmt: skip
    return pieces_of_html(
        "report/report.html.jinja", report=report, results=sorted(report.results, key=_rank), kind=kind_of,
        picture_url=picture_url, step_pictures=step_pictures, stages=stages, marks=_MARKS,
        kinds=[(kind, sum(kind_of(result) == kind for result in report.results)) for kind in _KINDS],
    )  # fmt: skip


def kind_of(result: ScriptResult) -> str:
    """What a person looks for first: "failed", "not run", "shaky" (green only when run again, or healed), "passed"."""
    if not result.ok:
        return "not run" if result.stage == "not run" else "failed"
    return "shaky" if result.earlier or result.healed else "passed"


def _rank(result: ScriptResult) -> int:
    return _KINDS.index(kind_of(result))
