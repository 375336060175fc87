"""Plan -> Script: the steps, the parts that they use (fixtures, helpers), the imports that those use, nothing else."""

from __future__ import annotations

import ast
import re
import subprocess
import textwrap
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from codegen import address
from codegen.heading import gap, heading
from codegen.plan import Plan, PlanError
from codegen.steps import Step
from codegen.targets import playwright, selenium
from codegen.targets.base import Target, locators
from codegen.values import Values, required
from codegen.words import say
from templates import render

TARGETS: dict[str, Target] = {"playwright": playwright.TARGET, "selenium": selenium.TARGET}


@dataclass(frozen=True, slots=True)
class Script:
    """A test file: `filename` is `test_<slug>_<target>.py`, `source` its text."""

    target: str
    filename: str
    source: str


def write_script(plan: Plan, target: str) -> Script:
    """Writes the plan as a pytest file for one of TARGETS.

    Raises PlanError where a step cannot be said in a script (a key that does not exist), or where there is none.
    """
    if target not in TARGETS:
        raise PlanError(f"target: {target!r} is not one of {', '.join(TARGETS)}")
    if not plan.steps:
        raise PlanError("steps: the plan has none, so there is nothing to write")
    writer, values, slug = TARGETS[target], Values(plan.inputs), _slug(plan.goal)
    opening = render(f"{target}/opening.py.jinja", path=address.path(plan.start.url))
    body = [opening.strip(), *(_block(writer, plan, values, n, step) for n, step in enumerate(plan.steps, 1))]
    used = names_in("\n".join(body)) | ({"required_variables"} if required(plan) else set())
    parts = parts_for(writer, plan, used)
    arguments = [f"{name}: {kind}" for name, kind in writer.arguments.items() if name in used]
    everything = used | names_in("\n".join([*parts.values(), *arguments])) | {"argparse", "os", "pytest", "sys"}
    constants = [item for item in plan.inputs if values.constant(item) in used]
    source = render(
        "script.py.jinja",
        gap=gap(plan),
        doc=heading(plan, writer, everything),
        imports=_imports(writer.imports, everything),
        constants=[f"{values.constant(item)} = {values.read(item)}" for item in constants],
        settings=[part for part in parts.values() if not _defines(part)],
        parts=[part for part in parts.values() if _defines(part)],
        slug=slug,
        arguments=arguments,
        body=body,
    )
    return Script(target, filename(plan, target), _formatted(source))


def filename(plan: Plan, target: str) -> str:
    """The name of the plan's script, whatever folder it is in."""
    return f"test_{_slug(plan.goal)}_{target}.py"


def step_code(writer: Target, plan: Plan, values: Values, step: Step) -> str:
    """The lines of one step, in its frame, inside its signal."""
    code = render(f"{writer.name}/steps/{step.kind}.py.jinja", step=step, **writer.context(step, values, plan)).strip()
    code = writer.in_frame(code, step)
    if step.signal is None:
        return code
    glob = getattr(step.signal, "url", None)
    pattern = address.glob_pattern(glob, plan.start.url) if glob else ""
    signal = f"{writer.name}/signals/{step.signal.kind}.py.jinja"
    return render(signal, signal=step.signal, action=code, pattern=pattern).strip()


def names_in(source: str) -> set[str]:
    """Every name that Python source uses, its functions' arguments among them."""
    tree = ast.parse(source)
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} | {
        node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)
    }


def _block(writer: Target, plan: Plan, values: Values, number: int, step: Step) -> str:
    return render("step.py.jinja", number=number, words=say(step), code=step_code(writer, plan, values, step))


def parts_for(writer: Target, plan: Plan, used: set[str]) -> dict[str, str]:
    """Fixtures and helpers, in the target's order: those that the steps use, and those that these use in turn."""
    context: dict[str, Any] = {
        "viewport": plan.start.viewport,
        "origin": address.origin(plan.start.url),
        "framed": any(way.frame for step in plan.steps for way in locators(step)),
        "required": required(plan),
        "downloads": any(step.signal is not None and step.signal.kind == "download" for step in plan.steps),
        **writer.settings(plan),
    }
    found: dict[str, str] = {}
    wanted = set(used)
    while missing := [name for name in writer.parts if name in wanted and name not in found]:
        for name in missing:
            found[name] = render(f"{writer.name}/parts/{name.lower()}.py.jinja", **context).strip()
            wanted |= names_in(found[name])
    return {name: found[name] for name in writer.parts if name in found}


def _defines(part: str) -> bool:
    return part.startswith(("def ", "@"))


def _imports(table: Mapping[str, str], used: set[str]) -> list[list[str]]:
    """Import lines in groups (standard library, others), each in isort's order."""
    modules: dict[str, list[str]] = {}
    for name, module in table.items():
        if name in used:
            modules.setdefault(module, []).append(name)
    groups: list[list[str]] = [[], []]
    for module, names in sorted(modules.items(), key=lambda item: (item[1] != [item[0]], item[0])):
        line = (
            f"import {module}" if names == [module] else f"from {module} import {', '.join(sorted(names, key=_case))}"
        )
        groups[module.split(".")[0] in ("pytest", "playwright", "selenium")].append(line)
    return [group for group in groups if group]


def _case(name: str) -> tuple[int, str]:
    return (0 if name.isupper() else 1 if name[0].isupper() else 2, name)


def _slug(goal: str) -> str:
    """The goal as a part of a file's and a function's name, in its own script; "plan" where nothing is left of it."""
    words = re.sub(r"\W+", "_", unicodedata.normalize("NFKC", goal).lower())
    word = "".join(char for char in words if f"a{char}".isidentifier())
    return (
        textwrap.shorten(word.replace("_", " "), 48, placeholder="").replace(" ", "_") or word[:24].strip("_") or "plan"
    )


def _formatted(source: str) -> str:
    """As `ruff format` leaves it with its own defaults."""
    from ruff.__main__ import find_ruff_bin  # type: ignore[import-untyped]

    command = [find_ruff_bin(), "format", "--isolated", "--no-cache", "--stdin-filename", "script.py", "-"]
    done = subprocess.run(command, input=source, capture_output=True, text=True, encoding="utf-8", check=True)
    return done.stdout
