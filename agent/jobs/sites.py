"""Several mockups -> one folder of linked pages with one style sheet, each scored against its mockup."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from pathlib import Path, PurePath
from statistics import mean
from typing import TYPE_CHECKING

from agent.errors import UsageError
from agent.jobs.faults import browser_faults
from agent.jobs.files import folders_for
from agent.jobs.looking import look
from agent.jobs.mockups import SCORE, as_json, difference, laid_out, must_be_ours, remove, told, write_all

if TYPE_CHECKING:
    from agent.adjusting import Adjusted
    from agent.talk import Tell
    from perception.capture import Picture

INDEX = "index.html"


@dataclass(frozen=True)
class SiteOrder:
    """What `html` is asked for with more than one mockup."""

    mockups: tuple[str, ...]
    folder: Path
    framework: str = "html"
    refine: bool = True
    model: str = "embedded"


@dataclass(frozen=True)
class SiteOutcome:
    """What was written, and how like its mockup each page is, by the page's file."""

    folder: Path
    files: tuple[str, ...]
    pages: dict[str, Adjusted]

    exit_code = 0


def site(order: SiteOrder, tell: Tell) -> SiteOutcome:
    """Writes a page for each mockup; the first one, or that called index or home, is the site's start."""
    from agent.site import sites_of, stale

    if order.framework != "html":
        raise UsageError(f"--framework {order.framework} takes one mockup: give each a folder of its own")
    names = page_names(order.mockups)
    must_be_ours(order.folder)
    with folders_for(order.folder):
        started = time.perf_counter()
        made = _made(order, names, tell)
        old = stale(order.folder)
        files = sites_of({name: (adjusted.layout, picture) for name, (adjusted, picture) in made.items()})
        pages = {name: adjusted for name, (adjusted, _) in made.items()}
        files[SCORE] = as_json(_scores(pages, round(1000 * (time.perf_counter() - started))))
        files |= {f"diff-{PurePath(name).stem}.png": difference(picture, adjusted)
                  for name, (adjusted, picture) in made.items()}  # fmt: skip
        write_all(order.folder, files)
        remove(order.folder, old - files.keys())
    return SiteOutcome(order.folder, tuple(files), pages)


def page_names(mockups: tuple[str, ...]) -> tuple[str, ...]:
    """The file of each mockup's page, by the picture's name; raises UsageError where two would be one."""
    stems = [re.sub(r"[^a-z0-9]+", "-", PurePath(mockup).stem.lower()).strip("-") or "page" for mockup in mockups]
    twice = next((stem for stem in stems if stems.count(stem) > 1), None)
    if twice is not None:
        raise UsageError(f"two mockups are called {twice}: the pages are named after them, so rename one")
    start = next((place for place, stem in enumerate(stems) if stem in ("index", "home")), 0)
    return tuple(INDEX if place == start else f"{stem}.html" for place, stem in enumerate(stems))


def _made(order: SiteOrder, names: tuple[str, ...], tell: Tell) -> dict[str, tuple[Adjusted, Picture]]:
    from agent.adjusting import ROUNDS, Adjuster
    from sandbox.render import renderer

    made = {}
    with browser_faults(), renderer() as drawing:
        for name, mockup in zip(names, order.mockups, strict=True):
            tell(f"{mockup}: looking")
            picture, screen = look(mockup, order.model, tell)
            layout = laid_out(picture, screen, tell)
            adjuster = Adjuster(picture, screen, drawing)
            made[name] = (adjuster.adjust(layout, tell, ROUNDS if order.refine else 0), picture)
    return {name: made[name] for name in sorted(made, key=lambda name: name != INDEX)}


def _scores(pages: dict[str, Adjusted], took_ms: int) -> dict[str, object]:
    """The mean figures, and each page's own."""
    figures = ("block", "text", "position", "color", "mean4", "pixel", "overall")
    of_all = {figure: round(mean(getattr(page.score, figure) for page in pages.values()), 4) for figure in figures}
    return {**of_all, "took_ms": took_ms, "pages": {name: told(page, 0) for name, page in pages.items()}}
