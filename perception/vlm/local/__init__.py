"""Local vision-language models through transformers: loaded once per process, lazily, and shared by all callers.

eye = open_eye("qwen3-vl-2b")             # a profile's name, or a folder that holds a checkpoint
reply = eye.ask([picture], questions.locate(eye.profile, "the Save button"))
"""

from __future__ import annotations

import importlib.util
import os
import threading
from typing import TYPE_CHECKING

from perception.vlm.local.settings import LocalSettings

if TYPE_CHECKING:
    from perception.vlm.local.eye import LocalEye

__all__ = ["LocalSettings", "available", "open_eye"]

_PACKAGES = ("torch", "transformers", "llguidance", "safetensors")
# Large pages for what torch allocates, which it looks up once: weights are then read up to a quarter faster.
os.environ.setdefault("THP_MEM_ALLOC_ENABLE", "1")

_opened: dict[tuple[str, LocalSettings], LocalEye] = {}
_lock = threading.Lock()


def available() -> str | None:
    """None, or which package is missing and the command that installs it."""
    missing = [name for name in _PACKAGES if importlib.util.find_spec(name) is None]
    if missing:
        return f"a local model needs the package {missing[0]}; run: python -m pip install 'sightwright[vlm]'"
    return None


def open_eye(name: str, settings: LocalSettings | None = None) -> LocalEye:
    """The one eye of this name and these settings; its weights are read when it is first asked something.

    Raises ModelMissing where packages or files are not there, ModelFault where the files are no such model.
    """
    from perception.vlm.local.eye import LocalEye
    from perception.vlm.local.store import find
    from perception.vlm.types import ModelMissing

    if fault := available():
        raise ModelMissing(fault)
    key = (name, settings or LocalSettings.from_environment())
    with _lock:
        if key not in _opened:
            _opened[key] = LocalEye(*find(name), key[1])
        return _opened[key]
