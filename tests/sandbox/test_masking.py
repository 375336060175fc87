"""Secrets never reach a file: every byte of what a failed replay keeps is read for them, in every spelling."""

from __future__ import annotations

import base64
import json
import re
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegen.locator import Locator
from codegen.plan import Plan, Start
from codegen.script import write_script
from codegen.steps import Click, Expect, Fill, SecretValue
from sandbox.masking import HIDDEN, Mask
from sandbox.replay import replay
from sandbox.report import Report, ScriptResult
from tests.leaking import leaks, spellings

SECRET = 'hün&ter "2"/+ok'
PAGE = """<!doctype html><meta charset=utf-8><title>Login</title><label>Password <input type=password id=word></label>
<button onclick="enter()">Sign in</button><p id=echo></p><script>
function enter() {
  const word = document.getElementById('word').value, headers = { 'X-Login': 'basic' };
  console.log('typed ' + word, JSON.stringify(JSON.stringify({ word })));
  document.getElementById('echo').textContent = word;
  document.getElementById('word').setAttribute('value', word);
  document.title = word;
  fetch('/json', { method: 'POST', body: JSON.stringify({ word: JSON.stringify(word) }) });
  fetch('/form?' + new URLSearchParams({ word }), { method: 'POST', body: new URLSearchParams({ word }) });
  fetch('/path/' + encodeURIComponent(word) + '?' + word);
  const bytes = String.fromCharCode(...new TextEncoder().encode('ada:' + word));
  fetch('/basic', { headers: { Authorization: 'Basic ' + btoa(bytes) } });
}
</script>"""


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        said = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = PAGE.encode() if self.path == "/" else said + self.path.encode()  # the server says it again
        self.send_response(200 if self.path == "/" else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def login() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


def _plan(url: str) -> Plan:
    steps = (
        Fill(id="s1", locator=Locator(by="label", value="Password"), value=SecretValue(secret="PASSWORD")),
        Click(id="s2", locator=Locator(by="role", value="button", name="Sign in")),
        Expect(id="s3", that="visible", locator=Locator(by="id", value="echo")),
        Expect(id="s4", that="text", locator=Locator(by="id", value="echo"), value={"literal": "Welcome"}),  # type: ignore[arg-type]
    )
    return Plan(goal="log in", start=Start(url=url), steps=steps)


@pytest.fixture
def scripts(login: str, tmp_path: Path) -> Path:
    folder = tmp_path / "scripts"
    folder.mkdir()
    for target in ("playwright", "selenium"):
        made = write_script(_plan(login), target)  # type: ignore[arg-type]
        (folder / made.filename).write_text(made.source, encoding="utf-8")
    return folder


def _replay(scripts: Path, out: Path, secret: str) -> Report:
    env = {"PASSWORD": secret, "TIMEOUT": "2"}
    return replay([scripts], workers=2, env=env, junit_file=out / "junit.xml", report_dir=out / "report")


def test_a_failed_replay_keeps_no_secret(scripts: Path, tmp_path: Path) -> None:
    report = _replay(scripts, tmp_path / "out", SECRET)
    playwright, selenium = report.results
    assert (playwright.failed_step, selenium.failed_step) == (4, 4), (playwright.reason, selenium.reason)
    assert playwright.trace is not None
    assert selenium.source is not None
    assert leaks(tmp_path / "out", SECRET) == []
    assert SECRET not in repr(report)
    assert HIDDEN in selenium.source.read_text(encoding="utf-8")
    with zipfile.ZipFile(playwright.trace) as archive:
        assert archive.testzip() is None
        lines = archive.read("trace.trace").decode("utf-8").splitlines()
        assert any(HIDDEN in json.dumps(json.loads(line), ensure_ascii=False) for line in lines)  # still a trace
        bodies = set(re.findall(r"[0-9a-f]{40}\.\w+", archive.read("trace.network").decode("utf-8")))
        assert bodies
        assert bodies <= {Path(name).name for name in archive.namelist()}


def test_with_a_very_short_secret_no_trace_is_kept(scripts: Path, tmp_path: Path) -> None:
    report = _replay(scripts, tmp_path / "out", "q7~")
    for result in report.results:
        assert (result.trace, result.source) == (None, None)
        assert "was not kept: a secret of less than 4 characters" in " ".join(result.notes)
    assert leaks(tmp_path / "out", "q7~") == []


def test_an_unset_secret_is_said_before_a_browser_starts(scripts: Path) -> None:
    for result in replay([scripts], env={}).results:
        assert (result.stage, result.reason) == ("static", "the secret PASSWORD is not set in the environment")


def test_a_trace_that_is_none_is_not_kept(tmp_path: Path) -> None:
    (tmp_path / "a.trace.zip").write_bytes(b"hunter2")
    result = Mask(["hunter2"]).result(ScriptResult("a.py", "live", ok=False, trace=tmp_path / "a.trace.zip"))
    assert result.trace is None
    assert not list(tmp_path.iterdir())
    assert result.notes[0].startswith("the trace was not kept: ")


def test_a_download_that_holds_a_secret_is_not_kept(tmp_path: Path) -> None:
    for name, words in (("a.csv", "1042"), ("b.csv", "word,hunter2")):
        (tmp_path / name).write_text(words)
    files = tuple(sorted(tmp_path.iterdir()))
    result = Mask(["hunter2"]).result(ScriptResult("a.py", "live", ok=False, downloads=files))
    assert result.downloads == files[:1]
    assert result.notes == ("the download b.csv was not kept: it holds a secret",)


@given(st.text(min_size=4, max_size=20).filter(lambda text: HIDDEN not in text and text.isprintable()), st.data())
def test_every_spelling_of_any_secret_is_found(secret: str, data: st.DataObject) -> None:
    mask = Mask([secret])
    for name, spelt in spellings(secret).items():
        if name != "basic":
            assert mask.data(b"<" + spelt + b">") == b"<" + HIDDEN.encode() + b">", name
    before, after = data.draw(st.binary(max_size=5)), data.draw(st.binary(max_size=5))
    coded = mask.data(base64.b64encode(before + secret.encode() + after))
    assert HIDDEN.encode() in coded
    form = urlencode({"user": "ada", "word": secret}).encode()
    assert HIDDEN.encode() in mask.data(base64.b64encode(form))


def test_a_secret_of_backslashes_takes_no_time() -> None:
    assert HIDDEN.encode() in Mask(["\\" * 12 + "x"]).data(b"a" + b"\\" * 48 + b"x")
    assert Mask(["\\" * 12 + "x"]).data(b"\\" * 400 + b"y") == b"\\" * 400 + b"y"


def test_a_short_secret_is_hidden_where_it_stands_alone() -> None:
    assert Mask(["q7"]).text("expected 'q7', seen aq7b") == f"expected '{HIDDEN}', seen aq7b"


def test_what_a_cut_left_of_a_secret_is_hidden_too() -> None:
    assert Mask(["hunter2-and-more"]).text("x" * 600 + "hunter2-an") == "x" * 600 + HIDDEN
