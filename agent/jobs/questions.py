"""Pictures and a question -> an answer, read or asked of a model."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agent.errors import MissingPart, UsageError
from agent.eyes.opening import EMBEDDED, EMBEDDED_ALONE, Looks, open_eyes
from agent.jobs.asking import is_address
from agent.jobs.files import read as read_file
from agent.jobs.looking import annotate, look, open_image

if TYPE_CHECKING:
    from agent.eyes.asking import Answer, Asked
    from agent.eyes.gazing import Look
    from agent.talk import Tell
    from perception.capture import Picture
    from perception.types import BBox


@dataclass(frozen=True)
class AskOrder:
    """What `ask` is asked for. `region` is X1,Y1,X2,Y2 in pixels; `schema`: a file with a JSON schema; `annotate`: the
    picture to draw into."""

    images: tuple[str, ...]
    question: str
    region: str | None = None
    schema: Path | None = None
    looks: Looks = EMBEDDED_ALONE
    annotate: Path | None = None


@dataclass(frozen=True)
class AskOutcome:
    """The answer about the first `picture`; `look` is the last that a model was asked about it."""

    answer: Answer
    picture: Picture
    look: Look | None = None


def ask(order: AskOrder, tell: Tell) -> AskOutcome:
    """Reads what is written without a model; anything else is asked of those that were named, one after the other."""
    from agent.eyes import asking

    if not order.images or not order.question.strip():
        raise UsageError("name a picture and a question, as in: agent ask shot.png 'what does it say?'")
    for image in order.images:
        if not (image == "-" or image.startswith("screen:") or is_address(image) or Path(image).exists()):
            open_image(image, tell)  # says that it is missing, before any model is asked for
    schema = _schema(order.schema) if order.schema else None
    eyes = open_eyes(order.looks)
    asked = asking.Asked(order.question.strip(), None, schema)
    reads = asking.reads_text(asked)
    if not reads and not eyes:
        raise MissingPart(
            "only a vision-language model can answer that: name one with --model, as in --model qwen3-vl-2b "
            "(agent models lists them); reading text needs none"
        )
    if reads:
        pictures = [open_image(image, tell) for image in order.images]
        tell("reading")
        answer = _read(pictures, asking.Asked(asked.question, _region(order.region, pictures[0])))
        if answer.found or not eyes:
            return _drawn(order, AskOutcome(answer, pictures[0]))
    return _drawn(order, _asked(order, asked, eyes, tell))


def _drawn(order: AskOrder, outcome: AskOutcome) -> AskOutcome:
    """Draws the places that an answer names, where that is asked for."""
    from perception.types import BBox, Element, Screen

    found = outcome.answer.document
    named = [
        (one.get("label") or one.get("what") or one.get("text", ""), one["box"])
        for one in (*found.get("boxes", ()), *found.get("changes", ()), *found.get("lines", ()))
        if "box" in one and one.get("image", 1) == 1
    ]
    elements = tuple(
        Element(f"e{number}", "img", said, BBox(*box), interactive=True) for number, (said, box) in enumerate(named, 1)
    )
    screen = Screen(outcome.picture.width, outcome.picture.height, elements)
    annotate(outcome.picture, screen, order.annotate, outcome.look)
    return outcome


def _read(pictures: Sequence[Picture], asked: Asked) -> Answer:
    from agent.eyes import asking
    from perception.types import ImageError

    try:
        return asking.read(pictures, asked)
    except ImageError as fault:
        raise UsageError(str(fault)) from None


def _asked(order: AskOrder, asked: Asked, eyes: Sequence[Any], tell: Tell) -> AskOutcome:
    from dataclasses import replace

    from agent.eyes import asking
    from agent.eyes.cascade import Cascade
    from agent.planners.secrets import take

    secrets = tuple(take(order.question)[1].values())
    cascades = [Cascade(*look(image, EMBEDDED, tell), eyes, secrets) for image in order.images]
    asked = replace(asked, region=_region(order.region, cascades[0].picture))
    tell(f"asking {eyes[0].name}")
    answer = asking.ask(cascades, asked)
    return AskOutcome(answer, cascades[0].picture, cascades[0].look)


def _region(text: str | None, picture: Picture) -> BBox | None:
    from perception.types import BBox

    if text is None:
        return None
    parts = [part.strip() for part in text.split(",")]
    if len(parts) != 4 or not all(part.isascii() and part.isdigit() for part in parts):
        raise UsageError(f"--region {text}: write it as X1,Y1,X2,Y2 in pixels, as in 10,20,300,200")
    box = BBox(*(int(part) for part in parts))
    inside = BBox(min(box.x1, picture.width), min(box.y1, picture.height), min(box.x2, picture.width),
                  min(box.y2, picture.height))  # fmt: skip
    if not inside.area:
        raise UsageError(f"--region {text} holds nothing of the picture, which is {picture.width} x {picture.height}")
    return inside


def _schema(path: Path) -> dict[str, Any]:
    from perception.vlm import schemas
    from perception.vlm.types import VlmError

    try:
        schema = json.loads(read_file(path))
        if not isinstance(schema, dict):
            raise UsageError(f"{path} is no JSON schema: it is no object")
        schemas.most_tokens(schemas.bounded(schema))
    except json.JSONDecodeError as fault:
        raise UsageError(f"{path} is not JSON: line {fault.lineno}: {fault.msg}") from None
    except (VlmError, KeyError, TypeError, ValueError, RecursionError) as fault:
        raise UsageError(f"{path} is no JSON schema that can be used here: {fault}") from None
    return schema
