"""The file of concepts says each thing once, in both languages, and the training's file speaks of the same."""

from __future__ import annotations

import re

from perception.icon_concepts import concepts

MEANT = {"more", "x"}  # horizontal and vertical dots are both "More"; X is a company, too


def test_says_each_thing_once() -> None:
    owners: dict[str, set[str]] = {}
    for concept in concepts().values():
        for word in (concept.name, *concept.said):
            owners.setdefault(word.casefold(), set()).add(concept.id)
    assert {word: ids for word, ids in owners.items() if len(ids) > 1 and word not in MEANT} == {}


def test_every_concept_has_words_in_both_languages() -> None:
    assert 150 <= len(concepts()) <= 300
    for concept in concepts().values():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", concept.id)
        assert concept.name[0].isupper() or not concept.name[0].isascii()
        words = (*concept.said, *concept.maybe)
        assert any(word.isascii() for word in words), concept.id
        assert any(re.search("[\u4e00-\u9fff]", word) for word in words), concept.id
        assert len(set(words)) == len(words), concept.id


def test_names_of_drawings_are_marked() -> None:
    assert {"gear", "齿轮"} <= set(concepts()["settings"].drawn)
    assert concepts()["star"].drawn == ("Star", "星星")
    for concept in concepts().values():
        assert set(concept.drawn) <= {concept.name, *concept.said}
        assert not any(word.startswith(("*", "~")) for word in (concept.name, *concept.said, *concept.maybe))


def test_training_names_the_same_concepts_and_no_file_twice() -> None:
    from perception.training.icons.masters import doubles, names

    assert set(names()) == set(concepts())
    assert doubles() == []
