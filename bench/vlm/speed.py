"""How fast a local model is: `python -m bench.vlm.speed FOLDER [--make true]`, with random weights at the true size.

Everything is measured in one process, one after the other: transformers' own model with plain `generate`, the product's
own way, and beside it how fast this machine reads its memory. Times are the clock's: the machine should be idle. With
`--make` the folder is made first (4.3 GB).
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import torch

from bench.vlm.checkpoint import TINY, TRUE, make
from perception.capture import Picture
from perception.vlm import questions
from perception.vlm.local.eye import LocalEye
from perception.vlm.local.families import FAMILIES
from perception.vlm.local.loading import processor_of
from perception.vlm.local.settings import LocalSettings
from perception.vlm.local.store import find
from perception.vlm.types import Question, Reply

_TURNS = 3  # the best of them counts, where no picture is worked through


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    made = work()
    return time.perf_counter() - started, made


def bandwidth(megabytes: int = 1024) -> float:
    """Bytes that are read in a second: the best of three sums over more than any cache holds."""
    block = torch.ones(megabytes << 18, dtype=torch.float32)
    return float(block.nbytes) / min(timed(block.sum)[0] for _ in range(3))


class Clocked:
    """A guide whose own time is counted."""

    spent = 0.0

    def __init__(self, guide: Any) -> None:
        self._guide = guide

    def __getattr__(self, name: str) -> Any:
        asked = getattr(self._guide, name)
        if not callable(asked):
            return asked

        def counted(*given: Any) -> Any:
            started = time.perf_counter()
            made = asked(*given)
            Clocked.spent += time.perf_counter() - started
            return made

        return counted


def read_per_token(eye: LocalEye) -> int:
    """Bytes of weights that one token of a decode reads: all of the decoder, and the vocabulary once."""
    model = eye.load().loaded.model
    layers = model.model.language_model.layers
    parts = [*layers.named_parameters(), *layers.named_buffers()]
    return sum(int(part.nbytes) for name, part in parts if not name.endswith("halves")) + int(
        model.lm_head.weight.nbytes
    )


class Plain:
    """transformers' own model of a checkpoint, as its documentation loads it and lets it answer."""

    def __init__(self, folder: Path, precision: str) -> None:
        from transformers import Qwen3VLForConditionalGeneration

        started = time.perf_counter()
        self._model = Qwen3VLForConditionalGeneration.from_pretrained(folder, dtype=getattr(torch, precision)).eval()
        self.load = time.perf_counter() - started

    def seconds(self, eye: LocalEye, processor: Any, picture: Picture, tokens: int) -> float:
        """Of one question on a picture, whose answer has so many tokens."""
        from PIL import Image

        content = [{"type": "image"}, {"type": "text", "text": "the Save button"}]
        text = processor.apply_chat_template([{"role": "user", "content": content}], add_generation_prompt=True)
        least, most = eye.profile.pixels

        def work() -> None:
            given = processor(
                text=[text], images=[Image.fromarray(picture.pixels)], return_tensors="pt",
                images_kwargs={"size": {"shortest_edge": least, "longest_edge": most}},
            )  # fmt: skip
            with torch.inference_mode():
                self._model.generate(
                    **given, min_new_tokens=tokens, max_new_tokens=tokens, do_sample=False, temperature=None,
                    top_p=None, top_k=None,
                )  # fmt: skip

        return timed(work)[0]


def free(eye: LocalEye, picture: Picture, tokens: int, text: str) -> float:
    """Seconds per question of the product's own way, in free text of exactly so many tokens."""
    answering = eye.load()
    ends, answering.ends = answering.ends, frozenset()
    try:
        return timed(lambda: eye.ask([picture], Question(text, max_new_tokens=tokens)))[0]
    finally:
        answering.ends = ends


def guided(eye: LocalEye, picture: Picture) -> tuple[float, Reply, float]:
    """Seconds of a question whose answer is held to a form, the reply, and how many of them the form took."""
    grammars = eye.load()._grammars
    usual = grammars.guide
    grammars.guide = lambda schema: Clocked(usual(schema))  # type: ignore[method-assign, assignment, return-value]
    Clocked.spent = 0.0
    try:
        eye.ask([picture], questions.locate(eye.profile, "the Save button"))  # forms are prepared once
        Clocked.spent = 0.0
        seconds, reply = timed(lambda: eye.ask([picture], questions.locate(eye.profile, "the Save button")))
    finally:
        grammars.guide = usual  # type: ignore[method-assign]
    return seconds, reply, Clocked.spent


def measure(folder: Path, given: argparse.Namespace, size: str) -> dict[str, Any]:
    width, height = map(int, size.split("x"))
    profile, checkpoint = find(f"qwen3-vl-2b={folder}")
    pixels = np.random.default_rng(0).integers(0, 255, (height, width, 3), dtype=np.uint8)
    picture = Picture(pixels, "noise", size)
    eye = LocalEye(profile, checkpoint, LocalSettings(precision=given.precision, device="cpu"))
    told: dict[str, Any] = {"precision": given.precision, "picture": size}
    if given.plain and not given.precision.startswith("int"):
        told |= plainly(eye, picture, given)
    load, _ = timed(lambda: eye.load(silent=True))
    told["load_s"] = load
    told["first_s"] = free(eye, picture, 1, "one")
    told["second_s"] = min(free(eye, picture, 1, f"another one, {turn}") for turn in range(_TURNS))
    speeds = [bandwidth()]
    longer = min(free(eye, picture, 1 + given.tokens, f"one more, {turn}") for turn in range(_TURNS))
    speeds.append(bandwidth())
    told["ms_per_token"] = 1000 * (longer - told["second_s"]) / given.tokens
    told["limit_ms_per_token"] = 1000 * read_per_token(eye) / max(speeds)
    told["over_limit"] = told["ms_per_token"] / told["limit_ms_per_token"]
    told["bandwidth_GBps"] = max(speeds) / 1e9
    told["second_is_cheaper_by"] = told["first_s"] / told["second_s"]
    told["guided_s"], reply, guide = guided(eye, picture)
    told |= {"guided_tokens": reply.new_tokens, "guide_ms_per_token": 1000 * guide / reply.new_tokens}
    told["guide_share"] = told["guide_ms_per_token"] / told["ms_per_token"]
    told["memory_GB"] = psutil.Process().memory_info().rss / 1e9
    return {name: round(value, 3) if isinstance(value, float) else value for name, value in told.items()}


def plainly(eye: LocalEye, picture: Picture, given: argparse.Namespace) -> dict[str, float]:
    """The same of transformers' own way, whose model is gone again afterwards."""
    plain, processor = (
        Plain(eye.checkpoint.folder, given.precision),
        processor_of(eye.checkpoint, FAMILIES[eye.profile.family]),
    )
    first = plain.seconds(eye, processor, picture, 1)
    longer = plain.seconds(eye, processor, picture, 1 + given.tokens)
    per_token = 1000 * (longer - first) / given.tokens
    return {"plain_load_s": plain.load, "plain_first_s": first, "plain_ms_per_token": per_token}


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("folder", type=Path)
    reader.add_argument("--make", choices=["tiny", "true"])
    reader.add_argument("--precision", default="bfloat16", choices=["bfloat16", "float32", "int8", "int4"])
    reader.add_argument("--sizes", nargs="+", default=["1280x720", "1920x1080"])
    reader.add_argument("--tokens", type=int, default=24, help="of the answers that are timed")
    reader.add_argument("--plain", action="store_true", help="transformers' own generate, too")
    given = reader.parse_args()
    if given.make:
        make(given.folder, TINY if given.make == "tiny" else TRUE, std=None)
    print(f"{psutil.getloadavg()[0]:.1f} processes wanted the {psutil.cpu_count()} processors before it began")
    for size in given.sizes:
        print(json.dumps(measure(given.folder, given, size), indent=2), flush=True)


if __name__ == "__main__":
    main()
