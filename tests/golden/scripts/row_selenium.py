"""Delete order 1042, check that it is gone, sort by total and read the first order.

Written for Selenium, from a plan for http://localhost:8000/orders.

Run it with pytest, or by itself: python FILE --base-url URL
It reads these variables of the environment:
    BASE_URL      the site (default: http://localhost:8000); or --base-url
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
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.expected_conditions import alert_is_present
from selenium.webdriver.support.ui import Select, WebDriverWait

TIMEOUT = float(os.environ.get("TIMEOUT", "10"))  # seconds
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
    "cell": ':is(td):not([role]), [role="cell"]',
    "columnheader": ':is(th:not([scope=row])):not([role]), [role="columnheader"]',
    "row": ':is(tr):not([role]), [role="row"]',
    "table": ':is(table):not([role]), [role="table"]',
}
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


@pytest.fixture(scope="session")
def base_url(request: pytest.FixtureRequest) -> str:
    given = request.config.getoption("base_url", default=None)
    url = given or os.environ.get("BASE_URL") or "http://localhost:8000"
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


def containing(text: str, wanted: str) -> bool:
    return folded(wanted).casefold() in folded(text).casefold()


def own_text(element: WebElement) -> str:
    return element.get_property(
        "value" if element.tag_name == "input" else "textContent"
    )


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


def having(text: str, way: Find) -> Find:
    """Those of them that hold this text."""
    return lambda root: [
        element for element in way(root) if containing(own_text(element), text)
    ]


def within(containers: Find, way: Find) -> Find:
    def find(root: Root) -> list[WebElement]:
        return union(
            (element for container in containers(root) for element in way(container)),
            seen=False,
        )

    return find


def nth(way: Find, place: int, seen: bool = True) -> Find:
    """The one at this place, counted from 0."""
    return lambda root: union(way(root), seen)[place : place + 1]


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


def arranged(texts: list[str], descending: bool) -> list[str]:
    """Sorted: as numbers where they are numbers of one unit, else as words."""
    units = {re.sub(r"[\d\s.,+-]", "", text) for text in texts}
    try:
        numbers = {text: float(re.sub(r"[^\d.-]", "", text)) for text in texts}
    except ValueError:
        numbers = {}
    if len(units) == 1 and numbers:
        return sorted(texts, key=lambda text: numbers[text], reverse=descending)
    return sorted(texts, key=str.casefold, reverse=descending)


def texts_of(table: WebElement, column: str = "") -> list[str]:
    """The text of its visible rows, or of their cells under this header."""
    if column:
        headers = table.find_elements(By.CSS_SELECTOR, "th, [role=columnheader]")
        titles = [
            folded(header.get_property("innerText")).casefold() for header in headers
        ]
        place = titles.index(folded(column).casefold()) + 1
        cells = f":is(td, [role=cell], [role=gridcell]):nth-child({place})"
    else:
        cells = ":is(tr, [role=row]):has(td, [role=cell], [role=gridcell])"
    found = table.find_elements(By.CSS_SELECTOR, cells)
    return [
        folded(each.get_property("innerText")) for each in found if each.is_displayed()
    ]


def click(driver: WebDriver, way: Find) -> None:
    def act(element: WebElement) -> None:
        if not is_enabled(element):
            raise ElementNotInteractableException("it is disabled")
        driver.execute_script(INTO_VIEW, element)
        element.click()

    on(driver, way, act)


def expect_that(
    driver: WebDriver, way: Find, true: Callable[[WebElement], bool], seen: bool = True
) -> None:
    def act(element: WebElement) -> None:
        if not true(element):
            raise NoSuchElementException(f"it shows {content(element)!r}")

    on(driver, way, act, seen)


def expect_hidden(driver: WebDriver, way: Find) -> None:
    waiting = WebDriverWait(driver, TIMEOUT, ignored_exceptions=NOT_YET)
    waiting.until(lambda _: not union(way(driver), seen=True))


def expect_order(
    driver: WebDriver, way: Find, column: str, descending: bool = False
) -> None:
    """There are rows, and the column's cells stand in this order."""

    def true(table: WebElement) -> bool:
        shown = texts_of(table, column)
        return bool(shown) and shown == arranged(shown, descending)

    expect_that(driver, way, true)


def test_delete_order_1042_check_that_it_is_gone_sort_by(
    driver: WebDriver, base_url: str, record_property: Callable[[str, object], None]
) -> None:
    driver.get(base_url + "/orders")

    # Step 1: delete order 1042
    click(driver, within(having("1042", by_role("row")), by_role("button", "Delete")))
    dialog = WebDriverWait(driver, TIMEOUT).until(alert_is_present())
    dialog.accept()

    # Step 2: check that it is gone
    expect_hidden(driver, by_role("row", "1042", containing))

    # Step 3: sort by total
    click(driver, by_role("columnheader", "Total"))

    # Step 4: sort by total
    expect_order(driver, by_role("table"), "Total")

    # Step 5: read the first order
    record_property("cheapest", on(driver, nth(by_role("cell"), 0), content))


if __name__ == "__main__":
    options = argparse.ArgumentParser(
        description="Runs this test; other options are pytest's."
    )
    options.add_argument("--base-url", default=os.environ.get("BASE_URL", ""))
    chosen, others = options.parse_known_args()
    os.environ["BASE_URL"] = chosen.base_url
    sys.exit(pytest.main([__file__, *others]))
