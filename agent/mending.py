"""Carries a change of a plan over into its script, also where people have edited the script since: only there, or not
at all."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence

_STEP = re.compile(r"\s*# Step (\d+):")


class Unmendable(ValueError):
    """The script was edited at the very place; the message is one sentence."""


def mended(script: str, was: str, now: str) -> str:
    """The script with what differs between `was` and `now`, the scripts that its plan made and makes.

    Raises Unmendable where a line to change does not stand in the script exactly once, in its own step.
    """
    if script == was:
        return now
    lines, old, new = (text.splitlines(keepends=True) for text in (script, was, now))
    changes = [op for op in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if op[0] != "equal"]
    for _, start, end, first, last in reversed(changes):
        at = _place(lines, old, start, end)
        lines[at : at + end - start] = new[first:last]
    return "".join(lines)


def _place(lines: Sequence[str], old: Sequence[str], start: int, end: int) -> int:
    """Where in the script the old lines stand; of an insertion, where its two neighbours meet."""
    low, high = _step(lines, _step_above(old, start))
    if start < end:
        found = [at for at in range(low, high - (end - start) + 1) if lines[at : at + end - start] == old[start:end]]
    else:
        before, after = old[start - 1 : start], old[start : start + 1]
        found = [at for at in range(low, high + 1) if lines[at - 1 : at] == before and lines[at : at + 1] == after]
    if len(found) != 1:
        words = old[start].strip() if start < len(old) else "its end"
        raise Unmendable(f"the script was edited since it was written, and {words!r} is not in it just once: "
                         "change the locator by hand, or write the script again from its plan")  # fmt: skip
    return found[0]


def _step_above(lines: Sequence[str], at: int) -> str | None:
    """The number of the step that a line belongs to; None outside of steps."""
    for line in reversed(lines[: at + 1]):
        if found := _STEP.match(line):
            return found[1]
        if line.startswith(("def ", "@", "import ", "from ")):
            return None
    return None


def _step(lines: Sequence[str], number: str | None) -> tuple[int, int]:
    """The lines of a step, from its comment to the next one's or the test's end; all lines where there is no such."""
    heads = [(at, found[1]) for at, line in enumerate(lines) if (found := _STEP.match(line))]
    begin = next((at for at, head in heads if head == number), None)
    if number is None or begin is None:
        return 0, len(lines)
    ends = [at for at in range(begin + 1, len(lines)) if _STEP.match(lines[at]) or re.match(r"\S", lines[at])]
    return begin, min(ends, default=len(lines))


def difference(name: str, was: str, now: str) -> str:
    """A unified diff, as git writes and applies it."""
    return "".join(difflib.unified_diff(was.splitlines(keepends=True), now.splitlines(keepends=True),
                                        f"a/{name}", f"b/{name}", n=2))  # fmt: skip
