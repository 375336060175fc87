"""What must fail fails in both scripts: two elements, none, a wrong expectation, a download that is none."""

from __future__ import annotations

import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from codegen.script import TARGETS, Script, write_script
from tests.codegen.plans import button, by, expect, plan, step
from tests.codegen.sites import Site, serve
from tests.codegen.test_equivalence import BROWSER, PAGES, TABLE
from tests.resident import Resident

pytestmark = pytest.mark.slow
MUST_FAIL: dict[str, dict[str, Any]] = {
    "two_match": step("click", button("Edit")),
    "two_ways_lead_to_two": step("click", button("Send"), button("Only link"), by("role", "link", "Only link")),
    "nothing_matches": step("click", button("Absent")),
    "label_of_two": step("fill", by("label", "Edit"), by("role", "textbox", "Edit"), value="x"),
    "hidden": step("click", by("text", "Working")),
    "disabled": step("click", button("Ready")),
    "another_case": step("click", button("EXPORT")),
    "wrong_value": expect("value", by("label", "Age"), value="4"),
    "not_in_every_row": expect("rows_contain", TABLE, value="Ada"),
    "no_such_order": expect("sorted_ascending", TABLE, column="Total"),
    "wrong_suffix": step("click", button("Export"), signal={"kind": "download", "expect": {"suffix": ".pdf"}}),
    "no_dialog": step("click", button("Twin"), signal={"kind": "dialog"}),
}


class Refusals:
    """Runs scripts on the page for widgets, and gives for each what it failed with."""

    def __init__(self, site: Site, resident: Resident, folder: Path) -> None:
        self.site, self.resident, self.folder = site, resident, folder

    def __call__(self, scripts: list[Script], timeout_s: int) -> dict[str, str]:
        folder = self.folder / f"within-{timeout_s}"
        folder.mkdir()
        for script in scripts:
            (folder / script.filename).write_text(script.source, encoding="utf-8")
        options = ["-q", "-p", "no:cacheprovider", "--junitxml=report.xml", f"--base-url={self.site.url('refused')}"]
        environment = {"BROWSER_PATH": BROWSER, "TIMEOUT": str(timeout_s)}
        self.resident.run([sys.executable, "-m", "pytest", *options, "."], workdir=folder, env=environment)
        cases = ET.parse(folder / "report.xml").iter("testcase")
        return {case.get("name", ""): case.findtext("failure") or "" for case in cases}


@pytest.fixture
def refusals(resident: Resident, tmp_path: Path) -> Iterator[Refusals]:
    with serve(PAGES) as site:
        yield Refusals(site, resident, tmp_path)


@pytest.mark.parametrize("target", TARGETS)
def test_what_must_fail_fails_at_its_step(target: str, refusals: Refusals) -> None:
    scripts = {f"test_{name}": write_script(plan(given, goal=name), target) for name, given in MUST_FAIL.items()}
    ended: dict[str, str] = {}
    for timeout_s in (1, 5, 20):  # a busy machine needs longer to get as far as the step
        missing = [script for name, script in scripts.items() if "# Step 1" not in ended.get(name, "")]
        ended |= refusals(missing, timeout_s) if missing else {}
    assert set(ended) == set(scripts)
    assert [name for name, failure in ended.items() if "# Step 1" not in failure] == []
