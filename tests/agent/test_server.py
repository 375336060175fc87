"""The HTTP API and the web page: a real server, real requests, a real browser."""

from __future__ import annotations

import http.client
import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import uvicorn
from PIL import Image, ImageDraw

from agent import server
from agent.errors import UsageError
from agent.eyes.opening import Looks
from tests.perception.drawing import font


@pytest.fixture(scope="module")
def shot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    image = Image.new("RGB", (640, 320), "white")
    draw = ImageDraw.Draw(image)
    draw.text((40, 36), "Nickname", "black", font(16))
    draw.rectangle((40, 60, 340, 96), outline=(120, 120, 120))
    draw.rounded_rectangle((40, 130, 140, 168), 6, fill=(0, 98, 190))
    draw.text((90, 149), "Save", "white", font(16), anchor="mm")
    path = tmp_path_factory.mktemp("shot") / "form.png"
    image.save(path)
    return path


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    listening = server._socket("127.0.0.1", 0)
    running = uvicorn.Server(uvicorn.Config(server.make_app(Looks()), log_level="error"))
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not running.started:
        assert thread.is_alive()
        threading.Event().wait(0.02)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    running.should_exit = True
    thread.join()


def posted(address: str, verb: str, shot: Path, **fields: str) -> httpx.Response:
    with shot.open("rb") as stream:
        return httpx.post(f"{address}/api/{verb}", files={"image": stream}, data=fields, timeout=None)


def test_the_verbs_give_the_commands_documents(address: str, shot: Path) -> None:
    screen = posted(address, "parse", shot).json()
    assert screen["image"] == {**screen["image"], "width": 640, "source": "upload"}
    assert {"Nickname", "Save"} <= {element["name"] for element in screen["elements"]}
    found = posted(address, "locate", shot, description="the Save button").json()
    assert found["name"] == "Save"
    assert 40 <= found["point"][0] < 140
    nowhere = posted(address, "locate", shot, description="the Export button")
    assert (nowhere.status_code, nowhere.json()["point"]) == (200, None)
    schema = json.dumps({"type": "object", "properties": {"n": {"type": "integer"}}})
    assert posted(address, "ask", shot, question="count", schema=schema).status_code == 503
    read = posted(address, "ask", shot, question="what does it say?").json()
    assert set(read["answer"].split()) == {"Nickname", "Save"}


def test_a_plan_comes_with_its_scripts(address: str, shot: Path) -> None:
    made = posted(address, "plan", shot, goal="fill Nickname with Ada and click Save; then email it to Bob").json()
    assert [step["kind"] for step in made["plan"]["steps"] if step["kind"] != "expect"] == ["fill", "click"]
    assert made["plan"]["unresolved"]
    assert made["exit_code"] == 3
    assert [script["name"].rsplit("_", 1)[1] for script in made["scripts"]] == ["playwright.py", "selenium.py"]
    assert all("def test_" in script["source"] and script["ok"] for script in made["scripts"])


@pytest.mark.parametrize(
    ("verb", "data", "status", "said"),
    [
        ("parse", b"no picture", 400, "picture 1 is not a picture"),
        ("parse", b"", 400, "picture 1 is empty"),
        ("locate", None, 422, "description"),
        ("ask", None, 422, "question"),
        ("frobnicate", None, 404, "POST /api/frobnicate"),
    ],
)
def test_a_fault_is_a_problem_document(address: str, shot: Path, tmp_path: Path, verb: str, data: bytes | None,
                                       status: int, said: str) -> None:  # fmt: skip
    if data is not None:
        shot = tmp_path / "bad.png"
        shot.write_bytes(data)
    answer = posted(address, verb, shot)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    problem = answer.json()
    assert problem["status"] == status
    assert said in problem["detail"]
    assert "/tmp" not in problem["detail"]


def test_a_question_that_takes_a_model_says_so(address: str, shot: Path) -> None:
    answer = posted(address, "ask", shot, question="how many buttons are there?")
    assert answer.status_code == 503
    assert "--model" in answer.json()["detail"]


def test_no_form_of_a_request_reads_files_of_the_server(address: str, shot: Path) -> None:
    answer = httpx.post(f"{address}/api/parse", data={"image": "/etc/passwd"}, timeout=None)
    assert answer.status_code in (411, 422)
    for name in ("../__init__.py", "..%2f__init__.py", "page.html.jinja"):
        assert httpx.get(f"{address}/web/{name}").status_code == 404


def test_other_sites_and_large_requests_are_turned_away(address: str, shot: Path) -> None:
    def status(method: str = "GET", path: str = "/api/health", **headers: str) -> int:
        return httpx.request(method, address + path, headers=headers).status_code

    assert status() == 200
    assert status(host="evil.example") == 421  # a name that was made to lead here
    assert status(host="localhost:8765") == 200
    assert status("POST", "/api/parse", origin="https://evil.example") == 403
    assert status("POST", "/api/parse", origin="null") == 403
    large = http.client.HTTPConnection(address.removeprefix("http://"))
    large.putrequest("POST", "/api/parse")
    large.putheader("content-length", str(10**12))
    large.endheaders()
    assert large.getresponse().status == 413
    large.close()
    chunked = httpx.post(f"{address}/api/parse", content=iter([b"x"]))
    assert chunked.status_code == 411
    assert chunked.headers["content-security-policy"].startswith("default-src 'none'")


@pytest.mark.parametrize(
    ("name", "host", "called"),
    [
        ("127.0.0.1", "127.0.0.1", True), ("::1", "127.0.0.1", True), ("localhost", "127.0.0.1", True),
        ("evil.example", "127.0.0.1", False), ("10.0.0.5", "127.0.0.1", False), ("", "127.0.0.1", False),
        ("10.0.0.5", "0.0.0.0", True), ("evil.example", "0.0.0.0", False), ("box.lan", "box.lan", True),
    ],
)  # fmt: skip
def test_a_server_goes_by_its_own_names(name: str, host: str, called: bool) -> None:
    assert server._is_called(name, host) is called


def test_a_taken_port_is_said_in_one_sentence(agent) -> None:  # type: ignore[no-untyped-def]
    with server._socket("127.0.0.1", 0) as taken:
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=f"127.0.0.1:{port} cannot be served"):
            server.serve("127.0.0.1", port, Looks(), lambda words: None)
        code, _, err = agent("serve", "--port", port)
        assert (code, err.count("\n")) == (2, 1)
    assert agent("serve", "--model", "gpt-9")[0] == 2


def test_the_page_plans_and_shows_where(address: str, shot: Path) -> None:
    from sandbox.browser import open_page

    with open_page(address) as page:
        faults: list[str] = []
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
        assert page.locator("#go").is_disabled()
        page.set_input_files("#file", str(shot))
        page.fill("#words", "click Save")
        page.click("#go")
        page.wait_for_selector("#answer li")
        assert re.search(r"click Save", page.inner_text("#answer"))
        assert [one.inner_text() for one in page.locator("summary b").all()] == ["Playwright", "Selenium"]
        assert "def test_" in page.locator("#answer pre").first.inner_text()
        page.hover("#answer li")
        lit = page.locator("#boxes rect.lit")
        assert 30 <= float(lit.get_attribute("x") or 0) <= 50
        page.get_by_text("Find", exact=True).click()
        page.fill("#words", "the dragon <b>")
        page.click("#go")
        page.wait_for_selector("#answer .bad")
        assert "Not found" in page.inner_text("#answer")
        page.get_by_text("Elements", exact=True).click()
        page.click("#go")
        page.wait_for_selector("#answer li >> text=Nickname")
        assert page.locator("#boxes rect").count() == page.locator("#answer li").count()
        assert faults == []


def test_documents_hold_no_path_of_the_server(address: str, shot: Path) -> None:
    made = posted(address, "plan", shot, goal="click Save").text
    assert "/tmp" not in made
    assert json.loads(made)["screen"]["image"]["source"] == "upload"
