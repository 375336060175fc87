"""Small checkpoints of Qwen3-VL in the official layout, with random weights: what the local backend is tested on.

The files are those of `Qwen/Qwen3-VL-2B-Instruct`: config.json in the hub's form, model.safetensors, tokenizer.json,
preprocessor_config.json, chat_template.json, generation_config.json. Only the sizes differ.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SPECIAL = (
    "<|endoftext|> <|im_start|> <|im_end|> <|object_ref_start|> <|object_ref_end|> <|box_start|> <|box_end|> "
    "<|quad_start|> <|quad_end|> <|vision_start|> <|vision_end|> <|vision_pad|> <|image_pad|> <|video_pad|>"
).split()
THINKING = ("<tool_call>", "</tool_call>", "<think>", "</think>")  # no control tokens: they are part of what is said
# How Qwen cuts text before it is paired: words with one blank, single digits, signs, line ends.
_WORDS = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
_TURN = (
    "{%- for message in messages %}{{- '<|im_start|>' + message.role + '\\n' }}"
    "{%- if message.content is string %}{{- message.content }}"
    "{%- else %}{%- for part in message.content %}"
    "{%- if part.type == 'image' %}{{- '<|vision_start|><|image_pad|><|vision_end|>' }}"
    "{%- elif part.type == 'video' %}{{- '<|vision_start|><|video_pad|><|vision_end|>' }}"
    "{%- elif 'text' in part %}{{- part.text }}{%- endif %}"
    "{%- endfor %}{%- endif %}{{- '<|im_end|>\\n' }}{%- endfor %}"
    "{%- if add_generation_prompt %}{{- '<|im_start|>assistant\\n' }}{%- endif %}"
)
_CORPUS = (
    'Locate the element that matches this description: the red button. [{"bbox_2d": [120, 48, 960, 512]}]',
    'Report its bounding box in JSON format. {"steps": [{"kind": "click", "mark": 3, "why": "to save"}]}',
    "the field under Name, the link beside Cancel, the green box at the top of the page; it is not on this screen",
    '{"found": true, "answer": "Save"} {"same": false, "changes": []} {"point_2d": [1, 2]} {"unresolved": []}',
)


@dataclass(frozen=True, slots=True)
class Sizes:
    """The sizes that differ from model to model; the rest follows the architecture."""

    hidden: int = 64
    layers: int = 2
    heads: int = 4
    kv_heads: int = 2
    head_dim: int = 16
    intermediate: int = 128
    vision_hidden: int = 64
    vision_layers: int = 2
    vision_heads: int = 4
    vision_intermediate: int = 128
    deepstack: tuple[int, ...] = (0, 1)
    vocabulary: int = 1000
    positions: int = 2304
    mrope: tuple[int, int, int] = (4, 2, 2)  # their sum is half of head_dim


TINY = Sizes()
TRUE = Sizes(  # Qwen3-VL-2B
    hidden=2048, layers=28, heads=16, kv_heads=8, head_dim=128, intermediate=6144, vision_hidden=1024,
    vision_layers=24, vision_heads=16, vision_intermediate=4096, deepstack=(5, 11, 17), vocabulary=151_936,
    mrope=(24, 20, 20),
)  # fmt: skip


def config(sizes: Sizes, tokens: Mapping[str, int]) -> dict[str, Any]:
    """config.json in the hub's form, which every version of transformers reads."""
    return {
        "architectures": ["Qwen3VLForConditionalGeneration"], "model_type": "qwen3_vl", "tie_word_embeddings": True,
        "image_token_id": tokens["<|image_pad|>"], "video_token_id": tokens["<|video_pad|>"],
        "vision_start_token_id": tokens["<|vision_start|>"], "vision_end_token_id": tokens["<|vision_end|>"],
        "text_config": {
            "model_type": "qwen3_vl_text", "hidden_size": sizes.hidden, "num_hidden_layers": sizes.layers,
            "num_attention_heads": sizes.heads, "num_key_value_heads": sizes.kv_heads, "head_dim": sizes.head_dim,
            "intermediate_size": sizes.intermediate, "vocab_size": sizes.vocabulary, "hidden_act": "silu",
            "rms_norm_eps": 1e-6, "max_position_embeddings": 262_144, "rope_theta": 5_000_000,
            "rope_scaling": {"mrope_interleaved": True, "mrope_section": list(sizes.mrope), "rope_type": "default"},
            "attention_bias": False, "attention_dropout": 0.0, "initializer_range": 0.02, "dtype": "bfloat16",
            "bos_token_id": tokens["<|endoftext|>"], "eos_token_id": tokens["<|im_end|>"], "tie_word_embeddings": True,
        },
        "vision_config": {
            "model_type": "qwen3_vl", "depth": sizes.vision_layers, "hidden_size": sizes.vision_hidden,
            "num_heads": sizes.vision_heads, "intermediate_size": sizes.vision_intermediate,
            "out_hidden_size": sizes.hidden, "deepstack_visual_indexes": list(sizes.deepstack), "in_channels": 3,
            "patch_size": 16, "spatial_merge_size": 2, "temporal_patch_size": 2, "hidden_act": "gelu_pytorch_tanh",
            "num_position_embeddings": sizes.positions, "initializer_range": 0.02,
        },
    }  # fmt: skip


def write_tokenizer(folder: Path, vocabulary: int, corpus: Iterable[str] = _CORPUS) -> dict[str, int]:
    """tokenizer.json and its configuration; the ids of the special tokens. Pairs are learnt from `corpus`."""
    from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

    extra = [*SPECIAL, *THINKING]
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Split(Regex(_WORDS), "isolated"), pre_tokenizers.ByteLevel(False, False, False)]
    )
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.train_from_iterator(corpus, trainers.BpeTrainer(
        vocab_size=min(vocabulary, 4000) - len(extra), initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    ))  # fmt: skip
    tokenizer.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in SPECIAL])
    tokenizer.add_tokens([AddedToken(token, special=False, normalized=False) for token in THINKING])
    tokenizer.save(str(folder / "tokenizer.json"))
    _json(folder / "tokenizer_config.json", {
        "tokenizer_class": "Qwen2Tokenizer", "model_max_length": 262_144, "eos_token": "<|im_end|>",
        "pad_token": "<|endoftext|>", "bos_token": None, "unk_token": None, "add_bos_token": False,
        "add_prefix_space": False, "clean_up_tokenization_spaces": False, "errors": "replace",
        "additional_special_tokens": SPECIAL[1:], "chat_template": _TURN,
    })  # fmt: skip
    return {token: int(tokenizer.token_to_id(token) or 0) for token in extra}


def write_processor(folder: Path) -> None:
    """The processor's files, as the official ones have them."""
    _json(folder / "preprocessor_config.json", {
        "size": {"longest_edge": 16_777_216, "shortest_edge": 65_536}, "patch_size": 16, "temporal_patch_size": 2,
        "merge_size": 2, "image_mean": [0.5] * 3, "image_std": [0.5] * 3, "processor_class": "Qwen3VLProcessor",
        "image_processor_type": "Qwen2VLImageProcessorFast",
    })  # fmt: skip
    _json(folder / "video_preprocessor_config.json", {
        "size": {"longest_edge": 25_165_824, "shortest_edge": 4_096}, "patch_size": 16, "temporal_patch_size": 2,
        "merge_size": 2, "image_mean": [0.5] * 3, "image_std": [0.5] * 3, "processor_class": "Qwen3VLProcessor",
        "video_processor_type": "Qwen3VLVideoProcessor",
    })  # fmt: skip
    _json(folder / "chat_template.json", {"chat_template": _TURN})


def make(folder: Path, sizes: Sizes = TINY, *, seed: int = 0, std: float | None = 0.25) -> Path:
    """A whole checkpoint. `std` is the spread of the weights: with the usual 0.02 one token repeats for ever."""
    import torch
    from transformers import Qwen3VLConfig, Qwen3VLForConditionalGeneration

    folder.mkdir(parents=True, exist_ok=True)
    tokens = write_tokenizer(folder, sizes.vocabulary)
    write_processor(folder)
    known = config(sizes, tokens)
    torch.manual_seed(seed)
    usual = torch.get_default_dtype()
    torch.set_default_dtype(torch.bfloat16)  # a large model is never there in float32
    try:
        model = Qwen3VLForConditionalGeneration(Qwen3VLConfig(**json.loads(json.dumps(known))))
    finally:
        torch.set_default_dtype(usual)
    if std:
        with torch.no_grad():
            for name, weight in model.named_parameters():
                if weight.ndim > 1:
                    weight.normal_(0, std if "visual" not in name else 0.1)
    save(model, folder, known, tokens)
    return folder


def save(model: Any, folder: Path, known: Mapping[str, Any], tokens: Mapping[str, int]) -> None:
    """Weights and configuration; one saved by transformers itself is in a form that older versions do not read."""
    from safetensors.torch import save_file

    state = {name: value.contiguous() for name, value in model.state_dict().items() if name != "lm_head.weight"}
    save_file(state, str(folder / "model.safetensors"), metadata={"format": "pt"})
    _json(folder / "config.json", known)
    _json(folder / "generation_config.json", {
        "bos_token_id": tokens["<|endoftext|>"], "pad_token_id": tokens["<|endoftext|>"], "do_sample": True,
        "eos_token_id": [tokens["<|im_end|>"], tokens["<|endoftext|>"]], "top_k": 20, "top_p": 0.8,
        "temperature": 0.7, "repetition_penalty": 1.0,
    })  # fmt: skip


def _json(path: Path, document: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
