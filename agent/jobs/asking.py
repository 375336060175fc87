"""What people ask for, checked before any work is done for it."""

from __future__ import annotations

import os
from collections.abc import Sequence

from agent.errors import UsageError


def check_goal(goal: str) -> None:
    if not goal.strip():
        raise UsageError("the goal is empty: say what to do, as in 'filter orders by status Shipped and export CSV'")


def check_address(url: str | None, said: str = "--url ") -> None:
    if url is not None and not is_address(url):
        raise UsageError(f"{said}{url}: an address starts with http:// or https://")


def is_address(text: str) -> bool:
    return text.lower().startswith(("http://", "https://"))


def given(inputs: Sequence[str], secrets: Sequence[str]) -> dict[str, str]:
    """What --input NAME=VALUE and --secret NAME give, by the names of the scripts' variables."""
    from codegen.values import variable

    found: dict[str, str] = {}
    for item in inputs:
        name, equals, value = item.partition("=")
        if not equals:
            raise UsageError(f"--input {item}: write it as NAME=VALUE")
        found[variable(name)] = value
    for name in secrets:
        if "=" in name:
            said, _, value = name.partition("=")
            cure = f"write --secret {value}" if value in os.environ else "set the variable, and write --secret NAME"
            raise UsageError(f"--secret {said}=... takes the name of a variable of the environment alone: {cure}")
        if name not in os.environ:
            raise UsageError(f"--secret {name}: there is no such variable in the environment; set it first")
        found[name] = os.environ[name]
    return found
