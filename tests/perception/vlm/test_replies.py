"""Ugly answers, ten or more for each parser: each gives the right place, a refusal, or a fault. None crashes."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perception.vlm import loose_json
from perception.vlm.replies import PARSERS, mark, words_of
from tests.replies import tables

CASES = [(parser, text, wanted) for parser, table in tables.SPOTS.items() for text, wanted in table]


@pytest.mark.parametrize(("parser", "text", "wanted"), CASES, ids=[f"{p}-{t[:40]!r}" for p, t, _ in CASES])
def test_an_ugly_answer_is_read_or_refused(parser: str, text: str, wanted: object) -> None:
    said = PARSERS[parser](text)
    if wanted == tables.REFUSED:
        assert said.refused
        assert not said.spots
        assert not said.fault
    elif wanted == tables.FAULT:
        assert said.fault
        assert not said.spots
        assert not said.refused
    else:
        assert [spot.numbers for spot in said.spots] == wanted
        assert not said.refused
        assert not said.fault


@pytest.mark.parametrize("parser", sorted(PARSERS))
def test_each_parser_has_ten_ugly_answers(parser: str) -> None:
    assert len(tables.SPOTS[parser]) >= 10


@pytest.mark.parametrize(("text", "wanted"), tables.MARKS)
def test_a_mark_is_read_or_refused(text: str, wanted: object) -> None:
    said = mark(text, known=range(1, 40))
    assert (said.mark if said.mark is not None else "refused" if said.refused else "fault") == wanted


@pytest.mark.parametrize(("text", "wanted"), tables.WORDS)
def test_words_come_without_thinking_and_fences(text: str, wanted: str) -> None:
    assert words_of(text) == wanted


def test_a_label_and_a_form_go_with_their_place() -> None:
    said = PARSERS["json"]('[{"label": "Save", "x": 10, "y": 20, "width": 5, "height": 6}, {"point": [1, 2]}]')
    assert [(spot.label, spot.form) for spot in said.spots] == [("Save", "xywh"), ("", "")]


def test_what_broke_off_is_said_to_be_cut() -> None:
    assert PARSERS["json"]('[{"bbox_2d": [1, 2, 3, 4], "label": "a"}, {"bbox_2d": [5, 6').cut
    assert not PARSERS["json"]('[{"bbox_2d": [1, 2, 3, 4], "label": "a"}]').cut


_PIECES = st.sampled_from(
    "{ } [ ] ( ) \" ' , : 12 -1 3.5 1e999 null true <think> </think> <answer> </answer> <tool_call> </tool_call> "
    '<point <points coords=" x="1" /> <box> </box> "bbox_2d": "point_2d": "arguments": none there\x20are\x20none \\ \n '
    "```json ``` 没有 \ud800 \x00 e12 mark".split(" ")
)
_JUNK = st.one_of(st.text(max_size=200), st.lists(_PIECES, max_size=60).map("".join))


@given(_JUNK)
def test_no_text_crashes_a_parser(text: str) -> None:
    for parse in PARSERS.values():
        said = parse(text)
        assert bool(said.spots) + bool(said.refused) + bool(said.fault) == 1
        assert all(len(spot.numbers) in (2, 4) for spot in said.spots)
    chosen = mark(text, known={1, 2, 3})
    assert (chosen.mark is not None) + bool(chosen.refused) + bool(chosen.fault) == 1
    assert isinstance(words_of(text), str)


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "{" * 5_000 + "}" * 5_000, "<point " * 20_000, '"' * 70_001, "[1,2]" * 50_000]
)
def test_an_endless_answer_ends(text: str) -> None:
    for parse in PARSERS.values():
        assert parse(text) is not None


_BOX = st.lists(st.integers(1, 1000), min_size=4, max_size=4)


@given(
    _BOX, st.text(st.characters(codec="utf-8"), max_size=20), st.sampled_from(["{}", "```json\n{}\n```", "Here: {}"])
)
def test_a_box_survives_its_wrapping(box: list[int], label: str, wrapping: str) -> None:
    text = wrapping.replace("{}", json.dumps([{"bbox_2d": box, "label": label}]))
    assert [spot.numbers for spot in PARSERS["json"](text).spots] == [tuple(box)]


@given(_BOX, st.integers(1, 40))
def test_a_box_that_broke_off_is_never_another_box(box: list[int], left: int) -> None:
    text = json.dumps([{"bbox_2d": box, "label": "Save"}])
    for parse in PARSERS.values():
        assert [spot.numbers for spot in parse(text[:-left]).spots] in ([tuple(box)], [])


@given(st.recursive(st.none() | st.booleans() | st.integers(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)))
def test_json_is_read_as_json(value: object) -> None:
    found = loose_json.values(json.dumps(value))
    assert [one.value for one in found] == ([value] if isinstance(value, (list, dict)) else [])
