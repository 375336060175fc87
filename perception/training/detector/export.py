"""From a checkpoint to `detector.onnx`: one file that takes a picture's bytes and gives chances."""

from __future__ import annotations

import json
import warnings
from dataclasses import asdict, dataclass
from pathlib import Path

import onnx
import torch
from torch import Tensor, nn

from perception.detect_learned import ROLES, STATES
from perception.training.detector.network import Detector
from perception.training.detector.train import averaged


@dataclass(frozen=True)
class Calibration:
    """That something is there has the chance sigmoid(slope * logit + shift); roles' logits / temperature."""

    slope: float = 1.0
    shift: float = 0.0
    temperature: float = 1.0


RAW = Calibration()


class Exported(nn.Module):
    """B x H x W x 3 bytes -> cells B x 25 x h x w (heat as a chance; roles and states as logits; boxes in pixels), and
    text B x 1 x 2h x 2w, chances."""

    def __init__(self, net: Detector) -> None:
        super().__init__()
        self.net = net

    def forward(self, pixels: Tensor) -> tuple[Tensor, Tensor]:
        found = self.net(pixels.permute(0, 3, 1, 2).float())
        return torch.cat([found.heat.sigmoid(), found.roles, found.boxes, found.states], 1), found.text.sigmoid()


@torch.no_grad()
def folded(net: Detector, calibration: Calibration) -> Detector:
    """The same network for bytes in place of 0 to 1, with calibrated logits: both cost nothing in its weights."""
    first, last = net.stem[0][0], net.outputs
    first.weight /= 255
    weight, bias = last.weight, last.bias
    assert isinstance(bias, Tensor)
    weight[0] *= calibration.slope
    bias[0] = bias[0] * calibration.slope + calibration.shift
    roles = slice(1, 1 + len(ROLES))
    weight[roles] /= calibration.temperature
    bias[roles] /= calibration.temperature
    return net


def export(checkpoint: Path, out: Path, calibration: Calibration = RAW) -> Path:
    """Writes the ONNX file, with the names of roles and states in it, and returns its path."""
    net, state = averaged(checkpoint)
    sample = torch.zeros(1, 128, 192, 3, dtype=torch.uint8)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter's notes about itself
        torch.onnx.export(
            Exported(folded(net, calibration)).eval(), (sample,), str(out), dynamo=False, opset_version=17,
            input_names=["pixels"], output_names=["cells", "text"],
            dynamic_axes={"pixels": {1: "height", 2: "width"}, "cells": {2: "rows", 3: "columns"},
                          "text": {2: "fine_rows", 3: "fine_columns"}},
        )  # fmt: skip
    model = onnx.load(str(out))
    told = {"roles": json.dumps(ROLES), "states": json.dumps(STATES), "steps": str(state["steps"]),
            "calibration": json.dumps(asdict(calibration))}  # fmt: skip
    onnx.helper.set_model_props(model, told)
    onnx.checker.check_model(model)
    onnx.save(model, str(out))
    return out
