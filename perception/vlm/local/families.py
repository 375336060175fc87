"""The architectures that can be loaded, each by the class that transformers has for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Family:
    """`model_type` is what config.json says, `model` the class in transformers that reads it. `processor` is the class
    to read the processor's files with where AutoProcessor asks for video parts that are not installed. `prefixes`:
    its pictures are worked through once and kept (`prefix.py`); the others go through `generate`."""

    model_type: str
    model: str
    processor: str = ""
    prefixes: bool = False


FAMILIES: Mapping[str, Family] = {
    "qwen3_vl": Family("qwen3_vl", "Qwen3VLForConditionalGeneration", "Qwen3VLProcessor", prefixes=True),
    "blip2": Family("blip-2", "Blip2ForConditionalGeneration"),
    "instructblip": Family("instructblip", "InstructBlipForConditionalGeneration"),
    "minigpt4": Family("blip-2", "Blip2ForConditionalGeneration"),
    "llava_next": Family("llava_next", "LlavaNextForConditionalGeneration"),
    "minicpmv4_6": Family("minicpmv4_6", "MiniCPMV4_6ForConditionalGeneration"),
    "molmo2": Family("molmo2", "Molmo2ForConditionalGeneration"),
}
