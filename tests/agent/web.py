"""A server of pages that a test makes up, with a log of everything that was asked of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

Answer = str | Callable[[BaseHTTPRequestHandler], None]
HEAD = "<!doctype html><meta charset=utf-8><link rel=icon href='data:,'><style>body{font:16px sans-serif}</style>"


@dataclass
class Web:
    """`pages`: path -> HTML, or what answers the request itself; `log`: (host, path) of each request, in order."""

    port: int
    pages: dict[str, Answer] = field(default_factory=dict)
    log: list[tuple[str, str]] = field(default_factory=list)

    def at(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def hosts(self) -> set[str]:
        return {host for host, _ in self.log}

    def paths(self) -> list[str]:
        return [path for _, path in self.log]


@contextmanager
def web(pages: Mapping[str, Answer] | None = None) -> Iterator[Web]:
    """The server, on this machine; it is reached as 127.0.0.1 and as localhost, two hosts to a browser."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host = self.headers.get("Host", "").rpartition(":")[0]
            found.log.append((host, self.path))
            answer = found.pages.get(self.path.split("?")[0])
            if answer is None or isinstance(answer, str):
                page(self, answer or "", 200 if answer is not None else 404)
            else:
                answer(self)

        do_POST = do_GET

        def log_message(self, *words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    found = Web(server.server_port, dict(pages or {}))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()


def page(request: BaseHTTPRequestHandler, text: str, status: int = 200, **headers: str) -> None:
    body = (HEAD + text).encode()
    request.send_response(status)
    for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
        request.send_header(name, value)
    request.send_header("Content-Length", str(len(body)))
    request.end_headers()
    request.wfile.write(body)


def redirect(to: str) -> Callable[[BaseHTTPRequestHandler], None]:
    return lambda request: page(request, "", 302, Location=to)
