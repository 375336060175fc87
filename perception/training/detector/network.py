"""The network: a plain convolutional pyramid down to a 64th of the picture, and back up to a quarter.

One head, as CenterNet's (arXiv:1904.07850) with the training cells of TTFNet (arXiv:1909.00700); a second one marks
text, as DB's (arXiv:1911.08947). 3 x 3 convolutions throughout: they are what processors do fastest.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn.functional import interpolate, pixel_shuffle, relu

from perception.detect_learned import ROLES, STATES

WIDTHS = (16, 32, 64, 96, 128, 128)  # channels at a half, a quarter, ... a 64th of the picture's size
NECK, HEAD = 48, 32  # channels on the way up
BOX_UNIT = 8.0  # pixels; distances are learned as logarithms of this unit
REACH = (-3.0, 5.5)  # bounds of those logarithms


class Outputs(NamedTuple):
    """Logits but for the boxes (pixels, > 0): B x 1, 14, 4, 6 channels x h x w, and text B x 1 x 2h x 2w."""

    heat: Tensor
    roles: Tensor
    boxes: Tensor
    states: Tensor
    text: Tensor


def _convolution(inside: int, outside: int, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inside, outside, 3, stride, 1, bias=False), nn.BatchNorm2d(outside), nn.ReLU(inplace=True)
    )


class Residual(nn.Module):
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.first = _convolution(channels, channels)
        self.second = nn.Sequential(nn.Conv2d(channels, channels, 3, 1, 1, bias=False), nn.BatchNorm2d(channels))

    def forward(self, x: Tensor) -> Tensor:
        return relu(x + self.second(self.first(x)))


class Detector(nn.Module):
    """B x 3 x H x W, 0 to 1, sides multiples of 64 -> Outputs at a quarter of the size."""

    def __init__(self) -> None:
        super().__init__()
        half, quarter, *deep = WIDTHS
        self.stem = nn.Sequential(
            _convolution(3, half, 2), _convolution(half, quarter, 2), _convolution(quarter, quarter)
        )
        blocks = (1, 2, 2, 1)
        self.down = nn.ModuleList(
            nn.Sequential(_convolution(inside, outside, 2), *(Residual(outside) for _ in range(count)))
            for inside, outside, count in zip((quarter, *deep), deep, blocks, strict=False)
        )
        self.across = nn.ModuleList(nn.Conv2d(channels, NECK, 1) for channels in deep)
        self.mix = nn.ModuleList(_convolution(NECK, NECK) for _ in deep[:-1])
        self.fine = nn.Conv2d(quarter, HEAD, 1)
        self.up = nn.Conv2d(NECK, HEAD, 1)
        self.head = _convolution(HEAD, HEAD)
        self.sizes = [1, len(ROLES), 4, len(STATES), 4]
        self.outputs = nn.Conv2d(HEAD, sum(self.sizes), 1)
        with torch.no_grad():
            self.outputs.bias.zero_()
            self.outputs.bias[0] = -4.0  # type: ignore[index]  # next to nothing is a middle

    def forward(self, pixels: Tensor) -> Outputs:
        fine = self.stem(pixels)
        levels, x = [], fine
        for stage in self.down:
            x = stage(x)
            levels.append(x)
        x = self.across[-1](levels[-1])
        for level in range(len(levels) - 2, -1, -1):
            x = self.mix[level](self.across[level](levels[level]) + _doubled(x))
        x = self.head(relu(self.fine(fine) + _doubled(self.up(x))))
        heat, roles, boxes, states, text = self.outputs(x).float().split(self.sizes, dim=1)
        return Outputs(heat, roles, boxes.clamp(*REACH).exp() * BOX_UNIT, states, pixel_shuffle(text, 2))


def _doubled(x: Tensor) -> Tensor:
    return interpolate(x, scale_factor=2.0, mode="nearest")
