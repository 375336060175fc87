"""From failures to sentences, from lines to steps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.reasons import sentence, step_at, step_comments


@pytest.mark.parametrize(
    ("kind", "message", "code", "said"),
    [
        (
            "TimeoutError",
            'Locator.click: Timeout 5000ms exceeded.\nCall log:\n  - waiting for get_by_role("button", name="Go")\n',
            "",
            'expected button "Go"; seen: none within 5 s',
        ),
        (
            "AssertionError",
            "Locator expected to have count '3'\nActual value: 1 \nCall log:\n  - Expect \"to_have_count\"",
            "",
            "expected to have count '3'; seen: 1",
        ),
        ("TimeoutException", "Message: \nStacktrace:\n#0 0x55", "wait.until(x)", "TimeoutException at: wait.until(x)"),
        ("NoSuchElementException", "Message: no such element: x\nStacktrace:\n#0 0x", "", "no such element: x"),
        ("AssertionError", "", "assert total", "AssertionError at: assert total"),
        ("KeyError", "'name'", "", "KeyError: 'name'"),
        ("", "", "", "an error without a message"),
        ("Error", "\x1b[31mred\x1b[0m words here", "", "red words here"),
    ],
)
def test_sentences(kind: str, message: str, code: str, said: str) -> None:
    assert sentence(kind, message, code) == said


@given(st.text(max_size=30), st.text(), st.text(max_size=200))
def test_a_reason_is_one_line_whatever_was_raised(kind: str, message: str, code: str) -> None:
    said = sentence(kind, message, code)
    assert said
    assert len(said.splitlines()) == 1
    assert len(said) <= 400


def test_only_comments_are_steps() -> None:
    source = 'def test_it():\n    # Step 1: open\n    x = "# Step 2: no"\n    # Step 2. close: both\n    # step 3: no\n'
    comments = step_comments(source)
    assert [(c.number, c.title, c.line) for c in comments] == [(1, "open", 2), (2, "close: both", 4)]
    assert [step_at(comments, line) for line in (None, 1, 2, 3, 4, 99)] == [None, None, 1, 1, 2, 2]


@given(st.text())
def test_any_text_has_steps_or_none(source: str) -> None:
    assert isinstance(step_comments(source), list)
