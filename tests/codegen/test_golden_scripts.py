"""Whole scripts that people read: renew them with --update-goldens, and read the difference."""

from __future__ import annotations

from pathlib import Path

import pytest

from codegen.plan import Plan
from codegen.script import TARGETS, write_script
from sandbox.check import check_script
from tests.codegen.plans import button, by, expect, plan, step

FOLDER = Path(__file__).parent.parent / "golden" / "scripts"
STATUS = {"name": "status", "default": "Shipped", "options": ["Any", "Shipped", "Open"]}
TABLE = by("role", "table")
CARD_NUMBER = by("label", "Card number", frame="iframe#pay")


def either(name: str) -> tuple[dict[str, object], ...]:
    return button(name, match="ignore_case"), by("role", "link", name, match="ignore_case")


PLANS: dict[str, Plan] = {
    "orders": plan(
        step(
            "select", by("label", "Status", match="ignore_case"), by("role", "combobox", "Status", match="ignore_case"),
            value={"input": "status"}, why="filter orders",
        ),
        expect("rows_contain", TABLE, value={"input": "status"}, column="Status", why="filter orders"),
        step(
            "click", *either("Export CSV"), why="export CSV",
            signal={"kind": "download", "expect": {"suffix": ".csv"}},
        ),
        goal="filter orders and export CSV", url="https://shop.example/orders", inputs=[STATUS],
        unresolved=[{"clause": "email it to Ada", "reason": "no element for 'email' on this screen"}],
    ),
    "login": plan(
        step("fill", by("label", "Email"), value="ann@example.com", why="log in as ann@example.com"),
        step("fill", by("label", "Password"), value={"secret": "PASSWORD"}, why="with the password"),
        step("check", by("label", "Remember me"), why="stay logged in"),
        step("click", button("Sign in"), why="log in", signal={"kind": "navigation", "url": "**/dashboard"}),
        expect("visible", by("role", "heading", "Dashboard"), why="check that the dashboard is there"),
        goal="log in as ann@example.com with the password, stay logged in, and check that the dashboard is there",
        url="https://app.example/login?next=/dashboard",
    ),
    "chinese": plan(
        step("fill", by("label", "活动名称", match="ignore_case"), value="春季促销", why="活动名称填“春季促销”"),
        step("click", *either("立即创建"), by("text", "立即创建", match="ignore_case"), why="点击立即创建"),
        step("click", button("确定", scope={"kind": "dialog", "text": "提示"}), why="并确定"),
        goal="活动名称填“春季促销”，点击立即创建并确定", url=None,
    ),
    "row": plan(
        step("click", button("Delete", scope={"kind": "row", "text": "1042"}), why="delete order 1042",
             signal={"kind": "dialog"}),
        expect("hidden", by("role", "row", "1042", match="contains"), why="check that it is gone"),
        step("click", by("role", "columnheader", "Total"), why="sort by total"),
        expect("sorted_ascending", TABLE, column="Total", why="sort by total"),
        step("extract", by("role", "cell", nth=0), name="cheapest", why="read the first order"),
        goal="Delete order 1042, check that it is gone, sort by total and read the first order",
        url="http://localhost:8000/orders",
    ),
    "card": plan(
        step("click", button("Buy", scope={"kind": "card", "text": "Basic plan"}), why="buy the basic plan",
             signal={"kind": "popup"}),
        step("fill", CARD_NUMBER, value={"secret": "CARD_NUMBER"}, why="pay by card"),
        step("press", CARD_NUMBER, key="Enter", why="pay by card"),
        goal="Buy the basic plan and pay by card", url="https://plans.example/",
    ),
}  # fmt: skip


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("name", PLANS)
def test_a_script_is_as_it_was_read(name: str, target: str, update_goldens: bool) -> None:
    script = write_script(PLANS[name], target)
    golden = FOLDER / f"{name}_{target}.py"
    if update_goldens:
        golden.write_text(script.source, encoding="utf-8")
    assert golden.read_text(encoding="utf-8") == script.source
    assert check_script(script.source) == []
