"""From the record of a script's run to its result: step by step, the one that failed, and why."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sandbox.events import Record
from sandbox.reasons import Reason, StepComment, code_at, explain, step_at, step_comments
from sandbox.report import Fault, ScriptResult, Stage, Status, StepResult

LOST = {"crashed": "the process that ran it died", "": "the run ended before it did"}


def result_of(
    record: Record, source: str, *, name: str, stage: Stage, folder: Path, downloads: Path, guard: str = "",
    ended: str = "", output: str = "",
) -> ScriptResult:  # fmt: skip
    """The result of a script that ran. `folder` holds its evidence, `downloads` what it saved.

    `ended` says why its run ended before it did, where that is known; else the record does.
    """
    tests, comments = list(record.tests), step_comments(source)
    if record.running and not any(test["outcome"] != "passed" for test in tests):
        tests.append(record.running | {"outcome": "killed", "phase": "call", "kind": "", "message": ""})
    bad = next((test for test in tests if test["outcome"] != "passed"), None)
    ok = bool(tests) and bad is None and not (ended or record.error or record.lost)
    line, reason = (None, Reason("")) if ok else _why(source, record, bad, ended)
    properties = {key: value for test in tests for key, value in test.get("properties", {}).items()}
    return ScriptResult(
        name, stage, ok, _steps(comments, tests, record), step_at(_of_test(comments, bad), line), _said(reason, record),
        picture=_file(folder, record, "picture"), downloads=_files(downloads), properties=properties,
        state=record.evidence.get("state", ""), guard=guard, seconds=record.seconds,
        output=output or (bad or {}).get("text", ""), fault=None if ok else _fault(source, bad, line, record, reason),
        trace=_file(folder, record, "trace"), source=_file(folder, record, "source"),
        console=tuple(record.evidence.get("console", ())), notes=_gap(source),
    )  # fmt: skip


def not_run(script: str, source: str, stage: Stage, reason: str) -> ScriptResult:
    """The result of a script that was not run at all."""
    steps = tuple(StepResult(step.number, step.title, "not run") for step in step_comments(source))
    return ScriptResult(script, stage, ok=False, steps=steps, reason=reason)


def _gap(source: str) -> tuple[str, ...]:
    """What the script itself says in its first line that it does not do."""
    first = source.partition("\n")[0].removeprefix("# ")
    return (first,) if first.startswith("INCOMPLETE: ") else ()


def _file(folder: Path, record: Record, kind: str) -> Path | None:
    name = record.evidence.get(kind)
    return folder / name if name else None


def _files(downloads: Path) -> tuple[Path, ...]:
    return tuple(sorted(path for path in downloads.rglob("*") if path.is_file()))


def _why(source: str, record: Record, bad: Mapping[str, Any] | None, ended: str) -> tuple[int | None, Reason]:
    """The line that failed, where one did, and the reason."""
    if bad is not None and bad["outcome"] != "killed":
        reason = explain(bad["kind"], bad["message"], code_at(source, bad["line"]))
        before = {"setup": "before the first step: ", "teardown": "after the last step: "}.get(bad["phase"], "")
        return (bad["line"] if bad["phase"] == "call" else None), replace(reason, said=before + reason.said)
    if record.error:
        faults = [line[1:].strip() for line in record.error.splitlines() if line.startswith("E ")]
        return None, Reason(f"it cannot be loaded: {(faults or record.error.splitlines())[-1]}")
    return (bad or {}).get("line"), Reason(ended or LOST.get(record.lost, LOST[""]))


def _said(reason: Reason, record: Record) -> str:
    """With what the server said to the page, where that was a fault: it explains most of what is then missing."""
    status, url = int(record.evidence.get("status") or 0), record.evidence.get("url", "")
    return f"{reason.said}; the server answered {status} at {url}" if status >= 400 and reason.said else reason.said


def _fault(
    source: str, bad: Mapping[str, Any] | None, line: int | None, record: Record, reason: Reason
) -> Fault:  # fmt: skip
    known, url = bad or {}, str(record.evidence.get("url", ""))
    return Fault(
        known.get("kind", ""), known.get("message", ""), line, code_at(source, line), url, reason.expected, reason.seen
    )


def _of_test(comments: list[StepComment], test: Mapping[str, Any] | None) -> list[StepComment]:
    """A line before the first step of its own test belongs to no step of the test above it."""
    start = test["first_line"] if test else 0
    return [comment for comment in comments if comment.line >= start]


def _steps(
    comments: Sequence[StepComment], tests: Sequence[Mapping[str, Any]], record: Record
) -> tuple[StepResult, ...]:
    """Each step's status from the record of the test it stands in: what comes before the failing line has passed."""

    def test_of(comment: StepComment) -> Mapping[str, Any] | None:
        above = [test for test in tests if test["first_line"] <= comment.line]
        return max(above, key=lambda test: int(test["first_line"]), default=None)

    def status(comment: StepComment) -> Status:
        test = test_of(comment)
        if test is None or (test["outcome"] != "passed" and not test["line"]):
            return "not run"
        begun = [other.line for other in comments if test_of(other) is test and other.line <= (test["line"] or 0)]
        if test["outcome"] == "passed" or (begun and comment.line < begun[-1]):
            return "passed"
        return "failed" if comment.line in begun else "not run"

    spans = _spans(tests, record.steps)
    return tuple(
        StepResult(comment.number, comment.title, status(comment), *spans.get(comment.line, (None, None)))
        for comment in comments
    )


def _spans(
    tests: Sequence[Mapping[str, Any]], steps: Sequence[Mapping[str, Any]]
) -> dict[int, tuple[float | None, float | None]]:
    """For each step's line: how many seconds it took, and the clock when it ended; None where it did not end."""
    spans: dict[int, tuple[float | None, float | None]] = {}
    ends = {test["first_line"]: test.get("at") for test in tests if test.get("phase") == "call"}
    for step, following in itertools.pairwise([*steps, None]):
        if step is None:
            break
        same = following is not None and following["test"] == step["test"]
        until = following["at"] if following and same else ends.get(step["test"])
        took = None if until is None else round(max(0.0, until - step["at"]), 3)
        spans[step["line"]] = (took, None if took is None else step["clock"] + took)
    return spans
