"""Words of exception, negation and condition, and rows whose field is not there: refused, never dropped."""

from __future__ import annotations

import pytest

from agent import limits
from agent.grounding import locate
from perception.types import Screen
from tests.agent.test_rules import kinds, planned, screen, with_table

ROWS = [
    ["2001", "Ada Bo", "Open", "12.00"],
    ["2002", "Mia Cole", "Shipped", "48.00"],
    ["2003", "李娜", "Open", "30.00"],
    ["2004", "Max Roe", "Returned", "99.00"],
    ["2005", "Eva Sun", "Shipped", "41.00"],
]
HEADS = ["Order", "Customer", "Status", "Total"]
TOP = screen(
    "heading: Orders | button: New order | button: Book | button: Next",
    "searchbox: Customer | combobox: Status [Any]",
)
ORDERS = with_table(TOP, HEADS, ROWS, ("Edit", "Delete"))
PAGED = with_table(screen("heading: Orders | text: Page 1 of 3"), HEADS, ROWS, ("Edit", "Delete"))
ORDERS_ZH = with_table(screen("heading: 订单 | searchbox: 客户"), ["订单号", "客户", "状态"], ROWS, ("编辑", "删除"))


def pressed(goal: str, on: Screen = ORDERS) -> list[str]:
    """The numbers of the rows that the plan's steps are in; "" outside of them."""
    targets = [step.target for step in planned(goal, on).steps if getattr(step, "target", None)]  # type: ignore[union-attr]
    boxes = [on.by_id[target.element].box for target in targets if target]
    rows = on.with_role("row")
    return [next((row.name[:4] for row in rows if box.inside(row.box) > 0.8), "") for box in boxes]


@pytest.mark.parametrize(
    "goal",
    [
        "delete all orders that are not Shipped",
        "delete all Shipped orders",
        "delete all old orders",
        "delete all orders with a total over 40",
        "delete every order except the ones of last week",
        "edit all orders except 2009",
        "press anything but Book",
        "click Next unless the page is 3",
        "click Next if there are more pages",
        "click Next until the last page",
        "select all rows except the first",
        "filter orders whose status is not Shipped",
        "filter orders with a total over 40",
        "tidy up the list by clicking Delete for every returned order",
        "tidy up the list by clicking Delete for every order",
        "change the customer of order 2003 to Zoe King",
        "change 2003's status to Shipped",
        "set the status of order 2003 to Shipped",
        "set the status of order 2009 to Shipped",
        "in the row of 2003, set the status to Shipped",
        "on page 2, set the status to Shipped",
        "sort the second table by Customer",
        "clear the customer of order 2002",
        "for order 2003, set the status to Shipped",
        "order 2003: set status to Shipped",
        "click Book or New order",
        "delete orders over 40",
        "在订单2003中将状态改为Shipped",
        "删除除2003以外的所有订单",
        "除了2003，删除所有订单",
        "删除所有不是Shipped的订单",
    ],
)
def test_what_a_step_cannot_keep_to_is_refused_with_a_reason(goal: str) -> None:
    plan = planned(goal, ORDERS)
    assert not plan.steps
    assert plan.unresolved
    assert "''" not in plan.unresolved[0].reason


@pytest.mark.parametrize(
    "goal",
    [
        "删除除2003以外的所有订单",
        "在第二页把订单2007的客户改为Zoe King",
        "把订单2003的客户改为Zoe King",
        "删除所有未发货的订单",
    ],
)
def test_the_same_in_chinese(goal: str) -> None:
    plan = planned(goal, ORDERS_ZH)
    assert not plan.steps
    assert plan.unresolved


@pytest.mark.parametrize(
    ("goal", "rows"),
    [
        ("delete every order except 2003", ["2001", "2002", "2004", "2005"]),
        ("delete all orders but 2001 and 2005", ["2002", "2003", "2004"]),
        ("for each row except 2001, click Edit", ["2002", "2003", "2004", "2005"]),
        ("delete all orders", ["2001", "2002", "2003", "2004", "2005"]),
        ("click the Edit of order 2003", ["2003"]),
        ("in row 2003 click Delete", ["2003"]),
        ("delete order 2003", ["2003"]),
        ("wait until 2003 is gone", ["2003"]),
        ("verify that the row 2003 is not visible", ["2003"]),
        ("set status to Shipped", ["", ""]),
    ],
)
def test_what_is_understood_is_done(goal: str, rows: list[str]) -> None:
    assert pressed(goal) == rows
    assert not planned(goal, ORDERS).unresolved


def test_other_pages_are_not_forgotten_where_everything_is_deleted() -> None:
    refused = planned("delete all orders", PAGED)
    assert not refused.steps
    assert "other pages" in refused.unresolved[0].reason
    assert len(pressed("delete all orders on this page", PAGED)) == 5
    assert len(pressed("edit all orders", PAGED)) == 5


def test_a_record_s_own_page_and_a_field_in_its_row_are_set() -> None:
    own = screen("heading: Order 2003", "textbox: Customer | combobox: Status [Open]")
    assert kinds(planned("set the status of order 2003 to Shipped", own))[0] == "select"
    parts = with_table(own, ["Part", "Price"], [["Nut", "3"], ["Bolt", "4"]])
    assert kinds(planned("set the status of order 2003 to Shipped", parts))[0] == "select"


NAMES = screen(
    "button: Do not disturb | button: Not now | checkbox: Don't show this again off",
    "checkbox: Ship without signature off | checkbox: Email me when someone replies off | button: What if",
    "combobox: Status [Not shipped] | textbox: Note | button: 不再提醒 | checkbox: 非会员 off",
)


@pytest.mark.parametrize(
    ("goal", "kind"),
    [
        ("click Do not disturb", "click"),
        ("click Not now", "click"),
        ("tick do not show again", "check"),
        ("tick Ship without signature", "check"),
        ("turn on Email me when someone replies", "check"),
        ("click What if", "click"),
        ("set status to Not shipped", "select"),
        ("type 'not before noon, unless it rains' in Note", "fill"),
        ("enter not urgent in Note", "fill"),
        ("点击不再提醒", "click"),
        ("勾选非会员", "check"),
    ],
)
def test_names_and_values_that_hold_such_words_go_on_working(goal: str, kind: str) -> None:
    plan = planned(goal, NAMES)
    assert [step.kind for step in plan.steps][:1] == [kind], plan.unresolved


@pytest.mark.parametrize(
    "description",
    [
        "the Delete that is not in row 2003",
        "Delete, except in row 2003",
        "the Edit button other than that of order 2001",
        "the Delete of a row which isn't 2003",
        "anything but Delete",
        "不是李娜那一行的删除",
        "除了2003以外的删除",
    ],
)
def test_a_description_of_what_is_not_meant_finds_nothing(description: str) -> None:
    found = locate(ORDERS, description)
    assert found.element is None
    assert "not understood" in found.reason


def test_a_reason_quotes_the_words_whole() -> None:
    assert limits.unheard("Delete, except in row 2003", ()) == "except in row 2003"
    assert limits.unheard("删除除2003以外的订单", ()) == "除2003以外的订单"
    assert limits.unheard('click "all but one"', ()) == ""
    assert limits.unheard("click Do not disturb", ["Do not disturb"]) == ""
