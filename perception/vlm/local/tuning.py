"""A local model taught to point on a user's own pages: LoRA (github.com/huggingface/peft) on its decoder.

The eye of the model stays as it is, so each picture is worked through once. What is learnt is saved in peft's layout,
and can be gone on with where it broke off.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
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

Tell = Callable[[str], None]
LAYERS = r".*language_model\.layers\.\d+\.(self_attn\.[qkvo]_proj|mlp\.(gate|up|down)_proj)"
PROGRESS, OPTIMIZER = "progress.json", "optimizer.pt"
_SAVED_EVERY = 50  # steps


@dataclass(frozen=True, eq=False)
class Example:
    """A picture, what was said of it, and where that is (None: nowhere on it)."""

    picture: Picture
    said: str
    box: BBox | None


@dataclass(frozen=True, slots=True)
class Course:
    """How it is taught: `epochs` rounds over the examples, learning `rate`, and the adapter's `rank`."""

    epochs: int = 3
    rate: float = 1e-4
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

    `eye` is changed by it. Raises CannotDo where the model cannot point, ModelFault where `out` is another course's.
    """
    import torch

    sight = eye.load(silent=True).sight
    if sight is None or eye.profile.coordinates is None:
        raise CannotDo(f"{eye.name} cannot be taught to point: {eye.profile.note or 'it has no form for it'}")
    if eye.profile.thinks or eye.load().loaded.precision == "int8":
        raise CannotDo(f"{eye.name} cannot be taught: use an instruct model, in bfloat16 or float32")
    model = eye.load().loaded.model
    state = {
        "model": eye.checkpoint.fingerprint(), "profile": eye.profile.name.partition("+")[0], "examples": len(examples),
        "epochs": course.epochs,
    }  # fmt: skip
    begun = _begun(out, state)
    adapted = _adapter(model, eye, out, course, resumed=begun > 0)
    weights = [weight for weight in model.parameters() if weight.requires_grad]
    optimizer = torch.optim.AdamW(weights, course.rate, weight_decay=0.01)
    if begun and (out / OPTIMIZER).is_file():
        optimizer.load_state_dict(torch.load(out / OPTIMIZER, weights_only=True))
    order = [at for epoch in range(course.epochs) for at in _shuffled(len(examples), course.seed + epoch)]
    losses = []
    for step in range(begun, len(order)):
        loss = _loss(eye, sight, examples[order[step]])
        loss.backward()
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        losses.append(float(loss.detach()))
        tell(f"step {step + 1} of {len(order)}, loss {losses[-1]:.3f}")
        if (step + 1) % _SAVED_EVERY == 0 or step + 1 == len(order):
            adapted.save_pretrained(str(out))
            torch.save(optimizer.state_dict(), out / OPTIMIZER)
            (out / PROGRESS).write_text(json.dumps({**state, "step": step + 1}))
    return losses


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


def _shuffled(count: int, seed: int) -> list[int]:
    return random.Random(seed).sample(range(count), count)


def _loss(eye: LocalEye, sight: Any, example: Example) -> Any:
    """Of the answer's tokens alone, given the picture and the question."""
    import torch

    from perception.vlm.local.prompts import prompt

    loaded, profile = eye.load().loaded, eye.profile
    question = questions.locate(profile, example.said)
    with torch.no_grad():
        ids, features = sight.encoded(prompt(loaded.processor, profile, question, 1), [example.picture])
    answer = document(profile, example)
    said = [*loaded.tokenizer(answer, add_special_tokens=False)["input_ids"], loaded.tokenizer.eos_token_id]
    hidden = loaded.model.model(**sight.given(ids + said, features), use_cache=False).last_hidden_state
    scores = loaded.model.lm_head(hidden[:, len(ids) - 1 : -1]).float()
    return torch.nn.functional.cross_entropy(scores[0], torch.tensor(said, device=scores.device))


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
