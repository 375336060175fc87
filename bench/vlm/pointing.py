"""A small Qwen3-VL that learns to point from nothing, on drawn pages: `python -m bench.vlm.pointing FOLDER`.

It shows that the whole way is right: picture -> processor -> model -> constrained JSON -> place in pixels. Questions
are those of a profile, word for word; answers are read through the same door as a real model's.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from bench.vlm.checkpoint import Sizes, config, save, write_processor, write_tokenizer
from bench.vlm.drawing import BUTTONS, LIGHT, Page, Style, all_descriptions, draw
from perception.vlm import questions
from perception.vlm.local.prompts import prompt
from perception.vlm.local.tuning import Example, document
from perception.vlm.profiles import PROFILES, Profile

SMALL = Sizes(
    hidden=96, layers=3, heads=3, kv_heads=3, head_dim=32, intermediate=256, vision_hidden=64, vision_layers=2,
    vision_heads=2, vision_intermediate=160, deepstack=(0,), vocabulary=640, positions=2304, mrope=(6, 5, 5),
)  # fmt: skip
_CROWDS = ((600, 1), (1100, 2))  # up to this step, pages hold so many things; then as many as they get
FRESH = 10_000_000  # pages from this number on are for the examination alone
_PICTURES, _QUESTIONS = 12, 3  # in a step, and about each picture: attention grows with the square of them


def begin(folder: Path, profile: Profile, seed: int = 0) -> Any:
    """An untaught model and its files; the eye's places start as waves, which is what they become in large models."""
    from transformers import Qwen3VLConfig, Qwen3VLForConditionalGeneration

    folder.mkdir(parents=True, exist_ok=True)
    asked = [questions.locate(profile, one).text for one in all_descriptions()] * 4
    tokens = write_tokenizer(
        folder, SMALL.vocabulary, [*asked, '[{"bbox_2d": [1, 2, 3, 4]}]', "[]", "assistant\nuser\n"]
    )
    write_processor(folder)
    known = config(SMALL, tokens)
    torch.manual_seed(seed)
    model = Qwen3VLForConditionalGeneration(Qwen3VLConfig(**json.loads(json.dumps(known))))
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if weight.ndim == 2 and "embed" not in name:
                weight.normal_(0, weight.shape[1] ** -0.5)  # the usual 0.02 is for wide layers
        model.model.visual.pos_embed.weight.copy_(_waves(SMALL.positions, SMALL.vision_hidden))
    save(model, folder, known, tokens)
    return model


def _waves(places: int, width: int) -> torch.Tensor:
    side = math.isqrt(places)
    steps = torch.arange(side) / side * 2 * math.pi
    turns = torch.tensor([2.0**power for power in range(width // 4)]).clamp(max=side / 2) * torch.linspace(
        0.5, 1, width // 4
    )
    waves = steps[:, None] * turns
    line = torch.cat([waves.sin(), waves.cos()], 1)
    down, across = line[:, None].expand(side, side, -1), line[None].expand(side, side, -1)
    return 0.5 * torch.cat([down, across], -1).reshape(places, width)


@dataclass
class Lesson:
    """Some pictures with all that is asked about them: one row per picture, its questions behind it side by side.

    Each question sees the picture and itself alone, at the places where it would stand if it were the only one.
    """

    pixels: torch.Tensor
    grids: torch.Tensor
    ids: torch.Tensor
    places: torch.Tensor
    mask: torch.Tensor
    rows: torch.Tensor
    columns: torch.Tensor
    wanted: torch.Tensor


class Teacher:
    """Makes lessons out of pages."""

    def __init__(self, model: Any, processor: Any, profile: Profile) -> None:
        self.model, self.processor, self.tokenizer = model, processor, processor.tokenizer
        self.profile = profile
        # Everything else in an answer is forced, or follows from how many digits there were.
        digits = [self.tokenizer.convert_tokens_to_ids(digit) for digit in "0123456789"]
        self._open = {*digits, *self.tokenizer(", ,]}] ]")["input_ids"]}
        embedding = model.model.visual.patch_embed
        width = embedding.proj.out_channels
        embedding.forward = lambda patches: torch.nn.functional.linear(  # as the convolution, and much quicker
            patches, embedding.proj.weight.reshape(width, -1), embedding.proj.bias
        )

    def lesson(self, pages: Sequence[Page]) -> Lesson:
        from PIL import Image

        shown = self.processor.image_processor(
            images=[Image.fromarray(page.picture.pixels) for page in pages], return_tensors="pt",
            size=dict(zip(("shortest_edge", "longest_edge"), self.profile.pixels, strict=True)),
        )  # fmt: skip
        grid = shown["image_grid_thw"][0]
        before, told = self._before(grid), [self._told(page) for page in pages]
        length = len(before) + max(sum(len(ask) + len(say) for ask, say in one) for one in told)
        ids = torch.zeros((len(pages), length), dtype=torch.long)
        group = torch.full((len(pages), length), -1)
        ids[:, : len(before)], group[:, : len(before)] = torch.tensor(before), 0
        start = torch.tensor([before])
        kinds = (start == self.model.config.image_token_id).int()
        first, _ = self.model.model.get_rope_index(start, mm_token_type_ids=kinds, image_grid_thw=grid[None])
        places = torch.zeros((3, len(pages), length), dtype=torch.long)
        places[:, :, : len(before)] = first
        spots: list[tuple[int, int, int]] = []
        for row, one in enumerate(told):
            at = len(before)
            for number, (ask, say) in enumerate(one, start=1):
                end = at + len(ask) + len(say)
                ids[row, at:end], group[row, at:end] = torch.tensor(ask + say), number
                places[:, row, at:end] = torch.arange(end - at) + int(first.max()) + 1
                spots += [
                    (row, at + len(ask) + place - 1, token)
                    for place, token in enumerate(say)
                    if place == 0 or token in self._open
                ]
                at = end
        causal = torch.ones(length, length, dtype=torch.bool).tril()
        same = group[:, :, None] == group[:, None, :]
        seen = causal & (same | (group[:, None, :] == 0))
        rows, columns, wanted = torch.tensor(spots).T
        return Lesson(shown["pixel_values"], shown["image_grid_thw"], ids, places, seen[:, None], rows, columns, wanted)

    def _before(self, grid: torch.Tensor) -> list[int]:
        text = prompt(self.processor, self.profile, questions.locate(self.profile, ""), 1)
        sign = self.processor.image_token
        head = text[: text.index("<|vision_end|>") + len("<|vision_end|>")].replace(
            sign, sign * (int(grid.prod()) // 4)
        )
        return list(self.tokenizer(head)["input_ids"])

    def _told(self, page: Page) -> list[tuple[list[int], list[int]]]:
        shown = [Example(page.picture, one.said, one.box) for one in page.things]
        shown += [Example(page.picture, page.absent[0], None)] if len(shown) > 1 else []
        told = [(one.said, document(self.profile, one)) for one in shown]
        chosen = random.Random(page.picture.sha256).sample(told, min(_QUESTIONS, len(told)))
        return [(self._ask(said), list(self.tokenizer(answer)["input_ids"])) for said, answer in chosen]

    def _ask(self, said: str) -> list[int]:
        text = prompt(self.processor, self.profile, questions.locate(self.profile, said), 1)
        return list(self.tokenizer(text.split("<|vision_end|>")[1])["input_ids"])

    def loss(self, lesson: Lesson) -> torch.Tensor:
        hidden = self.model.model(
            input_ids=lesson.ids, pixel_values=lesson.pixels, image_grid_thw=lesson.grids, position_ids=lesson.places,
            attention_mask=torch.where(lesson.mask, 0.0, float("-inf")), use_cache=False,
        ).last_hidden_state  # fmt: skip
        scores = self.model.lm_head(hidden[lesson.rows, lesson.columns])
        return torch.nn.functional.cross_entropy(scores, lesson.wanted)


def teach(
    teacher: Teacher, steps: int, rate: float, seconds: float, style: Style = LIGHT, most: int = 6
) -> tuple[int, float]:
    """Takes steps up to their number or until the time is over; how many were taken, and the loss at the end.

    Pages hold one thing at first, then two, so that places are learnt before choices.
    """
    optimizers = _optimizers(teacher.model, rate)
    started, mean, step = time.monotonic(), 0.0, 0
    teacher.model.train()
    while (share := max(step / steps, (time.monotonic() - started) / seconds)) < 1:
        crowd = min(most, next((things for end, things in _CROWDS if step < end), 6))
        pages = _PICTURES * 4 // 3 if crowd == 1 else _PICTURES
        lesson = teacher.lesson([draw(step * 100 + number, style, crowd) for number in range(pages)])
        loss = teacher.loss(lesson)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(teacher.model.parameters(), 1.0)
        for optimizer in optimizers:
            for group in optimizer.param_groups:
                group["lr"] = group["most"] * min(1.0, (step + 1) / 40) * (0.5 + 0.5 * math.cos(math.pi * share))
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        mean = loss.item() if not step else 0.95 * mean + 0.05 * loss.item()
        if step % 10 == 0:
            print(f"step {step}  loss {mean:.3f}  {time.process_time():.0f} s of the processor", flush=True)
        step += 1
    return step, mean


def _optimizers(model: Any, rate: float) -> list[torch.optim.Optimizer]:
    """Muon for the matrices within the layers, which then learn in fewer steps; AdamW for all the rest."""
    inner, rest = [], []
    for name, weight in model.named_parameters():
        (inner if weight.ndim == 2 and "embed" not in name else rest).append(weight)
    muon = torch.optim.Muon(
        [{"params": inner, "most": 5 * rate}], rate, weight_decay=0.01, adjust_lr_fn="match_rms_adamw"
    )
    adam = torch.optim.AdamW([{"params": rest, "most": rate}], rate, betas=(0.9, 0.98), weight_decay=0.0)
    return [muon, adam]


@dataclass(frozen=True, slots=True)
class Marks:
    """Shares of fresh questions: pointed inside the thing, boxes that overlap it by half, and absent things refused."""

    pointed: float
    boxed: float
    refused: float
    asked: int


def examine(folder: Path, profile: Profile, pages: int, style: Style = LIGHT, crowd: int = 6) -> Marks:
    """Asks a checkpoint about pages that it never saw, by the door that every model has."""
    from perception.vlm.coordinates import place
    from perception.vlm.local import LocalSettings, open_eye

    assert profile.coordinates is not None
    eye = open_eye(f"{profile.name}={folder}", LocalSettings(precision="float32", device="cpu"))
    pointed, boxed, refused = [], [], []
    for page in (draw(FRESH + number, style, crowd) for number in range(pages)):
        said = [*(thing.said for thing in page.things), *page.absent]
        replies = eye.ask_all([([page.picture], questions.locate(profile, one)) for one in said])
        boxes = [place(one.parsed, profile.coordinates, page.picture.width, page.picture.height) for one in replies]
        refused += [box is None for box in boxes[len(page.things) :]]
        for thing, box in zip(page.things, boxes, strict=False):
            pointed.append(box is not None and thing.box.contains(*box.centre))
            boxed.append(box is not None and thing.box.iou(box) >= 0.5)
    return Marks(*(sum(one) / len(one) for one in (pointed, boxed, refused)), len(pointed) + len(refused))


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("folder", type=Path)
    reader.add_argument("--minutes", type=float, default=25)
    reader.add_argument("--steps", type=int, default=4000)
    reader.add_argument("--rate", type=float, default=1.5e-3)
    reader.add_argument("--pages", type=int, default=100)
    reader.add_argument("--profile", default="qwen3-vl-2b")
    reader.add_argument("--buttons", action="store_true", help="coloured buttons alone")
    reader.add_argument("--crowd", type=int, default=6, help="things on a page, at most")
    given = reader.parse_args()
    from perception.vlm.local.loading import load
    from perception.vlm.local.settings import LocalSettings
    from perception.vlm.local.store import find

    profile, style = PROFILES[given.profile], BUTTONS if given.buttons else LIGHT
    model = begin(given.folder, profile)
    loaded = load(*find(f"{profile.name}={given.folder}"), LocalSettings(precision="float32", device="cpu"))
    teacher = Teacher(model, loaded.processor, profile)
    steps, loss = teach(teacher, given.steps, given.rate, given.minutes * 60, style, given.crowd)
    tokens = {token: loaded.tokenizer.convert_tokens_to_ids(token) for token in loaded.tokenizer.get_vocab()}
    save(model.eval(), given.folder, json.loads((given.folder / "config.json").read_text()), tokens)
    marks = examine(given.folder, profile, given.pages, style, given.crowd)
    count = sum(weight.numel() for weight in model.parameters())
    print(f"{count:,} weights, {steps} steps, loss {loss:.3f}; {marks}")


if __name__ == "__main__":
    main()
