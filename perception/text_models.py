"""The text models (PP-OCRv6 small, Apache-2.0) that the `rapidocr` wheel carries, opened for two cores.

Only the files are used: importing `rapidocr` would bring its whole pipeline along.
"""

from __future__ import annotations

import importlib.util
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from perception.onnx_weights import without_denormals

if TYPE_CHECKING:
    import numpy as np
    import onnxruntime as ort
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

DETECTOR = "PP-OCRv6_det_small.onnx"
RECOGNISER = "PP-OCRv6_rec_small.onnx"
_loading = threading.Lock()


def missing() -> str | None:
    """None, or what is not there and the command that installs it."""
    for module in ("onnxruntime", "cv2", "rapidocr"):
        if importlib.util.find_spec(module) is None:
            return f"the package {_PACKAGES[module]} is not installed; run: pip install {_PACKAGES[module]}"
    for name in (DETECTOR, RECOGNISER):
        if not (path := _model_path(name)).is_file():
            return f"the text model {path} is missing; run: pip install --force-reinstall --no-deps rapidocr==3.10.0"
    return None


_PACKAGES = {"onnxruntime": "onnxruntime", "cv2": "opencv-python-headless", "rapidocr": "rapidocr==3.10.0"}


def session(name: str) -> ort.InferenceSession:
    """The one session of a model in this process, safe to run from several threads at once."""
    with _loading:
        return _session(name)


@cache
def _session(name: str) -> ort.InferenceSession:
    import onnxruntime as ort

    options = ort.SessionOptions()
    # One thread each, and two pictures at a time: little is lost at the joints of small operators that way.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.add_session_config_entry("session.set_denormal_as_zero", "1")  # counts on a process's first session alone
    options.enable_cpu_mem_arena = False  # every line has a width of its own: an arena would keep the sum of them
    options.enable_mem_pattern = False
    weights = without_denormals(_model_path(name).read_bytes())
    return ort.InferenceSession(weights, options, providers=["CPUExecutionProvider"])


@cache
def characters() -> tuple[str, ...]:
    """What the recogniser's outputs stand for: 0 is CTC's blank, the last one is the space."""
    listed = session(RECOGNISER).get_modelmeta().custom_metadata_map["character"]
    return ("", *listed.splitlines(), " ")


@cache
def workers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(min(2, os.cpu_count() or 1), thread_name_prefix="ocr")


def batch_of(pixels: NDArray[np.uint8]) -> Floats:
    """H x W x 3 RGB as the models take it: 1 x 3 x H x W, -1 to 1."""
    import numpy as np

    batch = np.ascontiguousarray(pixels.transpose(2, 0, 1)[None], dtype=np.float32)
    batch *= 1 / 127.5
    batch -= 1
    return batch


def run(name: str, batch: Floats) -> Floats:
    result: Floats = session(name).run(None, {"x": batch})[0]
    return result


def _model_path(name: str) -> Path:
    spec = importlib.util.find_spec("rapidocr")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(missing())
    return Path(spec.origin).parent / "models" / name
