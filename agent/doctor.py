"""`agent doctor` and `agent models`: what is there, what is missing, and the command that cures it."""

from __future__ import annotations

import importlib.metadata
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from perception.vlm.profiles import Profile

_PACKAGES = ("onnxruntime", "opencv-python-headless", "playwright", "selenium", "pytest", "mss")


@dataclass(frozen=True, slots=True)
class Finding:
    """One part: is it there, must it be, what was seen, and the command that cures its absence."""

    name: str
    ok: bool
    detail: str
    cure: str = ""
    needed: bool = True

    def as_dict(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if value != ""}


def examine(tell: Callable[[str], None]) -> list[Finding]:
    """Looks at every part, by using it where that is quick."""
    found = [_python(), *(_package(name) for name in _PACKAGES)]
    for words, part in (
        ("reading a test picture", _eyes), ("starting the browser", _browser),
        ("looking for Playwright's own browser", _own_browser), ("looking for a driver", _driver),
        ("looking for the guard", _guard), ("looking for a desktop", _desktop),
    ):  # fmt: skip
        tell(words)
        found.append(part())
    return found


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding("Python", sys.version_info >= (3, 11), version, "install Python 3.11 or newer")


def _package(name: str) -> Finding:
    try:
        return Finding(name, True, importlib.metadata.version(name))
    except importlib.metadata.PackageNotFoundError:
        return Finding(name, False, "is not installed", f"python -m pip install {name}")


def models() -> list[Finding]:
    """What can look at a picture: the embedded eyes, and the vision-language models that can be fetched."""
    from perception import detector, ocr
    from perception.vlm.profiles import PROFILES

    fault = ocr.available() or detector.available()
    embedded = f"text: {ocr.NAME}, elements: {detector.NAME}; no download"
    local = [_model(profile) for profile in PROFILES.values() if profile.family]
    return [Finding("embedded", fault is None, fault or embedded), *local]


def _model(profile: Profile) -> Finding:
    """One local model: is it on this machine, and what did its check say?"""
    from perception.vlm.local import available
    from perception.vlm.types import VlmError

    about = f"{profile.billions:.1f} billion weights, {profile.licence}" + (f"; {profile.note}" if profile.note else "")
    if fault := available():
        what, _, cure = fault.partition("; run: ")
        return Finding(profile.name, False, f"{about}; {what}", cure, needed=False)
    from perception.vlm.local.shelf import verdict_on
    from perception.vlm.local.store import find

    try:
        _, checkpoint = find(profile.name)
    except VlmError as fault:
        what, _, cure = str(fault).partition("; run: ")
        cure = profile.made_by or cure or f"agent models pull {profile.name} ({what})"
        return Finding(profile.name, False, about, cure, needed=False)
    verdict = verdict_on(checkpoint.fingerprint()) if profile.grounds else None
    if profile.grounds and verdict is None:
        return Finding(profile.name, True, f"{about}; never checked: agent models check {profile.name}", needed=False)
    said = "" if verdict is None else "; checked" if verdict.trusted else f"; not to be trusted: {verdict.why}"
    return Finding(profile.name, True, about + said, needed=False)


def _eyes() -> Finding:
    """The embedded model reads words that are drawn here: files that are there may still not work."""
    from perception import detector, ocr

    if fault := ocr.available() or detector.available():
        what, _, cure = fault.partition("; run: ")
        return Finding("eyes", False, what, cure or "sh sandbox/setup.sh")
    read = _read_a_word()
    return Finding("eyes", read == "Export CSV", f"{ocr.NAME} reads a test picture as {read!r}", "sh sandbox/setup.sh")


def _read_a_word() -> str:
    import numpy as np
    from PIL import Image, ImageDraw, ImageFont

    from perception.ocr import read_text

    picture = Image.new("RGB", (240, 60), "white")
    ImageDraw.Draw(picture).text((20, 16), "Export CSV", "black", ImageFont.load_default(24))
    return " ".join(line.text for line in read_text(np.asarray(picture)))


def _browser() -> Finding:
    from sandbox.browser import BrowserMissing, find_browser, session

    try:
        with session() as context:
            version = context.browser.version if context.browser else ""
        return Finding("browser", True, f"{find_browser().path}, version {version}")
    except BrowserMissing as fault:
        what, _, cure = str(fault).partition(": ")
        return Finding("browser", False, what, cure)


def _own_browser() -> Finding:
    """Replays find any browser; by plain pytest a Playwright script takes the one that is named, else Playwright's."""
    from playwright.sync_api import sync_playwright

    from sandbox.browser import BrowserMissing, find_browser

    if named := os.environ.get("BROWSER_PATH"):
        return Finding("pytest alone", True, f"Playwright scripts take BROWSER_PATH: {named}", needed=False)
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
    if own.exists():
        return Finding("pytest alone", True, f"Playwright scripts take {own}", needed=False)
    detail, cure = "plain pytest finds no browser for Playwright scripts", "playwright install chromium"
    with suppress(BrowserMissing):
        cure = f"BROWSER_PATH={find_browser().path} pytest ...; or: {cure}"
    return Finding("pytest alone", False, detail, cure, needed=False)


def _driver() -> Finding:
    """Selenium fetches a driver by itself where the network allows it, so a driver is no must."""
    from sandbox.browser import BrowserMissing, find_browser

    cure = "sudo apt install chromium-driver; without one Selenium fetches its own when it is online"
    try:
        driver = find_browser().driver
    except BrowserMissing:
        driver = None
    return Finding("WebDriver", driver is not None, str(driver or "none beside the browser"), cure, needed=False)


def _guard() -> Finding:
    from sandbox.jail import best_guard

    guard = best_guard()
    cure = "sudo apt install bubblewrap (where the system allows user namespaces)"
    return Finding("guard", guard == "bwrap", f"rehearsals run in a {guard}", cure, needed=False)


def _desktop() -> Finding:
    there = sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY"))
    detail = "a desktop can be captured" if there else "no display: `agent capture` takes pages alone"
    return Finding("desktop", there, detail, "start a desktop, or: xvfb-run agent capture -o desktop.png", needed=False)
