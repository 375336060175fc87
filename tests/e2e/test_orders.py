"""The example from end to end: a picture and a goal become tests that run, on the replica and on the page itself."""

from __future__ import annotations

import csv
import functools
import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from codegen.plan import load_plan
from sandbox.browser import find_browser, flags

EXAMPLES = Path(__file__).parents[2] / "examples"
GOAL = "filter orders by status Shipped and export CSV"
pytestmark = pytest.mark.slow


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The example's page on a loopback port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(EXAMPLES)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


def agent(folder: Path, *words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "agent", *map(str, words)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory, site: str) -> tuple[Path, str]:
    """The folder that `agent plan` wrote on the picture with the page's address, and what it said."""
    folder = tmp_path_factory.mktemp("planned")
    ended = agent(
        folder, "plan", EXAMPLES / "orders.png", GOAL, "--url", f"{site}/orders.html", "--annotate", "seen.png"
    )
    assert (ended.returncode, ended.stderr) == (0, ""), ended.stdout + ended.stderr
    return folder, ended.stdout


def test_it_plans_the_filter_and_the_download(planned: tuple[Path, str]) -> None:
    plan = load_plan((planned[0] / "plan.json").read_text())
    acts = [step for step in plan.steps if step.kind in ("select", "click")]
    assert [step.kind for step in acts] == ["select", "click"]
    assert acts[1].signal is not None
    assert acts[1].signal.kind == "download"
    assert not plan.unresolved


def test_both_scripts_ran_on_the_replica_and_on_the_page(planned: tuple[Path, str]) -> None:
    folder, said = planned
    scripts = sorted(path.name for path in folder.glob("test_*.py"))
    assert [name.rsplit("_", 1)[1] for name in scripts] == ["playwright.py", "selenium.py"]
    for name in scripts:
        line = next(line for line in said.splitlines() if name in line)
        assert "static passed, replica passed, live passed" in line


def test_what_was_seen_is_drawn(planned: tuple[Path, str]) -> None:
    from PIL import Image

    with Image.open(planned[0] / "seen.png") as picture:
        assert picture.width >= 1280


@pytest.mark.parametrize("target", ["playwright", "selenium"])
def test_a_script_runs_on_its_own_and_saves_the_shipped_orders(
    planned: tuple[Path, str], site: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    script = next(planned[0].glob(f"test_*_{target}.py"))
    downloads = tmp_path / "downloads"
    downloads.mkdir()
    starter = tmp_path / "browser"
    starter.write_text(f'#!/bin/sh\nexec "{find_browser().path}" {" ".join(map(repr, flags()))} "$@"\n')
    starter.chmod(0o755)
    monkeypatch.setenv("BROWSER_PATH", str(starter))
    monkeypatch.setenv("DOWNLOAD_DIR", str(downloads))
    monkeypatch.setenv("BASE_URL", site)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(script)]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    (saved,) = downloads.iterdir()
    rows = list(csv.DictReader(saved.read_text().splitlines()))
    assert len(rows) == 5
    assert {row["Status"] for row in rows} == {"Shipped"}


def test_check_rehearses_a_script_on_the_screen_beside_its_plan(planned: tuple[Path, str]) -> None:
    folder = planned[0]
    script = next(folder.glob("test_*_playwright.py"))
    ended = agent(folder, "check", script, "--plan", "plan.json")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "static passed, replica passed" in ended.stdout


def test_check_names_the_step_that_fails_and_keeps_its_picture(planned: tuple[Path, str], tmp_path: Path) -> None:
    folder = planned[0]
    source = next(folder.glob("test_*_playwright.py")).read_text()
    (tmp_path / "plan.json").write_text((folder / "plan.json").read_text().replace("Export CSV", "Export PDF"))
    (tmp_path / "plan.screen.json").write_bytes((folder / "plan.screen.json").read_bytes())
    script = tmp_path / "test_broken_playwright.py"
    for timeout_s in (3, 30):  # a busy machine needs longer to get as far as the step
        broken = source.replace("Export CSV", "Export PDF").replace('"TIMEOUT", "10"', f'"TIMEOUT", "{timeout_s}"')
        assert broken.count(f'"{timeout_s}"') == 1
        script.write_text(broken)
        ended = agent(tmp_path, "check", script, "--plan", "plan.json")
        assert ended.returncode == 1
        if "step 3 of 3" in ended.stdout:
            break
    assert "replica failed" in ended.stdout
    assert "step 3 of 3" in ended.stdout
    assert (tmp_path / "test_broken_playwright_replica.png").stat().st_size > 1000


def test_replay_runs_a_folder_and_writes_junit(planned: tuple[Path, str], site: str, tmp_path: Path) -> None:
    ended = agent(tmp_path, "replay", planned[0], "--base-url", site, "--junit", "out.xml", "--workers", 2)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "2 of 2 passed" in ended.stdout
    assert 'failures="0"' in (tmp_path / "out.xml").read_text()


def test_a_page_is_planned_from_its_address(site: str, tmp_path: Path) -> None:
    ended = agent(tmp_path, "plan", f"{site}/orders.html", "export CSV", "--no-rehearsal")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    start = json.loads((tmp_path / "plan.json").read_text())["start"]
    assert start["url"] == f"{site}/orders.html"


def test_a_part_that_cannot_be_planned_leaves_the_rest(tmp_path: Path) -> None:
    goal = "filter orders by status Shipped and email it to Ada"
    ended = agent(tmp_path, "plan", EXAMPLES / "orders.png", goal, "--script", "playwright", "--no-rehearsal")
    assert ended.returncode == 3, ended.stdout + ended.stderr
    plan = load_plan((tmp_path / "plan.json").read_text())
    assert [item.clause for item in plan.unresolved]
    assert plan.steps
    assert "Unresolved" in ended.stdout
    assert len(list(tmp_path.glob("test_*.py"))) == 1


def test_a_page_is_captured_at_its_size(site: str, tmp_path: Path) -> None:
    from PIL import Image

    ended = agent(tmp_path, "capture", "--url", f"{site}/orders.html", "-o", "page.png")
    assert (ended.returncode, ended.stdout) == (0, "Wrote page.png (1280 x 800)\n"), ended.stderr
    with Image.open(tmp_path / "page.png") as picture:
        assert picture.size == (1280, 800)


@pytest.mark.skipif(not shutil.which("xvfb-run"), reason="needs Xvfb")
def test_the_desktop_is_captured(tmp_path: Path) -> None:
    from PIL import Image

    display = ["xvfb-run", "-a", "-s", "-screen 0 640x480x24"]
    command = [*display, sys.executable, "-m", "agent", "capture", "-o", "desktop.png"]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (0, "Wrote desktop.png (640 x 480)\n"), ended.stderr
    with Image.open(tmp_path / "desktop.png") as picture:
        assert picture.size == (640, 480)


def test_the_controls_of_the_example_are_seen_as_they_are(tmp_path: Path) -> None:
    ended = agent(tmp_path, "parse", EXAMPLES / "orders.png", "--json", "-")
    elements = json.loads(ended.stdout)["elements"]
    fields = [(e["role"], e["name"]) for e in elements if e["role"] in ("textbox", "searchbox", "combobox", "checkbox")]
    buttons = [e["name"] for e in elements if e["role"] == "button"]
    assert fields == [
        ("textbox", "Search"),
        ("combobox", "Status"),
        ("textbox", "From date"),
        ("checkbox", "Unpaid only"),
    ]
    assert buttons == ["Export CSV", "New order", "Clear", "Previous", "Next"]
    assert sum(e["role"] == "row" for e in elements) == 11
