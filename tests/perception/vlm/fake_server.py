"""A server that speaks chat completions over real HTTP, and answers what it is told to: replies and faults."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = str | Callable[[dict[str, Any]], Any]


@dataclass
class Raw:
    """An answer below the level of chat completions; `hang` never answers, `cut` closes in the middle."""

    body: str = ""
    status: int = 200
    kind: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    hang: bool = False
    cut: bool = False


@dataclass
class FakeServer:
    """`answers` are given in order, the last one again and again; `asked` are the requests' documents."""

    answers: list[Any]
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    models: tuple[str, ...] = ("tiny-2", "tiny-3")
    lock: threading.Lock = field(default_factory=threading.Lock)
    over: threading.Event = field(default_factory=threading.Event)
    address: str = ""

    def answer(self, document: dict[str, Any]) -> Any:
        with self.lock:
            self.asked.append(document)
            given = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return given(document) if callable(given) else given


def completion(text: str, model: str = "tiny") -> str:
    message = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}
    usage = {"prompt_tokens": 900, "completion_tokens": 20, "total_tokens": 920}
    return json.dumps({"id": "c1", "object": "chat.completion", "created": 1, "model": model, "choices": [message],
                       "usage": usage})  # fmt: skip


def error(status: int, message: str = "no", **headers: str) -> Raw:
    """As OpenAI words it; the client is told to try again at once."""
    return Raw(json.dumps({"error": {"message": message}}), status, headers={"retry-after-ms": "1", **headers})


@contextmanager
def serving(*answers: Any) -> Iterator[FakeServer]:
    """A server on a free port of this machine, until the block ends."""
    fake = FakeServer(list(answers))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            there = [{"id": name, "object": "model", "created": 1, "owned_by": "me"} for name in fake.models]
            self._send(Raw(json.dumps({"object": "list", "data": there})))

        def do_POST(self) -> None:
            data = self.rfile.read(int(self.headers["content-length"]))
            fake.keys.append(self.headers.get("authorization", ""))
            given = fake.answer(json.loads(data))
            self._send(given if isinstance(given, Raw) else Raw(completion(given)))

        def _send(self, raw: Raw) -> None:
            if raw.hang:
                fake.over.wait()
                self.close_connection = True
                return
            body = raw.body.encode()
            self.send_response(raw.status)
            for name, value in {"content-type": raw.kind, **raw.headers}.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(body) + 100 * raw.cut))
            self.end_headers()
            self.wfile.write(body)
            self.close_connection = self.close_connection or raw.cut

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    fake.address = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        fake.over.set()
        server.shutdown()
        server.server_close()
