"""Whether a script still does what its plan says: its acts, in order, held against the script that the plan gives.

Waits and assertions may be added, changed or taken away, and are told. Every other line of the test, and every helper
and constant that it uses, must mean what it means in the planned script; what is not known to only look counts as an
act. Compared are syntax trees: spacing, comments and docstrings are free. It builds on `check.check_script`, which
both scripts have passed: nothing in them acts without a name of its own.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from sandbox.check import Finding, fingerprint
from sandbox.reasons import step_at, step_comments
from sandbox.syntax import parse

_FREE = frozenset({"TIMEOUT", "base_url"})  # how long waits last, and the site: each run may set them otherwise
_LOOKING = ("to_", "not_to_", "get_by_", "is_", "wait_for", "all_", "by_", "expect")
_LOOKS = frozenset(
    """
    all locator filter nth first last and_ or_ count frame_locator content_frame inner_text text_content input_value url
    title get_attribute get_dom_attribute get_property aria_snapshot aria_role accessible_name tag_name text
    current_url find_element find_elements page_source until until_not page message msg value compile escape I
    IGNORECASE environ search match fullmatch findall sub split strip lstrip rstrip lower upper casefold startswith
    endswith replace splitlines join removeprefix removesuffix isdigit zfill format items keys values index approx
    suggested_filename name stem suffix suffixes exists is_file is_dir stat st_size parent
    visibility_of_element_located element_to_be_clickable url_contains title_contains CSS_SELECTOR XPATH ID NAME
    CLASS_NAME TAG_NAME LINK_TEXT PARTIAL_LINK_TEXT today isoformat strftime now date year month day
    """.split()
)
_LOOKING_HELPERS = frozenset(
    """
    within around having one_of nth labelled titled named exactly containing including alike folded content
    next_field column_of lines_of texts_of stands_at own_text union inside_frame
    """.split()
)
_LEAVES = (ast.Return, ast.Raise, ast.Break, ast.Continue, ast.Nonlocal, ast.Yield)


@dataclass(frozen=True)
class Comparison:
    """`finding`: the first thing that the script does otherwise than its plan; `notes`: what else was edited."""

    finding: Finding | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Item:
    """A statement of the test, or the head or the end of a `with` around some: its line, its code and its tree."""

    line: int
    code: str
    tree: str
    acts: bool


def compare(source: str, planned: str, any_start: bool = False) -> Comparison:
    """Holds a script against the one that its plan gives; both must have passed the static check.

    `any_start`: the plan names no page, so the script may open any on its site.
    """
    script, plan = _Module(source), _Module(planned)
    wanted = plan.tests[0]
    if not script.tests:
        return Comparison(Finding(1, "plan", f"it has no test, and the plan's is {wanted.name}"))
    test = next((one for one in script.tests if one.name == wanted.name), script.tests[0])
    finding = _around(script, plan, test, wanted)
    if finding is not None:
        return Comparison(finding)
    there, given = list(_items(test, plan, any_start)), list(_items(wanted, plan, any_start))
    finding = _first(there, given, planned, test.end_lineno or test.lineno)
    return Comparison(finding) if finding else Comparison(None, tuple(_edits(there, given, planned)))


def modules(source: str) -> set[str]:
    """The outermost modules that a script imports."""
    found = [node for node in ast.walk(parse(source)) if isinstance(node, (ast.Import, ast.ImportFrom))]
    names = [getattr(node, "module", None) or alias.name for node in found for alias in node.names]
    return {name.split(".")[0] for name in names}


class _Module:
    """A script's top level: what each name is bound to, its tests, and which names it mentions anywhere."""

    def __init__(self, source: str) -> None:
        tree = parse(source)
        self.bound: dict[str, list[tuple[int, str]]] = {}
        self.tests = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name[:5] == "test_"]
        self.parts = [node for node in tree.body if node not in self.tests]
        for node in self.parts:
            for name, tree_of in _bindings(node):
                self.bound.setdefault(name, []).append((node.lineno, tree_of))
        self.functions = {node.name for node in self.parts if isinstance(node, ast.FunctionDef)}
        fixtures = {node.name for node in self.parts if isinstance(node, ast.FunctionDef) and node.decorator_list}
        self.helpers = self.functions - fixtures
        self.names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        self.names |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)} | set(self.bound)


def _bindings(node: ast.stmt) -> Iterator[tuple[str, str]]:
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        module = getattr(node, "module", "")
        yield from ((alias.asname or alias.name, f"{module}:{alias.name}") for alias in node.names)
    elif isinstance(node, ast.FunctionDef):
        yield node.name, fingerprint(node) if node.decorator_list else ast.dump(node)  # a fixture's viewport is free
    else:
        for name in ast.walk(node):
            if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store):
                yield name.id, ast.dump(node)


def _around(script: _Module, plan: _Module, test: ast.FunctionDef, wanted: ast.FunctionDef) -> Finding | None:
    """What stands around the test: whatever the plan's script has as it has it, and nothing else that acts."""
    for name, given in plan.bound.items():
        there = script.bound.get(name)
        if there is None and name in plan.functions | _constants(plan):
            return Finding(test.lineno, "plan", f"'{name}' is missing, which the plan's script has")
        if there and name not in _FREE and [tree for _, tree in there] != [tree for _, tree in given]:
            return Finding(
                there[-1][0],
                "plan",
                f"'{name}' was edited, or an older version wrote it: `agent script` writes it anew",
            )
    for node in [*script.parts, *(one for one in script.tests if one is not test)]:
        own = isinstance(node, ast.FunctionDef) and node.name not in plan.bound
        if own and any(_acts(part, plan, inside=False) for part in ast.iter_child_nodes(node)):
            name = node.name  # type: ignore[attr-defined]
            return Finding(node.lineno, "plan", f"'{name}' acts, and the plan knows nothing of it")
    return _of_signature(plan, test, wanted)


def _constants(plan: _Module) -> set[str]:
    return {name for node in plan.parts if isinstance(node, (ast.Assign, ast.AnnAssign)) for name, _ in _bindings(node)}


def _of_signature(plan: _Module, test: ast.FunctionDef, wanted: ast.FunctionDef) -> Finding | None:
    asked, given = [{arg.arg for arg in ast.walk(one.args) if isinstance(arg, ast.arg)} for one in (test, wanted)]
    odd = (asked - given) & plan.names or given - asked
    if odd or test.args.defaults or any(test.args.kw_defaults):
        return Finding(test.lineno, "plan", "the test takes other arguments than the plan's")
    marks = {node.attr for mark in test.decorator_list for node in ast.walk(mark) if isinstance(node, ast.Attribute)}
    if marks & {"skip", "skipif", "xfail"}:
        return Finding(test.lineno, "plan", "the test may be passed over, and the plan's is not")
    return None


def _acts(node: ast.AST, plan: _Module, inside: bool = True) -> bool:
    """Whether it may do more than look. `inside` the test itself, where to leave it early is to do less."""
    for part in ast.walk(node):
        if isinstance(part, ast.Attribute) and not _looks(part):
            return True
        if isinstance(part, ast.Name):
            if isinstance(part.ctx, ast.Store) and part.id in plan.names and inside:
                return True
            helper = part.id in plan.helpers and part.id not in _LOOKING_HELPERS and not part.id.startswith(_LOOKING)
            if helper or part.id == "record_property":
                return True
        if isinstance(part, (ast.FunctionDef, ast.ExceptHandler)) and part.name in plan.names:
            return True
        if inside and isinstance(part, _LEAVES):
            return True
    return False


def _looks(node: ast.Attribute) -> bool:
    if node.attr == "get":  # a page, from a driver
        return ast.unparse(node.value) == "os.environ"
    return node.attr in _LOOKS or (node.attr.startswith(_LOOKING) and not node.attr.startswith("expect_"))


def _items(test: ast.FunctionDef, plan: _Module, any_start: bool) -> Iterator[_Item]:
    body = test.body[1:] if ast.get_docstring(test) is not None else test.body
    for number, node in enumerate(body):
        yield from _of_statement(_start(node) if any_start and not number else node, plan)


def _start(node: ast.stmt) -> ast.stmt:
    """`page.goto(base_url + "/path")` as `page.goto(base_url)`"""
    call = node.value if isinstance(node, ast.Expr) else None
    if isinstance(call, ast.Call) and ast.unparse(call).startswith(("page.goto(base_url + ", "driver.get(base_url + ")):
        call.args = [ast.Name("base_url", ast.Load())]
    return node


def _of_statement(node: ast.stmt, plan: _Module) -> Iterator[_Item]:
    acts = _acts(node, plan)
    if not (acts and isinstance(node, ast.With)):
        yield _Item(node.lineno, ast.unparse(node), ast.dump(node), acts)
        return
    head = "with " + ", ".join(map(ast.unparse, node.items))
    yield _Item(node.lineno, head, head, True)
    for inner in node.body:
        yield from _of_statement(inner, plan)
    yield _Item(node.end_lineno or node.lineno, f"the end of {head}", f"end of {head}", True)


def _first(there: list[_Item], given: list[_Item], planned: str, end: int) -> Finding | None:
    """The first act that is another one, missing, in another place, or not the plan's."""
    acts, wanted = [item for item in there if item.acts], [item for item in given if item.acts]
    same = 0
    while same < min(len(acts), len(wanted)) and acts[same].tree == wanted[same].tree:
        same += 1
    act, want = (acts[same] if same < len(acts) else None), (wanted[same] if same < len(wanted) else None)
    if want is None:
        return Finding(act.line, "plan", f"{_clipped(act.code)} is no act of the plan") if act else None
    step, later = _step(planned, want), any(item.tree == want.tree for item in acts[same:])
    if act is None:
        return Finding(end, "plan", f"{step} is missing: {_clipped(want.code)}")
    known = any(item.tree == act.tree for item in wanted[same:])
    if later and known:
        return Finding(act.line, "plan", f"{step} comes later than in the plan, after {_clipped(act.code)}")
    if later:
        return Finding(act.line, "plan", f"{_clipped(act.code)} is no act of the plan, and comes before {step}")
    if known:
        return Finding(act.line, "plan", f"{step} is missing: {_clipped(want.code)}")
    ours, theirs = _apart(act.code, want.code)
    return Finding(
        act.line, "plan", f"{step} is another act than the plan's: it has {ours} where the plan has {theirs}"
    )


def _edits(there: list[_Item], given: list[_Item], planned: str) -> Iterator[str]:
    """Waits and assertions that are not the plan's, and those of the plan that are gone."""
    known, kept = {item.tree for item in given}, {item.tree for item in there}
    if added := [str(item.line) for item in there if item.tree not in known]:
        yield f"only looks, and is not the plan's: line {', '.join(added)}"
    if gone := list(dict.fromkeys(_step(planned, item) for item in given if item.tree not in kept)):
        yield f"no longer looked at: {', '.join(gone)}"


def _step(planned: str, item: _Item) -> str:
    comments = step_comments(planned)
    number = step_at(comments, item.line)
    title = next((comment.title for comment in comments if comment.number == number), "")
    return f"step {number} ({_clipped(title, 60)})" if number else "the opening of the page"


def _apart(one: str, other: str) -> tuple[str, str]:
    """Both from the word on at which they part."""
    one, other = " ".join(one.split()), " ".join(other.split())
    same = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    begin = one.rfind(" ", 0, same) + 1
    return _clipped(one[begin:], 60), _clipped(other[begin:], 60)


def _clipped(code: str, length: int = 120) -> str:
    line = " ".join(code.split())
    return line if len(line) <= length else line[: length - 1] + "…"
