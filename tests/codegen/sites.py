"""A site for tests: serves a folder below /<run>/, and keeps what its pages POST to /<run>/state."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


class Site:
    """`url(run)` is a base URL of its own; `state(run)` the last word of the page that was opened last there."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.told: dict[str, list[dict[str, Any]]] = {}

    def url(self, run: str) -> str:
        return f"http://127.0.0.1:{self.port}/{run}"

    def state(self, run: str) -> dict[str, Any]:
        return max(self.told[run], key=lambda word: (word["born"], word["n"]))["state"]

    def notes(self, run: str) -> list[str]:
        """What all pages of the run noted, in the order that the pages were opened."""
        last = {word["born"]: word for word in sorted(self.told[run], key=lambda word: word["n"])}
        return [note for born in sorted(last) for note in last[born]["state"]["log"]]


class _Handler(SimpleHTTPRequestHandler):
    def __init__(self, *args: Any, site: Site, **options: Any) -> None:
        self.site = site
        super().__init__(*args, **options)

    def translate_path(self, path: str) -> str:
        return super().translate_path("/" + path.split("/", 2)[-1])

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.site.told.setdefault(self.path.split("/")[1], []).append(json.loads(body))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        pass


@contextmanager
def serve(folder: Path) -> Iterator[Site]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), lambda *_: None)  # type: ignore[arg-type, return-value]
    site = Site(server.server_port)
    server.RequestHandlerClass = partial(_Handler, site=site, directory=str(folder))  # type: ignore[assignment]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield site
    server.shutdown()
    server.server_close()
