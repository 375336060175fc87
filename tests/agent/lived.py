"""A site of the pages in tests/pages/live, which remembers what they report, and goals that are done on it."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from agent.live import Live
from agent.stage import Stage
from codegen.plan import Plan, Start
from codegen.script import TARGETS, write_script
from sandbox.browser import find_browser
from tests.resident import Resident

FOLDER = Path(__file__).parents[1] / "pages" / "live"


@dataclass
class Site:
    """`reports` are what the pages said since it was emptied."""

    address: str
    reports: list[Any] = field(default_factory=list)


@contextmanager
def site() -> Iterator[Site]:
    made = Site("")

    class Handler(SimpleHTTPRequestHandler):
        def do_POST(self) -> None:
            made.reports.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(FOLDER))) as server:
        made.address = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield made
        server.shutdown()


@dataclass
class Lived:
    """`context` is an open browser's; `folder` is for what is downloaded and written."""

    site: Site
    context: Any
    resident: Resident
    folder: Path

    def follow(self, page: str, goal: str) -> tuple[Plan, list[Any]]:
        """Does the goal on a page of the site; the plan, and what the pages reported."""
        self.site.reports.clear()
        opened, url = self.context.new_page(), f"{self.site.address}/{page}"
        opened.goto(url)
        stage = Stage(opened, self.folder, {}, frozenset({"127.0.0.1"}))
        plan = Live(stage).follow(goal, Start(url=url))
        opened.close()
        return plan, list(self.site.reports)

    def scripts(self, plan: Plan) -> dict[str, list[Any]]:
        """What the pages report when each script of the plan runs; a script that fails is an assertion's fault."""
        told = {}
        for target in TARGETS:
            self.site.reports.clear()
            script = write_script(plan, target)
            (self.folder / script.filename).write_text(script.source)
            command = [sys.executable, "-m", "pytest", script.filename]
            ended = self.resident.run(command, workdir=self.folder, env={"BROWSER_PATH": str(find_browser().path)})
            assert ended.returncode == 0, ended.stdout
            told[target] = list(self.site.reports)
        return told
