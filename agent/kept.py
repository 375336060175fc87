"""Plans that ran green, kept in `.sightwright/plans/` for people to read and commit.

An unchanged goal on an unchanged page takes its plan from there: nothing is planned again, its scripts are run. A file
holds the plan, what it was made on, and what it needs; never a secret: passwords are variables in a plan. What its
elements stood among is kept beside it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from agent.evidence import Place, dump, evidence_path, load
from agent.planners import secrets
from codegen.plan import Plan, PlanError, dump_plan, load_plan
from codegen.steps import SecretValue

FOLDER = Path(".sightwright") / "plans"
_NOTE = (
    "A plan that ran green: taken again as long as its goal, page and settings are unchanged. Commit it, or delete it."
)


@dataclass(frozen=True)
class Key:
    """What a plan hangs on. `screen` is the hash of what the start shows, `settings` are the options it was made with.
    `goal` is told without its passwords."""

    goal: str
    url: str
    screen: str
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        from agent import __version__

        text = json.dumps([__version__, self.goal, self.url, self.screen, self.settings], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def file(self) -> Path:
        """One for each goal on each address."""
        words = "-".join("".join(c if c.isalnum() else " " for c in self.goal.lower()).split())[:48].strip("-")
        mark = hashlib.sha256(f"{self.goal}\n{self.url}".encode()).hexdigest()[:8]
        return FOLDER / f"{words or 'plan'}-{mark}.json"


@dataclass(frozen=True)
class Kept:
    """`noticed` are the ids of steps that expect what the run saw; `passwords[variable]` says which of the goal's
    passwords (counted from 0) a variable stands for; `places` is the evidence of its steps."""

    plan: Plan
    noticed: frozenset[str] = frozenset()
    passwords: Mapping[str, int] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)


def keep(key: Key, kept: Kept, folder: Path) -> Path:
    """Writes the file, whole. Raises OSError."""
    from perception.capture import write_whole

    about = {
        "note": _NOTE, "key": key.digest, "screen_sha256": key.screen, "settings": key.settings,
        "noticed": sorted(kept.noticed), "passwords": dict(kept.passwords),
    }  # fmt: skip
    lines = [f"  {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}," for name, value in about.items()]
    plan = dump_plan(kept.plan).rstrip().replace("\n", "\n  ")
    path = folder / key.file
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(evidence_path(path), dump(kept.places).encode())
    write_whole(path, ("{\n" + "\n".join(lines) + f'\n  "plan": {plan}\n}}\n').encode())
    return path


def kept(key: Key, folder: Path) -> Kept | None:
    """What was kept for this key; None where nothing was, or it is no longer what it was."""
    try:
        document = json.loads((folder / key.file).read_text(encoding="utf-8"))
        if document["key"] != key.digest:
            return None
        plan = load_plan(json.dumps(document["plan"]))
        passwords = {str(name): int(number) for name, number in document["passwords"].items()}
        places = load(evidence_path(folder / key.file).read_text(encoding="utf-8"))
        return Kept(plan, frozenset(map(str, document["noticed"])), passwords, places)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, PlanError):
        return None


def forget(key: Key, folder: Path) -> None:
    for path in (folder / key.file, evidence_path(folder / key.file)):
        path.unlink(missing_ok=True)


def numbered(goal: str, given: Mapping[str, str], plan: Plan) -> dict[str, int]:
    """For each secret of the plan which of the goal's passwords it is, where it is one."""
    passwords = list(secrets.take(goal)[1].values())
    used = {value.secret for step in plan.steps if isinstance(value := getattr(step, "value", None), SecretValue)}
    return {name: passwords.index(given[name]) for name in sorted(used) if given.get(name) in passwords}


def values(goal: str, found: Kept) -> dict[str, str]:
    """The variables that the goal's own passwords stand for."""
    passwords = list(secrets.take(goal)[1].values())
    return {name: passwords[number] for name, number in found.passwords.items() if 0 <= number < len(passwords)}
