"""What the plan expects of the elements it acts on: a picture alone cannot say it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

DialogKind = Literal["alert", "confirm", "prompt"]


@dataclass(frozen=True)
class Hints:
    """By element id.

    options: what can be chosen there, beside what the screen shows. downloads: the file's suffix (".csv", or "").
    popups: opens a new window. dialogs: raises a JavaScript dialog. navigations: loads this path, or "" for any.
    files: takes a file to upload. fills: is typed into, whatever its role says. checks: is ticked, whatever its role.
    hovers: is hovered over. scopes: (id, text) is looked for in the part of the page that holds this text as well.
    """

    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    downloads: Mapping[str, str] = field(default_factory=dict)
    popups: frozenset[str] = frozenset()
    dialogs: Mapping[str, DialogKind] = field(default_factory=dict)
    navigations: Mapping[str, str] = field(default_factory=dict)
    files: frozenset[str] = frozenset()
    fills: frozenset[str] = frozenset()
    checks: frozenset[str] = frozenset()
    hovers: frozenset[str] = frozenset()
    scopes: tuple[tuple[str, str], ...] = ()
