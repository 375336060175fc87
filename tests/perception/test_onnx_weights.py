"""Denormal weights become zero, and nothing else in the model changes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perception import text_models
from perception.onnx_weights import without_denormals


def field(number: int, body: bytes | int) -> bytes:
    if isinstance(body, int):
        return varint(number << 3) + varint(body)
    return varint(number << 3 | 2) + varint(len(body)) + body


def varint(value: int) -> bytes:
    low, rest = value & 0x7F, value >> 7
    return bytes([low | 0x80]) + varint(rest) if rest else bytes([low])


def model(values: list[float], data_type: int = 1) -> bytes:
    """ModelProto.graph(7) of an initializer(5) and of a node(1) whose attribute(5) holds a tensor(5)."""
    tensor = field(2, data_type) + field(9, np.array(values, "<f4").tobytes())
    return field(8, b"name") + field(7, field(5, tensor) + field(1, field(5, field(5, tensor))))


def test_denormals_become_zero_wherever_they_stand() -> None:
    assert without_denormals(model([1.0, 1e-40, -1e-39, 0.5])) == model([1.0, 0.0, 0.0, 0.5])


def test_other_types_are_left_alone() -> None:
    assert without_denormals(model([1e-40], data_type=6)) == model([1e-40], data_type=6)


@given(st.binary(max_size=200))
def test_what_is_no_model_is_refused_or_kept(data: bytes) -> None:
    try:
        assert len(without_denormals(data)) == len(data)
    except ValueError as refused:
        assert "no ONNX model" in str(refused)  # noqa: PT017


@pytest.mark.skipif(text_models.missing() is not None, reason=str(text_models.missing()))
def test_the_text_models_are_read() -> None:
    assert text_models.characters()[1:4] == ("!", '"', "#")
    assert text_models.characters()[-1] == " "
    batch = text_models.batch_of(np.full((48, 80, 3), 255, np.uint8))
    assert text_models.run(text_models.RECOGNISER, batch).shape[-1] == len(text_models.characters())
