"""An untaught small Qwen3-VL, and how it takes a step: its sizes, its first weights, its optimizers, its attention."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from pathlib import Path
from types import MethodType
from typing import Any

import torch
from torch import Tensor

from bench.vlm.checkpoint import Sizes, config, write_processor, write_tokenizer
from perception.vlm import questions
from perception.vlm.profiles import Profile

SMALL = Sizes(
    hidden=96, layers=3, heads=3, kv_heads=3, head_dim=32, intermediate=256, vision_hidden=96, vision_layers=3,
    vision_heads=3, vision_intermediate=256, deepstack=(1,), vocabulary=640, positions=2304, mrope=(6, 5, 5),
)  # fmt: skip
WATCHED = 1  # the layer whose first head is told where to look


def write_files(folder: Path, profile: Profile, said: Iterable[str]) -> dict[str, int]:
    """All files of a checkpoint but its weights, for a model that is asked these things; the special tokens' ids."""
    folder.mkdir(parents=True, exist_ok=True)
    asked = [questions.locate(profile, one).text for one in said] * 4
    tokens = write_tokenizer(
        folder, SMALL.vocabulary, [*asked, '[{"bbox_2d": [1, 2, 3, 4]}]', "[]", "assistant\nuser\n"]
    )
    write_processor(folder)
    (folder / "config.json").write_text(json.dumps(config(SMALL, tokens), indent=2) + "\n", encoding="utf-8")
    return tokens


def untaught(folder: Path, seed: int = 0) -> Any:
    """A model for the files of a folder; the eye's places start as waves, which is what they become in large models."""
    from transformers import Qwen3VLConfig, Qwen3VLForConditionalGeneration

    known = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    torch.manual_seed(seed)
    model = Qwen3VLForConditionalGeneration(Qwen3VLConfig(**known))
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if weight.ndim == 2 and "embed" not in name:
                weight.normal_(0, weight.shape[1] ** -0.5)  # the usual 0.02 is for wide layers
        model.model.visual.pos_embed.weight.copy_(_waves(SMALL.positions, SMALL.vision_hidden))
    return model


def _waves(places: int, width: int) -> Tensor:
    side = math.isqrt(places)
    steps = torch.arange(side) / side * 2 * math.pi
    turns = torch.tensor([2.0**power for power in range(width // 4)]).clamp(max=side / 2) * torch.linspace(
        0.5, 1, width // 4
    )
    waves = steps[:, None] * turns
    line = torch.cat([waves.sin(), waves.cos()], 1)
    down, across = line[:, None].expand(side, side, -1), line[None].expand(side, side, -1)
    return 0.5 * torch.cat([down, across], -1).reshape(places, width)


def ready(model: Any) -> Any:
    """Makes a model quick to teach on a processor: the same sums in other words. Returns the layer that is watched.

    Pictures of one size are worked through together; patches go through a plain product; what the watched layer's
    first head attends to is kept on it as `looked` (rows x from x to).
    """
    from transformers import AttentionInterface
    from transformers.models.qwen3_vl.modeling_qwen3_vl import apply_rotary_pos_emb_vision

    def attend(
        module: Any, query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None, scaling: float, **_: Any
    ) -> tuple[Tensor, None]:
        scores = query @ key.transpose(2, 3) * scaling
        shares = (scores if mask is None else scores + mask).softmax(-1)
        if module.layer_idx == WATCHED:
            module.looked = shares[:, 0]
        return (shares @ value).transpose(1, 2).contiguous(), None

    def together(
        self: Any, hidden_states: Tensor, cu_seqlens: Tensor, position_embeddings: tuple[Tensor, Tensor], **_: Any
    ) -> Tensor:
        pictures = len(cu_seqlens) - 1
        query, key, value = self.qkv(hidden_states).reshape(len(hidden_states), 3, self.num_heads, -1).unbind(1)
        query, key = apply_rotary_pos_emb_vision(query, key, *position_embeddings)
        query, key, value = (
            one.reshape(pictures, -1, self.num_heads, one.shape[-1]).transpose(1, 2) for one in (query, key, value)
        )
        shares = (query @ key.transpose(2, 3) * self.scaling).softmax(-1)
        return self.proj((shares @ value).transpose(1, 2).reshape(len(hidden_states), -1))

    def patches(self: Any, pixels: Tensor) -> Tensor:
        still = pixels.reshape(len(pixels), 3, 2, -1)[:, :, 0].flatten(1)  # a picture is a film of two like frames
        return torch.nn.functional.linear(still, self.proj.weight.sum(2).reshape(self.embed_dim, -1), self.proj.bias)

    AttentionInterface.register("watched", attend)
    model.model.language_model.set_attn_implementation("watched")
    eye = model.model.visual
    eye.patch_embed.forward = MethodType(patches, eye.patch_embed)
    for block in eye.blocks:
        block.attn.forward = MethodType(together, block.attn)
    return model.model.language_model.layers[WATCHED].self_attn


def optimizers(model: Any, heads: Any, rate: float) -> list[torch.optim.Optimizer]:
    """Muon for the matrices within the layers, which then learn in fewer steps; AdamW for all the rest."""
    inner: list[Tensor] = []
    rest: list[Tensor] = list(heads.parameters())
    for name, weight in model.named_parameters():
        (inner if weight.ndim == 2 and "embed" not in name else rest).append(weight)
    muon = torch.optim.Muon(
        [{"params": inner, "most": 5 * rate}], rate, weight_decay=0.01, adjust_lr_fn="match_rms_adamw"
    )
    adam = torch.optim.AdamW([{"params": rest, "most": rate}], rate, betas=(0.9, 0.98), weight_decay=0.0)
    return [muon, adam]
