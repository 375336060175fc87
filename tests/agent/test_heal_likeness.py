"""Which names and elements are the same one, and which never are: pure, on hand-made pages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.evidence import Place, Sight, dump, load
from agent.recognising import choose
from agent.resemblance import names_alike, other_deed, resemblance
from agent.traits import Kept, traits
from codegen.locator import Scope


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Save", "Save changes"), ("Export", "导出"), ("Export CSV", "Download CSV"), ("Colour", "Color"),
        ("Sign in", "Log in"),
        ("Email", "E-mail address"), ("Status", "Order status"), ("Inbox", "Inbox (25)"), ("密码", "Password"),
        ("Settings", "Preferences"), ("Add user", "New user"),
    ],
)  # fmt: skip
def test_a_name_may_be_said_otherwise(old: str, new: str) -> None:
    assert names_alike(old, new) >= 0.6
    assert not other_deed(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Order 1042", "Order 1043"),
        ("Page 2", "Page 3"),
        ("Print", "Export"),
        ("table_view Tables", "table_view Charts"),
        ("First name", "Last name"),
        ("Billing address line", "Shipping address line"),
        ("All", "Active"),
        ("Save", "Zap"),
        ("From", "To"),
    ],
)
def test_another_thing_has_another_name(old: str, new: str) -> None:
    assert names_alike(old, new) < 0.6


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Delete", "Archive"),
        ("Save", "Delete"),
        ("Edit", "View"),
        ("Send", "Save"),
        ("Close", "Delete"),
        ("删除", "归档"),
    ],
)
def test_another_deed_is_never_the_same(old: str, new: str) -> None:
    assert other_deed(old, new)


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_is_a_share_and_a_name_is_like_itself(old: str, new: str) -> None:
    assert 0 <= names_alike(old, new) <= 1
    assert not old.strip(" .:*,;。，：；、\n\t") or names_alike(old, old) in (0.0, 1.0)


def page(*elements: Kept) -> Sight:
    return Sight("http://shop.example/", (1280, 800), elements)


def element(number: int, role: str, name: str, *, at: tuple[int, int] | None = None, **more: object) -> Kept:
    x, y = at or (40, 60 * number)
    made = Kept(f"e{number}", role, name, (x, y, x + 90, y + 30), interactive=role not in ("text", "heading", "row"))
    return replace(made, **more)  # type: ignore[arg-type]


TOOLBAR = (
    element(1, "heading", "Orders"), element(2, "button", "New order", own={"id": "new"}),
    element(3, "button", "Export"), element(4, "button", "Print"),
    element(5, "textbox", "Customer", own={"name": "who"}), element(6, "button", "Search"),
)  # fmt: skip
EXPORT = Place(page(*TOOLBAR), "e3")


def changed(**elements: Kept | None) -> Sight:
    """The toolbar with some elements replaced, or removed."""
    kept = (elements.get(e.id, e) for e in TOOLBAR)
    return page(*(e for e in kept if e is not None))


def winner(now: Sight, place: Place = EXPORT, scope: Scope | None = None) -> str:
    found = choose(place, now, {}, scope).winner
    return found.element.name if found else ""


def test_nothing_is_as_like_an_element_as_itself() -> None:
    every = traits(TOOLBAR, (1280, 800))
    for one in every.values():
        assert resemblance(one, one).total == 1
        assert not resemblance(one, one).against
        assert (
            choose(Place(page(*TOOLBAR), one.kept.id), page(*TOOLBAR), {}, enabled=False).winner is None
            or winner(page(*TOOLBAR), Place(page(*TOOLBAR), one.kept.id)) == one.kept.name
        )


def test_a_renamed_button_is_found_again() -> None:
    assert winner(changed(e3=element(3, "button", "Download orders"))) == "Download orders"


def test_a_translated_page_is_found_again() -> None:
    words = {"e1": "订单", "e2": "新订单", "e3": "导出", "e4": "打印", "e5": "客户", "e6": "搜索"}
    assert winner(page(*(replace(e, name=words[e.id]) for e in TOOLBAR))) == "导出"


def test_a_removed_button_is_gone_whatever_stands_in_its_place() -> None:
    choice = choose(EXPORT, changed(e3=None), {})
    assert choice.winner is None
    assert "'Export' is gone" in choice.reason
    assert winner(changed(e3=element(3, "button", "Archive"))) == ""


def test_what_stood_there_before_is_not_taken_for_it() -> None:
    saves = (*TOOLBAR, element(7, "button", "Save"), element(8, "button", "Save draft"))
    place = Place(page(*saves), "e7")
    assert winner(page(*saves[:6], saves[7]), place) == ""


def test_a_namesake_elsewhere_is_not_taken_for_it() -> None:
    more = [element(9 + at, "heading", f"Part {word}", at=(600, 300)) for at, word in enumerate("ABCDEFGH")]
    elsewhere = element(20, "button", "Export", at=(900, 700))
    assert winner(page(*(e for e in TOOLBAR if e.id != "e3"), *more, elsewhere)) == ""


def test_between_two_that_fit_as_well_there_is_no_winner() -> None:
    twins = (*TOOLBAR[:2], element(3, "button", "Export all"), element(7, "button", "Export all", at=(150, 180)))
    choice = choose(EXPORT, page(*twins, *TOOLBAR[3:]), {})
    assert choice.winner is None
    assert "neither is clearly the one" in choice.reason


def test_a_decoy_before_it_does_not_win() -> None:
    decoy = (element(7, "heading", "Quick start", at=(40, 2)), element(8, "button", "Export", at=(40, 30)))
    choice = choose(EXPORT, page(*decoy, *TOOLBAR), {})
    assert choice.winner is not None
    assert choice.winner.element.id == "e3"


def test_a_disabled_element_is_not_acted_on() -> None:
    now = changed(e3=element(3, "button", "Export CSV", disabled=True))
    assert "disabled" in choose(EXPORT, now, {}).reason
    assert choose(EXPORT, now, {}, enabled=False).winner is not None


def test_a_field_is_never_taken_for_a_button() -> None:
    assert winner(changed(e3=element(3, "textbox", "Export"))) == ""


def test_a_field_keeps_its_name_in_the_form_under_any_label() -> None:
    place = Place(page(*TOOLBAR), "e5")
    assert winner(changed(e5=element(5, "textbox", "Zleep", own={"name": "who"})), place) == "Zleep"
    assert winner(changed(e5=element(5, "textbox", "Zleep", own={"name": "zleep"})), place) == ""


def rows(*numbers: int) -> Sight:
    made: list[Kept] = [element(1, "table", "")]
    for at, number in enumerate(numbers, 1):
        row = f"r{number}"
        made.append(Kept(row, "row", f"{number} Ada Delete", (40, 60 * at, 600, 60 * at + 30)))
        for column, (role, name) in enumerate((("cell", str(number)), ("cell", "Ada"), ("button", "Delete"))):
            x = 40 + 200 * column
            made.append(
                Kept(f"{row}c{column}", role, name, (x, 60 * at, x + 90, 60 * at + 30), row, interactive=column == 2)
            )
    return page(*made)


def test_an_item_of_a_list_is_told_by_its_own_words() -> None:
    def items(verb: str) -> Sight:
        made: list[Kept] = []
        for at, who in enumerate(("Oliver", "Lucas", "Ethan")):
            item = Kept(f"i{at}", "listitem", f"{who} {verb}", (40, 200 * at, 600, 200 * at + 190))
            words = (who, "Company", f"{who} & Sons", "Mail", f"{who}@shop.example")
            tops = [200 * at + 20 * n for n in range(5)]
            facts = [Kept(f"{item.id}t{y}", "text", word, (40, y, 200, y + 18), item.id)
                     for y, word in zip(tops, words, strict=True)]  # fmt: skip
            button = Kept(f"i{at}b", "button", verb, (500, 200 * at, 580, 200 * at + 30), item.id, interactive=True)
            made += [item, *facts, button]
        return page(*made)

    found = choose(Place(items("Edit"), "i1b"), items("Modify"), {}, Scope(kind="list_item", text="Lucas")).winner
    assert found is not None
    assert found.element.id == "i1b"


def test_a_row_is_told_by_its_own_words() -> None:
    place, scope = Place(rows(1042, 1043, 1044), "r1043c2"), Scope(kind="row", text="1043")
    for now, due in ((rows(1044, 1043, 1042), "r1043c2"), (rows(1042, 1044, 1045), None)):
        for where in (scope, None):
            found = choose(place, now, {}, where).winner
            assert (found.element.id if found else None) == due


names = st.text(max_size=20)
kept = st.builds(
    Kept, id=st.uuids().map(str), role=st.sampled_from(["button", "link", "text"]), name=names,
    box=st.tuples(*[st.integers(0, 5000)] * 4), parent=names,
    own=st.dictionaries(st.sampled_from(["id", "href"]), names), interactive=st.booleans(), disabled=st.booleans(),
)  # fmt: skip


@given(st.lists(kept, min_size=1, max_size=5), names)
def test_evidence_is_read_as_it_was_written(elements: list[Kept], url: str) -> None:
    sight = Sight(url, (1280, 2400), tuple(elements))
    places = {"s1": Place(sight, elements[0].id, "00ff"), "s2 onto": Place(sight, elements[-1].id)}
    assert load(dump(places)) == places
