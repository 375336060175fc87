"""A script's docstring: the goal, where it comes from, how it is run, and the variables that it reads."""

from __future__ import annotations

import textwrap

from codegen import address
from codegen.plan import Plan
from codegen.steps import InputValue, SecretValue
from codegen.targets.base import Target
from codegen.values import variable
from templates import docstring, render


def heading(plan: Plan, writer: Target, used: set[str]) -> str:
    """The text between the quotes. `used`: every name in the file."""
    rows = [*_rows(plan, writer, used)]
    column = max(len(name) for name, _ in rows) + 2
    return render(
        "docstring.jinja",
        goal=docstring(textwrap.shorten(_sentence(plan.goal), 600, placeholder=" …"), width=82),
        origin=docstring(_origin(plan, writer)),
        rows=[f"{name:<{column}}{docstring(words, ' ' * (column + 4), 84 - column)}" for name, words in rows],
        unresolved=[docstring(f"- {item.clause}: {item.reason}", "      ", 84) for item in plan.unresolved],
    ).strip()


def gap(plan: Plan) -> str:
    """What the first line of a script says, and what CI shows of its test, where it does only a part of the goal."""
    clauses = "; ".join(item.clause for item in plan.unresolved)
    clauses = clauses if len(clauses) <= 66 else clauses[:65] + "…"
    return f"INCOMPLETE: it does not {clauses}" if clauses else ""


def _rows(plan: Plan, writer: Target, used: set[str]) -> list[tuple[str, str]]:
    base = address.origin(plan.start.url)
    rows = [("BASE_URL", "the site" + (f" (default: {base})" if base else " (required)") + "; or --base-url")]
    values = [getattr(step, "value", None) for step in plan.steps]
    taken = {value.input for value in values if isinstance(value, InputValue)}
    for item in plan.inputs:
        if item.name in taken:
            words = "a secret" if item.secret else ", ".join(item.options) or item.name.replace("_", " ")
            default = f" (default: {item.default})" if item.default else " (required)"
            rows.append((variable(item.name), words + default))
    secrets = dict.fromkeys(value.secret for value in values if isinstance(value, SecretValue))
    rows += [(name, "a secret (required)") for name in secrets]
    if "download_dir" in used:
        rows.append(("DOWNLOAD_DIR", "where downloads go (default: the test's temporary folder)"))
    return [
        *rows,
        ("BROWSER_PATH", f"a browser other than {writer.title}'s own choice"),
        ("REMOTE_URL", f"{writer.remote} to use in place of a browser of its own"),
        ("HEADED", "1 shows the browser"),
        ("TIMEOUT", "seconds that a wait may last (default: 10)"),
    ]


def _origin(plan: Plan, writer: Target) -> str:
    if plan.start.url:
        return f"Written for {writer.title}, from a plan for {plan.start.url}."
    width, height = plan.start.viewport
    return f"Written for {writer.title}, from a plan made on a picture of {width} x {height} pixels."


def _sentence(goal: str) -> str:
    goal = " ".join(goal.split()) or "Follow the plan"
    return goal[0].upper() + goal[1:] + ("" if goal[-1] in ".!?。！？…" else ".")
