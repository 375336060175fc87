"""Whatever goes wrong in the middle of `agent run`: one line, the right exit code, no orphan, and what was done."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import psutil
import pytest

from codegen.plan import Plan, load_plan
from tests.agent.web import Web, page, redirect, web
from tests.offspring import below, since

pytestmark = pytest.mark.slow
FIRST = "<label>Name <input></label>"


def reset_connection(request: BaseHTTPRequestHandler) -> None:
    request.connection.setsockopt(1, 13, b"\1\0\0\0\0\0\0\0")  # SO_LINGER 0: closing sends a reset
    request.connection.close()
    request.close_connection = True


def hang(over: threading.Event) -> Callable[[BaseHTTPRequestHandler], None]:
    return lambda request: over.wait() and None


@pytest.fixture(scope="module")
def site() -> Iterator[Web]:
    with web() as made:
        yield made


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def the_plan(folder: Path) -> Plan:
    return load_plan((folder / "plan.json").read_text())


def reasons(folder: Path) -> str:
    return " / ".join(item.reason for item in the_plan(folder).unresolved)


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (lambda request: page(request, "<h1>Gone</h1>", 404), "answered 404"),
        (reset_connection, "cut the connection"),
    ],
    ids=["404", "reset"],
)
def test_a_page_that_does_not_come_ends_its_clause(
    agent, site: Web, folder: Path, answer: Callable[[BaseHTTPRequestHandler], None], says: str
) -> None:
    site.pages = {"/": FIRST + "<a href=/next>Go on</a>", "/next": answer}
    code, out, err = agent("run", site.at(), "click Go on, then click Save", "--script", "playwright")
    assert (code, err) == (3, "")
    assert says in reasons(folder)
    assert says in " ".join(out.split())
    assert [item.clause for item in the_plan(folder).unresolved] == ["click Go on", "click Save"]


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (lambda request: page(request, "<h1>Oops</h1>", 503), "answered 503"),
        (redirect("/"), "redirects in a circle"),
        (lambda request: page(request, "x", 200, **{"Content-Disposition": "attachment"}), "a download, not a page"),
    ],
    ids=["503", "circle", "a file"],
)
def test_a_start_that_does_not_come_is_one_line(
    agent, site: Web, folder: Path, answer: Callable[[BaseHTTPRequestHandler], None], says: str
) -> None:
    site.pages = {"/": answer}
    code, out, err = agent("run", site.at(), "click Save")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert says in err
    assert not list(folder.iterdir())


def test_a_server_that_hangs_ends_its_clause(agent, site: Web, folder: Path) -> None:
    over = threading.Event()
    site.pages = {"/": FIRST + "<a href=/next>Go on</a>", "/next": hang(over)}
    try:
        code, _, err = agent("run", site.at(), "click Go on, then click Save")
    finally:
        over.set()
    assert (code, err) == (3, "")
    assert "does not answer" in reasons(folder)


@pytest.mark.parametrize(
    "asking", ["while (true) alert('again')", "const ask = () => { alert('again'); setTimeout(ask) }; ask()"]
)
def test_endless_questions_end(agent, site: Web, folder: Path, asking: str) -> None:
    site.pages = {"/": FIRST + f'<button onclick="{asking}">Go on</button>'}
    before = below()
    code, out, err = agent(
        "run", site.at(), "set Name to Ada, then click Go on, then click Save", "--script", "playwright"
    )
    assert code in (1, 3)
    assert err.count("\n") <= 1
    assert "asks without end" in err + out
    assert [step.kind for step in the_plan(folder).steps][:1] == ["fill"]
    assert since(before) == []


def test_a_page_that_never_answers_its_browser_is_ended(
    agent, site: Web, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    over = threading.Event()
    waits = "const r = new XMLHttpRequest(); r.open('GET', '/never', false); r.send()"  # a busy loop without the heat
    site.pages = {"/": FIRST + f'<button onclick="setTimeout(() => {{ {waits} }}, 100)">Go on</button>',
                  "/never": hang(over)}  # fmt: skip
    before = below()
    try:
        for limit_s in (6.0, 60.0):  # a busy machine needs longer to get as far as the button
            monkeypatch.setattr("agent.watchdog.LIMIT_S", limit_s)
            code, out, err = agent("run", site.at(), "set Name to Ada, then click Go on", "--script", "playwright")
            if (folder / "plan.json").exists() and [s.kind for s in the_plan(folder).steps][:1] == ["fill"]:
                break
    finally:
        over.set()
    # The click itself may get no answer, which is its clause's fault, or what comes after it.
    assert ("could not click" in out) if code == 3 else (code == 1 and "did not answer its browser" in err), out + err
    assert err.count("\n") <= 1
    assert [item.clause for item in the_plan(folder).unresolved] == ["click Go on"]
    assert [step.kind for step in the_plan(folder).steps][:1] == ["fill"]
    assert since(before) == []


def test_a_browser_that_is_killed_in_mid_step_is_one_line(agent, site: Web, folder: Path) -> None:
    before = below()

    def killing(request: BaseHTTPRequestHandler) -> None:
        for process in since(before):
            if "chrom" in process.name():
                process.kill()

    site.pages = {"/": FIRST + "<a href=/next>Go on</a>", "/next": killing}
    code, out, err = agent("run", site.at(), "set Name to Ada, then click Go on, then click Save")
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "the browser went away" in err
    assert "plan.json" in err
    assert [step.kind for step in the_plan(folder).steps][:1] == ["fill"]
    assert "the browser went away" in reasons(folder)
    assert since(before) == []


def test_a_large_file_is_saved(agent, site: Web, folder: Path) -> None:
    def large(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Type", "text/csv")
        request.send_header("Content-Disposition", "attachment; filename=all.csv")
        request.send_header("Content-Length", str(200 << 20))
        request.end_headers()
        for _ in range(200):
            request.wfile.write(b"No,Name\n" + b"x" * ((1 << 20) - 8))

    site.pages = {"/": "<a href=/all>Export CSV</a>", "/all": large}
    code, out, err = agent("run", site.at(), "export CSV", "--script", "playwright")
    assert (code, err) == (0, ""), out
    signal_ = the_plan(folder).steps[0].signal
    assert signal_ is not None
    assert signal_.expect.header == "No,Name"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_one_line(agent, site: Web, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site.pages = {"/": "<button>Save</button>"}
    real = Path.open

    def full(path: Path, mode: str = "r", *words: object, **more: object) -> object:
        return real(Path("/dev/full"), "wb") if mode == "xb" else real(path, mode, *words, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", full)
    code, out, err = agent("run", site.at(), "click Save")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "no space left" in err
    monkeypatch.undo()
    assert not list(folder.glob("*.json"))


def test_an_interrupt_keeps_what_was_done(site: Web, folder: Path) -> None:
    asked, over = threading.Event(), threading.Event()

    def reached(request: BaseHTTPRequestHandler) -> None:
        asked.set()
        over.wait()

    site.pages = {"/": FIRST + "<a href=/next>Go on</a>", "/next": reached}
    command = [sys.executable, "-m", "agent", "run", site.at(), "set Name to Ada, then click Go on, then click Save"]
    process = subprocess.Popen(command, cwd=folder, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        assert asked.wait(300)
        started = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=300)
    finally:
        over.set()
        process.kill()
    assert (process.returncode, out) == (130, "")
    assert "Traceback" not in err
    assert [step.kind for step in the_plan(folder).steps][:1] == ["fill"]
    assert "interrupted" in reasons(folder)
    _, left = psutil.wait_procs(started, timeout=60)
    assert not [each for each in left if each.is_running() and each.status() != psutil.STATUS_ZOMBIE]
    json.loads((folder / "plan.json").read_text())
