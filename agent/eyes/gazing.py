"""Where a model looked for its last answer on a picture, for whoever wants to see it."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from perception.types import BBox
from perception.vlm.types import CannotDo, Eye, Question, Reply

if TYPE_CHECKING:
    from perception.capture import Picture
    from perception.heat import Gaze


@dataclass(frozen=True)
class Look:
    """A question on one picture, and its reply. `region` is what the picture shows of the whole one."""

    eye: Eye
    picture: Picture
    question: Question
    reply: Reply
    region: BBox


def gaze_of(look: Look | None) -> Gaze | None:
    """None where nobody was asked, or where the model cannot say (a server's, one whose pictures are no grid)."""
    looked: Any = getattr(look.eye, "looked", None) if look else None
    if look is None or looked is None:
        return None
    from perception.heat import Gaze

    try:
        return Gaze(looked(look.picture, look.question, look.reply.text), look.region, look.eye.name)
    except CannotDo:
        return None


def as_address(gaze: Gaze, width: int, height: int) -> str:
    """A gaze as a data: address of a PNG, to be laid over the picture of that size."""
    from perception.heat import veil_of

    data = BytesIO()
    veil_of(gaze, width, height).save(data, "PNG")
    return "data:image/png;base64," + base64.b64encode(data.getvalue()).decode()
