"""The static check: an allow-list of what a generated test needs, for scripts that anybody may have written.

Nothing of the script runs here. Whatever reaches beyond the browser (files, JavaScript, the browser's own start) may
stand only in the helpers that the templates write, word for word. All other code may use the names, attributes and
modules listed in `allowed.py`, and no more.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product

from sandbox import allowed
from sandbox.syntax import parse
from templates import FOLDER, render, snippets

_NUMBER = re.compile(r"Constant\(value=\d+\)")
_SITE = re.compile(r"""Constant\(value='https?://[^/\s'"\\]+'\)""")
MAX_SIZE = 500_000  # characters


@dataclass(frozen=True, slots=True)
class Finding:
    """What the check does not let pass: `line` counts from 1, `code` is a word for machines, `message` a sentence."""

    line: int
    code: str
    message: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.message}"


def check_script(source: str) -> list[Finding]:
    """The findings in the order of lines; none for every script that the writer makes."""
    if len(source) > MAX_SIZE:
        return [Finding(1, "size", f"the script has more than {MAX_SIZE} characters")]
    try:
        tree = parse(source)
        return sorted(set(_Check(tree).findings()), key=lambda finding: (finding.line, finding.message))
    except SyntaxError as fault:
        return [Finding(fault.lineno or 1, "syntax", f"this is not Python: {fault.msg}")]
    except (ValueError, RecursionError, MemoryError):
        return [Finding(1, "syntax", "this is not Python that can be read")]


class _Check:
    def __init__(self, tree: ast.Module) -> None:
        self.tree = tree
        self.parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
        self.imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        self.own = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        self.own |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
        self.own |= {
            node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        }
        for node in ast.walk(tree):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                self.own |= {alias.asname or alias.name for alias in node.names}

    def findings(self) -> Iterator[Finding]:
        for node in self.tree.body:
            if fingerprint(node) in known_parts():
                continue
            yield from _of_function(node) if isinstance(node, ast.FunctionDef) else ()
            if not isinstance(node, allowed.AT_TOP) and not _is_docstring(node):
                yield Finding(
                    node.lineno, "statement", "a test file holds imports, settings and functions, nothing else"
                )
            for part in _with_lines(node):
                yield from self._of_node(part)
        yield from self._of_rebinding()

    def _of_node(self, node: ast.AST) -> Iterator[Finding]:
        line = getattr(node, "lineno", 1)
        if not isinstance(node, allowed.NODES):
            yield Finding(line, "statement", f"{type(node).__name__.lower()} is nothing that a test needs")
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            yield from _of_import(node)
        elif isinstance(node, ast.Name):
            if node.id not in self.own and node.id not in allowed.BUILTINS:
                yield Finding(line, "name", f"'{node.id}' is not a name that a test may use")
            if node.id in self.imported and not isinstance(self.parents[node], ast.Attribute):
                yield Finding(line, "name", f"the module '{node.id}' may not be handed on")
        elif isinstance(node, ast.Attribute):
            yield from self._of_attribute(node)
        elif isinstance(node, ast.Call):
            yield from self._of_call(node)
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
            yield Finding(line, "environment", "the test changes something that is not its own")

    def _of_attribute(self, node: ast.Attribute) -> Iterator[Finding]:
        if isinstance(node.ctx, ast.Store):
            yield Finding(node.lineno, "attribute", f"the test sets '{node.attr}' of something that is not its own")
        if node.attr == "environ" and not self._only_reads(node):
            yield Finding(node.lineno, "environment", "the environment is for reading, with os.environ.get or [NAME]")
        if isinstance(node.value, ast.Name) and (module := node.value.id) in (self.imported | {"webdriver"}):
            if node.attr not in allowed.OF_MODULES.get(module, frozenset()):
                yield Finding(node.lineno, "attribute", f"'{module}.{node.attr}' is not something that a test may use")
        elif node.attr in allowed.SLEEPS:
            yield Finding(node.lineno, "sleep", f"'{node.attr}' sleeps; wait for what should happen instead")
        elif node.attr not in allowed.ATTRIBUTES:
            yield Finding(node.lineno, "attribute", f"'.{node.attr}' is not something that a test may use")

    def _of_call(self, node: ast.Call) -> Iterator[Finding]:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        first = node.args[0] if node.args else None
        if isinstance(node.func, ast.Name) and node.func.id.startswith("test_"):
            yield Finding(node.lineno, "name", "a test is run by pytest, not by the script")
        if name == "fixture" and not {keyword.arg for keyword in node.keywords} <= {"scope"}:
            yield Finding(node.lineno, "argument", "a fixture takes 'scope' alone")
        if name in ("evaluate", "execute_script") and self._constant(first) not in snippets.SNIPPETS:
            yield Finding(node.lineno, "javascript", "the test runs JavaScript that the product does not know")
        if name in ("goto", "get") and not self._is_address(node):
            yield Finding(node.lineno, "address", "the test opens something that is neither on its site nor http(s)")
        if name == "save_as" and not self._in_download_dir(first):
            yield Finding(node.lineno, "file", "a download is saved elsewhere than in the download folder")
        if any(keyword.arg in allowed.NOT_KEYWORDS for keyword in node.keywords):
            yield Finding(node.lineno, "argument", "the call writes a file or runs code by one of its arguments")

    def _only_reads(self, environ: ast.Attribute) -> bool:
        around = self.parents[environ]
        if isinstance(around, ast.Attribute):
            return around.attr == "get"
        return isinstance(around, ast.Subscript) and isinstance(around.ctx, ast.Load) and around.value is environ

    def _constant(self, node: ast.expr | None) -> object:
        """The text of a literal, or of a name that the file sets once, to a literal."""
        if isinstance(node, ast.Name):
            values = self._values(node.id)
            node = values[0] if len(values) == 1 else None
        return node.value if isinstance(node, ast.Constant) else None

    def _values(self, name: str) -> list[ast.expr | None]:
        """What a name is set to, everywhere; None where that is no plain assignment."""
        stores = [
            n for n in ast.walk(self.tree) if isinstance(n, ast.Name) and n.id == name and isinstance(n.ctx, ast.Store)
        ]
        plain = [
            node.value for node in ast.walk(self.tree)
            if isinstance(node, ast.Assign) and len(node.targets) == 1
            and isinstance(node.targets[0], ast.Name) and node.targets[0].id == name
        ]  # fmt: skip
        arguments = [n for n in ast.walk(self.tree) if isinstance(n, ast.arg) and n.arg == name]
        return [*plain, *[None] * (len(stores) - len(plain) + len(arguments))]

    def _is_address(self, node: ast.Call) -> bool:
        func, first = node.func, node.args[0] if node.args else None
        if isinstance(func, ast.Attribute) and func.attr == "get" and ast.unparse(func.value) == "os.environ":
            return True
        if isinstance(first, ast.BinOp) and isinstance(first.op, ast.Add):
            path = self._constant(first.right)
            return _is_base(first.left) and isinstance(path, str) and path.startswith("/")
        url = self._constant(first)
        return first is not None and (
            _is_base(first) or (isinstance(url, str) and url.startswith(("http://", "https://")))
        )

    def _in_download_dir(self, node: ast.expr | None) -> bool:
        if not isinstance(node, ast.Name):
            return False
        values = self._values(node.id)
        return bool(values) and all(_is_in_folder(value) for value in values)

    def _of_rebinding(self) -> Iterator[Finding]:
        """Names that the known helpers rely on mean what they mean there; pytest's own names stay pytest's."""
        names = vars(snippets)
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    if (
                        isinstance(target, ast.Name)
                        and target.id in names
                        and self._constant(node.value) != names[target.id]
                    ):
                        yield Finding(node.lineno, "javascript", f"'{target.id}' is not the JavaScript of this name")
            bound = _bound(node)
            if bound and (bound in allowed.FIXED or bound in self.imported or bound.startswith(("pytest_", "__"))):
                yield Finding(getattr(node, "lineno", 1), "name", f"'{bound}' must keep its meaning")


def _of_import(node: ast.Import | ast.ImportFrom) -> Iterator[Finding]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            if alias.name not in allowed.OF_MODULES or alias.asname:
                yield Finding(node.lineno, "import", f"'{ast.unparse(alias)}' is not on the list of imports")
        return
    for alias in node.names:
        if node.level or alias.asname or alias.name not in allowed.FROM.get(node.module or "", frozenset()):
            yield Finding(node.lineno, "import", f"'{alias.name}' from '{node.module}' is not on the list of imports")


def _of_function(node: ast.FunctionDef) -> Iterator[Finding]:
    """`base_url` and `download_dir` are what the known fixtures give to a test, and nothing else."""
    for inner in ast.walk(node):
        if not isinstance(inner, (ast.FunctionDef, ast.Lambda)):
            continue
        is_test = inner is node and node.name.startswith("test_")
        given = [*inner.args.defaults, *(default for default in inner.args.kw_defaults if default)]
        names = {arg.arg for arg in ast.walk(inner.args) if isinstance(arg, ast.arg)} & {"base_url", "download_dir"}
        if names and (given or not is_test):
            yield Finding(inner.lineno, "name", f"'{min(names)}' must keep its meaning")


def _bound(node: ast.AST) -> str | None:
    if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
        return node.id
    if isinstance(node, ast.FunctionDef) and fingerprint(node) not in known_parts():
        return node.name
    return node.name if isinstance(node, ast.ExceptHandler) else None


def _is_base(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "base_url"


def _is_in_folder(value: ast.expr | None) -> bool:
    """`download_dir / SOMETHING.suggested_filename`"""
    return (
        isinstance(value, ast.BinOp) and isinstance(value.op, ast.Div)
        and isinstance(value.left, ast.Name) and value.left.id == "download_dir"
        and isinstance(value.right, ast.Attribute) and value.right.attr == "suggested_filename"
    )  # fmt: skip


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _with_lines(node: ast.AST) -> Iterator[ast.AST]:
    """The node and all below it; those that know no line take that of the node above."""
    for child in ast.iter_child_nodes(node):
        if not hasattr(child, "lineno"):
            child.lineno = getattr(node, "lineno", 1)  # type: ignore[attr-defined]
    yield node
    for child in ast.iter_child_nodes(node):
        yield from _with_lines(child)


def fingerprint(node: ast.stmt) -> str:
    """A statement's structure, whatever its whole numbers (a viewport's) and its site are."""
    return _SITE.sub("Constant(value='')", _NUMBER.sub("Constant(value=0)", ast.dump(node)))


@cache
def known_parts() -> frozenset[str]:
    """The fingerprints of every helper and fixture that the templates write, and of the block that runs a file."""
    sources = [render("main.py.jinja")]
    for part in sorted(FOLDER.glob("*/parts/*.py.jinja")):
        name = part.relative_to(FOLDER).as_posix()
        for downloads, framed, site in product((True, False), (True, False), ("https://a.site", "")):
            given = {"origin": site, "downloads": downloads, "framed": framed, "roles": [], "required": []}
            sources.append(render(name, viewport=(1, 1), **given))
    return frozenset(
        fingerprint(node) for text in sources for node in parse(text).body if not isinstance(node, ast.Assign)
    )
