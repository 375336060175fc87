"""Finding a browser, and pictures of addresses."""

from __future__ import annotations

import io
import os
import uuid
from pathlib import Path

import pytest
from PIL import Image

from sandbox import browser
from sandbox.browser import BrowserMissing, PageError, find_browser, screenshot, session
from sandbox.processes import marked


def _program(path: Path, text: str = "#!/bin/sh\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)
    return path


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine without any browser; the folder is on PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.delenv("BROWSER_PATH", raising=False)
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "playwright"))
    monkeypatch.setattr(browser, "_usual_places", lambda: iter(()))
    return folder


def test_no_browser_names_the_cure(bare: Path) -> None:
    with pytest.raises(BrowserMissing, match="playwright install chromium"):
        find_browser()


def test_named_browser_comes_first_and_must_exist(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _program(bare / "chromium")
    own = _program(bare / "own-browser")
    monkeypatch.setenv("BROWSER_PATH", str(own))
    assert find_browser().path == own
    monkeypatch.setenv("BROWSER_PATH", str(bare / "none"))
    with pytest.raises(BrowserMissing, match="BROWSER_PATH"):
        find_browser()


def test_newest_of_playwrights_own(bare: Path, tmp_path: Path) -> None:
    for build in ("chromium-999", "chromium-1208"):
        _program(tmp_path / "playwright" / build / "chrome-linux64" / "chrome")
    found = find_browser()
    assert (found.source, found.path.parts[-3]) == ("Playwright", "chromium-1208")


def test_a_snap_comes_last(bare: Path, tmp_path: Path) -> None:
    _program(bare / "chromium-browser", "#!/bin/sh\nexec /snap/bin/chromium\n")
    assert find_browser().snapped
    _program(bare / "microsoft-edge")
    found = find_browser()
    assert found.path.name == "microsoft-edge"
    assert not found.snapped


def test_the_driver_of_edge_is_its_own(bare: Path) -> None:
    _program(bare / "chromedriver")
    _program(bare / "microsoft-edge")
    driver = _program(bare / "msedgedriver")
    assert find_browser().driver == driver


def test_picture_in_css_and_device_pixels(site: str) -> None:
    shot = Image.open(io.BytesIO(screenshot(site + "/", (500, 300), scale=2)))
    assert shot.size == (1000, 600)
    assert shot.convert("RGB").getpixel((900, 500)) == (0x12, 0x34, 0x56)


@pytest.mark.parametrize("address", ["file:///etc/passwd", "orders.example"])
def test_what_is_no_address_is_said_before_a_browser_starts(
    bare: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("PATH", str(bare))
    with pytest.raises(PageError, match="must start with http:// or https://"):
        screenshot(address)


def test_an_interrupted_session_leaves_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    token = uuid.uuid4()
    monkeypatch.setattr(uuid, "uuid4", lambda: token)

    def interrupted() -> None:
        with session() as context:
            context.new_page()
            assert marked(token.hex)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert not marked(token.hex)


def test_a_browser_that_does_not_start(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{bare}{os.pathsep}/usr/bin{os.pathsep}/bin")
    monkeypatch.setenv("BROWSER_PATH", str(_program(bare / "broken", "#!/bin/sh\nexit 3\n")))
    with pytest.raises(BrowserMissing, match="does not start"), session():
        pass
