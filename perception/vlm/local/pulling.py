"""`agent models pull`: a model's files from Hugging Face or ModelScope, resumed where they broke off, and checked.

From Hugging Face by its own library, into its own cache, which other programs share; from ModelScope by plain HTTP.
Only weights in safetensors files are fetched, never code.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from perception.vlm.local.checkpoint import inspect
from perception.vlm.local.shelf import home, remember_folder
from perception.vlm.profiles import Profile
from perception.vlm.types import ModelFault, ModelMissing, VlmError

FILES = ["*.json", "*.safetensors", "*.jinja", "*.txt", "*.model"]
Tell = Callable[[str], None]
_CHUNK = 1 << 20


def take_folder(profile: Profile, folder: Path) -> Path:
    """A folder that is on this machine already becomes the model's. Raises ModelMissing or ModelFault."""
    inspect(folder)
    remember_folder(profile.name, folder)
    return folder


def from_huggingface(profile: Profile, tell: Tell) -> Path:
    """Raises VlmError, one sentence. `HF_HUB_OFFLINE`, `HF_ENDPOINT`, `HF_HOME` and `HF_TOKEN` count."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import (
        FileMetadataError,
        GatedRepoError,
        HfHubHTTPError,
        LocalEntryNotFoundError,
        RepositoryNotFoundError,
    )
    from huggingface_hub.utils import disable_progress_bars

    if not sys.stderr.isatty():
        disable_progress_bars()
    tell(f"fetching {profile.model_id}")
    try:
        folder = Path(snapshot_download(profile.model_id, allow_patterns=FILES))
    except GatedRepoError:
        raise ModelMissing(f"{profile.model_id} wants its terms accepted on its page, and HF_TOKEN set") from None
    except RepositoryNotFoundError:
        raise ModelMissing(f"the hub has no {profile.model_id}, or HF_TOKEN does not open it") from None
    except (LocalEntryNotFoundError, FileMetadataError):  # offline, or nobody answers
        raise ModelMissing(
            f"{profile.model_id} cannot be fetched: the hub does not answer, or HF_HUB_OFFLINE is set; "
            "HF_ENDPOINT names a mirror, --from a folder"
        ) from None
    except HfHubHTTPError as fault:
        status = fault.response.status_code if fault.response is not None else "nothing"
        raise ModelMissing(f"the hub answers {status} for {profile.model_id}: try again later") from None
    except OSError as fault:
        raise VlmError(f"{profile.model_id} cannot be kept: {fault.strerror or fault}") from None
    verify(folder, tell)
    inspect(folder)
    return folder


def verify(folder: Path, tell: Tell) -> None:
    """Holds every file of a snapshot against the hash that the hub's cache names it by. Raises ModelFault.

    Large files are named by their SHA-256, small ones by git's hash of them; a damaged one is taken away, so that the
    next attempt fetches it again.
    """
    for path in sorted(folder.rglob("*")):
        blob = path.resolve()
        if not path.is_file() or blob == path.absolute():
            continue
        tell(f"checking {path.name}")
        if not _is(blob, blob.name):
            blob.unlink()
            path.unlink(missing_ok=True)
            raise ModelFault(f"{path.name} came damaged: fetch the model again")


def _is(path: Path, name: str) -> bool:
    if len(name) == 64:
        digest = hashlib.sha256()
    elif len(name) == 40:
        digest = hashlib.sha1(f"blob {path.stat().st_size}\0".encode(), usedforsecurity=False)
    else:
        return True  # a mirror with names of its own
    for part in _parts(path):
        digest.update(part)
    return digest.hexdigest() == name


def _parts(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while part := stream.read(_CHUNK):
            yield part


def from_modelscope(profile: Profile, tell: Tell) -> Path:
    """Into the product's own cache. Raises VlmError, one sentence; MODELSCOPE_ENDPOINT names another server."""
    from perception.vlm.local.modelscope import fetch

    folder = home() / "models" / profile.name
    fetch(profile.model_id, folder, tell)
    inspect(folder)
    remember_folder(profile.name, folder)
    return folder
