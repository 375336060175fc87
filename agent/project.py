"""A project's own rules, from `[tool.sightwright.locators]` in the nearest pyproject.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from agent.errors import UsageError
from codegen.locator import Locator

Kind = Literal["test_id", "role", "placeholder", "label", "alt", "text", "title", "id", "css", "nth"]
_FILE = "pyproject.toml"
_TABLE = ("tool", "sightwright", "locators")
_STANDARD = "data-testid"


class LocatorRules(BaseModel):
    """How this project's scripts name elements. `prefer`: these kinds first, in this order; `forbid`: never these
    (`nth`: the place among equals); `test_id_attribute`: where the project's test ids stand."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    test_id_attribute: str = Field(default=_STANDARD, pattern=r"^[A-Za-z_][A-Za-z0-9_.-]*$")
    prefer: tuple[Kind, ...] = ()
    forbid: tuple[Kind, ...] = ()

    @model_validator(mode="after")
    def _not_both(self) -> LocatorRules:
        if both := [kind for kind in self.prefer if kind in self.forbid]:
            raise ValueError(f"{both[0]!r} is preferred and forbidden")
        return self

    def by_test_id(self, value: str) -> Locator:
        """The locator of a test id, by the project's attribute."""
        if self.test_id_attribute == _STANDARD:
            return Locator(by="test_id", value=value)
        quoted = value.replace("\\", "\\\\").replace('"', '\\"')
        return Locator(by="css", value=f'[{self.test_id_attribute}="{quoted}"]')

    def kind(self, locator: Locator) -> Kind:
        return "test_id" if locator.value.startswith(f"[{self.test_id_attribute}=") else locator.by

    def ordered(self, ways: Iterable[Locator]) -> list[Locator]:
        """The ways that the project permits, what it prefers first."""
        kept = [way for way in ways if self.permits(way)]
        return sorted(kept, key=lambda way: self.prefer.index(k) if (k := self.kind(way)) in self.prefer else 99)

    def permits(self, locator: Locator) -> bool:
        return self.kind(locator) not in self.forbid and not (locator.nth is not None and self.forbids_place)

    @property
    def forbids_place(self) -> bool:
        return "nth" in self.forbid

    @property
    def are_set(self) -> bool:
        return self != LocatorRules()


def locator_rules(folder: Path | None = None) -> LocatorRules:
    """The rules that hold in a folder, the current one by default. Raises UsageError with the path of a faulty key."""
    start = (folder or Path()).absolute()
    file = next((found for at in (start, *start.parents) if (found := at / _FILE).is_file()), None)
    return _read(file, file.stat().st_mtime_ns) if file else LocatorRules()


@lru_cache(maxsize=8)
def _read(file: Path, changed: int) -> LocatorRules:
    try:
        table: Any = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise UsageError(f"{file} is no TOML: {fault}") from None
    except OSError as fault:
        raise UsageError(f"{file} cannot be read: {(fault.strerror or str(fault)).lower()}") from None
    for name in _TABLE:
        table = table.get(name, {}) if isinstance(table, dict) else table
    try:
        return LocatorRules.model_validate(table)
    except ValidationError as fault:
        raise UsageError(f"{file}: {_sentence(fault.errors()[0])}") from None


def _sentence(error: Any) -> str:
    path = ".".join(_TABLE) + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error["loc"])
    if error["type"] == "extra_forbidden":
        return f"{path} is no setting; there are {', '.join(LocatorRules.model_fields)}"
    if error["type"] == "literal_error":
        return f"{path}: {error['input']!r} is not one of {str(error['ctx']['expected']).replace(' or ', ', ')}"
    if error["type"] == "string_pattern_mismatch":
        return f"{path}: {error['input']!r} is no name of an attribute"
    said = error["msg"].removeprefix("Value error, ")
    return f"{path}: {re.sub(r'^Input should', 'it should', said)}"
