"""Constrained answers of models with random weights, over every form: `python -m bench.vlm.decodes [COUNT]`.

A model that knows nothing writes anything that it may; each answer must be JSON, of its form, and come to an end.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from bench.vlm.checkpoint import TINY, make
from perception.capture import Picture
from perception.icon_concepts import concepts
from perception.vlm import questions, schemas
from perception.vlm.local import LocalSettings, open_eye
from perception.vlm.profiles import PROFILES, Profile
from perception.vlm.types import Question, VlmError

_USERS = {
    "type": "object",
    "properties": {
        "rows": {"type": "array", "items": {"type": "object", "properties": {"name": {"type": "string"}, "sum": {
            "type": "number"}}, "required": ["name", "sum"]}},
        "note": {"type": ["string", "null"]}, "open": {"type": "boolean"}, "count": {"type": "integer", "minimum": 0},
    },
    "required": ["rows", "open", "count"],
}  # fmt: skip
_POINTING = [name for name, profile in PROFILES.items() if profile.family == "qwen3_vl" and not profile.thinks]
_TOGETHER = 8


def asked(profile: Profile, chance: random.Random) -> Iterator[Question]:
    """One question of every kind that the profile can answer."""
    said = " ".join(chance.choices(["the", "red", "button", "link", "under", "Name", "日期", "beside", '"', "{}"], k=6))
    yield questions.locate(profile, said)
    yield questions.parse(profile, said, most=6)
    yield questions.boxes(profile, said, most=6)
    yield questions.plan(profile, said, [f"button {number}" for number in range(chance.randint(1, 40))], most=4)
    yield questions.plan(profile, said, most=4)
    yield questions.ask(profile, said)
    yield questions.ask(profile, said, _USERS)
    yield questions.read(profile, said)
    yield questions.icon(profile, list(concepts()), said)
    yield questions.compare(profile, said)


def run(count: int) -> tuple[int, Counter[str], int, float]:
    """(valid answers, faults by kind, tokens written, seconds)."""
    chance = random.Random(0)
    valid, tokens, faults = 0, 0, Counter[str]()
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as scratch:
        seed = 0
        while valid + faults.total() < count:
            profile = PROFILES[_POINTING[seed % len(_POINTING)]]
            folder = make(
                Path(scratch) / str(seed), replace(TINY, layers=1, vision_layers=1, deepstack=(0,)), seed=seed
            )
            eye = open_eye(f"{profile.name}={folder}", LocalSettings(precision="float32", device="cpu"))
            pixels = np.random.default_rng(seed).integers(0, 255, (256, 256, 3), dtype=np.uint8)
            picture = Picture(pixels, "noise", "")
            several = [one for _ in range(20) for one in asked(profile, chance)][: count - valid - faults.total()]
            for start in range(0, len(several), _TOGETHER):
                group = several[start : start + _TOGETHER]
                try:
                    replies = eye.ask_all([([picture], question) for question in group])
                except VlmError as fault:
                    faults[str(fault)] += len(group)
                    continue
                for question, reply in zip(group, replies, strict=True):
                    wrong = next(schemas.faults(json.loads(reply.text), question.schema or {}), None)
                    valid += wrong is None
                    tokens += reply.new_tokens
                    if wrong:
                        faults[f"{question.name}: {wrong}"] += 1
            seed += 1
    return valid, faults, tokens, time.perf_counter() - started


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("count", type=int, nargs="?", default=1000)
    count = reader.parse_args().count
    valid, faults, tokens, seconds = run(count)
    print(f"{valid} of {count} valid; {tokens} tokens, {seconds:.0f} s; faults: {dict(faults)}")


if __name__ == "__main__":
    main()
