"""A local model taught to point on a user's own pages: LoRA (github.com/huggingface/peft) on its decoder and its eye.

A step is one picture with all that is asked about it. What is learnt is saved in peft's layout, and can be gone on with
where it broke off.
"""

from __future__ import annotations

import hashlib
import json
import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from perception.types import BBox
from perception.vlm import questions
from perception.vlm.coordinates import own, place
from perception.vlm.profiles import Profile
from perception.vlm.types import BadReply, CannotDo, Eye, ModelFault

if TYPE_CHECKING:
    from perception.capture import Picture
    from perception.vlm.local.eye import LocalEye
    from perception.vlm.local.loading import Loaded

Tell = Callable[[str], None]
LAYERS = (
    r".*language_model\.layers\.\d+\.(self_attn\.[qkvo]_proj|mlp\.(gate|up|down)_proj)"
    r"|.*visual\.(blocks\.\d+\.(attn\.(qkv|proj)|mlp\.linear_fc[12])|(merger|deepstack_merger_list\.\d+)\.linear_fc[12])"
)
PROGRESS, OPTIMIZER = "progress.json", "optimizer.pt"
_SAVED_EVERY = 50  # steps
_TOGETHER = 8  # questions about a picture at a time, at most
_WARM = 0.1  # of the steps, until the rate is full
_RATE = 0.2  # over the model's width: 1e-4 for Qwen3-VL-2B; the wider a model, the less each of its weights may move


@dataclass(frozen=True, eq=False)
class Example:
    """A picture, what was said of it, and where that is (None: nowhere on it)."""

    picture: Picture
    said: str
    box: BBox | None


@dataclass(frozen=True, slots=True)
class Course:
    """How it is taught: `epochs` rounds over the examples, learning `rate` (None: what fits the model's width), and the
    adapter's `rank`."""

    epochs: int = 6
    rate: float | None = None
    rank: int = 16
    seed: int = 0


def parted(examples: Sequence[Example], share: float = 0.2) -> tuple[list[Example], list[Example]]:
    """(to teach, to examine): whole pictures are held back, so that the examination is of pages never seen."""
    pictures = sorted({example.picture.sha256 for example in examples})
    held = set(random.Random(0).sample(pictures, round(len(pictures) * share)))
    return (
        [example for example in examples if example.picture.sha256 not in held],
        [example for example in examples if example.picture.sha256 in held],
    )


def pointed(eye: Eye, examples: Sequence[Example]) -> float:
    """The share of examples that an eye gets right: inside the box, or refused where there is none."""
    coordinates = eye.profile.coordinates
    if coordinates is None:
        raise CannotDo(f"{eye.name} cannot point: {eye.profile.note}")
    right = 0
    for example in examples:
        try:
            reply = eye.ask([example.picture], questions.locate(eye.profile, example.said))
        except BadReply:
            continue
        found = place(reply.parsed, coordinates, example.picture.width, example.picture.height)
        right += found is None if example.box is None else found is not None and example.box.contains(*found.centre)
    return right / len(examples) if examples else 0.0


def tune(eye: LocalEye, examples: Sequence[Example], out: Path, course: Course, tell: Tell) -> list[float]:
    """Teaches, and saves the adapter in `out`; the losses of the steps taken now. Goes on where `out` was left.

    Raises CannotDo where the model cannot point, ModelFault where `out` is another course's.
    """
    import torch

    from perception.vlm.local.teaching import Teacher

    lessons = [one for epoch in range(course.epochs) for one in _lessons(eye.profile, examples, course.seed + epoch)]
    state = {
        "model": eye.checkpoint.fingerprint(), "profile": eye.profile.name, "examples": len(examples),
        "epochs": course.epochs, "steps": len(lessons),
    }  # fmt: skip
    loaded = _plain(eye)
    begun = _begun(out, state)
    adapted = _adapter(loaded.model, eye, out, course, resumed=begun > 0)
    weights = [weight for weight in adapted.parameters() if weight.requires_grad]
    most = course.rate or _RATE / loaded.model.config.text_config.hidden_size
    optimizer = torch.optim.AdamW(weights, most, weight_decay=0.01)
    if begun and (out / OPTIMIZER).is_file():
        optimizer.load_state_dict(torch.load(out / OPTIMIZER, weights_only=True))
    teacher = Teacher(loaded, eye.profile, _pixels(eye))
    losses = []
    for step in range(begun, len(lessons)):
        lesson = lessons[step]
        loss = teacher.loss(lesson[0].picture, [(one.said, document(eye.profile, one)) for one in lesson])
        loss.backward()
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        for group in optimizer.param_groups:
            group["lr"] = most * _share(step, len(lessons))
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        losses.append(float(loss.detach()))
        tell(f"step {step + 1} of {len(lessons)}, loss {losses[-1]:.3f}")
        if (step + 1) % _SAVED_EVERY == 0 or step + 1 == len(lessons):
            adapted.save_pretrained(str(out))
            torch.save(optimizer.state_dict(), out / OPTIMIZER)
            (out / PROGRESS).write_text(json.dumps({**state, "step": step + 1}))
    return losses


def _lessons(profile: Profile, examples: Sequence[Example], seed: int) -> list[list[Example]]:
    """One round: all that is asked about a picture together, up to a number, in another order each time.

    Where the words come before the picture, each question has a picture of its own behind it.
    """
    chance = random.Random(seed)
    most = _TOGETHER if profile.picture_first else 1
    by_picture: dict[bytes, list[Example]] = {}
    for one in examples:
        by_picture.setdefault(hashlib.blake2b(one.picture.pixels.tobytes()).digest(), []).append(one)
    lessons = []
    for ones in by_picture.values():
        mixed = chance.sample(ones, len(ones))
        lessons += [mixed[at : at + most] for at in range(0, len(mixed), most)]
    return chance.sample(lessons, len(lessons))


def _share(step: int, steps: int) -> float:
    """Of the highest rate: it is reached after a tenth of the steps, and dies away to the end."""
    return min(1.0, (step + 1) / max(1.0, _WARM * steps)) * (0.5 + 0.5 * math.cos(math.pi * step / steps))


def _plain(eye: LocalEye) -> Loaded:
    """The model in transformers' own layers, which can be taught; the quick ones that it answers with are let go."""
    import torch
    import transformers

    answering = eye.load(silent=True)
    loaded = answering.loaded
    if answering.sight is None or eye.profile.coordinates is None:
        raise CannotDo(f"{eye.name} cannot be taught to point: {eye.profile.note or 'it has no form for it'}")
    if eye.profile.thinks or loaded.precision not in ("bfloat16", "float32"):
        raise CannotDo(f"{eye.name} cannot be taught: use an instruct model, in bfloat16 or float32")
    if eye.checkpoint.adapter:
        raise CannotDo(f"{eye.name} was tuned already: tune {eye.checkpoint.folder} on all plans together")
    eye.forget()
    kind = getattr(transformers, loaded.family.model)
    plain = kind.from_pretrained(
        eye.checkpoint.folder, dtype=getattr(torch, loaded.precision), attn_implementation="sdpa"
    )
    plain.gradient_checkpointing_enable({"use_reentrant": False})  # what all layers make of a screen is many gigabytes
    return replace(loaded, model=plain.to(loaded.device).train().requires_grad_(False))


def _pixels(eye: LocalEye) -> tuple[int, int]:
    least, most = eye.profile.pixels
    return min(least, eye.settings.max_pixels or least), min(most, eye.settings.max_pixels or most)


def _begun(out: Path, state: dict[str, Any]) -> int:
    """How many steps of the same course were taken already."""
    if not (out / PROGRESS).is_file():
        return 0
    try:
        known = json.loads((out / PROGRESS).read_text(encoding="utf-8"))
        step = int(known.pop("step"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise ModelFault(f"{out / PROGRESS} is damaged: tune into another folder") from None
    if known != state:
        raise ModelFault(
            f"{out} holds what was learnt of other examples or from another model: tune into another folder"
        )
    return step


def _adapter(model: Any, eye: LocalEye, out: Path, course: Course, resumed: bool) -> Any:
    import torch
    from peft import LoraConfig, PeftModel, get_peft_model

    torch.manual_seed(course.seed)
    if resumed:
        return PeftModel.from_pretrained(model, str(out), is_trainable=True)
    settings = LoraConfig(
        r=course.rank, lora_alpha=2 * course.rank, lora_dropout=0.0, target_modules=LAYERS, task_type="CAUSAL_LM",
        base_model_name_or_path=str(eye.checkpoint.folder),
    )  # fmt: skip
    adapted = get_peft_model(model, settings)
    adapted.peft_config["default"].base_model_name_or_path = str(eye.checkpoint.folder)
    return adapted


def document(profile: Profile, example: Example) -> str:
    """The answer to an example as the profile's form has it."""
    assert profile.coordinates is not None
    size = example.picture.width, example.picture.height
    numbers = own(example.box, profile.coordinates, *size) if example.box else None
    said: Any
    match profile.coordinates.form:
        case "boxes":
            said = [{"bbox_2d": numbers}] if numbers else []
        case "points":
            said = [{"point_2d": numbers}] if numbers else []
        case "pair":
            said = numbers or [-1, -1]
        case "coordinate":
            said = {"coordinate": numbers or [-1, -1]}
        case "call":
            click = {"action": "left_click", "coordinate": numbers}
            arguments = click if numbers else {"action": "terminate", "status": "failure"}
            said = {"name": "computer_use", "arguments": arguments}
    return json.dumps(said, separators=(", ", ": ") if profile.spaced else (",", ":"))
