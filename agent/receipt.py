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
        "written": datetime.now(UTC).isoformat(timespec="seconds"),
        "versions": versions(facts.browser),
        "files": [_file(path, text, facts.plan_file.parent) for path, text in facts.files.items()],
        **(facts.notes or {}),
        "steps": [_step(step, plan, facts.acts.get(step.id, ())) for step in plan.steps],
        "scripts": [_verdict(verdict) for verdict in facts.verdicts],
        "unresolved": [{"clause": item.clause, "reason": item.reason} for item in plan.unresolved],
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
    locator = getattr(step, "locator", None)
    document: dict[str, Any] = {"id": step.id, "kind": step.kind, "what": what(step, plan.inputs)}
    if locator is not None:
        document["locator"] = locator.model_dump(mode="json", exclude_none=True, exclude={"matches"})
        document["matches"] = locator.matches
    if acts:
        document["ms"] = sum(act.ms for act in acts)
        document["evidence"] = _evidence(step, acts)
    return document


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
    stages = [
        {"stage": stage.stage, "ok": stage.ok, "guard": stage.guard, "seconds": round(stage.seconds, 1)}
        | ({"where": stage.where, "reason": stage.reason} if not stage.ok else {})
        for stage in verdict.stages
    ]
    return {"script": verdict.script.name, "ok": verdict.ok, "stages": stages} | (
        {"note": verdict.note} if verdict.note else {}
    )
