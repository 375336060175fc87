"""What the targets share: what a step's template is given, and how several locators become one element."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from codegen import address
from codegen.locator import Locator, Scope
from codegen.plan import Plan, PlanError
from codegen.steps import LiteralValue, Step
from codegen.values import Values
from templates import literal

HIDDEN_TOO = frozenset({"upload", "check", "uncheck"})  # a style often hides these inputs themselves
FIELDS = frozenset({"combobox", "listbox", "searchbox", "slider", "spinbutton", "textbox"})
HELD = frozenset({"contains", "rows_contain", "title", "url"})
SCOPE_ROLES = {"row": "row", "dialog": "dialog", "list_item": "listitem"}


class Target(ABC):
    """`parts` are settings, fixtures and helpers in the order of the file (templates/<name>/parts/<part>.py.jinja),
    `arguments` the fixtures that a test may ask for with their types, `imports` where imported names come from,
    `remote` what REMOTE_URL may name.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    remote: ClassVar[str]
    parts: ClassVar[tuple[str, ...]]
    arguments: ClassVar[Mapping[str, str]]
    imports: ClassVar[Mapping[str, str]]

    def context(self, step: Step, values: Values, plan: Plan) -> dict[str, Any]:
        """What a step's template is given: `element`, `onto`, `value`, `key`, `any_case`, `slider`, `on_base`."""
        value = getattr(step, "value", None)
        if step.kind == "expect" and step.that in HELD and value == LiteralValue(literal=""):
            raise PlanError(f"step {step.id}: every text holds an empty one, so expect {step.that} '' cannot fail")
        context: dict[str, Any] = {"element": "", "value": "" if value is None else values.code(value)}
        if ways := locators(step):
            ways = _with_combobox(step, ways)
            if _may_be_untied(step, ways):
                each = ", ".join(self.plain(way, seen=True) for way in ways)
                context["element"] = f"labelled({literal(ways[0].value)}, {each})"
            else:
                context["element"] = self.element(ways, seen=step.kind not in HIDDEN_TOO)
            context["any_case"] = ways[0].match != "exact"
            context["slider"] = _is_slider(ways[0])
        if step.kind == "drag":
            context["onto"] = self.element(locators(step, "onto"), seen=True)
        if step.kind == "press":
            context["key"] = self.key(step.key)
        if step.kind == "goto":
            context["on_base"] = address.on_base(step.url, plan.start.url)
        return context

    def settings(self, plan: Plan) -> dict[str, Any]:
        """What the templates of parts print, beside what they get for every target."""
        return {}

    def in_frame(self, code: str, step: Step) -> str:
        """The lines of a step, within its frame; where locators enter frames by themselves, as they are."""
        return code

    def element(self, ways: Sequence[Locator], seen: bool) -> str:
        """The expression of the one element that all these locators mean. `seen`: only what is visible counts."""
        first = ways[0]
        if len({way.frame for way in ways}) > 1:
            raise PlanError(f"locator {first.value!r}: its alternatives are in another frame")
        if len(ways) == 1:
            code = self.placed(self.scoped(self.plain(first, seen), first.scope), first.nth, seen)
        elif len({way.scope for way in ways}) == 1 and len({way.nth for way in ways}) == 1:
            either = self.one_of([self.plain(way, seen) for way in ways], seen)
            code = self.placed(self.scoped(either, first.scope), first.nth, seen)
        else:
            each = [self.placed(self.scoped(self.plain(way, seen), way.scope), way.nth, seen) for way in ways]
            code = self.one_of(each, seen)
        return code

    @abstractmethod
    def plain(self, locator: Locator, seen: bool) -> str:
        """A locator without its scope, place and frame."""

    @abstractmethod
    def scoped(self, code: str, scope: Scope | None) -> str: ...

    @abstractmethod
    def placed(self, code: str, place: int | None, seen: bool) -> str: ...

    @abstractmethod
    def one_of(self, ways: Sequence[str], seen: bool) -> str: ...

    @abstractmethod
    def key(self, key: str) -> str: ...


def locators(step: Step, field: str = "locator") -> tuple[Locator, ...]:
    """The step's locator and its alternatives; () where it has none."""
    first = getattr(step, field, None)
    others = getattr(step, "alternatives" if field == "locator" else f"{field}_alternatives", ())
    return () if first is None else (first, *others)


def parted(path: str) -> list[str]:
    """The frames, or the hosts of shadow roots, that lead inwards to an element."""
    return [each.strip() for each in path.split(" >>> ")]


def _is_slider(way: Locator) -> bool:
    return (way.by == "role" and way.value == "slider") or (way.by == "css" and "slider" in way.value)


def as_read(locator: Locator) -> str:
    """How its text is compared: a field's name also without the colon, asterisk or pictogram that a page adds to it."""
    field = locator.by == "label" or (locator.by == "role" and locator.value in FIELDS)
    return "ignore_case" if field and locator.match == "exact" else locator.match


def _may_be_untied(step: Step, ways: Sequence[Locator]) -> bool:
    """On a picture a label stands beside its field, but the markup may not tie the two. With alternatives the plan
    was made on a picture: on a page, where locators are tried, it has none."""
    on_field = step.kind in ("fill", "select", "extract") or (step.kind == "expect" and step.that == "value")
    plainly = all(way.scope is None and way.frame is None and way.nth is None for way in ways)
    return on_field and plainly and len(ways) > 1 and ways[0].by == "label" and ways[0].match != "contains"


def _with_combobox(step: Step, ways: tuple[Locator, ...]) -> tuple[Locator, ...]:
    """A select that stands inside its label has the options in the label's text: its accessible name has not."""
    first = ways[0]
    if step.kind != "select" or first.by != "label" or any(way.by == "role" for way in ways):
        return ways
    return (*ways, first.model_copy(update={"by": "role", "value": "combobox", "name": first.value}))


def is_bounded(scope: Scope) -> bool:
    """Whether it is known where the container ends: by its role, or by what selects it."""
    return scope.kind in SCOPE_ROLES or scope.css is not None


def around(text: str, code: str) -> str:
    return f"around({literal(text)}, {code})"
