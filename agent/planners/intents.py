"""What a clause of a goal means, before anybody looks at a screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Verb = Literal[
    "open", "close", "click", "act", "fill", "pairs", "clear", "choose", "set", "be", "check", "uncheck",
    "toggle", "filter", "search", "sort", "export", "upload", "login", "page", "page_size", "hide_columns",
    "show_columns", "press", "hover", "scroll", "drag", "wait", "expect", "extract", "refuse", "within", "make",
]  # fmt: skip

PROHIBITION = "it says what not to do: no step does it, and none is planned for it"
WAY = "way"  # the detail of a click that only leads to what comes next
CONDITION = "a condition cannot be decided from one picture"


@dataclass(frozen=True, slots=True)
class Intent:
    """One thing to do, in the goal's own words.

    `target` describes an element ("the Edit in the row of 1042"), `value` is what goes into it (None: left open).
    `detail` is the verb's own word: a sort's "ascending", a page's "next", an export's ".csv", an expectation's kind,
    a click's "double", an act's verb ("delete"), a refusal's reason. `onto` is where a drag ends, or an expectation's
    column. `each` asks for every element that fits; `count` is a number of rows, pages or times.
    `group` is the rows of "for each row"; `pairs` are "field value" texts that only the
    fields on the screen can tell apart.
    """

    verb: Verb
    clause: str
    target: str = ""
    value: str | None = None
    detail: str = ""
    onto: str = ""
    each: bool = False
    count: int | None = None
    group: str = ""
    pairs: tuple[str, ...] = ()
