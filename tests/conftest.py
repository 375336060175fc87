"""What more than one package's tests need."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

from perception.capture import open_picture, write_whole
from perception.types import Screen, screen_from_dict
from tests.resident import Resident

PAGES = Path(__file__).parent / "pages"

settings.register_profile("patient", deadline=None)  # how long an example takes is the machine's affair
settings.load_profile("patient")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-goldens", action="store_true", help="write what is made now as what is expected")


def pytest_configure() -> None:
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:  # as of a job that a script started in the background
        signal.signal(signal.SIGINT, signal.default_int_handler)  # what is started from here begins as at a terminal


@pytest.fixture
def update_goldens(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-goldens"))


@pytest.fixture(scope="session")
def screen_of(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Callable[[str], Screen]:
    """Gives the screen of a page in tests/pages: its picture is parsed once for all tests and workers."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent

    @cache
    def parsed(page: str) -> Screen:
        path = shared / f"{page}.json"
        if not path.exists():
            from perception.screen import parse

            write_whole(path, parse(open_picture(str(PAGES / f"{page}.png"))).dumps().encode())
        return screen_from_dict(json.loads(path.read_text("utf-8")))

    return parsed


@pytest.fixture(scope="session")
def resident() -> Iterator[Resident]:
    """Runs generated tests in browsers that are open already: once for each worker."""
    with Resident() as resident:
        yield resident
