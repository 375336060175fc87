"""Keys by the names that browsers give them (KeyboardEvent.key), as each framework says them."""

from __future__ import annotations

from codegen.plan import PlanError
from templates import literal

_SELENIUM = {
    "Enter": "ENTER", "Tab": "TAB", "Escape": "ESCAPE", "Backspace": "BACKSPACE", "Delete": "DELETE",
    "Insert": "INSERT", "Space": "SPACE", "Home": "HOME", "End": "END", "PageUp": "PAGE_UP", "PageDown": "PAGE_DOWN",
    "ArrowUp": "ARROW_UP", "ArrowDown": "ARROW_DOWN", "ArrowLeft": "ARROW_LEFT", "ArrowRight": "ARROW_RIGHT",
    "Control": "CONTROL", "Shift": "SHIFT", "Alt": "ALT", "Meta": "META", **{f"F{n}": f"F{n}" for n in range(1, 13)},
}  # fmt: skip


def split_key(key: str) -> tuple[list[str], str]:
    """ "Control+Shift+k" -> (["Control", "Shift"], "k"). Raises PlanError for a key that does not exist."""
    *held, last = key[:-1].split("+") if key.endswith("+") and len(key) > 1 else key.split("+")
    if key.endswith("+"):
        held, last = [part for part in key[:-1].split("+") if part], "+"
    if len(last) > 1 and last not in _SELENIUM:
        raise PlanError(f"key: {last!r} is no key; use one character or one of {', '.join(_SELENIUM)}")
    # A shortcut is named by its letter: Control+A is pressed without Shift.
    return held, last.lower() if held and "Shift" not in held and len(last) == 1 else last


def playwright_key(key: str) -> str:
    held, last = split_key(key)
    return literal("+".join([*held, last]))


def selenium_key(key: str) -> str:
    """An expression for `send_keys`: `Keys.CONTROL + "a"`."""
    held, last = split_key(key)
    parts = [f"Keys.{_SELENIUM[name]}" for name in held]
    return " + ".join([*parts, f"Keys.{_SELENIUM[last]}" if last in _SELENIUM else literal(last)])
