"""How a local model is run."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from perception.vlm.types import VlmError

Precision = Literal["auto", "bfloat16", "float32", "int8", "int4"]
Device = Literal["auto", "cpu", "cuda", "mps"]


@dataclass(frozen=True, slots=True)
class LocalSettings:
    """`precision`: auto is bfloat16 where the machine multiplies it, float32 elsewhere; int8 and int4 are for
    processors.
    `max_pixels` is the pixel budget of a picture (None: the profile's): fewer are faster and see less.
    `cache_megabytes` is what worked-through pictures may keep."""

    precision: Precision = "auto"
    device: Device = "auto"
    max_pixels: int | None = None
    cache_megabytes: int = 1024

    @classmethod
    def from_environment(cls, given: Mapping[str, str] = os.environ) -> LocalSettings:
        """SIGHTWRIGHT_VLM_PRECISION, _DEVICE, _MAX_PIXELS and _CACHE_MB. Raises VlmError on another value."""

        def number(name: str) -> int | None:
            text = given.get(f"SIGHTWRIGHT_VLM_{name}")
            if text is not None and not (text.isascii() and text.isdigit()):
                raise VlmError(f"SIGHTWRIGHT_VLM_{name}={text!r} is no whole number")
            return int(text) if text else None

        def choice(name: str, choices: tuple[str, ...]) -> str:
            text = given.get(f"SIGHTWRIGHT_VLM_{name}") or "auto"
            if text not in choices:
                raise VlmError(f"SIGHTWRIGHT_VLM_{name}={text!r} is none of {', '.join(choices)}")
            return text

        megabytes = number("CACHE_MB")
        return cls(
            choice("PRECISION", get_args(Precision)),  # type: ignore[arg-type]
            choice("DEVICE", get_args(Device)),  # type: ignore[arg-type]
            number("MAX_PIXELS"),
            1024 if megabytes is None else megabytes,
        )
