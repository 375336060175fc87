"""An eye that answers what the test says, and pictures of screens that were never drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

import numpy as np

from agent.planners import rules
from agent.planners.context import Context, Outcome
from agent.planners.intents import Intent
from agent.planners.sight import Sight
from codegen.plan import Unresolved
from perception.capture import Picture
from perception.types import BBox, Element, Screen
from perception.vlm.coordinates import own
from perception.vlm.profiles import PROFILES, Profile
from perception.vlm.types import BadReply, Question, Reply

NOWHERE: list[Any] = []
BAD = BadReply("the answer names no place")
Answer = Any  # a document, an error to raise, or a function of the question and the picture


@dataclass
class FakeEye:
    """Answers by task; of a list of answers each is given once, the last one for ever."""

    answers: dict[str, Answer]
    name: str = "fake-2b"
    remote: bool = False
    profile: Profile = PROFILES["qwen3-vl-2b"]
    asked: list[Question] = field(default_factory=list)
    seen: list[Picture] = field(default_factory=list)

    def ask(self, pictures: Sequence[Picture], question: Question) -> Reply:
        self.asked.append(question)
        self.seen.append(pictures[0])
        given = self.answers.get(question.name, BAD)
        if isinstance(given, Turns):
            given = given.next()
        if isinstance(given, Callable):  # type: ignore[arg-type]
            given = given(question, pictures[0])
        if isinstance(given, Exception):
            raise given
        return Reply("", given, 900, 20, 0.25, self.name)

    def ask_all(self, asked: Sequence[tuple[Sequence[Picture], Question]]) -> list[Reply]:
        return [self.ask(*one) for one in asked]


class Turns:
    """One answer after the other; the last one again and again."""

    def __init__(self, *answers: Answer) -> None:
        self._left = list(answers)

    def next(self) -> Answer:
        return self._left.pop(0) if len(self._left) > 1 else self._left[0]


def pointing(target: Element | BBox) -> Callable[[Question, Picture], Any]:
    """Names the target's box, also in a part of the picture."""
    box = target.box if isinstance(target, Element) else target

    def answer(_: Question, picture: Picture) -> Any:
        coordinates = PROFILES["qwen3-vl-2b"].coordinates
        assert coordinates
        left, top, scale = 0, 0, 1
        if "," in picture.source:
            left, top = (int(part) for part in picture.source.split()[-1].split(",")[:2])
            scale = 2
        moved = BBox(*((value - (left if i % 2 == 0 else top)) * scale for i, value in enumerate(box)))
        return [{"bbox_2d": own(moved, coordinates, picture.width, picture.height)}]

    return answer


def steps(*chosen: dict[str, Any], unresolved: Sequence[dict[str, str]] = ()) -> dict[str, Any]:
    """A plan's document; each step is why-less."""
    return {"steps": [{"why": "", **step} for step in chosen], "unresolved": list(unresolved)}


def picture_of(screen: Screen) -> Picture:
    """Each element as a grey box with stripes, so that pixels show something there; the rest is white."""
    pixels = np.full((screen.height, screen.width, 3), 255, np.uint8)
    for element in screen.elements:
        if element.role not in ("row", "table", "list", "listitem", "dialog", "form", "navigation"):
            x1, y1, x2, y2 = element.box
            pixels[y1:y2, x1:x2] = 225
            pixels[y1 + 3 : y2 - 3 : 4, x1 + 3 : x2 - 3] = 60
    return Picture(pixels, "drawn", "")


@contextmanager
def helpless() -> Iterator[None]:
    """The rules know no way for any clause: what they learn later changes no test."""

    def missing(intent: Intent, screen: Screen, context: Context) -> Outcome:
        sight = Sight(screen, context, intent)
        context.failed = context.failed or intent.clause
        return Outcome((), (Unresolved(clause=sight.why, reason="the rules know no way"),))

    with patch.object(rules, "resolve_around", missing):
        yield
