"""Every kind of step and signal, on the replica: both scripts of one plan leave the same page and the same file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from codegen.plan import Plan, load_plan
from codegen.script import write_script
from codegen.steps import STEP_KINDS
from perception.types import Screen
from sandbox.replay import rehearse, together
from sandbox.replica import Hints, replica_html
from tests.sandbox.screens import element, orders, screen


def _page() -> Screen:
    return screen(
        *orders().elements,
        element("name", "textbox", "Full name", (20, 500, 200, 34)),
        element("agree", "checkbox", "I agree", (300, 500, 18, 18), checked=False),
        element("agreed", "text", "I agree", (324, 500, 60, 16)),
        element("news", "checkbox", "News", (420, 500, 18, 18), checked=True),
        element("attach", "button", "Attach", (520, 500, 90, 34)),
        element("help", "link", "Help", (640, 500, 60, 20)),
        element("docs", "link", "Docs", (720, 500, 60, 20)),
        element("card", "button", "Card A", (20, 560, 100, 34)),
        element("column", "button", "Column B", (300, 560, 100, 34)),
        element("pay", "button", "Any payment", (500, 560, 140, 34)),
        element("reset", "button", "Reset", (700, 560, 100, 34)),
        element("team", "heading", "Team", (20, 640, 100, 24)),
        element("choose1", "button", "Choose", (20, 700, 100, 34)),
        element("solo", "heading", "Solo", (320, 640, 100, 24)),
        element("choose2", "button", "Choose", (320, 700, 100, 34)),
    )


HINTS = Hints(
    options={"status": ("Open",), "pay": ("Paid", "Unpaid")}, downloads={"export": ".csv"}, popups=frozenset({"help"}),
    navigations={"docs": "/docs"}, dialogs={"reset": "confirm"}, files=frozenset({"attach"}),
    hovers=frozenset({"card"}),
    scopes=(("choose2", "Solo"),),
)  # fmt: skip
TABLE = {"by": "role", "value": "table"}


def _role(role: str, name: str, **more: Any) -> dict[str, Any]:
    return {"by": "role", "value": role, "name": name, **more}


def _label(text: str) -> dict[str, Any]:
    return {"by": "label", "value": text}


STEPS: list[dict[str, Any]] = [
    {"kind": "goto", "url": "/orders"},
    {"kind": "fill", "locator": _label("Full name"), "value": {"literal": "Ada Ö"}},
    {"kind": "select", "locator": _label("Status"), "value": {"literal": "Open"}},
    {"kind": "expect", "that": "rows_contain", "locator": TABLE, "column": "Status", "value": {"literal": "Open"}},
    {"kind": "check", "locator": _label("I agree")},
    {"kind": "uncheck", "locator": _role("checkbox", "News")},
    {"kind": "expect", "that": "checked", "locator": _label("I agree")},
    {"kind": "click", "locator": _role("button", "Export CSV"),
     "signal": {"kind": "download", "expect": {"suffix": ".csv"}}},
    {"kind": "click", "locator": _role("columnheader", "Total")},
    {"kind": "expect", "that": "sorted_ascending", "locator": TABLE, "column": "Total"},
    {"kind": "press", "key": "Enter", "locator": _label("Full name")},
    {"kind": "hover", "locator": _role("button", "Card A")},
    {"kind": "scroll", "to": "bottom"},
    {"kind": "drag", "locator": _role("button", "Card A"), "onto": _role("button", "Column B")},
    {"kind": "upload", "locator": _role("button", "Attach"), "value": {"literal": "cv.pdf"}},
    {"kind": "wait", "locator": _role("button", "Reset")},
    {"kind": "select", "locator": _role("button", "Any payment"), "value": {"literal": "Paid"}},
    {"kind": "click", "locator": _role("button", "Reset"), "signal": {"kind": "dialog"}},
    {"kind": "extract", "locator": _role("columnheader", "Status"), "name": "title"},
    {"kind": "click", "locator": _role("button", "Delete", scope={"kind": "row", "text": "1044"})},
    {"kind": "expect", "that": "count", "locator": {"by": "role", "value": "row"}, "count": 2},
    {"kind": "click", "locator": _role("button", "下一页")},
    {"kind": "click", "locator": _role("button", "Reset"), "button": "right"},
    {"kind": "click", "locator": _role("button", "Choose", scope={"kind": "card", "text": "Solo"})},
    {"kind": "click", "locator": _role("link", "Docs"), "signal": {"kind": "navigation", "url": "**/docs"}},
    {"kind": "expect", "that": "url", "value": {"literal": "/docs"}},
    {"kind": "click", "locator": _role("link", "Help"), "signal": {"kind": "popup"}},
    {"kind": "fill", "locator": _label("Full name"), "value": {"literal": "in the new window"}},
]  # fmt: skip


def _plan() -> Plan:
    steps = [{"id": f"s{i}", **step} for i, step in enumerate(STEPS, 1)]
    return load_plan(json.dumps({"version": 1, "goal": "do everything", "steps": steps}))


@pytest.mark.slow
def test_both_scripts_of_a_plan_with_every_kind_of_step_do_the_same(tmp_path: Path) -> None:
    plan, page = _plan(), replica_html(_page(), HINTS)
    assert {step.kind for step in plan.steps} == set(STEP_KINDS)

    def call(target: str) -> Any:
        script = write_script(plan, target)
        return lambda stop: rehearse(
            script.source, stage="replica", workdir=tmp_path, name=script.filename, replica_html=page, files=["cv.pdf"],
            stop=stop, timeout_s=240,
        )  # fmt: skip

    playwright, selenium = together([call("playwright"), call("selenium")])
    for result in (playwright, selenium):
        assert result.ok, f"{result.where}: {result.reason}"
        assert dict(result.properties) == {"title": "Status"}
    assert json.loads(playwright.state) == json.loads(selenium.state)
    assert ["click", "choose2", ""] in json.loads(playwright.state)["log"]
    assert playwright.downloads[0].read_bytes() == selenium.downloads[0].read_bytes()
