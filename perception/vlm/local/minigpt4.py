"""MiniGPT-4 is BLIP-2's eye and Q-Former, one layer of its own, and Vicuna: put together into one checkpoint.

    python -m perception.vlm.local.minigpt4 BLIP2_FOLDER VICUNA_FOLDER PROJECTION.pth OUT_FOLDER

transformers has no class for it and needs none: it is a Blip2ForConditionalGeneration whose language model is a Llama.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

from perception.vlm.types import ModelFault

_LAYER = ("llama_proj.weight", "llama_proj.bias")


def assemble(eye: Path, speaker: Path, projection: Path, out: Path) -> Path:
    """Writes the checkpoint. `eye` is a BLIP-2, `speaker` a Llama, `projection` the file that MiniGPT-4's authors give.

    Raises ModelFault where the parts do not fit one another.
    """
    import torch
    from transformers import AutoProcessor, AutoTokenizer, Blip2ForConditionalGeneration, LlamaForCausalLM

    seen = Blip2ForConditionalGeneration.from_pretrained(eye, dtype=torch.bfloat16)
    said = LlamaForCausalLM.from_pretrained(speaker, dtype=torch.bfloat16)
    layer = _layer(projection, seen.config.qformer_config.hidden_size, said.config.hidden_size)
    old, tokenizer = AutoProcessor.from_pretrained(eye), AutoTokenizer.from_pretrained(speaker)
    count = seen.config.num_query_tokens
    processor = type(old)(old.image_processor, tokenizer, num_query_tokens=count)
    sign = tokenizer.convert_tokens_to_ids("<image>")
    said.resize_token_embeddings(max(said.config.vocab_size, sign + 1), mean_resizing=False)
    model = _joined(seen, said, layer, sign)
    model.save_pretrained(out)
    processor.save_pretrained(out)
    return out


def _joined(seen: Any, said: Any, layer: Any, sign: int) -> Any:
    import torch
    from transformers import Blip2Config, Blip2ForConditionalGeneration

    config = Blip2Config(
        vision_config=seen.config.vision_config.to_dict(), qformer_config=seen.config.qformer_config.to_dict(),
        text_config=said.config.to_dict(), num_query_tokens=seen.config.num_query_tokens, image_token_index=sign,
    )  # fmt: skip
    with torch.device("meta"):
        model = Blip2ForConditionalGeneration(config)
    for name in ("vision_model", "query_tokens", "qformer"):
        setattr(model, name, getattr(seen, name))
    model.language_projection, model.language_model = layer, said
    model.generation_config = said.generation_config
    return model


def _layer(path: Path, inwards: int, outwards: int) -> Any:
    import torch

    try:
        held = torch.load(path, map_location="cpu", weights_only=True)
        weight, bias = (dict(held.get("model", held))[name] for name in _LAYER)
    except FileNotFoundError:
        raise ModelFault(f"there is no file {path}") from None
    except (
        UnpicklingError,
        LookupError,
        AttributeError,
        TypeError,
        ValueError,
        RuntimeError,
        EOFError,
        OSError,
    ) as fault:
        raise ModelFault(f"{path} holds no projection of MiniGPT-4 ({type(fault).__name__})") from None
    if tuple(weight.shape) != (outwards, inwards):
        raise ModelFault(
            f"{path} joins {weight.shape[1]} to {weight.shape[0]} numbers, these parts {inwards} to {outwards}"
        )
    layer = torch.nn.Linear(inwards, outwards, dtype=torch.bfloat16)
    layer.load_state_dict({"weight": weight, "bias": bias})
    return layer


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__)
    for name in ("eye", "speaker", "projection", "out"):
        reader.add_argument(name, type=Path)
    print(assemble(**vars(reader.parse_args())))


if __name__ == "__main__":
    main()
