"""A narrow and a wide mockup of one page -> one page that is arranged as each of them in a window of its width."""

from __future__ import annotations

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
    from perception.layout_both import Both
    from sandbox.render import Renderer

APART = 1.4  # times the narrow mockup's width that the wide one has at least
_MOST = 6  # texts that are named in a note


def widths_of_one(seen: Sequence[Mockup]) -> bool:
    """Whether mockups are two widths of one page: mostly the same texts on two pictures of different widths."""
    from perception.layout_both import SHARED, shared

    if len(seen) != 2:
        return False
    narrow, wide = sorted(seen, key=lambda one: one.picture.width)
    if wide.picture.width < APART * narrow.picture.width:
        return False
    return shared(wide.layout, narrow.layout) >= SHARED


def must_be_one(seen: Sequence[Mockup]) -> None:
    """Raises UsageError, with the reason, where mockups are not two widths of one page."""
    from perception.layout_both import shared

    if len(seen) != 2:
        raise UsageError(f"--responsive takes two mockups of one page, a narrow and a wide one: {len(seen)} were given")
    narrow, wide = sorted(seen, key=lambda one: one.picture.width)
    if wide.picture.width < APART * narrow.picture.width:
        widths = f"{narrow.picture.width} and {wide.picture.width} px"
        raise UsageError(f"the mockups are {widths} wide: too much alike to be a narrow and a wide one of one page")
    if not widths_of_one(seen):
        share = round(100 * shared(wide.layout, narrow.layout))
        raise UsageError(
            f"{narrow.source} and {wide.source} share {share} % of their text: a page of both would hold two copies; "
            "leave --responsive out for a page each"
        )


def responsive(order: PageOrder, seen: Sequence[Mockup], started: float, tell: Tell) -> PageOutcome:
    """Writes the page, adjusted and scored at each mockup's own width."""
    from agent.site import site_of_both
    from sandbox.render import renderer

    narrow, wide = sorted(seen, key=lambda one: one.picture.width)
    with browser_faults(), renderer() as drawing:
        both, pages = _adjusted(order, wide, narrow, drawing, tell)
    pictures = wide.picture, narrow.picture
    files = site_of_both(both, pictures)
    each = {width: told(page) for width, page in pages.items()}
    files[SCORE] = as_json({**mean_of(pages), "widths": each, "took_ms": took_ms(started)})
    for one, page in zip((wide, narrow), pages.values(), strict=True):
        files[f"diff-{one.picture.width}.png"] = difference(one.picture, page)
    write_anew(order.folder, files)
    return PageOutcome(order.folder, tuple(files), pages, notes=_notes(both, wide, narrow), responsive=True)


def _adjusted(
    order: PageOrder, wide: Mockup, narrow: Mockup, drawing: Renderer, tell: Tell
) -> tuple[Both, dict[str, Adjusted]]:
    """First the wide page by itself, then the narrow arrangement of its nodes, then the wide one as it came out."""
    from dataclasses import replace

    from agent.adjusting import Adjuster
    from agent.site import site_of_both
    from perception.layout_both import joined

    tell(f"{wide.source}: drawing the page")
    alone = Adjuster(wide.picture, wide.screen, drawing).adjust(wide.layout, tell, rounds_of(order))
    pictures = wide.picture, narrow.picture
    both = joined(alone.layout, narrow.layout, (wide.picture.pixels, narrow.picture.pixels))
    tell(f"{narrow.source}: drawing the page")
    slim = Adjuster(
        narrow.picture, narrow.screen, drawing, lambda view: site_of_both(replace(both, narrow=view), pictures, True)
    ).adjust(both.narrow, tell, rounds_of(order), icons=False)
    both = replace(both, narrow=slim.layout)
    last = Adjuster(
        wide.picture, wide.screen, drawing, lambda view: site_of_both(replace(both, wide=view), pictures, True)
    ).scored(both.wide)
    last = replace(last, rounds=alone.rounds, start=alone.start)
    return both, {f"{wide.picture.width} px": last, f"{narrow.picture.width} px": slim}


def _notes(both: Both, wide: Mockup, narrow: Mockup) -> tuple[str, ...]:
    """What only one of the mockups shows: the page hides it at the other's width."""
    notes = []
    for one, texts in zip((wide, narrow), both.only(), strict=True):
        if texts:
            named = ", ".join(f"'{text[:40]}'" for text in texts[:_MOST])
            more = f" and {len(texts) - _MOST} more" if len(texts) > _MOST else ""
            notes.append(f"only {PurePath(one.source).name} shows {named}{more}: hidden at the other width")
    return tuple(notes)
