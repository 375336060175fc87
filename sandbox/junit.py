"""A report as JUnit XML: pytest's own test cases, with the scripts' names, steps and reasons."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from pathlib import Path

from sandbox.report import Report, ScriptResult

_ILLEGAL_IN_XML = {code: "�" for code in range(32) if chr(code) not in "\t\n\r"}
_BAD = ("failure", "error")


def junit(report: Report, cases: Mapping[str, Sequence[ET.Element]] | None = None) -> str:
    """`cases` are what pytest wrote for each script. One that it said nothing of, or did not see fail (it was refused
    by the check, its process died), has a test case of ours."""
    found = [case for result in report.results for case in _cases(result, (cases or {}).get(result.script, ()))]
    counts = {"tests": str(len(found)), "time": f"{report.seconds:.3f}"}
    for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        counts[name] = str(sum(case.find(tag) is not None for case in found))
    root = ET.Element("testsuites", counts)
    suite = ET.SubElement(root, "testsuite", {"name": _xml(report.title), **counts})
    suite.extend(found)
    ET.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _cases(result: ScriptResult, written: Sequence[ET.Element]) -> list[ET.Element]:
    cases = list(written)
    bad = next((case for case in cases if any(case.find(tag) is not None for tag in _BAD)), None)
    if not cases or (not result.ok and bad is None):
        bad = _own(result)
        cases.append(bad)
    for case in cases:
        name = Path(result.script)
        case.attrib |= {"classname": _xml(name.stem), "file": _xml(result.script)}
        properties = case.find("properties")
        if properties is None:
            properties = ET.Element("properties")
            case.insert(0, properties)
        said = {"stage": result.stage, "guard": result.guard}
        said |= {"attempts": str(len(result.earlier) + 1)} if result.earlier else {}
        for key, value in said.items():
            ET.SubElement(properties, "property", {"name": key, "value": _xml(value)})
    fault = None if bad is None else next((found for tag in _BAD if (found := bad.find(tag)) is not None), None)
    if fault is not None and not result.ok:
        steps = "\n".join(f"{step.status}: {step.number}. {step.title}" for step in result.steps)
        fault.set("message", _xml(f"{result.where}: {result.reason}" if result.where else result.reason))
        fault.text = _xml("\n\n".join(part for part in (steps, fault.text or "") if part))
    return cases


def _own(result: ScriptResult) -> ET.Element:
    case = ET.Element("testcase", {"name": _xml(Path(result.script).name), "time": f"{result.seconds:.3f}"})
    holder = ET.SubElement(case, "properties")
    for key, value in result.properties.items():
        ET.SubElement(holder, "property", {"name": _xml(key), "value": _xml(value)})
    if result.stage == "not run":
        ET.SubElement(case, "skipped", {"message": _xml(result.reason)})
    elif not result.ok:
        ET.SubElement(case, "failure", {"type": result.stage})
    return case


def _xml(value: str) -> str:
    """Without what XML 1.0 cannot hold."""
    cleaned = value.translate(_ILLEGAL_IN_XML)
    return "".join("�" if "\ud800" <= c <= "\udfff" or c in "\ufffe\uffff" else c for c in cleaned)
