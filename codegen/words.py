"""A step in words: for the comment above its line, and for the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from codegen.locator import Locator
from codegen.plan import Input
from codegen.steps import InputValue, Step, Value
from codegen.values import spoken

_VERBS = {
    "goto": "open", "check": "tick", "uncheck": "untick", "select": "choose", "hover": "point at",
    "scroll": "scroll to", "wait": "wait for", "expect": "check", "extract": "read",
}  # fmt: skip


def say(step: Step) -> str:
    """Why, where the plan says it, else what: 'choose status in "Status"'."""
    return step.why if step.why.strip() else what(step)


def what(step: Step, inputs: Sequence[Input] = ()) -> str:
    """What a step does, its inputs with the values that they have by default: 'choose status "Shipped" in "Status"'."""
    defaults = {item.name: item.default for item in inputs if item.default and not item.secret}

    def said(value: Value) -> str:
        default = defaults.get(value.input) if isinstance(value, InputValue) else None
        return spoken(value) + (f' "{default}"' if default else "")

    verb = _VERBS.get(step.kind, step.kind)
    if step.kind == "goto":
        return f"{verb} {step.url}"
    if step.kind == "press":
        return f"{verb} {step.key}" + (f" in {placed(step.locator)}" if step.locator else "")
    if step.kind == "scroll":
        return f"{verb} {placed(step.locator) if step.locator else f'the {step.to} of the page'}"
    if step.kind == "drag":
        return f"{verb} {placed(step.locator)} onto {placed(step.onto)}"
    if step.kind == "expect":
        subject = placed(step.locator) if step.locator else "the page"
        return f"{verb} {subject}: {step.that.replace('_', ' ')}" + (f" {said(step.value)}" if step.value else "")
    if step.kind in ("fill", "select", "upload"):
        return f"{verb} {said(step.value)} in {placed(step.locator)}"
    return f"{verb} {placed(step.locator)}" + (", where it comes up" if step.kind == "click" and step.optional else "")


def placed(locator: Locator) -> str:
    """An element and what it is in: 'the button "Delete" in the row "2003"'."""
    scope = locator.scope
    return thing(locator) + (f' in the {scope.kind.replace("_", " ")} "{scope.text}"' if scope else "")


def thing(locator: Locator) -> str:
    if locator.by == "role":
        return f'the {locator.value} "{locator.name}"' if locator.name else f"the {locator.value}"
    return f'"{locator.value}"'
