"""Teaching a model by LoRA: what is learnt, kept, gone on with and loaded again, on a small model."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from perception.types import BBox
from perception.vlm import questions
from perception.vlm.local import LocalSettings, open_eye
from perception.vlm.local.tuning import PROGRESS, Course, Example, parted, pointed, tune
from perception.vlm.types import CannotDo, ModelFault

CPU = LocalSettings(precision="float32", device="cpu", cache_megabytes=64)


@pytest.fixture
def examples(a_picture: Any) -> list[Example]:
    return [
        Example(a_picture(seed=1), "the Save button", BBox(20, 40, 120, 80)),
        Example(a_picture(seed=1), "the Help link", None),
        Example(a_picture(seed=2), "the Save button", BBox(200, 140, 300, 200)),
    ]


def test_what_is_taught_is_learnt_kept_and_gone_on_with(tiny: Path, tmp_path: Path, examples: list[Example]) -> None:
    pytest.importorskip("peft", reason="needs the extra `tune`")
    from perception.vlm.local.eye import LocalEye
    from perception.vlm.local.store import find

    out = tmp_path / "adapter"
    examples = [one for one in examples if one.box]
    said: list[str] = []
    course = Course(epochs=12, rate=3e-2, rank=4)

    def broken(words: str) -> None:
        said.append(words)
        if len(said) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        tune(LocalEye(*find(str(tiny)), CPU), examples, out, course, broken)
    assert not (out / PROGRESS).exists()  # it had not come to a place to go on from
    losses = tune(LocalEye(*find(str(tiny)), CPU), examples, out, course, said.append)
    assert len(losses) == 24
    assert sum(losses[-6:]) < 0.5 * sum(losses[:6])
    assert json.loads((out / PROGRESS).read_text())["step"] == 24
    assert tune(LocalEye(*find(str(tiny)), CPU), examples, out, course, said.append) == []  # it is done
    with pytest.raises(ModelFault, match="other examples"):
        tune(LocalEye(*find(str(tiny)), CPU), examples[:1], out, course, said.append)

    plain, taught = open_eye(str(tiny), CPU), open_eye(str(out), CPU)
    assert taught.name == "qwen3-vl-2b+adapter"
    assert taught.checkpoint.fingerprint() != plain.checkpoint.fingerprint()
    question = questions.locate(plain.profile, "the Save button")
    before, after = (eye.ask([examples[0].picture], question).text for eye in (plain, taught))
    assert before != after
    assert json.loads(after)  # it was taught that there is one
    assert plain.ask([examples[0].picture], question).text == before  # the adapter is no part of the model itself
    with pytest.raises(CannotDo, match="tuned already"):
        tune(taught, examples, tmp_path / "more", course, said.append)
    assert 0 <= pointed(taught, examples) <= 1


def test_a_folder_is_gone_on_with_from_its_last_save(
    tiny: Path, tmp_path: Path, examples: list[Example], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("peft", reason="needs the extra `tune`")
    from perception.vlm.local.eye import LocalEye
    from perception.vlm.local.store import find

    monkeypatch.setattr("perception.vlm.local.tuning._SAVED_EVERY", 2)
    course = Course(epochs=2, rate=1e-2, rank=2)
    named = f"mai-ui-2b={tiny}"
    whole = tune(LocalEye(*find(named), CPU), examples, tmp_path / "whole", course, lambda words: None)

    def broken(words: str) -> None:
        if words.startswith("step 5"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        tune(LocalEye(*find(named), CPU), examples, tmp_path / "parts", course, broken)
    rest = tune(LocalEye(*find(named), CPU), examples, tmp_path / "parts", course, lambda words: None)
    assert rest == pytest.approx(whole[4:], rel=1e-3)
    profile, _ = find(str(tmp_path / "parts"))  # it is asked as it was taught, whatever its base's folder is called
    assert (profile.name, profile.parser) == ("mai-ui-2b+parts", "answer_tag")


def test_questions_behind_one_picture_do_not_see_each_other(tiny: Path, a_picture: Any) -> None:
    """What several cost together is what each costs alone, in whatever order; and the eye learns, too."""
    import torch

    from perception.vlm.local.loading import load
    from perception.vlm.local.store import find
    from perception.vlm.local.teaching import Teacher

    profile, checkpoint = find(f"ui-venus-1.5-2b={tiny}")
    loaded = load(profile, checkpoint, CPU)
    teacher = Teacher(loaded, profile, profile.pixels)
    told = [("the Save button", "[120,7]"), ("a much longer description of the second", "[-1,-1]"), ("x", "[3,999]")]
    length = [len(loaded.tokenizer(answer, add_special_tokens=False)["input_ids"]) + 1 for _, answer in told]
    with torch.no_grad():
        alone = [float(teacher.loss(a_picture(), [one])) for one in told]
        together = float(teacher.loss(a_picture(), told))
        turned = float(teacher.loss(a_picture(), told[::-1]))
    wanted = sum(loss * count for loss, count in zip(alone, length, strict=True)) / sum(length)
    assert max(alone) - min(alone) > 0.01
    assert together == pytest.approx(wanted, abs=1e-4)
    assert turned == pytest.approx(wanted, abs=1e-4)


def test_pages_are_held_back_whole(a_picture: Any) -> None:
    from dataclasses import replace

    pictures = [replace(a_picture(seed=seed), sha256=str(seed)) for seed in range(10)]
    examples = [Example(picture, f"thing {n}", None) for picture in pictures for n in range(3)]
    taught, held = parted(examples)
    assert len(taught) + len(held) == 30
    assert len(held) == 6
    assert not {one.picture.sha256 for one in taught} & {one.picture.sha256 for one in held}


def test_a_thinking_model_is_not_taught(tiny: Path, tmp_path: Path, examples: list[Example]) -> None:
    with pytest.raises(CannotDo, match="use an instruct model"):
        tune(open_eye(f"qwen3-vl-2b-thinking={tiny}", CPU), examples, tmp_path / "x", Course(), lambda words: None)
