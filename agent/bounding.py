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
from agent.mentions import longest_mention, mentions
from agent.resemblance import is_grave
from agent.stage import Stage, Stopped
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
  const heads = "h1, h2, h3, h4, h5, h6, [role=heading], legend, caption, summary, [class$=title]";
  const pressed = "button, option, [role=button]", controls = pressed + ", a, label, [role=link]";
  const found = [];
  for (let box = e.parentElement; box && !box.matches("body, main, [role=main]"); box = box.parentElement) {
    const kind = kinds.find(([, css]) => box.matches(css))?.[0] ?? "card";
    const selector = kind === "card" ? css(box) : null;
    if (selector === "") continue;
    const said = [...box.querySelectorAll(heads + ", td, [role=cell]")].filter((each) => each.checkVisibility() &&
      !each.contains(e) && !e.contains(each));
    const lines = [...box.querySelectorAll("*")].filter((each) => !each.childElementCount && each.checkVisibility() &&
      !each.closest(["row", "list_item"].includes(kind) ? pressed : controls));
    found.push({kind, css: selector, titles: said.map(folded).filter(Boolean).slice(0, 12), text: folded(box),
      heads: said.filter((each) => each.matches(heads)).map(folded).filter(Boolean).slice(0, 12),
      lines: lines.map(folded).filter(Boolean).slice(0, 200)});
  }
  return found;
}"""
_LONGEST = 60  # characters of a title
_LONGEST_CELL = 200
_RECORDS = ("row", "list_item")
_RECORD_CSS = "tr, [role=row], li, [role=listitem]"
_FEW = 12  # equals in one row


def bounded(step: Step, stage: Stage) -> Step:
    """The step with its locator in the container that its element stands in, where that is worth saying.

    The new locator led to the very element; where none does, the step stays as it is. Raises Stopped where that would
    be nothing but a place among the page's buttons, for an act on a record that the goal names.
    """
    from playwright.sync_api import Error

    locator: Locator | None = getattr(step, "locator", None)
    if locator is None or locator.host or not _is_weak(step, locator):
        return step
    try:
        found = stage.find(locator)
        if found.count() != 1:
            return step
        around = found.evaluate(_AROUND)
        for scope in _scopes(around, locator, step.why):
            tighter = locator.model_copy(update={"scope": scope, "nth": None})
            if (leading := _leading(tighter, stage, found)) is not None:
                return step.model_copy(update={"locator": leading, "alternatives": ()})
    except Error:  # the page went meanwhile: the act itself says so
        return step
    if _is_bare(locator) and (record := _record_named(around, step.why)):
        raise Stopped(f"the {locator.value} in the row of {record!r} cannot be told apart for a script")
    return step


def _is_weak(step: Step, locator: Locator) -> bool:
    return _is_loose(step, locator) or _is_placed(step, locator) or _is_grave(step, locator)


def _is_loose(step: Step, locator: Locator) -> bool:
    """Whether only a text somewhere around tells it apart: one that is gone from its card would be found in another,
    and the row with "1003" may be that of 21003.

    A field without a name is left alone: the text is its caption.
    """
    scope = locator.scope
    if scope is None or scope.whole:
        return False
    if scope.kind in _RECORDS:
        return True
    named = bool(locator.name) or locator.by == "text" or (locator.by == "css" and isinstance(step, Click))
    return named and scope.kind in ("card", "section") and not scope.css


def _is_placed(step: Step, locator: Locator) -> bool:
    """Whether its place among equals tells it, though the goal counts nothing."""
    counted = phrases.ORDINAL.search(step.why) or phrases.ORDINAL_CHINESE.search(step.why)
    return locator.nth is not None and not counted


def _is_grave(step: Step, locator: Locator) -> bool:
    bare = locator.scope is None and locator.nth is None and locator.by in ("role", "text", "label")
    return bare and isinstance(step, Click) and is_grave(locator.name or locator.value)


def _is_bare(locator: Locator) -> bool:
    """Whether it is the page's seventh button, and nothing else."""
    return locator.by == "role" and not locator.name and locator.nth is not None and locator.scope is None


def _record_named(around: list[dict[str, Any]], why: str) -> str:
    """What the goal calls the row or list item that the element stands in; "" where it does not."""
    records = (box for box in around if box["kind"] in _RECORDS)
    return next((text for box in records for text in _named([*box["lines"], *box["titles"]], why)), "")


def _scopes(around: list[dict[str, Any]], locator: Locator, why: str) -> list[Scope]:
    """The containers that could be named, the best first."""
    return [scope for box in around for scope in _in_box(box, locator, why)][:12]


def _in_box(box: dict[str, Any], locator: Locator, why: str) -> Iterator[Scope]:
    text = locator.scope.text if locator.scope else ""
    if box["kind"] in _RECORDS:
        for title in _of_record(box, text, locator, why):
            yield Scope(kind=box["kind"], text=title, whole=True)
    elif text and box["css"] and text.casefold() in box["text"].casefold():
        for title in _of_card(box, text, locator, why):
            yield from _as_said(Scope(kind="card", text=title, css=box["css"]), box)
    elif not text:
        for title in dict.fromkeys([*_named(box["lines"], why), *box["titles"]]):
            if _tells(title, locator, why):
                yield from _as_said(Scope(kind=box["kind"], text=title, css=box["css"]), box)


def _of_record(box: dict[str, Any], text: str, locator: Locator, why: str) -> list[str]:
    """Whole texts that tell a row or list item: that the goal says, that hold the text which told it up to now, and
    of one whose place told it, that hold words of the goal ("Alan Turing (admin)"), and for a grave act any other."""
    wholes = [each for each in dict.fromkeys([*box["titles"], *box["lines"]]) if len(each) <= _LONGEST_CELL]
    wholes = [each for each in wholes if each.casefold() not in (locator.name or "").casefold()]
    holding = [each for each in wholes if text and text.casefold() in each.casefold()]
    alike: list[str] = []
    if text or locator.nth is not None:
        lengths = {each: longest_mention(why, each) for each in wholes}
        alike = sorted(filter(lengths.__getitem__, wholes), key=lambda each: -lengths[each])
    if locator.nth is not None and is_grave(locator.name or why):
        alike += [each for each in wholes if re.search(r"[^\W\d]{2}", each)]
    return list(dict.fromkeys([*_named(wholes, why), *sorted(holding, key=len), *alike]))[:6]


def _of_card(box: dict[str, Any], text: str, locator: Locator, why: str) -> list[str]:
    """What tells a card, the best first: what the goal calls it, its headings, and the text that did up to now."""
    heads = [head for head in box["heads"] if _tells(head, locator, why)]
    said = [each for each in (*heads, text) if mentions(why, each)]
    return list(dict.fromkeys([*said, *heads, text]))[:6]


def _named(lines: list[str], why: str) -> list[str]:
    """The lines that the goal says, the longest first."""
    return sorted((line for line in lines if mentions(why, line)), key=len, reverse=True)


def _as_said(scope: Scope, box: dict[str, Any]) -> Iterator[Scope]:
    """First by the whole line: "Grace Hopper" is in the card of "Grace Hopperton", too."""
    if scope.text in (*box["titles"], *box["lines"]):
        yield scope.model_copy(update={"whole": True})
    yield scope


def _tells(title: str, locator: Locator, why: str) -> bool:
    """Whether another run finds the container by it: numbers only if the goal says them."""
    if not 2 <= len(title) <= _LONGEST or title.casefold() in (locator.name or locator.value).casefold():
        return False
    return any(c.isalpha() for c in title) and all(number in why for number in re.findall(r"\d+", title))


def _leading(way: Locator, stage: Stage, wanted: Found) -> Locator | None:
    """The way where it leads to the very element; in a record also by its place among the few that are there."""
    found = stage.find(way)
    if _is_same(found, wanted):
        return way
    if way.scope is None or way.scope.kind not in _RECORDS or not 1 < found.count() <= _FEW:
        return None
    if not found.evaluate_all("(all, css) => new Set(all.map((e) => e.closest(css))).size === 1", _RECORD_CSS):
        return None
    places = (place for place in range(found.count()) if _is_same(found.nth(place), wanted))
    return next((way.model_copy(update={"nth": place}) for place in places), None)


def _is_same(found: Found, wanted: Found) -> bool:
    if found.count() != 1:
        return False
    handle = wanted.element_handle()
    try:
        return bool(found.evaluate("(e, other) => e === other", handle))
    finally:
        handle.dispose()
