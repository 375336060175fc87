"""What the witness wrote down: a journal for each process, folded into one record for each script."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Record:
    """All that is known of one script's run.

    `tests` are its tests that ended, `running` the one that has begun and not ended, `steps` the steps that were come
    to (number, line, seconds since their test began, clock), `evidence` what was seen when one failed.
    """

    script: str
    expected: int | None = None
    tests: list[dict[str, Any]] = field(default_factory=list)
    running: dict[str, Any] | None = None
    steps: list[dict[str, Any]] = field(default_factory=list)
    evidence: dict[str, Any] = field(default_factory=dict)
    error: str = ""
    lost: str = ""
    ended: int = 0
    seconds: float = 0.0

    @property
    def begun(self) -> bool:
        return bool(self.running or self.tests or self.ended)

    @property
    def done(self) -> bool:
        """All its tests have ended, or it cannot be loaded, or the process that ran it is gone."""
        return bool(self.error or self.lost) or (self.expected is not None and self.ended >= self.expected)

    def take(self, event: Mapping[str, Any]) -> None:
        kind, facts = event["event"], {key: value for key, value in event.items() if key not in ("event", "script")}
        if kind == "collected":
            self.expected = facts["tests"]
        elif kind == "error":
            self.error = facts["message"]
        elif kind == "begin":
            self.running = facts | {"line": None}
        elif kind == "step":
            self.steps.append(facts | {"test": (self.running or {}).get("first_line", 0)})
            self._at(facts["line"])
        elif kind == "line":
            self._at(facts["line"])
        elif kind == "test":
            self.tests.append(facts)
        elif kind == "evidence":
            self.evidence |= facts
        elif kind == "end":
            self.running, self.ended, self.seconds = None, self.ended + 1, self.seconds + facts["seconds"]
        elif kind in ("late", "crashed"):
            self.lost = "late" if kind == "late" else self.lost or kind
            self.seconds += facts.get("seconds", 0.0)

    def _at(self, line: int) -> None:
        if self.running is not None:
            self.running["line"] = line


class Journals:
    """Reads the journals of a folder as they grow."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._read = folder, dict[Path, int]()

    def news(self) -> list[dict[str, Any]]:
        """The events that were written since the last call, each journal's in order."""
        found = []
        for path in sorted(self._folder.glob("events-*.jsonl")):
            with path.open("rb") as stream:
                stream.seek(self._read.get(path, 0))
                grown = stream.read()
            whole = grown[: grown.rfind(b"\n") + 1]
            self._read[path] = self._read.get(path, 0) + len(whole)
            found += [event for line in whole.splitlines() if (event := _parsed(line)) is not None]
        return found


def _parsed(line: bytes) -> dict[str, Any] | None:
    """Half a line is left where a disk was full: it is no event."""
    try:
        event = json.loads(line)
    except ValueError:
        return None
    return event if isinstance(event, dict) and {"event", "script"} <= event.keys() else None
