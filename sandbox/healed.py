"""Scripts that were healed after a replay, in the reports of that replay: never as if nothing had been."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from sandbox.report import Report, ScriptResult, write_text

_BAD = ("failure", "error")


@dataclass(frozen=True)
class Healed:
    """What became of one failed script: how it ran with other locators, what was changed, or why nothing was."""

    result: ScriptResult | None = None
    diff: str = ""
    reason: str = ""


def in_report(report: Report, healed: Mapping[str, Healed]) -> Report:
    """The report with the healed scripts' new results, each with its diff and the run that failed before."""
    return replace(report, results=tuple(_in_result(result, healed.get(result.script)) for result in report.results))


def _in_result(result: ScriptResult, healed: Healed | None) -> ScriptResult:
    if healed is None:
        return result
    if healed.result is None:
        return replace(result, notes=(*result.notes, f"not healed: {healed.reason}"))
    before = (*result.earlier, replace(result, earlier=()))
    bare = replace(healed.result, script=result.script, picture=None, trace=None, source=None, downloads=(), output="")
    return replace(bare, healed=healed.diff, earlier=before, notes=(*result.notes, f"healed: {healed.reason}"))


def in_junit(file: Path, healed: Mapping[str, Healed]) -> None:
    """Takes the failures of healed scripts out of a JUnit file, and says in a property what was healed, or why not.

    Raises OSError.
    """
    root = ET.parse(file).getroot()
    for case in root.iter("testcase"):
        became = healed.get(case.get("file", ""))
        if became is None:
            continue
        if became.result is not None:
            for fault in [part for part in case if part.tag in _BAD]:
                case.remove(fault)
            case.set("time", f"{became.result.seconds:.3f}")
        properties = case.find("properties")
        if properties is None:
            properties = ET.SubElement(case, "properties")
        name = "healed" if became.result is not None else "not healed"
        ET.SubElement(properties, "property", {"name": name, "value": became.reason})
    for suite in root.iter():
        if suite.tag in ("testsuite", "testsuites"):
            for key, tag in (("failures", "failure"), ("errors", "error")):
                suite.set(key, str(sum(case.find(tag) is not None for case in suite.iter("testcase"))))
    write_text(file, '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n")
