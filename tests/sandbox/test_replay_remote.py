"""Scripts on engines that run elsewhere: a real Playwright server, and a real Selenium Grid where there is one."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from codegen.locator import Locator
from codegen.plan import Plan, Start
from codegen.script import write_script
from codegen.steps import Click, Download, Expect, LiteralValue, Select
from sandbox.browser import find_browser, flags
from sandbox.processes import kill, tree
from sandbox.replay import replay

ROOT = Path(__file__).parents[2]
PATIENT = {"TIMEOUT": "60"}


def _scripts(folder: Path) -> list[Path]:
    status, shipped = Locator(by="label", value="Status"), LiteralValue(literal="Shipped")
    steps = (
        Select(id="s1", locator=status, value=shipped),
        Expect(id="s2", that="value", locator=status, value=shipped),
        Click(id="s3", locator=Locator(by="role", value="button", name="Export CSV"), signal=Download()),
    )
    plan = Plan(goal="filter and export", start=Start(url="http://127.0.0.1/orders.html"), steps=steps)
    written = [write_script(plan, target) for target in ("playwright", "selenium")]
    for script in written:
        (folder / script.filename).write_text(script.source, encoding="utf-8")
    return [folder / script.filename for script in written]


@contextmanager
def _running(command: list[str], folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    """A server in a process of its own, and the file that holds what it says; it ends with all that it started."""
    log = folder / "log"
    with log.open("wb") as stream:
        process = subprocess.Popen(command, stdout=stream, stderr=subprocess.STDOUT, start_new_session=True)
    try:
        yield process, log
    finally:
        kill(tree(process.pid))
        process.wait()


def _starter(folder: Path) -> Path:
    """The browser as a server's own user would start it: as root without its own sandbox."""
    starter = folder / "browser"
    starter.write_text(f'#!/bin/sh\nexec "{find_browser().path}" {" ".join(flags()[-1:])} "$@"\n', encoding="utf-8")
    starter.chmod(0o755)
    return starter


@pytest.fixture(scope="module")
def playwright_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("server")
    (folder / "server.json").write_text(json.dumps({"executablePath": str(_starter(folder)), "host": "127.0.0.1"}))
    command = [sys.executable, "-m", "playwright", "launch-server", "--browser", "chromium"]
    with _running([*command, "--config", str(folder / "server.json")], folder) as (process, log):
        while not (said := log.read_text()).startswith("ws://") or "\n" not in said:
            assert process.poll() is None, said
            time.sleep(0.1)
        yield said.split()[0]


@pytest.fixture(scope="module")
def grid(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    jars = [os.environ.get("SELENIUM_SERVER_JAR", ""), *ROOT.glob("node_modules/selenium-server*/jar/*.jar")]
    jar, driver = next((str(jar) for jar in jars if jar and Path(jar).is_file()), None), find_browser().driver
    if not jar or not shutil.which("java") or driver is None:
        pytest.skip("SELENIUM_SERVER_JAR names no selenium-server.jar, or there is no java or no chromedriver")
    folder = tmp_path_factory.mktemp("grid")
    stereotype = json.dumps({"browserName": "chrome", "goog:chromeOptions": {"binary": str(_starter(folder))}})
    (folder / "grid.toml").write_text(
        "[node]\ndetect-drivers = false\nenable-managed-downloads = true\n[[node.driver-configuration]]\n"
        f"display-name = 'Chromium'\nstereotype = '{stereotype}'\nwebdriver-executable = '{driver}'\n"
    )
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = ["java", "-Xmx256m", "-jar", jar, "standalone", "--selenium-manager", "false", "--host", "127.0.0.1"]
    with _running([*command, "--port", str(port), "--config", str(folder / "grid.toml")], folder) as (process, log):
        while not _ready(f"http://127.0.0.1:{port}"):
            assert process.poll() is None, log.read_text()
            time.sleep(0.3)
        yield f"http://127.0.0.1:{port}"


def _ready(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/status") as answer:
            return bool(json.load(answer)["value"]["ready"])
    except (urllib.error.URLError, ConnectionError):
        return False


@pytest.mark.slow
def test_a_playwright_server_runs_the_script_and_gives_the_download(
    playwright_server: str, examples: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sandbox.batch.find_browser", lambda: pytest.fail("no browser of our own is needed"))
    playwright, selenium = _scripts(tmp_path)
    report = replay(
        [playwright, selenium], base_url=examples, env=PATIENT, remotes=[playwright_server], report_dir=tmp_path / "r"
    )
    ran, refused = report.results
    assert ran.ok, ran.reason
    assert [file.name for file in ran.downloads] == ["orders.csv"]
    assert ran.downloads[0].read_text().startswith("Order,")
    assert (refused.ok, refused.stage) == (False, "static")
    assert "Selenium Grid" in refused.reason


@pytest.mark.slow
def test_a_grid_runs_the_script_and_gives_the_download(grid: str, examples: str, tmp_path: Path) -> None:
    _, selenium = _scripts(tmp_path)
    report = replay([selenium], base_url=examples, env=PATIENT, remotes=[grid], report_dir=tmp_path / "r")
    (ran,) = report.results
    assert ran.ok, ran.reason
    assert [file.name for file in ran.downloads] == ["orders.csv"]


def test_an_engine_that_is_not_there_is_named(examples: str, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    remotes = [f"ws://127.0.0.1:{port}/", f"http://127.0.0.1:{port}"]
    report = replay(_scripts(tmp_path), base_url=examples, env=PATIENT, remotes=remotes)
    for result in report.results:
        assert not result.ok
        assert result.reason.startswith("before the first step: ")
        assert f"127.0.0.1:{port}" in result.reason
