"""An interrupt ends everything at once: no child process outlives the command that started it."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_received: list[int] = []


def received() -> bool:
    return bool(_received)


def exit_code() -> int:
    """As shells say it: 128 + the signal's number (130 for Ctrl-C, 143 for SIGTERM)."""
    return 128 + (_received[0] if _received else signal.SIGINT)


@contextmanager
def guarded() -> Iterator[None]:
    """SIGINT and SIGTERM raise KeyboardInterrupt once; on the way out whatever still runs below us is ended."""
    _received.clear()
    before = {number: signal.signal(number, _interrupt) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number in before:
            signal.signal(number, signal.SIG_IGN)
        if _received:
            end_children()
        for number, handler in before.items():
            signal.signal(number, handler)


def _interrupt(number: int, frame: FrameType | None) -> None:
    _received.append(number)
    signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C must not break the clean-up of the first
    raise KeyboardInterrupt


def end_children() -> None:
    """Ends all processes below this one, and theirs."""
    from sandbox.processes import kill, tree

    kill(tree(os.getpid())[1:])
