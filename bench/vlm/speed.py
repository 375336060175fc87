"""How fast a local model is: `python -m bench.vlm.speed FOLDER [--make]`, with random weights at the true size.

Everything is measured in one process, one after the other: the machine's memory, plain `generate`, and the product's
own way; so the ratios hold on a machine that is busy, too. With `--make` the folder is made first (4.3 GB).
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import torch

from bench.vlm.checkpoint import TINY, TRUE, make
from perception.capture import Picture
from perception.vlm import questions
from perception.vlm.local.eye import LocalEye
from perception.vlm.local.settings import LocalSettings
from perception.vlm.local.store import find
from perception.vlm.types import Question

_TOKENS = 24  # about what a box takes
_TURNS = 3  # the best of them counts, where no picture is worked through


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    made = work()
    return time.perf_counter() - started, made


def bandwidth(megabytes: int = 1024) -> float:
    """Bytes that are read in a second: the best of three sums over more than any cache holds."""
    block = torch.ones(megabytes << 18, dtype=torch.float32)
    return float(block.nbytes) / min(timed(block.sum)[0] for _ in range(3))


def read_per_token(eye: LocalEye) -> int:
    """Bytes of weights that one token of a decode reads: all of the decoder, and the vocabulary once."""
    model = eye.load().loaded.model
    parts = [*model.model.language_model.layers.parameters(), *model.model.language_model.layers.buffers()]
    return sum(int(part.nbytes) for part in parts) + int(model.lm_head.weight.nbytes)


def plain(eye: LocalEye, picture: Picture, tokens: int) -> float:
    """Seconds of transformers' own way with one question on a picture."""
    from PIL import Image

    loaded = eye.load().loaded
    content = [{"type": "image"}, {"type": "text", "text": "the Save button"}]
    text = loaded.processor.apply_chat_template([{"role": "user", "content": content}], add_generation_prompt=True)
    least, most = eye.profile.pixels

    def work() -> None:
        given = loaded.processor(
            text=[text], images=[Image.fromarray(picture.pixels)], return_tensors="pt",
            images_kwargs={"size": {"shortest_edge": least, "longest_edge": most}},
        )  # fmt: skip
        with torch.inference_mode():
            loaded.model.generate(
                **given, min_new_tokens=tokens, max_new_tokens=tokens, do_sample=False, temperature=None, top_p=None,
                top_k=None,
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


def measure(folder: Path, precision: str, width: int, height: int) -> dict[str, Any]:
    profile, checkpoint = find(f"qwen3-vl-2b={folder}")
    pixels = np.random.default_rng(0).integers(0, 255, (height, width, 3), dtype=np.uint8)
    picture = Picture(pixels, "noise", "")
    speed = bandwidth()
    eye = LocalEye(profile, checkpoint, LocalSettings(precision=precision, device="cpu"))  # type: ignore[arg-type]
    load, _ = timed(lambda: eye.load(silent=True))
    first = free(eye, picture, 1, "one")
    second = min(free(eye, picture, 1, f"another one, {turn}") for turn in range(_TURNS))
    longer = min(free(eye, picture, 1 + _TOKENS, f"one more, {turn}") for turn in range(_TURNS))
    per_token = (longer - second) / _TOKENS
    limit = read_per_token(eye) / speed
    boxed, reply = timed(lambda: eye.ask([picture], questions.locate(replace(profile), "the Save button")))
    plain_first = plain(eye, picture, 1)
    plain_token = (plain(eye, picture, 1 + _TOKENS) - plain_first) / _TOKENS
    return {
        "precision": precision, "picture": f"{width}x{height}", "load_s": load, "first_s": first, "second_s": second,
        "ms_per_token": 1000 * per_token, "limit_ms_per_token": 1000 * limit, "over_limit": per_token / limit,
        "bandwidth_GBps": speed / 1e9, "box_s": boxed, "box_tokens": reply.new_tokens, "plain_first_s": plain_first,
        "plain_ms_per_token": 1000 * plain_token, "second_is_cheaper_by": plain_first / second,
        "memory_GB": psutil.Process().memory_info().rss / 1e9,
    }  # fmt: skip


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("folder", type=Path)
    reader.add_argument("--make", choices=["tiny", "true"])
    reader.add_argument("--precision", default="bfloat16", choices=["bfloat16", "float32", "int8"])
    reader.add_argument("--size", default="1280x720")
    given = reader.parse_args()
    if given.make:
        make(given.folder, TINY if given.make == "tiny" else TRUE, std=None)
    width, height = map(int, given.size.split("x"))
    print(json.dumps(measure(given.folder, given.precision, width, height), indent=2))


if __name__ == "__main__":
    main()
