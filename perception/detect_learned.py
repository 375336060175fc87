"""The learned detector: where on a picture something stands that a person would act on, what it is, and its state.

One small network of our own (`weights/`; how it is made: `training/detector/`), run by onnxruntime on the CPU. It gives
maps at a quarter of the picture's size; what is around them is plain numpy.
"""

from __future__ import annotations

import importlib.util
import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise, product
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from perception import text_models
from perception.reread import Memory
from perception.types import BBox, TextLine

if TYPE_CHECKING:
    import numpy as np
    import onnxruntime as ort
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]
    Floats = NDArray[np.float32]

NAME = "learned"
WEIGHTS = Path(__file__).with_name("weights") / "detector.onnx"
# The order of the network's outputs.
ROLES = "button link textbox searchbox spinbutton combobox checkbox radio switch slider tab menuitem option img".split()
STATES = "checked selected disabled expanded focused invalid".split()
STRIDE = 4  # pixels a cell of the maps is wide and high
MULTIPLE = 64  # the sides of what the network looks at
TILE, OVERLAP = 640, 64  # pixels; a picture is looked at in tiles: on both cores, and again only where it changed
TEXT_HEIGHT = 11.0  # of a line's ink in pixels at 1x
ENLARGED = 1.25  # times that, or more: the picture is brought to 1x before it is looked at
PEAK = 0.05  # what is less likely is not looked at further
SAME = 0.5  # of two boxes that share more (intersection over union) the surer one is kept
_loading = threading.Lock()
_looked: Memory[tuple[Floats, Floats]] = Memory(16)


@dataclass(frozen=True, slots=True)
class Sighting:
    """Something seen: `confidence` that it is there, and the chances of each of ROLES and STATES, in their order."""

    box: BBox
    confidence: float
    roles: tuple[float, ...]
    states: tuple[float, ...]

    @property
    def role(self) -> str:
        return ROLES[self.roles.index(max(self.roles))]

    def chance(self, *roles: str) -> float:
        """The chance that it has one of these roles, given that it is there."""
        return sum(self.roles[ROLES.index(role)] for role in roles)

    def state(self, name: str, sure: float) -> bool | None:
        """Whether it is checked, selected, ...; None where one cannot be `sure` (a chance, 0.5 to 1)."""
        chance = self.states[STATES.index(name)]
        return chance > 0.5 if max(chance, 1 - chance) >= sure else None


@dataclass(frozen=True)
class Maps:
    """What the network says of each cell of a picture, H/4 x W/4.

    `heat`: the chance that something's middle is here. `roles` (14) and `states` (6), logits: what it would be.
    `boxes`: the distances in pixels from the cell's middle to its left, top, right and bottom. `text` is H/2 x W/2, the
    chance of the core of a line of text.
    """

    heat: Floats
    roles: Floats
    boxes: Floats
    states: Floats
    text: Floats


def available() -> str | None:
    """None, or why this detector cannot run and what to do."""
    if importlib.util.find_spec("onnxruntime") is None:
        return "onnxruntime is not installed; run: pip install onnxruntime"
    return (
        None
        if WEIGHTS.is_file()
        else f"the weights {WEIGHTS} are missing; run: pip install --force-reinstall sightwright"
    )


def spot(pixels: Pixels, lines: Sequence[TextLine]) -> list[Sighting]:
    """What is seen on a picture of any scale; its text (`lines`) tells how large it is drawn."""
    import cv2
    import numpy as np

    heights = [line.box.height for line in lines if len(line.text) > 1]
    scale = median(heights) / TEXT_HEIGHT if len(heights) >= 2 else 1.0
    if scale < ENLARGED:
        return sightings(pixels)
    scale = min(scale, 4.0)
    size = max(1, round(pixels.shape[1] / scale)), max(1, round(pixels.shape[0] / scale))
    smaller = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
    by = pixels.shape[1] / size[0], pixels.shape[0] / size[1]
    return [replace(one, box=_larger(one.box, *by)) for one in sightings(smaller)]


def _larger(box: BBox, across: float, down: float) -> BBox:
    return BBox(round(box.x1 * across), round(box.y1 * down), round(box.x2 * across), round(box.y2 * down))


def sightings(pixels: Pixels, weights: Path = WEIGHTS) -> list[Sighting]:
    """What is seen on an RGB picture (H x W x 3, uint8, brought to about 1x), the surest first, boxes in its pixels."""
    return peaks(look(pixels, weights))


def look(pixels: Pixels, weights: Path = WEIGHTS) -> Maps:
    """The maps of a picture of any size. It works on the workers: no work of theirs may call it."""
    import numpy as np

    height, width = pixels.shape[:2]
    rows, columns = -(-height // STRIDE), -(-width // STRIDE)
    cells = np.zeros((1 + len(ROLES) + 4 + len(STATES), rows, columns), np.float32)
    text = np.zeros((2 * rows, 2 * columns), np.float32)
    tiles = list(product(_spans(height), _spans(width)))
    views = (pixels[top:bottom, left:right] for (top, bottom, _, _), (left, right, _, _) in tiles)
    runs = text_models.workers().map(lambda view: _run(view, weights), views)
    for ((top, _, upper, lower), (left, _, first, last)), (seen, lines) in zip(tiles, runs, strict=True):
        down, along = (upper - top) // STRIDE, (first - left) // STRIDE
        inner = np.s_[upper // STRIDE : -(-lower // STRIDE), first // STRIDE : -(-last // STRIDE)]
        high, wide = cells[(0, *inner)].shape
        cells[(slice(None), *inner)] = seen[:, down : down + high, along : along + wide]
        twice = np.s_[2 * inner[0].start : 2 * inner[0].stop, 2 * inner[1].start : 2 * inner[1].stop]
        text[twice] = lines[2 * down : 2 * (down + high), 2 * along : 2 * (along + wide)]
    roles, boxes = 1 + len(ROLES), 5 + len(ROLES)
    return Maps(cells[0], cells[1:roles], cells[roles:boxes], cells[boxes:], text)


def peaks(maps: Maps, least: float = PEAK) -> list[Sighting]:
    """The maps' peaks as things seen, of those that lie over each other the surest, the surest first."""
    import cv2
    import numpy as np

    heat = maps.heat
    top = cv2.dilate(heat, np.ones((3, 3), np.uint8))
    rows, columns = np.nonzero((heat >= top) & (heat >= least))
    order = np.argsort(-heat[rows, columns], kind="stable")
    rows, columns = rows[order], columns[order]
    middles = np.stack([columns, rows, columns, rows]) * STRIDE + STRIDE / 2
    corners = (middles + maps.boxes[:, rows, columns] * np.array([[-1], [-1], [1], [1]])).T
    high, wide = heat.shape
    corners = np.clip(corners, 0, np.array([wide, high, wide, high]) * STRIDE)
    kept = _apart(corners)
    places = rows[kept], columns[kept]
    roles = np.exp(maps.roles[:, *places] - maps.roles[:, *places].max(axis=0, initial=-np.inf))
    roles /= roles.sum(axis=0)
    states = 1 / (1 + np.exp(-maps.states[:, *places]))
    return [
        Sighting(BBox(*(round(side) for side in box)), confidence, tuple(role), tuple(state))
        for box, confidence, role, state in zip(
            corners[kept].tolist(), heat[places].tolist(), roles.T.tolist(), states.T.tolist(), strict=True
        )
    ]


def _apart(corners: NDArray[np.float64]) -> list[int]:
    """Which boxes (N x 4, the best first) share little with every better one."""
    import numpy as np

    kept: list[int] = []
    areas = np.maximum(0, corners[:, 2] - corners[:, 0]) * np.maximum(0, corners[:, 3] - corners[:, 1])
    for at, box in enumerate(corners):
        if areas[at] < STRIDE:
            continue
        others = corners[kept]
        width = np.minimum(others[:, 2], box[2]) - np.maximum(others[:, 0], box[0])
        height = np.minimum(others[:, 3], box[3]) - np.maximum(others[:, 1], box[1])
        shared = np.maximum(0, width) * np.maximum(0, height)
        if not np.any(shared > SAME * (areas[kept] + areas[at] - shared)):
            kept.append(at)
    return kept


def _spans(size: int) -> list[tuple[int, int, int, int]]:
    """Tiles along one side: (from, to) looked at, and (from, to) taken from it, in pixels."""
    if size <= TILE + OVERLAP:
        return [(0, size, 0, size)]
    count = -(-size // TILE)
    cuts = [size * part // count // MULTIPLE * MULTIPLE for part in range(count)] + [size]
    return [(max(0, start - OVERLAP), min(size, end + OVERLAP), start, end) for start, end in pairwise(cuts)]


def _run(pixels: Pixels, weights: Path) -> tuple[Floats, Floats]:
    """The network's two outputs: cells (25 x rows x columns) and text (2 rows x 2 columns)."""
    import cv2
    import numpy as np

    height, width = pixels.shape[:2]
    padded = np.asarray(
        cv2.copyMakeBorder(pixels, 0, -height % MULTIPLE, 0, -width % MULTIPLE, cv2.BORDER_REPLICATE), np.uint8
    )

    def run() -> tuple[Floats, Floats]:
        cells, text = session(weights).run(None, {"pixels": padded[None]})
        return cells[0], text[0, 0]

    return _looked.recall(padded, run, weights)


def session(weights: Path = WEIGHTS) -> ort.InferenceSession:
    """The one session of these weights in this process, safe to run from several threads at once.

    Raises ValueError where the weights are of another network.
    """
    with _loading:
        return _session(weights)


@cache
def _session(weights: Path) -> ort.InferenceSession:
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    opened = ort.InferenceSession(weights.read_bytes(), options, providers=["CPUExecutionProvider"])
    if json.loads(opened.get_modelmeta().custom_metadata_map.get("roles", "[]")) != ROLES:
        raise ValueError(f"{weights} was made for other roles than this version knows")
    return opened
