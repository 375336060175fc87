"""One token after the other over memory that stays where it is: on a GPU each step is then a graph that is replayed.

A decoder's step launches hundreds of small kernels, which takes a GPU longer than running them. Here keys and values
lie in buffers of a fixed size, what is not yet written is masked, and the same step is recorded once and replayed
(CUDA graphs, docs.pytorch.org). Elsewhere the same sums are done step by step, which nobody needs but the tests.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor
from transformers import DynamicCache
from transformers.cache_utils import DynamicLayer

_GROWS = 1024  # tokens that the buffers are made larger by


class _FixedLayer(DynamicLayer):  # type: ignore[misc]
    """Keys and values (1 x heads x room x width); the next ones are written at `slot`."""

    def __init__(self, like: Tensor, room: int, slot: Tensor) -> None:
        super().__init__()
        self.lazy_initialization(like, like)
        self.keys = like.new_zeros((*like.shape[:2], room, like.shape[3]))
        self.values = torch.zeros_like(self.keys)
        self._slot = slot

    def update(self, key_states: Tensor, value_states: Tensor, *args: Any, **kwargs: Any) -> tuple[Tensor, Tensor]:
        self.keys.index_copy_(2, self._slot, key_states)
        self.values.index_copy_(2, self._slot, value_states)
        return self.keys, self.values


class Rail:
    """A loaded Qwen3-VL's decoder, for one row at a time. `begin`, then `feed` token by token."""

    def __init__(self, model: Any) -> None:
        self._model = model
        self._room = 0
        self._graph: Any = None
        self._length = 0

    def begin(self, layers: Sequence[tuple[Tensor, Tensor]], more: int) -> None:
        """Goes on behind these keys and values (each 1 x heads x length x width), with room for `more` tokens."""
        self._length = int(layers[0][0].shape[2])
        if self._length + more > self._room:
            self._build(layers[0][0], -(-(self._length + more) // _GROWS) * _GROWS)
        for layer, (keys, values) in zip(self._cache.layers, layers, strict=True):
            layer.keys[:, :, : self._length] = keys
            layer.values[:, :, : self._length] = values
        self._mask.fill_(torch.finfo(self._mask.dtype).min)
        self._mask[..., : self._length] = 0

    def grow(self, more: int) -> None:
        """Makes room for `more` tokens."""
        self.begin(
            [(one.keys[:, :, : self._length], one.values[:, :, : self._length]) for one in self._cache.layers], more
        )

    def feed(self, token: int, place: int) -> Tensor:
        """The scores of what follows (1 x vocabulary, float32)."""
        self._token.fill_(token)
        self._place.fill_(place)
        self._slot.fill_(self._length)
        self._mask[..., self._length] = 0
        self._length += 1
        if self._graph is None:
            self._step()
        else:
            self._graph.replay()
        return self._scores.float()

    @property
    def left(self) -> int:
        """How many tokens there is room for."""
        return self._room - self._length

    def _build(self, like: Tensor, room: int) -> None:
        device, count = like.device, self._model.config.text_config.num_hidden_layers
        self._room, self._graph = room, None
        self._slot = torch.zeros(1, dtype=torch.long, device=device)
        self._token = torch.zeros((1, 1), dtype=torch.long, device=device)
        self._place = torch.zeros((3, 1, 1), dtype=torch.long, device=device)
        self._mask = torch.zeros((1, 1, 1, room), dtype=like.dtype, device=device)
        self._cache = DynamicCache()
        self._cache.layers = [_FixedLayer(like, room, self._slot) for _ in range(count)]
        if device.type == "cuda":
            self._record()

    def _step(self) -> None:
        text = self._model.model.language_model
        hidden = text(
            inputs_embeds=text.embed_tokens(self._token), position_ids=self._place, attention_mask=self._mask,
            past_key_values=self._cache, use_cache=True,
        ).last_hidden_state  # fmt: skip
        self._scores = self._model.lm_head(hidden[:, -1])

    def _record(self) -> None:
        """Records the step; it is run before, as the libraries prepare themselves at their first call."""
        aside = torch.cuda.Stream()
        aside.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(aside):
            for _ in range(3):
                self._step()
        torch.cuda.current_stream().wait_stream(aside)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            self._step()
        self._graph = graph
