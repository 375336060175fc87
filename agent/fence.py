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
from sandbox.browser import network_reason

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page, Request, Response, Route

_GONE = (404, 410)  # any other answer of the site's may hold a form that says what is wrong


class Fence:
    """`refused` tells why something was stopped, the first thing first."""

    def __init__(self, context: BrowserContext, hosts: Hosts) -> None:
        self.hosts = hosts
        self.refused: list[str] = []
        self._context = context
        self._held: set[Page] = set()
        self._waiting: dict[Request, str] = {}
        own = re.escape(hosts.site.removeprefix("www."))
        elsewhere = rf"^(?!https?://(?:www\.)?\[?{own}\]?(?::\d+)?(?:[/?#]|$))"
        context.route(re.compile(elsewhere, re.IGNORECASE), self._routed)

    def first(self) -> Page:
        """The context's first page, held before anything is opened in it; those that it opens are held as they come."""
        page = self._context.new_page()
        self.hold(page)
        self._context.on("page", self.hold)
        return page

    def hold(self, page: Page) -> None:
        """Watches the documents of one page, at every redirect."""
        from playwright.sync_api import Error

        if page in self._held:
            return
        self._held.add(page)
        page.on("request", self._asks)
        page.on("response", self._answers)
        page.on("requestfailed", self._fails)
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
        """Why a document was stopped, or did not come, since the last time; "" where all is well."""
        why = next(iter(self.refused), "") or next((f"{url} does not answer" for url in self._waiting.values()), "")
        self.refused.clear()
        self._waiting.clear()
        return why

    def _asks(self, request: Request) -> None:
        if request.is_navigation_request() and not _in_frame(request):
            self._waiting[request] = _bare(request.url)

    def _answers(self, response: Response) -> None:
        asked = self._waiting.pop(response.request, "")
        if asked and (response.status >= 500 or response.status in _GONE):
            self.refused.append(f"{asked} answered {response.status} {response.status_text}".rstrip())

    def _fails(self, request: Request) -> None:
        asked = self._waiting.pop(request, "")
        if asked and not self.refused and "ERR_ABORTED" not in (reason := request.failure or ""):  # that: a download
            self.refused.append(f"{asked} cannot be opened: {network_reason(reason)}")

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


def _bare(url: str) -> str:
    """Without the query, where keys and sessions stand."""
    return url.partition("?")[0].partition("#")[0]


def _in_frame(request: Request) -> bool:
    from playwright.sync_api import Error

    try:
        return request.frame.parent_frame is not None
    except Error:  # the first document of a new tab, which is not there yet
        return False
