"""A picture is read again only where it changed: what was worked out from some pixels is kept for the same pixels.

Screens of one session share nearly all of their pixels. Each step of reading takes a piece of the picture (a tile, the
surroundings of a line, a word) and nothing else, so its result can be taken from memory whenever the same piece comes
again, wherever it stands. What is read so equals what is read anew, because every piece is cut the same way in both.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from hashlib import blake2b
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

Made = TypeVar("Made")
_memories: list[Memory[object]] = []


class Memory(Generic[Made]):
    """Results by the pixels that they were made from, the `size` most recently used ones. Safe to use from threads."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: OrderedDict[Hashable, Made] = OrderedDict()
        self._lock = threading.Lock()
        _memories.append(self)  # type: ignore[arg-type]

    def recall(self, pixels: Pixels, make: Callable[[], Made], *also: Hashable) -> Made:
        """What `make` gave for these pixels (and the same `also`, all else that it goes by), or what it gives now."""
        key = (pixels.shape, also, digest(pixels))
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
        return made

    def __len__(self) -> int:
        return len(self._kept)

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()


def digest(pixels: Pixels) -> bytes:
    """What stands for these pixels: 128 bits, so that no two pictures that will ever be seen share it."""
    return blake2b(pixels.tobytes(), digest_size=16).digest()


def forget() -> None:
    """Lets go of everything: the next picture is read as the first one was."""
    for memory in _memories:
        memory.clear()
