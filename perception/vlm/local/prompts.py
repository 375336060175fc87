"""A question and its pictures -> the text that a model continues, by its own chat template."""

from __future__ import annotations

import re
from typing import Any

from perception.vlm.profiles import Profile
from perception.vlm.types import CannotDo, ModelFault, Question

_CONTROL = re.compile(r"<\|([^<>|\s]{1,40})\|>")
IMAGE = "<image>"  # where the picture stands, in a profile's own `chat`
THINK, THOUGHT = "<think>", "</think>"


def plain(text: str) -> str:
    """A user's or a page's words without what a tokenizer would take for its own signs (`<|im_end|>`)."""
    return _CONTROL.sub(r"<\1>", text)


def messages(profile: Profile, question: Question, pictures: int) -> list[dict[str, Any]]:
    """The turns: a system's where there is one, and the user's with its pictures before or behind the words."""
    words = [{"type": "text", "text": plain(question.text)}]
    shown = [{"type": "image"} for _ in range(pictures)]
    user = {"role": "user", "content": shown + words if profile.picture_first else words + shown}
    system = {"role": "system", "content": [{"type": "text", "text": question.system}]}
    return [system, user] if question.system else [user]


def prompt(processor: Any, profile: Profile, question: Question, pictures: int) -> str:
    """The whole text up to where the answer begins; each picture is one placeholder. Raises CannotDo, ModelFault."""
    if profile.chat:
        if pictures != 1:
            raise CannotDo(f"{profile.name} looks at one picture at a time")
        return profile.chat.format(plain(question.text), image=IMAGE) + question.prefill
    if not getattr(processor, "chat_template", None):
        raise ModelFault(f"the files of {profile.name} have no chat template: fetch the model again")
    text = str(processor.apply_chat_template(messages(profile, question, pictures), add_generation_prompt=True))
    if profile.thinks:
        return text if text.rstrip().endswith(THINK) else f"{text}{THINK}\n"
    return text + question.prefill
