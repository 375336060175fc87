"""From failures to sentences, from lines to steps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.reasons import code_at, explain, marked, sentence, step_at, step_comments

UNREAD = (
    "is not there, or not for this script to read: a script reads what lies beside it and what its variables name, as "
    "in FILE=/full/path/of/it"
)


@pytest.mark.parametrize(
    ("kind", "message", "code", "said"),
    [
        (
            "TimeoutError",
            'Locator.click: Timeout 5000ms exceeded.\nCall log:\n  - waiting for get_by_role("button", name="Go")\n',
            "",
            'expected button "Go"; no such element within 5 s',
        ),
        (
            "AssertionError",
            "Locator expected to have count '3'\nActual value: 1 \nCall log:\n  - Expect \"to_have_count\"",
            "",
            "expected to have count '3'; seen: 1",
        ),
        (
            "AssertionError",
            "Locator expected to be visible\nActual value: None\nError: element(s) not found \nCall log:\n"
            '  - Expect "to_be_visible" get_by_role("heading", name="Delete Ada?", exact=True) with timeout 10000ms\n'
            '  - waiting for get_by_role("heading", name="Delete Ada?", exact=True)\n',
            "",
            'expected heading "Delete Ada?" to be visible; no such element within 10 s',
        ),
        (
            "AssertionError",
            'Locator expected to be enabled\nActual value: disabled \nCall log:\n  - waiting for get_by_label("N")\n',
            "",
            'expected field labelled "N" to be enabled; seen: disabled',
        ),
        (
            "AssertionError",
            "Page title expected to be 't'\nActual value: u \nCall log:\n",
            "",
            "expected page title to be 't'; seen: u",
        ),
        (
            "AssertionError",
            "0 elements match, not one",
            'expect_that(driver, by_role("heading", "Delete Ada?"), WebElement.is_displayed)',
            'expected heading "Delete Ada?" to be visible; no such element',
        ),
        (
            "AssertionError",
            "2 elements match, not one",
            'click(driver, within(having("Ada", by_role("row")), by_role("button", "Edit")))',
            'expected one button "Edit"; seen: 2 elements',
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


GONE = "the browser went away: it was closed or killed, or has crashed"


@pytest.mark.parametrize(
    ("message", "expected", "seen"),
    [
        (
            'Locator.click: Timeout 5000ms exceeded.\nCall log:\n  - waiting for '
            'get_by_role("row").filter(has_text="1042").get_by_role("button", name="Edit", exact=True)',
            'button "Edit" in the row with "1042"', "no such element within 5 s",
        ),
        (
            'Locator.wait_for: Timeout 900ms exceeded.\nCall log:\n  - waiting for get_by_label(re.compile(r"^[\\s*＊]*'
            'Due\\s+date\\/time[\\s*＊:]*$", re.IGNORECASE)).visible.or_(get_by_role("combobox", name="Due"))',
            'field labelled "Due date/time" or combobox "Due"', "no such element within 0.9 s",
        ),
        (
            'Locator.click: Error: strict mode violation: get_by_role("button", name="Go") resolved to '
            "2 elements:\n 1) x",
            'one button "Go"', "2 elements",
        ),
        (
            'Locator.click: Timeout 5000ms exceeded.\nCall log:\n  - waiting for get_by_role("button", name="Go")\n'
            "    - locator resolved to <button>Go</button>\n  - attempting click action\n"
            "    - <div class=veil></div> intercepts pointer events",
            'to click button "Go"', "<div class=veil></div> intercepts pointer events",
        ),
        ("0 elements match, not one", "one element", "0 elements"),
    ],
)  # fmt: skip
def test_expected_and_seen_are_told_apart(message: str, expected: str, seen: str) -> None:
    reason = explain("TimeoutError", message)
    assert (reason.expected, reason.seen) == (expected, seen)
    assert reason.said == f"expected {expected}; {seen if seen.startswith('no such') else f'seen: {seen}'}"


@pytest.mark.parametrize(
    ("kind", "message", "said"),
    [
        (
            "TimeoutError",
            'Page.goto: Timeout 10000ms exceeded.\nCall log:\n  - navigating to "http://a.site/x", '
            'waiting until "load"', "http://a.site/x did not load within 10 s",
        ),
        ("Error", "Page.goto: net::ERR_TOO_MANY_REDIRECTS at http://a.site/\nCall log",
         "the server redirects in a circle http://a.site/"),
        ("TargetClosedError", "Locator.click: Target page, context or browser has been closed", GONE),
        ("InvalidSessionIdException", "Message: invalid session id: session deleted as it has closed", GONE),
        ("UnexpectedAlertPresentException", "Message: unexpected alert open: {Alert text : again}\n",
         'the page shows a dialog: "again"'),
        ("MaxRetryError", "HTTPConnectionPool(host='a.site', port=4444): Max retries exceeded with url: /session (",
         "nothing answers at a.site:4444"),
        ("MaxRetryError", "HTTPConnectionPool(host='a.site', port=1): Max retries exceeded with url: /session/1a2/url",
         GONE),
        ("OSError", "[Errno 28] No space left on device: '/x'", "the disk is full"),
        ("FileNotFoundError", "[Errno 2] No such file or directory: '/home/a b.pdf'", f"/home/a b.pdf {UNREAD}"),
        ("Error", "Locator.set_input_files: ENOENT: no such file or directory, stat '/a.pdf'", f"/a.pdf {UNREAD}"),
        ("InvalidArgumentException", "Message: invalid argument: File not found : /a b.pdf\n  (Session info: chrome=1)",
         f"/a b.pdf {UNREAD}"),
    ],
)  # fmt: skip
def test_faults_of_the_world_have_plain_words(kind: str, message: str, said: str) -> None:
    assert explain(kind, message).said == said


def test_marks_stand_on_their_steps_lines_and_change_no_other() -> None:
    source = (
        "# Step 1: no test\n\n\ndef test_it():\n    # Step 1: one\n    call(\n        # Step 2: an argument\n"
        '        1,\n    )\n    if True:\n        # Step 3: deeper\n        x = """\n    # Step 4: text\n"""\n'
        "    y = 1  # Step 5: beside\n"
    )
    changed = marked(source).splitlines()
    assert [number for number, line in enumerate(changed, 1) if "__step__" in line] == [5, 11]
    assert changed[4] == "    __step__(1, 5)  # Step 1: one"
    assert changed[10] == "        __step__(3, 11)  # Step 3: deeper"
    assert len(changed) == len(source.splitlines())


@given(st.text())
def test_what_cannot_be_marked_stays_as_it_is(text: str) -> None:
    source = f"def test_it():\n    # Step 1: x\n{text}"
    changed = marked(source)
    assert changed == source or len(changed.splitlines()) == len(source.splitlines())


def test_the_statement_of_a_line_is_shown_whole() -> None:
    source = "def test_it():\n    one_of(\n        page.get_by_role('a'),\n        page.b,\n    ).click()\n"
    assert [code_at(source, line) for line in (5, 2, 99, None)] == [
        "one_of(page.get_by_role('a'), page.b).click()"
    ] * 2 + ["", ""]


def test_only_comments_are_steps() -> None:
    source = 'def test_it():\n    # Step 1: open\n    x = "# Step 2: no"\n    # Step 2. close: both\n    # step 3: no\n'
    comments = step_comments(source)
    assert [(c.number, c.title, c.line) for c in comments] == [(1, "open", 2), (2, "close: both", 4)]
    assert [step_at(comments, line) for line in (None, 1, 2, 3, 4, 99)] == [None, None, 1, 1, 2, 2]


@given(st.text())
def test_any_text_has_steps_or_none(source: str) -> None:
    assert isinstance(step_comments(source), list)
