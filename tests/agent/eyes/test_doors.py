"""The commands with models, as a user runs them, against a server of this machine that is told what to say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

from agent.eyes import opening
from tests.agent.conftest import Agent, one_line
from tests.agent.eyes.fake_eye import FakeEye, helpless, steps
from tests.perception.drawing import font
from tests.perception.vlm.fake_server import error, serving


@pytest.fixture(scope="module")
def shot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A form: a field, two buttons, and a sign."""
    image = Image.new("RGB", (640, 320), "white")
    draw = ImageDraw.Draw(image)
    draw.text((40, 36), "Nickname", "black", font(16))
    draw.rectangle((40, 60, 340, 96), outline=(120, 120, 120))
    for at, text, ground in ((40, "Save", (0, 98, 190)), (160, "Zeppelin", (90, 90, 90))):
        draw.rounded_rectangle((at, 130, at + 100, 168), 6, fill=ground)
        draw.text((at + 50, 149), text, "white", font(16), anchor="mm")
    path = tmp_path_factory.mktemp("shot") / "form.png"
    image.save(path)
    return path


def served(server: Any) -> list[str]:
    return ["--model", "openai:tiny", "--endpoint", server.address]


def test_reading_takes_no_model(agent: Agent, shot: Path) -> None:
    code, out, err = agent("ask", shot, "what does it say?")
    assert (code, err) == (0, "")
    assert set(out.split()) >= {"Nickname", "Save", "Zeppelin"}
    code, out, _ = agent("ask", shot, "read the text", "--region", "150,120,300,180", "--json", "-")
    document = json.loads(out)
    assert (code, document["answer"], document["model"]) == (0, "Zeppelin", "embedded")
    x1, y1, x2, y2 = document["lines"][0]["box"]
    assert 160 <= x1 < x2 <= 260
    assert 130 <= y1 < y2 <= 168
    code, out, _ = agent("ask", shot, "read the text", "--region", "400,200,600,300")
    assert code == 3


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["how many buttons?"], "name one with --model"),
        (["what does it say?", "--region", "1,2,3"], "X1,Y1,X2,Y2"),
        (["what does it say?", "--region", "9000,1,9100,20"], "holds nothing of the picture, which is 640 x 320"),
        (["how many?", "--model", "gpt-9"], "none of embedded"),
        (["how many?", "--endpoint", "http://localhost:1/v1"], "--endpoint goes with --model openai:NAME"),
        (["how many?", "--model", "openai:x", "--endpoint", "http://10.1.2.3/v1"], "add --allow-remote"),
        (["how many?", "--model", "openai:x", "--endpoint", "localhost:1"], "is no address"),
        (["how many?", "--model", "openai:x", "--endpoint", "http://127.0.0.1:9/v1"], "cannot be reached"),
        (["how many?", "--schema", "nowhere.json"], "nowhere.json"),
    ],
)
def test_wrong_use_is_one_line(
    agent: Agent, shot: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], said: str
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-x")
    code, out, err = agent("ask", shot, *words)
    assert (code, out) == (2, "")
    assert said in one_line(err)


def test_a_picture_leaves_the_machine_only_where_that_is_allowed(
    agent: Agent, shot: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    eye = FakeEye({"ask": {"found": True, "answer": "Two."}}, remote=True)
    monkeypatch.setattr(opening, "_open", lambda *_: eye)
    code, out, err = agent("ask", shot, "how many buttons?", "--model", "openai:x")
    assert (code, out) == (2, "")
    assert "would send the picture" in one_line(err)
    assert not eye.asked
    code, out, _ = agent("ask", shot, "how many buttons?", "--model", "openai:x", "--allow-remote")
    assert (code, out) == (0, "Two.\n")


def test_models_of_this_machine_come_first(monkeypatch: pytest.MonkeyPatch) -> None:
    eyes = {"far": FakeEye({}, "far", remote=True), "near": FakeEye({}, "near")}
    looks = opening.Looks("far, near,embedded,far", allow_remote=True)
    assert [eye.name for eye in opening.open_eyes(looks, lambda name, _: eyes[name])] == ["near", "far"]


def test_a_schema_gives_the_answer_its_form(agent: Agent, shot: Path, tmp_path: Path) -> None:
    (tmp_path / "form.json").write_text('{"type": "object", "properties": {"buttons": {"type": "integer"}}}')
    with serving('{"buttons": 2}') as server:
        code, out, _ = agent("ask", shot, "count", "--schema", tmp_path / "form.json", "--json", "-", *served(server))
    document = json.loads(out)
    assert (code, document["answer"]) == (0, {"buttons": 2})
    assert document["answered"][0]["model"] == "openai:tiny"
    for text, said in (("{", "is not JSON"), ("[]", "is no object"), ('{"$ref": "#/x"}', "cannot be used")):
        (tmp_path / "bad.json").write_text(text)
        code, _, err = agent("ask", shot, "count", "--schema", tmp_path / "bad.json")
        assert code == 2
        assert said in one_line(err) or "is no JSON schema" in err


def test_locate_with_a_model(agent: Agent, shot: Path) -> None:
    with serving('[{"bbox_2d": [250, 406, 406, 525]}]') as server:
        code, out, _ = agent("locate", shot, "the airship", "--json", "-", *served(server))
    document = json.loads(out)
    assert (code, document["name"], document["confidence"]) == (0, "Zeppelin", 0.7)
    assert [one["task"] for one in document["answered"]] == ["locate"]
    with serving('[{"bbox_2d": [250, 406, 406, 525]}]') as server:
        code, out, _ = agent("locate", shot, "the airship", *served(server))
    assert (code, out.splitlines()[1].startswith("asked openai:tiny once: 920 tokens, ")) == (0, True)
    with serving("There are none.") as server:
        code, out, _ = agent("locate", shot, "the airship", "--json", "-", *served(server))
    assert (code, json.loads(out)["point"]) == (3, None)
    assert "openai:tiny does not see it" in json.loads(out)["reason"]
    with serving(error(401)) as server:
        code, out, err = agent("locate", shot, "the airship", *served(server))
    assert (code, out) == (2, "")
    assert "refuses the key" in one_line(err)


def test_plan_with_a_model(agent: Agent, shot: Path, tmp_path: Path) -> None:
    def chosen(document: dict[str, Any]) -> str:
        words = document["messages"][-1]["content"][-1]["text"]
        number = next(line for line in words.splitlines() if '"Zeppelin"' in line).split("]")[0].strip("[")
        return json.dumps(steps({"kind": "click", "mark": int(number)}))

    plan = tmp_path / "plan.json"
    order = ["plan", shot, "board the zeppelin", "--no-rehearsal", "-o"]
    with serving(chosen) as server, helpless():
        code, out, err = agent(*order, plan, *served(server))
        alone, *_ = agent(*order, tmp_path / "alone.json")
    assert alone == 3
    assert "asked openai:tiny once" in out
    document = json.loads(plan.read_text())
    assert (code, err) == (0, "")
    assert [(step["kind"], step["by"]) for step in document["steps"]] == [("click", "openai:tiny")]
    assert document["answered"][0]["task"] == "plan"
    assert "answered" not in json.loads((tmp_path / "alone.json").read_text())


def test_parse_names_what_the_embedded_eyes_could_not(
    agent: Agent, shot: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    label = {"bbox_2d": [62, 110, 180, 165], "role": "link", "label": "Nickname"}
    eye = FakeEye({"icon": {"concept": "delete"}, "parse": [label, {**label, "label": "Another"}]})
    monkeypatch.setattr(opening, "_open", lambda *_: eye)
    code, out, _ = agent("parse", shot, "--json", "-", "--model", "fake")
    document = json.loads(out)
    plain = json.loads(agent("parse", shot, "--json", "-")[1])
    assert code == 0
    assert [one["box"] for one in document["elements"]] == [one["box"] for one in plain["elements"]]
    changed = [
        (before["role"], after["role"], after["name"])
        for before, after in zip(plain["elements"], document["elements"], strict=True)
        if before != after
    ]
    assert changed == [("text", "link", "Nickname")]
    assert document["model"] == "embedded, fake-2b"
    assert "answered" in document
    assert "answered" not in plain


@pytest.mark.slow
def test_a_model_of_this_machine_answers_through_the_same_doors(agent: Agent, shot: Path, tiny: Path) -> None:
    """Random weights, real decoding: whatever the model says is of the right form, and the house holds it."""
    named = ["--model", tiny, "--json", "-"]
    code, out, _ = agent("ask", shot, "how many buttons?", *named)
    document = json.loads(out)
    assert code in (0, 3)
    assert isinstance(document["answer"], str)
    assert document["answered"][0]["new_tokens"] > 0
    code, out, _ = agent("locate", shot, "the airship", *named)
    assert (code == 0) == (json.loads(out)["point"] is not None)
    assert json.loads(out)["answered"][0]["prompt_tokens"] > 640 * 320 // 32**2 - 1
