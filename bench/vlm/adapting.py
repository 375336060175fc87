"""What a user's own plans teach: `python -m bench.vlm.adapting MODEL FOLDER`, by the very command that a user has.

MODEL is what `bench.vlm.pointing` made. Pages of a style that it never saw are drawn, each with a plan that clicks
what is on it; `agent tune` teaches it on four fifths of them, and examines it on the others before and after.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from agent.jobs import TuneOrder, tune
from agent.jobs.files import screen_path
from bench.vlm.drawing import Page, Style, Thing, draw
from bench.vlm.pointing import FRESH, STYLES, examine
from codegen.locator import Locator
from codegen.plan import Plan, Start, dump_plan
from codegen.steps import Click, Target
from perception.capture import open_picture, save_png
from perception.types import Element, Screen
from perception.vlm.profiles import PROFILES


def plans(folder: Path, pages: int, style: Style) -> Iterator[Path]:
    """Plan files as `agent plan` leaves them: each beside its picture and its screen."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(pages):
        yield _plan(folder / f"page-{number}.json", draw(2 * FRESH + number, style))


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


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("model", type=Path)
    reader.add_argument("folder", type=Path)
    reader.add_argument("--profile", default="qwen3-vl-2b")
    reader.add_argument("--style", choices=STYLES, default="wide")
    reader.add_argument("--pages", type=int, default=80)
    reader.add_argument("--epochs", type=int, default=4)
    reader.add_argument("--rate", type=float, default=5e-4)
    given = reader.parse_args()
    drawn = list(plans(given.folder / "plans", given.pages, STYLES[given.style]))
    order = TuneOrder(drawn, given.folder / "adapter", f"{given.profile}={given.model}", given.epochs, given.rate)
    tuned = tune(order, lambda words: None)
    assert tuned.before is not None
    assert tuned.after is not None
    print(f"{tuned.taught} examples taught, {tuned.held} held: {tuned.before:.3f} before, {tuned.after:.3f} after")
    for name in ("light", given.style):
        for marks in examine(given.folder / "adapter", PROFILES[given.profile], 30, STYLES[name]):
            print(f"{name}, {marks.kind}: {marks.right:.3f} of {marks.asked}")


if __name__ == "__main__":
    main()
