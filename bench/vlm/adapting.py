"""What a user's own plans teach: `python -m bench.vlm.adapting MODEL FOLDER`, by the very command that a user has.

MODEL is what `bench.vlm.pointing` made. Pages of a style that it never saw are drawn, each with a plan that clicks
what is on it, and some of the old style where they are asked for; `agent tune` teaches it on four fifths of them. Then
the model is examined on fresh pages of both styles, as it was and as it is.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from agent.jobs import TuneOrder, tune
from agent.jobs.files import screen_path
from bench.vlm.drawing import Page, Style, Thing, draw
from bench.vlm.pointing import FRESH, STYLES, Marks, examine
from codegen.locator import Locator
from codegen.plan import Plan, Start, dump_plan
from codegen.steps import Click, Target
from perception.capture import open_picture, save_png
from perception.types import Element, Screen
from perception.vlm.profiles import PROFILES

OLD = "light"  # the style that the model was taught
EXAMINED = 20  # pages of each style


def plans(folder: Path, pages: int, style: Style, seed: int = 0) -> Iterator[Path]:
    """Plan files as `agent plan` leaves them: each beside its picture and its screen."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(pages):
        yield _plan(folder / f"page-{number}.json", draw(2 * FRESH + 1000 * seed + number, style))


def _plan(path: Path, page: Page) -> Path:
    picture = path.with_suffix(".png")
    save_png(picture, page.picture)
    seen = open_picture(picture)
    elements = tuple(_element(f"e{number}", thing) for number, thing in enumerate(page.things, start=1))
    steps = tuple(
        Click(
            id=f"s{number}", why="as drawn", locator=Locator(by="role", value=one.role, name=one.name),
            target=Target(element=one.id, box=(one.box.x1, one.box.y1, one.box.x2, one.box.y2)),
        )
        for number, one in enumerate(elements, start=1)
    )  # fmt: skip
    size = seen.width, seen.height
    start = Start(url="https://drawn.example/", viewport=size, screen_sha256=seen.sha256)
    path.write_text(dump_plan(Plan(goal="click everything", start=start, steps=steps)), encoding="utf-8")
    screen = Screen(*size, elements, source=str(picture), sha256=seen.sha256)
    screen_path(path).write_text(screen.dumps(), encoding="utf-8")
    return path


def _element(name: str, thing: Thing) -> Element:
    """As a plan's screen would hold it: "the red button" is a button that is called red."""
    said = (thing.also or (thing.said,))[0].removeprefix("the ")
    words, kind = said.rsplit(" ", 1)
    return Element(name, "textbox" if kind == "field" else kind, words, thing.box, interactive=True)


@dataclass(frozen=True, slots=True)
class Run:
    """One tuning: the shares of fresh pages' things that were pointed at right, in the new style and in the old one."""

    style: str
    seed: int
    new: tuple[float, float]
    old: tuple[float, float]

    def __str__(self) -> str:
        (before, after), (old, now) = self.new, self.old
        rise = 100 * (after - before)
        return f"| {self.style} | {self.seed} | {before:.3f} | {after:.3f} | {rise:+.1f} | {old:.3f} | {now:.3f} |"


def adapt(model: str, folder: Path, style: str, seed: int, pages: int, kept: int, epochs: int) -> Run:
    """Tunes on the plans of `pages` new pages and `kept` old ones, by the product's own defaults."""
    drawn = [
        *plans(folder / "new", pages, STYLES[style], seed),
        *(plans(folder / "old", kept, STYLES[OLD], seed + 500) if kept else ()),
    ]
    tune(TuneOrder(drawn, folder / "adapter", model, epochs), lambda words: None)
    profile = PROFILES[model.partition("=")[0]]
    before, after = Path(model.partition("=")[2]), folder / "adapter"
    new, old = (
        (
            right(examine(before, profile, EXAMINED, STYLES[name])),
            right(examine(after, profile, EXAMINED, STYLES[name])),
        )
        for name in (style, OLD)
    )
    return Run(style, seed, new, old)


def right(marks: Sequence[Marks]) -> float:
    """The share of all questions, of whatever kind."""
    return sum(one.right * one.asked for one in marks) / sum(one.asked for one in marks)


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("model", type=Path)
    reader.add_argument("folder", type=Path)
    reader.add_argument("--profile", default="ui-venus-1.5-2b")
    reader.add_argument("--styles", nargs="+", choices=STYLES, default=["wide", "dark"])
    reader.add_argument("--seeds", type=int, default=3)
    reader.add_argument("--pages", type=int, default=80, help="pages of the new style, with a plan each")
    reader.add_argument("--kept", type=int, default=0, help="pages of the old style among them")
    reader.add_argument("--epochs", type=int, default=TuneOrder.epochs)
    given = reader.parse_args()
    print("| style | seed | new: before | after | points | old: before | after |")
    print("|---" * 7 + "|")
    for style in given.styles:
        for seed in range(given.seeds):
            folder = given.folder / f"{style}-{seed}"
            model = f"{given.profile}={given.model}"
            print(adapt(model, folder, style, seed, given.pages, given.kept, given.epochs), flush=True)


if __name__ == "__main__":
    main()
