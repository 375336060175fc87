"""What every way from mockups to pages shares: the order, what it comes to, and the steps from a picture to a score."""

from __future__ import annotations

import io
import json
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agent.errors import MissingPart, UsageError
from agent.eyes.opening import EMBEDDED_ALONE, Looks
from agent.jobs.files import make_folder, writing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from agent.adjusting import Adjusted
    from agent.talk import Tell
    from perception.capture import Picture
    from perception.layout_types import Layout
    from perception.types import Screen

SCORE, DIFFERENCE = "score.json", "diff.png"
FIGURES = ("block", "text", "position", "color", "mean4", "pixel", "overall")


@dataclass(frozen=True)
class PageOrder:
    """What `html` is asked for. `responsive`: the mockups are one page at several widths; `instruction`: what to change
    in the page; `looks`: which models may propose HTML."""

    mockups: tuple[str, ...]
    folder: Path
    framework: str = "html"
    refine: bool = True
    responsive: bool = False
    instruction: str = ""
    looks: Looks = EMBEDDED_ALONE


@dataclass(frozen=True)
class PageOutcome:
    """What was written: the files by their place in the folder, and how like its mockup each page is drawn, by the
    page's file, or by the mockup's width where all are one page. `missing`: why nothing could be drawn, and the cure;
    `notes`: what else there is to know, a sentence each; `responsive`: all are one page."""

    folder: Path
    files: tuple[str, ...]
    pages: Mapping[str, Adjusted] = field(default_factory=dict)
    missing: str = ""
    notes: tuple[str, ...] = ()
    responsive: bool = False

    @property
    def adjusted(self) -> Adjusted | None:
        """The first page, or the only one."""
        return next(iter(self.pages.values()), None)

    @property
    def exit_code(self) -> int:
        return MissingPart.exit_code if self.missing else 0


@dataclass(frozen=True)
class Mockup:
    """A picture with what was parsed of it, and its page before anything was drawn."""

    source: str
    picture: Picture
    screen: Screen
    layout: Layout


def mockup(source: str, tell: Tell) -> Mockup:
    """Raises UsageError for a picture that shows no page."""
    from agent.jobs.looking import look
    from perception.layout import lay_out
    from perception.types import ImageError
    from perception.unread import unread_lines

    picture, screen = look(source, EMBEDDED_ALONE.model, tell)
    tell("laying the page out")
    try:
        return Mockup(source, picture, screen, lay_out(picture, screen, unread_lines(picture.pixels, screen)))
    except ImageError as fault:
        raise UsageError(str(fault)) from None


def now() -> float:
    return time.perf_counter()


def took_ms(started: float) -> int:
    return round(1000 * (now() - started))


def rounds_of(order: PageOrder) -> int:
    from agent.adjusting import ROUNDS

    return ROUNDS if order.refine else 0


def mockups(order: PageOrder, tell: Tell) -> list[Mockup]:
    found = []
    for source in order.mockups:
        if len(order.mockups) > 1:
            tell(f"{source}: looking")
        found.append(mockup(source, tell))
    return found


def told(adjusted: Adjusted) -> dict[str, Any]:
    """What score.json says of a page."""
    rounds = [{"move": tried.move, "overall": tried.score, "kept": tried.kept} for tried in adjusted.rounds]
    return {**adjusted.score.as_dict(), "rounds": rounds, "warnings": list(adjusted.warnings)}


def mean_of(pages: Mapping[str, Adjusted]) -> dict[str, float]:
    """The mean figures of several pages."""
    from statistics import mean

    return {name: round(mean(getattr(page.score, name) for page in pages.values()), 4) for name in FIGURES}


def as_json(document: dict[str, Any]) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def difference(picture: Picture, adjusted: Adjusted) -> bytes:
    from perception.score_picture import difference_picture

    data = io.BytesIO()
    difference_picture(picture.pixels, adjusted.page.pixels, adjusted.score).save(data, "PNG")
    return data.getvalue()


def write_all(folder: Path, files: Mapping[str, bytes]) -> None:
    """Each file whole or not at all."""
    from perception.capture import write_whole

    for name, data in files.items():
        path = folder / name
        make_folder(path.parent)
        with writing(path):
            write_whole(path, data)


def write_anew(folder: Path, files: Mapping[str, bytes]) -> None:
    """The same; pictures of an earlier page of ours that the new one does not show, go."""
    from agent.site import stale

    old = stale(folder)
    write_all(folder, files)
    remove(folder, old - files.keys())


def remove(folder: Path, names: set[str]) -> None:
    for name in names:
        with writing(folder / name):
            (folder / name).unlink(missing_ok=True)
