"""What this machine knows of models beside their files: folders that were given for them, and verdicts on them."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from perception.capture import write_whole
from perception.vlm.selftest import Verdict
from perception.vlm.types import VlmError


def home() -> Path:
    """SIGHTWRIGHT_CACHE, or `sightwright` in the user's cache folder."""
    given = os.environ.get("SIGHTWRIGHT_CACHE")
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(given).expanduser() if given else Path(base) / "sightwright"


def folder_of(name: str) -> Path | None:
    """The folder that was given for a model, or that it was fetched into from ModelScope."""
    known = _read(home() / "models" / f"{name}.json").get("folder")
    return Path(known) if isinstance(known, str) else None


def remember_folder(name: str, folder: Path) -> None:
    """Raises VlmError where it cannot be written."""
    _write(home() / "models" / f"{name}.json", {"folder": str(folder.resolve())})


def verdict_on(fingerprint: str) -> Verdict | None:
    """What the self-test said of the model with this fingerprint; None where it was not tested."""
    known = _read(home() / "verdicts" / f"{fingerprint[:32]}.json")
    try:
        return Verdict(**known) if known else None
    except TypeError:  # of another version
        return None


def remember_verdict(fingerprint: str, verdict: Verdict) -> None:
    """Raises VlmError where it cannot be written."""
    _write(home() / "verdicts" / f"{fingerprint[:32]}.json", asdict(verdict))


def _read(path: Path) -> Mapping[str, Any]:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return document if isinstance(document, dict) else {}


def _write(path: Path, document: Mapping[str, Any]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, (json.dumps(document, indent=2) + "\n").encode())
    except OSError as fault:
        raise VlmError(f"{path} cannot be written: {fault.strerror}; set SIGHTWRIGHT_CACHE to another folder") from None
