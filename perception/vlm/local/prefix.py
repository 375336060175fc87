"""What was worked through once is kept: the features of pictures, and the keys and values of what stands before a
question. A second question on the same picture then costs its own words alone.

All of it is exact: the same numbers go into the same attention, only earlier.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from transformers import DynamicCache
from transformers.cache_utils import DynamicLayer

_ROOM = 128  # tokens that a cache is made larger by, at least


@dataclass(frozen=True)
class Prefix:
    """Keys and values by layer (each 1 x heads x length x width), and the position that the next token stands at."""

    layers: tuple[tuple[torch.Tensor, torch.Tensor], ...]
    next_position: int

    @property
    def length(self) -> int:
        return int(self.layers[0][0].shape[-2])

    @property
    def size(self) -> int:
        return sum(part.nbytes for layer in self.layers for part in layer)


@dataclass(frozen=True)
class Features:
    """What the eye of the model makes of one picture: its tokens, and what is added in the deeper layers."""

    tokens: torch.Tensor
    deeper: tuple[torch.Tensor, ...]
    grid: torch.Tensor

    @property
    def size(self) -> int:
        return self.tokens.nbytes + sum(part.nbytes for part in self.deeper)


class Shelf:
    """Things by key, up to a number of bytes; what was not used for longest goes first. Safe between threads."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._things: OrderedDict[Any, Any] = OrderedDict()
        self._lock = threading.Lock()
        self.size = 0

    def get(self, key: Any) -> Any:
        with self._lock:
            if key in self._things:
                self._things.move_to_end(key)
            return self._things.get(key)

    def put(self, key: Any, thing: Any) -> None:
        """Keeps a thing, unless it alone is over the limit."""
        with self._lock:
            if thing.size > self._limit or key in self._things:
                return
            self._things[key] = thing
            self.size += thing.size
            while self.size > self._limit:
                _, gone = self._things.popitem(last=False)
                self.size -= gone.size


class RoomyLayer(DynamicLayer):  # type: ignore[misc]
    """A layer's keys and values in a buffer with room at its end: a token is written, not everything copied."""

    def __init__(self) -> None:
        super().__init__()
        self._buffers: list[torch.Tensor] = []

    def begin(self, keys: torch.Tensor, values: torch.Tensor) -> None:
        """Starts behind what is there already, which stays as it is."""
        self.lazy_initialization(keys, values)
        self.keys, self.values = keys, values

    def update(
        self, key_states: torch.Tensor, value_states: torch.Tensor, *args: Any, **kwargs: Any
    ) -> tuple[torch.Tensor, torch.Tensor]:
        if not self.is_initialized:
            self.lazy_initialization(key_states, value_states)
        old, new = self.get_seq_length(), key_states.shape[-2]
        if not self._buffers or self._buffers[0].shape[-2] < old + new:
            room = old + new + max(_ROOM, (old + new) // 4)
            self._buffers = [
                part.new_empty((*part.shape[:-2], room, part.shape[-1])) for part in (key_states, value_states)
            ]
            if old:
                for buffer, kept in zip(self._buffers, (self.keys, self.values), strict=True):
                    buffer[..., :old, :] = kept
        for buffer, part in zip(self._buffers, (key_states, value_states), strict=True):
            buffer[..., old : old + new, :] = part
        self.keys, self.values = (buffer[..., : old + new, :] for buffer in self._buffers)
        return self.keys, self.values


def cache_from(prefixes: Sequence[Prefix | None], layers: int) -> Any:
    """A cache to go on with, one row per prefix; shorter ones are filled up on the left."""
    cache = DynamicCache()
    cache.layers = [RoomyLayer() for _ in range(layers)]
    known = [prefix for prefix in prefixes if prefix is not None]
    longest = max((prefix.length for prefix in known), default=0)
    for number, layer in enumerate(cache.layers if known else ()):
        layer.begin(*(_stacked(prefixes, known[0], number, part, longest) for part in (0, 1)))
    return cache


def _stacked(prefixes: Sequence[Prefix | None], like: Prefix, layer: int, part: int, longest: int) -> torch.Tensor:
    """One layer's keys (part 0) or values (1) of all rows; a single row's as they are."""
    nothing = like.layers[layer][part][..., :0, :]
    rows = [prefix.layers[layer][part] if prefix else nothing for prefix in prefixes]
    if len(rows) == 1:
        return rows[0]
    return torch.cat([torch.nn.functional.pad(row, (0, 0, longest - row.shape[-2], 0)) for row in rows])


def prefix_from(cache: Any, next_position: int) -> Prefix:
    """What a cache holds now, without the room at its end."""
    layers = tuple((layer.keys.clone(), layer.values.clone()) for layer in cache.layers)
    return Prefix(layers, next_position)
