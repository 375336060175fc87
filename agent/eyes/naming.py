"""What the embedded eyes saw and could not name: signs without words, and words that act. A model says what they are.

The house keeps its own boxes and its own reading: a model names one of the known signs, or says that words which stand
there are a link or a button. It adds nothing that was not seen.
"""

from __future__ import annotations

from dataclasses import replace

from agent.eyes.cascade import Cascade
from agent.eyes.opening import answered
from agent.words import fold
from perception.icon_concepts import concepts
from perception.types import INTERACTIVE_ROLES, Element, Screen
from perception.vlm import questions, zoom
from perception.vlm.coordinates import pixels
from perception.vlm.profiles import Coordinates
from perception.vlm.types import Eye, Reply

MOST_SIGNS = 24  # signs that are asked about on one picture
NAMED = 0.6  # how sure a name or a role can be that only a model gives
_SIGN_ROLES = frozenset({"button", "link", "img", "menuitem", "tab"})
_AROUND = 8  # px around a sign, for the model to see what it stands on
_LARGEST = 80  # px; what is larger is a picture
_OVERLAP = 0.4  # of two boxes that are one thing


def named(cascade: Cascade) -> Screen:
    """The screen with the signs and the acting words that the first able model named."""
    screen = cascade.screen
    for eye in cascade.eyes:
        if "icon" in eye.profile.tasks:
            screen = _with_signs(cascade, eye, screen)
        if "parse" in eye.profile.tasks and eye.profile.grounds:
            screen = _with_roles(cascade, eye, screen)
        if screen is not cascade.screen:
            return replace(screen, model=f"{screen.model}, {eye.name}")
    return screen


def _with_signs(cascade: Cascade, eye: Eye, screen: Screen) -> Screen:
    signs = [element for element in screen.elements if _is_sign(element)][:MOST_SIGNS]
    question = questions.icon(eye.profile, tuple(concepts()))
    views = [zoom.cut(cascade.seen, _view(element, screen)) for element in signs]
    replies = answered(eye, [([view], question) for view in views])
    said: dict[str, Element] = {}
    for element, reply in zip(signs, replies, strict=True):
        cascade.note(eye, "icon", reply)
        concept = concepts().get(reply.parsed["concept"]) if reply else None
        if concept is not None:
            sure = min(element.confidence, NAMED)
            said[element.id] = replace(element, name=concept.name, icon=concept.id, confidence=sure)
    return _with(screen, said)


def _is_sign(element: Element) -> bool:
    small = max(element.box.width, element.box.height) <= _LARGEST
    return element.role in _SIGN_ROLES and small and not (element.name or element.text or element.icon)


def _view(element: Element, screen: Screen) -> zoom.Part:
    x1, y1, x2, y2 = element.box.grow(_AROUND)
    region = type(element.box)(max(0, x1), max(0, y1), min(x2, screen.width), min(y2, screen.height))
    return zoom.Part(region, 3)


def _with_roles(cascade: Cascade, eye: Eye, screen: Screen) -> Screen:
    """Plain text that the model calls a link or a button, by the very words that stand there, becomes one."""
    reply: Reply | None = cascade.ask(eye, [cascade.seen], questions.parse(eye.profile))
    if reply is None or eye.profile.coordinates is None:
        return screen
    scale = Coordinates("boxes", eye.profile.coordinates.scale or 1000)
    plain = [e for e in screen.elements if not e.interactive and e.role in ("text", "heading", "cell") and e.name]
    said: dict[str, Element] = {}
    for item in reply.parsed:
        box = pixels(item["bbox_2d"], scale, cascade.seen.width, cascade.seen.height)
        if box is None or item["role"] not in INTERACTIVE_ROLES:
            continue
        for element in plain:
            if element.box.iou(box) > _OVERLAP and fold(element.name) == fold(item["label"]):
                sure = min(element.confidence, NAMED)
                said[element.id] = replace(element, role=item["role"], interactive=True, confidence=sure)
    return _with(screen, said)


def _with(screen: Screen, said: dict[str, Element]) -> Screen:
    if not said:
        return screen
    return replace(screen, elements=tuple(said.get(element.id, element) for element in screen.elements))
