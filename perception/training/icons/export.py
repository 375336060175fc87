"""A trained network -> perception/weights/icons.onnx: half-precision weights, its classes and its threshold inside."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import nn

from perception.icon_ink import SIDE


def export(model: nn.Module, classes: Sequence[str], temperature: float, threshold: float, path: Path) -> None:
    """Writes the ONNX file: input "ink" (N x 1 x SIDE x SIDE), output N x classes scores."""
    import onnx

    model.eval()
    torch.onnx.export(
        model, (torch.zeros(2, 1, SIDE, SIDE),), str(path), input_names=["ink"], output_names=["scores"],
        dynamic_axes={"ink": {0: "n"}, "scores": {0: "n"}}, opset_version=17, dynamo=False,
    )  # fmt: skip
    made = onnx.load(str(path))
    _halve(made)
    told = {"classes": json.dumps(list(classes)), "temperature": f"{temperature:.4f}", "threshold": f"{threshold:.4f}"}
    onnx.helper.set_model_props(made, told)
    onnx.checker.check_model(made)
    onnx.save(made, str(path))


def _halve(made: object) -> None:
    """Stores large weights as float16, cast back when the file is opened: the arithmetic stays float32."""
    import onnx
    from onnx import TensorProto, numpy_helper

    graph = made.graph  # type: ignore[attr-defined]
    casts = []
    for tensor in list(graph.initializer):
        if tensor.data_type != TensorProto.FLOAT or int(np.prod(tensor.dims)) < 256:
            continue
        half = numpy_helper.from_array(numpy_helper.to_array(tensor).astype(np.float16), f"{tensor.name}_half")
        casts.append(onnx.helper.make_node("Cast", [half.name], [tensor.name], to=TensorProto.FLOAT))
        graph.initializer.remove(tensor)
        graph.initializer.append(half)
    nodes = list(graph.node)
    del graph.node[:]
    graph.node.extend([*casts, *nodes])
