"""What must fail fails in both scripts: two elements, none, a wrong expectation, a download that is none."""

from __future__ import annotations

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from codegen.script import TARGETS, write_script
from tests.codegen.plans import button, by, expect, plan, step
from tests.codegen.sites import serve
from tests.codegen.test_equivalence import BROWSER, PAGES, TABLE

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


@pytest.mark.parametrize("target", TARGETS)
def test_what_must_fail_fails_at_its_step(target: str, tmp_path: Path) -> None:
    for name, given in MUST_FAIL.items():
        script = write_script(plan(given, goal=name), target)
        (tmp_path / script.filename).write_text(script.source, encoding="utf-8")
    with serve(PAGES) as site:
        options = ["-q", "--junitxml=report.xml", f"--base-url={site.url('refused')}"]
        command = [sys.executable, "-m", "pytest", *options, str(tmp_path)]
        environment = {**os.environ, "BROWSER_PATH": BROWSER, "TIMEOUT": "1"}
        subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True)
    ended = {case.get("name"): case for case in ET.parse(tmp_path / "report.xml").iter("testcase")}
    assert set(ended) == {f"test_{name}" for name in MUST_FAIL}
    for name, case in ended.items():
        failure = case.find("failure")
        assert failure is not None, f"{name} passed"
        assert "# Step 1" in (failure.text or ""), name
