"""Reports: what they say, and that nothing in a script or page becomes part of them."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from sandbox.junit import junit
from sandbox.report import Report, ScriptResult, StepResult, as_html, text

STEPS = (StepResult(1, "open the page", "passed"), StepResult(2, "export", "failed"), StepResult(3, "check", "not run"))


def _report(picture: Path | None = None) -> Report:
    good = tuple(StepResult(step.number, step.title, "passed") for step in STEPS)
    return Report(
        (
            ScriptResult(
                "test_a.py", "live", ok=True, steps=good, guard="bwrap", seconds=2.5, properties={"total": "7"}
            ),
            ScriptResult(
                "test_b.py", "replica", ok=False, steps=STEPS, failed_step=2, reason="no button", picture=picture
            ),
            ScriptResult("test_c.py", "static", ok=False, reason="line 3: subprocess is not allowed"),
        ),
        seconds=4,
    )


def test_text_says_the_step_and_the_reason() -> None:
    lines = text(_report()).splitlines()
    assert lines[0] == "✓ test_a.py: passed (live, 3 steps, 2.5 s)"
    assert lines[1] == "✗ test_b.py: failed (replica) step 2 of 3: no button"
    assert lines[-2] == "✗ test_c.py: failed (static) line 3: subprocess is not allowed"
    assert lines[-1] == "2 of 3 scripts failed in 4.0 s"


def test_nothing_run_is_no_success() -> None:
    assert not Report(()).ok
    assert "No script ran" in text(Report(()))


def test_junit_counts_and_names() -> None:
    root = ET.fromstring(junit(_report()).encode())
    assert (root.get("tests"), root.get("failures")) == ("3", "2")
    failures = [case.find("failure") for case in root.iter("testcase")]
    assert failures[0] is None
    assert failures[1] is not None
    assert failures[1].get("message") == "step 2 of 3: no button"


def test_html_shows_steps_reason_and_picture(page: Page, tmp_path: Path) -> None:
    picture = tmp_path / "a.png"
    page.goto("data:text/html,<h1>failed</h1>")
    page.screenshot(path=picture)
    (tmp_path / "report.html").write_text(as_html(_report(picture)), encoding="utf-8")
    picture.unlink()  # the report holds it
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((tmp_path / "report.html").as_uri())
    assert page.get_by_role("heading").inner_text() == "2 of 3 scripts failed"
    failed = page.get_by_role("group").filter(has_text="test_b.py")
    assert failed.get_by_role("listitem").nth(1).inner_text().split() == ["✗", "2", "export", "failed", "no", "button"]
    assert page.get_by_role("img").evaluate("image => image.naturalWidth") > 0
    assert all(url.startswith(("file:", "data:")) for url in asked)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_html_fits_every_screen_and_can_be_read(page: Page, tmp_path: Path, scheme: str, width: int) -> None:
    long = ScriptResult("tests/" + "very_long_name_" * 12 + ".py", "live", ok=False, reason="x" * 300, steps=STEPS)
    (tmp_path / "report.html").write_text(as_html(Report((long, *_report().results))), encoding="utf-8")
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto((tmp_path / "report.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(_LEAST_CONTRAST) >= 4.5


_LEAST_CONTRAST = """() => {
  const light = ([r, g, b]) => [r, g, b].map(v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const parse = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
  const paper = (el) => { for (; el; el = el.parentElement) {
    const c = parse(getComputedStyle(el).backgroundColor);
    if (c.length === 3 || c[3] > 0) return c; } return [255, 255, 255]; };
  const says = (el) => [...el.childNodes].some(n => n.nodeType === 3 && n.data.trim());
  const texts = [...document.querySelectorAll('body *')].filter(says);
  return Math.min(...texts.map(el => { const [a, b] = [light(parse(getComputedStyle(el).color)), light(paper(el))];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05); }));
}"""


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert not [name for name, _ in attrs if name.startswith("on")]


_WORDS = st.text(st.characters(codec=None), max_size=30) | st.sampled_from(
    ["<script>x</script>", "]]>", '" onload="x', "\x00"]
)


@settings(max_examples=100, deadline=None)
@given(_WORDS, _WORDS, st.dictionaries(_WORDS, _WORDS, max_size=2))
def test_what_scripts_say_is_data(title: str, reason: str, properties: dict[str, str]) -> None:
    step = StepResult(1, title, "failed")
    result = ScriptResult("a.py", "live", ok=False, steps=(step,), failed_step=1, reason=reason, properties=properties)
    report = Report((result,), title=title or "Replay", base_url=reason)
    parsed = _Tags()
    parsed.feed(as_html(report))
    assert "script" not in parsed.tags
    assert ET.fromstring(junit(report).encode()).tag == "testsuites"


def test_the_filter_shows_one_kind_at_a_time(page: Page, tmp_path: Path) -> None:
    failed = ScriptResult("test_bad.py", "live", ok=False, reason="no button")
    shaky = ScriptResult("test_shaky.py", "live", ok=True, steps=STEPS[:1], earlier=(failed,))
    left = ScriptResult("test_left.py", "not run", ok=False, reason="it was not run")
    report = Report((*_report().results, shaky, left, failed), retries=1, stopped=True)
    (tmp_path / "report.html").write_text(as_html(report), encoding="utf-8")
    page.goto((tmp_path / "report.html").as_uri())
    names = page.locator(".script .name")
    order = ["test_b.py", "test_c.py", "test_bad.py", "test_left.py", "test_shaky.py", "test_a.py"]
    assert names.all_inner_texts() == order
    for kind, shown in (("failed 3", order[:3]), ("not run 1", order[3:4]), ("shaky 1", order[4:5]), ("all 6", order)):
        page.get_by_role("radio", name=kind).check(force=True)
        assert names.filter(visible=True).all_inner_texts() == shown
