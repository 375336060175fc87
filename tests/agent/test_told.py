"""What a user is told when something was left out: a variable, a picture, a browser, a row."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent import doctor
from codegen.locator import Locator, Scope
from codegen.steps import Click, Fill, LiteralValue, Step
from codegen.words import what
from tests.agent.conftest import Agent, one_line

DELETE = Locator(by="role", value="button", name="Delete", scope=Scope(kind="row", text="2003"))
NOTE = Locator(by="label", value="Note", scope=Scope(kind="list_item", text="Ada"))


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (Click(id="s1", locator=DELETE), 'click the button "Delete" in the row "2003"'),
        (Fill(id="s1", locator=NOTE, value=LiteralValue(literal="x")), 'fill "x" in "Note" in the list item "Ada"'),
    ],
)
def test_a_step_says_in_what_its_element_stands(step: Step, said: str) -> None:
    assert what(step) == said


def test_a_secrets_value_is_not_given_and_not_repeated(agent: Agent, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_PW", "hush")
    code, _, err = agent("run", "http://127.0.0.1:9", "log in", "--secret", "password=hunter2")
    assert code == 2
    assert "name of a variable of the environment alone" in one_line(err)
    assert "hunter2" not in err
    _, _, err = agent("run", "http://127.0.0.1:9", "log in", "--secret", "password=SHOP_PW")
    assert one_line(err).endswith(": write --secret SHOP_PW")


def test_a_missing_picture_is_said_before_a_model_is_asked_for(
    agent: Agent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, err = agent("ask", "nope.png", "hi")
    assert code == 2
    assert one_line(err) == "there is no file nope.png"


def test_the_doctor_says_what_plain_pytest_lacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    monkeypatch.delenv("BROWSER_PATH", raising=False)
    found = doctor._own_browser()
    assert not found.ok
    assert "playwright install chromium" in found.cure
    monkeypatch.setenv("BROWSER_PATH", "/opt/chrome")
    assert doctor._own_browser().ok
