"""Scripts as a whole: their names, imports and parts, how they are laid out, and what cannot be written."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruff.__main__ import find_ruff_bin

import templates
from codegen.plan import PlanError
from codegen.script import TARGETS, names_in, write_script
from codegen.steps import STEP_KINDS
from codegen.values import variable
from sandbox.check import check_script
from tests.codegen import test_equivalence as tried
from tests.codegen.plans import button, by, expect, plan, step

STEPS = [*tried.FIELDS, *tried.CHOICES, *tried.CLICKS, *tried.movements("cat.png"), *tried.EXPECTATIONS, *tried.SIGNALS]


def _shape(given: dict[str, Any]) -> str:
    told = {name: given.get(name) for name in ("kind", "that", "to", "signal", "button", "count", "until")}
    return str((told, given.get("locator", {}).get("frame"), bool(given.get("alternatives"))))


KINDS = {_shape(each): each for each in STEPS}  # one of each shape
PET = [{"name": "pet", "default": "cat"}]


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("kind", STEP_KINDS)
def test_every_target_has_a_template_for_every_kind(target: str, kind: str) -> None:
    assert (templates.FOLDER / target / "steps" / f"{kind}.py.jinja").is_file()


@pytest.mark.parametrize("target", TARGETS)
def test_every_part_has_a_file_of_its_own(target: str) -> None:
    files = [f"{name.lower()}.py.jinja" for name in TARGETS[target].parts]
    assert sorted(files) == sorted(path.name for path in (templates.FOLDER / target / "parts").iterdir())


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("given", KINDS.values(), ids=map(str, range(len(KINDS))))
def test_a_script_of_one_step_holds_what_it_needs_and_no_more(given: dict[str, Any], target: str) -> None:
    source = write_script(plan(given, inputs=PET), target).source
    assert check_script(source) == []
    tree = ast.parse(source)
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.Assign)):
            name = node.name if isinstance(node, ast.FunctionDef) else ast.unparse(node.targets[0])
            rest = "\n".join(ast.unparse(other) for other in tree.body if other is not node)
            assert name.startswith("test_") or name in names_in(rest), f"{name} is not used"


@pytest.mark.parametrize("target", TARGETS)
def test_scripts_are_as_the_formatter_and_the_linter_leave_them(target: str, tmp_path: Path) -> None:
    for number, given in enumerate([*KINDS.values()]):
        (tmp_path / f"test_{number}.py").write_text(write_script(plan(given, inputs=PET), target).source, "utf-8")
    for command in (["format", "--check"], ["check"], ["check", "--select", "F,E4,E7,E9,I,B,UP,W"]):
        done = subprocess.run(
            [find_ruff_bin(), *command, "--isolated", "--no-cache", str(tmp_path)], capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("target", TARGETS)
def test_a_script_imports_its_framework_pytest_and_the_standard_library(target: str) -> None:
    source = write_script(plan(*STEPS, inputs=PET), target).source
    modules = {
        name.split(".")[0]
        for node in ast.walk(ast.parse(source))
        for name in (
            [alias.name for alias in node.names] if isinstance(node, ast.Import) else [getattr(node, "module", None)]
        )
        if isinstance(node, (ast.Import, ast.ImportFrom)) and name
    }
    standard = {"argparse", "collections", "contextlib", "functools", "os", "pathlib", "re", "shutil", "sys", "typing"}
    assert modules - standard == {"pytest", target}


@pytest.mark.parametrize("target", TARGETS)
def test_every_step_has_its_comment(target: str) -> None:
    source = write_script(plan(*STEPS, inputs=PET), target).source
    numbers = [int(line.split()[2].rstrip(":")) for line in source.splitlines() if line.strip().startswith("# Step ")]
    assert numbers == list(range(1, len(STEPS) + 1))


@pytest.mark.parametrize(
    ("goal", "name"),
    [
        ("Filter orders and export CSV", "test_filter_orders_and_export_csv"),
        ("筛选订单，然后导出", "test_筛选订单_然后导出"),
        ("!!!", "test_plan"),
        ("1 + 1?", "test_1_1"),
        ("x" * 300, "test_" + "x" * 48),
        ("ＦＵＬＬ width", "test_full_width"),
    ],
)
def test_the_goal_names_the_file(goal: str, name: str) -> None:
    script = write_script(plan(step("click", button("Go")), goal=goal), "playwright")
    assert script.filename == f"{name}_playwright.py"
    assert f"def {name}(" in script.source


@pytest.mark.parametrize("target", TARGETS)
def test_values_come_from_the_environment(target: str) -> None:
    steps = [
        step("fill", by("label", "A"), value=value)
        for value in ({"input": "user"}, {"input": "free"}, {"secret": "KEY"})
    ]
    inputs = [{"name": "user", "default": "ada"}, {"name": "free"}, {"name": "unused", "default": "no"}]
    source = write_script(plan(*steps, inputs=inputs), target).source
    assert 'INPUT_USER = os.environ.get("INPUT_USER", "ada")' in source
    assert 'os.environ["FREE"]' in source
    assert 'os.environ["KEY"]' in source
    assert "FREE          free (required)" in source
    assert "unused" not in source.lower()


@pytest.mark.parametrize("target", TARGETS)
def test_a_variable_that_is_not_set_is_named_before_any_browser_starts(target: str, tmp_path: Path) -> None:
    given = plan(step("fill", by("label", "A"), value={"secret": "SHOP_PASSWORD"}), url="https://shop.example/")
    script = tmp_path / "test_a.py"
    script.write_text(write_script(given, target).source, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(tmp_path), str(script)]
    env = os.environ | {"BROWSER_PATH": str(tmp_path / "none"), "REMOTE_URL": "http://127.0.0.1:1"}
    done = subprocess.run(command, capture_output=True, text=True, env=env, cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout.count("Set SHOP_PASSWORD in the environment.") == 2  # where it failed, and in the summary
    assert "Traceback" not in done.stdout
    assert "127.0.0.1" not in done.stdout


@pytest.mark.parametrize("target", TARGETS)
def test_no_input_is_called_like_a_thing_of_the_script(target: str) -> None:
    own = {name for name in TARGETS[target].parts if name.isupper()}
    assert own.isdisjoint(variable(name.lower()) for name in own)


@pytest.mark.parametrize("target", TARGETS)
def test_without_an_address_the_base_url_is_required(target: str) -> None:
    source = write_script(plan(step("click", button("Go")), url=None), target).source
    assert 'pytest.fail("Set BASE_URL to the address of the page.", pytrace=False)' in source
    assert check_script(source) == []


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize(
    ("given", "words"),
    [
        (step("press", key="Hyper9"), "'Hyper9' is no key"),
        (step("click", by("css", "a >> b")), "'>>' is no CSS"),
        (step("click", button("A"), by("text", "A", frame="#f")), "another frame"),
        (expect("contains", by("id", "a"), value=""), "cannot fail"),
        (expect("url", value=""), "cannot fail"),
        (expect("rows_contain", by("id", "a"), value=""), "cannot fail"),
    ],
)
def test_what_cannot_be_said_is_refused(given: dict[str, object], words: str, target: str) -> None:
    with pytest.raises(PlanError, match=words):
        write_script(plan(given), target)


def test_a_plan_without_steps_and_an_unknown_target_are_refused() -> None:
    with pytest.raises(PlanError, match="nothing to write"):
        write_script(plan(), "playwright")
    with pytest.raises(PlanError, match="not one of playwright, selenium"):
        write_script(plan(step("click", button("Go"))), "cypress")


def test_what_the_plan_leaves_open_is_said() -> None:
    left = [{"clause": "email it to Ada", "reason": "no element for 'email' on this screen"}]
    source = write_script(plan(step("click", button("Go")), unresolved=left), "selenium").source
    assert "- email it to Ada: no element for 'email' on this screen" in source
    tree = ast.parse(source)
    test = next(node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"))
    assert source.splitlines()[0] == "# INCOMPLETE: it does not email it to Ada"
    assert ast.get_docstring(test) == "INCOMPLETE: it does not email it to Ada."
    assert ast.get_docstring(tree)
