"""`receipt.json` beside the plan: what a run did, on what, with which versions, and what became of its scripts.

It holds no secret: values are told by the names of their variables, and texts of the page come from the record, which
hides them.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from codegen.words import what

if TYPE_CHECKING:
    from agent.record import Act
    from agent.rehearsal import Verdict
    from codegen.plan import Plan
    from codegen.steps import Step
    from sandbox.report import ScriptResult

_PACKAGES = ("playwright", "selenium", "pytest")


@dataclass(frozen=True)
class Facts:
    """What the receipt is made of. `files`: path -> text of the plan and the scripts; `notes`: more facts."""

    plan: Plan
    plan_file: Path
    files: Mapping[Path, str]
    acts: Mapping[str, Sequence[Act]]
    verdicts: Sequence[Verdict]
    browser: str = ""
    notes: Mapping[str, Any] | None = None


def receipt_path(plan_file: Path) -> Path:
    """receipt.json for plan.json; orders.receipt.json for orders.json, so that plans may share a folder."""
    return plan_file.with_name("receipt.json") if plan_file.stem == "plan" else plan_file.with_suffix(".receipt.json")


def receipt(facts: Facts) -> str:
    """The file's text."""
    plan = facts.plan
    document = {
        "version": 1,
        "goal": plan.goal,
        "start": {"url": plan.start.url, "screen_sha256": plan.start.screen_sha256},
        "verified": is_verified(facts.verdicts),
        "written": _now(),
        "versions": versions(facts.browser),
        "files": [_file(path, text, facts.plan_file.parent) for path, text in facts.files.items()],
        **(facts.notes or {}),
        "steps": [_step(step, plan, facts.acts.get(step.id, ())) for step in plan.steps],
        "scripts": [_verdict(verdict) for verdict in facts.verdicts],
        "unresolved": [{"clause": item.clause, "reason": item.reason} for item in plan.unresolved],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def renewed(
    text: str, plan: Plan, files: Mapping[Path, str], folder: Path, ran: Sequence[ScriptResult], healed: Sequence[str]
) -> str:
    """A receipt's text after its plan was healed: `ran` are the scripts' runs since, `healed` what was changed, a line
    for each locator. Raises ValueError where it is no receipt."""
    document = json.loads(text)
    if not isinstance(document, dict) or document.get("version") != 1:
        raise ValueError("this is no receipt")
    now = _now()
    hashes = {made["name"]: made for made in (_file(path, source, folder) for path, source in files.items())}
    steps = {step.id: _named(step) for step in plan.steps}
    runs = {Path(result.script).name: {"ok": result.ok, "stages": [_stage(result)]} for result in ran}
    document |= {
        "written": now,
        "versions": versions(document.get("versions", {}).get("browser", "")),
        "files": [hashes.get(file["name"], file) for file in document["files"]],
        "steps": [step | steps.get(step["id"], {}) for step in document["steps"]],
        "scripts": [script | runs.get(script["script"], {}) for script in document["scripts"]],
        "healed": [*document.get("healed", []), *({"at": now, "what": line} for line in healed)],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def is_verified(verdicts: Sequence[Verdict]) -> bool:
    """Whether every script ran green on the live page."""
    return bool(verdicts) and all(v.ok and any(stage.stage == "live" for stage in v.stages) for v in verdicts)


def versions(browser: str) -> dict[str, str]:
    from agent import __version__

    found = {"sightwright": __version__, "python": platform.python_version()}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found | ({"browser": browser} if browser else {})


def _file(path: Path, text: str, folder: Path) -> dict[str, str]:
    return {"name": _name(path, folder), "sha256": hashlib.sha256(text.encode("utf-8")).hexdigest()}


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.as_posix()


def _step(step: Step, plan: Plan, acts: Sequence[Act]) -> dict[str, Any]:
    document: dict[str, Any] = {"id": step.id, "kind": step.kind, "what": what(step, plan.inputs)} | _named(step)
    if acts:
        document["ms"] = sum(act.ms for act in acts)
        document["evidence"] = _evidence(step, acts)
    return document


def _named(step: Step) -> dict[str, Any]:
    """How the step's element is told from others."""
    locator = getattr(step, "locator", None)
    if locator is None:
        return {}
    told = locator.model_dump(mode="json", exclude_none=True, exclude={"matches"})
    return {"locator": told, "matches": locator.matches}


def _evidence(step: Step, acts: Sequence[Act]) -> dict[str, Any]:
    """What the step changed, or that what it expects was seen to hold."""
    seen: dict[str, Any] = {"page": acts[0].url}
    if step.kind == "expect":
        return seen | {"held": True}
    for name in ("appeared", "gone", "questions"):
        if lines := [line for act in acts for line in getattr(act, name)]:
            seen[name] = lines
    if went := [act.went_to for act in acts if act.went_to]:
        seen["went_to"] = went[-1]
    if step.signal is not None:
        seen["signal"] = step.signal.model_dump(mode="json", exclude_none=True)
    return seen


def _verdict(verdict: Verdict) -> dict[str, Any]:
    stages = [_stage(stage) for stage in verdict.stages]
    return {"script": verdict.script.name, "ok": verdict.ok, "stages": stages} | (
        {"note": verdict.note} if verdict.note else {}
    )


def _stage(ran: ScriptResult) -> dict[str, Any]:
    told = {"stage": ran.stage, "ok": ran.ok, "guard": ran.guard, "seconds": round(ran.seconds, 1)}
    return told | ({} if ran.ok else {"where": ran.where, "reason": ran.reason})


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
