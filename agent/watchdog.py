"""Ends what hangs: a page that never answers its browser would hold a run for ever."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from types import TracebackType

LIMIT_S = 180.0  # for one step and all that it sets off; what takes so long does not end by itself


class Watchdog:
    """Calls `end` once, from a thread of its own, when `restart` was not called for `limit_s` seconds."""

    def __init__(self, end: Callable[[], None], limit_s: float | None = None) -> None:
        self._end, self._limit_s = end, LIMIT_S if limit_s is None else limit_s
        self._until = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.barked = False

    def __enter__(self) -> Watchdog:
        self.restart()
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        self._thread.join()

    def restart(self) -> None:
        self._until = time.monotonic() + self._limit_s

    def _watch(self) -> None:
        while (left := self._until - time.monotonic()) > 0:
            if self._over.wait(left):
                return
        self.barked = True
        self._end()
