"""Drawn pages as lessons for a small Qwen3-VL: the questions and answers of a profile, word for word, and what helps.

A model that starts from nothing and hears only whether its digits are right learns places long before it binds words
to them. So it is told two more things while it is taught, each by a loss of its own that nothing is left of afterwards:
what is seen in every cell of a picture, and which cells are meant by a question.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from bench.vlm.drawing import Page, Thing
from perception.vlm import questions
from perception.vlm.coordinates import own
from perception.vlm.local.prompts import prompt
from perception.vlm.local.tuning import Example, document
from perception.vlm.profiles import Profile

QUESTIONS = 4  # about each picture: attention grows with the square of them
_PART = 0.25  # of a cell that a thing covers, for the cell to show it
_NOTHING, _UNSURE = 0, -100  # what a cell shows: nothing; too little of a thing to tell


@dataclass(frozen=True)
class Cells:
    """What the cells of some pictures show, one row each: a number of `Teacher.known` (or one of the above), and of
    each number that says where that thing is the hundreds and the tens."""

    shown: Tensor
    digits: Tensor


@dataclass(frozen=True)
class Lesson:
    """Some pictures with all that is asked about them: one row per picture, its questions behind it side by side.

    Each question sees the picture and itself alone, at the places where it would stand if it were the only one.
    `rows`, `columns` and `wanted` are where an answer's open tokens are said, and which; `look_rows`, `look_columns`
    and `meant` where it is clear what is meant, and by which tokens of the row it is shown.
    """

    pixels: Tensor
    grids: Tensor
    ids: Tensor
    places: Tensor
    mask: Tensor
    rows: Tensor
    columns: Tensor
    wanted: Tensor
    look_rows: Tensor
    look_columns: Tensor
    meant: Tensor
    cells: Cells


@dataclass(frozen=True, slots=True)
class _Told:
    """A question and its answer as tokens; `clear` is how many of the question's it takes to know what is meant."""

    ask: list[int]
    say: list[int]
    clear: int
    thing: int  # of the page's things; -1: nowhere


class Teacher:
    """Makes lessons out of pages, and says how wrong a model is."""

    def __init__(self, model: Any, processor: Any, profile: Profile, known: Sequence[str]) -> None:
        """`known` are the first descriptions of all things that are drawn."""
        self.model, self.processor, self.tokenizer, self.profile = model, processor, processor.tokenizer, profile
        self.known = {said: number for number, said in enumerate(known, start=1)}
        # Everything else in an answer is forced, or follows from how many digits there were.
        digits = [self.tokenizer.convert_tokens_to_ids(digit) for digit in "0123456789"]
        self._open = {*digits, *self.tokenizer(", ,]}] ]-[")["input_ids"]}
        width = model.config.text_config.hidden_size
        assert profile.coordinates is not None
        self._numbers = 4 if profile.coordinates.is_box else 2
        self.heads = nn.ModuleDict(
            {"shown": nn.Linear(width, len(known) + 1), "digits": nn.Linear(width, 2 * 10 * self._numbers)}
        )
        self._start = self._ask("")

    def lesson(self, pages: Sequence[Page], budget: int | None = None) -> Lesson:
        """Of pages of one size; `budget` is the most pixels that are seen of each (None: as the profile has it)."""
        from PIL import Image

        most = budget or self.profile.pixels[1]
        shown = self.processor.image_processor(
            images=[Image.fromarray(page.picture.pixels) for page in pages], return_tensors="pt",
            size={"shortest_edge": min(self.profile.pixels[0], most), "longest_edge": most},
        )  # fmt: skip
        grid = shown["image_grid_thw"][0]
        cells = [_cells(page, int(grid[1]) // 2, int(grid[2]) // 2) for page in pages]
        before, told = self._before(grid), [self._told(page) for page in pages]
        length = len(before) + max(sum(len(one.ask) + len(one.say) for one in ones) for ones in told)
        ids, group = torch.zeros((len(pages), length), dtype=torch.long), torch.full((len(pages), length), -1)
        ids[:, : len(before)], group[:, : len(before)] = torch.tensor(before), 0
        start = torch.tensor([before])
        picture = start[0] == self.model.config.image_token_id
        first, _ = self.model.model.get_rope_index(
            start, mm_token_type_ids=picture[None].int(), image_grid_thw=grid[None]
        )
        places = torch.zeros((3, len(pages), length), dtype=torch.long)
        places[:, :, : len(before)] = first
        spots: list[tuple[int, int, int]] = []
        looks: list[tuple[int, int, Tensor]] = []
        for row, ones in enumerate(told):
            at = len(before)
            for number, one in enumerate(ones, start=1):
                answer, end = at + len(one.ask), at + len(one.ask) + len(one.say)
                ids[row, at:end], group[row, at:end] = torch.tensor(one.ask + one.say), number
                places[:, row, at:end] = torch.arange(end - at) + int(first.max()) + 1
                said = [(answer + n - 1, token) for n, token in enumerate(one.say) if token in self._open or not n]
                spots += [(row, column, token) for column, token in said]
                meant = torch.zeros(length, dtype=torch.bool)
                if one.thing < 0:
                    meant[0] = True  # the first token of all stands for nowhere
                else:
                    meant[: len(before)][picture] = (cells[row] == one.thing).flatten()
                looks += [(row, column, meant) for column in (at + one.clear - 1, *(column for column, _ in said))]
                at = end
        causal = torch.ones(length, length, dtype=torch.bool).tril()
        same = group[:, :, None] == group[:, None, :]
        seen = causal & (same | (group[:, None, :] == 0))
        rows, columns, wanted = torch.tensor(spots).T
        return Lesson(
            shown["pixel_values"], shown["image_grid_thw"], ids, places, seen[:, None], rows, columns, wanted,
            torch.tensor([row for row, _, _ in looks]), torch.tensor([column for _, column, _ in looks]),
            torch.stack([meant for _, _, meant in looks]), self._shown(pages, cells),
        )  # fmt: skip

    def _before(self, grid: Tensor) -> list[int]:
        text = prompt(self.processor, self.profile, questions.locate(self.profile, ""), 1)
        sign = self.processor.image_token
        head = text[: text.index("<|vision_end|>") + len("<|vision_end|>")].replace(
            sign, sign * (int(grid.prod()) // 4)
        )
        return list(self.tokenizer(head)["input_ids"])

    def _told(self, page: Page) -> list[_Told]:
        chance = random.Random(page.picture.sha256)
        shown: list[tuple[str, Thing | None, int]] = [
            (chance.choice((one.said, *one.also)), one, n) for n, one in enumerate(page.things)
        ]
        shown += [(page.absent[0], None, -1)] if len(shown) > 1 else []
        told = []
        for said, thing, number in chance.sample(shown, min(QUESTIONS, len(shown))):
            ask = self._ask(said)
            answer = document(self.profile, Example(page.picture, said, thing.box if thing else None))
            told.append(_Told(ask, list(self.tokenizer(answer)["input_ids"]), _clear(ask, self._start), number))
        return told

    def _ask(self, said: str) -> list[int]:
        text = prompt(self.processor, self.profile, questions.locate(self.profile, said), 1)
        return list(self.tokenizer(text.split("<|vision_end|>")[1])["input_ids"])

    def _shown(self, pages: Sequence[Page], cells: Sequence[Tensor]) -> Cells:
        """What each cell shows, in the numbers of all things that there are."""
        shown, digits = [], []
        for page, one in zip(pages, cells, strict=True):
            numbers = torch.tensor([self.known[thing.said] for thing in page.things] + [_UNSURE, _NOTHING])
            split = [self._digits(thing, page) for thing in page.things] + [[_UNSURE] * 2 * self._numbers] * 2
            shown.append(numbers[one.flatten()])
            digits.append(torch.tensor(split)[one.flatten()])
        return Cells(torch.cat(shown), torch.cat(digits))

    def _digits(self, thing: Thing, page: Page) -> list[int]:
        assert self.profile.coordinates is not None
        numbers = own(thing.box, self.profile.coordinates, page.picture.width, page.picture.height)
        return [digit for number in numbers for digit in (min(9, number // 100), number // 10 % 10)]

    def loss_of_sight(self, features: Tensor, cells: Cells) -> Tensor:
        """How much of what the cells show cannot be read off their features (cells x width)."""
        shown = nn.functional.cross_entropy(self.heads["shown"](features), cells.shown)
        digits = self.heads["digits"](features).reshape(-1, 2 * self._numbers, 10).transpose(1, 2)
        return shown + nn.functional.cross_entropy(digits, cells.digits)

    def losses(self, lesson: Lesson, watched: Any) -> tuple[Tensor, Tensor, Tensor]:
        """Of what is said, of what is seen, and of where is looked."""
        eye = self.model.model.visual
        kept: list[Tensor] = []
        hook = eye.merger.register_forward_hook(lambda module, given, made: kept.append(made))
        try:
            hidden = self.model.model(
                input_ids=lesson.ids, pixel_values=lesson.pixels, image_grid_thw=lesson.grids,
                position_ids=lesson.places, attention_mask=torch.where(lesson.mask, 0.0, float("-inf")),
                use_cache=False,
            ).last_hidden_state  # fmt: skip
        finally:
            hook.remove()
        scores = self.model.lm_head(hidden[lesson.rows, lesson.columns])
        shares = watched.looked[lesson.look_rows, lesson.look_columns]
        looked = (shares * lesson.meant).sum(-1).clamp(min=1e-6).log().neg().mean()
        return nn.functional.cross_entropy(scores, lesson.wanted), self.loss_of_sight(kept[0], lesson.cells), looked


def _clear(ask: Sequence[int], bare: Sequence[int]) -> int:
    """Up to where a question differs from one without a description, which is where its last word is."""
    same = 0
    while same < min(len(ask), len(bare)) and ask[-1 - same] == bare[-1 - same]:
        same += 1
    return len(ask) - same


def _cells(page: Page, rows: int, columns: int) -> Tensor:
    """Which of the page's things each cell shows (rows x columns); -2 where it is not clear, -1 where none."""
    wide, high = page.picture.width / columns, page.picture.height / rows
    made = torch.full((rows, columns), -1)
    for number, thing in enumerate(page.things):
        box = thing.whole or thing.box
        for row in range(rows):
            for column in range(columns):
                across = min(box.x2, (column + 1) * wide) - max(box.x1, column * wide)
                down = min(box.y2, (row + 1) * high) - max(box.y1, row * high)
                if across > 0 and down > 0:
                    made[row, column] = number if across * down >= _PART * wide * high else -2
    return made
