"""Plan -> Hints: what the steps expect of the elements that they act on, for the replica to do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from codegen.steps import (
    Check,
    Dialog,
    Download,
    Fill,
    Hover,
    InputValue,
    LiteralValue,
    Navigation,
    Popup,
    Select,
    Uncheck,
    Upload,
)

if TYPE_CHECKING:
    from codegen.plan import Plan
    from sandbox.hints import DialogKind, Hints

STAND_IN = "rehearsal"  # what an input without a value, or a secret, is on the replica


def hints(made: Plan) -> Hints:
    """What a picture cannot say, by the id of the element that a step was planned on."""
    from sandbox.hints import Hints

    steps = [(target.element, step) for step in made.steps if (target := getattr(step, "target", None))]
    signals = [(element, step.signal) for element, step in steps if step.signal]
    options: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for element, step in steps:
        if isinstance(step, Select):
            options[element] += tuple(values(made, step))

    def acted_on(*kinds: type[Any]) -> frozenset[str]:
        return frozenset(element for element, step in steps if isinstance(step, kinds))

    return Hints(
        options=options,
        downloads={i: signal.expect.suffix or "" for i, signal in signals if isinstance(signal, Download)},
        popups=frozenset(i for i, signal in signals if isinstance(signal, Popup)),
        dialogs={i: _dialog(signal) for i, signal in signals if isinstance(signal, Dialog)},
        navigations={i: _path(signal.url) for i, signal in signals if isinstance(signal, Navigation)},
        files=acted_on(Upload), fills=acted_on(Fill), checks=acted_on(Check, Uncheck), hovers=acted_on(Hover),
        scopes=tuple(
            (element, locator.scope.text)
            for element, step in steps
            if (locator := getattr(step, "locator", None)) and locator.scope
        ),
    )  # fmt: skip


def values(made: Plan, step: Any) -> Iterator[str]:
    """What a step may come to choose: its own text, or its input's value and options; never nothing."""
    if isinstance(step.value, LiteralValue):
        yield step.value.literal
    elif isinstance(step.value, InputValue):
        given = next(item for item in made.inputs if item.name == step.value.input)
        yield from dict.fromkeys([given.default, *given.options] if given.default else given.options or [STAND_IN])
    else:
        yield STAND_IN


def _dialog(signal: Dialog) -> DialogKind:
    return "confirm" if signal.text is None else "prompt"


def _path(url: str | None) -> str:
    """A path that the glob of an address matches: "**/orders/*" -> "/orders/x"; "" where any will do."""
    parts = [part.replace("*", "") or "x" for part in urlsplit(url or "").path.split("/") if part not in ("", "**")]
    return "/" + "/".join(parts) if parts else ""
