"""`agent` and `python -m agent`: starts the commands; an interrupt before or after them ends as quietly as in them."""

from __future__ import annotations

import signal
import sys


def main() -> int:
    # Around a command, which has its own way (`agent.signals`), nothing needs an end: the process may just go.
    if signal.getsignal(signal.SIGINT) == signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from agent.cli import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
