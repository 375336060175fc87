"""`agent` and `python -m agent`: starts the commands; an interrupt during start-up ends as quietly as one later."""

from __future__ import annotations

import sys


def main() -> int:
    try:
        from agent.cli import run

        return run(sys.argv[1:])
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
