"""Scripts of a plan -> verdicts: the static check, a run on the replica, and one on the live page, if there is one."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from agent.hints import STAND_IN, hints

if TYPE_CHECKING:
    from codegen.plan import Plan
    from perception.types import Screen
    from sandbox.report import ScriptResult


Stage = Literal["replica", "live"]


@dataclass(frozen=True)
class Verdict:
    """What became of one script: its stages in order (the first that fails ends them), and why one is missing."""

    script: Path
    stages: tuple[ScriptResult, ...] = ()
    note: str = ""

    @property
    def ok(self) -> bool:
        return all(stage.ok for stage in self.stages)


def static_check(script: Path, source: str) -> Verdict:
    """Checks a script against the allow-list; runs nothing."""
    from sandbox.check import check_script
    from sandbox.report import ScriptResult

    findings = check_script(source)
    reason = "; ".join(f"line {finding.line}: {finding.message}" for finding in findings[:3])
    return Verdict(script, (ScriptResult(script.name, "static", ok=not findings, reason=reason),))


def rehearse_all(made: Plan, screen: Screen, sources: Mapping[Path, str], url: str | None) -> tuple[Verdict, ...]:
    """Runs each script (path -> source) that passes the check on the replica of `screen`, then on `url`, side by side.

    A failing run leaves its picture beside the script. Raises BrowserMissing.
    """
    from sandbox.rehearsal import together
    from sandbox.replica import replica_html

    page = replica_html(screen, hints(made))
    checked = [static_check(path, source) for path, source in sources.items()]
    with tempfile.TemporaryDirectory(prefix="rehearsal-") as scratch:
        rehearsal = _Rehearsal(made, page, Path(scratch), ("replica", "live") if url else ("replica",), os.environ)

        def call(verdict: Verdict) -> Callable[[threading.Event], Verdict]:
            return lambda stop: rehearsal.run(verdict, sources[verdict.script], stop)

        return tuple(together([call(verdict) for verdict in checked], workers=min(2, cores())))


def verify(made: Plan, sources: Mapping[Path, str], given: Mapping[str, str]) -> tuple[Verdict, ...]:
    """Runs each script once on its live page in a fresh browser, one after the other, since they change what is there.

    `given` holds the inputs and secrets. Raises BrowserMissing.
    """
    with tempfile.TemporaryDirectory(prefix="rehearsal-") as scratch:
        rehearsal = _Rehearsal(made, "", Path(scratch), ("live",), given)
        stop = threading.Event()
        return tuple(rehearsal.run(static_check(path, source), source, stop) for path, source in sources.items())


@dataclass(frozen=True)
class _Rehearsal:
    made: Plan
    page: str
    scratch: Path
    stages: tuple[Stage, ...]
    given: Mapping[str, str]

    def run(self, verdict: Verdict, source: str, stop: threading.Event) -> Verdict:
        for stage in self.stages:
            if not verdict.ok:
                break
            verdict = self._stage(verdict, source, stage, stop)
        return verdict

    def _stage(self, verdict: Verdict, source: str, stage: Stage, stop: threading.Event) -> Verdict:
        from sandbox.rehearsal import rehearse

        env = dict(environment(self.made, stage, self.given))
        if lacking := [name for name in wanted(self.made) if name not in env]:
            return replace(verdict, note=f"not run on the live page: set {', '.join(lacking)} in the environment")
        result = rehearse(
            source, stage=stage, workdir=self.scratch, name=verdict.script.name, env=env, stop=stop,
            replica_html=self.page if stage == "replica" else None,
            files=uploads(self.made) if stage == "replica" else (), readable=own_files(self.made),
        )  # fmt: skip
        return replace(verdict, stages=(*verdict.stages, _kept(result, verdict.script)))


def _kept(result: ScriptResult, script: Path) -> ScriptResult:
    """Moves the picture of a failure out of the scratch folder, beside the script."""
    from perception.capture import write_whole

    if result.picture is None or result.ok:
        return replace(result, picture=None)
    picture = script.with_name(f"{script.stem}_{result.stage}.png")
    write_whole(picture, result.picture.read_bytes())
    return replace(result, picture=picture)


def cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def environment(made: Plan, stage: Stage, given: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What a script may see: on the live page the inputs and secrets that were given, on the replica stand-ins."""
    for name, default in wanted(made).items():
        if stage == "replica":
            yield name, default or STAND_IN
        elif name in given:
            yield name, given[name]
    if stage == "live":  # a script runs in a folder of its own, where a name alone leads to nothing
        found = ((name, Path(file)) for name, file in _uploaded(made) if name and file != STAND_IN)
        yield from ((name, str(file.absolute())) for name, file in found if file.is_file())


def wanted(made: Plan) -> dict[str, str]:
    """The variables that the scripts cannot do without, and the first of the values that the screen offers for each."""
    from codegen.steps import SecretValue
    from codegen.values import variable

    open_inputs = {variable(item.name): next(iter(item.options), "") for item in made.inputs if not item.default}
    secrets = {value.secret: "" for value in _values(made) if isinstance(value, SecretValue)}
    return open_inputs | secrets


def uploads(made: Plan) -> list[str]:
    """The files that the steps upload, as the scripts name them."""
    return [file for _, file in _uploaded(made)]


def own_files(made: Plan) -> list[Path]:
    """Those of them that are here, by their full paths: the goal names them, so its scripts may read them."""
    return [path for _, file in _uploaded(made) if (path := Path(file)).is_absolute() and path.is_file()]


def _uploaded(made: Plan) -> Iterator[tuple[str, str]]:
    """Each file that a step uploads, and the variable that can name another, or ""."""
    from codegen.steps import InputValue, LiteralValue, Upload
    from codegen.values import variable

    defaults = {item.name: item.default for item in made.inputs}
    for step in made.steps:
        value = step.value if isinstance(step, Upload) else None
        if isinstance(value, LiteralValue):
            yield "", value.literal or STAND_IN
        elif isinstance(value, InputValue):
            yield variable(value.input), defaults.get(value.input) or STAND_IN


def _values(made: Plan) -> Sequence[Any]:
    return [value for step in made.steps if (value := getattr(step, "value", None)) is not None]
