"""A goal's text -> clauses -> what they mean, before any screen is looked at."""
# ruff: noqa: E501 - goals stay on one line

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.planners import clauses, languages, secrets
from agent.planners.atoms import Atoms


def split(goal: str, names: tuple[str, ...] = ()) -> list[str]:
    atoms = Atoms()
    text = atoms.protect(secrets.hide(goal), names)
    return [secrets.shown(atoms.restore(clause)) for clause in clauses.split(text, languages.starts)]


@pytest.mark.parametrize(
    ("goal", "expected"),
    [
        ("filter orders and export CSV", ["filter orders", "export CSV"]),
        ("Click Save, then click Close.", ["Click Save", "click Close"]),
        ("Search for London; export it as CSV", ["Search for London", "export it as CSV"]),
        ("Hide the Age and Start date columns.", ["Hide the Age and Start date columns"]),
        ("click 'Save and close' and wait", ["click 'Save and close'", "wait"]),
        ("type 1,200 in Budget and press Enter", ["type 1,200 in Budget", "press Enter"]),
        ("set the date to Nov 22, 2026, then save", ["set the date to Nov 22, 2026", "save"]),
        ("email ann@example.com, password x1", ["email ann@example.com, password ***"]),
        ("go to https://a.example/x,y;z and click Go", ["go to https://a.example/x,y;z", "click Go"]),
        ("fill in: first name Ann, last name Lee", ["fill in: first name Ann, last name Lee"]),
        ("Start a new report, call it 'Q3' and make it private", ["Start a new report", "call it 'Q3'", "make it private"]),
        ("Sort the table by salary, highest salary first.", ["Sort the table by salary, highest salary first"]),
        ("活动名称填“春季，促销”，打开即时配送", ["活动名称填“春季，促销”", "打开即时配送"]),
        ("点击立即创建并确定。", ["点击立即创建", "确定"]),
        ("搜索“Tokyo”，并按年龄从小到大排序。", ["搜索“Tokyo”", "按年龄从小到大排序"]),
        ("把状态改成已发货，然后点击查询，再导出为CSV", ["把状态改成已发货", "点击查询", "导出为CSV"]),
        ("用 admin 登录，密码 abc123", ["用 admin 登录，密码 ***"]),
        ("隐藏年龄和入职日期列", ["隐藏年龄和入职日期列"]),
        ("每页显示 50 条，翻到最后一页", ["每页显示 50 条", "翻到最后一页"]),
    ],
)  # fmt: skip
def test_split(goal: str, expected: list[str]) -> None:
    assert split(goal) == expected


def test_a_name_on_the_screen_is_not_split() -> None:
    assert split("click Save and close and then Home") == ["click Save", "close", "Home"]
    assert split("click Save and close and then Home", ("Save and close",)) == ["click Save and close", "Home"]


WORDS = st.sampled_from(
    ["click", "Save", "and", "then", ",", "，", "并", "点击", "保存", "“a，b”", "'x and y'", "1,200", "a@b.co", ";", "the", "把", "改成",
     "password", "密码", "for each", "row", "sort", "by", "\n", "。", "…", "(", "https://a.b/c", "填", "é", "🙂", "it", "2026-01-02"]
)  # fmt: skip


@given(st.lists(WORDS, max_size=24).map(" ".join) | st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_no_word_is_lost(goal: str) -> None:
    if clauses.unreadable(goal):
        return

    def letters(text: str) -> list[str]:
        for joint in ("并且", "并", "且", "再", "then", "and", "然后"):
            text = text.lower().replace(joint, " ")
        return [character for character in text if character.isalnum()]

    kept = letters(" ".join(split(goal)))
    wanted = letters(secrets.shown(secrets.hide(goal)))
    dropped = "".join(wanted)
    for character in kept:
        assert character in dropped
        dropped = dropped.replace(character, "", 1)
    # Only joints ("but", "also", "after that", 最后 ...) are left out.
    for joint in (
        "also",
        "but",
        "plus",
        "after that",
        "afterwards",
        "aftert",
        "hat",
        "接着",
        "随后",
        "而后",
        "之后",
        "最后",
        "紧接着",
        "同时",
        "但是",
        "但",
        "而且",
        "以及",
        "和",
    ):
        dropped = dropped.replace(joint.replace(" ", ""), "")
    assert len(dropped) <= len(goal) // 2 or not kept


@pytest.mark.parametrize(
    ("goal", "secret"),
    [
        ("log in as ada with password hunter2", "hunter2"),
        ("log in as ada with password hunter", "hunter"),
        ("sign in with email a@b.co and password 'two words'", "two words"),
        ("fill in: email a@b.co, password and repeat password Secret123.", "Secret123"),
        ("enter Secret99! into the password field", "Secret99!"),
        ("set the password to correct-horse and save", "correct-horse"),
        ("type “p w” in the Password box", "p w"),
        ("password: Abc,1 then click Login", "Abc,1"),
        ("log in as admin/s3cret", "s3cret"),
        ("用户名填admin，密码填Abc@123，点击登录", "Abc@123"),
        ("用 admin 登录，密码 123456", "123456"),
        ("使用账号 zhang 密码 abc123 登录", "abc123"),
        ("把密码改成“新的口令”并保存", "新的口令"),
        ("在密码框输入qwerty", "qwerty"),
        ("密码为：天王盖地虎，确认", "天王盖地虎"),
        ("enter the PIN 4821 and confirm", "4821"),
    ],
)
def test_passwords_are_hidden(goal: str, secret: str) -> None:
    hidden = secrets.hide(goal)
    assert secret not in hidden
    assert len(secrets.MARK.findall(hidden)) == 1


@pytest.mark.parametrize(
    "goal",
    ["click Forgot password", "show the password and click Login", "click Password settings", "check that the password field is empty",
     "fill in the password and click login", "点击忘记密码", "打开密码设置页面", "reset password"],
)  # fmt: skip
def test_what_is_no_password_stays(goal: str) -> None:
    assert secrets.hide(goal) == goal


@pytest.mark.parametrize(
    ("goal", "word"),
    [("", "empty"), (" \n", "empty"), ("a" * 10_000, "10,000"), ("click\x00Save", "control"), ("?!… --", "no words")],
)
def test_unreadable_goals_say_why(goal: str, word: str) -> None:
    assert word in (clauses.unreadable(goal) or "")
