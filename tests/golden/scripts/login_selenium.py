"""Log in as ann@example.com with the password, stay logged in, and check that the
dashboard is there.

Written for Selenium, from a plan for https://app.example/login?next=/dashboard.

Run it with pytest, or by itself: python FILE --base-url URL
It reads these variables of the environment:
    BASE_URL      the site (default: https://app.example); or --base-url
    PASSWORD      a secret (required)
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
from selenium.webdriver import ActionChains
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.ui import Select, WebDriverWait

TIMEOUT = float(os.environ.get("TIMEOUT", "10"))  # seconds
REQUIRED = ("PASSWORD",)
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
    "heading": ':is(h1, h2, h3, h4, h5, h6):not([role]), [role="heading"]',
}
COULD_BE_LABELLED = (
    "input:not([type=hidden], [type=submit], [type=button], [type=reset], [type=image]), "
    "textarea, select, [contenteditable], [aria-label], [aria-labelledby]"
)
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
ENABLED = """\
const control = arguments[0].closest("button, input, select, textarea, option") ?? arguments[0];
return !control.matches(":disabled") && !control.closest("[aria-disabled=true]");
"""
CONTROL = "return arguments[0].closest('label')?.control ?? arguments[0];"
PLACE_TO_CLICK = """\
return ((box) => {
  const shown = (e) => e?.offsetWidth > 1 && e.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const drawn = (e) => shown(e) && !e.matches("input, label");
  const plain = (label) => label && !label.querySelector("a, button");
  const beside = [box.nextElementSibling, box.previousElementSibling].find(drawn);
  box.scrollIntoView({ behavior: "instant", block: "nearest" });
  const { x, y, width, height } = box.getBoundingClientRect();
  const reached = width > 1 && box.getRootNode().elementFromPoint(x + width / 2, y + height / 2) === box;
  const around = box.closest("label"), label = around ?? box.labels?.[0];
  if (shown(box) || reached) return null;
  return (plain(around) ? around : null) ?? beside ?? label ?? null;
}
)(arguments[0]) ?? arguments[0];"""
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
    url = given or os.environ.get("BASE_URL") or "https://app.example"
    return url.rstrip("/")


@pytest.fixture
def driver() -> Iterator[WebDriver]:
    options = webdriver.ChromeOptions()
    options.unhandled_prompt_behavior = "dismiss"
    options.add_argument("--disable-dev-shm-usage")
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


def is_checked(element: WebElement) -> bool:
    box = element.parent.execute_script(CONTROL, element)
    return box.is_selected() or box.get_dom_attribute("aria-checked") == "true"


def content(element: WebElement) -> str:
    """What it shows: a field's value, the chosen option of a select, or its text."""
    if element.tag_name == "select":
        return folded(Select(element).first_selected_option.get_property("textContent"))
    if element.tag_name not in ("input", "textarea"):
        return folded(element.get_property("innerText"))
    shown = element.get_property("value")
    if (
        not shown and element.get_attribute("role") == "combobox"
    ):  # the choice stands beside it
        shown = folded(
            element.find_element(
                By.XPATH, "ancestor::*[normalize-space()][1]"
            ).get_property("innerText")
        )
    return shown


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


def set_checked(driver: WebDriver, way: Find, checked: bool) -> None:
    """Ticks or clears it; where a style hides the box itself, its label is clicked."""

    def act(box: WebElement) -> None:
        if not is_enabled(box):
            raise ElementNotInteractableException("it is disabled")
        if is_checked(box) != checked:
            place = driver.execute_script(PLACE_TO_CLICK, box)
            driver.execute_script(INTO_VIEW, place)
            # Of a label with a link its edge is clicked, lest the link be followed.
            if place.find_elements(By.CSS_SELECTOR, "a, button"):
                x, y = (3 - place.size[side] // 2 for side in ("width", "height"))
                ActionChains(driver).move_to_element_with_offset(
                    place, x, y
                ).click().perform()
            else:
                place.click()

    on(driver, way, act, seen=False)
    expect_that(driver, way, lambda box: is_checked(box) == checked, seen=False)


def expect_that(
    driver: WebDriver, way: Find, true: Callable[[WebElement], bool], seen: bool = True
) -> None:
    def act(element: WebElement) -> None:
        if not true(element):
            raise NoSuchElementException(f"it shows {content(element)!r}")

    on(driver, way, act, seen)


@contextmanager
def navigation(driver: WebDriver, address: str = "") -> Iterator[None]:
    """Waits until what is done within has led to another page."""
    before, page = driver.current_url, driver.find_element(By.TAG_NAME, "html")
    yield

    def arrived(_: WebDriver) -> bool:
        moved = driver.current_url != before or staleness_of(page)(driver)
        return moved and re.search(address, driver.current_url) is not None

    WebDriverWait(driver, TIMEOUT).until(arrived)


def test_log_in_as_ann_example_com_with_the_password_stay(
    driver: WebDriver, base_url: str
) -> None:
    driver.get(base_url + "/login?next=/dashboard")

    # Step 1: log in as ann@example.com
    fill(driver, by_label("Email", named), "ann@example.com")

    # Step 2: with the password
    fill(driver, by_label("Password", named), os.environ["PASSWORD"])

    # Step 3: stay logged in
    set_checked(driver, by_label("Remember me", named), True)

    # Step 4: log in
    with navigation(driver, ".*/dashboard$"):
        click(driver, by_role("button", "Sign in"))

    # Step 5: check that the dashboard is there
    expect_that(driver, by_role("heading", "Dashboard"), WebElement.is_displayed)


if __name__ == "__main__":
    options = argparse.ArgumentParser(
        description="Runs this test; other options are pytest's."
    )
    options.add_argument("--base-url", default=os.environ.get("BASE_URL", ""))
    chosen, others = options.parse_known_args()
    os.environ["BASE_URL"] = chosen.base_url
    sys.exit(pytest.main([__file__, *others]))
