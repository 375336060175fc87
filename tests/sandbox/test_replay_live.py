"""Replaying a folder of scripts on a live site: the check first, then each in a guarded process, then the reports."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from codegen.locator import Locator
from codegen.plan import Plan
from codegen.script import write_script
from codegen.steps import Click, Expect
from sandbox.replay import Watch, replay
from sandbox.report import ScriptResult

WRONG = 'import subprocess\n\n\ndef test_it():\n    # Step 1: run a program\n    subprocess.run(["ls"])\n'

CLICK = 'page.get_by_role("button", name="Export", exact=True).click()'
ABSENT = 'assert page.get_by_role("button", name="Absent").count() == 1'  # fails at once, however long a wait may last


def _script(name: str) -> str:
    button = Locator(by="role", value="button", name=name)
    steps = (Expect(id="s1", that="visible", locator=button), Click(id="s2", locator=button))
    return write_script(Plan(goal="use the button", steps=steps), "playwright").source


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    scripts = tmp_path / "scripts"
    scripts.mkdir()
    (scripts / "test_good.py").write_text(_script("Export"), encoding="utf-8")
    (scripts / "test_absent.py").write_text(_script("Export").replace(CLICK, ABSENT), encoding="utf-8")
    (scripts / "test_wrong.py").write_text(WRONG, encoding="utf-8")
    (scripts / "test_bytes.py").write_bytes(b"\xff\xfe")
    return scripts


def test_each_script_gets_its_verdict_and_both_reports_say_it(folder: Path, tmp_path: Path, site: str) -> None:
    seen: list[ScriptResult] = []
    report = replay(
        [folder], workers=2, base_url=site, env={"TIMEOUT": "120"}, junit_file=tmp_path / "out" / "junit.xml",
        report_dir=tmp_path / "report", watch=Watch(ended=lambda result, again: seen.append(result)),
    )  # fmt: skip
    absent, unreadable, good, wrong = report.results
    assert not report.ok
    assert (good.ok, good.stage, good.failed_step) == (True, "live", None), good.reason
    assert (absent.ok, absent.stage, absent.failed_step) == (False, "live", 2)
    assert absent.picture == tmp_path / "report" / "test_absent.png"
    assert absent.picture.read_bytes().startswith(b"\x89PNG")
    assert (wrong.ok, wrong.stage) == (False, "static")
    assert "subprocess" in wrong.reason
    assert (unreadable.ok, unreadable.stage) == (False, "static")
    assert sorted(result.script for result in seen) == sorted(result.script for result in report.results)
    root = ET.parse(tmp_path / "out" / "junit.xml").getroot()
    assert (root.get("tests"), root.get("failures")) == ("4", "3")
    html = (tmp_path / "report" / "report.html").read_text(encoding="utf-8")
    assert "3 of 4 scripts failed" in html
    assert "data:image/webp;base64," in html


def test_without_a_report_folder_nothing_is_left(folder: Path, site: str) -> None:
    before = sorted(folder.iterdir())
    report = replay([folder / "test_good.py"], base_url=site)
    assert report.ok, report.results[0].reason
    assert sorted(folder.iterdir()) == before


def test_only_variables_that_the_script_names_are_passed_on(tmp_path: Path, site: str) -> None:
    script = tmp_path / "test_env.py"
    script.write_text(
        "import os\n\n\ndef test_it():\n    # Step 1: look\n"
        '    assert os.environ.get("SHOP_USER") == "ada"\n    assert os.environ.get("HOME") != "/given"\n',
        encoding="utf-8",
    )
    env = {"SHOP_USER": "ada", "SHOP_PASSWORD": "hush", "HOME": "/given"}
    report = replay([script], base_url=site, env=env)
    assert report.ok, report.results[0].reason


def test_scripts_of_the_same_name_keep_their_own_pictures(folder: Path, tmp_path: Path, site: str) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (folder / "test_absent.py").rename(other / "test_good.py")
    (folder / "test_good.py").write_text(_script("Missing"), encoding="utf-8")
    paths = [folder / "test_good.py", other / "test_good.py"]
    report = replay(paths, workers=2, base_url=site, env={"TIMEOUT": "1"}, report_dir=tmp_path / "report")
    pictures = [result.picture.name for result in report.results if result.picture]
    assert pictures == ["test_good.png", "test_good-2.png"]
