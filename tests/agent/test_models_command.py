"""`agent models`: the list, a model fetched from a hub or taken from a folder, and its check."""

from __future__ import annotations

import hashlib
import http.server
import importlib.util
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest

from tests.agent.conftest import Agent, one_line

needs_vlm = pytest.mark.skipif(importlib.util.find_spec("transformers") is None, reason="needs the extra `vlm`")
ID = "Qwen/Qwen3-VL-2B-Instruct"


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIGHTWRIGHT_CACHE", str(tmp_path / "cache"))


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from bench.vlm.checkpoint import make

    return make(tmp_path_factory.mktemp("models") / "tiny")


def listed(agent: Agent, name: str) -> dict[str, Any]:
    code, out, _ = agent("models", "--json", "-")
    assert code == 0
    return next(item for item in json.loads(out) if item["name"] == name)


def test_the_list_names_every_model_and_how_to_get_it(agent: Agent) -> None:
    assert listed(agent, "embedded")["ok"]
    one = listed(agent, "mai-ui-2b")
    assert not one["ok"]
    assert "install" in one["cure"] or one["cure"] == "agent models pull mai-ui-2b"
    assert "cannot point" in listed(agent, "minigpt4-7b")["detail"]
    assert agent("models", "list") == agent("models")
    assert agent("models", "list", "--json", "-") == agent("models", "--json", "-")


@needs_vlm
def test_a_folder_becomes_a_model_that_is_then_checked(
    agent: Agent, checkpoint: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIGHTWRIGHT_VLM_MAX_PIXELS", "65536")
    code, out, _ = agent("models", "pull", "qwen3-vl-2b", "--from", checkpoint)
    assert (code, str(checkpoint) in out) == (0, True)
    assert "never checked: agent models check qwen3-vl-2b" in listed(agent, "qwen3-vl-2b")["detail"]
    code, out, err = agent("models", "check", "qwen3-vl-2b", "--json", "-")
    assert (code, err) == (1, "")
    verdict = json.loads(out)
    assert not verdict["trusted"]  # its weights are random
    assert verdict["pointed"] < 0.5
    assert f"not to be trusted: {verdict['why']}" in listed(agent, "qwen3-vl-2b")["detail"]


@needs_vlm
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["pull", "gpt-9"], "no model 'gpt-9' to fetch: use qwen3-vl-2b"),
        (["pull", "minigpt4-7b"], "no hub has minigpt4-7b whole"),
        (["pull", "qwen3-vl-2b", "--from", "nowhere"], "no folder nowhere"),
        (["check", "qwen3-vl-9b"], "no model 'qwen3-vl-9b'"),
    ],
)
def test_what_cannot_be_had(agent: Agent, words: list[str], said: str) -> None:
    code, _, err = agent("models", *words)
    assert code == 2
    assert said in one_line(err)


class Hub(http.server.BaseHTTPRequestHandler):
    """What the hubs' clients ask for: Hugging Face's and ModelScope's lists, and files with ranges.

    `cut` holds names of files that break off in their middle the first time, `changed` those that come damaged.
    """

    files: ClassVar[dict[str, bytes]] = {}
    cut: ClassVar[set[str]] = set()
    changed: ClassVar[set[str]] = set()
    ranges: ClassVar[list[str]] = []
    protocol_version = "HTTP/1.1"
    commit = "1" * 40

    def log_message(self, *_: object) -> None:
        pass

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def do_GET(self) -> None:
        self._answer(body=True)

    def _answer(self, body: bool) -> None:
        path = self.path.split("?")[0]
        if path.startswith("/api/models/"):
            self._json({"id": ID, "sha": self.commit, "siblings": [{"rfilename": name} for name in self.files]}, path)
        elif path.startswith("/api/v1/models/"):
            listed = [
                {"Path": name, "Type": "blob", "Size": len(data), "Sha256": hashlib.sha256(data).hexdigest()}
                for name, data in {**self.files, "../../evil.json": b"{}", "modeling.py": b"import os"}.items()
            ]
            self._send(200, json.dumps({"Code": 200, "Data": {"Files": listed}}).encode(), {})
        elif "/resolve/" in path and (name := path.split("/")[-1]) in self.files:
            self._file(name, body)
        else:
            self._send(404, b"", {"X-Error-Code": "EntryNotFound"})

    def _json(self, document: Any, path: str) -> None:
        if "/tree/" in path:
            document = [
                {"type": "file", "path": name, "size": len(data), "oid": "0" * 40} for name, data in self.files.items()
            ]
        self._send(200, json.dumps(document).encode(), {})

    def _file(self, name: str, body: bool) -> None:
        data = self.files[name]
        tag = hashlib.sha256(data).hexdigest()
        whole = len(data)
        if name in self.changed:
            data = data[:-1] + bytes([data[-1] ^ 1])
        headers = {"ETag": f'"{tag}"', "X-Repo-Commit": self.commit, "Accept-Ranges": "bytes"}
        start = 0
        if asked := self.headers.get("Range"):
            start = int(asked.removeprefix("bytes=").split("-")[0])
            if body and start:
                self.ranges.append(f"{name} {start}")
            headers["Content-Range"] = f"bytes {start}-{whole - 1}/{whole}"
        broken = body and name in self.cut
        self.cut.discard(name) if body else None
        self._send(206 if asked else 200, data[start:], headers, body, half=broken)

    def _send(self, code: int, data: bytes, headers: dict[str, str], body: bool = True, half: bool = False) -> None:
        self.send_response(code)
        for name, value in {"Content-Length": str(len(data)), "Content-Type": "application/json", **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if body:
            self.wfile.write(data[: len(data) // 2] if half else data)
        if half:
            self.close_connection = True


@pytest.fixture
def hub(checkpoint: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(Hub, "files", {path.name: path.read_bytes() for path in checkpoint.iterdir()})
    for name in ("cut", "changed"):
        monkeypatch.setattr(Hub, name, set())
    monkeypatch.setattr(Hub, "ranges", [])
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def pulled(hub: str, tmp_path: Path, *words: str, **environment: str) -> tuple[int, str, str]:
    """In a process of its own: the hub's library reads the environment when it is imported."""
    env = {
        **os.environ, "HF_ENDPOINT": hub, "MODELSCOPE_ENDPOINT": hub, "HF_HOME": str(tmp_path / "hf"),
        "HF_HUB_DISABLE_XET": "1", "NO_PROXY": "*", **environment,
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "agent", "models", "pull", "qwen3-vl-2b", *words],
        env=env, capture_output=True, text=True, cwd=Path(__file__).parents[2], check=False,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


@needs_vlm
def test_a_model_comes_from_hugging_face(hub: str, tmp_path: Path, checkpoint: Path) -> None:
    Hub.changed.add("model.safetensors")
    code, _, err = pulled(hub, tmp_path)
    assert (code, one_line(err)) == (2, "model.safetensors came damaged: fetch the model again")
    Hub.changed.clear()
    code, out, err = pulled(hub, tmp_path)
    assert (code, err) == (0, "")
    folder = Path(out.split(" is in ")[1].splitlines()[0])
    assert (folder / "model.safetensors").read_bytes() == (checkpoint / "model.safetensors").read_bytes()
    code, out, _ = pulled("http://127.0.0.1:9", tmp_path, HF_HUB_OFFLINE="1")  # what is there needs no hub
    assert (code, str(folder) in out) == (0, True)


@needs_vlm
def test_a_model_comes_from_modelscope_and_goes_on_where_it_broke_off(
    hub: str, tmp_path: Path, checkpoint: Path
) -> None:
    Hub.cut.add("model.safetensors")
    code, _, err = pulled(hub, tmp_path, "--source", "modelscope")
    assert code == 2
    assert "what came is kept, try again" in one_line(err)
    code, out, err = pulled(hub, tmp_path, "--source", "modelscope")
    assert (code, err) == (0, "")
    folder = Path(out.split(" is in ")[1].splitlines()[0])
    ((name, start),) = (one.split() for one in Hub.ranges)
    half = (checkpoint / "model.safetensors").stat().st_size // 2
    assert name == "model.safetensors"
    assert half - 65_536 <= int(start) <= half
    assert {path.name for path in folder.iterdir()} == {path.name for path in checkpoint.iterdir()}
    (folder / "config.json").write_text("{}")  # what was damaged here is fetched again, and comes damaged
    Hub.changed.add("config.json")
    code, _, err = pulled(hub, tmp_path, "--source", "modelscope")
    assert (code, one_line(err)) == (2, "config.json came damaged: fetch the model again")


@needs_vlm
@pytest.mark.parametrize("source", ["huggingface", "modelscope"])
def test_nobody_answers(tmp_path: Path, source: str) -> None:
    code, _, err = pulled("http://127.0.0.1:9", tmp_path, "--source", source, HF_HUB_OFFLINE="1")
    assert code == 2
    assert "HF_HUB_OFFLINE" in one_line(err)
