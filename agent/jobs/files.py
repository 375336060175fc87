"""Files of people: read and written whole or not at all, and every fault is one sentence."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from agent.errors import UsageError

if TYPE_CHECKING:
    from agent.evidence import Place
    from codegen.plan import Plan
    from perception.types import Screen


def write(path: Path, text: str) -> None:
    """Writes a text file, whole or not at all."""
    from perception.capture import write_whole

    make_folder(path.parent)
    with writing(path):
        write_whole(path, text.encode("utf-8"))


def read_plan(path: Path) -> Plan:
    from codegen.plan import PlanError, load_plan

    try:
        return load_plan(read(path))
    except PlanError as fault:
        raise UsageError(f"{path} is no plan: {fault}") from None


def read_screen(plan_file: Path) -> Screen:
    """The screen beside a plan file."""
    from perception.types import screen_from_dict

    path = screen_path(plan_file)
    if not path.exists():
        raise UsageError(f"{path} is missing: `agent plan` writes it beside the plan, and the rehearsal needs it")
    try:
        return screen_from_dict(json.loads(read(path)))
    except (KeyError, TypeError, ValueError) as fault:
        raise UsageError(f"{path} is no screen ({type(fault).__name__}: {fault}): plan again") from None


def write_evidence(plan_file: Path, places: Mapping[str, Place]) -> None:
    """Writes what was seen of the plan's elements beside the plan; nothing where nothing was seen."""
    from agent.evidence import dump, evidence_path

    if places:
        write(evidence_path(plan_file), dump(places))


def read_evidence(plan_file: Path) -> dict[str, Place]:
    """What was seen of the plan's elements when it was made; empty where no such file stands beside it."""
    from agent.evidence import EvidenceError, evidence_path, load

    path = evidence_path(plan_file)
    if not path.exists():
        return {}
    try:
        return load(read(path))
    except EvidenceError as fault:
        raise UsageError(f"{path} is no evidence of a plan ({fault}): record the plan again") from None


def screen_path(plan_file: Path) -> Path:
    return plan_file.with_suffix(".screen.json")


def read(path: Path) -> str:
    try:
        return (sys.stdin.buffer.read() if path == Path("-") else path.read_bytes()).decode("utf-8-sig")
    except OSError as fault:
        raise UsageError(f"{path} cannot be read: {_why(fault)}") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path} is no text in UTF-8") from None


@contextmanager
def writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        raise UsageError(f"{path} cannot be written: {_why(fault)}") from None


def make_folder(folder: Path) -> None:
    """Sees to it that a folder is there and can be written to, before any work is done for it."""
    import tempfile

    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass


@contextmanager
def folders_for(*folders: Path) -> Iterator[None]:
    """Folders to write into; those that were not there before go again where a fault left them empty."""
    new = [place for folder in folders for place in (folder, *folder.parents) if not place.exists()]
    try:
        for folder in folders:
            make_folder(folder)
        yield
    except BaseException:
        for place in new:
            with suppress(OSError):  # it holds something: what was written stays
                place.rmdir()
        raise


def _why(fault: OSError) -> str:
    return (fault.strerror or str(fault)).lower()
