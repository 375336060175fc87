"""A small model with random weights, made once: what it says means nothing, how it comes to say it is real."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from perception.capture import Picture


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a checkpoint of Qwen3-VL in the official layout."""
    for package in ("torch", "transformers", "llguidance"):
        pytest.importorskip(package, reason="needs the extra `vlm`")
    from bench.vlm.checkpoint import make

    return make(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture(scope="session")
def tiny_eye(tiny: Path) -> Any:
    from perception.vlm.local import LocalSettings, open_eye

    return open_eye(str(tiny), LocalSettings(precision="float32", device="cpu"))


@pytest.fixture(scope="session")
def a_picture() -> Callable[..., Picture]:
    """Noise of a size: every part of it differs."""

    def draw(width: int = 320, height: int = 256, seed: int = 0) -> Picture:
        pixels = np.random.default_rng(seed).integers(0, 255, (height, width, 3), dtype=np.uint8)
        return Picture(pixels, f"noise {seed}", "")

    return draw
