"""How much memory a model needs, said before any of it is taken."""

from __future__ import annotations

from pathlib import Path

from perception.vlm.local.checkpoint import Checkpoint
from perception.vlm.types import ModelTooLarge

# The vocabulary is there twice, as what is said and as what is chosen from; with integers the eye stays bfloat16.
_BYTES = {"float32": 4.6, "bfloat16": 2.3, "int8": 1.5, "int4": 1.6}
_BESIDE = 0.4e9  # torch and transformers themselves
_PER_PIXEL = 500  # of working through a picture: activations, keys and values
_CGROUP = Path("/sys/fs/cgroup")


def needed(checkpoint: Checkpoint, precision: str, pixels: int) -> int:
    """Bytes that a model takes while it works on a picture of so many pixels."""
    return int(checkpoint.weights * _BYTES[precision] + pixels * _PER_PIXEL + _BESIDE)


def free() -> int:
    """Bytes that a process may still take: the machine's, or what is left of a container's limit."""
    import psutil

    left = int(psutil.virtual_memory().available)
    try:
        limit = (_CGROUP / "memory.max").read_text().strip()
        used = int((_CGROUP / "memory.current").read_text())
    except (OSError, ValueError):
        return left
    return min(left, int(limit) - used) if limit.isdigit() else left


def check(checkpoint: Checkpoint, precision: str, pixels: int, left: int) -> None:
    """Raises ModelTooLarge, which says how much is needed, how much there is and what would fit."""
    wanted = needed(checkpoint, precision, pixels)
    if wanted <= left:
        return
    smaller = [name for name in ("bfloat16", "int8") if needed(checkpoint, name, pixels) <= left]
    cure = f"set SIGHTWRIGHT_VLM_PRECISION={smaller[0]}" if smaller else "close other programs, or take a smaller model"
    raise ModelTooLarge(
        f"{checkpoint.folder.name} needs about {wanted / 1e9:.1f} GB of memory in {precision}, "
        f"{left / 1e9:.1f} GB are free: {cure}"
    )
