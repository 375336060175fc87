"""What every vision-language model shares: a question on pictures, its reply, and what can go wrong.

VlmError
├── ModelMissing     its packages or weights are not there; the message holds the cure
├── ModelFault       its files are damaged or of another kind, or its server answers wrongly
├── ModelTooLarge    it needs more memory than there is
├── CannotDo         a model of its kind cannot do what was asked (a model without grounding cannot point)
└── BadReply         what it answered fits no form that was asked for
A message is one sentence: what is wrong, and what to do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from perception.capture import Picture
    from perception.vlm.profiles import Profile

Schema = Mapping[str, Any]  # a JSON schema; every string and list of it has a maximum


class VlmError(RuntimeError):
    pass


class ModelMissing(VlmError):
    pass


class ModelFault(VlmError):
    pass


class ModelTooLarge(VlmError):
    pass


class CannotDo(VlmError):
    pass


class BadReply(VlmError):
    """`text` is what was answered."""

    def __init__(self, message: str, text: str = "") -> None:
        super().__init__(message)
        self.text = text


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked about one or more pictures.

    `text` stands beside the pictures in the user's turn, `system` before it. `schema` is the form of the answer (None:
    free text) and `name` what that form is called. `prefill` is what the answer begins with: it stands before the
    document and is no part of it. `max_new_tokens` is a limit; a constrained answer that needs more is never begun.
    """

    text: str
    schema: Schema | None = None
    name: str = "answer"
    system: str = ""
    prefill: str = ""
    max_new_tokens: int = 512


@dataclass(frozen=True, slots=True)
class Reply:
    """`text` as the model wrote it, without the prefill; `parsed` is the document (None where text was asked for),
    valid against the question's schema. `prompt_tokens` count the pictures' too, `reused_tokens` of them were not
    worked through again; `seconds` is wall time. `model` is who answered; `thoughts` is what it thought first."""

    text: str
    parsed: Any
    prompt_tokens: int
    new_tokens: int
    seconds: float
    model: str
    reused_tokens: int = 0
    thoughts: str = ""
    notes: tuple[str, ...] = field(default=())


class Eye(Protocol):
    """Something that answers questions on pictures; safe to call from several threads."""

    @property
    def name(self) -> str:
        """What `--model` calls it."""

    @property
    def profile(self) -> Profile:
        """How it wants to be asked, and what it can do."""

    @property
    def remote(self) -> bool:
        """Whether pictures leave this machine."""

    def ask(self, pictures: Sequence[Picture], question: Question) -> Reply:
        """One question. Raises VlmError."""

    def ask_all(self, asked: Sequence[tuple[Sequence[Picture], Question]]) -> list[Reply]:
        """Several at once, in their order: padded together on a local model, side by side on a server."""
