"""The commands, run as a user would run them."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable

import pytest

from agent import cli

Agent = Callable[..., tuple[int, str, str]]


@pytest.fixture
def agent(capfdbinary: pytest.CaptureFixture[bytes]) -> Agent:
    """Runs a command in this process; gives its exit code, standard output and standard error."""

    def run(*words: object) -> tuple[int, str, str]:
        capfdbinary.readouterr()
        code = cli.run([str(word) for word in words])
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    return run


def one_line(err: str) -> str:
    """Standard error is one line that starts with "error: "; gives what it says."""
    assert re.fullmatch(r"error: [^\n]+\n", err), err
    return err.removeprefix("error: ").strip()
