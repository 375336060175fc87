"""mockup -> Screen -> Layout -> HTML, CSS and pictures in a folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from agent.errors import UsageError
from agent.jobs.files import make_folder, writing
from agent.jobs.looking import look

if TYPE_CHECKING:
    from agent.talk import Tell


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
    """What was written: the files by their place in the folder, and how much could be measured only weakly."""

    folder: Path
    files: tuple[str, ...]
    nodes: int


def html(order: PageOrder, tell: Tell) -> PageOutcome:
    """Writes the page of a mockup; each file whole or not at all."""
    from agent.site import site_of
    from perception.layout import lay_out
    from perception.types import ImageError

    if order.framework != "html":
        raise UsageError(f"--framework {order.framework}: only html is there in this version; leave --framework out")
    make_folder(order.folder)
    picture, screen = look(order.mockup, order.model, tell)
    tell("laying the page out")
    try:
        layout = lay_out(picture, screen)
    except ImageError as fault:
        raise UsageError(str(fault)) from None
    files = site_of(layout, picture)
    _write(order.folder, files)
    return PageOutcome(order.folder, tuple(files), sum(1 for _ in layout.nodes()))


def _write(folder: Path, files: dict[str, bytes]) -> None:
    from perception.capture import write_whole

    for name, data in files.items():
        path = folder / name
        make_folder(path.parent)
        with writing(path):
            write_whole(path, data)
