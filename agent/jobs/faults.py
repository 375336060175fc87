"""The errors of other rooms, turned into ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from agent.errors import MissingPart, UsageError


@contextmanager
def browser_faults() -> Iterator[None]:
    """Turns the browser's errors into ours."""
    from sandbox.browser import BrowserMissing, PageError

    try:
        yield
    except BrowserMissing as fault:
        raise MissingPart(str(fault)) from None
    except PageError as fault:
        raise UsageError(str(fault)) from None
