"""The static check: what the writer makes passes, and nothing that reaches beyond the browser does."""

from __future__ import annotations

import pytest

from sandbox.check import MAX_SIZE, Finding, check_script

TEST = """\
import os
import re
import pytest
from pathlib import Path
from playwright.sync_api import Page, expect

def test_it(page: Page, base_url: str, download_dir: Path) -> None:
    page.goto(base_url + "/orders")
    page.get_by_label(re.compile("^Status")).fill(os.environ.get("STATUS", "Open"))
    with page.expect_download() as started:
        page.get_by_role("button", name="Export").click()
    file = download_dir / started.value.suggested_filename
    started.value.save_as(file)
    assert file.name.endswith(".csv")
    {line}
"""

NASTY = {
    "eval('1')": "name",
    "exec('1')": "name",
    "compile('1', '', 'exec')": "name",
    "open('/etc/passwd')": "name",
    "__import__('os').system('id')": "name",
    "getattr(page, 'evaluate')('1')": "name",
    "setattr(page, 'x', 1)": "name",
    "globals()['x'] = 1": "name",
    "vars(page)": "name",
    "breakpoint()": "name",
    "input()": "name",
    "type('X', (), {})": "name",
    "__builtins__['eval']('1')": "name",
    "os.system('id')": "attribute",
    "os.popen('id')": "attribute",
    "os.remove('x')": "attribute",
    "os.execv('/bin/sh', [])": "attribute",
    "os.environ.update(BROWSER_PATH='/bin/sh')": "environment",
    "os.environ['BROWSER_PATH'] = '/bin/sh'": "environment",
    "handed = os; handed.environ.get('X')": "name",
    "taken = os.environ": "environment",
    "re.sys.modules": "attribute",
    "().__class__.__bases__[0].__subclasses__()": "attribute",
    "page.__dict__": "attribute",
    "page._impl_obj": "attribute",
    "'{0.__class__}'.format(page)": "attribute",
    "page.evaluate('fetch(\"//evil\")')": "javascript",
    "page.evaluate('1' + '2')": "javascript",
    "page.wait_for_timeout(1000)": "sleep",
    "page.context.request.get('http://evil')": "attribute",
    "page.request.post('http://evil')": "attribute",
    "page.route('**', print)": "attribute",
    "page.expose_function('f', print)": "attribute",
    "page.add_init_script('1')": "attribute",
    "page.set_content('<script>')": "attribute",
    "page.screenshot(path='/tmp/x.png')": "argument",
    "page.pdf(path='/tmp/x.pdf')": "argument",
    "page.goto('file:///etc/passwd')": "address",
    "page.goto('fi' + 'le:///etc')": "address",
    "page.goto('javascript:alert(1)')": "address",
    "page.goto(base_url + '@evil.example')": "address",
    "started.value.save_as('/etc/cron.d/x')": "file",
    "started.value.save_as(download_dir / '..' / 'x')": "file",
    "file = Path('/etc/x'); started.value.save_as(file)": "file",
    "Path('/etc/x').write_text('1')": "attribute",
    "Path('/etc/passwd').read_text()": "attribute",
    "Path('x').unlink()": "attribute",
    "import subprocess": "import",
    "import socket": "import",
    "import time": "import",
    "import os as o": "import",
    "from os import system": "import",
    "from subprocess import run": "import",
    "from playwright.sync_api import *": "import",
    "from . import evil": "import",
    "import codegen": "import",
    "class X: pass": "statement",
    "global os": "statement",
    "del os": "name",
    "re = page": "name",
    "expect = print": "name",
    "base_url = 'file://'": "name",
    "(lambda base_url: page.goto(base_url))('file:///')": "name",
    "pytest.main(['-p', 'evil'])": "attribute",
    "test_it(page, 'file:///', download_dir)": "name",
    "re.compile = print": "attribute",
}


@pytest.mark.parametrize("line", NASTY)
def test_a_nasty_line_is_found(line: str) -> None:
    found = check_script(TEST.format(line="pass").replace("pass\n", line + "\n"))
    assert NASTY[line] in {finding.code for finding in found}
    assert {finding.line for finding in found} & {1, 13, 15}


@pytest.mark.parametrize(
    "lines",
    [
        "pytest_plugins = ['evil']",
        "HAS_WORD = 'fetch(1)'",
        "print('at import')",
        "for x in []: pass",
        "__test__ = {}",
        "@pytest.fixture(name='base_url')\ndef other(): return 'file://'",
        "@pytest.fixture\ndef download_dir(): return Path('/etc')",
        "def pytest_configure(config): pass",
        "@pytest.fixture(scope='session')\ndef base_url(request): return 'file:///etc'",
        "def helper(page, base_url='file:///'): page.goto(base_url)",
        "async def test_other(): pass",
        "with open('x') as f: pass",
        "if True:\n    import socket",
    ],
)
def test_nasty_lines_at_the_top_are_found(lines: str) -> None:
    assert check_script(TEST.format(line="pass").replace("def test_it", lines + "\n\ndef test_it"))


def test_a_plain_test_passes() -> None:
    assert check_script(TEST.format(line="expect(page).to_have_title('Orders')")) == []


@pytest.mark.parametrize(
    "source", ["def f(:", "x = '\x00'", "(" * 9000, "x" * (MAX_SIZE + 1), "x = " + "-" * 100_000 + "1"]
)
def test_what_is_no_python_is_one_finding(source: str) -> None:
    found = check_script(source)
    assert len(found) == 1
    assert isinstance(found[0], Finding)


def test_a_finding_says_its_line() -> None:
    (found,) = check_script("import socket")
    assert str(found) == "line 1: 'socket' is not on the list of imports"


def test_a_helper_that_was_changed_is_no_longer_known() -> None:
    helper = """
import os
import pytest
from pathlib import Path

@pytest.fixture
def download_dir(tmp_path: Path) -> Path:
    folder = Path(os.environ.get("DOWNLOAD_DIR") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
"""
    assert check_script(helper) == []
    assert [finding.code for finding in check_script(helper.replace("or tmp_path", "or '/etc'"))]
