"""Draws pages in a browser: one screenshot and one truth for each."""

from __future__ import annotations

import base64
import json
import os
import shutil
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from perception.training.pages.page import Page
from perception.training.pages.serve import Server

# Everything is at rest when the picture is taken, and nothing is waited for.
_STILL = (
    "*,*::before,*::after{animation-duration:0s!important;animation-delay:0s!important;transition:none!important;"
    "caret-color:transparent!important;scroll-behavior:auto!important}"
)
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--disable-background-networking",
    "--font-render-hinting=none",
    "--disable-component-update",
]
_LIMIT_MS = 120_000  # machines are shared; only a page that never loads is given up
_FAINT = 10  # steps of 255 between what is drawn and its ground, from which a person sees it


@cache
def _script(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


@cache
def truth_script() -> str:
    """The function that runs inside a page and gives its truth, boxes in CSS pixels."""
    parts = [_script(f"truth_{part}.js") for part in ("drawn", "controls", "elements", "lines")]
    return "() => {" + "".join(parts) + "return truth; }"


class Tab:
    """One of the browser's pages. `take` gives PNG bytes and the truth, boxes in pixels of the picture."""

    def __init__(self, browser: Any, server: Server, name: str) -> None:
        self._browser, self._server, self._path = browser, server, f"/{name}.html"
        self._context: Any = None

    async def start(self) -> None:
        """A context of its own; again after a page that the browser did not get along with."""
        if self._context:
            await self._context.close()
        self._context = await self._browser.new_context()
        self._context.set_default_timeout(_LIMIT_MS)
        at_rest = f"const s=document.createElement('style');s.textContent={json.dumps(_STILL)};document.head.append(s)"
        await self._context.add_init_script(f"addEventListener('DOMContentLoaded',()=>{{{at_rest}}})")
        self._page = await self._context.new_page()
        self._wire = await self._context.new_cdp_session(self._page)

    async def open(self, page: Page) -> None:
        """Loads the page and brings it to rest. Raises playwright's Error where it does not load in time."""
        await self._resize(page)
        self._server.show(self._path, page.html)
        await self._page.goto(
            f"{self._server.address}{'/' + page.path if page.path else self._path}", wait_until="load"
        )
        await self._settle(page)

    async def move(self, page: Page) -> None:
        """Scrolls, resizes and focuses as `page` says, which shows the same document as the one that is open."""
        await self._resize(page)
        await self._settle(page)

    async def _settle(self, page: Page) -> None:
        inverted = page.theme == "inverted"
        ask = {"scroll": page.scroll, "focus": page.focus, "texts": page.texts, "inverted": inverted, "zoom": page.zoom}
        await self._page.evaluate(_script("settle.js"), {**ask, "texts": list(page.texts)})

    async def _resize(self, page: Page) -> None:
        window = page.window
        size = {"width": window.width, "height": window.height, "deviceScaleFactor": window.scale, "mobile": False}
        await self._wire.send("Emulation.setDeviceMetricsOverride", size)

    async def take(self, page: Page) -> tuple[bytes, dict[str, Any]]:
        shot = await self._wire.send("Page.captureScreenshot", {"format": "png", "optimizeForSpeed": True})
        truth = await self._page.evaluate(truth_script())
        png = base64.b64decode(shot["data"])
        return png, only_drawn(png, scaled(truth, page))


def scaled(truth: Mapping[str, Any], page: Page) -> dict[str, Any]:
    """The truth as it is written: boxes in whole pixels of the screenshot."""
    scale = page.window.scale
    width, height = round(truth["width"] * scale), round(truth["height"] * scale)

    def pixels(box: Sequence[float]) -> list[int]:
        x1, y1, x2, y2 = (round(float(value) * scale) for value in box)
        return [max(0, x1), max(0, y1), min(width, max(x2, x1 + 1)), min(height, max(y2, y1 + 1))]

    return {
        "width": width,
        "height": height,
        "scale": scale,
        "kit": page.kit,
        "source": page.source,
        "theme": "dark" if page.theme == "inverted" else page.theme,
        "language": page.language,
        "path": page.path,
        "elements": [{**element, "box": pixels(element["box"])} for element in truth["elements"]],
        "lines": [{**line, "box": pixels(line["box"])} for line in truth["lines"]],
        "ignore": [pixels(box) for box in truth["ignore"]],
    }


def only_drawn(png: bytes, truth: dict[str, Any]) -> dict[str, Any]:
    """The truth without what left no mark: an icon whose font is missing, text in the colour of its ground."""
    picture = Image.open(BytesIO(png)).convert("RGB")

    def drawn(item: Mapping[str, Any]) -> bool:
        x1, y1, x2, y2 = item["box"]
        bands: Any = picture.crop((x1, y1, x2, y2)).getextrema()
        return any(high - low > _FAINT for low, high in bands)

    blank = [element["box"] for element in truth["elements"] if not drawn(element)]
    return {
        **truth,
        "elements": [element for element in truth["elements"] if drawn(element)],
        "lines": [line for line in truth["lines"] if drawn(line)],
        "ignore": truth["ignore"] + blank,
    }


def browser_path() -> str | None:
    """$BROWSER_PATH or the system's Chromium; None is Playwright's own."""
    return os.environ.get("BROWSER_PATH") or shutil.which("chromium") or shutil.which("google-chrome")


@asynccontextmanager
async def tabs(root: Path, aliases: Mapping[str, str], count: int) -> AsyncIterator[list[Tab]]:
    """A browser with `count` pages, closed at the end."""
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=browser_path(), args=_ARGUMENTS)
        server = Server(root, aliases)
        opened = [Tab(browser, server, f"page{number}") for number in range(count)]
        try:
            for tab in opened:
                await tab.start()
            yield opened
        finally:
            server.close()
            await browser.close()
