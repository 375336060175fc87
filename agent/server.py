"""The same verbs over HTTP, and the web page: pictures are uploaded, documents come back as the commands' --json.

    POST /api/parse     image                            the screen
    POST /api/locate    image, description               one element, or why none
    POST /api/plan      image, goal, rehearse            the plan, its screen, its scripts and what became of them
    POST /api/ask       image (one or more), question    the answer

`locate`, `plan` and `ask` say with `looked` where a local model looked last: a picture to lay over the one sent.
Errors are problem+json (RFC 9457). There is no password: who reaches the address may use it, so it is this machine's
own by default. A page of another site reaches it neither by a form nor by a name of its own (Origin and Host are
checked). No request can name a file, an address or a model: what looks is said when the server starts.
"""

from __future__ import annotations

import ipaddress
import json
import socket
import tempfile
import threading
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any

import python_multipart  # noqa: F401 - FastAPI reads forms with it, and says so late
import uvicorn
from fastapi import FastAPI, File, Form, Request, Response, UploadFile
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse
from starlette.exceptions import HTTPException

from agent import __version__, jobs
from agent.errors import AgentError, MissingPart, Refused, UsageError
from agent.eyes.gazing import Look, as_address, gaze_of
from agent.eyes.opening import Looks, open_eyes
from agent.rehearsal import Verdict
from templates import FOLDER, render

MEGABYTES = 64  # of a request
MOST_PICTURES = 4  # of a question
_TYPES = {"page.css": "text/css", "page.js": "text/javascript"}
_HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
    "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
}
Image = Annotated[UploadFile, File()]
Words = Annotated[str, Form(max_length=8000)]


def serve(host: str, port: int, looks: Looks, say: Callable[[str], None]) -> None:
    """Answers until it is interrupted. Raises UsageError where the address cannot be had or a model may not be used."""
    open_eyes(looks)
    listening = _socket(host, port)
    shown = f"[{host}]" if ":" in host else host
    say(f"Sightwright is at http://{shown}:{listening.getsockname()[1]} (Ctrl-C ends it)")
    if not _is_loopback(host):
        say("It asks for no password: whoever reaches this address can use it.")
    config = uvicorn.Config(make_app(looks, host), log_level="warning", server_header=False)
    uvicorn.Server(config).run(sockets=[listening])


def _socket(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
    except (OSError, OverflowError) as fault:
        made.close()
        why = getattr(fault, "strerror", None) or str(fault)
        raise UsageError(f"http://{host}:{port} cannot be served ({why.lower()}): take another --port") from None
    return made


def make_app(looks: Looks, host: str = "127.0.0.1") -> FastAPI:
    """The application; `host` is what it listens on, which says by which names it may be called."""
    app = FastAPI(title="Sightwright", version=__version__, docs_url=None, redoc_url=None, openapi_url=None)
    desk = Desk(looks)
    app.middleware("http")(_guarded(host))
    app.exception_handler(AgentError)(_told)
    app.exception_handler(HTTPException)(_told_http)
    app.exception_handler(RequestValidationError)(_told_wrong)
    app.exception_handler(Exception)(_told_fault)
    app.get("/", response_class=HTMLResponse)(desk.page)
    app.get("/web/{name}")(_asset)
    app.get("/api/health")(lambda: {"version": __version__})
    app.post("/api/parse")(desk.parse)
    app.post("/api/locate")(desk.locate)
    app.post("/api/plan")(desk.plan)
    app.post("/api/ask")(desk.ask)
    return app


class Desk:
    """The handlers. One job at a time: each takes all that the processor has."""

    def __init__(self, looks: Looks) -> None:
        self._looks = looks
        self._turn = threading.Lock()

    def page(self) -> str:
        return render("web/page.html.jinja", model=self._looks.model, asks=bool(self._looks.names), version=__version__)

    def parse(self, image: Image) -> dict[str, Any]:
        with self._job([image]) as (names, _):
            found = jobs.parse(names[0], self._looks, None, _silent)
            return _without_source(jobs.parsed(found))

    def locate(self, image: Image, description: Words) -> dict[str, Any]:
        with self._job([image]) as (names, _):
            located = jobs.locate(names[0], description, self._looks, None, _silent)
            return {
                **jobs.located(located.found),
                **_looked(located.look, located.picture.width, located.picture.height),
            }

    def plan(self, image: Image, goal: Words, rehearse: Annotated[bool, Form()] = False) -> dict[str, Any]:
        with self._job([image]) as (names, folder):
            output = folder / "plan.json"
            order = jobs.PlanOrder(
                names[0], goal, output, script_dir=folder / "scripts", rehearse=rehearse, looks=self._looks
            )
            outcome = jobs.plan(order, _silent)
            width, height = outcome.plan.start.viewport
            return {
                "plan": json.loads(output.read_text("utf-8")),
                "screen": _without_source(json.loads(output.with_suffix(".screen.json").read_text("utf-8"))),
                "scripts": [_script(verdict) for verdict in outcome.verdicts],
                "exit_code": outcome.exit_code,
                **_looked(outcome.look, width, height),
            }

    def ask(
        self, image: Annotated[list[UploadFile], File(max_length=MOST_PICTURES)], question: Words,
        region: Annotated[str | None, Form(max_length=60)] = None,
        given: Annotated[str | None, Form(alias="schema", max_length=20_000)] = None,
    ) -> dict[str, Any]:  # fmt: skip
        with self._job(image) as (names, folder):
            form = folder / "schema.json" if given else None
            if form is not None:
                form.write_text(given or "", "utf-8")
            asked = jobs.ask(jobs.AskOrder(tuple(names), question, region or None, form, self._looks), _silent)
            return {**asked.answer.document, **_looked(asked.look, asked.picture.width, asked.picture.height)}

    @contextmanager
    def _job(self, uploads: Sequence[UploadFile]) -> Iterator[tuple[list[str], Path]]:
        """The pictures as files, in a folder that is gone afterwards, and the turn; faults name no such file."""
        with tempfile.TemporaryDirectory(prefix="serve-") as folder:
            paths = []
            for number, upload in enumerate(uploads, 1):
                paths.append(Path(folder) / f"picture-{number}")
                paths[-1].write_bytes(upload.file.read())
            try:
                with self._turn:
                    yield [str(path) for path in paths], Path(folder)
            except AgentError as fault:
                words = str(fault).replace(f"{folder}/picture-", "picture ").replace(folder, "the server")
                raise type(fault)(words) from None


def _silent(words: str) -> None:
    """Progress has nobody to read it here."""


def _looked(look: Look | None, width: int, height: int) -> dict[str, str]:
    """Where a model looked for its last answer, to be laid over the picture of that size that was asked about."""
    gaze = gaze_of(look)
    return {"looked": as_address(gaze, width, height)} if gaze else {}


def _without_source(document: dict[str, Any]) -> dict[str, Any]:
    return {**document, "image": {**document["image"], "source": "upload"}}


def _script(verdict: Verdict) -> dict[str, Any]:
    stages = [{"stage": one.stage, "ok": one.ok, "reason": one.reason} for one in verdict.stages]
    source = verdict.script.read_text("utf-8")
    return {"name": verdict.script.name, "ok": verdict.ok, "stages": stages, "source": source}


def _asset(name: str) -> Response:
    if name not in _TYPES:
        raise HTTPException(404)
    return PlainTextResponse((FOLDER / "web" / name).read_text("utf-8"), media_type=_TYPES[name])


Next = Callable[[Request], Awaitable[Response]]


def _guarded(host: str) -> Callable[[Request, Next], Awaitable[Response]]:
    """Lets in what is meant for this server and of a bearable size, and says to browsers what its answers may do."""

    async def guard(request: Request, call_next: Next) -> Response:
        refused = _refusal(request, host)
        answer = _problem(*refused) if refused else await call_next(request)
        answer.headers.update(_HEADERS)
        return answer

    return guard


def _refusal(request: Request, host: str) -> tuple[int, str] | None:
    if not _is_called(request.url.hostname or "", host):
        return 421, "this server does not go by that name: open it by the address that it printed"
    origin = request.headers.get("origin")
    if origin is not None and origin != f"{request.url.scheme}://{request.headers.get('host')}":
        return 403, "a page of another site may not ask this server"
    if request.method == "POST":
        length = request.headers.get("content-length", "")
        if not length.isascii() or not length.isdigit():
            return 411, "say how long the request is (content-length)"
        if int(length) > MEGABYTES << 20:
            return 413, f"a request may have {MEGABYTES} MB: send a smaller picture"
    return None


def _is_called(name: str, host: str) -> bool:
    """Whether a request by this name is for a server that listens on `host`: not one led here by a stranger's name."""
    if name in ("localhost", host):
        return True
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return host in ("0.0.0.0", "::") and name == socket.gethostname()
    return address.is_loopback or host in ("0.0.0.0", "::")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _problem(status: int, detail: str) -> JSONResponse:
    document = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return JSONResponse(document, status, media_type="application/problem+json")


async def _told(request: Request, fault: Exception) -> Response:
    known: dict[type[Exception], int] = {MissingPart: 503, UsageError: 400, Refused: 422}
    return _problem(known.get(type(fault), 500), str(fault))


async def _told_http(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, HTTPException)
    return _problem(fault.status_code, f"{request.method} {request.url.path}: {fault.detail}")


async def _told_wrong(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, RequestValidationError)
    first = fault.errors()[0]
    return _problem(422, f"{'.'.join(map(str, first['loc'][1:])) or 'the form'}: {first['msg']}")


async def _told_fault(request: Request, fault: Exception) -> Response:
    return _problem(500, f"a fault in the product itself ({type(fault).__name__})")
