"""One way to find and to start a browser."""

from __future__ import annotations

import os
import shutil
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sandbox.processes import MARK, kill_marked

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

Size = tuple[int, int]
LOOPBACK_ONLY = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"
QUIET = (
    "--disable-background-networking", "--disable-component-update", "--disable-default-apps", "--disable-sync",
    "--no-first-run", "--no-default-browser-check", "--mute-audio", "--password-store=basic",
    "--disable-features=Translate,OptimizationHints,MediaRouter",
)  # fmt: skip
_NAMES = (
    "chromium chromium-browser google-chrome google-chrome-stable chrome microsoft-edge microsoft-edge-stable msedge"
).split()
_MAC = ("Google Chrome", "Chromium", "Microsoft Edge")
_WINDOWS = ("Google/Chrome/Application/chrome.exe", "Chromium/Application/chrome.exe",
            "Microsoft/Edge/Application/msedge.exe")  # fmt: skip
_PLAYWRIGHT = (
    "chromium-*/chrome-*/chrome", "chromium-*/chrome-*/chrome.exe", "chromium-*/chrome-*/*.app/Contents/MacOS/*",
    "chromium_headless_shell-*/*/headless_shell", "chromium_headless_shell-*/*/chrome-headless-shell*",
)  # fmt: skip
_CURE = "install one ('sudo apt install chromium', or 'playwright install chromium'), or name one in BROWSER_PATH"


class BrowserMissing(RuntimeError):
    """There is no browser, or it does not start; the message holds the cure."""


class PageError(RuntimeError):
    """The address cannot be shown; the message is one sentence that says why."""


@dataclass(frozen=True)
class Browser:
    """A Chromium-like browser: its binary, where it was found, and the WebDriver that goes with it, if there is one."""

    path: Path
    source: str
    driver: Path | None = None

    @property
    def snapped(self) -> bool:
        """A snap package lives in its own confinement and cannot be started in another one."""
        return _is_snap(self.path)


def find_browser() -> Browser:
    """BROWSER_PATH, then what is on PATH, then the usual places, then Playwright's own, last a snap.

    Raises BrowserMissing.
    """
    named = os.environ.get("BROWSER_PATH")
    if named:
        if not _runs(Path(named)):
            raise BrowserMissing(f"BROWSER_PATH names no program: {named}; correct it or unset it")
        return Browser(Path(named).absolute(), "BROWSER_PATH", find_driver(Path(named)))
    found = [(path, source) for path, source in _candidates() if _runs(path)]
    found.sort(key=lambda item: _is_snap(item[0]))
    if not found:
        raise BrowserMissing(f"No Chromium, Chrome or Edge was found: {_CURE}")
    path, source = found[0]
    return Browser(path, source, find_driver(path))


def find_driver(browser: Path) -> Path | None:
    """The chromedriver (msedgedriver) for a browser: SE_CHROMEDRIVER, PATH, beside the browser, Selenium's cache."""
    name = "msedgedriver" if "edge" in browser.name else "chromedriver"
    beside = [folder / name for folder in (browser.parent, browser.resolve().parent, Path("/usr/lib/chromium"),
                                           Path("/usr/lib/chromium-browser"))]  # fmt: skip
    cache = sorted((Path.home() / ".cache/selenium" / name).glob(f"*/*/{name}*"), key=_version, reverse=True)
    for candidate in (os.environ.get("SE_CHROMEDRIVER"), shutil.which(name), *beside, *cache):
        if candidate and _runs(Path(candidate)):
            return Path(candidate).absolute()
    return None


def fetch_driver(browser: Path) -> Path | None:
    """The WebDriver that Selenium's own manager fetches into its cache; None without a network."""
    from selenium.common.exceptions import WebDriverException
    from selenium.webdriver.common.selenium_manager import SeleniumManager

    kind = "edge" if "edge" in browser.name else "chrome"
    try:
        found = SeleniumManager().binary_paths(["--browser", kind, "--browser-path", str(browser), "--avoid-stats"])
    except WebDriverException:
        return None
    return Path(found["driver_path"])


def _candidates() -> Iterator[tuple[Path, str]]:
    for name in _NAMES:
        if found := shutil.which(name):
            yield Path(found), "PATH"
    for path in _usual_places():
        yield path, "usual place"
    for pattern in _PLAYWRIGHT:
        for path in sorted(playwright_cache().glob(pattern), key=_version, reverse=True):
            yield path, "Playwright"


def _usual_places() -> Iterator[Path]:
    if sys.platform == "darwin":
        for root in (Path("/Applications"), Path.home() / "Applications"):
            yield from (root / f"{name}.app/Contents/MacOS/{name}" for name in _MAC)
    elif sys.platform == "win32":
        roots = (os.environ.get(name) for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"))
        yield from (Path(root) / place for root in roots if root for place in _WINDOWS)
    else:
        places = "/usr/lib/chromium/chromium /opt/google/chrome/chrome /opt/microsoft/msedge/msedge /snap/bin/chromium"
        yield from map(Path, places.split())


def playwright_cache() -> Path:
    """Where `playwright install` puts its browsers."""
    if named := os.environ.get("PLAYWRIGHT_BROWSERS_PATH"):
        return Path(named)
    places = {"darwin": "Library/Caches", "win32": "AppData/Local"}
    return Path.home() / places.get(sys.platform, ".cache") / "ms-playwright"


def _runs(path: Path) -> bool:
    return path.is_file() and os.access(path, os.X_OK)


def _version(path: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in "".join(c if c.isdigit() else " " for c in str(path)).split())


def _is_snap(path: Path) -> bool:
    if "/snap/" in f"{path}{path.resolve()}":
        return True
    if path.suffix == ".exe" or path.stat().st_size > 20_000:
        return False
    return b"/snap/bin/" in path.read_bytes()  # Ubuntu's chromium-browser is a short script that starts the snap


def flags(*, loopback_only: bool = False) -> list[str]:
    """Command-line flags for a quiet browser; with `loopback_only` it finds no host but this machine."""
    unsandboxed = hasattr(os, "geteuid") and os.geteuid() == 0
    return [*QUIET, *(["--no-sandbox"] if unsandboxed else []), *([LOOPBACK_ONLY] if loopback_only else [])]


@contextmanager
def session(
    *, viewport: Size = (1280, 800), scale: float = 1.0, loopback_only: bool = False, headed: bool = False,
    **context: Any,
) -> Iterator[BrowserContext]:  # fmt: skip
    """A fresh browser with one fresh context: `viewport` in CSS pixels, `scale` device pixels for each.

    `context` goes to Playwright's `new_context`. Raises BrowserMissing. Whatever ends the block, no process is left.
    """
    from playwright.sync_api import Error, sync_playwright

    found, token = find_browser(), uuid.uuid4().hex
    ended = False
    try:
        with sync_playwright() as playwright:
            try:
                browser = playwright.chromium.launch(
                    executable_path=found.path, headless=not headed, args=flags(loopback_only=loopback_only),
                    env={**os.environ, MARK: token},
                )  # fmt: skip
            except Error as fault:
                raise BrowserMissing(f"{found.path} does not start ({_first_line(fault)}): {_CURE}") from None
            size = {"width": viewport[0], "height": viewport[1]}
            context = {"viewport": size, "device_scale_factor": scale, **context}
            yield browser.new_context(**context)
            browser.close()
            ended = True
    finally:
        if not ended:
            kill_marked(token)


@contextmanager
def open_page(url: str, *, timeout_s: float = 30, **options: Any) -> Iterator[Page]:
    """A page at `url`, loaded and quiet, in a browser of its own; `options` as for `session`.

    Raises PageError, BrowserMissing.
    """
    if not url.lower().startswith(("http://", "https://")):
        raise PageError(f"{url} is no address of a page: it must start with http:// or https://")
    with session(**options) as context:
        page = context.new_page()
        go(page, url, timeout_s=timeout_s)
        yield page


def screenshot(
    url: str, viewport: Size = (1280, 800), *, scale: float = 1.0, full_page: bool = False, timeout_s: float = 30
) -> bytes:
    """The page at `url` as PNG, once it is loaded and its network quiet. Raises PageError, BrowserMissing."""
    from playwright.sync_api import Error

    with open_page(url, viewport=viewport, scale=scale, timeout_s=timeout_s) as page:
        try:
            return page.screenshot(full_page=full_page, animations="disabled", timeout=timeout_s * 1000)
        except Error as fault:
            raise PageError(f"{url} gives no picture: {_first_line(fault)}") from None


def go(page: Page, url: str, *, timeout_s: float = 30, quiet_s: float = 3) -> None:
    """Loads `url` and waits for a quiet network, `quiet_s` at most: some pages never fall silent. Raises PageError."""
    from playwright.sync_api import Error, TimeoutError

    try:
        answer = page.goto(url, wait_until="load", timeout=timeout_s * 1000)
    except TimeoutError:
        raise PageError(f"{url} did not load within {timeout_s:g} seconds") from None
    except Error as fault:
        raise PageError(f"{url} cannot be opened: {network_reason(str(fault))}") from None
    if answer is not None and answer.status >= 400:
        raise PageError(f"{url} answered {answer.status} {answer.status_text}".rstrip())
    try:
        page.wait_for_load_state("networkidle", timeout=quiet_s * 1000)
    except TimeoutError:
        return
    except Error as fault:
        raise PageError(f"{url} went away while it loaded: {_first_line(fault)}") from None


_REASONS = {
    "NAME_NOT_RESOLVED": "there is no such host",
    "CONNECTION_REFUSED": "nothing answers there",
    "CONNECTION_TIMED_OUT": "the host does not answer",
    "ADDRESS_UNREACHABLE": "the host cannot be reached",
    "INTERNET_DISCONNECTED": "this machine is offline",
    "CONNECTION_RESET": "the host cut the connection",
    "EMPTY_RESPONSE": "the host sent nothing",
    "CERT_": "its certificate is not trusted",
    "SSL_": "no secure connection can be made",
    "UNSAFE_PORT": "browsers refuse that port",
    "ABORTED": "it is a download, not a page",
    "Download is starting": "it is a download, not a page",
    "TOO_MANY_REDIRECTS": "it redirects in a circle",
    "INVALID_URL": "it is no valid address",
    "Cannot navigate to invalid URL": "it is no valid address",
}


def network_reason(message: str) -> str:
    """Chromium's word for a failed load ("net::ERR_CONNECTION_RESET") in people's."""
    return next((words for mark, words in _REASONS.items() if mark in message), _first_line(message))


def _first_line(fault: object) -> str:
    lines = [line.strip() for line in str(fault).splitlines() if line.strip()]
    return lines[0] if lines else type(fault).__name__
