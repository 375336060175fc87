"""`agent replay --heal`, as a user runs it: what is healed is kept with its diff, what is gone changes nothing."""

from __future__ import annotations

import hashlib
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.evidence import dump, load
from codegen.plan import dump_plan, load_plan
from codegen.script import write_script
from sandbox.browser import session
from tests.agent.conftest import Agent
from tests.agent.drifting import RENAMED, SAVE, Recorded, Site, drifting, record, role

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def the_site() -> Iterator[Site]:
    with drifting() as site:
        yield site


@pytest.fixture
def site(the_site: Site) -> Site:
    the_site.changes = []
    return the_site


@pytest.fixture(scope="module")
def recorded(the_site: Site, tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    with session() as context:
        return record(context, the_site, tmp_path_factory.mktemp("recorded"))


@pytest.fixture
def folder(recorded: Recorded, tmp_path: Path) -> Path:
    plan, evidence = recorded
    (tmp_path / "plan.json").write_text(dump_plan(plan))
    (tmp_path / "plan.evidence.json").write_text(dump(evidence))
    script = write_script(plan, "playwright")
    (tmp_path / script.filename).write_text(script.source.replace("    # Step 1", "    # Ours\n    # Step 1"))
    return tmp_path


def test_a_healed_script_is_kept_with_its_diff(agent: Agent, folder: Path, site: Site) -> None:
    site.changes = [RENAMED]
    junit, report = folder / "junit.xml", folder / "report"
    files = [{"name": name, "sha256": ""} for name in ("plan.json", "test_clear_an_order_playwright.py")]
    steps = [{"id": "s6", "matches": 1}, {"id": "s7", "matches": 1}]
    ran = [{"script": "test_clear_an_order_playwright.py", "ok": True, "stages": []}]
    receipt = {"version": 1, "versions": {"browser": "b 1"}, "files": files, "steps": steps, "scripts": ran}
    (folder / "receipt.json").write_text(json.dumps(receipt))
    script, states = folder / "test_clear_an_order_playwright.py", folder / "states"
    reset = f"echo as before >> '{states}'"
    code, out, err = agent("replay", script, "--heal", "--report", report, "--junit", junit, "--reset", reset)
    assert code == 0, out + err
    assert len(states.read_text().splitlines()) == 2  # before the plan is walked, and before the script runs again
    assert '+    page.get_by_role("button", name="Save changes", exact=True).click()' in out
    source = (folder / "test_clear_an_order_playwright.py").read_text()
    assert '"Save changes"' in source
    assert "# Ours" in source
    plan = load_plan((folder / "plan.json").read_text())
    assert plan.steps[6].locator == role("button", "Save changes")
    assert load((folder / "plan.evidence.json").read_text())["s7"].traits.kept.name == "Save changes"
    receipt = json.loads((folder / "receipt.json").read_text())
    for file in receipt["files"]:
        assert file["sha256"] == hashlib.sha256((folder / file["name"]).read_bytes()).hexdigest()
    assert receipt["steps"][1]["locator"]["name"] == "Save changes"
    assert receipt["scripts"][0]["stages"][0]["ok"] is True
    assert "Save changes" in receipt["healed"][0]["what"]
    diff = (report / "test_clear_an_order_playwright.healed.diff").read_text()
    page = (report / "report.html").read_text()
    assert "--- a/plan.json" in diff
    assert "1 healed" in page
    assert re.search(r"\+ .*Save changes", page)
    assert ET.parse(junit).getroot().get("failures") == "0"
    assert "healed" in junit.read_text()


def test_where_it_is_gone_nothing_is_changed(
    agent: Agent, folder: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIMEOUT", "2")  # whichever step of the script fails, what is gone is found out afterwards
    site.changes = [(SAVE, "")]
    before = {path: path.read_bytes() for path in folder.iterdir()}
    code, out, _ = agent("replay", folder, "--heal")
    assert code == 1
    assert "'Save' is gone" in out
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_a_namesake_that_stands_elsewhere_is_not_acted_on(
    agent: Agent, folder: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.changes = [
        (SAVE, ""),
        ("<h1>", "<h2>Quick start</h2><button onclick=\"said.textContent='Saved'\">Save</button><h1>"),
    ]
    script = write_script(load_plan((folder / "plan.json").read_text()), "selenium")
    (folder / script.filename).write_text(script.source)
    for timeout_s in ("3", "30"):  # a busy machine needs longer to get as far as the step
        monkeypatch.setenv("TIMEOUT", timeout_s)
        code, out, _ = agent("replay", folder, "--heal")
        assert code == 1
        failed = [line for line in out.splitlines() if "step 7 of 7" in line]
        if len(failed) == 3:
            break
    assert len(failed) == 3  # each script, and why nothing was healed
    assert all("not the one that was recorded: that one stood below 'Notes'" in line for line in failed)


def test_a_script_without_its_plan_is_not_healed(agent: Agent, folder: Path, site: Site) -> None:
    (folder / "plan.json").unlink()
    script = folder / "test_clear_an_order_playwright.py"
    script.write_text('def test_it():\n    # Step 1: fail\n    assert False, "no"\n')
    code, out, _ = agent("replay", folder, "--heal")
    assert code == 1
    assert "no plan beside" in out
