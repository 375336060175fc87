"""What a plan expects of its elements reaches the replica, and what its scripts need reaches their environment."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.hints import STAND_IN, hints
from agent.rehearsal import environment, own_files, uploads, wanted
from codegen.plan import Plan, load_plan


def plan(*steps: dict[str, Any], inputs: list[dict[str, Any]] | None = None) -> Plan:
    """A plan whose step N acts on element eN."""
    whole = []
    for number, step in enumerate(steps, 1):
        place = {"locator": {"by": "text", "value": "x"}, "target": {"element": f"e{number}", "box": [0, 0, 9, 9]}}
        whole.append({"id": f"s{number}", **place, **step})
    document = {"version": 1, "goal": "a goal", "steps": whole, "inputs": inputs or []}
    return load_plan(json.dumps(document))


def test_every_signal_is_passed_on() -> None:
    made = hints(
        plan(
            {"kind": "click", "signal": {"kind": "download", "expect": {"suffix": ".csv"}}},
            {"kind": "click", "signal": {"kind": "popup"}},
            {"kind": "click", "signal": {"kind": "dialog"}},
            {"kind": "click", "signal": {"kind": "dialog", "text": "Ada"}},
            {"kind": "click", "signal": {"kind": "navigation", "url": "**/orders/*"}},
            {"kind": "click", "signal": {"kind": "navigation"}},
            {"kind": "click", "signal": {"kind": "download"}},
        )
    )
    assert made.downloads == {"e1": ".csv", "e7": ""}
    assert made.popups == {"e2"}
    assert made.dialogs == {"e3": "confirm", "e4": "prompt"}
    assert made.navigations == {"e5": "/orders/x", "e6": ""}


def test_what_steps_do_to_their_elements_is_passed_on() -> None:
    made = hints(
        plan(
            {"kind": "fill", "value": {"literal": "x"}},
            {"kind": "check"},
            {"kind": "uncheck"},
            {"kind": "hover"},
            {"kind": "upload", "value": {"literal": "a.pdf"}},
            {"kind": "click", "locator": {"by": "text", "value": "Edit", "scope": {"kind": "row", "text": "1042"}}},
        )
    )
    assert (made.fills, made.checks, made.hovers, made.files) == ({"e1"}, {"e2", "e3"}, {"e4"}, {"e5"})
    assert made.scopes == (("e6", "1042"),)


@pytest.mark.parametrize(
    ("given_input", "options"),
    [
        ({"name": "status", "default": "Shipped", "options": ["Any", "Shipped"]}, ("Shipped", "Any")),
        ({"name": "status", "options": ["Any", "Open"]}, ("Any", "Open")),
        ({"name": "status"}, (STAND_IN,)),
    ],
)
def test_a_select_has_what_may_be_chosen(given_input: dict[str, Any], options: tuple[str, ...]) -> None:
    made = plan({"kind": "select", "value": {"input": "status"}}, inputs=[given_input])
    assert hints(made).options == {"e1": options}


SECRET = plan(
    {"kind": "fill", "value": {"input": "user"}},
    {"kind": "fill", "value": {"secret": "SHOP_PASSWORD"}},
    {"kind": "select", "value": {"input": "status"}},
    inputs=[{"name": "user"}, {"name": "status", "options": ["Any", "Open"]}, {"name": "city", "default": "Bergen"}],
)


def test_on_the_replica_stand_ins_take_the_place_of_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_PASSWORD", "the true one")
    assert wanted(SECRET) == {"INPUT_USER": "", "STATUS": "Any", "SHOP_PASSWORD": ""}
    assert dict(environment(SECRET, "replica", os.environ)) == {
        "INPUT_USER": STAND_IN, "STATUS": "Any", "SHOP_PASSWORD": STAND_IN,
    }  # fmt: skip


def test_on_the_live_page_only_what_the_user_gave_is_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in wanted(SECRET):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SHOP_PASSWORD", "the true one")
    monkeypatch.setenv("OTHER", "nobody's business")
    assert dict(environment(SECRET, "live", os.environ)) == {"SHOP_PASSWORD": "the true one"}


def test_the_files_of_uploads_are_named() -> None:
    made = plan(
        {"kind": "upload", "value": {"literal": "in/a.pdf"}},
        {"kind": "upload", "value": {"input": "file"}},
        {"kind": "upload", "value": {"input": "other"}},
        inputs=[{"name": "file", "default": "b.png"}, {"name": "other"}],
    )
    assert uploads(made) == ["in/a.pdf", "b.png", STAND_IN]


def test_a_script_may_read_the_file_that_its_goal_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It runs in a folder of its own, and of the user's files it sees those alone that are handed to it."""
    monkeypatch.chdir(tmp_path)
    for name in ("a.pdf", "b.png", "c.png"):
        Path(name).write_text(name)
    made = plan(
        {"kind": "upload", "value": {"literal": str(tmp_path / "a.pdf")}},
        {"kind": "upload", "value": {"literal": str(tmp_path / "gone.pdf")}},
        {"kind": "upload", "value": {"input": "file"}},
        inputs=[{"name": "file", "default": "b.png"}],
    )
    assert own_files(made) == [tmp_path / "a.pdf"]
    assert dict(environment(made, "live", {})) == {"FILE": str(tmp_path / "b.png")}
    assert dict(environment(made, "replica", {})) == {}


@given(st.lists(st.sampled_from(["**", "*", "orders", "*orders*", "1042"])))
def test_the_replica_loads_a_path_that_the_glob_matches(parts: list[str]) -> None:
    from fnmatch import fnmatchcase

    glob = "/".join(["https://shop.example", *parts])
    made = hints(plan({"kind": "click", "signal": {"kind": "navigation", "url": glob}}))
    path = made.navigations["e1"]
    if path and "**" not in parts:
        assert fnmatchcase("https://shop.example" + path, glob)
