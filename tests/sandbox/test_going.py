"""Going to an address in an open browser: what comes, and what is said where nothing does."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from sandbox.browser import PageError, go


def test_a_page_that_never_falls_silent_is_shown(site: str, page: Page) -> None:
    go(page, site + "/chatty", quiet_s=0.5)
    assert page.title() == "Chatty"


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("http://127.0.0.1:1", "refuse that port"),
        ("http://127.0.0.1:64999/x", "nothing answers there"),
        ("http://", "no valid address"),
        ("{site}/none", "answered 404"),
        ("{site}/slow", "did not load within 1 seconds"),
    ],
)
def test_what_cannot_be_shown_is_said_in_one_sentence(site: str, page: Page, address: str, reason: str) -> None:
    with pytest.raises(PageError) as fault:
        go(page, address.format(site=site), timeout_s=1 if "slow" in address else 30)
    assert reason in str(fault.value)
    assert "\n" not in str(fault.value)
