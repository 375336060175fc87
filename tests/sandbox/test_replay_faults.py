"""What can go wrong outside of a script: each ends with a clear line, no orphan, and a report of what was seen."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import psutil
import pytest

from codegen.locator import Locator
from codegen.plan import Plan, Start
from codegen.script import write_script
from codegen.steps import Click, Download
from sandbox.frames import step_pictures
from sandbox.jail import best_guard
from sandbox.replay import Known, Watch, replay
from sandbox.report import ScriptResult
from tests.offspring import below, left, since

BUTTON = "<!doctype html><title>Shop</title><button>Export</button><a href='/big' download>Big</a>"
PAGES = {"/": BUTTON, "/dialogs": "<!doctype html><script>for (;;) alert('again')</script>"}
BIG = 200 * 2**20
PATIENT, SHORT = {"TIMEOUT": "120"}, {"TIMEOUT": "2"}


class _Moody(BaseHTTPRequestHandler):
    hold = threading.Event()
    asked: ClassVar[Counter[str]] = Counter()

    def do_GET(self) -> None:
        self.asked[self.path] += 1
        if self.path == "/hang":
            self.hold.wait(600)
        elif self.path == "/reset":
            self.connection.shutdown(2)
        elif self.path == "/flaky":
            self._answer(200, b"<title>Not yet</title>" if self.asked[self.path] == 1 else BUTTON.encode())
        elif self.path == "/circle":
            self._answer(302, b"", ("Location", "/circle"))
        elif self.path == "/500":
            self._answer(500, b"<title>Oops</title>Internal error")
        elif self.path == "/big":
            self._answer(200, b"", ("Content-Disposition", "attachment; filename=big.bin"), length=BIG)
            for _ in range(BIG // 2**20):
                self.wfile.write(bytes(2**20))
        else:
            self._answer(200 if self.path in PAGES else 404, PAGES.get(self.path, "").encode())

    def _answer(self, status: int, body: bytes, *headers: tuple[str, str], length: int | None = None) -> None:
        self.send_response(status)
        for name, value in (("Content-Type", "text/html"), ("Content-Length", str(length or len(body))), *headers):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def moody() -> Iterator[str]:
    """The base URL of a server that answers badly under most of its paths."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Moody)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    _Moody.hold.set()
    server.shutdown()


def _written(target: str = "playwright", **options: object) -> str:
    click = Click(id="s1", locator=Locator(by="role", value="link", name="Big"), signal=Download(), why="get it")
    plan = Plan(goal="get it", start=Start(url="http://a.site/"), steps=(click,))
    return write_script(plan, target).source


def _script(folder: Path, name: str, *lines: str, target: str = "playwright") -> Path:
    """A script with the fixtures of a written one and a body of its own."""
    source, driver = _written(target), "page: Page" if target == "playwright" else "driver: WebDriver"
    fixtures = source[: source.index("def test_")]
    body = "".join(f"    {line}\n" for line in lines)
    path = folder / f"test_{name}.py"
    path.write_text(f"{fixtures}def test_it({driver}, base_url: str) -> None:\n{body}", encoding="utf-8")
    return path


def _opens(folder: Path, name: str, path: str, target: str = "playwright") -> Path:
    opened, count = {
        "playwright": (f'page.goto(base_url + "{path}")', 'page.get_by_role("button", name="Export").count()'),
        "selenium": (f'driver.get(base_url + "{path}")', 'len(driver.find_elements(By.TAG_NAME, "button"))'),
    }[target]
    lines = ("# Step 1: open it", opened, "# Step 2: see the button", f"assert {count} == 1")
    return _script(folder, name, *lines, target=target)


@pytest.fixture
def before() -> set[int]:
    return below()


@pytest.mark.slow
def test_a_server_that_does_not_answer_is_said_to(moody: str, tmp_path: Path, before: set[int]) -> None:
    scripts = [_opens(tmp_path, name, path) for name, path in {"cut": "/reset", "circle": "/circle"}.items()]
    report = replay(scripts, base_url=moody, env=PATIENT, workers=2)
    cut, circle = report.results
    assert (cut.where, circle.where) == ("step 1 of 2", "step 1 of 2")
    assert cut.reason in (f"the server sent nothing {moody}/reset", f"the server cut the connection {moody}/reset")
    assert circle.reason == f"the server redirects in a circle {moody}/circle"
    assert left(before) == []


@pytest.mark.slow
def test_what_is_green_only_when_run_again_is_told_apart(moody: str, tmp_path: Path) -> None:
    flaky, broken = _opens(tmp_path, "flaky", "/flaky"), _opens(tmp_path, "broken", "/500")
    told: list[tuple[str, bool, bool]] = []
    watch = Watch(ended=lambda result, again: told.append((Path(result.script).name, result.ok, again)))
    report = replay(
        [flaky, broken], base_url=moody, env=PATIENT, retries=1, watch=watch, report_dir=tmp_path / "report",
        junit_file=tmp_path / "junit.xml", known=lambda script: {2: Known('by role: button "Export"')},
    )  # fmt: skip
    assert told == [
        ("test_flaky.py", False, True), ("test_broken.py", False, True),
        ("test_flaky.py", True, False), ("test_broken.py", False, False),
    ]  # fmt: skip
    again, failed = report.results
    assert (again.ok, [attempt.where for attempt in again.earlier]) == (True, ["step 2 of 2"])
    assert (failed.ok, len(failed.earlier)) == (False, 1)
    assert failed.where == "step 2 of 2"
    assert failed.reason.endswith(f"the server answered 500 at {moody}/500")
    assert any(line.startswith("response: 500 GET") for line in failed.console)
    assert list(step_pictures(failed)) == [1]  # out of the trace, of the step before the one that failed
    assert step_pictures(failed)[1].startswith("data:image/webp;base64,")
    html = (tmp_path / "report" / "report.html").read_text(encoding="utf-8")
    assert html.count("attempt 2 of 2") == 2
    assert "shaky <b>1</b>" in html
    assert html.index("test_broken.py") < html.index("test_flaky.py")  # failures first
    assert html.count("by role: button &#34;Export&#34;") == 2
    cases = {case.get("file"): case for case in ET.parse(tmp_path / "junit.xml").iter("testcase")}
    assert cases[str(flaky)].find("failure") is None
    assert cases[str(flaky)].find("properties/property[@name='attempts']").get("value") == "2"  # type: ignore[union-attr]
    fault = cases[str(broken)].find("failure")
    assert fault is not None
    assert (fault.get("message") or "").startswith("step 2 of 2: ")
    assert "test_broken.py:" in (fault.text or "")  # pytest's own words


@pytest.mark.slow
def test_pages_that_never_come_or_never_rest_end_in_time(moody: str, tmp_path: Path, before: set[int]) -> None:
    names = [(name, target) for name in ("hang", "dialogs") for target in ("playwright", "selenium")]
    scripts = [_opens(tmp_path, f"{name}_{target}", f"/{name}", target) for name, target in names]
    report = replay(scripts, base_url=moody, env=SHORT, workers=2, timeout_s=60, report_dir=tmp_path / "report")
    hang, selenium_hang, dialogs, selenium_dialogs = report.results
    assert [result.where for result in (hang, selenium_hang, dialogs)] == ["step 1 of 2"] * 3
    assert hang.reason == f"{moody}/hang did not load within 2 s"
    assert dialogs.reason == f"{moody}/dialogs did not load within 2 s"
    assert selenium_hang.reason == "the page does not answer"
    assert selenium_dialogs.reason in ('the page shows a dialog: "again"', "the page does not answer")
    assert (tmp_path / "report" / "report.html").stat().st_size
    assert left(before) == []


@pytest.mark.slow
def test_a_browser_that_is_killed_in_mid_step(moody: str, tmp_path: Path, before: set[int]) -> None:
    waits = {
        "playwright": ("page.goto(base_url)", 'page.get_by_role("button", name="Never").click()'),
        "selenium": ("driver.get(base_url)", "WebDriverWait(driver, TIMEOUT).until(lambda d: d.title == 'Never')"),
    }
    killed = [
        _script(tmp_path, target, "# Step 1: open it", opens, "# Step 2: wait for ever", wait, target=target)
        for target, (opens, wait) in waits.items()
    ]

    def kill(script: str, number: int, of: int, title: str) -> None:
        if number == 2 and Path(script) in killed:
            for process in since(before):
                with suppress(psutil.Error):
                    if process.name() in ("chromium", "chrome"):
                        process.kill()

    after = _opens(tmp_path, "x", "/")
    *ended, fine = replay([*killed, after], base_url=moody, env=PATIENT, watch=Watch(step=kill)).results
    assert [result.where for result in ended] == ["step 2 of 2"] * 2
    assert all("the browser went away" in result.reason for result in ended), [result.reason for result in ended]
    assert fine.ok, fine.reason
    assert left(before) == []


@pytest.mark.slow
def test_a_script_that_hangs_is_ended_and_the_next_one_runs(moody: str, tmp_path: Path, before: set[int]) -> None:
    hangs = ("# Step 1: open it", "page.goto(base_url)", "# Step 2: wait for ever")
    endless = _script(tmp_path, "endless", *hangs, 'page.get_by_text("Never").wait_for(timeout=0)')
    after = _opens(tmp_path, "fine", "/")
    for timeout_s in (8, 40, 240):  # a busy machine needs longer for the one that is fine
        seen: list[ScriptResult] = []
        watch = Watch(ended=lambda result, again, seen=seen: seen.append(result))  # type: ignore[misc]
        report = replay([endless, after], base_url=moody, env=PATIENT, timeout_s=timeout_s, watch=watch)
        ended, fine = report.results
        assert ended.reason == f"it did not end within {timeout_s} seconds"
        assert len(seen) == 2
        if ended.where == "step 2 of 2" and fine.ok:
            break
    assert fine.ok, fine.reason
    assert left(before) == []


@pytest.mark.slow
def test_a_download_of_200_megabytes(moody: str, tmp_path: Path) -> None:
    script = tmp_path / "test_big.py"
    script.write_text(_written(), encoding="utf-8")
    report = replay([script], base_url=moody, env=PATIENT, report_dir=tmp_path / "report")
    assert report.ok, report.results[0].reason
    assert report.results[0].downloads[0].stat().st_size == BIG
    shutil.rmtree(tmp_path / "report" / "downloads")


def _agent(*words: object, env: dict[str, str], before: tuple[str, ...] = ()) -> subprocess.Popen[str]:
    command = [*before, sys.executable, "-m", "agent", "replay", *map(str, words)]
    root = Path(__file__).parents[2]
    return subprocess.Popen(
        command, cwd=root, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, **env}
    )


@pytest.mark.slow
def test_an_interrupt_leaves_a_report_and_no_process(moody: str, tmp_path: Path, before: set[int]) -> None:
    scripts = tmp_path / "scripts"
    scripts.mkdir()
    for name, path in (("a_fine", "/"), ("b_hangs", "/hang"), ("c_waits", "/")):
        _opens(scripts, name, path)
    report, junit = tmp_path / "report", tmp_path / "junit.xml"
    process = _agent(scripts, "--base-url", moody, "--report", report, "--junit", junit, env=PATIENT)
    assert process.stdout is not None
    assert process.stdout.readline().startswith("✓")
    process.send_signal(signal.SIGINT)
    out, err = process.communicate()
    assert (process.returncode, err) == (130, "")
    assert "1 of 3 passed" in out
    html = (report / "report.html").read_text(encoding="utf-8")
    assert "Stopped: " in html
    assert "test_c_waits.py" in html
    assert "<skipped" in junit.read_text(encoding="utf-8")
    assert left(before) == []


@pytest.mark.slow
@pytest.mark.parametrize("room", [24_000, 4_000], ids=["no room for a picture", "no room for the report"])
def test_a_full_disk_is_said(moody: str, tmp_path: Path, room: int) -> None:
    if best_guard() != "bwrap":
        pytest.skip("bubblewrap, which makes the small disk, does not work on this machine")
    script, folder = _opens(tmp_path, "broken", "/500"), tmp_path / "report"
    folder.mkdir()
    jail = ("bwrap", "--dev-bind", "/", "/", "--size", str(room), "--tmpfs", str(folder))
    copy = ("sh", "-c", f'"$@"; code=$?; cat {folder}/report.html >{tmp_path}/kept.html; exit $code', "sh")
    process = _agent(script, "--base-url", moody, "--report", folder, env=PATIENT, before=(*jail, *copy))
    out, err = process.communicate()
    assert process.returncode == 1
    assert "the server answered 500" in out
    if room > 10_000:
        kept = (tmp_path / "kept.html").read_text(encoding="utf-8")
        assert "its files could not be kept: No space left on device" in kept
    else:
        assert "No space left on device" in err
        assert "Traceback" not in err
