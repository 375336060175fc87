"""The other families, each loaded by the class that transformers has for it: small, and with random weights."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from perception.vlm import questions, schemas
from perception.vlm.local import LocalSettings, open_eye
from perception.vlm.types import CannotDo, ModelFault, ModelMissing, Question

CPU = LocalSettings(precision="float32", device="cpu")


@pytest.fixture(scope="module")
def made(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Makes a family's checkpoint once. (`tiny` skips where the extra is missing.)"""
    from tests.perception.vlm.other_families import MAKERS

    known: dict[str, Path] = {}

    def make(name: str) -> Path:
        if name not in known:
            known[name] = MAKERS[name](tmp_path_factory.mktemp("families") / name)
        return known[name]

    return make


@pytest.mark.parametrize("name", ["blip2-2.7b", "instructblip-7b", "llava-1.6-7b"])
def test_a_family_answers_and_says_that_it_cannot_point(made: Any, a_picture: Any, name: str) -> None:
    eye = open_eye(f"{name}={made(name)}", CPU)
    question = questions.ask(eye.profile, "what is it?")
    reply = eye.ask([a_picture(90, 60)], question)
    assert not list(schemas.faults(reply.parsed, question.schema or {}))
    assert reply.new_tokens > 5
    first, other = (eye.ask([a_picture(90, 60, seed)], Question("what?", max_new_tokens=12)).text for seed in (1, 2))
    assert first != other  # it looks at the picture
    with pytest.raises(CannotDo, match=f"{name} cannot point"):
        questions.locate(eye.profile, "Save")


def test_blip_2_looks_at_one_picture_at_a_time(made: Any, a_picture: Any) -> None:
    eye = open_eye(f"blip2-2.7b={made('blip2-2.7b')}", CPU)
    with pytest.raises(CannotDo, match="one picture at a time"):
        eye.ask([a_picture(), a_picture()], Question("which?"))


def test_minigpt_4_is_put_together_and_answers(made: Any, a_picture: Any, tmp_path: Path) -> None:
    import torch
    from transformers import AutoTokenizer, LlamaConfig, LlamaForCausalLM

    from perception.vlm.local.minigpt4 import assemble

    eye = made("blip2-2.7b")
    speaker = tmp_path / "vicuna"
    tokenizer = AutoTokenizer.from_pretrained(eye)
    config = LlamaConfig(
        vocab_size=600, hidden_size=48, intermediate_size=64, num_hidden_layers=2, num_attention_heads=2,
        num_key_value_heads=2, eos_token_id=tokenizer.eos_token_id,
    )  # fmt: skip
    torch.manual_seed(1)
    LlamaForCausalLM(config).save_pretrained(speaker)
    tokenizer.save_pretrained(speaker)
    layer = {"llama_proj.weight": torch.randn(48, 32), "llama_proj.bias": torch.randn(48)}
    torch.save({"model": layer}, tmp_path / "layer.pth")
    out = assemble(eye, speaker, tmp_path / "layer.pth", tmp_path / "minigpt4-7b")
    joined = open_eye(f"minigpt4-7b={out}", CPU)
    projection = joined.load().loaded.model.state_dict()
    kept = next(value for name, value in projection.items() if name.endswith("language_projection.weight"))
    assert torch.equal(kept, layer["llama_proj.weight"].to(torch.bfloat16).float())
    question = questions.ask(joined.profile, "what is it?")
    assert not list(schemas.faults(joined.ask([a_picture(90, 60)], question).parsed, question.schema or {}))
    torch.save(
        {"model": {"llama_proj.weight": torch.randn(48, 31), "llama_proj.bias": torch.randn(48)}}, tmp_path / "b"
    )
    with pytest.raises(ModelFault, match="joins 31 to 48 numbers, these parts 32 to 48"):
        assemble(eye, speaker, tmp_path / "b", tmp_path / "no")
    (tmp_path / "c").write_text("nonsense")
    with pytest.raises(ModelFault, match="holds no projection"):
        assemble(eye, speaker, tmp_path / "c", tmp_path / "no")


@pytest.mark.skipif(importlib.util.find_spec("torchvision") is not None, reason="torchvision is installed")
@pytest.mark.parametrize(("name", "kind"), [("minicpm-v-4.6", "minicpmv4_6"), ("molmo2-4b", "molmo2")])
def test_a_family_that_needs_torchvision_says_so(tiny: Path, tmp_path: Path, name: str, kind: str) -> None:
    for path in tiny.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "config.json").write_text(json.dumps({"model_type": kind}))
    (tmp_path / "preprocessor_config.json").write_text(json.dumps({"processor_class": "Processor"}))
    with pytest.raises(ModelMissing, match="needs torchvision"):
        open_eye(f"{name}={tmp_path}", CPU).load()
