"""What deletes, pays or sends is known by its name, and done only where the goal's own words say so."""
# ruff: noqa: E501 - tables of words

from __future__ import annotations

import pytest

from agent.deeds import deed_asked, deed_of, is_asked_for


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Delete", "deletes"), ("Delete order 1042", "deletes"), ("🗑 Delete", "deletes"), ("REMOVE", "deletes"),
        ("Remove filter", None), ("删除", "deletes"), ("删除筛选条件", None), ("确认删除", "deletes"), ("清空购物车", "deletes"),
        ("Empty cart", "deletes"), ("Pay now", "pays or orders"), ("Payments", None), ("Payment history", None),
        ("Place order", "pays or orders"), ("Orders", None), ("支付", "pays or orders"), ("提交订单", "pays or orders"),
        ("Send", "sends or publishes"), ("Sender", None), ("发送", "sends or publishes"), ("Post", "sends or publishes"),
        ("Posts", None), ("Postal code", None), ("Release notes", None), ("取消订单", "cancels"), ("取消", None), ("Cancel", None),
        ("Unsubscribe", "cancels"), ("Deleted items", None), ("Save", None), ("", None),
        ("Send me the report that we talked about on Monday", None),
    ],
)  # fmt: skip
def test_a_control_that_cannot_be_undone(name: str, words: str | None) -> None:
    deed = deed_of(name)
    assert (deed.words if deed else None) == words


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Delete?", "deletes"), ("Are you sure you want to delete this?", "deletes"), ("确定要删除吗？", "deletes"),
        ("1042 will be permanently removed. Continue?", "deletes"), ("Send 5 mails?", "sends or publishes"),
        ("将付款100元，是否继续", "pays or orders"), ("Discard your changes?", None), ("Leave page?", None), ("保存吗？", None),
    ],
)  # fmt: skip
def test_a_question_about_one(question: str, words: str | None) -> None:
    deed = deed_asked(question)
    assert (deed.words if deed else None) == words


@pytest.mark.parametrize(
    ("control", "goal", "asked"),
    [
        ("Delete", "delete order 1042", True), ("Delete", "remove Bob", True), ("Delete", "get rid of 1043", True),
        ("Delete", "throw the draft away", True), ("Delete", "把订单1043删掉", True), ("Delete", "clear the cart", True),
        ("Delete", "clear the filter", False), ("Delete", "empty the search field", False), ("删除", "清空筛选条件", False),
        ("删除", "清除搜索", False), ("删除", "清空购物车", True), ("删除", "移除张三", True), ("Delete", "open order 1042", False),
        ("Delete", "edit the undeletable one", False), ("Pay now", "check out", True), ("Pay now", "filter orders", False),
        ("Place order", "place the order", True), ("提交订单", "查看订单", False), ("立即购买", "加入购物车", False), ("支付", "付款", True),
        ("Send", "reply to Ada", True), ("Send", "submit the form", True), ("Send", "save the draft", False),
        ("发送", "保存草稿", False), ("发送", "发邮件给张三", True), ("Unsubscribe", "cancel my subscription", True),
    ],
)  # fmt: skip
def test_the_goals_own_words_ask_for_it_or_do_not(control: str, goal: str, asked: bool) -> None:
    deed = deed_of(control)
    assert deed is not None
    assert is_asked_for(deed, goal) is asked
