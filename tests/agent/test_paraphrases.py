"""Paraphrases, English and Chinese, on screens of many trades; and what is not on them."""

from __future__ import annotations

import pytest

from agent.grounding import locate
from tests.agent.more_seen import MORE
from tests.agent.seen import drawn
from tests.agent.spoken_seen import MEANT, NOT_THERE, SPOKEN

PARAPHRASED = """
bank | move money to another account | transfer
bank | block my card for a while | freeze
bank | go to the loans page | loans
bank | see my bank statements | statements
bank | get the list as a PDF | pdf
bank | look through my transactions | search
bank | raise my spending limit | limit
bank | sign out of the bank | logoff
bank | I need assistance | help
bank | 转账 | transfer
bank | 下载PDF | pdf
bank | the field for the starting date | from
bank | recurring payments (standing orders) | standing
hotel | where do you want to travel to | dest
hotel | day of arrival | in
hotel | the day I leave | out
hotel | number of people staying | guests
hotel | cheapest first | lowest
hotel | sort by distance | near
hotel | only hotels with breakfast | break
hotel | I want to bring my dog, pets are fine | pets
hotel | show the hotels on a map | map
hotel | book the Seaview Inn | b2
hotel | reserve a room at Hotel Adler | b1
hotel | log in | signin
hotel | make a new account | reg
hotel | 带停车场 | park
hotel | 注册 | reg
staff_zh | 添加一名新员工 | add
staff_zh | 按入职时间排序 | in
staff_zh | 清除筛选条件 | reset
staff_zh | 每页显示更多条 | size
staff_zh | 退出登录 | quit
staff_zh | sort by salary | sal
staff_zh | choose a department | dept
staff_zh | hire people (recruiting) | 招聘
staff_zh | configure the system | 系统设置
repo | show open bugs | issues
repo | search for a file | find
repo | switch to another branch | branch
repo | get a copy of the code (clone) | clone
repo | read the licence | lic
repo | upload a file | file
repo | follow this project | watch
repo | documentation wiki | wiki
repo | 设置 | set
ticket | open a new ticket | new
ticket | who is responsible for it | assign
ticket | how urgent is it | prio
ticket | deadline field | due
ticket | add an attachment | attach
ticket | tickets given to me | mine
ticket | 优先级 | prio
music_zh | 下一首歌 | next
music_zh | 停一下 | play
music_zh | 把声音调大一点的滑块 | vol
music_zh | 换个皮肤主题 | skin
music_zh | 新建一个歌单 | 创建歌单
music_zh | add to favourites | fav
music_zh | play everything | b1
music_zh | 最近听过的 | 最近播放
music_zh | previous song | prev
music_zh | lyrics | lrc
files | make a directory | newf
files | put the file somewhere else | mv
files | change the file name | ren
files | save it to my computer | dl
files | the recycle bin | trash
files | order by size | hs
files | sort by date of change | hm
files | show tiles instead of a list | grid
files | favourites | starred
files | 上传文件 | up
files | 最近打开的文件 | recent
shoes | put it in my shopping bag | add
shoes | go to the basket | bag
shoes | how do I send it back | ship
shoes | pick another colour | col
shoes | how many pieces | qty
shoes | special offers | deals
shoes | agree to all cookies | cookie
shoes | save it for later | wish
shoes | 我的账户 | acc
shoes | 购物车 | bag
crm_zh | 添加客户 | n
crm_zh | 翻到下一页 | np
crm_zh | 看合同 | 合同管理
crm_zh | manage permissions | 权限设置
crm_zh | create a new customer | n
crm_zh | 把重复的客户合并 | m
crm_zh | 我的个人资料 | me
"""
ABSENT = """
bank | apply for a mortgage advisor
bank | invite a friend
bank | delete my account
bank | 收件箱设置
bank | change my address
bank | exchange rates
bank | insurance
hotel | cancel my booking
hotel | rent a car
hotel | air conditioning
hotel | reserve
hotel | write a review
hotel | Hotel Bristol
hotel | gym
hotel | reserve a room at Hotel Bristol
staff_zh | 删除王小明
staff_zh | 编辑
staff_zh | 打印
staff_zh | 编辑张三
staff_zh | 请假申请
staff_zh | 手机号输入框
staff_zh | 重置密码
staff_zh | 发送邮件
repo | delete the repository
repo | Discussions
repo | security advisories
repo | invite a collaborator
repo | sponsor
ticket | delete the ticket
ticket | print the ticket
ticket | forward it to Bob
ticket | phone number
ticket | export as CSV
ticket | cancel
music_zh | 删除歌单
music_zh | 登录
music_zh | 均衡器
music_zh | 定时关闭
music_zh | 播放列表第三首
music_zh | upload a song
files | print
files | the third file
files | restore budget-2026.xlsx
files | log out
files | settings
shoes | delete the review
shoes | compare products
shoes | 退出登录
shoes | phone number
shoes | track my order
crm_zh | 删除
crm_zh | 导出
crm_zh | 删除光明公司
crm_zh | 手机号
crm_zh | 登录
"""


def cases(table: str) -> list[tuple[str, ...]]:
    return [tuple(part.strip() for part in line.split("|")) for line in table.splitlines() if line]


@pytest.mark.parametrize(("screen", "description", "id"), cases(PARAPHRASED))
def test_finds_what_is_meant(screen: str, description: str, id: str) -> None:
    grounding = locate(MORE[screen], description)
    assert grounding.element is not None, (grounding.reason, [str(c) for c in grounding.candidates])
    assert grounding.element.id == id


@pytest.mark.parametrize(("screen", "description"), cases(ABSENT))
def test_refuses_what_is_absent_or_ambiguous(screen: str, description: str) -> None:
    grounding = locate(MORE[screen], description)
    assert grounding.element is None, str(grounding.element)
    assert grounding.reason


@pytest.mark.parametrize(("screen", "description", "name"), cases(MEANT))
def test_finds_what_people_call_otherwise(screen: str, description: str, name: str) -> None:
    name, _, nth = name.partition("#")
    role, _, name = name.rpartition(":")
    named = [e for e in SPOKEN[screen].elements if e.name == name and role in ("", e.role)]
    wanted = sorted(named, key=lambda e: not e.interactive)[int(nth or 0)]
    grounding = locate(SPOKEN[screen], description)
    assert grounding.element == wanted, (grounding.reason, [str(c) for c in grounding.candidates])


@pytest.mark.parametrize(("screen", "description"), cases(NOT_THERE))
def test_refuses_what_a_screen_does_not_offer(screen: str, description: str) -> None:
    grounding = locate(SPOKEN[screen], description)
    assert grounding.element is None, str(grounding.element)


def test_a_row_is_no_row_of_column_headers() -> None:
    table = drawn(
        ("t", "table", "", (0, 0, 600, 120)),
        ("head", "row", "Order Total", (0, 0, 600, 40), {}, "t"),
        ("h1", "columnheader", "Order", (0, 0, 200, 40), {}, "head"),
        ("row", "row", "1042 $5 Edit", (0, 40, 600, 80), {}, "t"),
        ("cell", "cell", "1042", (0, 40, 200, 80), {}, "row"),
        ("edit1", "button", "Edit", (500, 45, 560, 75), {}, "row"),
        ("row2", "row", "1043 $9 Edit", (0, 80, 600, 120), {}, "t"),
        ("cell2", "cell", "1043", (0, 80, 200, 120), {}, "row2"),
        ("edit2", "button", "Edit", (500, 85, 560, 115), {}, "row2"),
    )
    found = locate(table, "the Edit in the row of order 1043").element
    assert found is not None
    assert found.id == "edit2"
