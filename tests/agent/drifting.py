"""A small page of orders that a test can change between two visits, as a release would."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from playwright.sync_api import BrowserContext

from agent.evidence import Place
from agent.recording import RecordingStage, places
from codegen.locator import Locator, Scope
from codegen.plan import Plan, Start
from codegen.steps import Click, Download, Expect, Fill, LiteralValue, Select, Step

_ROWS = "".join(
    f"<tr><td>{number}</td><td>{who}</td><td>{status}</td><td><button>Edit</button> <button>Delete</button></td></tr>"
    for number, who, status in ((1042, "Ada", "Open"), (1043, "Bo", "Shipped"), (1044, "Cem", "Open"))
)
PAGE = f"""<!doctype html><html lang=en><meta charset=utf-8><title>Orders</title><style>
body {{ font: 16px sans-serif; margin: 16px }} .bar {{ display: flex; gap: 8px; margin: 8px 0 }}</style>
<h1>Orders</h1>
<div class=bar><button id=new>New order</button>
<a class=button download=orders.csv href="data:text/csv,no%0A1042">Export</a>
<button>Print</button></div>
<div class=bar><label for=status>Status</label>
<select id=status name=status><option>Any<option>Open<option>Shipped</select>
<label for=who>Customer</label><input id=who name=who>
<button onclick="said.textContent='Found ' + who.value">Search</button></div>
<p id=said></p>
<table><tr><th>No<th>Customer<th>Status<th>Actions</tr>{_ROWS}</table>
<h2>Notes</h2><label for=note>Note</label><input id=note name=note>
<button onclick="said.textContent = 'Saved'">Save</button>
<script>
const said = document.getElementById('said'), who = document.getElementById('who');
document.addEventListener('click', (e) => {{
  const row = e.target.closest('tr');
  if (row) said.textContent = e.target.textContent + ' ' + row.cells[0].textContent;
}});
</script>"""


@dataclass
class Site:
    """`changes`: what is put in place of what, in turn; `changed` is the page with them."""

    url: str = ""
    changes: list[tuple[str, str]] = field(default_factory=list)

    @property
    def page(self) -> str:
        page = PAGE
        for old, new in self.changes:
            assert old in page, old
            page = page.replace(old, new)
        return page


@contextmanager
def drifting() -> Iterator[Site]:
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = site.page.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    site.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


def role(role: str, name: str, scope: Scope | None = None) -> Locator:
    return Locator(by="role", value=role, name=name, scope=scope, matches=1)


Recorded = tuple[Plan, dict[str, Place]]
STATUS = role("combobox", "Status")
STEPS: tuple[Step, ...] = (
    Select(id="s1", locator=STATUS, value=LiteralValue(literal="Open")),
    Expect(id="s2", that="value", locator=STATUS, value=LiteralValue(literal="Open")),
    Click(id="s3", locator=role("link", "Export"), signal=Download()),
    Click(id="s4", locator=role("button", "Delete", Scope(kind="row", text="1043"))),
    Expect(id="s5", that="visible", locator=Locator(by="text", value="Delete 1043", matches=1)),
    Fill(id="s6", locator=Locator(by="label", value="Note", matches=1), value=LiteralValue(literal="gone")),
    Click(id="s7", locator=role("button", "Save")),
)
SAVE, EXPORT, DELETE = "<button onclick=\"said.textContent = 'Saved'\">Save</button>", ">Export</a>", ">Delete</button>"
RENAMED = (SAVE, SAVE.replace(">Save<", ">Save changes<"))


def record(browser: BrowserContext, site: Site, folder: Path) -> Recorded:
    """A plan done on the page as it is, and what its elements looked like."""
    page = browser.new_page()
    page.goto(site.url)
    stage = RecordingStage(page, folder, {}, {"127.0.0.1"})
    plan = Plan(goal="clear an order", start=Start(url=site.url + "/"), steps=STEPS)
    for step in STEPS:
        stage.act(step, plan)
    page.close()
    return plan, places(plan, stage.notes)
