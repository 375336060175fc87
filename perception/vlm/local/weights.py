"""Layers that do the same as transformers' own, with less work: patches as one product, weights laid out as a
processor takes them, or in 8-bit or 4-bit integers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import nn

_GROUP = 32  # 4-bit weights that share a scale and a zero
_PIECE = 256  # rows of weights that are worked on at a time: what is made on the way stays in the cache


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


class PackedLinear(nn.Module):
    """A linear layer whose weights lie in oneDNN's own blocks, so that no product has to lay them out again."""

    def __init__(self, layer: nn.Linear) -> None:
        super().__init__()
        packed = torch.ops.mkldnn._reorder_linear_weight(layer.weight.detach(), 1)
        self.register_buffer("weight", packed, persistent=False)
        self.register_buffer("bias", _bias(layer))

    def forward(self, rows: torch.Tensor) -> torch.Tensor:
        made: torch.Tensor = torch.ops.mkldnn._linear_pointwise(rows, self.weight, self.bias, "none", [], "")
        return made


class _Integers(nn.Module):
    """A linear layer with weights in integers.

    Few rows (a token of a decode, a short question) are multiplied as they are; for many (a prefill) the weights are
    widened for the moment, so that the processor's own matrix units do the work.
    """

    few: int  # rows up to which the first is the faster way
    bias: torch.Tensor | None

    def forward(self, rows: torch.Tensor) -> torch.Tensor:
        flat = rows.reshape(-1, rows.shape[-1])
        if len(flat) <= self.few:
            made = self._product(flat.to(torch.bfloat16)).to(rows.dtype)
        else:
            made = nn.functional.linear(flat, self._widened().to(rows.dtype))
        made = made if self.bias is None else made + self.bias
        return made.reshape(*rows.shape[:-1], -1)

    def _product(self, rows: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError

    def _widened(self) -> torch.Tensor:
        raise NotImplementedError


class Int8Linear(_Integers):
    """8-bit weights, each row with a scale of its own (rounded to the nearest)."""

    few = 48

    def __init__(self, layer: nn.Linear) -> None:
        super().__init__()
        pieces = [self._rounded(piece) for piece in layer.weight.detach().split(_PIECE)]
        numbers, scales = (torch.cat(parts) for parts in zip(*pieces, strict=True))
        self.register_buffer("weight", numbers)
        self.register_buffer("scale", scales)
        self.register_buffer("bias", _bias(layer))

    @staticmethod
    def _rounded(piece: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Numbers from -127 to 127 (rows x columns), and each row's scale."""
        weight = piece.to(torch.float32, copy=True)
        scale = (weight.abs().amax(dim=1) / 127).clamp_(min=1e-12).to(torch.bfloat16)
        return weight.div_(scale.float()[:, None]).round_().clamp_(-127, 127).to(torch.int8), scale

    def _product(self, rows: torch.Tensor) -> torch.Tensor:
        return torch._weight_int8pack_mm(rows, self.weight, self.scale)

    def _widened(self) -> torch.Tensor:
        return self.weight.to(torch.bfloat16) * self.scale[:, None]


class Int4Linear(_Integers):
    """4-bit weights: every 32 of a row share a scale and a zero (rounded to the nearest).

    They are there twice, in torch's blocks for few rows and in halves of bytes, from which many rows' are widened:
    as large as 8-bit weights, with half as much to read for a token.
    """

    few = 128

    def __init__(self, layer: nn.Linear) -> None:
        super().__init__()
        pieces = [self._rounded(piece) for piece in layer.weight.detach().split(_PIECE)]
        numbers, scales = (torch.cat(parts) for parts in zip(*pieces, strict=True))
        self.register_buffer("packed", torch._convert_weight_to_int4pack_for_cpu(numbers.int(), 2))
        self.register_buffer("halves", numbers[:, 0::2] | numbers[:, 1::2] << 4)
        self.register_buffer("scales", scales.transpose(0, 1).contiguous())  # groups x rows x 2
        self.register_buffer("bias", _bias(layer))

    @staticmethod
    def _rounded(piece: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Numbers from 0 to 15 (rows x columns), and of each group the scale and what its middle number, 8, is."""
        grouped = piece.to(torch.float32, copy=True).unflatten(1, (-1, _GROUP))
        least, most = grouped.amin(-1, keepdim=True), grouped.amax(-1, keepdim=True)
        scale = ((most - least) / 15).clamp_(min=1e-12).to(torch.bfloat16).float()
        zero = (least + 8 * scale).to(torch.bfloat16).float()
        numbers = grouped.sub_(zero).div_(scale).round_().add_(8).clamp_(0, 15).to(torch.uint8)
        return numbers.flatten(1), torch.cat([scale, zero], dim=-1).to(torch.bfloat16)

    @staticmethod
    def fits(layer: nn.Linear) -> bool:
        """Whether torch's product takes weights of this shape."""
        return layer.in_features % _GROUP == 0 and layer.out_features % 16 == 0

    def _product(self, rows: torch.Tensor) -> torch.Tensor:
        return torch._weight_int4pack_mm_for_cpu(rows, self.packed, _GROUP, self.scales)

    def _widened(self) -> torch.Tensor:
        numbers = torch.stack([self.halves & 15, self.halves >> 4], dim=-1).flatten(1).to(torch.bfloat16)
        scale, zero = self.scales.transpose(0, 1).unsqueeze(2).unbind(-1)
        return numbers.sub_(8).unflatten(1, (-1, _GROUP)).mul_(scale).add_(zero).flatten(1)


def _bias(layer: nn.Linear) -> torch.Tensor | None:
    return layer.bias.detach().clone() if layer.bias is not None else None


def lighten_patches(model: Any) -> None:
    """Replaces the patch embedding of a Qwen3-VL by the product that it is; the output is the same."""
    model.model.visual.patch_embed = PatchEmbedding(model.model.visual.patch_embed.proj)


def lighten(model: Any, precision: str) -> None:
    """Replaces the layers of a Qwen3-VL on a processor by lighter ones: only integers change what it answers."""
    decoder = {"int8": Int8Linear, "int4": _int4}.get(precision, PackedLinear)
    if decoder is PackedLinear and not packs():
        return
    if packs():
        _replace(model.model.visual, PackedLinear)
    _replace(model.model.language_model, decoder)
    model.lm_head = PackedLinear(model.lm_head) if decoder is PackedLinear else Int8Linear(model.lm_head)
    for rest in model.parameters():  # the last that hold the file's pages, which would count as memory twice
        rest.data = rest.data.clone()


def packs() -> bool:
    """Whether this build of torch has oneDNN's layers."""
    return torch.backends.mkldnn.is_available() and hasattr(torch.ops.mkldnn, "_reorder_linear_weight")


def _int4(layer: nn.Linear) -> nn.Module:
    return Int4Linear(layer) if Int4Linear.fits(layer) else Int8Linear(layer)


def _replace(module: nn.Module, kind: Callable[[nn.Linear], nn.Module]) -> None:
    """Every linear layer of a module, one after the other, so that only one is there twice at a time."""
    for name, child in module.named_children():
        if isinstance(child, nn.Linear):
            setattr(module, name, kind(child))
        else:
            _replace(child, kind)
