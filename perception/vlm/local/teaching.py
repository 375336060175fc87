"""What is taught of one picture at a time: the eye works it through once, and all its questions stand behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from perception.vlm import questions
from perception.vlm.local.loading import Loaded
from perception.vlm.local.prompts import prompt
from perception.vlm.local.seeing import Sight
from perception.vlm.profiles import Profile

if TYPE_CHECKING:
    from perception.capture import Picture

Told = tuple[str, str]  # a description, and the answer to it


@dataclass(frozen=True)
class Row:
    """Questions with their answers, one after the other, behind what stands `before` all of them.

    Each sees what is before and itself alone, at the places where it would stand if it were the only one. `said` are
    the columns where an answer's tokens are said, and `wanted` those tokens.
    """

    before: list[int]
    rests: list[list[int]]
    said: list[int]
    wanted: list[int]

    @property
    def ids(self) -> list[int]:
        return [*self.before, *(token for rest in self.rests for token in rest)]

    def places(self, before: Tensor) -> Tensor:
        """Of all tokens (3 x 1 x tokens), out of those of what stands before."""
        start = int(before.max()) + 1
        counted = torch.cat([torch.arange(start, start + len(rest)) for rest in self.rests]).to(before.device)
        return torch.cat([before, counted.expand(3, 1, -1)], dim=-1)

    def mask(self, dtype: torch.dtype) -> Tensor:
        """What is added where one token looks at another (1 x 1 x tokens x tokens)."""
        lengths = torch.tensor([len(self.before), *(len(rest) for rest in self.rests)])
        group = torch.repeat_interleave(torch.arange(len(lengths)), lengths)
        seen = ((group[:, None] == group) | (group == 0)).tril()
        return torch.zeros(seen.shape, dtype=dtype).masked_fill_(~seen, torch.finfo(dtype).min)[None, None]


def row(asked: Sequence[list[int]], answers: Sequence[list[int]], end: int) -> Row:
    """Out of whole prompts, which are the same up to their last token `end`, and the answers to them."""
    before = asked[0][: len(asked[0]) - asked[0][::-1].index(end)]
    made = Row(before, [], [], [])
    at = len(before)
    for question, answer in zip(asked, answers, strict=True):
        rest = [*question[len(before) :], *answer]
        made.said.extend(range(at + len(rest) - len(answer) - 1, at + len(rest) - 1))
        made.wanted.extend(answer)
        made.rests.append(rest)
        at += len(rest)
    return made


class Teacher:
    """Says how wrong a model is; gradients reach whatever of it wants any. Its layers are transformers' own."""

    def __init__(self, loaded: Loaded, profile: Profile, pixels: tuple[int, int]) -> None:
        self._loaded, self._profile = loaded, profile
        self._sight = Sight(loaded, pixels, 0)  # it keeps nothing: what it makes of a picture changes with every step

    def loss(self, picture: Picture, told: Sequence[Told]) -> Tensor:
        """The mean over all tokens of the answers. A profile with the words first takes one question at a time."""
        model, tokenizer = self._loaded.model, self._loaded.tokenizer
        _, (features,) = self._sight.encoded(self._loaded.processor.image_token, [picture])
        made = row(
            [self._asked(said, len(features.tokens)) for said, _ in told],
            [[*tokenizer(answer, add_special_tokens=False)["input_ids"], tokenizer.eos_token_id] for _, answer in told],
            model.config.vision_end_token_id,
        )
        given = self._sight.given(made.before, [features])
        given["position_ids"] = made.places(given["position_ids"])
        given["input_ids"] = torch.tensor([made.ids], device=model.device)
        mask = made.mask(features.tokens.dtype).to(model.device)
        hidden = model.model(**given, attention_mask=mask, use_cache=False).last_hidden_state
        scores = model.lm_head(hidden[0, made.said]).float()
        return torch.nn.functional.cross_entropy(scores, torch.tensor(made.wanted, device=model.device))

    def _asked(self, said: str, tokens: int) -> list[int]:
        """A whole prompt, its picture spread to so many tokens."""
        processor = self._loaded.processor
        text = prompt(processor, self._profile, questions.locate(self._profile, said), 1)
        whole = text.replace(processor.image_token, processor.image_token * tokens)
        return list(self._loaded.tokenizer(whole, add_special_tokens=False)["input_ids"])
