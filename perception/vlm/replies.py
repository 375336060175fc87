"""What models answer when they are asked where something is, read by pure functions. No text makes them fail.

    said = PARSERS["tool_call"](text)      # spots in the model's own numbers, a refusal, or why neither could be read

Each parser looks for its own form first and then for the others', since models fall back into older habits.
What the numbers mean is the profile's affair: `coordinates.py` turns them into boxes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from perception.vlm.loose_json import LONGEST, Value, plain, values


@dataclass(frozen=True, slots=True)
class Spot:
    """A point (2 numbers) or a box (4) as the model wrote it. `form` is "xyxy" or "xywh" where the model says so."""

    numbers: tuple[float, ...]
    label: str = ""
    form: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """One of three: `spots`; `refused`, the model's words for "it is not there"; `fault`, why nothing could be read.

    `cut`: the answer broke off, so that more spots may have been meant.
    """

    spots: tuple[Spot, ...] = ()
    refused: str = ""
    fault: str = ""
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Marked:
    """The number of a mark that the model chose, or, as in `Said`, a refusal or a fault."""

    mark: int | None = None
    refused: str = ""
    fault: str = ""


_SPECIAL = re.compile(r"<\|[^|>\n]{1,40}\|>|</?s>")
_THINK = r"(?:grounding_)?(?:think|thinking|thought)"
_THOUGHT_ENDS = re.compile(rf"</{_THINK}>", re.IGNORECASE)
_THOUGHT_STARTS = re.compile(rf"<{_THINK}>", re.IGNORECASE)
_FENCE = re.compile(r"^\s*```[\w-]*[ \t]*\n(.*?)(?:\n\s*```\s*)?$", re.DOTALL)


def without_thoughts(text: str) -> str:
    """What is said behind the thinking; "" where the answer broke off in it. Special tokens are left out."""
    said = _THOUGHT_ENDS.split(_SPECIAL.sub("", text[:LONGEST]))[-1]  # a template may have begun the thinking
    return _THOUGHT_STARTS.split(said, maxsplit=1)[0].strip()


def words_of(text: str) -> str:
    """An answer in words: without thinking, and without a fence around all of it."""
    said = without_thoughts(text)
    fenced = _FENCE.match(said)
    return fenced[1].strip() if fenced else said


# "There are none." and its kin; a model that says so in prose has refused, whatever else it adds.
_NONE = re.compile(
    r"there (?:is|are|was|were) (?:none|no|not)\b|there(?:'s| isn't| aren't) (?:no|none|any)\b|"
    r"\b(?:is|are|was|does|do|could|can) ?(?:not|n't) (?:\w+ ){0,3}?(?:visible|present|shown|found|exist|appear|see|"
    r"find|locate|there|available|on (?:this|the) (?:screen|page|image|picture|screenshot))\b|"
    r"\b(?:cannot|can't|couldn't|unable to|failed to) (?:\w+ )?(?:find|see|locate|identify)\b|"
    r"\b(?:isn't|aren't|doesn't) (?:\w+ ){0,2}?(?:visible|present|there|exist|appear|shown|on)\b|"
    r"\bnot (?:found|visible|present|on (?:this|the) (?:screen|page|image|picture|screenshot))\b|\bno such\b|"
    r"\bdo(?:es)? not (?:contain|show|have|exist)\b|"
    r"^\W*(?:none|null|no|n/?a|nothing|not found|not present|无|没有|不存在)\W*$|"
    r"没有(?:找到|发现|看到|这个|该)|找不到|未找到|不存在|无法(?:找到|定位|识别)|图中没有|页面上没有|屏幕上没有",
    re.IGNORECASE,
)
_NOWHERE = "the model says that it is not on this picture"
_EMPTY = "the model answered nothing"
_IN_THOUGHT = "the answer broke off while the model was thinking"
_NO_PLACE = "the answer names no place"


def refusal_in(prose: str) -> str:
    """The model's words, where they say that there is no such thing; else ""."""
    return " ".join(prose.split())[:300] or _NOWHERE if _NONE.search(prose) else ""


def points_json(text: str) -> Said:
    """`[{"point_2d": [x, y], "label": ...}]`, `[{"bbox_2d": [x1, y1, x2, y2]}]`, alone, fenced or among words."""
    return _read(text, (_from_json, _from_tags, _from_brackets))


def tool_call(text: str) -> Said:
    """`<tool_call>{"name": ..., "arguments": {"action": "left_click", "coordinate": [x, y]}}</tool_call>`."""
    return _read(text, (_from_call, _from_json, _from_tags, _from_brackets))


def pair(text: str) -> Said:
    """`[x, y]`, `(x, y)`, `x, y`; [-1, -1] is a refusal."""
    return _read(text, (_from_brackets, _from_json, _from_tags))


def answer_tag(text: str) -> Said:
    """`<answer>{"coordinate": [x, y]}</answer>`, after whatever was thought before."""
    inner = re.findall(r"<answer>(.*?)(?:</answer>|\Z)", text[:LONGEST], re.DOTALL | re.IGNORECASE)
    return points_json(inner[-1] if inner else text)


def point_tags(text: str) -> Said:
    """`<points coords="1 1 615 406">`, `<point x="61.5" y="40.6" alt="...">`, `<box>(x, y), (x, y)</box>`."""
    return _read(text, (_from_tags, _from_json, _from_brackets))


PARSERS: Mapping[str, Callable[[str], Said]] = {
    "json": points_json,
    "tool_call": tool_call,
    "pair": pair,
    "answer_tag": answer_tag,
    "molmo": point_tags,
}


def mark(text: str, known: Collection[int]) -> Marked:
    """The number of the one mark that the answer names: `{"mark": 12}`, "e12", "element 12", "12"."""
    said = without_thoughts(text)
    if not said:
        return Marked(fault=_IN_THOUGHT if text.strip() else _EMPTY)
    found = values(said)
    if refused := refusal_in(plain(said)) or next(filter(None, (_refusal(v.value) for v in found)), ""):
        return Marked(refused=refused)
    chosen = {number for value in found for number in _marks(value.value)} or _spoken_marks(said)
    if not chosen:
        return Marked(fault="the answer names no mark")
    if len(chosen) > 1:
        return Marked(fault=f"the answer names {len(chosen)} marks where one was asked for")
    number = chosen.pop()
    return Marked(number) if number in known else Marked(fault=f"the answer names mark {number}, which is not there")


_Form = Callable[[str], tuple[list[Spot], str]]  # spots, and a refusal


def _read(text: str, forms: tuple[_Form, ...]) -> Said:
    said = without_thoughts(text)
    if not said:
        return Said(fault=_IN_THOUGHT if text.strip() else _EMPTY)
    found = values(said)
    cut = any(value.loose for value in found) or _unclosed(said)
    if refused := refusal_in(_TAG.sub(" ", plain(said))):
        return Said(refused=refused)
    for form in forms:
        spots, refused = form(said)
        if refused:
            return Said(refused=refused)
        if spots:
            return Said(tuple(dict.fromkeys(spots)), cut=cut)
    return Said(fault="the answer broke off before it named a place" if cut else _NO_PLACE)


def _unclosed(text: str) -> bool:
    return any(text.count(opening) > text.count(closing) for opening, closing in ("[]", "{}"))


_TAG = re.compile(r"<[^<>]*>")
_NUMBER = r"[-+]?\d{1,7}(?:\.\d{1,12})?"
_BRACKETS = re.compile(rf"[\[(]\s*({_NUMBER}(?:\s*,\s*{_NUMBER}){{1,3}})\s*[\])]")
_TWO_CORNERS = re.compile(
    rf"[\[(]\s*({_NUMBER})\s*,\s*({_NUMBER})\s*[\])]\s*(?:,|to|-|;)?\s*[\[(]\s*({_NUMBER})\s*,\s*({_NUMBER})\s*[\])]"
)
_BARE = re.compile(rf"\W*({_NUMBER})\s*[,;\s]\s*({_NUMBER})(?:\s*[,;\s]\s*({_NUMBER})\s*[,;\s]\s*({_NUMBER}))?\W*")
_NAMED = re.compile(rf"\bx\s*[:=]\s*({_NUMBER})\W{{1,4}}\by\s*[:=]\s*({_NUMBER})", re.IGNORECASE)


def _from_brackets(text: str) -> tuple[list[Spot], str]:
    """Numbers in brackets, or numbers alone."""
    text = _TAG.sub(" ", text)
    if corners := _TWO_CORNERS.fullmatch(text.strip(" .\n\"'`")):
        return _no_negative([_spot(corners.groups())])
    found = [_spot(re.findall(_NUMBER, group)) for group in _BRACKETS.findall(text)]
    found = found or [_spot(match) for match in _NAMED.findall(text)]
    if not found and (bare := _BARE.fullmatch(text)):
        found = [_spot([number for number in bare.groups() if number])]
    return _no_negative([spot for spot in found if len(spot.numbers) in (2, 4)])


def _spot(numbers: Any) -> Spot:
    return Spot(tuple(float(number) for number in numbers))


def _no_negative(spots: list[Spot]) -> tuple[list[Spot], str]:
    """A place at -1, -1 is how some models say "nowhere"; so is a box without any extent at the corner."""
    real = [spot for spot in spots if not _nowhere(spot)]
    return real, "" if real or not spots else _NOWHERE


def _nowhere(spot: Spot) -> bool:
    return all(number < 0 for number in spot.numbers) or (len(spot.numbers) == 4 and not any(spot.numbers))


_ATTRIBUTES = re.compile(r"""\b([a-z]+)(\d*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([\d.+-]+))""", re.IGNORECASE)
_POINT_TAG = re.compile(r"<points?\b([^<>]*)>(?:([^<>]*)</points?>)?", re.IGNORECASE)
_BOX_TAG = re.compile(r"<(?:box|bbox|point|loc)>([^<>]*)(?:</|\Z)", re.IGNORECASE)


def _from_tags(text: str) -> tuple[list[Spot], str]:
    found: list[Spot] = []
    for attributes, inner in _POINT_TAG.findall(text):
        given = {(name.lower(), place): a or b or c for name, place, a, b, c in _ATTRIBUTES.findall(attributes)}
        label = given.get(("alt", "")) or inner.strip()
        found += [Spot(point, label) for point in _listed(given.get(("coords", ""), ""))]
        for (name, place), value in given.items():
            if name == "x" and _is_number(value) and _is_number(given.get(("y", place), "")):
                found.append(Spot((float(value), float(given["y", place])), label))
    for inner in _BOX_TAG.findall(text):
        numbers = re.findall(_NUMBER, inner)
        if len(numbers) in (2, 4):
            found.append(_spot(numbers))
    return _no_negative(found)


def _listed(coords: str) -> Iterator[tuple[float, float]]:
    """The points of one picture's "1 1 615 406 2 700 80": the picture's number, then number, x and y of each point."""
    numbers = re.findall(_NUMBER, coords.split(";")[0])
    if len(numbers) % 3 == 1:
        yield from ((float(x), float(y)) for x, y in zip(numbers[2::3], numbers[3::3], strict=True))


def _is_number(text: str) -> bool:
    return re.fullmatch(_NUMBER, text.strip()) is not None


_CALL = re.compile(r"<tool_call>(.*?)(?:</tool_call>|\Z)", re.DOTALL | re.IGNORECASE)


def _from_call(text: str) -> tuple[list[Spot], str]:
    """The last call: earlier ones are what the model thought better of."""
    calls = [value for part in _CALL.findall(text) or [text] for value in values(part) if _is_call(value)]
    if not calls:
        return [], ""
    arguments = calls[-1].value.get("arguments", calls[-1].value)
    if isinstance(arguments, str):
        arguments = next((value.value for value in values(arguments)), {})
    if not isinstance(arguments, dict):
        return [], ""
    if arguments.get("action") in ("terminate", "answer", "fail", "wait") and "coordinate" not in arguments:
        reason = arguments.get("reason") or arguments.get("text") or arguments.get("status") or _NOWHERE
        return [], str(reason)[:300]
    return _no_negative(list(_spots(arguments, 0)))


def _is_call(value: Value) -> bool:
    return isinstance(value.value, dict) and bool({"arguments", "action"} & set(value.value))


def _from_json(text: str) -> tuple[list[Spot], str]:
    found = values(text)
    spots = [spot for value in found for spot in _spots(value.value, 0)]
    if spots:
        return _no_negative(spots)
    return [], next(filter(None, (_refusal(value.value) for value in found)), "")


_PLACES = (
    "bbox_2d", "bbox", "box_2d", "box", "bounding_box", "boundingbox", "start_box",
    "point_2d", "point", "coordinate", "coordinates", "center", "centre", "position", "location", "click",
)  # fmt: skip
_LABELS = ("label", "name", "text", "element", "description", "target")
_SIDES = (
    ("x1", "y1", "x2", "y2"), ("left", "top", "right", "bottom"), ("xmin", "ymin", "xmax", "ymax"),
    ("x_min", "y_min", "x_max", "y_max"),
)  # fmt: skip
_SIZES = (("x", "y", "width", "height"), ("x", "y", "w", "h"), ("left", "top", "width", "height"))
_DEEP = 12


def _spots(value: Any, depth: int, label: str = "") -> Iterator[Spot]:
    """Every place in a JSON value, with the label that stands beside it."""
    if depth > _DEEP:
        return
    if isinstance(value, dict):
        fields = {str(key).lower(): item for key, item in value.items()}
        label = next((fields[key] for key in _LABELS if isinstance(fields.get(key), str)), label)
        if (spot := _in_fields(fields, label)) is not None:
            yield spot
            return
        places = [fields[key] for key in _PLACES if key in fields]
        for item in places[:1] or fields.values():
            yield from _spots(item, depth + 1, label)
    elif isinstance(value, str) and depth:
        yield from (Spot(spot.numbers, label) for spot in _from_brackets(value)[0] if not re.search("[a-z]", value))
    elif isinstance(value, (list, tuple)):
        numbers = _numbers(value)
        if numbers is None and len(value) == 2 and all(_numbers(item, 2) for item in value):
            numbers = (*(_numbers(value[0]) or ()), *(_numbers(value[1]) or ()))  # two corners
        if numbers is not None:
            yield Spot(numbers, label)
            return
        for item in value[:1000]:
            yield from _spots(item, depth + 1, label)


def _in_fields(fields: Mapping[str, Any], label: str) -> Spot | None:
    """A box or a point whose numbers have a key each."""
    for keys in _SIDES:
        if numbers := _numbers([fields.get(key) for key in keys]):
            return Spot(numbers, label, "xyxy")
    for keys in _SIZES:
        if numbers := _numbers([fields.get(key) for key in keys]):
            return Spot(numbers, label, "xywh")
    numbers = _numbers([fields.get("x"), fields.get("y")])
    return Spot(numbers, label) if numbers else None


def _numbers(value: Any, count: int = 0) -> tuple[float, ...] | None:
    """The numbers of a list of two or four (or of `count`), also where they are written as strings; else None."""
    if not isinstance(value, (list, tuple)) or len(value) not in ((count,) if count else (2, 4)):
        return None
    found: list[float] = []
    for item in value:
        number = isinstance(item, (int, float)) and not isinstance(item, bool) and abs(item) < 1e7
        if not number and not (isinstance(item, str) and _is_number(item)):
            return None
        found.append(float(item))
    return tuple(found)


def _refusal(value: Any) -> str:
    """The words with which a JSON value says that there is nothing: `[]`, `{"found": false}`, `{"point": null}`."""
    if isinstance(value, (list, tuple)):
        return _NOWHERE if not value else _refusal(value[0]) if len(value) == 1 else ""
    if not isinstance(value, dict):
        return ""
    fields = {str(key).lower(): item for key, item in value.items()}
    for key in ("refused", "refusal", "not_found", "reason", "error", "unresolved"):
        if isinstance(fields.get(key), str) and fields[key].strip():
            return " ".join(fields[key].split())[:300]
    gone = fields.get("found") is False or fields.get("visible") is False or fields.get("refused") is True
    empty = not fields or any(key in fields and not fields[key] for key in (*_PLACES, "mark", "elements", "boxes"))
    return _NOWHERE if gone or empty else ""


_MARK_KEYS = ("mark", "mark_id", "element", "element_id", "id", "index", "number", "box_id")
_SPOKEN = re.compile(
    r"\b(?:mark|element|number|box|item|label|id)\s*(?:is\s*)?[#:\[(]*\s*e?(\d{1,4})\b|#(\d{1,4})\b|\be(\d{1,4})\b",
    re.I,
)


def _marks(value: Any) -> set[int]:
    if isinstance(value, (list, tuple)):
        alone = [number for item in value[:50] if (number := _mark_number(item)) is not None]
        return {*alone, *(number for item in value[:50] if isinstance(item, dict) for number in _marks(item))}
    if not isinstance(value, dict):
        return set()
    fields = {str(key).lower(): item for key, item in value.items()}
    named = next((fields[key] for key in _MARK_KEYS if key in fields), fields.get("arguments"))
    number = _mark_number(named)
    return {number} if number is not None else _marks(named)


def _mark_number(value: Any) -> int | None:
    if isinstance(value, str) and (match := re.fullmatch(r"\s*[\[#]?e?(\d{1,4})\]?\s*", value)):
        return int(match[1])
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10_000 else None


def _spoken_marks(text: str) -> set[int]:
    text = _TAG.sub(" ", text)
    if alone := re.fullmatch(r"[\W_]*e?(\d{1,4})[\W_]*", text):
        return {int(alone[1])}
    return {int(next(filter(None, groups))) for groups in _SPOKEN.findall(text)}
