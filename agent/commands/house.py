"""The machine: what is there, and the page that it serves."""

from __future__ import annotations

from typing import Annotated

import typer

from agent import talk
from agent.commands.options import AllowRemote, Endpoint, Json, Model, give
from agent.errors import MissingPart


def serve(
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="Where to listen.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes a free one.")] = 8765,
    model: Model = "embedded",
    endpoint: Endpoint = None,
    allow_remote: AllowRemote = False,
) -> int:
    """Open the web page and the HTTP API, for this machine alone unless --host says otherwise."""
    from agent.eyes.opening import Looks

    try:
        from agent import server
    except ModuleNotFoundError as fault:
        cure = "run: python -m pip install 'sightwright[serve]'"
        raise MissingPart(f"agent serve needs the package {fault.name}; {cure}") from None
    server.serve(host, port, Looks(model, endpoint, allow_remote), talk.say)
    return 0


def examine(to_json: Json = None) -> int:
    """Say what is there, what is missing, and the command that cures it."""
    from agent import doctor

    with talk.progress() as tell:
        findings = doctor.examine(tell)
    give([finding.as_dict() for finding in findings], to_json, lambda: talk.findings(findings))
    return 0 if all(finding.ok or not finding.needed for finding in findings) else 1
