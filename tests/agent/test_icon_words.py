"""Icons are found by what people call them, in English and Chinese; what is not there, or there twice, is refused."""

from __future__ import annotations

import pytest

from agent.grounding import locate
from agent.icon_words import other_name
from agent.naming import locator_for, matching
from perception.icon_concepts import concepts
from perception.types import INTERACTIVE_ROLES, BBox, Element, Screen, State


def icon(id: str, shown: str | None, x: int, y: int, role: str = "button", parent: str | None = None) -> Element:
    name = concepts()[shown].name if shown and role != "img" else ""
    box = BBox(x, y, x + 24, y + 24)
    return Element(id, role, name, box, "", State(), 0.9, parent, role in INTERACTIVE_ROLES, shown)


def said(id: str, role: str, words: str, box: tuple[int, int, int, int], parent: str | None = None) -> Element:
    text = "" if role in ("row", "searchbox") else words
    return Element(id, role, words, BBox(*box), text, State(), 1.0, parent, role in INTERACTIVE_ROLES)


def orders() -> Screen:
    """A bar of icons, and a table whose rows end in icons."""
    elements = [
        icon("menu", "menu", 10, 20), said("search", "searchbox", "Search orders", (60, 16, 300, 46)),
        icon("glass", "search", 68, 20, "img"), icon("unknown", None, 1090, 20), icon("cart", "cart", 1120, 20),
        icon("moon", "moon", 1150, 20), icon("bell", "bell", 1180, 20), icon("gear", "settings", 1210, 20),
        icon("me", "user", 1240, 20), said("orders", "link", "Orders", (20, 120, 180, 150)),
        said("customers", "link", "Customers", (20, 160, 180, 190)),
        said("export", "button", "Export CSV", (1020, 130, 1120, 160)),
        said("title", "heading", "Orders", (220, 80, 330, 110)), icon("previous", "chevron-left", 1040, 500),
        icon("next", "chevron-right", 1160, 500),
    ]  # fmt: skip
    for at, (number, who) in enumerate([("1041", "Ada Lovelace"), ("1042", "Grace Hopper"), ("1043", "Alan Turing")]):
        y, row = 220 + 50 * at, f"row{at}"
        elements += [
            said(row, "row", f"{number} {who}", (220, y, 1250, y + 50)),
            said(f"number{at}", "cell", number, (230, y + 10, 300, y + 40), row),
            said(f"who{at}", "cell", who, (410, y + 10, 520, y + 40), row),
            icon(f"edit{at}", "edit", 1110, y + 10, parent=row), icon(f"bin{at}", "delete", 1150, y + 10, parent=row),
            icon(f"dots{at}", "more-vertical", 1190, y + 10, parent=row),
        ]  # fmt: skip
    return Screen(1280, 800, tuple(elements))


FOUND = {
    "the bell": "bell", "the bell icon at the top right": "bell", "show notifications": "bell", "点击铃铛": "bell",
    "the gear": "gear", "the cog": "gear", 'click the "Settings" button': "gear", "open the settings": "gear",
    "齿轮图标": "gear", "the magnifier": "glass", "hamburger menu": "menu", "open the menu": "menu",
    "打开购物车": "cart", "the shopping cart": "cart", "the moon": "moon", "turn on dark mode": "moon",
    "my profile": "me", "go to the next page": "next", "previous page": "previous", "点击“下一页”": "next",
    "the bin next to Ada": "bin0", "the trash icon in the row of order 1042": "bin1", "delete order 1043": "bin2",
    "删除 Ada Lovelace 那一行": "bin0", "点击订单1042的垃圾桶": "bin1", "edit order 1042": "edit1",
    "the pencil next to Grace Hopper": "edit1", "the three dots in the row of 1043": "dots2",
}  # fmt: skip


@pytest.mark.parametrize("words", FOUND)
def test_finds_an_icon_by_its_names(words: str) -> None:
    found = locate(orders(), words)
    assert found.element is not None, found.reason
    assert found.element.id == FOUND[words]


REFUSED = """the bin; delete; the three dots; the heart; the star icon; print this page; the envelope; share this;
the download icon; the phone icon; log out; the calendar icon; save; the eye icon; delete my account; 删除; 分享; 打印;
收藏; the tag icon; the flag; upload a file; the lock; refresh the page; the clock icon; add to favourites; the map pin;
pay with card; the paperclip; zoom in; mute; change password; filter the table; add a user; the plus button; the cross;
close the dialog; the info icon; undo the change; previous month; next year; bookmark this; the third star"""


@pytest.mark.parametrize("words", [part.strip() for part in REFUSED.replace("\n", " ").split(";")])
def test_refuses_icons_that_are_not_there_or_there_twice(words: str) -> None:
    found = locate(orders(), words)
    assert found.element is None, found.element
    assert found.reason


def test_an_icon_that_was_not_read_is_found_by_its_place_alone() -> None:
    screen = Screen(
        600, 400, (icon("a", None, 20, 20), icon("b", "bell", 500, 20), said("t", "text", "Ada", (300, 200, 340, 220)))
    )
    assert locate(screen, "the gear").element is None
    found = locate(screen, "the icon at the top left").element
    assert found is not None
    assert found.id == "a"


def test_what_is_written_goes_before_what_an_icon_means() -> None:
    screen = Screen(
        600, 400, (icon("gear", "settings", 500, 20), said("link", "link", "Settings", (20, 100, 120, 130)))
    )
    written, drawn = locate(screen, "settings").element, locate(screen, "the gear icon").element
    assert written is not None
    assert written.id == "link"
    assert drawn is not None
    assert drawn.id == "gear"


def test_a_script_trusts_a_row_more_than_an_icon_and_never_takes_its_meaning_for_text() -> None:
    screen = orders()
    bell, _ = locator_for(screen, screen.by_id["bell"])
    assert (bell.by, bell.value, bell.name, bell.match) == ("role", "button", "Notifications", "contains")
    second, others = locator_for(screen, screen.by_id["bin1"])
    assert second.scope is not None
    assert second.scope.text == "1042"
    assert matching(screen, second) == [screen.by_id["bin1"]]
    assert not any(way.by == "text" for way in others)
    row = (said("r", "row", "1042", (0, 0, 600, 50)), said("n", "cell", "1042", (10, 10, 60, 40), "r"))
    alone = Screen(600, 400, (*row, icon("x", "delete", 500, 12, parent="r")))
    only, _ = locator_for(alone, alone.by_id["x"])
    assert (only.by, only.value, only.name) == ("role", "button", None)
    assert only.scope is not None


def test_a_page_may_call_an_icon_otherwise_but_not_something_else() -> None:
    assert other_name("Profile", "Your account")
    assert other_name("Delete", "Move 1042 to the trash")
    assert other_name("Search", "查找商品")
    assert not other_name("Delete", "Edit order 1042")
    assert not other_name("Delete", "")


def test_what_goes_with_words_is_not_taken_for_an_icon_that_stands_alone() -> None:
    screen = Screen(
        600, 400, (icon("aside", "mail", 20, 100, "img"), said("inbox", "link", "Inbox", (52, 100, 120, 124)),
                   icon("button", "mail", 500, 20)),
    )  # fmt: skip
    found = locate(screen, "the envelope").element
    assert found is not None
    assert found.id == "button"


def test_next_is_one_of_two_arrows_side_by_side() -> None:
    screen = Screen(
        600, 400, (icon("opens", "chevron-right", 180, 100, "img"), icon("back", "chevron-left", 300, 20),
                   icon("ahead", "chevron-right", 340, 20)),
    )  # fmt: skip
    found = locate(screen, "next page").element
    assert found is not None
    assert found.id == "ahead"


@pytest.mark.parametrize("words", ["the gear", "the gear icon", "click the sun icon", "hamburger", "the star icon"])
def test_a_drawing_is_no_other_drawing(words: str) -> None:
    there = [icon("dots", "more-vertical", 10, 20), icon("moon", "moon", 60, 20), icon("grid", "grid", 100, 20)]
    assert locate(Screen(1280, 800, tuple(there)), words).element is None


@pytest.mark.parametrize("words", ["the GitHub icon", "click the search icon"])
def test_an_icon_is_neither_a_text_nor_a_field(words: str) -> None:
    there = [said("who", "text", "GitHub", (20, 120, 80, 140)), said("field", "searchbox", "Search", (20, 20, 200, 50))]
    assert locate(Screen(1280, 800, tuple(there)), words).element is None


def table(arrows: int) -> Screen:
    heads = [said(f"h{at}", "columnheader", name, (100 + 200 * at, 100, 180 + 200 * at, 130))
             for at, name in enumerate(("Name", "Age", "Start date"))]  # fmt: skip
    signs = [icon(f"s{at}", "sort", x, 103, "img") for at, x in enumerate((190, 270, 470)[:arrows])]
    return Screen(1280, 800, (*heads, *signs))


def test_the_arrow_of_a_column_may_stand_on_either_side_of_its_name() -> None:
    found = locate(table(3), 'click the "Start date: Activate to sort" button').element
    assert found
    assert found.id == "s2"


def test_whose_arrow_it_is_must_be_sure() -> None:
    assert locate(table(2), "the sort arrow of Start date").element is None
