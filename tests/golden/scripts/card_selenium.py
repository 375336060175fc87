"""Buy the basic plan and pay by card.

Written for Selenium, from a plan for https://plans.example/.

Run it with pytest, or by itself: python FILE --base-url URL
It reads these variables of the environment:
    BASE_URL      the site (default: https://plans.example); or --base-url
    CARD_NUMBER   a secret (required)
    BROWSER_PATH  a browser other than Selenium's own choice
    REMOTE_URL    a Selenium Grid (http://...) to use in place of a browser of its own
    HEADED        1 shows the browser
    TIMEOUT       seconds that a wait may last (default: 10)
"""

import argparse
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import pytest
from selenium import webdriver
from selenium.common.exceptions import (
    ElementClickInterceptedException,
    ElementNotInteractableException,
    InvalidElementStateException,
    NoSuchElementException,
    StaleElementReferenceException,
    TimeoutException,
)
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.expected_conditions import new_window_is_opened
from selenium.webdriver.support.ui import WebDriverWait

TIMEOUT = float(os.environ.get("TIMEOUT", "10"))  # seconds
REQUIRED = ("CARD_NUMBER",)
NOT_YET = (
    ElementClickInterceptedException,  # something lies over it, or the page still scrolls
    ElementNotInteractableException,
    InvalidElementStateException,
    NoSuchElementException,
    StaleElementReferenceException,
)
Result = TypeVar("Result")
Root = WebDriver | WebElement  # where something is looked for
Find = Callable[[Root], list[WebElement]]
Match = Callable[[str, str], bool]  # compares what is there with what is wanted
ROLES = {
    "button": ':is(button, summary, input:is([type=button], [type=submit], [type=reset], [type=image], [type=file])):not([role]), [role="button"]',
}
COULD_BE_LABELLED = (
    "input:not([type=hidden], [type=submit], [type=button], [type=reset], [type=image]), "
    "textarea, select, [contenteditable], [aria-label], [aria-labelledby]"
)
NO_BREAK = "\u00a0"  # the space that XPath does not take for one
HAS_WORD = """\
const [elements, word] = arguments;
const holds = (e) => (e.outerHTML + e.textContent + e.value).toLowerCase().includes(word);
return elements.filter((e) => e.ariaLabelledByElements?.length || [e, ...(e.labels ?? [])].some(holds));
"""
SEEN = """\
return arguments[0].filter((e) => {
  const { width, height } = e.getBoundingClientRect();
  return width > 0 && height > 0 && e.checkVisibility({ visibilityProperty: true });
});
"""
INTO_VIEW = 'arguments[0].scrollIntoView({ behavior: "instant", block: "center", inline: "nearest" })'
INNERMOST = "return arguments[0].filter((e) => !arguments[0].some((o) => o !== e && e.contains(o)));"
ENABLED = """\
const control = arguments[0].closest("button, input, select, textarea, option") ?? arguments[0];
return !control.matches(":disabled") && !control.closest("[aria-disabled=true]");
"""
SELECT_ALL = """\
const field = arguments[0];
field.focus();
field.select ? field.select() : getSelection().selectAllChildren(field);
"""
SET_VALUE = """\
const [field, value] = arguments;
field.focus();
field.value = value;
for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }));
"""
LABEL_TEXTS = (
    "return [...(arguments[0].labels ?? [])].map((label) => label.textContent);"
)


@pytest.fixture(autouse=True)
def required_variables() -> None:
    missing = [name for name in REQUIRED if name not in os.environ]
    if missing:
        pytest.fail(f"Set {' and '.join(missing)} in the environment.", pytrace=False)


@pytest.fixture(scope="session")
def base_url(request: pytest.FixtureRequest) -> str:
    given = request.config.getoption("base_url", default=None)
    url = given or os.environ.get("BASE_URL") or "https://plans.example"
    return url.rstrip("/")


@pytest.fixture
def driver() -> Iterator[WebDriver]:
    options = webdriver.ChromeOptions()
    options.unhandled_prompt_behavior = "dismiss"
    options.add_argument("--disable-dev-shm-usage")
    # A frame of another site must not have a process of its own: the driver tells no names there.
    options.add_argument("--disable-site-isolation-trials")
    if os.environ.get("HEADED") != "1":
        options.add_argument("--headless=new")
    remote = os.environ.get("REMOTE_URL")
    if remote:
        driver = webdriver.Remote(remote, options=options)
    else:
        options.binary_location = os.environ.get("BROWSER_PATH", "")
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            options.add_argument("--no-sandbox")  # Chrome's own cannot start as root
        os.environ.setdefault("SE_AVOID_STATS", "true")
        chromedriver = shutil.which("chromedriver")
        driver = webdriver.Chrome(
            options, Service(chromedriver) if chromedriver else None
        )
    driver.set_page_load_timeout(TIMEOUT)
    set_viewport(driver)
    yield driver
    driver.quit()


def set_viewport(driver: WebDriver) -> None:
    size = {"width": 1280, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    driver.execute(
        "executeCdpCommand",
        {"cmd": "Emulation.setDeviceMetricsOverride", "params": size},
    )


def folded(text: str) -> str:
    return " ".join(text.split())


def exactly(text: str, wanted: str) -> bool:
    return folded(text) == folded(wanted)


def named(text: str, wanted: str) -> bool:
    """The same as it is read: in any case, without a field's colon or asterisk, or a pictogram."""
    words = re.sub(r"^[\s*＊]+|[\s*＊:：]+$", "", wanted) or wanted
    bare = re.sub(r"^[\s*＊\ue000-\uf8ff]+|[\s*＊:：\ue000-\uf8ff]+$", "", text) or text
    return folded(bare).casefold() == folded(words).casefold()


def quoted(text: str) -> str:
    """An XPath string; XPath knows no escapes."""
    parts = [
        f'"{part}"' if "'" in part else f"'{part}'" for part in re.split("('+)", text)
    ]
    return f"concat({', '.join(parts)}, '')"


def holding(text: str) -> str:
    """An XPath condition: the element holds this text, in any case."""
    small = folded(text).lower()
    capital = "".join(
        char.upper() if len(char.upper()) == 1 else char for char in small
    )
    shown = f"normalize-space(translate(., {quoted(capital + NO_BREAK)}, {quoted(small + ' ')}))"
    return f"contains({shown}, {quoted(small)})"


def union(found: Iterable[WebElement], seen: bool) -> list[WebElement]:
    """Each element once; `seen`: those that are visible."""
    elements = list(dict.fromkeys(found))
    return (
        elements[0].parent.execute_script(SEEN, elements)
        if seen and elements
        else elements
    )


def likely(elements: list[WebElement], name: str) -> list[WebElement]:
    """Those whose accessible name is worth asking for."""
    words = re.findall(r"\w+", name.lower())
    if not elements or not words:
        return elements
    return elements[0].parent.execute_script(HAS_WORD, elements, max(words, key=len))


def by_role(role: str, name: str = "", match: Match = exactly) -> Find:
    def called(element: WebElement) -> bool:
        own = element.accessible_name or (element.text if role == "row" else "")
        return match(own, name)

    def find(root: Root) -> list[WebElement]:
        found = root.find_elements(By.CSS_SELECTOR, ROLES[role])
        return (
            [element for element in likely(found, name) if called(element)]
            if name
            else found
        )

    return find


def by_label(label: str, match: Match = exactly) -> Find:
    def is_it(field: WebElement) -> bool:
        texts = field.parent.execute_script(LABEL_TEXTS, field)
        return any(match(text, label) for text in (*texts, field.accessible_name))

    def find(root: Root) -> list[WebElement]:
        return [
            field
            for field in likely(
                root.find_elements(By.CSS_SELECTOR, COULD_BE_LABELLED), label
            )
            if is_it(field)
        ]

    return find


def by_css(selector: str) -> Find:
    return lambda root: root.find_elements(By.CSS_SELECTOR, selector)


def around(text: str, way: Find) -> Find:
    """Those in the smallest part of the page that holds the text as well."""

    def find(root: Root) -> list[WebElement]:
        holder = f"ancestor::*[{holding(text)}][1]"
        found = [
            (target, part)
            for target in way(root)
            for part in target.find_elements(By.XPATH, holder)
        ]
        if not found:
            return []
        smallest = root.execute_script(INNERMOST, [part for _, part in found])
        return [target for target, part in found if part in smallest]

    return find


def on(
    driver: WebDriver, way: Find, act: Callable[[WebElement], Result], seen: bool = True
) -> Result:
    """Acts on the one element that is found, as soon as there is exactly one and it can be done."""
    problem = ""

    def attempt(_: WebDriver) -> list[Result]:
        nonlocal problem
        try:
            found = union(way(driver), seen)
            if len(found) == 1:
                return [act(found[0])]
            problem = f"{len(found)} elements match, not one"
        except NOT_YET as not_yet:
            problem = not_yet.msg or type(not_yet).__name__
        return []

    try:
        return WebDriverWait(driver, TIMEOUT, poll_frequency=0.1).until(attempt)[0]
    except TimeoutException:
        raise AssertionError(problem) from None


def is_enabled(element: WebElement) -> bool:
    return element.parent.execute_script(ENABLED, element)


def click(driver: WebDriver, way: Find) -> None:
    def act(element: WebElement) -> None:
        if not is_enabled(element):
            raise ElementNotInteractableException("it is disabled")
        driver.execute_script(INTO_VIEW, element)
        element.click()

    on(driver, way, act)


def fill(driver: WebDriver, way: Find, text: str) -> None:
    """Replaces what the field holds; a date or a colour is set at once."""

    def act(field: WebElement) -> None:
        if not is_enabled(field) or field.get_property("readOnly"):
            raise ElementNotInteractableException("it cannot be edited")
        if field.get_property("type") in (
            "color",
            "date",
            "datetime-local",
            "month",
            "range",
            "time",
            "week",
        ):
            driver.execute_script(SET_VALUE, field, text)
        else:
            driver.execute_script(SELECT_ALL, field)
            if text:
                driver.execute_cdp_cmd("Input.insertText", {"text": text})
            else:
                driver.switch_to.active_element.send_keys(Keys.DELETE)
        driver.switch_to.active_element.send_keys(Keys.SHIFT)

    on(driver, way, act)


def press(driver: WebDriver, way: Find, keys: str) -> None:
    on(driver, way, lambda element: element.send_keys(keys))


def switch_to_new_tab(driver: WebDriver, tabs: list[str]) -> None:
    WebDriverWait(driver, TIMEOUT).until(new_window_is_opened(tabs))
    driver.switch_to.window(
        next(tab for tab in driver.window_handles if tab not in tabs)
    )
    set_viewport(driver)


@contextmanager
def inside_frame(driver: WebDriver, selector: str) -> Iterator[None]:
    on(driver, by_css(selector), driver.switch_to.frame)
    yield
    driver.switch_to.default_content()


def test_buy_the_basic_plan_and_pay_by_card(driver: WebDriver, base_url: str) -> None:
    driver.get(base_url + "/")

    # Step 1: buy the basic plan
    tabs = driver.window_handles
    click(driver, around("Basic plan", by_role("button", "Buy")))
    switch_to_new_tab(driver, tabs)

    # Step 2: pay by card
    with inside_frame(driver, "iframe#pay"):
        fill(driver, by_label("Card number", named), os.environ["CARD_NUMBER"])

    # Step 3: pay by card
    with inside_frame(driver, "iframe#pay"):
        press(driver, by_label("Card number", named), Keys.ENTER)


if __name__ == "__main__":
    options = argparse.ArgumentParser(
        description="Runs this test; other options are pytest's."
    )
    options.add_argument("--base-url", default=os.environ.get("BASE_URL", ""))
    chosen, others = options.parse_known_args()
    os.environ["BASE_URL"] = chosen.base_url
    sys.exit(pytest.main([__file__, *others]))
