"""`python -m bench.evaluation FOLDER [parse] [locate] [tasks] [worst=OUT]`: runs FOLDER's scorers, prints their tables.

FOLDER holds score_parse.py, score_locate.py and run_tasks.py, each of which runs a command and writes a JSON summary.
They run on the Python of $EVAL_DATA/venv where that is set, else on this one. `worst` looks at the pages of data/shots
itself, and writes pictures of those seen worst into the folder OUT, with what was missed and what is not there.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.report import head, table
from bench.worst import worst

AGENT = str(Path(sys.executable).with_name("agent"))
PLAN = f"{AGENT} plan {{image}} {{goal}} --url {{url}} -o {{workdir}}/plan.json --script-dir {{workdir}} --script "
PARSED = {
    "recall_centre": "interactable recall (centre hit)", "precision_centre": "interactable precision (centre hit)",
    "recall_iou": "interactable recall (IoU 0.5)", "precision_iou": "interactable precision (IoU 0.5)",
    "role_strict": "role accuracy", "role_group": "role accuracy, grouped", "name_visible": "name accuracy",
    "line_recall": "text line recall", "char_acc": "text characters", "seconds_mean": "seconds a page, mean",
    "failed": "pages that failed",
}  # fmt: skip
LOCATED = {"ALL": "locate, all", "name": "locate by name", "icon": "locate by icon", "para": "locate by paraphrase"}


def score(folder: Path, scorer: str, *arguments: str) -> Mapping[str, Any]:
    """Runs one scorer and gives the summary that it wrote."""
    data = os.environ.get("EVAL_DATA")
    python = str(Path(data, "venv/bin/python")) if data else sys.executable
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch, "out.json")
        argv = [python, str(folder / scorer), *arguments, "--out", str(out)]
        subprocess.run([part.replace("{python}", python) for part in argv], check=True, stdout=sys.stderr)
        summary: Mapping[str, Any] = json.loads(out.read_text(encoding="utf-8"))["summary"]
    return summary


def parse(folder: Path) -> None:
    summary = score(folder, "score_parse.py", "--split", "all", "--cmd", f"{AGENT} parse {{image}} --json -")
    groups = [name for name in summary if name != "by_role"]
    rows = [(words, *(summary[group][key] for group in groups)) for key, words in PARSED.items()]
    print(table(("parsing", *(f"{group} ({summary[group]['pages']})" for group in groups)), rows), "\n")


def locate(folder: Path) -> None:
    summary = score(folder, "score_locate.py", "--cmd", f"{AGENT} locate {{image}} {{instruction}} --json -")
    rows = [(words, summary[key]["n"], summary[key]["acc"]) for key, words in LOCATED.items() if summary.get(key)]
    print(table(("grounding", "n", "click accuracy"), rows), "\n")


def tasks(folder: Path) -> None:
    rows = []
    for target in ("playwright", "selenium"):
        command = "{python} -m pytest -q {script}"
        summary = score(folder, "run_tasks.py", "--cmd", PLAN + target, "--script-cmd", command, "--prefer", target)
        passed = round(summary["success"] * summary["n"])
        rows.append((target, f"{passed} of {summary['n']}", summary["false_ok"], summary["gen_seconds_mean"]))
    print(table(("tasks from one picture", "passed", "claimed and wrong", "seconds to plan, mean"), rows), "\n")


def main() -> None:
    if len(sys.argv) < 2 or not Path(sys.argv[1], "score_parse.py").is_file():
        raise SystemExit(__doc__)
    folder, wanted = Path(sys.argv[1]), sys.argv[2:] or ["parse", "locate", "tasks"]
    head("Evaluation")
    for part in wanted:
        kind, _, given = part.partition("=")
        if kind == "worst":
            worst(folder, Path(given or "worst"))
        else:
            {"parse": parse, "locate": locate, "tasks": tasks}[kind](folder)


if __name__ == "__main__":
    main()
