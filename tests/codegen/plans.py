"""Short ways to say plans in tests."""

from __future__ import annotations

import json
from typing import Any

from codegen.plan import Plan, load_plan

Found = dict[str, Any]


def by(kind: str, value: str, name: str | None = None, **more: Any) -> Found:
    """A locator: by("role", "button", "Save", match="ignore_case", nth=1)."""
    return {"by": kind, "value": value, **({"name": name} if name is not None else {}), **more}


def button(name: str, **more: Any) -> Found:
    return by("role", "button", name, **more)


def step(kind: str, locator: Found | None = None, *alternatives: Found, **more: Any) -> Found:
    """A step; `value` may be a plain string."""
    if isinstance(more.get("value"), str):
        more["value"] = {"literal": more["value"]}
    found = {"locator": locator} if locator is not None else {}
    return {"kind": kind, **found, **({"alternatives": alternatives} if alternatives else {}), **more}


def expect(that: str, locator: Found | None = None, **more: Any) -> Found:
    return step("expect", locator, that=that, **more)


def plan(*steps: Found, goal: str = "try it", url: str | None = "https://shop.example/index.html", **more: Any) -> Plan:
    numbered = [{"id": f"s{number}", **each} for number, each in enumerate(steps, 1)]
    document = {"version": 1, "goal": goal, "start": {"url": url}, "steps": numbered, **more}
    return load_plan(json.dumps(document))
