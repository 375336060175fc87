"""`python -m bench.startup`: how long the commands take before they do anything."""

from __future__ import annotations

import statistics
import sys

from bench.process import watch
from bench.report import head, table

TIMES = 7
COMMANDS = {
    "python -c pass": ["-c", "pass"],
    "import agent.cli": ["-c", "import agent.cli"],
    "agent --help": ["-m", "agent", "--help"],
    "agent plan --help": ["-m", "agent", "plan", "--help"],
    "agent --version": ["-m", "agent", "--version"],
    "import perception.screen": ["-c", "import perception.screen"],
}


def main() -> None:
    head("Start-up")
    rows = []
    for name, argv in COMMANDS.items():
        runs = [watch([sys.executable, *argv]) for _ in range(TIMES)]
        if failed := next((run for run in runs if run.returncode), None):
            raise SystemExit(f"{name} failed:\n{failed.stdout}")
        rows.append((
            name, f"{statistics.median(run.wall_s for run in runs):.2f}", f"{max(run.wall_s for run in runs):.2f}",
            f"{max(run.own_mib for run in runs):.0f}",
        ))  # fmt: skip
    print(table(("command", f"median of {TIMES}, s", "worst, s", "memory, MiB"), rows))


if __name__ == "__main__":
    main()
