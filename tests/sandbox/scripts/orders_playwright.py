"""Filter the orders and export them."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

PATIENCE = float(os.environ.get("PATIENCE", "30")) * 1000


@pytest.fixture
def page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("BROWSER_PATH"))
        page = browser.new_page()
        yield page
        browser.close()


def test_orders(page: Page, record_property: Callable[[str, object], None]) -> None:
    # Step 1: open the page
    page.goto(os.environ["BASE_URL"] + "/orders")

    # Step 2: filter by status
    page.get_by_label("Status").select_option(label=os.environ.get("STATUS", "Open"))

    # Step 3: export the list
    with page.expect_download() as started:
        page.get_by_role("button", name="Export CSV").click()
    started.value.save_as(Path(os.environ["DOWNLOAD_DIR"]) / started.value.suggested_filename)

    # Step 4: check the first row
    record_property("first", page.get_by_role("cell").first.inner_text())
    expect(page.get_by_role("row")).to_have_count(3, timeout=PATIENCE)
