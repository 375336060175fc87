"""From a script's source and its failure to words: which step it was, and why, in one sentence."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from dataclasses import dataclass

from sandbox.syntax import parse

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


def code_at(source: str, line: int | None) -> str:
    """The innermost statement that a line belongs to, on one line; "" where there is none."""
    if not line:
        return ""
    try:
        tree = parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    around = [node for node in ast.walk(tree) if isinstance(node, ast.stmt) and node.lineno <= line <= _end(node)]
    if not around:
        return ""
    node = min(around, key=lambda node: _end(node) - node.lineno)
    text = " ".join(part.strip() for part in source.splitlines()[node.lineno - 1 : _end(node)])
    return _one_line(re.sub(r"(?<=[(\[{]) | (?=[)\]}])|,(?= [)\]}])", "", text))


def _end(node: ast.stmt) -> int:
    return node.end_lineno or node.lineno


def marked(source: str) -> str:
    """The script with a call in front of each step's comment: `__step__(number, line)`. No line changes its number.

    Only comments that stand where a statement may stand, in a test's body; a script that this would break stays as it
    is.
    """
    try:
        spans = [
            range(node.lineno, (node.end_lineno or node.lineno) + 1) for node in ast.walk(parse(source))
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
        parse(changed)
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


@dataclass(frozen=True)
class Reason:
    """Why a test failed: one sentence, and what of it was expected and what was seen, where that can be told apart."""

    said: str
    expected: str = ""
    seen: str = ""


def sentence(kind: str, message: str, code: str = "") -> str:
    """`explain` as one sentence alone."""
    return explain(kind, message, code).said


def explain(kind: str, message: str, code: str = "") -> Reason:
    """Why a test failed, from its exception's type and message: what was waited for or compared, without the log.

    `code` is the line that failed, for an exception that says nothing (Selenium's TimeoutException).
    """
    message = re.sub(r"^Message:", "", _ANSI.sub("", message).split("Stacktrace:")[0].strip())
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    if not lines:
        return Reason(
            _one_line(f"{kind or 'an error'} at: {code}" if code else f"{kind or 'an error'} without a message")
        )
    for pattern, words in _KNOWN:
        if found := re.search(pattern, message):
            return Reason(_one_line(found.expand(words)))
    if found := re.match(r"(\d+) elements match, not one$", lines[0]):
        return _counted(int(found[1]), code)
    return _waited(lines) or _compared(lines) or Reason(_plain(kind, lines))


_SECONDS = re.compile(r"Timeout (\d+)ms exceeded")
_GONE = "the browser went away: it was closed or killed, or has crashed"
_UNREAD = (
    r"\1 is not there, or not for this script to read: a script reads what lies beside it and what its variables "
    r"name, as in FILE=/full/path/of/it"
)
_KNOWN = (
    (r"(?s)Page\.goto: Timeout (\d+)\d{3}ms exceeded.*?navigating to \"([^\"]*)\"", r"\2 did not load within \1 s"),
    (r"ERR_CONNECTION_REFUSED(?: at (\S+))?", r"nothing answers at the address \1"),
    (r"ERR_(?:CONNECTION_RESET|CONNECTION_CLOSED)(?: at (\S+))?", r"the server cut the connection \1"),
    (r"ERR_EMPTY_RESPONSE(?: at (\S+))?", r"the server sent nothing \1"),
    (r"ERR_TOO_MANY_REDIRECTS(?: at (\S+))?", r"the server redirects in a circle \1"),
    (r"ERR_NAME_NOT_RESOLVED(?: at (\S+))?", r"there is no such host \1"),
    (r"ERR_INTERNET_DISCONNECTED(?: at (\S+))?", r"this machine is offline \1"),
    (r"ERR_CERT_\w+(?: at (\S+))?", r"the server's certificate is not trusted \1"),
    (
        r"Target page, context or browser has been closed|(?:Target|Page) crashed|tab crashed|Connection closed while",
        _GONE,
    ),
    (
        r"(?i)invalid session id|chrome not reachable|not connected to DevTools|session deleted|target window already",
        _GONE,
    ),
    (r"RemoteDisconnected|Max retries exceeded with url: /session/\w+", _GONE),
    (r"HTTPS?ConnectionPool\(host='([^']+)', port=(\d+)\): Max retries exceeded", r"nothing answers at \1:\2"),
    (r"unexpected alert open: \{Alert text : ([^}]*)\}", r'the page shows a dialog: "\1"'),
    (r"Timed out receiving message from renderer|Read timed out", "the page does not answer"),
    (r"(?i)No space left on device|ENOSPC", "the disk is full"),
    (r"(?:No such file or directory: |ENOENT: no such file or directory, \w+ )'([^']+)'", _UNREAD),
    (r"(?:File not found ?: ?|invalid argument: File not found : )(\S[^\n]*?)(?=\s*(?:\n|$|\(Session))", _UNREAD),
)


def _waited(lines: list[str]) -> Reason | None:
    """A wait of Playwright's that ended in vain, or met several."""
    text = "\n".join(lines)
    if found := re.search(r"strict mode violation: (.*?) resolved to (\d+) elements", text):
        return _reason(f"one {targets(found[1])}", f"{found[2]} elements")
    waiting = next((line for line in lines if re.match(r"-?\s*waiting for ", line)), "")
    time = _SECONDS.search(lines[0])
    if not time or not waiting:
        return None
    target = targets(waiting.lstrip("- ").removeprefix("waiting for "))
    doing = re.sub(r"^Locator\.", "", lines[0].split(":")[0]).replace("_", " ")
    found_it = next((line for line in lines if "locator resolved to" in line), "")
    hindered = next(
        (line for line in lines if re.search(r"is not (visible|enabled|stable|editable)|intercepts", line)), ""
    )
    if not found_it:
        return _reason(target, _none(time[1]))
    late = f"it could not be done within {int(time[1]) / 1000:g} s"
    return _reason(f"to {doing} {target}", hindered.lstrip("- ") or late)


def _compared(lines: list[str]) -> Reason | None:
    """One of Playwright's expectations: of what, to be what, and what was there instead."""
    found = re.match(r"(Locator|Page|Page title|Page URL) expected (.*)", lines[0])
    if not found:
        return None
    waiting = next((line for line in lines if re.match(r"-?\s*waiting for ", line)), "")
    target = targets(waiting.lstrip("- ").removeprefix("waiting for ")) if found[1] == "Locator" else found[1].lower()
    expected = f"{target} {found[2]}".strip()
    if any(re.match(r"Error: element\(s\) not found", line) for line in lines):
        time = next((limit for line in lines if (limit := re.search(r"with timeout (\d+)ms", line))), None)
        return _reason(expected, _none(time[1]) if time else _NONE)
    actual = next((line for line in lines if line.startswith(("Actual value:", "Received:"))), "")
    error = next((line for line in lines if line.startswith("Error:")), "")
    return _reason(expected, (actual or error).partition(":")[2].strip() or "something else")


_BY = re.compile(r"""by_(\w+)\("((?:[^"\\]|\\.)*)"(?:, "((?:[^"\\]|\\.)*)")?""")


def _counted(count: int, code: str) -> Reason:
    """Of a Selenium script, which says only how many were there: what was meant stands in its line."""
    found = [
        f'{value} "{name}"' if name else value if way == "role" else f'{_WORDS.get(way, way)} "{value}"'
        for way, value, name in _BY.findall(code)
    ]
    inside = re.search(r"\b(?:within|around|having|titled)\(", code) is not None  # the scope comes first
    target = " or ".join(list(dict.fromkeys(found))[-1:] if inside else list(dict.fromkeys(found))[:3])
    if not target:
        return _reason("one element", f"{count} elements")
    shown = " to be visible" if code.endswith("WebElement.is_displayed)") else ""
    return _reason(f"one {target}", f"{count} elements") if count else _reason(target + shown, _NONE)


_NONE = "no such element"


def _none(ms: str) -> str:
    return f"{_NONE} within {int(ms) / 1000:g} s"


def _reason(expected: str, seen: str) -> Reason:
    told = seen if seen.startswith(_NONE) else f"seen: {seen}"
    return Reason(_one_line(f"expected {expected}; {told}"), _one_line(expected), _one_line(seen))


def _plain(kind: str, lines: list[str]) -> str:
    first = lines[0]
    parts = [first if kind in _PLAIN or not kind else f"{kind}: {first}" if _bare(first) else first]
    parts += [line for line in lines[1:] if re.match(r"(Actual|Expected|Received|Error:|assert )", line)][:2]
    return _one_line("; ".join(dict.fromkeys(part.rstrip(" .;") for part in parts)))


_NAMED = re.compile(r"""re\.compile\(r"\^(?:\[[^\]]*\]\*)?(.*?)(?:\[[^\]]*\]\*)?\$", re\.IGNORECASE\)""")
_GETTER = re.compile(r"""get_by_(\w+)\((?:"((?:[^"\\]|\\.)*)")(?:, name="((?:[^"\\]|\\.)*)")?""")
_SCOPE = re.compile(r"""^get_by_role\("(row|listitem|dialog)"\)\.filter\(has_text="((?:[^"\\]|\\.)*)"\)\.""")
_WORDS = {
    "listitem": "list item",
    "alt_text": "picture",
    "test_id": "test id",
    "text": "text",
    "title": "title",
    "label": "field labelled",
}


def targets(locator: str) -> str:
    """Playwright's words for a locator as a person would say them: `button "Go" or link "Go"`."""
    scope = _SCOPE.search(locator)
    if scope:
        inner = targets(locator[scope.end() :])
        return f'{inner} in the {_WORDS.get(scope[1], scope[1])} with "{scope[2]}"'
    plain = _NAMED.sub(lambda found: '"' + re.sub(r"\\(.)", r"\1", found[1].replace(r"\s+", " ")) + '"', locator)
    found = []
    for getter, value, name in _GETTER.findall(plain):
        kind = _WORDS.get(getter, getter)
        found.append(
            f'{value} "{name}"' if getter == "role" and name else value if getter == "role" else f'{kind} "{value}"'
        )
    return " or ".join(list(dict.fromkeys(found))[:3]) or plain


_PLAIN = {"AssertionError", "Failed", "TimeoutError", "Error", "TimeoutException"}


def _bare(line: str) -> bool:
    """Too short to be understood without the exception's name ("'name'" of a KeyError)."""
    return len(line.split()) < 3


def _one_line(words: str) -> str:
    folded = " ".join(words.split())
    return folded if len(folded) <= _CAP else folded[: _CAP - 1] + "…"
