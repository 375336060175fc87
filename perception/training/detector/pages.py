"""Pages with truth: a folder of NAME.png, each beside a NAME.json that says what is on it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import cv2
import numpy as np
from numpy.typing import NDArray

from perception.detect_learned import ROLES, STATES

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]
Places = NDArray[np.int64]


@dataclass(frozen=True)
class Page:
    """A picture brought to 1x (H x W x 3 RGB) and what is on it, boxes xyxy in its pixels.

    `roles` are places in ROLES; `states` N x 6, 1 and 0, -1 where not known; `lines` the boxes of the lines of text.
    """

    name: str
    pixels: Pixels
    boxes: Floats
    roles: Places
    states: Floats
    lines: Floats


def find_pages(folder: Path) -> list[Path]:
    """The pictures that are complete, by name."""
    return sorted(path for path in folder.glob("*.png") if path.with_suffix(".json").is_file())


def part_of(paths: list[Path], part: int, parts: int) -> list[Path]:
    """One worker's share: a page stays with its worker when others come in."""
    return [path for path in paths if crc32(path.name.encode()) % parts == part]


def load_page(path: Path) -> Page:
    """Reads one page. Raises FileNotFoundError where it is gone, ValueError where it cannot be read."""
    truth = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    packed = np.fromfile(path, np.uint8)
    picture = cv2.imdecode(packed, cv2.IMREAD_COLOR)
    if picture is None:
        raise ValueError(f"{path} is no picture")
    pixels = cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)
    scale = max(1.0, float(truth.get("scale", 1)))
    if scale > 1:
        size = round(pixels.shape[1] / scale), round(pixels.shape[0] / scale)
        pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    kept = [item for item in truth["elements"] if item["role"] in ROLES]
    return Page(
        path.stem, np.asarray(pixels, np.uint8), _corners(kept) / np.float32(scale),
        np.array([ROLES.index(item["role"]) for item in kept], np.int64),
        np.array([_states(item) for item in kept], np.float32).reshape(-1, len(STATES)),
        _corners(truth.get("lines", [])) / np.float32(scale),
    )  # fmt: skip


def _corners(items: list[dict[str, Any]]) -> Floats:
    return np.array([item["box"] for item in items], np.float32).reshape(-1, 4)


def _states(item: dict[str, Any]) -> list[float]:
    told = item.get("state") or {}
    return [float(told[name]) if isinstance(told.get(name), bool) else -1.0 for name in STATES]
