"""The client against a server that someone else wrote: Hugging Face's, with a tiny model of the true architecture."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from perception.capture import Picture
from perception.vlm import openai, questions
from perception.vlm.openai import OpenAIEye
from perception.vlm.types import BadReply, Question
from sandbox.browser import session
from tests.agent.eyes.painted import SMALL, VIEWPORT, painted
from tests.agent.runs import follow
from tests.agent.web import web

pytestmark = pytest.mark.slow
POINTING = "inclusionAI/UI-Venus-1.5-2B"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that has the small model that can point, under the name of the model whose habits it was taught."""
    for package in ("fastapi", "uvicorn", "openai"):
        pytest.importorskip(package, reason="`transformers serve` needs it")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    script = Path(__file__).with_name("served.py")
    folder = tmp_path_factory.mktemp("served")
    (folder / POINTING).parent.mkdir()
    (folder / POINTING).symlink_to(SMALL)
    known = {**os.environ, "HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1"}
    with subprocess.Popen(
        [sys.executable, script, str(port)], env=known, cwd=folder, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as server:  # fmt: skip
        try:
            while not _is_up(port):
                assert server.poll() is None, "the server did not start"
                time.sleep(0.2)
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            os.killpg(server.pid, signal.SIGKILL)


def _is_up(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def test_a_real_server_is_asked(address: str, tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openai, "_THINKING", 0)  # a model with random weights would write on for ever
    eye = OpenAIEye(str(tiny), address)
    picture = Picture(np.random.default_rng(0).integers(0, 255, (256, 320, 3), np.uint8), "noise", "")
    asked = Question("What is this?", max_new_tokens=6)
    replies = eye.ask_all([([picture], asked), ([picture], asked), ([], asked)])
    assert [reply.text for reply in replies[:2]] == [replies[0].text] * 2  # greedy
    tokens = 256 * 320 // 32**2
    assert replies[0].prompt_tokens - replies[2].prompt_tokens in range(tokens, tokens + 4)  # the picture arrived
    assert 0 < replies[0].new_tokens <= 8
    with pytest.raises(BadReply, match="the answer"):  # what random weights say has no form; the server holds none
        eye.ask([picture], questions.locate(eye.profile, "the Save button"))


def test_a_run_asks_it_which_button_is_meant(address: str, tmp_path: Path) -> None:
    eye = OpenAIEye(POINTING, address)
    with session() as context, web({"/": painted()}) as pages:
        assert context.browser is not None
        task = (pages.at(), "click the red button")
        plan = follow(context.browser, tmp_path, *task, eyes=(eye,), viewport=VIEWPORT).plan
    assert [(step.kind, step.by) for step in plan.steps] == [("click", f"openai:{POINTING}")]
    assert plan.steps[0].locator.name == "Save"
    (asked,) = plan.answered
    assert (asked.model, asked.task, asked.read) == (f"openai:{POINTING}", "locate", True)
    assert min(asked.prompt_tokens, asked.new_tokens, asked.seconds) > 0
