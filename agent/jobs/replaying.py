"""Scripts -> static check -> replay on their live site -> reports."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from agent.errors import AgentError, UsageError
from agent.jobs.asking import check_address
from agent.jobs.faults import browser_faults
from agent.jobs.files import make_folder
from agent.jobs.shelf import Shelf

if TYPE_CHECKING:
    from sandbox.replay import Watch
    from sandbox.report import Report


@dataclass(frozen=True)
class ReplayOrder:
    """What to replay and how. `report` is a folder, `remotes` are engines in place of a browser of the scripts' own;
    `reset` is the command that brings back the state that a script begins with, before it is healed or run again."""

    paths: Sequence[Path]
    base_url: str | None = None
    junit: Path | None = None
    report: Path | None = None
    workers: int = 1
    retries: int = 0
    headed: bool = False
    remotes: Sequence[str] = ()
    reset: str = ""


def replay(order: ReplayOrder, watch: Watch) -> Report:
    """Checks and runs scripts, files or folders of them, on their live site."""
    from sandbox.replay import ScriptMissing
    from sandbox.replay import replay as run

    check_address(order.base_url, said="--base-url ")
    _check_remotes(order.remotes)
    for place in (order.junit and order.junit.parent, order.report):
        if place:
            make_folder(place)
    shelf = Shelf(anywhere=bool(order.base_url or os.environ.get("BASE_URL")))
    env = dict(os.environ) | ({"HEADED": "1"} if order.headed else {})
    try:
        with browser_faults():
            return run(
                order.paths, workers=order.workers, base_url=order.base_url, env=env, junit_file=order.junit,
                report_dir=order.report, retries=order.retries, remotes=order.remotes, watch=watch,
                known=shelf.known,
            )  # fmt: skip
    except ScriptMissing as fault:
        raise UsageError(str(fault)) from None
    except OSError as fault:
        where = f"{fault.filename}: " if fault.filename else ""
        raise AgentError(f"the replay could not write what it saw: {where}{fault.strerror or fault}") from None


def _check_remotes(remotes: Sequence[str]) -> None:
    """One Grid and one Playwright server at most."""
    kinds = [urlsplit(remote).scheme.lower() for remote in remotes]
    for remote, kind in zip(remotes, kinds, strict=True):
        if kind not in ("http", "https", "ws", "wss") or not urlsplit(remote).hostname:
            raise UsageError(
                f"--remote {remote} is neither a Selenium Grid (http://...) nor a Playwright server (ws://...)"
            )
    if len({kind.startswith("ws") for kind in kinds}) < len(kinds):
        raise UsageError("--remote names two engines of one kind: name one Selenium Grid and one Playwright server")
