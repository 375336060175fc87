"""Where a model looked: a warm veil over the picture that it was asked about, in the file and on the web page."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient
from PIL import Image

from agent import server
from agent.eyes import opening
from agent.eyes.cascade import Cascade
from agent.eyes.gazing import gaze_of
from agent.eyes.opening import Looks
from perception.capture import Picture
from perception.heat import Gaze, veil_of, warmed
from perception.types import BBox, Screen
from perception.vlm.types import CannotDo
from tests.agent.conftest import Agent
from tests.agent.eyes.fake_eye import FakeEye

CELLS = np.full((8, 10), 0.001, np.float32)
CELLS[6, 2] = 0.5  # what it looks at most: the cell below, to the left


@dataclass
class Seer(FakeEye):
    blind: bool = False

    def looked(self, *_: Any) -> np.ndarray:
        if self.blind:
            raise CannotDo("its pictures are no grid")
        return CELLS


def paper(width: int = 400, height: int = 320) -> Picture:
    return Picture(np.full((height, width, 3), 240, np.uint8), "paper", "")


def changed(before: np.ndarray, after: np.ndarray) -> tuple[int, int, int, int]:
    rows, columns = np.nonzero(np.abs(before.astype(int) - after).max(axis=2) > 40)
    return columns.min(), rows.min(), columns.max(), rows.max()


def test_a_picture_is_warmest_where_it_was_looked_at_most() -> None:
    x1, y1, x2, y2 = changed(paper().pixels, warmed(paper(), Gaze(CELLS, BBox(0, 0, 400, 320), "m")).pixels)
    assert 40 <= x1 < x2 <= 160
    assert 200 <= y1 < y2 <= 319
    part = veil_of(Gaze(CELLS, BBox(200, 160, 400, 320), "m"), 400, 320)
    assert part.size == (400, 320)
    box = part.getchannel("A").point(lambda value: 255 if value > 60 else 0).getbbox()
    assert box is not None
    assert box[0] >= 200
    assert box[1] >= 160 + 160 * 5 // 8


def test_even_attention_leaves_a_picture_as_it_is() -> None:
    flat = Gaze(np.full((4, 4), 1 / 16, np.float32), BBox(0, 0, 400, 320), "m")
    assert (warmed(paper(), flat).pixels == paper().pixels).all()


def test_a_model_that_cannot_say_where_it_looked_shows_nothing() -> None:
    answer = {"locate": [{"bbox_2d": [150, 700, 250, 800]}]}
    for eye, told in ((Seer(answer), True), (Seer(answer, blind=True), False), (FakeEye(answer), False)):
        cascade = Cascade(paper(), Screen(400, 320, ()), [eye])
        cascade.locate("the airship")
        assert (gaze_of(cascade.look) is not None) is told
    assert gaze_of(None) is None


@pytest.fixture
def shot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    eye = Seer({"locate": [], "ask": {"found": True, "answer": "Two."}})
    monkeypatch.setattr(opening, "_open", lambda *_: eye)
    Image.fromarray(paper().pixels).save(tmp_path / "shot.png")
    return tmp_path / "shot.png"


@pytest.mark.parametrize("words", [("locate", "the airship"), ("ask", "how many airships?")])
def test_commands_draw_it_where_they_are_asked_to(agent: Agent, shot: Path, words: tuple[str, str]) -> None:
    drawn = shot.parent / "new" / "drawn.png"
    command, text = words
    agent(command, shot, text, "--model", "qwen3-vl-2b", "--annotate", drawn)
    x1, y1, *_ = changed(paper().pixels, np.asarray(Image.open(drawn))[:320])
    assert 40 <= x1 <= 160
    assert y1 >= 200
    agent(command, shot, text, "--annotate", drawn)
    assert (np.asarray(Image.open(drawn)) == 240).all() or command == "ask"


WORDS = {"locate": "the airship", "ask": "how many airships?", "plan": "click the airship"}


def test_the_server_gives_it_to_the_page(shot: Path) -> None:
    client = TestClient(server.make_app(Looks("qwen3-vl-2b")), base_url="http://127.0.0.1")
    for verb, field in (("locate", "description"), ("ask", "question"), ("plan", "goal")):
        files = {"image": shot.read_bytes()}
        document = client.post(f"/api/{verb}", files=files, data={field: WORDS[verb]}).json()
        assert document["looked"].startswith("data:image/png;base64,")
    alone = TestClient(server.make_app(Looks()), base_url="http://127.0.0.1")
    plain = alone.post("/api/locate", files={"image": shot.read_bytes()}, data={"description": "the airship"}).json()
    assert "looked" not in plain
    goal = {"goal": "click the airship"}
    assert "looked" not in alone.post("/api/plan", files={"image": shot.read_bytes()}, data=goal).json()
