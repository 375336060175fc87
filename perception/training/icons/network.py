"""The icon reader's network: ink in, a score for each concept out."""

from __future__ import annotations

from typing import cast

import torch
from torch import Tensor, nn


def _conv(inside: int, outside: int, stride: int = 1, size: int = 3) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inside, outside, size, stride, size // 2, bias=False), nn.BatchNorm2d(outside), nn.ReLU(inplace=True)
    )


class Residual(nn.Module):
    """One convolution beside a short cut."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.step = nn.Sequential(nn.Conv2d(width, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width))

    def forward(self, x: Tensor) -> Tensor:
        return torch.relu(x + cast(Tensor, self.step(x)))


class IconNet(nn.Module):
    """B x 1 x 40 x 40, 0 paper to 1 ink -> B x classes scores. 1.4 M parameters, 13 M multiplications an icon.

    Its last layer sees where in the square each feature stands: the ink is always centred and of one size.
    """

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.body = nn.Sequential(
            _conv(1, 24, stride=2, size=5),
            _conv(24, 64, stride=2),
            Residual(64),
            _conv(64, 128, stride=2),
            Residual(128),
        )
        self.head = nn.Sequential(
            nn.Flatten(),
            nn.Dropout(0.2),
            nn.Linear(128 * 25, 320, bias=False),
            nn.BatchNorm1d(320),
            nn.ReLU(inplace=True),
            nn.Dropout(0.2),
            nn.Linear(320, classes),
        )

    def forward(self, ink: Tensor) -> Tensor:
        return cast(Tensor, self.head(self.body((ink - 0.25) * 2)))
