"""Whether the element that a script is about to act on is the one that its plan was recorded on, or only called so.

A locator that finds one element finds one also where its own element is gone and a namesake stands elsewhere. What the
document calls the recorded element, its neighbours, its heading and its place tell: one of them has to be as it was.

Loaded inside the guard, beside a script: it imports the standard library alone, and learns of whatever drives a browser
from the fixtures that a test is given.
"""

from __future__ import annotations

import functools
import re
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Was = Mapping[str, Any]
_SOME, _MOST, _ALL = 0.3, 0.6, 0.9  # of its neighbours
_PLACE = 0.7  # how near to its old place is there
_PATIENCE_S = 2.0  # a page may still be building itself around the element
_POLL_S = 0.1
_PLAYWRIGHT_ACTS = (
    "check", "clear", "click", "dblclick", "drag_to", "evaluate_handle", "fill", "hover", "press",
    "press_sequentially", "select_option", "set_checked", "set_input_files", "tap", "type", "uncheck",
)  # fmt: skip
_LEADS_TO_AN_ACT = re.compile(r"\.(?:scrollIntoView|focus)\(")  # what Selenium's scripts do before an act
# The page around an element: what stands before and after it, each from the nearest on.
AROUND = """(e) => {
  const folded = (text) => (text ?? "").replace(/\\s+/g, " ").trim();
  const control = e.closest("label")?.control ?? e, root = e.ownerDocument.body ?? e.getRootNode();
  const silent = new Set(["SCRIPT", "STYLE", "TEMPLATE", "NOSCRIPT", "OPTION"]);
  const unseen = (node) => silent.has(node.nodeName) ||
    (node.nodeType === Node.ELEMENT_NODE && !node.checkVisibility({visibilityProperty: true}));
  const said = (node) => node.nodeType === Node.TEXT_NODE ? folded(node.data) :
    folded(["aria-label", "placeholder", "alt", "title"].map((name) => node.getAttribute(name) ?? "").join(" ") +
      (node.matches("input[type=submit], input[type=button], input[type=reset]") ? " " + node.value : ""));
  const beside = (step) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT,
      (node) => unseen(node) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
    walker.currentNode = e;
    const found = [];
    for (let looked = 0; looked < 1000 && found.length < 10; looked++) {
      const node = walker[step]();
      if (!node) break;
      const text = e.contains(node) || node.contains(e) ? "" : said(node);
      if (text) found.push(text);
    }
    return found;
  };
  const headings = [...root.querySelectorAll("h1, h2, h3, h4, h5, h6, [role=heading]")].filter((each) =>
    each.checkVisibility() && e.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_PRECEDING);
  const box = e.getBoundingClientRect(), page = document.scrollingElement ?? document.documentElement;
  const own = (name) => [e, control].map((each) => each.getAttribute(name) ?? "").find(Boolean) ?? "";
  const names = ["data-testid", "data-test-id", "data-test", "data-cy", "data-qa", "id", "name", "href"];
  const row = e.closest("tr:not([role]), [role=row], li:not([role]), [role=listitem]");
  const written = (node) => [node.matches("input, textarea") ? node.value : node.textContent, node.ariaLabel, node.alt,
    node.title, node.selectedOptions?.[0]?.textContent].map((text) => folded(String(text ?? "")));
  const record = row && [...new Set([...row.querySelectorAll("*")].slice(0, 300).flatMap(written))];
  return {record: record?.filter((text) => text && text.length <= 500),
    own: Object.fromEntries(names.map((name) => [name, own(name)])),
    heading: folded(headings.at(-1)?.textContent), before: beside("previousNode"), after: beside("nextNode"),
    width: page.scrollWidth, host: window.top === window ? location.host : "",
    at: window.top === window ? [box.x + scrollX + box.width / 2, box.y + scrollY + box.height / 2] : null};
}"""


def elsewhere(was: Was, now: Mapping[str, Any]) -> str:
    """Why what was found is not what was recorded; "" where it may well be.

    `was`: `what` it is called, its `own` attributes, `heading`, neighbours `before` and `after` it (the nearest first),
    `at`: its centre in pixels of the page, the page's `width`, and its `host`, "" for any. `record`: texts that its row
    or list item is known by, if any. `now` is what AROUND gives.
    """
    if was["host"] and now["host"] and was["host"] != now["host"]:
        return f"the page is one of {now['host']}, and the step was recorded on {was['host']}: nothing was done there"
    if missing := _missing(was.get("record", ()), now.get("record")):
        return (f"{was['what']} was found, but not the one that was recorded: that one stood in the row of "
                f"{missing[:60]!r}, and this one in another; if it was renamed, record the plan again")  # fmt: skip
    if any(value and _bare(now["own"].get(name, "")) == _bare(value) for name, value in was["own"].items()):
        return ""
    if not (was["heading"] or was["before"] or was["after"]):
        return ""
    if _is_enough(was, now):
        return ""
    then = _side(was["heading"], was["before"], was["after"])
    there = _side(now["heading"], now["before"], now["after"])
    return (f"{was['what']} was found, but not the one that was recorded: that one stood {then}, and this one stands "
            f"{there}; if it was moved, record the plan again")  # fmt: skip


def _is_enough(was: Was, now: Mapping[str, Any]) -> bool:
    """Whether what stands around it is enough as it was. What it lost is to be made up for by its neighbours."""
    headings = [_folded(was["heading"]), _folded(now["heading"])]
    lost = bool(was["own"]) + (all(headings) and headings[0] != headings[1])
    if not lost and headings[0] and headings[0] == headings[1]:
        return True
    near, at_its_place = _neighbours(was, now), _nearness(was, now) >= _PLACE
    if not lost:
        return near >= _SOME or at_its_place
    return near >= (_MOST, _ALL)[lost - 1] or (lost == 1 and near >= _SOME and at_its_place)


def _missing(record: Sequence[str], texts: Sequence[str] | None) -> str:
    """The first text of the record that none of these is; "" where it stands in no row that the document says."""
    if texts is None:
        return ""
    today = {_folded(text) for text in texts}
    return next((text for text in record if _folded(text) not in today), "")


def _side(heading: str, before: Sequence[str], after: Sequence[str]) -> str:
    names = [name for name in (heading, *before[:1], *after[:1]) if name]
    return f"{'below' if heading else 'beside'} {names[0][:60]!r}" if names else "alone"


def _neighbours(was: Was, now: Mapping[str, Any]) -> float:
    """How many of the neighbours are still on their side, the nearest counting most."""
    found = total = 0.0
    for side in ("before", "after"):
        around = _folded(" \n ".join(now[side]))
        for away, name in enumerate(was[side]):
            total += 1 / (1 + away)
            found += _folded(name) in around and 1 / (1 + away)
    return found / total if total else 0.0


def _nearness(was: Was, now: Mapping[str, Any]) -> float:
    """1 at the same place of the page, 0 from a third of its width or half a screen on."""
    if now["at"] is None:
        return 0.0
    (x, y), (left, top) = was["at"], now["at"]
    aside = abs(x / max(1, was["width"]) - left / max(1, now["width"]))
    return float(1 - aside / 0.33 - abs(y - top) / 400)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _bare(value: str) -> str:
    """An address without its query; any other value as it is."""
    path, mark, fragment = value.partition("#")
    return path.split("?")[0] + mark + fragment


class Lookout:
    """Looks before the first act of a step: raises AssertionError where it would be done to another element."""

    def __init__(self) -> None:
        self._was: Was | None = None

    def expect(self, was: Was | None) -> None:
        """What the next act is to be done to; None: that is not known."""
        self._was = was

    def watch(self, value: object) -> None:
        """Takes note of a fixture's value, where it is a page or a driver."""
        kind = type(value).__module__.split(".")[0]
        if kind == "playwright" and hasattr(value, "get_by_role"):
            self._watch_playwright(sys.modules["playwright.sync_api"])
        elif kind == "selenium" and hasattr(value, "execute_script"):
            self._watch_selenium(value)

    def _watch_playwright(self, driver: Any) -> None:
        def look(found: Any, act: str, timeout: float | None = None, **_: Any) -> None:
            try:
                self._look(lambda: found.evaluate(AROUND, timeout=timeout), found.page.wait_for_timeout)
            except driver.Error as fault:  # told as the act's own: it would have waited for the same element
                raise type(fault)(fault.message.replace("Locator.evaluate", f"Locator.{act}")) from None

        for name in _PLAYWRIGHT_ACTS:
            _before(driver.Locator, name, look)

    def _watch_selenium(self, driver: Any) -> None:
        from selenium.webdriver.remote.webelement import WebElement
        from selenium.webdriver.support.ui import Select

        asks = driver.execute_script

        def look(element: Any, act: str, **_: Any) -> None:
            self._look(lambda: asks(f"return ({AROUND})(arguments[0])", element), lambda ms: time.sleep(ms / 1000))

        def looks_first(script: str, *given: Any) -> Any:
            if given and isinstance(given[0], WebElement) and _LEADS_TO_AN_ACT.search(script):
                look(given[0], script)
            return asks(script, *given)

        driver.execute_script = looks_first
        _before(WebElement, "send_keys", look)
        _before(Select, "select_by_visible_text", lambda select, act, **_: look(select._el, act))

    def _look(self, around: Callable[[], Mapping[str, Any]], pause: Callable[[float], None]) -> None:
        was, self._was = self._was, None  # what looks is not looked at itself
        if was is None:
            return
        until = time.monotonic() + _PATIENCE_S
        try:
            while why := elsewhere(was, around()):
                if time.monotonic() > until:
                    raise AssertionError(why)
                pause(1000 * _POLL_S)
        except BaseException:
            self._was = was  # the act is tried again, or has failed
            raise


def _before(kind: Any, name: str, look: Callable[..., None]) -> None:
    """Lets `look` be called with what the method is called on, its name and options, before it does anything."""
    act = getattr(kind, name, None)
    if act is None or hasattr(act, "looks_first"):
        return

    @functools.wraps(act)
    def looks_first(this: Any, *given: Any, **named: Any) -> Any:
        look(this, name, **named)
        return act(this, *given, **named)

    looks_first.looks_first = True  # type: ignore[attr-defined]
    setattr(kind, name, looks_first)
