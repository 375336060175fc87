"""What happened when scripts ran: the results, and a report as HTML, JUnit or lines of text."""

from __future__ import annotations

import base64
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Stage = Literal["static", "replica", "live"]
Status = Literal["passed", "failed", "not run"]
_ILLEGAL_IN_XML = {code: "�" for code in range(32) if chr(code) not in "\t\n\r"}
_MARKS = {"passed": "✓", "failed": "✗", "not run": "·"}


@dataclass(frozen=True)
class StepResult:
    """One `# Step N: title` of a script."""

    number: int
    title: str
    status: Status


@dataclass(frozen=True)
class ScriptResult:
    """How one script ran.

    `stage` is where it ran, or where it was stopped: "static" is the check before any run. `failed_step` is None where
    nothing failed, or no step did (the browser did not start). `reason` is one sentence, "" when ok. `downloads` are
    the files that it saved, `properties` what it extracted, `state` how a replica looked at the end (JSON).
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

    @property
    def where(self) -> str:
        """ "step 3 of 6", or "" where no step failed."""
        return f"step {self.failed_step} of {len(self.steps)}" if self.failed_step is not None else ""


@dataclass(frozen=True)
class Report:
    """The results of one replay, in the order that the scripts were given."""

    results: tuple[ScriptResult, ...]
    title: str = "Replay"
    base_url: str = ""
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        """Nothing failed, and something ran."""
        return bool(self.results) and all(result.ok for result in self.results)

    @property
    def verdict(self) -> str:
        total, failed = len(self.results), sum(not result.ok for result in self.results)
        things = "script" if total == 1 else "scripts"
        if not total:
            return "No script ran"
        return f"{total} {things} passed" if not failed else f"{failed} of {total} {things} failed"


def summary(result: ScriptResult) -> str:
    """One line: the verdict, the stage, the step that failed and why."""
    if result.ok:
        return f"{result.script}: passed ({result.stage}, {len(result.steps)} steps, {result.seconds:.1f} s)"
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


def junit(report: Report) -> str:
    """The report as JUnit XML, one test case for each script."""
    failed = str(sum(not result.ok for result in report.results))
    counts = {"tests": str(len(report.results)), "failures": failed, "errors": "0", "time": f"{report.seconds:.3f}"}
    root = ET.Element("testsuites", counts)
    suite = ET.SubElement(root, "testsuite", {"name": _xml(report.title), **counts})
    for result in report.results:
        name = Path(result.script)
        attributes = {"classname": name.stem, "name": name.name, "time": f"{result.seconds:.3f}"}
        case = ET.SubElement(suite, "testcase", {key: _xml(value) for key, value in attributes.items()})
        properties = {"stage": result.stage, "guard": result.guard, **result.properties}
        holder = ET.SubElement(case, "properties")
        for key, value in properties.items():
            ET.SubElement(holder, "property", {"name": _xml(key), "value": _xml(value)})
        if not result.ok:
            message = f"{result.where}: {result.reason}" if result.where else result.reason
            failure = ET.SubElement(case, "failure", {"message": _xml(message), "type": result.stage})
            failure.text = _xml("\n".join(f"{step.status}: {step.number}. {step.title}" for step in result.steps))
    ET.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def as_html(report: Report) -> str:
    """The report as one HTML file that holds its pictures; everything from scripts and pages is escaped."""
    from sandbox.html import render_html

    pictures = [picture_url(result.picture) for result in report.results]
    stages = {"static": "stopped by the static check", "replica": "ran on the replica", "live": "ran live"}
    return render_html("report/report.html.jinja", report=report, pictures=pictures, stages=stages, marks=_MARKS)


def _xml(value: str) -> str:
    """Without what XML 1.0 cannot hold."""
    cleaned = value.translate(_ILLEGAL_IN_XML)
    return "".join("�" if "\ud800" <= c <= "\udfff" or c in "￾￿" else c for c in cleaned)


def picture_url(path: Path | None) -> str:
    """The picture as a data URL; "" where there is none."""
    if path is None or not path.is_file():
        return ""
    return "data:image/png;base64," + base64.b64encode(path.read_bytes()).decode()
