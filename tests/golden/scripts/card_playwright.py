"""Buy the basic plan and pay by card.

Written for Playwright, from a plan for https://plans.example/.

Run it with pytest, or by itself: python FILE --base-url URL
It reads these variables of the environment:
    BASE_URL      the site (default: https://plans.example); or --base-url
    CARD_NUMBER   a secret (required)
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

import pytest
from playwright.sync_api import Locator, Page, expect, sync_playwright

TIMEOUT = float(os.environ.get("TIMEOUT", "10")) * 1000  # milliseconds
REQUIRED = ("CARD_NUMBER",)


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


def around(text: str, target: Locator) -> Locator:
    """The target in the smallest part of the page that holds the text as well."""
    holders = target.page.locator("*").filter(has_text=text, has=target)
    return holders.filter(has_not=holders).locator(target)


def fill(field: Locator, text: str) -> None:
    """Replaces what the field holds, with a key's event for pages that wait for one."""
    field.fill(text)
    field.press("Shift")


def test_buy_the_basic_plan_and_pay_by_card(page: Page, base_url: str) -> None:
    page.goto(base_url + "/")

    # Step 1: buy the basic plan
    with page.expect_popup() as opened:
        around("Basic plan", page.get_by_role("button", name="Buy", exact=True)).click()
    page = opened.value
    page.wait_for_load_state()

    # Step 2: pay by card
    fill(
        page.frame_locator("iframe#pay")
        .get_by_label(named("Card number"))
        .filter(visible=True),
        os.environ["CARD_NUMBER"],
    )

    # Step 3: pay by card
    page.frame_locator("iframe#pay").get_by_label(named("Card number")).filter(
        visible=True
    ).press("Enter")


if __name__ == "__main__":
    options = argparse.ArgumentParser(
        description="Runs this test; other options are pytest's."
    )
    options.add_argument("--base-url", default=os.environ.get("BASE_URL", ""))
    chosen, others = options.parse_known_args()
    os.environ["BASE_URL"] = chosen.base_url
    sys.exit(pytest.main([__file__, *others]))
