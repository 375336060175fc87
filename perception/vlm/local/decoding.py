"""Writing an answer token by token, greedily, for one question or for several side by side.

Rows of different lengths are filled up on the left and masked, so each row's numbers are those it would have alone.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch

from perception.vlm.local.guide import Guide
from perception.vlm.local.prefix import Prefix, cache_from
from perception.vlm.local.rail import Rail

_SHORT = 16  # tokens that are fed one by one: what a form forces between two choices
_ROOM = 512  # tokens that an answer usually stays below
_ROUND = 64  # tokens of one and the same few, over and over: nothing else will come
_TURNS = 16  # how often several must have come


class Run:
    """A model at work on some rows. It is told tokens, and says what it thinks of each next one.

    On a `rail` a single row's short turns, as all are once it answers, go token by token.
    """

    def __init__(self, model: Any, prefixes: Sequence[Prefix | None], rail: Rail | None = None) -> None:
        lengths = [prefix.length if prefix else 0 for prefix in prefixes]
        self._model = model
        self._rail = rail if len(prefixes) == 1 else None
        self._on_rail = False
        self._device = model.device
        self.cache = cache_from(prefixes, model.config.text_config.num_hidden_layers)
        self._mask = torch.tensor(
            [[0] * (max(lengths) - length) + [1] * length for length in lengths], dtype=torch.long, device=self._device
        )
        self._padded = len(set(lengths)) > 1
        self.positions = [prefix.next_position if prefix else 0 for prefix in prefixes]

    def feed(self, rows: Sequence[Sequence[int]]) -> torch.Tensor:
        """The scores of what follows each row (rows x vocabulary). A row that has nothing to say is passed over."""
        if self._rail and (self._on_rail or 0 < len(rows[0]) <= _SHORT) and self.cache.get_seq_length():
            return self._railed(self._rail, rows[0])
        width = max(len(row) for row in rows)
        pads = [width - len(row) for row in rows]
        ids = torch.tensor([[0] * pad + list(row) for pad, row in zip(pads, rows, strict=True)], device=self._device)
        places = torch.tensor(
            [
                [0] * pad + list(range(start, start + len(row)))
                for pad, row, start in zip(pads, rows, self.positions, strict=True)
            ],
            device=self._device,
        )
        real = torch.tensor([[0] * pad + [1] * (width - pad) for pad in pads], device=self._device)
        self._mask = torch.cat([self._mask, real], dim=1)
        self._padded = self._padded or any(pads)
        self.positions = [start + len(row) for start, row in zip(self.positions, rows, strict=True)]
        hidden = self._through(input_ids=ids, position_ids=places[None].expand(3, -1, -1))
        # Cut out first: of a strided piece torch makes its product with a copy of the whole vocabulary.
        scores: torch.Tensor = self._model.lm_head(hidden[:, -1].contiguous()).float()
        return scores

    def _railed(self, rail: Rail, row: Sequence[int]) -> torch.Tensor:
        if not self._on_rail:
            rail.begin([(layer.keys, layer.values) for layer in self.cache.layers], len(row) + _ROOM)
            self._on_rail = True
        if rail.left < len(row):
            rail.grow(len(row) + _ROOM)
        for token in row:
            scores = rail.feed(token, self.positions[0])
            self.positions = [self.positions[0] + 1]
        return scores

    def attend(self, row: Sequence[int]) -> tuple[torch.Tensor, ...]:
        """What each token of a single row attends to, by layer: 1 x heads x tokens x all tokens so far."""
        places = torch.arange(self.positions[0], self.positions[0] + len(row), device=self._device)
        answered = self._model.model(
            input_ids=torch.tensor([row], device=self._device), position_ids=places[None, None].expand(3, 1, -1),
            past_key_values=self.cache, use_cache=True, output_attentions=True,
        )  # fmt: skip
        return tuple(answered.attentions)

    def see(self, ids: torch.Tensor, places: torch.Tensor, next_position: int, **seen: Any) -> None:
        """Works through a prompt with pictures, one row: `ids` 1 x length, `places` 3 x 1 x length."""
        self._mask = torch.ones((1, ids.shape[1]), dtype=torch.long, device=self._device)
        self._through(input_ids=ids, position_ids=places, **seen)
        self.positions = [next_position]

    def _through(self, **given: Any) -> torch.Tensor:
        """What the decoder makes of its input (rows x tokens x width), and keys and values into the cache."""
        answered = self._model.model(
            attention_mask=self._mask if self._padded else None, past_key_values=self.cache, use_cache=True, **given
        )
        hidden: torch.Tensor = answered.last_hidden_state
        return hidden


@dataclass
class Writing:
    """One row's answer: `tokens` so far, those of them that the model was not told yet, and whether it ended."""

    limit: int
    guide: Guide | None = None
    tokens: list[int] = field(default_factory=list)
    untold: list[int] = field(default_factory=list)
    ended: bool = False

    @property
    def open(self) -> bool:
        return not self.ended and len(self.tokens) < self.limit

    def choose(self, scores: torch.Tensor, ends: Collection[int]) -> None:
        """Takes the likeliest token that may follow, and whatever alone can follow it."""
        scores = self.guide.restrict(scores) if self.guide else scores
        token = int(scores.argmax())
        if goes_round(self.tokens):
            if self.guide is None:
                self.ended = True
                return
            if scores[self.guide.quote] > float("-inf"):
                token = self.guide.quote  # a text in a document: it is closed, and the document goes on
        if token in ends:
            self.ended = True
            return
        if self.guide:
            self.guide.take(token)
        self.untold = [token, *(self.guide.forced() if self.guide else ())]
        self.tokens += self.untold
        self.ended = bool(self.guide and self.guide.done)


def goes_round(tokens: Sequence[int]) -> bool:
    """Whether an answer has come to say the same one to eight tokens over and over, as small models do."""
    spans = ((turn, max(_ROUND, _TURNS * turn)) for turn in range(1, 9))
    return any(len(tokens) >= span and tokens[-span:-turn] == tokens[turn - span :] for turn, span in spans)


def write(run: Run, scores: torch.Tensor, writings: Sequence[Writing], ends: Collection[int]) -> None:
    """Goes on until every answer has come to its end or its limit. `scores` are those of the first tokens."""
    for writing, row in zip(writings, scores, strict=True):
        writing.choose(row, ends)
    while any(writing.open for writing in writings):
        scores = run.feed([writing.untold if writing.open else () for writing in writings])
        for writing, row in zip(writings, scores, strict=True):
            if writing.open:
                writing.choose(row, ends)
