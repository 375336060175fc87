"""How a step names its element: driver-neutral, readable, exact."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

By = Literal["test_id", "role", "placeholder", "label", "alt", "text", "title", "id", "css"]
Match = Literal["exact", "ignore_case", "contains"]


class Scope(BaseModel):
    """The container that a locator is looked for in, named by text that is visible in it ("row with 1042").

    `css` is what selects a card or section among others, where the document says it: nothing outside of one is meant.
    Without it, it is the smallest part of the page that holds the text and the element. `whole` wants a part of the
    container that says just the text; it goes with a container whose bounds are known.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["row", "card", "dialog", "section", "list_item"]
    text: str = Field(min_length=1, max_length=500)
    css: str | None = Field(default=None, min_length=1, max_length=200)
    whole: bool = False

    @model_validator(mode="after")
    def _css_goes_with_what_has_no_role(self) -> Scope:
        if self.css is not None and self.kind not in ("card", "section"):
            raise ValueError(f"'css' goes with kind: card or section, a {self.kind} is told by its role")
        if self.whole and self.css is None and self.kind in ("card", "section"):
            raise ValueError(f"'whole' goes with a {self.kind} that 'css' selects")
        return self


class Locator(BaseModel):
    """One element. `name` goes with `by="role"` alone.

    `match` is how text is compared, whitespace folded first: the whole string, the whole string whatever its case
    (what was read from a picture may be upper-cased by a style), or a part of it whatever its case.
    `matches` is how many elements it matched when it was written; `nth` counts from 0.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    by: By
    value: str = Field(min_length=1, max_length=2000)
    name: str | None = Field(default=None, max_length=2000)
    match: Match = "exact"
    scope: Scope | None = None
    nth: int | None = Field(default=None, ge=0)
    frame: str | None = Field(default=None, description='CSS of the iframe it is in; of several, "outer >>> inner"')
    host: str | None = Field(
        default=None, description='CSS of the open shadow root\'s host it is in; "outer >>> inner"'
    )
    matches: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _name_goes_with_role(self) -> Locator:
        if self.name is not None and self.by != "role":
            raise ValueError(f"'name' goes with by: role, not with by: {self.by}")
        return self
