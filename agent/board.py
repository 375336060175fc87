"""A replay as people watch it: on a terminal where each script is, and anywhere a line for each that ended."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from agent import talk

if TYPE_CHECKING:
    from sandbox.replay import Watch
    from sandbox.report import Report, ScriptResult


_good = partial(typer.style, fg="green")
_bad = partial(typer.style, fg="red")
_aside = partial(typer.style, dim=True)


@dataclass
class _Line:
    step: int
    of: int
    title: str
    since: float


@contextmanager
def board() -> Iterator[Watch]:
    """Looks on while scripts are replayed. Result lines go to standard output; what runs, to a terminal alone."""
    from sandbox.replay import Watch

    if not sys.stderr.isatty():
        yield Watch(ended=lambda result, again: talk.say(ended(result, again)))
        return
    from rich.console import Console
    from rich.live import Live

    shown = _Board()
    with Live(get_renderable=shown.render, console=Console(stderr=True), refresh_per_second=4, transient=True) as live:

        def begin(count: int) -> None:
            shown.begin(count)
            live.refresh()  # a script may have ended before the next turn

        def tell(result: ScriptResult, again: bool) -> None:
            shown.end(result, again)
            if sys.stdout.isatty():  # both streams on one terminal: above the lines that move
                from rich.text import Text

                live.console.print(Text.from_ansi(ended(result, again)), soft_wrap=True)
            else:
                talk.say(ended(result, again))

        yield Watch(begin, shown.step, tell)


class _Board:
    """What stands on the terminal now: how many have ended, and where each of the others is."""

    def __init__(self) -> None:
        self._lines: dict[str, _Line] = {}
        self._all = self._done = self._bad = 0

    def begin(self, count: int) -> None:
        self._all = count

    def step(self, script: str, number: int, of: int, title: str) -> None:
        since = self._lines[script].since if script in self._lines else time.monotonic()
        self._lines[script] = _Line(number, of, title, since)

    def end(self, result: ScriptResult, again: bool) -> None:
        self._lines.pop(result.script, None)
        self._done += not again
        self._bad += not (again or result.ok)

    def render(self) -> Any:
        from rich.text import Text

        text = Text(f"{self._done} of {self._all} done" + (f", {self._bad} failed" if self._bad else ""), style="bold")
        for script, line in list(self._lines.items()):
            took = time.monotonic() - line.since
            text.append(f"\n  {talk.shown(script, 60)}", style="default")
            text.append(f"  step {line.step} of {line.of}: {talk.shown(line.title, 50)}  {took:.0f} s", style="dim")
        return text


def ended(result: ScriptResult, again: bool = False) -> str:
    """The line of a script that ended: how, where and why, with its picture; `again`: it will be run once more."""
    mark = _good("✓") if result.ok else _bad("✗")
    attempt = len(result.earlier) + 1
    tried = f"attempt {attempt}, " if result.earlier or again else ""
    if result.ok:
        steps = f"{len(result.steps)} step" + ("s" if len(result.steps) != 1 else "")
        line = f"{mark} {talk.shown(result.script)}  {_aside(f'{tried}{steps}, {result.seconds:.1f} s')}"
        return "\n".join([line, *(f"    {talk.shown(note)}" for note in result.notes)])
    title = next((step.title for step in result.steps if step.number == result.failed_step), "")
    where = f"{result.where} ({title}): " if title else f"{result.where}: " if result.where else ""
    lines = [f"{mark} {talk.shown(result.script)}  {tried}{talk.shown(where + result.reason, 600)}"]
    lines += [f"    picture: {talk.shown(result.picture)}"] if result.picture else []
    lines += [f"    {talk.shown(note)}" for note in result.notes]
    return "\n".join([*lines, *(["    to be run again"] if again else [])])


def summary(report: Report, folder: Path | None) -> str:
    """The last line: how many passed, how many only healed or run again, and where the report is."""
    healed = sum(result.ok and bool(result.healed) for result in report.results)
    again = sum(result.ok and bool(result.earlier) and not result.healed for result in report.results)
    flaky = f", {healed} of them healed" if healed else ""
    flaky += f", {again} of them only when run again" if again else ""
    passed = sum(result.ok for result in report.results)
    said = f"{passed} of {len(report.results)} passed{flaky} in {report.seconds:.1f} s"
    left = sum(result.stage == "not run" for result in report.results)
    said += f"; stopped, {left} not run" if report.stopped else ""
    return f"{said}; report: {folder / 'report.html'}" if folder else said
