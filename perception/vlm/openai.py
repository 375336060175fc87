"""An eye over the network: any server that speaks OpenAI's chat completions (OpenAI, vLLM, llama.cpp, Ollama, ...).

The key comes from the environment's OPENAI_API_KEY alone. Redirects are not followed, so that a picture goes to the
named host or nowhere; to a host of this machine it goes past any proxy. A document is asked for by `response_format`;
where a server refuses or ignores that, the reply is read tolerantly, and asked for once more if it is bad.
"""

from __future__ import annotations

import asyncio
import base64
import io
import ipaddress
import json
import os
import time
from collections.abc import Coroutine, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from perception.vlm import schemas, tolerant
from perception.vlm.profiles import PROFILES, Profile, profile_of
from perception.vlm.replies import without_thoughts
from perception.vlm.types import BadReply, ModelFault, ModelMissing, Question, Reply, Schema, VlmError

if TYPE_CHECKING:
    from openai import AsyncOpenAI

    from perception.capture import Picture

KEY = "OPENAI_API_KEY"
OFFICIAL = "https://api.openai.com/v1"
SECONDS = 120.0  # for one try
RETRIES = 2  # after a fault that may pass (408, 409, 429, 5xx, no connection), with growing pauses
AT_ONCE = 4  # requests side by side
_THINKING = 4096  # tokens that a model may think before it answers
_ANSWER = 4096  # tokens at most where no form ends an answer: servers refuse more than their model's context holds


def _elsewhere(work: Coroutine[Any, Any, list[Reply]]) -> list[Reply]:
    """What the work gives or raises, from a thread of its own, which an interrupt of this one ends, too."""
    loop = asyncio.new_event_loop()
    task = loop.create_task(work)
    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(loop.run_until_complete, task)
        try:
            return done.result()
        finally:
            if not done.done():
                loop.call_soon_threadsafe(task.cancel)
            wait([done])
            loop.close()


@dataclass
class Talk:
    """What was said so far about one question, and what it cost."""

    messages: list[dict[str, Any]]
    started: float = field(default_factory=time.perf_counter)
    prompt_tokens: int = 0
    new_tokens: int = 0


class OpenAIEye:
    """One model of one server. `pause` is the longest wait for one try in seconds; safe to use from several threads."""

    def __init__(
        self, model: str, endpoint: str | None = None, *, seconds: float = SECONDS, retries: int = RETRIES,
        at_once: int = AT_ONCE,
    ) -> None:  # fmt: skip
        """Raises ModelMissing where the openai package or a needed key is not there."""
        self.model = model
        self.endpoint = (endpoint or os.environ.get("OPENAI_BASE_URL") or OFFICIAL).rstrip("/")
        self._seconds, self._retries, self._at_once = seconds, retries, at_once
        self._holds_schema = True  # until the server says that it does not
        self._profile = _profile(model)
        if not model:
            raise ModelMissing("openai: needs a model's name behind it, as in --model openai:gpt-4o")
        if not self.endpoint.startswith(("http://", "https://")) or not _host(self.endpoint):
            raise ModelMissing(f"{self.endpoint} is no address of a server: give one as in http://localhost:8000/v1")
        if fault := available():
            raise ModelMissing(fault)
        if self.endpoint == OFFICIAL and not os.environ.get(KEY):  # other servers may ask for none
            raise ModelMissing(f"{self.endpoint} needs a key: set the environment's {KEY}")

    @property
    def name(self) -> str:
        return self._profile.name

    @property
    def profile(self) -> Profile:
        return self._profile

    @property
    def remote(self) -> bool:
        return not is_loopback(self.endpoint)

    def ask(self, pictures: Sequence[Picture], question: Question) -> Reply:
        return self.ask_all([(pictures, question)])[0]

    def ask_all(self, asked: Sequence[tuple[Sequence[Picture], Question]]) -> list[Reply]:
        """The replies in the questions' order, several at a time. The first fault ends them all; so does Ctrl-C."""
        if not asked:
            return []
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            return asyncio.run(self._all(asked))
        return _elsewhere(self._all(asked))  # a browser that is open holds this thread's loop

    async def _all(self, asked: Sequence[tuple[Sequence[Picture], Question]]) -> list[Reply]:
        turns = asyncio.Semaphore(self._at_once)
        async with self._client() as client:

            async def one(pictures: Sequence[Picture], question: Question) -> Reply:
                async with turns:
                    return await self._answered(client, pictures, question)

            try:
                async with asyncio.TaskGroup() as group:
                    tasks = [group.create_task(one(*each)) for each in asked]
            except* VlmError as faults:
                raise faults.exceptions[0] from None
        return [task.result() for task in tasks]

    def _client(self) -> AsyncOpenAI:
        import openai

        http = openai.DefaultAsyncHttpxClient(follow_redirects=False, trust_env=self.remote)
        return openai.AsyncOpenAI(
            api_key=os.environ.get(KEY) or "none", base_url=self.endpoint, timeout=self._seconds,
            max_retries=self._retries, http_client=http,
        )  # fmt: skip

    async def _answered(self, client: AsyncOpenAI, pictures: Sequence[Picture], question: Question) -> Reply:
        talk = Talk(_messages(pictures, question, self._profile))
        text, answered = await self._said(client, talk, question)
        try:
            return self._reply(talk, text, question, answered)
        except BadReply as fault:
            talk.messages += [
                {"role": "assistant", "content": text[:2000] or "(nothing)"},
                {"role": "user", "content": f"That cannot be used: {fault}. {_form(question)}"},
            ]
        text, answered = await self._said(client, talk, question)
        return self._reply(talk, text, question, answered)

    def _reply(self, talk: Talk, text: str, question: Question, answered: str) -> Reply:
        said = without_thoughts(text)
        parsed = tolerant.document(_unwrapped(said, question), question, self._profile)
        return Reply(
            said, parsed, talk.prompt_tokens, talk.new_tokens, time.perf_counter() - talk.started, self.name,
            thoughts=text[: -len(said)].strip() if said and said != text else "",
            notes=(f"the server answered as {answered}",) if answered not in ("", self.model) else (),
        )  # fmt: skip

    async def _said(self, client: AsyncOpenAI, talk: Talk, question: Question) -> tuple[str, str]:
        """What the server answers, and as which model. Where it does not take a schema, it is asked without."""
        import openai
        from openai.types.chat import ChatCompletion

        try:
            answer = await self._completion(client, talk, question)
        except (openai.BadRequestError, openai.UnprocessableEntityError) as fault:
            if not self._holds_schema or question.schema is None or not _of_the_form(fault):
                raise await self._fault(client, fault) from None
            self._holds_schema = False
            return await self._said(client, talk, question)
        except (openai.OpenAIError, ValueError) as fault:  # ValueError: what should be JSON is none
            raise await self._fault(client, fault) from None
        message = _message(answer)
        if not isinstance(answer, ChatCompletion) or message is None:
            raise ModelFault(f"{self.endpoint} answers, but not as an OpenAI-compatible server does: {_line(answer)}")
        talk.prompt_tokens += _count(answer.usage, "prompt_tokens")
        talk.new_tokens += _count(answer.usage, "completion_tokens")
        if message.refusal:
            raise ModelFault(f"{self.name} declines to answer: {_line(message.refusal)}")
        return message.content or "", answer.model if isinstance(answer.model, str) else ""

    async def _completion(self, client: AsyncOpenAI, talk: Talk, question: Question) -> Any:
        extra: dict[str, Any] = {}
        if question.schema is not None and self._holds_schema:
            form = {"name": question.name, "schema": _wrapped(question.schema), "strict": True}
            extra["response_format"] = {"type": "json_schema", "json_schema": form}
        thinks = self._profile.thinks or not self._profile.family  # of an unknown model nobody knows
        most = min(question.max_new_tokens, _ANSWER) + (_THINKING if thinks else 0)
        if self.endpoint == OFFICIAL:
            extra["max_completion_tokens"] = most
        else:
            extra |= {"max_tokens": most, "temperature": 0}  # some of OpenAI's own models take neither
        return await client.chat.completions.create(model=self.model, messages=talk.messages, **extra)  # type: ignore[arg-type]

    async def _fault(self, client: AsyncOpenAI, fault: Exception) -> VlmError:
        """The server's error as one sentence that says what to do."""
        import openai

        at = self.endpoint
        match fault:
            case openai.APITimeoutError():
                return ModelFault(f"{at} did not answer within {self._seconds:g} s: is it overloaded? Try again later")
            case openai.APIConnectionError():
                why = _line(fault.__cause__ or fault)
                return ModelMissing(f"{at} cannot be reached ({why}): is the server running?")
            case openai.AuthenticationError() | openai.PermissionDeniedError():
                return ModelFault(f"{at} refuses the key ({fault.status_code}): set the environment's {KEY}")
            case openai.RateLimitError():
                return ModelFault(f"{at} takes no more for now (429): wait, or raise the account's limit")
            case openai.NotFoundError():
                return ModelFault(f"{at} has no model {self.model!r} (404){await self._others(client)}")
            case openai.APIStatusError():
                if 300 <= fault.status_code < 400:
                    return ModelFault(f"{at} sends elsewhere ({fault.status_code}): give the --endpoint it means")
                return ModelFault(f"{at} failed with {fault.status_code}: {_line(fault.body or fault.message)}")
        return ModelFault(f"{at} answers, but not as an OpenAI-compatible server does: {_line(fault)}")

    async def _others(self, client: AsyncOpenAI) -> str:
        """The models that the server has, for a sentence; "" where it does not say."""
        import openai

        try:
            there = await client.with_options(max_retries=0).models.list()
            names = [str(one.id) for one in there.data[:8]]
        except (openai.OpenAIError, ValueError, AttributeError, TypeError):
            names = []
        return f": it has {', '.join(names)}" if names else ": check the model's name and the address's path (/v1)"


def _message(answer: Any) -> Any:
    """The answer's message; None where it is of another form: what comes from a server is not checked by the client."""
    choices = getattr(answer, "choices", None)
    message = getattr(choices[0], "message", None) if isinstance(choices, list) and choices else None
    return message if isinstance(getattr(message, "content", 0), (str, type(None))) else None


def _count(usage: Any, name: str) -> int:
    counted = getattr(usage, name, 0)
    return counted if isinstance(counted, int) and counted > 0 else 0


def available() -> str | None:
    """None, or why it cannot work here and the cure."""
    from importlib.util import find_spec

    if find_spec("openai"):
        return None
    return "the openai package is missing; run: python -m pip install 'sightwright[api]'"


def is_loopback(address: str) -> bool:
    """Whether the address is of this machine itself: what is sent there does not leave it."""
    host = _host(address)
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:  # "http://[::1"
        return ""


def _profile(model: str) -> Profile:
    """The habits of a served model that is known by its hub id; of any other, those of an API."""
    known = next((one for one in PROFILES.values() if one.family and one.model_id.lower() == model.lower()), None)
    named = profile_of(f"openai:{model}") or PROFILES["api"]
    return replace(known, name=f"openai:{model}") if known else named


def _messages(pictures: Sequence[Picture], question: Question, profile: Profile) -> list[dict[str, Any]]:
    seen = [{"type": "image_url", "image_url": {"url": _data_url(one, profile.pixels[1])}} for one in pictures]
    said = question.text
    if question.schema is not None and question.name != "locate":  # that one says its form itself
        said += f"\n\n{_form(question)}"
    words = [{"type": "text", "text": said}]
    asked = {"role": "user", "content": [*seen, *words] if profile.picture_first else [*words, *seen]}
    return [*([{"role": "system", "content": question.system}] if question.system else []), asked]


def _form(question: Question) -> str:
    form = json.dumps(question.schema, ensure_ascii=False, separators=(",", ":"))
    return f"Answer with one JSON document of this schema, and nothing else: {form}"


def _data_url(picture: Picture, most: int) -> str:
    """The picture as PNG; a larger one than the model sees is scaled down here, which its coordinates do not notice."""
    from PIL import Image

    image = Image.fromarray(picture.pixels)
    if (share := most / (image.width * image.height)) < 1:
        size = (max(1, int(image.width * share**0.5)), max(1, int(image.height * share**0.5)))
        image = image.resize(size, Image.Resampling.LANCZOS)
    data = io.BytesIO()
    image.save(data, "PNG")
    return "data:image/png;base64," + base64.b64encode(data.getvalue()).decode()


def _wrapped(schema: Schema) -> dict[str, Any]:
    """As servers take it: an object at the top, and no limits of length, which OpenAI's own does not take."""
    bare: dict[str, Any] = _without_lengths(schema)
    return bare if schema.get("type") == "object" else schemas.record(answer=bare)  # type: ignore[return-value]


def _without_lengths(schema: Any) -> Any:
    if isinstance(schema, Mapping):
        return {key: _without_lengths(value) for key, value in schema.items() if key not in ("maxLength", "minLength")}
    return [_without_lengths(item) for item in schema] if isinstance(schema, (list, tuple)) else schema


def _unwrapped(text: str, question: Question) -> str:
    """The document itself, where the reply is the object that `_wrapped` put around it."""
    if question.schema is None or question.schema.get("type") == "object":
        return text
    try:
        held = json.loads(text)
    except (ValueError, RecursionError):
        return text
    alone = isinstance(held, dict) and list(held) == ["answer"]
    return json.dumps(held["answer"]) if alone else text


def _of_the_form(fault: Exception) -> bool:
    """Whether a server's complaint is about the schema, or does not say what it is about."""
    words = str(fault).lower()
    other = ("context length", "maximum context", "image", "max_tokens", "model_not_found", "does not exist")
    return not any(word in words for word in other) or "response_format" in words or "schema" in words


def _line(what: object) -> str:
    """Words from a server on one short line."""
    if isinstance(what, Mapping):
        what = what.get("message") or what.get("error") or what.get("detail") or what
    text = "".join(letter if letter.isprintable() else " " for letter in str(what))
    text = " ".join(text.split())
    return text if len(text) <= 160 else text[:159] + "…"
