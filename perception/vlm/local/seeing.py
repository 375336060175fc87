"""Qwen3-VL's pictures: worked through once, kept as features, and, with what stands before them, as a prefix."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch

from perception.vlm.local.decoding import Run
from perception.vlm.local.loading import Loaded
from perception.vlm.local.prefix import Features, Prefix, Shelf, prefix_from
from perception.vlm.types import CannotDo

if TYPE_CHECKING:
    from perception.capture import Picture

_SLIMMEST = 200  # a side may be so many times the other, says the model's own rule for sizes


@dataclass(frozen=True)
class Seen:
    """A prompt as tokens, cut behind its last picture: the kept `prefix` (of `length` tokens) and the `rest`."""

    prefix: Prefix | None
    rest: list[int]
    reused: int

    @property
    def length(self) -> int:
        return (self.prefix.length if self.prefix else 0) + len(self.rest)


class Sight:
    """The eye of one loaded model, with what it keeps."""

    def __init__(self, loaded: Loaded, pixels: tuple[int, int], limit: int) -> None:
        self._loaded = loaded
        self._size = {"shortest_edge": pixels[0], "longest_edge": pixels[1]}
        self._features = Shelf(limit // 4)
        self._prefixes = Shelf(limit - limit // 4)
        config = loaded.model.config
        self._pad, self._end = config.image_token_id, config.vision_end_token_id
        self._merge = config.vision_config.spatial_merge_size**2

    @property
    def size(self) -> int:
        """Bytes that are kept."""
        return self._features.size + self._prefixes.size

    def look(self, text: str, pictures: Sequence[Picture]) -> Seen:
        """A prompt with one placeholder per picture."""
        keys = [_key(picture) for picture in pictures]
        ids, features = self.encoded(text, pictures)
        cut = len(ids) - ids[::-1].index(self._end) if features else 0
        if not cut:
            return Seen(None, ids, 0)
        key = (tuple(keys), hashlib.blake2b(repr(ids[:cut]).encode()).digest())
        kept = self._prefixes.get(key)
        prefix = kept or self._work_through(ids[:cut], features)
        self._prefixes.put(key, prefix)
        return Seen(prefix, ids[cut:], cut if kept else 0)

    def encoded(self, text: str, pictures: Sequence[Picture]) -> tuple[list[int], list[Features]]:
        """A prompt as tokens, each placeholder spread to as many as its picture has, and the pictures' features."""
        features = [self._features_of(picture, _key(picture)) for picture in pictures]
        return self._ids(text, features), features

    def _ids(self, text: str, features: Sequence[Features]) -> list[int]:
        sign = self._loaded.processor.image_token
        parts = text.split(sign)
        if len(parts) != len(features) + 1:
            raise CannotDo(f"the words of a question must not hold {sign}")
        spread = [sign * (int(one.grid.prod()) // self._merge) for one in features]
        whole = "".join(part + signs for part, signs in zip(parts, [*spread, ""], strict=True))
        return list(self._loaded.tokenizer(whole, add_special_tokens=False)["input_ids"])

    def _features_of(self, picture: Picture, key: bytes) -> Features:
        kept: Features | None = self._features.get(key)
        if kept is not None:
            return kept
        from PIL import Image

        if max(picture.width, picture.height) > _SLIMMEST * min(picture.width, picture.height):
            raise CannotDo(f"{picture.source} is {picture.width} x {picture.height}: too slim a strip for this model")
        model = self._loaded.model
        shown = self._loaded.processor.image_processor(
            images=[Image.fromarray(picture.pixels)], size=self._size, return_tensors="pt"
        )
        grid = shown["image_grid_thw"].to(model.device)
        found = model.get_image_features(shown["pixel_values"].to(model.device), grid, return_dict=True)
        deeper = tuple(layer[0] if isinstance(layer, (tuple, list)) else layer for layer in found.deepstack_features)
        features = Features(found.pooler_output[0], deeper, grid[0])
        self._features.put(key, features)
        return features

    def _work_through(self, ids: list[int], features: Sequence[Features]) -> Prefix:
        given = self.given(ids, features)
        next_position = int(given["position_ids"].max()) + 1
        run = Run(self._loaded.model, [None])
        run.see(given.pop("input_ids"), given.pop("position_ids"), next_position, **given)
        return prefix_from(run.cache, next_position)

    def given(self, ids: list[int], features: Sequence[Features]) -> dict[str, Any]:
        """What the model's `forward` takes for one row of tokens with pictures among them."""
        from transformers.modeling_outputs import BaseModelOutputWithPooling

        model = self._loaded.model
        tokens = torch.tensor([ids], device=model.device)
        grids = torch.stack([one.grid for one in features])
        kinds = (tokens == self._pad).int()
        places, _ = model.model.get_rope_index(tokens, mm_token_type_ids=kinds, image_grid_thw=grids)
        seen: Any = BaseModelOutputWithPooling(pooler_output=tuple(one.tokens for one in features))
        seen.deepstack_features = [list(layer) for layer in zip(*(one.deeper for one in features), strict=True)]
        return {
            "input_ids": tokens, "position_ids": places, "image_grid_thw": grids, "mm_encoder_outputs": {"image": seen},
        }  # fmt: skip


def _key(picture: Picture) -> bytes:
    """Of the pixels themselves: a part of a picture may be called as the whole is."""
    return hashlib.blake2b(picture.pixels.tobytes(), digest_size=16, salt=b"%dx%d" % picture.pixels.shape[:2]).digest()
