"""Compare and adjust: draw the page at the mockup's size, see what is off, change it, and keep what scores higher."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from agent.comparing import page_view, source_view, with_overflow, without_pictured
from agent.drawing_icons import alike, with_icons
from agent.drawing_icons import only as only_icons
from agent.moves import MOVES, only
from agent.residuals import Residual, residuals
from perception.layout_even import evened
from perception.layout_types import Layout
from perception.score import View, visual_score
from perception.score_types import VisualScore

if TYPE_CHECKING:
    from agent.talk import Tell
    from perception.capture import Picture
    from perception.types import Screen
    from sandbox.render import Narrow, Renderer, Rendering

Write = Callable[[Layout], dict[str, bytes]]
ROUNDS = len(MOVES)
ENOUGH = 0.998  # nobody sees what is left
EVEN = 0.004  # of the overall figure: what a page with few fonts and few inks may cost
GAIN = 0.0002  # of the overall figure: less is noise


@dataclass(frozen=True)
class Round:
    """One try: what was moved, the overall figure that it came to, and whether it was kept."""

    move: str
    score: float
    kept: bool


@dataclass(frozen=True)
class Adjusted:
    """The best layout found, how it is drawn and scores, what was tried (from the overall figure `start`), and how it
    fares in narrow windows."""

    layout: Layout
    page: View
    score: VisualScore
    rounds: tuple[Round, ...] = ()
    start: float = 0.0
    narrow: tuple[Narrow, ...] = ()

    @property
    def warnings(self) -> tuple[str, ...]:
        """What could be measured only weakly, and what is amiss in a narrow window, each in one sentence."""
        doubts = [f"{what} (at {', '.join(map(str, box))})" for box, what in self.layout.warnings]
        for seen in self.narrow:
            if seen.overflow:
                what = ", ".join(seen.beyond) or "something"
                doubts.append(f"in a window of {seen.width} px the page is {seen.overflow} px wider: {what}")
            if seen.cut:
                doubts.append(f"in a window of {seen.width} px this is cut off: {', '.join(seen.cut)}")
        return tuple(doubts)


@dataclass
class _Try:
    layout: Layout
    rendering: Rendering
    page: View
    score: VisualScore
    found: dict[str, Residual] = field(default_factory=dict)


class Writer:
    """Writes the marked page of a layout; its pictures are cut once, for no move changes them."""

    def __init__(self, picture: Picture) -> None:
        self._picture = picture
        self._files: dict[str, bytes] | None = None

    def __call__(self, layout: Layout) -> dict[str, bytes]:
        from agent.site import assets
        from codegen.page import CSS, HTML, write_page

        if self._files is None:
            self._files = assets(layout, self._picture)
        page = write_page(layout, marked=True)
        return {HTML: page.html.encode(), CSS: page.css.encode(), **self._files}


class Adjuster:
    """Draws layouts of one mockup and scores them. `renderer` stays the caller's."""

    def __init__(self, picture: Picture, screen: Screen, renderer: Renderer, write: Write | None = None) -> None:
        """`write` makes the files of a layout, its nodes marked; by default those of a page of its own."""
        self._picture, self._renderer = picture, renderer
        self._site = write or Writer(picture)
        self._source = source_view(picture, screen)

    def adjust(self, layout: Layout, tell: Tell, rounds: int = ROUNDS, icons: bool = True) -> Adjusted:
        """The layout after up to `rounds` tries: never one that scores lower. Raises PageError."""
        best, tried = self._first(layout), list[Round]()
        start = best.score.overall
        for number, (name, move) in enumerate(MOVES[:rounds], 1):
            moved = move(best.layout, best.found)
            if moved == best.layout or best.score.overall >= ENOUGH:
                continue
            trial = self._tried(moved)
            if trial.score.overall <= best.score.overall + GAIN and "places" in name:
                trial = self._tried(only(best.layout, moved, _better(best, trial)))
            kept = trial.score.overall > best.score.overall + GAIN
            tried.append(Round(name, round(trial.score.overall, 4), kept))
            tell(f"round {number} of {rounds}, {name}: {_change(best.score, trial.score, kept)}")
            best = trial if kept else best
        return self._done(self._with_icons(best) if icons else best, tuple(tried), start)

    def proposed(self, done: Adjusted, layout: Layout, move: str) -> Adjusted:
        """Another layout in place of what was made, where it scores higher and is no wider in a narrow window."""
        trial = self._tried(layout)
        better = trial.score.overall > done.score.overall + GAIN
        made = self._done(trial, done.rounds, done.start) if better else None
        wide = [sum(seen.overflow for seen in one.narrow) for one in (done, made) if one]
        kept = made is not None and wide[1] <= wide[0]
        rounds = (*done.rounds, Round(move, round(trial.score.overall, 4), kept))
        return replace(made if made is not None and kept else done, rounds=rounds)

    def scored(self, layout: Layout) -> Adjusted:
        """The layout as it is."""
        made = self._tried(layout)
        return self._done(made, (), made.score.overall)

    def _done(self, best: _Try, tried: tuple[Round, ...], start: float) -> Adjusted:
        from sandbox.render import NARROW

        narrow = tuple(self._renderer.narrow(self._site(best.layout), width) for width in NARROW)
        structure = without_pictured(with_overflow(best.rendering.structure, narrow), best.layout)
        return Adjusted(best.layout, best.page, replace(best.score, structure=structure), tried, start, narrow)

    def _first(self, layout: Layout) -> _Try:
        """The even layout, where it costs next to nothing against the measured one."""
        measured, even = self._tried(layout), evened(layout)
        if even == layout:
            return measured
        trial = self._tried(even)
        return trial if trial.score.overall >= measured.score.overall - EVEN else measured

    def _with_icons(self, best: _Try) -> _Try:
        """Icons as drawings of the open set, those that look like the picture's, where they cost next to nothing."""
        drawn = with_icons(best.layout, self._picture)
        if drawn == best.layout:
            return best
        trial = self._tried(drawn)
        kept = only_icons(drawn, alike(drawn, self._source.pixels, trial.page.pixels, trial.rendering.boxes))
        if not any(node.icon for node in kept.nodes()):
            return best
        trial = self._tried(kept)
        return trial if trial.score.overall >= best.score.overall - EVEN else best

    @property
    def source(self) -> View:
        return self._source

    def _tried(self, layout: Layout) -> _Try:
        size = self._picture.width, self._picture.height
        rendering = self._renderer.show(self._site(layout), size)
        page = page_view(rendering)
        score = visual_score(self._source, page)
        return _Try(layout, rendering, page, score, residuals(layout, self._source.pixels, page.pixels, rendering))


def _better(before: _Try, after: _Try) -> frozenset[str]:
    """The nodes that came closer; what is in a group, or was not seen, goes with the group's first."""
    closer = {name for name, off in after.found.items() if name in before.found and off.off < before.found[name].off}
    for node in after.layout.nodes():
        first = next((inner.id for inner in node.walk() if inner.id in after.found), None)
        if node.id not in after.found and first in closer:
            closer.add(node.id)
    return frozenset(closer)


def _change(before: VisualScore, after: VisualScore, kept: bool) -> str:
    step = f"{100 * before.overall:.1f} -> {100 * after.overall:.1f} %"
    return step if kept else f"{step}, not kept"
