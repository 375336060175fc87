"""Layers that do the same as transformers' own, with less work: patches as one product, weights in 8-bit integers."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

_FEW_ROWS = 8  # up to here the weights' way through memory is what a product costs


class PatchEmbedding(nn.Module):
    """Qwen3-VL's patch embedding: its 3-d convolution has kernels as large as its steps, so it is one product."""

    def __init__(self, convolution: nn.Conv3d) -> None:
        super().__init__()
        width = convolution.out_channels
        self.weight = nn.Parameter(convolution.weight.detach().reshape(width, -1), requires_grad=False)
        self.bias = (
            nn.Parameter(convolution.bias.detach(), requires_grad=False) if convolution.bias is not None else None
        )

    def forward(self, patches: torch.Tensor) -> torch.Tensor:
        """Patches (N x values of one patch) -> features (N x width)."""
        return nn.functional.linear(patches.to(self.weight.dtype), self.weight, self.bias)


class Int8Linear(nn.Module):
    """A linear layer with 8-bit weights, each row with a scale of its own.

    Few rows (one token of a decode) are multiplied as they are; for many (a prefill) the weights are widened for the
    moment, so that the processor's own matrix units do the work.
    """

    def __init__(self, layer: nn.Linear) -> None:
        super().__init__()
        weight = layer.weight.detach().float()
        scale = weight.abs().amax(dim=1, keepdim=True).clamp_(min=1e-12) / 127
        self.register_buffer("weight", (weight / scale).round_().clamp_(-127, 127).to(torch.int8))
        self.register_buffer("scale", scale.squeeze(1).to(torch.bfloat16))
        self.register_buffer("bias", layer.bias.detach() if layer.bias is not None else None)

    def forward(self, rows: torch.Tensor) -> torch.Tensor:
        flat = rows.reshape(-1, rows.shape[-1])
        if len(flat) <= _FEW_ROWS:
            made = torch._weight_int8pack_mm(flat.to(torch.bfloat16), self.weight, self.scale).to(rows.dtype)
        else:
            made = nn.functional.linear(flat, self.weight.to(rows.dtype) * self.scale.to(rows.dtype)[:, None])
        made = made if self.bias is None else made + self.bias
        return made.reshape(*rows.shape[:-1], -1)


def lighten_patches(model: Any) -> None:
    """Replaces the patch embedding of a Qwen3-VL by the product that it is; the output is the same."""
    model.model.visual.patch_embed = PatchEmbedding(model.model.visual.patch_embed.proj)


def to_int8(module: nn.Module) -> None:
    """Replaces every linear layer of a module, one after the other, so that only one is there twice at a time."""
    for name, child in module.named_children():
        if isinstance(child, nn.Linear):
            setattr(module, name, Int8Linear(child))
        else:
            to_int8(child)
