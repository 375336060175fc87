"""A step in words, for the comment above its line."""

from __future__ import annotations

from codegen.locator import Locator
from codegen.steps import Step
from codegen.values import spoken

_VERBS = {
    "goto": "open", "check": "tick", "uncheck": "untick", "select": "choose", "hover": "point at",
    "scroll": "scroll to", "wait": "wait for", "expect": "check", "extract": "read",
}  # fmt: skip


def say(step: Step) -> str:
    """Why, where the plan says it, else what: 'choose status in "Status"'."""
    if step.why.strip():
        return step.why
    verb = _VERBS.get(step.kind, step.kind)
    if step.kind == "goto":
        return f"{verb} {step.url}"
    if step.kind == "press":
        return f"{verb} {step.key}" + (f" in {thing(step.locator)}" if step.locator else "")
    if step.kind == "scroll":
        return f"{verb} {thing(step.locator) if step.locator else f'the {step.to} of the page'}"
    if step.kind == "drag":
        return f"{verb} {thing(step.locator)} onto {thing(step.onto)}"
    if step.kind == "expect":
        subject = thing(step.locator) if step.locator else "the page"
        return f"{verb} {subject}: {step.that.replace('_', ' ')}" + (f" {spoken(step.value)}" if step.value else "")
    if step.kind in ("fill", "select", "upload"):
        return f"{verb} {spoken(step.value)} in {thing(step.locator)}"
    return f"{verb} {thing(step.locator)}"


def thing(locator: Locator) -> str:
    if locator.by == "role":
        return f'the {locator.value} "{locator.name}"' if locator.name else f"the {locator.value}"
    return f'"{locator.value}"'
