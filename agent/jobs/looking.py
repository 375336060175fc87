"""image -> Screen: open a picture, parse it, find one element, draw what was found, take a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agent.errors import MissingPart, UsageError
from agent.eyes.opening import EMBEDDED, Looks, open_eyes
from agent.jobs.asking import check_address, is_address
from agent.jobs.faults import browser_faults
from agent.jobs.files import make_folder, writing

if TYPE_CHECKING:
    from agent.eyes.gazing import Look
    from agent.grounding import Grounding
    from agent.talk import Tell
    from codegen.plan import Answered
    from perception.capture import Picture
    from perception.types import Screen

VIEWPORT = (1280, 800)


@dataclass(frozen=True)
class Parsed:
    """A screen, and who helped the embedded eyes with it."""

    screen: Screen
    answered: tuple[Answered, ...] = ()


def parse(image: str, looks: Looks, annotated: Path | None, tell: Tell) -> Parsed:
    """The screen; what the embedded eyes could not name is named by the models that were named."""
    from agent.eyes.cascade import Cascade
    from agent.eyes.naming import named

    eyes = open_eyes(looks)
    picture, screen = look_closely(image, tell)
    answers: tuple[Answered, ...] = ()
    if eyes:
        tell(f"asking {eyes[0].name}")
        cascade = Cascade(picture, screen, eyes)
        screen, answers = named(cascade), tuple(cascade.answers)
    annotate(picture, screen, annotated, cascade.look if eyes else None)
    return Parsed(screen, answers)


def parsed(found: Parsed) -> dict[str, Any]:
    """The document of `agent parse --json`."""
    return {**found.screen.as_dict(), **_asked(found.answered)}


@dataclass(frozen=True)
class Located:
    """What was found on `picture`, or why nothing was; `look` is the last that a model was asked about it."""

    found: Grounding
    picture: Picture
    look: Look | None = None


def locate(image: str, description: str, looks: Looks, annotated: Path | None, tell: Tell) -> Located:
    """The one element that is meant; it is drawn, and where a model looked for it, where that is asked for."""
    if not description.strip():
        raise UsageError("the description is empty: say which element you mean")
    from agent.eyes.cascade import Cascade
    from agent.planners.secrets import take

    eyes = open_eyes(looks)
    picture, screen = look_closely(image, tell)
    tell("locating")
    cascade = Cascade(picture, screen, eyes, tuple(take(description)[1].values()))
    found = cascade.locate(description)
    shown = (found.element,) if found.element else found.candidates
    annotate(picture, replace(screen, elements=shown), annotated, cascade.look)
    return Located(found, picture, cascade.look)


def located(found: Grounding) -> dict[str, Any]:
    """The document of `agent locate --json`."""
    candidates = [_brief(element) for element in found.candidates]
    if found.element is None:
        return {"point": None, "reason": found.reason, "candidates": candidates, **_asked(found.answered)}
    about = {**_brief(found.element), "confidence": found.confidence, "candidates": candidates}
    return {"point": list(found.point or ()), **about, **_asked(found.answered)}


def _asked(answers: Sequence[Answered]) -> dict[str, Any]:
    """Who was asked besides the embedded eyes, where anybody was."""
    return {"answered": [answer.model_dump() for answer in answers]} if answers else {}


def capture(output: Path, monitor: int | None, url: str | None, tell: Tell) -> tuple[int, int]:
    """Writes the picture of a monitor (the primary one without a number) or of a page; its width and height."""
    if monitor is not None and url is not None:
        raise UsageError("--screen and --url exclude each other: take one of them")
    check_address(url)
    make_folder(output.parent)
    from perception.capture import save_png

    picture = open_image(url or f"screen:{monitor or ''}", tell)
    with writing(output):
        save_png(output, picture)
    return picture.width, picture.height


def look(image: str, model: str, tell: Tell) -> tuple[Picture, Screen]:
    """Opens a picture and parses it."""
    if model != EMBEDDED:
        raise MissingPart(f"--model {model}: this command has the embedded eyes alone; leave --model out")
    picture = open_image(image, tell)
    return picture, _parsed(picture, tell)


def look_closely(image: str, tell: Tell) -> tuple[Picture, Screen]:
    """The same; of a web page its document is read as well, for what pixels do not tell: an icon button's name."""
    if not is_address(image):
        return look(image, EMBEDDED, tell)
    from agent.observe import observe
    from agent.stage import Stage
    from perception.capture import open_picture
    from perception.merged import merged
    from perception.types import ImageError
    from sandbox.browser import open_page

    tell(f"opening {image}")
    with browser_faults(), open_page(image, viewport=VIEWPORT) as page:
        Stage(page, Path(), {}, frozenset()).settle()
        seen, data = observe(page).screen, page.screenshot(animations="disabled")
    try:
        picture = open_picture(data, source=image)
    except ImageError as fault:
        raise UsageError(str(fault)) from None
    return picture, merged(seen, _parsed(picture, tell))


def _parsed(picture: Picture, tell: Tell) -> Screen:
    from perception import screen as eyes
    from perception.types import ImageError

    tell("finding the elements")
    try:
        return eyes.parse(picture)
    except ImageError as fault:
        raise UsageError(str(fault)) from None


def open_image(image: str, tell: Tell) -> Picture:
    """A file, "-" for standard input, "screen:N" for the desktop, or a web address."""
    from perception.capture import grab_desktop, open_picture
    from perception.types import ImageError

    try:
        if image.startswith("screen:"):
            return grab_desktop(_monitor(image))
        if not is_address(image):
            tell("reading the picture")
            return open_picture(image)
        from sandbox.browser import screenshot

        tell(f"opening {image}")
        with browser_faults():
            return open_picture(screenshot(image, VIEWPORT), source=image)
    except ImageError as fault:
        raise UsageError(str(fault)) from None


def _monitor(image: str) -> int | None:
    """The N of "screen:N"; None for the primary one."""
    number = image.removeprefix("screen:")
    if number and not number.isdecimal():
        raise UsageError(f"{image}: a monitor is counted from 1, as in screen:1; screen: is the primary one")
    return int(number) if number else None


def annotate(picture: Picture, screen: Screen, output: Path | None, look: Look | None = None) -> None:
    """Draws the elements on the picture into a PNG, where one is asked for, over where a model looked."""
    if output is None:
        return
    from io import BytesIO

    from agent.eyes.gazing import gaze_of
    from perception import marks
    from perception.capture import write_whole

    if gaze := gaze_of(look):
        from perception.heat import warmed

        picture = warmed(picture, gaze)
    data = BytesIO()
    marks.annotate(picture, screen).save(data, "PNG")
    make_folder(output.parent)
    with writing(output):
        write_whole(output, data.getvalue())


def _brief(element: Any) -> dict[str, Any]:
    return {"element": element.id, "role": element.role, "name": element.name, "box": list(element.box)}
