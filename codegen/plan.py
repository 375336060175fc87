"""The plan file: driver-neutral, readable, versioned. Everything is made from it."""

from __future__ import annotations

import json
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from codegen.steps import STEP_KINDS, Name, Step

VERSION: Literal[1] = 1


class PlanError(ValueError):
    """The text is no plan; the message names the place: "steps[3].locator.by: ..."."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Start(_Model):
    """Where the plan was made: the address, where known, the viewport in CSS pixels, and the picture's hash."""

    url: str | None = None
    viewport: tuple[int, int] = (1280, 800)
    screen_sha256: str = ""


class Input(_Model):
    """A value that the goal leaves open, or that a user would want to change; `options` are those the screen shows."""

    name: Name
    default: str = ""
    secret: bool = False
    options: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _secret_has_no_value(self) -> Input:
        if self.secret and (self.default or self.options):
            raise ValueError("a secret has neither 'default' nor 'options'")
        return self


class Unresolved(_Model):
    """A clause of the goal that has no steps, why, and the elements that came nearest."""

    clause: str
    reason: str
    candidates: tuple[str, ...] = ()


class Answered(_Model):
    """Who was asked besides the embedded eyes, for what, and what it cost; `read`: its answer fitted its form."""

    model: str = Field(max_length=200)
    task: str = Field(max_length=60)
    prompt_tokens: int = Field(default=0, ge=0)
    new_tokens: int = Field(default=0, ge=0)
    seconds: float = Field(default=0.0, ge=0)
    read: bool = True


class Plan(_Model):
    version: Literal[1] = VERSION
    goal: str
    start: Start = Start()
    inputs: tuple[Input, ...] = ()
    steps: tuple[Step, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    answered: tuple[Answered, ...] = ()

    @model_validator(mode="after")
    def _names_hold(self) -> Plan:
        ids = [step.id for step in self.steps]
        if twice := sorted({i for i in ids if ids.count(i) > 1}):
            raise ValueError(f"step id {twice[0]!r} stands twice")
        known = {item.name for item in self.inputs}
        for step in self.steps:
            name = getattr(getattr(step, "value", None), "input", None)
            if name is not None and name not in known:
                raise ValueError(f"step {step.id}: input {name!r} is not in 'inputs'")
        return self


def load_plan(text: str) -> Plan:
    """Reads a plan file. Raises PlanError with the path of the first fault."""
    try:
        return Plan.model_validate(json.loads(text))
    except json.JSONDecodeError as fault:
        raise PlanError(f"line {fault.lineno}: this is not JSON ({fault.msg})") from None
    except ValidationError as fault:
        raise PlanError(_sentence(fault.errors()[0])) from None


def dump_plan(plan: Plan) -> str:
    """The plan file's text; `load_plan` of it gives an equal plan. What fits on a line stands on one."""
    document = plan.model_dump(mode="json", exclude_none=True)
    document["steps"] = [_brief(step) for step in document["steps"]]
    if not plan.answered:
        del document["answered"]
    return _laid_out(document) + "\n"


_FIRST = ("id", "kind", "url", "locator", "to", "onto", "that", "key", "value", "name", "signal", "target")
_UNSAID = (("match", "exact"), ("button", "left"), ("adds", False), ("optional", False), ("whole", False))
_WIDTH = 110


def _brief(step: dict[str, Any]) -> dict[str, Any]:
    """A step's fields in the order of reading, without what is empty or goes without saying."""
    names = [name for name in _FIRST if name in step] + [name for name in step if name not in _FIRST]
    if step["kind"] == "click" and step["count"] == 1:
        names.remove("count")
    return {
        name: _said(step[name]) for name in names if step[name] not in ([], "") and (name, step[name]) not in _UNSAID
    }


def _said(value: Any) -> Any:
    if isinstance(value, list):
        return [_said(item) for item in value]
    if isinstance(value, dict):
        return {name: _said(item) for name, item in value.items() if (name, item) not in _UNSAID}
    return value


def _laid_out(value: Any, indent: str = "") -> str:
    """JSON: an object or a list stands on one line where it fits, and on a line for each of its parts where not."""
    flat = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, (dict, list)) or not value or (indent and len(indent) + len(flat) <= _WIDTH):
        return flat
    inner = indent + "  "
    named = (
        [(json.dumps(name, ensure_ascii=False) + ": ", part) for name, part in value.items()]
        if isinstance(value, dict)
        else [("", part) for part in value]
    )
    lines = ",\n".join(inner + name + _laid_out(part, inner) for name, part in named)
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    return f"{opening}\n{lines}\n{indent}{closing}"


def _sentence(error: Any) -> str:
    # The tags of unions ("click", "InputValue") are pydantic's, not the file's: they are left out of the path.
    path, document = "", error.get("input")
    for part in error["loc"]:
        if isinstance(part, int):
            path += f"[{part}]"
        elif part not in _TAGS:
            path += f".{part}" if path else str(part)
    kind, context = error["type"], error.get("ctx", {})
    if kind == "literal_error":
        return f"{path}: {document!r} is not one of {str(context['expected']).replace(' or ', ', ')}"
    if kind == "union_tag_invalid":
        return f"{path}.kind: {context['tag']!r} is not one of {context['expected_tags']}"
    if kind == "union_tag_not_found":
        return f"{path}: 'kind' is missing"
    if kind == "missing":
        return f"{path}: is missing"
    if kind == "extra_forbidden":
        return f"{path}: is not a field of the plan"
    return f"{path or 'plan'}: {error['msg'].removeprefix('Value error, ')}"


_TAGS = frozenset(STEP_KINDS) | {
    *("download", "popup", "dialog", "navigation"),
    *("LiteralValue", "InputValue", "SecretValue"),
}
