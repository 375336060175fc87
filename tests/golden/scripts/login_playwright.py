"""Log in as ann@example.com with the password, stay logged in, and check that the
dashboard is there.

Written for Playwright, from a plan for https://app.example/login?next=/dashboard.

Run it with pytest, or by itself: python FILE --base-url URL
It reads these variables of the environment:
    BASE_URL      the site (default: https://app.example); or --base-url
    PASSWORD      a secret (required)
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
REQUIRED = ("PASSWORD",)
DRAWN = """\
(box) => {
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
"""


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


def fill(field: Locator, text: str) -> None:
    """Replaces what the field holds, with a key's event for pages that wait for one."""
    field.fill(text)
    field.press("Shift")


def set_checked(box: Locator, checked: bool) -> None:
    """Ticks or clears it; where a style hides the box itself, what is drawn for it is clicked."""
    box.wait_for(state="attached")
    drawn = box.evaluate_handle(DRAWN).as_element()
    if drawn is None:
        box.set_checked(checked)
    elif box.is_checked() != checked:
        # Of a label with a link its edge is clicked, lest the link be followed.
        linked = drawn.query_selector("a, button")
        drawn.click(**{"position": {"x": 3, "y": 3}} if linked else {})
        expect(box).to_be_checked(checked=checked)


def test_log_in_as_ann_example_com_with_the_password_stay(
    page: Page, base_url: str
) -> None:
    page.goto(base_url + "/login?next=/dashboard")

    # Step 1: log in as ann@example.com
    fill(page.get_by_label(named("Email")).filter(visible=True), "ann@example.com")

    # Step 2: with the password
    fill(
        page.get_by_label(named("Password")).filter(visible=True),
        os.environ["PASSWORD"],
    )

    # Step 3: stay logged in
    set_checked(page.get_by_label(named("Remember me")), True)

    # Step 4: log in
    with page.expect_navigation(url=re.compile(".*/dashboard$")):
        page.get_by_role("button", name="Sign in", exact=True).click()

    # Step 5: check that the dashboard is there
    expect(page.get_by_role("heading", name="Dashboard", exact=True)).to_be_visible()


if __name__ == "__main__":
    options = argparse.ArgumentParser(
        description="Runs this test; other options are pytest's."
    )
    options.add_argument("--base-url", default=os.environ.get("BASE_URL", ""))
    chosen, others = options.parse_known_args()
    os.environ["BASE_URL"] = chosen.base_url
    sys.exit(pytest.main([__file__, *others]))
