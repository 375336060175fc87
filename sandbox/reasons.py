"""From a script's source and its failure to words: which step it was, and why, in one sentence."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from dataclasses import dataclass

_STEP = re.compile(r"#\s*Step\s+(\d+)\s*[:.]\s*(.*)")
_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_CAP = 400
STEP_CALL = "__step__"  # what a step's comment becomes in the copy of a script that runs


@dataclass(frozen=True)
class StepComment:
    """`# Step 3: export the list`, and the line it stands on (from 1)."""

    number: int
    title: str
    line: int


def step_comments(source: str) -> list[StepComment]:
    """The step comments of a script, in order; [] where it cannot be read."""
    found = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            match = _STEP.match(token.string) if token.type == tokenize.COMMENT else None
            if match:
                found.append(StepComment(int(match[1]), match[2].strip(), token.start[0]))
    except (tokenize.TokenError, SyntaxError):
        return []
    return found


def step_at(comments: list[StepComment], line: int | None) -> int | None:
    """The number of the step that a line belongs to; None before the first."""
    before = [comment for comment in comments if line is not None and comment.line <= line]
    return before[-1].number if before else None


def marked(source: str) -> str:
    """The script with a call in front of each step's comment: `__step__(number, line)`. No line changes its number.

    Only comments that stand where a statement may stand, in a test's body; a script that this would break stays as it
    is.
    """
    try:
        spans = [
            range(node.lineno, (node.end_lineno or node.lineno) + 1) for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
        ]  # fmt: skip
        lines, inside = source.splitlines(keepends=True), _bracketed(source)
        for step in step_comments(source):
            line = lines[step.line - 1]
            alone = line.lstrip().startswith("#") and step.line not in inside
            if alone and any(step.line in span for span in spans):
                indent = line[: len(line) - len(line.lstrip())]
                lines[step.line - 1] = f"{indent}{STEP_CALL}({step.number}, {step.line})  {line.lstrip()}"
        changed = "".join(lines)
        ast.parse(changed)
    except (SyntaxError, ValueError, IndexError, RecursionError, MemoryError):
        return source
    return changed


def _bracketed(source: str) -> set[int]:
    """The lines that begin inside brackets."""
    found, depth, since = set[int](), 0, 0
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.OP and token.string in "([{":
            since = since if depth else token.start[0]
            depth += 1
        elif token.type == tokenize.OP and token.string in ")]}":
            depth -= 1
            found |= set(range(since + 1, token.start[0] + 1)) if not depth else set()
    return found


def sentence(kind: str, message: str, code: str = "") -> str:
    """Why a test failed, from its exception's type and message: what was waited for or compared, without the log.

    `code` is the line that failed, for an exception that says nothing (Selenium's TimeoutException).
    """
    message = re.sub(r"^Message:", "", _ANSI.sub("", message).split("Stacktrace:")[0].strip())
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    if not lines:
        return _one_line(f"{kind or 'an error'} at: {code}" if code else f"{kind or 'an error'} without a message")
    first = lines[0]
    waiting = next((line for line in lines if re.match(r"-?\s*waiting for ", line)), "")
    parts = [first if kind in _PLAIN or not kind else f"{kind}: {first}" if _bare(first) else first]
    if waiting and waiting not in first:
        parts.append(waiting.lstrip("- "))
    parts += [line for line in lines[1:] if re.match(r"(Actual|Expected|Received|Error:|assert )", line)][:2]
    return _one_line("; ".join(dict.fromkeys(part.rstrip(" .;") for part in parts)))


_PLAIN = {"AssertionError", "Failed", "TimeoutError", "Error", "TimeoutException"}


def _bare(line: str) -> bool:
    """Too short to be understood without the exception's name ("'name'" of a KeyError)."""
    return len(line.split()) < 3


def _one_line(words: str) -> str:
    folded = " ".join(words.split())
    return folded if len(folded) <= _CAP else folded[: _CAP - 1] + "…"
