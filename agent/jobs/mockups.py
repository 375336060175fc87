"""mockup -> Screen -> Layout -> HTML, CSS and pictures in a folder -> drawn, adjusted -> score and difference."""

from __future__ import annotations

import io
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agent.errors import MissingPart, UsageError
from agent.jobs.faults import browser_faults
from agent.jobs.files import folders_for, make_folder, writing
from agent.jobs.looking import look

if TYPE_CHECKING:
    from agent.adjusting import Adjusted
    from agent.talk import Tell
    from perception.capture import Picture
    from perception.layout_types import Layout
    from perception.types import Screen

SCORE, DIFFERENCE = "score.json", "diff.png"


@dataclass(frozen=True)
class PageOrder:
    """What `html` is asked for."""

    mockup: str
    folder: Path
    framework: str = "html"
    refine: bool = True
    model: str = "embedded"


@dataclass(frozen=True)
class PageOutcome:
    """What was written: the files by their place in the folder, how many nodes they hold, and how like the mockup they
    are drawn; `missing`: why nothing could be drawn, and the cure."""

    folder: Path
    files: tuple[str, ...]
    nodes: int
    adjusted: Adjusted | None = None
    missing: str = ""

    @property
    def exit_code(self) -> int:
        return MissingPart.exit_code if self.missing else 0


def html(order: PageOrder, tell: Tell) -> PageOutcome:
    """Writes the page of a mockup, its score and the difference picture; each file whole or not at all.

    Without a browser the page is written all the same, and that is said.
    """
    must_be_ours(order.folder)
    with folders_for(order.folder):
        return _written(order, tell)


def must_be_ours(folder: Path) -> None:
    """Raises UsageError where a folder holds a page that somebody else wrote: it would be lost."""
    from agent.site import is_ours

    if not is_ours(folder):
        raise UsageError(f"{folder / 'index.html'} is a page that was not written by this command: name another folder")


def _written(order: PageOrder, tell: Tell) -> PageOutcome:
    from agent.site import stale

    started = time.perf_counter()
    picture, screen = look(order.mockup, order.model, tell)
    layout = laid_out(picture, screen, tell)
    files, nodes = _files(order, layout, picture), sum(1 for _ in layout.nodes())
    old = stale(order.folder)
    write_all(order.folder, files)
    try:
        with browser_faults():
            adjusted = _adjusted(order, picture, screen, layout, tell)
    except MissingPart as fault:
        remove(order.folder, old - files.keys())
        return PageOutcome(order.folder, tuple(files), nodes, missing=str(fault))
    if adjusted.layout != layout:
        files = _files(order, adjusted.layout, picture)
    files[SCORE] = as_json(told(adjusted, round(1000 * (time.perf_counter() - started))))
    files[DIFFERENCE] = difference(picture, adjusted)
    write_all(order.folder, files)
    remove(order.folder, old - files.keys())
    return PageOutcome(order.folder, tuple(files), nodes, adjusted)


def _files(order: PageOrder, layout: Layout, picture: Picture) -> dict[str, bytes]:
    from agent.site import project_of, site_of

    if order.framework == "html":
        return site_of(layout, picture)
    return project_of(layout, picture, order.framework)


def laid_out(picture: Picture, screen: Screen, tell: Tell) -> Layout:
    from perception.layout import lay_out
    from perception.types import ImageError

    tell("laying the page out")
    try:
        return lay_out(picture, screen)
    except ImageError as fault:
        raise UsageError(str(fault)) from None


def _adjusted(order: PageOrder, picture: Picture, screen: Screen, layout: Layout, tell: Tell) -> Adjusted:
    """The page drawn and scored, and adjusted where that is asked for."""
    from agent.adjusting import ROUNDS, Adjuster
    from sandbox.render import renderer

    tell("drawing the page")
    with renderer() as drawing:
        return Adjuster(picture, screen, drawing).adjust(layout, tell, ROUNDS if order.refine else 0)


def told(adjusted: Adjusted, took_ms: int) -> dict[str, Any]:
    """What score.json says of a page."""
    rounds = [{"move": tried.move, "overall": tried.score, "kept": tried.kept} for tried in adjusted.rounds]
    return {**adjusted.score.as_dict(), "rounds": rounds, "warnings": list(adjusted.warnings), "took_ms": took_ms}


def as_json(document: dict[str, Any]) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def difference(picture: Picture, adjusted: Adjusted) -> bytes:
    from perception.score_picture import difference_picture

    data = io.BytesIO()
    difference_picture(picture.pixels, adjusted.page.pixels, adjusted.score).save(data, "PNG")
    return data.getvalue()


def write_all(folder: Path, files: dict[str, bytes]) -> None:
    from perception.capture import write_whole

    for name, data in files.items():
        path = folder / name
        make_folder(path.parent)
        with writing(path):
            write_whole(path, data)


def remove(folder: Path, names: set[str]) -> None:
    for name in names:
        with writing(folder / name):
            (folder / name).unlink(missing_ok=True)
