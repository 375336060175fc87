"""Questions on pictures. What is written there is read without a model; anything else takes one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from agent.eyes.cascade import Cascade
from perception.types import BBox, TextLine
from perception.vlm import questions, zoom
from perception.vlm.coordinates import pixels
from perception.vlm.profiles import Coordinates
from perception.vlm.types import Eye, Question, Reply, Schema

if TYPE_CHECKING:
    from perception.capture import Picture

_READS = re.compile(
    r"(?:please |can you |could you )?(?:read|transcribe|ocr|extract|get)(?: out| me)?(?: (?:all|the|this|that|its|"
    r"what|any|every|of|in|on|from|picture|image|screenshot|screen|page|text|texts|words|content|label|labels|is|written|"
    r"says|it|there|here|aloud))*|"
    r"what(?:'s| is| does| do)?(?: (?:the|this|that|it|they|all|picture|image|screenshot|screen|page|text|texts|words|"
    r"say|says|read|reads|written|is|in|on|here|there|label|button|sign|box|line))*|text|ocr|"
    r"(?:请|帮我)?(?:读(?:出|一下|取)?|识别|提取|写(?:着|了)|上面|这里|图中|图片|[这里中上的是有写出]|所有|全部|一下)*"
    r"(?:文字|文本|什么(?:字|文字|内容)?|字|内容)",
    re.IGNORECASE,
)
_MUST = re.compile(r"\b(?:text|read|transcribe|ocr|says?|written|words)\b|文字|文本|写|读|字", re.IGNORECASE)
_COMPARES = re.compile(
    r"\b(?:compare|differen\w+|differs?|chang\w+|same|identical|diff)\b|不同|区别|变化|差异|一样|比较|改变",
    re.IGNORECASE,
)
_WHERE = re.compile(
    r"\s*(?:where (?:is|are)|locate|find|point (?:at|to)|show me|box(?:es)? (?:of|around|for))\s+"
    r"(?P<what>.+?)\s*\??\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Asked:
    """A question and what it is about. `region` is a part of the (first) picture, `schema` the form of the answer."""

    question: str
    region: BBox | None = None
    schema: Schema | None = None


@dataclass(frozen=True)
class Answer:
    """`document` is the answer's JSON; `words` the same for people; `found`: the pictures show it."""

    words: str
    document: dict[str, Any]
    found: bool = True


def reads_text(asked: Asked) -> bool:
    """Whether the question is what is written there: no model is needed for it."""
    plain = asked.question.strip().rstrip("?？。.!").strip()
    return asked.schema is None and bool(_READS.fullmatch(plain)) and bool(_MUST.search(plain))


def read(pictures: Sequence[Picture], asked: Asked) -> Answer:
    """The text of each picture, or of the region, in reading order. Raises ImageError."""
    from perception.ocr import read_text

    lines: list[dict[str, Any]] = []
    texts: list[str] = []
    for number, picture in enumerate(pictures, 1):
        part = zoom.Part(asked.region or BBox(0, 0, picture.width, picture.height), 1)
        found = _in_order(read_text(zoom.cut(picture, part).pixels))
        where = {"image": number} if len(pictures) > 1 else {}
        lines += [
            {"text": one.text, "box": list(part.back(one.box)), "confidence": round(one.confidence, 3), **where}
            for one in found
        ]
        texts.append("\n".join(one.text for one in found))
    words = "\n\n".join(text for text in texts if text)
    document = {"question": asked.question, "found": bool(words), "answer": words, "lines": lines, "model": "embedded"}
    return Answer(words or "There is no text to be seen.", document, bool(words))


def _in_order(lines: Sequence[TextLine]) -> list[TextLine]:
    from statistics import median

    from perception.reading_order import reading_order

    if not lines:
        return []
    unit = float(median(line.box.height for line in lines))
    return [lines[index] for index in reading_order([line.box for line in lines], unit)]


def ask(cascades: Sequence[Cascade], asked: Asked) -> Answer:
    """The first model's answer that finds something; `cascades` has one for each picture, with the same eyes."""
    part = zoom.Part(asked.region, 1) if asked.region else None
    pictures = [cascade.seen for cascade in cascades]
    if part:
        pictures[0] = zoom.cut(pictures[0], part)
    first = cascades[0]
    answer = Answer("no model answered", {"found": False, "answer": None}, False)
    for eye in first.eyes:
        question = question_for(eye, len(pictures), asked, first.hidden(asked.question))
        reply = first.ask(eye, pictures, question, region=asked.region)
        if reply is None:
            answer = Answer(f"{eye.name} gave no answer that could be read", {"found": False, "answer": None}, False)
            continue
        answer = _answer(eye, question, reply, pictures[-1], part)
        if question.name == "ask" and asked.schema is None and _goes_round(answer.words):
            answer = Answer(f"{eye.name} gave no answer that could be read", {"found": False, "answer": None}, False)
        if answer.found:
            break
    told = {"question": asked.question, **answer.document, "answered": [one.model_dump() for one in first.answers]}
    return Answer(answer.words, told, answer.found)


def _goes_round(words: str) -> bool:
    """Whether an answer ends in the same few signs over and over, which no picture was looked at for."""
    found = re.search(r"(.{1,80}?)\1{15,}.{0,80}$", words, re.DOTALL)
    return found is not None and len(found[0]) >= 64


def question_for(eye: Eye, pictures: int, asked: Asked, words: str) -> Question:
    """A comparison of two pictures, boxes of what is looked for, a document of the given form, or an answer."""
    tasks = eye.profile.tasks
    if asked.schema is not None:
        return questions.ask(eye.profile, words, asked.schema)
    if pictures == 2 and _COMPARES.search(words) and "compare" in tasks:
        return questions.compare(eye.profile, words)
    if pictures == 1 and (where := _WHERE.fullmatch(words)) and "boxes" in tasks:
        return questions.boxes(eye.profile, where["what"])
    if reads_text(asked):
        return questions.read(eye.profile)
    return questions.ask(eye.profile, words)


def _answer(eye: Eye, question: Question, reply: Reply, picture: Picture, part: zoom.Part | None) -> Answer:
    said, model = reply.parsed, {"model": reply.model}
    match question.name:
        case "boxes":
            boxes = [{"box": box, "label": item["label"]} for item in said if (box := _box(eye, item, picture, part))]
            words = "\n".join(f"{item['label']} at {', '.join(map(str, item['box']))}" for item in boxes)
            return Answer(
                words or "It is not on this picture.", {"found": bool(boxes), "boxes": boxes, **model}, bool(boxes)
            )
        case "compare":
            changes = [
                {"kind": item["kind"], "what": item["what"]}
                | ({"box": box} if (box := _box(eye, item, picture, None)) else {})
                for item in said["changes"]
            ]
            words = "\n".join(f"{item['kind']}: {item['what']}" for item in changes)
            same = said["same"] and not changes
            return Answer(words or "They are the same.", {"found": True, "same": same, "changes": changes, **model})
        case "read":
            return Answer(
                said["text"], {"found": bool(said["text"]), "answer": said["text"], **model}, bool(said["text"])
            )
        case _ if isinstance(said, dict) and set(said) == {"found", "answer"}:
            return Answer(said["answer"], {"found": said["found"], "answer": said["answer"], **model}, said["found"])
    import json

    return Answer(json.dumps(said, ensure_ascii=False, indent=2), {"found": True, "answer": said, **model})


def _box(eye: Eye, item: dict[str, Any], picture: Picture, part: zoom.Part | None) -> list[int] | None:
    """A box of the reply in the pixels of the whole picture."""
    if "bbox_2d" not in item or eye.profile.coordinates is None:
        return None
    scale = Coordinates("boxes", eye.profile.coordinates.scale or 1000)
    box = pixels(item["bbox_2d"], scale, picture.width, picture.height)
    return list(part.back(box) if part else box) if box else None
