"""The Playwright writer: how its scripts name elements, and the names that they import."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import ClassVar

from codegen.keys import playwright_key
from codegen.locator import Locator, Scope
from codegen.selectors import css, only_css
from codegen.targets.base import SCOPE_ROLES, Target, around, as_read, is_bounded, parted
from templates import literal

_METHODS = {
    "alt": "get_by_alt_text", "label": "get_by_label", "placeholder": "get_by_placeholder", "text": "get_by_text",
    "title": "get_by_title",
}  # fmt: skip
_NOT_CSS = re.compile(r"""\s*(//|\.\.|["'(]|[\w:-]+=)""")  # what Playwright would not take for CSS


class _Playwright(Target):
    name = "playwright"
    title = "Playwright"
    remote = "a Playwright server (ws://...)"
    parts = (
        "TIMEOUT", "REQUIRED", "DRAWN", "NEXT_FIELD", "required_variables", "base_url", "page", "download_dir",
        "named", "one_of", "labelled", "around", "content", "fill", "stands_at", "slide", "choose", "choose_also",
        "set_checked", "upload", "dismiss",
        "expect_value", "column_of", "expect_rows", "arranged", "expect_order", "lines_of",
    )  # fmt: skip
    arguments: ClassVar = {
        "page": "Page", "base_url": "str", "download_dir": "Path", "record_property": "Callable[[str, object], None]",
    }  # fmt: skip
    imports: ClassVar = {
        "argparse": "argparse", "os": "os", "re": "re", "sys": "sys", "reduce": "functools", "Path": "pathlib",
        "Callable": "collections.abc", "Iterator": "collections.abc", "pytest": "pytest",
        **dict.fromkeys(("Locator", "Page", "TimeoutError", "expect", "sync_playwright"), "playwright.sync_api"),
    }  # fmt: skip

    def element(self, ways: Sequence[Locator], seen: bool) -> str:
        code = super().element(ways, seen)
        frame = ways[0].frame
        if frame is None:
            return code
        inside = "page" + "".join(f".frame_locator({literal(each)})" for each in parted(frame))
        plain = len(ways) == 1 and (ways[0].scope is None or is_bounded(ways[0].scope))
        return inside + code.removeprefix("page") if plain else f"{inside}.locator({code})"

    def plain(self, locator: Locator, seen: bool) -> str:
        by, value = locator.by, locator.value
        if by == "role" and value == "text":  # what has no role is found by its text
            by, value = "text", locator.name or ""
        if by == "role":  # roles leave out what is hidden by themselves
            name = f", name={_text(locator.name, as_read(locator))}" if locator.name else ""
            return f"page.get_by_role({literal(value)}{name})"
        if by == "test_id":
            code = f"page.get_by_test_id({literal(value)})"
        elif by in ("id", "css"):
            code = _selected(css(locator))
        else:
            code = f"page.{_METHODS[by]}({_text(value, as_read(locator))})"
        return code + (".filter(visible=True)" if seen else "")

    def scoped(self, code: str, scope: Scope | None) -> str:
        if scope is None:
            return code
        if not is_bounded(scope):
            return around(scope.text, code)
        parts = _selected(only_css(scope.css)) if scope.css else f"page.get_by_role({literal(SCOPE_ROLES[scope.kind])})"
        text = literal(scope.text)
        holding = f"has=page.get_by_text({text}, exact=True)" if scope.whole else f"has_text={text}"
        container = f"{parts}.filter({holding})"
        return container + code.removeprefix("page") if code.startswith("page.") else f"{container}.locator({code})"

    def placed(self, code: str, place: int | None, seen: bool) -> str:
        return code if place is None else f"{code}.nth({place})"

    def one_of(self, ways: Sequence[str], seen: bool) -> str:
        return f"one_of({', '.join(ways)})"

    def key(self, key: str) -> str:
        return playwright_key(key)


TARGET = _Playwright()


def _selected(selector: str) -> str:
    return f"page.locator({literal('css=' + selector if _NOT_CSS.match(selector) else selector)})"


def _text(text: str, match: str) -> str:
    if match == "ignore_case":
        return f"named({literal(text)})"
    return literal(text) + (", exact=True" if match == "exact" else "")
