"""活动名称填“春季促销”，点击立即创建并确定.

Written for Playwright, from a plan made on a picture of 1280 x 800 pixels.

Run it with pytest, or by itself: python FILE --base-url URL
It reads these variables of the environment:
    BASE_URL      the site (required); or --base-url
    BROWSER_PATH  a browser other than Playwright's own choice
    REMOTE_URL    a Playwright server (ws://...) to use in place of a browser of its own
    HEADED        1 shows the browser
    TIMEOUT       seconds that a wait may last (default: 10)
"""

import argparse
import os
import re
import sys
from collections.abc import Iterator
from functools import reduce

import pytest
from playwright.sync_api import Locator, Page, expect, sync_playwright

TIMEOUT = float(os.environ.get("TIMEOUT", "10")) * 1000  # milliseconds


@pytest.fixture(scope="session")
def base_url(request: pytest.FixtureRequest) -> str:
    given = request.config.getoption("base_url", default=None)
    url = given or os.environ.get("BASE_URL")
    if not url:
        pytest.fail("Set BASE_URL to the address of the page.", pytrace=False)
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


def named(text: str) -> re.Pattern[str]:
    """The text as it is read: in any case, without a field's colon or asterisk, or a pictogram."""
    words = re.sub(r"^[\s*＊]+|[\s*＊:：]+$", "", text) or text
    spaced = r"\s+".join(re.escape(word).replace("/", r"\/") for word in words.split())
    return re.compile(
        rf"^[\s*＊\ue000-\uf8ff]*{spaced}[\s*＊:：\ue000-\uf8ff]*$", re.IGNORECASE
    )


def one_of(*ways: Locator) -> Locator:
    """The element that these ways lead to; of one inside another, the inner one."""
    either = reduce(Locator.or_, ways)
    return either.filter(has_not=either.page.locator("*").and_(either))


def fill(field: Locator, text: str) -> None:
    """Replaces what the field holds, with a key's event for pages that wait for one."""
    field.fill(text)
    field.press("Shift")


def test_活动名称填_春季促销_点击立即创建并确定(page: Page, base_url: str) -> None:
    page.goto(base_url)

    # Step 1: 活动名称填“春季促销”
    fill(page.get_by_label(named("活动名称")).filter(visible=True), "春季促销")

    # Step 2: 点击立即创建
    one_of(
        page.get_by_role("button", name=named("立即创建")),
        page.get_by_role("link", name=named("立即创建")),
        page.get_by_text(named("立即创建")).filter(visible=True),
    ).click()

    # Step 3: 并确定
    page.get_by_role("dialog").filter(has_text="提示").get_by_role(
        "button", name="确定", exact=True
    ).click()


if __name__ == "__main__":
    options = argparse.ArgumentParser(
        description="Runs this test; other options are pytest's."
    )
    options.add_argument("--base-url", default=os.environ.get("BASE_URL", ""))
    chosen, others = options.parse_known_args()
    os.environ["BASE_URL"] = chosen.base_url
    sys.exit(pytest.main([__file__, *others]))
