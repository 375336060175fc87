"""The step vocabulary: one small type per kind, told apart by `kind`. STEP_KINDS is derived from it."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Union, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

from codegen.locator import Locator

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LiteralValue(_Model):
    literal: str = Field(max_length=20_000)


class InputValue(_Model):
    """The value of an input of the plan: an environment variable of the script, with the input's default."""

    input: Name


class SecretValue(_Model):
    """A value that only the environment holds, under this name ("SHOP_PASSWORD")."""

    secret: str = Field(pattern=r"^[A-Z][A-Z0-9_]{0,63}$")


Value = Union[LiteralValue, InputValue, SecretValue]


class DownloadExpect(_Model):
    """Of a table that is text: its first line, and how many rows are below it at least, one or more."""

    suffix: str | None = Field(default=None, pattern=r"^\.[A-Za-z0-9.]{1,16}$")
    not_empty: bool = True
    header: str | None = Field(default=None, min_length=1, max_length=1000)
    rows: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _rows_go_with_header(self) -> DownloadExpect:
        if self.rows is not None and self.header is None:
            raise ValueError("'rows' are those below the 'header'")
        return self


class Download(_Model):
    """The step starts a download: the file is saved, and `expect` is asserted of it."""

    kind: Literal["download"] = "download"
    expect: DownloadExpect = DownloadExpect()


class Popup(_Model):
    """The step opens a new tab or window; the steps after it act there."""

    kind: Literal["popup"] = "popup"


class Dialog(_Model):
    """The step raises a JavaScript dialog (alert, confirm, prompt)."""

    kind: Literal["dialog"] = "dialog"
    accept: bool = True
    text: str | None = Field(default=None, description="what is typed into a prompt")


class Navigation(_Model):
    """The step loads another page. `url` is a glob that the new address must match, where the goal names one."""

    kind: Literal["navigation"] = "navigation"
    url: str | None = None


Signal = Annotated[Union[Download, Popup, Dialog, Navigation], Field(discriminator="kind")]


class Target(_Model):
    """Evidence: the element on the screen that the step was planned on. Never used by a script."""

    element: str
    box: tuple[int, int, int, int]


class _Step(_Model):
    id: str = Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,31}$")
    why: str = Field(default="", max_length=2000, description="the words of the goal that this step serves")
    confidence: float = Field(default=1.0, ge=0, le=1)
    signal: Signal | None = None
    by: str = Field(default="", max_length=200, description="the model that chose it; empty: none did")


class _OnElement(_Step):
    """`alternatives` are locators of the same element, for where the first could be wrong about its role."""

    locator: Locator
    alternatives: tuple[Locator, ...] = ()
    target: Target | None = None


class Goto(_Step):
    """Opens an address: absolute, or a path on the script's base URL."""

    kind: Literal["goto"] = "goto"
    url: str = Field(min_length=1, max_length=4000)


class Click(_OnElement):
    """`optional`: only where the element comes up, as a cookie banner's button does."""

    kind: Literal["click"] = "click"
    button: Literal["left", "right"] = "left"
    count: Literal[1, 2] = 1
    optional: bool = False


class Fill(_OnElement):
    """Replaces the content of a field; an empty literal clears it."""

    kind: Literal["fill"] = "fill"
    value: Value


class Select(_OnElement):
    """Chooses the option with this visible text: a <select>, or a button that opens a list of options.

    `adds` keeps what is chosen already, in a list of several.
    """

    kind: Literal["select"] = "select"
    value: Value
    adds: bool = False


class Check(_OnElement):
    kind: Literal["check"] = "check"


class Uncheck(_OnElement):
    kind: Literal["uncheck"] = "uncheck"


class Press(_Step):
    """A key ("Enter", "Control+A"), on an element or on the page."""

    kind: Literal["press"] = "press"
    key: str = Field(pattern=r"^((Control|Shift|Alt|Meta)\+)*([A-Za-z0-9]|[A-Z][A-Za-z0-9]{1,15}|[!-/:-@\[-`{-~])$")
    locator: Locator | None = None
    alternatives: tuple[Locator, ...] = ()
    target: Target | None = None


class Hover(_OnElement):
    kind: Literal["hover"] = "hover"


class Scroll(_Step):
    """To an element, or to the page's top or bottom: one of the two."""

    kind: Literal["scroll"] = "scroll"
    locator: Locator | None = None
    alternatives: tuple[Locator, ...] = ()
    target: Target | None = None
    to: Literal["top", "bottom"] | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> Scroll:
        if (self.locator is None) == (self.to is None):
            raise ValueError("scroll takes either 'locator' or 'to'")
        return self


class Drag(_OnElement):
    kind: Literal["drag"] = "drag"
    onto: Locator
    onto_alternatives: tuple[Locator, ...] = ()


class Upload(_OnElement):
    """Gives a file, by path, to a file field or to the button that opens its chooser."""

    kind: Literal["upload"] = "upload"
    value: Value


class Wait(_OnElement):
    """Waits until the element is visible, gone or enabled."""

    kind: Literal["wait"] = "wait"
    until: Literal["visible", "hidden", "enabled"] = "visible"


Expectation = Literal[
    "visible", "hidden", "enabled", "disabled", "checked", "unchecked", "value", "text", "contains", "count",
    "rows_contain", "sorted_ascending", "sorted_descending", "url", "title",
]  # fmt: skip
NEEDS_VALUE = frozenset({"value", "text", "contains", "rows_contain", "url", "title"})
ON_PAGE = frozenset({"url", "title"})


class Expect(_Step):
    """Asserts. `value`: what it should be (`url` and `title`: contained); `count`: how many match the locator.

    `rows_contain`: the locator is a table; it has rows, and every one (in column `column`, where given) holds the
    value. `sorted_*`: the locator is a table whose column `column` (its header's text) is in that order.
    """

    kind: Literal["expect"] = "expect"
    that: Expectation
    locator: Locator | None = None
    alternatives: tuple[Locator, ...] = ()
    target: Target | None = None
    value: Value | None = None
    count: int | None = Field(default=None, ge=0)
    column: str | None = None

    @model_validator(mode="after")
    def _complete(self) -> Expect:
        if (self.that in NEEDS_VALUE) != (self.value is not None):
            raise ValueError(f"expect {self.that} {'needs' if self.that in NEEDS_VALUE else 'takes no'} 'value'")
        if (self.that == "count") != (self.count is not None):
            raise ValueError("'count' goes with that: count, and only with it")
        if (self.that in ON_PAGE) == (self.locator is not None):
            raise ValueError(f"expect {self.that} {'takes no' if self.that in ON_PAGE else 'needs'} 'locator'")
        if self.that.startswith("sorted_") and not self.column:
            raise ValueError(f"expect {self.that} needs 'column'")
        return self


class Extract(_OnElement):
    """Reads an element's text (a field's value) into a named result of the test (pytest's record_property)."""

    kind: Literal["extract"] = "extract"
    name: Name


Step = Annotated[
    Union[Goto, Click, Fill, Select, Check, Uncheck, Press, Hover, Scroll, Drag, Upload, Wait, Expect, Extract],
    Field(discriminator="kind"),
]
STEP_TYPES: tuple[type[Any], ...] = get_args(get_args(Step)[0])
STEP_KINDS: tuple[str, ...] = tuple(kind.model_fields["kind"].default for kind in STEP_TYPES)
