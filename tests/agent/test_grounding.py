"""Descriptions as people give them, English and Chinese, on imagined screens; and things that are not there."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.grounding import locate
from perception.types import BBox, Element, Screen
from tests.agent.seen import SCREENS, drawn

NAMED = """
orders | click the "Export CSV" button | export
orders | Exprot CSV | export
orders | ＥＸＰＯＲＴ　ＣＳＶ | export
orders | export csv | export
orders | ExportCSV | export
orders | the status drop-down | status
orders | Settings | menu-settings
orders | Customers link | menu-customers
orders | the Total column header | h3
login_zh | 点击“登录”按钮 | login
login_zh | 获取验证码 | getcode
login_zh | “忘记密码”链接 | forgot
login_zh | 用户名输入框 | user
settings | the "Time zone" combobox | zone
settings | Fu1l name field | name
mail | Reply | reply
mail | reply all button | replyall
"""
PLACED = """
orders | second Edit | edit1
orders | the 3rd Delete button | delete2
orders | the last Delete | delete2
orders | 第二个编辑 | edit1
orders | 最后一个删除 | delete2
orders | the Delete in the row of order 1042 | delete1
orders | the Edit in the row with Alan Turing | edit2
orders | the Delete button in the third row | delete2
orders | 订单1042那一行的删除 | delete1
orders | 第二行的编辑 | edit1
orders | delete order 1043 | delete2
orders | edit the order of Grace Hopper | edit1
orders | the button right of Export CSV | new
orders | the field containing 2024 | from
orders | Orders in the side menu | menu-orders
orders | Delete next to the Edit of 1041 | delete0
login_zh | 密码下面的输入框 | pass
login_zh | 密码输入框下面的输入框 | code
login_zh | 验证码右边的按钮 | getcode
login_zh | 已勾选的复选框 | keep
login_zh | 未勾选的复选框 | agree
login_zh | 微信登录右边的按钮 | alipay
settings | the ticked radio button | private
settings | the field below Full name | email
settings | the field above Company | phone
settings | the switch that is on | weekly
mail | the icon at the top right | settings
orders | the button in the top right corner | account
orders | 右上角的按钮 | account
shop_zh | 机械键盘下面的加入购物车 | a2
shop_zh | 第三个立即购买 | b3
shop_zh | 页面底部的下一页按钮 | next
people | the Call link of Lise Meitner | call1
people | Email next to Emmy Noether | mail2
calendar | the button to the left of ">" | previous
wizard_zh | 开始日期右边的输入框 | end
wizard_zh | 预算下面的第一个单选框 | type1
"""
PARAPHRASED = """
orders | download the orders as a spreadsheet file (CSV) | export
orders | place a new order | new
orders | remove the order from Ada Lovelace | delete0
orders | look for an order | search
orders | go to the next page | next
orders | one page back | previous
orders | show 50 entries per page | perpage
orders | sort by the sum | h3
orders | sort the list by client | h1
orders | change order 1041 | edit0
orders | configure the shop | menu-settings
orders | 导出 | export
orders | 新建订单 | new
orders | 下一页 | next
login_zh | sign in | login
login_zh | I can't remember my password | forgot
login_zh | create an account | register
login_zh | switch to English | lang
login_zh | 同意条款 | agree
login_zh | 用支付宝登录 | alipay
login_zh | 没有账号，注册一个 | register
login_zh | keep me logged in | keep
mail | write a new message | compose
mail | show deleted messages | trash
mail | unfinished messages | drafts
mail | answer everybody | replyall
mail | pass this message on to someone | forward
mail | report this as junk mail | junk
mail | flag it as not read | unread
mail | 写邮件 | compose
mail | 转发这封邮件 | forward
mail | 垃圾邮件文件夹 | spam
shop_zh | put the mechanical keyboard (机械键盘) in the cart | a2
shop_zh | 查看购物车 | cart
shop_zh | 联系客服 | service
shop_zh | 按价格排序 | sort-price
shop_zh | 看看我买过的东西 | mine
shop_zh | show only items in stock | stock
shop_zh | scroll back to the top | top
shop_zh | 购买无线耳机 | b1
settings | turn on night mode | dark
settings | where I put my telephone number | phone
settings | the mail address field | email
settings | store what I changed | save
settings | sign out | out
settings | delete my profile picture | nophoto
settings | let everybody see my profile | public
settings | choose another language | language
settings | 保存修改 | save
settings | 退出登录 | out
settings | 上传头像 | photo
settings | 时区 | zone
calendar | jump to the current day | today
calendar | go to the following month | next
calendar | show one day only | day-view
calendar | make a new appointment | add
calendar | statistics of the last year | d365
calendar | 打印 | print
calendar | 最近一周 | d7
people | phone Marie Curie | call0
people | send Lise Meitner an e-mail | mail1
people | ask someone to join the team | invite
wizard_zh | go back one step | prev
wizard_zh | save as draft | draft
wizard_zh | clear the form | reset
wizard_zh | how much money may be spent | budget
wizard_zh | who is responsible | owner
wizard_zh | 打开邮件通知的开关 | mail
wizard_zh | 项目什么时候结束 | end
wizard_zh | 添加附件 | file
wizard_zh | 清空 | reset
wizard_zh | 继续下一步 | next
"""
ABSENT = """
orders | click the "Import" button
orders | print the list
orders | the Archive button
orders | delete order 1055
orders | the Edit in the row of order 2099
orders | the fourth Delete
orders | 第五个编辑
orders | log out
orders | the Discount column header
orders | the field below Password
orders | the ticked box
orders | pay the invoice
orders | 打印
orders | 登录
orders | Edit
orders | 删除
orders | the "Refund" link
orders | refund order 1042
orders | call Grace Hopper
orders | choose the currency
login_zh | 保存
login_zh | 购物车
login_zh | 用QQ登录
login_zh | 重置
login_zh | the Cancel button
login_zh | 邮编输入框
login_zh | 点击“提交订单”按钮
login_zh | sign in with Google
login_zh | 验证码左边的图标
login_zh | change the password
mail | Print
mail | the "Snooze" button
mail | translate the message
mail | block the sender
mail | the calendar
mail | download all attachments as ZIP
mail | 日历
mail | 打印邮件
mail | the second Reply all
mail | Password field
shop_zh | 加入购物车
shop_zh | 第四个立即购买
shop_zh | 退款
shop_zh | 评价商品
shop_zh | delete the address
shop_zh | 显示器下面的加入购物车
shop_zh | the language drop-down
settings | Change password
settings | the Postcode field
settings | export my data
settings | two-factor authentication
settings | 城市
settings | invite a colleague
settings | connect my Google account
settings | the disabled button
calendar | delete the appointment
calendar | export the calendar
calendar | the last 90 days
calendar | 去年的统计, 90天
calendar | Year view
people | Call
people | call Albert Einstein
people | remove Marie Curie
people | the third Invite
wizard_zh | 提交审核
wizard_zh | 删除项目
wizard_zh | 邮编
wizard_zh | upload a video
wizard_zh | 第三个单选框
wizard_zh | the phone number
"""


def cases(table: str) -> list[tuple[str, ...]]:
    return [tuple(part.strip() for part in line.split("|")) for line in table.splitlines() if line]


@pytest.mark.parametrize(("screen", "description", "id"), cases(NAMED + PLACED + PARAPHRASED))
def test_finds_what_is_meant(screen: str, description: str, id: str) -> None:
    grounding = locate(SCREENS[screen], description)
    assert grounding.element is not None, (grounding.reason, [str(c) for c in grounding.candidates])
    assert grounding.element.id == id
    assert grounding.reason == ""


@pytest.mark.parametrize(("screen", "description"), cases(ABSENT))
def test_refuses_what_is_absent_or_ambiguous(screen: str, description: str) -> None:
    grounding = locate(SCREENS[screen], description)
    assert grounding.element is None, str(grounding.element)
    assert grounding.point is None
    assert grounding.reason
    assert "\n" not in grounding.reason


def buttons(*names: str) -> Screen:
    return drawn(*((f"b{at}", "button", name, (40, 40 + 60 * at, 140, 80 + 60 * at)) for at, name in enumerate(names)))


def test_a_word_that_exists_is_no_misspelt_other() -> None:
    assert locate(buttons("Edit"), "Exit").element is None
    assert locate(buttons("Edit"), "Edti").element is not None


def test_numbers_are_never_misspelt() -> None:
    assert locate(buttons("Order 1043"), "order 1042").element is None
    assert locate(buttons("Order 1O42"), "order 1042").element is not None
    assert locate(buttons("Order 1043"), 'click "Order 1042"').element is None
    chosen = locate(buttons("Order 1042", "Order 1043"), "order 1043").element
    assert chosen is not None
    assert chosen.name == "Order 1043"


def test_roles_restrict_what_may_be_chosen() -> None:
    assert locate(SCREENS["orders"], "Customers", roles=frozenset({"searchbox"})).element is None
    chosen = locate(SCREENS["orders"], "Search orders", roles=frozenset({"searchbox"})).element
    assert chosen is not None
    assert chosen.id == "search"


def test_a_final_action_without_its_object_in_sight_is_refused() -> None:
    assert locate(buttons("Delete", "Back"), "delete the invoice").element is None
    assert locate(buttons("Delete", "Back"), "delete").element is not None


def test_a_link_that_ends_a_line_is_pointed_at() -> None:
    screen = drawn(("t", "text", "Already have an account? Sign in", (100, 100, 420, 120)))
    grounding = locate(screen, 'click the "Sign in" link')
    assert grounding.point is not None
    assert grounding.point[0] > 340


def test_a_label_stands_for_its_field() -> None:
    screen = drawn(("l", "text", "Company", (40, 100, 110, 120)), ("f", "textbox", "", (130, 95, 400, 125)))
    chosen = locate(screen, "the Company field").element
    assert chosen is not None
    assert chosen.id == "f"


@pytest.mark.parametrize(("said", "id"), [("the Add to cart of Green tea", "b1"), ("Add to cart of Earl Grey", "b2")])
def test_what_stands_in_a_card_speaks_for_that_card_alone(said: str, id: str) -> None:
    cards: list[tuple[object, ...]] = [("title", "heading", "Coffee and tea", (115, 107, 335, 130))]
    for at, (name, role) in enumerate((("Mocha", "heading"), ("Green tea", "text"), ("Earl Grey", "heading"),
                                       ("Decaf", "text"))):  # fmt: skip
        x, y = 114 + 358 * (at % 2), 164 + 206 * (at // 2)
        cards += [
            (f"c{at}", "listitem", f"{name} Add to cart", (x, y, x + 337, y + 186)),
            (f"n{at}", role, name, (x + 20, y + 45, x + 160, y + 60)),
            (f"b{at}", "button", "Add to cart", (x + 155, y + 125, x + 270, y + 165)),
        ]
    assert locate(drawn(*cards), said).element == drawn(*cards).by_id[id]


def test_an_empty_description_is_refused() -> None:
    assert locate(SCREENS["orders"], " \n ").reason
    assert locate(drawn(), "Save").element is None


@given(st.text(max_size=80))
@settings(max_examples=60, deadline=None)
def test_any_text_is_answered_or_refused(text: str) -> None:
    grounding = locate(SCREENS["login_zh"], text)
    assert (grounding.element is None) == bool(grounding.reason)


SIBLINGS = Screen(
    1280, 800,
    tuple(
        Element(f"e{i}", role, name, BBox(40, 40 + 60 * i, 300, 70 + 60 * i), text=name, interactive=role != "cell")
        for i, (role, name) in enumerate(
            [("radio", "Full time"), ("switch", "Send welcome email"), ("checkbox", "Billing alerts"),
             ("button", "新增员工"), ("button", "Search"), ("cell", "Pedro Alvarez")]
        )
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    "description",
    ["part time", "choose part time", "choose half time", "part time radio", "tick Send reminder email",
     "turn on billing reports", "点击新增部门", "the search field", "搜索框", "the checkbox for Pedro"],
)  # fmt: skip
def test_a_sibling_is_not_taken_for_what_is_missing(description: str) -> None:
    found = locate(SIBLINGS, description)
    assert found.element is None
    assert found.reason


@pytest.mark.parametrize(
    ("description", "name"),
    [("full time", "Full time"), ("send the welcome email", "Send welcome email"), ("新增员工", "新增员工"),
     ("turn on billing alerts", "Billing alerts"), ("the Search button", "Search")],
)  # fmt: skip
def test_beside_its_siblings_the_right_one_is_found(description: str, name: str) -> None:
    found = locate(SIBLINGS, description).element
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("said", ["mark all as read", "flag all messages as read", "mark all read"])
def test_everything_is_marked_by_whatever_words(said: str) -> None:
    found = locate(buttons("Mark all read", "Delete"), said).element
    assert found
    assert found.name == "Mark all read"


def test_a_sign_that_does_not_act_is_not_the_next_month() -> None:
    assert locate(drawn(("foot", "text", ">", (30, 950, 40, 962))), "move to the month after this one").element is None
    assert locate(drawn(("next", "button", ">", (30, 950, 40, 962))), "next month").element
