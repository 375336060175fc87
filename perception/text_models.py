"""The text models of `weights/` (PP-OCRv6 small in 8-bit integers), opened for two cores.

How they are made, and from what: `training/text_models.py`.
"""

from __future__ import annotations

import importlib.util
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import onnxruntime as ort
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]
    Floats = NDArray[np.float32]

WEIGHTS = Path(__file__).with_name("weights")
FINDER = "text_finder.onnx"  # a picture -> each pixel's chance to be text
READER = "text_reader.onnx"  # a line -> features of each step along it, and the scores of the commonest letters
LETTERS = "text_letters.onnx"  # features -> the scores of all letters
_PACKAGES = {"onnxruntime": "onnxruntime", "cv2": "opencv-python-headless"}
_AVX512_VNNI = 262  # OpenCV's CV_CPU_AVX_512VNNI, https://docs.opencv.org/4.x/d3/d63/interface_8h.html
_loading = {name: threading.Lock() for name in (FINDER, READER, LETTERS)}


def missing() -> str | None:
    """None, or what is not there and the command that installs it."""
    for module, package in _PACKAGES.items():
        if importlib.util.find_spec(module) is None:
            return f"the package {package} is not installed; run: pip install {package}"
    for name in (FINDER, READER, LETTERS):
        if not (WEIGHTS / name).is_file():
            return f"the text model {WEIGHTS / name} is missing; run: pip install --force-reinstall sightwright"
    return None


def session(name: str) -> ort.InferenceSession:
    """The one session of a model in this process, safe to run from several threads at once."""
    with _loading[name]:
        return _session(name)


@cache
def _session(name: str) -> ort.InferenceSession:
    import onnxruntime as ort

    options = ort.SessionOptions()
    # One thread each, and two pictures at a time: little is lost at the joints of small operators that way.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    if not _multiplies_bytes():
        options.add_session_config_entry("session.x64quantprecision", "1")  # half as fast; products would overflow
    options.enable_cpu_mem_arena = False  # every line has a width of its own: an arena would keep the sum of them
    options.enable_mem_pattern = False
    return ort.InferenceSession(str(WEIGHTS / name), options, providers=["CPUExecutionProvider"])


def _multiplies_bytes() -> bool:
    """Whether the processor has instructions for sums of products of bytes (VNNI) that cannot overflow."""
    import cv2

    return bool(cv2.checkHardwareSupport(_AVX512_VNNI))


@cache
def characters() -> tuple[str, ...]:
    """What the scores of LETTERS stand for: 0 is CTC's blank, the last one is the space."""
    listed = session(LETTERS).get_modelmeta().custom_metadata_map["character"]
    return ("", *listed.splitlines(), " ")


@cache
def common() -> NDArray[np.intp]:
    """Which of `characters` the reader's own scores stand for; the blank comes first."""
    import numpy as np

    return np.array(session(READER).get_modelmeta().custom_metadata_map["common"].split(), np.intp)


@cache
def workers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(min(2, os.cpu_count() or 1), thread_name_prefix="ocr")


@cache
def load() -> None:
    """Begins to open the models, each in a thread of its own, and comes back at once.

    Faults are left to whoever asks for the model next; an interrupt of what is being imported makes some.
    """
    pool = ThreadPoolExecutor(3, thread_name_prefix="load")
    for name in (FINDER, READER, LETTERS):
        pool.submit(session, name)
    pool.shutdown(wait=False)


def chances(pixels: Pixels) -> Floats:
    """How likely each pixel is text, H x W, of a picture (H x W x 3 RGB) with sides that are multiples of 32."""
    found: Floats = session(FINDER).run(None, {"x": pixels[None]})[0][0, 0]
    return found


def steps(pixels: Pixels) -> tuple[Floats, Floats]:
    """(features, scores of the `common` letters) for each step along a line (48 x W x 3 RGB)."""
    features, scores = session(READER).run(None, {"x": pixels[None]})
    return features[0], scores[0]


def letters(features: Floats) -> Floats:
    """The scores of all `characters` for rows of features."""
    scores: Floats = session(LETTERS).run(None, {"features": features})[0]
    return scores
