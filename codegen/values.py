"""Where a step's value comes from: a literal, an input (a variable of the environment) or a secret."""

from __future__ import annotations

import re
from collections.abc import Sequence

from codegen.plan import Input, Plan
from codegen.steps import InputValue, LiteralValue, SecretValue, Value
from templates import literal

# Variables that a machine sets for purposes of its own, or that every script reads: an input must not pick those up.
TAKEN = frozenset(
    "BASE_URL BROWSER BROWSER_PATH DISPLAY DOWNLOAD_DIR EDITOR EMAIL GROUP GROUPS HEADED HOME HOST HOSTNAME HOSTTYPE "
    "LANG LANGUAGE LOGNAME MAIL MODE NAME OLDPWD OS PAGER PATH PWD RANDOM SECONDS SHELL SHLVL TEMP TERM TIMEOUT TMP "
    "TMPDIR TZ UID USER USERDOMAIN USERNAME USERPROFILE VISUAL "
    # what scripts call things of their own
    "CONTROL COULD_BE_LABELLED DRAWN ENABLED HAS_WORD HELD_FIELD HOLD_CHOOSER INNERMOST INTO_VIEW LABEL_TEXTS "
    "NEXT_FIELD NOT_YET NO_BREAK PLACE_TO_CLICK RELEASE_CHOOSER REQUIRED ROLES SEEN SELECT_ALL SET_VALUE".split()
)


def variable(name: str) -> str:
    """The environment variable of the input `name`: its name in capitals, behind INPUT_ where that one is taken."""
    upper = name.upper()
    return f"INPUT_{upper}" if upper in TAKEN or upper.startswith(("PYTEST_", "SE_")) else upper


def required(plan: Plan) -> list[str]:
    """The variables that a script of the plan cannot do without: inputs that have no default, and secrets."""
    values = [getattr(step, "value", None) for step in plan.steps]
    taken = {value.input for value in values if isinstance(value, InputValue)}
    inputs = [variable(item.name) for item in plan.inputs if item.name in taken and not item.default]
    return list(dict.fromkeys([*inputs, *(value.secret for value in values if isinstance(value, SecretValue))]))


class Values:
    """Prints values. An input with a default is a constant of the file; one without is read where it is needed."""

    def __init__(self, inputs: Sequence[Input]) -> None:
        self.inputs = {item.name: item for item in inputs}

    def code(self, value: Value) -> str:
        if isinstance(value, LiteralValue):
            return literal(value.literal)
        if isinstance(value, InputValue):
            item = self.inputs[value.input]
            return self.constant(item) or self.read(item)
        return f"os.environ[{literal(value.secret)}]"

    def constant(self, item: Input) -> str:
        return variable(item.name) if item.default else ""

    def read(self, item: Input) -> str:
        name = literal(variable(item.name))
        return f"os.environ.get({name}, {literal(item.default)})" if item.default else f"os.environ[{name}]"


def spoken(value: Value) -> str:
    """The value as a comment says it."""
    if isinstance(value, LiteralValue):
        return f'"{value.literal}"' if value.literal else "nothing"
    return re.sub("_", " ", value.input) if isinstance(value, InputValue) else f"the secret {value.secret}"
