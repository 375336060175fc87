"""Steps and locators as modules of their own: the very lines that the Playwright script holds, for an open page.

Who runs them gives `re`, `reduce`, Playwright's `expect` and `Locator`, and an `os` whose `environ` holds the inputs
and secrets.
"""

from __future__ import annotations

from codegen.locator import Locator
from codegen.plan import Plan
from codegen.script import TARGETS, names_in, parts_for, step_code
from codegen.steps import Step
from codegen.values import Values
from templates import render

_TARGET = TARGETS["playwright"]
_NO_PLAN = Plan(goal="")


def step_module(plan: Plan, step: Step) -> str:
    """Defines `act(page, base_url, download_dir, record_property)`, which gives the page to go on with.

    Raises PlanError as `write_script` does.
    """
    values = Values(plan.inputs)
    constants = [f"{values.constant(item)} = {values.read(item)}" for item in plan.inputs if values.constant(item)]
    return _module(plan, step_code(_TARGET, plan, values, step), constants)


def locator_module(locator: Locator) -> str:
    """Defines `act(page, ...)`, which gives Playwright's locator of what is visible."""
    return _module(_NO_PLAN, f"page = {_TARGET.element((locator,), seen=True)}", [])


def _module(plan: Plan, code: str, constants: list[str]) -> str:
    parts = parts_for(_TARGET, plan, names_in(code))
    helpers = [text for name, text in parts.items() if name not in _TARGET.arguments]
    return render("playwright/act.py.jinja", constants=constants, helpers=helpers, code=code)
