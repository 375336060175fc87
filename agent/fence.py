"""Holds a browser to the hosts of its run: what a page would open elsewhere is stopped before it is asked for.

A document (of a tab, or of a new one) is let through only on the run's hosts, at every redirect; what a page loads for
itself may come from any public host. A new tab that the site itself sends elsewhere is seen when it has opened: then
it is closed.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from agent.policy import Hosts

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page, Request, Route


class Fence:
    """`refused` tells why something was stopped, the first thing first."""

    def __init__(self, context: BrowserContext, hosts: Hosts) -> None:
        self.hosts = hosts
        self.refused: list[str] = []
        self._context = context
        self._held: set[Page] = set()
        own = re.escape(hosts.site.removeprefix("www."))
        elsewhere = rf"^(?!https?://(?:www\.)?\[?{own}\]?(?::\d+)?(?:[/?#]|$))"
        context.route(re.compile(elsewhere, re.IGNORECASE), self._routed)
        context.on("page", self.hold)

    def hold(self, page: Page) -> None:
        """Watches the documents of one page, at every redirect."""
        from playwright.sync_api import Error

        if page in self._held:
            return
        self._held.add(page)
        with suppress(Error):  # the page is gone already
            cdp = self._context.new_cdp_session(page)
            main = cdp.send("Page.getFrameTree")["frameTree"]["frame"]["id"]

            def paused(event: dict[str, Any]) -> None:
                url, request = event["request"]["url"], {"requestId": event["requestId"]}
                top = event["frameId"] == main
                why = self.hosts.refusal(url) if top else self.hosts.private(url)
                if why and top:
                    self.refused.append(why)
                with suppress(Error):
                    if why:
                        cdp.send("Fetch.failRequest", {**request, "errorReason": "Aborted"})
                    else:
                        cdp.send("Fetch.continueRequest", request)

            cdp.on("Fetch.requestPaused", paused)
            cdp.send("Fetch.enable", {"patterns": [{"urlPattern": "*", "resourceType": "Document"}]})

    def take(self) -> str:
        """Why something was stopped since the last time; "" where nothing was."""
        why = next(iter(self.refused), "")
        self.refused.clear()
        return why

    def _routed(self, route: Route, request: Request) -> None:
        from playwright.sync_api import Error

        top = request.is_navigation_request() and not _in_frame(request)
        why = self.hosts.refusal(request.url) if top else self.hosts.private(request.url)
        if why and top:
            self.refused.append(why)
        with suppress(Error):
            if why:
                route.abort("aborted")
            else:
                route.continue_()


def _in_frame(request: Request) -> bool:
    from playwright.sync_api import Error

    try:
        return request.frame.parent_frame is not None
    except Error:  # the first document of a new tab, which is not there yet
        return False
