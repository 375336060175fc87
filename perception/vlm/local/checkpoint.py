"""A folder with a checkpoint, looked at before anything of it is loaded: is it whole, what is it, how large is it?"""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from perception.vlm.types import ModelFault, ModelMissing

CONFIG, INDEX, SINGLE = "config.json", "model.safetensors.index.json", "model.safetensors"
_HEADER_LIMIT = 100 << 20  # as the safetensors library has it
_SAMPLES, _SAMPLE = 64, 65_536


@dataclass(frozen=True)
class Checkpoint:
    """`model_type` is config.json's; `weights` is how many numbers there are, `size` how many bytes on the disk.

    `adapter` is a folder in peft's layout whose weights are added to these.
    """

    folder: Path
    model_type: str
    config: Mapping[str, Any]
    files: tuple[Path, ...]
    weights: int
    size: int
    adapter: Path | None = None

    def fingerprint(self) -> str:
        """A hash of what the model is: its small files, and of each weights file the header and spread samples."""
        digest = hashlib.sha256()
        small = [*sorted(self.folder.glob("*.json")), *sorted(self.adapter.glob("adapter*") if self.adapter else ())]
        for path in small:
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
        for path in self.files:
            digest.update(path.name.encode() + b"\0" + str(path.stat().st_size).encode())
            with path.open("rb") as stream:
                for place in _places(path.stat().st_size):
                    stream.seek(place)
                    digest.update(stream.read(_SAMPLE))
        return digest.hexdigest()


def _places(size: int) -> Iterator[int]:
    step = max(_SAMPLE, size // _SAMPLES)
    return iter(range(0, size, step))


def inspect(folder: Path) -> Checkpoint:
    """Raises ModelMissing where there is no checkpoint, ModelFault where it is damaged, each in one sentence."""
    if not folder.is_dir():
        raise ModelMissing(f"there is no folder {folder}")
    config = _json(folder / CONFIG, "the folder holds no checkpoint (no config.json)")
    for name in ("tokenizer.json", "preprocessor_config.json"):
        if not (folder / name).is_file() and not (folder / "processor_config.json").is_file():
            raise ModelFault(f"{folder} has no {name}: {_AGAIN}")
    files = _weights_files(folder)
    headers = [_header(path) for path in files]
    weights = sum(_count(entry["shape"]) for header in headers for entry in header.values())
    size = sum(path.stat().st_size for path in files)
    return Checkpoint(folder, str(config.get("model_type", "")), config, files, weights, size)


_AGAIN = "fetch the model again (agent models pull NAME)"


def _json(path: Path, missing: str) -> Mapping[str, Any]:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ModelMissing(f"{path.parent}: {missing}") from None
    except (OSError, ValueError) as fault:
        raise ModelFault(f"{path} cannot be read ({type(fault).__name__}): {_AGAIN}") from None
    if not isinstance(document, dict):
        raise ModelFault(f"{path} is no JSON object: {_AGAIN}")
    return document


def _weights_files(folder: Path) -> tuple[Path, ...]:
    if (folder / INDEX).is_file():
        named = _json(folder / INDEX, "").get("weight_map")
        if not isinstance(named, dict) or not all(isinstance(name, str) for name in named.values()):
            raise ModelFault(f"{folder / INDEX} lists no files: {_AGAIN}")
        files = tuple(folder / name for name in sorted(set(named.values())))
    elif (folder / SINGLE).is_file():
        files = (folder / SINGLE,)
    else:
        raise ModelMissing(f"{folder} holds no weights in safetensors files: {_AGAIN}")
    for path in files:
        if path.parent != folder or not path.is_file():
            raise ModelFault(f"{path} is missing: {_AGAIN}")
    return files


def _header(path: Path) -> Mapping[str, Any]:
    """The head of a safetensors file, held against the file's size (github.com/huggingface/safetensors, Format)."""
    size = path.stat().st_size
    try:
        with path.open("rb") as stream:
            (length,) = struct.unpack("<Q", stream.read(8))
            head = json.loads(stream.read(length)) if length <= min(size, _HEADER_LIMIT) else None
        if head is None:
            raise ValueError("no header")
        head.pop("__metadata__", None)
        end = 8 + length + max((entry["data_offsets"][1] for entry in head.values()), default=0)
    except (struct.error, ValueError, KeyError, TypeError, AttributeError, IndexError):
        raise ModelFault(f"{path} is no safetensors file, or its head is damaged: {_AGAIN}") from None
    except OSError as fault:
        raise ModelFault(f"{path} cannot be read: {fault.strerror}") from None
    if size != end:
        what = "is cut off" if size < end else "has something behind its end"
        raise ModelFault(f"{path} {what}: {_bytes(end)} should be there, {_bytes(size)} are; {_AGAIN}")
    return head  # type: ignore[no-any-return]


def _count(shape: list[int]) -> int:
    count = 1
    for side in shape:
        count *= side
    return count


def _bytes(size: int) -> str:
    return f"{size / 1e9:.2f} GB" if size >= 1e8 else f"{size:,} bytes"
