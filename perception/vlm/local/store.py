"""Where models lie on this machine: a folder that was given, or the Hugging Face cache that `models pull` fills."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from perception.vlm.local.checkpoint import Checkpoint, inspect
from perception.vlm.local.families import FAMILIES
from perception.vlm.local.shelf import folder_of
from perception.vlm.local.tuning import PROGRESS
from perception.vlm.profiles import PROFILES, Profile, profile_of
from perception.vlm.types import ModelFault, ModelMissing

ADAPTER = "adapter_config.json"


def find(name: str) -> tuple[Profile, Checkpoint]:
    """The profile and the files of a model: by its profile's name, its hub id, or its folder.

    A folder may say which profile it wants: `NAME=FOLDER`. Raises ModelMissing or ModelFault.
    """
    named, _, given = name.partition("=")
    profile = profile_of(named)
    if given or profile is None:
        folder = Path(given or name).expanduser()
        if profile is None and (given or not folder.is_dir()):
            raise ModelMissing(f"there is no model {named!r}: use a folder with a checkpoint, or {known()}")
        base, adapter = _base_of(folder)
        checkpoint = replace(inspect(base), adapter=adapter)
        profile = profile or _taught_as(adapter) or _profile_for(checkpoint)
        if adapter:
            profile = replace(profile, name=f"{profile.name}+{adapter.name}")
    else:
        checkpoint = inspect(fetched(profile))
    _same_kind(profile, checkpoint)
    return profile, checkpoint


def _base_of(folder: Path) -> tuple[Path, Path | None]:
    """A folder's own weights, or, where it holds an adapter, those that it was made for, and the adapter."""
    if not (folder / ADAPTER).is_file():
        return folder, None
    try:
        base = json.loads((folder / ADAPTER).read_text(encoding="utf-8"))["base_model_name_or_path"]
    except (OSError, ValueError, KeyError, TypeError):
        raise ModelFault(f"{folder / ADAPTER} does not say which model it is for: tune again") from None
    profile = profile_of(str(base))
    return (fetched(profile) if profile else Path(str(base))), folder


def _taught_as(adapter: Path | None) -> Profile | None:
    """The profile that an adapter was taught with: its folder says it, and its base's need not."""
    try:
        state = json.loads((adapter / PROGRESS).read_text(encoding="utf-8")) if adapter else {}
        return profile_of(str(state.get("profile", "")))
    except (OSError, ValueError, AttributeError):
        return None


def known() -> str:
    return ", ".join(name for name, profile in PROFILES.items() if profile.family)


def fetched(profile: Profile) -> Path:
    """The folder that `models pull` made, or was given. Raises ModelMissing."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    if given := folder_of(profile.name):
        return given
    try:
        folder = Path(snapshot_download(profile.model_id, local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError, FileNotFoundError):
        folder = None
    if folder is None or not (folder / "config.json").is_file():
        raise ModelMissing(f"{profile.name} is not on this machine; run: agent models pull {profile.name}")
    return folder


def _profile_for(checkpoint: Checkpoint) -> Profile:
    """A folder's profile: the one whose own name is part of the folder's, or the first one of its architecture."""
    fitting = [one for one in PROFILES.values() if one.family and _fits(one, checkpoint)]
    if not fitting:
        raise ModelFault(_wrong(checkpoint))
    folder = checkpoint.folder.name.lower()
    called = [one for one in fitting if one.model_id.split("/")[-1].lower() in folder or one.name in folder]
    return max(called, key=lambda one: len(one.name), default=fitting[0])


def _fits(profile: Profile, checkpoint: Checkpoint) -> bool:
    return FAMILIES[profile.family].model_type == checkpoint.model_type


def _same_kind(profile: Profile, checkpoint: Checkpoint) -> None:
    if not _fits(profile, checkpoint):
        wanted = FAMILIES[profile.family].model_type
        raise ModelFault(f"{_wrong(checkpoint)}; {profile.name} is of the kind {wanted!r}")


def _wrong(checkpoint: Checkpoint) -> str:
    return (
        f"{checkpoint.folder} holds a model of the kind {checkpoint.model_type!r}, which cannot look at pictures here"
    )
