"""Scripts that pass, fail, hang, hide and steal, each with the verdict that it deserves."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from sandbox.jail import best_guard
from sandbox.replay import ScriptMissing, find_scripts, names_read, rehearse, together
from sandbox.replica import replica_html
from sandbox.report import ScriptResult
from tests.sandbox.screens import orders

SCRIPTS = Path(__file__).parent / "scripts"
TARGETS = ["playwright", "selenium"]


def _script(target: str) -> str:
    return (SCRIPTS / f"orders_{target}.py").read_text(encoding="utf-8")


def _on_replica(source: str, tmp_path: Path, **options: object) -> ScriptResult:
    page = replica_html(orders())
    return rehearse(source, stage="replica", workdir=tmp_path, replica_html=page, **options)  # type: ignore[arg-type]


def _statuses(result: ScriptResult) -> list[str]:
    return [step.status for step in result.steps]


def _body(lines: str) -> str:
    steps = "\n".join(f"    {line}" for line in lines.splitlines())
    before, after = "    # Step 1: begin\n    assert True\n", "    # Step 3: end\n    assert True\n"
    return f"def test_it():\n{before}    # Step 2: act\n{steps}\n{after}"


def test_both_targets_pass_and_leave_the_same_behind(tmp_path: Path) -> None:
    playwright, selenium = together(
        [lambda stop, t=t: _on_replica(_script(t), tmp_path, name=f"test_{t}.py", stop=stop) for t in TARGETS]  # type: ignore[misc]
    )
    for result in (playwright, selenium):
        assert (result.ok, result.reason, result.failed_step) == (True, "", None)
        assert _statuses(result) == ["passed"] * 4
        assert [path.name for path in result.downloads] == ["orders.csv"]
        assert result.guard == best_guard()
    assert playwright.downloads[0].read_bytes() == selenium.downloads[0].read_bytes()
    assert json.loads(playwright.state) == json.loads(selenium.state)
    assert json.loads(playwright.state)["log"][0] == ["choose", "status", "Open"]
    assert playwright.properties == {"first": "1042"}


@pytest.mark.parametrize("target", TARGETS)
def test_the_step_that_failed_is_named_with_its_reason_and_picture(tmp_path: Path, target: str) -> None:
    result = _on_replica(
        _script(target), tmp_path, env={"STATUS": "Shipped", "PATIENCE": "1"}, name=f"test_{target}.py"
    )
    assert not result.ok
    assert result.where == "step 4 of 4"
    assert _statuses(result) == ["passed", "passed", "passed", "failed"]
    assert result.reason
    assert "\n" not in result.reason
    assert result.picture is not None
    assert result.picture.read_bytes().startswith(b"\x89PNG")


def test_without_bubblewrap_it_runs_all_the_same(tmp_path: Path) -> None:
    result = _on_replica(_script("playwright"), tmp_path, guard="process group")
    assert (result.ok, result.guard) == (True, "process group")


@pytest.mark.parametrize(
    ("lines", "step", "reason"),
    [
        ("parts = bytearray(5_000_000_000)", 2, "MemoryError"),
        ("assert 1 + 1 == 3, 'the sum is wrong'", 2, "the sum is wrong"),
        ("total = 3\nassert total == 4", 2, "assert 3 == 4"),
        ("{}['name']", 2, "KeyError: 'name'"),
        ("import os; os._exit(9)", 2, "pytest ended with 9"),
        ("import pytest; pytest.skip('not today')", 2, "not today"),
    ],
)
def test_faults_in_a_step(tmp_path: Path, lines: str, step: int, reason: str) -> None:
    result = _on_replica(_body(lines), tmp_path)
    assert not result.ok
    assert result.failed_step == step
    assert reason.lower() in result.reason.lower()
    assert _statuses(result) == ["passed", "failed", "not run"]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("", "holds no test"),
        ("import nonesuch\ndef test_it(): pass", "No module named 'nonesuch'"),
        ("def test_it(:\n", "cannot be loaded: SyntaxError"),
        ("def test_it(nothing): pass", "before the first step: fixture 'nothing' not found"),
    ],
)
def test_scripts_that_do_not_begin(tmp_path: Path, source: str, reason: str) -> None:
    result = _on_replica(source, tmp_path)
    assert not result.ok
    assert reason in result.reason


def _hanging(source: str, tmp_path: Path, step: int, **options: object) -> ScriptResult:
    """Ends in time, at the step that hangs; a busy machine needs longer to get as far as that step."""
    for timeout_s in (4, 12, 60, 180):
        result = _on_replica(source, tmp_path, timeout_s=timeout_s, **options)
        assert not result.ok
        assert result.reason == f"it did not end within {timeout_s} seconds"
        if result.failed_step == step:
            break
    return result


def test_a_hanging_step_is_named(tmp_path: Path) -> None:
    result = _hanging(_body("import time; time.sleep(300)"), tmp_path, step=2)
    assert _statuses(result) == ["passed", "failed", "not run"]


def test_a_hanging_playwright_wait_is_found_by_its_step(tmp_path: Path) -> None:
    result = _hanging(_script("playwright"), tmp_path, step=4, env={"STATUS": "Shipped", "PATIENCE": "300"})
    assert result.failed_step == 4


def test_each_test_of_a_file_has_its_own_steps(tmp_path: Path) -> None:
    result = _on_replica(
        "def test_a():\n    # Step 1: one\n    assert True\ndef test_b():\n    # Step 1: two\n    assert False\n"
        "def test_c():\n    # Step 1: three\n    assert True\n", tmp_path,
    )  # fmt: skip
    assert [(step.title, step.status) for step in result.steps] == [
        ("one", "passed"), ("two", "failed"), ("three", "passed"),
    ]  # fmt: skip


def test_what_a_script_may_not_see(tmp_path: Path, site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if best_guard() != "bwrap":
        pytest.skip("bubblewrap does not work on this machine")
    monkeypatch.setenv("SHOP_PASSWORD", "hush")
    (tmp_path / "id_rsa").write_text("key")
    lines = f"""import os, pytest, urllib.request
assert "SHOP_PASSWORD" not in os.environ
with pytest.raises(OSError): open({str(tmp_path / "id_rsa")!r})
open("/tmp/new-{tmp_path.name}", "w").write("stays inside")
with pytest.raises(OSError): urllib.request.urlopen({site!r}, timeout=5)
assert urllib.request.urlopen(os.environ["BASE_URL"] + "/any/path").status == 200"""
    result = _on_replica(_body(lines), tmp_path / "work")
    assert result.ok, result.reason
    assert not Path(f"/tmp/new-{tmp_path.name}").exists()


def test_uploads_are_made_up_and_named_files_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "cv.pdf").write_text("mine")
    lines = "import os, pathlib\nassert pathlib.Path('photos/a.png').stat().st_size\n"
    lines += "assert open(os.environ['CV']).read() == 'mine'"
    env = {"CV": str(tmp_path / "cv.pdf")}
    result = _on_replica(_body(lines), tmp_path / "work", files=["photos/a.png", "../../escape.txt"], env=env)
    assert result.ok, result.reason
    assert not list(tmp_path.rglob("escape.txt"))


def test_together_stops_the_others_when_one_raises() -> None:
    begun, stopped = threading.Event(), threading.Event()

    def fails(_: threading.Event) -> int:
        begun.wait(30)
        raise KeyboardInterrupt

    def waits(stop: threading.Event) -> int:
        begun.set()
        if stop.wait(30):
            stopped.set()
        return 1

    with pytest.raises(KeyboardInterrupt):
        together([fails, waits])
    assert stopped.is_set()


def test_names_that_a_script_reads() -> None:
    source = (
        'import os\na = os.environ["A_1"]; b = os.environ.get("B", "x"); c = os.getenv("C"); d = {}["d"]; e = f("E F")'
    )
    assert names_read(source) == {"A_1", "B", "C"}
    assert names_read("def (") == set()


def test_find_scripts(tmp_path: Path) -> None:
    for name in ("b/test_two.py", "test_one.py", "helper.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert [path.name for path in find_scripts([tmp_path])] == ["test_two.py", "test_one.py"]
    assert find_scripts([tmp_path / "helper.py"]) == [tmp_path / "helper.py"]
    with pytest.raises(ScriptMissing, match="no such script"):
        find_scripts([tmp_path / "test_none.py"])
    (tmp_path / "empty").mkdir()
    with pytest.raises(ScriptMissing, match="holds no script"):
        find_scripts([tmp_path / "empty"])
