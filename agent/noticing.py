"""What a step newly brought, as expectations: the page reached, the heading or the message that appeared, the row gone.

Only what was seen to be false before the step and true after it, and what hangs on no number, date or input that
another run would see otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from agent.deeds import DEEDS, deed_of
from codegen.locator import Locator, Scope
from codegen.steps import Click, Expect, Goto, LiteralValue, Press, Step
from perception.dom_layout import MADE_UP

if TYPE_CHECKING:
    from playwright.sync_api import Page

_LONGEST = 80  # characters; what is longer is a text, not a message
# [kind, text] of what is to be seen and is no control's name.
_SEEN = """() => {
  const seen = (e) => e.checkVisibility({checkOpacity: true, checkVisibilityCSS: true}) && e.getClientRects().length;
  const said = (e) => e.innerText.trim().split("\\n")[0].replace(/\\s+/g, " ").trim();
  const acts = new Set([...document.querySelectorAll("button, a, [role=button]")].map(said));
  const all = (css, kind) => [...document.querySelectorAll(css)].filter(seen).map((e) => [kind, said(e)])
    .filter(([kind, text]) => text && !acts.has(text));
  return [...all("h1, h2, h3, h4, [role=heading]", "heading"),
          ...all("[role=alert], [role=status], [class*=toast i], [class*=snackbar i], [class*=notification i], " +
                 "[class*=message i], [class*=alert i]", "text")];
}"""


@dataclass(frozen=True)
class Moment:
    """A page as it is now: its address, its headings and messages, and its lines of text."""

    url: str
    told: frozenset[tuple[str, str]]
    lines: frozenset[str]


def moment(page: Page, lines: Sequence[str]) -> Moment:
    from playwright.sync_api import Error

    try:
        told = frozenset((str(kind), str(text)) for kind, text in page.evaluate(_SEEN))
    except Error:  # it is between two pages
        told = frozenset()
    return Moment(page.url, told, frozenset(lines))


def noticed(
    step: Step, before: Moment, after: Moment, goal: str, typed: Collection[str], holds: Callable[[Expect], bool]
) -> list[Expect]:
    """At most one expectation on the address, and one on what is to be seen. `typed` are the inputs' values."""
    if not isinstance(step, (Click, Press, Goto)):
        return []
    found = []
    if (path := reached(before.url, after.url, goal)) and not _opens_a_file(step):
        found.append(_expect(step, "url", value=LiteralValue(literal=path)))
    seen = (_expect(step, that, locator=locator) for that, locator in _seen(step, before, after, goal, typed))
    found += [*_first(expect for expect in seen if holds(expect))]
    return [expect for expect in found if holds(expect)]


def reached(before: str, after: str, goal: str) -> str:
    """The part of the new address that names the page: "/orders" of /orders/8f3a9c?tab=1; "" where none is new."""
    old, new = urlsplit(before), urlsplit(after)
    if new.fragment.startswith(("/", "!/")) and old.path == new.path:
        path = "#" + _stable(new.fragment, goal)
    else:
        path = _stable(new.path, goal)
    return path if len(path) > 2 and path not in before and path in after else ""


def _stable(path: str, goal: str) -> str:
    """The path up to its first part that another run would see otherwise: a number or an id that is not the goal's."""
    kept = []
    for part in path.split("/"):
        if (MADE_UP.search(part) or re.search(r"\d", part)) and part not in goal:
            break
        kept.append(part)
    return "/".join(kept).rstrip("/") if len(kept) > 1 else ""


def _seen(
    step: Step, before: Moment, after: Moment, goal: str, typed: Collection[str]
) -> Iterator[tuple[str, Locator]]:
    """What went, the row or card that was deleted, and what appeared: headings, then what says most."""
    scope = getattr(getattr(step, "locator", None), "scope", None)
    deed = deed_of(step.locator.name or step.locator.value) if isinstance(step, Click) else None
    for text in _meant(scope, before, goal) if deed is DEEDS[0] else ():
        if _held(text, before) and not _held(text, after):
            yield "hidden", Locator(by="text", value=text, match="contains", matches=0)
            break
        if text in before.lines and text not in after.lines:  # a message may still tell of it
            yield "hidden", Locator(by="text", value=text, matches=0)
            break
    for kind, text in sorted(after.told - before.told, key=lambda told: (told[0], -len(told[1]), told[1])):
        if text in before.lines or len(text) > _LONGEST or not _is_lasting(text, goal, typed):
            continue
        if kind == "heading":
            yield "visible", Locator(by="role", value="heading", name=text, matches=1)
        else:
            yield "visible", Locator(by="text", value=text, matches=1)


def _meant(scope: Scope | None, before: Moment, goal: str) -> Iterator[str]:
    """What a deed may be done to: its row or card, and the lines that the goal says, the longest first."""
    if scope is not None and scope.kind != "dialog":  # that closes whatever became of the deed
        yield scope.text
    said = (line for line in before.lines if len(line) > 2 and line.casefold() in goal.casefold())
    yield from sorted((line for line in said if deed_of(line) is None), key=lambda line: (-len(line), line))


def _held(text: str, seen: Moment) -> bool:
    return any(text.casefold() in line.casefold() for line in seen.lines)


def _is_lasting(text: str, goal: str, typed: Collection[str]) -> bool:
    """Whether another run would read the same: no number that the goal does not say, and no input's value."""
    if any(number not in goal for number in re.findall(r"\d+", text)) or "***" in text:
        return False
    if any(len(value) > 1 and value.casefold() in text.casefold() for value in typed):
        return False
    return sum(c.isalpha() for c in text) > 1


def _opens_a_file(step: Step) -> bool:
    return step.signal is not None and step.signal.kind == "download"


def _expect(step: Step, that: str, **fields: Any) -> Expect:
    return Expect.model_validate({"id": "s0", "why": step.why, "that": that, **fields})


def _first(found: Iterator[Expect]) -> Iterator[Expect]:
    for expect in found:
        yield expect
        return
