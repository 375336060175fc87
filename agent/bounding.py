"""Says where an act belongs: "Delete" in the card "Ada Byron", and not any other that is called the same one day.

A locator that finds one element finds one also where its own element is gone and a namesake stands elsewhere. Where
that would be grave, or where a card or a place alone told the element from others, the container is named that it must
be in: what stands fifth today stands sixth tomorrow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from agent import phrases
from agent.resemblance import is_grave
from agent.stage import Stage
from codegen.locator import Locator, Scope
from codegen.steps import Click, Step

if TYPE_CHECKING:
    from playwright.sync_api import Locator as Found

# What stands around the element, the nearest first: its kind, what selects its kind, its titles, lines and text.
_AROUND = """(e) => {
  const named = /(?:^|[-_])(?:card|panel|tile|box|widget|item|modal|drawer|popover|popconfirm|section)$/;
  const tags = ["article", "fieldset", "details", "section", "aside", "form"];
  const kinds = [["dialog", "dialog, [role=dialog]"], ["row", "tr, [role=row]"], ["list_item", "li, [role=listitem]"]];
  const folded = (node) => node.textContent.replace(/\\s+/g, " ").trim();
  const css = (box) => {
    if (tags.includes(box.localName)) return box.localName;
    const role = box.getAttribute("role");
    if (["alertdialog", "article", "group", "region"].includes(role)) return `[role="${role}"]`;
    const name = [...box.classList].find((each) => named.test(each) && /^[a-z_-]+$/i.test(each));
    return name ? "." + name : "";
  };
  const titles = "h1, h2, h3, h4, h5, h6, [role=heading], legend, caption, summary, [class$=title], td, [role=cell]";
  const controls = "button, a, option, label, [role=button], [role=link]";
  const found = [];
  for (let box = e.parentElement; box && !box.matches("body, main, [role=main]"); box = box.parentElement) {
    const kind = kinds.find(([, css]) => box.matches(css))?.[0] ?? "card";
    const selector = kind === "card" ? css(box) : null;
    if (selector === "") continue;
    const said = [...box.querySelectorAll(titles)].filter((each) => each.checkVisibility() && !each.contains(e) &&
      !e.contains(each));
    const lines = [...box.querySelectorAll("*")].filter((each) => !each.childElementCount && each.checkVisibility() &&
      !each.closest(controls));
    found.push({kind, css: selector, titles: said.map(folded).filter(Boolean).slice(0, 12), text: folded(box),
      lines: lines.map(folded).filter(Boolean).slice(0, 200)});
  }
  return found;
}"""
_LONGEST = 60  # characters of a title


def bounded(step: Step, stage: Stage) -> Step:
    """The step with its locator in the container that its element stands in, where that is worth saying.

    The new locator led to the very element; where none does, the step stays as it is.
    """
    from playwright.sync_api import Error

    locator: Locator | None = getattr(step, "locator", None)
    if (
        locator is None
        or locator.host
        or not (_is_loose(locator) or _is_placed(step, locator) or _is_grave(step, locator))
    ):
        return step
    try:
        found = stage.find(locator)
        if found.count() != 1:
            return step
        for scope in _scopes(found.evaluate(_AROUND), locator, step.why):
            tighter = locator.model_copy(update={"scope": scope, "nth": None})
            if _is_same(stage.find(tighter), found):
                return step.model_copy(update={"locator": tighter, "alternatives": ()})
    except Error:  # the page went meanwhile: the act itself says so
        return step
    return step


def _is_loose(locator: Locator) -> bool:
    """Whether only a text somewhere around tells it apart: one that is gone from its card would be found in another.

    A field without a name is left alone: the text is its caption.
    """
    named = bool(locator.name) or locator.by == "text"
    return named and locator.scope is not None and locator.scope.kind in ("card", "section") and not locator.scope.css


def _is_placed(step: Step, locator: Locator) -> bool:
    """Whether its place among equals tells it, though the goal counts nothing."""
    counted = phrases.ORDINAL.search(step.why) or phrases.ORDINAL_CHINESE.search(step.why)
    return locator.nth is not None and not counted


def _is_grave(step: Step, locator: Locator) -> bool:
    bare = locator.scope is None and locator.nth is None and locator.by in ("role", "text", "label")
    return bare and isinstance(step, Click) and is_grave(locator.name or locator.value)


def _scopes(around: list[dict[str, Any]], locator: Locator, why: str) -> list[Scope]:
    """The containers that could be named, the best first."""
    text = locator.scope.text if locator.scope else ""
    if text:
        held = [box for box in around if box["css"] and text.casefold() in box["text"].casefold()]
        return [scope for box in held for scope in _as_said(Scope(kind="card", text=text, css=box["css"]), box)]
    return [
        scope
        for box in around
        for title in dict.fromkeys([*_named(box["lines"], why), *box["titles"]])
        if _tells(title, box["kind"], locator, why)
        for scope in _as_said(Scope(kind=box["kind"], text=title, css=box["css"]), box)
    ][:12]


def _named(lines: list[str], why: str) -> list[str]:
    """The lines that the goal says, the longest first."""
    return sorted(
        (line for line in lines if len(line) > 2 and line.casefold() in why.casefold()), key=len, reverse=True
    )


def _as_said(scope: Scope, box: dict[str, Any]) -> Iterator[Scope]:
    """First by the whole line: "Grace Hopper" is in the card of "Grace Hopperton", too."""
    if scope.text in (*box["titles"], *box["lines"]):
        yield scope.model_copy(update={"whole": True})
    yield scope


def _tells(title: str, kind: str, locator: Locator, why: str) -> bool:
    """Whether another run finds the container by it: what a row holds, and numbers, only if the goal says it."""
    if not 2 <= len(title) <= _LONGEST or title.casefold() in (locator.name or locator.value).casefold():
        return False
    if kind in ("row", "list_item"):
        return title.casefold() in why.casefold()
    return any(c.isalpha() for c in title) and all(number in why for number in re.findall(r"\d+", title))


def _is_same(found: Found, wanted: Found) -> bool:
    if found.count() != 1:
        return False
    handle = wanted.element_handle()
    try:
        return bool(found.evaluate("(e, other) => e === other", handle))
    finally:
        handle.dispose()
