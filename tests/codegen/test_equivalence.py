"""Both scripts of one plan do the same: every kind of step, every signal, every way to find an element."""

from __future__ import annotations

import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from codegen.plan import Plan
from codegen.script import TARGETS, write_script
from codegen.steps import STEP_KINDS
from tests.codegen.plans import button, by, expect, plan, step
from tests.codegen.sites import Site, serve
from tests.resident import Resident

PAGES = Path(__file__).parent.parent / "pages" / "widgets"
BROWSER = next((path for path in ("/usr/bin/chromium", "/usr/bin/google-chrome") if Path(path).exists()), "")
pytestmark = pytest.mark.slow


@dataclass
class Run:
    """How a script ended: pytest's word, the page's, the files that it saved, and what it extracted."""

    ok: bool
    output: str
    state: dict[str, Any]
    notes: list[str]
    files: dict[str, bytes]
    extracted: dict[str, str]


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with serve(PAGES) as site:
        yield site


class Both:
    """Runs the two scripts of a plan and holds them against each other."""

    def __init__(self, site: Site, resident: Resident, folder: Path) -> None:
        self.site, self.resident, self.folder = site, resident, folder

    def __call__(self, given: Plan, **variables: str) -> Run:
        """What both have in common."""
        first, second = (self.run(given, target, **variables) for target in TARGETS)
        assert first.ok, first.output
        assert second.ok, second.output
        assert first.notes == second.notes
        assert first.state["fields"] == second.state["fields"]
        assert first.state == second.state
        assert first.files == second.files
        assert first.extracted == second.extracted
        return first

    def run(self, given: Plan, target: str, **variables: str) -> Run:
        site, script = self.site, write_script(given, target)
        file = self.folder / target / script.filename
        downloads = self.folder / target / "downloads"
        downloads.mkdir(parents=True)
        file.write_text(script.source, encoding="utf-8")
        run_name = f"{self.folder.name}-{target}"
        site.told[run_name] = []
        environment = {"BROWSER_PATH": BROWSER, "DOWNLOAD_DIR": str(downloads), **variables}
        options = ["-q", "-p", "no:cacheprovider", "-o", "junit_family=xunit1", "--junitxml=report.xml"]
        command = [sys.executable, "-m", "pytest", *options, f"--base-url={site.url(run_name)}", file.name]
        done = self.resident.run(command, workdir=file.parent, env=environment)
        report = ET.parse(file.parent / "report.xml")
        return Run(
            ok=done.returncode == 0,
            output=done.stdout,
            state=site.state(run_name) if site.told[run_name] else {},
            notes=site.notes(run_name),
            files={path.name: path.read_bytes() for path in downloads.iterdir()},
            extracted={each.get("name", ""): each.get("value", "") for each in report.iter("property")},
        )


@pytest.fixture
def both(site: Site, resident: Resident, tmp_path: Path) -> Both:
    return Both(site, resident, tmp_path)


SAVED = expect("text", by("id", "saved"), value="yes")
FIELDS = (
    step("fill", by("label", "Full name", match="ignore_case"), value="Zoë 🦊 O'Neil"),
    step("fill", by("label", "about you", match="ignore_case"), value='two\nlines\tand a "tab"'),
    step("fill", by("label", "Born"), value="2024-02-29"),
    step("fill", by("role", "spinbutton", "Age"), value="41"),
    step("fill", by("label", "Home town"), by("role", "textbox", "Home town"), value="Bern"),
    step("select", by("label", "Planet"), by("role", "combobox", "Planet"), value="Mars"),
    step("fill", by("label", "Password"), value={"secret": "SHOP_PASSWORD"}),
    step("fill", by("placeholder", "find A", match="contains"), value={"input": "pet"}),
    step("fill", by("role", "textbox", "Story"), value="upon a time"),
    step("press", by("label", "Full name:"), key="Enter"),
    step("press", by("role", "application", "Keys"), key="Control+A"),
    step("press", by("role", "application", "Keys"), key="Shift+Tab"),
    step("press", key="Escape"),
    step("press", key="F2"),
    expect("value", by("label", "Born"), value="2024-02-29"),
    expect("value", by("label", "Full name:"), value="Zoë 🦊 O'Neil"),
    expect("disabled", by("label", "Locked")),
    expect("enabled", by("label", "Age")),
    step("fill", by("label", "Age"), value=""),
    step("extract", by("label", "Locked"), name="locked"),
    SAVED,
)


def test_fields_and_keys(both: Both) -> None:
    given = plan(*FIELDS, inputs=[{"name": "pet", "default": "cat"}])
    ended = both(given, SHOP_PASSWORD="s3 cret")
    fields = dict(ended.state["fields"])
    assert fields["who"] == "Zoë 🦊 O'Neil"
    assert fields["about"] == 'two\nlines\tand a "tab"'
    assert (fields["born"], fields["age"], fields["pass"], fields["find"]) == ("2024-02-29", "", "s3 cret", "cat")
    assert (fields["story"], fields["town"], fields["planet"]) == ("upon a time", "Bern", ["Mars"])
    assert ended.notes[-1] == "page key F2"
    assert "sent Zoë 🦊 O'Neil" in ended.notes
    assert "key a true false" in ended.notes
    assert "find cat" in ended.notes
    assert ended.extracted == {"locked": "42"}


CHOICES = (
    step("select", by("label", "Status"), by("role", "combobox", "Status"), value="In transit"),
    expect("value", by("label", "Status"), value="In transit"),
    step("select", by("label", "Many"), value="Two"),
    step("select", by("role", "combobox", "Fruit"), value="Pear"),
    expect("value", by("role", "combobox", "Fruit"), value="Pear"),
    step("select", by("role", "combobox", "Fruit"), value="Pear"),
    step("select", button("Size"), value="Large"),
    step("check", by("label", "I agree")),
    step("check", by("label", "I agree")),
    step("uncheck", by("role", "checkbox", "News")),
    step("check", by("label", "Dark mode")),
    step("check", by("label", "Loud")),
    step("select", by("role", "combobox", "Shade"), value="Dark"),
    expect("value", by("role", "combobox", "Shade"), value="Dark"),
    step("check", by("role", "switch", "Auto")),
    step("check", by("label", "fast", match="ignore_case"), by("role", "checkbox", "fast", match="ignore_case")),
    step("check", by("role", "switch", "Wi-Fi")),
    step("check", by("role", "radio", "Cash")),
    expect("checked", by("label", "I agree")),
    expect("unchecked", by("label", "News")),
    expect("checked", by("label", "Loud")),
    expect("checked", by("role", "switch", "Wi-Fi")),
    SAVED,
)


def test_choices(both: Both) -> None:
    ended = both(plan(*CHOICES))
    fields = dict(ended.state["fields"])
    assert (fields["state"], fields["many"]) == (["In  transit"], ["Two"]) or fields["state"] == ["In transit"]
    assert [fields[box] for box in ("terms", "news", "dark", "loud", "fast", "cash", "card")] == [
        True, False, True, True, True, True, False
    ]  # fmt: skip
    assert ended.notes == ["state 1", "fruit Pear", "size Large", "shade dark", "auto true", "wifi true"]


def either(name: str, **more: Any) -> tuple[dict[str, Any], ...]:
    return button(name, **more), by("role", "link", name, **more), by("text", name, **more)


CLICKS = (
    step("click", *either("SAVE ALL", match="ignore_case")),
    step("click", *either("Only link")),
    step("click", *either("Go on")),
    step("click", by("title", "Settings")),
    step("click", by("alt", "logo", match="ignore_case")),
    step("click", by("test_id", "the-test")),
    step("click", by("id", "odd:id")),
    step("click", by("css", "#low")),
    step("click", button("It's \"quoted\" 'twice'")),
    step("click", by("text", "It's \"quoted\" 'twice'", match="ignore_case")),
    step("click", *either("on/off >> `raw`", match="ignore_case")),
    step("click", *either("Twin")),
    step("click", by("text", "Plain text")),
    step("click", by("text", "WORDS MORE", match="contains")),
    step("click", by("role", "text", "Plain text")),
    step("click", button("Pad"), count=2),
    step("click", button("Pad"), button="right"),
    step("click", button("Edit", scope={"kind": "row", "text": "bob co"})),
    step("click", *either("Edit", scope={"kind": "row", "text": "1044"})),
    step("click", button("Edit", nth=1)),
    step("click", *either("Edit", nth=2)),
    step("click", button("Buy", scope={"kind": "card", "text": "Basic plan"})),
    step("click", *either("Buy", scope={"kind": "section", "text": "pro Plan"})),
    step("click", button("Buy", scope={"kind": "card", "text": "Pro plan", "css": ".plans > div", "whole": True})),
    step("click", button("Drop", scope={"kind": "list_item", "text": "Tea"})),
    step("click", button("Yes", scope={"kind": "dialog", "text": "Really"})),
    step("click", button("Pay", frame="#inner")),
    step("click", *either("Pay", frame="#inner")),
    step("click", button("Pick", frame="#inner", scope={"kind": "row", "text": "Row 7", "whole": True})),
    step("fill", by("label", "Card number", frame="#inner"), value="4111"),
    SAVED,
)


def test_ways_to_find_an_element(both: Both) -> None:
    assert both(plan(*CLICKS)).notes == [
        "save", "link", "go", "title", "alt", "testid", "id", "low", "it's", "it's", "slash", "twin", "plain", "part",
        "plain", "double", "right", "edit 1043", "edit 1044", "edit 1043", "edit 1044", "buy basic", "buy pro",
        "buy pro", "tea", "yes", "inner Pay", "inner Pay", "inner Pick", "number 4111",
    ]  # fmt: skip


def movements(file: str) -> tuple[dict[str, Any], ...]:
    return (
        step("hover", by("text", "Menu", match="contains")),
        step("click", button("Secret item")),
        step("scroll", by("id", "low")),
        step("scroll", to="top"),
        step("drag", by("text", "Card A"), onto=by("id", "bin")),
        step("drag", by("text", "Knob"), onto=by("text", "Slot")),
        step("upload", by("id", "doc"), value=file),
        step("upload", button("Choose picture"), value=file),
        step("click", button("Start")),
        step("wait", by("text", "Working"), until="visible"),
        step("click", button("Stop")),
        step("wait", by("text", "Working"), until="hidden"),
        step("wait", button("Ready"), until="enabled"),
        step("scroll", to="bottom"),
        SAVED,
    )


def test_movements_files_and_waits(both: Both, tmp_path: Path) -> None:
    file = tmp_path / "cat.png"
    file.write_bytes(b"not a cat")
    ended = both(plan(*movements(str(file))))
    assert ended.notes == ["hovered", "menu item", "dropped A", "slot true", "doc cat.png", "picture cat.png"]
    assert ended.state["scrolled"]


TABLE = by("role", "table")
EXPECTATIONS = (
    expect("visible", by("text", "Plain text")),
    expect("hidden", by("text", "Working")),
    expect("text", by("role", "heading", scope={"kind": "card", "text": "Basic plan"}), value="Basic plan"),
    expect("contains", by("role", "row", "ada co", match="contains"), value="1042 ada"),
    expect("count", button("Edit"), count=3),
    expect("count", button("Nothing"), count=0),
    expect("rows_contain", TABLE, value="CO", column="client"),
    expect("rows_contain", TABLE, value="104"),
    expect("sorted_descending", TABLE, column="Total"),
    expect("sorted_ascending", TABLE, column="Order"),
    expect("sorted_ascending", TABLE, column="Client"),
    expect("url", value="index.html"),
    expect("title", value="Widgets"),
    step("extract", by("role", "row", "Bob Co", match="contains"), name="row"),
    step("extract", by("label", "Status"), name="status"),
    SAVED,
)


def test_expectations(both: Both) -> None:
    assert both(plan(*EXPECTATIONS)).extracted == {"row": "1043 Bob Co $99.00 Edit", "status": "Any"}


def said(text: str | None = None, accept: bool = True) -> dict[str, Any]:
    return {"kind": "dialog", "accept": accept, **({"text": text} if text is not None else {})}


SIGNALS = (
    step("click", button("Export"), signal={"kind": "download", "expect": {"suffix": ".csv"}}),
    step("click", button("Confirm"), signal=said()),
    step("click", button("Confirm"), signal=said(accept=False)),
    step("click", button("Prompt"), signal=said("Ada \"L\"")),
    step("click", button("Prompt"), signal=said()),
    step("click", button("Alert")),
    step("click", by("role", "link", "Next page"), signal={"kind": "navigation", "url": "**/second.html*"}),
    expect("title", value="Second page"),
    step("goto", url="/index.html"),
    step("click", by("role", "link", "Next page"), signal={"kind": "navigation"}),
    step("goto", url="https://shop.example/index.html"),
    step("click", by("role", "link", "New tab"), signal={"kind": "popup"}),
    step("click", button("Press me")),
    SAVED,
)  # fmt: skip


def test_signals(both: Both) -> None:
    ended = both(plan(*SIGNALS))
    assert ended.files == {"report.csv": "a,b\n1,ü\n".encode()}
    assert ended.notes == [
        "confirm true", "confirm false", 'prompt Ada "L"', "prompt Nobody", "alerted", "second 1280 800"
    ]  # fmt: skip


def test_a_frame_of_another_site(both: Both) -> None:
    given = plan(
        step("fill", by("label", "Card number", frame="#elsewhere"), value="4111 ü"),
        step("click", button("Pay", frame="#elsewhere")),
        SAVED,
        url="https://shop.example/framed.html",
    )
    assert both(given).notes == ["paid with 4111 ü"]


def test_every_kind_of_step_was_run() -> None:
    tried = (*FIELDS, *CHOICES, *CLICKS, *movements(""), *EXPECTATIONS, *SIGNALS)
    assert {each["kind"] for each in tried} == set(STEP_KINDS)
