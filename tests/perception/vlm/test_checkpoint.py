"""Folders that hold no model, a damaged one, another kind, or too large a one: each is said in one sentence."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from perception.vlm.local import LocalSettings, open_eye
from perception.vlm.local.checkpoint import inspect
from perception.vlm.local.memory import check, needed
from perception.vlm.types import CannotDo, ModelFault, ModelMissing, ModelTooLarge, VlmError

CPU = LocalSettings(precision="float32", device="cpu")


@pytest.fixture
def copied(tiny: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny, tmp_path / "model"))


def one_sentence(fault: pytest.ExceptionInfo[VlmError]) -> str:
    text = str(fault.value)
    assert "\n" not in text
    assert len(text) < 400
    return text


def test_a_whole_checkpoint_is_counted(tiny: Path) -> None:
    found = inspect(tiny)
    assert found.model_type == "qwen3_vl"
    assert found.weights == 698_752
    assert found.size == (tiny / "model.safetensors").stat().st_size


@pytest.mark.parametrize("share", [0.0, 0.00001, 0.5, 0.999999])
def test_a_file_that_was_cut_off(copied: Path, share: float) -> None:
    weights = copied / "model.safetensors"
    data = weights.read_bytes()
    weights.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(ModelFault, match=r"model\.safetensors") as fault:
        open_eye(str(copied), CPU)
    assert "agent models pull" in one_sentence(fault)


def test_a_file_with_another_head(copied: Path) -> None:
    (copied / "model.safetensors").write_bytes(b"<!DOCTYPE html><html>" * 100)
    with pytest.raises(ModelFault, match="no safetensors file"):
        open_eye(str(copied), CPU)


def test_weights_that_are_missing_or_of_another_size(copied: Path, tiny: Path) -> None:
    from safetensors.torch import load_file, save_file

    weights = load_file(tiny / "model.safetensors")
    lacking = {name: value for name, value in weights.items() if "layers.1.mlp" not in name}
    save_file(lacking, copied / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(ModelFault, match="lacks 3 of its weights") as fault:
        open_eye(str(copied), CPU).load()
    one_sentence(fault)
    name = "model.language_model.layers.0.mlp.up_proj.weight"
    save_file(weights | {name: weights[name][:10].clone()}, copied / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(ModelFault, match="model") as fault:
        open_eye(str(copied), CPU).load()
    one_sentence(fault)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("config.json", None, "holds no checkpoint"),
        ("config.json", "{", "cannot be read"),
        ("config.json", "[]", "no JSON object"),
        ("config.json", '{"model_type": "llama"}', "a model of the kind 'llama'"),
        ("tokenizer.json", None, r"has no tokenizer\.json"),
        ("model.safetensors", None, "holds no weights"),
        ("model.safetensors.index.json", '{"weight_map": {"a": "model-2.safetensors"}}', "is missing"),
        ("model.safetensors.index.json", '{"weight_map": {"a": "../../etc/passwd"}}', "is missing"),
        ("model.safetensors.index.json", '{"weight_map": 3}', "lists no files"),
    ],
)
def test_a_folder_that_is_no_whole_checkpoint(copied: Path, name: str, text: str | None, said: str) -> None:
    if text is None:
        (copied / name).unlink()
    else:
        (copied / name).write_text(text)
    with pytest.raises(VlmError, match=said) as fault:
        open_eye(str(copied), CPU)
    one_sentence(fault)


@pytest.mark.parametrize("hidden", [0, 48, "large"])
def test_settings_that_do_not_fit_the_weights(copied: Path, hidden: object) -> None:
    config = json.loads((copied / "config.json").read_text())
    config["vision_config"]["hidden_size"] = hidden
    (copied / "config.json").write_text(json.dumps(config))
    with pytest.raises(ModelFault, match=r"cannot be loaded|in another size") as fault:
        open_eye(str(copied), CPU).load()
    one_sentence(fault)


def test_a_name_that_is_none_and_a_model_that_was_not_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("huggingface_hub", reason="needs the extra `vlm`")
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(ModelMissing, match=r"no model 'gpt-9'.*qwen3-vl-2b"):
        open_eye("gpt-9")
    with pytest.raises(ModelMissing, match="agent models pull qwen3-vl-4b"):
        open_eye("qwen3-vl-4b")
    with pytest.raises(ModelMissing, match="no folder"):
        open_eye(f"mai-ui-2b={tmp_path / 'nothing'}")


def test_a_folder_may_be_another_model_of_the_same_kind(tiny: Path) -> None:
    assert open_eye(f"mai-ui-2b={tiny}", CPU).profile.coordinates.scale == 999
    with pytest.raises(ModelFault, match=r"blip2-2\.7b is of the kind 'blip-2'"):
        open_eye(f"blip2-2.7b={tiny}", CPU)


def test_too_little_memory_is_said_before_anything_is_loaded(tiny: Path) -> None:
    found = inspect(tiny)
    wanted = needed(found, "float32", 1_000_000)
    check(found, "float32", 1_000_000, wanted)
    with pytest.raises(ModelTooLarge, match=r"needs about 0\.9 GB of memory in float32, 0\.9 GB are free") as fault:
        check(found, "float32", 1_000_000, wanted - 1)
    assert "PRECISION=bfloat16" in one_sentence(fault)
    with pytest.raises(ModelTooLarge, match="take a smaller model"):
        check(found, "int8", 1_000_000, 10)


def test_settings_come_from_the_environment() -> None:
    given = {
        "SIGHTWRIGHT_VLM_PRECISION": "int8",
        "SIGHTWRIGHT_VLM_MAX_PIXELS": "500000",
        "SIGHTWRIGHT_VLM_CACHE_MB": "0",
    }
    assert LocalSettings.from_environment(given) == LocalSettings("int8", "auto", 500_000, 0)
    assert LocalSettings.from_environment({}) == LocalSettings()
    for name, value in (("PRECISION", "int3"), ("MAX_PIXELS", "-1"), ("DEVICE", "toaster")):
        with pytest.raises(VlmError, match=f"{name}='{value}'"):
            LocalSettings.from_environment({f"SIGHTWRIGHT_VLM_{name}": value})


def test_a_device_that_is_not_there(tiny: Path) -> None:
    import torch

    if torch.cuda.is_available():
        pytest.skip("this machine has a GPU")
    with pytest.raises(CannotDo, match="no cuda"):
        open_eye(str(tiny), LocalSettings(device="cuda")).load()


def test_a_fingerprint_tells_models_apart(tiny: Path, copied: Path) -> None:
    assert inspect(tiny).fingerprint() == inspect(copied).fingerprint()
    data = bytearray((copied / "model.safetensors").read_bytes())
    data[-100] ^= 1
    (copied / "model.safetensors").write_bytes(data)
    assert inspect(tiny).fingerprint() != inspect(copied).fingerprint()
