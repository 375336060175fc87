"""`agent tune`: plans and their pictures become examples, and a small model is taught on them."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest

from agent.jobs.files import screen_path
from agent.jobs.tuning import examples_of
from perception.capture import open_picture, save_png
from perception.types import BBox, Element, Screen
from tests.agent.conftest import Agent, one_line

needs_vlm = pytest.mark.skipif(importlib.util.find_spec("peft") is None, reason="needs the extra `tune`")


def plan_on(folder: Path, name: str, *said: str, seed: int = 0) -> Path:
    """A plan that clicks the buttons of these names, its screen, and its picture."""
    import numpy as np

    from perception.capture import Picture

    picture = folder / f"{name}.png"
    pixels = np.random.default_rng(seed).integers(0, 255, (128, 160, 3), dtype=np.uint8)
    save_png(picture, Picture(pixels, "", ""))
    seen = open_picture(picture)
    boxes = [BBox(10, 10 + 30 * row, 70, 30 + 30 * row) for row in range(len(said))]
    elements = tuple(
        Element(f"e{n}", "button", label, box, label, interactive=True)
        for n, (label, box) in enumerate(zip(said, boxes, strict=True))
    )
    plan = folder / f"{name}.json"
    screen = Screen(160, 128, elements, source=str(picture), sha256=seen.sha256)
    screen_path(plan).write_text(screen.dumps(), encoding="utf-8")
    steps = [
        {
            "id": f"s{n}", "kind": "click",
            "locator": {"by": "role", "value": "button", "name": one.name, "matches": 1},
            "target": {"element": one.id, "box": list(one.box)}, "why": "do it", "confidence": 0.9,
        }
        for n, one in enumerate(elements, start=1)
    ]  # fmt: skip
    start = {"url": "https://shop.example/", "viewport": [160, 128], "screen_sha256": seen.sha256}
    document = {"version": 1, "goal": "do it", "start": start, "inputs": [], "steps": steps, "unresolved": []}
    plan.write_text(json.dumps(document), encoding="utf-8")
    return plan


def test_plans_become_examples_with_things_that_are_elsewhere(tmp_path: Path) -> None:
    plans = [plan_on(tmp_path, "a", "Save", "Help", seed=1), plan_on(tmp_path, "b", "Export", seed=2)]
    found = [(one.said, tuple(one.box) if one.box else None) for one in examples_of(plans)]
    assert ("the Save button", (10, 10, 70, 30)) in found
    assert ("the Help button", (10, 40, 70, 60)) in found
    assert ("the Export button", None) in found  # on the first picture
    assert [box for said, box in found if said == "the Export button"].count((10, 10, 70, 30)) == 1
    assert len(found) == 5


def test_a_picture_that_was_changed_teaches_nothing(agent: Agent, tmp_path: Path) -> None:
    plan = plan_on(tmp_path, "a", "Save")
    (tmp_path / "a.png").write_bytes((tmp_path / "a.png").read_bytes() + b"\0")
    code, _, err = agent("tune", plan, "-o", tmp_path / "out")
    assert code == 2
    assert "on a picture that is still there" in one_line(err)


@needs_vlm
def test_a_model_is_taught_by_plans(agent: Agent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from bench.vlm.checkpoint import make

    monkeypatch.setenv("SIGHTWRIGHT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("SIGHTWRIGHT_VLM_PRECISION", "float32")
    model = make(tmp_path / "tiny")
    plans = [plan_on(tmp_path, name, "Save", name, seed=seed) for seed, name in enumerate(("Cut", "Copy", "Paste"))]
    code, out, err = agent("tune", *plans, "-o", tmp_path / "adapter", "--model", f"qwen3-vl-2b={model}", "--epochs", 1)
    assert code == 0, err
    assert "Taught 6 examples" in out
    assert "On 3 examples of pages it was not taught" in out
    assert (tmp_path / "adapter" / "adapter_model.safetensors").is_file()
    code, _, err = agent("tune", *plans[:2], "-o", tmp_path / "adapter", "--model", f"qwen3-vl-2b={model}")
    assert (code, "tune into another folder" in err) == (2, True)
