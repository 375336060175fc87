"""The Selenium writer: how its scripts name elements, and the names that they import."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from codegen.keys import selenium_key
from codegen.locator import Locator, Scope
from codegen.plan import Plan, PlanError
from codegen.selectors import by_attribute, css, only_css, role_css
from codegen.steps import Step
from codegen.targets.base import SCOPE_ROLES, Target, around, as_read, is_bounded, locators, parted
from templates import literal, render

_EXCEPTIONS = (
    "ElementClickInterceptedException",
    "ElementNotInteractableException", "InvalidElementStateException", "NoSuchElementException",
    "StaleElementReferenceException", "TimeoutException",
)  # fmt: skip
_CONDITIONS = ("alert_is_present", "new_window_is_opened", "staleness_of", "title_contains", "url_contains")


class _Selenium(Target):
    name = "selenium"
    title = "Selenium"
    remote = "a Selenium Grid (http://...)"
    parts = (
        "TIMEOUT", "REQUIRED", "NOT_YET", "Result", "Root", "Find", "Match", "ROLES", "COULD_BE_LABELLED", "NO_BREAK",
        "NEXT_FIELD", "HAS_WORD", "SEEN", "INTO_VIEW", "INNERMOST", "ENABLED", "CONTROL", "PLACE_TO_CLICK",
        "SELECT_ALL", "SET_VALUE", "HOLD_CHOOSER", "HELD_FIELD", "RELEASE_CHOOSER", "LABEL_TEXTS",
        "required_variables", "base_url", "incoming", "driver", "download_dir", "set_viewport",
        "folded", "exactly", "alike", "named", "containing", "including", "quoted", "holding", "own_text", "union",
        "likely", "by_role", "by_label", "by_attribute", "by_css", "by_text",
        "having", "titled", "within", "in_shadow", "around", "one_of", "labelled", "nth", "on",
        "is_enabled", "is_checked", "content", "arranged", "texts_of",
        "click", "mouse", "dismiss", "fill", "stands_at", "slide", "press", "choose", "choose_also",
        "set_checked", "drag", "upload",
        "expect_that", "expect_hidden", "expect_value", "expect_text", "expect_count", "expect_rows", "expect_order",
        "saved_download", "lines_of", "switch_to_new_tab", "inside_frame", "navigation",
    )  # fmt: skip
    arguments: ClassVar = {
        "driver": "WebDriver", "base_url": "str", "incoming": "Path", "download_dir": "Path",
        "record_property": "Callable[[str, object], None]",
    }  # fmt: skip
    imports: ClassVar = {
        "argparse": "argparse", "os": "os", "re": "re", "shutil": "shutil", "sys": "sys",
        "Callable": "collections.abc", "Iterable": "collections.abc", "Iterator": "collections.abc",
        "contextmanager": "contextlib", "Path": "pathlib", "TypeVar": "typing",
        "pytest": "pytest", "webdriver": "selenium",
        **dict.fromkeys(_EXCEPTIONS, "selenium.common.exceptions"),
        "ActionChains": "selenium.webdriver", "Service": "selenium.webdriver.chrome.service",
        "By": "selenium.webdriver.common.by", "Keys": "selenium.webdriver.common.keys",
        "WebDriver": "selenium.webdriver.remote.webdriver", "WebElement": "selenium.webdriver.remote.webelement",
        **dict.fromkeys(_CONDITIONS, "selenium.webdriver.support.expected_conditions"),
        "Select": "selenium.webdriver.support.ui", "WebDriverWait": "selenium.webdriver.support.ui",
    }  # fmt: skip

    def settings(self, plan: Plan) -> dict[str, Any]:
        """`roles`: every role that may be looked for, with the CSS of the elements that can have it."""
        ways = [way for step in plan.steps for way in (*locators(step), *locators(step, "onto"))]
        roles = {way.value for way in ways if way.by == "role" and way.value != "text"}
        roles |= {SCOPE_ROLES[way.scope.kind] for way in ways if way.scope and way.scope.kind in SCOPE_ROLES}
        if any(step.kind == "select" for step in plan.steps):
            roles |= {"combobox", "option", "menuitem", "menuitemradio"}
        return {"roles": [(role, role_css(role)) for role in sorted(roles)]}

    def in_frame(self, code: str, step: Step) -> str:
        ways = (*locators(step), *locators(step, "onto"))
        if len({way.frame for way in ways}) > 1:
            raise PlanError(f"step {step.id}: a drag cannot go from one frame into another")
        frames = parted(ways[0].frame) if ways and ways[0].frame else []
        for frame in reversed(frames):
            code = render("selenium/frame.py.jinja", frame=frame, action=code).strip()
        return code

    def element(self, ways: Sequence[Locator], seen: bool) -> str:
        code = super().element(ways, seen)
        if len({way.host for way in ways}) > 1:
            raise PlanError(f"locator {ways[0].value!r}: its alternatives are in another shadow root")
        for host in reversed(parted(ways[0].host) if ways[0].host else []):
            code = f"in_shadow({literal(host)}, {code})"
        return code

    def plain(self, locator: Locator, seen: bool) -> str:
        by, value = locator.by, locator.value
        if by == "role" and value == "text":  # what has no role is found by its text
            by, value = "text", locator.name or ""
        match = {"exact": "", "ignore_case": ", named", "contains": ", containing"}[as_read(locator)]
        if by == "role":
            return f"by_role({literal(value)}" + (f", {literal(locator.name)}{match})" if locator.name else ")")
        if by in ("test_id", "id", "css"):
            selector = by_attribute("data-testid", value) if by == "test_id" else css(locator)
            return f"by_css({literal(selector)})"
        if by in ("alt", "placeholder", "title"):
            return f"by_attribute({literal(by)}, {literal(value)}{match})"
        return f"by_{by}({literal(value)}{match})"

    def scoped(self, code: str, scope: Scope | None) -> str:
        if scope is None:
            return code
        if not is_bounded(scope):
            return around(scope.text, code)
        parts = (
            f"by_css({literal(only_css(scope.css))})" if scope.css else f"by_role({literal(SCOPE_ROLES[scope.kind])})"
        )
        container = f"{'titled' if scope.whole else 'having'}({literal(scope.text)}, {parts})"
        return f"within({container}, {code})"

    def placed(self, code: str, place: int | None, seen: bool) -> str:
        return code if place is None else f"nth({code}, {place}{'' if seen else ', seen=False'})"

    def one_of(self, ways: Sequence[str], seen: bool) -> str:
        return f"one_of({', '.join(ways)}{'' if seen else ', seen=False'})"

    def key(self, key: str) -> str:
        return selenium_key(key)


TARGET = _Selenium()
