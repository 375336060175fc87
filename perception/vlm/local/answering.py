"""Questions -> replies, on a loaded model: by prefixes and own decoding where the family has them, or by `generate`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import torch

from perception.vlm.local.decoding import Run, Writing, write
from perception.vlm.local.eye import Asked, Watch, reply
from perception.vlm.local.guide import Grammars
from perception.vlm.local.loading import Loaded
from perception.vlm.local.prompts import IMAGE, THOUGHT, prompt
from perception.vlm.local.rail import Rail
from perception.vlm.local.seeing import Seen, Sight
from perception.vlm.local.settings import LocalSettings
from perception.vlm.profiles import Profile
from perception.vlm.types import CannotDo, Question, Reply

if TYPE_CHECKING:
    from perception.capture import Picture

SIDE_BY_SIDE = 8  # rows at a time: the weights are read once for all of them
_THOUGHTS = 2048  # tokens that a thinking model may think


class Answering:
    """What a loaded model needs to answer."""

    def __init__(self, loaded: Loaded, profile: Profile, settings: LocalSettings) -> None:
        self.loaded, self.profile = loaded, profile
        config = loaded.model.config
        text = config.get_text_config()
        self.ends = frozenset(_ends(loaded))
        first = loaded.tokenizer.eos_token_id
        self._grammars = Grammars(
            loaded.tokenizer, text.vocab_size, (first if first is not None else min(self.ends),), profile.spaced
        )
        least, most = profile.pixels
        pixels = (min(least, settings.max_pixels or least), min(most, settings.max_pixels or most))
        self.rail = Rail(loaded.model) if loaded.family.prefixes and loaded.device == "cuda" else None
        self.sight = Sight(loaded, pixels, settings.cache_megabytes << 20) if loaded.family.prefixes else None

    def answer(self, asked: Sequence[Asked]) -> list[Reply]:
        """In the order of the questions. Raises VlmError."""
        with torch.inference_mode():
            if self.sight is None:
                return [self._generate(pictures, question) for pictures, question in asked]
            groups = [asked[start : start + SIDE_BY_SIDE] for start in range(0, len(asked), SIDE_BY_SIDE)]
            return [one for group in groups for one in self._together(group, self.sight)]

    def _together(self, asked: Sequence[Asked], sight: Sight) -> list[Reply]:
        watch = Watch()
        guides = [self._grammars.guide(one.schema) if one.schema is not None else None for _, one in asked]
        seen = [
            sight.look(prompt(self.loaded.processor, self.profile, question, len(pictures)), pictures)
            for pictures, question in asked
        ]
        run = Run(self.loaded.model, [one.prefix for one in seen], self.rail)
        writings = [Writing(one.max_new_tokens, guide) for (_, one), guide in zip(asked, guides, strict=True)]
        scores = run.feed([one.rest for one in seen])
        thoughts = [""] * len(asked)
        if self.profile.thinks:
            scores, thoughts = self._think(run, scores, [question for _, question in asked])
        write(run, scores, writings, self.ends)
        seconds = watch.seconds / len(asked)
        return [
            self._reply(question, one, writing, thought, seconds)
            for (_, question), one, writing, thought in zip(asked, seen, writings, thoughts, strict=True)
        ]

    def _think(self, run: Run, scores: torch.Tensor, questions: Sequence[Question]) -> tuple[torch.Tensor, list[str]]:
        """Lets every row think, up to a limit, and says what its answer begins with."""
        tokenizer = self.loaded.tokenizer
        (end,) = tokenizer(THOUGHT, add_special_tokens=False)["input_ids"]
        thinking = [Writing(_THOUGHTS) for _ in questions]
        write(run, scores, thinking, {end, *self.ends})
        begun = [tokenizer(f"{THOUGHT}\n\n{one.prefill}", add_special_tokens=False)["input_ids"] for one in questions]
        scores = run.feed([[*thought.untold, *ids] for thought, ids in zip(thinking, begun, strict=True)])
        return scores, [tokenizer.decode(one.tokens, skip_special_tokens=True).strip() for one in thinking]

    def _reply(self, question: Question, seen: Seen, writing: Writing, thoughts: str, seconds: float) -> Reply:
        return reply(
            self.profile.name, question, self.loaded.tokenizer.decode(writing.tokens, skip_special_tokens=True),
            prompt_tokens=seen.length, new_tokens=len(writing.tokens), seconds=seconds, reused_tokens=seen.reused,
            thoughts=thoughts,
        )  # fmt: skip

    def looked(self, picture: Picture, question: Question, written: str) -> torch.Tensor:
        """Where the model looked while it wrote an answer: shares by cell of the picture (rows x columns, their sum 1).

        The mean over the heads of the deeper half of the layers, of what the answer's tokens attend to. Raises
        CannotDo for a family whose pictures are no grid of tokens.
        """
        if self.sight is None:
            raise CannotDo(f"{self.profile.name} cannot say where it looked")
        model, tokenizer = self.loaded.model, self.loaded.tokenizer
        with torch.inference_mode():
            text = prompt(self.loaded.processor, self.profile, question, 1)
            seen = self.sight.look(text, [picture])
            ids, (features,) = self.sight.encoded(text, [picture])
            answer = list(tokenizer(written, add_special_tokens=False)["input_ids"])
            run = Run(model, [seen.prefix])
            usual = model.config.text_config._attn_implementation
            model.model.language_model.set_attn_implementation("eager")  # the others keep no weights of attention
            try:
                layers = run.attend([*seen.rest, *answer])
            finally:
                model.model.language_model.set_attn_implementation(usual)
            deeper = torch.stack(layers[len(layers) // 2 :]).float().mean(dim=(0, 2))[0]
            shown = torch.tensor([token == model.config.image_token_id for token in ids])
            shares = deeper[-len(answer) :, : len(ids)][:, shown].mean(dim=0)
        merge = model.config.vision_config.spatial_merge_size
        return (shares / shares.sum()).reshape(int(features.grid[1]) // merge, int(features.grid[2]) // merge).cpu()

    def _generate(self, pictures: Sequence[Picture], question: Question) -> Reply:
        """By transformers' own `generate`, greedy, held to the schema by its hook for scores."""
        from PIL import Image
        from transformers import LogitsProcessorList

        watch = Watch()
        text = prompt(self.loaded.processor, self.profile, question, len(pictures))
        shown = [Image.fromarray(picture.pixels) for picture in pictures]
        model = self.loaded.model
        given = self._given(text, shown).to(model.device, model.dtype)
        held = LogitsProcessorList()
        if question.schema is not None:
            held.append(_Held(self._grammars.guide(question.schema)))
        length = given["input_ids"].shape[1]
        made = model.generate(
            **given, do_sample=False, num_beams=1, max_new_tokens=question.max_new_tokens, logits_processor=held,
            temperature=None, top_p=None, top_k=None, repetition_penalty=1.0, length_penalty=1.0,
            eos_token_id=list(self.ends),
        )[0]  # fmt: skip
        new = made[length:] if len(made) > length and torch.equal(made[:length], given["input_ids"][0]) else made
        written = self.loaded.tokenizer.decode(new, skip_special_tokens=True)
        return reply(
            self.profile.name, question, written if question.schema is not None else written.strip(),
            prompt_tokens=length, new_tokens=len(new), seconds=watch.seconds,
        )  # fmt: skip

    def _given(self, text: str, shown: Sequence[Any]) -> Any:
        """What the processor makes of both; BLIP-2's puts a picture first, so one within a prompt is put there here."""
        processor = self.loaded.processor
        if not self.profile.chat or IMAGE not in text:
            return processor(images=shown, text=text, return_tensors="pt")
        given = processor.image_processor(images=shown, return_tensors="pt")
        given.update(self.loaded.tokenizer(
            text.replace(IMAGE, IMAGE * processor.num_query_tokens), return_tensors="pt", return_token_type_ids=False
        ))  # fmt: skip
        return given


class _Held:
    """A guide as one of transformers' logits processors."""

    def __init__(self, guide: Any) -> None:
        self._guide = guide
        self._length = -1

    def __call__(self, ids: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
        if self._length >= 0:
            for token in ids[0, self._length :].tolist():
                self._guide.take(token)
        self._length = ids.shape[1]
        return self._guide.restrict(scores[0])[None]  # type: ignore[no-any-return]


def _ends(loaded: Loaded) -> set[int]:
    """The tokens that end an answer: those of the generation settings, and the tokenizer's own."""
    given = loaded.model.generation_config.eos_token_id
    listed = given if isinstance(given, (list, tuple)) else [given]
    return {int(token) for token in [*listed, loaded.tokenizer.eos_token_id] if token is not None}
