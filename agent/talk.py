"""What people read: results on standard output, progress and errors on standard error. Nothing is decided here."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from agent.adjusting import Adjusted
    from agent.doctor import Finding
    from agent.grounding import Grounding
    from agent.jobs import Outcome, PageOutcome
    from agent.jobs.healing import Healing
    from agent.jobs.tuning import Tuned
    from agent.rehearsal import Verdict
    from codegen.plan import Answered
    from perception.types import Screen
    from perception.vlm.selftest import Verdict as ModelVerdict
    from sandbox.report import ScriptResult

Tell = Callable[[str], None]
_good = partial(typer.style, fg="green")
_bad = partial(typer.style, fg="red")
_title = partial(typer.style, bold=True)
_aside = partial(typer.style, dim=True)


def out(text: str) -> None:
    """Exactly this text on standard output, in UTF-8 whatever the terminal's encoding."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()


def say(text: str) -> None:
    """A result for people; its colours are left out where standard output is no terminal."""
    colours = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    out((text if colours else _without_colours(text)) + "\n")


def error(message: str) -> None:
    print("error: " + shown(message, 2000), file=sys.stderr)


def _without_colours(text: str) -> str:
    import re

    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def visible(text: str) -> str:
    """The text with control characters spelt out, so that none reaches the terminal."""
    return "".join(c if c.isprintable() or c in "\n\t" else c.encode("unicode_escape").decode() for c in text)


def shown(text: object, limit: int = 200) -> str:
    """Text from outside on one line, without control characters, and cut where it is long."""
    line = " ".join(visible(str(text)).split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


@contextmanager
def progress(shown_at_all: bool = True) -> Iterator[Tell]:
    """A function that says what is being done: a spinner on a terminal, nothing in a pipe."""
    if not (shown_at_all and sys.stderr.isatty()):
        yield lambda words: None
        return
    from rich.console import Console
    from rich.text import Text

    with Console(stderr=True).status("") as status:
        yield lambda words: status.update(Text(shown(words)))


def confirmed(question: str) -> str:
    """Asks on the terminal, and takes anything but a yes for a no; gives why not to go on, "" for yes."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return "--confirm asks on a terminal, and there is none here"
    print(f"{shown(question, 400)}? [y/N] ", end="", file=sys.stderr, flush=True)
    answer = sys.stdin.readline().strip().casefold()
    return "" if answer in ("y", "yes", "是", "好") else "it was not confirmed"


def pipe_closed() -> int:
    """The reader of our output went away (`agent parse x | head`): nothing is wrong, and nothing more can be said."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def findings(found: Sequence[Finding]) -> str:
    """One line for each part, and beneath a missing one its cure."""
    width = max(len(item.name) for item in found)
    lines = []
    for item in found:
        mark = _good("ok     ") if item.ok else _bad("missing") if item.needed else typer.style("without", fg="yellow")
        lines.append(f"{mark} {shown(item.name):<{width}}  {shown(item.detail)}")
        if not item.ok and item.cure:
            lines.append(f"{'':8}{'':<{width}}  {_title('cure:')} {shown(item.cure)}")
    return "\n".join(lines)


def tuned(outcome: Tuned) -> str:
    """What was taught, what came of it, and how to use it."""
    lines = [f"Taught {outcome.taught} examples; the adapter is in {outcome.output}"]
    if outcome.before is not None and outcome.after is not None:
        lines.append(
            f"On {outcome.held} examples of pages it was not taught: {outcome.before:.0%} -> {outcome.after:.0%}"
        )
    else:
        lines.append("Too few pictures to hold any back: how well it points now is not known")
    return "\n".join([*lines, f"Use it: --model {outcome.output}"])


def model_verdict(name: str, verdict: ModelVerdict) -> str:
    """Whether a model is to be trusted, and by what."""
    head = _good("trusted") if verdict.trusted else _bad("not trusted")
    counted = f"points at {verdict.pointed:.0%} of what is there, refuses {verdict.refused:.0%} of what is not"
    return f"{head}  {shown(name)} {counted}" + (f"\n{'':8} {shown(verdict.why)}" if verdict.why else "")


def screen(parsed: Screen) -> str:
    """A line for each element: its id, role, box, name and state."""
    lines = [f"{parsed.width} x {parsed.height}, {len(parsed.elements)} elements"]
    for element in parsed.elements:
        state = ", ".join(f"{name}={value}" for name, value in element.state.as_dict().items())
        box = "{:>5}{:>5}{:>5}{:>5}".format(*element.box)
        line = f"{element.id:>5}  {element.role:<13}{box}  {shown(element.name, 80)}"
        lines.append(line + ("  " + _aside(f"({shown(state, 80)})") if state else ""))
    return "\n".join(lines)


def grounding(found: Grounding) -> str:
    """The element and its point, or the reason for the refusal and what came nearest."""
    if found.element is None:
        refused = f"{_bad('refused')}  {shown(found.reason, 400)}"
        return "\n".join([refused, *_nearest(found.candidates), *_asked(found.answered)])
    x, y = found.point or (0, 0)
    sure = _aside(f"(confidence {found.confidence:.2f})")
    return "\n".join([f"{_good('found')}  {shown(found.element, 120)} at {x}, {y}  {sure}", *_asked(found.answered)])


def _asked(answers: Sequence[Answered]) -> list[str]:
    """A line for each model that was asked: how often, and what it cost."""
    lines = []
    for model in dict.fromkeys(answer.model for answer in answers):
        own = [answer for answer in answers if answer.model == model]
        tokens = sum(answer.prompt_tokens + answer.new_tokens for answer in own)
        times = "once" if len(own) == 1 else f"{len(own)} times"
        lines.append(_aside(f"asked {shown(model)} {times}: {tokens:,} tokens, {sum(a.seconds for a in own):.1f} s"))
    return lines


def planned(outcome: Outcome) -> str:
    """The plan's steps, what is unresolved and why, and what became of each script."""
    from codegen.words import what

    order, plan = outcome.order, outcome.plan
    lines = [f"{_title('Plan')}  {shown(order.output)}"]
    for number, step in enumerate(plan.steps, 1):
        lines.append(f"  {number:>2}  {shown(what(step, plan.inputs))}")
    if plan.unresolved:
        lines.append(_title("Unresolved"))
    for item in plan.unresolved:
        lines += [
            f"   {_bad('✗')}  {shown(item.clause) or 'the goal'}: {shown(item.reason, 400)}",
            *_nearest(item.candidates),
        ]
    lines += _asked(plan.answered)
    if not plan.steps:
        nothing = "nothing of the goal was done" if plan.unresolved else "there is no step to put into it"
        lines.append(f"No script was written: {nothing}.")
    elif outcome.verdicts:
        lines.append(_title("Scripts") + (_aside(" of the steps above alone") if plan.unresolved else ""))
    return "\n".join([*lines, *map(verdict, outcome.verdicts), *([shown(outcome.said, 400)] if outcome.said else [])])


def verdict(item: Verdict) -> str:
    """A script, its stages, and where one failed: the step, the reason and the picture."""
    mark = _good("✓") if item.ok else _bad("✗")
    stages = ", ".join(f"{stage.stage} {'passed' if stage.ok else 'failed'}" for stage in item.stages)
    lines = [f"   {mark}  {shown(item.script)}  {_aside(stages)}"]
    for stage in item.stages:
        lines += _failure(stage)
    return "\n".join([*lines, *([f"      {shown(item.note, 400)}"] if item.note else [])])


def _failure(stage: ScriptResult) -> list[str]:
    if stage.ok:
        return []
    where = f"{stage.where}: " if stage.where else ""
    picture = [f"      picture: {shown(stage.picture)}"] if stage.picture else []
    return [f"      {_bad(stage.stage)}: {where}{shown(stage.reason, 600)}", *picture]


def healed(healing: Healing) -> str:
    """What was healed, and the diff of it; or why nothing was changed."""
    names = ", ".join(shown(script) for script in healing.scripts)
    if not healing.ok:
        return f"{_bad('not healed')}  {names}: {shown(healing.reason, 600)}"
    lines = [f"{_good('healed')}  {names}  {_aside(shown(healing.diff_file))}"]
    lines += [f"   {shown(line, 400)}" for line in healing.reason.splitlines()]
    colours = {"+": "green", "-": "red", "@": "cyan"}
    for line in visible(healing.diff).splitlines():
        lines.append("   " + typer.style(line, fg=colours.get(line[:1])))
    return "\n".join(lines)


def page(outcome: PageOutcome) -> str:
    """What was written and how like its mockup each page is, for people."""
    several, with_ = len(outcome.pages) > 1, _beside(outcome.files)
    lines = [f"Wrote {outcome.folder / outcome.files[0]} with {with_}"]
    if several and not outcome.responsive:
        lines = [f"Wrote {len(outcome.pages)} pages to {outcome.folder} with {with_}"]
    if "package.json" in outcome.files:
        lines.append(_aside(f"  cd {outcome.folder} && npm install && npm run dev"))
    if outcome.missing:
        return "\n".join([*lines, _bad("Not compared with the mockup: ") + outcome.missing])
    width = max(map(len, outcome.pages))
    for name, adjusted in outcome.pages.items():
        before, after = (f"  {name:<{width}}  ", "") if several else ("", f"; see {outcome.folder / 'diff.png'}")
        lines.append(before + _likeness(adjusted) + after)
        lines += [_aside(f"{'  ' * (1 + several)}{shown(warning)}") for warning in adjusted.warnings]
    return "\n".join(lines + [_aside(f"  {shown(note)}") for note in outcome.notes])


def _beside(files: Sequence[str]) -> str:
    """What stands beside a page: its style sheet, components, pictures."""
    pictures = sum(PurePath(name).parent.name == "images" for name in files)
    components = sum(name.startswith("src/components/") for name in files)
    counts = [f"{count} {thing}{'s' if count > 1 else ''}"
              for count, thing in ((components, "component"), (pictures, "picture")) if count]  # fmt: skip
    return " and ".join([", ".join(["one style sheet", *counts[:-1]]), *counts[-1:]])


def _likeness(adjusted: Adjusted) -> str:
    score, wide = adjusted.score, [seen for seen in adjusted.narrow if seen.overflow]
    fits = "fits 360 and 768 px" if not wide else f"too wide at {' and '.join(str(seen.width) for seen in wide)} px"
    parts = f"texts {100 * score.mean4:.1f} %, all else {100 * score.pixel:.1f} %"
    verdict = f"{100 * score.overall:.1f} % like the mockup"
    return (_bad if wide else _good)(verdict) + f" ({parts}); {fits}"


def _nearest(candidates: Sequence[object]) -> list[str]:
    return [f"      nearest: {shown('; '.join(map(str, candidates)), 300)}"] if candidates else []
