"""Which eyes a command has besides the embedded ones, and whether pictures may leave the machine for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.errors import MissingPart, UsageError
from perception.vlm.types import BadReply, CannotDo, Eye, ModelMissing, Question, Reply, VlmError

if TYPE_CHECKING:
    from perception.capture import Picture

EMBEDDED = "embedded"
SERVED = "openai:"


@dataclass(frozen=True)
class Looks:
    """What --model, --endpoint and --allow-remote say.

    `model` is one name, or several with commas between. A server on this machine's own loopback is not remote.
    """

    model: str = EMBEDDED
    endpoint: str | None = None
    allow_remote: bool = False

    @property
    def names(self) -> list[str]:
        """The models besides the embedded one, without repeats."""
        parts = (part.strip() for part in self.model.split(","))
        return list(dict.fromkeys(part for part in parts if part and part != EMBEDDED))


EMBEDDED_ALONE = Looks()
Open = Callable[[str, str | None], Eye]


def open_eyes(looks: Looks, open_one: Open | None = None) -> tuple[Eye, ...]:
    """The models that were named, those of this machine first. Nothing is loaded or sent yet.

    Raises UsageError where a picture would leave the machine and nobody allowed it, MissingPart where a model is not
    there.
    """
    if looks.endpoint and not any(name.startswith(SERVED) for name in looks.names):
        raise UsageError("--endpoint goes with --model openai:NAME, the name of a model that the server has")
    eyes = [_opened(name, looks.endpoint, open_one or _open) for name in looks.names]
    for eye in eyes:
        if eye.remote and not looks.allow_remote:
            where = getattr(eye, "endpoint", "its server")
            raise UsageError(
                f"{eye.name} would send the picture to {where}: add --allow-remote to allow it, or use a server of "
                "this machine (--endpoint http://localhost:PORT/v1)"
            )
    return tuple(sorted(eyes, key=lambda eye: eye.remote))


def _opened(name: str, endpoint: str | None, open_one: Open) -> Eye:
    try:
        return open_one(name, endpoint)
    except ModelMissing as fault:
        raise MissingPart(_named(name, fault)) from None
    except VlmError as fault:
        raise UsageError(_named(name, fault)) from None


def _named(name: str, fault: VlmError) -> str:
    words = str(fault)
    return f"--model {words}" if words.startswith(name) else f"--model {name}: {words}"


def _open(name: str, endpoint: str | None) -> Eye:
    if name.startswith(SERVED):
        from perception.vlm.openai import OpenAIEye

        return OpenAIEye(name.removeprefix(SERVED), endpoint)
    from pathlib import Path

    from perception.vlm.local import open_eye
    from perception.vlm.profiles import PROFILES, profile_of

    if profile_of(name) is None and "=" not in name and not Path(name).expanduser().is_dir():
        known = ", ".join(one for one, profile in PROFILES.items() if profile.family)
        raise ModelMissing(f"it is none of embedded, openai:NAME, a folder with a checkpoint, {known}")
    eye = open_eye(name)
    eye.said = name
    return eye


def answered(eye: Eye, asked: Sequence[tuple[Sequence[Picture], Question]]) -> list[Reply | None]:
    """The replies; None for one that fits no form. Raises UsageError or MissingPart where the eye cannot work."""
    try:
        return list(eye.ask_all(asked))
    except BadReply:
        return [None] * len(asked) if len(asked) == 1 else [answered(eye, [one])[0] for one in asked]
    except ModelMissing as fault:
        raise MissingPart(str(fault)) from None
    except CannotDo as fault:
        raise UsageError(f"{eye.name}: {fault}") from None
    except VlmError as fault:
        raise UsageError(str(fault)) from None
