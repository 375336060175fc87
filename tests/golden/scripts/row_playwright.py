"""Delete order 1042, check that it is gone, sort by total and read the first order.

Written for Playwright, from a plan for http://localhost:8000/orders.

Run it with pytest, or by itself: python FILE --base-url URL
It reads these variables of the environment:
    BASE_URL      the site (default: http://localhost:8000); or --base-url
    BROWSER_PATH  a browser other than Playwright's own choice
    REMOTE_URL    a Playwright server (ws://...) to use in place of a browser of its own
    HEADED        1 shows the browser
    TIMEOUT       seconds that a wait may last (default: 10)
"""

import argparse
import os
import re
import sys
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect, sync_playwright

TIMEOUT = float(os.environ.get("TIMEOUT", "10")) * 1000  # milliseconds


@pytest.fixture(scope="session")
def base_url(request: pytest.FixtureRequest) -> str:
    given = request.config.getoption("base_url", default=None)
    url = given or os.environ.get("BASE_URL") or "http://localhost:8000"
    return url.rstrip("/")


@pytest.fixture
def page() -> Iterator[Page]:
    remote, browser_path = os.environ.get("REMOTE_URL"), os.environ.get("BROWSER_PATH")
    choice = {"executable_path": browser_path} if browser_path else {}
    expect.set_options(timeout=TIMEOUT)
    with sync_playwright() as playwright:
        if remote:
            browser = playwright.chromium.connect(remote)
        else:
            browser = playwright.chromium.launch(
                headless=os.environ.get("HEADED") != "1", **choice
            )
        page = browser.new_page(
            viewport={"width": 1280, "height": 800}, accept_downloads=True
        )
        page.set_default_timeout(TIMEOUT)
        yield page
        browser.close()


def content(element: Locator) -> str:
    """What it shows: a field's value, the chosen option of a select, or its text."""
    element.wait_for()
    if element.locator("xpath=self::select").count():
        shown = element.locator("option:checked").text_content() or ""
    elif element.locator("xpath=self::input | self::textarea").count():
        shown = element.input_value()
        if (
            not shown and element.get_attribute("role") == "combobox"
        ):  # the choice stands beside it
            shown = element.locator(
                "xpath=ancestor::*[normalize-space()][1]"
            ).inner_text()
    else:
        shown = element.inner_text()
    return " ".join(shown.split())


def column_of(table: Locator, title: str) -> Locator:
    """The cells of the column under this header, in the rows that are visible."""
    expect(table.locator("tr, [role=row]").first).to_be_attached()
    headers = table.locator("th, [role=columnheader]").all_inner_texts()
    titles = [" ".join(header.split()).casefold() for header in headers]
    place = titles.index(" ".join(title.split()).casefold()) + 1
    rows = table.locator("tr, [role=row]").filter(visible=True)
    return rows.locator(f":is(td, [role=cell], [role=gridcell]):nth-child({place})")


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


def expect_order(table: Locator, column: str, descending: bool = False) -> None:
    """The column's cells stand in this order; rows that come in late change what is due."""
    cells = column_of(table, column)
    expect(cells).not_to_have_count(0)
    for attempt in range(1, 11):
        due = arranged(cells.all_inner_texts(), descending)
        try:
            expect(cells).to_have_text(due, use_inner_text=True, timeout=TIMEOUT / 10)
            break
        except AssertionError:
            if attempt == 10:
                raise


def test_delete_order_1042_check_that_it_is_gone_sort_by(
    page: Page, base_url: str, record_property: Callable[[str, object], None]
) -> None:
    page.goto(base_url + "/orders")

    # Step 1: delete order 1042
    with page.expect_event("dialog"):
        page.once("dialog", lambda dialog: dialog.accept(dialog.default_value))
        page.get_by_role("row").filter(has_text="1042").get_by_role(
            "button", name="Delete", exact=True
        ).click()

    # Step 2: check that it is gone
    expect(page.get_by_role("row", name="1042")).to_be_hidden()

    # Step 3: sort by total
    page.get_by_role("columnheader", name="Total", exact=True).click()

    # Step 4: sort by total
    expect_order(page.get_by_role("table"), "Total")

    # Step 5: read the first order
    record_property("cheapest", content(page.get_by_role("cell").nth(0)))


if __name__ == "__main__":
    options = argparse.ArgumentParser(
        description="Runs this test; other options are pytest's."
    )
    options.add_argument("--base-url", default=os.environ.get("BASE_URL", ""))
    chosen, others = options.parse_known_args()
    os.environ["BASE_URL"] = chosen.base_url
    sys.exit(pytest.main([__file__, *others]))
