"""Models on this machine: fetched, given a folder, or checked on pages that are drawn for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from agent.errors import AgentError, MissingPart, UsageError

if TYPE_CHECKING:
    from agent.talk import Tell
    from perception.vlm.profiles import Profile
    from perception.vlm.selftest import Verdict

Source = Literal["huggingface", "modelscope"]


def pull(name: str, source: Source, folder: Path | None, tell: Tell) -> Path:
    """Fetches a model's files, or takes those of a folder; where they are."""
    profile = _profile(name)
    if profile.made_by and folder is None:
        raise UsageError(f"no hub has {name} whole: make it with {profile.made_by}, then add --from FOLDER")
    with model_faults():
        from perception.vlm.local import pulling

        if folder is not None:
            return pulling.take_folder(profile, folder.expanduser())
        fetch = pulling.from_modelscope if source == "modelscope" else pulling.from_huggingface
        return fetch(profile, tell)


def check_model(name: str, tell: Tell) -> Verdict:
    """Asks a local model about drawn pages, and keeps the verdict with the model's hash."""
    from perception.vlm import selftest

    with model_faults():
        from perception.vlm.local import open_eye
        from perception.vlm.local.shelf import remember_verdict

        eye = open_eye(name)
        tell(f"loading {eye.name}")
        eye.load(silent=True)
        verdict = selftest.check(eye, tell)
        remember_verdict(eye.checkpoint.fingerprint(), verdict)
        return verdict


def _profile(name: str) -> Profile:
    from perception.vlm.profiles import PROFILES, profile_of

    profile = profile_of(name)
    if profile is None or not profile.family:
        known = ", ".join(one for one, found in PROFILES.items() if found.family)
        raise UsageError(f"there is no model {name!r} to fetch: use {known}")
    return profile


@contextmanager
def model_faults() -> Iterator[None]:
    """What goes wrong with a model, as an error of the commands."""
    from perception.vlm.types import CannotDo, ModelFault, ModelMissing, VlmError

    try:
        yield
    except ModelMissing as fault:
        raise MissingPart(str(fault)) from None
    except (CannotDo, ModelFault) as fault:
        raise UsageError(str(fault)) from None
    except VlmError as fault:
        raise AgentError(str(fault)) from None
    except ImportError as fault:
        raise MissingPart(f"{fault.name} is not installed; run: python -m pip install 'sightwright[vlm]'") from None
