"""A web server for the browser: the npm packages below one folder, and the page that is being drawn."""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

# A page's scripts and styles on other hosts are looked for among the packages.
_OUTSIDE = re.compile(
    r"""(<(?:script|link)\b[^>]*?\b(?:src|href)\s*=\s*["']?)(?:https?:)?//(?!127\.)([^"'\s>]+)""", re.IGNORECASE
)
_CDN = tuple(
    (re.compile(f"^{hosts}$"), path)
    for hosts, path in (
        (r"(?:cdn\.jsdelivr\.net/npm|unpkg\.com)/((?:@[^/]+/)?[^/@]+)(?:@[^/]*)?/(.+)", r"\1/\2"),
        (r"use\.fontawesome\.com/releases/v6[^/]*/(.+)", r"fontawesome6/\1"),
        (r"use\.fontawesome\.com/releases/v5[^/]*/(.+)", r"fontawesome5/\1"),
        (r"kit\.fontawesome\.com/.+", "fontawesome6/js/all.min.js"),
        (r"cdn\.materialdesignicons\.com/[^/]+/(.+)", r"mdi-font/\1"),
        (r"code\.jquery\.com/jquery.*", "jquery/dist/jquery.min.js"),
        (r"ajax\.googleapis\.com/ajax/libs/jquery/.*", "jquery/dist/jquery.min.js"),
        (r"(?:maxcdn|stackpath|netdna)\.bootstrapcdn\.com/bootstrap/4[^/]*/(.+)", r"bootstrap4/dist/\1"),
        (r"(?:maxcdn|netdna)\.bootstrapcdn\.com/font-awesome/.+", "fontawesome5/css/all.min.css"),
        (r"code\.getmdl\.io/[^/]+/(.+)", r"material-design-lite/dist/\1"),
        (r"fonts\.googleapis\.com/.*Material\+Icons.*", "material-icons/iconfont/material-icons.css"),
    )
)


def on_this_host(address: str) -> str:
    """The path among the packages of what a page asks of another host, or "" where none has it."""
    return next((rule.sub(path, address) for rule, path in _CDN if rule.match(address)), "")


class _Files(SimpleHTTPRequestHandler):
    """Bound to its server by `documents` (HTML by path) and `aliases` (folders that stand in for others)."""

    documents: Mapping[str, bytes] = {}
    aliases: Mapping[str, str] = {}

    def do_GET(self) -> None:
        path = unquote(urlparse(self.path).path)
        file = Path(self.translate_path(self.path))
        if path in self.documents:
            self._send(self.documents[path])
        elif file.suffix in (".html", ".htm") and file.is_file():
            text = file.read_text(encoding="utf-8", errors="replace")
            here = _OUTSIDE.sub(lambda m: f"{m[1]}/__outside/{on_this_host(m[2]) or 'nothing'}", text)
            self._send(here.encode())
        else:
            super().do_GET()

    def _send(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def translate_path(self, path: str) -> str:
        """Also finds what a page looks for in node_modules, on another host, or at its own site's root."""
        path = unquote(urlparse(path).path)
        for asked, folder in self.aliases.items():
            if path.startswith(f"/{asked}/"):
                path = f"/{folder}/{path.removeprefix(f'/{asked}/')}"
                break
        for mark in ("/node_modules/", "/__outside/"):
            if mark in path:
                path = "/" + path.rsplit(mark, 1)[1]
        found = super().translate_path(path)
        came_from = urlparse(self.headers.get("Referer", "")).path.split("/")
        if not Path(found).exists() and len(came_from) > 2:
            return super().translate_path(f"/{came_from[1]}{path}")
        return found

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store" if self.path.endswith(".html") else "max-age=99999")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        pass


class Server:
    """Serves `root` on a port of its own, on this machine alone."""

    def __init__(self, root: Path, aliases: Mapping[str, str]) -> None:
        self._documents: dict[str, bytes] = {}
        handler = type("Handler", (_Files,), {"documents": self._documents, "aliases": aliases})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(root)))
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    def show(self, path: str, html: str) -> None:
        """What `path` is from now on."""
        self._documents[path] = html.encode()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
