"""A local model as an eye: loads at the first question, answers one or several, and keeps what it saw."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from perception.vlm.local.checkpoint import Checkpoint
from perception.vlm.local.settings import LocalSettings
from perception.vlm.profiles import Profile
from perception.vlm.types import BadReply, Question, Reply

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from perception.capture import Picture
    from perception.vlm.local.answering import Answering

logger = logging.getLogger("sightwright")
Asked = tuple[Sequence["Picture"], Question]


class LocalEye:
    """Follows `types.Eye`. One question at a time goes through the model; others wait their turn. `said` is what the
    user calls it, where that is not its profile's name."""

    remote = False

    def __init__(self, profile: Profile, checkpoint: Checkpoint, settings: LocalSettings) -> None:
        self.profile = profile
        self.checkpoint = checkpoint
        self.settings = settings
        self.said = profile.name
        self._answering: Answering | None = None
        self._turn = threading.RLock()

    @property
    def name(self) -> str:
        return self.profile.name

    def load(self, silent: bool = False) -> Answering:
        """Reads the weights, once, and warns of a model that is not known to point right.

        Raises ModelFault, ModelTooLarge, ModelMissing.
        """
        with self._turn:
            if self._answering is None:
                from perception.vlm.local.answering import Answering
                from perception.vlm.local.loading import load

                if not silent:
                    self._warn()
                loaded = load(self.profile, self.checkpoint, self.settings)
                self._answering = Answering(loaded, self.profile, self.settings)
            return self._answering

    def forget(self) -> None:
        """Lets its weights go; they are read again at the next question."""
        with self._turn:
            self._answering = None

    def _warn(self) -> None:
        from perception.vlm.local.shelf import verdict_on

        verdict = verdict_on(self.checkpoint.fingerprint()) if self.profile.grounds else None
        if verdict is not None and not verdict.trusted:
            logger.warning("warning: %s is not to be trusted: %s", self.name, verdict.why)
        elif verdict is None and self.profile.grounds:
            logger.warning("warning: %s was never checked; run: agent models check %s", self.name, self.said)

    def ask(self, pictures: Sequence[Picture], question: Question) -> Reply:
        return self.ask_all([(pictures, question)])[0]

    def ask_all(self, asked: Sequence[Asked]) -> list[Reply]:
        with self._turn:
            return self.load().answer(asked) if asked else []

    def looked(self, picture: Picture, question: Question, written: str) -> NDArray[np.float32]:
        """Where it looked for an answer that it gave: shares by cell of the picture, rows x columns, their sum is 1."""
        with self._turn:
            shares: NDArray[np.float32] = self.load().looked(picture, question, written).numpy()
            return shares


def reply(name: str, question: Question, written: str, **counted: Any) -> Reply:
    """A reply out of what was written. Raises BadReply where a document was cut off."""
    parsed = None
    if question.schema is not None:
        try:
            parsed = json.loads(written)
        except ValueError:
            raise BadReply(f"{name} did not come to the end of its answer: ask for less", written) from None
    return Reply(written, parsed, model=name, **counted)


class Watch:
    """Seconds since it was made."""

    def __init__(self) -> None:
        self._started = time.perf_counter()

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self._started
