"""Starting up is quick: nothing heavy is loaded before there is work for it."""

from __future__ import annotations

import json
import subprocess
import sys

HEAVY = ("torch", "transformers", "onnxruntime", "cv2", "numpy", "PIL", "selenium", "playwright", "psutil", "rich")
LATER = ("codegen", "perception", "sandbox", "templates")


def loaded_by(statement: str) -> set[str]:
    """The top-level modules that a fresh interpreter has after the statement."""
    program = (
        f"{statement}\nimport sys, json\nprint(json.dumps(sorted({{name.split('.')[0] for name in sys.modules}})))"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(json.loads(ended.stdout.splitlines()[-1]))


def test_the_doors_load_nothing_heavy() -> None:
    loaded = loaded_by("import agent.cli")
    assert "typer" in loaded
    assert not loaded & {*HEAVY, *LATER}


def test_help_loads_nothing_heavy() -> None:
    loaded = loaded_by("from agent.cli import run\nassert run(['--help']) == 0")
    assert not loaded & {*HEAVY, *LATER}


def test_the_journeys_load_nothing_heavy_either() -> None:
    loaded = loaded_by("import agent.jobs, agent.doctor")
    assert not loaded & {"torch", "transformers", "onnxruntime", "cv2", "selenium", "playwright"}
