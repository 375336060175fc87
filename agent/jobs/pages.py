"""mockup -> Screen -> Layout -> HTML, CSS and pictures in a folder -> drawn, adjusted -> score and difference."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from agent.errors import MissingPart, UsageError
from agent.eyes.opening import open_eyes
from agent.jobs.edits import edit, has_page
from agent.jobs.faults import browser_faults
from agent.jobs.files import folders_for
from agent.jobs.mockups import (
    DIFFERENCE,
    SCORE,
    Mockup,
    PageOrder,
    PageOutcome,
    as_json,
    difference,
    mockups,
    now,
    rounds_of,
    told,
    took_ms,
    write_anew,
)
from agent.jobs.responsive import must_be_one, responsive, widths_of_one
from agent.jobs.sites import site

if TYPE_CHECKING:
    from agent.adjusting import Adjusted
    from agent.eyes.cascade import Cascade
    from agent.talk import Tell
    from perception.layout_types import Layout


def html(order: PageOrder, tell: Tell) -> PageOutcome:
    """Writes the page of a mockup, or the linked pages of several, with their scores and difference pictures.

    Without a browser the page of one mockup is written all the same, and that is said.
    """
    from agent.eyes.cascade import Cascade

    must_be_ours(order.folder)
    started = now()
    _must_fit(order)
    eyes = open_eyes(order.looks)
    with folders_for(order.folder):
        seen = mockups(order, tell)
        if order.responsive:
            must_be_one(seen)
        if order.responsive or widths_of_one(seen):
            return responsive(order, seen, started, tell)
        if len(seen) > 1:
            return site(order, seen, started, tell)
        cascade = Cascade(seen[0].picture, seen[0].screen, eyes)
        if not order.instruction or not has_page(order.folder):
            outcome = page(order, seen[0], cascade, started, tell)
        return edit(order, seen[0], cascade, started, tell) if order.instruction else outcome


def _must_fit(order: PageOrder) -> None:
    """Raises UsageError for what does not go together."""
    if len(order.mockups) > 1 and order.framework != "html":
        raise UsageError(f"--framework {order.framework} takes one mockup: give each a folder of its own")
    if len(order.mockups) > 1 and order.looks.names:
        raise UsageError("--model takes one mockup: it looks at the parts of one page")
    if order.instruction and (len(order.mockups) > 1 or order.framework != "html"):
        raise UsageError("--instruction changes one page of HTML: give one mockup, and no --framework")
    if order.instruction and not order.looks.names:
        raise MissingPart(
            "--instruction needs a model that writes HTML: add --model NAME, or --model openai:NAME with --endpoint"
        )


def must_be_ours(folder: Path) -> None:
    """Raises UsageError where a folder holds a page that somebody else wrote: it would be lost."""
    from agent.site import is_ours

    if not is_ours(folder):
        raise UsageError(f"{folder / 'index.html'} is a page that was not written by this command: name another folder")


def page(order: PageOrder, seen: Mockup, cascade: Cascade, started: float, tell: Tell) -> PageOutcome:
    """The page of one mockup; each file whole or not at all."""
    try:
        with browser_faults():
            adjusted = _adjusted(order, seen, cascade, tell)
    except MissingPart as fault:
        files = _files(order, seen, seen.layout)
        write_anew(order.folder, files)
        return PageOutcome(order.folder, tuple(files), missing=str(fault))
    files = _files(order, seen, adjusted.layout)
    start = next(iter(files))
    asked = {"answered": [answer.model_dump() for answer in cascade.answers]} if cascade.answers else {}
    files[SCORE] = as_json({**told(adjusted), **asked, "took_ms": took_ms(started)})
    files[DIFFERENCE] = difference(seen.picture, adjusted)
    write_anew(order.folder, files)
    return PageOutcome(order.folder, tuple(files), {start: adjusted})


def _files(order: PageOrder, seen: Mockup, layout: Layout) -> dict[str, bytes]:
    from agent.site import project_of, site_of

    if order.framework == "html":
        return site_of(layout, seen.picture)
    return project_of(layout, seen.picture, order.framework)


def _adjusted(order: PageOrder, seen: Mockup, cascade: Cascade, tell: Tell) -> Adjusted:
    """The page drawn and scored, adjusted where that is asked for, with what models propose where that is better."""
    from agent.adjusting import Adjuster
    from agent.proposing import improved
    from sandbox.render import renderer

    tell("drawing the page")
    with renderer() as drawing:
        adjuster = Adjuster(seen.picture, seen.screen, drawing)
        done = adjuster.adjust(seen.layout, tell, rounds_of(order))
        return improved(adjuster, done, cascade, tell) if cascade.eyes and not order.instruction else done
