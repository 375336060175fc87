"""A model's files from ModelScope: its list of files, and each file with what is missing of it.

As its own client asks: `/api/v1/models/ID/repo/files` lists names, sizes and SHA-256, `/models/ID/resolve/master/NAME`
gives a file and takes ranges (https://www.modelscope.cn/docs/models/download).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import httpx

from perception.vlm.types import ModelFault, ModelMissing, VlmError

Tell = Callable[[str], None]
_FILES = ("*.json", "*.safetensors", "*.jinja", "*.txt", "*.model")
_TIMES = httpx.Timeout(30.0)


def endpoint() -> str:
    return os.environ.get("MODELSCOPE_ENDPOINT", "https://www.modelscope.cn").rstrip("/")


def fetch(model_id: str, folder: Path, tell: Tell) -> None:
    """Brings `folder` up to the list of the server. Raises VlmError."""
    if os.environ.get("HF_HUB_OFFLINE") in ("1", "true", "TRUE", "yes", "on"):
        raise ModelMissing(f"{model_id} cannot be fetched: HF_HUB_OFFLINE is set")
    try:
        with httpx.Client(timeout=_TIMES, follow_redirects=True) as client:
            for entry in _listed(client, model_id):
                _fetch_one(client, model_id, entry, folder, tell)
    except httpx.HTTPStatusError as fault:
        status = fault.response.status_code
        raise ModelMissing(f"{endpoint()} answers {status} for {model_id}: try again later") from None
    except httpx.HTTPError as fault:
        raise ModelMissing(
            f"{endpoint()} does not answer ({type(fault).__name__}): what came is kept, try again"
        ) from None
    except OSError as fault:
        raise VlmError(f"{folder} cannot be written: {fault.strerror or fault}") from None


def _listed(client: httpx.Client, model_id: str) -> list[Mapping[str, Any]]:
    answer = client.get(
        f"{endpoint()}/api/v1/models/{model_id}/repo/files", params={"Revision": "master", "Recursive": "true"}
    )
    answer.raise_for_status()
    try:
        entries = answer.json()["Data"]["Files"]
        wanted = [one for one in entries if one["Type"] == "blob" and _safe(one["Path"])]
        return sorted(wanted, key=lambda one: int(one["Size"]))
    except (ValueError, KeyError, TypeError):
        raise ModelFault(f"{endpoint()} gives no list of files for {model_id}") from None


def _safe(name: str) -> bool:
    """Whether a file is one of a model's own, in the folder itself."""
    return "/" not in name and "\\" not in name and any(fnmatch(name, pattern) for pattern in _FILES)


def _fetch_one(client: httpx.Client, model_id: str, entry: Mapping[str, Any], folder: Path, tell: Tell) -> None:
    name, size, wanted = str(entry["Path"]), int(entry["Size"]), str(entry.get("Sha256") or "")
    target, part = folder / name, folder / f"{name}.part"
    if target.is_file() and target.stat().st_size == size and (not wanted or _sha256(target) == wanted):
        return
    folder.mkdir(parents=True, exist_ok=True)
    begun = part.stat().st_size if part.is_file() else 0
    if begun > size:
        part.unlink()
        begun = 0
    if begun < size:
        _stream(client, f"{endpoint()}/models/{model_id}/resolve/master/{name}", part, begun, size, tell)
    if part.stat().st_size != size or (wanted and _sha256(part) != wanted):
        part.unlink()
        raise ModelFault(f"{name} came damaged: fetch the model again")
    part.replace(target)


def _stream(client: httpx.Client, url: str, part: Path, begun: int, size: int, tell: Tell) -> None:
    headers = {"Range": f"bytes={begun}-"} if begun else {}
    with client.stream("GET", url, headers=headers) as answer:
        answer.raise_for_status()
        resumed = answer.status_code == 206
        with part.open("ab" if resumed else "wb") as out:
            done, said = begun if resumed else 0, -1
            for data in answer.iter_bytes(1 << 16):
                out.write(data)
                done += len(data)
                if said != (said := 100 * done // max(size, 1)):
                    tell(f"fetching {part.stem}: {said} % of {size / 1e6:,.1f} MB")


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while part := stream.read(1 << 20):
            digest.update(part)
    return digest.hexdigest()
