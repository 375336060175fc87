"""A checkpoint -> a model and its processor, in the precision and on the device that this machine is best at."""

from __future__ import annotations

import contextlib
import importlib.util
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from perception.vlm.local.checkpoint import Checkpoint
from perception.vlm.local.families import FAMILIES, Family
from perception.vlm.local.memory import check, free
from perception.vlm.local.settings import LocalSettings
from perception.vlm.profiles import Profile
from perception.vlm.types import CannotDo, ModelFault, ModelMissing, ModelTooLarge, VlmError


@dataclass
class Loaded:
    """`model` and `processor` are transformers' own; `family` says by which way it answers."""

    model: Any
    processor: Any
    family: Family
    device: str
    precision: str

    @property
    def tokenizer(self) -> Any:
        return self.processor.tokenizer


def device_of(settings: LocalSettings) -> str:
    """Raises CannotDo where the device that was asked for is not there."""
    import torch

    there = {"cpu": True, "cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    if settings.device == "auto":
        return next(name for name in ("cuda", "mps", "cpu") if there[name])
    if not there[settings.device]:
        raise CannotDo(f"this machine (or this build of torch) has no {settings.device}: use cpu, or auto")
    return settings.device


def precision_of(settings: LocalSettings, device: str) -> str:
    """bfloat16 on a GPU and on processors that multiply it themselves; float32, which all have, elsewhere."""
    if settings.precision != "auto":
        if settings.precision.startswith("int") and device != "cpu":
            raise CannotDo(f"{settings.precision} weights are for processors: use bfloat16 on a GPU")
        return settings.precision
    return "bfloat16" if device != "cpu" or _multiplies_bfloat16() else "float32"


def _multiplies_bfloat16() -> bool:
    import torch

    supported = getattr(torch.ops.mkldnn, "_is_mkldnn_bf16_supported", None)
    fast = getattr(torch.cpu, "_is_avx512_bf16_supported", None)
    return bool(supported and supported() and fast and fast())


def load(profile: Profile, checkpoint: Checkpoint, settings: LocalSettings) -> Loaded:
    """Reads everything. Raises ModelTooLarge before, ModelFault or ModelMissing while it reads."""
    family = FAMILIES[profile.family]
    device = device_of(settings)
    precision = precision_of(settings, device)
    if device == "cpu":
        check(checkpoint, precision, min(settings.max_pixels or profile.pixels[1], profile.pixels[1]), free())
    with _quiet(), _faults_of(checkpoint, precision):
        processor = processor_of(checkpoint, family)
        model = _model(checkpoint, family, device, precision)
    return Loaded(model, processor, family, device, precision)


@contextlib.contextmanager
def _faults_of(checkpoint: Checkpoint, precision: str) -> Iterator[None]:
    """Whatever the libraries make of files that do not fit together, as one sentence."""
    from huggingface_hub.errors import StrictDataclassError

    try:
        yield
    except VlmError:
        raise
    except (*_BROKEN, StrictDataclassError) as fault:
        if isinstance(fault, RuntimeError) and "memory" in str(fault):
            raise ModelTooLarge(f"{checkpoint.folder.name} does not fit into memory in {precision}") from None
        raise ModelFault(f"{checkpoint.folder} cannot be loaded: {_first_line(fault)}") from fault


_BROKEN = (OSError, ValueError, RuntimeError, LookupError, TypeError, AttributeError, ArithmeticError)


def _model(checkpoint: Checkpoint, family: Family, device: str, precision: str) -> Any:
    import torch
    import transformers

    kind = getattr(transformers, family.model, None)
    if kind is None:
        raise ModelMissing(
            f"this version of transformers has no {family.model}; run: pip install -U 'sightwright[vlm]'"
        )
    dtype = torch.float32 if precision == "float32" else torch.bfloat16
    model, report = kind.from_pretrained(
        checkpoint.folder, dtype=dtype, output_loading_info=True, attn_implementation=_attention(device, family)
    )
    _complete(checkpoint, report)
    if checkpoint.adapter:
        model = _adapted(model, checkpoint.adapter)
    model = model.to(device).eval().requires_grad_(False)
    if family.prefixes:
        from perception.vlm.local.attention import quicken
        from perception.vlm.local.weights import lighten, lighten_patches

        lighten_patches(model)
        if device == "cpu":
            quicken(model.model.language_model)
            lighten(model, precision)
    return model


def _adapted(model: Any, folder: Path) -> Any:
    """The model with an adapter's weights added to its own."""
    if importlib.util.find_spec("peft") is None:
        raise ModelMissing("a tuned model needs the package peft; run: python -m pip install 'sightwright[tune]'")
    from peft import PeftModel

    return PeftModel.from_pretrained(model, str(folder)).merge_and_unload()


def _attention(device: str, family: Family) -> str | dict[str, str]:
    """Flash attention where it is installed; a decoder on a rail needs its mask, which flash attention has no place
    for (torch's own takes the same kernels while it works through a prompt)."""
    if device != "cuda" or importlib.util.find_spec("flash_attn") is None:
        return "sdpa"
    flash = "flash_attention_2"
    return {"text_config": "sdpa", "vision_config": flash} if family.prefixes else flash


def _complete(checkpoint: Checkpoint, report: Any) -> None:
    """transformers fills what a file lacks with random numbers and only warns; here that is a fault."""
    missing = sorted(report["missing_keys"])
    wrong = [str(key[0] if isinstance(key, tuple) else key) for key in report["mismatched_keys"]]
    if missing or wrong:
        name, what = (missing[0], "lacks") if missing else (wrong[0], "has in another size")
        count = len(missing or wrong)
        raise ModelFault(f"{checkpoint.folder} {what} {count} of its weights, {name} among them: fetch it again")


def processor_of(checkpoint: Checkpoint, family: Family) -> Any:
    """AutoProcessor's, or, where torchvision is not installed, the same without its part for videos."""
    import transformers

    try:
        processor = transformers.AutoProcessor.from_pretrained(checkpoint.folder)
        if hasattr(processor, "image_processor"):
            return processor
    except ImportError:
        pass
    kind = getattr(transformers, family.processor or "", None)
    if kind is None:
        raise ModelMissing(f"{family.model} needs torchvision; run: python -m pip install torchvision")
    attributes = {"get_attributes": classmethod(lambda cls: ["image_processor", "tokenizer"])}
    stills: Any = type(kind.__name__, (kind,), attributes)
    return stills.from_pretrained(checkpoint.folder)


def _first_line(fault: BaseException) -> str:
    lines = str(fault).strip().splitlines()
    return lines[0][:200] if lines else type(fault).__name__


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """No bars and no advice on standard error: what matters of them is raised."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from transformers.utils import logging

    before = logging.get_verbosity()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        logging.set_verbosity(before)
