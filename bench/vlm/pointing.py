"""A small Qwen3-VL that learns to point from nothing, on drawn pages: `python -m bench.vlm.pointing FOLDER`.

It shows that the whole way is right: picture -> processor -> model -> constrained JSON -> place in pixels. Questions
are those of a profile, word for word; answers are read through the same door as a real model's. First its eye alone
learns what is where, on crowded pages; then all of it learns to answer; then, with `--sizes`, to do so with few pixels,
on larger pages and on parts of them. The same command goes on where it broke off.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, get_args

import torch

from bench.vlm.checkpoint import save
from bench.vlm.drawing import BUTTONS, DARK, GREY, LARGE, LIGHT, WIDE, Page, Style, all_descriptions, closer, draw
from bench.vlm.learner import optimizers, ready, untaught, write_files
from bench.vlm.lessons import Teacher
from perception.vlm import questions
from perception.vlm.local.settings import Precision
from perception.vlm.profiles import PROFILES, Profile

FRESH = 10_000_000  # pages from this number on are for the examination alone
STYLES = {"light": LIGHT, "dark": DARK, "grey": GREY, "wide": WIDE, "buttons": BUTTONS, "large": LARGE}
_STATE = "state.pt"
_KEPT_EVERY = 50  # steps
_WARM = 30  # steps until the rate is full
_ASIDE = 0.3  # what the two losses beside the answer's count
SHARES = (1, 3 / 4, 1 / 2, 1 / 4, 1 / 8)  # of a page's pixels, to see it with


@dataclass(frozen=True)
class Course:
    """So many steps for the eye alone, for all, and for all `sizes` of pages and budgets of pixels; pages in each; the
    highest rate."""

    sight: int = 260
    steps: int = 240
    sizes: int = 0
    pages: int = 24
    rate: float = 2e-3
    style: Style = LIGHT


class School:
    """A model that is taught in a folder, with all that is needed to go on with it."""

    def __init__(self, folder: Path, profile: Profile, course: Course) -> None:
        from perception.vlm.local.loading import load
        from perception.vlm.local.settings import LocalSettings
        from perception.vlm.local.store import find

        known = all_descriptions(course.style)
        self.folder, self.course = folder, course
        begun = (folder / _STATE).is_file()
        if not begun:
            tokens = write_files(folder, profile, all_descriptions(course.style, also=True))
            save(untaught(folder), folder, json.loads((folder / "config.json").read_text()), tokens)
        loaded = load(*find(f"{profile.name}={folder}"), LocalSettings(precision="float32", device="cpu"))
        self.model, self.tokenizer = untaught(folder), loaded.tokenizer
        self.watched = ready(self.model)
        self.teacher = Teacher(self.model, loaded.processor, profile, known)
        self.optimizers = optimizers(self.model, self.teacher.heads, course.rate)
        self.step = self._restored() if begun else 0

    def _restored(self) -> int:
        state = torch.load(self.folder / _STATE, weights_only=True)
        self.model.load_state_dict(state["model"])
        self.teacher.heads.load_state_dict(state["heads"])
        for optimizer, one in zip(self.optimizers, state["optimizers"], strict=True):
            optimizer.load_state_dict(one)
        return int(state["step"])

    def keep(self) -> None:
        tokens = {token: self.tokenizer.convert_tokens_to_ids(token) for token in self.tokenizer.get_vocab()}
        save(self.model, self.folder, json.loads((self.folder / "config.json").read_text()), tokens)
        state = {
            "model": self.model.state_dict(), "heads": self.teacher.heads.state_dict(), "step": self.step,
            "optimizers": [one.state_dict() for one in self.optimizers],
        }  # fmt: skip
        torch.save(state, self.folder / "state.new")
        (self.folder / "state.new").replace(self.folder / _STATE)

    def teach(self, seconds: float) -> None:
        """Takes the steps that are left, or as many as the time allows."""
        means = (0.0, 0.0, 0.0)
        started = time.monotonic()
        self.model.train()
        while (part := self._part) is not None and time.monotonic() - started < seconds:
            with torch.autocast("cpu", torch.bfloat16):
                losses = (self._sight, self._all, self._sizes)[part[0]]()
            sum(loss * share for loss, share in zip(losses, (1.0, _ASIDE, _ASIDE), strict=False)).backward()
            self._move()
            means = tuple(  # type: ignore[assignment]
                0.9 * mean + 0.1 * float(loss.detach()) for mean, loss in zip(means, losses, strict=False)
            )
            self.step += 1
            if self.step % 10 == 0:
                told = " ".join(f"{mean:.3f}" for mean in means)
                print(f"step {self.step}  losses {told}  {time.process_time():.0f} s of the processor", flush=True)
            if self.step % _KEPT_EVERY == 0:
                self.keep()
        self.keep()

    def _sight(self) -> tuple[Any, ...]:
        crowded = replace(self.course.style, buttons=(3, 4), fields=(3, 5) if self.course.style.fields[1] else (0, 0))
        lesson = self.teacher.lesson(self._pages(crowded, 9))
        features = self.model.model.visual(lesson.pixels, grid_thw=lesson.grids).pooler_output
        return (self.teacher.loss_of_sight(features, lesson.cells),)

    def _all(self) -> tuple[Any, ...]:
        return self.teacher.losses(self.teacher.lesson(self._pages(self.course.style, 6)), self.watched)

    def _sizes(self) -> tuple[Any, ...]:
        """Every fourth step as before, two with a share of the pixels, and one on large pages or on parts of them."""
        chance, style = random.Random(self.step), self.course.style
        pixels = style.width * style.height
        kind = self.step % 4
        if kind in (1, 2):
            return self._loss(self._pages(style, 6), int(pixels * chance.choice(SHARES[1:])))
        if kind == 3:
            pages = self._pages(replace(style, width=LARGE.width, height=LARGE.height), 6)
            near = chance.random() < 0.6
            return self._loss([closer(page, chance.randrange(10**6)) for page in pages] if near else pages, pixels)
        return self._all()

    def _loss(self, pages: Sequence[Page], budget: int) -> tuple[Any, ...]:
        return self.teacher.losses(self.teacher.lesson(pages, budget), self.watched)

    def _pages(self, style: Style, crowd: int) -> Sequence[Page]:
        return [draw(self.step * 100 + number, style, crowd) for number in range(self.course.pages)]

    @property
    def _part(self) -> tuple[int, int, int] | None:
        """Which of the course's parts it is in, how far, and how long that is; None where it is over."""
        at = self.step
        for number, length in enumerate((self.course.sight, self.course.steps, self.course.sizes)):
            if at < length:
                return number, at, length
            at -= length
        return None

    def _move(self) -> None:
        """One step of the optimizers: each part of the course warms up and dies away by itself."""
        assert self._part
        _, at, length = self._part
        share = min(1.0, (at + 1) / _WARM) * (0.05 + 0.95 * (0.5 + 0.5 * math.cos(math.pi * at / length)))
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        for optimizer in self.optimizers:
            for group in optimizer.param_groups:
                group["lr"] = group["most"] * share
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)


@dataclass(frozen=True, slots=True)
class Marks:
    """Of `asked` questions of one kind, the shares that were answered right: pointed inside the thing, with a box that
    overlaps it by half (models that give points: 0), or refused where there is none."""

    kind: str
    asked: int
    right: float
    boxed: float


def examine(
    folder: Path, profile: Profile, pages: int, style: Style = LIGHT, crowd: int = 6, precision: Precision = "float32"
) -> list[Marks]:
    """Asks a checkpoint about pages that it never saw, by the door that every model has."""
    from perception.vlm.coordinates import place
    from perception.vlm.local import LocalSettings, open_eye

    assert profile.coordinates is not None
    eye = open_eye(f"{profile.name}={folder}", LocalSettings(precision=precision, device="cpu"))
    found: dict[str, list[tuple[bool, bool]]] = {}
    for page in (draw(FRESH + number, style, crowd) for number in range(pages)):
        things = [(said, thing.box) for thing in page.things for said in (thing.said, *thing.also)]
        asked = [*things, *((said, None) for said in page.absent)]
        replies = eye.ask_all([([page.picture], questions.locate(profile, said)) for said, _ in asked])
        for (said, wanted), reply in zip(asked, replies, strict=True):
            box = place(reply.parsed, profile.coordinates, page.picture.width, page.picture.height)
            if wanted is None:
                found.setdefault("what is not there", []).append((box is None, False))
                continue
            hit = box is not None and wanted.contains(*box.centre)
            found.setdefault(_kind(said), []).append((hit, box is not None and wanted.iou(box) >= 0.5))
    return [
        Marks(kind, len(one), sum(hit for hit, _ in one) / len(one), sum(boxed for _, boxed in one) / len(one))
        for kind, one in sorted(found.items())
    ]


def _kind(said: str) -> str:
    return "the red button" if said.endswith("button") else "the Name field" if said.endswith("field") else said[:15]


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("folder", type=Path)
    reader.add_argument("--minutes", type=float, default=120, help="stop after so many, to go on another time")
    reader.add_argument("--sight", type=int, default=Course.sight, help="steps for the eye alone")
    reader.add_argument("--steps", type=int, default=Course.steps, help="steps for all")
    reader.add_argument("--sizes", type=int, default=Course.sizes, help="steps for budgets of pixels and larger pages")
    reader.add_argument("--rate", type=float, default=Course.rate)
    reader.add_argument("--pages", type=int, default=100, help="fresh pages of the examination")
    reader.add_argument("--profile", default="qwen3-vl-2b")
    reader.add_argument("--style", choices=STYLES, default="light")
    reader.add_argument("--precision", choices=get_args(Precision), default="float32", help="of the examination")
    reader.add_argument("--examine", action="store_true", help="teach nothing")
    given = reader.parse_args()
    profile, style = PROFILES[given.profile], STYLES[given.style]
    if not given.examine:
        school = School(
            given.folder, profile, Course(given.sight, given.steps, given.sizes, rate=given.rate, style=style)
        )
        school.teach(given.minutes * 60)
        print(f"{sum(weight.numel() for weight in school.model.parameters()):,} weights, {school.step} steps")
    for marks in examine(given.folder, profile, given.pages, style, precision=given.precision):
        print(f"{marks.kind}: {marks.right:.3f} right, {marks.boxed:.3f} boxed, of {marks.asked}")


if __name__ == "__main__":
    main()
