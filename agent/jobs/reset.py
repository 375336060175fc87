"""--reset COMMAND: the user's own way to bring back the state that a run began with."""

from __future__ import annotations

import subprocess

from agent.errors import AgentError


def reset(command: str) -> None:
    """Runs the command in the shell, silently. Raises AgentError where it fails."""
    done = subprocess.run(command, shell=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, errors="replace")  # fmt: skip
    if done.returncode:
        said = [line.strip() for line in done.stdout.splitlines() if line.strip()]
        last = f": {said[-1]}" if said else ""
        raise AgentError(f"--reset {command!r} ended with {done.returncode}{last}; the scripts were not verified")
