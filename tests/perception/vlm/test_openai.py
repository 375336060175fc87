"""The client against a real HTTP server: answers, faults, several at once, an interrupt."""

from __future__ import annotations

import asyncio
import base64
import io
import json
import os
import signal
import threading

import numpy as np
import pytest
from PIL import Image

from perception.capture import Picture
from perception.types import BBox
from perception.vlm import questions
from perception.vlm.coordinates import place
from perception.vlm.openai import OpenAIEye, is_loopback
from perception.vlm.types import BadReply, ModelFault, ModelMissing, Reply
from tests.perception.vlm.fake_server import Raw, completion, error, serving

BOX = '[{"bbox_2d": [100, 200, 300, 250]}]'
SECRET = "sk-very-secret"


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)


def a_picture(width: int = 400, height: int = 300) -> Picture:
    pixels = np.full((height, width, 3), 250, np.uint8)
    pixels[60:75, 40:120] = (0, 90, 200)
    return Picture(pixels, "drawn", "")


def located(server: object, **options: object) -> tuple[Reply, BBox | None]:
    eye = OpenAIEye("tiny", server.address, **{"retries": 0, **options})  # type: ignore[attr-defined,arg-type]
    reply = eye.ask([a_picture()], questions.locate(eye.profile, "the blue bar"))
    return reply, place(reply.parsed, eye.profile.coordinates, 400, 300)  # type: ignore[arg-type]


def test_a_question_goes_out_whole_and_its_answer_comes_back() -> None:
    with serving(json.dumps({"answer": json.loads(BOX)})) as server:
        reply, box = located(server)
    assert box == BBox(40, 60, 120, 75)
    assert (reply.prompt_tokens, reply.new_tokens, reply.model) == (900, 20, "openai:tiny")
    (asked,) = server.asked
    assert asked["model"] == "tiny"
    assert asked["response_format"]["json_schema"]["schema"]["required"] == ["answer"]
    seen, words = asked["messages"][-1]["content"]
    image = Image.open(io.BytesIO(base64.b64decode(seen["image_url"]["url"].partition(",")[2])))
    assert image.size == (400, 300)
    assert image.getpixel((50, 70)) == (0, 90, 200)
    assert "the blue bar" in words["text"]
    assert server.keys == [f"Bearer {SECRET}"]


@pytest.mark.parametrize("text", [BOX, f"```json\n{BOX}\n```", f"<think>Left.</think>Here: {BOX}"])
def test_a_server_that_ignores_the_form_is_read_tolerantly(text: str) -> None:
    with serving(text) as server:
        assert located(server)[1] == BBox(40, 60, 120, 75)
    assert len(server.asked) == 1


def test_a_server_without_forms_is_asked_without_from_then_on() -> None:
    with serving(error(400, "response_format is not supported"), BOX) as server:
        eye = OpenAIEye("tiny", server.address, retries=0)
        for _ in range(2):
            eye.ask([a_picture()], questions.locate(eye.profile, "x"))
    assert ["response_format" in asked for asked in server.asked] == [True, False, False]


def test_a_bad_reply_is_asked_for_once_more() -> None:
    with serving("I would click it.", BOX) as server:
        reply, box = located(server)
    assert box == BBox(40, 60, 120, 75)
    assert reply.prompt_tokens == 1800
    again = server.asked[1]["messages"]
    assert [turn["role"] for turn in again] == ["user", "assistant", "user"]
    assert "schema" in again[-1]["content"]
    with serving("I would click it.") as server, pytest.raises(BadReply, match="names no place"):
        located(server)
    assert len(server.asked) == 2


def test_nowhere_is_no_bad_reply() -> None:
    with serving("There are none.") as server:
        assert located(server)[1] is None
    assert len(server.asked) == 1


FAULTS = [
    (error(401, "Incorrect key: sk-ve***"), "refuses the key \\(401\\): set the environment's OPENAI_API_KEY"),
    (error(403), "refuses the key \\(403\\)"),
    (error(404, "no such model"), "has no model 'tiny' \\(404\\): it has tiny-2, tiny-3"),
    (error(429, "slow down"), "takes no more for now \\(429\\)"),
    (error(500, "CUDA out\nof memory"), "failed with 500: CUDA out of memory"),
    (error(400, "This model's maximum context length is 4096 tokens"), "failed with 400: This model's maximum context"),
    (Raw("<html><body>Welcome to nginx!</body></html>", kind="text/html"), "not as an OpenAI-compatible server does"),
    (Raw("<html>502 Bad Gateway</html>", 502, "text/html"), "failed with 502"),
    (Raw('{"hello": "world"}'), "not as an OpenAI-compatible server does"),
    (Raw("[1, 2]"), "not as an OpenAI-compatible server does"),
    (Raw("{nonsense"), "not as an OpenAI-compatible server does"),
    (Raw(""), "not as an OpenAI-compatible server does"),
    (Raw('{"choices": {"a": 1}}'), "not as an OpenAI-compatible server does"),
    (Raw('{"choices": [3]}'), "not as an OpenAI-compatible server does"),
    (Raw('{"choices": [{"message": {"content": [1]}}]}'), "not as an OpenAI-compatible server does"),
    (Raw('{"choices": [{"message": null}]}'), "not as an OpenAI-compatible server does"),
    (Raw(completion(BOX), cut=True), "cannot be reached"),
    (Raw(status=307, headers={"location": "http://127.0.0.1:9/v1"}), "sends elsewhere \\(307\\)"),
]  # fmt: skip


@pytest.mark.parametrize(("answer", "said"), FAULTS, ids=[said[:30] for _, said in FAULTS])
def test_a_fault_is_one_sentence_that_says_what_to_do(answer: Raw, said: str) -> None:
    with serving(answer) as server, pytest.raises((ModelFault, ModelMissing), match=said) as fault:
        located(server)
    assert "\n" not in str(fault.value)
    assert len(str(fault.value)) < 300
    assert SECRET not in str(fault.value)
    assert "sk-" not in str(fault.value)


def test_a_servers_odd_counts_do_no_harm() -> None:
    odd = {
        "choices": [{"message": {"role": "assistant", "content": BOX}}],
        "usage": {"prompt_tokens": "many"},
        "model": 7,
    }
    with serving(Raw(json.dumps(odd))) as server:
        reply, box = located(server)
    assert box == BBox(40, 60, 120, 75)
    assert (reply.prompt_tokens, reply.new_tokens, reply.notes) == (0, 0, ())


def test_a_fault_that_passes_is_waited_for() -> None:
    with serving(error(429), error(503), BOX) as server:
        assert located(server, retries=2)[1] == BBox(40, 60, 120, 75)
    assert len(server.asked) == 3
    with serving(error(500), error(500), BOX) as server, pytest.raises(ModelFault, match="failed with 500"):
        located(server, retries=1)


def test_a_server_that_hangs_is_given_up() -> None:
    with serving(Raw(hang=True)) as server, pytest.raises(ModelFault, match=r"did not answer within 0.2 s"):
        located(server, seconds=0.2)


def test_nobody_there_is_said() -> None:
    with serving(BOX) as server:
        pass
    with pytest.raises(ModelMissing, match=r"cannot be reached .*is the server running"):
        located(server)


def test_it_is_asked_where_a_browser_holds_the_event_loop() -> None:
    async def among_others(server: object) -> tuple[Reply, BBox | None]:
        return located(server)

    with serving(BOX) as server:
        assert asyncio.run(among_others(server))[1] == BBox(40, 60, 120, 75)
    with serving(error(401)) as server, pytest.raises(ModelFault, match="401"):
        asyncio.run(among_others(server))


def test_an_interrupt_ends_the_wait() -> None:
    def interrupted(_: object) -> Raw:
        os.kill(os.getpid(), signal.SIGINT)
        return Raw(hang=True)

    with serving(interrupted) as server, pytest.raises(KeyboardInterrupt):
        located(server)


def test_several_questions_go_side_by_side_and_keep_their_order() -> None:
    together, words = threading.Barrier(3, timeout=60), ("red", "blue", "new")

    def answered(document: dict[str, object]) -> str:
        together.wait()  # breaks where they come one after the other
        return json.dumps(
            {"found": True, "answer": next(w for w in words if f"Is it {w}?" in str(document["messages"]))}
        )

    with serving(answered) as server:
        eye = OpenAIEye("tiny", server.address, at_once=3)
        asked = [([a_picture(30, 30)], questions.ask(eye.profile, f"Is it {word}?")) for word in words]
        replies = eye.ask_all(asked)
    assert [reply.parsed["answer"] for reply in replies] == ["red", "blue", "new"]


def test_the_first_fault_ends_a_batch() -> None:
    with serving(error(401)) as server:
        eye = OpenAIEye("tiny", server.address, retries=0)
        with pytest.raises(ModelFault, match="401"):
            eye.ask_all([([a_picture()], questions.locate(eye.profile, str(n))) for n in range(5)])
    assert OpenAIEye("tiny", server.address).ask_all([]) == []


def test_a_server_of_this_machine_is_reached_past_any_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with serving(BOX) as server:
        assert located(server)[1] is not None


def test_a_picture_larger_than_the_model_sees_is_scaled_down() -> None:
    with serving(BOX) as server:
        eye = OpenAIEye("tiny", server.address)
        reply = eye.ask([a_picture(4000, 3000)], questions.locate(eye.profile, "x"))
    url = server.asked[0]["messages"][-1]["content"][0]["image_url"]["url"]
    width, height = Image.open(io.BytesIO(base64.b64decode(url.partition(",")[2]))).size
    assert width * height <= eye.profile.pixels[1] < 1.01 * width * height
    assert place(reply.parsed, eye.profile.coordinates, 4000, 3000) == BBox(400, 600, 1200, 750)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("address", "here"),
    [
        ("http://localhost:8000/v1", True), ("http://127.0.0.1/v1", True), ("http://127.8.9.1/v1", True),
        ("http://[::1]:80/v1", True), ("https://api.openai.com/v1", False), ("http://192.168.0.7:8000/v1", False),
        ("http://localhost.example.com/v1", False), ("http://127.0.0.1.nip.io/v1", False), ("http://0.0.0.0/", False),
        ("http://localhost@example.com/v1", False), ("nonsense", False),
        ("http://[::1", False), ("http://localhost\\@example.com/", False), ("http://127.1/", False),
    ],
)  # fmt: skip
def test_only_this_machine_is_not_remote(address: str, here: bool) -> None:
    assert is_loopback(address) is here


def test_what_is_missing_is_said_before_anything_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    for model, endpoint, said in (
        ("", None, "needs a model's name"), ("tiny", "localhost:8000", "is no address"), ("tiny", "ftp://x", "is no"),
        ("tiny", "http://[::1", "is no address"), ("tiny", "http://", "is no address"),
    ):  # fmt: skip
        with pytest.raises(ModelMissing, match=said):
            OpenAIEye(model, endpoint)
    monkeypatch.delenv("OPENAI_API_KEY")
    with pytest.raises(ModelMissing, match="set the environment's OPENAI_API_KEY"):
        OpenAIEye("gpt-4o")
    assert not OpenAIEye("tiny", "http://localhost:8000/v1").remote  # a local server needs no key
    assert OpenAIEye("tiny", "http://gpu.lan:8000/v1").remote  # nor may one of the house


def test_a_served_model_that_is_known_is_asked_in_its_own_way() -> None:
    eye = OpenAIEye("Tongyi-MAI/MAI-UI-2B", "http://localhost:8000/v1")
    assert eye.name == "openai:Tongyi-MAI/MAI-UI-2B"
    assert eye.profile.coordinates is not None
    assert eye.profile.coordinates.scale == 999
    with serving('<grounding_think>x</grounding_think><answer>{"coordinate": [999, 0]}</answer>') as server:
        eye = OpenAIEye("Tongyi-MAI/MAI-UI-2B", server.address)
        reply = eye.ask([a_picture()], questions.locate(eye.profile, "the corner"))
    assert reply.parsed == {"coordinate": [999, 0]}
    kinds = [part["type"] for part in server.asked[0]["messages"][-1]["content"]]
    assert kinds == ["text", "image_url"]
