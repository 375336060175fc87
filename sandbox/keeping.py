"""What a replay's report keeps of each script: pictures, traces, console lines, downloads."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sandbox.report import ScriptResult

_KINDS = (".png", ".trace.zip", ".page.html")


class Keeper:
    """Moves files out of the scratch folder into the report's, each script's under a name of its own."""

    def __init__(self, folder: Path | None, scripts: Sequence[Path]) -> None:
        self._folder, self._stems = folder, dict[str, str]()
        for script in scripts:
            names = (script.stem if n == 1 else f"{script.stem}-{n}" for n in itertools.count(1))
            self._stems[str(script)] = next(name for name in names if name not in self._stems.values())
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)

    def keep(self, result: ScriptResult, attempt: int = 1) -> ScriptResult:
        """The result with its files where they stay; without them where there is no folder for a report.

        Where a disk is full, the result says so in its notes.
        """
        if self._folder is None:
            return _bare(result)
        stem = self._stems[result.script] + (f"-attempt-{attempt}" if attempt > 1 else "")
        try:
            return replace(
                result, picture=_moved(result.picture, self._folder / f"{stem}.png"),
                trace=_moved(result.trace, self._folder / f"{stem}.trace.zip"),
                source=_moved(result.source, self._folder / f"{stem}.page.html"),
                downloads=self._downloads(result, stem),
            )  # fmt: skip
        except OSError as fault:
            self._drop(stem)
            return _without(result, fault)

    def make_room(self, results: Sequence[ScriptResult], fault: OSError) -> list[ScriptResult]:
        """Drops all that was kept, since the report itself found no room beside it; the results say so."""
        for result in results:
            for attempt in (*result.earlier, result):
                for path in _files(attempt):
                    path.unlink(missing_ok=True)
        return [_without(result, fault) if _files(result) else result for result in results]

    def _drop(self, stem: str) -> None:
        assert self._folder is not None
        for kind in _KINDS:
            (self._folder / f"{stem}{kind}").unlink(missing_ok=True)
        shutil.rmtree(self._folder / "downloads" / stem, ignore_errors=True)

    def _downloads(self, result: ScriptResult, stem: str) -> tuple[Path, ...]:
        assert self._folder is not None
        folder = self._folder / "downloads" / stem
        if result.downloads:
            folder.mkdir(parents=True, exist_ok=True)
        return tuple(moved for file in result.downloads if (moved := _moved(file, folder / file.name)))


def _files(result: ScriptResult) -> list[Path]:
    return [path for path in (result.picture, result.trace, result.source, *result.downloads) if path is not None]


def _bare(result: ScriptResult) -> ScriptResult:
    return replace(result, picture=None, trace=None, source=None, downloads=())


def _without(result: ScriptResult, fault: OSError) -> ScriptResult:
    return replace(_bare(result), notes=(*result.notes, f"its files could not be kept: {fault.strerror or fault}"))


def _moved(path: Path | None, target: Path) -> Path | None:
    if path is None or not path.is_file():
        return None
    target.unlink(missing_ok=True)
    return Path(shutil.move(path, target))
