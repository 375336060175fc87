"""Several mockups -> one folder of linked pages with one style sheet, each scored against its mockup."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

from agent.errors import UsageError
from agent.jobs.faults import browser_faults
from agent.jobs.mockups import (
    SCORE,
    Mockup,
    PageOrder,
    PageOutcome,
    as_json,
    difference,
    mean_of,
    rounds_of,
    told,
    took_ms,
    write_anew,
)

if TYPE_CHECKING:
    from agent.adjusting import Adjusted
    from agent.talk import Tell
    from perception.capture import Picture

INDEX = "index.html"


def site(order: PageOrder, seen: Sequence[Mockup], started: float, tell: Tell) -> PageOutcome:
    """Writes a page for each mockup; the first one, or that called index or home, is the site's start."""
    from agent.site import sites_of

    made = _made(order, dict(zip(page_names(order.mockups), seen, strict=True)), tell)
    files = sites_of({name: (adjusted.layout, picture) for name, (adjusted, picture) in made.items()})
    pages = {name: adjusted for name, (adjusted, _) in made.items()}
    each = {name: told(adjusted) for name, adjusted in pages.items()}
    files[SCORE] = as_json({**mean_of(pages), "pages": each, "took_ms": took_ms(started)})
    files |= {f"diff-{PurePath(name).stem}.png": difference(picture, adjusted)
              for name, (adjusted, picture) in made.items()}  # fmt: skip
    write_anew(order.folder, files)
    return PageOutcome(order.folder, tuple(files), pages)


def page_names(mockups: tuple[str, ...]) -> tuple[str, ...]:
    """The file of each mockup's page, by the picture's name; raises UsageError where two would be one."""
    stems = [re.sub(r"[^a-z0-9]+", "-", PurePath(mockup).stem.lower()).strip("-") or "page" for mockup in mockups]
    twice = next((stem for stem in stems if stems.count(stem) > 1), None)
    if twice is not None:
        raise UsageError(f"two mockups are called {twice}: the pages are named after them, so rename one")
    start = next((place for place, stem in enumerate(stems) if stem in ("index", "home")), 0)
    return tuple(INDEX if place == start else f"{stem}.html" for place, stem in enumerate(stems))


def _made(order: PageOrder, seen: dict[str, Mockup], tell: Tell) -> dict[str, tuple[Adjusted, Picture]]:
    from agent.adjusting import Adjuster
    from sandbox.render import renderer

    made = {}
    with browser_faults(), renderer() as drawing:
        for name, one in seen.items():
            tell(f"{one.source}: drawing the page")
            adjuster = Adjuster(one.picture, one.screen, drawing)
            made[name] = (adjuster.adjust(one.layout, tell, rounds_of(order)), one.picture)
    return {name: made[name] for name in sorted(made, key=lambda name: name != INDEX)}
