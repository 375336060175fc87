"""Small checkpoints of the other families, with random weights, saved as transformers saves them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bench.vlm.checkpoint import write_tokenizer

_QUERIES = 4
_EYE = {"hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 2, "num_attention_heads": 2, "image_size": 28,
        "patch_size": 14}  # fmt: skip
_FORMER = {"vocab_size": 600, "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2,
           "intermediate_size": 48, "encoder_hidden_size": 32}  # fmt: skip


def _tokenizer(folder: Path) -> Any:
    from transformers import PreTrainedTokenizerFast

    write_tokenizer(folder, 600)
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_file=str(folder / "tokenizer.json"), eos_token="<|im_end|>", pad_token="<|endoftext|>",
        bos_token="<|endoftext|>",
    )  # fmt: skip
    tokenizer.add_tokens(["<image>"], special_tokens=True)
    return tokenizer


def _speaker(tokenizer: Any) -> dict[str, Any]:
    return {
        "model_type": "llama", "vocab_size": 600, "hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 2,
        "num_attention_heads": 2, "num_key_value_heads": 2, "max_position_embeddings": 4096,
        "bos_token_id": tokenizer.bos_token_id, "eos_token_id": tokenizer.eos_token_id,
        "pad_token_id": tokenizer.pad_token_id,
    }  # fmt: skip


def _small_pictures() -> Any:
    from transformers.models.blip.image_processing_pil_blip import BlipImageProcessorPil

    return BlipImageProcessorPil(size={"height": 28, "width": 28})


def _save(folder: Path, model: Any, processor: Any) -> Path:
    import torch

    torch.manual_seed(0)
    with torch.no_grad():
        for weight in model.parameters():
            if weight.ndim > 1:
                weight.normal_(0, 0.25)
    model.save_pretrained(folder)
    processor.save_pretrained(folder)
    return folder


def blip2(folder: Path) -> Path:
    from transformers import Blip2Config, Blip2ForConditionalGeneration, Blip2Processor

    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = _tokenizer(folder)
    config = Blip2Config(
        vision_config=_EYE, qformer_config=_FORMER, text_config=_speaker(tokenizer), num_query_tokens=_QUERIES,
        image_token_index=tokenizer.convert_tokens_to_ids("<image>"),
    )  # fmt: skip
    processor = Blip2Processor(_small_pictures(), tokenizer, num_query_tokens=_QUERIES)
    return _save(folder, Blip2ForConditionalGeneration(config), processor)


def instructblip(folder: Path) -> Path:
    from transformers import InstructBlipConfig, InstructBlipForConditionalGeneration, InstructBlipProcessor

    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = _tokenizer(folder)
    config = InstructBlipConfig(
        vision_config=_EYE, qformer_config=_FORMER, text_config=_speaker(tokenizer), num_query_tokens=_QUERIES,
        image_token_index=tokenizer.convert_tokens_to_ids("<image>"),
    )  # fmt: skip
    processor = InstructBlipProcessor(_small_pictures(), tokenizer, _tokenizer(folder), num_query_tokens=_QUERIES)
    return _save(folder, InstructBlipForConditionalGeneration(config), processor)


def llava_next(folder: Path) -> Path:
    from transformers import LlavaNextConfig, LlavaNextForConditionalGeneration, LlavaNextProcessor
    from transformers.models.llava_next.image_processing_pil_llava_next import LlavaNextImageProcessorPil

    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = _tokenizer(folder)
    spread = [[28, 56], [56, 28], [56, 56]]
    config = LlavaNextConfig(
        vision_config={**_EYE, "model_type": "clip_vision_model", "projection_dim": 32},
        text_config=_speaker(tokenizer), image_token_index=tokenizer.convert_tokens_to_ids("<image>"),
        image_grid_pinpoints=spread, image_seq_length=4,
    )  # fmt: skip
    pictures = LlavaNextImageProcessorPil(
        size={"shortest_edge": 28}, crop_size={"height": 28, "width": 28}, image_grid_pinpoints=spread
    )
    talk = (
        "{% for m in messages %}[INST] {% for part in m.content %}{% if part.type == 'image' %}<image>\n"
        "{% else %}{{ part.text }}{% endif %}{% endfor %} [/INST]{% endfor %}"
    )
    processor = LlavaNextProcessor(
        pictures, tokenizer, patch_size=14, vision_feature_select_strategy="default", chat_template=talk,
        num_additional_image_tokens=1,
    )  # fmt: skip
    return _save(folder, LlavaNextForConditionalGeneration(config), processor)


MAKERS = {"blip2-2.7b": blip2, "instructblip-7b": instructblip, "llava-1.6-7b": llava_next}
