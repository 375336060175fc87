"""Answers that always parse: at each step only the tokens are allowed with which the schema's document goes on.

The masks are llguidance's (github.com/guidance-ai/llguidance); its numpy part is used, its torch part would compile
C++ at run time. What the schema leaves no choice about is written at once, without asking the model (`forced`).
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

import numpy as np
import torch

from perception.vlm.types import Schema, VlmError


class Grammars:
    """The schemas of one model, each made ready once."""

    def __init__(self, tokenizer: Any, vocabulary: int, ends: tuple[int, ...], spaced: bool) -> None:
        import llguidance.hf

        self._tokens = llguidance.hf.from_tokenizer(tokenizer, n_vocab=vocabulary, eos_token=ends[0])
        self._quote = self._tokens.tokenize_str('"')[-1]
        self._vocabulary = vocabulary
        self._separators = (", ", ": ") if spaced else (",", ":")
        self._ready = lru_cache(maxsize=64)(self._make)

    def guide(self, schema: Schema) -> Guide:
        """A guide for one answer. Raises VlmError where the schema is none that can be held."""
        return Guide(self._ready(json.dumps(schema)).deep_copy(), self._vocabulary, self._quote)

    def _make(self, schema: str) -> Any:
        from llguidance import LLMatcher

        options = {
            "whitespace_flexible": False, "item_separator": self._separators[0],
            "key_separator": self._separators[1], "json_allowed_escapes": 'nrt\\"',
        }  # fmt: skip
        matcher = LLMatcher(self._tokens, LLMatcher.grammar_from_json_schema(schema, overrides=options), log_level=0)
        if matcher.is_error():
            raise VlmError(f"no answer can be held to this schema: {matcher.get_error().splitlines()[0][:200]}")
        return matcher


class Guide:
    """One answer on its way. `quote` is the token that ends a text."""

    def __init__(self, matcher: Any, vocabulary: int, quote: int) -> None:
        self.quote = quote
        self._matcher = matcher
        self._bits = np.zeros((1, (vocabulary + 31) // 32), np.int32)
        self._vocabulary = vocabulary

    @property
    def done(self) -> bool:
        return bool(self._matcher.is_stopped())

    def restrict(self, scores: torch.Tensor) -> torch.Tensor:
        """Scores of all tokens (a vector) with those that cannot follow at minus infinity."""
        from llguidance.numpy import fill_next_token_bitmask

        fill_next_token_bitmask(self._matcher, self._bits)
        allowed = np.unpackbits(self._bits[0].view(np.uint8), bitorder="little")[: self._vocabulary]
        barred = torch.from_numpy(allowed == 0).to(scores.device)
        return scores.masked_fill(barred, float("-inf"))

    def take(self, token: int) -> None:
        self._matcher.consume_token(token)
        if self._matcher.is_error():
            raise VlmError(f"the answer left its schema: {self._matcher.get_error().splitlines()[0][:200]}")

    def forced(self) -> list[int]:
        """The tokens that alone can follow, taken already."""
        tokens = [] if self.done else list(self._matcher.compute_ff_tokens())
        for token in tokens:
            self.take(token)
        return tokens
