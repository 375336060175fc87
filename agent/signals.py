"""An interrupt ends everything at once: no child process outlives the command that started it."""

from __future__ import annotations

import _thread
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

AGAIN_S = 0.05  # an interrupt that was lost is raised again so much later
_received: list[int] = []
_again: list[threading.Timer] = []


def received() -> bool:
    return bool(_received)


def exit_code() -> int:
    """As shells say it: 128 + the signal's number (130 for Ctrl-C, 143 for SIGTERM)."""
    return 128 + (_received[0] if _received else signal.SIGINT)


@contextmanager
def guarded() -> Iterator[None]:
    """SIGINT and SIGTERM raise KeyboardInterrupt once; on the way out whatever still runs below us is ended.

    A signal that is ignored stays so: a shell's background job is to outlive the Ctrl-C that is meant for another.
    """
    _received.clear()
    heard = [number for number in (signal.SIGINT, signal.SIGTERM) if signal.getsignal(number) != signal.SIG_IGN]
    before = {number: signal.signal(number, _interrupt) for number in heard}
    unraisable, sys.unraisablehook = sys.unraisablehook, _lost
    try:
        yield
    finally:
        for number in before:
            signal.signal(number, signal.SIG_IGN)
        while _again:
            _again[-1].cancel()
            _again.pop().join()
        if _received:
            end_children()
        sys.unraisablehook = unraisable
        for number, handler in before.items():
            signal.signal(number, handler)


def _interrupt(number: int, frame: FrameType | None) -> None:
    _received.append(number)
    signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C must not break the clean-up of the first
    raise KeyboardInterrupt


def _lost(fault: sys.UnraisableHookArgs) -> None:
    """Raises an interrupt again that came where nothing can be raised: within a destructor, or in C."""
    if not _received or not isinstance(fault.exc_value, KeyboardInterrupt):
        sys.__unraisablehook__(fault)
        return
    signal.signal(_received[-1], _interrupt)  # we are in the main thread, as all that handles a signal
    _again.append(threading.Timer(AGAIN_S, _send, _received[-1:]))
    _again[-1].start()


def _send(number: int) -> None:
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(threading.main_thread().ident or 0, number)  # this ends a wait, too
    else:
        _thread.interrupt_main(signal.Signals(number))


def end_children() -> None:
    """Ends all processes below this one, and theirs."""
    from sandbox.processes import kill, tree

    kill(tree(os.getpid())[1:])
