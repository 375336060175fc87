"""Which variable of the environment a password is read from: one that was given, or that the goal itself names."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from agent.planners import secrets

_NAME = re.compile(r"[A-Z][A-Z0-9_]{0,63}")  # what a plan takes for a variable
# "the password from MY_PASSWORD", "the password in $PIN": a word in capitals is a variable by its sign or underscore.
_SAID = re.compile(r"\b(?:from|in|of|is|variable|password)\s+(?:\$\{?)([A-Z][A-Z0-9_]+)\b|"
                   r"\b(?:from|in|variable)\s+([A-Z][A-Z0-9]*_[A-Z0-9_]+)\b")  # fmt: skip


@dataclass(frozen=True)
class Variables:
    """`given` are the names that may be read, `named` those that the goal speaks of; `called[mark]` is the variable
    that the goal wrote where a password might stand."""

    given: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    called: Mapping[str, str] = field(default_factory=dict)

    def of(self, wanted: str, text: str, taken: Collection[str]) -> str:
        """The variable for what goes into a secret field: `wanted` is what the field calls for, `text` what the goal
        says of it (a mark where it is the password itself), `taken` are those that hold something else."""
        if name := self.called.get(text):
            return name
        if secrets.MARK.search(text):
            return wanted
        free = [name for name in self.given if name not in taken and _fits(name, wanted)]
        said = [name for name in self.named if name not in taken and _fits(name, wanted)]
        ending = [name for name in free if f"_{name}".endswith(f"_{wanted}")]
        for found in ([name for name in free if name == wanted], said, free, ending):
            if len(found) == 1:
                return found[0]
        return wanted


def variables(goal: str, given: Sequence[str] = ()) -> Variables:
    """`given` are the names of --secret."""
    given = tuple(name for name in given if _NAME.fullmatch(name))
    called = {}
    for mark, text in secrets.take(goal)[1].items():
        name = text.strip("${}")
        if name in given or (text.startswith("$") and _NAME.fullmatch(name)):
            called[mark] = name
    spoken = [name for name in given if re.search(rf"(?<!\w){name}(?!\w)", goal)]
    spoken += [first or second for first, second in _SAID.findall(goal)]
    return Variables(given, tuple(dict.fromkeys(spoken)), called)


def _fits(name: str, wanted: str) -> bool:
    """A variable that says what kind of secret it holds (MY_PIN) is none for another kind."""
    return not secrets.is_secret_field(name.replace("_", " ")) or not set(name.split("_")).isdisjoint(wanted.split("_"))
